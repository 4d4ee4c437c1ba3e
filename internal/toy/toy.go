// Package toy makes small random cases on a grid of a few milliseconds, writes
// them as case files, and finds the truth of formulas over them by trying every
// world. It shares no code with the solver or the grounding: tests of both
// compare them with it.
package toy

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing/fstest"
	"time"

	"github.com/holdshort/holdshort"
)

// Grid is the number of milliseconds in which the events of a toy case lie.
const Grid = 4

// Open stands for a side of a claim that nothing bounds.
const Open = 1 << 20

// Base is the moment of millisecond 0.
var Base = time.Date(2025, 3, 15, 12, 0, 0, 0, time.UTC)

// Case is a toy case. Its times are milliseconds after Base.
type Case struct {
	Events []Event
	Orders []Order
	Wide   bool // some sides of claims may be open
}

// Event is one event with its claims, one source each.
type Event struct {
	ID     string
	Claims []Claim
}

// Claim is a span in which one source puts an event.
type Claim struct {
	Lo, Hi int
	Source string
	Kind   string // actual, planned or inferred
	Aside  bool
}

// Evidence reports whether the claim counts.
func (c Claim) Evidence() bool { return c.Kind == "actual" && !c.Aside }

// Order is: from each of A and B to the next at least Least, at most Most.
type Order struct {
	A, B        int // index in Events
	Least, Most int // Most is Open for none
}

// Random is a case of n events.
func Random(r *rand.Rand, n int, wide bool) *Case {
	c := &Case{Wide: wide}
	for i := range n {
		e := Event{ID: fmt.Sprintf("e%d", i)}
		for j := range 1 + r.IntN(3) {
			lo := r.IntN(Grid)
			cl := Claim{Lo: lo, Hi: lo + r.IntN(Grid-lo), Source: fmt.Sprintf("s%d", j), Kind: "actual"}
			if j > 0 && r.IntN(4) == 0 {
				cl.Kind, cl.Aside = []string{"planned", "inferred", "actual"}[r.IntN(3)], r.IntN(2) == 0
			}
			if wide {
				cl = openSides(r, cl)
			}
			e.Claims = append(e.Claims, cl)
		}
		c.Events = append(c.Events, e)
	}
	for range r.IntN(n + 1) {
		a := r.IntN(n)
		o := Order{A: a, B: (a + 1 + r.IntN(n-1)) % n, Least: r.IntN(3), Most: Open}
		if r.IntN(3) == 0 {
			o.Most = o.Least + r.IntN(3)
		}
		c.Orders = append(c.Orders, o)
	}
	return c
}

func openSides(r *rand.Rand, cl Claim) Claim {
	switch r.IntN(4) {
	case 0:
		cl.Lo = -Open
	case 1:
		cl.Hi = Open
	}
	return cl
}

// Moment is millisecond ms as a case file or formula states it.
func Moment(ms int) string {
	return Base.Add(time.Duration(ms) * time.Millisecond).Format("2006-01-02T15:04:05.000Z")
}

// Stated is the text of the span from lo to hi.
func Stated(lo, hi int) string {
	switch {
	case lo == -Open:
		return "no later than " + Moment(hi)
	case hi == Open:
		return "no earlier than " + Moment(lo)
	case lo == hi:
		return Moment(lo)
	}
	return fmt.Sprintf("between %s and %s", Moment(lo), Moment(hi))
}

// Files writes the case as one file.
func (c *Case) Files() fstest.MapFS {
	var b strings.Builder
	b.WriteString("case: {id: toy, caption: A toy case, zone: UTC}\nsources:\n")
	for i := range 3 {
		fmt.Fprintf(&b, "- {id: s%d, kind: notes, publisher: nobody, published: 2025-03-16T00:00:00Z}\n", i)
	}
	b.WriteString(facts)
	b.WriteString("events:\n- {id: clash, what: some say so, happened: [{says: yes, source: s0}, {says: no, source: s1}]}\n")
	var aside []string
	for _, e := range c.Events {
		fmt.Fprintf(&b, "- id: %s\n  what: event %s\n  times:\n", e.ID, e.ID)
		for j, cl := range e.Claims {
			fmt.Fprintf(&b, "  - {id: %s.c%d, at: %q, source: %s, kind: %s}\n", e.ID, j, Stated(cl.Lo, cl.Hi), cl.Source, cl.Kind)
			if cl.Aside {
				aside = append(aside, fmt.Sprintf("- {claim: %s.c%d, why: a slip}\n", e.ID, j))
			}
		}
	}
	if len(c.Orders) > 0 {
		b.WriteString("sequences:\n")
	}
	for i, o := range c.Orders {
		fmt.Fprintf(&b, "- {id: q%d, in-order: [%s, %s], least: %d ms", i, c.Events[o.A].ID, c.Events[o.B].ID, o.Least)
		if o.Most != Open {
			fmt.Fprintf(&b, ", most: %d ms", o.Most)
		}
		b.WriteString(", why: so it goes, source: s2}\n")
	}
	if len(aside) > 0 {
		b.WriteString("aside:\n" + strings.Join(aside, ""))
	}
	return fstest.MapFS{"case.yaml": {Data: []byte(b.String())}}
}

// facts are records on which formulas can rest that no time decides.
const facts = `cohorts:
- {id: part, name: a part, part-of: whole, disjoint: other}
- {id: whole, name: the whole}
- {id: other, name: others}
rulings:
- {id: halt, title: a halt, expressions: [{id: oral, form: oral}]}
readings:
- {id: silent, name: says nothing}
- {id: mute, name: says nothing either}
- {id: first, name: binds at e0, binds: [{ruling: halt, from: e0}], covers: [{ruling: halt, who: [part], covered: yes}]}
`

// Load reads the case back through the front door.
func (c *Case) Load() (*holdshort.Case, error) { return holdshort.Load(c.Files()) }

// Clone is a copy that can be changed.
func (c *Case) Clone() *Case {
	out := *c
	out.Events = append([]Event(nil), c.Events...)
	for i := range out.Events {
		out.Events[i].Claims = append([]Claim(nil), c.Events[i].Claims...)
	}
	out.Orders = append([]Order(nil), c.Orders...)
	return &out
}
