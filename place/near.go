package place

import (
	"cmp"
	"math"
	"slices"

	"github.com/holdshort/holdshort/geo"
)

// Near are the fields within a distance of p, nearest first; equally near ones
// in order of Ident. A field with two positions is as near as the nearer, so
// that none is missed that either table would have there.
func Near(p geo.Point, within geo.Meters) []*Field {
	if !p.Valid() || !(within >= 0) {
		return nil
	}
	t := fields()
	best := map[int32]geo.Meters{}
	t.cells.around(p, within, func(i int32, at geo.Point) {
		d := geo.Distance(p, at)
		if old, seen := best[i]; d <= within && (!seen || d < old) {
			best[i] = d
		}
	})
	order := make([]int32, 0, len(best))
	for i := range best {
		order = append(order, i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(best[a], best[b]), cmp.Compare(a, b))
	})
	out := make([]*Field, len(order))
	for i, n := range order {
		out[i] = &t.all[n]
	}
	return out
}

// vector is a place in metres from the middle of the earth: x to 0° N 0° E, y
// to 0° N 90° E, z to the north pole. A straight line is never longer than the
// geodesic, so that whatever is within a distance over the ground is within it
// here, and neither the poles nor any meridian is special.
type vector [3]float64

func vectorOf(p geo.Point) vector {
	const (
		a  = 6378137.0 // WGS 84: equatorial radius in metres
		f  = 1 / 298.257223563
		e2 = f * (2 - f)
	)
	sin, cos := math.Sincos(float64(p.Lat) * math.Pi / 180)
	sinLon, cosLon := math.Sincos(float64(p.Lon) * math.Pi / 180)
	n := a / math.Sqrt(1-e2*sin*sin)
	return vector{n * cos * cosLon, n * cos * sinLon, n * (1 - e2) * sin}
}

func (v vector) minus(w vector) vector { return vector{v[0] - w[0], v[1] - w[1], v[2] - w[2]} }
func (v vector) dot(w vector) float64  { return v[0]*w[0] + v[1]*w[1] + v[2]*w[2] }
func (v vector) length() float64       { return math.Sqrt(v.dot(v)) }
func (v vector) cross(w vector) vector {
	return vector{v[1]*w[2] - v[2]*w[1], v[2]*w[0] - v[0]*w[2], v[0]*w[1] - v[1]*w[0]}
}

// cellSize is the side in metres of the cubes that positions are kept in.
const cellSize = 100_000

// cells are numbered positions by the cube they lie in.
type cells struct {
	by  map[[3]int16][]spot
	all []spot
}

type spot struct {
	v  vector
	at geo.Point
	n  int32
}

func cellOf(v vector) (c [3]int16) {
	for i, x := range v {
		c[i] = int16(math.Floor(x / cellSize))
	}
	return c
}

func (c *cells) add(p geo.Point, n int32) {
	if c.by == nil {
		c.by = map[[3]int16][]spot{}
	}
	s := spot{vectorOf(p), p, n}
	k := cellOf(s.v)
	c.by[k] = append(c.by[k], s)
	c.all = append(c.all, s)
}

// around calls with each position within a distance of p, and perhaps others
// that are a little farther.
func (c *cells) around(p geo.Point, within geo.Meters, call func(int32, geo.Point)) {
	r := float64(within) + 0.001 // rounding is some nanometres
	v := vectorOf(p)
	look := func(spots []spot) {
		for _, s := range spots {
			if d := s.v.minus(v); d.dot(d) <= r*r {
				call(s.n, s.at)
			}
		}
	}
	if r > 15*cellSize {
		look(c.all)
		return
	}
	cellsWithin(v, r, func(k [3]int16) { look(c.by[k]) })
}

// cellsWithin calls with each cube that may hold a place within r metres of v.
func cellsWithin(v vector, r float64, call func([3]int16)) {
	from, to := cellOf(vector{v[0] - r, v[1] - r, v[2] - r}), cellOf(vector{v[0] + r, v[1] + r, v[2] + r})
	for x := from[0]; x <= to[0]; x++ {
		for y := from[1]; y <= to[1]; y++ {
			for z := from[2]; z <= to[2]; z++ {
				call([3]int16{x, y, z})
			}
		}
	}
}
