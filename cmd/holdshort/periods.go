package main

import (
	"fmt"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/deadline"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// attachPeriods counts the periods of a case that give their length and court, by
// the rules, and gives each edge that takes effect at the end of one what was
// counted: a claim for each reading of the rules and each end that the bounds of
// the period's beginning allow. Of a case as of a moment it uses what was on record
// then. It says what it could not count.
func attachPeriods(c *holdshort.Case) (*holdshort.Case, []string) {
	var notes []string
	done := map[holdshort.ID]bool{}
	var count func(*holdshort.Period)
	count = func(p *holdshort.Period) {
		if p == nil || p.Length == "" || done[p.ID] {
			return
		}
		done[p.ID] = true
		for _, e := range c.Lifecycle { // the period may run from the end of another
			if string(e.ID) == p.From && e.Event == "" {
				count(c.Period(e.Period))
			}
		}
		with, err := countPeriod(c, p)
		if err != nil {
			notes = append(notes, fmt.Sprintf("the end of the period %s is not counted: %s", p.ID, err))
			return
		}
		c = with
	}
	for i := range c.Periods {
		count(&c.Periods[i])
	}
	return c, notes
}

func countPeriod(c *holdshort.Case, p *holdshort.Period) (*holdshort.Case, error) {
	court, ok := deadline.CourtOf(p.Court)
	if !ok {
		return nil, fmt.Errorf("%q is no court in the table; its court is an id such as dcd", p.Court)
	}
	zone, err := court.ZoneOf(p.Division)
	if err != nil {
		return nil, err
	}
	length, err := deadline.ParsePeriod(p.Length, zone)
	if err != nil {
		return nil, err
	}
	from := c.Event(p.From)
	if from == nil || !from.Hull().Bounded() {
		return nil, fmt.Errorf("when %s was is not bounded on both sides", p.From)
	}
	readings, err := deadline.Compute(deadline.Query{Period: length, Court: court, Division: p.Division, Kind: deadline.Expiry,
		From: []deadline.Trigger{{Text: p.From, Span: from.Hull()}}})
	if err != nil {
		return nil, err
	}
	for _, r := range readings {
		for n, x := range r.Results {
			if x.Known.Truth != tri.Yes {
				return nil, fmt.Errorf("it ends outside the holidays that were verified")
			}
			c = c.Attach(countedSource(c, p, court, r, n), counted(c, p, x, zone))
		}
	}
	return c, nil
}

// countedSource is the source that computed ends cite: the period's own, counted
// by one reading of the rules. It had come out with the last of what it is counted
// from.
func countedSource(c *holdshort.Case, p *holdshort.Period, court deadline.Court, r deadline.Reading, n int) holdshort.Source {
	id := fmt.Sprintf("%s-by-%s", p.ID, strings.NewReplacer("/", "-", "=", "-", ",", "-", "+", "-", "|", "-or-").Replace(r.ID))
	if n > 0 {
		id += fmt.Sprintf("-%d", n+1)
	}
	src := holdshort.Source{ID: holdshort.ID(id), Kind: "reference", Publisher: "computed by holdshort deadline",
		Title: fmt.Sprintf("%s from %s, counted for %s", p.Length, p.From, court.Name)}
	var words []string
	for _, x := range r.Choices {
		words = append(words, x.Says)
	}
	for _, s := range r.Results[n].Steps {
		words = append(words, fmt.Sprintf("%s: %s [%s]", s.Name, s.Says, s.Cite))
	}
	src.Note = strings.Join(words, "; ")
	src.Published = countable(c, p)
	return src
}

// countable is when all had come out from which the end of p is counted: one
// of the sources of the period, that of each claim on its beginning, and one of
// each reason for which another claim on that was set aside. It is zero if some
// of that is undated.
func countable(c *holdshort.Case, p *holdshort.Period) holdshort.When {
	last := firstOut(c, p.Sources)
	also := func(w holdshort.When) {
		if !last.IsZero() && (w.IsZero() || w.Span.Latest() > last.Span.Latest()) {
			last = w
		}
	}
	for _, cl := range c.Event(p.From).Claims {
		if cl.Evidence() && cl.Time.Span.Bounded() {
			also(firstOut(c, []holdshort.ID{holdshort.ID(cl.Cite.Source)}))
		}
		for _, a := range c.Aside {
			if a.Claim == cl.ID && len(a.Sources) > 0 {
				also(firstOut(c, a.Sources))
			}
		}
	}
	return last
}

// firstOut is when the first of the sources had come out; zero if none is dated.
func firstOut(c *holdshort.Case, ids []holdshort.ID) (first holdshort.When) {
	for _, id := range ids {
		s := c.Source(id)
		if s == nil || s.Published.IsZero() {
			continue
		}
		if first.IsZero() || s.Published.Span.Latest() < first.Span.Latest() {
			first = s.Published
		}
	}
	return first
}

// counted is one end as a time of each edge that the period ends.
func counted(c *holdshort.Case, p *holdshort.Period, x deadline.Result, zone string) []holdshort.Observed {
	var out []holdshort.Observed
	for _, e := range c.Lifecycle {
		if e.Period == p.ID && e.Event == "" {
			out = append(out, holdshort.Observed{Event: string(e.ID), Span: x.Deadline, Kind: holdshort.Computed,
				Where: "counted in " + zone})
		}
	}
	return out
}

// disagreements are the ends of periods, written by hand, that none of the ends
// counted by the rules meets.
func disagreements(c *holdshort.Case) []string {
	var out []string
	for _, p := range c.Periods {
		var ends []span.Span
		for _, e := range c.Lifecycle {
			if e.Period != p.ID || e.Event != "" || p.Length == "" {
				continue
			}
			for _, cl := range c.Event(string(e.ID)).Claims {
				if strings.HasPrefix(cl.Cite.Where, "counted in ") {
					ends = append(ends, cl.Time.Span)
				}
			}
		}
		for _, end := range p.Ends {
			meets := len(ends) == 0
			for _, s := range ends {
				meets = meets || !span.Meet(s, end.Time.Span).Empty()
			}
			if !meets {
				out = append(out, fmt.Sprintf("the period %s ends %q as written (%s); counted by the rules it does not", p.ID, end.Time.Text, end.How))
			}
		}
	}
	return out
}
