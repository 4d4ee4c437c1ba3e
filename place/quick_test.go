package place

import (
	"math/rand/v2"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/tri"
)

// Quick never contradicts Region, is open hardly more often, and is never further
// from the boundary than a point on the drawn outline is.
func TestQuick(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for _, name := range []string{"us-12nm", "fr-land", "mx-land", "gb-land", "ru-land", "aq-land"} {
		region, ok := Area(name)
		if !ok {
			t.Fatal(name)
		}
		region = region.Prepare()
		q := region.Quick()
		both, open := 0, 0
		for range 150 {
			ring := region.Rings[r.IntN(len(region.Rings))]
			p, _ := geo.Direct(ring.Outline[r.IntN(len(ring.Outline))], geo.Degrees(360*r.Float64()), geo.Meters(r.ExpFloat64()*60_000))
			got, want := q.Contains(p), region.Contains(p)
			switch {
			case got != tri.Unknown && want != tri.Unknown && got != want:
				t.Fatalf("%s: %v: quickly %v, else %v", name, p, got, want)
			case got != tri.Unknown && want == tri.Unknown:
				t.Errorf("%s: %v: quickly %v, else open", name, p, got)
			case got == tri.Unknown && want != tri.Unknown:
				open++
			case want != tri.Unknown:
				both++
			}
			if again := q.Contains(p); again != got {
				t.Errorf("%s: %v: first %v, then %v", name, p, got, again)
			}
			border := region.Border
			if border == nil {
				border = region.Rings
			}
			far := q.Clear(p)
			for _, x := range border {
				for range 20 {
					at := x.Outline[r.IntN(len(x.Outline))]
					if d := geo.Distance(p, at) - x.Error; far > 0 && far > d {
						t.Fatalf("%s: %v is clear by %v, and %v from the outline", name, p, far, d)
					}
				}
			}
		}
		t.Logf("%s: %d alike, %d open when quick", name, both, open)
		if open*10 > both {
			t.Errorf("%s: %d alike, %d open when quick", name, both, open)
		}
	}
}

// A region that is not valid is open everywhere.
func TestQuickInvalid(t *testing.T) {
	q := Region{ID: "x"}.Quick()
	if p := (geo.Point{Lat: 1, Lon: 2}); q.Contains(p) != tri.Unknown || q.Clear(p) != 0 {
		t.Error("an invalid region says something")
	}
}

func BenchmarkQuick(b *testing.B) {
	region, _ := Area("us-12nm")
	q := region.Quick()
	r := rand.New(rand.NewPCG(8, 9))
	for b.Loop() {
		q.Contains(geo.Point{Lat: geo.Degrees(20 + r.Float64()*30), Lon: geo.Degrees(-130 + r.Float64()*70)})
	}
}
