package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// done is a context that does not wait.
func done() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// tick is a clock that goes on by a second each time it is looked at.
func tick() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

func options() Options { return Options{Tool: "test", Clock: tick()} }

// fresh is a new vault in a folder of its own, and the chain of a case in it.
func fresh(t testing.TB) (*Vault, ledger.Chain) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "case", "vault")
	if err := Create(done(), dir, options()); err != nil {
		t.Fatal(err)
	}
	v := reopen(t, dir)
	c, err := v.Enter(filepath.Dir(dir), "Doe v. Roe (synthetic)", "tester")
	if err != nil {
		t.Fatal(err)
	}
	return v, c
}

func reopen(t testing.TB, dir string) *Vault {
	t.Helper()
	v, err := Open(done(), dir, options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// keepText is a draft that keeps a text.
func keepText(c ledger.Chain, text string) Draft {
	return Draft{Chain: c, Item: ledger.Item{Kind: ledger.Keep, Method: "file", By: "tester"}, Bytes: []Content{{Name: "text.txt", From: strings.NewReader(text)}}}
}

func mustSeal(t testing.TB, v *Vault, ds ...Draft) []Sealed {
	t.Helper()
	out, err := v.Seal(ds...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// checked reads the vault afresh and fails the test if anything is wrong in it.
func checked(t testing.TB, dir string) *Log {
	t.Helper()
	l, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := l.Check()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		t.Errorf("check: %s", p)
	}
	return l
}

func chainOf(t testing.TB, l *Log, c ledger.Chain) *Case {
	t.Helper()
	out, err := l.Chain(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSealAndRead(t *testing.T) {
	v, c := fresh(t)
	out := mustSeal(t, v, keepText(c, "one"), keepText(c, "two"), keepText(c, "one"))
	if out[2].Position != 3 || out[2].Index != 3 || out[2].Item.Blobs[0].SHA256 != out[0].Item.Blobs[0].SHA256 {
		t.Errorf("%+v", out[2])
	}
	l := checked(t, v.Dir())
	k := chainOf(t, l, c)
	if k.Len() != 4 || k.Entry(0).Body.Kind != ledger.Open || k.Entry(0).Item.Case != "Doe v. Roe (synthetic)" {
		t.Fatalf("%d entries, the first %+v", k.Len(), k.Entry(0).Item)
	}
	n := 0
	for r, err := range k.Records() {
		if err != nil {
			t.Fatal(err)
		}
		o, err := r.Check()
		if err != nil {
			t.Fatal(err)
		}
		if err := r.CheckInclusion(o.Commitment, l.Checkpoint); err != nil {
			t.Errorf("position %d: %v", n, err)
		}
		n++
	}
	var b strings.Builder
	if err := k.Plain(&b, k.Entry(2).Item.Blobs[0]); err != nil || b.String() != "two" {
		t.Errorf("%q, %v", b.String(), err)
	}
	if got := k.WithBytes(out[0].Item.Blobs[0].SHA256); !slices.Equal(got, []uint64{1, 3}) {
		t.Errorf("the bytes are at %v", got)
	}
	if same, err := l.Case(filepath.Dir(v.Dir())); err != nil || same.Chain != c {
		t.Errorf("the case's folder leads to %v, %v", same, err)
	}
	if _, err := l.Case("elsewhere"); !errors.Is(err, ErrNone) {
		t.Errorf("another folder: %v", err)
	}
	if again, err := v.Enter(filepath.Dir(v.Dir()), "another caption", ""); err != nil || again != c {
		t.Errorf("entered again: %v, %v", again, err)
	}
	if _, err := v.Enter(t.TempDir(), "Doe v. Roe (synthetic)", ""); err == nil {
		t.Error("one caption in two folders was taken")
	}
}

func TestRefusals(t *testing.T) {
	v, c := fresh(t)
	for name, d := range map[string]Draft{
		"a chain that is not open": keepText(NewChain(), "x"),
		"opened twice":             {Chain: c, Item: ledger.Item{Kind: ledger.Open}},
		"a manifest that is none":  {Chain: c, Item: ledger.Item{Kind: ledger.Keep, Capture: []byte("{")}},
		"a class that is none":     {Chain: c, Item: ledger.Item{Kind: ledger.Keep, Class: "secret"}},
		"no public key":            {Chain: c, Item: ledger.Item{Kind: ledger.Keep}, Bytes: []Content{{Name: "x", From: strings.NewReader("x"), Recipients: []string{"age1x"}}}},
	} {
		if _, err := v.Seal(d); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	mustSeal(t, v, keepText(c, "and goes on"))
	checked(t, v.Dir())
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Seal(keepText(c, "x")); !errors.Is(err, ErrClosed) {
		t.Errorf("sealed when closed: %v", err)
	}
	if _, err := Open(done(), t.TempDir(), options()); !errors.Is(err, ErrNone) {
		t.Errorf("no vault: %v", err)
	}
	if _, err := Read(t.TempDir()); !errors.Is(err, ErrNone) {
		t.Errorf("no vault: %v", err)
	}
	if err := os.WriteFile(filepath.Join(v.Dir(), "format"), []byte("holdshort vault 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(v.Dir()); !errors.Is(err, ErrFormat) {
		t.Errorf("a vault of another version: %v", err)
	}
}

func TestOrigin(t *testing.T) {
	dir := t.TempDir()
	for _, bad := range []string{"two words", "a+b"} {
		if err := Create(done(), filepath.Join(dir, "bad"), Options{Origin: bad}); err == nil {
			t.Errorf("origin %q was taken", bad)
		}
	}
	if err := Create(done(), dir, Options{Origin: "example.org/log"}); err != nil {
		t.Fatal(err)
	}
	if l := checked(t, dir); l.Checkpoint.Origin != "example.org/log" || l.Checkpoint.Size != 0 {
		t.Errorf("%+v", l.Checkpoint)
	}
	v, _ := fresh(t)
	l := checked(t, v.Dir())
	if rest, ok := strings.CutPrefix(l.Checkpoint.Origin, "vault.invalid/"); !ok || len(rest) != 12 {
		t.Errorf("the origin is %q", l.Checkpoint.Origin)
	}
}

// Many goroutines, several cases, one log: no position twice, no hole, and fewer
// checkpoints than entries.
func TestTogether(t *testing.T) {
	v, first := fresh(t)
	chains := []ledger.Chain{first}
	for i := range 3 {
		c, err := v.Enter(filepath.Join(t.TempDir(), fmt.Sprint(i)), fmt.Sprintf("case %d (synthetic)", i), "")
		if err != nil {
			t.Fatal(err)
		}
		chains = append(chains, c)
	}
	const workers, each = 8, 10
	var wg sync.WaitGroup
	acks := make(chan string, workers*each)
	for w := range workers {
		wg.Go(func() {
			for i := range each {
				c := chains[(w+i)%len(chains)]
				out, err := v.Seal(keepText(c, fmt.Sprintf("%d %d", w, i)), keepText(c, fmt.Sprintf("%d %d again", w, i)))
				if err != nil {
					t.Error(err)
					return
				}
				if out[1].Position <= out[0].Position {
					t.Errorf("positions %d, %d", out[0].Position, out[1].Position)
				}
				acks <- fmt.Sprintf("%s %d", c, out[0].Position)
			}
		})
	}
	wg.Wait()
	close(acks)
	seen := map[string]bool{}
	for a := range acks {
		if seen[a] {
			t.Errorf("%s was given twice", a)
		}
		seen[a] = true
	}
	l := checked(t, v.Dir())
	if want := uint64(4 + 2*workers*each); l.Checkpoint.Size != want {
		t.Errorf("%d entries, want %d", l.Checkpoint.Size, want)
	}
	batches := 0
	for _, c := range chains {
		files, err := l.listRecords(c)
		if err != nil {
			t.Fatal(err)
		}
		batches += len(files)
	}
	t.Logf("%d entries in %d files of records", l.Checkpoint.Size, batches)
	if batches >= int(l.Checkpoint.Size) {
		t.Errorf("%d files of records for %d entries: nothing was sealed together", batches, l.Checkpoint.Size)
	}
}

// A clock that jumps back gives no entry a time before the one before, and both
// times are said.
func TestClockBack(t *testing.T) {
	v, c := fresh(t)
	now := time.Date(2026, 11, 24, 13, 0, 0, 0, time.UTC)
	v.opts.Clock = func() time.Time { return now }
	a := mustSeal(t, v, keepText(c, "a"))[0]
	now = now.Add(-time.Hour)
	b := mustSeal(t, v, keepText(c, "b"))[0]
	now = now.Add(2 * time.Hour)
	d := mustSeal(t, v, keepText(c, "d"))[0]
	if b.At != a.At || len(b.Item.Notes) != 1 || !strings.Contains(b.Item.Notes[0], "2026-11-24T12:00:00Z") {
		t.Errorf("at %s after %s, notes %q", b.At.RFC3339(), a.At.RFC3339(), b.Item.Notes)
	}
	if d.At.RFC3339() != "2026-11-24T14:00:00Z" || len(d.Item.Notes) != 0 {
		t.Errorf("then at %s, notes %q", d.At.RFC3339(), d.Item.Notes)
	}
	checked(t, v.Dir())
}

func TestOneWriter(t *testing.T) {
	v, c := fresh(t)
	var locked *durable.LockedError
	if _, err := Open(done(), v.Dir(), options()); !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Errorf("a second writer: %v", err)
	}
	mustSeal(t, v, keepText(c, "the first goes on"))
	if l := checked(t, v.Dir()); l.Checkpoint.Size != 2 {
		t.Errorf("%d entries", l.Checkpoint.Size)
	}
}

// An old copy of all or part of a vault is noticed, and nothing is signed.
func TestRolledBack(t *testing.T) {
	v, c := fresh(t)
	guard := filepath.Join(t.TempDir(), "state")
	v.opts.Guards = []string{guard}
	mustSeal(t, v, keepText(c, "a"))
	old := filepath.Join(t.TempDir(), "case", "vault")
	if err := os.CopyFS(old, os.DirFS(v.Dir())); err != nil {
		t.Fatal(err)
	}
	mustSeal(t, v, keepText(c, "b"))
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}

	// The whole vault, with a guard outside it.
	o := options()
	o.Guards = []string{guard}
	var rolled *RolledBackError
	if _, err := Open(done(), old, o); !errors.As(err, &rolled) || rolled.Had.Size != 3 || rolled.Have.Size != 2 {
		t.Errorf("an old copy of the vault: %v", err)
	}
	// The log and the records, but not the vault's own memory.
	if err := copyFile(v.signed(), layout(old).signed()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(done(), old, options()); !errors.As(err, &rolled) {
		t.Errorf("an old copy with the newer memory: %v", err)
	}
	if l, err := Read(old); err != nil {
		t.Error(err)
	} else if r, err := l.Check(); err != nil || !strings.Contains(strings.Join(r.Notes, " "), "old copy") {
		t.Errorf("check says %+v, %v", r, err)
	}
	// The checkpoint alone: the tiles and records complete it, to the same one.
	want, err := os.ReadFile(v.checkpoint())
	if err != nil {
		t.Fatal(err)
	}
	if err := copyFile(layout(old).checkpoint(), v.checkpoint()); err != nil {
		t.Fatal(err)
	}
	if err := reopen(t, v.Dir()).Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(v.checkpoint()); err != nil || string(got) != string(want) {
		t.Errorf("an old checkpoint became %q, %v", got, err)
	}
	// The newest records: they are missed.
	if err := os.Remove(v.records(c, 2)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(done(), v.Dir(), options()); err == nil || !strings.Contains(err.Error(), "files of records are missing") {
		t.Errorf("without the newest records: %v", err)
	}
}

func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return durable.WritePrivate(to, b)
}

// A folder in which nothing may be written: one clear error, and nothing changes.
func TestReadOnly(t *testing.T) {
	v, c := fresh(t)
	mustSeal(t, v, keepText(c, "a"))
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere; run as another user to test a read-only folder")
	}
	for _, dir := range []string{v.chain(c), v.incoming(), filepath.Join(v.Dir(), "log")} {
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		if _, err := v.Seal(keepText(c, "b")); !errors.Is(err, os.ErrPermission) {
			t.Errorf("%s: %v", dir, err)
		}
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		mustSeal(t, v, keepText(c, "c"))
		checked(t, v.Dir())
	}
}

func TestClasses(t *testing.T) {
	v, c := fresh(t)
	change := func(path string, class ledger.Class) Draft {
		return Draft{Chain: c, Item: ledger.Item{Kind: ledger.Change, Class: class, Edit: &ledger.Edit{Path: path}}, Bytes: []Content{{Name: path, From: strings.NewReader(path)}}}
	}
	mark := func(class ledger.Class, pattern string, ps ...uint64) Draft {
		return Draft{Chain: c, Item: ledger.Item{Kind: ledger.Release, Released: &ledger.Mark{Class: class, Positions: ps, Pattern: pattern}}}
	}
	kept := keepText(c, "x")
	kept.Item.Class = ledger.PartyOnly
	mustSeal(t, v,
		kept,                                         // 1
		change("case.yaml", ""),                      // 2
		change("people/a.yaml", ""),                  // 3
		mark(ledger.Public, "*.yaml"),                // 4
		mark(ledger.SealedClass, "people/"),          // 5
		change("people/b.yaml", ""),                  // 6
		change("late.yaml", ledger.SourceProtecting), // 7: after the mark, so its own counts
		change("later.yaml", ""),                     // 8: marked by 4
		mark(ledger.Public, "", 1, 3),                // 9
		keepText(c, "y"),                             // 10
	)
	private := mark(ledger.SealedClass, "", 1)
	private.Item.Released.Private = true
	mustSeal(t, v, private)
	if _, err := v.Seal(mark(ledger.Public, "./", 1)); err == nil {
		t.Error("a mark of a position and a pattern is sealed")
	}
	k := chainOf(t, checked(t, v.Dir()), c)
	want := map[uint64]ledger.Class{1: ledger.Public, 2: ledger.Public, 3: ledger.Public, 6: ledger.SealedClass, 7: ledger.SourceProtecting, 8: ledger.Public, 10: ledger.Unmarked, 0: ledger.Unmarked}
	for p, class := range want {
		if got := k.Class(p); got != class {
			t.Errorf("position %d is %s, want %s", p, got, class)
		}
	}
	mustSeal(t, v, mark(ledger.ProtectiveOrder, "./"))
	k = chainOf(t, checked(t, v.Dir()), c)
	for p, class := range map[uint64]ledger.Class{1: ledger.Public, 2: ledger.ProtectiveOrder, 7: ledger.ProtectiveOrder} {
		if got := k.Class(p); got != class {
			t.Errorf("then position %d is %s, want %s", p, got, class)
		}
	}
}
