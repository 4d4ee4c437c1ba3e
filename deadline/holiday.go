package deadline

import (
	_ "embed" // for the table
	"slices"
	"strings"
	"sync"
	"time"
)

// The table of holidays. If it is altered, deadlines roll otherwise; tests compare
// the federal part with a library and the days of each year with a published list.
//
//go:embed holidays.txt
var holidaysText string

// Holiday is one day that the table lists.
type Holiday struct {
	Name      string
	Where     string // "us", or a state or territory
	Source    string // the statute or order
	Contested bool   // both have been said of it
	Moved     bool   // kept on this day because its own is a Saturday or Sunday
}

// String is the name, and that the day is the one observed if it was moved.
func (h Holiday) String() string {
	if h.Moved {
		return h.Name + " (observed)"
	}
	return h.Name
}

// Range is a run of days, both ends included.
type Range struct{ First, Last Day }

// Has reports whether d is one of r.
func (r Range) Has(d Day) bool { return r.First <= d && d <= r.Last }

// entry is one row of the table: a pattern, and the years it holds for.
type entry struct {
	pattern
	first, last int // years
	moves       string
	holiday     Holiday
}

// calendar is the table as read.
type calendar struct {
	entries  map[string][]entry // by where
	verified map[string]Range
}

var holidays = sync.OnceValue(func() calendar {
	c := calendar{map[string][]entry{}, map[string]Range{}}
	for _, r := range rows("holidays.txt", holidaysText, 8) {
		if r[0] == "verified" {
			c.verified[r[3]] = Range{must(parseDay(r[1])), must(parseDay(r[2]))}
			continue
		}
		e := entry{pattern: must(parsePattern(r[1])), moves: r[4],
			holiday: Holiday{Name: r[6], Where: r[0], Source: r[7], Contested: r[5] == "contested"}}
		e.first, e.last = must(year(r[2], 1)), must(year(r[3], 9999))
		c.entries[r[0]] = append(c.entries[r[0]], e)
	}
	return c
})

// Verified is the run of days for which the table of a state was checked, or of
// the United States for "us"; "closings" are those of executive departments. It is
// false where there is none.
func Verified(where string) (Range, bool) {
	r, ok := holidays().verified[where]
	return r, ok
}

// HolidaysOn are the holidays of the United States and of the states given that
// are kept on d, in the order of the table.
func HolidaysOn(d Day, states ...string) []Holiday {
	return holidays().on(d, append([]string{"us"}, states...))
}

func (c calendar) on(d Day, where []string) []Holiday {
	var out []Holiday
	for _, w := range where {
		for i := range c.entries[w] {
			if h, ok := c.entries[w][i].on(d); ok {
				out = append(out, h)
			}
		}
	}
	return out
}

// on is the holiday if it is kept on d: it falls on it, or was moved to it.
func (e *entry) on(d Day) (Holiday, bool) {
	moved := false
	if e.moves != "" {
		switch d.Weekday() {
		case time.Friday:
			moved = strings.Contains(e.moves, "fri") && e.falls(d+1)
		case time.Monday:
			moved = strings.Contains(e.moves, "mon") && e.falls(d-1)
		}
	}
	if !moved && !e.falls(d) {
		return Holiday{}, false
	}
	h := e.holiday
	h.Moved = moved
	return h, true
}

// falls reports whether the day itself, moved or not, is d.
func (e *entry) falls(d Day) bool {
	y := d.time().Year()
	return y >= e.first && y <= e.last && e.pattern.on(d)
}

// States are those whose holidays the table lists, in order.
func States() []string {
	var out []string
	for w := range holidays().verified {
		if w != "us" && w != "closings" {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}
