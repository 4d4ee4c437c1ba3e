package finding

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
)

// Entry is one event on the timeline, or one reported position: when it was,
// within the tightest bounds that the evidence as a whole allows, and what each
// source says.
type Entry struct {
	Event    *holdshort.Event
	Position *holdshort.Position // of a movement; Event is nil
	Lane     string
	What     string
	Bounds   span.Span
	Claims   []holdshort.TimeClaim
	Cites    []cite.Cite
	Conflict bool // its claims are part of a conflict; Bounds is then their hull
	Never    bool // said not to have happened
}

// Timeline lists the events of the case and the reported positions by their
// earliest moment, then their latest, then their ids. Events of which no
// evidence bounds the time come last.
func (e *Engine) Timeline() []Entry {
	var out []Entry
	for _, p := range e.net.parts {
		out = append(out, e.entries(p)...)
	}
	for i := range e.Case.Movements {
		m := &e.Case.Movements[i]
		for j := range m.Positions {
			p := &m.Positions[j]
			var cs []cite.Cite
			for _, s := range p.Sources {
				if e.Case.KnownBy(string(s), e.Case.AsOf) {
					cs = append(cs, cite.Cite{Source: string(s)})
				}
			}
			if len(cs) > 0 {
				out = append(out, Entry{Position: p, Lane: string(m.ID), What: m.Name + " reported over " + p.Over, Bounds: p.When.Span, Cites: cs})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		if n := compareInstants(a.sortKey(), b.sortKey()); n != 0 {
			return n
		}
		if n := compareInstants(a.Bounds.Latest(), b.Bounds.Latest()); n != 0 {
			return n
		}
		return strings.Compare(a.Lane+a.What, b.Lane+b.What)
	})
	return out
}

// sortKey is the earliest moment, or the latest where nothing bounds that.
func (en Entry) sortKey() span.Instant {
	if en.Bounds.Earliest() == span.Beginning {
		return en.Bounds.Latest()
	}
	return en.Bounds.Earliest()
}

func compareInstants(a, b span.Instant) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// entries are those of one component, bounded with two searches.
func (e *Engine) entries(p part) []Entry {
	var late []label
	var early map[string]int64
	if p.conflict == nil {
		g := newGraph()
		back := newGraph()
		for _, id := range p.events {
			g.node(id)
			back.node(id)
		}
		for _, j := range p.edges {
			x := e.net.edges[j]
			g.add(&x)
			turned := x
			turned.X, turned.Y = x.Y, x.X
			back.add(&turned)
		}
		late = g.from(0)
		early = map[string]int64{}
		for i, l := range back.from(0) {
			early[back.ids[i]] = l.length
		}
		return e.entriesWithin(p, func(id string) span.Span { return spanOf(early[id], late[g.at[id]].length) })
	}
	return e.entriesWithin(p, nil)
}

// spanOf is the span from minus the way to zero to the way from it.
func spanOf(toZero, fromZero int64) span.Span {
	lo, hi := span.Beginning, span.End
	if toZero < far {
		lo = span.Instant(-toZero)
	}
	if fromZero < far {
		hi = span.Instant(fromZero)
	}
	return span.Of(lo, hi)
}

func (e *Engine) entriesWithin(p part, bounds func(string) span.Span) []Entry {
	var out []Entry
	for _, id := range p.events {
		ev := e.Case.Event(id)
		if ev == nil || id == ground.Zero {
			continue
		}
		en := Entry{Event: ev, Lane: ev.Lane, What: ev.What, Claims: ev.Claims, Cites: ev.Cites, Bounds: ev.Hull(), Conflict: bounds == nil}
		if bounds != nil {
			en.Bounds = bounds(id)
		}
		en.Never = len(ev.Says) > 0 && !slices.ContainsFunc(ev.Says, func(a holdshort.Asserted) bool { return a.Says })
		out = append(out, en)
	}
	return out
}

// MarshalJSON writes the entry in its documented form.
func (en Entry) MarshalJSON() ([]byte, error) {
	type claim struct {
		ID     string              `json:"id"`
		Text   string              `json:"text"`
		Zone   string              `json:"zone"`
		Kind   holdshort.ClaimKind `json:"kind"`
		Aside  string              `json:"aside,omitempty"`
		Source string              `json:"source"`
		Where  string              `json:"locator,omitempty"`
		spanJSON
	}
	w := struct {
		Event    string       `json:"event,omitempty"`
		Lane     string       `json:"lane"`
		What     string       `json:"what"`
		Between  spanJSON     `json:"between"`
		Claims   []claim      `json:"claims"`
		Cites    []cite.Cite  `json:"cites"`
		Conflict bool         `json:"conflict,omitempty"`
		Never    bool         `json:"did_not_happen,omitempty"`
		Reported bool         `json:"reported_position,omitempty"`
		Place    holdshort.ID `json:"place,omitempty"`
	}{Lane: en.Lane, What: en.What, Between: spanWire(en.Bounds), Cites: orEmpty(en.Cites), Conflict: en.Conflict, Never: en.Never, Reported: en.Position != nil}
	if en.Event != nil {
		w.Event, w.Place = en.Event.ID, en.Event.Place
	}
	w.Claims = each(en.Claims, func(c holdshort.TimeClaim) claim {
		return claim{c.ID, c.Time.Text, c.Time.Zone, c.Kind, c.Aside, c.Cite.Source, c.Cite.Where, spanWire(c.Time.Span)}
	})
	return json.Marshal(w)
}

// Timeline is a case's entries, as JSON has them.
type Timeline struct {
	Case    *holdshort.Case
	Zone    string
	Entries []Entry
}

// MarshalJSON writes the timeline in its documented form.
func (t Timeline) MarshalJSON() ([]byte, error) {
	r := Report{Case: t.Case}
	return json.Marshal(struct {
		Version int      `json:"version"`
		Case    caseJSON `json:"case"`
		AsOf    *string  `json:"as_of"`
		TZData  string   `json:"tzdata"`
		Zone    string   `json:"zone"`
		Events  []Entry  `json:"events"`
	}{Version, r.head(), r.asOf(), span.TZDataVersion(), t.Zone, orEmpty(t.Entries)})
}
