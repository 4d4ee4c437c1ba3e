package web

import (
	"errors"
	"net/http"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// momentJSON is the case at one moment.
type momentJSON struct {
	At        string           `json:"at"`
	Movements []*finding.Where `json:"movements"`
	InForce   []inForceJSON    `json:"in_force"`
	Previous  *nearJSON        `json:"previous"`
	Next      *nearJSON        `json:"next"`
}

// inForceJSON is whether a ruling bound at the moment, under a reading.
type inForceJSON struct {
	Ruling  holdshort.ID `json:"ruling"`
	Reading holdshort.ID `json:"reading,omitempty"`
	Answer  tri.Truth    `json:"answer"`
	Stood   tri.Truth    `json:"as_matters_stood"`
	Reason  tri.Reason   `json:"reason,omitempty"`
	Since   *boundsJSON  `json:"since"`
	Until   *boundsJSON  `json:"until"`
}

// nearJSON is an event before or after the moment.
type nearJSON struct {
	Event   string     `json:"event"`
	Between boundsJSON `json:"between"`
}

// moment answers for GET …/moment?at=.
func (s *Server) moment(q *asked) (*answer, error) {
	at, err := q.at()
	if err != nil {
		return nil, err
	}
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	see.mu.Lock()
	defer see.mu.Unlock()
	out := momentJSON{At: at.RFC3339(), Movements: q.wheres(see, at), InForce: []inForceJSON{}}
	orders, err := see.engine.Orders(out.At, finding.Options{Reading: q.key.reading})
	if err != nil {
		return nil, err
	}
	for _, x := range orders.Orders {
		f := inForceJSON{Ruling: x.Ruling.ID, Answer: x.AtStart, Stood: x.AsOfThen, Reason: x.Reason, Since: markOf(x.Since), Until: markOf(x.Until)}
		if x.Reading != nil {
			f.Reading = x.Reading.ID
		}
		out.InForce = append(out.InForce, f)
	}
	out.Previous, out.Next = near(see.entries, at)
	return jsonAnswer(out)
}

// at is the moment that a request asks about: of a time with a width, the
// first.
func (q *asked) at() (span.Instant, error) {
	const hint = `give a moment, such as at=2025-03-15T22:46:00Z`
	st, err := span.Parse(q.word("at"), span.Context{Zone: q.st.loaded.Case.Zone})
	var pe *span.ParseError
	switch {
	case q.word("at") == "":
		return 0, refuse(http.StatusBadRequest, hint, "at is missing")
	case errors.As(err, &pe) && pe.Hint != "":
		return 0, refuse(http.StatusBadRequest, pe.Hint, "at: %s", err)
	case err != nil:
		return 0, refuse(http.StatusBadRequest, hint, "at: %s", err)
	case !st.Span.Bounded():
		return 0, refuse(http.StatusBadRequest, hint, "at %q has one end", q.word("at"))
	}
	return st.Span.Earliest(), nil
}

// wheres is where each movement was. The caller holds see.mu.
func (q *asked) wheres(see *sight, at span.Instant) []*finding.Where {
	out := []*finding.Where{}
	for i := range see.c.Movements {
		m := &see.c.Movements[i]
		out = append(out, see.engine.Where(m, at, q.seen(m.ID, at)))
	}
	return out
}

// seen is what the tracks of a movement show at a moment. A track has no date of
// publication, so that it is not known as of any.
func (q *asked) seen(m holdshort.ID, at span.Instant) finding.Seen {
	out := finding.Seen{In: map[holdshort.ID]tri.Truth{}}
	if q.key.asOf != span.End {
		return out
	}
	for _, a := range q.st.loaded.Tracks[m] {
		x := a.Moment(at, nil, 0, 0)
		for _, d := range x.Region.Discs {
			out.Discs = append(out.Discs, geo.Disc(d))
		}
		if x.InAir != tri.Unknown {
			out.InAir = x.InAir
		}
		for _, in := range x.In {
			if in.In != tri.Unknown {
				out.In[holdshort.ID(in.Area.ID)] = in.In
			}
		}
	}
	return out
}

func markOf(m *finding.Mark) *boundsJSON {
	if m == nil {
		return nil
	}
	b := boundsOf(m.Span)
	return &b
}

// near is the last event that was certainly before at, and the first that was
// certainly after it; nil where there is none.
func near(entries []finding.Entry, at span.Instant) (before, after *nearJSON) {
	last, first := span.Beginning, span.End
	for _, en := range entries {
		if en.Event == nil || en.Never {
			continue
		}
		x := &nearJSON{en.Event.ID, boundsOf(en.Bounds)}
		if l := en.Bounds.Latest(); l < at && l >= last && l != span.Beginning {
			last, before = l, x
		}
		if f := en.Bounds.Earliest(); f > at && f < first {
			first, after = f, x
		}
	}
	return before, after
}

// courses answers for GET …/courses: what the map draws regions from.
func (s *Server) courses(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	see.mu.Lock()
	defer see.mu.Unlock()
	out := []*finding.Course{}
	for i := range see.c.Movements {
		out = append(out, see.engine.Course(&see.c.Movements[i]))
	}
	return jsonAnswer(map[string]any{"movements": out})
}

// movement is the one that the address names.
func (q *asked) movement(c *holdshort.Case) (*holdshort.Movement, error) {
	id := q.r.PathValue("movement")
	if m := c.Movement(holdshort.ID(id)); m != nil {
		return m, nil
	}
	return nil, refuse(http.StatusNotFound, "the movements are in the view of the case", "no movement is named %q", id)
}
