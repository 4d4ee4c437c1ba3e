package ground_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// A time stated in a formula is an event of its own with the bounds of the
// words, one for each text.
func TestStatedTimes(t *testing.T) {
	c := atoms(t)
	f, g := form(t, c, `before(t, "15 March 2025 18:46 EDT") and not-after("15 March 2025 18:46 EDT", "by noon EDT on 18 March 2025")`, "")
	got := map[string]int64{}
	for _, e := range g.Stated {
		if e.Basis != ground.Stated {
			t.Errorf("%s rests on %s", e.ID, e.Basis)
		}
		got[fmt.Sprintf("%s≤%s", e.X, e.Y)] = e.C
	}
	at := func(text string) int64 {
		st, err := span.Parse(text, span.Context{})
		if err != nil {
			t.Fatal(err)
		}
		return int64(st.Span.Earliest())
	}
	minute, noon := at("2025-03-15T22:46:00.000Z"), at("2025-03-18T16:00:59.999Z")
	want := map[string]int64{
		"≤stated:15 March 2025 18:46 EDT":      -minute,
		"stated:15 March 2025 18:46 EDT≤":      minute + 59_999,
		"stated:by noon EDT on 18 March 2025≤": noon,
	}
	if len(got) != len(want) {
		t.Errorf("%d constraints, want %d: %v", len(got), len(want), got)
	}
	for k, c := range want {
		if got[k] != c {
			t.Errorf("%s %d, want %d", k, got[k], c)
		}
	}
	if n := len(f.Events()); n != 3 {
		t.Errorf("the formula compares %d moments, not 3", n)
	}
	if _, err := ground.New(c, nil).Form(mustParse(t, `before(t, "some time")`)); err == nil {
		t.Error("a stated time that is none is taken")
	}
}

func mustParse(t *testing.T, text string) formula.Node {
	t.Helper()
	n, err := formula.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What one reading leaves open is another unknown than what a second leaves
// open; what no reading bears on is one and the same.
func TestFactsOfTwoReadings(t *testing.T) {
	c := atoms(t)
	ids := func(text string) []string {
		f, _ := form(t, c, text, "")
		var out []string
		for _, x := range f.Facts() {
			out = append(out, x.ID)
		}
		return out
	}
	for _, atom := range []string{"covered(far-part, plain)", "before(completes(aloft, retain), t)", "in-force(plain, t)"} {
		if two := ids("(under back: " + atom + ") and not (under silent: " + atom + ")"); two[0] == two[1] {
			t.Errorf("%s: two readings share the fact %q", atom, two[0])
		}
		if one := ids("(under back: " + atom + ") and not (under back: " + atom + ")"); one[0] != one[1] {
			t.Errorf("%s: one reading has two facts, %q", atom, one)
		}
	}
	if one := ids("(under back: happened(clash)) and not happened(clash)"); one[0] != one[1] {
		t.Errorf("happened(clash) is two facts, %q", one)
	}
}

// The order of events and lengths between them become the constraints that
// their words say, and as of an earlier time only what was known then.
func TestSequenceEdges(t *testing.T) {
	c := loadText(t, `
case: {id: c, caption: C, zone: UTC}
sources: [{id: early, kind: notes, publisher: p, published: 2025-01-01}, {id: late, kind: notes, publisher: p, published: 2025-02-01}]
events: [{id: a, what: a, source: early}, {id: b, what: b, source: early}, {id: c1, what: c, source: early}]
sequences:
- {id: plain, in-order: [a, b, c1], why: w, source: early}
- {id: close, in-order: [a, b], least: 5m, most: 10m, why: w, source: late}
`)
	want := map[string]string{
		"sequence:plain:1:least": "a − b ≤ 0", "sequence:plain:2:least": "b − c1 ≤ 0",
		"sequence:close:1:least": "a − b ≤ -300000", "sequence:close:1:most": "b − a ≤ 600000",
	}
	check := func(c *holdshort.Case, n int) {
		edges := ground.Edges(c)
		if len(edges) != n {
			t.Errorf("%d constraints, want %d", len(edges), n)
		}
		for _, e := range edges {
			if got := fmt.Sprintf("%s − %s ≤ %d", e.X, e.Y, e.C); got != want[e.ID] {
				t.Errorf("%s: %s, want %s", e.ID, got, want[e.ID])
			}
		}
	}
	check(c, 4)
	st, _ := span.Parse("2025-01-15", span.Context{Zone: "UTC"})
	check(c.As(st.Span.Latest()), 2)
}

func loadText(t *testing.T, text string) *holdshort.Case {
	t.Helper()
	c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// flight is a case with a leg from a place in a square area to one outside it.
func flight(t *testing.T, claims string) *holdshort.Case {
	return loadText(t, `
case: {id: c, caption: C, zone: UTC}
sources: [{id: s, kind: notes, publisher: p}]
places: [{id: IN, name: in, at: 26.5N 97.5W}, {id: OUT, name: out, at: 13.5N 89.0W}]
areas: [{id: sq, name: a square, kind: airspace, error: 1 km, outline: [30N 100W, 30N 90W, 25N 90W, 25N 100W]}]
movements:
- id: m
  name: M
  top-speed: {speed: 500 kt, why: assumed}
  phases:
  - {phase: wheels-up, place: IN`+claims+`
`)
}

const untimed = `}
  - {phase: leaves, area: sq}
  - {phase: touchdown, place: OUT}`

// No distance can be flown faster than at the top speed: the least time is the
// distance, by hand, over the speed, rounded down to the millisecond.
func TestLeastTime(t *testing.T) {
	c := flight(t, untimed)
	d := geo.Distance(*c.Place("IN").Point, *c.Place("OUT").Point)
	if d < 1_650_000 || d > 1_700_000 { // about 1,680 km on the globe
		t.Fatalf("the distance is %v", d)
	}
	e := edge(t, c, "limit:m.touchdown@OUT")
	d = geo.Meters(math.Floor(float64(d)/100) * 100) // as the limit counts it
	want := -int64(math.Floor(float64(d) / (500 * 1852.0 / 3600) * 1000))
	if e.X != "m.wheels-up@IN" || e.Y != "m.touchdown@OUT" || e.C < want || e.C > want+1 {
		t.Errorf("%s − %s ≤ %d ms, by hand %d", e.X, e.Y, e.C, want)
	}
}

func edge(t *testing.T, c *holdshort.Case, id string) ground.Edge {
	t.Helper()
	for _, e := range ground.Edges(c) {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("there is no constraint %q", id)
	return ground.Edge{}
}

// The bounds on leaving an area agree with sampling its boundary: never beyond
// what a sample allows, and close to the best of them.
func TestLeavingEdges(t *testing.T) {
	timed := func(down string) string {
		return ", times: [{at: 2025-03-15T12:00:00Z, source: s}]}\n  - {phase: leaves, area: sq}\n" +
			"  - {phase: touchdown, place: OUT, times: [{at: " + down + ", source: s}]}"
	}
	for _, x := range []struct {
		claims string
		hours  float64 // most time for the leg, rounded up to ten minutes; 0 for any
	}{{untimed, 0}, {timed("2025-03-15T13:59:00Z"), 2}, {timed("2025-03-15T15:05:00Z"), 3 + 1.0/6}} {
		c := flight(t, x.claims)
		out, back := sampled(c, x.hours)
		for _, b := range []struct {
			id   string
			best geo.Meters
		}{{"limit:m.leaves@sq:from", out}, {"limit:m.leaves@sq:to", back}} {
			got := float64(-edge(t, c, b.id).C) / 1000 * 500 * 1852 / 3600 // metres
			// 1 km of error either way, and a kilometre between samples.
			if best := float64(b.best); got > best || got < best-3000 {
				t.Errorf("%s, %.2f h: %.0f m, by sampling %.0f m", b.id, x.hours, got, best)
			}
		}
	}
}

// sampled is the least distance from IN, and to OUT, of points every kilometre
// of the boundary that can be flown by way of in the time.
func sampled(c *holdshort.Case, hours float64) (from, to geo.Meters) {
	in, out := *c.Place("IN").Point, *c.Place("OUT").Point
	budget := geo.Meters(math.Inf(1))
	if hours > 0 {
		budget = geo.Meters(hours * 500 * 1852)
	}
	from, to = geo.Meters(math.Inf(1)), geo.Meters(math.Inf(1))
	ring := c.Area("sq").Outline
	for i, a := range ring {
		length, azimuth, _ := geo.Inverse(a, ring[(i+1)%len(ring)])
		for s := geo.Meters(0); s < length; s += 1000 {
			p, _ := geo.Direct(a, azimuth, s)
			d, e := geo.Distance(in, p), geo.Distance(p, out)
			if d+e <= budget {
				from, to = min(from, d), min(to, e)
			}
		}
	}
	return from, to
}

// Claims bound an event by their hull; what is planned, inferred or set aside
// does not count, and the claims that set a bound are named.
func TestClaimEdges(t *testing.T) {
	c := loadText(t, `
case: {id: c, caption: C, zone: UTC}
sources: [{id: s, kind: notes, publisher: p}, {id: r, kind: notes, publisher: p}]
events:
- id: a
  what: a
  times:
  - {id: one, at: 2025-03-15T12:05Z, source: s}
  - {id: two, at: between 2025-03-15T12:01Z and 2025-03-15T12:05Z, source: r}
  - {id: wish, at: 2025-03-15T11:00Z, source: s, kind: planned}
  - {id: slip, at: 2025-03-15T15:00Z, source: s}
- {id: b, what: b, times: [{at: since 2025-03-15T12:00Z, source: s}, {at: 2025-03-15T12:30Z, source: r}]}
aside: [{claim: slip, why: a slip}]
`)
	at := func(text string) int64 {
		st, err := span.Parse(text, span.Context{})
		if err != nil {
			t.Fatal(err)
		}
		return int64(st.Span.Earliest())
	}
	early, late := edge(t, c, "claims:a:earliest"), edge(t, c, "claims:a:latest")
	if early.C != -at("2025-03-15T12:01Z") || late.C != at("2025-03-15T12:05:59.999Z") {
		t.Errorf("a lies from %d to %d", -early.C, late.C)
	}
	if got := strings.Join(early.Claims, " ") + " | " + strings.Join(late.Claims, " "); got != "two | two one" {
		t.Errorf("the bounds of a rest on %s", got)
	}
	// A claim with one side does not widen what the other says of b.
	if e := edge(t, c, "claims:b:earliest"); e.C != -at("2025-03-15T12:30Z") {
		t.Errorf("b is not before %d", -e.C)
	}
	if e := edge(t, c, "bound:b#s"); e.C != -at("2025-03-15T12:00Z") || e.X != ground.Zero {
		t.Errorf("b is not before %d", -e.C)
	}
	if n := len(ground.Edges(c)); n != 5 {
		t.Errorf("%d constraints, want 5", n)
	}
}

// A formula brought down and negated twice is what it was.
func TestNotNot(t *testing.T) {
	c := atoms(t)
	for _, text := range []string{"airborne(whole, t)", "in-force(lifted, t)", "happened(clash) or not noticed(gov, plain.oral, t)"} {
		f, _ := form(t, c, text, "then")
		at := minutes(t, wholeAt+"100, t0 0, stay2 50, lift2 80, told.delivered 1, told.read-back 2")
		if a, b := value(t, f, at), value(t, f.Not().Not(), at); a.Truth != b.Truth {
			t.Errorf("%s is %s, twice negated %s", text, a.Truth, b.Truth)
		}
		if a, b := value(t, f, at).Truth, value(t, f.Not(), at).Truth; a != tri.Not(b) {
			t.Errorf("%s is %s and its negation %s", text, a, b)
		}
	}
}
