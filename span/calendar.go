package span

import (
	"fmt"
	"strings"
	"time"
)

// Civil is a period by the calendar: it ends at the same time of day on the
// day so many years, months and days later, however long that takes.
type Civil struct{ Years, Months, Days int }

// maxCivil bounds each part of a period that is read.
const maxCivil = 99999

const civilHint = "write it as 1 year, 6 months, 14 days or P1Y"

// ParseCivil reads "1 year", "6 months", "14 days", "2 weeks", "1 year 6
// months", or ISO 8601 dates such as "P1Y6M" and "P2W": each unit once,
// greatest first, weeks as seven days. An error is a *ParseError.
func ParseCivil(text string) (Civil, error) {
	if len(text) > maxText {
		return Civil{}, &ParseError{text, maxText, "the text is longer than 200 bytes", ""}
	}
	var c Civil
	at, last := 0, -1
	iso := strings.HasPrefix(text, "P")
	if iso {
		at++
	}
	for at < len(text) {
		n, decimals, end, err := readNumber(text, at)
		if err != nil || decimals >= 0 || n > maxCivil {
			return Civil{}, &ParseError{text, at, "a whole number of at most five digits is expected", civilHint}
		}
		unit, stop := civilUnit(text, end, iso)
		if unit <= last {
			return Civil{}, &ParseError{text, end, "a unit of the calendar is expected, greatest first", civilHint}
		}
		last = unit
		c.add(unit, int(n))
		if at = stop; !iso {
			at = skipSpace(text, stop)
		}
		if at == len(text) && at != stop {
			return Civil{}, &ParseError{text, stop, "space at the end", ""}
		}
	}
	if last < 0 {
		return Civil{}, &ParseError{text, at, "a number is missing", civilHint}
	}
	return c, nil
}

// civilUnit is the unit at a byte of text, 0 years to 3 days or -1, and the
// byte after it.
func civilUnit(text string, at int, iso bool) (unit, stop int) {
	if iso {
		if at == len(text) {
			return -1, at
		}
		return strings.IndexByte("YMWD", text[at]), at + 1
	}
	at = skipSpace(text, at)
	for stop = at; stop < len(text) && isLetter(text[stop]); stop++ {
	}
	for i, name := range []string{"year", "month", "week", "day"} {
		if w := text[at:stop]; w == name || w == name+"s" {
			return i, stop
		}
	}
	return -1, stop
}

func (c *Civil) add(unit, n int) {
	switch unit {
	case 0:
		c.Years += n
	case 1:
		c.Months += n
	case 2:
		c.Days += 7 * n
	case 3:
		c.Days += n
	}
}

// String is c in ISO 8601: "P1Y", "P14D", and "P0D" for none.
func (c Civil) String() string {
	var b strings.Builder
	for i, n := range []int{c.Years, c.Months, c.Days} {
		if n != 0 {
			fmt.Fprintf(&b, "%d%c", n, "YMD"[i])
		}
	}
	if b.Len() == 0 {
		return "P0D"
	}
	return "P" + b.String()
}

// AddTo is AddCivil of c.
func (c Civil) AddTo(s Span, zone string) (Span, error) {
	return AddCivil(s, c.Years, c.Months, c.Days, zone)
}

// AddCivil is when a civil period that began within s has ended, in a zone
// that LoadZone takes: the same time of day, on the day so many years, months
// and days later, or earlier if negative. Days are added last. A side that
// nothing bounds stays so.
//
// Where the month has no such day (a year from 29 February, a month from 31
// January) a period may be said to end on the last day of the month or on the
// first of the next, and courts have held both; the span holds both. So it
// does for a time of day that the clocks skip or repeat on that day.
func AddCivil(s Span, years, months, days int, zone string) (Span, error) {
	loc, err := LoadZone(zone)
	if err != nil {
		return Span{}, err
	}
	if s.Empty() || s == Ever {
		return s, nil
	}
	for _, n := range []int{years, months, days} {
		if n > 1e7 || n < -1e7 {
			return Span{}, fmt.Errorf("cannot add %d years, %d months and %d days: the period is too long", years, months, days)
		}
	}
	var out Span
	for _, g := range pieces(loc, s) {
		for _, spill := range []bool{false, true} {
			lo, ok1 := shiftDate(g.lo+g.off, years, months, days, spill)
			hi, ok2 := shiftDate(g.hi+g.off, years, months, days, spill)
			if !ok1 || !ok2 {
				return Span{}, fmt.Errorf("cannot add %d years, %d months and %d days: the years end at 1 and 9999", years, months, days)
			}
			segs := segments(loc, lo-window, hi+window)
			out = Hull(out, Hull(readWall(loc, lo, hi).span, gapReadings(segs, lo, hi)))
		}
	}
	if s.lo == Beginning {
		out = Hull(out, At(Beginning))
	}
	if s.hi == End {
		out = Hull(out, At(End))
	}
	return out, nil
}

// edge is how many days from each end of a span decide where its end falls
// after a civil period: months differ in length by three days.
const edge = 5

// pieces are parts of s, each within one civil day and one offset of loc, so
// that a civil period moves each as a block: those near either end of s, which
// are all that can decide the ends of the result.
func pieces(loc *time.Location, s Span) []segment {
	lo, hi := s.lo, s.hi
	switch {
	case lo == Beginning:
		lo = hi.Add(-edge * Day)
	case hi == End:
		hi = lo.Add(edge * Day)
	}
	if lo.Add(2*edge*Day) >= hi {
		return daysOf(loc, int64(lo), int64(hi))
	}
	return append(daysOf(loc, int64(lo), int64(lo.Add(edge*Day))), daysOf(loc, int64(hi.Add(-edge*Day)), int64(hi))...)
}

func daysOf(loc *time.Location, lo, hi int64) []segment {
	var out []segment
	for _, g := range segments(loc, lo, hi) {
		for from := g.lo; from <= g.hi; {
			wall := from + g.off
			next := from + msDay - ((wall%msDay)+msDay)%msDay
			out = append(out, segment{from, min(g.hi, next-1), g.off, g.abbr})
			from = next
		}
	}
	return out
}

// shiftDate moves a local time by a civil period. A day that its month lacks
// is the month's last, or the first of the next if spill.
func shiftDate(local int64, years, months, days int, spill bool) (int64, bool) {
	t := time.UnixMilli(local).UTC()
	first := time.Date(t.Year()+years, t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	day := t.Day()
	if n := daysIn(first.Year(), int(first.Month())); day > n {
		day = n
		if spill {
			day = n + 1
		}
	}
	d := first.AddDate(0, 0, day-1+days)
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return d.UnixMilli() + local - midnight.UnixMilli(), d.Year() >= 1 && d.Year() <= 9999 && t.Year() >= 1 && t.Year() <= 9999
}

// Words is the period as people say it: "1 year", "6 months 14 days"; "0 days"
// for none.
func (c Civil) Words() string {
	var out []string
	for _, u := range []struct {
		n    int
		name string
	}{{c.Years, "year"}, {c.Months, "month"}, {c.Days, "day"}} {
		switch {
		case u.n == 1:
			out = append(out, "1 "+u.name)
		case u.n != 0:
			out = append(out, fmt.Sprintf("%d %ss", u.n, u.name))
		}
	}
	if len(out) == 0 {
		return "0 days"
	}
	return strings.Join(out, " ")
}
