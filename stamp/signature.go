package stamp

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
)

// leastRSA is how many bits an RSA key must have (NIST SP 800-131A, since 2014).
const leastRSA = 2048

// mostRSA is how many bits an RSA key may have: what a signature takes to check
// grows with the square, and with 400,000 bits, which fit a token, takes half a
// minute.
const mostRSA = 16384

// tooLong reports whether a certificate's key takes long to check signatures by.
func tooLong(c *x509.Certificate) bool {
	k, ok := c.PublicKey.(*rsa.PublicKey)
	return ok && k.N.BitLen() > mostRSA
}

// check checks the signature over the signed attributes, as they lie in the
// token, by the key.
func (s *signer) check(key crypto.PublicKey) error {
	digest := digestOf(s.hash, s.signed)
	switch k := key.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() < leastRSA {
			return fmt.Errorf("the signer's RSA key has %d bits, fewer than %d", k.N.BitLen(), leastRSA)
		}
		return s.checkRSA(k, digest)
	case *ecdsa.PublicKey:
		return s.checkECDSA(k, digest)
	case ed25519.PublicKey:
		// RFC 8419, 3.1: SHA-512, and no parameters.
		if !s.algorithm.oid.Equal(oidEd25519) || s.algorithm.params != nil || s.hash != crypto.SHA512 {
			return s.unfit("Ed25519")
		}
		if !ed25519.Verify(k, s.signed, s.signature) {
			return fmt.Errorf("the signature is wrong")
		}
		return nil
	}
	return fmt.Errorf("the signer's key is of a kind that is not taken; RSA, ECDSA and Ed25519 are")
}

func (s *signer) unfit(key string) error {
	return fmt.Errorf("the signature's algorithm %s with %s does not fit the signer's key, which is %s", s.algorithm.oid, s.hash, key)
}

func (s *signer) checkRSA(k *rsa.PublicKey, digest []byte) error {
	if s.algorithm.oid.Equal(oidPSS) {
		salt, err := s.pss()
		if err == nil && rsa.VerifyPSS(k, s.hash, digest, s.signature, &rsa.PSSOptions{SaltLength: salt}) != nil {
			err = fmt.Errorf("the signature is wrong")
		}
		return err
	}
	fits := s.algorithm.bare() && (s.algorithm.oid.Equal(oidRSA) ||
		s.algorithm.oid.Equal(oidRSASHA256) && s.hash == crypto.SHA256 ||
		s.algorithm.oid.Equal(oidRSASHA384) && s.hash == crypto.SHA384 ||
		s.algorithm.oid.Equal(oidRSASHA512) && s.hash == crypto.SHA512)
	if !fits {
		return s.unfit("RSA")
	}
	if rsa.VerifyPKCS1v15(k, s.hash, digest, s.signature) != nil {
		return fmt.Errorf("the signature is wrong")
	}
	return nil
}

// pss reads RSASSA-PSS-params (RFC 4055, 3.1): the length of the salt. Both
// hashes must be the signer's, so they must be stated: their default is SHA-1.
func (s *signer) pss() (salt int, err error) {
	const what = "a parameter of RSA-PSS"
	r := &reader{rest: s.algorithm.params}
	in := r.next(tagSequence, what).within()
	if err := r.end(what); err != nil {
		return 0, err
	}
	hash := in.next(tagExplicit0, what).within()
	h := hash.hash("the hash of RSA-PSS")
	mask := in.next(tagExplicit1, what).within()
	mgf := mask.next(tagSequence, what).within()
	name := mgf.oid(what)
	mh := mgf.hash("the mask's hash of RSA-PSS")
	salt = 20 // the default
	if in.peek(tagExplicit2) {
		x := in.next(tagExplicit2, what).within()
		salt = x.small("the length of the salt", 512)
		in.err = x.end(what)
	}
	for _, x := range []*reader{in, hash, mask, mgf} {
		if err := x.end(what); err != nil {
			return 0, err
		}
	}
	if h != s.hash || mh != s.hash || !name.Equal(oidMGF1) {
		return 0, s.unfit("RSA")
	}
	return salt, nil
}

func (s *signer) checkECDSA(k *ecdsa.PublicKey, digest []byte) error {
	if c := k.Curve; c != elliptic.P256() && c != elliptic.P384() && c != elliptic.P521() {
		return fmt.Errorf("the curve %s is not taken; P-256, P-384 and P-521 are", c.Params().Name)
	}
	fits := s.algorithm.params == nil && (s.algorithm.oid.Equal(oidECSHA256) && s.hash == crypto.SHA256 ||
		s.algorithm.oid.Equal(oidECSHA384) && s.hash == crypto.SHA384 ||
		s.algorithm.oid.Equal(oidECSHA512) && s.hash == crypto.SHA512)
	if !fits {
		return s.unfit("ECDSA")
	}
	if !ecdsa.VerifyASN1(k, digest, s.signature) {
		return fmt.Errorf("the signature is wrong")
	}
	return nil
}
