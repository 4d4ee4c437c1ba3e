package ground

import (
	"fmt"
	"slices"
	"sort"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/tri"
)

// Force is what decides, under one reading, whether a ruling is in force at a
// moment: from when it binds, and what takes it out of force.
type Force struct {
	Ruling  holdshort.ID
	Begins  Term  // with a Lack where the reading does not say
	Outs    []Out // of the ruling itself by their ids, then of those that it enforces
	TooMany bool  // there are more than maxOuts, or ways, and the rest are left out
}

// maxOuts is the greatest number of Outs that are gathered for one ruling, and
// maxWays that of ways up to the rulings that it enforces which differ in what
// a reading leaves open: two of each of twenty would make a million.
const (
	maxOuts = holdshort.MaxRecords
	maxWays = 1000
)

// Out is one later act that may take a ruling out of force: it ends the ruling
// or suspends it, or does so to one from which the ruling derives.
type Out struct {
	Edge  *holdshort.Edge
	At    *holdshort.Event       // when it works; nil if that is not on record
	Lift  *holdshort.Edge        // the edge that ends a suspension; nil for none
	Back  *holdshort.Event       // when that works
	Reach holdshort.VacaturReach // "" where the reading does not say
	Ahead bool                   // it works from At on, if at all, as a stay does: it cannot reach back
	Open  []*holdshort.Edge      // enforcing edges on the way to the ruling of which the reading does not say whether they carry it over
	By    []holdshort.ID         // sources of Reach
}

// Force gathers the edges that bear on the ruling, under g's reading. It takes
// time in proportion to them, after a first look at all edges of the case.
func (g *Grounder) Force(ruling string) (Force, error) {
	from, err := g.Term(formula.Arg{Kind: formula.Time, Call: "binds", Names: []string{ruling}})
	f := Force{Ruling: holdshort.ID(ruling), Begins: from}
	if err == nil {
		g.gather(&f, f.Ruling, nil, map[string]bool{})
	}
	return f, err
}

// gather adds to f the edges on the ruling r that reach f's own: all of them if
// it is the same, else those that stay it or set it aside. Open are the edges
// on the way of which the reading is silent.
func (g *Grounder) gather(f *Force, r holdshort.ID, open []*holdshort.Edge, seen map[string]bool) {
	key := string(r)
	for _, e := range open {
		key += " " + string(e.ID)
	}
	if seen[key] || f.TooMany {
		return
	}
	if len(seen) == maxWays {
		f.TooMany = true
		return
	}
	seen[key] = true
	on := g.lifecycle().on[r]
	f.Outs = slices.Grow(f.Outs, len(on))
	for _, a := range on {
		if r != f.Ruling && !a.edge.Verb.Suspends() && !a.edge.Verb.SetsAside() {
			continue
		}
		if len(f.Outs) == maxOuts {
			f.TooMany = true
			return
		}
		f.Outs = append(f.Outs, g.out(a, open))
	}
	for _, e := range g.lifecycle().enforced[r] {
		switch g.carries(e) {
		case tri.Yes:
			g.gather(f, e.On, open, seen)
		case tri.Unknown:
			g.gather(f, e.On, append(slices.Clone(open), e), seen)
		}
	}
}

func (g *Grounder) out(a *act, open []*holdshort.Edge) Out {
	o := Out{Edge: a.edge, At: a.at, Ahead: a.edge.Verb.Suspends(), Open: open}
	o.Reach, o.By = g.reach(a.edge, a.edge.On)
	o.Lift, o.Back = a.lift, a.back
	return o
}

// carries is whether a stay or vacatur of the ruling that e's own enforces
// reaches the latter too: as the record says or, where that is disputed, as the
// reading does.
func (g *Grounder) carries(e *holdshort.Edge) tri.Truth {
	switch reach, _ := g.reach(e, e.By); reach {
	case "":
		return tri.Unknown
	case "none":
		return tri.No
	}
	return tri.Yes
}

// InForce is the form of n, an in-force, at t as f decides it: that the ruling
// had begun to bind, unless begun says that this is certain, and that nothing
// had ended or suspended it. Facts are named as Form names them.
func (g *Grounder) InForce(n formula.Node, f Force, begun bool, t Term) *Form {
	return g.named(n, f.form(n, begun, t))
}

func (f *Force) form(n formula.Node, begun bool, t Term) *Form {
	var parts []*Form
	if !begun {
		parts = append(parts, lit(n, f.Begins, t, 0))
	}
	for i := range f.Outs {
		parts = append(parts, f.Outs[i].clear(n, t))
	}
	if f.TooMany {
		parts = append(parts, lacking(n.String()+" against the rest of its edges", tri.Budget, "a case in which fewer rulings enforce one another"))
	}
	return and(parts...)
}

// clear is: o had not yet, or no longer, taken the ruling out of force at t.
func (o *Out) clear(n formula.Node, t Term) *Form {
	f := o.untouched(n, t)
	if len(o.Open) == 0 {
		return f
	}
	ways := []*Form{f}
	for _, e := range o.Open {
		ways = append(ways, lacking(string(e.ID)+" carries nothing over", tri.ReadingSilent, "what the reading makes of "+string(e.ID)+": whether what was done to "+string(e.On)+" reaches "+string(e.By)))
	}
	return or(ways...)
}

func (o *Out) untouched(n formula.Node, t Term) *Form {
	e := o.Edge
	if o.At == nil {
		return lacking(n.String()+" against "+string(e.ID), tri.NotInEvidence, "a source for the time of "+string(e.ID))
	}
	before := earlier(n, t, Term{Event: o.At.ID})
	if o.Back != nil {
		before = or(before, lit(n, Term{Event: o.Back.ID}, t, 0))
	}
	spared := string(e.ID) + " does not touch " + string(e.On)
	bound := string(e.ID) + " leaves earlier acts bound"
	switch {
	case o.Reach == "none":
		return settled(spared, true, cites(o.By))
	case o.Reach == "from-then", o.Reach == "back" && o.Ahead:
		return before
	case o.Reach == "back":
		return and(before, settled(bound, false, cites(o.By)))
	}
	// A silent reading may yet choose each of the three.
	const needs = "what the reading makes of %s: from then, back, or not at all"
	if !o.Ahead {
		before = and(before, lacking(bound, tri.ReadingSilent, fmt.Sprintf(needs, e.ID)))
	}
	return or(before, lacking(spared, tri.ReadingSilent, fmt.Sprintf(needs, e.ID)))
}

// reach is how far e works on the ruling: as the record says or, where that is
// disputed, as the reading says; "" if the reading is silent.
func (g *Grounder) reach(e *holdshort.Edge, ruling holdshort.ID) (holdshort.VacaturReach, []holdshort.ID) {
	switch e.Effect {
	case "none":
		return "none", e.Sources
	case "from-now", "from-stated-time":
		return "from-then", e.Sources
	}
	if g.Reading != nil {
		for _, v := range g.Reading.Vacatur {
			if v.Ruling == ruling && (v.Edge == "" && ruling == e.On || v.Edge == e.ID) {
				return v.Reaches, v.Sources
			}
		}
	}
	if e.Effect == "from-the-start" {
		return "back", e.Sources
	}
	return "", nil
}

func (g *Grounder) edgeEvent(e *holdshort.Edge) *holdshort.Event {
	if e.Event != "" {
		return g.Case.Event(e.Event)
	}
	return g.Case.Event(string(e.ID))
}

// edges are the edges of a case by what they bear on.
type edges struct {
	on       map[holdshort.ID][]*act            // those that end or suspend, by the ruling
	enforced map[holdshort.ID][]*holdshort.Edge // those by which a ruling enforces others, by it
}

// act is an edge with what is looked up once for all readings.
type act struct {
	edge *holdshort.Edge
	at   *holdshort.Event // when it works; nil if that is not on record
	lift *holdshort.Edge  // of a stay, the first that lifts it and has a time; nil for none
	back *holdshort.Event // when that works
}

// lifecycle sorts the edges of the case, once.
func (g *Grounder) lifecycle() *edges {
	if g.edges != nil {
		return g.edges
	}
	g.edges = &edges{make(map[holdshort.ID][]*act, len(g.Case.Rulings)), map[holdshort.ID][]*holdshort.Edge{}}
	all := g.Case.Lifecycle // sorted by id
	acts := make([]act, len(all))
	for i := range all {
		e := &all[i]
		if !known(g.Case, e.Sources) {
			continue
		}
		acts[i].edge, acts[i].at = e, g.edgeEvent(e)
		if e.Effect != "none" && (e.Verb.Ends() || e.Verb.Suspends()) {
			g.edges.on[e.On] = append(g.edges.on[e.On], &acts[i])
		}
		if e.Verb == "enforces" && e.By != "" && e.Effect != "none" {
			g.edges.enforced[e.By] = append(g.edges.enforced[e.By], e)
		}
		if e.Lifts == "" || acts[i].at == nil {
			continue
		}
		n := sort.Search(len(all), func(n int) bool { return all[n].ID >= e.Lifts })
		if n < len(all) && all[n].ID == e.Lifts && all[n].Verb.Suspends() && acts[n].lift == nil {
			acts[n].lift, acts[n].back = e, acts[i].at
		}
	}
	return g.edges
}
