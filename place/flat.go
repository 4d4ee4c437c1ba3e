package place

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/holdshort/holdshort/geo"
)

// flat is an outline in the plane of longitude (x) and latitude (y), its last
// point not repeated, its edges straight in that plane.
type flat [][2]float64

// flatten reads a ring of a GeoJSON polygon.
func flatten(raw [][]float64) (flat, error) {
	n := len(raw)
	if n < 4 {
		return nil, fmt.Errorf("%d positions: a closed ring has 4 or more", n)
	}
	out := make(flat, n)
	for i, p := range raw {
		if len(p) != 2 && len(p) != 3 {
			return nil, fmt.Errorf("position %d has %d numbers, not longitude, latitude and perhaps height", i+1, len(p))
		}
		lon, lat := p[0], p[1]
		if math.Abs(lon) > 180 || math.Abs(lat) > 90 {
			hint := ""
			if math.Abs(lat) > 90 && math.Abs(lat) <= 180 && math.Abs(lon) <= 90 {
				hint = "; hint: longitude comes first"
			}
			return nil, fmt.Errorf("position %d, longitude %v, latitude %v, is out of range%s", i+1, lon, lat, hint)
		}
		if math.Abs(lat) > 89.999 {
			return nil, fmt.Errorf("position %d is at a pole; hint: give an outline round the pole in pieces that end short of it", i+1)
		}
		out[i] = [2]float64{lon, lat}
	}
	if out[0] != out[n-1] {
		return nil, fmt.Errorf("not closed: it begins at %v, %v and ends at %v, %v; hint: repeat the first position at the end", out[0][0], out[0][1], out[n-1][0], out[n-1][1])
	}
	for i := range n - 1 {
		if out[i] == out[i+1] {
			return nil, fmt.Errorf("position %d repeats the one before it", i+2)
		}
		if math.Abs(out[i+1][0]-out[i][0]) > 180 {
			return nil, fmt.Errorf("from position %d to %d is more than half round; hint: cut the polygon at the meridian of 180 degrees (RFC 7946, 3.1.9)", i+1, i+2)
		}
	}
	return out[:n-1], nil
}

// cross is twice the area of the triangle abc, positive if it turns left.
func cross(a, b, c [2]float64) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// meet says whether the edges ab and cd have a point in common.
func meet(a, b, c, d [2]float64) bool {
	if max(a[0], b[0]) < min(c[0], d[0]) || max(c[0], d[0]) < min(a[0], b[0]) ||
		max(a[1], b[1]) < min(c[1], d[1]) || max(c[1], d[1]) < min(a[1], b[1]) {
		return false
	}
	return cross(a, b, c)*cross(a, b, d) <= 0 && cross(c, d, a)*cross(c, d, b) <= 0
}

// edge is edge i of the outline.
func (f flat) edge(i int) (a, b [2]float64) { return f[i], f[(i+1)%len(f)] }

// simple is an error if the outline crosses or touches itself.
func (f flat) simple() error {
	n := len(f)
	for i := range n {
		a, b := f.edge(i)
		c := f[(i+2)%n]
		if cross(a, b, c) == 0 && (a[0]-b[0])*(c[0]-b[0])+(a[1]-b[1])*(c[1]-b[1]) > 0 {
			return fmt.Errorf("turns back on itself at position %d, %v, %v", (i+1)%n+1, b[0], b[1])
		}
	}
	if i, j, ok := meeting(f, f); ok {
		a, _ := f.edge(i)
		c, _ := f.edge(j)
		return fmt.Errorf("crosses or touches itself: the edges from positions %d (%v, %v) and %d (%v, %v) meet; hint: give parts that touch as a MultiPolygon", i+1, a[0], a[1], j+1, c[0], c[1])
	}
	return nil
}

// meeting finds an edge of f and one of g that meet. If g is f, neighbours do
// not count.
func meeting(f, g flat) (int, int, bool) {
	same := len(f) == len(g) && &f[0] == &g[0]
	type item struct {
		low, high float64
		i         int
		second    bool
	}
	var items []item
	for k, h := range []flat{f, g} {
		for i := range h {
			a, b := h.edge(i)
			items = append(items, item{min(a[1], b[1]), max(a[1], b[1]), i, k == 1})
		}
		if same {
			break
		}
	}
	slices.SortFunc(items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.low, b.low), cmp.Compare(a.i, b.i))
	})
	var active []item
	for _, e := range items {
		active = slices.DeleteFunc(active, func(o item) bool { return o.high < e.low })
		for _, o := range active {
			x, y := o, e
			if same {
				d := x.i - y.i
				if n := len(f); d == 1 || d == -1 || d == n-1 || d == 1-n {
					continue
				}
				if x.i > y.i {
					x, y = y, x
				}
			} else {
				if x.second == y.second {
					continue
				}
				if x.second {
					x, y = y, x
				}
			}
			a, b := f.edge(x.i)
			c, d := g.edge(y.i)
			if meet(a, b, c, d) {
				return x.i, y.i, true
			}
		}
		active = append(active, e)
	}
	return 0, 0, false
}

// inside is an error if f does not lie inside an outline.
func (f flat) inside(outline flat) error {
	if i, j, ok := meeting(f, outline); ok {
		return fmt.Errorf("meets the outline: its edge from position %d and the outline's from position %d", i+1, j+1)
	}
	in := false
	p := f[0]
	for i := range outline {
		a, b := outline.edge(i)
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			in = !in
		}
	}
	if !in {
		return errors.New("is not inside the outline; hint: give islands as polygons of a MultiPolygon")
	}
	return nil
}

// follow is the outline with so many points that geodesics keep within about
// ten metres of its edges, and a bound of the difference.
func (f flat) follow() ([]geo.Point, geo.Meters) {
	var out []geo.Point
	worst := geo.Meters(0)
	at := func(p [2]float64) geo.Point { return geo.Point{Lat: geo.Degrees(p[1]), Lon: geo.Degrees(p[0])} }
	var walk func(a, b [2]float64, depth int)
	walk = func(a, b [2]float64, depth int) {
		m := [2]float64{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
		length, azi, _ := geo.Inverse(at(a), at(b))
		mid, _ := geo.Direct(at(a), azi, length/2)
		off := geo.Distance(mid, at(m))
		// The two lines part most near the middle; along a long edge that turns
		// toward a pole they may part more elsewhere, so that it is halved first.
		if depth < 24 && (off > 10 || length > 300_000) {
			walk(a, m, depth+1)
			out = append(out, at(m))
			walk(m, b, depth+1)
			return
		}
		worst = max(worst, off)
	}
	for i := range f {
		a, b := f.edge(i)
		out = append(out, at(a))
		walk(a, b, 0)
	}
	if worst < 0.001 {
		return out, 0
	}
	return out, worst*2 + 0.001
}
