package geo

import (
	"math"

	"github.com/holdshort/holdshort/tri"
)

// Contains says whether p is in area: Yes if it is inside the outline and
// farther from it than area.Error, No if it is outside and farther than that,
// else Unknown; and Unknown if p or area is not Valid. The definite answers are
// sound: one is given only to a point proved to be farther than Error, and
// every point farther than Error by 13 metres is given one.
func Contains(area Area, p Point) tri.Truth {
	if !p.Valid() || area.Valid() != nil {
		return tri.Unknown
	}
	if home := Distance(area.Outline[0], p); home > 2*Reach {
		// No point of the area is beyond Reach of its first, as a disc of that
		// radius is convex; nor is the place opposite p within the area below.
		if home-Reach-slack > area.Error {
			return tri.No
		}
		return tri.Unknown
	}
	turned := 0.0
	for _, e := range area.edges() {
		t, clear := sweep(p, view{e, Distance(p, e.from), Distance(p, e.to)}, area.Error)
		if !clear {
			return tri.Unknown
		}
		turned += t
	}
	return tri.Of(math.Round(turned/360) != 0)
}

// view is an edge with the distances of its ends from a point.
type view struct {
	edge
	d1, d2 Meters
}

// shortest is the length in metres of an edge that is halved no more.
const shortest Meters = 10

// sweep is the angle in degrees by which the direction from p turns as it
// follows the edge, and whether all of the edge is farther than clearance.
//
// The edge is halved until each piece is no longer than its distance from p. No
// piece then turns as far as half round, so that the azimuths of its ends say
// by how much it turned and which way: at distance r a metre turns by at most
// 1/(R sin(r/R)), which over a piece comes to a quarter turn when it begins no
// farther than 10 000 km, and over the longest there is, which is also
// 10 000 km, to 2.3 radians at 15 000 km, beyond which nothing lies.
func sweep(p Point, v view, clearance Meters) (turned float64, clear bool) {
	near := nearest(v.length, v.d1, v.d2)
	if near > clearance && near >= v.length {
		_, azi1, _ := Inverse(p, v.from)
		_, azi2, _ := Inverse(p, v.to)
		d, _ := turn(float64(azi1), float64(azi2))
		return d, true
	}
	if v.length <= shortest || min(v.d1, v.d2) <= clearance {
		return 0, false
	}
	first, second := v.halves()
	mid := Distance(p, first.to)
	t1, clear := sweep(p, view{first, v.d1, mid}, clearance)
	if !clear {
		return 0, false
	}
	t2, clear := sweep(p, view{second, mid, v.d2}, clearance)
	return t1 + t2, clear
}
