package exhibit

import (
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// legs writes what is proved of each leg, and what is likely, marked so.
func (p *page) legs(a *track.Analysis) {
	for i, l := range a.Legs {
		p.line("  leg %d", i+1)
		if l.Split != "" {
			p.para("    ", "      ", "likely a leg of its own, not proved: "+l.Split)
		}
		p.legEnd("wheels-up", l.Takeoff, l.LikelyTakeoff, a.Track.Fixes[l.First].At)
		for _, s := range l.Stops {
			p.line("    %s %s %s", s.Kind, p.span(s.Between), where(s.Field, true, s.Runway))
		}
		for _, e := range a.Events {
			if e.Leg == i {
				p.event(e)
			}
		}
		p.legEnd("touchdown", l.Landing, l.LikelyLanding, a.Track.Fixes[l.Last].At)
	}
}

func (p *page) event(e track.Event) {
	at := ""
	if e.Field != "" && (e.Kind == track.GoAround || e.Kind == track.LowApproach || e.Kind == track.Diversion) {
		at = " " + where(e.Field, true, e.Runway)
	}
	p.para("    ", "      ", "likely "+string(e.Kind)+" "+p.span(e.Between)+at+"; "+e.Measured)
}

// legEnd writes a take-off or landing, or that none is proved and what is
// likely.
func (p *page) legEnd(what string, e *track.End, likely *track.LikelyEnd, air span.Instant) {
	if e == nil {
		p.line("    %s not seen; in the air at %s", what, span.FormatInstant(air, p.loc, true))
		if likely != nil {
			text := "likely " + where(likely.Field, true, likely.Runway)
			if likely.AtOK {
				text += " about " + p.second(likely.At)
			}
			p.para("      ", "        ", text+"; not proof: "+likely.Why)
		}
		return
	}
	p.line("    %s %s %s", what, p.span(e.Proved), where(e.Field, e.FieldProved, e.Runway))
	if e.LikelyOK {
		p.line("      likely about %s, by the climb or descent followed back; not proof", p.second(e.Likely))
	}
}

func (p *page) second(t span.Instant) string { return span.FormatInstant(t-t%1000, p.loc, true) }

// where is at which airfield something was, and in line with which runway.
func where(field string, proved bool, runway string) string {
	text := "at " + field
	switch {
	case field == "":
		return "at an airfield that the track does not tell"
	case !proved:
		text = "likely at " + field + ", where it was on the ground before or after a long silence"
	}
	if runway != "" {
		text += ", likely runway " + runway
	}
	return text
}
