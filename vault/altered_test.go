package vault

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/ledger"
)

// unchecked are files in which an altered byte changes nothing that is sealed.
// The list of cases is for finding them: a person may edit it, and what in it has
// to agree with a chain is tried below.
var unchecked = []string{"private/lock", "private/cases.json"}

// A byte of any file is altered, in several places, and the vault checked. Each
// time it is noticed: by reading, by Check, or by a note of it.
func TestAlteredBytes(t *testing.T) {
	v, c := fresh(t)
	mustSeal(t, v, keepText(c, "one"), keepText(c, "two"))
	mustSeal(t, v, Draft{Chain: c, Item: ledger.Item{Kind: ledger.Change, Edit: &ledger.Edit{Path: "case.yaml"}}, Bytes: []Content{{Name: "case.yaml", From: strings.NewReader("case: {}\n")}}})
	if _, err := v.Erase(c, 1, "tester", "a test", "nobody's"); err != nil {
		t.Fatal(err)
	}
	mustRotate(t, v, c)
	mustSeal(t, v, keepText(c, "three"))
	old := 0
	n := 0
	err := filepath.WalkDir(v.Dir(), func(name string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(v.Dir(), name)
		rel = filepath.ToSlash(rel)
		if err != nil || e.IsDir() || slices.Contains(unchecked, rel) {
			return err
		}
		if strings.HasPrefix(rel, "log/tile/") && !strings.HasSuffix(rel, "/7") {
			old++ // a partial tile of an earlier checkpoint
			return nil
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.Chmod(name, 0o600); err != nil {
			return err
		}
		for at := 0; at < len(b); at += 1 + len(b)/50 {
			changed := slices.Clone(b)
			changed[at] ^= 1
			if err := os.WriteFile(name, changed, 0o600); err != nil {
				return err
			}
			n++
			if !noticed(t, v.Dir()) {
				t.Errorf("byte %d of %s was altered and nobody noticed", at, rel)
			}
		}
		if err := os.WriteFile(name, b[:len(b)-1], 0o600); err != nil {
			return err
		}
		if !noticed(t, v.Dir()) {
			t.Errorf("the last byte of %s was cut off and nobody noticed", rel)
		}
		return os.WriteFile(name, b, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d alterations; %d files of earlier checkpoints passed over", n, old)
	checked(t, v.Dir())
	listed, err := os.ReadFile(v.cases())
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"Doe": "Roe", c.String(): "g" + c.String()[1:], `".."`: `"nowhere"`} {
		changed := strings.Replace(string(listed), from, to, 1)
		if err := os.WriteFile(v.cases(), []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		if changed == string(listed) || !noticed(t, v.Dir()) {
			t.Errorf("%s for %s in the list of cases, and nobody noticed", to, from)
		}
	}
	if err := os.WriteFile(v.cases(), listed, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{v.former(), filepath.Join(v.witnessed(), "6"), v.records(c, 3), v.layout.key(), v.publicKey(), v.checkpoint(), v.signed(), v.cases(), v.blob(chainOf(t, checked(t, v.Dir()), c).Entry(2).Item.Blobs[0].SHA256)} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if !noticed(t, v.Dir()) {
			t.Errorf("%s was removed and nobody noticed", name)
		}
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	checked(t, v.Dir())
}

// noticed reports whether reading or checking the vault says that something is
// wrong.
func noticed(t *testing.T, dir string) bool {
	t.Helper()
	l, err := Read(dir)
	if err != nil {
		return true
	}
	r, err := l.Check()
	return err != nil || len(r.Problems) > 0 || len(r.Notes) > 0
}

// What is sealed twice under one index, or under none, is noticed.
func TestMovedRecords(t *testing.T) {
	v, c := fresh(t)
	mustSeal(t, v, keepText(c, "one"))
	mustSeal(t, v, keepText(c, "two"))
	name := v.records(c, 2)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{`{"index":1,`, `{"index":0,`} {
		moved := strings.Replace(string(b), `{"index":2,`, to, 1)
		if moved == string(b) {
			t.Fatal("there is nothing to move")
		}
		if err := os.Chmod(name, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(moved), 0o600); err != nil {
			t.Fatal(err)
		}
		if !noticed(t, v.Dir()) {
			t.Errorf("a record with another index (%s) was taken", to)
		}
	}
}
