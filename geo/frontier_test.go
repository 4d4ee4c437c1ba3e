package geo

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A Frontier answers as ToEdge and Meets do, but within some metres of where they
// change.
func TestFrontier(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	var clear, reached, met, missed int
	for range 25 {
		center := Point{Degrees(r.Float64()*140 - 70), Degrees(r.Float64()*360 - 180)}
		var areas []Area
		for n := range 2 {
			a := Area{ID: "ragged", Error: Meters(r.IntN(2000))}
			for i := range 70 {
				p, _ := Direct(center, Degrees(i)*360/70, Meters(100_000+float64(n)*700_000+r.Float64()*150_000))
				a.Outline = append(a.Outline, p)
			}
			areas = append(areas, a)
		}
		b := NewFrontier(areas)
		for range 60 {
			p, _ := Direct(center, Degrees(r.Float64()*360), Meters(r.Float64()*2_000_000))
			q, _ := Direct(center, Degrees(r.Float64()*360), Meters(r.Float64()*2_000_000))
			d, e := Meters(r.Float64()*600_000), Meters(r.Float64()*600_000)
			edge := min(ToEdge(areas[0], p), ToEdge(areas[1], p))
			if got, want := b.Clear(p, d), edge > d; got != want && math.Abs(float64(edge-d)) > 5 {
				t.Fatalf("Clear(%v, %v) is %v, and the edge is %v off", p, d, got, edge)
			} else if got {
				clear++
			} else {
				reached++
			}
			plain := func(more Meters) bool {
				return Meets(areas[0], p, d+more, q, e+more) || Meets(areas[1], p, d+more, q, e+more)
			}
			if got := b.Meets(p, d, q, e); got != plain(0) && plain(-5) == plain(5) {
				t.Fatalf("Meets(%v, %v, %v, %v) is %v", p, d, q, e, got)
			} else if got {
				met++
			} else {
				missed++
			}
		}
	}
	if min(clear, reached, met, missed) < 50 {
		t.Errorf("clear %d, reached %d, met %d, missed %d: too few of one", clear, reached, met, missed)
	}
	b := NewFrontier(nil)
	b.Add(Point{10, 10}, 5000)
	if near, _ := Direct(Point{10, 10}, 30, 20_000); b.Clear(near, 15_100) || !b.Clear(near, 14_900) {
		t.Error("a disc is not where it was put")
	}
	if NewFrontier([]Area{{}}).Clear(Point{}, 1) {
		t.Error("an area that is not valid excludes something")
	}
}
