package ground

import (
	"fmt"
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/tri"
)

// atom brings one atom down. What it leaves open under one reading may be
// otherwise under another, so such facts are named with the reading.
func (g *Grounder) atom(n formula.Node) (*Form, error) {
	f, err := g.plain(n)
	if err != nil {
		return nil, err
	}
	return g.named(n, f), nil
}

// named is f with the reading in the names of its facts, where n depends on it.
func (g *Grounder) named(n formula.Node, f *Form) *Form {
	if g.Reading != nil && n.UsesReading() {
		for _, x := range f.Facts() {
			x.ID += " under " + string(g.Reading.ID)
		}
	}
	return f
}

func (g *Grounder) plain(n formula.Node) (*Form, error) {
	var terms []Term
	var names []string
	for _, a := range n.Args {
		switch a.Kind {
		case formula.Time:
			t, err := g.Term(a)
			if err != nil {
				return nil, err
			}
			terms = append(terms, t)
		case formula.Name:
			names = append(names, a.Name)
		}
	}
	if f, ok := g.compare(n, terms); ok {
		return f, nil
	}
	switch n.Op {
	case "airborne":
		return g.airborne(n, names[0], terms[0]), nil
	case "in-area":
		return g.inArea(n, names[0], names[1], terms[0]), nil
	case "left":
		return g.left(n, names[0], names[1], terms[0]), nil
	case "in-force":
		return g.inForce(n, names[0], terms[0])
	case "noticed":
		return g.noticed(n, names[0], names[1], terms[0]), nil
	case "term-lasts":
		return g.lasts(n, names[0], int64(n.Args[1].Gap)), nil
	}
	return g.fact(n, names)
}

// compare brings down the atoms that are plain comparisons of moments.
func (g *Grounder) compare(n formula.Node, t []Term) (*Form, bool) {
	switch n.Op {
	case "before":
		if len(n.Args) > 2 {
			return lit(n, t[0], t[1], -int64(n.Args[2].Gap)), true
		}
		return earlier(n, t[0], t[1]), true
	case "not-after":
		return lit(n, t[0], t[1], 0), true
	case "within":
		d := int64(n.Args[2].Gap)
		return and(lit(n, t[0], t[1], d), lit(n, t[1], t[0], d)), true
	case "during":
		return and(lit(n, t[1], t[0], 0), lit(n, t[0], t[2], 0)), true
	case "overlaps":
		return and(lit(n, t[0], t[3], 0), lit(n, t[2], t[1], 0)), true
	}
	return nil, false
}

// airborne is: between a wheels-up and the next touchdown. That it was not in
// the air outside the legs on record needs a source that declares the phases
// complete.
func (g *Grounder) airborne(n formula.Node, name string, t Term) *Form {
	m := g.Case.Movement(holdshort.ID(name))
	if m == nil {
		return lacking(n.String(), tri.NotInEvidence, "a record of "+name)
	}
	var legs []*Form
	var up *holdshort.Event
	for _, e := range g.phases(m) {
		kind := m.Phases[e.Sequence].Kind
		if v, _ := took(e); v.Reason == tri.ConflictingClaims && (kind == "wheels-up" || kind == "touchdown") {
			return lacking(n.String(), v.Reason, v.Needs...)
		}
		switch kind {
		case "wheels-up":
			if up != nil {
				return lacking(n.String(), tri.NotInEvidence, "a source for the touchdown between "+up.ID+" and "+e.ID)
			}
			up = e
		case "touchdown":
			if up != nil {
				legs = append(legs, and(lit(n, Term{Event: up.ID}, t, 0), earlier(n, t, Term{Event: e.ID})))
			}
			up = nil
		}
	}
	if up != nil {
		landed := lacking("still airborne: "+up.ID, tri.NotInEvidence, "a source for the touchdown after "+up.ID)
		legs = append(legs, and(lit(n, Term{Event: up.ID}, t, 0), landed))
	}
	if !g.Complete(m) {
		legs = append(legs, lacking("another leg of "+name+": "+n.String(), tri.NotInEvidence, "a source that declares the phases of "+name+" complete"))
	}
	return or(legs...)
}

// inArea follows the movement from the place of its first phase through its
// enterings and leavings of the area. That it was not there outside the stays
// on record needs a source that declares the phases complete.
func (g *Grounder) inArea(n formula.Node, name, area string, t Term) *Form {
	m := g.Case.Movement(holdshort.ID(name))
	if m == nil {
		return lacking(n.String(), tri.NotInEvidence, "a record of "+name)
	}
	crossings := g.crossings(m, area)
	start := Lies(g.Case.Place(m.Phases[0].Place), area)
	if start == tri.Unknown {
		return lacking(n.String(), tri.NotInEvidence, "whether "+string(m.Phases[0].Place)+" lies in "+area)
	}
	if len(crossings) == 0 {
		return lacking(n.String(), tri.NotInEvidence, "a record of "+name+" crossing "+area)
	}
	// Inside from each entering (or the start) to the next leaving.
	var stays []*Form
	inside := start == tri.Yes
	var from *holdshort.Event
	for _, e := range crossings {
		leaves := m.Phases[e.Sequence].Kind == "leaves"
		if leaves != inside {
			return lacking(n.String(), tri.NotInEvidence, "a record of how "+name+" had crossed "+area+" before "+e.ID)
		}
		if leaves {
			stays = append(stays, stay(n, from, e, t))
		}
		inside, from = !inside, e
	}
	if inside {
		stays = append(stays, stay(n, from, nil, t))
	}
	if !g.Complete(m) {
		stays = append(stays, lacking("another stay of "+name+": "+n.String(), tri.NotInEvidence, "a source that declares the phases of "+name+" complete"))
	}
	return or(stays...)
}

// crossings are the phases in which m entered or left the area.
func (g *Grounder) crossings(m *holdshort.Movement, area string) []*holdshort.Event {
	return slices.DeleteFunc(g.phases(m), func(e *holdshort.Event) bool {
		p := m.Phases[e.Sequence]
		return p.Kind != "leaves" && p.Kind != "enters" || string(p.Area) != area
	})
}

func stay(n formula.Node, from, to *holdshort.Event, t Term) *Form {
	var fs []*Form
	if from != nil {
		fs = append(fs, lit(n, Term{Event: from.ID}, t, 0))
	}
	if to != nil {
		fs = append(fs, earlier(n, t, Term{Event: to.ID}))
	}
	return and(fs...)
}

// left is: a recorded leaving of the area came at or before t, and the next
// crossing, if there is one, after it.
func (g *Grounder) left(n formula.Node, name, area string, t Term) *Form {
	m := g.Case.Movement(holdshort.ID(name))
	if m == nil {
		return lacking(n.String(), tri.NotInEvidence, "a record of "+name)
	}
	var ways []*Form
	crossings := g.crossings(m, area)
	for i, e := range crossings {
		if m.Phases[e.Sequence].Kind != "leaves" {
			continue
		}
		out := []*Form{lit(n, Term{Event: e.ID}, t, 0)}
		if i+1 < len(crossings) {
			out = append(out, earlier(n, t, Term{Event: crossings[i+1].ID}))
		}
		ways = append(ways, and(out...))
	}
	if len(ways) == 0 {
		return lacking(n.String(), tri.NotInEvidence, "a record of "+name+" leaving "+area)
	}
	return or(ways...)
}

// inForce is that the ruling is in force at t; see Force.
func (g *Grounder) inForce(n formula.Node, ruling string, t Term) (*Form, error) {
	f, err := g.Force(ruling)
	if err != nil {
		return nil, err
	}
	return f.form(n, false, t), nil
}

// noticed is: one of the notices on record had reached the party, or was
// acknowledged or read back. Other notices may exist, so it is never No.
func (g *Grounder) noticed(n formula.Node, party, expression string, t Term) *Form {
	var ways []*Form
	for i := range g.Case.Notices {
		r := &g.Case.Notices[i]
		if string(r.To) != party || r.Of != expression || r.Inferred != "" {
			continue
		}
		for _, step := range []string{"delivered", "opened", "acknowledged", "read-back"} {
			if e := g.Case.Event(string(r.ID) + "." + step); e != nil {
				ways = append(ways, lit(n, Term{Event: e.ID}, t, 0))
			}
		}
	}
	ways = append(ways, lacking("another notice: "+n.String(), tri.NotInEvidence, "a notice of "+expression+" to "+party))
	return or(ways...)
}

// lasts is: the custody went on for at least d from each event that began it.
func (g *Grounder) lasts(n formula.Node, custody string, d int64) *Form {
	c := g.Case.Custodies(holdshort.ID(custody))
	if c == nil {
		return lacking(n.String(), tri.NotInEvidence, "a record of "+custody)
	}
	until := g.Case.Event(c.Until)
	if until == nil {
		return lacking(n.String(), tri.NotInEvidence, "a source for the end of "+custody)
	}
	var fs []*Form
	for _, from := range c.From {
		if e := g.Case.Event(from); e != nil {
			fs = append(fs, lit(n, Term{Event: e.ID}, Term{Event: until.ID}, -d))
		}
	}
	if len(fs) == 0 {
		return lacking(n.String(), tri.NotInEvidence, "a source for the start of "+custody)
	}
	return and(fs...)
}

// fact brings down the atoms that time does not decide.
func (g *Grounder) fact(n formula.Node, names []string) (*Form, error) {
	id := n.String()
	switch n.Op {
	case "happened":
		return g.happened(n)
	case "lands-in", "ends-in":
		return g.lands(n, names[0], names[1]), nil
	case "member":
		return g.member(id, holdshort.ID(names[0]), holdshort.ID(names[1])), nil
	case "covered":
		return g.covered(id, holdshort.ID(names[0]), holdshort.ID(names[1])), nil
	case "at-least", "at-most":
		return g.number(id, n.Op, names[0], n.Args[1].Number), nil
	case "stated":
		return g.onRecord(id, names[0]), nil
	}
	return nil, fmt.Errorf("%q is a look-up and has no truth", string(n.Op))
}
