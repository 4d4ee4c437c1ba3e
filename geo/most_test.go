package geo

import (
	"math"
	"math/rand"
	"testing"
)

// Most is never less than the geodesic, and for neighbouring positions of a
// flight at most 1.2 % more.
func TestMost(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	points := func() Point {
		switch r.Intn(4) {
		case 0:
			return Point{Lat: Degrees(90 - math.Pow(10, -r.Float64()*9)), Lon: Degrees(r.Float64()*360 - 180)}
		case 1:
			return Point{Lat: Degrees(r.NormFloat64() * 1e-3), Lon: Degrees(180 - r.Float64()*1e-3)}
		case 2:
			return Point{Lat: Degrees(-90 * r.Float64()), Lon: Degrees([]float64{-180, 180, 0}[r.Intn(3)])}
		}
		return Point{Lat: Degrees(r.Float64()*180 - 90), Lon: Degrees(r.Float64()*360 - 180)}
	}
	for range 200_000 {
		a, b := points(), points()
		if r.Intn(2) == 0 { // near
			scale := math.Pow(10, -r.Float64()*8)
			b = Point{Lat: max(-90, min(90, a.Lat+Degrees(r.NormFloat64()*scale))), Lon: max(-180, min(180, a.Lon+Degrees(r.NormFloat64()*scale)))}
		}
		if d, most := Distance(a, b), Most(a, b); most < d || most != Most(b, a) {
			t.Fatalf("%v %v: %.9f, most %.9f", a, b, float64(d), float64(most))
		}
	}
	for range 20_000 {
		a := Point{Lat: Degrees(r.Float64()*140 - 70), Lon: Degrees(r.Float64()*300 - 150)}
		b, _ := Direct(a, Degrees(r.Float64()*360), Meters(r.Float64()*5000+1))
		if d, most := Distance(a, b), Most(a, b); most > d*1.012+1e-6 {
			t.Fatalf("%v %v: %v, most %v", a, b, d, most)
		}
	}
}

func BenchmarkMost(b *testing.B) {
	x, y := Point{Lat: 26.2285, Lon: -97.6544}, Point{Lat: 26.2385, Lon: -97.6344}
	for b.Loop() {
		Most(x, y)
	}
}
