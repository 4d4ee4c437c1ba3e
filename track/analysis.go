package track

import (
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Analysis is what can be said of one aircraft's track.
type Analysis struct {
	Track     *Track
	Model     Model
	Legs      []Leg
	Events    []Event // likely, not proved
	Gaps      []Gap
	Crossings []AreaCrossings
	Prism     *Prism
	fields    Fields
}

// AreaCrossings are the passages of one area's boundary.
type AreaCrossings struct {
	Area      Area
	Crossings []Crossing
}

// Analyse cleans the track and says what can be said of it.
func Analyse(t *Track, m Model, fields Fields, areas []Area) *Analysis {
	t.Clean(m)
	a := &Analysis{Track: t, Model: m, Gaps: t.Gaps(), Prism: NewPrism(t, m), fields: fields}
	a.Legs, a.Events = t.LegsAndEvents(fields)
	for _, area := range areas {
		a.Crossings = append(a.Crossings, AreaCrossings{area, a.Prism.Crossings(area)})
	}
	return a
}

// Moment is where an aircraft was, or could have been, at a moment.
type Moment struct {
	At     span.Instant
	Region Region
	InAir  tri.Truth // Yes within a leg that is not split by a silence, No between two on the ground
	In     []AreaTruth
	Back   []Return
	Flown  geo.Meters // certainly flown after it, to the end of the leg
	// Onward is the way from there to where the leg then flown is proved to have
	// landed; nil if that is not proved.
	Onward *Onward
}

// Onward is the way that was left, as geometry, and when it ended.
type Onward struct {
	Field       Field
	Least, Most geo.Meters // distance from the nearest and the furthest place where it can have been
	Landed      span.Span  // as proved
}

// AreaTruth is whether the aircraft was in an area.
type AreaTruth struct {
	Area Area
	In   tri.Truth
}

// Moment answers for moment t: the region, the areas, and the ways to at most
// most airfields within a distance.
func (a *Analysis) Moment(t span.Instant, fields Fields, within geo.Meters, most int) Moment {
	m := Moment{At: t, Region: a.Prism.At(t), InAir: a.inAir(t), Flown: a.Prism.Flown(t, a.legEnd(t))}
	for _, c := range a.Crossings {
		m.In = append(m.In, AreaTruth{c.Area, m.Region.In(c.Area)})
	}
	m.Back = a.Prism.Back(t, fields, within, most)
	m.Onward = a.onward(t, m.Region)
	return m
}

func (a *Analysis) onward(t span.Instant, r Region) *Onward {
	l := a.legAt(t)
	if l == nil || l.Landing == nil || !l.Landing.FieldProved || a.fields == nil {
		return nil
	}
	for _, f := range a.fields(a.Track.Fixes[l.Landing.Ground].Pos, 2*onField) {
		if f.Ident == l.Landing.Field {
			o := &Onward{Field: f, Landed: l.Landing.Proved}
			o.Least, o.Most = r.distance(f.Pos)
			return o
		}
	}
	return nil
}

// legAt is the leg flown at t; nil if there is none.
func (a *Analysis) legAt(t span.Instant) *Leg {
	for i := range a.Legs {
		if l := &a.Legs[i]; a.Track.Fixes[l.First].At <= t && t <= a.Track.Fixes[l.Last].At {
			return l
		}
	}
	return nil
}

// legEnd is when the leg flown at t was last in the air; t if there is none.
func (a *Analysis) legEnd(t span.Instant) span.Instant {
	if l := a.legAt(t); l != nil {
		return a.Track.Fixes[l.Last].At
	}
	return t
}

// inAir is whether the aircraft was in the air: Yes between two fixes of one leg
// that are both certainly in the air, without a silence in which it could have
// come down, else Unknown. It is never No: an aircraft that was seen on the
// ground twice may have flown between. Of a track that somebody spaced evenly
// silences are not known.
func (a *Analysis) inAir(t span.Instant) tri.Truth {
	if a.Track.Resampled {
		return tri.Unknown
	}
	for _, l := range a.Legs {
		first, last := &a.Track.Fixes[l.First], &a.Track.Fixes[l.Last]
		if t < first.At || t > last.At {
			continue
		}
		for _, g := range a.Gaps {
			from, to := &a.Track.Fixes[g.From], &a.Track.Fixes[g.To]
			if from.At <= t && t <= to.At {
				return tri.Unknown
			}
		}
		for _, s := range l.doubt {
			if s.Has(t) {
				return tri.Unknown
			}
		}
		return tri.Yes
	}
	return tri.Unknown
}
