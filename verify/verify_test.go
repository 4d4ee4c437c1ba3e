package verify

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/internal/toylog"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
	"github.com/holdshort/holdshort/span"
)

var update = flag.Bool("update", false, "write the expected reports in testdata")

// golden compares with a file of testdata, whole.
func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: now\n%s", name, got)
	}
}

func statuses(r *Report) string {
	var out []string
	for _, c := range r.Checks {
		out = append(out, string(c.Status))
	}
	return strings.Join(out, " ")
}

// says reports whether a check has a line with a text.
func says(r *Report, number int, text string) bool {
	return slices.ContainsFunc(r.Checks[number-1].Lines, func(l string) bool { return strings.Contains(l, text) })
}

// The report of the reference exhibit is compared whole, and is the same each time.
func TestReport(t *testing.T) {
	b, c, o := reference(t)
	if again, _, _ := reference(t); !bytes.Equal(b, again) {
		t.Error("the same entries give another exhibit")
	}
	o.Known = []Known{{Name: "the same", Signed: c.Log.Checkpoint()}}
	o.All = true
	r := run(t, b, o)
	if r.Exit != ExitPass {
		t.Errorf("exit %d", r.Exit)
	}
	j, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	// What depends on the bytes of the page is left out, so that this text changes
	// only when the report does.
	hide := strings.NewReplacer(r.SHA256, "SHA256", "\"bytes\": "+itoa(len(b)), "\"bytes\": 0", itoa(len(b))+" bytes", "N bytes")
	golden(t, "report.txt", hide.Replace(text(r)))
	golden(t, "report.json", hide.Replace(string(j)+"\n"))
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }

// Whoever states no policy and no key is told which key it is and how to state it.
func TestNobodyNamesTheKey(t *testing.T) {
	b, c, o := plain(t)
	o.LogKey = ""
	r := run(t, b, o)
	if r.Exit != ExitWeak || r.Checks[3].Status != Weak || !says(r, 4, "--log-key '"+c.Log.Key.VKey+"'") || !says(r, 4, fingerprint(c.Log.Key.VKey)) {
		t.Errorf("%s", text(r))
	}
	o.Policy = []byte("name mine\nlog " + c.Log.Key.VKey + "\nquorum none\n")
	if r := run(t, b, o); r.Exit != ExitPass || r.Policy.Name != "mine" {
		t.Errorf("%s", text(r))
	}
	o.Policy = []byte("name mine\nlog " + toylog.NewKey("example.org/toy", "other").VKey + "\nquorum none\n")
	if r := run(t, b, o); r.Exit != ExitFail || r.Checks[3].Status != Fail {
		t.Errorf("%s", text(r))
	}
	o.Policy = []byte("name mine\nlog " + toylog.NewKey("example.org/elsewhere", "other").VKey + "\nquorum none\n")
	if r := run(t, b, o); r.Exit != ExitWeak {
		t.Errorf("%s", text(r))
	}
	o.Policy = []byte("nonsense")
	if _, err := Run(bytes.NewReader(b), int64(len(b)), o); err == nil {
		t.Error("nonsense is a policy")
	}
	o.Policy, o.LogKey = nil, "nonsense"
	if _, err := Run(bytes.NewReader(b), int64(len(b)), o); err == nil {
		t.Error("nonsense is a key")
	}
}

// A log grows, and its earlier checkpoints, brought or inside, are of one history.
func TestGrowth(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	l.Fill(1)
	then, first := l.Checkpoint(), write(t, c.Input(ledger.Public, Basic))
	size := l.Size
	l.Fill(1)
	c.Keep("paper", ledger.Public, []byte("another edition (synthetic)\n"))
	l.Fill(7)
	later := write(t, c.Input(ledger.Public, Basic))
	open := func(b []byte) *bag.Bag {
		g, err := bag.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	o := Options{LogKey: l.Key.VKey, Known: []Known{{Name: "first.zip", Bag: open(first)}, {Name: "then", Signed: then}}}
	// The checkpoint ends with a leaf of another chain, and no proof here ends there.
	if r := run(t, later, o); r.Exit != ExitWeak || r.Checks[8].Status != Pass || r.Checks[4].Status != Weak {
		t.Errorf("%s", text(r))
	}
	in := c.Input(ledger.Public, Basic)
	in.Earlier, in.Growth = map[uint64][]byte{size: then}, []ledger.Growth{l.Growth(size)}
	grown := write(t, in)
	if r := run(t, grown, o); r.Exit != ExitPass || !says(r, 5, "first.zip, log/checkpoint is of the same history") || !says(r, 5, "1 earlier checkpoints grow") {
		t.Errorf("%s", text(r))
	}
	o.Known = []Known{{Name: "grown.zip", Bag: open(grown)}}
	if r := run(t, first, o); r.Exit != ExitPass || !says(r, 5, "grown.zip, log/checkpoint is of the same history") {
		t.Errorf("%s", text(r))
	}
}

// A checkpoint at an entry of the chain is shown to be of one history by the proofs
// of inclusion alone, without a proof of growth.
func TestGrowthByInclusion(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	var known []Known
	for range 9 {
		c.Keep("paper", ledger.Unmarked, []byte("again (synthetic)\n"))
		known = append(known, Known{Name: "after an entry", Signed: l.Checkpoint()})
		l.Fill(2)
	}
	r := run(t, write(t, c.Input(ledger.Public, Basic)), Options{LogKey: l.Key.VKey, Known: known})
	if r.Exit != ExitPass || len(r.Checks[4].Lines) != len(known) {
		t.Errorf("%s", text(r))
	}
}

// The key is replaced. Who knows the old key accepts the new one only where the old
// one signed a checkpoint that covers its replacement.
func TestRotation(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	old := l.Key
	next := toylog.NewKey("example.org/toy", "next")
	c.Seal(ledger.Item{Kind: ledger.Rotate, Rotated: &ledger.Rotated{Old: old.VKey, New: next.VKey}})
	size, covers := l.Size, l.Checkpoint()
	l.Key = next
	l.Fill(2)
	in := c.Input(ledger.Public, Basic)
	without := write(t, in)
	in.Earlier, in.Growth = map[uint64][]byte{size: covers}, []ledger.Growth{l.Growth(size)}
	with := write(t, in)
	for name, x := range map[string]struct {
		b    []byte
		key  string
		exit int
	}{
		"the new key":                      {with, next.VKey, ExitPass},
		"the old key":                      {with, old.VKey, ExitPass},
		"the old key, nothing it signed":   {without, old.VKey, ExitFail},
		"a third key":                      {with, toylog.NewKey("example.org/toy", "third").VKey, ExitFail},
		"the new key, nothing the old did": {without, next.VKey, ExitPass},
	} {
		if r := run(t, x.b, Options{LogKey: x.key}); r.Exit != x.exit || !says(r, 4, "replaced 1 times, in order") {
			t.Errorf("%s: %s", name, text(r))
		}
	}
	third := toylog.NewKey("example.org/toy", "third")
	c.Seal(ledger.Item{Kind: ledger.Rotate, Rotated: &ledger.Rotated{Old: next.VKey, New: third.VKey}})
	l.Key = third
	in = c.Input(ledger.Public, Basic)
	in.Earlier, in.Growth = map[uint64][]byte{size: covers}, []ledger.Growth{l.Growth(size)}
	for _, by := range []struct {
		signed []byte
		status Status
	}{{l.Checkpoint(next), Pass}, {l.Checkpoint(), Fail}} {
		in.Checkpoint = by.signed // the only one that covers the second replacement
		if r := run(t, write(t, in), Options{LogKey: old.VKey}); r.Checks[3].Status != by.status {
			t.Errorf("the newest checkpoint signed by both keys or one, want %s: %s", by.status, text(r))
		}
	}
	c.Seal(ledger.Item{Kind: ledger.Rotate, Rotated: &ledger.Rotated{Old: old.VKey, New: next.VKey}})
	if r := run(t, write(t, c.Input(ledger.Public, Basic)), Options{LogKey: next.VKey}); r.Checks[3].Status != Fail {
		t.Errorf("a rotation from a key that was not the log's: %s", text(r))
	}
}

// Findings of another engine are not derived again, and their proofs are checked
// all the same.
func TestAnotherEngine(t *testing.T) {
	b, _, o := reference(t)
	m := altered(t, b, func(f map[string][]byte) {
		h := headIn(f)
		h.Engine++
		f[ledger.HeadFile] = h.Bytes()
	})
	r := run(t, m, o)
	if r.Exit != ExitWeak || r.Checks[9].Status != Weak || !says(r, 10, "not derived again") || !says(r, 10, "1 proofs were checked") {
		t.Errorf("%s", text(r))
	}
}

// Tracks are read by whoever can; here by nobody, and by somebody.
func TestTracks(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	c.Change("tracks/a.json", []byte("{}\n"))
	called := 0
	read := func(c *holdshort.Case, files fs.FS) (*holdshort.Case, error) {
		called++
		if b, err := fs.ReadFile(files, "tracks/a.json"); err != nil || string(b) != "{}\n" {
			t.Errorf("%q, %v", b, err)
		}
		return c, nil
	}
	in := c.Input(ledger.Public, Basic)
	in.Derive = read
	b := write(t, in)
	o := Options{LogKey: l.Key.VKey}
	if r := run(t, b, o); r.Exit != ExitWeak || !says(r, 10, "tracks/") {
		t.Errorf("%s", text(r))
	}
	o.Derive = read
	if r := run(t, b, o); r.Exit != ExitPass || called != 2 {
		t.Errorf("%s", text(r))
	}
}

// An exhibit for parties shows what is theirs, and one for the public does not.
func TestAudience(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	p := c.Keep("letter", ledger.PartyOnly, []byte("a letter (synthetic)\n"))
	for audience, want := range map[ledger.Class]bool{ledger.Public: false, ledger.PartyOnly: true, ledger.SealedClass: false} {
		var b bytes.Buffer
		made, err := sealed.Write(&b, c.Input(audience, Basic))
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(made.Shown, p); got != want {
			t.Errorf("%s: shown is %v", audience, got)
		}
		if r := run(t, b.Bytes(), Options{LogKey: l.Key.VKey}); r.Exit != ExitPass {
			t.Errorf("%s", text(r))
		}
		if bytes.Contains(b.Bytes(), []byte("a letter")) != want {
			t.Errorf("%s: its bytes are not as its class has it", audience)
		}
		for _, secret := range []string{"who said so", "what had to go", "informant", "burnt"} {
			if bytes.Contains(b.Bytes(), []byte(secret)) {
				t.Errorf("%s: %q is in the exhibit", audience, secret)
			}
		}
	}
}

// Bytes that the vault gives otherwise than they were sealed make no exhibit that
// passes.
func TestVaultGivesOtherBytes(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	for sha := range c.Blobs {
		was := c.Blobs[sha]
		c.Blobs[sha] = append(bytes.Clone(was), '!')
		var b bytes.Buffer
		if _, err := sealed.Write(&b, c.Input(ledger.Public, Basic)); err == nil {
			if r := run(t, b.Bytes(), Options{LogKey: l.Key.VKey}); bytes.Contains(b.Bytes(), append(was, '!')) && r.Exit != ExitFail {
				t.Errorf("%s", text(r))
			}
		}
		c.Blobs[sha] = was
	}
}

// A source whose digest is in the case and whose bytes were never kept is said.
func TestCitations(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.NewChain(l, "Doe v. Roe (synthetic)")
	for _, name := range []string{"case.yaml", "movements.yaml", "sources.yaml"} {
		c.Change(name, toylog.Synthetic()[name])
	}
	c.Release(ledger.Public, nil, "./")
	check := func(want Status, line string) {
		t.Helper()
		if r := run(t, write(t, c.Input(ledger.Public, Basic)), Options{LogKey: l.Key.VKey}); r.Checks[10].Status != want || !says(r, 11, line) {
			t.Errorf("%s", text(r))
		}
	}
	check(Weak, "the source paper has a digest in the case, and its bytes were never kept")
	wrong := c.Keep("paper", ledger.Public, []byte("another paper (synthetic)\n"))
	check(Fail, "other bytes were kept as it")
	c.Keep("paper", ledger.Unmarked, toylog.Paper)
	c.Release(ledger.SealedClass, []uint64{wrong})
	check(Pass, "0 have their bytes here; 1 may be among the 2 entries withheld")
	c.Keep("paper", ledger.Public, toylog.Paper)
	check(Pass, "1 have their bytes here")
}

// What the policy asks for and is not there makes an exhibit weak, not false.
func TestPolicy(t *testing.T) {
	b, c, o := reference(t)
	bare, _, _ := plain(t)
	key := "log " + c.Log.Key.VKey + "\n"
	none := toylog.NewWitness("witness.example/none", time.Unix(0, 0))
	for name, x := range map[string]struct {
		b        []byte
		policy   string
		statuses string // of checks 6, 7 and 8
		line     string
		check    int
	}{
		"all of it":               {b, string(o.Policy), "pass pass pass", "the quorum \"both\" cosigned size 27", 6},
		"no names":                {b, key + "quorum none\n", "none none pass", "2 stamps are by authorities that the policy does not name", 7},
		"nothing there":           {bare, string(o.Policy), "weak weak weak", "15 of 15 entries are in no checkpoint with the quorum", 6},
		"one of two, not asked":   {b, key + "witness near " + near.VKey + "\nquorum none\n", "pass none pass", "witness near on 2 checkpoints", 6},
		"one is enough":           {b, key + "witness near " + near.VKey + "\nquorum near\n", "pass none pass", "cosigned size 27", 6},
		"one who did not":         {b, key + "witness x " + none.VKey + "\nquorum x\n", "weak none weak", "17 of 17 entries", 6},
		"one of those who did":    {b, key + "witness x " + none.VKey + "\nwitness far " + far.VKey + "\ngroup g any x far\nquorum g\n", "pass none pass", "witness far on 1", 6},
		"two authorities":         {b, key + "quorum none\n" + clock.Line() + another.Line() + "stamps 2\n", "none weak pass", "17 of 17 entries are in no checkpoint that 2", 7},
		"an authority, not asked": {b, key + "quorum none\n" + clock.Line(), "none pass pass", "authority clock on 2 checkpoints", 7},
		"one of this name":        {b, key + "quorum none\n" + strings.Replace(another.Line(), "another", "clock", 1) + "stamps 1\n", "none fail weak", "clock.tsr", 7},
	} {
		o := Options{Policy: []byte(x.policy)}
		r := run(t, x.b, o)
		if got := strings.Join(strings.Fields(statuses(r))[5:8], " "); got != x.statuses || !says(r, x.check, x.line) {
			t.Errorf("%s: %s, want %s\n%s", name, got, x.statuses, text(r))
		}
	}
}

// The vault's clock is set beside what others show.
func TestClocks(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	size, earlier := l.Size, l.Checkpoint(near)
	c.Now += 3_600_000
	c.Keep("ahead", ledger.Public, []byte("an hour ahead (synthetic)\n"))
	r := run(t, write(t, full(t, c, size, earlier)), Options{Policy: []byte(strictPolicy(l.Key.VKey))})
	if r.Exit != ExitWeak || r.Checks[7].Status != Weak || !says(r, 8, "lies outside those bounds at 1 entries; the first: position 15") {
		t.Errorf("%s", text(r))
	}
}

// Bounds agree with a plain search over all that covers an entry.
func TestEarliest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var bounds []upper
		for range r.IntN(8) {
			bounds = append(bounds, upper{r.Uint64N(10), span.Instant(r.IntN(20)), "x"})
		}
		get := earliest(bounds)
		for index := range uint64(12) {
			var want *upper
			for i := range bounds {
				if b := &bounds[i]; b.size > index && (want == nil || b.at < want.at) {
					want = b
				}
			}
			got := get(index)
			if (got == nil) != (want == nil) || got != nil && got.at != want.at {
				t.Fatalf("%v at %d: %v, want %v", bounds, index, got, want)
			}
		}
	}
}
