package ground_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/tri"
)

// A ruling and four that derive from it, by edges of each effect, the last by
// way of another.
const lineage = `case: {id: line, caption: Line, zone: UTC}
sources: [{id: s, kind: notes, publisher: one}]
rulings:
- {id: parent, title: P, expressions: [{id: oral, form: oral}]}
- {id: heir, title: H, expressions: [{id: oral, form: oral}]}
- {id: loose, title: L, expressions: [{id: oral, form: oral}]}
- {id: argued, title: A, expressions: [{id: oral, form: oral}]}
- {id: grandchild, title: G, expressions: [{id: oral, form: oral}]}
events: [{id: t0, what: begins, source: s}, {id: t, what: asked about, source: s}]
lifecycle:
- {id: stay, verb: stays, on: parent, effect: from-now, times: [{at: 2025-03-16, source: s}], source: s}
- {id: lift, verb: lifts-stay, on: parent, lifts: stay, effect: from-now, times: [{at: 2025-03-16, source: s}], source: s}
- {id: gone, verb: vacates, on: parent, effect: from-now, times: [{at: 2025-03-16, source: s}], source: s}
- {id: done, verb: expires, on: parent, effect: from-now, times: [{at: 2025-03-16, source: s}], source: s}
- {id: by-heir, verb: enforces, on: parent, by: heir, effect: from-now, source: s}
- {id: by-loose, verb: enforces, on: parent, by: loose, effect: none, source: s}
- {id: by-argued, verb: enforces, on: parent, by: argued, effect: disputed, source: s}
- {id: by-grandchild, verb: enforces, on: heir, by: grandchild, effect: from-stated-time, source: s}
readings:
- {id: silent, name: silent, BINDS}
- {id: carries, name: carries, BINDS, vacatur: [{ruling: argued, edge: by-argued, reaches: from-then}]}
- {id: stands, name: stands, BINDS, vacatur: [{ruling: argued, edge: by-argued, reaches: none}]}
- {id: beside, name: speaks of another ruling, BINDS, vacatur: [{ruling: parent, edge: by-argued, reaches: none}, {ruling: argued, reaches: none}]}
`

func family(t *testing.T) *holdshort.Case {
	t.Helper()
	binds := "binds: [{ruling: parent, from: t0}, {ruling: heir, from: t0}, {ruling: loose, from: t0}, {ruling: argued, from: t0}, {ruling: grandchild, from: t0}]"
	text := strings.ReplaceAll(lineage, "BINDS", binds)
	c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A derivative ruling is out of force while its parent is stayed, and once that
// is set aside; that the parent ran out does not touch it.
func TestDerivedRulings(t *testing.T) {
	c := family(t)
	for _, x := range []struct {
		ruling, reading, at string
		want                tri.Truth
	}{
		{"heir", "silent", "10", tri.Yes},
		{"heir", "silent", "50", tri.No}, // the stay
		{"heir", "silent", "79", tri.No},
		{"heir", "silent", "80", tri.Yes}, // lifted
		{"heir", "silent", "95", tri.Yes}, // the parent has run out
		{"parent", "silent", "95", tri.No},
		{"heir", "silent", "100", tri.No}, // set aside
		{"grandchild", "silent", "50", tri.No},
		{"grandchild", "silent", "80", tri.Yes},
		{"grandchild", "silent", "100", tri.No},
		{"loose", "silent", "50", tri.Yes},
		{"loose", "silent", "100", tri.Yes},
		{"argued", "silent", "10", tri.Yes},
		{"argued", "silent", "50", tri.Unknown},
		{"argued", "silent", "80", tri.Yes},
		{"argued", "silent", "100", tri.Unknown},
		{"argued", "carries", "50", tri.No},
		{"argued", "stands", "50", tri.Yes},
		{"argued", "stands", "100", tri.Yes},
		{"argued", "beside", "50", tri.Unknown},
	} {
		f, _ := form(t, c, "in-force("+x.ruling+", t)", x.reading)
		if got := value(t, f, minutes(t, "t0 0, stay 50, lift 80, done 90, gone 100, t "+x.at)); got.Truth != x.want {
			t.Errorf("%s under %s at %s: %s, want %s", x.ruling, x.reading, x.at, got.Truth, x.want)
		}
	}
}

// A reading that is silent on an act of disputed effect may yet choose any of the
// three: of a vacatur nothing follows at any time, of a stay nothing while it lasts.
func TestSilentOnAnAct(t *testing.T) {
	c := loadText(t, `case: {id: k, caption: K, zone: UTC}
sources: [{id: s, kind: notes, publisher: one}]
rulings: [{id: gone, title: G, expressions: [{id: oral, form: oral}]}, {id: held, title: H, expressions: [{id: oral, form: oral}]}]
events: [{id: t0, what: begins, source: s}, {id: t, what: asked about, source: s}]
lifecycle:
- {id: vacated, verb: vacates, on: gone, effect: disputed, times: [{at: 2025-03-16, source: s}], source: s}
- {id: stayed, verb: stays, on: held, effect: disputed, times: [{at: 2025-03-16, source: s}], source: s}
- {id: lifted, verb: lifts-stay, on: held, lifts: stayed, effect: from-now, times: [{at: 2025-03-16, source: s}], source: s}
readings:
- {id: silent, name: silent, binds: [{ruling: gone, from: t0}, {ruling: held, from: t0}]}
- {id: then, name: from then, binds: [{ruling: gone, from: t0}, {ruling: held, from: t0}], vacatur: [{ruling: gone, reaches: from-then}, {ruling: held, reaches: from-then}]}
- {id: back, name: back, binds: [{ruling: gone, from: t0}, {ruling: held, from: t0}], vacatur: [{ruling: gone, reaches: back}, {ruling: held, reaches: back}]}
- {id: none, name: not at all, binds: [{ruling: gone, from: t0}, {ruling: held, from: t0}], vacatur: [{ruling: gone, reaches: none}, {ruling: held, reaches: none}]}
`)
	for _, ruling := range []string{"gone", "held"} {
		for _, at := range []string{"10", "50", "90"} {
			under := func(reading string) tri.Value {
				f, _ := form(t, c, "in-force("+ruling+", t)", reading)
				return value(t, f, minutes(t, "t0 0, vacated 40, stayed 40, lifted 80, t "+at))
			}
			want := under("then").Truth
			for _, choice := range []string{"back", "none"} {
				if under(choice).Truth != want {
					want = tri.Unknown
				}
			}
			if got := under("silent"); got.Truth != want || want == tri.Unknown && got.Reason != tri.ReadingSilent {
				t.Errorf("%s at %s: %s (%s), by every choice %s", ruling, at, got.Truth, got.Reason, want)
			}
		}
	}
}

// Force tells the same edges as the formula, and a Grounder for another reading
// sees that reading alone.
func TestForce(t *testing.T) {
	c := family(t)
	g := ground.New(c, c.Reading("silent"))
	f, err := g.Force("argued")
	if err != nil || len(f.Outs) != 2 || f.Outs[0].Edge.ID != "gone" || f.Outs[1].Edge.ID != "stay" || f.Outs[1].Lift.ID != "lift" {
		t.Fatalf("of argued: %+v, %v", f, err)
	}
	for _, o := range f.Outs {
		if len(o.Open) != 1 || o.Open[0].ID != "by-argued" {
			t.Errorf("%s is open by %v", o.Edge.ID, o.Open)
		}
	}
	if f, _ := g.For(c.Reading("stands")).Force("argued"); len(f.Outs) != 0 {
		t.Errorf("under a reading by which it stands alone: %+v", f.Outs)
	}
	n, err := formula.Parse("in-force(argued, t)")
	if err != nil {
		t.Fatal(err)
	}
	want, _ := form(t, c, "in-force(argued, t)", "silent")
	if got := g.InForce(n, f, false, ground.Term{Event: "t"}); len(got.Facts()) != len(want.Facts()) || got.Facts()[0].ID != want.Facts()[0].ID {
		t.Errorf("InForce names its facts %v, the formula %v", got.Facts(), want.Facts())
	}
}

// A lattice of rulings that each enforce two, all of disputed effect, has more
// ways up than can be followed. The answer is then unknown, and comes at once.
func TestForceIsBounded(t *testing.T) {
	var rulings, edges strings.Builder
	for i := range 20 {
		for _, side := range []string{"a", "b"} {
			fmt.Fprintf(&rulings, "- {id: %s%d, title: R, expressions: [{id: oral, form: oral}]}\n", side, i)
			for _, to := range []string{"a", "b"} {
				if i > 0 {
					fmt.Fprintf(&edges, "- {id: %s%d-%s, verb: enforces, on: %s%d, by: %s%d, effect: disputed, source: s}\n", side, i, to, to, i-1, side, i)
				}
			}
		}
	}
	c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte("case: {id: k, caption: K, zone: UTC}\nsources: [{id: s, kind: notes, publisher: one}]\n" +
		"events: [{id: t0, what: begins, source: s}, {id: t, what: asked about, source: s}]\n" +
		"rulings:\n" + rulings.String() + "lifecycle:\n" + edges.String() + "readings: [{id: silent, name: silent, binds: [{ruling: a19, from: t0}]}]\n")}})
	if err != nil {
		t.Fatal(err)
	}
	f, _ := form(t, c, "in-force(a19, t)", "silent")
	if got := value(t, f, minutes(t, "t0 0, t 10")); got.Truth != tri.Unknown || got.Reason != tri.Budget {
		t.Errorf("%s (%s), want unknown for the budget", got.Truth, got.Reason)
	}
}
