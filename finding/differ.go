package finding

import (
	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/span"
)

// Disagreement is a track and another source that cannot both be right on when
// an event happened.
type Disagreement struct {
	Event *holdshort.Event
	Track holdshort.TimeClaim
	Other holdshort.TimeClaim
	Apart span.Length // between the nearest moments that the two allow, above zero
}

// disagreements compares each track's claims with those of every other source
// on the same event.
func (e *Engine) disagreements() []Disagreement {
	var out []Disagreement
	for _, id := range e.Case.EventIDs() {
		ev := e.Case.Event(id)
		for _, a := range ev.Claims {
			if s := e.Case.Source(holdshort.ID(a.Cite.Source)); s == nil || s.Kind != "track" || a.Kind != "actual" {
				continue
			}
			for _, b := range ev.Claims {
				s := e.Case.Source(holdshort.ID(b.Cite.Source))
				if s == nil || s.Kind == "track" || b.Kind != "actual" {
					continue
				}
				if apart := max(a.Time.Span.Earliest()-b.Time.Span.Latest(), b.Time.Span.Earliest()-a.Time.Span.Latest()); b.Time.Span.Bounded() && apart > 0 {
					out = append(out, Disagreement{ev, a, b, span.Length(apart)})
				}
			}
		}
	}
	return out
}
