package track

import (
	"fmt"
	"math"

	"github.com/holdshort/holdshort/span"
)

// LikelyEnd is where and when a leg probably began or ended though no ground is
// proved. It never yields a Yes or No.
type LikelyEnd struct {
	Field, Runway string
	At            span.Instant // where the climb or descent meets the field, if it can be followed
	AtOK          bool
	From, To      int    // indices of the first and last fix that it rests on
	Why           string // what was measured
}

// Thresholds of likely ends.
const (
	namedWithin = 5000.0                        // feet above the field: higher ends name none (OPDI's operating point, benchmarks/adep_ades.py)
	window      = span.Length(2 * span.Minute)  // in which the end must climb or descend
	landWithin  = 3000.0                        // feet above the field of an end that descends; ours, since OPDI finds arrivals told worse
	asideBy     = 4 * 1852.0                    // metres from a field that has no runway in line, at most
	asideHigh   = 2000.0                        // and feet above it; both ours
	upFrom      = 2500.0                        // feet above a field just left, over its runways
	upSlope     = 1000.0                        // and feet more for each nautical mile away; ours: steeper than jets climb
	downFrom    = 1000.0                        // feet above a field to be landed at
	downSlope   = 500.0                         // and feet more for each nautical mile; ours: a glide path of 3° has 318
	leastChange = 300.0                         // feet: by so much at least
	against     = 250.0                         // feet: and never by so much the other way, on the way
	finalHeight = 1500.0                        // feet above the field: lower and in line is an approach (traffic takeoff.py)
	finalTime   = span.Length(60 * span.Second) // for so long (traffic landing.py)
	quiet       = span.Length(10 * span.Minute) // and not received for so long after it
	jetSpeed    = 250.0                         // knots: an aircraft that flew so fast
	jetRunway   = 1500.0                        // metres: is not thought to use shorter runways; ours
)

// finish says what is likely of the ends of a leg that are not proved.
func (s *survey) finish(l *Leg) {
	if l.Takeoff == nil {
		l.LikelyTakeoff = s.likely(l, true)
	}
	if l.Landing == nil {
		l.LikelyLanding = s.likely(l, false)
	}
}

// likely is what is likely of one end of the leg: by ground that no row proves,
// by an approach and silence, or by where the track begins or ends, low.
func (s *survey) likely(l *Leg, takeoff bool) *LikelyEnd {
	run, tip := l.slow[0], l.lead
	if !takeoff {
		run, tip = l.slow[1], l.tail
	}
	if run[0] >= 0 {
		if e := s.settledEnd(run, tip, takeoff); e != nil {
			return e
		}
	}
	tip = s.plausible(tip, takeoff)
	lo, hi := s.stretch(tip, takeoff)
	shortest := 0.0
	for i := l.lead; i <= l.tail; i++ {
		if float64(s.speed[i]) >= jetSpeed {
			shortest = jetRunway
			break
		}
	}
	if !takeoff {
		if e := s.approached(tip, shortest); e != nil {
			return e
		}
	}
	return s.lowEnd(lo, hi, tip, takeoff, shortest)
}

// plausible is the tip, moved inwards past fixes that are further below the
// nearest airfield than their heights are usually off: some files write 0 where
// they have no altitude.
func (s *survey) plausible(tip int, takeoff bool) int {
	by := -1
	if takeoff {
		by = 1
	}
	for i := tip; i >= 0 && i < len(s.t.Fixes) && s.apart(i, tip) <= window; i += by {
		field := s.chart.ground(s.t.Fixes[i].Pos)
		if field == nil {
			return i
		}
		if feet, within, ok := s.about(i, field.Elevation); !ok || feet >= -within {
			return i
		}
	}
	return tip
}

// settledEnd is an end by a run of weak ground.
func (s *survey) settledEnd(run [2]int, tip int, takeoff bool) *LikelyEnd {
	near := run[1]
	if !takeoff {
		near = run[0]
	}
	field := s.chart.ground(s.t.Fixes[near].Pos)
	if field == nil {
		return nil
	}
	d := span.Length(s.t.Fixes[run[1]].At - s.t.Fixes[run[0]].At)
	e := &LikelyEnd{Field: field.Ident, From: min(near, tip), To: max(near, tip), Runway: s.runway(field, tip, near, takeoff),
		Why: fmt.Sprintf("low and slower than %.0f kt for %s at the airfield", creeping, d.Words())}
	e.At, e.AtOK = s.meets(tip, near, field, takeoff)
	return e
}

// stretch is the fixes of the window next to the tip of a leg, without ground.
func (s *survey) stretch(tip int, takeoff bool) (lo, hi int) {
	ground := func(i int) bool { return s.grades[i] == GroundWeak || s.grades[i] == GroundStrong }
	lo, hi = tip, tip
	if takeoff {
		for hi+1 < len(s.t.Fixes) && !ground(hi+1) && s.apart(hi+1, tip) <= window {
			hi++
		}
		return lo, hi
	}
	for lo > 0 && !ground(lo-1) && s.apart(lo-1, tip) <= window {
		lo--
	}
	return lo, hi
}

// lowEnd is an end by where the track begins or ends: within charted of a
// field, not too high above it, climbing or descending throughout. Of several
// fields the one with a runway in line is taken, else the nearest if it is
// twice as near as the next.
func (s *survey) lowEnd(lo, hi, tip int, takeoff bool, shortest float64) *LikelyEnd {
	sign := -1.0
	if takeoff {
		sign = 1
	}
	change, ok := s.change(lo, hi)
	if !(ok && change*sign >= leastChange) && !s.steadily(lo, hi, sign) {
		return nil
	}
	far := lo + hi - tip
	var cands []candidate
	for _, x := range s.near(s.t.Fixes[tip].Pos) {
		d := x.distance(s.t.Fixes[tip].Pos)
		feet, _, has := s.about(tip, x.Elevation)
		if d > charted || !has || feet > namedWithin || feet > s.steepest(d, takeoff) || x.longest() < shortest || d >= x.distance(s.t.Fixes[far].Pos) && d > onField {
			continue
		}
		c := candidate{x, d, s.vote(x, lo, hi, takeoff), feet}
		if c.runway == "" && (d > asideBy || feet > asideHigh) || !takeoff && feet > landWithin {
			continue
		}
		cands = append(cands, c)
	}
	best := chosen(cands)
	if best == nil {
		return nil
	}
	word, what := "descended", "ends"
	if takeoff {
		word, what = "climbed", "begins"
	}
	at := fmt.Sprintf("%.1f NM from the airfield", best.away/1852)
	if best.away < 50 {
		at = "over the airfield"
	}
	e := &LikelyEnd{Field: best.Ident, Runway: best.runway, From: lo, To: hi,
		Why: fmt.Sprintf("it %s %s, about %.0f ft above it, having %s %.0f ft in %s", what, at, best.feet, word, abs(change), s.apart(lo, hi).Words())}
	e.At, e.AtOK = s.meets(tip, -1, best.site, takeoff)
	return e
}

// change is by how many feet fixes lo to hi rise; ok is false if they also move
// the other way, or are fewer than three. Altitudes are the middle ones of three
// each, so that a false one among them does no harm.
func (s *survey) change(lo, hi int) (feet float64, ok bool) {
	var levels []float64
	for i := lo; i <= hi; i++ {
		if a, has := s.t.Fixes[i].level(); has {
			levels = append(levels, a)
		}
	}
	if len(levels) < 3 {
		return 0, false
	}
	up, down := 0.0, 0.0 // greatest rise from a low, fall from a high
	top, bottom := math.Inf(-1), math.Inf(1)
	var first, last float64
	for k := 1; k < len(levels)-1; k++ {
		last = middleOf(levels[k-1], levels[k], levels[k+1])
		if k == 1 {
			first = last
		}
		top, bottom = math.Max(top, last), math.Min(bottom, last)
		up, down = math.Max(up, last-bottom), math.Max(down, top-last)
	}
	feet = last - first
	return feet, feet > 0 && down <= against || feet < 0 && up <= against
}

// steepest is how high an end may be above a field d metres away.
func (s *survey) steepest(d float64, takeoff bool) float64 {
	if takeoff {
		return upFrom + upSlope*d/1852
	}
	return downFrom + downSlope*d/1852
}

// steadily reports whether fixes lo to hi, three or more, all say that they climb
// or descend.
func (s *survey) steadily(lo, hi int, sign float64) bool {
	for i := lo; i <= hi; i++ {
		if !(float64(s.t.Fixes[i].Climb)*sign >= steady) {
			return false
		}
	}
	return hi-lo >= 2
}

// level is the altitude that changes of height are told from, in feet: the same
// kind throughout, wherever a fix has it.
func (f *Fix) level() (float64, bool) {
	if f.Alt.Datum != NoAltitude {
		return float64(f.Alt.Feet), true
	}
	return 0, false
}

// candidate is an airfield that an end may be at.
type candidate struct {
	*site
	away   float64 // metres
	runway string  // in line; empty if none
	feet   float64 // above it
}

// chosen is the candidate to name; nil to name none.
func chosen(cs []candidate) *candidate {
	if lined := inLineOnly(cs); len(lined) > 0 {
		cs = lined
	}
	if len(cs) == 0 {
		return nil
	}
	best, next := 0, math.Inf(1)
	for i := 1; i < len(cs); i++ {
		if cs[i].away < cs[best].away {
			next, best = cs[best].away, i
		} else {
			next = math.Min(next, cs[i].away)
		}
	}
	if cs[best].away*2 > next {
		return nil
	}
	return &cs[best]
}

func inLineOnly(cs []candidate) (out []candidate) {
	for _, c := range cs {
		if c.runway != "" {
			out = append(out, c)
		}
	}
	return out
}

// longest is the length of the field's longest runway in metres.
func (s *site) longest() (most float64) {
	for i := range s.strips {
		most = math.Max(most, s.strips[i].length)
	}
	return most
}
