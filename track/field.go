package track

import "github.com/holdshort/holdshort/geo"

// Field is an airfield, as far as legs need it.
type Field struct {
	Ident     string   // ICAO code, or the national one
	Also      []string // other codes of the same field
	Name      string
	Zone      string // IANA name
	Pos       geo.Point
	Elevation float64 // feet above mean sea level
	Runways   []Runway
}

// Runway is a runway by its two ends.
type Runway struct {
	Ends [2]RunwayEnd
}

// RunwayEnd is the threshold at one end of a runway.
type RunwayEnd struct {
	Ident string
	Pos   geo.Point
}

// Fields finds the airfields within a distance of a point, nearest first.
type Fields func(p geo.Point, within geo.Meters) []Field

// onField is how far from an airfield's point or runways an aircraft on the
// ground may be and still be at that airfield: half the extent of the largest.
const onField = 4000

// distance is that of p from the field: from its point, or from the nearest
// end or middle of a runway.
func (f *Field) distance(p geo.Point) geo.Meters {
	least := geo.Distance(f.Pos, p)
	for _, r := range f.Runways {
		for _, e := range r.Ends {
			least = min(least, geo.Distance(e.Pos, p))
		}
	}
	return least
}

// runway is the runway and its end, in the direction of the course, that a
// fix at p with this course is on or in line with: within 200 m of the line
// through its ends and within 20 degrees of its direction. ok is false if there
// is none, or two fit as well.
func (f *Field) runway(p geo.Point, course float64) (ident string, ok bool) {
	best, second := 200.0, 200.0
	for _, r := range f.Runways {
		for i, e := range r.Ends {
			far := r.Ends[1-i]
			_, heading, _ := geo.Inverse(e.Pos, far.Pos)
			if turn(course, float64(heading)) > 20 {
				continue
			}
			d, to, _ := geo.Inverse(e.Pos, p)
			off := float64(d) * abs(sinDegrees(float64(to-heading)))
			switch {
			case off < best:
				best, second, ident = off, best, e.Ident
			case off < second:
				second = off
			}
		}
	}
	return ident, ident != "" && second-best > 50
}
