package stamp

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
)

// attributes are the signed attributes that are used. Others, such as the
// signer's own clock, are passed over: the signature covers them all.
type attributes struct {
	contentType asn1.ObjectIdentifier
	digest      []byte
	certs       []certID // the signer's certificate, by SigningCertificate or SigningCertificateV2
}

// certID is an ESSCertID or ESSCertIDv2 (RFC 5035): the digest of a certificate,
// and perhaps its issuer and serial number.
type certID struct {
	hash   crypto.Hash // crypto.SHA1 in an ESSCertID
	digest []byte
	issuer []byte // RDNSequence in DER; nil if not stated
	serial *big.Int
}

// readAttributes reads the signed attributes. Each kind that is used must be
// there once, with one value.
func readAttributes(set element) (a attributes, err error) {
	in := set.within()
	seen := map[string]bool{}
	for in.err == nil && len(in.rest) > 0 {
		attr := in.next(tagSequence, "a signed attribute").within()
		if in.err != nil {
			break
		}
		oid := attr.oid("the name of a signed attribute")
		values := attr.next(tagSet, "the values of a signed attribute").within()
		if in.err = attr.end("a signed attribute"); in.err != nil {
			break
		}
		switch {
		case seen[oid.String()]:
			in.fail("the signed attribute %s is there twice", oid)
		case len(seen) == mostAttributes:
			in.fail("more than %d signed attributes", mostAttributes)
		default:
			seen[oid.String()] = true
			in.err = a.read(oid, values)
		}
	}
	return a, in.err
}

func (a *attributes) read(oid asn1.ObjectIdentifier, values *reader) error {
	switch {
	case oid.Equal(oidContentType):
		a.contentType = values.oid("the content type")
	case oid.Equal(oidMessageDigest):
		a.digest = values.next(tagOctets, "the message digest").body
	case oid.Equal(oidSigningCert):
		a.certs = append(a.certs, values.signingCert(false))
	case oid.Equal(oidSigningCertV2):
		a.certs = append(a.certs, values.signingCert(true))
	default:
		return nil
	}
	return values.end("the value of the signed attribute " + oid.String())
}

// signingCert reads the first id of a SigningCertificate, or of one of version 2:
// that of the signer. The ids after it are of its issuers, and are not used.
func (r *reader) signingCert(v2 bool) (id certID) {
	const what = "the signing certificate"
	in := r.next(tagSequence, what).within()
	ids := in.next(tagSequence, "the ids of the signing certificate").within()
	if r.err == nil {
		r.err = in.err
	}
	if r.err != nil {
		return id
	}
	id = ids.certID(v2)
	if r.err = ids.err; r.err != nil {
		return id
	}
	if in.peek(tagSequence) {
		in.next(tagSequence, "the policies of the signing certificate")
	}
	r.err = in.end(what)
	return id
}

func (r *reader) certID(v2 bool) (id certID) {
	const what = "the id of the signing certificate"
	in := r.next(tagSequence, what).within()
	if r.err != nil {
		return id
	}
	id.hash = crypto.SHA1
	if v2 {
		id.hash = crypto.SHA256
		if in.peek(tagSequence) {
			id.hash = in.hash("the hash of the signing certificate")
		}
	}
	id.digest = in.next(tagOctets, "the digest of the signing certificate").body
	if in.peek(tagSequence) {
		id.readIssuer(in)
	}
	r.err = in.end(what)
	return id
}

// readIssuer reads an IssuerSerial whose issuer is one directory name.
func (id *certID) readIssuer(r *reader) {
	const what = "the issuer of the signing certificate"
	in := r.next(tagSequence, what).within()
	names := in.next(tagSequence, what).within()
	const directoryName = 0xa4
	name := names.next(directoryName, what).within()
	id.issuer = name.next(tagSequence, what).all
	id.serial = in.integer("the serial number of the signing certificate")
	for _, x := range []*reader{r, in, names, name} {
		if r.err == nil {
			r.err = x.err
		}
		if x != r && r.err == nil {
			r.err = x.end(what)
		}
	}
}

// find is the certificate that the signed attributes name. A SHA-1 digest of it
// counts only together with its issuer and serial number.
func (a *attributes) find(certs []*x509.Certificate) (*x509.Certificate, error) {
	if len(a.certs) == 0 {
		return nil, fmt.Errorf("no signed attribute names the signer's certificate")
	}
	weak := true
	for _, id := range a.certs {
		weak = weak && id.hash == crypto.SHA1 && id.issuer == nil
	}
	if weak {
		return nil, fmt.Errorf("the signer's certificate is named by SHA-1 alone, without its issuer and serial number")
	}
	for _, c := range certs {
		if a.names(c) {
			return c, nil
		}
	}
	return nil, fmt.Errorf("the certificate that the signed attributes name is not in the token")
}

// names reports whether every id is of the certificate.
func (a *attributes) names(c *x509.Certificate) bool {
	for _, id := range a.certs {
		if !bytes.Equal(id.digest, digestOf(id.hash, c.Raw)) {
			return false
		}
		if id.issuer != nil && (!bytes.Equal(id.issuer, c.RawIssuer) || id.serial.Cmp(c.SerialNumber) != 0) {
			return false
		}
	}
	return true
}

func digestOf(h crypto.Hash, b []byte) []byte {
	if h == crypto.SHA1 {
		d := sha1.Sum(b) // of an ESSCertID, which knows no other
		return d[:]
	}
	return Of(h, b).Digest
}
