package track

import (
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Leg is one flight from a take-off to a landing, as far as the track shows
// it.
type Leg struct {
	First, Last int  // indices of its first and last fix in the air
	Takeoff     *End // nil if the track begins in the air
	Landing     *End // nil if it ends in the air
	Stops       []Contact
	// Split says why the leg was told from the one before it, where no ground
	// was seen between: it is then likely and not proved.
	Split string
}

// End is a take-off or landing.
type End struct {
	// Proved is the span in which it certainly took place: between the last
	// fix on one side and the first on the other, each strong.
	Proved span.Span
	// Likely is where the climb or descent nearest to it meets the field, if
	// it was followed closely enough to say.
	Likely   span.Instant
	LikelyOK bool

	Ground, Air int // indices of the fixes that it rests on; Ground is -1 if none was seen
	Field       string
	FieldProved bool // an aircraft seen on the ground there, and nowhere else it could be
	Runway      string
}

// Contact is a touch of the ground within a leg, or an approach without one.
type Contact struct {
	Kind    string // touch-and-go, go-around
	Between span.Span
	Field   string
}

// Thresholds of legs.
const (
	touch   = span.Length(60 * span.Second) // a shorter time on the ground is a touch-and-go
	silence = span.Length(25 * span.Minute) // a longer gap between low ends may hide a stop

	slowSilence = span.Length(30 * span.Minute) // so may a longer one flown at less than slow
	low         = 10_000.0                      // feet above a field near by: lower ends of a gap are low
	slow        = 100 * geo.Knot                // over a gap: a quarter of a jet's usual speed
	maxRate     = 6_000.0                       // feet a minute: no climb or descent by the ground is faster
)

// Legs divides a clean track into legs. Whether the aircraft was in the air is
// told by strong grades; where there are none on one side, the end is left
// open.
func (t *Track) Legs(fields Fields) []Leg {
	s := splitter{t: t, fields: fields, grades: t.grades(fields)}
	return s.legs()
}

type splitter struct {
	t      *Track
	fields Fields
	grades []Grade
}

// legs walks through runs of air and strong ground.
func (s *splitter) legs() []Leg {
	var out []Leg
	var leg *Leg
	ground := -1 // last strong ground
	for i, g := range s.grades {
		switch {
		case g == GroundStrong:
			if leg != nil && s.t.Fixes[i].At >= s.t.Fixes[leg.Last].At {
				leg.Landing = s.end(leg.Last, i, false)
				out = append(out, *leg)
				leg = nil
			}
			ground = i
		case g == AirStrong || g == AirWeak && leg != nil:
			if leg != nil && s.hides(leg.Last, i) {
				out = append(out, *leg)
				leg = &Leg{First: i, Split: "the silence before it may hide a stop"}
			}
			if leg == nil {
				leg = &Leg{First: i}
				if ground >= 0 {
					leg.Takeoff = s.end(i, ground, true)
				}
			}
			leg.Last = i
		}
	}
	if leg != nil {
		out = append(out, *leg)
	}
	return s.joinTouches(out)
}

// hides reports whether a landing may be hidden in the silence between two
// fixes in the air: it is long, and both its ends are low, or the way between
// them was covered too slowly for a flight.
func (s *splitter) hides(i, j int) bool {
	a, b := &s.t.Fixes[i], &s.t.Fixes[j]
	d := span.Length(b.At - a.At)
	if d <= silence {
		return false
	}
	mean := geo.Speed(float64(geo.Distance(a.Pos, b.Pos)) / (float64(d) / 1000))
	return s.isLow(a) && s.isLow(b) || d > slowSilence && mean < slow
}

// isLow reports whether f is low above the highest airfield near it, or above
// the sea where there is none.
func (s *splitter) isLow(f *Fix) bool {
	if f.Alt.Datum == NoAltitude {
		return false
	}
	g := grader{fields: s.fields}
	elevation, _ := g.elevation(f.Pos)
	return float64(f.Alt.Feet)-elevation < low
}

// end is the take-off or landing between the fix in the air and the one on the
// ground.
func (s *splitter) end(air, ground int, takeoff bool) *End {
	a, g := &s.t.Fixes[air], &s.t.Fixes[ground]
	e := &End{Ground: ground, Air: air}
	first, second := g, a
	if !takeoff {
		first, second = a, g
	}
	e.Proved = span.Of(first.At-span.Instant(first.Slack), second.At+span.Instant(second.Slack))
	field, ok := s.field(g.Pos)
	if !ok {
		return e
	}
	e.Field, e.FieldProved = field.Ident, true
	e.tighten(a, field, takeoff)
	if course := float64(a.Course); course == course {
		e.Runway, _ = field.runway(a.Pos, course)
	}
	return e
}

// field is the airfield that a fix on the ground is at: the only one within
// onField, or the nearest if it is twice as near as the next.
func (s *splitter) field(p geo.Point) (*Field, bool) {
	if s.fields == nil {
		return nil, false
	}
	var best *Field
	least, next := geo.Meters(onField), geo.Meters(2*onField)
	for _, f := range s.fields(p, 2*onField) {
		switch d := f.distance(p); {
		case d < least:
			next = least
			least = d
			best = &f
		case d < next:
			next = d
		}
	}
	return best, best != nil && (next >= onField || least*2 <= next)
}

// tighten moves the end in the air towards the ground by the time that the
// height above the field takes at the greatest rate, and says where the climb
// or descent followed back at its own rate meets the field.
func (e *End) tighten(a *Fix, field *Field, takeoff bool) {
	if a.Alt.Datum == NoAltitude {
		return
	}
	height := float64(a.Alt.Feet) - field.Elevation
	if sure := height - weather; sure > 0 {
		d := span.Instant(sure / maxRate * 60_000)
		if takeoff {
			e.Proved = span.Of(e.Proved.Earliest(), max(e.Proved.Earliest(), e.Proved.Latest()-d))
		} else {
			e.Proved = span.Of(min(e.Proved.Latest(), e.Proved.Earliest()+d), e.Proved.Latest())
		}
	}
	rate := float64(a.Climb)
	if !takeoff {
		rate = -rate
	}
	if height <= 0 || height > 3000 || !(rate >= 300) || e.Proved.Latest()-e.Proved.Earliest() > span.Instant(30*span.Minute) {
		return
	}
	d := span.Instant(height / rate * 60_000)
	e.Likely, e.LikelyOK = a.At-d, true
	if !takeoff {
		e.Likely = a.At + d
	}
	if !e.Proved.Has(e.Likely) {
		e.Likely, e.LikelyOK = 0, false
	}
}

// joinTouches makes one leg of two between which the aircraft was on the
// ground for less than touch.
func (s *splitter) joinTouches(legs []Leg) []Leg {
	var out []Leg
	for _, l := range legs {
		n := len(out)
		if n == 0 || out[n-1].Landing == nil || l.Takeoff == nil {
			out = append(out, l)
			continue
		}
		p := &out[n-1]
		stood := span.Length(s.t.Fixes[l.Takeoff.Ground].At - s.t.Fixes[p.Landing.Ground].At)
		if stood > touch || span.Length(s.t.Fixes[l.First].At-s.t.Fixes[p.Last].At) > 5*touch {
			out = append(out, l)
			continue
		}
		p.Stops = append(p.Stops, Contact{"touch-and-go", span.Hull(p.Landing.Proved, l.Takeoff.Proved), p.Landing.Field})
		p.Stops = append(p.Stops, l.Stops...)
		p.Last, p.Landing = l.Last, l.Landing
	}
	return out
}
