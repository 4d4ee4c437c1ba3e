package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/holdshort/holdshort/tri"
)

// star is an area of 3 to 12 points around a centre, as seen from which no edge
// doubles back.
func star(r *rand.Rand, centre Point, least, most float64) Area {
	n := 3 + r.IntN(10)
	a := Area{ID: "star", Error: Meters(r.IntN(3)) * 5000}
	for i := range n {
		azi := Degrees((float64(i) + 0.8*r.Float64()) * 360 / float64(n))
		p, _ := Direct(centre, azi, Meters(least+(most-least)*r.Float64()))
		a.Outline = append(a.Outline, p)
	}
	return a
}

func anywhere(r *rand.Rand) Point {
	return Point{Degrees(math.Asin(2*r.Float64()-1) / degree), Degrees(360*r.Float64() - 180)}
}

// sampled are points of the outline no more than step apart, in order.
func sampled(a Area, step Meters) []Point {
	var out []Point
	for _, e := range a.edges() {
		n := int(e.length/step) + 1
		for i := range n {
			p, _ := Direct(e.from, e.azi, e.length*Meters(i)/Meters(n))
			out = append(out, p)
		}
	}
	return out
}

// TestContainsAgainstCasting compares with a ray cast, about a centre, through a
// plane of azimuths and distances in which the outline is closely sampled.
func TestContainsAgainstCasting(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 82))
	count := map[tri.Truth]int{}
	const step = 5000
	for range 40 {
		centre := anywhere(r)
		a := star(r, centre, 100e3, 1500e3)
		drawn := sampled(a, step)
		plane := make([][2]float64, len(drawn))
		for i, p := range drawn {
			plane[i] = flat(centre, p)
		}
		for range 60 {
			p, _ := Direct(centre, Degrees(360*r.Float64()), Meters(1800e3*r.Float64()))
			got := Contains(a, p)
			count[got]++
			near := Meters(math.Inf(1))
			for _, q := range drawn {
				near = min(near, Distance(p, q))
			}
			inside := tri.Of(cast(plane, flat(centre, p)))
			switch {
			case got == tri.Unknown && near > a.Error+13+step/2:
				t.Errorf("%v, %v from the outline of %v, is unknown", p, near, a)
			case got != tri.Unknown && near-step > a.Error && got != inside:
				t.Errorf("%v in %v: %v, not %v", p, a, got, inside)
			case got != tri.Unknown && near <= a.Error:
				t.Errorf("%v is %v from the outline of %v: %v", p, near, a, got)
			}
		}
	}
	t.Log(count)
}

func flat(centre, p Point) [2]float64 {
	d, azi, _ := Inverse(centre, p)
	s, c := math.Sincos(float64(azi) * degree)
	return [2]float64{float64(d) * s, float64(d) * c}
}

func cast(ring [][2]float64, p [2]float64) bool {
	in := false
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
			in = !in
		}
	}
	return in
}

func TestContainsFarAndPlain(t *testing.T) {
	square := Area{ID: "square", Outline: []Point{{10, 10}, {10, 20}, {20, 20}, {20, 10}, {10, 10}}, Error: 1000}
	line := square
	line.Outline = []Point{{1, 1}, {2, 2}}
	around := Area{ID: "pole", Outline: []Point{{80, 0}, {80, 120}, {80, -120}}, Error: 10}
	dateLine := Area{ID: "date line", Outline: []Point{{-5, 175}, {-5, -175}, {5, -175}, {5, 175}}}
	for _, c := range []struct {
		a    Area
		p    Point
		want tri.Truth
	}{
		{square, Point{15, 15}, tri.Yes},
		{square, Point{15, 9}, tri.No},
		{square, Point{15, 10.001}, tri.Unknown},
		{square, Point{15, 9.999}, tri.Unknown},
		{square, Point{10, 10}, tri.Unknown},
		{square, Point{-15, -165}, tri.No}, // the place opposite
		{square, Point{-15, -164}, tri.No},
		{square, Point{-90, 0}, tri.No},
		{square, Point{91, 0}, tri.Unknown},
		{line, Point{15, 15}, tri.Unknown},
		{Area{}, Point{}, tri.Unknown},
		{around, Point{90, 0}, tri.Yes},
		{around, Point{79, 0}, tri.No},
		{around, Point{-90, 0}, tri.No},
		{dateLine, Point{0, 180}, tri.Yes},
		{dateLine, Point{0, -180}, tri.Yes},
		{dateLine, Point{0, 174}, tri.No},
		{dateLine, Point{0, 0}, tri.No},
	} {
		if got := Contains(c.a, c.p); got != c.want {
			t.Errorf("%v in %s: %v, not %v", c.p, c.a.ID, got, c.want)
		}
	}
}

func TestAreaValid(t *testing.T) {
	ok := []Point{{10, 10}, {10, 20}, {20, 20}}
	nan := math.NaN()
	for _, a := range []Area{
		{}, {Outline: ok[:2]}, {Outline: ok, Error: -1}, {Outline: ok, Error: Meters(nan)}, {Outline: ok, Error: Meters(math.Inf(1))},
		{Outline: []Point{{10, 10}, {10, 20}, {10, 10}}}, {Outline: []Point{{10, 10}, {10, 10}, {10, 20}, {20, 20}}},
		{Outline: []Point{{10, 10}, {10, 20}, {20, Degrees(nan)}}}, {Outline: []Point{{0, 0}, {0, 44}, {0, 46}}},
	} {
		if a.Valid() == nil {
			t.Errorf("%v is valid", a)
		}
	}
	if err := (Area{Outline: ok}).Valid(); err != nil {
		t.Error(err)
	}
}

// TestLeastViaAgainstSampling takes places of the true boundary closely, each
// displaced by as much as Error at random, and requires that none by way of
// which the journey fits is nearer than the bounds, and that the bounds are as
// close as they are said to be.
func TestLeastViaAgainstSampling(t *testing.T) {
	r := rand.New(rand.NewPCG(25, 766))
	fits, slackest := 0, 0.0
	for range 80 {
		centre := anywhere(r)
		a := star(r, centre, 100e3, 900e3)
		from, _ := Direct(centre, Degrees(360*r.Float64()), Meters(50e3*r.Float64()))
		to, _ := Direct(centre, Degrees(360*r.Float64()), Meters(300e3+2000e3*r.Float64()))
		budget := Distance(from, to) * Meters(0.97+0.4*r.Float64())
		out, back, ok := LeastVia(from, to, a, budget)
		const step = 1000
		leastOut, leastBack := math.Inf(1), math.Inf(1)
		for _, q := range sampled(a, step) {
			p, _ := Direct(q, Degrees(360*r.Float64()), a.Error*Meters(math.Sqrt(r.Float64())))
			d1, d2 := Distance(from, p), Distance(p, to)
			if d1+d2 <= budget && (!ok || d1 < out || d2 < back) {
				t.Fatalf("%v to %v in %v by way of %v: %v + %v, not %v %v %v", from, to, a, p, d1, d2, out, back, ok)
			}
			if d1, d2 = Distance(from, q), Distance(q, to); d1+d2 <= budget+2*a.Error+40+2*step {
				leastOut, leastBack = min(leastOut, float64(d1)), min(leastBack, float64(d2))
			}
		}
		if !ok {
			if leastOut+leastBack <= float64(budget) {
				t.Errorf("%v to %v in %v within %v: not ok", from, to, a, budget)
			}
			continue
		}
		fits++
		short := max(leastOut-float64(a.Error+out), leastBack-float64(a.Error+back))
		slackest = max(slackest, short)
		if out > 0 && back > 0 && short > 15+step {
			t.Errorf("%v to %v in %v within %v: bounds %v %v, sampled %.0f %.0f", from, to, a, budget, out, back, leastOut, leastBack)
		}
	}
	t.Logf("%d of 80 fit; bounds at most %.0f m short of samples 1 km apart", fits, slackest)
	if fits < 40 {
		t.Errorf("only %d journeys fit", fits)
	}
}

func TestLeastViaPlain(t *testing.T) {
	square := Area{ID: "square", Outline: []Point{{-1, -1}, {-1, 1}, {1, 1}, {1, -1}}, Error: 1000}
	from, to := Point{0, 0}, Point{0, 3}
	edgeOut, edgeBack := Distance(from, Point{0, 1}), Distance(Point{0, 1}, to)
	straight := Distance(from, to)
	out, back, ok := LeastVia(from, to, square, straight+1)
	if !ok || out > edgeOut-1000 || out < edgeOut-1030 || back > edgeBack-1000 || back < edgeBack-1200 {
		t.Errorf("bounds %v %v %v for an edge at %v and %v", out, back, ok, edgeOut, edgeBack)
	}
	for _, c := range []struct {
		from, to Point
		a        Area
		budget   Meters
	}{
		{from, to, square, straight - 3000},
		{from, to, square, Meters(math.NaN())},
		{from, to, square, -1},
		{from, to, Area{}, straight + 1},
		{Point{91, 0}, to, square, straight + 1},
	} {
		if out, back, ok := LeastVia(c.from, c.to, c.a, c.budget); ok || out != 0 || back != 0 {
			t.Errorf("%+v: %v %v %v", c, out, back, ok)
		}
	}
	if out, back, ok := LeastVia(from, to, square, Meters(math.Inf(1))); !ok || out > edgeOut || back > edgeBack {
		t.Errorf("without end: %v %v %v", out, back, ok)
	}
	ring := Area{ID: "ring"} // the hardest: every point as near as any other
	for i := range 60 {
		p, _ := Direct(from, Degrees(6*i), 800_000)
		ring.Outline = append(ring.Outline, p)
	}
	if out, _, ok := LeastVia(from, Point{0, 20}, ring, 5e6); !ok || out < 797_000 || out > 800_000 {
		t.Errorf("ring: %v %v", out, ok)
	}
}

func BenchmarkLeastVia(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	a := star(r, Point{26.2285, -97.6544}, 20e3, 1500e3)
	a.Error = 10_000
	for b.Loop() {
		LeastVia(Point{26.2285, -97.6544}, Point{14.3823, -87.6212}, a, 2_250_000)
	}
}
