package finding

import (
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// stands is whether f is in force at all moments of at, or at none. Acts that
// the bounds of their events place are decided by them; only the others go to
// the exact pass, so that the answer is that of the formula in-force and the
// time does not grow with the square of the acts.
func (w *ordersAt) stands(g *ground.Grounder, f ground.Force, acts []Act, at span.Span) Result {
	rest := ground.Force{Ruling: f.Ruling, Begins: f.Begins}
	begun, clash := tri.Unknown, false
	if f.Begins.Lack == nil {
		begins := w.Case.Event(f.Begins.Event)
		begun, clash = by(w.bounded[begins.Nth], at), w.clashes(begins)
	}
	v := begun
	for i, o := range f.Outs {
		clear := w.clear(o, &acts[i], at)
		clashes := o.Reach != "none" && (o.At != nil && w.clashes(o.At) || o.Back != nil && w.clashes(o.Back))
		v, clash = both(v, clear), clash || clashes
		if clear == tri.Unknown || clashes {
			rest.Outs = append(rest.Outs, o)
		}
	}
	switch {
	case !clash && v != tri.Unknown:
		return Result{Truth: v}
	case len(rest.Outs) > mostOpen || f.TooMany:
		return Result{Reason: tri.Budget}
	}
	return *w.exact(g, rest, begun == tri.Yes && !clash, at)
}

// both is Kleene's conjunction, and either his disjunction.
func both(a, b tri.Truth) tri.Truth {
	switch {
	case a == tri.No || b == tri.No:
		return tri.No
	case a == tri.Yes && b == tri.Yes:
		return tri.Yes
	}
	return tri.Unknown
}

func either(a, b tri.Truth) tri.Truth { return tri.Not(both(tri.Not(a), tri.Not(b))) }

// clear is whether o leaves the ruling in force, by the bounds of its events.
func (w *ordersAt) clear(o ground.Out, a *Act, at span.Span) tri.Truth {
	if o.At == nil {
		return tri.Unknown
	}
	worked, lifted := a.Worked, a.Lifted
	if at != w.at {
		worked = by(a.Bounds, at)
		lifted = by(a.Lifts, at)
	}
	before := tri.Not(worked)
	if o.Back != nil {
		before = either(before, lifted)
	}
	clear := before
	switch {
	case o.Reach == "none":
		clear = tri.Yes
	case o.Reach == "back" && !o.Ahead:
		clear = tri.No
	case o.Reach == "" && o.Ahead:
		clear = either(before, tri.Unknown)
	case o.Reach == "":
		clear = tri.Unknown
	}
	if len(o.Open) > 0 {
		return either(clear, tri.Unknown)
	}
	return clear
}

// clashes reports whether the event hangs together with claims that cannot all
// be true.
func (w *ordersAt) clashes(e *holdshort.Event) bool { return w.clashing[e.Nth] }

// exact decides f by the network; begun says that it had certainly begun.
func (w *ordersAt) exact(g *ground.Grounder, f ground.Force, begun bool, at span.Span) *Result {
	text := written(at.Earliest())
	if at.Earliest() != at.Latest() {
		text = "between " + text + " and " + written(at.Latest())
	}
	n := formula.Node{Op: "in-force", Args: []formula.Arg{
		{Kind: formula.Name, Name: string(f.Ruling)}, {Kind: formula.Time, Stated: text}}}
	g.Stated = nil
	t, err := g.Term(n.Args[1])
	if err != nil {
		panic("finding: a time that was written cannot be read: " + err.Error())
	}
	res := w.decided(g.InForce(n, f, begun, t), g.Stated)
	res.Needs = slices.DeleteFunc(slices.Clone(res.Needs), func(x Need) bool { return x.Event == t.Event })
	return res
}

// written is t to the millisecond, even where that is .000: a moment that is
// written to the second would be read as the whole of it.
func written(t span.Instant) string { return t.Time().UTC().Format("2006-01-02T15:04:05.000Z") }

// bindEvents works out, once, the tightest span of every event, and which of
// them hang together with a conflict: the span is then the hull of their own
// claims.
func (e *Engine) bindEvents() {
	if e.bounded != nil {
		return
	}
	ids := e.Case.EventIDs()
	e.bounded, e.clashing = make([]span.Span, len(ids)), make([]bool, len(ids))
	next := 0 // the events that begin parts are in order of their ids
	for _, p := range e.net.parts {
		if len(p.events) == 1 && p.conflict == nil {
			for ids[next] != p.events[0] {
				next++
			}
			e.bounded[next] = e.single(p)
			continue
		}
		for _, en := range e.entries(p) {
			e.bounded[en.Event.Nth], e.clashing[en.Event.Nth] = en.Bounds, en.Conflict
		}
	}
}

// single is the span of an event that no constraint ties to another.
func (e *Engine) single(p part) span.Span {
	lo, hi := span.Beginning, span.End
	for _, j := range p.edges {
		if x := &e.net.edges[j]; x.X == ground.Zero {
			lo = max(lo, span.Instant(-x.C))
		} else if x.Y == ground.Zero {
			hi = min(hi, span.Instant(x.C))
		}
	}
	return span.Of(lo, hi)
}
