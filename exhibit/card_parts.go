package exhibit

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// stands are how the ruling stands, readings that say the same together.
func (m *cardMaker) stands() []cardStand {
	var order []string
	under := map[string][]holdshort.ID{}
	for i := range m.c.Orders {
		o := &m.c.Orders[i]
		t := m.stand(o)
		if !slices.Contains(order, t) {
			order = append(order, t)
		}
		if o.Reading != nil {
			under[t] = append(under[t], o.Reading.ID)
		}
	}
	if len(order) > 1 { // readings that say nothing of it need no line
		order = slices.DeleteFunc(order, func(t string) bool { return t == unsaid })
	}
	var out []cardStand
	for _, t := range order {
		s := cardStand{Text: t, Under: joinIDs(under[t])}
		if len(under[t]) == len(m.c.Orders) {
			s.Under = "" // every reading says so
		}
		out = append(out, s)
	}
	return out
}

// unsaid stands for a reading that does not choose when the ruling binds.
const unsaid = "From when it binds is not said."

func (m *cardMaker) stand(o *finding.Order) string {
	p := page{c: m.c.Case, loc: m.loc}
	if len(o.Begins.By) == 0 {
		return unsaid
	}
	begins := "Binds from " + p.span(o.Begins.Span) + "."
	if m.c.At == nil {
		return m.whole(begins, o)
	}
	parts := []string{"In force at " + m.c.At.Text + ": " + answerWord(o.InForce) + "."}
	if o.InForce == tri.Unknown {
		parts[0] = strings.TrimSuffix(parts[0], ".") + ", " + reasonText(o.Reason) + "."
	}
	if o.AsOfThen != o.InForce {
		parts = append(parts, "As matters stood then: "+answerWord(o.AsOfThen)+".")
	}
	if o.Since != nil {
		parts = append(parts, "Since "+p.span(o.Since.Span)+".")
	} else {
		parts = append(parts, begins)
	}
	switch {
	case o.Until != nil && o.InForce == tri.No:
		parts = append(parts, "Not until "+p.span(o.Until.Span)+".")
	case o.Until != nil:
		parts = append(parts, "Until "+p.span(o.Until.Span)+".")
	case o.InForce == tri.Yes:
		parts = append(parts, noEnd)
	}
	return strings.Join(parts, " ")
}

const noEnd = "No end is on record."

// whole is from when the ruling binds and when it ends for good, where no moment
// is asked about. What only suspends it stands among the later acts.
func (m *cardMaker) whole(begins string, o *finding.Order) string {
	ends := slices.DeleteFunc(slices.Clone(o.Acts), func(a finding.Act) bool { return !a.Edge.Verb.Ends() || !a.Certain() })
	switch {
	case o.Until == nil:
		return begins + " " + noEnd
	case slices.ContainsFunc(ends, func(a finding.Act) bool { return a.Reach == "back" }):
		return "By what was done later, it never bound."
	case len(ends) == 0 || o.Until.Span == span.Ever:
		return begins + " Whether, or when, what was done later ends it is not told."
	}
	p := page{c: m.c.Case, loc: m.loc}
	return begins + " Until " + p.span(o.Until.Span) + "."
}

// clocks are the moments of the expressions shown, on two clocks.
func (m *cardMaker) clocks() []cardClock {
	var out []cardClock
	for _, x := range m.expressions {
		var seen []string
		for _, t := range x.Times {
			id := string(m.c.Ruling.ID) + "." + string(x.ID) + "." + t.Event
			s, ok := m.c.Bounds[id]
			if !ok || slices.Contains(seen, id) {
				continue
			}
			seen = append(seen, id)
			out = append(out, m.clock(capital(spaced(t.Event))+" ("+spaced(x.Form)+")", s))
		}
	}
	if m.c.At != nil {
		out = append(out, m.clock("Asked about", m.c.At.Span))
	}
	return out
}

func (m *cardMaker) clock(what string, s span.Span) cardClock {
	return cardClock{what, boundsText(s, m.loc), boundsText(s, time.UTC)}
}

// later is what was done to the ruling, in a line each.
func (m *cardMaker) later() []string {
	p := page{c: m.c.Case, loc: m.loc}
	var out []string
	for _, as := range [][]finding.Act{m.c.Orders[0].Acts, m.c.Orders[0].Others} {
		for i := range as {
			a := as[i]
			if a.Edge.Effect == "none" {
				continue
			}
			if m.c.At == nil {
				a.Worked = tri.Yes // in the past as seen from the card
			}
			s := p.actText(&a, m.c.Ruling.ID)
			out = append(out, capital(strings.TrimSuffix(s, " ["+string(a.Edge.ID)+"]")))
		}
	}
	return out
}

// sources are those of the expressions shown, with places in them.
func (m *cardMaker) sources() []cardSource {
	where := map[holdshort.ID][]string{}
	for _, x := range m.expressions {
		for _, s := range x.Sources {
			where[s] = append(where[s], "")
		}
		for _, t := range x.Times {
			for _, s := range t.Sources {
				where[s] = append(where[s], t.Where)
			}
		}
	}
	for _, s := range m.c.Ruling.Sources {
		where[s] = append(where[s], "")
	}
	const many = 6 // beyond it the ids have to do
	var out []cardSource
	for _, id := range slices.Sorted(maps.Keys(where)) {
		s := m.c.Case.Source(id)
		if s == nil || !m.c.Case.KnownBy(string(id), m.c.Case.AsOf) {
			continue
		}
		at := slices.DeleteFunc(where[id], func(w string) bool { return w == "" })
		slices.Sort(at)
		publisher, title := clipWords(s.Publisher, 48), s.Title
		if len(where) > many {
			publisher, title = "", ""
		}
		out = append(out, cardSource{string(id), joinTexts(append([]string{publisher, title}, slices.Compact(at)...)...)})
	}
	return out
}
