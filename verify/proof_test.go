package verify

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/internal/toylog"
)

// A proof of one entry, and no byte of it that can be changed.
func TestProof(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	paper := uint64(7)
	proof := c.Proof(paper)
	check := func(text []byte, file io.Reader, key string) *Report {
		t.Helper()
		r, err := Proof(text, file, Options{LogKey: key})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := check(proof, bytes.NewReader(toylog.Paper), l.Key.VKey); r.Exit != ExitPass || statuses(r) != "pass pass pass pass none none none none none none none none" || !says(r, 2, `the file is "paper.txt"`) {
		t.Errorf("%s", text(r))
	}
	if r := check(proof, nil, ""); r.Exit != ExitWeak || !says(r, 4, "--log-key") {
		t.Errorf("%s", text(r))
	}
	if r := check(proof, strings.NewReader("another"), l.Key.VKey); r.Exit != ExitFail || r.Checks[1].Status != Fail {
		t.Errorf("%s", text(r))
	}
	if r := check(c.Proof(8), bytes.NewReader(toylog.Paper), l.Key.VKey); r.Exit != ExitFail {
		t.Errorf("%s", text(r))
	}
	for i := range proof {
		for _, x := range []byte{0x01, 0x80} {
			proof[i] ^= x
			if r := check(proof, nil, l.Key.VKey); r.Exit != ExitFail {
				t.Fatalf("byte %d with %#x is not noticed: %s", i, x, text(r))
			}
			proof[i] ^= x
		}
	}
	for n := range proof {
		if r := check(proof[:n], nil, l.Key.VKey); r.Exit != ExitFail {
			t.Fatalf("the first %d bytes are taken: %s", n, text(r))
		}
	}
}
