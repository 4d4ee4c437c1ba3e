package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// thinned is the check with one fix in n, two random gaps cut, and every clock
// moved by as much as slack allows.
func (c *check) thinned(n int, slack span.Length, r *rand.Rand) *check {
	out := *c
	var kept []track.Fix
	for i := r.IntN(n); i < len(c.fixes); i += n {
		f := c.fixes[i]
		f.At += span.Instant(r.Int64N(2*int64(slack)+1) - int64(slack))
		f.Slack += slack
		kept = append(kept, f)
	}
	for range 2 {
		if at, long := r.IntN(len(kept)+1), r.IntN(len(kept)/8+2); at+long < len(kept) {
			kept = slices.Delete(kept, at, at+long)
		}
	}
	tr := *c.track
	tr.Fixes, tr.Notes = kept, nil
	out.track, out.rows = &tr, slices.Clone(c.rows)
	out.analyse()
	return &out
}

// Whatever positions are left out, what is proved of take-offs and landings
// meets the table, and nobody is proved to be in the air where the file says,
// again and again and slowly, that the aircraft is on the ground.
func TestThinnedTracksNeverContradictTheTable(t *testing.T) {
	cases := files(t, func(r row) bool {
		return !strings.Contains(r.file, "savan") && !strings.Contains(r.file, "switzerland")
	})
	r := rand.New(rand.NewPCG(40, 40))
	var reports, air int
	for _, c := range cases {
		for _, n := range []int{1, 2, 5, 10, 20, 60} {
			if len(c.fixes)/n < 2 || testing.Short() && n != 10 {
				continue
			}
			var s score
			x := c.thinned(n, span.Length(r.IntN(2))*3*span.Second, r)
			s.add(x)
			reports += len(x.said())
			for _, text := range s.sound {
				t.Errorf("1:%d: a proof is wrong: %s", n, text)
			}
			a := &track.Analysis{Track: x.track, Model: track.Jet, Legs: x.legs, Gaps: x.track.Gaps(), Prism: track.NewPrism(x.track, track.Jet)}
			for range 40 {
				i := r.IntN(len(c.fixes))
				in := a.Moment(c.fixes[i].At, nil, 0, 0).InAir
				if in == tri.Yes {
					air++
				}
				if in == tri.Yes && c.parked(i) || in == tri.No && c.flying(i) {
					t.Errorf("%s 1:%d: in the air at %s: %v, against row %d", c.file, n, c.fixes[i].At.RFC3339(), in, c.fixes[i].Row)
				}
			}
		}
	}
	t.Logf("%d take-offs and landings, %d moments in the air", reports, air)
	if !testing.Short() && (reports < 100 || air < 1000) {
		t.Error("too few to say much")
	}
}

// parked reports whether fix i and those about it say that the aircraft is on
// the ground, and none that it is fast.
func (c *check) parked(i int) bool {
	return c.all(i, func(f track.Fix) bool { return f.Ground == track.OnGround && !(f.Speed > 60) })
}

// flying reports whether none of fix i and those about it says that the
// aircraft is on the ground, and all that it is fast.
func (c *check) flying(i int) bool {
	return c.all(i, func(f track.Fix) bool { return f.Ground != track.OnGround && f.Speed > 180 })
}

// all reports whether fix i and three on each side hold.
func (c *check) all(i int, hold func(track.Fix) bool) bool {
	return i >= 3 && i+3 < len(c.fixes) && !slices.ContainsFunc(c.fixes[i-3:i+4], func(f track.Fix) bool { return !hold(f) })
}

// flicker is how long the flags of ground and air may contradict each other about
// one end: at Denver they do for 0.22 s. Few positions may miss the contradiction.
const flicker = span.Instant(span.Second)

// More positions never widen the span of a take-off or landing: what many prove
// of it lies within what few do, but for the flicker.
func TestMorePositionsNeverWidenEnds(t *testing.T) {
	cases := files(t, func(r row) bool { return strings.HasPrefix(r.file, "readsb") })
	r := rand.New(rand.NewPCG(7, 7))
	n := 0
	for _, c := range cases {
		fine := c.said()
		for _, k := range []int{2, 4, 8, 16} {
			for _, x := range c.thinned(k, 0, r).said() {
				if x.end.Proved.Empty() {
					continue // likely ends have no span
				}
				within := slices.IndexFunc(fine, func(y said) bool {
					return y.event == x.event && !span.Meet(x.end.Proved, y.end.Proved).Empty()
				})
				if n++; within < 0 {
					t.Errorf("%s 1:%d: a %s within %s that all positions do not prove", c.file, k, x.event, span.FormatSpan(x.end.Proved, time.UTC))
					continue
				}
				few, many := x.end.Proved, fine[within].end.Proved
				if many.Earliest() < few.Earliest()-flicker || many.Latest() > few.Latest()+flicker {
					t.Errorf("%s 1:%d: %s: few positions %s to %s, all %s to %s", c.file, k, x.event, few.Earliest().RFC3339(), few.Latest().RFC3339(), many.Earliest().RFC3339(), many.Latest().RFC3339())
				}
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d ends", n)
	}
}
