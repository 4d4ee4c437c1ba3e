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

// onField is how far from an airfield's point or runways, in metres, an
// aircraft on the ground may be and still be at that airfield: half the extent
// of the largest.
const onField = 4000
