package geo

import (
	"math/rand/v2"
	"testing"
)

// outlineSamples are points of the outline some 200 m apart: the brute-force twin of
// the bounds on edges.
func outlineSamples(a Area) []Point {
	var out []Point
	for _, e := range a.edges() {
		n := int(e.length/200) + 1
		for i := range n {
			p, _ := Direct(e.from, e.azi, e.length*Meters(i)/Meters(n))
			out = append(out, p)
		}
	}
	return out
}

func TestMeetsAgainstSampling(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	area := Area{ID: "box", Outline: []Point{{25, -98}, {25.1, -96}, {26.5, -95.8}, {27, -97.5}}, Error: 500}
	points := outlineSamples(area)
	met, missed := 0, 0
	for range 400 {
		a := Point{Degrees(24 + 4*r.Float64()), Degrees(-99 + 5*r.Float64())}
		b := Point{Degrees(24 + 4*r.Float64()), Degrees(-99 + 5*r.Float64())}
		ra, rb := Meters(r.Float64()*300e3), Meters(r.Float64()*300e3)
		got := Meets(area, a, ra, b, rb)
		inside, near := false, false
		for _, p := range points {
			da, db := Distance(a, p), Distance(b, p)
			inside = inside || da <= ra && db <= rb
			near = near || da <= ra+area.Error+300 && db <= rb+area.Error+300
		}
		switch {
		case inside && !got:
			t.Fatalf("Meets(%v %v, %v %v) is false, and a point of the outline is in both discs", a, ra, b, rb)
		case got && !near && Distance(a, b) <= ra+rb:
			t.Errorf("Meets(%v %v, %v %v) is true, and no point of the outline is near both discs", a, ra, b, rb)
		}
		if got {
			met++
		} else {
			missed++
		}
	}
	if met < 50 || missed < 50 {
		t.Errorf("met %d times and missed %d: too few of one", met, missed)
	}
}

func TestToEdgeAgainstSampling(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	area := Area{ID: "box", Outline: []Point{{25, -98}, {25.1, -96}, {26.5, -95.8}, {27, -97.5}}, Error: 500}
	points := outlineSamples(area)
	for range 200 {
		p := Point{Degrees(23 + 6*r.Float64()), Degrees(-101 + 8*r.Float64())}
		least := Distance(p, points[0])
		for _, q := range points {
			least = min(least, Distance(p, q))
		}
		got := ToEdge(area, p)
		if got > max(0, least-area.Error)+1e-6 {
			t.Errorf("%v is at least %v from the boundary by ToEdge, and %v from a sample of the outline", p, got, least)
		}
		if got < least-area.Error-150 {
			t.Errorf("%v: ToEdge gives %v, loose against %v", p, got, least-area.Error)
		}
	}
}
