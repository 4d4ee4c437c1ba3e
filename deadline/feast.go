package deadline

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// rule says on which day of a year a holiday falls.
type rule struct {
	date     Day // a single date, if once
	once     bool
	easter   bool
	month    time.Month
	day      int          // of the month, or the which-th weekday; -1 for the last
	weekday  time.Weekday // if weekly
	weekly   bool
	plus     int // days after
	of, left int // only years that leave left when divided by of; of 0 for all
}

// on reports whether the rule gives d.
func (r *rule) on(d Day) bool {
	if r.once {
		return d == r.date
	}
	d -= Day(r.plus)
	y, m, n := d.time().Date()
	switch {
	case r.of != 0 && y%r.of != r.left:
		return false
	case r.easter:
		return d == easter(y)
	case m != r.month:
		return false
	case !r.weekly:
		return n == r.day
	case d.Weekday() != r.weekday:
		return false
	case r.day < 0:
		return (d + 7).time().Month() != m
	}
	return (n-1)/7 == r.day-1
}

// parseRule reads "4 July", "3 Monday January", "last Monday May", "easter-2",
// "2018-12-05"; and after each but the date "+1" and "/4:1".
func parseRule(text string) (rule, error) {
	bad := fmt.Errorf("%q is no rule for a holiday", text)
	if d, err := parseDay(text); err == nil {
		return rule{once: true, date: d}, nil
	}
	var r rule
	var err error
	head, cycle, ok := strings.Cut(text, "/")
	if ok {
		if _, err = fmt.Sscanf(cycle, "%d:%d", &r.of, &r.left); err != nil {
			return r, bad
		}
	}
	if i := strings.IndexAny(head, "+-"); i >= 0 {
		if r.plus, err = strconv.Atoi(head[i:]); err != nil {
			return r, bad
		}
		head = head[:i]
	}
	w := strings.Fields(head)
	if len(w) == 1 && w[0] == "easter" {
		r.easter = true
		return r, nil
	}
	if len(w) < 2 || len(w) > 3 {
		return r, bad
	}
	if r.day, err = strconv.Atoi(w[0]); err != nil && w[0] != "last" {
		return r, bad
	}
	if w[0] == "last" {
		r.day = -1
	}
	month, err := time.Parse("January", w[len(w)-1])
	if err != nil {
		return r, bad
	}
	r.month = month.Month()
	if len(w) == 3 {
		r.weekly = true
		for r.weekday.String() != w[1] {
			if r.weekday++; r.weekday > time.Saturday {
				return r, bad
			}
		}
	}
	return r, nil
}

func parseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, err
	}
	return DayOf(t.Date()), nil
}

// year reads a year, or is without where there is none.
func year(text string, without int) (int, error) {
	if text == "" {
		return without, nil
	}
	return strconv.Atoi(text)
}

// easter is Easter Sunday of the Gregorian calendar by the method of "Anonymous" of
// 1876 (Meeus, Astronomical Algorithms, chapter 8).
func easter(y int) Day {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return DayOf(y, time.Month(n/31), n%31+1)
}
