package ledger

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	peer "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/span"
)

func newKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func cosigner(t testing.TB, name string, key ed25519.PrivateKey, at uint64) (*Cosigner, string) {
	t.Helper()
	skey, vkey, err := NewCosignKey(name, key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCosigner(skey, func() uint64 { return at })
	if err != nil {
		t.Fatal(err)
	}
	return c, vkey
}

var body = Checkpoint{"vault.invalid/synthetic", 7, Hash{1}}.Body()

const at = 1679315147

// A peer accepts what we sign, and we what it signs.
func TestCosignaturePeer(t *testing.T) {
	key := newKey(t)
	ours, vkey := cosigner(t, "witness.invalid/w1", key, at)
	signed, err := note.Sign(&note.Note{Text: body}, ours)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := peer.NewVerifierForCosignatureV1(vkey)
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open(signed, note.VerifierList(theirs))
	if err != nil {
		t.Fatalf("the peer refuses ours: %v\n%s", err, signed)
	}
	if got, err := peer.CoSigV1Timestamp(n.Sigs[0]); err != nil || got.Unix() != at {
		t.Errorf("the peer reads %v, %v", got, err)
	}

	plain, err := note.NewEd25519VerifierKey("witness.invalid/w1", key.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	log, err := note.NewVerifier(plain)
	if err != nil {
		t.Fatal(err)
	}
	seed := base64.StdEncoding.EncodeToString(append([]byte{1}, key.Seed()...))
	signer, err := peer.NewSignerForCosignatureV1("PRIVATE+KEY+witness.invalid/w1+" + hex8(log.KeyHash()) + "+" + seed)
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now().Unix()
	if signed, err = note.Sign(&note.Note{Text: body}, signer); err != nil {
		t.Fatal(err)
	}
	p := &Policy{Witnesses: []Witness{{Name: "one", VKey: vkey}}}
	got, err := p.Cosigned(signed)
	if err != nil || len(got) != 1 || got[0].Witness != "one" || got[0].At < span.Instant(before*1000) || got[0].At > span.FromTime(time.Now()) {
		t.Errorf("ours reads %v, %v", got, err)
	}
}

func hex8(h uint32) string {
	const digits = "0123456789abcdef"
	var b [8]byte
	for i := range b {
		b[i] = digits[h>>(28-4*i)&15]
	}
	return string(b[:])
}

// The example of C2SP tlog-cosignature has a time of 1679315147, and no key.
func TestCosignedAt(t *testing.T) {
	s := note.Signature{Name: "witness.example.com/w1", Base64: "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="}
	if got, err := CosignedAt(s); err != nil || got != 1679315147000 {
		t.Errorf("%v, %v", got, err)
	}
	for _, at := range []uint64{latestCosignature + 1, math.MaxUint64} {
		b := binary.BigEndian.AppendUint64(make([]byte, 4), at)
		if got, err := CosignedAt(note.Signature{Base64: base64.StdEncoding.EncodeToString(b)}); err == nil {
			t.Errorf("%d is %v", at, got)
		}
	}
	if _, err := CosignedAt(note.Signature{Base64: "AAAA"}); err == nil {
		t.Error("three bytes are a cosignature")
	}
}

// Every bit of body and signature counts.
func TestCosignatureFlips(t *testing.T) {
	c, _ := cosigner(t, "w", newKey(t), at)
	sig, err := c.Sign([]byte(body))
	if err != nil || !c.Verify([]byte(body), sig) {
		t.Fatal(err)
	}
	text := []byte(body)
	for _, b := range [][]byte{sig, text} {
		for i := range b {
			for bit := range 8 {
				b[i] ^= 1 << bit
				if c.Verify(text, sig) {
					t.Errorf("bit %d of byte %d", bit, i)
				}
				b[i] ^= 1 << bit
			}
		}
	}
	for _, n := range []int{0, 8, 64, 71, 73} {
		if c.Verify([]byte(body), append(slices.Clone(sig), 0)[:n]) {
			t.Errorf("%d bytes are a cosignature", n)
		}
	}
	// A plain signature of the body by the same key is none.
	plain := append(binary.BigEndian.AppendUint64(nil, at), ed25519.Sign(c.key, []byte(body))...)
	if c.Verify([]byte(body), plain) {
		t.Error("a signature of a log was taken for a cosignature")
	}
}

func TestCosigned(t *testing.T) {
	p := &Policy{}
	var signers []note.Signer
	for i, name := range []string{"a.invalid/w", "b.invalid/w", "c.invalid/w"} {
		c, vkey := cosigner(t, name, newKey(t), at+uint64(i))
		signers = append(signers, c)
		p.Witnesses = append(p.Witnesses, Witness{Name: name[:1], VKey: vkey})
	}
	stranger, _ := cosigner(t, "a.invalid/w", newKey(t), at)
	sign := func(s ...note.Signer) []byte {
		b, err := note.Sign(&note.Note{Text: body}, s...)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	got, err := p.Cosigned(sign(signers[2], stranger, signers[0]))
	want := []Cosignature{{"a", at * 1000}, {"c", (at + 2) * 1000}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := p.Cosigned(sign(stranger)); err != nil || got != nil {
		t.Errorf("by a stranger: %v, %v", got, err)
	}
	bad := sign(signers[0])
	bad = bytes.Replace(bad, []byte("\n7\n"), []byte("\n8\n"), 1)
	if got, err := p.Cosigned(bad); err == nil {
		t.Errorf("of another checkpoint: %v", got)
	}
	late, vkey := cosigner(t, "d", newKey(t), latestCosignature+1)
	if got, err := (&Policy{Witnesses: []Witness{{Name: "d", VKey: vkey}}}).Cosigned(sign(late)); err == nil {
		t.Errorf("after the year 9999: %v", got)
	}
	if got, err := (&Policy{Witnesses: []Witness{{Name: "e", VKey: "e+1+AA"}}}).Cosigned(sign(late)); err == nil {
		t.Errorf("with a bad key: %v", got)
	}
}

func TestCosignKeys(t *testing.T) {
	key := newKey(t)
	skey, vkey, err := NewCosignKey("w.invalid", key)
	if err != nil {
		t.Fatal(err)
	}
	v, err := NewCosignVerifier(vkey)
	if err != nil || v.Name() != "w.invalid" {
		t.Fatal(err)
	}
	if _, err := note.NewVerifier(vkey); err == nil {
		t.Error("a witness's key is taken for a log's")
	}
	if _, err := note.NewSigner(skey); err == nil {
		t.Error("a witness's private key is taken for a log's")
	}
	for _, bad := range []string{"", "w", "w+1", skey, strings.Replace(vkey, "w.", "x.", 1), vkey + "A", vkey[:len(vkey)-4], "PRIVATE+KEY+" + vkey} {
		if _, err := NewCosignVerifier(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	for _, bad := range []string{"", vkey, strings.Replace(skey, "w.", "x.", 1), skey[:len(skey)-4]} {
		if _, err := NewCosigner(bad, nil); err == nil || strings.Contains(err.Error(), skey[30:]) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "a b", "a+b", "a\u00a0b", "a\xff"} {
		if _, _, err := NewCosignKey(bad, key); err == nil {
			t.Errorf("%q is a name", bad)
		}
	}
	c, _ := cosigner(t, "w", key, math.MaxInt64+1)
	if _, err := c.Sign([]byte(body)); err == nil {
		t.Error("a time beyond 2^63 was signed")
	}
	for _, bad := range []string{"", "x\n", "a\n1\nAAAA"} {
		if _, err := c.Sign([]byte(bad)); err == nil {
			t.Errorf("%q was cosigned", bad)
		}
	}
}

// Where a witness is asked is read from the policy.
func TestPolicyWitness(t *testing.T) {
	key := newKey(t)
	_, vkey := cosigner(t, "w", key, 0)
	_, other := cosigner(t, "w", newKey(t), 0)
	p, err := ParsePolicy([]byte("witness a " + vkey + " https://w.invalid/x/\nwitness b " + other + "\nquorum none\n"))
	if err != nil || p.Witnesses[0] != (Witness{"a", vkey, "https://w.invalid/x"}) || p.Witnesses[1] != (Witness{"b", other, ""}) {
		t.Errorf("%v, %v", p, err)
	}
}

// One who holds one key counts once: a policy that has it twice, under other names
// too, is refused (C2SP tlog-policy).
func TestPolicyOneKeyTwice(t *testing.T) {
	key := newKey(t)
	_, one := cosigner(t, "one", key, 0)
	_, two := cosigner(t, "two", key, 0)
	log := func(name string) string {
		v, err := note.NewEd25519VerifierKey(name, key.Public().(ed25519.PublicKey))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, x := range []struct{ text, want string }{
		{"witness a " + one + "\nwitness b " + one + "\ngroup g all a b\nquorum g\n", "line 2: witness b has the key of witness a"},
		{"witness a " + one + "\nwitness b " + two + "\ngroup g all a b\nquorum g\n", "line 2: witness b has the key of witness a"},
		{"log " + log("x") + "\nlog " + log("y") + "\nquorum none\n", "line 2: log y has the key of log x"},
		{"log " + log("x") + "\nwitness a " + one + "\nquorum none\n", ""}, // another type, with other messages
	} {
		_, err := ParsePolicy([]byte(x.text))
		if (err == nil) != (x.want == "") || err != nil && !strings.Contains(err.Error(), x.want) {
			t.Errorf("%q: %v", x.text, err)
		}
	}
}

// A size of which proofs would be counted for ever is no checkpoint's.
func TestCheckpointSize(t *testing.T) {
	for size, good := range map[uint64]bool{0: true, MaxSize: true, MaxSize + 1: false, 1<<62 + 1: false, math.MaxInt64: false, math.MaxUint64: false} {
		c, err := ParseCheckpoint(Checkpoint{"vault.invalid/synthetic", size, Hash{1}}.Body())
		if (err == nil) != good || good && c.Size != size {
			t.Errorf("size %d: %v", size, err)
		}
	}
	older := Checkpoint{"vault.invalid/synthetic", 5, Hash{1}}
	newer := Checkpoint{"vault.invalid/synthetic", MaxSize, Hash{2}}
	done := make(chan error)
	go func() {
		done <- Growth{From: 5, To: MaxSize, Proof: slices.Repeat([]string{Hash{3}.String()}, 60)}.Check(older, newer)
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("a proof of nothing was taken")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the proof is counted for ever")
	}
}
