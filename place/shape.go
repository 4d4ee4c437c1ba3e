package place

import (
	"slices"
	"sync"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/tri"
)

// made is what a Region's answers are made from.
type made struct {
	rings, holes, border []*shape
	doubts               func() *discs
	err                  error
}

// disc is a Disc with its middle as a vector.
type disc struct {
	Disc
	v vector
}

// holds says whether a place may be in the disc.
func (d *disc) holds(v vector) bool {
	w := v.minus(d.v)
	r := float64(d.Radius)
	return w.dot(w) <= r*r
}

// makeUp is what the answers of a valid region are made from.
func makeUp(r Region, doubts func() *discs) *made {
	m := &made{rings: shapes(r.Rings), holes: shapes(r.Holes), doubts: noDoubts}
	m.border = slices.Concat(m.rings, m.holes)
	if r.Border != nil {
		m.border = shapes(r.Border)
	}
	if r.Doubts != nil {
		m.doubts = sync.OnceValue(doubts)
	}
	return m
}

// discs are discs by the cubes that they reach into.
type discs struct {
	all  []disc
	by   map[[3]int16][]int32
	wide []int32 // those that would fill too many
}

func discsOf(ds []Disc) *discs {
	out := &discs{by: map[[3]int16][]int32{}}
	for i, d := range ds {
		v, r := vectorOf(d.Center), float64(d.Radius)
		out.all = append(out.all, disc{d, v})
		if !(r < 10*cellSize) {
			out.wide = append(out.wide, int32(i))
			continue
		}
		cellsWithin(v, r, func(c [3]int16) { out.by[c] = append(out.by[c], int32(i)) })
	}
	return out
}

func noDoubts() *discs { return &discs{} }

// unsure says whether p is in a doubt about the region.
func (m *made) unsure(p geo.Point, v vector) bool {
	in, wide := false, geo.Meters(0)
	all := m.doubts()
	for _, list := range [][]int32{all.by[cellOf(v)], all.wide} {
		for _, i := range list {
			d := &all.all[i]
			if !d.holds(v) {
				continue
			}
			if d.Apart {
				return true
			}
			in, wide = true, max(wide, d.Radius)
		}
	}
	return in && m.near(p, 2*wide)
}

// mayHave says whether what is doubtful in d may be part of the region. What
// touches something drawn is part of what it touches: no point of the disc is
// farther from that than the disc is wide.
func (m *made) mayHave(d disc) bool { return d.Apart || m.near(d.Center, 2*d.Radius) }

// near is false only if p is proved to be outside the region by more than far.
func (m *made) near(p geo.Point, far geo.Meters) bool {
	for _, s := range m.rings {
		if s.within(p, far) {
			return true
		}
	}
	return false
}

func shapes(areas []geo.Area) []*shape {
	out := make([]*shape, len(areas))
	for i, a := range areas {
		out[i] = newShape(a)
	}
	return out
}

// shape is an outline with what lets most points be decided quickly: a disc
// that holds it, and coarser drawings of it whose errors are wider by as much as
// they are coarser. A coarser drawing's definite answers are therefore those of
// the outline itself.
type shape struct {
	area    geo.Area
	center  geo.Point
	v       vector
	radius  geo.Meters // of all its points from center
	coarser func() []geo.Area
}

func newShape(a geo.Area) *shape {
	s := &shape{area: a}
	s.center = middle(a.Outline)
	s.v = vectorOf(s.center)
	for _, p := range a.Outline {
		s.radius = max(s.radius, geo.Distance(s.center, p))
	}
	s.coarser = sync.OnceValue(func() []geo.Area { return coarser(a) })
	return s
}

// outside says whether the place is proved to be outside the disc and farther
// from it than far and the error of the outline. The straight line is no longer
// than the geodesic, and the disc holds all edges if it is less than a quarter
// of the way round the earth.
func (s *shape) outside(v vector, far geo.Meters) bool {
	d := v.minus(s.v)
	return s.radius < geo.Reach*3/2 && d.length() > float64(s.radius+s.area.Error+far+slack)
}

func (s *shape) contains(p geo.Point, v vector) tri.Truth {
	if s.outside(v, 0) {
		return tri.No
	}
	for _, a := range s.coarser() {
		if t := geo.Contains(a, p); t != tri.Unknown {
			return t
		}
	}
	return geo.Contains(s.area, p)
}

// within is false only if p is proved to be outside the outline by more than far.
func (s *shape) within(p geo.Point, far geo.Meters) bool {
	if s.outside(vectorOf(p), far) {
		return false
	}
	for _, a := range s.coarser() {
		a.Error += far
		if t := geo.Contains(a, p); t != tri.Unknown {
			return t == tri.Yes
		}
	}
	a := s.area
	a.Error += far
	return geo.Contains(a, p) != tri.No
}
