package track

import (
	"math/rand/v2"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Stays never contradict where the flight was, cover all of the time in order, and
// are no less certain than the region at a moment but where their ends touch.
func TestStays(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 15))
	up := span.Instant(1742074000000)
	dense, down := flight(harlingen, comayagua, up, 5*second)
	definite, fewer := 0, 0
	for _, n := range []int{1, 2, 5, 12, 30, 60, 400} {
		for range 6 {
			tr := thinned(dense, n, r)
			tr.Clean(Jet)
			p := NewPrism(tr, Jet)
			from := up - 3000*second + span.Instant(r.IntN(6000))*second
			to := from + span.Instant(r.Int64N(int64(down-up)))
			ss := p.Stays(box, from, to)
			if ss[0].From != from || ss[len(ss)-1].To != to {
				t.Fatalf("%v is not from %d to %d", ss, from, to)
			}
			for i := 1; i < len(ss); i++ {
				if ss[i].From != ss[i-1].To+1 || ss[i].In == ss[i-1].In {
					t.Fatalf("%v before %v", ss[i-1], ss[i])
				}
			}
			for range 60 {
				at := from + span.Instant(r.Int64N(int64(to-from)))
				var got tri.Truth
				for _, s := range ss {
					if s.From <= at && at <= s.To {
						got = s.In
					}
				}
				if want := geo.Contains(boxOutline, truth(up, down, at)); got != tri.Unknown && want != tri.Unknown && got != want {
					t.Fatalf("1:%d: at %d %v, in truth %v", n, at, got, want)
				}
				switch in := p.At(at).In(box); {
				case got != tri.Unknown && in != tri.Unknown && got != in:
					t.Fatalf("1:%d: at %d %v, by the region %v", n, at, got, in)
				case in != tri.Unknown && got == tri.Unknown:
					fewer++
				case got != tri.Unknown:
					definite++
				}
			}
		}
	}
	if definite < 1000 || fewer*20 > definite {
		t.Errorf("%d definite, and %d that the region alone decides", definite, fewer)
	}
}

// Aloft is, moment by moment, what inAir says.
func TestAloft(t *testing.T) {
	up := span.Instant(1742074000000)
	dense, down := flight(harlingen, comayagua, up, 5*second)
	r := rand.New(rand.NewPCG(6, 15))
	yes := 0
	for _, n := range []int{1, 3, 20, 60} {
		a := Analyse(thinned(dense, n, r), Jet, nil, nil)
		for at := up - 600*second; at < down+600*second; at += 17 * second {
			got := false
			for _, s := range a.Aloft() {
				got = got || s.Has(at)
			}
			if want := a.inAir(at) == tri.Yes; got != want {
				t.Fatalf("1:%d at %d: %v, by inAir %v", n, at, got, want)
			}
			if got {
				yes++
			}
		}
	}
	if yes == 0 {
		t.Error("never in the air")
	}
}
