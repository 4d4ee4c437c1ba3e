package web

import (
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
)

// recordJSON is what is on record, in the terms of the case format: what the
// findings and the timeline speak of by its id.
type recordJSON struct {
	Parties   []partyJSON    `json:"parties"`
	Places    []placeJSON    `json:"places"`
	Areas     []areaJSON     `json:"areas"`
	Rulings   []rulingJSON   `json:"rulings"`
	Readings  []readingJSON  `json:"readings"`
	Movements []movementJSON `json:"movements"`
	Notices   []noticeJSON   `json:"notices"`
	Cohorts   []cohortJSON   `json:"cohorts"`
	Custody   []custodyJSON  `json:"custody"`
	Sources   []sourceJSON   `json:"sources"`
	Questions []questionJSON `json:"questions"`
}

// boundsJSON is an interval, both ends included; null where nothing bounds it.
type boundsJSON struct {
	Earliest *string `json:"earliest"`
	Latest   *string `json:"latest"`
}

func boundsOf(s span.Span) boundsJSON {
	return boundsJSON{momentOf(s.Earliest()), momentOf(s.Latest())}
}

func momentOf(t span.Instant) *string {
	if t == span.Beginning || t == span.End {
		return nil
	}
	text := t.RFC3339()
	return &text
}

// pointJSON is latitude and longitude in degrees, WGS 84.
type pointJSON [2]float64

func pointOf(p geo.Point) pointJSON { return pointJSON{float64(p.Lat), float64(p.Lon)} }

type partyJSON struct {
	ID   holdshort.ID `json:"id"`
	Name string       `json:"name"`
}

type placeJSON struct {
	ID   holdshort.ID `json:"id"`
	Name string       `json:"name"`
	At   *pointJSON   `json:"at"`
	Zone string       `json:"zone,omitempty"`
}

// areaJSON is an area and its outlines. Where the case draws none and the
// program carries one of the id, it is that, as shipped.
type areaJSON struct {
	ID      holdshort.ID  `json:"id"`
	Name    string        `json:"name"`
	Kind    string        `json:"kind"`
	ErrorM  float64       `json:"error_m,omitempty"`
	Rings   [][]pointJSON `json:"rings"`
	Shipped string        `json:"shipped,omitempty"`
}

type questionJSON struct {
	ID      holdshort.ID `json:"id"`
	Ask     string       `json:"ask"`
	Number  int          `json:"number,omitempty"`
	AskedBy string       `json:"asked_by,omitempty"`
}

type cohortJSON struct {
	ID    holdshort.ID `json:"id"`
	Name  string       `json:"name"`
	Basis string       `json:"basis,omitempty"`
}

// recordOf is the record as it was seen. What it says of the times of events is
// in the timeline.
func recordOf(q *asked, see *sight) recordJSON {
	c := see.c
	bounds := map[string]span.Span{}
	for _, en := range see.entries {
		if en.Event != nil {
			bounds[en.Event.ID] = en.Bounds
		}
	}
	return recordJSON{
		Parties:   each(c.Parties, func(p *holdshort.Party) partyJSON { return partyJSON{p.ID, p.Name} }),
		Places:    each(c.Places, placeOf),
		Areas:     each(c.Areas, areaOf),
		Rulings:   each(c.Rulings, func(r *holdshort.Ruling) rulingJSON { return rulingOf(c, r) }),
		Readings:  each(c.Readings, readingOf),
		Movements: each(c.Movements, func(m *holdshort.Movement) movementJSON { return movementOf(q, c, m, bounds) }),
		Notices:   each(c.Notices, func(n *holdshort.Notice) noticeJSON { return noticeOf(c, n) }),
		Cohorts:   each(c.Cohorts, func(x *holdshort.Cohort) cohortJSON { return cohortJSON{x.ID, x.Name, x.Basis} }),
		Custody:   each(c.Custody, custodyOf),
		Sources:   each(c.Sources, func(x *holdshort.Source) sourceJSON { return sourceOf(q, x) }),
		Questions: each(c.Questions, func(x *holdshort.Question) questionJSON {
			return questionJSON{x.ID, x.Put(""), x.Number, x.AskedBy}
		}),
	}
}

func placeOf(p *holdshort.Place) placeJSON {
	v := placeJSON{ID: p.ID, Name: p.Name, Zone: p.Zone}
	if p.Point != nil {
		at := pointOf(*p.Point)
		v.At = &at
	}
	return v
}

func areaOf(a *holdshort.Area) areaJSON {
	v := areaJSON{ID: a.ID, Name: a.Name, Kind: string(a.Kind), ErrorM: float64(a.Error), Rings: [][]pointJSON{}}
	if len(a.Outline) > 0 {
		v.Rings = append(v.Rings, ringOf(a.Outline))
		return v
	}
	if r, ok := place.Area(string(a.ID)); ok {
		v.Shipped, v.ErrorM = strings.TrimSpace(r.Source+", "+r.Date), float64(r.Error)
		for _, ring := range r.Rings {
			v.Rings = append(v.Rings, ringOf(ring.Outline))
		}
	}
	return v
}

func ringOf(ps []geo.Point) []pointJSON {
	return each(ps, func(p *geo.Point) pointJSON { return pointOf(*p) })
}
