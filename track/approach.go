package track

import (
	"fmt"
	"math"

	"github.com/holdshort/holdshort/span"
)

// Thresholds of go-arounds.
const (
	cameDown    = 500.0                         // feet down to the lowest point
	wentUp      = 500.0                         // feet up again from it (frankea/adsbtrack; its other limit is 400)
	climbAway   = span.Length(3 * span.Minute)  // within this after it
	comeDown    = span.Length(10 * span.Minute) // and that within this before it; ours
	closeBy     = 3 * 1852.0                    // metres: the lowest point is so near the airfield, or in line with a runway
	noLookup    = 25_000.0                      // feet: no airfield is so high that this could be an approach to it
	groundSide  = span.Length(30 * span.Second) // a row that says ground counts so near the lowest point; ours
	groundGapAt = span.Length(5 * span.Second)  // and rows so near together would have said so; ours
)

// approaches are the go-arounds of a leg: low points near an airfield, after a
// descent and before a climb, on which no ground is proved.
func (s *survey) approaches(l *Leg, m []move) (out []Event) {
	for _, v := range valleys(m) {
		if m[v.low].level > noLookup || touchedAt(l, m[v.low].at) {
			continue
		}
		if e, ok := s.goAround(m, v); ok {
			out = append(out, e)
		}
	}
	return out
}

func touchedAt(l *Leg, t span.Instant) bool {
	for _, c := range l.Stops {
		if c.Between.Has(t) {
			return true
		}
	}
	return false
}

// valley is a low point with where it was last higher before and first higher
// after: indices of moves.
type valley struct{ from, low, to int }

// valleys are the low points of moves that are cameDown below a point before
// and wentUp below one after.
func valleys(m []move) (out []valley) {
	peak, low := 0, -1
	for k := range m {
		switch {
		case low < 0 && m[k].level >= m[peak].level:
			peak = k
		case low < 0 && m[peak].level-m[k].level >= cameDown, low >= 0 && m[k].level < m[low].level:
			low = k
		case low >= 0 && m[k].level-m[low].level >= wentUp:
			v := valley{low, low, k}
			for v.from > peak && m[v.from].level-m[low].level < cameDown {
				v.from--
			}
			out = append(out, v)
			peak, low = k, -1
		}
	}
	return out
}

// goAround is that of a valley, if it is one: quick, and low at an airfield.
func (s *survey) goAround(m []move, v valley) (Event, bool) {
	low := m[v.low]
	if span.Length(m[v.to].at-low.at) > climbAway || span.Length(low.at-m[v.from].at) > comeDown {
		return Event{}, false
	}
	f := &s.t.Fixes[low.i]
	var best *site
	runway, feet, nearest := "", 0.0, math.Inf(1)
	for _, x := range s.near(f.Pos) {
		if !s.below(low.i, x.Elevation, finalHeight) {
			continue
		}
		d, r := x.distance(f.Pos), s.vote(x, m[v.from].i, low.i, false)
		if r == "" && d > closeBy {
			continue
		}
		if r != "" {
			d /= 4 // in line with a runway outweighs an airstrip that is nearer
		}
		if d < nearest {
			best, runway, nearest = x, r, d
			feet, _, _ = s.about(low.i, x.Elevation)
		}
	}
	if best == nil {
		return Event{}, false
	}
	kind, ground := s.contact(low.i, best)
	e := s.event(kind, m[v.from].i, m[v.to].i)
	e.Field, e.Runway = best.Ident, runway
	at := fmt.Sprintf("%.1f NM from it", best.distance(f.Pos)/1852)
	if best.distance(f.Pos) < 50 {
		at = "over it"
	}
	e.Measured = fmt.Sprintf("came down to about %.0f ft above the field, %s, then climbed %.0f ft in %s; %s", feet, at, m[v.to].level-low.level,
		span.Length(m[v.to].at-low.at).Words(), ground)
	return e, true
}

// contact is whether the lowest point i may have been a touch of the ground, and
// in words why. It was none where it was not over a runway, or certainly above
// the field, or where the aircraft's other rows say ground when it is there and
// those about this point, close enough together, do not.
func (s *survey) contact(i int, x *site) (EventKind, string) {
	said, gap := false, span.Length(0)
	for _, by := range [2]int{-1, 1} {
		for k := i + by; k >= 0 && k < len(s.t.Fixes) && s.apart(k, i) <= groundSide; k += by {
			said = said || s.t.Fixes[k].Ground == OnGround
			gap = max(gap, s.apart(k, k-by))
		}
	}
	feet, within, _ := s.about(i, x.Elevation)
	switch {
	case said:
		return LowApproach, "a row says ground, too briefly to prove it"
	case !s.inBuffer(s.t.Fixes[i].Pos, float64(s.course[i])):
		return GoAround, "no row says ground, and its lowest point was not over a runway"
	case feet-within > 0:
		return GoAround, "no row says ground"
	case s.saysGround && gap <= groundGapAt:
		return GoAround, "no row says ground, though others of this track do"
	}
	return LowApproach, "whether it touched the ground is not told: no row says ground, and no height is known so well"
}
