package stamp

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
)

// Query is what an authority is asked: to stamp a digest, and to repeat a random
// number so that its answer cannot be an old one. Without a nonce (nil) that is
// not compared.
type Query struct {
	Imprint Imprint
	Nonce   *big.Int
}

// Request is the TimeStampReq of the query in DER. It asks for the authority's
// certificate and leaves the policy to the authority.
func Request(q Query) ([]byte, error) {
	oid, err := oidOf(q.Imprint.Hash)
	if err != nil {
		return nil, err
	}
	switch {
	case len(q.Imprint.Digest) != q.Imprint.Hash.Size():
		return nil, fmt.Errorf("a digest of %d bytes where %s has %d", len(q.Imprint.Digest), q.Imprint.Hash, q.Imprint.Hash.Size())
	case q.Nonce != nil && (q.Nonce.Sign() <= 0 || q.Nonce.BitLen() > 512):
		return nil, fmt.Errorf("a nonce is a number above 0 of at most 512 bits")
	}
	type imprint struct {
		Hash   pkix.AlgorithmIdentifier
		Digest []byte
	}
	return asn1.Marshal(struct {
		Version int
		Imprint imprint
		Nonce   *big.Int `asn1:"optional"`
		CertReq bool
	}{1, imprint{pkix.AlgorithmIdentifier{Algorithm: oid, Parameters: asn1.NullRawValue}, q.Imprint.Digest}, q.Nonce, true})
}

// ParseRequest reads what Request writes, and nothing else.
func ParseRequest(der []byte) (q Query, err error) {
	const what = "the request"
	r := &reader{rest: der}
	in := r.next(tagSequence, what).within()
	if r.err == nil {
		in.small("the version", 1)
		q.Imprint = in.imprint()
		if in.peek(tagInteger) {
			q.Nonce = in.integer("the nonce")
		}
		in.next(tagBoolean, "the wish for a certificate")
		r.err = in.end(what)
	}
	if err := r.end(what); err != nil {
		return Query{}, fmt.Errorf("time stamp request: %w", err)
	}
	if again, err := Request(q); err != nil || !bytes.Equal(again, der) {
		return Query{}, fmt.Errorf("time stamp request: it is not in the form that this program writes")
	}
	return q, nil
}
