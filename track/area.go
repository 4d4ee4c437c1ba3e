package track

import (
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/tri"
)

// Area is a part of the earth's surface that a track is asked about: what
// Contains says, with the pieces of its boundary, each with the error of its
// outline. Doubts are places where the boundary may also be.
type Area struct {
	ID       string
	Contains func(geo.Point) tri.Truth
	Boundary []geo.Area
	Doubts   []Disc
	// Via, if there is one, is as geo.LeastVia, over all of the boundary and the
	// doubts.
	Via func(from, to geo.Point, budget geo.Meters) (fromEdge, edgeTo geo.Meters, ok bool)
	// Clear, if there is one, is no more than the distance in metres from a point
	// to the boundary and the doubts, and MayMeet is false only of a journey that
	// cannot meet them: for areas of which very much is asked.
	Clear   func(geo.Point) geo.Meters
	MayMeet func(from, to geo.Point, budget geo.Meters) bool
}

// AreaOf is the Area inside one outline.
func AreaOf(a geo.Area) Area {
	return Area{ID: a.ID, Boundary: []geo.Area{a}, Contains: func(p geo.Point) tri.Truth { return geo.Contains(a, p) }}
}

// side is the side of the boundary on which all of the disc lies, and by how
// much; Unknown if it may lie on both.
func (a Area) side(d Disc) (tri.Truth, geo.Meters) {
	v := a.Contains(d.Center)
	if v == tri.Unknown {
		return v, 0
	}
	clear := a.clear(d.Center) - d.Radius
	if clear <= 0 {
		return tri.Unknown, 0
	}
	return v, clear
}

// clear is no more than the distance of p from the boundary and the doubts.
func (a Area) clear(p geo.Point) geo.Meters {
	if a.Clear != nil {
		return a.Clear(p)
	}
	clear := geo.Meters(-1)
	for _, b := range a.Boundary {
		if c := geo.ToEdge(b, p); clear < 0 || c < clear {
			clear = c
		}
	}
	for _, x := range a.Doubts {
		clear = min(clear, geo.Distance(x.Center, p)-x.Radius)
	}
	return clear
}

// meets reports whether the boundary may come into both discs at once. False is
// certain.
func (a Area) meets(x, y Disc) bool {
	for _, b := range a.Boundary {
		if geo.Meets(b, x.Center, x.Radius, y.Center, y.Radius) {
			return true
		}
	}
	for _, d := range a.Doubts {
		if geo.Distance(d.Center, x.Center) <= d.Radius+x.Radius && geo.Distance(d.Center, y.Center) <= d.Radius+y.Radius {
			return true
		}
	}
	return false
}

// leastVia is as geo.LeastVia, over every piece of the boundary. It is not ok
// where a doubtful place could be flown by way of: nothing is then bounded.
func (a Area) leastVia(from, to geo.Point, budget geo.Meters) (fromEdge, edgeTo geo.Meters, ok bool) {
	if a.Via != nil {
		return a.Via(from, to, budget)
	}
	for _, d := range a.Doubts {
		if geo.Distance(from, d.Center)+geo.Distance(d.Center, to)-2*d.Radius <= budget {
			return 0, 0, false
		}
	}
	for _, b := range a.Boundary {
		f, t, can := geo.LeastVia(from, to, b, budget)
		switch {
		case !can:
		case !ok:
			fromEdge, edgeTo, ok = f, t, true
		default:
			fromEdge, edgeTo = min(fromEdge, f), min(edgeTo, t)
		}
	}
	return fromEdge, edgeTo, ok
}
