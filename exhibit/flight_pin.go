package exhibit

import (
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// pin is an end, a contact or a likely event as a place on a map: that of the
// fix on the ground, else of the fix nearest to it.
type pin struct {
	kind     string
	likely   bool
	words    string
	from, to span.Instant
	fix      *track.Fix
}

// name is the kind, marked if it is likely.
func (p pin) name() string {
	if p.likely {
		return "likely " + p.kind
	}
	return p.kind
}

func pins(a *track.Analysis) (out []pin) {
	fixes := a.Track.Fixes
	for _, l := range a.Legs {
		out = append(out, endPin(a, "wheels-up", l.Takeoff, l.LikelyTakeoff, true)...)
		for _, s := range l.Stops {
			out = append(out, pin{s.Kind, false, where(s.Field, true, s.Runway), s.Between.Earliest(), s.Between.Latest(), &fixes[s.Ground[0]]})
		}
		out = append(out, endPin(a, "touchdown", l.Landing, l.LikelyLanding, false)...)
	}
	for _, e := range a.Events {
		out = append(out, pin{string(e.Kind), true, e.Measured, e.Between.Earliest(), e.Between.Latest(), &fixes[e.From]})
	}
	return out
}

// endPin is that of an end, if anything is told of it.
func endPin(a *track.Analysis, kind string, e *track.End, l *track.LikelyEnd, takeoff bool) []pin {
	fixes := a.Track.Fixes
	if e != nil {
		return []pin{{kind, false, where(e.Field, e.FieldProved, e.Runway), e.Proved.Earliest(), e.Proved.Latest(), &fixes[e.Ground]}}
	}
	if l == nil {
		return nil
	}
	near := l.To
	if takeoff {
		near = l.From
	}
	return []pin{{kind, true, "likely " + where(l.Field, true, l.Runway) + "; " + l.Why, fixes[l.From].At, fixes[l.To].At, &fixes[near]}}
}
