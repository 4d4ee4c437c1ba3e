package finding

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// margin is by how much f, which is true, holds: of a comparison the time
// between its moments; of a conjunction that of its tightest part; of a
// disjunction that of the part that holds most clearly by itself. It is nil
// where facts alone decide. ok is false where it cannot be stated, since no
// part of a disjunction holds by itself.
func (m *matrix) margin(f *ground.Form) (out *Margin, ok bool) {
	switch {
	case f.Lit != nil:
		out = m.slack(*f.Lit)
		return out, out != nil
	case f.And != nil:
		return m.tightest(f.And)
	case f.Or != nil:
		return m.clearest(f.Or)
	}
	return nil, true
}

func (m *matrix) tightest(fs []*ground.Form) (out *Margin, ok bool) {
	for _, f := range fs {
		got, ok := m.margin(f)
		if !ok {
			return nil, false
		}
		if out == nil || got != nil && got.Least < out.Least {
			out = got
		}
	}
	return out, true
}

func (m *matrix) clearest(fs []*ground.Form) (out *Margin, ok bool) {
	for _, f := range fs {
		if t, _, _, decided := m.decide(f, Budget); !decided || t != tri.Yes {
			continue
		}
		got, stated := m.margin(f)
		ok = ok || stated
		if out == nil || got != nil && got.Least > out.Least {
			out = got
		}
	}
	return out, ok
}

// slack is how far l is from failing: C − (x − y), at least and at most; of a
// strict comparison 1 ms more, so that the margin of a plain "before" is the
// time between the moments.
func (m *matrix) slack(l ground.Lit) *Margin {
	least, most := m.difference(l.X, l.Y)
	if most >= far {
		return nil
	}
	c := l.C
	if l.Strict {
		c++
	}
	out := &Margin{Least: span.Length(c - most)}
	if least > -far {
		d := span.Length(c - least)
		out.Most = &d
	}
	return out
}

// Flip is the smallest change to one source's time after which the answer is
// no longer certain: claim Claim of Source would have to say By earlier or
// later.
type Flip struct {
	Source string
	Claim  string
	Event  string
	By     span.Length // above zero
	Later  bool
}

// longest bounds the search for a Flip: ten thousand days.
const longest = 10_000 * 24 * 3600 * 1000

// flip looks at each constraint from claims that the proof uses. Moving any
// other claim leaves the proof as it stands.
func (e *Engine) flip(res *Result) *Flip {
	var found []Flip
	for _, x := range used(res.refuted, res.edge(e)) {
		if x.Basis != ground.Claims && x.Basis != ground.Bound {
			continue
		}
		event, later := x.X, true
		if event == ground.Zero {
			event, later = x.Y, false
		}
		by, ok := e.turn(res, x.ID, event)
		if !ok {
			continue
		}
		claim := x.Claims[0]
		found = append(found, Flip{claimSource(e.Case.Event(event), claim), claim, event, span.Length(by), later})
	}
	if len(found) == 0 {
		return nil
	}
	best := slices.MinFunc(found, func(a, b Flip) int {
		return cmp.Or(cmp.Compare(a.By, b.By), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Claim, b.Claim))
	})
	return &best
}

// Timed reports whether the answer is definite and times decide it.
func (res *Result) Timed() bool {
	timed := false
	if res.refuted != nil {
		eachRound(res.refuted, func(*proof.Round) { timed = true })
	}
	return timed
}

func claimSource(e *holdshort.Event, claim string) string {
	for _, c := range e.Claims {
		if c.ID == claim {
			return c.Cite.Source
		}
	}
	return ""
}

// turn is the least by which the claims on the event would have to reach
// further, in the direction of the edge with the id, for the answer to be no
// longer certain. ok is false if no reach does it.
func (e *Engine) turn(res *Result, id, event string) (by int64, ok bool) {
	certain := e.widening(res, id, event)
	if certain(longest) {
		return 0, false
	}
	// The proof itself says where to look first: it holds as long as every
	// round that uses the arc stays below zero.
	lo, hi := int64(0), int64(longest)
	eachRound(res.refuted, func(r *proof.Round) {
		if slices.Contains(r.Steps, id) && -r.Sum < hi {
			hi = -r.Sum
		}
	})
	if certain(hi) {
		lo, hi = hi, longest
	} else if certain(hi - 1) {
		return hi, true
	}
	for hi-lo > 1 {
		if mid := lo + (hi-lo)/2; certain(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi, true
}

// widening says whether the answer stays certain if the claims on the event
// reach further, in the direction of the edge with the id. The network is seen
// once without that edge and without the limits that depend on its reach; both
// are then added as they would be.
func (e *Engine) widening(res *Result, id, event string) func(further int64) bool {
	moved := *res.edge(e)(id)
	out := []string{id}
	events := append(res.form.Events(), event)
	for _, d := range e.dependent(event, id, 0) {
		out = append(out, d.ID)
		events = append(events, d.X, d.Y)
	}
	m := res.graph.without(out, distinct(events))
	return func(further int64) bool {
		m := m.clone()
		m.suppose(ground.Lit{X: moved.X, Y: moved.Y, C: moved.C + further})
		for _, d := range e.dependent(event, id, further) {
			m.suppose(ground.Lit{X: d.X, Y: d.Y, C: d.C})
		}
		t, _, _, ok := m.decide(res.form, e.budget)
		return ok && t == res.Truth
	}
}

// distinct is ids, each once, without Zero.
func distinct(ids []string) []string {
	var out []string
	for _, id := range ids {
		if id != ground.Zero && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// dependent remembers ground.Dependent, whose answer changes only in steps.
func (e *Engine) dependent(event, edge string, d int64) []ground.Edge {
	key := fmt.Sprint(event, edge, ground.Reach(e.Case, event, edge, span.Length(d)))
	if _, ok := e.limits[key]; !ok {
		e.limits[key] = ground.Dependent(e.Case, event, edge, span.Length(d))
	}
	return e.limits[key]
}
