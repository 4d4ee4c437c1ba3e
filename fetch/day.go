package fetch

import (
	"fmt"
	"strings"
	"time"
)

// Day is a day in UTC, counted from 1970-01-01.
type Day int

const oneDay = 24 * time.Hour

// MaxDays is the most days that one range may have.
const MaxDays = 366

// DayOf is the UTC day in which t lies.
func DayOf(t time.Time) Day {
	return Day(t.UTC().Truncate(oneDay).Unix() / int64(oneDay/time.Second))
}

// Start is the first moment of the day. End is that of the next.
func (d Day) Start() time.Time { return time.Unix(int64(d)*int64(oneDay/time.Second), 0).UTC() }

// End is the first moment after the day.
func (d Day) End() time.Time { return (d + 1).Start() }

// String is the day as 2025-03-15.
func (d Day) String() string { return d.Start().Format(time.DateOnly) }

func (d Day) path() string { return d.Start().Format("2006/01/02") }

// ParseDays reads a day, 2025-03-15, or two with all between them,
// 2025-03-15..2025-03-16, at most MaxDays.
func ParseDays(s string) ([]Day, error) {
	from, to, two := strings.Cut(s, "..")
	first, err := parseDay(from)
	if err != nil {
		return nil, err
	}
	last := first
	if two {
		if last, err = parseDay(to); err != nil {
			return nil, err
		}
	}
	if last < first || last-first >= MaxDays {
		return nil, fmt.Errorf("%q is no range of 1 to %d days", s, MaxDays)
	}
	var out []Day
	for d := first; d <= last; d++ {
		out = append(out, d)
	}
	return out, nil
}

func parseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1970 {
		return 0, fmt.Errorf("%q is no day such as 2025-03-15", s)
	}
	return DayOf(t), nil
}
