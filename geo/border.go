package geo

import (
	"math"
	"slices"
)

// Border is the outlines of areas, and discs, made ready to be asked many thousand
// times how far points are from them: a tree of balls about their pieces. What Clear
// and MayMeet answer is less close than ToEdge and LeastVia, sound alike, and takes
// about a microsecond. Meets is as close as the function of that name.
//
// The measures of the tree are straight lines through the earth, which are never
// longer than geodesics.
type Border struct {
	balls  []ball
	bits   []bit
	pieces []stretch
}

// bit is a piece of an outline, as the straight line between its ends; everything
// of the true boundary that it stands for is within pad of that line.
type bit struct {
	a, b  space
	pad   float64
	piece int32
}

// stretch is what a bit stands for: all within off of an edge. A disc is an edge
// without length.
type stretch struct {
	edge edge
	off  Meters
}

// ball holds some bits: those from first up to last, or those of two balls.
type ball struct {
	center      space
	radius      float64
	first, last int32
	left, right int32 // 0 for a leaf
}

const (
	longestBit Meters = 20_000
	bitsInLeaf        = 4
)

// NewBorder is the Border of the outlines of areas, each with its error, and of
// discs by their centres and radii. Areas that are not Valid, and discs that are
// none, are as near as can be to every point.
func NewBorder(areas []Area, centers []Point, radii []Meters) *Border {
	b := &Border{}
	for _, a := range areas {
		if a.Valid() != nil {
			b.add(edge{}, Meters(math.Inf(1)))
			continue
		}
		for _, e := range a.edges() {
			b.edge(e, a.Error)
		}
	}
	for i, c := range centers {
		off := radii[i]
		if !c.Valid() || !(off >= 0) {
			c, off = Point{}, Meters(math.Inf(1))
		}
		b.add(edge{from: c, to: c}, off)
	}
	if len(b.bits) > 0 {
		b.build(0, len(b.bits))
	}
	return b
}

// edge adds an edge in bits.
func (b *Border) edge(e edge, off Meters) {
	if e.length > longestBit {
		first, second := e.halves()
		b.edge(first, off)
		b.edge(second, off)
		return
	}
	b.add(e, off)
}

// add adds a bit. A geodesic of length l leaves the line between its ends by at
// most l²/8r, where r is the least radius of curvature there is, that of the meridian
// at the equator, 6,335 km.
func (b *Border) add(e edge, off Meters) {
	x, l := bit{a: spaceOf(e.from), b: spaceOf(e.to), pad: float64(off), piece: int32(len(b.pieces))}, float64(e.length)
	if l > 0 {
		x.pad += l*l/(8*6_335_000) + float64(slack)
	}
	b.bits, b.pieces = append(b.bits, x), append(b.pieces, stretch{e, off})
}

// build makes the ball of some bits and those within it, and returns its index.
func (b *Border) build(first, last int) int32 {
	n := int32(len(b.balls))
	b.balls = append(b.balls, ball{})
	x := ball{first: int32(first), last: int32(last)}
	lo, hi := space{math.Inf(1), math.Inf(1), math.Inf(1)}, space{math.Inf(-1), math.Inf(-1), math.Inf(-1)}
	for _, s := range b.bits[first:last] {
		for k := range 3 {
			lo[k], hi[k] = min(lo[k], s.a[k], s.b[k]), max(hi[k], s.a[k], s.b[k])
		}
	}
	wide := 0
	for k := range 3 {
		x.center[k] = (lo[k] + hi[k]) / 2
		if hi[k]-lo[k] > hi[wide]-lo[wide] {
			wide = k
		}
	}
	for _, s := range b.bits[first:last] {
		x.radius = max(x.radius, max(x.center.to(s.a), x.center.to(s.b))+s.pad)
	}
	if last-first > bitsInLeaf {
		slices.SortFunc(b.bits[first:last], func(s, t bit) int {
			switch d := s.a[wide] + s.b[wide] - t.a[wide] - t.b[wide]; {
			case d < 0:
				return -1
			case d > 0:
				return 1
			}
			return 0
		})
		mid := (first + last) / 2
		x.left = b.build(first, mid)
		x.right = b.build(mid, last)
	}
	b.balls[n] = x
	return n
}

// Clear is no more than the distance, in metres, from p to the nearest point of
// the true boundaries and the discs; 0 if p may lie on or in one, or is not Valid.
// It is infinite if there are none.
func (b *Border) Clear(p Point) Meters {
	switch {
	case !p.Valid():
		return 0
	case len(b.balls) == 0:
		return Meters(math.Inf(1))
	}
	v, best := spaceOf(p), math.Inf(1)
	b.clear(0, v, &best)
	return Meters(max(0, best))
}

func (b *Border) clear(i int32, v space, best *float64) {
	x := &b.balls[i]
	if x.left == 0 {
		for k := x.first; k < x.last; k++ {
			*best = min(*best, b.bits[k].from(v))
		}
		return
	}
	l, r := b.balls[x.left].from(v), b.balls[x.right].from(v)
	first, second := x.left, x.right
	if r < l {
		first, second, l, r = second, first, r, l
	}
	if l < *best {
		b.clear(first, v, best)
	}
	if r < *best {
		b.clear(second, v, best)
	}
}

// MayMeet reports whether a journey from one point to another, no longer in all
// than budget, may meet a true boundary or a disc. False is certain. It is true if
// a point is not Valid or the budget not a number.
func (b *Border) MayMeet(from, to Point, budget Meters) bool {
	if !from.Valid() || !to.Valid() || budget != budget {
		return true
	}
	return len(b.balls) > 0 && b.mayMeet(0, spaceOf(from), spaceOf(to), float64(budget))
}

func (b *Border) mayMeet(i int32, v, w space, budget float64) bool {
	x := &b.balls[i]
	if max(0, x.from(v))+max(0, x.from(w)) > budget {
		return false
	}
	if x.left != 0 {
		return b.mayMeet(x.left, v, w, budget) || b.mayMeet(x.right, v, w, budget)
	}
	for k := x.first; k < x.last; k++ {
		if s := &b.bits[k]; max(0, s.from(v))+max(0, s.from(w)) <= budget {
			return true
		}
	}
	return false
}

// Meets reports whether a point of the boundaries or the discs may lie within ra of
// a and within rc of c at once, in metres, as the function Meets does. False is
// certain. It is true if a point is not Valid or a radius not a number.
func (b *Border) Meets(a Point, ra Meters, c Point, rc Meters) bool {
	if !a.Valid() || !c.Valid() || ra != ra || rc != rc {
		return true
	}
	between := Distance(a, c)
	return len(b.balls) > 0 && b.meets(0, spaceOf(a), spaceOf(c), lens{a, c, ra, rc}, between)
}

// meets looks in one ball; between is how far the middles of the discs are apart.
func (b *Border) meets(i int32, v, w space, l lens, between Meters) bool {
	x := &b.balls[i]
	if x.from(v) > float64(l.ra+slack) || x.from(w) > float64(l.rb+slack) {
		return false
	}
	if x.left != 0 {
		return b.meets(x.left, v, w, l, between) || b.meets(x.right, v, w, l, between)
	}
	for k := x.first; k < x.last; k++ {
		s := &b.bits[k]
		if s.from(v) > float64(l.ra+slack) || s.from(w) > float64(l.rb+slack) {
			continue
		}
		p := &b.pieces[s.piece]
		in := lens{l.a, l.b, l.ra + p.off, l.rb + p.off}
		if between > in.ra+in.rb+slack {
			continue // the discs have no point in common
		}
		e := p.edge
		if in.reaches(e, Distance(l.a, e.from), Distance(l.a, e.to), Distance(l.b, e.from), Distance(l.b, e.to)) {
			return true
		}
	}
	return false
}

// from is no more than the distance of what is in the ball.
func (x *ball) from(v space) float64 { return v.to(x.center) - x.radius }

// from is no more than the distance of what the bit stands for.
func (s *bit) from(v space) float64 {
	var along, long float64
	for k := range 3 {
		d := s.b[k] - s.a[k]
		along, long = along+(v[k]-s.a[k])*d, long+d*d
	}
	share := 0.0
	if long > 0 {
		share = min(1, max(0, along/long))
	}
	var q space
	for k := range 3 {
		q[k] = s.a[k] + share*(s.b[k]-s.a[k])
	}
	return v.to(q) - s.pad
}

// space is a place in metres from the middle of the earth.
type space [3]float64

func (a space) to(b space) float64 {
	x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return math.Sqrt(x*x + y*y + z*z)
}

func spaceOf(p Point) space {
	sin, cos := math.Sincos(float64(p.Lat) * math.Pi / 180)
	sinLon, cosLon := math.Sincos(float64(p.Lon) * math.Pi / 180)
	n := equatorialRadius / math.Sqrt(1-ecc2*sin*sin)
	return space{n * cos * cosLon, n * cos * sinLon, n * (1 - ecc2) * sin}
}
