package geo

import "math"

// Disc is every point within Radius of Center, in metres along the ellipsoid.
type Disc struct {
	Center Point
	Radius Meters
}

// leastCurve is the least radius of curvature of WGS 84, in metres: that of the
// meridian at the equator, b²/a. Seen as points of a sphere by their geographic
// latitudes and longitudes, two places d apart are no farther apart than
// d/leastCurve radians, since no metre of the ellipsoid turns the normal by
// more.
const leastCurve = 6_335_439

// mostTurn is the greatest radius in radians of a disc that Cover uses: the
// corners of what is drawn around it stay on its own side of the earth.
const mostTurn = 1.3

// sides is how many tangents Cover draws around a disc. The polygon of one
// disc then reaches beyond it by at most 0.13 % of its radius, besides the
// 1.02 % by which a sphere of the least curvature is smaller than of the most.
const sides = 64

// Cover is the corners of a convex polygon on the sphere, counter-clockwise
// seen from above, that holds every point that lies in all of the discs: never
// too small. Around one disc it is too large by less than a fiftieth of the
// radius; where two meet in a thin lens, it reaches farther at the tips. It is
// nil where none of the discs is small enough to be drawn, less than 8 236 km,
// or where the discs are seen to have no point in common.
//
// Each disc lies on one side of every great circle that touches it, so that the
// smallest is cut by the tangents of the others.
func Cover(discs []Disc) []Point {
	least := -1
	for i, d := range discs {
		if d.drawable() && (least < 0 || d.Radius < discs[least].Radius) {
			least = i
		}
	}
	if least < 0 {
		return nil
	}
	ring := discs[least].around()
	for i, d := range discs {
		if i == least || !d.drawable() {
			continue
		}
		for _, n := range d.tangents() {
			if ring = cut(ring, n); len(ring) < 3 {
				return nil
			}
		}
	}
	out := make([]Point, len(ring))
	for i, v := range ring {
		out[i] = v.point()
	}
	return out
}

// Apart reports whether two discs are proved to have no point in common.
func (d Disc) Apart(e Disc) bool { return Distance(d.Center, e.Center)-slack > d.Radius+e.Radius }

func (d Disc) drawable() bool {
	return d.Center.Valid() && d.Radius >= 0 && d.turn() < mostTurn
}

// turn is the radius in radians of a disc of the sphere that holds d.
func (d Disc) turn() float64 { return float64(d.Radius+slack) / leastCurve }

// around is the corners of the polygon of d's tangents.
func (d Disc) around() []normal {
	far := math.Atan(math.Tan(d.turn()) / math.Cos(math.Pi/sides))
	out := make([]normal, sides)
	for i := range out {
		out[i] = d.bearing(-(float64(i)+0.5)*2*math.Pi/sides, far)
	}
	return out
}

// tangents are the great circles that touch d, each by the pole on d's side.
func (d Disc) tangents() []normal {
	out := make([]normal, sides)
	for i := range out {
		out[i] = d.bearing(float64(i)*2*math.Pi/sides, d.turn()-math.Pi/2)
	}
	return out
}

// normal is a unit vector: a point of the sphere, or the pole of a great circle.
type normal [3]float64

// bearing is the point of the sphere that lies turn radians from d's centre in
// a direction in radians clockwise from north.
func (d Disc) bearing(azimuth, turn float64) normal {
	lat, lon := float64(d.Center.Lat)*degree, float64(d.Center.Lon)*degree
	sinLat, cosLat := math.Sincos(lat)
	sinLon, cosLon := math.Sincos(lon)
	sinA, cosA := math.Sincos(azimuth)
	sin, cos := math.Sincos(turn)
	up := normal{cosLat * cosLon, cosLat * sinLon, sinLat}
	north := normal{-sinLat * cosLon, -sinLat * sinLon, cosLat}
	east := normal{-sinLon, cosLon, 0}
	var out normal
	for i := range out {
		out[i] = up[i]*cos + (north[i]*cosA+east[i]*sinA)*sin
	}
	return out
}

func (v normal) dot(w normal) float64 { return v[0]*w[0] + v[1]*w[1] + v[2]*w[2] }

func (v normal) point() Point {
	return Point{Degrees(math.Atan2(v[2], math.Hypot(v[0], v[1])) / degree), Degrees(math.Atan2(v[1], v[0]) / degree)}
}

// cut is the part of a convex ring on the side of a great circle on which its
// pole n lies.
func cut(ring []normal, n normal) []normal {
	var out []normal
	for i, v := range ring {
		w := ring[(i+1)%len(ring)]
		a, b := v.dot(n), w.dot(n)
		if a >= 0 {
			out = append(out, v)
		}
		if (a >= 0) != (b >= 0) {
			out = append(out, between(v, w, a, -b))
		}
	}
	return out
}

// between is the point of the sphere on the way from v to w that divides it as a
// to b.
func between(v, w normal, a, b float64) normal {
	var out normal
	for i := range out {
		out[i] = (v[i]*b + w[i]*a) / (a + b)
	}
	size := math.Sqrt(out.dot(out))
	for i := range out {
		out[i] /= size
	}
	return out
}
