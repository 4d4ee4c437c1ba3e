package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

var errDisk = errors.New("the disk is gone")

// faults makes the step of a number fail once, before or after it took effect,
// and counts steps.
type faults struct {
	at     int // -1: none
	after  bool
	dead   bool       // all steps after it fail too, as if the program had been ended
	mu     sync.Mutex // guards what follows: files of bytes are written side by side
	n      int
	what   string // the step that failed
	broken bool
}

func (f *faults) around(step, name string, do func() error) error {
	if strings.HasPrefix(step, "sync") {
		do = func() error { return nil } // no power is lost in this test, and waiting for the disk takes minutes
	}
	n, hit := f.hit(step, name)
	if !hit {
		return do()
	}
	if f.after && f.at == n {
		_ = do()
	}
	return errDisk
}

// hit is the number of this step, and whether it fails.
func (f *faults) hit(step, name string) (n int, fails bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	if f.n-1 != f.at {
		return f.n - 1, f.dead && f.broken
	}
	f.what, f.broken = step+" "+filepath.Base(name), true
	return f.at, true
}

// with puts the faults around every file operation while it runs.
func (f *faults) with(do func()) {
	was := durable.Around
	durable.Around = f.around
	defer func() { durable.Around = was }()
	do()
}

// Each file operation from the making of a vault to its erasures fails once
// before and once after it took effect. Nothing acknowledged is lost, the vault
// is whole, and goes on: in the same process, and opened afresh.
func TestFaults(t *testing.T) {
	count := &faults{at: -1}
	count.with(func() { newSession(t).run() })
	if count.n < 100 {
		t.Fatalf("%d steps: the faults are not on the path", count.n)
	}
	t.Logf("%d file operations, each failed before and after it took effect", count.n)
	kinds := map[string]bool{}
	stride := 1
	if testing.Short() {
		stride = 7
	}
	for at := 0; at < count.n; at += stride {
		for _, after := range []bool{false, true} {
			f := &faults{at: at, after: after}
			s := newSession(t)
			f.with(s.run)
			if !f.broken {
				t.Fatalf("step %d never came", at)
			}
			kinds[strings.Fields(f.what)[0]] = true
			what := fmt.Sprintf("step %d, %s, failed (took effect: %v)", at, f.what, after)
			if err := s.verify(); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			if err := os.RemoveAll(s.dir); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, k := range []string{"temp", "write", "sync", "name", "mkdir", "remove", "lock"} {
		if !kinds[k] && stride == 1 {
			t.Errorf("no step %q ever failed", k)
		}
	}
}

// session is a vault put to use, and what it acknowledged.
type session struct {
	t     *testing.T
	dir   string // of the case
	vault string
	chain ledger.Chain
	acks  map[uint64]string // position to text kept
	gone  map[uint64]bool   // erased, and said so
	tried map[uint64]bool   // erasure begun
}

func newSession(t *testing.T) *session {
	dir, err := os.MkdirTemp(t.TempDir(), "case")
	if err != nil {
		t.Fatal(err)
	}
	return &session{t: t, dir: dir, vault: filepath.Join(dir, "vault"), acks: map[uint64]string{}, gone: map[uint64]bool{}, tried: map[uint64]bool{}}
}

// start makes and opens the vault, trying again after a failure.
func (s *session) start() (*Vault, error) {
	if err := Create(context.Background(), s.vault, options()); err != nil {
		return nil, err
	}
	v, err := Open(context.Background(), s.vault, options())
	if err != nil {
		return nil, err
	}
	s.chain, err = v.Enter(s.dir, "Doe v. Roe (synthetic)", "")
	if err != nil {
		_ = v.Close()
		return nil, err
	}
	return v, nil
}

// run uses the vault. After a failed step it goes on with the same Vault.
func (s *session) run() {
	var v *Vault
	var err error
	for try := range 3 {
		if v, err = s.start(); err == nil {
			break
		}
		if !errors.Is(err, errDisk) || try == 2 {
			s.t.Fatalf("try %d: %v", try, err)
		}
	}
	defer v.Close()
	s.keep(v, "a", "b", "a", "d", "e") // the same bytes twice
	s.keep(v, "a")                     // and again
	var looks []Draft
	for range 254 { // over the end of a tile
		looks = append(looks, Draft{Chain: s.chain, Item: ledger.Item{Kind: ledger.Heartbeat, Heartbeat: &ledger.Asked{}}})
	}
	if _, err := v.Seal(looks...); err != nil && !errors.Is(err, errDisk) {
		s.t.Errorf("the error is %v", err)
	}
	s.erase(v, 2)
	s.keep(v, "c")
}

func (s *session) keep(v *Vault, texts ...string) {
	var ds []Draft
	for _, text := range texts {
		ds = append(ds, keepText(s.chain, text))
	}
	out, err := v.Seal(ds...)
	if err != nil {
		if !errors.Is(err, errDisk) {
			s.t.Errorf("the error is %v", err)
		}
		return
	}
	for i, o := range out {
		s.acks[o.Position] = texts[i]
	}
}

func (s *session) erase(v *Vault, position uint64) {
	if s.acks[position] == "" {
		return // that was what failed
	}
	s.tried[position] = true
	if _, err := v.Erase(s.chain, position, "tester", "a test", "nobody's"); err == nil {
		s.gone[position] = true
	} else if !errors.Is(err, errDisk) {
		s.t.Errorf("the error is %v", err)
	}
}

// verify opens the vault afresh, seals once more and compares all with what was
// acknowledged.
func (s *session) verify() error {
	was := durable.Around
	durable.Around = (&faults{at: -1}).around
	defer func() { durable.Around = was }()
	v, err := s.start()
	if err != nil {
		return err
	}
	defer v.Close()
	if err := s.compare(); err != nil {
		return fmt.Errorf("when opened: %w", err)
	}
	s.keep(v, "z")
	if err := s.compare(); err != nil {
		return fmt.Errorf("when used again: %w", err)
	}
	return nil
}

func (s *session) compare() error {
	l, err := Read(s.vault)
	if err != nil {
		return err
	}
	r, err := l.Check()
	if err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		return fmt.Errorf("check: %q", r.Problems)
	}
	k, err := l.Chain(s.chain)
	if err != nil {
		return err
	}
	for p, text := range s.acks {
		if p >= uint64(k.Len()) {
			return fmt.Errorf("position %d was acknowledged and is lost", p)
		}
		it := k.Entry(p).Item
		if it == nil {
			if !s.tried[p] {
				return fmt.Errorf("position %d is erased, and nobody asked", p)
			}
			continue
		}
		if s.gone[p] {
			return fmt.Errorf("position %d was said to be erased and is there", p)
		}
		var b strings.Builder
		if err := k.Plain(&b, it.Blobs[0]); err != nil {
			return err
		}
		if b.String() != text {
			return fmt.Errorf("position %d holds %q, not %q", p, b.String(), text)
		}
	}
	return nil
}
