package geo

import (
	"math"
	"sync"

	"github.com/holdshort/holdshort/tri"
)

// Sides remembers on which side of a Border places lie. A place further from the
// border than any two points of a square about it are apart lies on the side of all
// the square. It may be used by several goroutines.
type Sides struct {
	border *Border
	less   Meters

	mu    sync.RWMutex
	sides map[tile]tri.Truth
}

// NewSides remembers sides of a border, of places that are more than less metres
// off it.
func NewSides(b *Border, less Meters) *Sides {
	return &Sides{border: b, less: less, sides: map[tile]tri.Truth{}}
}

// tile is a square of latitude and longitude, of which 2^level go to a degree.
type tile struct {
	level int8
	y, x  int32
}

const (
	finest   = 10
	coarsest = -3
	mostKept = 1 << 20 // tiles remembered
)

// Of is the side of p by what is remembered, or else by side, which is asked of the
// middle of a square about p, so that an answer does not depend on what was asked
// before; where there is no such square, of p. It is Unknown of a place that may lie
// on the border or within less of it, or where side says so.
func (s *Sides) Of(p Point, side func(Point) tri.Truth) tri.Truth {
	room := s.border.Clear(p) - s.less
	if !(room > 0) {
		return tri.Unknown
	}
	k, ok := tileOf(p, room)
	if !ok {
		return side(p)
	}
	s.mu.RLock()
	in, known := s.sides[k]
	s.mu.RUnlock()
	if known {
		return in
	}
	in = side(k.middle())
	s.mu.Lock()
	if len(s.sides) >= mostKept {
		clear(s.sides)
	}
	s.sides[k] = in
	s.mu.Unlock()
	return in
}

// middle is the middle of a tile, or the pole if that is beyond it.
func (k tile) middle() Point {
	size := math.Ldexp(1, -int(k.level))
	return Point{Lat: Degrees(min(90, (float64(k.y)+0.5)*size-90)), Lon: Degrees((float64(k.x)+0.5)*size - 180)}
}

// tileOf is the largest tile about p no two of whose points are further apart than
// within; ok is false if none is so small. A degree is at most 111.7 km.
func tileOf(p Point, within Meters) (tile, bool) {
	for level := int8(coarsest); level <= finest; level++ {
		size := math.Ldexp(1, -int(level)) // degrees
		if Meters(size*111_700*math.Sqrt2) < within {
			return tile{level, int32(math.Floor((float64(p.Lat) + 90) / size)), int32(math.Floor((float64(p.Lon) + 180) / size))}, true
		}
	}
	return tile{}, false
}
