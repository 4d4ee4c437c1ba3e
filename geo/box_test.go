package geo

import (
	"math/rand/v2"
	"testing"
)

// No point near a line of random points, found by Direct alone, is outside the
// box around it, nor is one near a point of a box outside the box grown.
func TestBoxHoldsAll(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	narrow := 0
	for range 400 {
		ps := []Point{{Degrees(r.Float64()*176 - 88), Degrees(r.Float64()*360 - 180)}}
		for range 3 {
			next, _ := Direct(ps[len(ps)-1], Degrees(r.Float64()*360), Meters(r.Float64()*800_000))
			ps = append(ps, next)
		}
		d := Meters(r.Float64() * 200_000)
		b := Around(ps, d)
		if b.West != -180 {
			narrow++
		}
		grown := b.Grown(d)
		for range 60 {
			i := r.IntN(len(ps) - 1)
			length, azi, _ := Inverse(ps[i], ps[i+1])
			on, _ := Direct(ps[i], azi, length*Meters(r.Float64()))
			near, _ := Direct(on, Degrees(r.Float64()*360), d*Meters(r.Float64()))
			if !b.Has(near) || !b.Meets(near.Lat, near.Lat, near.Lon, near.Lon) {
				t.Fatalf("%v, within %v of %v, is not in %v", near, d, ps, b)
			}
			further, _ := Direct(near, Degrees(r.Float64()*360), d*Meters(r.Float64()))
			if !grown.Has(further) {
				t.Fatalf("%v, within %v of %v, is not in %v", further, d, near, grown)
			}
		}
	}
	if narrow < 200 {
		t.Errorf("only %d of 400 boxes leave a longitude out", narrow)
	}
}

func TestBoxJoins(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	box := func() Box {
		return Around([]Point{{Degrees(r.Float64()*160 - 80), Degrees(r.Float64()*360 - 180)}}, Meters(r.Float64()*2_000_000))
	}
	for range 5000 {
		a, b := box(), box()
		j := a.Join(b)
		p := Point{Degrees(r.Float64()*180 - 90), Degrees(r.Float64()*360 - 180)}
		if (a.Has(p) || b.Has(p)) && !j.Has(p) {
			t.Fatalf("%v is in %v or %v, and not in %v", p, a, b, j)
		}
		if a.Has(p) != a.Meets(p.Lat, p.Lat, p.Lon, p.Lon) {
			t.Fatalf("Has and Meets differ on %v and %v", a, p)
		}
	}
	if all := (Box{}); !all.Has(Point{90, -180}) || !all.Grown(5).Has(Point{-90, 0}) {
		t.Error("the zero box is not everywhere")
	}
}
