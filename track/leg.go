package track

import (
	"slices"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Leg is one flight from a take-off to a landing, as far as the track shows
// it.
type Leg struct {
	First, Last int  // indices of its first and last fix that was certainly in the air
	Takeoff     *End // nil if no ground is proved before it
	Landing     *End // nil if none is proved after it
	Stops       []Contact
	// LikelyTakeoff and LikelyLanding say where the leg probably began and
	// ended where no ground is proved; nil if nothing can be said. Neither is
	// proof.
	LikelyTakeoff, LikelyLanding *LikelyEnd
	// Split says why the leg was told from the one before it, where no ground
	// is proved between: it is then likely and not proved.
	Split string

	lead, tail int         // first and last fix that was likely in the air
	slow       [2][2]int   // first and last fix of likely ground before and after it; -1 if none
	doubt      []span.Span // between two fixes certainly in the air there are others
}

// Contact is a touch of the ground within a leg: ground is proved on it, so
// briefly and at such a speed that the aircraft did not stop.
type Contact struct {
	Kind          string // touch-and-go
	Between       span.Span
	Ground        [2]int // indices of the first and last fix on the ground
	Field, Runway string // the runway is likely, not proved
}

// Thresholds of legs.
const (
	touch   = span.Length(60 * span.Second) // longer on the ground is no touch-and-go
	stopped = creeping                      // knots: slower on the ground is none either
	around  = span.Length(5 * span.Minute)  // from the air before one to the air after it, at most

	silence     = span.Length(25 * span.Minute) // a longer gap between low ends may hide a stop (readsb globe_index.c)
	slowSilence = span.Length(30 * span.Minute) // so may a longer one flown at less than slow (OpenSky forum 231)
	vSilence    = span.Length(5 * span.Minute)  // so may one between a descent and a climb
	vApart      = span.Length(12 * span.Minute) // that are so far apart (readsb globe_index.c)
	low         = 10_000.0                      // feet above a field near by: lower ends of a gap are low
	slow        = 100 * geo.Knot                // over a gap: a quarter of a jet's usual speed
	steady      = 300.0                         // feet a minute: a descent or climb
)

// Legs divides a clean track into legs. Whether the aircraft was in the air is
// told by strong grades; where there are none on one side, the end is left
// open, and what is likely of it stands apart.
func (t *Track) Legs(fields Fields) []Leg { return newSurvey(t, fields).legs() }

// survey is what legs and events of one track are told from.
type survey struct {
	t *Track
	*chart
	*heights
	*motions
	grades     []Grade
	saysGround bool // a fix of the track is said to be on the ground
}

func newSurvey(t *Track, fields Fields) *survey {
	s := &survey{t: t, chart: newChart(fields), heights: newHeights(t), motions: newMotions(t)}
	s.saysGround = slices.ContainsFunc(t.Fixes, func(f Fix) bool { return f.Ground == OnGround })
	s.grades = grade(t, s.chart, s.heights, s.motions)
	return s
}

func (s *survey) legs() []Leg {
	w := walk{survey: s, ground: -1, lead: -1, slow: [2]int{-1, -1}, before: [2]int{-1, -1}}
	for i, g := range s.grades {
		w.step(i, g)
	}
	if w.leg != nil {
		w.leg.slow[1] = w.settledRun()
		w.out = append(w.out, *w.leg)
	}
	legs := s.joinTouches(w.out)
	for i := range legs {
		s.finish(&legs[i])
	}
	return legs
}

// walk goes through the grades of a track and makes legs.
type walk struct {
	*survey
	out    []Leg
	leg    *Leg
	ground int    // last strong ground; -1 if none, or none since the last likely ground
	lead   int    // first weak air since the last ground; -1 if none
	slow   [2]int // run of weak ground that was met last, since air
	before [2]int // the run of weak ground before the leg that comes
	split  string // why the leg that comes is told from the one before
}

func (w *walk) step(i int, g Grade) {
	switch g {
	case GroundStrong:
		if w.leg != nil {
			w.leg.Landing = w.end(w.leg.Last, i, false)
			w.close()
		}
		w.ground, w.lead, w.slow, w.before, w.split = i, -1, [2]int{-1, -1}, [2]int{-1, -1}, ""
	case GroundWeak:
		if w.slow[0] < 0 {
			w.slow[0] = i
		}
		w.slow[1] = i
	case AirStrong, AirWeak:
		w.air(i, g)
	}
}

// air goes on to a fix in the air.
func (w *walk) air(i int, g Grade) {
	run := w.settledRun()
	w.slow = [2]int{-1, -1}
	if run[0] >= 0 {
		if w.leg != nil {
			w.leg.slow[1] = run
			w.close()
			w.ground, w.split = -1, "it was slow and low at an airfield before, though no row proves ground"
		}
		w.before, w.lead = run, -1
	}
	if w.leg != nil && w.hides(w.leg.tail, i) {
		w.close()
		w.before, w.lead, w.ground = [2]int{-1, -1}, -1, -1
		w.split = "the silence before it may hide a stop"
	}
	if w.lead < 0 {
		w.lead = i
	}
	if g == AirStrong {
		w.sure(i)
	}
	if w.leg != nil {
		w.leg.tail = i
	}
}

// sure goes on to a fix certainly in the air.
func (w *walk) sure(i int) {
	if w.leg == nil {
		w.leg = &Leg{First: i, Last: i, lead: w.lead, Split: w.split, slow: [2][2]int{w.before, {-1, -1}}}
		if w.ground >= 0 {
			w.leg.Takeoff = w.end(i, w.ground, true)
			w.leg.slow[0] = [2]int{-1, -1}
		}
	} else if i > w.leg.Last+1 && w.doubtful(w.leg.Last, i) {
		w.leg.doubt = append(w.leg.doubt, span.Of(w.t.Fixes[w.leg.Last].At, w.t.Fixes[i].At))
	}
	w.leg.Last = i
}

// doubtful reports whether a fix between two others is anything but certainly
// in the air or left out.
func (w *walk) doubtful(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if w.t.Fixes[k].Mark&(Vehicle|NotReceived|Frozen|Doubtful) == 0 {
			return true
		}
	}
	return false
}

func (w *walk) close() {
	w.out = append(w.out, *w.leg)
	w.leg, w.lead = nil, -1
}

// settledRun is the run of weak ground met last, if it lasted longer than a
// flip; else -1 twice.
func (w *walk) settledRun() [2]int {
	if w.slow[0] < 0 || span.Length(w.t.Fixes[w.slow[1]].At-w.t.Fixes[w.slow[0]].At) < flip {
		return [2]int{-1, -1}
	}
	return w.slow
}

// hides reports whether a landing may be hidden in the silence between two
// fixes in the air: it is long, and both its ends are low, or the way between
// them was covered too slowly for a flight, or a descent came before it and a
// climb after.
func (s *survey) hides(i, j int) bool {
	a, b := &s.t.Fixes[i], &s.t.Fixes[j]
	d := span.Length(b.At - a.At)
	if d <= vSilence {
		return false
	}
	if !(s.isLow(i) && s.isLow(j)) {
		mean := geo.Speed(float64(geo.Distance(a.Pos, b.Pos)) / (float64(d) / 1000))
		return d > slowSilence && mean < slow
	}
	return d > silence || s.valley(i, j) > vApart
}

// valley is the time between the last fix, up to i, in a descent and the first,
// from j on, in a climb, in the quarter of an hour on either side; 0 if there is
// none or other movement lies nearer.
func (s *survey) valley(i, j int) span.Length {
	const reach = span.Instant(15 * span.Minute)
	for ; i > 0 && !(s.t.Fixes[i].Climb <= -steady); i-- {
		if s.t.Fixes[i].Climb >= steady || s.t.Fixes[j].At-s.t.Fixes[i].At > 2*reach {
			return 0
		}
	}
	from := s.t.Fixes[i].At
	for ; j < len(s.t.Fixes)-1 && !(s.t.Fixes[j].Climb >= steady); j++ {
		if s.t.Fixes[j].Climb <= -steady || s.t.Fixes[j].At-from > 2*reach {
			return 0
		}
	}
	return span.Length(s.t.Fixes[j].At - from)
}

// isLow reports whether fix i may be low above the highest airfield near it, or
// above the sea where there is none.
func (s *survey) isLow(i int) bool {
	elevation, _ := s.highest(s.t.Fixes[i].Pos)
	h, ok := s.above(i, elevation)
	return ok && h.least < low
}

// joinTouches makes one leg of two between which the aircraft touched the
// ground without stopping.
func (s *survey) joinTouches(legs []Leg) []Leg {
	var out []Leg
	for _, l := range legs {
		if n := len(out); n > 0 && s.touched(&out[n-1], &l) {
			p := &out[n-1]
			c := Contact{"touch-and-go", span.Hull(p.Landing.Proved, l.Takeoff.Proved), [2]int{p.Landing.Ground, l.Takeoff.Ground},
				p.Landing.Field, first(p.Landing.Runway, l.Takeoff.Runway)}
			p.Stops = append(append(p.Stops, c), l.Stops...)
			p.doubt = append(append(p.doubt, c.Between), l.doubt...)
			p.Last, p.tail, p.Landing, p.slow[1] = l.Last, l.tail, l.Landing, l.slow[1]
			continue
		}
		out = append(out, l)
	}
	return out
}

func (s *survey) touched(p, l *Leg) bool {
	if p.Landing == nil || l.Takeoff == nil {
		return false
	}
	from, to := p.Landing.Ground, l.Takeoff.Ground
	if span.Length(s.t.Fixes[to].At-s.t.Fixes[from].At) > touch || span.Length(s.t.Fixes[l.First].At-s.t.Fixes[p.Last].At) > around {
		return false
	}
	for k := from; k <= to; k++ {
		if s.grades[k] == GroundStrong && float64(s.speed[k]) < stopped {
			return false
		}
	}
	return true
}
