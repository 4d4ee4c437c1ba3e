package stamp

import (
	"crypto/x509"
	"fmt"
	"time"
)

// fit checks that a certificate may sign time stamps and nothing else (RFC 3161,
// 2.3): not a certification authority, no use of its key but to sign, and a
// critical extended key usage of time stamping alone.
func fit(c *x509.Certificate) error {
	const signing = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	switch {
	case c.BasicConstraintsValid && c.IsCA:
		return fmt.Errorf("the signer's certificate is that of a certification authority")
	case c.KeyUsage != 0 && (c.KeyUsage&^signing != 0 || c.KeyUsage&signing == 0):
		return fmt.Errorf("the signer's certificate allows its key other uses than to sign")
	case len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) == 0:
		return fmt.Errorf("the signer's certificate has no extended key usage; time stamping must be it")
	case len(c.ExtKeyUsage) != 1 || c.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping || len(c.UnknownExtKeyUsage) > 0:
		return fmt.Errorf("the signer's certificate is not for time stamping alone")
	}
	for _, x := range c.Extensions {
		if x.Id.Equal(oidExtendedKeyUsage) && x.Critical {
			return nil
		}
	}
	return fmt.Errorf("the extended key usage of the signer's certificate is not critical")
}

// chain is the certificates from the signer's up to one of the roots, each valid
// at the time. The others only help to get there.
func chain(c *x509.Certificate, others, roots []*x509.Certificate, at time.Time) ([]*x509.Certificate, error) {
	trusted, helping := x509.NewCertPool(), x509.NewCertPool()
	for _, r := range roots {
		if r.Equal(c) {
			return nil, fmt.Errorf("the signer's certificate is itself a root given; it must be issued by one")
		}
		trusted.AddCert(r)
	}
	for _, o := range others {
		helping.AddCert(o)
	}
	chains, err := c.Verify(x509.VerifyOptions{
		Roots: trusted, Intermediates: helping, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
	if err != nil {
		return nil, fmt.Errorf("the signer's certificate does not lead to a root given: %w", err)
	}
	return chains[0], nil
}
