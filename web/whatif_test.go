package web

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

// What would follow if a claim were moved is what follows from the case with the
// claim written so.
func TestWhatIf(t *testing.T) {
	s, _ := toy(t)
	b, err := os.ReadFile(synthetic + "/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := holdshort.Load(os.DirFS(synthetic))
	if err != nil {
		t.Fatal(err)
	}
	was, err := finding.New(c).Report(finding.Options{})
	if err != nil {
		t.Fatal(err)
	}
	turned := 0
	for _, x := range []struct{ claim, by, line, with string }{
		{"order.oral.pronounced#T1", "PT10M", `"between 18:45 and 18:48 EST", source: T1`, `"between 18:55 and 18:58 EST", source: T1`},
		{"order.written.entered#D1", "PT2H", `{kind: entered, at: "19:25 EST", source: D1}`, `{kind: entered, at: "21:25 EST", source: D1}`},
		{"ex105.wheels-up@KHRL#W1", "-PT2H", `{at: "19:37 EST", source: W1}`, `{at: "17:37 EST", source: W1}`},
	} {
		edited := strings.Replace(string(b), x.line, x.with, 1)
		if edited == string(b) {
			t.Fatalf("the case has no %s", x.line)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "case.yaml"), []byte(edited), 0o644); err != nil {
			t.Fatal(err)
		}
		written, err := holdshort.Load(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		is, err := finding.New(written).Report(finding.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var w whatIfJSON
		s.read("/api/cases/toy/whatif"+parameter("claim", x.claim, "by", x.by), &w)
		got := map[string]turnedJSON{}
		for _, f := range w.Turned {
			got[f.Finding] = f
		}
		for i, f := range was.Findings {
			g := is.Findings[i]
			want := f.Truth != g.Truth || f.Outcome != g.Outcome
			if have, ok := got[f.ID]; ok != want || ok && (have.Was != f.Truth || have.Is != g.Truth || have.OutcomeIs != g.Outcome) {
				t.Errorf("%s by %s: %s is %s and would be %s; turned: %t, %+v", x.claim, x.by, f.ID, f.Truth, g.Truth, ok, have)
			}
		}
		if !w.WhatIf || len(w.Turned)+len(w.Moved)+w.Same != len(was.Findings) {
			t.Errorf("%d turned, %d moved, %d the same, of %d", len(w.Turned), len(w.Moved), w.Same, len(was.Findings))
		}
		turned += len(w.Turned)
	}
	if turned == 0 {
		t.Error("nothing turned, so that nothing was compared")
	}
	for by, want := range map[string]int{"PT0S": 200, "two": 400, "": 400, "400 days": 400, "-P367D": 400, "99999999999999999999s": 400} {
		if g := s.ask("GET", "/api/cases/toy/whatif?claim="+url.QueryEscape("order.oral.pronounced#T1")+"&by="+url.QueryEscape(by)); g.status != want {
			t.Errorf("by %q: status %d, want %d", by, g.status, want)
		}
	}
	if g := s.ask("GET", "/api/cases/toy/whatif?by=PT1M&claim=order.oral.pronounced%23T2"); g.status != 404 || !strings.Contains(g.body, "did you mean") {
		t.Errorf("another claim: status %d, %s", g.status, g.body)
	}
}
