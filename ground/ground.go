package ground

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Grounder brings formulas of one case down under one reading. Stated collects
// the constraints of the times that the formulas state in words.
type Grounder struct {
	Case    *holdshort.Case
	Reading *holdshort.Reading // nil for none: every choice is then silent
	Stated  []Edge

	edges *edges                              // what lifecycle has answered
	binds map[holdshort.ID]*holdshort.Binding // what Binding has answered
}

// New is a Grounder for the reading, which may be nil.
func New(c *holdshort.Case, r *holdshort.Reading) *Grounder {
	return &Grounder{Case: c, Reading: r}
}

// For is a Grounder of the same case for another reading. It shares what was
// worked out of the case, and nothing of Stated.
func (g *Grounder) For(r *holdshort.Reading) *Grounder {
	return &Grounder{Case: g.Case, Reading: r, edges: g.lifecycle()}
}

// Form brings n down. It fails only where the formula itself is at fault: a
// stated time that cannot be read, a reading that is not on record.
func (g *Grounder) Form(n formula.Node) (*Form, error) {
	switch n.Op {
	case formula.And, formula.Or:
		var subs []*Form
		for _, s := range n.Subs {
			f, err := g.Form(s)
			if err != nil {
				return nil, err
			}
			subs = append(subs, f)
		}
		if n.Op == formula.And {
			return and(subs...), nil
		}
		return or(subs...), nil
	case formula.Not:
		f, err := g.Form(n.Subs[0])
		if err != nil {
			return nil, err
		}
		return f.Not(), nil
	case formula.All, formula.Any:
		return g.quantified(n)
	case formula.Under:
		return g.under(n)
	}
	return g.atom(n)
}

func (g *Grounder) under(n formula.Node) (*Form, error) {
	r := g.Case.Reading(holdshort.ID(n.Reading))
	if r == nil {
		return nil, fmt.Errorf("no reading is named %q", n.Reading)
	}
	was, binds := g.Reading, g.binds
	g.Reading, g.binds = r, nil
	defer func() { g.Reading, g.binds = was, binds }()
	return g.Form(n.Subs[0])
}

// quantified says n of each member of its list. Unless the list is declared
// complete, something not listed may decide otherwise.
func (g *Grounder) quantified(n formula.Node) (*Form, error) {
	items, complete, err := g.Members(n.List, n.Items)
	if err != nil {
		return nil, err
	}
	var subs []*Form
	for _, it := range items {
		f, err := g.Form(n.Subs[0].Bind(n.Var, string(it)))
		if err != nil {
			return nil, err
		}
		subs = append(subs, f)
	}
	if !complete {
		rest := lacking("rest of "+n.List+": "+n.String(), tri.NotInEvidence, "a source that declares the list "+n.List+" complete")
		subs = append(subs, rest)
	}
	switch {
	case len(subs) == 0:
		return settled(n.String(), n.Op == formula.All, nil), nil
	case n.Op == formula.All:
		return and(subs...), nil
	}
	return or(subs...), nil
}

// Members lists the ids in a named list, or items if there is no name, and
// says whether the list is declared complete. Items written out are complete.
// "movements" and "cohorts" are all that are on record, never complete.
func (g *Grounder) Members(list string, items []string) (ids []holdshort.ID, complete bool, err error) {
	switch {
	case list == "":
		for _, it := range items {
			ids = append(ids, holdshort.ID(it))
		}
		return ids, true, nil
	case list == "movements":
		for _, m := range g.Case.Movements {
			ids = append(ids, m.ID)
		}
		return ids, false, nil
	case list == "cohorts":
		for _, c := range g.Case.Cohorts {
			ids = append(ids, c.ID)
		}
		return ids, false, nil
	}
	l := g.Case.List(holdshort.ID(list))
	if l == nil {
		return nil, false, fmt.Errorf("no list is named %q", list)
	}
	complete = slices.ContainsFunc(l.Complete, func(s holdshort.ID) bool { return g.Case.KnownBy(string(s), g.Case.AsOf) })
	return l.Items, complete, nil
}

// Term is a moment: an event and a length added to it. Lack, if not nil, says
// why there is none.
type Term struct {
	Event string
	Shift span.Length
	Lack  *Lack
}

// Lack is why a moment or fact is not to be had.
type Lack struct {
	Reason tri.Reason
	Needs  string
}

// Term is the moment that a means.
func (g *Grounder) Term(a formula.Arg) (Term, error) {
	name := a.Name
	switch {
	case a.Stated != "":
		id, err := g.stated(a.Stated)
		return Term{Event: id, Shift: a.Shift}, err
	case a.Call != "":
		ref, lack := g.choice(a)
		if lack != nil {
			return Term{Lack: lack}, nil
		}
		name = ref
	}
	e := g.Case.Event(name)
	if e == nil {
		return Term{Lack: &Lack{tri.NotInEvidence, "a source for " + name}}, nil
	}
	if len(e.Says) > 0 && !slices.ContainsFunc(e.Says, func(s holdshort.Asserted) bool { return s.Says }) {
		return Term{Lack: &Lack{tri.NotInEvidence, "a source for " + name + ", which is said not to have happened"}}, nil
	}
	if v, _ := took(e); v.Reason == tri.ConflictingClaims {
		return Term{Lack: &Lack{v.Reason, v.Needs[0]}}, nil
	}
	return Term{Event: e.ID, Shift: a.Shift}, nil
}

// choice is the event that the reading chooses.
func (g *Grounder) choice(a formula.Arg) (string, *Lack) {
	silent := func() *Lack {
		return &Lack{tri.ReadingSilent, "a choice of the reading on " + a.Call + "(" + strings.Join(a.Names, ", ") + ")"}
	}
	if g.Reading == nil {
		return "", silent()
	}
	if a.Call == "binds" {
		if b := g.Binding(holdshort.ID(a.Names[0])); b != nil {
			return b.From, nil
		}
		return "", silent()
	}
	verb := "remove"
	if len(a.Names) > 1 {
		verb = a.Names[1]
	}
	for _, c := range g.Reading.Completes {
		if c.Verb == verb {
			return a.Names[0] + "." + c.Phase, nil
		}
	}
	return "", silent()
}

// Binding is the reading's choice of when the ruling begins to bind, or nil.
func (g *Grounder) Binding(ruling holdshort.ID) *holdshort.Binding {
	if g.Reading == nil {
		return nil
	}
	if g.binds == nil {
		g.binds = make(map[holdshort.ID]*holdshort.Binding, len(g.Reading.Binds))
		for i := range g.Reading.Binds {
			if b := &g.Reading.Binds[i]; g.binds[b.Ruling] == nil {
				g.binds[b.Ruling] = b // the first, of several
			}
		}
	}
	return g.binds[ruling]
}

// StatedPrefix begins the names of events made for times stated in formulas.
const StatedPrefix = "stated:"

// stated is an event made for a time in words, bounded by that time.
func (g *Grounder) stated(text string) (string, error) {
	st, err := span.Parse(text, span.Context{Zone: g.Case.Zone})
	if err != nil {
		return "", err
	}
	id := StatedPrefix + text
	if slices.ContainsFunc(g.Stated, func(e Edge) bool { return e.X == id || e.Y == id }) {
		return id, nil
	}
	if e := st.Span.Earliest(); e != span.Beginning {
		g.Stated = append(g.Stated, Edge{ID: id + ":earliest", X: Zero, Y: id, C: -int64(e), Basis: Stated, Why: fmt.Sprintf("%q is not before %s", text, e.RFC3339())})
	}
	if e := st.Span.Latest(); e != span.End {
		g.Stated = append(g.Stated, Edge{ID: id + ":latest", X: id, Y: Zero, C: int64(e), Basis: Stated, Why: fmt.Sprintf("%q is not after %s", text, e.RFC3339())})
	}
	return id, nil
}

// lit is a − b ≤ c for two terms, or a fact that lacks what a term lacks. The
// fact is named by the atom it stands for, so that it is one unknown wherever
// the atom stands.
func lit(n formula.Node, a, b Term, c int64) *Form {
	for _, t := range []Term{a, b} {
		if t.Lack != nil {
			return lacking(n.String(), t.Lack.Reason, t.Lack.Needs)
		}
	}
	if a.Event == b.Event {
		return settled(n.String(), int64(a.Shift-b.Shift) <= c, nil)
	}
	return &Form{Lit: &Lit{X: a.Event, Y: b.Event, C: c - int64(a.Shift) + int64(b.Shift)}}
}

// earlier is a < b, as lit has it.
func earlier(n formula.Node, a, b Term) *Form {
	f := lit(n, a, b, -1)
	if f.Lit != nil {
		f.Lit.Strict = true
	}
	return f
}
