package stamp

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"math/big"
)

// Bounds of what a token may hold.
const (
	mostCertificates = 16
	mostAttributes   = 32
	mostDigests      = 8 // in the list of digest algorithms
)

// token is a TimeStampToken: CMS SignedData (RFC 5652) by one signer.
type token struct {
	content      []byte // the exact bytes of the TSTInfo
	info         info
	certificates []*x509.Certificate
	signer       signer
}

// signer is a SignerInfo.
type signer struct {
	issuer    []byte // RDNSequence in DER; nil if by keyID
	serial    *big.Int
	keyID     []byte
	hash      crypto.Hash
	signed    []byte // the signed attributes, as SET OF, which is what is signed
	attrs     attributes
	algorithm algorithm
	signature []byte
}

// token reads a ContentInfo that is a TimeStampToken.
func (r *reader) token() *token {
	const what = "the token"
	in := r.next(tagSequence, what).within()
	if r.err != nil {
		return nil
	}
	if oid := in.oid("the type of the token"); in.err == nil && !oid.Equal(oidSignedData) {
		in.fail("the token is of type %s and not signed data", oid)
	}
	outer := in.next(tagExplicit0, "the signed data").within()
	r.err = in.end(what)
	t := &token{}
	if r.err == nil {
		t.signedData(outer)
		r.err = outer.end("the signed data")
	}
	return t
}

func (t *token) signedData(r *reader) {
	const what = "the signed data"
	in := r.next(tagSequence, what).within()
	if r.err != nil {
		return
	}
	if v := in.small("the version", 5); in.err == nil && v < 3 {
		in.fail("version %d of signed data is not one of a time stamp", v)
	}
	digests := in.hashes()
	t.encapsulated(in)
	if in.peek(tagExplicit0) {
		t.readCertificates(in)
	}
	if in.peek(tagExplicit1) {
		in.next(tagExplicit1, "the revocation lists") // not used: docs/limits.md
	}
	t.signers(in)
	if in.err == nil && !digests[t.signer.hash] {
		in.fail("the signer's hash %s is not in the token's list", t.signer.hash)
	}
	r.err = in.end(what)
}

// hashes reads the set of digest algorithms.
func (r *reader) hashes() map[crypto.Hash]bool {
	in := r.next(tagSet, "the list of hashes").within()
	if r.err != nil {
		return nil
	}
	out := map[crypto.Hash]bool{}
	for n := 0; in.err == nil && len(in.rest) > 0; n++ {
		if n == mostDigests {
			in.fail("more than %d hashes", mostDigests)
			break
		}
		out[in.hash("a hash")] = true
	}
	r.err = in.err
	return out
}

// encapsulated reads an EncapsulatedContentInfo, and the TSTInfo in it.
func (t *token) encapsulated(r *reader) {
	const what = "the content"
	in := r.next(tagSequence, what).within()
	if r.err != nil {
		return
	}
	if oid := in.oid("the type of the content"); in.err == nil && !oid.Equal(oidTSTInfo) {
		in.fail("the content is of type %s and not a time stamp", oid)
	}
	outer := in.next(tagExplicit0, what).within()
	if r.err = in.end(what); r.err != nil {
		return
	}
	octets := outer.next(tagOctets, what)
	if r.err = outer.end(what); r.err != nil {
		return
	}
	t.content = octets.body
	inner := octets.within()
	t.info = inner.info()
	r.err = inner.end("the time stamp")
}

// readCertificates reads the certificates. Their order means nothing.
func (t *token) readCertificates(r *reader) {
	in := r.next(tagExplicit0, "the certificates").within()
	if r.err != nil {
		return
	}
	for in.err == nil && len(in.rest) > 0 {
		e := in.next(tagSequence, "a certificate")
		if in.err != nil {
			break
		}
		c, err := x509.ParseCertificate(e.all)
		switch {
		case err != nil:
			in.fail("a certificate: %s", err)
		case tooLong(c):
			in.fail("a certificate with an RSA key of more than %d bits", mostRSA)
		case len(t.certificates) == mostCertificates:
			in.fail("more than %d certificates", mostCertificates)
		default:
			t.certificates = append(t.certificates, c)
		}
	}
	r.err = in.err
}

// signers reads the set of signers, which must be one.
func (t *token) signers(r *reader) {
	in := r.next(tagSet, "the signers").within()
	if r.err != nil {
		return
	}
	t.signer = in.signer()
	if in.err == nil && len(in.rest) > 0 {
		in.fail("the token has more than one signer")
	}
	r.err = in.err
}

func (r *reader) signer() (s signer) {
	const what = "the signer"
	in := r.next(tagSequence, what).within()
	if r.err != nil {
		return s
	}
	version := in.small("the signer's version", 3)
	s.identify(in)
	if byKey := s.keyID != nil; in.err == nil && version != map[bool]int{false: 1, true: 3}[byKey] {
		in.fail("version %d of the signer does not fit how it is named", version)
	}
	s.hash = in.hash("the signer's hash")
	if e := in.next(tagExplicit0, "the list of signed attributes"); in.err == nil {
		s.signed = append([]byte{tagSet}, e.all[1:]...)
		s.attrs, in.err = readAttributes(e)
	}
	s.algorithm = in.algorithm("the signature's algorithm")
	s.signature = in.next(tagOctets, "the signature").body
	if in.peek(tagExplicit1) {
		in.next(tagExplicit1, "the list of unsigned attributes") // nothing in it is used
	}
	r.err = in.end(what)
	return s
}

// identify reads a SignerIdentifier.
func (s *signer) identify(r *reader) {
	if r.peek(tagImplicit0) {
		s.keyID = r.next(tagImplicit0, "the signer's key").body
		return
	}
	in := r.next(tagSequence, "the signer's name").within()
	if r.err != nil {
		return
	}
	s.issuer = in.next(tagSequence, "the issuer").all
	s.serial = in.integer("the serial number")
	r.err = in.end("the signer's name")
}

// names reports whether the signer names the certificate.
func (s *signer) names(c *x509.Certificate) bool {
	if s.keyID != nil {
		return len(s.keyID) > 0 && bytes.Equal(s.keyID, c.SubjectKeyId)
	}
	return bytes.Equal(s.issuer, c.RawIssuer) && s.serial.Cmp(c.SerialNumber) == 0
}
