package finding_test

import (
	"fmt"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/tri"
)

// Every answer to a formula in the sample cases has a proof that the checker
// accepts.
func TestSamplesProved(t *testing.T) {
	trials := samples(t)
	trials["rich"] = os.DirFS("testdata/rich")
	for name, files := range trials {
		c, err := holdshort.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		e := finding.New(c)
		r, err := e.Report(finding.Options{})
		if err != nil {
			t.Fatal(err)
		}
		proved := 0
		check := func(id string, n formula.Node, reading *holdshort.Reading, res *finding.Result) {
			under := ""
			if reading != nil {
				under = string(reading.ID)
			}
			if res.Reason == tri.Budget {
				t.Errorf("%s: %s is over budget", name, id)
				return
			}
			if err := proof.Check(c, e.Prove(n.String(), under, res)); err != nil {
				t.Errorf("%s: %s: %v", name, id, err)
			}
			proved++
		}
		for _, f := range r.Findings {
			if f.Kind == "formula" {
				check(f.ID, f.Asked, f.Reading, &f.Result)
			}
		}
		for _, v := range r.Statements {
			for _, a := range v.Answers {
				check(v.ID, v.Claim.Formula, a.Reading, &a.Result)
			}
		}
		if t.Logf("%s: %d proofs", name, proved); proved < 2 {
			t.Errorf("%s: only %d formulas answered", name, proved)
		}
	}
}

// leg is a case in which an aircraft leaves an area on its way; the touchdown
// is known to the millisecond, and reaches by ms later.
func leg(t *testing.T, by time.Duration) *holdshort.Case {
	t.Helper()
	at := func(d time.Duration) string {
		return time.Date(2025, 3, 15, 12, 0, 0, 0, time.UTC).Add(d).Format("2006-01-02T15:04:05.000Z")
	}
	text := fmt.Sprintf(`
case: {id: c, caption: C, zone: UTC}
sources: [{id: s, kind: notes, publisher: p}]
places: [{id: IN, name: in, at: 26.5N 97.5W}, {id: OUT, name: out, at: 13.5N 89.0W}]
areas: [{id: sq, name: a square, kind: airspace, outline: [30N 100W, 30N 90W, 25N 90W, 25N 100W]}]
movements:
- id: m
  name: M
  top-speed: {speed: 500 kt, why: assumed}
  phases:
  - {phase: wheels-up, place: IN, times: [{at: %q, source: s}]}
  - {phase: leaves, area: sq}
  - {phase: touchdown, place: OUT, times: [{id: down, at: "between %s and %s", source: s}]}
events: [{id: said, what: said, times: [{at: %q, source: s}]}]
`, at(0), at(119*time.Minute), at(119*time.Minute+by), at(67*time.Minute))
	c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The flip counts that a later landing lets an aircraft go round further, so
// that a limit derived from it gives way too.
func TestFlipOverLimits(t *testing.T) {
	ask := func(by time.Duration, text string) *finding.Result {
		n, err := formula.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		res, err := finding.New(leg(t, by)).Answer(n, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	flips := 0
	for _, text := range []string{"before(m.leaves@sq, said)", "before(said, m.leaves@sq)", "before(m.leaves@sq + 20m, said)", "before(m.leaves@sq + 37m, said)", "before(m.leaves@sq - 20m, said)"} {
		res := ask(0, text)
		if res.Flip == nil || res.Flip.Claim != "down" {
			continue
		}
		flips++
		by := time.Duration(res.Flip.By) * time.Millisecond
		t.Logf("%s is %s until the landing is %s later", text, res.Truth, by)
		if got := ask(by, text); got.Truth == res.Truth {
			t.Errorf("%s is %s, and still so with the landing %s later", text, res.Truth, by)
		}
		if got := ask(by-time.Millisecond, text); got.Truth != res.Truth {
			t.Errorf("%s is %s, and no longer with the landing 1 ms less than %s later", text, res.Truth, by)
		}
	}
	if flips == 0 {
		t.Error("no flip turned on the landing")
	}
}
