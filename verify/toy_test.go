package verify

import (
	"bytes"
	"crypto"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/internal/toylog"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
	"github.com/holdshort/holdshort/stamp"
)

// The witnesses and authorities of the reference exhibit, and the policy under
// which all of it passes.
var (
	near    = toylog.NewWitness("witness.example/near", time.Date(2026, 11, 24, 21, 20, 0, 0, time.UTC))
	far     = toylog.NewWitness("witness.example/far", time.Date(2026, 11, 24, 21, 21, 0, 0, time.UTC))
	clock   = toylog.NewAuthority("clock")
	another = toylog.NewAuthority("another")
)

func strictPolicy(log string) string {
	return "name strict-2026\nlog " + log + "\nwitness near " + near.VKey + "\nwitness far " + far.VKey + "\ngroup both all near far\nquorum both\n" + clock.Line() + "stamps 1\n"
}

// reference is a small synthetic exhibit with an earlier checkpoint, cosignatures
// and stamps, and the options under which all of it passes.
func reference(t testing.TB) ([]byte, *toylog.Chain, Options) {
	t.Helper()
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	size, earlier := l.Size, l.Checkpoint(near)
	c.Keep("late", ledger.Public, []byte("kept later (synthetic)\n"))
	l.Fill(1)
	c.Seal(ledger.Item{Kind: ledger.Export, Exported: &ledger.Handed{What: "exhibit", Audience: ledger.Public}})
	return write(t, full(t, c, size, earlier)), c, Options{Verifier: "test", Policy: []byte(strictPolicy(l.Key.VKey))}
}

// plain is a small synthetic exhibit that nobody cosigned or stamped, and the
// options under which all of it passes.
func plain(t testing.TB) ([]byte, *toylog.Chain, Options) {
	t.Helper()
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	return write(t, c.Input(ledger.Public, Basic)), c, Options{LogKey: l.Key.VKey}
}

// full is what an exhibit is made from that has everything.
func full(t testing.TB, c *toylog.Chain, size uint64, earlier []byte) *sealed.Input {
	t.Helper()
	in := c.Input(ledger.Public, strictPolicy(c.Log.Key.VKey))
	in.Checkpoint = c.Log.Checkpoint(near, far)
	in.Earlier, in.Growth = map[uint64][]byte{size: earlier}, []ledger.Growth{c.Log.Growth(size)}
	at := time.Date(2026, 11, 24, 21, 30, 0, 0, time.UTC)
	for s, note := range map[uint64][]byte{size: earlier, c.Log.Size: in.Checkpoint} {
		body, _, _ := bytes.Cut(note, []byte("\n\n"))
		text := append(body, '\n')
		query, err := stamp.Request(stamp.Query{Imprint: stamp.Of(crypto.SHA256, text), Nonce: big.NewInt(5)})
		if err != nil {
			t.Fatal(err)
		}
		in.Stamps = append(in.Stamps, sealed.Stamp{Size: s, Name: "clock", Query: query, Response: clock.Stamp(text, at, 5)})
	}
	return in
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
