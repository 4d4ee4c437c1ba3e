package finding

import (
	"slices"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// out fills in since when acts have kept it out of force, begun or not, and until
// when it was out of force or had not begun.
func (w *ordersAt) out(x *Order) {
	unbegun := len(x.Begins.By) > 0 && by(x.Begins.Span, w.at) == tri.No
	var outs []*Act
	for i := range x.Acts {
		if a := &x.Acts[i]; a.isOut() {
			outs = append(outs, a)
		}
	}
	if !unbegun {
		x.Since = outSince(x, outs)
	}
	if unbegun || len(outs) > 0 {
		x.Until = again(x, outs, unbegun)
	}
}

// isOut reports whether a certainly keeps the ruling out of force at every moment
// asked about, by bounds alone.
func (a *Act) isOut() bool {
	return a.Worked == tri.Yes && a.Reach != "" && a.Reach != "none" && len(a.Open) == 0 && (a.Back == nil || a.Lifted == tri.No)
}

// outSince is when the last stretch began in which outs and acts before them, one
// taking over from the other, kept it out of force; nil where an act may have
// reached back, so that it never was in force.
func outSince(x *Order, outs []*Act) *Mark {
	if len(outs) == 0 || slices.ContainsFunc(x.Acts, func(a Act) bool { return reachesBack(a.Out) }) {
		return nil
	}
	lo, hi := span.End, span.End
	for _, a := range outs {
		lo, hi = min(lo, a.Bounds.Earliest()), min(hi, a.Bounds.Latest())
	}
	before := earlierOuts(x.Acts)
	slices.SortFunc(before, func(a, b *Act) int { return compareInstants(b.Lifts.Latest(), a.Lifts.Latest()) })
	for _, a := range before {
		if a.Lifts.Latest() < lo {
			break
		}
		lo = min(lo, a.Bounds.Earliest())
	}
	slices.SortFunc(before, func(a, b *Act) int { return compareInstants(b.Lifts.Earliest(), a.Lifts.Earliest()) })
	for _, a := range before {
		if a.Lifts.Earliest() >= hi && a.Certain() {
			hi = min(hi, a.Bounds.Latest())
		}
	}
	m := &Mark{Span: span.Of(lo, hi)}
	for _, a := range slices.Concat(outs, before) {
		if a.At != nil && a.Bounds.Earliest() <= hi && a.Lifts.Latest() >= lo && !slices.Contains(m.By, a.At.ID) {
			m.By = append(m.By, a.At.ID)
		}
	}
	return m
}

// earlierOuts are the acts that may have kept it out of force for a time before.
func earlierOuts(acts []Act) []*Act {
	var out []*Act
	for i := range acts {
		if a := &acts[i]; a.Reach != "none" && a.Worked != tri.No && !a.isOut() {
			out = append(out, a)
		}
	}
	return out
}

// again is when it comes into force: with the last of its beginning, if that is
// to come, and of the ends of the suspensions outs. It has no latest moment where
// another act may keep it out then, and is nil where one certainly does.
func again(x *Order, outs []*Act, unbegun bool) *Mark {
	m := Mark{Span: span.Of(span.Beginning, span.Beginning)}
	if unbegun {
		m = x.Begins
	}
	lo, hi := m.Earliest(), max(m.Latest(), x.Begins.Latest())
	for _, a := range outs {
		if a.Back == nil {
			return nil
		}
		lo, hi = max(lo, a.Lifts.Earliest()), max(hi, a.Lifts.Latest())
	}
	for i := range x.Acts {
		a := &x.Acts[i]
		switch {
		case a.Reach == "none" || a.isOut():
		case a.Back == nil && a.Certain() && (a.Bounds.Latest() <= lo || reachesBack(a.Out)):
			return nil
		case reachesBack(a.Out), a.Bounds.Earliest() <= hi && (a.Back == nil || a.Lifts.Latest() > lo):
			hi = span.End
		}
	}
	m.Span = span.Of(lo, hi)
	for _, a := range outs {
		if a.Lifts.Latest() >= lo {
			m.By = append(slices.Clone(m.By), a.Back.ID)
		}
	}
	return &m
}
