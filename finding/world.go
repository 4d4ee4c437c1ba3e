package finding

import (
	"slices"

	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
)

// complete dates every event that the world's network ties to the formula. It
// settles one event after another within what those before it leave open, at
// the middle of its bounds, so that any table it gives obeys every constraint.
func (res *Result) complete(w *world) *proof.World {
	out := &proof.World{Times: map[string]int64{}, Facts: map[string]string{}}
	for id, holds := range w.facts {
		out.Facts[id] = map[bool]string{true: "yes", false: "no"}[holds]
	}
	m := w.m.clone()
	var base span.Instant
	for _, id := range m.ids[1:] {
		t := middle(m.bounds(id), base)
		base = t
		m.suppose(ground.Lit{X: id, Y: ground.Zero, C: int64(t)})
		m.suppose(ground.Lit{X: ground.Zero, Y: id, C: -int64(t)})
		out.Times[id] = int64(t)
	}
	g := res.graph
	arcs := len(g.arcs)
	for _, id := range m.ids[1:] {
		g.fix(id, out.Times[id])
	}
	rest := slices.Sorted(slices.Values(g.ids[1:]))
	for _, id := range rest {
		if _, done := out.Times[id]; done {
			continue
		}
		i := g.node(id)
		lo, hi := span.Beginning, span.End
		if back := g.from(i)[0].length; back < far {
			lo = span.Instant(-back)
		}
		if up := g.from(0)[i].length; up < far {
			hi = span.Instant(up)
		}
		t := middle(span.Of(lo, hi), base)
		g.fix(id, int64(t))
		out.Times[id] = int64(t)
	}
	for len(g.arcs) > arcs {
		g.drop()
	}
	return out
}

func (g *graph) fix(id string, t int64) {
	g.add(&ground.Edge{X: id, Y: ground.Zero, C: t, Basis: ground.Supposed})
	g.add(&ground.Edge{X: ground.Zero, Y: id, C: -t, Basis: ground.Supposed})
}

const minute = 60_000

// middle is a moment of s that reads well: its middle, at a whole minute if s
// has one there; the end that is bounded if only one is; near base if none is.
func middle(s span.Span, base span.Instant) span.Instant {
	lo, hi := s.Earliest(), s.Latest()
	switch {
	case lo == span.Beginning && hi == span.End:
		return base
	case lo == span.Beginning:
		return min(hi, max(base, hi-minute))
	case hi == span.End:
		return max(lo, min(base, lo+minute))
	}
	mid := lo + (hi-lo)/2
	if whole := mid - mid%minute; s.Has(whole) {
		return whole
	}
	return mid
}
