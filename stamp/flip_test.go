package stamp

import (
	"bytes"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/asn1"
	"testing"
)

// Each bit of an answer is turned, one at a time. The answer must be refused, or
// say the same as before; and it may say the same only where a byte is one of
// those that nobody signed and nothing depends on.
func TestFlips(t *testing.T) {
	a := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	stray := newAuthority(t, ec(t, elliptic.P256()), isTSA)
	f := a.good()
	f.certs = append(f.certs, stray.tsa.cert)
	f.unsigned = attribute(asn1.ObjectIdentifier{1, 2, 3}, der("of nobody"))
	f.status = tlv(tagSequence, der(0), tlv(tagSequence, tlv(tagUTF8, []byte("fine"))))
	whole := f.response(t)
	want, err := Verify(whole, query(), roots(a))
	if err != nil {
		t.Fatal(err)
	}
	// The parts that no signature covers, by what they are.
	free := map[string][]byte{"a stranger's certificate": stray.tsa.cert.Raw, "an unsigned attribute": f.unsigned, "the status": f.status}
	part := func(i int) string {
		for name, b := range free {
			if at := bytes.Index(whole, b); at <= i && i < at+len(b) {
				return name
			}
		}
		return ""
	}
	same8, refused := map[string]int{}, 0
	for i := range whole {
		for bit := range 8 {
			whole[i] ^= 1 << bit
			got, err := Verify(whole, query(), roots(a))
			whole[i] ^= 1 << bit
			switch where := part(i); {
			case err != nil:
				refused++
			case !same(got, want):
				t.Errorf("bit %d of byte %d: another stamp was taken: %+v", bit, i, got)
			case where == "":
				t.Errorf("bit %d of byte %d of %d changes nothing", bit, i, len(whole))
			default:
				same8[where]++
			}
		}
	}
	if len(same8) != len(free) {
		t.Errorf("the test does not reach every part: %v", same8)
	}
	t.Logf("%d bits: %d refused; the same stamp: %v", 8*len(whole), refused, same8)
}

// FuzzVerify turns bytes at random: whatever comes, a stamp that is taken is the
// one that was signed.
func FuzzVerify(f *testing.F) {
	a := newAuthority(f, ec(f, elliptic.P256()), isTSA)
	good := a.good()
	whole := good.response(f)
	want, err := Verify(whole, query(), roots(a))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(good.token(f))
	f.Add(tlv(tagSequence, tlv(tagSequence, der(2), tlv(tagBits, []byte{7, 0x80}))))
	q, err := Request(query())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(q)
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := Verify(b, query(), []*x509.Certificate{a.root.cert}); err == nil && !same(s, want) {
			t.Errorf("%+v", s)
		}
		if r, err := Parse(b); err == nil && r.Granted() != (r.token != nil) {
			t.Errorf("%v", r)
		}
		if q, err := ParseRequest(b); err == nil {
			if again, err := Request(q); err != nil || !bytes.Equal(again, b) {
				t.Errorf("%x", again)
			}
		}
	})
}
