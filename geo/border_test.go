package geo

import (
	"math/rand/v2"
	"testing"

	"github.com/holdshort/holdshort/tri"
)

// someAreas are areas of all sizes, with edges long and short.
func someAreas(r *rand.Rand) (out []Area) {
	for _, size := range []Meters{3_000, 60_000, 400_000, 2_500_000} {
		mid := Point{Degrees(r.Float64()*150 - 75), Degrees(r.Float64()*360 - 180)}
		a := Area{ID: "a", Error: Meters(r.Float64() * 500)}
		n := 3 + r.IntN(20)
		for i := range n {
			p, _ := Direct(mid, Degrees(360*i/n), size*Meters(0.4+0.6*r.Float64()))
			a.Outline = append(a.Outline, p)
		}
		out = append(out, a)
	}
	return out
}

// Clear is never more than the distance to a point on the boundary, and little less
// than what ToEdge has.
func TestBorderClear(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for range 20 {
		areas := someAreas(r)
		center, radius := Point{Degrees(r.Float64()*100 - 50), 3}, Meters(r.Float64()*90_000)
		b := NewBorder(areas, []Point{center}, []Meters{radius})
		for range 40 {
			a := areas[r.IntN(len(areas))]
			p, _ := Direct(a.Outline[0], Degrees(360*r.Float64()), Meters(r.ExpFloat64()*400_000))
			got, least := b.Clear(p), Distance(p, center)-radius
			for _, x := range areas {
				least = min(least, ToEdge(x, p))
				for _, e := range x.edges() {
					on, _ := Direct(e.from, e.azi, e.length*Meters(r.Float64()))
					if d := Distance(p, on) - x.Error; got > 0 && got > d {
						t.Fatalf("%v is %v from a point of the boundary, and Clear says %v", p, d, got)
					}
				}
			}
			// A straight line of 6000 km is 4 % shorter than the way over the ground.
			if far := float64(least) / 6_371_000; got < least-Meters(20+float64(least)*far*far/20) {
				t.Errorf("%v: Clear says %v, and ToEdge %v", p, got, least)
			}
		}
	}
}

// MayMeet is true wherever LeastVia finds a way, and seldom where it does not.
func TestBorderMayMeet(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 2))
	missed, no := 0, 0
	for range 60 {
		areas := someAreas(r)
		b := NewBorder(areas, nil, nil)
		for range 20 {
			a := areas[r.IntN(len(areas))]
			p, _ := Direct(a.Outline[0], Degrees(360*r.Float64()), Meters(r.ExpFloat64()*300_000))
			q, _ := Direct(p, Degrees(360*r.Float64()), Meters(r.ExpFloat64()*100_000))
			budget := Distance(p, q) * Meters(1+r.ExpFloat64()/4)
			fits := false
			for _, x := range areas {
				_, _, ok := LeastVia(p, q, x, budget)
				fits = fits || ok
			}
			got := b.MayMeet(p, q, budget)
			switch {
			case fits && !got:
				t.Fatalf("a way from %v to %v of %v meets a boundary, and MayMeet says no", p, q, budget)
			case !fits && got:
				missed++
			case !got:
				no++
			}
		}
	}
	if no < 200 || missed*20 > no {
		t.Errorf("%d certain, %d missed", no, missed)
	}
}

// What is not valid is near everything.
func TestBorderInvalid(t *testing.T) {
	b := NewBorder([]Area{{ID: "none"}}, nil, nil)
	if p := (Point{10, 20}); b.Clear(p) != 0 || !b.MayMeet(p, p, 0) {
		t.Error("an area that is not valid is far away")
	}
	if b := NewBorder(nil, nil, nil); b.MayMeet(Point{}, Point{1, 1}, 1e9) || b.Clear(Point{}) < 1e9 {
		t.Error("no border is near")
	}
}

func BenchmarkBorder(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 3))
	x := NewBorder(someAreas(r), nil, nil)
	var ps []Point
	for range 1000 {
		ps = append(ps, Point{Degrees(r.Float64()*150 - 75), Degrees(r.Float64()*360 - 180)})
	}
	for i := 0; b.Loop(); i++ {
		x.Clear(ps[i%1000])
	}
}

// Meets answers as the function of that name does, but within some metres of where
// it changes, and as the distance of a disc says.
func TestBorderMeets(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	var met, missed int
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
		b := NewBorder(areas, nil, nil)
		for i := range 120 {
			p, _ := Direct(center, Degrees(r.Float64()*360), Meters(r.Float64()*2_000_000))
			q, _ := Direct(center, Degrees(r.Float64()*360), Meters(r.Float64()*2_000_000))
			d, e := Meters(r.Float64()*600_000), Meters(r.Float64()*600_000)
			if i%2 == 0 {
				q, e = p, d // how far the border is from one place
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
	if min(met, missed) < 100 {
		t.Errorf("met %d, missed %d: too few of one", met, missed)
	}
	b := NewBorder(nil, []Point{{10, 10}}, []Meters{5000})
	if near, _ := Direct(Point{10, 10}, 30, 20_000); !b.Meets(near, 15_100, near, 15_100) || b.Meets(near, 14_900, near, 14_900) {
		t.Error("a disc is not where it was put")
	}
	if !NewBorder([]Area{{}}, nil, nil).Meets(Point{}, 1, Point{}, 1) {
		t.Error("an area that is not valid excludes something")
	}
}

// Sides says of no place another side than is asked, and the same whatever it was
// asked before.
func TestSides(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	asked, told := 0, 0
	for range 20 {
		a := someAreas(r)[r.IntN(3)]
		border := NewBorder([]Area{a}, nil, nil)
		s := NewSides(border, 0)
		for range 300 {
			p, _ := Direct(a.Outline[0], Degrees(360*r.Float64()), Meters(r.ExpFloat64()*150_000))
			want := Contains(a, p)
			got := s.Of(p, func(p Point) tri.Truth { asked++; return Contains(a, p) })
			if told++; got != want && got != tri.Unknown {
				t.Fatalf("%v is said to be %s, and is %s", p, got, want)
			}
			if first := NewSides(border, 0).Of(p, func(p Point) tri.Truth { return Contains(a, p) }); first != got {
				t.Fatalf("%v is said to be %s, and asked first %s", p, got, first)
			}
		}
	}
	if asked*10 > told*9 {
		t.Errorf("%d of %d places were asked for", asked, told)
	}
}
