package verify

import (
	"bytes"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/internal/toylog"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
)

// reference is a small synthetic exhibit with an earlier checkpoint, and the
// options under which all of it passes.
func reference(t testing.TB) ([]byte, *toylog.Chain, Options) {
	t.Helper()
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	in := c.Input(ledger.Public, Basic)
	return write(t, in), c, Options{Verifier: "test", LogKey: l.Key.VKey}
}

func write(t testing.TB, in *sealed.Input) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := sealed.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func run(t testing.TB, b []byte, o Options) *Report {
	t.Helper()
	r, err := Run(bytes.NewReader(b), int64(len(b)), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// failing are the numbers of the checks that fail.
func failing(r *Report) []int {
	var out []int
	for _, c := range r.Checks {
		if c.Status == Fail {
			out = append(out, c.Number)
		}
	}
	return out
}

func text(r *Report) string {
	var b strings.Builder
	r.Text(&b)
	return b.String()
}

func TestReference(t *testing.T) {
	b, _, o := reference(t)
	r := run(t, b, o)
	t.Logf("%s", text(r))
}
