package main

import (
	"slices"
	"time"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// said is a take-off or landing that the program reports.
type said struct {
	event event
	end   *track.End
	about span.Span // where a likely one is looked for; empty if it is proved
}

// How far a likely end is looked for from its likely moment, and where it has
// none from the fixes that tell it.
const (
	nearMoment = span.Instant(2 * span.Minute)
	nearFixes  = span.Instant(10 * span.Minute)
)

// within is the span that the program proves, or what lies about a likely end.
func (x said) within() span.Span {
	if x.end.Proved.Empty() {
		return x.about
	}
	return x.end.Proved
}

// said lists what the program reports, in order of time: ends that are proved,
// and where none is those that are likely.
func (c *check) said() []said {
	var out []said
	add := func(e event, sure *track.End, likely *track.LikelyEnd) {
		switch {
		case sure != nil:
			out = append(out, said{event: e, end: sure})
		case likely != nil:
			about := span.Of(c.track.Fixes[likely.From].At-nearFixes, c.track.Fixes[likely.To].At+nearFixes)
			if likely.AtOK {
				about = span.Of(likely.At-nearMoment, likely.At+nearMoment)
			}
			out = append(out, said{e, &track.End{Likely: likely.At, LikelyOK: likely.AtOK, Ground: -1, Field: likely.Field}, about})
		}
	}
	for i := range c.legs {
		add(takeoff, c.legs[i].Takeoff, c.legs[i].LikelyTakeoff)
		add(landing, c.legs[i].Landing, c.legs[i].LikelyLanding)
	}
	return out
}

// pairs sets each report beside its row: the first of the same event whose
// truth meets what is reported, each row once. A report beside no row has -1.
func (c *check) pairs(reports []said) []int {
	out := make([]int, len(reports))
	used := make([]bool, len(c.rows))
	for i, x := range reports {
		out[i] = -1
		for j := range c.rows {
			if !used[j] && c.rows[j].meets(x.event, x.within()) {
				out[i], used[j] = j, true
				break
			}
		}
	}
	return out
}

// meets reports whether the row has such an event within the span.
func (r *row) meets(e event, within span.Span) bool {
	return r.event == e && !span.Meet(r.within, within).Empty()
}

// excused reports whether a report beside no row is not judged: it lies where a
// person cannot tell, or is half of a touch-and-go, which a table may count
// either way.
func (c *check) excused(x said) bool {
	return slices.ContainsFunc(c.rows, func(r row) bool {
		return r.meets(untold, x.within()) || r.meets(touchGo, x.within())
	})
}

// counts are right and wrong reports of one kind of record.
type counts struct {
	rows, found           int // rows of the table, and those that a report is beside
	reports, right, aside int // reports, those beside a row, those not judged
}

// naming is what was said of airfields at ends that were found and whose
// airfield a person can tell.
type naming struct {
	right, wrong, silent int
	untold               int // named where a person cannot tell
}

// score adds up what was measured.
type score struct {
	group  map[string]*[2]counts // by folder, take-offs and landings
	ground map[bool]*[2]counts   // by whether ground was seen: rows by the table, reports by the program
	sure   naming                // airfields said to be proved
	likely naming                // airfields named and not said to be proved
	all    int                   // ends whose airfield can be told, found or not
	errors []float64             // seconds from the middle of a narrow truth to the likely time
	spared []float64             // half the width of those truths
	widths []float64             // seconds, of spans proved
	passes counts                // touch-and-goes, go-arounds and passes
	wrong  []string              // what a reader should look at
	sound  []string              // what a proof got wrong: none
}

func which(e event) int {
	if e == landing {
		return 1
	}
	return 0
}

// add measures one aircraft.
func (s *score) add(c *check) {
	if s.group == nil {
		s.group, s.ground = map[string]*[2]counts{}, map[bool]*[2]counts{false: {}, true: {}}
	}
	if s.group[c.group()] == nil {
		s.group[c.group()] = &[2]counts{}
	}
	reports := c.said()
	beside := c.pairs(reports)
	for i, r := range c.rows {
		if r.event == takeoff || r.event == landing {
			s.row(c, r, slices.Contains(beside, i))
		}
	}
	for i, x := range reports {
		s.report(c, x, beside[i])
	}
	s.contacts(c)
}

func (s *score) row(c *check, r row, found bool) {
	for _, n := range []*counts{&s.group[c.group()][which(r.event)], &s.ground[r.ground][which(r.event)]} {
		n.rows++
		if found {
			n.found++
		}
	}
	if r.field != "" {
		s.all++
	}
}

// report counts one report, beside a row of the table or beside none.
func (s *score) report(c *check, x said, beside int) {
	aside := beside < 0 && c.excused(x)
	for _, n := range []*counts{&s.group[c.group()][which(x.event)], &s.ground[x.end.Ground >= 0][which(x.event)]} {
		n.reports++
		switch {
		case beside >= 0:
			n.right++
		case aside:
			n.aside++
		}
	}
	if w := x.end.Proved; w.Bounded() {
		s.widths = append(s.widths, seconds(w.Latest()-w.Earliest()))
	}
	switch {
	case beside >= 0:
		s.name(c, x, &c.rows[beside])
		s.time(x, &c.rows[beside])
	case !aside:
		text := c.tell(x) + ": no such event in the table"
		s.wrong = append(s.wrong, text)
		if !x.end.Proved.Empty() {
			s.sound = append(s.sound, text)
		}
	}
}

// name judges the airfield of a report.
func (s *score) name(c *check, x said, r *row) {
	n := &s.likely
	if x.end.FieldProved {
		n = &s.sure
	}
	switch {
	case r.field == "" && x.end.Field == "":
	case r.field == "":
		n.untold++
	case x.end.Field == "":
		s.likely.silent++
	case sameField(x.end.Field, r.field):
		n.right++
	default:
		n.wrong++
		text := c.tell(x) + ": the table has " + r.field
		s.wrong = append(s.wrong, text)
		if x.end.FieldProved {
			s.sound = append(s.sound, text)
		}
	}
}

// time judges the likely time of a report against a narrow truth.
func (s *score) time(x said, r *row) {
	if !x.end.LikelyOK || !r.isNarrow() {
		return
	}
	half := (r.within.Latest() - r.within.Earliest()) / 2
	s.errors = append(s.errors, abs(seconds(x.end.Likely-r.within.Earliest()-half)))
	s.spared = append(s.spared, seconds(half))
}

// contacts counts touch-and-goes, go-arounds and passes: rows that a report
// meets, and reports that meet a row.
func (s *score) contacts(c *check) {
	low := func(r row) bool { return r.event == touchGo || r.event == lowPass || r.event == pass }
	meets := func(x span.Span, r row) bool { return !span.Meet(x, r.within).Empty() }
	for _, r := range c.rows {
		if low(r) {
			s.passes.rows++
			if slices.ContainsFunc(c.low, func(x span.Span) bool { return meets(x, r) }) {
				s.passes.found++
			}
		}
	}
	for _, x := range c.low {
		s.passes.reports++
		switch {
		case slices.ContainsFunc(c.rows, func(r row) bool { return low(r) && meets(x, r) }):
			s.passes.right++
		case slices.ContainsFunc(c.rows, func(r row) bool { return r.event == untold && meets(x, r) }):
			s.passes.aside++
		}
	}
}

// tell is a report in words.
func (c *check) tell(x said) string {
	field := x.end.Field
	if field == "" {
		field = "no airfield"
	}
	return c.file + " " + c.rows[0].addr.String() + ": " + string(x.event) + " at " + field + " within " + span.FormatSpan(x.within(), time.UTC)
}

func seconds(d span.Instant) float64 { return float64(d) / 1000 }

func abs(x float64) float64 { return max(x, -x) }
