package track

import (
	"math/rand/v2"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// box is the area, and boxOutline its outline, that the synthetic flights leave.
var boxOutline = geo.Area{ID: "box", Error: 500, Outline: []geo.Point{{Lat: 24.5, Lon: -99}, {Lat: 24.4, Lon: -94.5}, {Lat: 28, Lon: -94}, {Lat: 28.2, Lon: -99.2}}}

var box = AreaOf(boxOutline)

// truth is the place of the synthetic flight at a moment.
func truth(up, down, at span.Instant) geo.Point {
	switch {
	case at < up:
		return harlingen.Pos
	case at > down:
		return comayagua.Pos
	}
	total, azi, _ := geo.Inverse(harlingen.Pos, comayagua.Pos)
	p, _ := geo.Direct(harlingen.Pos, azi, total*geo.Meters(at-up)/geo.Meters(down-up))
	return p
}

// thinned keeps one fix in n and cuts some gaps, and moves each fix within its
// radius and slack.
func thinned(t *Track, n int, r *rand.Rand) *Track {
	out := *t
	out.Fixes = nil
	gap := t.Fixes[0].At + span.Instant(r.IntN(6000))*second
	for i, f := range t.Fixes {
		if i%n != 0 || f.At > gap && f.At < gap+span.Instant(r.IntN(1200))*second {
			continue
		}
		f.Pos, _ = geo.Direct(f.Pos, geo.Degrees(360*r.Float64()), geo.Meters(90*r.Float64()))
		f.Slack = 1000
		f.At += span.Instant(r.IntN(1800) - 900)
		out.Fixes = append(out.Fixes, f)
	}
	return &out
}

// Whatever is left out, a proved answer never contradicts where the flight was.
func TestPrismNeverContradictsTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 15))
	up := span.Instant(1742074000000)
	dense, down := flight(harlingen, comayagua, up, 5*second)
	definite, open := 0, 0
	for _, n := range []int{1, 2, 5, 12, 30, 60} {
		for range 6 {
			tr := thinned(dense, n, r)
			tr.Clean(Jet)
			p := NewPrism(tr, Jet)
			for range 40 {
				at := up + span.Instant(r.Int64N(int64(down-up)))
				where := truth(up, down, at)
				region := p.At(at)
				for _, d := range region.Discs {
					if geo.Distance(d.Center, where) > d.Radius {
						t.Fatalf("1:%d: at %d the flight was %v from a disc of %v", n, at, geo.Distance(d.Center, where), d.Radius)
					}
				}
				got, want := region.In(box), geo.Contains(boxOutline, where)
				if got != tri.Unknown && want != tri.Unknown && got != want {
					t.Fatalf("1:%d: in the box at %d: %v, in truth %v", n, at, got, want)
				}
				if got == tri.Unknown {
					open++
				} else {
					definite++
				}
			}
			for _, c := range p.Crossings(box) {
				checkCrossing(t, c, up, down)
			}
		}
	}
	if definite < 500 || open < 20 {
		t.Errorf("%d definite answers and %d open: too few of one", definite, open)
	}
}

// checkCrossing looks for the moment at which the flight really left the box.
func checkCrossing(t *testing.T, c Crossing, up, down span.Instant) {
	t.Helper()
	if !c.Leaves {
		t.Errorf("the flight never entered the box: %+v", c)
		return
	}
	exact := boxOutline
	exact.Error = 0
	for at := up; at < down; at += second {
		if geo.Contains(exact, truth(up, down, at)) == tri.No {
			// Within a second; and the true outline lies within Error of the
			// drawn one, 2.2 s at this speed.
			if at < c.Between.Earliest()-4*second || at > c.Between.Latest()+4*second {
				t.Errorf("it left at %d, by the crossing within %d and %d", at, c.Between.Earliest(), c.Between.Latest())
			}
			return
		}
	}
}

// More fixes never widen a crossing or a region.
func TestMoreFixesNeverWiden(t *testing.T) {
	up := span.Instant(1742074000000)
	dense, down := flight(harlingen, comayagua, up, 5*second)
	few := *dense
	few.Fixes = nil
	for i, f := range dense.Fixes {
		if i%30 == 0 {
			few.Fixes = append(few.Fixes, f)
		}
	}
	many, less := NewPrism(dense, Jet), NewPrism(&few, Jet)
	a, b := many.Crossings(box), less.Crossings(box)
	if len(a) != 1 || len(b) != 1 {
		t.Fatalf("%d and %d crossings", len(a), len(b))
	}
	if a[0].Between.Earliest() < b[0].Between.Earliest() || a[0].Between.Latest() > b[0].Between.Latest() {
		t.Errorf("dense %+v is not within sparse %+v", a[0].Between, b[0].Between)
	}
	for at := up; at < down; at += 61 * second {
		if v, w := many.At(at).In(box), less.At(at).In(box); w != tri.Unknown && v != w {
			t.Errorf("at %d sparse says %v, dense %v", at, w, v)
		}
	}
}

func BenchmarkPrism(b *testing.B) {
	tr, down := flight(harlingen, comayagua, 1742074000000, second*3/4)
	tr.Clean(Jet)
	p := NewPrism(tr, Jet)
	b.ReportMetric(float64(len(p.fixes)), "fixes")
	for b.Loop() {
		p.At(down - 3600*second).In(box)
	}
}

func BenchmarkCrossings(b *testing.B) {
	tr, _ := flight(harlingen, comayagua, 1742074000000, second*3/4)
	tr.Clean(Jet)
	p := NewPrism(tr, Jet)
	for b.Loop() {
		p.Crossings(box)
	}
}

// Two fixes that contradict each other prove nothing, not even where both lie on
// one side.
func TestContradictionIsNoProof(t *testing.T) {
	square := AreaOf(geo.Area{ID: "square", Outline: []geo.Point{{Lat: 20, Lon: -100}, {Lat: 20, Lon: -80}, {Lat: 30, Lon: -80}, {Lat: 30, Lon: -100}}})
	r := Region{Discs: []Disc{{geo.Point{Lat: 25, Lon: -92}, 1000}, {geo.Point{Lat: 25, Lon: -88}, 1000}}}
	if got := r.In(square); got != tri.Unknown {
		t.Errorf("%v", got)
	}
	r.Discs[1].Center = geo.Point{Lat: 25, Lon: -91.995}
	if got := r.In(square); got != tri.Yes {
		t.Errorf("two that agree: %v", got)
	}
}
