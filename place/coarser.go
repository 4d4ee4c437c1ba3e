package place

import (
	"math"

	"github.com/holdshort/holdshort/geo"
)

// tolerances are how coarse the drawings are that decide first, in metres.
var tolerances = []geo.Meters{120_000, 25_000, 5_000}

// enough is how many points an outline must have to be worth a coarser one.
const enough = 48

// coarser are drawings of a with fewer points, the coarsest first.
//
// Each leaves out points between two that it keeps, all of which lie within a
// measured distance h of the geodesic that takes their place. The piece left
// out then lies in the strip of that width about the geodesic, a hundredth
// added for the bulge of its own edges. The closed way that follows the piece
// and returns by the geodesic winds round no place outside the strip, so that
// outside all strips the two outlines wind equally often: the coarser drawing
// differs only within h of itself.
func coarser(a geo.Area) []geo.Area {
	ring := a.Outline
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	var out []geo.Area
	most := len(ring)
	for _, tol := range tolerances {
		if most < enough {
			break
		}
		kept := simplify(ring, float64(tol))
		if len(kept) < 4 || len(kept) > most*2/3 {
			continue
		}
		c := geo.Area{ID: a.ID, Error: a.Error + measure(ring, kept)*1.01 + 5}
		for _, i := range kept {
			c.Outline = append(c.Outline, ring[i])
		}
		if c.Valid() == nil {
			out = append(out, c)
		}
	}
	return out
}

// measure is an upper bound, in metres, of the distance from each point of the
// ring that is not kept to the geodesic in its place.
func measure(ring []geo.Point, kept []int) geo.Meters {
	worst := geo.Meters(0)
	for k, i := range kept {
		j := kept[(k+1)%len(kept)]
		length, azi, _ := geo.Inverse(ring[i], ring[j])
		for n := (i + 1) % len(ring); n != j; n = (n + 1) % len(ring) {
			a, b := geo.Distance(ring[i], ring[n]), geo.Distance(ring[j], ring[n])
			best := min(a, b)
			if foot := (length*length + (a-b)*(a+b)) / (2 * length); foot > 0 && foot < length {
				at, _ := geo.Direct(ring[i], azi, foot)
				best = min(best, geo.Distance(at, ring[n]))
			}
			worst = max(worst, best)
		}
	}
	return worst
}

// simplify are the numbers of the points of a ring to keep so that those left
// out are about within tol metres of the line in their place (Douglas and
// Peucker 1973), in order, from 0.
func simplify(ring []geo.Point, tol float64) []int {
	v := make([]vector, len(ring))
	for i, p := range ring {
		v[i] = vectorOf(p)
	}
	far, best := 0, -1.0
	for i := range v {
		if d := v[i].minus(v[0]).length(); d > best {
			far, best = i, d
		}
	}
	keep := make([]bool, len(v)+1)
	keep[0], keep[far], keep[len(v)] = true, true, true
	todo := [][2]int{{0, far}, {far, len(v)}}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		worst, at := tol, -1
		for i := s[0] + 1; i < s[1]; i++ {
			if d := aside(v[i], v[s[0]], v[s[1]%len(v)]); d > worst {
				worst, at = d, i
			}
		}
		if at >= 0 {
			keep[at] = true
			todo = append(todo, [2]int{s[0], at}, [2]int{at, s[1]})
		}
	}
	var out []int
	for i := range v {
		if keep[i] {
			out = append(out, i)
		}
	}
	return out
}

// aside is about how far v is in metres from the great circle's arc from a to b.
func aside(v, a, b vector) float64 {
	ends := min(v.minus(a).length(), v.minus(b).length())
	n := a.cross(b)
	l := n.length()
	if l == 0 || n.cross(a).dot(v) < 0 || b.cross(n).dot(v) < 0 {
		return ends
	}
	return min(ends, math.Abs(n.dot(v))/l)
}

// middle is a place about the middle of points.
func middle(points []geo.Point) geo.Point {
	var s vector
	for _, p := range points {
		v := vectorOf(p)
		for i := range s {
			s[i] += v[i]
		}
	}
	flat := math.Hypot(s[0], s[1])
	lat := math.Atan2(s[2], flat*(1-1/298.257223563)*(1-1/298.257223563))
	return geo.Point{Lat: geo.Degrees(lat * 180 / math.Pi), Lon: geo.Degrees(math.Atan2(s[1], s[0]) * 180 / math.Pi)}
}
