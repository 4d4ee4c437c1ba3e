package toylog

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"time"

	"github.com/holdshort/holdshort/ledger"
)

// Authority stamps for tests (RFC 3161). Like everything here it is always alike.
type Authority struct {
	Name string
	Root []byte // DER
	key  ed25519.PrivateKey
	cert *x509.Certificate
}

// NewAuthority is the authority of a name: a root and one certificate to stamp
// with, valid in 2026.
func NewAuthority(name string) *Authority {
	a := &Authority{Name: name}
	seed := func(of string) ed25519.PrivateKey {
		s := sha256.Sum256([]byte("toylog authority " + name + of))
		return ed25519.NewKeyFromSeed(s[:])
	}
	issue := func(serial int64, c, by *x509.Certificate, key, byKey ed25519.PrivateKey) *x509.Certificate {
		c.SerialNumber, c.Subject, c.BasicConstraintsValid = big.NewInt(serial), pkix.Name{CommonName: "synthetic " + name}, true
		c.NotBefore, c.NotAfter = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
		b, err := x509.CreateCertificate(rand.Reader, c, by, key.Public(), byKey) // Ed25519 uses no random bytes
		if err == nil {
			c, err = x509.ParseCertificate(b)
		}
		if err != nil {
			panic("toylog: " + err.Error())
		}
		return c
	}
	rootKey := seed("root")
	root := &x509.Certificate{IsCA: true, KeyUsage: x509.KeyUsageCertSign}
	root = issue(1, root, root, rootKey, rootKey)
	a.key, a.Root = seed("stamps"), root.Raw
	stamps := pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: seq(der(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}))}
	a.cert = issue(2, &x509.Certificate{KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: []pkix.Extension{stamps}}, root, a.key, rootKey)
	return a
}

// Line is the authority's in a policy.
func (a *Authority) Line() string {
	return "authority " + a.Name + " " + base64.StdEncoding.EncodeToString(a.Root) + "\n"
}

var (
	oidSHA256  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA512  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidTSTInfo = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
)

// tlv is an element of DER.
func tlv(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	n := len(body)
	switch {
	case n > 0xff:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, body...)
	case n > 0x7f:
		return append([]byte{tag, 0x81, byte(n)}, body...)
	}
	return append([]byte{tag, byte(n)}, body...)
}

func seq(parts ...[]byte) []byte { return tlv(0x30, parts...) }

func der(v any) []byte {
	b, err := asn1.Marshal(v)
	if err != nil {
		panic("toylog: " + err.Error())
	}
	return b
}

// Stamp answers on a text, at a moment in whole seconds, with an accuracy of a
// second. A nonce of 0 is none.
func (a *Authority) Stamp(text []byte, at time.Time, nonce int64) []byte {
	digest := sha256.Sum256(text)
	var asked []byte
	if nonce != 0 {
		asked = der(big.NewInt(nonce))
	}
	info := seq(der(1), der(asn1.ObjectIdentifier{1, 2, 3, 4, 1}), seq(seq(der(oidSHA256), []byte{5, 0}), tlv(4, digest[:])),
		der(big.NewInt(77)), tlv(0x18, []byte(at.UTC().Format("20060102150405Z"))), seq(der(1)), asked)
	sum, id := sha512.Sum512(info), sha256.Sum256(a.cert.Raw)
	attribute := func(oid asn1.ObjectIdentifier, value []byte) []byte { return seq(der(oid), tlv(0x31, value)) }
	attributes := [][]byte{
		attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}, der(oidTSTInfo)),
		attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}, tlv(4, sum[:])),
		attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}, seq(seq(seq(tlv(4, id[:]))))),
	}
	signature := ed25519.Sign(a.key, tlv(0x31, attributes...))
	signer := seq(der(1), seq(a.cert.RawIssuer, der(a.cert.SerialNumber)), seq(der(oidSHA512), []byte{5, 0}),
		tlv(0xa0, attributes...), seq(der(asn1.ObjectIdentifier{1, 3, 101, 112})), tlv(4, signature))
	data := seq(der(3), tlv(0x31, seq(der(oidSHA512), []byte{5, 0})), seq(der(oidTSTInfo), tlv(0xa0, tlv(4, info))),
		tlv(0xa0, a.cert.Raw), tlv(0x31, signer))
	return seq(seq(der(0)), seq(der(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}), tlv(0xa0, data)))
}

// NewWitness is a witness's key that follows from a seed, whose clock says at.
func NewWitness(name string, at time.Time) Key {
	s := sha256.Sum256([]byte("toylog witness " + name))
	skey, vkey, err := ledger.NewCosignKey(name, ed25519.NewKeyFromSeed(s[:]))
	if err != nil {
		panic("toylog: " + err.Error())
	}
	c, err := ledger.NewCosigner(skey, func() uint64 { return uint64(at.Unix()) })
	if err != nil {
		panic("toylog: " + err.Error())
	}
	return Key{c, vkey}
}
