package track

import (
	"math"

	"github.com/holdshort/holdshort/span"
)

// End is a take-off or landing that is proved.
type End struct {
	// Proved is the span in which it certainly took place: between the last
	// fix on one side and the first on the other, each strong, less the time
	// that the height above the field takes at the greatest rate.
	Proved span.Span
	// Likely is where the climb or descent nearest to it meets the field, if
	// it was followed closely enough to say. It is no proof.
	Likely   span.Instant
	LikelyOK bool

	Ground, Air int    // indices of the fixes that it rests on
	Field       string // where the aircraft was seen on the ground
	// FieldProved is whether it was at that airfield that the aircraft took off
	// or landed. After a long silence on the ground it may have flown unseen.
	FieldProved bool
	Runway      string // that it was in line with; likely, not proved
}

// Thresholds of ends.
const (
	maxRate = 6_000.0                       // feet a minute: no climb or descent by the ground is faster
	uneven  = 100.0                         // feet: how far a runway may lie above or below its airfield's elevation
	unseen  = span.Length(15 * span.Minute) // a hop to another airfield and a stop there take longer
	wide    = span.Length(30 * span.Minute) // of a wider span no likely time is said

	lowest, highest = 50.0, 3000.0                 // feet above the field from which a climb is followed back
	followed        = span.Length(2 * span.Minute) // how far from the end fixes are looked at
)

// end is the take-off or landing between the fix in the air and the one on the
// ground.
func (s *survey) end(air, ground int, takeoff bool) *End {
	a, g := &s.t.Fixes[air], &s.t.Fixes[ground]
	e := &End{Ground: ground, Air: air}
	first, second := g, a
	if !takeoff {
		first, second = a, g
	}
	e.Proved = span.Of(first.At-span.Instant(first.Slack), second.At+span.Instant(second.Slack))
	field := s.chart.ground(g.Pos)
	if field == nil {
		return e
	}
	e.Field, e.FieldProved = field.Ident, span.Length(second.At-first.At) <= unseen
	s.tighten(e, field, takeoff)
	if e.Likely, e.LikelyOK = s.meets(air, ground, field, takeoff); !e.Proved.Has(e.Likely) {
		e.Likely, e.LikelyOK = 0, false
	}
	if e.FieldProved {
		e.Runway = s.runway(field, air, ground, takeoff)
	}
	return e
}

// tighten moves the end in the air towards the ground by the time that the
// least height above the field takes at the greatest rate.
func (s *survey) tighten(e *End, field *site, takeoff bool) {
	h, ok := s.above(e.Air, field.Elevation+uneven)
	if !ok || h.least <= 0 || !e.FieldProved {
		return
	}
	d := span.Instant(h.least / maxRate * 60_000)
	from, to := e.Proved.Earliest(), e.Proved.Latest()
	if takeoff {
		e.Proved = span.Of(from, max(from, to-d))
	} else {
		e.Proved = span.Of(min(to, from+d), to)
	}
}

// meets is where the climb or descent, followed back at its own rate from the
// fix nearest to the ground that tells it, meets the field. It looks at fixes
// from the one in the air towards the one on the ground, or if ground is -1 away
// from the ground; ok is false where none is low enough, climbs enough and has
// a height that is known well.
func (s *survey) meets(air, ground int, field *site, takeoff bool) (at span.Instant, ok bool) {
	by, sign := 1, 1.0
	if !takeoff {
		by, sign = -1, -1.0
	}
	from := air
	if ground >= 0 {
		if from = ground + by; s.apart(air, ground) > wide {
			return 0, false
		}
	}
	for i := from; i >= 0 && i < len(s.t.Fixes) && s.apart(i, air) <= followed; i += by {
		f := &s.t.Fixes[i]
		rate := sign * float64(f.Climb)
		feet, within, has := s.about(i, field.Elevation)
		if s.grades[i].air() && has && within <= usualGeo && rate >= steady && feet >= lowest && feet <= highest {
			return f.At - span.Instant(sign*feet/rate*60_000), true
		}
	}
	return 0, false
}

func (s *survey) apart(i, j int) span.Length {
	d := span.Length(s.t.Fixes[i].At - s.t.Fixes[j].At)
	return max(d, -d)
}

// runway is the runway of the field that the aircraft rolled along, and was in
// line with in the air, next to an end: the one that most fixes tell, if no
// other does as well. Empty if none.
func (s *survey) runway(field *site, air, ground int, takeoff bool) string {
	lo, hi := min(air, ground), max(air, ground)
	for lo > 0 && s.apart(lo-1, air) <= followed && s.apart(lo-1, ground) <= followed {
		lo--
	}
	for hi < len(s.t.Fixes)-1 && s.apart(hi+1, air) <= followed && s.apart(hi+1, ground) <= followed {
		hi++
	}
	return s.vote(field, lo, hi, takeoff)
}

// ballot is how many fixes are in line with a runway and how far off they are,
// in metres, on the whole.
type ballot struct{ fixes, off float64 }

func (b ballot) mean() float64 { return b.off / b.fixes }

// vote is the runway that fixes lo to hi tell: along it faster than taxiing, or
// in the air in line with it, before it to land or beyond its beginning after a
// take-off.
func (s *survey) vote(field *site, lo, hi int, takeoff bool) string {
	const near, fewest = 8 * 1852, 2
	best, second := ballot{}, ballot{}
	name := ""
	for k := range field.strips {
		r := &field.strips[k]
		var b ballot
		for i := lo; i <= hi; i++ {
			f := &s.t.Fixes[i]
			along, off := r.place(f.Pos)
			on := f.Ground == OnGround && float64(s.speed[i]) > creeping && turn(float64(s.course[i]), r.course) <= rolling && r.holds(f.Pos)
			before := along < r.length && along > -near && !takeoff
			after := along > 0 && along < r.length+near && takeoff
			if on || s.grades[i].air() && (before || after) && abs(off) <= inLine && turn(float64(s.course[i]), r.course) <= aligned {
				b.fixes, b.off = b.fixes+1, b.off+abs(off)
			}
		}
		switch {
		case b.fixes < fewest:
		case b.fixes > best.fixes*1.5 || b.fixes*1.5 >= best.fixes && b.mean() < best.mean():
			best, second, name = b, best, r.ident
		case b.fixes > second.fixes:
			second = b
		}
	}
	if second.fixes*2 > best.fixes && math.Abs(second.mean()-best.mean()) < 50 {
		return ""
	}
	return name
}
