package geo

import "math"

// Frontier is pieces of boundaries and discs, made ready for many questions of what
// is within a distance of it. Border answers how far it is, for some metres more. It answers as ToEdge and Meets do, and looks closely
// only at what may be near.
type Frontier struct {
	pieces []stretch
	unsure bool // an area is not Valid: nothing is excluded
}

// stretch is some edges of an outline that follow one another, or a point, within a
// ball.
type stretch struct {
	edges []edge
	err   Meters // of the outline; the radius of a disc
	mid   [3]float64
	far   float64 // metres from mid to every point of the edges, no less
}

// inStretch is how many edges make a stretch.
const inStretch = 16

// NewFrontier is the boundaries of areas.
func NewFrontier(areas []Area) *Frontier {
	b := &Frontier{}
	for _, a := range areas {
		if a.Valid() != nil {
			b.unsure = true
			continue
		}
		es := a.edges()
		for len(es) > 0 {
			n := min(inStretch, len(es))
			b.pieces = append(b.pieces, newStretch(es[:n], a.Error))
			es = es[n:]
		}
	}
	return b
}

// Add adds all places within a radius of a point, in metres.
func (b *Frontier) Add(center Point, radius Meters) {
	b.pieces = append(b.pieces, newStretch([]edge{{from: center, to: center}}, radius))
	b.unsure = b.unsure || !center.Valid()
}

func newStretch(es []edge, err Meters) stretch {
	s := stretch{edges: es, err: err}
	for _, e := range es {
		v := cartesian(e.from)
		for i := range s.mid {
			s.mid[i] += v[i] / float64(len(es))
		}
	}
	for _, e := range es {
		// Every point of an edge is within half its length of one of its ends.
		s.far = max(s.far, straight(s.mid, cartesian(e.from))+float64(e.length)/2, straight(s.mid, cartesian(e.to))+float64(e.length)/2)
	}
	return s
}

// Clear reports whether every point of the border is further than d from p. False
// may err by some metres.
func (b *Frontier) Clear(p Point, d Meters) bool {
	if b.unsure || !p.Valid() {
		return false
	}
	v := cartesian(p)
	for i := range b.pieces {
		s := &b.pieces[i]
		if !s.within(v, d) {
			continue
		}
		if Most(p, s.edges[0].from) <= d+s.err {
			return false
		}
		for _, e := range s.edges {
			if nearest(e.length, Distance(p, e.from), Distance(p, e.to)) <= d+s.err {
				return false
			}
		}
	}
	return true
}

// Meets reports whether a point of the border may lie within ra of a and within rb
// of c at once, as the function Meets does.
func (b *Frontier) Meets(a Point, ra Meters, c Point, rc Meters) bool {
	if b.unsure || !a.Valid() || !c.Valid() {
		return true
	}
	va, vc := cartesian(a), cartesian(c)
	for i := range b.pieces {
		s := &b.pieces[i]
		if !s.within(va, ra) || !s.within(vc, rc) {
			continue
		}
		l := lens{a, c, ra + s.err, rc + s.err}
		if Distance(a, c) > l.ra+l.rb+slack {
			continue // the discs have no point in common
		}
		for _, e := range s.edges {
			if Most(a, e.from) <= l.ra && Most(c, e.from) <= l.rb {
				return true
			}
			if l.reaches(e, Distance(a, e.from), Distance(a, e.to), Distance(c, e.from), Distance(c, e.to)) {
				return true
			}
		}
	}
	return false
}

// within is false only if all of the stretch is further than d from v, its error
// allowed. A straight line is no longer than a geodesic.
func (s *stretch) within(v [3]float64, d Meters) bool {
	return straight(v, s.mid) <= s.far+float64(d+s.err+2*slack)
}

// cartesian is a place in metres from the centre of the earth.
func cartesian(p Point) [3]float64 {
	sinLat, cosLat := math.Sincos(float64(p.Lat) * math.Pi / 180)
	sinLon, cosLon := math.Sincos(float64(p.Lon) * math.Pi / 180)
	n := equatorialRadius / math.Sqrt(1-ecc2*sinLat*sinLat)
	return [3]float64{n * cosLat * cosLon, n * cosLat * sinLon, n * (1 - ecc2) * sinLat}
}

func straight(a, b [3]float64) float64 {
	x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return math.Sqrt(x*x + y*y + z*z)
}
