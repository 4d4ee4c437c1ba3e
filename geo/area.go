package geo

import "fmt"

// Area is a part of the earth's surface inside a drawn outline. Outline is a
// ring of points joined by geodesics, the last to the first, which may also be
// written again at the end. A ring that crosses itself covers every point it
// winds round.
//
// Error, in metres, is what makes a drawing evidence: the true boundary lies
// within Error of the drawn one, and wherever a point is in one area and not in
// the other, it is within Error of the drawn outline. The zero Area is not
// Valid: it says nothing of any point.
type Area struct {
	ID      string
	Outline []Point
	Error   Meters
}

// Reach is how far from its first point, in metres, an area may extend. Within
// it an area is less than half the earth, so that inside and outside cannot be
// mistaken for each other, and its edges are the only shortest lines.
const Reach Meters = 5_000_000

// slack is taken off every lower bound of a distance to an edge, in metres. It
// covers rounding: 20 nm in the sides of a triangle can move its height by as
// much as √(2·side·40 nm) when it is thin, 0.9 m where the side is 10 000 km.
const slack Meters = 2

// Valid is nil if the area can be asked about: three points or more, each
// Valid, no two in succession the same, none beyond Reach of the first, and an
// Error that is finite and not negative.
func (a Area) Valid() error {
	ring := a.ring()
	if len(ring) < 3 {
		return fmt.Errorf("area %q has %d points: an outline needs 3", a.ID, len(ring))
	}
	if !finite(float64(a.Error)) || a.Error < 0 {
		return fmt.Errorf("area %q has an error of %v", a.ID, a.Error)
	}
	for i, p := range ring {
		if !p.Valid() {
			return fmt.Errorf("area %q: point %d, %v, is not on the earth", a.ID, i+1, p)
		}
		if p == ring[(i+1)%len(ring)] {
			return fmt.Errorf("area %q: point %d, %v, is given twice in succession", a.ID, i+1, p)
		}
		if d := Distance(ring[0], p); d > Reach {
			return fmt.Errorf("area %q: point %d is %v from the first, beyond %v", a.ID, i+1, d, Reach)
		}
	}
	return nil
}

// ring is the outline without a repeated last point.
func (a Area) ring() []Point {
	n := len(a.Outline)
	if n > 1 && a.Outline[n-1] == a.Outline[0] {
		return a.Outline[:n-1]
	}
	return a.Outline
}

// edges are the sides of the outline in order.
func (a Area) edges() []edge {
	ring := a.ring()
	edges := make([]edge, len(ring))
	for i, p := range ring {
		edges[i] = edgeFrom(p, ring[(i+1)%len(ring)])
	}
	return edges
}
