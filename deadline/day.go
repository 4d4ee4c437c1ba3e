package deadline

import (
	"time"

	"github.com/holdshort/holdshort/span"
)

// Day is a civil day, counted from 1970-01-01, of a calendar without a zone.
type Day int

// DayOf is the day of a year, month and day of the month. Days beyond the end of
// a month run into the next, as in time.Date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsADay)
}

const secondsADay = 24 * 60 * 60

func (d Day) time() time.Time { return time.Unix(int64(d)*secondsADay, 0).UTC() }

// Weekday is the day of the week of d.
func (d Day) Weekday() time.Weekday { return d.time().Weekday() }

// String is d as "2025-03-31".
func (d Day) String() string { return d.time().Format(time.DateOnly) }

// Words is d for people: "Mon 31 Mar 2025".
func (d Day) Words() string { return d.time().Format("Mon 2 Jan 2006") }

// MarshalText writes the text of String.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// weekend reports whether d is a Saturday or Sunday.
func (d Day) weekend() bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// dayAt is the day on the clocks of loc at t.
func dayAt(t span.Instant, loc *time.Location) Day {
	y, m, d := t.Time().In(loc).Date()
	return DayOf(y, m, d)
}

// span is the whole of d on the clocks of loc: 23, 24 or 25 hours.
func (d Day) span(loc *time.Location) span.Span {
	return span.Of(d.begin(loc), (d+1).begin(loc)-1)
}

func (d Day) begin(loc *time.Location) span.Instant {
	y, m, n := d.time().Date()
	return span.FromTime(time.Date(y, m, n, 0, 0, 0, 0, loc))
}
