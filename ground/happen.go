package ground

import (
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/tri"
)

// happened is whether the event took place.
func (g *Grounder) happened(n formula.Node) (*Form, error) {
	a := n.Args[0]
	name := a.Name
	if a.Call != "" {
		ref, lack := g.choice(a)
		if lack != nil {
			return lacking(n.String(), lack.Reason, lack.Needs), nil
		}
		name = ref
	}
	e := g.Case.Event(name)
	if e == nil {
		return lacking(n.String(), tri.NotInEvidence, "a source that says whether "+name+" happened"), nil
	}
	took, cs := took(e)
	if took.Truth != tri.Unknown {
		return settled(n.String(), took.Truth == tri.Yes, cs), nil
	}
	f := lacking(n.String(), took.Reason, took.Needs...)
	f.Fact.Cites = cs
	return f, nil
}

// took is whether e took place: as its sources say; where none says so, by a
// claim in evidence or by being described. A plan is not enough.
func took(e *holdshort.Event) (tri.Value, []cite.Cite) {
	if len(e.Says) == 0 {
		if !e.Sourced() {
			return tri.Lacking(tri.NotInEvidence, "a source that says whether "+e.ID+" happened"), e.Cites
		}
		return tri.Definite(true), e.Cites
	}
	yes, no := false, false
	var cs []cite.Cite
	for _, s := range e.Says {
		yes, no = yes || s.Says, no || !s.Says
		cs = append(cs, s.Cite)
	}
	if yes && no {
		return tri.Lacking(tri.ConflictingClaims, "which source is right on "+e.ID), cs
	}
	return tri.Definite(yes), cs
}

// lands is whether a touchdown of the movement, or its last one, was at the
// place or in the region. Of phases that nobody declares complete, another
// touchdown may have been there, and any may not have been the last.
func (g *Grounder) lands(n formula.Node, name, where string) *Form {
	id := n.String()
	m := g.Case.Movement(holdshort.ID(name))
	if m == nil {
		return lacking(id, tri.NotInEvidence, "a record of "+name)
	}
	ever, last := tri.Definite(false), tri.Definite(false)
	var cs []cite.Cite
	for _, e := range g.phases(m) {
		if m.Phases[e.Sequence].Kind != "touchdown" {
			continue
		}
		happened, by := took(e)
		there := g.lies(e.Place, where)
		ever = tri.Or(ever, tri.And(happened, there))
		switch {
		case happened.Truth == tri.Yes:
			last = there
		case last.Truth != there.Truth:
			last = happened
		}
		cs = append(append(cs, by...), e.Cites...)
	}
	v := ever
	if n.Op == "ends-in" {
		v = last
	}
	if !g.Complete(m) {
		rest := tri.Lacking(tri.NotInEvidence, "a source that declares the phases of "+name+" complete")
		if n.Op == "ends-in" {
			v = rest
		} else {
			v = tri.Or(v, rest)
		}
	}
	slices.SortFunc(cs, cite.Compare)
	return &Form{Fact: &Fact{ID: id, Truth: v.Truth, Reason: v.Reason, Needs: v.Needs, Cites: slices.Compact(cs)}}
}

// phases are the events of m's phases, without those said not to have happened.
func (g *Grounder) phases(m *holdshort.Movement) []*holdshort.Event {
	return slices.DeleteFunc(g.Case.PhaseEvents(m), func(e *holdshort.Event) bool {
		v, _ := took(e)
		return v.Truth == tri.No
	})
}

// Complete reports whether a source declares the phases of m complete.
func (g *Grounder) Complete(m *holdshort.Movement) bool {
	return slices.ContainsFunc(m.Complete, func(s holdshort.ID) bool { return g.Case.KnownBy(string(s), g.Case.AsOf) })
}

// lies is whether the place is in the area or region, or is the other place.
func (g *Grounder) lies(place holdshort.ID, where string) tri.Value {
	t := Lies(g.Case.Place(place), where)
	switch {
	case t != tri.Unknown:
		return tri.Value{Truth: t}
	case place != "" && g.Case.Place(holdshort.ID(where)) != nil:
		return tri.Definite(false) // two different places
	}
	return tri.Lacking(tri.NotInEvidence, "whether "+string(place)+" lies in "+where)
}

// Lies says whether the place lies in the area or region, as its record has it.
func Lies(p *holdshort.Place, area string) tri.Truth {
	switch {
	case p == nil:
		return tri.Unknown
	case string(p.ID) == area || slices.Contains(p.In, holdshort.ID(area)):
		return tri.Yes
	case slices.Contains(p.NotIn, holdshort.ID(area)):
		return tri.No
	}
	return tri.Unknown
}
