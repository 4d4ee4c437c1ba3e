package geo

import (
	"math"
	"math/rand/v2"
	"testing"
)

// holds reports whether a convex ring, counter-clockwise, holds a point seen on
// the sphere, to within a hair.
func holds(ring []Point, p Point) bool {
	vector := func(p Point) normal { return Disc{Center: p}.bearing(0, 0) }
	v := vector(p)
	for i, a := range ring {
		a, b := vector(a), vector(ring[(i+1)%len(ring)])
		side := normal{a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]}
		if side.dot(v) < -1e-15 {
			return false
		}
	}
	return true
}

// Every point that lies in all of the discs, by distances on the ellipsoid, lies
// in the polygon; and every corner lies in all of them, or not far out.
func TestCover(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	inside, drawn := 0, 0
	for range 600 {
		center := Point{Degrees(r.Float64()*178 - 89), Degrees(r.Float64()*360 - 180)}
		size := math.Exp(r.Float64()*math.Log(6e6/3e3)) * 3e3
		discs := []Disc{{center, Meters(size)}}
		for range r.IntN(3) {
			far := Meters(size * r.Float64() * 2)
			q, _ := Direct(center, Degrees(r.Float64()*360), far)
			discs = append(discs, Disc{q, max(0, far+Meters(size*(r.Float64()*1.2-0.8)))})
		}
		ring := Cover(discs)
		for range 300 {
			p, _ := Direct(discs[0].Center, Degrees(r.Float64()*360), Meters(size*math.Sqrt(r.Float64())))
			if !inAll(discs, p, 0) {
				continue
			}
			inside++
			if ring == nil || !holds(ring, p) {
				t.Fatalf("%v lies in %v and not in the polygon %v", p, discs, ring)
			}
		}
		if ring == nil {
			continue
		}
		drawn++
		for _, p := range ring {
			if len(discs) == 1 && Distance(p, center) > Meters(size*1.02)+10 {
				t.Fatalf("%v is a corner around a disc of %.0f m and %.0f m from its centre", p, size, Distance(p, center))
			}
		}
	}
	if inside < 20_000 || drawn < 300 {
		t.Fatalf("%d points and %d polygons tried", inside, drawn)
	}
}

func inAll(discs []Disc, p Point, by Meters) bool {
	for _, d := range discs {
		if Distance(d.Center, p) > d.Radius+by {
			return false
		}
	}
	return true
}

// What cannot be drawn, or is empty, is no polygon.
func TestCoverNothing(t *testing.T) {
	near, far := Point{10, 20}, Point{-30, 120}
	for _, discs := range [][]Disc{nil, {{near, 9_000_000}}, {{near, 1000}, {far, 1000}}, {{Point{91, 0}, 1}}, {{near, Meters(math.NaN())}}} {
		if ring := Cover(discs); ring != nil {
			t.Errorf("Cover(%v) = %v", discs, ring)
		}
	}
	if !(Disc{near, 1000}).Apart(Disc{far, 1000}) || (Disc{near, 20_000_000}).Apart(Disc{far, 1}) {
		t.Error("Apart")
	}
}
