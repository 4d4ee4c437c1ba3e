package finding

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

func engineOfText(t *testing.T, text string) *Engine {
	t.Helper()
	c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return New(c)
}

// count is one source's head count of a cohort.
type count struct {
	cohort, source string
	lo, hi         int
}

// heads is a random whole with two parts, and counts of all three.
func heads(r *rand.Rand) (text string, counts []count) {
	var b strings.Builder
	b.WriteString("case: {id: c, caption: C, zone: UTC}\nsources:\n")
	for i := range 9 {
		fmt.Fprintf(&b, "- {id: s%d, kind: notes, publisher: p}\n", i)
	}
	b.WriteString("cohorts:\n")
	for i, id := range []string{"whole", "left", "right"} {
		fmt.Fprintf(&b, "- {id: %s, name: %s, counts: [", id, id)
		for j := range 1 + r.IntN(3) {
			lo := r.IntN(7)
			n := count{id, fmt.Sprintf("s%d", 3*i+j), lo, lo + r.IntN(3)}
			fmt.Fprintf(&b, "{n: %d..%d, source: %s}, ", n.lo, n.hi, n.source)
			counts = append(counts, n)
		}
		b.WriteString("]")
		if id == "whole" {
			b.WriteString(", parts: [{of: [left, right], source: s8}]")
		} else if r.IntN(2) == 0 {
			b.WriteString(", part-of: whole")
		}
		b.WriteString("}\n")
	}
	return b.String(), counts
}

// Contradictions are the pairs of counts, or of a count and a sum, for which no
// numbers of heads can be found.
func TestContradictions(t *testing.T) {
	found := 0
	for seed := range uint64(400) {
		text, counts := heads(rand.New(rand.NewPCG(seed, 6)))
		e := engineOfText(t, text)
		var got []string
		for _, f := range e.counts() {
			for _, c := range f.Contradictions {
				var sources []string
				for _, x := range c.Cites {
					sources = append(sources, x.Source)
				}
				got = append(got, strings.Join(sources, "+"))
			}
			checkHull(t, f, counts)
		}
		want := impossible(e.Case, counts)
		slices.Sort(got)
		slices.Sort(want)
		if got, want := slices.Compact(got), slices.Compact(want); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v, by trying all numbers %v\n%s", seed, got, want, text)
		}
		found += len(want)
	}
	if t.Logf("%d contradictions", found); found < 200 {
		t.Error("too few contradictions to say anything")
	}
}

func checkHull(t *testing.T, f CountFinding, counts []count) {
	t.Helper()
	lo, hi := hullOf(string(f.Cohort.ID), counts)
	if f.Hull.Least != int64(lo) || f.Hull.Most != int64(hi) {
		t.Errorf("%s: %s, of counts from %d to %d", f.Cohort.ID, f.Hull, lo, hi)
	}
}

func hullOf(cohort string, counts []count) (lo, hi int) {
	lo, hi = 100, -1
	for _, c := range counts {
		if c.cohort == cohort {
			lo, hi = min(lo, c.lo), max(hi, c.hi)
		}
	}
	return lo, hi
}

// impossible names the sources of each set of counts that no numbers satisfy.
// Sources that give one number for one cohort are named together.
func impossible(c *holdshort.Case, counts []count) []string {
	var out []string
	add := func(sources ...string) {
		slices.Sort(sources)
		out = append(out, strings.Join(slices.Compact(sources), "+"))
	}
	can := func(test func(w, l, r int) bool) bool {
		for w := range 20 {
			for l := range 20 {
				for r := range 20 {
					if test(w, l, r) {
						return true
					}
				}
			}
		}
		return false
	}
	in := func(v int, n count) bool { return n.lo <= v && v <= n.hi }
	within := func(v int, cohort string) bool { lo, hi := hullOf(cohort, counts); return lo <= v && v <= hi }
	for i, a := range counts {
		for _, b := range counts[:i] {
			if a.cohort == b.cohort && !can(func(w, _, _ int) bool { return in(w, a) && in(w, b) }) {
				add(slices.Concat(same(a, counts), same(b, counts))...)
			}
		}
		if a.cohort == "whole" && !can(func(w, l, r int) bool { return in(w, a) && within(l, "left") && within(r, "right") && l+r == w }) {
			add(slices.Concat(same(a, counts), of("left", counts), of("right", counts), []string{"s8"})...)
		}
		for _, b := range counts {
			part := c.Cohort(holdshort.ID(a.cohort))
			if b.cohort == "whole" && slices.Contains(part.PartOf, "whole") && !can(func(w, l, _ int) bool { return in(w, b) && in(l, a) && l <= w }) {
				add(slices.Concat(same(a, counts), same(b, counts))...)
			}
		}
	}
	return out
}

func same(a count, counts []count) []string {
	var out []string
	for _, b := range counts {
		if a.cohort == b.cohort && a.lo == b.lo && a.hi == b.hi {
			out = append(out, b.source)
		}
	}
	return out
}

func of(cohort string, counts []count) []string {
	var out []string
	for _, c := range counts {
		if c.cohort == cohort {
			out = append(out, c.source)
		}
	}
	return out
}

// Sums say their arithmetic, ranges and open ends included.
func TestSums(t *testing.T) {
	e := engineOfText(t, `
case: {id: c, caption: C, zone: UTC}
sources: [{id: s, kind: notes, publisher: p}]
cohorts:
- {id: w, name: w, counts: [{n: 261, source: s}], parts: [{of: [a, b], source: s}, {of: [a, c], source: s}, {of: [a, d], source: s}, {of: [a, none], source: s}]}
- {id: a, name: a, counts: [{n: 238, source: s}]}
- {id: b, name: b, counts: [{n: 23, source: s}]}
- {id: c, name: c, counts: [{n: 20..25, source: s}]}
- {id: d, name: d, counts: [{n: at least 30, source: s}]}
- {id: none, name: none}
`)
	var got []string
	for _, f := range e.counts() {
		for _, s := range f.Sums {
			got = append(got, s.Words)
		}
		for _, c := range f.Contradictions {
			got = append(got, c.Words)
		}
	}
	want := []string{"238 + 20 to 25 = 258 to 263", "238 + 23 = 261", "238 + at least 30 = at least 268",
		`w: "261" [s] against 238 + at least 30 = at least 268`,
		"w: 238 + 20 to 25 = 258 to 263 against 238 + at least 30 = at least 268",
		"w: 238 + 23 = 261 against 238 + at least 30 = at least 268"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Amounts for each person and in all are those of exact fractions.
func TestPerHead(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 8))
	for range 500 {
		cents, n := r.Int64N(1_000_000_000_00), 1+r.Int64N(400)
		money := fmt.Sprintf("%d.%02d USD", cents/100, cents%100)
		e := engineOfText(t, fmt.Sprintf(`
case: {id: c, caption: C, zone: UTC}
sources: [{id: s, kind: notes, publisher: p}]
payments:
- {id: all, amount: %s, per: total, persons: [{n: %d, source: s}], status: paid, source: s}
- {id: each, amount: %s, per: person, persons: [{n: %d, source: s}], status: offered, source: s}
`, money, n, money, n))
		ps := e.payments()
		amount := big.NewRat(cents, 100)
		checkAmount(t, ps[0].Lines[0], "÷", n, new(big.Rat).Quo(amount, big.NewRat(n, 1)))
		checkAmount(t, ps[1].Lines[0], "×", n, new(big.Rat).Mul(amount, big.NewRat(n, 1)))
	}
}

// checkAmount reads a line such as "USD 4,760,000 ÷ 238 = USD 20000 for each
// person"; after "about", the amount is rounded to four decimals.
func checkAmount(t *testing.T, line, sign string, n int64, want *big.Rat) {
	t.Helper()
	left, right, _ := strings.Cut(line, " = USD ")
	if !strings.HasSuffix(left, fmt.Sprintf(" %s %d", sign, n)) {
		t.Errorf("%q does not say %s %d", line, sign, n)
	}
	text, about := strings.CutPrefix(strings.ReplaceAll(strings.TrimSuffix(right, " for each person"), ",", ""), "about ")
	got, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q has no amount", line)
	}
	diff := new(big.Rat).Sub(got, want)
	if !about && diff.Sign() != 0 || about && (diff.Sign() == 0 || diff.Abs(diff).Cmp(big.NewRat(1, 20_000)) > 0) {
		t.Errorf("%q, exactly %s", line, want.FloatString(6))
	}
}

// The end of a term is that of the civil calendar, as package time counts it,
// and stands to the end of custody as it should.
func TestTerms(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip(err)
	}
	r := rand.New(rand.NewPCG(1, 9))
	for range 200 {
		start := time.Date(2020+r.IntN(10), time.Month(1+r.IntN(12)), 1+r.IntN(28), 12, r.IntN(60), 0, 0, zone)
		years, months, days := r.IntN(3), r.IntN(12), 1+r.IntN(27)
		end := start.AddDate(years, months, days)
		over := end.Add(time.Duration(r.IntN(3)-1) * time.Millisecond)
		stamp := func(x time.Time) string { return x.UTC().Format("2006-01-02T15:04:05.000Z") }
		e := engineOfText(t, fmt.Sprintf(`
case: {id: c, caption: C, zone: America/New_York}
sources: [{id: s, kind: notes, publisher: p}]
cohorts: [{id: h, name: h}]
events: [{id: a, what: a, times: [{at: %q, source: s}]}, {id: z, what: z, times: [{at: %q, source: s}]}]
custody: [{id: held, of: h, from: [a], until: z, terms: [{length: %d years %d months %d days, source: s}]}]
`, stamp(start), stamp(over), years, months, days))
		fs := e.terms()
		if len(fs) != 1 || len(fs[0].Ends) != 1 {
			t.Fatalf("%+v", fs)
		}
		got := fs[0].Ends[0]
		if want := span.At(span.FromTime(end)); got.Span != want {
			t.Errorf("%d y %d m %d d from %s: %v, by package time %v", years, months, days, start, got.Span, want)
		}
		if want := tri.Of(over.Before(end)); got.Before != want {
			t.Errorf("ended %s, term to %s: before is %s", over, end, got.Before)
		}
	}
}
