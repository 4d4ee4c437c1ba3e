package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
)

// filed is a random synthetic case in lines, each with the day of September 2025
// on which its source comes out. It is of an order, claims of its entry, of which
// one may be set aside, and of periods that run from there and from one another.
type filed struct {
	line string
	out  int
}

func randomTerms(r *rand.Rand) map[string][]filed {
	at := map[string][]filed{}
	add := func(list, format string, args ...any) {
		out := 10 + r.IntN(5)
		text := strings.ReplaceAll(fmt.Sprintf(format, args...), "SOURCE", fmt.Sprintf("s%d", out))
		at[list] = append(at[list], filed{text, out})
	}
	for i := range 1 + r.IntN(3) {
		add("times", "{id: c%d, kind: entered, at: 2025-09-%02d %02d:10, source: SOURCE}", i, 2+r.IntN(3), r.IntN(24))
	}
	for range r.IntN(2) {
		add("aside", "{claim: c0, why: a slip, source: SOURCE}")
	}
	add("periods", "{id: last, says: one, from: order.w.entered, length: %d days, court: dcd, source: SOURCE}", 2+r.IntN(3))
	add("periods", "{id: first, says: two, from: ends-last, length: 7 days, court: dcd, source: SOURCE}")
	add("lifecycle", "{id: ends-last, verb: expires, on: order, period: last, effect: from-stated-time, source: SOURCE}")
	add("lifecycle", "{id: ends-first, verb: expires, on: order, period: first, effect: from-stated-time, source: SOURCE}")
	return at
}

// loadTerms loads those lines of the case whose source is out by the day.
func loadTerms(t *testing.T, at map[string][]filed, day int) *holdshort.Case {
	t.Helper()
	var b strings.Builder
	b.WriteString("case: {id: terms, caption: Terms, zone: America/New_York}\nsources:\n- {id: s0, kind: notes, publisher: p, published: 2025-09-01}\n")
	for out := 10; out < 15; out++ {
		fmt.Fprintf(&b, "- {id: s%d, kind: notes, publisher: p, published: 2025-09-%d}\n", out, out)
	}
	lines := func(list string) []string {
		var out []string
		for _, x := range at[list] {
			if x.out <= day {
				out = append(out, x.line)
			}
		}
		return out
	}
	fmt.Fprintf(&b, "rulings:\n- {id: order, title: O, source: s0, expressions: [{id: w, form: minute-entry, source: s0, times: [%s]}]}\n", strings.Join(lines("times"), ", "))
	if len(lines("times")) == 0 { // an event needs a time to be one
		return nil
	}
	for _, list := range []string{"periods", "lifecycle", "aside"} {
		if list == "aside" && (at["times"][0].out > day || len(lines(list)) == 0) {
			continue
		}
		if known := lines(list); len(known) > 0 {
			fmt.Fprintf(&b, "%s:\n- %s\n", list, strings.Join(known, "\n- "))
		}
	}
	c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(b.String())}})
	if err != nil && day == 14 {
		t.Fatalf("%v\n%s", err, &b)
	}
	return c // nil where a line speaks of another that is not there
}

// bounding is all that bounds the events of a case, without the wording.
func bounding(c *holdshort.Case) []string {
	var out []string
	for _, e := range ground.Edges(c) {
		out = append(out, fmt.Sprint(e.ID, " ", e.C, " ", e.Claims))
	}
	return out
}

// Seen as of a day, a case with periods is bounded as if only the lines of
// sources that had come out by then had been written. Attached before it is seen
// so, a counted end is never more than that.
func TestPeriodsAsOf(t *testing.T) {
	counted, fewer := 0, 0
	for seed := range uint64(80) {
		at := randomTerms(rand.New(rand.NewPCG(seed, 7)))
		whole := loadTerms(t, at, 14)
		attached, _ := attachPeriods(whole)
		for day := 10; day < 15; day++ {
			cut := loadTerms(t, at, day)
			if cut == nil {
				continue
			}
			want, _ := attachPeriods(cut)
			st, err := span.Parse(fmt.Sprintf("2025-09-%d", day), span.Context{Zone: whole.Zone})
			if err != nil {
				t.Fatal(err)
			}
			then := st.Span.Latest()
			got, _ := attachPeriods(whole.As(then))
			if a, b := bounding(got), bounding(want); !slices.Equal(a, b) {
				t.Fatalf("seed %d, day %d: as of then\n%s\nof what had come out\n%s\n%v", seed, day, strings.Join(a, "\n"), strings.Join(b, "\n"), at)
			}
			for _, id := range []string{"ends-last", "ends-first"} {
				if e := got.Event(id); e != nil {
					counted += len(e.Claims)
				}
				late := attached.As(then).Event(id)
				if late == nil || len(late.Claims) == 0 {
					continue
				}
				fewer++
				if e := want.Event(id); e == nil || e.Hull() != late.Hull() {
					t.Fatalf("seed %d, day %d: %s counted from all, then seen as of then, is not what could be counted then", seed, day, id)
				}
			}
		}
	}
	if counted < 200 || fewer < 40 {
		t.Errorf("%d ends counted, %d of them known by the date of their source", counted, fewer)
	}
}
