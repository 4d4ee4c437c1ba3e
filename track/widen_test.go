package track_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// nested are one in so many positions, each part holding the next.
var nested = []int{1, 5, 10, 20, 60}

// everyNth is one fix in n from the first on.
func everyNth(tr *track.Track, n int) *track.Track {
	out := *tr
	out.Fixes = nil
	for i := 0; i < len(tr.Fixes); i += n {
		out.Fixes = append(out.Fixes, tr.Fixes[i])
	}
	return &out
}

// inRegion is a random place in the region, if one is hit upon.
func inRegion(g track.Region, r *rand.Rand) (geo.Point, bool) {
	small := g.Discs[0]
	for _, d := range g.Discs {
		if d.Radius < small.Radius {
			small = d
		}
	}
	for range 10 {
		q, _ := geo.Direct(small.Center, geo.Degrees(360*r.Float64()), small.Radius*geo.Meters(r.Float64()))
		if outside(g, q) <= 0 {
			return q, true
		}
	}
	return geo.Point{}, false
}

// outside is how far q lies outside the region, in metres.
func outside(g track.Region, q geo.Point) geo.Meters {
	most := geo.Meters(-1e9)
	for _, d := range g.Discs {
		most = max(most, geo.Distance(d.Center, q)-d.Radius)
	}
	return most
}

// allowed is how far a region that rests on the nearest fixes may reach beyond
// one that rests on others farther off in time: twice what is not known of the
// nearer ones' places. It would be none if a region rested on all fixes.
func allowed(g track.Region, tr *track.Track) geo.Meters {
	most := geo.Meters(0)
	for _, f := range []*track.Fix{g.Before, g.After} {
		if f == nil {
			continue
		}
		at := places(f, tr).Discs[0].Radius // with the way flown in the slack once
		most = max(most, 2*at+track.Jet.Top.Within(2*time.Duration(f.Slack)*time.Millisecond))
	}
	return most
}

// More positions never widen where the aircraft can have been by more than what
// is not known of their own places, nor the time of a crossing.
func TestMoreRealFixesNeverWiden(t *testing.T) {
	r := rand.New(rand.NewPCG(315, 2025))
	var tried, wider, passages int
	for _, d := range denseTracks(t) {
		fs := d.track.Fixes
		first, last := fs[0].At, fs[len(fs)-1].At
		var prisms []*track.Prism
		for _, n := range nested {
			prisms = append(prisms, track.NewPrism(everyNth(d.track, n), track.Jet))
		}
		for range 60 {
			at := first + span.Instant(r.Int64N(int64(last-first)))
			k := 1 + r.IntN(len(nested)-1)
			many := prisms[k-1].At(at)
			q, ok := inRegion(many, r)
			if !ok {
				continue
			}
			tried++
			off := outside(prisms[k].At(at), q)
			if off > 1 {
				wider++
			}
			if off > allowed(many, d.track) {
				t.Errorf("%s at %s: one in %d allows a place %.0f m outside what one in %d does", d.name, at.RFC3339(), nested[k-1], float64(off), nested[k])
			}
		}
		passages += widened(t, d, prisms[1], prisms[3], star(fs[r.IntN(len(fs))].Pos, r))
	}
	t.Logf("%d places, %d of them outside what fewer positions allow, by less than the positions are uncertain; %d crossings", tried, wider, passages)
	if !testing.Short() && (tried < 3000 || passages < 50) {
		t.Error("too few to say much")
	}
}

// widened holds the crossings by few positions against those by many: the last
// of the same direction between the same two positions begins no earlier and
// ends no later, but for what is not known of the positions. It returns how
// many it looked at.
func widened(t *testing.T, d dense, many, few *track.Prism, a track.Area) (n int) {
	t.Helper()
	fine := many.Crossings(a)
	for _, c := range few.Crossings(a) {
		var last *track.Crossing
		for i := range fine {
			if f := &fine[i]; f.Leaves == c.Leaves && f.From.At >= c.From.At && f.To.At <= c.To.At {
				last = f
			}
		}
		if last == nil {
			continue
		}
		n++
		off := max(c.Between.Earliest()-last.Between.Earliest(), last.Between.Latest()-c.Between.Latest())
		room := 2*(last.From.Slack+last.To.Slack) + span.Length(track.Jet.Top.Least(4*max(track.Jet.Unstated, track.Jet.Multilaterated)).Milliseconds())
		if off > span.Instant(room) {
			t.Errorf("%s: many positions have a crossing within %s to %s, few within %s to %s", d.name,
				last.Between.Earliest().RFC3339(), last.Between.Latest().RFC3339(), c.Between.Earliest().RFC3339(), c.Between.Latest().RFC3339())
		}
	}
	return n
}

// A clock that is wrong by the same at every position moves every answer by as
// much, and changes nothing else.
func TestShiftedClockShiftsAnswers(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 31))
	crossings := 0
	for i, d := range denseTracks(t) {
		if i%4 != 0 {
			continue
		}
		by := span.Instant(r.Int64N(10 * int64(span.Hour)))
		sparse := everyNth(d.track, 10)
		late := *sparse
		late.Fixes = append([]track.Fix(nil), sparse.Fixes...)
		for i := range late.Fixes {
			late.Fixes[i].At += by
		}
		a, b := track.NewPrism(sparse, track.Jet), track.NewPrism(&late, track.Jet)
		for range 20 {
			at := d.track.Fixes[r.IntN(len(d.track.Fixes))].At
			x, y := a.At(at), b.At(at+by)
			for i := range x.Discs {
				if len(y.Discs) != len(x.Discs) || y.Discs[i] != x.Discs[i] {
					t.Errorf("%s: %v at %s, %v with the clock late", d.name, x.Discs, at.RFC3339(), y.Discs)
				}
			}
		}
		area := star(d.track.Fixes[r.IntN(len(d.track.Fixes))].Pos, r)
		xs, ys := a.Crossings(area), b.Crossings(area)
		if len(xs) != len(ys) {
			t.Fatalf("%s: %d crossings, %d with the clock late", d.name, len(xs), len(ys))
		}
		crossings += len(xs)
		for i := range xs {
			if moved := span.Of(xs[i].Between.Earliest()+by, xs[i].Between.Latest()+by); ys[i].Between != moved {
				t.Errorf("%s: a crossing within %v, with the clock late %v", d.name, xs[i].Between, ys[i].Between)
			}
		}
	}
	if !testing.Short() && crossings < 10 {
		t.Errorf("only %d crossings", crossings)
	}
}
