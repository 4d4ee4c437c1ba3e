package stamp

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"
)

// Everything here is synthetic: authorities that a test makes, and answers that
// it signs, right or wrong. The encoder shares nothing with the parser.

// tlv is an element of DER.
func tlv(tag byte, parts ...[]byte) []byte {
	var body []byte
	for _, p := range parts {
		body = append(body, p...)
	}
	n := len(body)
	head := []byte{tag, byte(n)}
	switch {
	case n > 0xffff:
		head = []byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}
	case n > 0xff:
		head = []byte{tag, 0x82, byte(n >> 8), byte(n)}
	case n > 0x7f:
		head = []byte{tag, 0x81, byte(n)}
	}
	return append(head, body...)
}

func der(v any) []byte {
	b, err := asn1.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func alg(oid asn1.ObjectIdentifier, params ...[]byte) []byte {
	return tlv(tagSequence, append([][]byte{der(oid)}, params...)...)
}

var null = []byte{tagNull, 0}

// party has a key and a certificate of it.
type party struct {
	key  crypto.Signer
	cert *x509.Certificate
}

var (
	made     = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	stampAt  = "20260315224600Z"
	expires  = time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	critical = pkix.Extension{Id: oidExtendedKeyUsage, Critical: true, Value: tlv(tagSequence, der(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}))}
)

var serials int64

// issue makes a certificate. Without an issuer it signs itself.
func issue(t testing.TB, key crypto.Signer, issuer *party, change func(*x509.Certificate)) *party {
	t.Helper()
	serials++
	c := &x509.Certificate{
		SerialNumber: big.NewInt(serials), Subject: pkix.Name{CommonName: "synthetic " + big.NewInt(serials).String()},
		NotBefore: made, NotAfter: expires, BasicConstraintsValid: true,
	}
	change(c)
	p := &party{key: key, cert: c}
	if issuer == nil {
		issuer = p
	}
	b, err := x509.CreateCertificate(rand.Reader, c, issuer.cert, key.Public(), issuer.key)
	if err != nil {
		t.Fatal(err)
	}
	if p.cert, err = x509.ParseCertificate(b); err != nil {
		t.Fatal(err)
	}
	return p
}

func isCA(c *x509.Certificate) {
	c.IsCA = true
	c.KeyUsage = x509.KeyUsageCertSign
}

func isTSA(c *x509.Certificate) {
	c.KeyUsage = x509.KeyUsageDigitalSignature
	c.ExtraExtensions = []pkix.Extension{critical}
}

func ec(t testing.TB, c elliptic.Curve) crypto.Signer {
	k, err := ecdsa.GenerateKey(c, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// root, middle and tsa are one authority.
type authority struct{ root, middle, tsa *party }

func newAuthority(t testing.TB, key crypto.Signer, change func(*x509.Certificate)) authority {
	root := issue(t, ec(t, elliptic.P256()), nil, isCA)
	middle := issue(t, ec(t, elliptic.P256()), root, isCA)
	return authority{root, middle, issue(t, key, middle, change)}
}

// forge is an answer to be: what a good authority would send, changed.
type forge struct {
	by       *party
	certs    []*x509.Certificate
	hash     crypto.Hash
	imprint  []byte
	nonce    []byte
	at       string
	accuracy []byte
	more     []byte   // at the end of the TSTInfo
	ess      [][]byte // attributes that name the signer
	attrs    func([][]byte) [][]byte
	pss      bool
	sigAlg   []byte
	signers  int
	status   []byte
	unsigned []byte
	version  []byte
	keyID    []byte // names the signer outside the attributes, if not nil
}

var message = []byte("vault.invalid/synthetic\n1\nAAAA\n")

func query() Query { return Query{Of(crypto.SHA256, message), big.NewInt(0x1122334455667788)} }

func imprintOf(i Imprint, oid asn1.ObjectIdentifier) []byte {
	return tlv(tagSequence, alg(oid, null), tlv(tagOctets, i.Digest))
}

// good is what the authority would send for query.
func (a authority) good() forge {
	q := query()
	f := forge{
		by: a.tsa, certs: []*x509.Certificate{a.tsa.cert, a.middle.cert}, hash: crypto.SHA256,
		imprint: imprintOf(q.Imprint, oidSHA256), nonce: der(q.Nonce), at: stampAt, signers: 1,
		status: tlv(tagSequence, der(0)), version: der(1),
	}
	f.ess = [][]byte{essV2(a.tsa.cert, false)}
	if _, ok := a.tsa.key.(ed25519.PrivateKey); ok {
		f.hash = crypto.SHA512
	}
	return f
}

func attribute(oid asn1.ObjectIdentifier, value []byte) []byte {
	return tlv(tagSequence, der(oid), tlv(tagSet, value))
}

func issuerSerial(c *x509.Certificate) []byte {
	return tlv(tagSequence, tlv(tagSequence, tlv(0xa4, c.RawIssuer)), der(c.SerialNumber))
}

func essV2(c *x509.Certificate, withIssuer bool) []byte {
	id := [][]byte{tlv(tagOctets, Of(crypto.SHA256, c.Raw).Digest)}
	if withIssuer {
		id = append(id, issuerSerial(c))
	}
	return attribute(oidSigningCertV2, tlv(tagSequence, tlv(tagSequence, tlv(tagSequence, id...))))
}

func essV1(c *x509.Certificate, withIssuer bool) []byte {
	d := sha1.Sum(c.Raw)
	id := [][]byte{tlv(tagOctets, d[:])}
	if withIssuer {
		id = append(id, issuerSerial(c))
	}
	return attribute(oidSigningCert, tlv(tagSequence, tlv(tagSequence, tlv(tagSequence, id...))))
}

func (f forge) content() []byte {
	return tlv(tagSequence, f.version, der(asn1.ObjectIdentifier{1, 2, 3, 4, 1}), f.imprint, der(big.NewInt(77)),
		tlv(tagTime, []byte(f.at)), f.accuracy, f.nonce, f.more)
}

// signature is the algorithm and the signature of b.
func (f forge) signature(t testing.TB, b []byte) ([]byte, []byte) {
	t.Helper()
	var opts crypto.SignerOpts = f.hash
	msg, oid := Of(f.hash, b).Digest, []byte(nil)
	hash, _ := oidOf(f.hash)
	switch f.by.key.(type) {
	case *rsa.PrivateKey:
		oid = alg(oidRSA, null)
		if f.pss {
			opts = &rsa.PSSOptions{SaltLength: 32, Hash: f.hash}
			oid = alg(oidPSS, tlv(tagSequence, tlv(0xa0, alg(hash, null)), tlv(0xa1, alg(oidMGF1, alg(hash, null))), tlv(0xa2, der(32))))
		}
	case *ecdsa.PrivateKey:
		oid = alg(map[crypto.Hash]asn1.ObjectIdentifier{crypto.SHA256: oidECSHA256, crypto.SHA384: oidECSHA384, crypto.SHA512: oidECSHA512}[f.hash])
	case ed25519.PrivateKey:
		msg, opts, oid = b, crypto.Hash(0), alg(oidEd25519)
	}
	sig, err := f.by.key.Sign(rand.Reader, msg, opts)
	if err != nil {
		t.Fatal(err)
	}
	if f.sigAlg != nil {
		oid = f.sigAlg
	}
	return oid, sig
}

// token signs.
func (f forge) token(t testing.TB) []byte {
	t.Helper()
	content := f.content()
	hash, _ := oidOf(f.hash)
	attrs := append([][]byte{
		attribute(oidContentType, der(oidTSTInfo)),
		attribute(oidMessageDigest, tlv(tagOctets, Of(f.hash, content).Digest)),
	}, f.ess...)
	if f.attrs != nil {
		attrs = f.attrs(attrs)
	}
	oid, sig := f.signature(t, tlv(tagSet, attrs...))
	var unsigned []byte
	if f.unsigned != nil {
		unsigned = tlv(tagExplicit1, f.unsigned)
	}
	version, name := der(1), tlv(tagSequence, f.by.cert.RawIssuer, der(f.by.cert.SerialNumber))
	if f.keyID != nil {
		version, name = der(3), tlv(tagImplicit0, f.keyID)
	}
	info := tlv(tagSequence, version, name, alg(hash, null),
		tlv(tagExplicit0, attrs...), oid, tlv(tagOctets, sig), unsigned)
	var infos, certs [][]byte
	for range f.signers {
		infos = append(infos, info)
	}
	for _, c := range f.certs {
		certs = append(certs, c.Raw)
	}
	return tlv(tagSequence, der(oidSignedData), tlv(tagExplicit0, tlv(tagSequence, der(3), tlv(tagSet, alg(hash, null)),
		tlv(tagSequence, der(oidTSTInfo), tlv(tagExplicit0, tlv(tagOctets, content))),
		tlv(tagExplicit0, certs...), tlv(tagSet, infos...))))
}

func (f forge) response(t testing.TB) []byte { return tlv(tagSequence, f.status, f.token(t)) }
