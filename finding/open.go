package finding

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Need is something that would settle an Unknown: evidence that an event came
// not after, or not before, a moment, and the answer that would follow; or,
// where no moment says it, What alone.
type Need struct {
	What      string
	Event     string
	NotAfter  span.Instant // span.End if unset
	NotBefore span.Instant // span.Beginning if unset
	Then      tri.Truth
}

// open fills in what goes with an Unknown.
func (e *Engine) open(res *Result, v tri.Value) {
	res.Reason = v.Reason
	events := res.form.Events()
	for _, id := range events {
		if ev := e.Case.Event(id); ev != nil {
			for _, c := range ev.Claims {
				if c.Evidence() {
					res.Cites = append(res.Cites, c.Cite)
				}
			}
			if e.disputed(res, ev) {
				res.Disputed = append(res.Disputed, id)
			}
		}
		res.Needs = append(res.Needs, e.settle(res, id)...)
	}
	if len(res.Disputed) > 0 && (res.Reason == tri.IntervalOverlap || res.Reason == tri.NotInEvidence) {
		res.Reason = tri.ConflictingClaims
	}
	for _, f := range res.form.Facts() {
		if f.Truth == tri.Unknown {
			res.Cites = append(res.Cites, f.Cites...)
			for _, n := range f.Needs {
				if !slices.ContainsFunc(res.Needs, func(have Need) bool { return have.What == n }) && slices.Contains(v.Needs, n) {
					res.Needs = append(res.Needs, want(n))
				}
			}
		}
	}
}

// disputed reports whether the claims on ev, each taken alone, would give both
// Yes and No.
func (e *Engine) disputed(res *Result, ev *holdshort.Event) bool {
	yes, no := false, false
	for _, t := range e.alone(res, ev) {
		yes, no = yes || t == tri.Yes, no || t == tri.No
	}
	return yes && no
}

// alone is the answer by each claim on ev in evidence, if it were the only one.
// It is Unknown where the claim conflicts with the rest of the evidence.
func (e *Engine) alone(res *Result, ev *holdshort.Event) map[string]tri.Truth {
	own := []string{"claims:" + ev.ID + ":earliest", "claims:" + ev.ID + ":latest"}
	for _, c := range ev.Claims {
		own = append(own, "bound:"+c.ID)
	}
	rest := res.graph.without(own, res.form.Events())
	out := map[string]tri.Truth{}
	seen := map[span.Span]tri.Truth{}
	for _, c := range ev.Claims {
		if !c.Evidence() {
			continue
		}
		s := c.Time.Span
		t, done := seen[s]
		if !done {
			t = e.within(res, rest, ev.ID, s)
			seen[s] = t
		}
		out[c.ID] = t
	}
	return out
}

// within is the answer if m were the evidence and the event lay in s.
func (e *Engine) within(res *Result, m *matrix, event string, s span.Span) tri.Truth {
	m = m.clone()
	var bounds []ground.Lit
	if s.Earliest() != span.Beginning {
		bounds = append(bounds, ground.Lit{X: ground.Zero, Y: event, C: -int64(s.Earliest())})
	}
	if s.Latest() != span.End {
		bounds = append(bounds, ground.Lit{X: event, Y: ground.Zero, C: int64(s.Latest())})
	}
	for _, l := range bounds {
		if !m.allows(l) {
			return tri.Unknown
		}
		m.suppose(l)
	}
	t, _, _, _ := m.decide(res.form, e.budget)
	return t
}

// want is a need that no moment says.
func want(what string) Need { return Need{What: what, NotAfter: span.End, NotBefore: span.Beginning} }

// settle says how near to one end of its bounds an event would have to be
// known to lie for the answer to follow, whatever else stays open.
func (e *Engine) settle(res *Result, id string) []Need {
	s := res.matrix.bounds(id)
	var out []Need
	if lo := s.Earliest(); lo != span.Beginning {
		top := min(int64(s.Latest()), int64(lo)+longest)
		if t, then, ok := e.reach(res, id, int64(lo), top, false); ok {
			out = append(out, Need{needed(id, "no later than", span.Instant(t)), id, span.Instant(t), span.Beginning, then})
		}
	}
	if hi := s.Latest(); hi != span.End {
		bottom := max(int64(s.Earliest()), int64(hi)-longest)
		if t, then, ok := e.reach(res, id, int64(hi), bottom, true); ok {
			out = append(out, Need{needed(id, "no earlier than", span.Instant(t)), id, span.End, span.Instant(t), then})
		}
	}
	return out
}

// needed says a need in words: evidence of an event, or a closer meaning of a
// time stated in the question.
func needed(id, bound string, t span.Instant) string {
	if text, stated := strings.CutPrefix(id, "stated:"); stated {
		return fmt.Sprintf("a question that by %q means %s %s", text, bound, t.RFC3339())
	}
	return fmt.Sprintf("evidence that %s came %s %s", id, bound, t.RFC3339())
}

// reach is the moment furthest from end, towards other, such that knowing the
// event to lie between end and it decides the answer.
func (e *Engine) reach(res *Result, id string, end, other int64, late bool) (int64, tri.Truth, bool) {
	decided := func(t int64) tri.Truth {
		l := ground.Lit{X: id, Y: ground.Zero, C: t}
		if late {
			l = ground.Lit{X: ground.Zero, Y: id, C: -t}
		}
		if !res.matrix.allows(l) {
			return tri.Unknown
		}
		m := res.matrix.clone()
		m.suppose(l)
		truth, _, _, _ := m.decide(res.form, e.budget)
		return truth
	}
	then := decided(end)
	if then == tri.Unknown {
		return 0, then, false
	}
	good, bad := end, other
	for good-bad > 1 || bad-good > 1 {
		if mid := good + (bad-good)/2; decided(mid) == then {
			good = mid
		} else {
			bad = mid
		}
	}
	return good, then, true
}

// Prove writes down why res has its answer.
func (e *Engine) Prove(n string, reading string, res *Result) *proof.Proof {
	p := &proof.Proof{Version: proof.Version, Case: e.Case.Digest().String(), AsOf: proof.AsOfText(e.Case.AsOf),
		Formula: n, Reading: reading, Truth: res.Truth}
	switch {
	case len(res.conflicts) > 0:
		p.Conflict = res.conflicts[0]
		p.Edges = used(&proof.Branch{Round: p.Conflict}, e.net.edge)
	case res.refuted != nil:
		p.Refute = res.refuted
		p.Edges = used(res.refuted, res.edge(e))
	case res.holds != nil:
		p.Holds, p.Fails = res.complete(res.holds), res.complete(res.fails)
	}
	p.Seal()
	return p
}
