package finding

import (
	"cmp"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// since fills in since when x was as it is, until when, and by how much.
func (w *ordersAt) since(x *Order) {
	switch x.InForce {
	case tri.Yes:
		x.Since, x.Until = w.on(x), w.off(x)
	case tri.No:
		w.out(x)
	}
	if x.Since != nil {
		x.Held = between(x.Since.Span, w.at)
	}
	if x.Until != nil {
		x.Left = between(w.at, x.Until.Span)
	}
}

// between is the least and the most time from a moment of a to one of b, the
// first of which comes before the other.
func between(a, b span.Span) *Margin {
	if a.Latest() == span.End || b.Earliest() == span.Beginning {
		return nil
	}
	m := &Margin{Least: max(0, span.Length(b.Earliest()-a.Latest()))}
	if a.Earliest() != span.Beginning && b.Latest() != span.End {
		most := span.Length(b.Latest() - a.Earliest())
		m.Most = &most
	}
	return m
}

// Certain reports whether a certainly works, at some moment, under the reading.
func (a *Act) Certain() bool {
	return a.Reach != "" && len(a.Open) == 0 && (a.Back == nil || a.Bounds.Latest() < a.Lifts.Earliest())
}

// on is when it came into force for the last time: with the last of its
// beginning and of the ends of its suspensions. The earliest and the latest
// tables of the network are worlds, so that the bounds of the last of several
// events are the greatest of theirs.
func (w *ordersAt) on(x *Order) *Mark {
	lo, hi := x.Begins.Earliest(), x.Begins.Latest()
	for _, a := range x.Acts {
		switch {
		case a.Back == nil || a.Reach == "none" || a.Worked == tri.No:
		case a.Lifted == tri.Yes && a.Certain():
			lo, hi = max(lo, a.Lifts.Earliest()), max(hi, a.Lifts.Latest())
		default:
			hi = max(hi, min(a.Lifts.Latest(), w.at.Latest()))
		}
	}
	m := &Mark{Span: span.Of(lo, hi)}
	if x.Begins.Latest() >= lo {
		m.By = append(m.By, x.Begins.By...)
	}
	for _, a := range x.Acts {
		if a.Back != nil && a.Reach != "none" && a.Worked != tri.No && a.Lifted != tri.No && a.Lifts.Latest() >= lo {
			m.By = append(m.By, a.Back.ID)
		}
	}
	return m
}

// off is when it next goes out of force, or nil where nothing on record does
// it.
func (w *ordersAt) off(x *Order) *Mark {
	return w.first(x, func(a *Act) bool { return a.At != nil && a.Worked != tri.Yes })
}

// ends is when it ends for good, whenever that is asked, or nil where nothing on
// record may do it.
func (w *ordersAt) ends(x *Order) *Mark {
	return w.first(x, func(a *Act) bool { return a.Edge.Verb.Ends() })
}

// first is when the first of those acts works that touch x and are such.
func (w *ordersAt) first(x *Order, such func(*Act) bool) *Mark {
	lo, hi := span.End, span.End
	var by []*Act
	for i := range x.Acts {
		a := &x.Acts[i]
		if a.Reach == "none" || !such(a) {
			continue
		}
		by = append(by, a)
		lo = min(lo, max(a.Bounds.Earliest(), w.at.Earliest()))
		if a.Certain() {
			hi = min(hi, a.Bounds.Latest())
		}
	}
	if by == nil {
		return nil
	}
	m := &Mark{Span: span.Of(lo, hi)}
	for _, a := range by {
		if a.At != nil && a.Bounds.Earliest() <= hi {
			m.By = append(m.By, a.At.ID)
		}
	}
	return m
}

// fill adds what is recorded of the ruling: duties, who is covered, acts that
// change nothing, and sources.
func (w *ordersAt) fill(x *Order, g *ground.Grounder) {
	for _, e := range w.others[x.Ruling.ID] {
		a := Act{Bounds: span.Ever}
		a.Edge, a.Reach = e, "none"
		if a.At = w.edgeEvent(e); a.At != nil {
			a.Bounds = w.bounded[a.At.Nth]
			a.Worked = by(a.Bounds, w.at)
		}
		x.Others = append(x.Others, a)
	}
	sortActs(x.Acts)
	sortActs(x.Others)
	if x.Expression != nil {
		for i := range x.Expression.Directives {
			x.Duties = append(x.Duties, w.duty(x, &x.Expression.Directives[i]))
		}
	}
	if x.Reading != nil {
		for _, c := range x.Reading.Covers {
			if c.Ruling == x.Ruling.ID {
				x.Covers = append(x.Covers, c)
			}
		}
	}
	w.sources(x, g)
}

func (w *ordersAt) edgeEvent(e *holdshort.Edge) *holdshort.Event {
	if e.Event != "" {
		return w.Case.Event(e.Event)
	}
	return w.Case.Event(string(e.ID))
}

// sortActs puts acts in the order of their bounds, those of equal bounds as
// they are.
func sortActs(as []Act) {
	before := func(a, b Act) int {
		return cmp.Or(compareInstants(a.Bounds.Earliest(), b.Bounds.Earliest()), compareInstants(a.Bounds.Latest(), b.Bounds.Latest()))
	}
	if !slices.IsSortedFunc(as, before) {
		slices.SortStableFunc(as, before)
	}
}

// duty is a directive as in force as its ruling, and no longer than it says
// itself. Where that is a text that cannot be read as a moment, a yes of the
// ruling is none of the directive.
func (w *ordersAt) duty(x *Order, d *holdshort.Directive) Duty {
	out := Duty{Directive: d, InForce: x.InForce}
	text := strings.TrimSpace(strings.TrimPrefix(d.Until, "until "))
	if text == "" || strings.HasPrefix(text, "further order") {
		return out
	}
	st, err := span.Parse(text, span.Context{Zone: cmp.Or(x.Ruling.Zone, w.Case.Zone), Date: x.Ruling.On})
	if err != nil || st.Span.Latest() == span.End {
		out.Open, out.InForce = true, both(x.InForce, tri.Unknown)
		return out
	}
	out.Ends = &st.Span
	out.InForce = both(x.InForce, tri.Not(by(st.Span, w.at)))
	return out
}

// sources are where the beginning, the acts and the choices of the reading are
// stated.
func (w *ordersAt) sources(x *Order, g *ground.Grounder) {
	for _, id := range x.Begins.By {
		for _, c := range w.Case.Event(id).Claims {
			if c.Evidence() {
				x.Cites = append(x.Cites, c.Cite)
			}
		}
	}
	var last holdshort.ID
	add := func(ids []holdshort.ID) {
		for _, s := range ids {
			if s != last { // edges in a row often have one source
				x.Cites = append(x.Cites, cite.Cite{Source: string(s)})
			}
			last = s
		}
	}
	for _, a := range x.Acts {
		add(a.Edge.Sources)
		add(a.By)
	}
	if x.Reading != nil {
		add(x.Reading.Sources)
	}
	if b := g.Binding(x.Ruling.ID); b != nil {
		add(b.Sources)
	}
	slices.SortFunc(x.Cites, cite.Compare)
	x.Cites = slices.Compact(x.Cites)
}
