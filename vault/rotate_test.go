package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/ledger"
)

// signedBy reports whether the key signed the checkpoint.
func signedBy(t *testing.T, signed []byte, vkey string) bool {
	t.Helper()
	key, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	_, err = ledger.OpenCheckpoint(signed, key)
	return err == nil
}

func mustRotate(t *testing.T, v *Vault, c ledger.Chain) *Sealed {
	t.Helper()
	out, err := v.Rotate(c, "tester", "a test")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The old key signs the checkpoint that covers its replacement in every chain; the
// new one signs that too, and alone from there. The old key is nowhere any more.
func TestRotate(t *testing.T) {
	v, c := fresh(t)
	other, err := v.Enter(t.TempDir(), "Roe v. Doe (synthetic)", "tester")
	if err != nil {
		t.Fatal(err)
	}
	mustSeal(t, v, keepText(c, "one"))
	skey, err := os.ReadFile(v.layout.key())
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{v.Key()}
	for n := range 2 {
		out := mustRotate(t, v, c)
		keys = append(keys, v.Key())
		old, now := keys[n], keys[n+1]
		if r := out.Item.Rotated; old == now || r == nil || r.Old != old || r.New != now {
			t.Errorf("from %s to %s by %+v", old, now, r)
		}
		l := checked(t, v.Dir())
		if !signedBy(t, l.Signed, old) || !signedBy(t, l.Signed, now) || l.Checkpoint.Size <= out.Index {
			t.Errorf("the checkpoint of the replacement:\n%s", l.Signed)
		}
		for _, chain := range []ledger.Chain{c, other} {
			k := chainOf(t, l, chain)
			it := k.Entry(uint64(k.Len() - 1)).Item
			words := map[ledger.Chain]string{c: "tester a test", other: " "}[chain] // of one case, not of another
			if it.Rotated == nil || *it.Rotated != *out.Item.Rotated || it.By+" "+it.Why != words {
				t.Errorf("chain %s ends in %+v", chain, it)
			}
		}
		kept, err := l.Witnessed()
		if err != nil || len(kept) != n+1 || !signedBy(t, kept[n].Signed, old) {
			t.Errorf("%d checkpoints are kept, %v", len(kept), err)
		}
		if n == 0 {
			mustSeal(t, v, keepText(c, "two"))
			l = checked(t, v.Dir())
			if signedBy(t, l.Signed, old) || !signedBy(t, l.Signed, now) {
				t.Errorf("the checkpoint after the replacement:\n%s", l.Signed)
			}
		}
	}
	if former, _, err := v.readFormer(); err != nil || !slices.Equal(former, keys[:2]) {
		t.Errorf("the keys before: %q, %v", former, err)
	}
	_, _, seed := cut3(string(skey))
	err = filepath.WalkDir(v.Dir(), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		if bytes.Contains(b, []byte(seed)) || filepath.Base(name) == "next" {
			t.Errorf("%s is there still, or has the old key", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(v.layout.key()); err != nil || openToOthers(info) {
		t.Errorf("the key to sign with: %v, %v", info.Mode(), err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	mustSeal(t, reopen(t, v.Dir()), keepText(c, "three"))
	checked(t, v.Dir())
}

// cut3 is the last part of a key's line, which nobody else may have.
func cut3(skey string) (name, hash, seed string) {
	parts := strings.SplitN(strings.TrimSuffix(strings.TrimPrefix(skey, "PRIVATE+KEY+"), "\n"), "+", 3)
	return parts[0], parts[1], parts[2]
}

// Each file operation of a replacement fails before or after it took effect, once
// or with all that come after it, as if the program had been ended there. Opened
// again, the vault has the old key and no entry of a replacement, or the new one
// and an entry in each chain; it is whole and goes on.
func TestRotateBreaksOff(t *testing.T) {
	count := &faults{at: -1}
	rotateOnce(t, count, func(*session, error) {})
	if count.n < 30 {
		t.Fatalf("%d steps: the faults are not on the path", count.n)
	}
	finished, forgotten := 0, 0
	for at := range count.n {
		for mode := range 4 {
			f := &faults{at: at, after: mode&1 > 0, dead: mode&2 > 0}
			rotateOnce(t, f, func(s *session, failed error) {
				what := fmt.Sprintf("step %d, %s, failed (took effect: %v, all others too: %v)", at, f.what, f.after, f.dead)
				was := s.rotatedTo()
				if err := s.verify(); err != nil {
					t.Errorf("%s: %v", what, err)
					return
				}
				if s.rotatedTo() != "" {
					finished++
				} else {
					forgotten++
				}
				if s.rotatedTo() == "" && s.replacedBy(s.chain) != "" {
					t.Errorf("%s: one chain has the replacement and the other does not", what)
				}
				if failed == nil && s.rotatedTo() == "" || was != "" && was != s.rotatedTo() {
					t.Errorf("%s: the replacement was acknowledged or sealed (%v), and is lost", what, failed)
				}
				if _, err := os.Stat(layout(s.vault).next()); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s: the next key is there still, %v", what, err)
				}
			})
		}
	}
	t.Logf("%d file operations: %d replacements finished, %d forgotten", count.n, finished, forgotten)
	if finished == 0 || forgotten == 0 {
		t.Error("one of both never happened")
	}
}

// rotateOnce replaces the key of a vault of two cases under faults and hands over
// what came of it, with no fault any more.
func rotateOnce(t *testing.T, f *faults, then func(*session, error)) {
	t.Helper()
	s := newSession(t)
	v, err := s.start()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Enter(t.TempDir(), "Roe v. Doe (synthetic)", "tester"); err != nil {
		t.Fatal(err)
	}
	s.keep(v, "a")
	f.with(func() {
		if _, err = v.Rotate(s.chain, "tester", "a test"); err != nil && !errors.Is(err, errDisk) {
			t.Errorf("the error is %v", err)
		}
		s.keep(v, "b") // refused if the replacement broke off
	})
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	then(s, err)
}

// rotatedTo is the key that every chain says the log's was replaced by; nothing if
// not every one says so.
func (s *session) rotatedTo() string {
	chains, err := layout(s.vault).listChains()
	if err != nil {
		s.t.Fatal(err)
	}
	to := map[string]int{}
	for _, c := range chains {
		to[s.replacedBy(c)]++
	}
	if len(to) > 1 || len(chains) != 2 {
		return ""
	}
	return slices.Collect(maps.Keys(to))[0]
}

func (s *session) replacedBy(c ledger.Chain) string {
	files, err := layout(s.vault).listRecords(c)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, name := range files {
		rs, err := readRecords(name)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, o := range rs {
			if o.Item.Rotated != nil {
				return o.Item.Rotated.New
			}
		}
	}
	return ""
}
