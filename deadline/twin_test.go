package deadline

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/us"

	"github.com/holdshort/holdshort/span"
)

const (
	twinFirst = 1990
	twinLast  = 2040
)

// twinShut are the days of the years of the twin, from two before to two after, that
// are no last day: weekends, the federal holidays of another library, and state days
// if after. It shares nothing with the package but the calendar of the standard
// library.
func twinShut(state string, after bool) map[int]bool {
	out := map[int]bool{}
	for y := twinFirst - 2; y <= twinLast+2; y++ {
		for _, h := range us.Holidays {
			_, observed := h.Calc(y)
			if !observed.IsZero() {
				out[unix(observed)] = true
			}
		}
		for _, d := range twinState(state, y) {
			out[unix(d)] = out[unix(d)] || after
		}
	}
	for d := date(twinFirst-2, 1, 1); d.Year() <= twinLast+2; d = d.AddDate(0, 0, 1) {
		if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
			out[unix(d)] = true
		}
	}
	return out
}

// unix is days since 1970.
func unix(d time.Time) int { return int(date(d.Year(), int(d.Month()), d.Day()).Unix() / 86400) }

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// twinState are the days of three states, written out anew.
func twinState(state string, y int) []time.Time {
	var out []time.Time
	switch state {
	case "dc":
		if y%4 == 1 {
			out = append(out, toMonday(date(y, 1, 20)))
		}
		if y >= 2007 {
			d := toMonday(date(y, 4, 16))
			if d.Weekday() == time.Saturday {
				d = d.AddDate(0, 0, -1)
			}
			out = append(out, d)
		}
	case "ma":
		if y >= 2013 {
			d := date(y, 4, 15)
			for d.Weekday() != time.Monday {
				d = d.AddDate(0, 0, 1)
			}
			out = append(out, d)
		}
	case "md":
		if y >= 2009 {
			easter, _ := aa.GoodFriday.Calc(y)
			thanks, _ := us.ThanksgivingDay.Calc(y)
			out = append(out, toMonday(date(y, 2, 12)), toMonday(date(y, 3, 25)), easter, toMonday(date(y, 9, 12)), thanks.AddDate(0, 0, 1))
			d := date(y, 11, 2)
			for d.Weekday() != time.Tuesday {
				d = d.AddDate(0, 0, 1)
			}
			if y%2 == 0 {
				out = append(out, d)
			}
		}
	}
	return out
}

func toMonday(d time.Time) time.Time {
	if d.Weekday() == time.Sunday {
		return d.AddDate(0, 0, 1)
	}
	return d
}

// Every start day of 1990 to 2040, with every period of 1 to 60 days (in two of the
// courts every twelfth), after and before, ends on the day that a walk of single days finds. Contested days are taken
// for none, on both sides.
func TestTwin(t *testing.T) {
	for id, step := range map[string]int{"dcd": 1, "mad": 12, "mdd": 12} {
		for _, before := range []bool{false, true} {
			c, _ := CourtOf(id)
			shut := twinShut(c.State, !before)
			next := -1
			if !before {
				next = 1
			}
			for n := 1; n <= 60; n += step {
				q := Query{Period: Period{Unit: Days, Count: n, Before: before}, From: []Trigger{{Span: span.At(0)}}, Court: c}
				a, err := q.check()
				if err != nil {
					t.Fatal(err)
				}
				w := &work{asked: a}
				for d := date(twinFirst, 1, 1); d.Year() <= twinLast; d = d.AddDate(0, 0, 1) {
					want := unix(d) + n*next
					for shut[want] {
						want += next
					}
					if got := w.path(Day(unix(d))).last; got != Day(want) {
						t.Fatalf("%s: %d days, before %v, from %s: %s, the twin has %s", id, n, before, d.Format(time.DateOnly), got, Day(want))
					}
				}
			}
		}
	}
}

// The federal days are those of another library, in every year from 1971, but for
// those listed.
func TestHolidaysAgainstLibrary(t *testing.T) {
	why := map[string]string{}
	for y := 1971; y <= 1985; y++ {
		d, _ := us.MlkDay.Calc(y)
		why[d.Format(time.DateOnly)] = "a holiday from 1986 (Pub. L. 98-144); the library has no first year"
	}
	for y := 1971; y <= 1977; y++ {
		_, d := us.VeteransDay.Calc(y)
		why[d.Format(time.DateOnly)] = "kept on the fourth Monday of October then (Pub. L. 90-363)"
		why[date(y, 11, 11).Format(time.DateOnly)] = "kept on the fourth Monday of October then (Pub. L. 90-363)"
		for m := date(y, 10, 22); m.Month() == time.October && m.Day() < 29; m = m.AddDate(0, 0, 1) {
			if m.Weekday() == time.Monday {
				why[m.Format(time.DateOnly)] = "Veterans Day then"
			}
		}
	}
	theirs := &cal.Calendar{}
	theirs.AddHoliday(us.Holidays...)
	differ := 0
	for d := DayOf(1971, 1, 2); d <= DayOf(2100, 12, 30); d++ {
		actual, observed, _ := theirs.IsHoliday(d.time())
		var ours, on bool
		for _, h := range HolidaysOn(d) {
			ours = ours || !h.Contested
			on = on || !h.Contested && !h.Moved
		}
		// A weekday on which both agree, or a day that is moved away and is a weekend.
		if want := observed || actual; want == ours || d.weekend() && actual && on {
			continue
		}
		if why[d.String()] == "" {
			t.Errorf("%s: ours %v, theirs actual %v, observed %v", d.Words(), HolidaysOn(d), actual, observed)
		}
		differ++
	}
	if differ != len(why) {
		t.Errorf("%d days differ, %d are explained", differ, len(why))
	}
}
