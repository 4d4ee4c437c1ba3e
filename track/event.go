package track

import (
	"cmp"
	"slices"

	"github.com/holdshort/holdshort/span"
)

// EventKind is what an Event is: go-around, low approach, hold, turn-back or
// diversion.
type EventKind string

// The kinds of event. Each is told from how the aircraft moved, and says nothing
// of why: a calibration flight's low pass is measured like a go-around, a circle
// flown to look at something like a hold.
const (
	GoAround    EventKind = "go-around"    // came down to an airfield and climbed away without a touch
	LowApproach EventKind = "low approach" // the same over a runway, and whether it touched is not told
	Hold        EventKind = "hold"         // turned round twice or more within a small circle
	TurnBack    EventKind = "turn-back"    // reversed its course towards where it came from
	Diversion   EventKind = "diversion"    // landed elsewhere than the direction flown until a moment
)

// Event is something that happened within a leg, as a heuristic tells it. It is
// likely and never proof, and that none is told proves nothing: a gap may hide
// one.
type Event struct {
	Kind          EventKind
	Between       span.Span
	From, To      int    // indices of the first and last fix that it rests on
	Leg           int    // index of the leg that it is part of
	Field, Runway string // where it took place, or was measured from; empty if none
	Measured      string // what was measured, in words
}

// LegsAndEvents are the legs of a clean track, as Legs tells them, and the likely
// events within them, in order of time.
func (t *Track) LegsAndEvents(fields Fields) ([]Leg, []Event) {
	s := newSurvey(t, fields)
	legs := s.legs()
	return legs, s.events(legs)
}

func (s *survey) events(legs []Leg) []Event {
	var out []Event
	for i := range legs {
		l := &legs[i]
		m := s.moves(l)
		low := s.approaches(l, m)
		found := slices.Concat(low, s.holds(m, low), s.turnBacks(l, m), s.diversions(l, m))
		for k := range found {
			found[k].Leg = i
		}
		out = append(out, found...)
	}
	slices.SortStableFunc(out, func(a, b Event) int { return cmp.Compare(a.Between.Earliest(), b.Between.Earliest()) })
	return out
}

// event is an Event between two fixes.
func (s *survey) event(kind EventKind, from, to int) Event {
	a, b := &s.t.Fixes[from], &s.t.Fixes[to]
	return Event{Kind: kind, From: from, To: to, Between: span.Of(a.At-span.Instant(a.Slack), b.At+span.Instant(b.Slack))}
}

// move is a fix of a leg as events are told from it.
type move struct {
	i      int // index of the fix
	at     span.Instant
	level  float64 // feet, as Fix.level
	course float64 // degrees
	turned float64 // degrees turned since the first, right positive; see broken
	broken bool    // the turn since the move before is not known
}

// unturned is how far apart two fixes may be for the turn between them to be
// known: the shorter way round is taken.
const unturned = span.Length(60 * span.Second)

// moves are the fixes of a leg that tell where it was, its course and its
// altitude. An altitude that both its neighbours contradict is smoothed.
func (s *survey) moves(l *Leg) []move {
	out := make([]move, 0, l.tail-l.lead+1)
	for i := l.lead; i <= l.tail; i++ {
		f := &s.t.Fixes[i]
		level, ok := f.level()
		if course := float64(s.course[i]); ok && course == course && f.Mark&(Frozen|Jump|Rival|Vehicle|NotReceived|Doubtful) == 0 {
			out = append(out, move{i: i, at: f.At, level: level, course: course})
		}
	}
	for k := 1; k < len(out); k++ {
		a, b := &out[k-1], &out[k]
		b.turned = a.turned + turnTo(a.course, b.course)
		b.broken = span.Length(b.at-a.at) > unturned
		if k+1 < len(out) {
			b.level = middleOf(a.level, b.level, out[k+1].level)
		}
	}
	return out
}

func middleOf(a, b, c float64) float64 { return max(min(a, b), min(max(a, b), c)) }

// turnTo is the turn from one direction to another the shorter way, right
// positive.
func turnTo(a, b float64) float64 {
	d := b - a
	for d > 180 {
		d -= 360
	}
	for d <= -180 {
		d += 360
	}
	return d
}
