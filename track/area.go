package track

import (
	"slices"

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

	border *geo.Border // boundary and doubts made ready, if they are
}

// AreaOf is the Area inside one outline.
func AreaOf(a geo.Area) Area {
	return Area{ID: a.ID, Boundary: []geo.Area{a}, Contains: func(p geo.Point) tri.Truth { return geo.Contains(a, p) }}
}

// Local is the area, made ready to be asked often, without the doubts that lie further
// than some metres from the box around its outlines, and a box that holds all that
// is left of it, the errors allowed. A drawing of the world can have doubts
// everywhere.
func (a Area) Local(within geo.Meters) (Area, geo.Box) {
	box := a.outlines()
	near := box.Grown(within)
	local := a
	local.Doubts = nil
	for _, d := range a.Doubts {
		if near.Has(d.Center) {
			local.Doubts = append(local.Doubts, d)
			box = box.Join(geo.Around([]geo.Point{d.Center}, d.Radius))
		}
	}
	local.border = borderOf(local.Boundary, local.Doubts)
	sides := geo.NewSides(borderOf(a.Boundary, a.Doubts), 0)
	local.Contains = func(p geo.Point) tri.Truth {
		if v := sides.Of(p, a.Contains); v != tri.Unknown {
			return v
		}
		return a.Contains(p)
	}
	return local, box
}

// borderOf is a boundary with its doubts, made ready.
func borderOf(boundary []geo.Area, doubts []Disc) *geo.Border {
	centers, radii := make([]geo.Point, len(doubts)), make([]geo.Meters, len(doubts))
	for i, d := range doubts {
		centers[i], radii[i] = d.Center, d.Radius
	}
	return geo.NewBorder(boundary, centers, radii)
}

// whole is the side of the boundary on which all of the disc lies; Unknown if it
// may lie on both.
func (a Area) whole(d Disc) tri.Truth {
	if a.border == nil {
		v, _ := a.side(d)
		return v
	}
	if v := a.Contains(d.Center); v == tri.Unknown || !a.border.Meets(d.Center, d.Radius, d.Center, d.Radius) {
		return v
	}
	return tri.Unknown
}

// outlines is a box around the outlines; everywhere if a pole may be in the area.
func (a Area) outlines() (out geo.Box) {
	for _, pole := range []geo.Degrees{-90, 90} {
		if a.Contains(geo.Point{Lat: pole}) != tri.No {
			return geo.Box{}
		}
	}
	for i, b := range a.Boundary {
		ring := append(slices.Clone(b.Outline), b.Outline[:min(1, len(b.Outline))]...)
		if box := geo.Around(ring, b.Error); i == 0 {
			out = box
		} else {
			out = out.Join(box)
		}
	}
	return out
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
	if a.border != nil {
		return a.border.Meets(x.Center, x.Radius, y.Center, y.Radius)
	}
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
