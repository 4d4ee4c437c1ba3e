package web

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

type rulingJSON struct {
	ID          holdshort.ID     `json:"id"`
	Name        string           `json:"name"`
	Kind        string           `json:"kind,omitempty"`
	Court       string           `json:"court,omitempty"`
	By          string           `json:"by,omitempty"`
	Expressions []expressionJSON `json:"expressions"`
	Acts        []actJSON        `json:"acts"`
}

type expressionJSON struct {
	ID     holdshort.ID `json:"id"`
	Kind   string       `json:"kind"`
	Text   string       `json:"text,omitempty"`
	Says   string       `json:"says,omitempty"`
	Events []string     `json:"events"`
}

// actJSON is what a later act did to the ruling.
type actJSON struct {
	ID     holdshort.ID `json:"id"`
	Verb   string       `json:"verb"`
	Effect string       `json:"effect"`
	By     holdshort.ID `json:"by,omitempty"`
	Event  string       `json:"event"`
	Says   string       `json:"says,omitempty"`
}

func rulingOf(c *holdshort.Case, r *holdshort.Ruling) rulingJSON {
	v := rulingJSON{ID: r.ID, Name: r.Title, Kind: r.Sort, Court: r.Court, By: r.By, Acts: []actJSON{}}
	v.Expressions = each(r.Expressions, func(x *holdshort.Expression) expressionJSON {
		e := expressionJSON{x.ID, string(x.Form), x.Text, x.Summary, []string{}}
		for _, t := range x.Times {
			id := string(r.ID) + "." + string(x.ID) + "." + t.Event
			if c.Event(id) != nil && !slices.Contains(e.Events, id) {
				e.Events = append(e.Events, id)
			}
		}
		return e
	})
	for _, e := range c.Lifecycle {
		if e.On == r.ID {
			event := e.Event
			if event == "" {
				event = string(e.ID)
			}
			v.Acts = append(v.Acts, actJSON{e.ID, string(e.Verb), string(e.Effect), e.By, event, e.Summary})
		}
	}
	return v
}

type readingJSON struct {
	ID        holdshort.ID     `json:"id"`
	Name      string           `json:"name"`
	Party     holdshort.ID     `json:"party,omitempty"`
	Ours      bool             `json:"ours,omitempty"`
	Says      string           `json:"says,omitempty"`
	Binds     []bindingJSON    `json:"binds"`
	Completes []completionJSON `json:"completes"`
	Covers    []coveringJSON   `json:"covers"`
	Vacatur   []vacaturJSON    `json:"vacatur"`
}

type bindingJSON struct {
	Ruling holdshort.ID   `json:"ruling"`
	From   string         `json:"from"`
	Cites  []holdshort.ID `json:"cites"`
}

type completionJSON struct {
	Verb  string         `json:"verb"`
	Phase string         `json:"phase"`
	Cites []holdshort.ID `json:"cites"`
}

type coveringJSON struct {
	Ruling  holdshort.ID   `json:"ruling"`
	Who     []holdshort.ID `json:"who"`
	Covered bool           `json:"covered"`
	Why     string         `json:"why,omitempty"`
	Cites   []holdshort.ID `json:"cites"`
}

type vacaturJSON struct {
	Ruling  holdshort.ID   `json:"ruling"`
	Act     holdshort.ID   `json:"act,omitempty"`
	Reaches string         `json:"reaches"`
	Cites   []holdshort.ID `json:"cites"`
}

func readingOf(r *holdshort.Reading) readingJSON {
	return readingJSON{r.ID, r.Name, r.Party, r.Ours, r.Says,
		each(r.Binds, func(b *holdshort.Binding) bindingJSON { return bindingJSON{b.Ruling, b.From, orEmpty(b.Sources)} }),
		each(r.Completes, func(x *holdshort.Completion) completionJSON {
			return completionJSON{x.Verb, x.Phase, orEmpty(x.Sources)}
		}),
		each(r.Covers, func(x *holdshort.Covering) coveringJSON {
			return coveringJSON{x.Ruling, orEmpty(x.Who), x.Covered, x.Why, orEmpty(x.Sources)}
		}),
		each(r.Vacatur, func(x *holdshort.VacaturRule) vacaturJSON {
			return vacaturJSON{x.Ruling, x.Edge, string(x.Reaches), orEmpty(x.Sources)}
		})}
}

type movementJSON struct {
	ID        holdshort.ID   `json:"id"`
	Name      string         `json:"name"`
	Vehicle   string         `json:"vehicle,omitempty"`
	Type      string         `json:"type,omitempty"`
	Operator  holdshort.ID   `json:"operator,omitempty"`
	Aboard    []holdshort.ID `json:"aboard"`
	TopKnots  float64        `json:"top_speed_kt,omitempty"`
	TopWhy    string         `json:"top_why,omitempty"`
	Phases    []phaseJSON    `json:"phases"`
	Positions []positionJSON `json:"positions"`
	Tracks    *string        `json:"tracks"`
}

type phaseJSON struct {
	Event   string       `json:"event"`
	Kind    string       `json:"kind"`
	Place   holdshort.ID `json:"place,omitempty"`
	Area    holdshort.ID `json:"area,omitempty"`
	Between boundsJSON   `json:"between"`
}

// positionJSON is where a source puts a movement; it is never proof.
type positionJSON struct {
	Over    string     `json:"over"`
	Between boundsJSON `json:"between"`
}

func movementOf(q *asked, c *holdshort.Case, m *holdshort.Movement, bounds map[string]span.Span) movementJSON {
	v := movementJSON{ID: m.ID, Name: m.Name, Vehicle: m.Vehicle, Type: m.Type, Operator: m.Operator, Aboard: orEmpty(m.Aboard), Phases: []phaseJSON{}}
	if m.Top != nil {
		v.TopKnots, v.TopWhy = float64(m.Top.Speed/geo.Knot), m.Top.Why
	}
	for _, e := range c.PhaseEvents(m) {
		p := m.Phases[e.Sequence]
		v.Phases = append(v.Phases, phaseJSON{e.ID, string(p.Kind), p.Place, p.Area, boundsOf(bounds[e.ID])})
	}
	v.Positions = each(m.Positions, func(p *holdshort.Position) positionJSON { return positionJSON{p.Over, boundsOf(p.When.Span)} })
	if len(q.st.loaded.Tracks[m.ID]) > 0 {
		href := q.m.api() + "/tracks/" + url.PathEscape(string(m.ID))
		v.Tracks = &href
	}
	return v
}

type noticeJSON struct {
	ID       holdshort.ID `json:"id"`
	From     holdshort.ID `json:"from,omitempty"`
	To       holdshort.ID `json:"to"`
	Of       string       `json:"of"`
	Channel  string       `json:"channel,omitempty"`
	Inferred string       `json:"inferred,omitempty"`
	Events   []string     `json:"events"`
}

func noticeOf(c *holdshort.Case, n *holdshort.Notice) noticeJSON {
	v := noticeJSON{n.ID, n.From, n.To, n.Of, n.Channel, n.Inferred, []string{}}
	for _, step := range []string{"sent", "delivered", "opened", "acknowledged", "read-back"} {
		if id := string(n.ID) + "." + step; c.Event(id) != nil {
			v.Events = append(v.Events, id)
		}
	}
	return v
}

type custodyJSON struct {
	ID       holdshort.ID   `json:"id"`
	Of       []holdshort.ID `json:"of"`
	Place    string         `json:"place,omitempty"`
	From     []string       `json:"from"`
	Until    string         `json:"until,omitempty"`
	Renewals []string       `json:"renewals"`
	Seen     []seenJSON     `json:"whereabouts"`
}

// seenJSON is a place where a cohort was evidenced to be.
type seenJSON struct {
	Place   string     `json:"place"`
	Between boundsJSON `json:"between"`
}

func custodyOf(k *holdshort.Custody) custodyJSON {
	v := custodyJSON{ID: k.ID, Of: k.Of, Place: k.Place, From: k.From, Until: k.Until, Renewals: []string{}}
	for i := range k.Renewals {
		v.Renewals = append(v.Renewals, string(k.ID)+".renewal-"+strconv.Itoa(i+1))
	}
	v.Seen = each(k.Whereabouts, func(w *holdshort.Whereabout) seenJSON { return seenJSON{w.Place, boundsOf(w.When.Span)} })
	return v
}

type sourceJSON struct {
	ID        holdshort.ID `json:"id"`
	Kind      string       `json:"kind"`
	Publisher string       `json:"publisher"`
	Title     string       `json:"title,omitempty"`
	Author    string       `json:"author,omitempty"`
	Date      string       `json:"date,omitempty"`
	Published *boundsJSON  `json:"published"`
	Captured  string       `json:"captured,omitempty"`
	Address   []string     `json:"address"`
	Digest    string       `json:"digest,omitempty"`
	CopyOf    holdshort.ID `json:"copy_of,omitempty"`
}

func sourceOf(_ *asked, x *holdshort.Source) sourceJSON {
	v := sourceJSON{ID: x.ID, Kind: string(x.Kind), Publisher: x.Publisher, Title: x.Title, Author: x.Author, Date: x.Published.Text,
		Captured: x.Captured.Text, Address: orEmpty(x.Address), Digest: x.Digest, CopyOf: x.CopyOf}
	if !x.Published.IsZero() {
		b := boundsOf(x.Published.Span)
		v.Published = &b
	}
	return v
}
