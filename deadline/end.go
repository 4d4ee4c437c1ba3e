package deadline

import (
	"fmt"
	"time"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// end says when the last day of r ends: its last moment, or all of the day where
// that is not known.
func (w *work) end(r *Result) error {
	day := r.Day.span(w.loc)
	midnight := fmt.Sprintf("%s ends at midnight in %s", r.Day.Words(), w.zone)
	r.Deadline = span.At(day.Latest())
	var s Step
	switch {
	case w.Period.Clock != nil:
		s = Step{"end", "at " + w.Period.Clock.String() + ", as stated", w.own()}
		return w.endAt(r, *w.Period.Clock, s)
	case w.Kind == Paper && w.Closes != nil:
		s = Step{"end", "filing by other means ends when the clerk's office is scheduled to close, stated to be " + w.Closes.String(), w.rule.at(w.rule.paper)}
		return w.endAt(r, *w.Closes, s)
	case w.Kind == Paper:
		r.Deadline = day
		r.Known = tri.And(r.Known, tri.Lacking(tri.NotInEvidence, "when the clerk's office is scheduled to close on "+r.Day.Words()))
		s = Step{"end", "filing by other means ends when the clerk's office is scheduled to close, which is not stated", w.rule.at(w.rule.paper)}
	case w.Kind == Filing:
		s = Step{"end", "electronic filing: " + midnight, w.rule.at(w.rule.midnight(w.Court.Kind))}
	default:
		s = Step{"end", midnight + "; the rule says when a day ends for filing alone", w.rule.at("(a)(4)")}
	}
	r.Steps = append(r.Steps, s)
	return nil
}

func (w *work) endAt(r *Result, c Clock, s Step) error {
	st, err := w.atClock(r.Day, c)
	r.Deadline, r.Notes = st.Span, append(r.Notes, st.Warnings...)
	r.Steps = append(r.Steps, s)
	return err
}

// atClock is the minute of a time of day in the court's zone, with a warning where
// the clocks skip or repeat it.
func (a asked) atClock(d Day, c Clock) (span.Stated, error) {
	return span.Parse(d.String()+" "+c.String(), span.Context{Zone: a.zone})
}

// fixed is a moment or day that was set. It is not computed and does not roll.
func (a asked) fixed() (Result, error) {
	w := &work{asked: a}
	f := a.Period.Fixed
	r := Result{Fixed: true, Day: dayAt(f.Span.Latest(), a.loc), Deadline: f.Span, Known: tri.Definite(true), Notes: f.Warnings}
	notes := cite.Cite{Source: a.rule.Name, Where: "(a), committee note of 2009"}
	r.Steps = append(r.Steps, Step{"unit", "a time that was set, not a period: the rule does not govern it, and it never rolls", notes})
	switch f.Precision {
	case span.ToDay:
		if err := w.end(&r); err != nil {
			return r, err
		}
	case span.ToMinute, span.ToSecond, span.ToMillisecond:
		r.Steps = append(r.Steps, Step{"end", "at " + w.show(f.Span) + ", as stated", a.own()})
	default:
		return r, fail("state a day, or a time of day", "%q is no moment or day", a.Period.Text)
	}
	if len(a.Closed) > 0 {
		r.Notes = append(r.Notes, "that the clerk's office is inaccessible extends a period; the rule says nothing of a time that was set")
	}
	return r, nil
}

// Words writes a span on the clocks of loc for people, with the day of the week:
// "Mon 31 Mar 2025 19:25 EDT", "Mon 31 Mar 2025, end of day" for its last moment.
func Words(s span.Span, loc *time.Location) string {
	if s.Empty() {
		return "no time"
	}
	d := dayAt(s.Latest(), loc)
	if s == span.At(d.span(loc).Latest()) {
		return d.Words() + ", end of day"
	}
	return dayAt(s.Earliest(), loc).Weekday().String()[:3] + " " + span.FormatSpan(s, loc)
}
