package deadline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// work is one working out of a trigger under one way to take every point.
type work struct {
	asked
	options
	contestedDays []string // met on the way
	needs         []string // what lies outside the verified calendar, for one result
}

// results are the deadlines that a trigger allows.
func (w *work) results(t Trigger) ([]Result, error) {
	var out []Result
	var err error
	switch {
	case w.method == civil:
		out, err = w.sameHour(t)
	case w.Period.Unit == Hours, w.method != byRule:
		out, err = w.fromMoments(t)
	default:
		out, err = w.fromDays(t)
	}
	for i := range out {
		w.remark(t, &out[i])
	}
	return out, err
}

// forward reports whether a period is measured after its event.
func (w *work) forward() bool { return !w.Period.Before }

func (w *work) step() Day {
	if w.Period.Before {
		return -1
	}
	return 1
}

// shut says why d does not count as a last day, and what of that lies outside the
// verified calendar is noted among the needs.
func (w *work) shut(d Day) (string, bool) {
	if d.weekend() {
		return "a " + d.Weekday().String(), true
	}
	if r, _ := Verified("us"); !r.Has(d) {
		w.need("whether " + d.Words() + " is a legal holiday of the United States")
	}
	if why, shut := w.holiday(d); shut {
		return why, true
	}
	if !w.forward() || w.federal {
		return "", false
	}
	for _, s := range w.states {
		if r, ok := Verified(s); !ok || !r.Has(d) {
			w.need("whether " + d.Words() + " is a legal holiday of " + strings.ToUpper(s))
		}
	}
	if w.unknown != "" {
		w.need(w.unknown)
	}
	return "", false
}

func (w *work) need(what string) {
	if !slices.Contains(w.needs, what) {
		w.needs = append(w.needs, what)
	}
}

// holiday is the holiday that d is, under the options.
func (w *work) holiday(d Day) (string, bool) {
	for _, h := range HolidaysOn(d, w.states...) {
		if h.Where != "us" && !federalSource(h) && (!w.forward() || w.federal) {
			continue // paragraph (a)(6)(C) is for periods after an event
		}
		if h.Contested {
			name := d.Words() + ", " + h.String() + " (" + h.Source + ")"
			if !slices.Contains(w.contestedDays, name) {
				w.contestedDays = append(w.contestedDays, name)
			}
			if !w.contested {
				continue
			}
		}
		return h.String(), true
	}
	return "", false
}

// federalSource reports whether a day is of federal law though it is kept in some
// states alone, as Inauguration Day is.
func federalSource(h Holiday) bool { return strings.Contains(h.Source, "U.S.C.") }

// rolled is the first day from d on that counts, in the direction of the period or
// forward, and why each before it does not.
func (w *work) rolled(d, step Day) (Day, []string) {
	var whys []string
	for {
		why, shut := w.shut(d)
		if !shut {
			return d, whys
		}
		whys = append(whys, w.because(d, why))
		d += step
	}
}

// because says why d is passed over, without naming its weekday twice.
func (w *work) because(d Day, why string) string {
	if d.weekend() {
		return d.time().Format("2 Jan 2006") + " is " + why
	}
	return d.Words() + " is " + why
}

// known is what the needs of one result come to, and forgets them.
func (w *work) known() tri.Value {
	needs := w.needs
	w.needs = nil
	if len(needs) == 0 {
		return tri.Definite(true)
	}
	return tri.Lacking(tri.OutsideVerifiedCalendar, needs...)
}

// remark adds what holds of every result: the age of the method, and from what a
// TRO runs.
func (w *work) remark(t Trigger, r *Result) {
	if dayAt(t.Span.Latest(), w.loc) < since2009 {
		need := "the rule as it stood before 1 December 2009, which left weekends and holidays out of periods under 11 days"
		r.Known = tri.And(r.Known, tri.Lacking(tri.OutsideVerifiedCalendar, need))
	}
	if c, _ := Verified("closings"); !c.Has(r.Day) {
		r.Notes = append(r.Notes, "days on which the President closed the executive departments were looked for from "+c.First.String()+" to "+c.Last.String()+" alone")
	}
	if w.Kind == Expiry && t.Label == "" {
		r.Notes = append(r.Notes, "Fed. R. Civ. P. 65(b)(2) counts a TRO from its entry; whether the trigger is entry, filing or the spoken order changes the answer")
	}
}

// show writes a span on the court's clocks, with the day of the week.
func (w *work) show(s span.Span) string { return Words(s, w.loc) }

// trigger is the first step.
func (w *work) trigger(t Trigger, part span.Span) Step {
	says := fmt.Sprintf("the event is at %s", w.show(part))
	if part != t.Span {
		says = fmt.Sprintf("if the event is at %s", w.show(part))
	}
	if t.Label != "" {
		says = t.Label + ": " + says
	}
	return Step{"trigger", says, w.statement(t)}
}
