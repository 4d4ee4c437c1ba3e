package stamp

import (
	"crypto"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/span"
)

func rsaKey(t testing.TB, bits int) crypto.Signer {
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func edKey() crypto.Signer {
	_, k, _ := ed25519.GenerateKey(rand.Reader)
	return k
}

func roots(a authority) []*x509.Certificate { return []*x509.Certificate{a.root.cert} }

// Every kind of key signs, and the stamp says what was signed.
func TestVerify(t *testing.T) {
	type kind struct {
		name string
		key  crypto.Signer
		hash crypto.Hash
		pss  bool
	}
	for _, k := range []kind{
		{"RSA", rsaKey(t, 2048), crypto.SHA256, false},
		{"RSA", rsaKey(t, 2048), crypto.SHA384, false},
		{"RSA-PSS", rsaKey(t, 2048), crypto.SHA512, true},
		{"P-256", ec(t, elliptic.P256()), crypto.SHA256, false},
		{"P-384", ec(t, elliptic.P384()), crypto.SHA384, false},
		{"P-521", ec(t, elliptic.P521()), crypto.SHA512, false},
		{"Ed25519", edKey(), crypto.SHA512, false},
	} {
		a := newAuthority(t, k.key, isTSA)
		f := a.good()
		f.hash, f.pss = k.hash, k.pss
		f.accuracy = tlv(tagSequence, der(2), tlv(tagImplicit0, []byte{0x01, 0xf4}), tlv(tagImplicit1, []byte{1}))
		answer := f.response(t)
		s, err := Verify(answer, query(), roots(a))
		if err != nil {
			t.Errorf("%s: %v", k.name, err)
			continue
		}
		answer[len(answer)-1] ^= 1 // of the signature
		if _, err := Verify(answer, query(), roots(a)); err == nil || !strings.Contains(err.Error(), "the signature is wrong") {
			t.Errorf("%s, altered: %v", k.name, err)
		}
		want := span.FromTime(time.Date(2026, 3, 15, 22, 46, 2, 501e6, time.UTC)) // 2.500001 s, up to the millisecond
		if s.Time != span.Of(span.Beginning, want) || s.Accuracy != 2500001*time.Microsecond || !s.Stated {
			t.Errorf("%s: %v, %v", k.name, s.Time, s.Accuracy)
		}
		if s.Authority != a.tsa.cert.Subject.String() || s.Serial.Int64() != 77 || s.Policy.String() != "1.2.3.4.1" || s.Nonce.Cmp(query().Nonce) != 0 || s.Ordering {
			t.Errorf("%s: %+v", k.name, s)
		}
		if want := []*x509.Certificate{a.tsa.cert, a.middle.cert, a.root.cert}; !slices.EqualFunc(s.Chain, want, (*x509.Certificate).Equal) {
			t.Errorf("%s: a chain of %d", k.name, len(s.Chain))
		}
	}
}

// Where no accuracy is stated, one second is taken.
func TestUnstatedAccuracy(t *testing.T) {
	a := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	for at, late := range map[string]time.Time{
		stampAt:                     time.Date(2026, 3, 15, 22, 46, 1, 0, time.UTC),
		"20260315224600.5Z":         time.Date(2026, 3, 15, 22, 46, 1, 500e6, time.UTC),
		"20260315224600.000000001Z": time.Date(2026, 3, 15, 22, 46, 1, 1e6, time.UTC),
	} {
		f := a.good()
		f.at, f.more = at, nil
		s, err := Verify(f.response(t), query(), roots(a))
		if err != nil || s.Stated || s.Accuracy != Unstated || s.Time != span.Of(span.Beginning, span.FromTime(late)) {
			t.Errorf("%s: %v, %v", at, s.Time, err)
		}
	}
	f := a.good()
	f.accuracy = tlv(tagSequence)
	if s, err := Verify(f.response(t), query(), roots(a)); err != nil || !s.Stated || s.Accuracy != 0 {
		t.Errorf("an accuracy of nothing: %v, %v", s.Accuracy, err)
	}
}

// bad is an answer that must be refused, and a part of the reason.
type bad struct {
	name, why string
	change    func(f *forge)
}

// Each of these differs from a good answer in one thing, and is refused for it.
func TestBadAnswers(t *testing.T) {
	a := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	if _, err := Verify(a.good().response(t), query(), roots(a)); err != nil {
		t.Fatal(err)
	}
	other := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	// by is the same authority with another signer's certificate.
	by := func(change func(*x509.Certificate)) func(*forge) {
		return func(f *forge) {
			*f = authority{a.root, a.middle, issue(t, ec(t, elliptic.P256()), a.middle, change)}.good()
		}
	}
	eku := func(critical bool, oids ...asn1.ObjectIdentifier) func(*x509.Certificate) {
		var list [][]byte
		for _, o := range oids {
			list = append(list, der(o))
		}
		return func(c *x509.Certificate) {
			isTSA(c)
			c.ExtraExtensions = []pkix.Extension{{Id: oidExtendedKeyUsage, Critical: critical, Value: tlv(tagSequence, list...)}}
		}
	}
	stamping, email := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}, asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 4}
	for _, b := range []bad{
		{"another imprint", "of something else", func(f *forge) { f.imprint = imprintOf(Of(crypto.SHA256, []byte("x")), oidSHA256) }},
		{"another hash", "SHA-512", func(f *forge) { f.imprint = imprintOf(Of(crypto.SHA512, message), oidSHA512) }},
		{"SHA-1", "SHA-1", func(f *forge) { f.imprint = imprintOf(Imprint{0, make([]byte, 20)}, oidSHA1) }},
		{"a short digest", "31 bytes", func(f *forge) { f.imprint = imprintOf(Imprint{0, make([]byte, 31)}, oidSHA256) }},
		{"another nonce", "another nonce", func(f *forge) { f.nonce = der(big.NewInt(5)) }},
		{"no nonce", "does not repeat the nonce", func(f *forge) { f.nonce = nil }},
		{"no usage", "no extended key usage", by(func(c *x509.Certificate) { isTSA(c); c.ExtraExtensions = nil })},
		{"usage not critical", "not critical", by(eku(false, stamping))},
		{"usage besides", "alone", by(eku(true, stamping, email))},
		{"unknown usage besides", "alone", by(eku(true, stamping, asn1.ObjectIdentifier{1, 2, 3}))},
		{"other usage", "alone", by(eku(true, email))},
		{"signer is a CA", "certification authority", by(func(c *x509.Certificate) { isTSA(c); c.IsCA = true; c.KeyUsage |= x509.KeyUsageCertSign })},
		{"key for more", "other uses", by(func(c *x509.Certificate) { isTSA(c); c.KeyUsage |= x509.KeyUsageKeyEncipherment })},
		{"expired", "expired", by(func(c *x509.Certificate) { isTSA(c); c.NotAfter = time.Date(2026, 3, 15, 22, 45, 59, 0, time.UTC) })},
		{"not yet valid", "not yet valid", by(func(c *x509.Certificate) { isTSA(c); c.NotBefore = time.Date(2026, 3, 15, 22, 46, 1, 0, time.UTC) })},
		{"a root of its own", "does not lead to a root", func(f *forge) {
			*f = other.good()
			f.certs = append(f.certs, other.root.cert)
		}},
		{"signs itself", "does not lead to a root", func(f *forge) {
			self := issue(t, ec(t, elliptic.P256()), nil, isTSA)
			*f = authority{self, self, self}.good()
		}},
		{"issuer left out", "does not lead to a root", func(f *forge) { f.certs = f.certs[:1] }},
		{"issuer for other things", "incompatible key usage", func(f *forge) {
			m := issue(t, ec(t, elliptic.P256()), a.root, func(c *x509.Certificate) { isCA(c); c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} })
			*f = authority{a.root, m, issue(t, ec(t, elliptic.P256()), m, isTSA)}.good()
		}},
		{"issuer is no CA", "does not lead to a root", func(f *forge) {
			m := issue(t, ec(t, elliptic.P256()), a.root, isTSA)
			*f = authority{a.root, m, issue(t, ec(t, elliptic.P256()), m, isTSA)}.good()
		}},
		{"small RSA key", "fewer than 2048", func(f *forge) { *f = authority{a.root, a.middle, issue(t, rsaKey(t, 1024), a.middle, isTSA)}.good() }},
		{"P-224", "P-224", func(f *forge) {
			*f = authority{a.root, a.middle, issue(t, ec(t, elliptic.P224()), a.middle, isTSA)}.good()
		}},
		{"two signers", "more than one signer", func(f *forge) { f.signers = 2 }},
		{"no signer", "missing", func(f *forge) { f.signers = 0 }},
		{"signer's certificate left out", "not in the token", func(f *forge) { f.certs = f.certs[1:] }},
		{"signer not named", "no signed attribute names", func(f *forge) { f.ess = nil }},
		{"another named", "not in the token", func(f *forge) { f.ess = [][]byte{essV2(other.tsa.cert, false)} }},
		{"two named", "not in the token", func(f *forge) { f.ess = append(f.ess, essV1(other.tsa.cert, true)) }},
		{"another issuer named", "not in the token", func(f *forge) {
			wrong := *f.by.cert
			wrong.RawIssuer = a.root.cert.RawIssuer
			f.ess = [][]byte{essV2(&wrong, true)}
		}},
		{"named by SHA-1 alone", "SHA-1 alone", func(f *forge) { f.ess = [][]byte{essV1(f.by.cert, false)} }},
		{"named twice alike", "there twice", func(f *forge) { f.ess = append(f.ess, f.ess...) }},
		{"named otherwise outside", "named otherwise", func(f *forge) { f.ess, f.by = [][]byte{essV2(f.certs[1], false)}, a.tsa }},
		{"another key named outside", "named otherwise", func(f *forge) { f.keyID = []byte{1} }},
		{"no key named outside", "named otherwise", func(f *forge) { f.keyID = []byte{} }},
		{"another algorithm for RSA", "does not fit", func(f *forge) {
			*f = authority{a.root, a.middle, issue(t, rsaKey(t, 2048), a.middle, isTSA)}.good()
			f.sigAlg = alg(oidRSASHA512, null)
		}},
		{"RSA-PSS with SHA-1", "is missing", func(f *forge) {
			*f = authority{a.root, a.middle, issue(t, rsaKey(t, 2048), a.middle, isTSA)}.good()
			f.sigAlg = alg(oidPSS, tlv(tagSequence))
		}},
		{"Ed25519 with SHA-256", "does not fit", func(f *forge) {
			*f = authority{a.root, a.middle, issue(t, edKey(), a.middle, isTSA)}.good()
			f.hash = crypto.SHA256
		}},
		{"content type", "do not say that the content", func(f *forge) {
			f.attrs = func(as [][]byte) [][]byte { as[0] = attribute(oidContentType, der(oidSignedData)); return as }
		}},
		{"no content type", "do not say that the content", func(f *forge) { f.attrs = func(as [][]byte) [][]byte { return as[1:] } }},
		{"message digest", "its digest differs", func(f *forge) {
			f.attrs = func(as [][]byte) [][]byte {
				as[1] = attribute(oidMessageDigest, tlv(tagOctets, make([]byte, 32)))
				return as
			}
		}},
		{"two values", "too many", func(f *forge) {
			f.attrs = func(as [][]byte) [][]byte {
				as[0] = tlv(tagSequence, der(oidContentType), tlv(tagSet, der(oidTSTInfo), der(oidTSTInfo)))
				return as
			}
		}},
		{"algorithm of another hash", "does not fit", func(f *forge) { f.sigAlg = alg(oidECSHA512) }},
		{"algorithm of another key", "does not fit", func(f *forge) { f.sigAlg = alg(oidRSASHA256, null) }},
		{"critical extension", "critical extension", func(f *forge) {
			f.more = tlv(tagExplicit1, tlv(tagSequence, der(asn1.ObjectIdentifier{1, 2, 3}), der(true), tlv(tagOctets)))
		}},
		{"version", "version 2 of a time stamp", func(f *forge) { f.version = der(2) }},
		{"year in local time", "is not one such as", func(f *forge) { f.at = "20260315224600+0100" }},
		{"a zero at the end", "is not one such as", func(f *forge) { f.at = "20260315224600.50Z" }},
		{"a comma", "is not one such as", func(f *forge) { f.at = "20260315224600,5Z" }},
		{"accuracy of 1000 ms", "not from 1 to 999", func(f *forge) { f.accuracy = tlv(tagSequence, tlv(tagImplicit0, []byte{3, 0xe8})) }},
		{"accuracy of two days", "is not from 0 to 86400", func(f *forge) { f.accuracy = tlv(tagSequence, der(172800)) }},
		{"rejected with a token", "says otherwise", func(f *forge) { f.status = tlv(tagSequence, der(2)) }},
		{"too many certificates", "more than 16", func(f *forge) {
			for range 16 {
				f.certs = append(f.certs, a.middle.cert)
			}
		}},
	} {
		f := a.good()
		b.change(&f)
		s, err := Verify(f.response(t), query(), roots(a))
		if err == nil || !strings.Contains(err.Error(), b.why) || s.Chain != nil || !s.Time.Empty() {
			t.Errorf("%s: %v; want %q", b.name, err, b.why)
		}
	}
}

// What a good authority may do otherwise changes nothing.
func TestGoodAnswers(t *testing.T) {
	a := newAuthority(t, ec(t, elliptic.P256()), func(c *x509.Certificate) { isTSA(c); c.SubjectKeyId = []byte{1, 2, 3} })
	want, err := Verify(a.good().response(t), query(), roots(a))
	if err != nil {
		t.Fatal(err)
	}
	stray := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	for name, change := range map[string]func(*forge){
		"certificates in another order":  func(f *forge) { slices.Reverse(f.certs) },
		"the root too":                   func(f *forge) { f.certs = append(f.certs, a.root.cert) },
		"a stranger's certificate first": func(f *forge) { f.certs = append([]*x509.Certificate{stray.tsa.cert, stray.root.cert}, f.certs...) },
		"named by SHA-1 and issuer":      func(f *forge) { f.ess = [][]byte{essV1(f.by.cert, true)} },
		"named by both":                  func(f *forge) { f.ess = append(f.ess, essV1(f.by.cert, false)) },
		"named with its issuer":          func(f *forge) { f.ess = [][]byte{essV2(f.by.cert, true)} },
		"named by its key outside":       func(f *forge) { f.keyID = f.by.cert.SubjectKeyId },
		"granted with changes":           func(f *forge) { f.status = tlv(tagSequence, der(1)) },
		"text":                           func(f *forge) { f.status = tlv(tagSequence, der(0), tlv(tagSequence, tlv(tagUTF8, []byte("fine")))) },
		"unsigned attributes":            func(f *forge) { f.unsigned = attribute(oidContentType, der(oidTSTInfo)) },
		"attributes in another order":    func(f *forge) { f.attrs = func(as [][]byte) [][]byte { slices.Reverse(as); return as } },
		"an extension": func(f *forge) {
			f.more = tlv(tagExplicit1, tlv(tagSequence, der(asn1.ObjectIdentifier{1, 2, 3}), tlv(tagOctets)))
		},
		"the authority's name": func(f *forge) { f.more = tlv(tagExplicit0, tlv(0xa4, f.by.cert.RawSubject)) },
	} {
		f := a.good()
		change(&f)
		got, err := Verify(f.response(t), query(), roots(a))
		if err != nil || !same(got, want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	// Without a nonce in the query it is not compared.
	f := a.good()
	if _, err := Verify(f.response(t), Query{Imprint: query().Imprint}, roots(a)); err != nil {
		t.Error(err)
	}
	// A root given beside others counts; none at all does not.
	if _, err := Verify(f.response(t), query(), append(roots(stray), roots(a)...)); err != nil {
		t.Error(err)
	}
	if _, err := Verify(f.response(t), query(), nil); err == nil {
		t.Error("it was verified without a root")
	}
	if _, err := Verify(f.response(t), query(), []*x509.Certificate{a.tsa.cert}); err == nil || !strings.Contains(err.Error(), "itself a root") {
		t.Error(err)
	}
	if s, err := Unanchored(f.response(t), query()); err != nil || s.Chain != nil || s.Authority != want.Authority {
		t.Errorf("%+v, %v", s, err)
	}
}

// same reports whether two stamps say the same.
func same(a, b Stamp) bool {
	return a.Authority == b.Authority && a.Serial.Cmp(b.Serial) == 0 && a.Time == b.Time && a.GenTime.Equal(b.GenTime) &&
		a.Accuracy == b.Accuracy && a.Stated == b.Stated && a.Policy.Equal(b.Policy) && a.Ordering == b.Ordering &&
		a.Imprint.Hash == b.Imprint.Hash && string(a.Imprint.Digest) == string(b.Imprint.Digest) &&
		(a.Nonce == nil) == (b.Nonce == nil) && (a.Nonce == nil || a.Nonce.Cmp(b.Nonce) == 0) &&
		slices.EqualFunc(a.Chain, b.Chain, (*x509.Certificate).Equal)
}

func TestParse(t *testing.T) {
	a := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	f := a.good()
	whole := f.response(t)
	if r, err := Parse(whole); err != nil || !r.Granted() || r.String() != "granted" {
		t.Errorf("%v, %v", r, err)
	}
	if _, err := Parse(f.token(t)); !errors.Is(err, ErrBareToken) {
		t.Errorf("a bare token: %v", err)
	}
	refused := tlv(tagSequence, tlv(tagSequence, der(2), tlv(tagSequence, tlv(tagUTF8, []byte("no such hash"))), tlv(tagBits, []byte{7, 0x80})))
	r, err := Parse(refused)
	if err != nil || r.Granted() || r.String() != `rejection (badAlg): "no such hash"` {
		t.Errorf("%v, %v", r, err)
	}
	if _, err := Verify(refused, query(), roots(a)); err == nil || !strings.Contains(err.Error(), `refused: rejection (badAlg): "no such hash"`) {
		t.Error(err)
	}
	indefinite := append(append([]byte{0x30, 0x80}, whole[4:]...), 0, 0)
	long := append([]byte{0x30, 0x83, 0}, whole[2:]...)
	for name, b := range map[string]struct {
		der []byte
		why string
	}{
		"nothing":              {nil, "is missing"},
		"granted, no token":    {tlv(tagSequence, tlv(tagSequence, der(0))), "says otherwise"},
		"bytes after it":       {append(slices.Clone(whole), 0), "1 bytes too many after the answer"},
		"bytes within":         {tlv(tagSequence, f.status, f.token(t), null), "2 bytes too many"},
		"indefinite length":    {indefinite, "byte 0: the answer has no definite length: it is in BER and not in DER"},
		"a length of more":     {long, "it is in BER and not in DER"},
		"cut short":            {whole[:len(whole)-1], "is cut short"},
		"another tag":          {append([]byte{0x31}, whole[1:]...), "tag 0x31"},
		"too long":             {make([]byte, MaxResponse+1), "more than 65536"},
		"a status of its own":  {tlv(tagSequence, tlv(tagSequence, der(6))), "is not from 0 to 5"},
		"a web page":           {[]byte("<html>not found</html>"), "tag 0x3c"},
		"a token of something": {tlv(tagSequence, f.status, tlv(tagSequence, der(oidTSTInfo), tlv(tagExplicit0))), "not signed data"},
	} {
		if _, err := Parse(b.der); err == nil || !strings.Contains(err.Error(), b.why) {
			t.Errorf("%s: %v; want %q", name, err, b.why)
		}
	}
}

func TestRequest(t *testing.T) {
	for _, h := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
		for _, n := range []*big.Int{nil, big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 127)} {
			q := Query{Of(h, message), n}
			b, err := Request(q)
			if err != nil {
				t.Fatal(err)
			}
			back, err := ParseRequest(b)
			if err != nil || back.Imprint.Hash != h || string(back.Imprint.Digest) != string(q.Imprint.Digest) || (n == nil) != (back.Nonce == nil) || n != nil && n.Cmp(back.Nonce) != 0 {
				t.Errorf("%v, %v", back, err)
			}
			for i := range b {
				if _, err := ParseRequest(b[:i]); err == nil {
					t.Errorf("%d bytes of %d are a request", i, len(b))
				}
			}
		}
	}
	for _, q := range []Query{{}, {Imprint: Imprint{crypto.SHA1, make([]byte, 20)}}, {Imprint: Imprint{crypto.SHA256, make([]byte, 31)}}, {query().Imprint, big.NewInt(-1)}} {
		if b, err := Request(q); err == nil {
			t.Errorf("%x was asked for %v", b, q)
		}
	}
}

// A key that takes half a minute to check one signature by is refused before any is
// checked: a token has room for one.
func TestHugeKey(t *testing.T) {
	a := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	f := a.good()
	n := new(big.Int).Lsh(big.NewInt(1), 300_000)
	huge := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "synthetic"}, NotBefore: made, NotAfter: expires, BasicConstraintsValid: true}
	isCA(huge)
	b, err := x509.CreateCertificate(rand.Reader, huge, a.root.cert, &rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: 1<<31 - 1}, a.root.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(b)
	if err != nil {
		t.Fatal(err)
	}
	f.certs = append(f.certs, cert)
	if _, err := Verify(f.response(t), query(), roots(a)); err == nil || !strings.Contains(err.Error(), "an RSA key of more than 16384 bits") {
		t.Errorf("%v", err)
	}
}
