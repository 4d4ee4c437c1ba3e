package geo

import "math"

// edge is a piece of an outline: the geodesic from one point to another, its
// azimuth on leaving the first, and its length.
type edge struct {
	from, to Point
	azi      Degrees
	length   Meters
}

func edgeFrom(p, q Point) edge {
	d, azi, _ := Inverse(p, q)
	return edge{p, q, azi, d}
}

// halves are the two halves of e.
func (e edge) halves() (edge, edge) {
	half := e.length / 2
	mid, azi := Direct(e.from, e.azi, half)
	return edge{e.from, mid, e.azi, half}, edge{mid, e.to, azi, half}
}

// nearest is a lower bound, less slack, of the distance from a point to an edge
// of the given length whose ends are at distances d1 and d2 from the point.
//
// The ellipsoid is curved outward everywhere, so that by Toponogov's comparison
// theorem the distance to any point of the edge is at least what it is in the
// plane triangle with the same three sides. The bound is the distance from its
// apex to its base. It falls short of the truth by about length²·d/24R² where d
// is the distance and R the earth's radius: a decimetre for 10 km at 1000 km.
func nearest(length, d1, d2 Meters) Meters {
	l, a, b := float64(length), float64(d1), float64(d2)
	if l == 0 {
		return max(0, min(d1, d2)-slack)
	}
	foot := (l*l + (a-b)*(a+b)) / (2 * l) // from the first end
	switch {
	case foot <= 0:
		return max(0, d1-slack)
	case foot >= l:
		return max(0, d2-slack)
	}
	height := math.Sqrt(max(0, (a-foot)*(a+foot)))
	return max(0, Meters(height)-slack)
}
