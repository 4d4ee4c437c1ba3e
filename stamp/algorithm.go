package stamp

import (
	"crypto"
	_ "crypto/sha256" // so that crypto.SHA256 can be used
	_ "crypto/sha512"
	"encoding/asn1"
	"fmt"
)

var (
	oidSHA1   = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidSHA256 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}

	oidRSA       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidMGF1      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
	oidPSS       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidRSASHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidRSASHA384 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidRSASHA512 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidECSHA256  = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidECSHA384  = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}
	oidECSHA512  = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
	oidEd25519   = asn1.ObjectIdentifier{1, 3, 101, 112}

	oidSignedData       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidTSTInfo          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidSigningCert      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidSigningCertV2    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidExtendedKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}
)

// Imprint is a digest of what is stamped. The hashes are SHA-256, SHA-384 and
// SHA-512.
type Imprint struct {
	Hash   crypto.Hash
	Digest []byte
}

// Of is the digest of a message.
func Of(h crypto.Hash, message []byte) Imprint {
	d := h.New()
	d.Write(message)
	return Imprint{h, d.Sum(nil)}
}

func hashOf(oid asn1.ObjectIdentifier) (crypto.Hash, error) {
	switch {
	case oid.Equal(oidSHA256):
		return crypto.SHA256, nil
	case oid.Equal(oidSHA384):
		return crypto.SHA384, nil
	case oid.Equal(oidSHA512):
		return crypto.SHA512, nil
	case oid.Equal(oidSHA1):
		return 0, fmt.Errorf("SHA-1 is not taken: it is broken")
	}
	return 0, fmt.Errorf("the hash %s is not taken; SHA-256, SHA-384 and SHA-512 are", oid)
}

func oidOf(h crypto.Hash) (asn1.ObjectIdentifier, error) {
	switch h {
	case crypto.SHA256:
		return oidSHA256, nil
	case crypto.SHA384:
		return oidSHA384, nil
	case crypto.SHA512:
		return oidSHA512, nil
	}
	return nil, fmt.Errorf("the hash %s is not taken; SHA-256, SHA-384 and SHA-512 are", h)
}

// hash reads an AlgorithmIdentifier of a hash.
func (r *reader) hash(what string) crypto.Hash {
	a := r.algorithm(what)
	if r.err != nil {
		return 0
	}
	h, err := hashOf(a.oid)
	if err == nil && !a.bare() {
		err = fmt.Errorf("it has parameters")
	}
	if err != nil {
		r.fail("%s: %s", what, err)
	}
	return h
}

// imprint reads a MessageImprint.
func (r *reader) imprint() (m Imprint) {
	in := r.next(tagSequence, "the imprint").within()
	if r.err != nil {
		return m
	}
	m.Hash = in.hash("the hash of the imprint")
	m.Digest = in.next(tagOctets, "the digest").body
	if in.err == nil && len(m.Digest) != m.Hash.Size() {
		in.fail("a digest of %d bytes where %s has %d", len(m.Digest), m.Hash, m.Hash.Size())
	}
	r.err = in.end("the imprint")
	return m
}
