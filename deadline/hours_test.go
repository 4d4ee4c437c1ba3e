package deadline

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/holdshort/holdshort/span"
)

// hourWork is a working out of hours in a zone, of a court in the District so that
// all its tables are there.
func hourWork(t *testing.T, zone string, hours int, before bool) *work {
	t.Helper()
	loc, err := span.LoadZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := CourtOf("dcd")
	a := asked{Query: Query{Period: Period{Unit: Hours, Count: hours, Before: before}, Court: c, Kind: Filing}, rule: Rules[0], zone: zone, loc: loc, states: []string{"dc"}}
	return &work{asked: a}
}

// changes are the moments from 1990 to 2040 at which the clocks of loc change, found
// by looking at every hour.
func changes(loc *time.Location) []time.Time {
	var out []time.Time
	_, before := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).In(loc).Zone()
	for t := time.Date(1990, 1, 1, 1, 0, 0, 0, time.UTC); t.Year() <= 2040; t = t.Add(time.Hour) {
		if _, off := t.In(loc).Zone(); off != before {
			out = append(out, t)
			before = off
		}
	}
	return out
}

// Around every change of the clocks of every court's zone from 1990 to 2040, hours
// are counted on the absolute line and rolled to the same time on the wall.
func TestHoursAcrossChanges(t *testing.T) {
	zones := map[string]bool{}
	for _, c := range Courts() {
		zones[c.Zone] = true
		for _, d := range c.Divisions {
			zones[d.Zone] = true
		}
	}
	delete(zones, "")
	n, rolls := 0, 0
	for zone := range zones {
		for _, before := range []bool{false, true} {
			shut := twinShut("dc", !before)
			for _, hours := range []int{1, 24, 48, 72} {
				w := hourWork(t, zone, hours, before)
				for _, c := range changes(w.loc) {
					for minutes := -73 * 60; minutes <= 73*60; minutes += 389 {
						from := c.Add(time.Duration(minutes) * time.Minute)
						want, rolled := twinHours(from, hours, before, shut, w.loc)
						got, err := w.results(Trigger{Span: span.At(span.FromTime(from))})
						if err != nil || len(got) != 1 {
							t.Fatalf("%s, %d hours from %s: %v, %v", zone, hours, from, got, err)
						}
						if !got[0].Deadline.Has(span.FromTime(want)) || got[0].Deadline != span.At(span.FromTime(want)) && !rolled {
							t.Fatalf("%s, %d hours, before %v, from %s: %s, the twin has %s", zone, hours, before, from.In(w.loc), w.show(got[0].Deadline), want.In(w.loc))
						}
						n++
						if rolled {
							rolls++
						}
					}
				}
			}
		}
	}
	if n < 100000 || rolls < n/10 {
		t.Errorf("%d triggers, of which %d roll", n, rolls)
	}
}

// twinHours is the end of hours by the standard library alone.
func twinHours(from time.Time, hours int, before bool, shut map[int]bool, loc *time.Location) (time.Time, bool) {
	step := 1
	if before {
		step = -1
	}
	end := from.Add(time.Duration(step*hours) * time.Hour).In(loc)
	if !shut[unix(end)] {
		return end, false
	}
	days := step
	for shut[unix(end)+days] {
		days += step
	}
	return time.Date(end.Year(), end.Month(), end.Day()+days, end.Hour(), end.Minute(), end.Second(), end.Nanosecond(), loc), true
}

// A trigger that is an interval gives what each of its moments gives: the parts cover
// it, none overlaps another, and each moment's own deadline lies in that of its part.
func TestIntervals(t *testing.T) {
	r := rand.New(rand.NewPCG(2025, 3))
	periods := []string{"14 days", "1 day", "72 hours", "24 hours", "1 month", "second business day, 4:00 pm", "21 days before", "48 hours before"}
	several := 0
	for range 400 {
		c, _ := CourtOf([]string{"dcd", "mad", "mdd"}[r.IntN(3)])
		p, err := ParsePeriod(periods[r.IntN(len(periods))], c.Zone)
		if err != nil {
			t.Fatal(err)
		}
		lo := span.FromTime(time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)).Add(span.Length(r.IntN(16*365*24*60)) * span.Minute)
		whole := span.Of(lo, lo.Add(span.Length(r.IntN(96*60))*span.Minute))
		kind := Filing
		if p.Unit == Hours && r.IntN(2) == 0 {
			kind = Act
		}
		q := Query{Period: p, Court: c, Kind: kind, From: []Trigger{{Span: whole}}}
		rs, err := Compute(q)
		if err != nil {
			t.Fatal(err)
		}
		for _, reading := range rs {
			next := whole.Earliest()
			for _, x := range reading.Results {
				if x.Trigger.Earliest() != next {
					t.Fatalf("%s from %v: a part begins at %v, not %v", p, whole, x.Trigger.Earliest(), next)
				}
				next = x.Trigger.Latest() + 1
			}
			if next != whole.Latest()+1 {
				t.Fatalf("%s from %v: the parts end at %v", p, whole, next)
			}
			if len(reading.Results) > 1 {
				several++
			}
			moments(t, r, q, reading)
		}
	}
	if several < 50 {
		t.Errorf("%d intervals give several deadlines", several)
	}
}

// moments compares parts of a reading with the readings of their moments.
func moments(t *testing.T, r *rand.Rand, q Query, reading Reading) {
	t.Helper()
	for _, x := range reading.Results {
		width := int64(x.Trigger.Latest() - x.Trigger.Earliest())
		for _, at := range []span.Instant{x.Trigger.Earliest(), x.Trigger.Latest(), x.Trigger.Earliest() + span.Instant(r.Int64N(width+1))} {
			one := q
			one.From = []Trigger{{Span: span.At(at)}}
			rs, err := Compute(one)
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, m := range rs {
				d := m.Results[0].Deadline
				found = found || x.Deadline.Has(d.Earliest()) && x.Deadline.Has(d.Latest())
			}
			if !found {
				t.Fatalf("%s at %v: %+v, of which none is in %v", q.Period, at, rs, x.Deadline)
			}
		}
	}
}

// A month later is one of the two days that span.AddCivil holds both of.
func TestMonthsAgainstSpan(t *testing.T) {
	for d := DayOf(1999, 12, 1); d <= DayOf(2004, 3, 31); d++ {
		for _, n := range []int{1, 2, 6, 12, -1, -3} {
			at := span.Of(d.begin(time.UTC), d.begin(time.UTC))
			both, err := span.AddCivil(at, 0, n, 0, "UTC")
			if err != nil {
				t.Fatal(err)
			}
			last, next := addMonths(d, n, false), addMonths(d, n, true)
			if dayAt(both.Earliest(), time.UTC) != last || dayAt(both.Latest(), time.UTC) != next {
				t.Fatalf("%s and %d months: %s and %s, span has %v", d, n, last, next, both)
			}
		}
	}
}
