package deadline

import (
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// stretch is a part of the trigger whose ends all fall on one day.
type stretch struct {
	part     span.Span // of the trigger
	end      span.Span // before anything is rolled
	rolledTo Day
	rolled   []string // why days were passed over before it
	closed   []string // why it was moved on, the office being inaccessible
	last     span.Span
	known    tri.Value
}

// fromMoments counts hours on the absolute line. The ends may fall on several days,
// each of which rolls for itself.
func (w *work) fromMoments(t Trigger) ([]Result, error) {
	length := w.length()
	shift := length
	if w.Period.Before {
		shift = -length
	}
	lo, hi := t.Span.Earliest().Add(shift), t.Span.Latest().Add(shift)
	var out []Result
	var before *stretch
	for d := dayAt(lo, w.loc); d <= dayAt(hi, w.loc); d++ {
		end := span.Meet(span.Of(lo, hi), d.span(w.loc))
		s := stretch{end: end, last: end, part: span.Of(end.Earliest().Add(-shift), end.Latest().Add(-shift))}
		if err := w.moveOn(d, &s); err != nil {
			return nil, err
		}
		if before != nil && plain(*before) && plain(s) && equal(before.known, s.known) {
			s.part, s.end, s.last = span.Hull(before.part, s.part), span.Hull(before.end, s.end), span.Hull(before.last, s.last)
			out = out[:len(out)-1]
		}
		before = &s
		out = append(out, w.moment(t, s, length))
	}
	return out, nil
}

// plain reports whether nothing moved the end of s.
func plain(s stretch) bool { return len(s.rolled) == 0 && len(s.closed) == 0 }

// length is the period in hours on the clock that never jumps.
func (w *work) length() span.Length {
	if w.Period.Unit == Hours {
		return span.Length(w.Period.Count) * span.Hour
	}
	return span.Length(w.Period.Count*w.Period.days()) * span.Day
}

// moveOn rolls an end that falls on day d, and moves it on where the office is
// inaccessible in its last hour.
func (w *work) moveOn(d Day, s *stretch) error {
	if w.method == exact {
		s.known = tri.Definite(true)
		return nil
	}
	var err error
	s.rolledTo, s.rolled = w.rolled(d, w.step())
	to := s.rolledTo
	if s.last, err = w.sameTime(s.end, to-d); err != nil {
		return err
	}
	for w.lastHourClosed(s.last) {
		s.closed = append(s.closed, "the clerk's office is inaccessible in the hour before "+w.show(s.last))
		next, why := w.rolled(to+1, 1)
		for w.inaccessible(next) {
			why = append(why, "the clerk's office is inaccessible on "+next.Words())
			var more []string
			next, more = w.rolled(next+1, 1)
			why = append(why, more...)
		}
		s.closed = append(s.closed, why...)
		if s.last, err = w.sameTime(s.last, next-to); err != nil {
			return err
		}
		to = next
	}
	s.known = w.known()
	return nil
}

// sameTime is the same time of day some days later or earlier. Where the clocks skip
// or repeat it that day it is the hull of both readings.
func (w *work) sameTime(s span.Span, days Day) (span.Span, error) {
	if days == 0 {
		return s, nil
	}
	return span.AddCivil(s, 0, 0, int(days), w.zone)
}

// lastHourClosed reports whether the office is inaccessible in the last hour before
// any moment of s.
func (w *work) lastHourClosed(s span.Span) bool {
	hour := span.Of(s.Earliest().Add(-span.Hour), s.Latest())
	for _, c := range w.Closed {
		both := span.Meet(c, hour)
		if both == hour || w.part && !both.Empty() {
			return true
		}
	}
	return false
}

func (w *work) moment(t Trigger, s stretch, length span.Length) Result {
	r := Result{Trigger: s.part, Day: dayAt(s.last.Earliest(), w.loc), Deadline: s.last, Known: s.known}
	hours := fmt.Sprintf("%d hours", length/span.Hour)
	way := "after"
	if w.Period.Before {
		way = "before"
	}
	r.Steps = []Step{w.trigger(t, s.part),
		{"unit", "hours: begin at once and count every hour", w.rule.at("(a)(2)(A), (B)")},
		{"count", hours + " " + way + " the event: " + w.show(s.end), w.rule.at("(a)(2)(B)")}}
	if w.Period.Unit != Hours {
		r.Steps[1] = Step{"unit", w.Period.String() + " taken for " + hours, w.own()}
	}
	switch {
	case w.method == exact:
		r.Steps = append(r.Steps, Step{"roll", "nothing rolls under this reading", w.own()})
	case len(s.rolled) == 0:
		r.Steps = append(r.Steps, Step{"roll", "the end is on no Saturday, Sunday or legal holiday: nothing rolls", w.rule.at("(a)(2)(C)")})
	default:
		r.Steps = append(r.Steps, Step{"roll", strings.Join(s.rolled, ", ") + ": to the same time on " + s.rolledTo.Words(), w.rule.at("(a)(2)(C), (5), (6)")})
	}
	if len(w.Closed) > 0 {
		r.Steps = append(r.Steps, w.accessible(s.closed, w.show(s.last), "(a)(3)(B)"))
	}
	r.Steps = append(r.Steps, Step{"end", "at " + w.show(s.last), w.rule.at("(a)(2)")})
	return r
}

// sameHour ends a period at the same time of day on its last day, and rolls nothing.
func (w *work) sameHour(t Trigger) ([]Result, error) {
	p := w.Period
	years, months, days := 0, 0, 0
	switch p.Unit {
	case Years:
		years = p.Count
	case Months:
		months = p.Count
	default:
		days = p.Count * p.days()
	}
	end, err := span.AddCivil(t.Span, years, months, days, w.zone)
	if err != nil {
		return nil, err
	}
	r := Result{Trigger: t.Span, Day: dayAt(end.Earliest(), w.loc), Deadline: end, Known: tri.Definite(true)}
	tro := cite.Cite{Source: "Fed. R. Civ. P. 65", Where: "(b)(2)"}
	r.Steps = []Step{w.trigger(t, t.Span),
		{"unit", p.String() + " by the calendar, to the same time of day", tro},
		{"count", p.String() + " after the event: " + w.show(end), w.own()},
		{"roll", "nothing rolls under this reading", w.own()},
		{"end", "at " + w.show(end), tro}}
	return []Result{r}, nil
}
