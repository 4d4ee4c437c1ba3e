package place

import (
	"fmt"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/tri"
)

// Region is a part of the earth's surface drawn with several outlines: what
// lies in one of Rings or more, and in none of Holes. Rings may overlap. Each
// outline has an error of its own, as geo.Area says; Error is the greatest.
//
// A Region's slices are shared: do not alter them.
type Region struct {
	ID    string
	Name  string
	Kind  string // see the Kind constants; a user's own may be any text
	Rings []geo.Area
	Holes []geo.Area
	// Doubts are places of which the drawing says nothing, since a finer table
	// has a coast there that it lacks.
	Doubts []Disc
	// Border, if not nil, is all of the drawn boundary, each piece drawn there
	// and back. It is set where Rings are parts of one area that overlap, as
	// their common sides are not a boundary.
	Border  []geo.Area
	Error   geo.Meters
	Table   string // the ID of the chief table; "" for a user's own
	Source  string // in words
	Date    string
	Licence string
	Note    string

	made func() *made // nil if put together by hand
}

// The kinds of region that this package carries.
const (
	Land            = "land"            // a country with its lakes and rivers, and without its sea
	TerritorialSea  = "territorial-sea" // land, internal waters and the sea to 12 nautical miles
	ContiguousZone  = "contiguous-zone" // all that and the sea to 24 nautical miles
	FlightInfRegion = "fir"             // airspace, by who gives flight information in it
)

// Disc is a disc: all within Radius metres of Center.
type Disc struct {
	Center geo.Point
	Radius geo.Meters
	// Apart says that what is there touches nothing drawn, so that it may be
	// part of any region.
	Apart bool
}

// Valid is nil if the region can be asked about: it has a ring, and every ring,
// hole and piece of border is valid as an area.
func (r Region) Valid() error {
	if len(r.Rings) == 0 {
		return fmt.Errorf("region %q has no outline", r.ID)
	}
	for _, list := range [][]geo.Area{r.Rings, r.Holes, r.Border} {
		for _, a := range list {
			if err := a.Valid(); err != nil {
				return fmt.Errorf("region %q: %w", r.ID, err)
			}
		}
	}
	return nil
}

// make is what answers are made from. A region put together by hand has to be
// checked and prepared for each question; Prepare saves that.
func (r Region) make() *made {
	if r.made != nil {
		return r.made()
	}
	if err := r.Valid(); err != nil {
		return &made{err: err}
	}
	return makeUp(r, func() *discs { return discsOf(r.Doubts) })
}

// Prepare is r made ready for many questions, once it is valid.
func (r Region) Prepare() Region {
	m := r.make()
	r.made = func() *made { return m }
	return r
}

// Contains says whether p is in the region: Yes if it is in a ring and in no
// hole, No if it is in a hole or in no ring, each as geo.Contains has it, and
// Unknown if that is not settled, if p is in one of Doubts that may be part of
// the region, or if p or the region is not valid. A definite answer to p is
// sound as far as the errors of the outlines are.
func (r Region) Contains(p geo.Point) tri.Truth {
	m := r.make()
	if m.err != nil || !p.Valid() {
		return tri.Unknown
	}
	v := vectorOf(p)
	if m.unsure(p, v) {
		return tri.Unknown
	}
	in := anyContains(m.rings, p, v)
	if in == tri.No {
		return tri.No
	}
	switch anyContains(m.holes, p, v) {
	case tri.Yes:
		return tri.No
	case tri.Unknown:
		return tri.Unknown
	}
	return in
}

func anyContains(shapes []*shape, p geo.Point, v vector) tri.Truth {
	out := tri.No
	for _, s := range shapes {
		switch s.contains(p, v) {
		case tri.Yes:
			return tri.Yes
		case tri.Unknown:
			out = tri.Unknown
		}
	}
	return out
}

// LeastVia bounds where a journey can have met the region's boundary, as
// geo.LeastVia does for an area: the least over Border, or else over Rings and
// Holes, and over Doubts. It is not ok if no point of the boundary can be on
// such a journey, or if an argument is not valid.
func (r Region) LeastVia(from, to geo.Point, budget geo.Meters) (fromEdge, edgeTo geo.Meters, ok bool) {
	m := r.make()
	if m.err != nil || !from.Valid() || !to.Valid() || budget != budget {
		return 0, 0, false
	}
	least := func(a, b geo.Meters) {
		if !ok {
			fromEdge, edgeTo, ok = a, b, true
			return
		}
		fromEdge, edgeTo = min(fromEdge, a), min(edgeTo, b)
	}
	for _, s := range m.border {
		a := max(0, geo.Distance(from, s.center)-s.radius-s.area.Error-slack)
		b := max(0, geo.Distance(to, s.center)-s.radius-s.area.Error-slack)
		if a+b > budget {
			continue // nothing of it can be reached
		}
		if x, y, fits := geo.LeastVia(from, to, s.area, budget); fits {
			least(x, y)
		}
	}
	for _, d := range m.doubts().all {
		a := max(0, geo.Distance(from, d.Center)-d.Radius-slack)
		b := max(0, geo.Distance(to, d.Center)-d.Radius-slack)
		if a+b <= budget && m.mayHave(d) {
			least(a, b)
		}
	}
	return fromEdge, edgeTo, ok
}

// slack covers the rounding of distances, in metres.
const slack geo.Meters = 2
