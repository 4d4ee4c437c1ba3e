package stamp

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"

	"github.com/holdshort/holdshort/span"
)

// Stamp is what a checked answer says.
type Stamp struct {
	Authority string   // subject of the signer's certificate (RFC 2253)
	Serial    *big.Int // of the stamp, unique for the authority
	// Time is when what is stamped existed: from the beginning of time to GenTime
	// and Accuracy later. A stamp says nothing of how long before it existed.
	Time     span.Span
	GenTime  time.Time     // as the authority states it
	Accuracy time.Duration // as stated, else Unstated
	Stated   bool          // whether the token states an accuracy
	Policy   asn1.ObjectIdentifier
	// Ordering is the authority's promise that its stamps are in order of GenTime
	// whatever the accuracy.
	Ordering bool
	Imprint  Imprint
	Nonce    *big.Int            // nil if the token has none
	Chain    []*x509.Certificate // from the signer's to the root; nil of Unanchored
}

// Unstated is the accuracy taken where a token states none. RFC 3161 leaves it
// to the authority's policy; one second is what the baseline policy of RFC 3628
// (section 5.1) and ETSI EN 319 421 ask for, and covers a time cut off to whole
// seconds.
const Unstated = time.Second

// Verify checks an authority's answer to the query: its status, imprint and
// nonce; that one signer signed it, whom the signed attributes name, who may do
// nothing but stamp, and whose certificate leads to one of the roots at the time
// stated. Certificates in the answer help to get there and are not trusted.
func Verify(response []byte, q Query, roots []*x509.Certificate) (Stamp, error) {
	s, t, c, err := check(response, q)
	if err == nil {
		s.Chain, err = chain(c, t.certificates, roots, t.info.at)
	}
	if err != nil {
		return Stamp{}, fmt.Errorf("time stamp: %w", err)
	}
	return s, nil
}

// Unanchored checks all that Verify checks but whether anybody vouches for the
// signer. It is for one who has just asked, and shows nothing to another.
func Unanchored(response []byte, q Query) (Stamp, error) {
	s, _, _, err := check(response, q)
	if err != nil {
		return Stamp{}, fmt.Errorf("time stamp: %w", err)
	}
	return s, nil
}

func check(response []byte, q Query) (Stamp, *token, *x509.Certificate, error) {
	resp, err := parse(response)
	if err != nil {
		return Stamp{}, nil, nil, err
	}
	if !resp.Granted() {
		return Stamp{}, nil, nil, fmt.Errorf("the authority refused: %s", resp)
	}
	t := resp.token
	if err := t.answers(q); err != nil {
		return Stamp{}, nil, nil, err
	}
	c, err := t.signedBy()
	if err != nil {
		return Stamp{}, nil, nil, err
	}
	return t.info.stamp(c), t, c, nil
}

// answers checks that the token answers the query.
func (t *token) answers(q Query) error {
	got := t.info
	switch {
	case got.imprint.Hash != q.Imprint.Hash:
		return fmt.Errorf("the stamp is of a %s digest, and a %s digest was to be stamped", got.imprint.Hash, q.Imprint.Hash)
	case !bytes.Equal(got.imprint.Digest, q.Imprint.Digest):
		return fmt.Errorf("the stamp is of something else: of %x and not of %x", got.imprint.Digest, q.Imprint.Digest)
	case q.Nonce == nil:
		return nil
	case got.nonce == nil:
		return fmt.Errorf("the stamp does not repeat the nonce that was sent")
	case got.nonce.Cmp(q.Nonce) != 0:
		return fmt.Errorf("the stamp repeats another nonce than was sent: it answers another request")
	}
	return nil
}

// signedBy checks the signature, and is the certificate of who signed.
func (t *token) signedBy() (*x509.Certificate, error) {
	a := &t.signer.attrs
	switch {
	case !a.contentType.Equal(oidTSTInfo):
		return nil, fmt.Errorf("the signed attributes do not say that the content is a time stamp")
	case !bytes.Equal(a.digest, digestOf(t.signer.hash, t.content)):
		return nil, fmt.Errorf("the content is not what was signed: its digest differs")
	}
	c, err := a.find(t.certificates)
	if err != nil {
		return nil, err
	}
	if !t.signer.names(c) {
		return nil, fmt.Errorf("the signer is named otherwise than by the signed attributes")
	}
	if err := fit(c); err != nil {
		return nil, err
	}
	return c, t.signer.check(c.PublicKey)
}

func (i info) stamp(c *x509.Certificate) Stamp {
	s := Stamp{
		Authority: c.Subject.String(), Serial: i.serial, GenTime: i.at, Accuracy: Unstated, Policy: i.policy,
		Ordering: i.ordering, Imprint: i.imprint, Nonce: i.nonce,
	}
	if i.accuracy != nil {
		s.Accuracy, s.Stated = *i.accuracy, true
	}
	s.Time = span.Of(span.Beginning, instantAfter(i.at.Add(s.Accuracy)))
	return s
}

// instantAfter is the first whole millisecond not before t.
func instantAfter(t time.Time) span.Instant {
	i := span.FromTime(t)
	if i.Time().Before(t) {
		i++
	}
	return i
}
