package exhibit_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/internal/toy"
	"github.com/holdshort/holdshort/proof"
)

var updateMeaning = flag.Bool("update-meaning", false, "record what testdata/meaning.txt holds")

// A synthetic case gives the bytes that were recorded for this Meaning. Where
// this fails, and a program with the old Meaning has been released, raise
// finding.Meaning; then, or before the first release, run with -update-meaning.
func TestMeaning(t *testing.T) {
	c, err := holdshort.Load(toy.Synthetic(200, 10, toy.Apart))
	if err != nil {
		t.Fatal(err)
	}
	files, _, err := exhibit.Derive(c)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("meaning %d\n", finding.Meaning)
	for _, f := range files {
		got += fmt.Sprintf("%x  %s\n", sha256.Sum256(f.Bytes), f.Name)
	}
	if *updateMeaning {
		if err := os.WriteFile("testdata/meaning.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/meaning.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("derived\n%s, recorded\n%s: raise finding.Meaning if a program with the old one is released; then run with -update-meaning", got, want)
	}
}

// What is derived is the same each time; every proof in it is accepted when read
// back, against a case loaded afresh; and every finding that can have a proof has
// one.
func TestDerive(t *testing.T) {
	for _, name := range cases.Names {
		files, err := cases.Open(name)
		if err != nil {
			t.Skipf("%s is not here: %v", name, err)
		}
		var was []exhibit.Derived
		for range 2 {
			c, err := holdshort.Load(files)
			if err != nil {
				t.Fatal(err)
			}
			got, r, err := exhibit.Derive(c)
			if err != nil {
				t.Fatal(err)
			}
			for i := range was {
				if !bytes.Equal(got[i].Bytes, was[i].Bytes) {
					t.Errorf("%s: %s differs the second time", name, got[i].Name)
				}
			}
			was = got
			checkProofs(t, c, r, got[3].Bytes)
		}
	}
}

func checkProofs(t *testing.T, c *holdshort.Case, r *finding.Report, b []byte) {
	t.Helper()
	var file struct {
		Digest string
		Proofs []finding.Proved
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	if file.Digest != c.Digest().String() {
		t.Errorf("proofs.json is of %s", file.Digest)
	}
	proved := map[string]bool{}
	for _, f := range file.Proofs {
		proved[f.Finding] = true
		for _, p := range f.Proofs {
			if err := proof.Check(c, p); err != nil {
				t.Errorf("%s: %v", f.Finding, err)
			}
		}
	}
	for _, f := range r.Findings {
		if f.Kind == "formula" && f.Reason != "budget" && !proved[f.ID] {
			t.Errorf("%s has no proof", f.ID)
		}
	}
}
