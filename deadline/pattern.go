package deadline

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// pattern says on which day of a year a holiday falls.
type pattern struct {
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

// on reports whether the pattern gives d.
func (p *pattern) on(d Day) bool {
	if p.once {
		return d == p.date
	}
	d -= Day(p.plus)
	y, m, n := d.time().Date()
	switch {
	case p.of != 0 && y%p.of != p.left:
		return false
	case p.easter:
		return d == easter(y)
	case m != p.month:
		return false
	case !p.weekly:
		return n == p.day
	case d.Weekday() != p.weekday:
		return false
	case p.day < 0:
		return (d + 7).time().Month() != m
	}
	return (n-1)/7 == p.day-1
}

// parsePattern reads "4 July", "3 Monday January", "last Monday May", "easter-2",
// "2018-12-05"; and after each but the date "+1" and "/4:1".
func parsePattern(text string) (pattern, error) {
	bad := fmt.Errorf("%q is no pattern of a holiday", text)
	if d, err := parseDay(text); err == nil {
		return pattern{once: true, date: d}, nil
	}
	var p pattern
	var err error
	head, cycle, ok := strings.Cut(text, "/")
	if ok {
		if _, err = fmt.Sscanf(cycle, "%d:%d", &p.of, &p.left); err != nil {
			return p, bad
		}
	}
	if i := strings.IndexAny(head, "+-"); i >= 0 {
		if p.plus, err = strconv.Atoi(head[i:]); err != nil {
			return p, bad
		}
		head = head[:i]
	}
	w := strings.Fields(head)
	if len(w) == 1 && w[0] == "easter" {
		p.easter = true
		return p, nil
	}
	if len(w) < 2 || len(w) > 3 {
		return p, bad
	}
	if p.day, err = strconv.Atoi(w[0]); err != nil && w[0] != "last" {
		return p, bad
	}
	if w[0] == "last" {
		p.day = -1
	}
	month, err := time.Parse("January", w[len(w)-1])
	if err != nil {
		return p, bad
	}
	p.month = month.Month()
	if len(w) == 3 {
		p.weekly = true
		for p.weekday.String() != w[1] {
			if p.weekday++; p.weekday > time.Saturday {
				return p, bad
			}
		}
	}
	return p, nil
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
