package ground

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Zero is the name of the fixed moment 1970-01-01T00:00:00Z, against which
// claims bound events.
const Zero = ""

// Basis is what an Edge rests on.
type Basis string

// The bases of edges.
const (
	Claims   Basis = "claims"   // the hull of the claims on one event
	Bound    Basis = "bound"    // a claim that bounds an event on one side
	Sequence Basis = "sequence" // a recorded order of events or length between them
	Phases   Basis = "phases"   // the order of the phases of one movement
	Limit    Basis = "limit"    // a distance cannot be covered faster
	Stated   Basis = "stated"   // the bounds of a time stated in a question
	Supposed Basis = "supposed" // taken for granted within one branch of a proof
)

// Edge is the constraint X − Y ≤ C, in milliseconds, and what it rests on.
type Edge struct {
	ID     string      `json:"id"`
	X      string      `json:"x"`
	Y      string      `json:"y"`
	C      int64       `json:"at_most_ms"`
	Basis  Basis       `json:"basis"`
	Claims []string    `json:"claims,omitempty"` // ids of the claims that set the bound
	Why    string      `json:"why"`
	Cites  []cite.Cite `json:"cites,omitempty"`
}

// Edges derives every constraint of the case, sorted by id.
func Edges(c *holdshort.Case) []Edge {
	var out []Edge
	for _, id := range c.EventIDs() {
		out = append(out, claimEdges(c.Event(id))...)
	}
	for i := range c.Sequences {
		out = append(out, sequenceEdges(c, &c.Sequences[i])...)
	}
	for i := range c.Movements {
		out = append(out, movementEdges(c, &c.Movements[i])...)
	}
	slices.SortFunc(out, func(a, b Edge) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// claimEdges bounds an event by the hull of its claims in evidence: the truth
// lies no earlier than the earliest moment that any of them allows, and no
// later than the latest. Claims that bound it on one side hold by themselves.
func claimEdges(e *holdshort.Event) []Edge {
	out := boundEdges(e)
	hull := e.Hull()
	if hull == span.Ever {
		return out
	}
	early := Edge{ID: "claims:" + e.ID + ":earliest", X: Zero, Y: e.ID, Basis: Claims}
	late := Edge{ID: "claims:" + e.ID + ":latest", X: e.ID, Y: Zero, Basis: Claims}
	for _, cl := range e.Claims {
		if !cl.Evidence() || !cl.Time.Span.Bounded() {
			continue
		}
		if cl.Time.Span.Earliest() == hull.Earliest() {
			early.Claims, early.Cites = append(early.Claims, cl.ID), append(early.Cites, cl.Cite)
		}
		if cl.Time.Span.Latest() == hull.Latest() {
			late.Claims, late.Cites = append(late.Claims, cl.ID), append(late.Cites, cl.Cite)
		}
	}
	early.C = -int64(hull.Earliest())
	early.Why = fmt.Sprintf("no claim puts %s before %s", e.ID, hull.Earliest().RFC3339())
	late.C = int64(hull.Latest())
	late.Why = fmt.Sprintf("no claim puts %s after %s", e.ID, hull.Latest().RFC3339())
	return append(out, early, late)
}

// boundEdges are the claims on e that bound it on one side.
func boundEdges(e *holdshort.Event) []Edge {
	var out []Edge
	for _, cl := range e.Claims {
		s := cl.Time.Span
		if !cl.Evidence() || s.Bounded() {
			continue
		}
		x := Edge{ID: "bound:" + cl.ID, Basis: Bound, Claims: []string{cl.ID}, Cites: []cite.Cite{cl.Cite}}
		switch {
		case s.Earliest() != span.Beginning:
			x.X, x.Y, x.C = Zero, e.ID, -int64(s.Earliest())
			x.Why = fmt.Sprintf("%s puts %s no earlier than %s", cl.Cite.Source, e.ID, s.Earliest().RFC3339())
		case s.Latest() != span.End:
			x.X, x.Y, x.C = e.ID, Zero, int64(s.Latest())
			x.Why = fmt.Sprintf("%s puts %s no later than %s", cl.Cite.Source, e.ID, s.Latest().RFC3339())
		default:
			continue
		}
		out = append(out, x)
	}
	return out
}

func sequenceEdges(c *holdshort.Case, s *holdshort.Sequence) []Edge {
	var out []Edge
	for i := range len(s.Events) - 1 {
		a, b := c.Event(s.Events[i]), c.Event(s.Events[i+1])
		if a == nil || b == nil || !known(c, s.Sources) {
			continue
		}
		id := fmt.Sprintf("sequence:%s:%d", s.ID, i+1)
		least := span.Length(0)
		if s.Least != nil {
			least = *s.Least
		}
		out = append(out, Edge{ID: id + ":least", X: a.ID, Y: b.ID, C: -int64(least), Basis: Sequence, Why: s.Why, Cites: cites(s.Sources)})
		if s.Most != nil {
			out = append(out, Edge{ID: id + ":most", X: b.ID, Y: a.ID, C: int64(*s.Most), Basis: Sequence, Why: s.Why, Cites: cites(s.Sources)})
		}
	}
	return out
}

// known reports whether one of the sources, if there are any, had come out.
func known(c *holdshort.Case, sources []holdshort.ID) bool {
	return len(sources) == 0 || c.AsOf == span.End || slices.ContainsFunc(sources, func(s holdshort.ID) bool { return c.KnownBy(string(s), c.AsOf) })
}

func cites(sources []holdshort.ID) []cite.Cite {
	var out []cite.Cite
	for _, s := range sources {
		out = append(out, cite.Cite{Source: string(s)})
	}
	slices.SortFunc(out, cite.Compare)
	return slices.Compact(out)
}

// movementEdges orders the phases of m and bounds the time between them by how
// fast it can go.
func movementEdges(c *holdshort.Case, m *holdshort.Movement) []Edge {
	var out []Edge
	events := slices.DeleteFunc(c.PhaseEvents(m), func(e *holdshort.Event) bool { return !certain(e) })
	for i := 1; i < len(events); i++ {
		out = append(out, Edge{ID: "phases:" + events[i].ID, X: events[i-1].ID, Y: events[i].ID, C: 0, Basis: Phases,
			Why: fmt.Sprintf("%s comes before %s in the record of %s", events[i-1].ID, events[i].ID, m.Name), Cites: cites(m.Sources)})
	}
	if m.Top == nil {
		return out
	}
	at := Stops(c, m)
	for k := 1; k < len(at); k++ {
		if m.Phases[at[k-1]].Place != m.Phases[at[k]].Place {
			out = append(out, legEdges(c, m, at[k-1], at[k])...)
		}
	}
	return out
}

// certain reports whether no source denies that e took place, and it is not
// merely planned: what may not have happened bounds nothing.
func certain(e *holdshort.Event) bool {
	switch {
	case len(e.Says) > 0:
		v, _ := took(e)
		return v.Truth == tri.Yes
	case len(e.Claims) == 0:
		return true
	}
	return slices.ContainsFunc(e.Claims, func(cl holdshort.TimeClaim) bool { return cl.Kind == "actual" })
}

// Stops are the phases of m, by their indices, that certainly took place at a
// located place.
func Stops(c *holdshort.Case, m *holdshort.Movement) []int {
	var out []int
	for _, e := range c.PhaseEvents(m) {
		if pl := c.Place(m.Phases[e.Sequence].Place); pl != nil && pl.Point != nil && certain(e) {
			out = append(out, e.Sequence)
		}
	}
	return out
}

// legEdges bounds the time from phase i at one place to phase j at another, and
// the moments between at which it left areas.
func legEdges(c *holdshort.Case, m *holdshort.Movement, i, j int) []Edge {
	from, to := c.Place(m.Phases[i].Place), c.Place(m.Phases[j].Place)
	a, b := phaseEvent(c, m, i), phaseEvent(c, m, j)
	if a == nil || b == nil {
		return nil
	}
	d := geo.Distance(*from.Point, *to.Point)
	src := slices.Concat(m.Top.Sources, from.Sources, to.Sources)
	out := []Edge{{ID: "limit:" + b.ID, X: a.ID, Y: b.ID, C: -leastTime(d, m.Top.Speed), Basis: Limit, Cites: cites(src),
		Why: fmt.Sprintf("the %s from %s to %s cannot be covered in less than %s at no more than %s over the ground (%s)",
			km(d), from.ID, to.ID, span.Length(leastTime(d, m.Top.Speed)).Words(), m.Top.Speed, m.Top.Why)}}
	return append(out, leg{c: c, m: m, i: i, j: j}.leaving()...)
}

// leg is the way of m from its phase i to its phase j, both at located places.
type leg struct {
	c    *holdshort.Case
	m    *holdshort.Movement
	i, j int

	moved string      // an edge from claims taken to be longer
	by    span.Length // by this
}

// leaving are the constraints on when m left areas on the leg.
func (l leg) leaving() []Edge {
	var out []Edge
	for k := l.i + 1; k < l.j; k++ {
		p := l.m.Phases[k]
		area, e := l.c.Area(p.Area), phaseEvent(l.c, l.m, k)
		if p.Kind == "leaves" && e != nil && area != nil && len(area.Outline) > 0 {
			out = append(out, l.leavingEdges(area, e)...)
		}
	}
	return out
}

// Dependent are those constraints that follow from how far the claims on the
// event reach, as they would be if the edge from claims with the id were longer
// by more.
func Dependent(c *holdshort.Case, event, edge string, more span.Length) []Edge {
	var out []Edge
	for _, l := range legsOf(c, event) {
		l.moved, l.by = edge, more
		out = append(out, l.leaving()...)
	}
	return out
}

// Reach is the time allowed for each leg that begins or ends with the event, if
// the edge were longer by more. Where it is the same, so is Dependent.
func Reach(c *holdshort.Case, event, edge string, more span.Length) []span.Length {
	var out []span.Length
	for _, l := range legsOf(c, event) {
		l.moved, l.by = edge, more
		t, _ := l.most()
		out = append(out, t)
	}
	return out
}

// legsOf are the legs between located places that begin or end with the event.
func legsOf(c *holdshort.Case, event string) []leg {
	e := c.Event(event)
	if e == nil {
		return nil
	}
	m := c.Movement(e.Record)
	if m == nil || m.Top == nil {
		return nil
	}
	var out []leg
	at := Stops(c, m)
	for k := 1; k < len(at); k++ {
		if i, j := at[k-1], at[k]; m.Phases[i].Place != m.Phases[j].Place && (i == e.Sequence || j == e.Sequence) {
			out = append(out, leg{c: c, m: m, i: i, j: j})
		}
	}
	return out
}

// most is the time that the claims allow for the leg, rounded up; ok is false
// if they allow any.
func (l leg) most() (t span.Length, ok bool) {
	a, b := phaseEvent(l.c, l.m, l.i), phaseEvent(l.c, l.m, l.j)
	if a == nil || b == nil {
		return 0, false
	}
	early, late := l.outer(a).Earliest(), l.outer(b).Latest()
	if early == span.Beginning || late == span.End || late <= early {
		return 0, false
	}
	return roundUp(span.Length(late - early)), true
}

// outer is the hull of the claims on e cut by those that bound it on one side,
// with the moved edge where it would be.
func (l leg) outer(e *holdshort.Event) span.Span {
	s := e.Hull()
	if s.Bounded() {
		s = l.move(s, "claims:"+e.ID+":earliest", "claims:"+e.ID+":latest")
	}
	for _, c := range e.Claims {
		if c.Evidence() && !c.Time.Span.Bounded() {
			id := "bound:" + c.ID
			s = span.Meet(s, l.move(c.Time.Span, id, id))
		}
	}
	return s
}

// move is s with the side that the moved edge bounds further out. An edge of
// that id for a side without a bound changes nothing.
func (l leg) move(s span.Span, earliest, latest string) span.Span {
	lo, hi := s.Earliest(), s.Latest()
	if l.moved == earliest && lo != span.Beginning {
		lo = lo.Add(-l.by)
	}
	if l.moved == latest && hi != span.End {
		hi = hi.Add(l.by)
	}
	return span.Of(lo, hi)
}

func phaseEvent(c *holdshort.Case, m *holdshort.Movement, i int) *holdshort.Event {
	all := c.PhaseEvents(m)
	for _, e := range all {
		if e.Sequence == i {
			return e
		}
	}
	return nil
}

// leavingEdges bounds when m last left area on the leg: it still had at least
// the distance from the nearest point of the boundary that it could have
// crossed, and had come at least as far as the nearest such point. Only points
// that could be flown by way of in the time allowed count.
func (l leg) leavingEdges(area *holdshort.Area, e *holdshort.Event) []Edge {
	m := l.m
	from, to := l.c.Place(m.Phases[l.i].Place), l.c.Place(m.Phases[l.j].Place)
	a, b := phaseEvent(l.c, m, l.i), phaseEvent(l.c, m, l.j)
	budget, most := geo.Meters(math.Inf(1)), "any time"
	if t, ok := l.most(); ok {
		budget, most = m.Top.Speed.Within(time.Duration(t)*time.Millisecond), t.Words()
	}
	fromEdge, edgeTo, ok := geo.LeastVia(*from.Point, *to.Point, geo.Area{ID: string(area.ID), Outline: area.Outline, Error: area.Error}, budget)
	if !ok {
		return nil
	}
	src := slices.Concat(m.Top.Sources, from.Sources, to.Sources, area.Sources)
	why := func(d geo.Meters, where string, t int64) string {
		return fmt.Sprintf("every point of the outline of %s that can be flown by way of in %s at no more than %s (%s) is at least %s from %s, the outline's error of %s allowed: at least %s",
			area.Name, most, m.Top.Speed, m.Top.Why, km(d), where, km(area.Error), span.Length(t).Words())
	}
	first, rest := leastTime(fromEdge, m.Top.Speed), leastTime(edgeTo, m.Top.Speed)
	return []Edge{
		{ID: "limit:" + e.ID + ":from", X: a.ID, Y: e.ID, C: -first, Basis: Limit, Why: why(fromEdge, string(from.ID), first), Cites: cites(src)},
		{ID: "limit:" + e.ID + ":to", X: e.ID, Y: b.ID, C: -rest, Basis: Limit, Why: why(edgeTo, string(to.ID), rest), Cites: cites(src)},
	}
}

// roundUp is t to the next whole minute. The time allowed for a
// leg is rounded so, to the safe side, that a change of a claim by seconds does
// not change how far the aircraft could have gone round.
func roundUp(t span.Length) span.Length {
	const step = span.Minute
	return (t + step - 1) / step * step
}

// leastTime is the least time in milliseconds to cover d at no more than top.
// The distance is first rounded down to 100 m, so that the last bits of a
// processor's arithmetic do not show in findings.
func leastTime(d geo.Meters, top geo.Speed) int64 {
	return top.Least(geo.Meters(math.Floor(float64(d)/100) * 100)).Milliseconds()
}

func km(d geo.Meters) string { return fmt.Sprintf("%.0f km", math.Floor(float64(d)/1000)) }
