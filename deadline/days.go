package deadline

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// path is the way from one day of the trigger to a last day.
type path struct {
	from, counted Day
	skipped       []string // days that are no business days
	rolledTo      Day
	rolled        []string // why days were passed over before it
	served        bool     // three days were added to it
	servedTo      Day
	reserved      []string // why days were passed over after they were
	closed        []string // days on which the office was inaccessible
	last          Day
	known         tri.Value
}

// fromDays counts from each day on which the event may have happened, and joins
// neighbours that end on one day.
func (w *work) fromDays(t Trigger) ([]Result, error) {
	var groups [][]path
	for d := dayAt(t.Span.Earliest(), w.loc); d <= dayAt(t.Span.Latest(), w.loc); d++ {
		p := w.path(d)
		if n := len(groups); n > 0 && groups[n-1][0].last == p.last && equal(groups[n-1][0].known, p.known) {
			groups[n-1] = append(groups[n-1], p)
			continue
		}
		groups = append(groups, []path{p})
	}
	var out []Result
	for _, g := range groups {
		r, err := w.lastDay(t, g)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func equal(a, b tri.Value) bool { return a.Truth == b.Truth && slices.Equal(a.Needs, b.Needs) }

func (w *work) path(from Day) path {
	p := path{from: from}
	p.counted = w.count(&p)
	p.rolledTo, p.rolled = w.rolled(p.counted, w.step())
	p.last = p.rolledTo
	if w.Service != "" && w.rule.extra(w.Service, from) {
		p.served = true
		p.servedTo, p.reserved = w.rolled(p.rolledTo+3, 1)
		p.last = p.servedTo
	}
	for w.inaccessible(p.last) {
		p.closed = append(p.closed, "the clerk's office is inaccessible on "+p.last.Words())
		var why []string
		p.last, why = w.rolled(p.last+1, 1)
		p.closed = append(p.closed, why...)
	}
	p.known = w.known()
	return p
}

// count is the last day before anything is rolled.
func (w *work) count(p *path) Day {
	n := Day(w.Period.Count) * w.step()
	switch w.Period.Unit {
	case Months:
		return addMonths(p.from, int(n), w.spill)
	case Years:
		return addMonths(p.from, 12*int(n), w.spill)
	case BusinessDays:
		return w.business(p)
	}
	return p.from + n*Day(w.Period.days())
}

// business counts days that are neither weekends nor holidays. What is unknown of a
// day passed over makes the answer unknown too.
func (w *work) business(p *path) Day {
	d := p.from
	for n := w.Period.Count; n > 0; {
		d += w.step()
		if why, shut := w.shut(d); shut {
			p.skipped = append(p.skipped, w.because(d, why))
			continue
		}
		n--
	}
	return d
}

// addMonths is the same day of another month. A day that the month lacks is its
// last, or the first of the next if spill.
func addMonths(d Day, months int, spill bool) Day {
	y, m, n := d.time().Date()
	end := DayOf(y, m+time.Month(months)+1, 0)
	day := DayOf(y, m+time.Month(months), 1) + Day(n-1)
	switch {
	case day <= end:
		return day
	case spill:
		return end + 1
	}
	return end
}

// inaccessible reports whether the clerk's office is on d, for filing.
func (w *work) inaccessible(d Day) bool {
	whole := d.span(w.loc)
	for _, c := range w.Closed {
		both := span.Meet(c, whole)
		if both == whole || w.part && !both.Empty() {
			return true
		}
	}
	return false
}

// lastDay is the result of days that lead to one last day.
func (w *work) lastDay(t Trigger, g []path) (Result, error) {
	p := g[0]
	first, last := p.from.span(w.loc), g[len(g)-1].from.span(w.loc)
	r := Result{Day: p.last, Trigger: span.Meet(t.Span, span.Hull(first, last)), Known: p.known}
	r.Steps = append(r.Steps, w.trigger(t, r.Trigger), w.unit(), w.counted(g), w.roll(g))
	if w.Service != "" {
		r.Steps = append(r.Steps, w.served(g))
	}
	if len(w.Closed) > 0 {
		r.Steps = append(r.Steps, w.accessible(p.closed, p.last.Words(), "(a)(3)(A)"))
	}
	return r, w.end(&r)
}

func (w *work) unit() Step {
	switch w.Period.Unit {
	case BusinessDays:
		return Step{"unit", "business days: days that are no Saturday, Sunday or legal holiday, which the rule does not count by", w.own()}
	case Days:
		return Step{"unit", "days: leave out the day of the event and count every day", w.rule.at("(a)(1)(A), (B)")}
	}
	return Step{"unit", "a unit longer than a day: leave out the day of the event and count by the calendar", w.rule.at("(a)(1)(A), (B)")}
}

// counted says where the count ends, for all days of a group.
func (w *work) counted(g []path) Step {
	way := "after"
	if w.Period.Before {
		way = "before"
	}
	what := Period{Unit: w.Period.Unit, Count: w.Period.Count}.String()
	says := fmt.Sprintf("%s %s %s: %s", what, way, run(g, func(p path) Day { return p.from }), run(g, func(p path) Day { return p.counted }))
	c := w.rule.at("(a)(1)(B), (C)")
	if w.Period.Unit == BusinessDays {
		c = w.own()
		if skipped := union(g, func(p path) []string { return p.skipped }); len(skipped) > 0 {
			says += " (" + strings.Join(skipped, ", ") + ")"
		}
	}
	return Step{"count", says, c}
}

// run is one day, or the first and last of several.
func run(g []path, of func(path) Day) string {
	a, b := of(g[0]), of(g[len(g)-1])
	if a == b {
		return a.Words()
	}
	return a.Words() + " to " + b.Words()
}

// union is what any of a group says, once each and in order.
func union(g []path, of func(path) []string) []string {
	var out []string
	for _, p := range g {
		for _, s := range of(p) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

func (w *work) roll(g []path) Step {
	whys := union(g, func(p path) []string { return p.rolled })
	to := run(g, func(p path) Day { return p.rolledTo })
	switch {
	case len(whys) == 0:
		return Step{"roll", to + " is no Saturday, Sunday or legal holiday: nothing rolls", w.rule.at("(a)(1)(C)")}
	case w.Period.Before:
		return Step{"roll", strings.Join(whys, ", ") + ": back to " + to, w.rule.at("(a)(1)(C), (5), (6)")}
	}
	return Step{"roll", strings.Join(whys, ", ") + ": on to " + to, w.rule.at("(a)(1)(C), (5), (6)")}
}

func (w *work) served(g []path) Step {
	at := w.rule.at(w.rule.Added)
	if !g[0].served {
		return Step{"service", "service by " + string(w.Service) + " adds no days", at}
	}
	says := "service by " + string(w.Service) + " adds three days to the period as it ends by the rule: " + run(g, func(p path) Day { return p.rolledTo + 3 })
	if whys := union(g, func(p path) []string { return p.reserved }); len(whys) > 0 {
		says += "; " + strings.Join(whys, ", ") + ": on to " + g[0].servedTo.Words()
	}
	return Step{"service", says, at}
}

func (w *work) accessible(closed []string, to, paragraph string) Step {
	if len(closed) == 0 {
		return Step{"inaccessible", "the clerk's office is accessible then", w.rule.at(paragraph)}
	}
	return Step{"inaccessible", strings.Join(closed, ", ") + ": on to " + to + ", the first accessible day that counts", w.rule.at(paragraph)}
}

func (w *work) statement(t Trigger) cite.Cite { return cite.Cite{Source: "as stated", Where: t.Text} }
