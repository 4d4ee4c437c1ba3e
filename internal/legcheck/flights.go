package main

import (
	"slices"

	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// flight is one flight by the table: the time for which it was certainly in the
// air within the record, and the rows of its ends, nil where the record does
// not have them.
type flight struct {
	segment
	takeoff, landing *row
}

// flights are those of the record; ok is false where the table does not tell
// whether there is one or more.
func (c *check) flights() (out []flight, ok bool) {
	first, last := c.fixes[0].At, c.fixes[len(c.fixes)-1].At
	cur := &flight{segment: segment{first, last}}
	for i := range c.rows {
		r := &c.rows[i]
		switch {
		case r.event == untold && r.within.Bounded():
			return nil, false
		case r.event == takeoff && cur == nil, r.event == takeoff && len(out) == 0 && cur.takeoff == nil:
			cur = &flight{segment{r.within.Latest(), last}, r, nil}
		case r.event == landing && cur != nil:
			cur.to, cur.landing = min(r.within.Earliest(), last), r
			out, cur = append(out, *cur), nil
		case r.event == takeoff || r.event == landing:
			return nil, false
		}
	}
	if cur != nil {
		out = append(out, *cur)
	}
	return out, true
}

func (s segment) meets(t segment) bool { return s.from <= t.to && t.from <= s.to }

// made counts flights of the table and those that a rule makes. One is right if
// it meets one flight of the table alone, and that flight meets no other.
type made struct{ flights, segments, right int }

// tally is what a rule makes of all records, and of those with two flights or
// more, and how airfields are named at its ends.
type tally struct {
	all, many made
	named     [len(namings)]naming
}

// namings are ways to name the airfield of an end by the first or last position
// of a segment alone.
var namings = [...]struct {
	name string
	of   func(*track.Fix) string
}{
	{"nearest to the first or last position (traffic)", func(f *track.Fix) string { return nearest(f, 500_000, 1e9) }},
	{"the same, within 10 NM and 5,000 ft (OPDI)", func(f *track.Fix) string { return nearest(f, 10*geo.NauticalMile, 5000) }},
}

func (n *tally) add(c *check, r rule) {
	flights, ok := c.flights()
	if !ok {
		return
	}
	segments := r.divide(c)
	m := made{flights: len(flights), segments: len(segments)}
	for _, f := range flights {
		met := slices.DeleteFunc(slices.Clone(segments), func(s segment) bool { return !s.meets(f.segment) })
		if len(met) == 0 {
			continue
		}
		n.name(f.takeoff, c.at(met[0].from))
		n.name(f.landing, c.until(met[len(met)-1].to))
		if len(met) == 1 && countMet(flights, met[0]) == 1 {
			m.right++
		}
	}
	n.all.plus(m)
	if len(flights) > 1 {
		n.many.plus(m)
	}
}

func (n *made) plus(m made) {
	n.flights, n.segments, n.right = n.flights+m.flights, n.segments+m.segments, n.right+m.right
}

func countMet(flights []flight, s segment) (n int) {
	for _, f := range flights {
		if f.meets(s) {
			n++
		}
	}
	return n
}

// until is the last fix up to a moment.
func (c *check) until(t span.Instant) *track.Fix {
	for i := len(c.fixes) - 1; i >= 0; i-- {
		if c.fixes[i].At <= t {
			return &c.fixes[i]
		}
	}
	return nil
}

// name judges each naming at an end of a flight, which is in no row if the
// record does not have it.
func (n *tally) name(r *row, at *track.Fix) {
	for i, way := range namings {
		switch got := way.of(at); {
		case (r == nil || r.field == "") && got == "":
		case r == nil || r.field == "":
			n.named[i].untold++
		case got == "":
			n.named[i].silent++
		case sameField(got, r.field):
			n.named[i].right++
		default:
			n.named[i].wrong++
		}
	}
}

// nearest is the airfield nearest to f within a distance, if f is no higher
// above it.
func nearest(f *track.Fix, within geo.Meters, above float64) string {
	fs := atlas.Airfields(f.Pos, within)
	if len(fs) == 0 || f.Alt.Datum != track.NoAltitude && float64(f.Alt.Feet)-fs[0].Elevation > above {
		return ""
	}
	return fs[0].Ident
}
