package span

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// utc is an instant written as 2025-03-15T21:26 or with seconds and
// milliseconds, by a parser that is not ours.
func utc(t *testing.T, s string) Instant {
	t.Helper()
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02T15:04:05.000"} {
		if at, err := time.Parse(layout, s); err == nil {
			return Instant(at.UnixMilli())
		}
	}
	t.Fatalf("bad test time %q", s)
	return 0
}

// ends reads "A … B", both whole minutes if written so, or one minute "A"; "≤ A"
// and "≥ A" have one side.
func ends(t *testing.T, s string) Span {
	t.Helper()
	last := func(x string) Instant {
		if len(x) == len("2006-01-02T15:04") {
			x += ":59.999"
		}
		return utc(t, x)
	}
	if x, ok := strings.CutPrefix(s, "≤ "); ok {
		return Of(Beginning, last(x))
	}
	if x, ok := strings.CutPrefix(s, "≥ "); ok {
		return Of(utc(t, x), End)
	}
	lo, hi, two := strings.Cut(s, " … ")
	if !two {
		hi = lo
	}
	return Of(utc(t, lo), last(hi))
}

const (
	newYork    = "America/New_York"
	elSalvador = "America/El_Salvador"
)

type parseCase struct {
	text, zone, date string
	want             string
	as               string // zone as resolved
	prec             Precision
	warnings         int
}

// The UTC columns are those of the fact sheets of the two sample cases.
var sheetCases = []parseCase{
	{"Fri 14 March 2025", newYork, "", "2025-03-14T04:00 … 2025-03-15T03:59", newYork, ToDay, 0},
	{"15:53 EDT", "", "2025-03-15", "2025-03-15T19:53", newYork, ToMinute, 0},
	{"roughly 4 p.m.", newYork, "2025-03-15", "2025-03-15T19:45 … 2025-03-15T20:15", newYork, ToMinute, 0},
	{"01:12 EDT", newYork, "2025-03-15", "2025-03-15T05:12", newYork, ToMinute, 0},
	{"02:16 EDT", newYork, "2025-03-15", "2025-03-15T06:16", newYork, ToMinute, 0},
	{"09:40 EDT", newYork, "2025-03-15", "2025-03-15T13:40", newYork, ToMinute, 0},
	{"before noon", newYork, "2025-03-15", "≤ 2025-03-15T16:00:59.998", newYork, ToBound, 0},
	{"between 17:00 and 17:22 EDT", "", "2025-03-15", "2025-03-15T21:00 … 2025-03-15T21:22", newYork, ToRange, 0},
	{"17:55", newYork, "2025-03-15", "2025-03-15T21:55", newYork, ToMinute, 0},
	{"between 18:45 and 18:48", newYork, "2025-03-15", "2025-03-15T22:45 … 2025-03-15T22:48", newYork, ToRange, 0},
	{"about 18:45", newYork, "2025-03-15", "2025-03-15T22:40 … 2025-03-15T22:50", newYork, ToMinute, 0},
	{"7:25 PM", newYork, "2025-03-15", "2025-03-15T23:25", newYork, ToMinute, 0},
	{"19:26", newYork, "2025-03-15", "2025-03-15T23:26", newYork, ToMinute, 0},
	{"14:31, 15 March 2025", newYork, "", "2025-03-15T18:31", newYork, ToMinute, 0},
	{"17:26 EDT, 15 March 2025", "", "", "2025-03-15T21:26", newYork, ToMinute, 0},
	{"7:30 p.m. or later", newYork, "2025-03-15", "≥ 2025-03-15T23:30", newYork, ToBound, 0},
	{"20:02", newYork, "2025-03-15", "2025-03-16T00:02", newYork, ToMinute, 0},
	{"between 20:02 and 20:10", newYork, "2025-03-15", "2025-03-16T00:02 … 2025-03-16T00:10", newYork, ToRange, 0},
	{"between 19:30 and 21:50", newYork, "2025-03-15", "2025-03-15T23:30 … 2025-03-16T01:50", newYork, ToRange, 0},
	{"by 01:00 EDT 16 March 2025", "", "", "≤ 2025-03-16T05:00", newYork, ToBound, 0},
	{"between 23:30 EDT 15 March 2025 and 01:00 EDT 16 March 2025", "", "", "2025-03-16T03:30 … 2025-03-16T05:00", newYork, ToRange, 0},
	{"00:10, 16 March 2025", newYork, "", "2025-03-16T04:10", newYork, ToMinute, 0},
	{"22:10 CST on 15 March 2025", elSalvador, "", "2025-03-16T04:10", elSalvador, ToMinute, 0},
	{"evening of 15 March 2025, local", "America/Tegucigalpa", "", "2025-03-15T23:00 … 2025-03-16T05:59", "America/Tegucigalpa", ToPart, 0},
	{"early on Sunday morning, 16 March 2025", newYork, "", "2025-03-16T04:00 … 2025-03-16T09:59", newYork, ToPart, 0},
	{"night of 15–16 March 2025", newYork, "", "2025-03-15T22:00 … 2025-03-16T09:59", newYork, ToPart, 0},
	{"10:18 EDT, 15 March 2025", "", "", "2025-03-15T14:18", newYork, ToMinute, 0},
	{"17 March 2025, 17:00 EDT", "", "", "2025-03-17T21:00", newYork, ToMinute, 0},
	{"by noon 18 March 2025", newYork, "", "≤ 2025-03-18T16:00", newYork, ToBound, 0},
	{"24 March 2025, evening", newYork, "", "2025-03-24T21:00 … 2025-03-25T03:59", newYork, ToPart, 0},
	{"3 April 2025, 15:00 EDT", "", "", "2025-04-03T19:00", newYork, ToMinute, 0},
	{"between 18:43 and 19:00 Caracas time, 18 July 2025", "", "", "2025-07-18T22:43 … 2025-07-18T23:00", "America/Caracas", ToRange, 0},
	{"between 14 and 21 November 2025", newYork, "", "2025-11-14T05:00 … 2025-11-22T04:59", newYork, ToRange, 0},
	{"Fri 8 Aug 2025", newYork, "", "2025-08-08T04:00 … 2025-08-09T03:59", newYork, ToDay, 0},
	{"Tue 20 May 2025, evening", newYork, "", "2025-05-20T21:00 … 2025-05-21T03:59", newYork, ToPart, 0},
	{"about 12:45 EDT ± 10 min on 21 May 2025", "", "", "2025-05-21T16:35 … 2025-05-21T16:55", newYork, ToMinute, 0},
	{"11:30–16:00 EDT, Wed 21 May 2025", "", "", "2025-05-21T15:30 … 2025-05-21T20:00", newYork, ToRange, 0},
	{"not later than 18:10 EDT 4 July 2025", "", "", "≤ 2025-07-04T22:10", newYork, ToBound, 0},
	{"sometime in the evening of Mon 19 May 2025", "America/Chicago", "", "2025-05-19T22:00 … 2025-05-20T04:59", "America/Chicago", ToPart, 0},
	{"at the latest in the 10 a.m. hour", "America/Chicago", "2025-05-20", "≤ 2025-05-20T15:59", "America/Chicago", ToBound, 0},
	{"2025-05-20, before 20:39 UTC", "", "", "≤ 2025-05-20T20:39:59.998", "UTC", ToBound, 0},
	{"about 21:39 Irish time, Tue 20 May 2025", "", "", "2025-05-20T20:34 … 2025-05-20T20:44", "Europe/Dublin", ToMinute, 0},
	{"Sat 24 May 2025, about 08:45 Irish time", "", "", "2025-05-24T07:40 … 2025-05-24T07:50", "Europe/Dublin", ToMinute, 0},
	{"Sat 5 July 2025: 06:00 local", "Africa/Juba", "", "", "", "", 0}, // a colon after a date is refused
	{"Sat 5 July 2025, 06:00 local", "Africa/Juba", "", "2025-07-05T04:00", "Africa/Juba", ToMinute, 0},
	{"0400 GMT", "", "2025-07-05", "2025-07-05T04:00", "UTC", ToMinute, 0},
	{"about 05:00 local", "Africa/Juba", "2025-07-05", "2025-07-05T02:45 … 2025-07-05T03:15", "Africa/Juba", ToMinute, 0},
	{"night of Sun 30 March 2025", newYork, "", "2025-03-30T22:00 … 2025-03-31T09:59", newYork, ToPart, 0},
	{"23 June 2025, night", newYork, "", "2025-06-23T22:00 … 2025-06-24T09:59", newYork, ToPart, 0},
	{"2025-05-21T15:30Z – 2025-05-21T20:00Z", "", "", "2025-05-21T15:30 … 2025-05-21T20:00", "UTC", ToRange, 0},
	{"≤ 2025-03-16T01:50Z", "", "", "≤ 2025-03-16T01:50", "UTC", ToBound, 0},
	{"≥ 2025-03-16T04:10Z", "", "", "≥ 2025-03-16T04:10", "UTC", ToBound, 0},
	{"2025-03-15T22:45Z … 2025-03-15T23:59Z", "", "", "2025-03-15T22:45 … 2025-03-15T23:59", "UTC", ToRange, 0},
}

var formCases = []parseCase{
	{"2025-03-15T21:26:05Z", "", "", "2025-03-15T21:26:05 … 2025-03-15T21:26:05.999", "UTC", ToSecond, 0},
	{"2025-03-15T21:26:05.250Z", "", "", "2025-03-15T21:26:05.250 … 2025-03-15T21:26:05.250", "UTC", ToMillisecond, 0},
	{"2025-03-15t21:26:05.2z", "", "", "2025-03-15T21:26:05.200 … 2025-03-15T21:26:05.299", "UTC", ToMillisecond, 0},
	{"2025-03-15T21:26:05.250999999Z", "", "", "2025-03-15T21:26:05.250 … 2025-03-15T21:26:05.250", "UTC", ToMillisecond, 0},
	{"2025-03-15T18:45-04:00", "", "", "2025-03-15T22:45", "UTC-04:00", ToMinute, 0},
	{"2025-03-15T18:45:00+05:30", "", "", "2025-03-15T13:15:00 … 2025-03-15T13:15:00.999", "UTC+05:30", ToSecond, 0},
	{"2025-03-15 18:45:10-04:00", newYork, "", "2025-03-15T22:45:10 … 2025-03-15T22:45:10.999", "UTC-04:00", ToSecond, 0},
	{"2025-03-15 18:45-04:00", newYork, "", "2025-03-15T22:45", "UTC-04:00", ToMinute, 0},
	{"Sat, 15 Mar 2025 18:45:00 -0400", "", "", "2025-03-15T22:45:00 … 2025-03-15T22:45:00.999", "UTC-04:00", ToSecond, 0},
	{"2025-03-15 18:45 EDT", "", "", "2025-03-15T22:45", newYork, ToMinute, 0},
	{"2025-03-15 18:45 America/New_York", "", "", "2025-03-15T22:45", newYork, ToMinute, 0},
	{"2025-03-15 18:45 america/port-au-prince", "", "", "2025-03-15T22:45", "America/Port-au-Prince", ToMinute, 0},
	{"2025-03-15", newYork, "", "2025-03-15T04:00 … 2025-03-16T03:59", newYork, ToDay, 0},
	{"2025-03", newYork, "", "2025-03-01T05:00 … 2025-04-01T03:59", newYork, ToMonth, 0},
	{"March 2025 UTC", "", "", "2025-03-01T00:00 … 2025-03-31T23:59", "UTC", ToMonth, 0},
	{"2025", newYork, "", "2025-01-01T05:00 … 2026-01-01T04:59", newYork, ToYear, 0},
	{"15 March 2025 17:26 EDT", "", "", "2025-03-15T21:26", newYork, ToMinute, 0},
	{"March 15, 2025 at 5:26 p.m. EDT", "", "", "2025-03-15T21:26", newYork, ToMinute, 0},
	{"5:26\u202fPM on the 15th of March, 2025, Eastern Daylight Time", "", "", "2025-03-15T21:26", newYork, ToMinute, 0},
	{"15-Mar-2025 17:26 E.D.T.", "", "", "2025-03-15T21:26", newYork, ToMinute, 0},
	{"15 Sept. 2025 17:26 UTC", "", "", "2025-09-15T17:26", "UTC", ToMinute, 0},
	{"Sat 15 March 2025 7:25 PM", newYork, "", "2025-03-15T23:25", newYork, ToMinute, 0},
	{"Saturday, March 15, 2025, 8pm Eastern", "", "", "2025-03-16T00:00", newYork, ToMinute, 0},
	{"12 noon on 18 March 2025", newYork, "", "2025-03-18T16:00", newYork, ToMinute, 0},
	{"noon on 18 March 2025 ET", "", "", "2025-03-18T16:00", newYork, ToMinute, 0},
	{"1845 hours 15 March 2025 UTC−04:00", "", "", "2025-03-15T22:45", "UTC-04:00", ToMinute, 0},
	{"1926 EDT 15 March 2025", "", "", "2025-03-15T23:26", newYork, ToMinute, 0},
	{"15 March 2025 18:45 UTC-4", "", "", "2025-03-15T22:45", "UTC-04:00", ToMinute, 0},
	{"15 March 2025 18:45 +00:00", "", "", "2025-03-15T18:45", "UTC", ToMinute, 0},
	{"00:17 AM 16 March 2025", newYork, "", "2025-03-16T04:17", newYork, ToMinute, 0},
	{"12:17 AM 16 March 2025", newYork, "", "2025-03-16T04:17", newYork, ToMinute, 0},
	{"12 a.m. 16 March 2025", newYork, "", "2025-03-16T04:00", newYork, ToMinute, 1},
	{"24:00 on 15 March 2025", newYork, "", "2025-03-16T04:00", newYork, ToMinute, 0},
	{"in the 10 a.m. hour on 20 May 2025 CDT", "", "", "2025-05-20T15:00 … 2025-05-20T15:59", "America/Chicago", ToHour, 0},
	{"between 6:45 and 6:48 p.m. EDT on 15 March 2025", "", "", "2025-03-15T22:45 … 2025-03-15T22:48", newYork, ToRange, 0},
	{"between 6 and 8 p.m. EDT on 15 March 2025", "", "", "2025-03-15T22:00 … 2025-03-16T00:00", newYork, ToRange, 0},
	{"15 March 2025, between 18:45 and 18:48 EDT", "", "", "2025-03-15T22:45 … 2025-03-15T22:48", newYork, ToRange, 0},
	{"15 March 2025 18:45–18:48 EDT", "", "", "2025-03-15T22:45 … 2025-03-15T22:48", newYork, ToRange, 0},
	{"15 March 2025 08:45-09:00 EDT", "", "", "2025-03-15T12:45 … 2025-03-15T13:00", newYork, ToRange, 0},
	{"18:45-18:48", newYork, "2025-03-15", "2025-03-15T22:45 … 2025-03-15T22:48", newYork, ToRange, 0},
	{"18:45 to 18:48 EDT", "", "2025-03-15", "2025-03-15T22:45 … 2025-03-15T22:48", newYork, ToRange, 0},
	{"from 18:45 until 18:48 EDT", "", "2025-03-15", "2025-03-15T22:45 … 2025-03-15T22:48", newYork, ToRange, 0},
	{"18:45 EDT .. 18:48 EDT", "", "2025-03-15", "2025-03-15T22:45 … 2025-03-15T22:48", newYork, ToRange, 0},
	{"15–16 March 2025", newYork, "", "2025-03-15T04:00 … 2025-03-17T03:59", newYork, ToRange, 0},
	{"March 15-16, 2025", newYork, "", "2025-03-15T04:00 … 2025-03-17T03:59", newYork, ToRange, 0},
	{"Sat 15 – Sun 16 March 2025", newYork, "", "2025-03-15T04:00 … 2025-03-17T03:59", newYork, ToRange, 0},
	{"15 March 2025-16 March 2025", newYork, "", "2025-03-15T04:00 … 2025-03-17T03:59", newYork, ToRange, 0},
	{"March–April 2025", "UTC", "", "2025-03-01T00:00 … 2025-04-30T23:59", "UTC", ToRange, 0},
	{"2024–2025", "UTC", "", "2024-01-01T00:00 … 2025-12-31T23:59", "UTC", ToRange, 0},
	{"15 March 2025 until 18 March 2025", "UTC", "", "2025-03-15T00:00 … 2025-03-18T23:59", "UTC", ToRange, 0},
	{"15 March 2025 until 18:48", "UTC", "", "≤ 2025-03-15T18:48", "UTC", ToBound, 0},
	{"between the evening of 15 March and the morning of 16 March 2025", "UTC", "", "2025-03-15T17:00 … 2025-03-16T11:59", "UTC", ToRange, 0},
	{"before 18 March 2025", newYork, "", "≤ 2025-03-18T03:59", newYork, ToBound, 0},
	{"after 18 March 2025", newYork, "", "≥ 2025-03-19T04:00", newYork, ToBound, 0},
	{"after 18:45 EDT, 15 March 2025", "", "", "≥ 2025-03-15T22:45:00.001", newYork, ToBound, 0},
	{"not before 18 March 2025", newYork, "", "≥ 2025-03-18T04:00", newYork, ToBound, 0},
	{"since March 2025", "UTC", "", "≥ 2025-03-01T00:00", "UTC", ToBound, 0},
	{"from 18 March 2025 on", "UTC", "", "≥ 2025-03-18T00:00", "UTC", ToBound, 0},
	{"at or before 18:48 on 15 March 2025", newYork, "", "≤ 2025-03-15T22:48", newYork, ToBound, 0},
	{"until 18 March 2025", "UTC", "", "≤ 2025-03-18T23:59", "UTC", ToBound, 0},
	{"after 18:45 and before 18:48 EDT on 15 March 2025", "", "", "2025-03-15T22:45:00.001 … 2025-03-15T22:48:59.998", newYork, ToBound, 0},
	{"after 6:45, by 6:48 p.m. EDT on 15 March 2025", "", "", "2025-03-15T22:45:00.001 … 2025-03-15T22:48", newYork, ToBound, 0},
	{"before noon on 15 March 2025 EDT", "", "", "≤ 2025-03-15T16:00:59.998", newYork, ToBound, 0},
	{"~17:26 EDT 15 March 2025", "", "", "2025-03-15T21:21 … 2025-03-15T21:31", newYork, ToMinute, 0},
	{"12:45 +/- 10 min EDT 21 May 2025", "", "", "2025-05-21T16:35 … 2025-05-21T16:55", newYork, ToMinute, 0},
	{"about 9 March 2025", newYork, "", "2025-03-08T05:00 … 2025-03-11T03:59", newYork, ToDay, 0},
	{"15 March 2025 17:26 CST", "Asia/Shanghai", "", "2025-03-15T09:26", "Asia/Shanghai", ToMinute, 0},
	{"15 July 2025 17:26 CST", elSalvador, "", "2025-07-15T23:26", elSalvador, ToMinute, 0},
	{"15 Jan 2025 17:26 CST", "", "", "2025-01-15T23:26", "America/Chicago", ToMinute, 0},
	{"20 May 2025 21:39 IST", "Europe/Dublin", "", "2025-05-20T20:39", "Europe/Dublin", ToMinute, 0},
	{"20 May 2025 21:39 IST", "Asia/Kolkata", "", "2025-05-20T16:09", "Asia/Kolkata", ToMinute, 0},
	{"5 July 2025 06:00 CAT", "", "", "2025-07-05T04:00", "UTC+02:00", ToMinute, 0},
	{"17:26 EDT 15 March 2025", "Africa/Juba", "", "2025-03-15T21:26", newYork, ToMinute, 0},
	{"17:26 New York time, 15 March 2025", "", "", "2025-03-15T21:26", newYork, ToMinute, 0},
	{"17:26 US Central Time, 15 March 2025", "", "", "2025-03-15T22:26", "America/Chicago", ToMinute, 0},
	{"17:26 Central European Time, 15 March 2025", "", "", "2025-03-15T16:26", "Europe/Brussels", ToMinute, 0},
	{"17:26 local time, 15 March 2025", newYork, "", "2025-03-15T21:26", newYork, ToMinute, 0},
	{"17:26 EST on 15 March 2025", newYork, "", "2025-03-15T21:26 … 2025-03-15T22:26", newYork, ToMinute, 1},
	{"2025-03-09 02:30", newYork, "", "2025-03-09T06:30 … 2025-03-09T07:30", newYork, ToMinute, 1},
	{"2025-11-02 01:30", newYork, "", "2025-11-02T05:30 … 2025-11-02T06:30", newYork, ToMinute, 1},
	{"2025-11-02 01:30 EDT", newYork, "", "2025-11-02T05:30", newYork, ToMinute, 0},
	{"2025-11-02 01:30 EST", newYork, "", "2025-11-02T06:30", newYork, ToMinute, 0},
	{"the 1 a.m. hour on 2 November 2025", newYork, "", "2025-11-02T05:00 … 2025-11-02T06:59", newYork, ToHour, 1},
	{"9 March 2025", newYork, "", "2025-03-09T05:00 … 2025-03-10T03:59", newYork, ToDay, 0},
	{"2 November 2025", newYork, "", "2025-11-02T04:00 … 2025-11-03T04:59", newYork, ToDay, 0},
	{"9 March 2025 EDT", "", "", "2025-03-09T05:00 … 2025-03-10T03:59", newYork, ToDay, 0},
}

func TestParse(t *testing.T) {
	for _, c := range append(sheetCases, formCases...) {
		t.Run(c.text+" "+c.zone, func(t *testing.T) {
			s, err := Parse(c.text, Context{c.zone, c.date})
			if c.want == "" {
				if err == nil {
					t.Fatalf("accepted as %v", s)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if want := ends(t, c.want); s.Span != want {
				t.Errorf("span %s … %s, want %s … %s", s.Span.lo.RFC3339(), s.Span.hi.RFC3339(), want.lo.RFC3339(), want.hi.RFC3339())
			}
			if s.Zone != c.as || s.Precision != c.prec || len(s.Warnings) != c.warnings || s.Text != c.text {
				t.Errorf("zone %q precision %q warnings %q", s.Zone, s.Precision, s.Warnings)
			}
		})
	}
}

func TestParseEchoesTheZoneAndAbout(t *testing.T) {
	for _, c := range []struct {
		text, zone string
		about      bool
	}{
		{"15 March 2025 17:26 EDT", "EDT", false},
		{"about 17:26 Eastern Daylight Time 15 March 2025", "Eastern Daylight Time", true},
		{"15 March 2025 18:45–18:48 E.D.T.", "E.D.T.", false},
		{"by about 17:26 on 15 March 2025", "", true},
		{"2025-03-15T17:26-04:00", "-04:00", false},
		{"17:26 UTC−4 15 March 2025", "UTC−4", false},
	} {
		s, err := Parse(c.text, Context{Zone: newYork})
		if err != nil || s.ZoneText != c.zone || s.About != c.about {
			t.Errorf("%q: zone %q about %v error %v", c.text, s.ZoneText, s.About, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		text, zone string
		at         int
		msg, hint  string
	}{
		{"", "", 0, "nothing to read", "state a time"},
		{"soon", newYork, 0, `"soon" is not understood`, ""},
		{"3/15/2025", newYork, 0, "two orders", "2025-03-15"},
		{"17:26 EDT 15.3.2025", newYork, 10, "two orders", "2025-03-15"},
		{"15-03-2025", newYork, 0, "two orders", "2025-03-15"},
		{"2025-3-15", newYork, 5, "two digits", "2025-03-15"},
		{"15 March 25", newYork, 9, "may be a day or an hour", "four digits"},
		{"15 March", newYork, 3, "lacks its year", "add the year"},
		{"15 March 1899", newYork, 9, "outside 1900 to 2200", ""},
		{"30 February 2025", newYork, 0, "February 2025 has no day 30", ""},
		{"2025-13-01", newYork, 5, "not a month", ""},
		{"Sun 15 March 2025", newYork, 0, "15 March 2025 is a Saturday, not a Sunday", ""},
		{"15 March 2025", "", 0, "no zone is stated", "add a zone"},
		{"17:26 EDT", newYork, 0, "no date is stated", "add the date"},
		{"midnight on 15 March 2025", newYork, 0, "either end", "24:00"},
		{"5:26 EDT 15 March 2025", newYork, 0, "two digits", "05:26 or 17:26"},
		{"13:05 PM 15 March 2025", newYork, 0, "does not go with pm", "24-hour"},
		{"25:00 15 March 2025", newYork, 0, "not an hour", ""},
		{"17:60 15 March 2025", newYork, 3, "not a number of minutes", ""},
		{"2025-03-15T23:59:60Z", "", 17, "leap second", ""},
		{"15 March 2025 17:26 XYZ", newYork, 20, `"XYZ" is not understood`, ""},
		{"15 March 2025 17:26 Mars/Olympus", newYork, 20, "not in the IANA database", "IANA"},
		{"15 March 2025 17:26 IST", "", 20, "Ireland (UTC+01:00) or India (UTC+05:30) or Israel (UTC+02:00)", "offset"},
		{"15 March 2025 17:26 CST", "Africa/Juba", 20, "China (UTC+08:00)", "offset"},
		{"15 March 2025 17:26 EST", "Australia/Sydney", 20, "Australia", "offset"},
		{"15 March 2025 17:26 local", "", 20, "unknown place", "name the zone"},
		{"15 March 2025 17:26 EDT UTC", "", 24, "second zone", ""},
		{"15 March 2025 16 March 2025", newYork, 14, "second time", "from A to B"},
		{"18:48 to 18:45 EDT 15 March 2025", "", 9, "ends before it begins", "both dates"},
		{"23:30 to 01:00 EDT 15 March 2025", "", 9, "ends before it begins", "both dates"},
		{"2025-03-15 03:45-04:00", newYork, 16, "offset from UTC or a range", "UTC-04:00"},
		{"2025-03-15 03:45-04:00", "", 16, "offset from UTC or a range", "UTC-04:00"},
		{"between 18:45 EDT 15 March 2025", newYork, 31, `expected "and"`, ""},
		{"about March 2025", newYork, 0, "too coarse", ""},
		{"about the evening of 15 March 2025", newYork, 0, "not understood", "tolerance"},
		{"15 March 2025,", newYork, 13, "too early", ""},
		{"2025 UTC", "", 0, "year or a clock time", "20:25"},
		{"after 16 March 2025 and before 15 March 2025", newYork, 31, "no moment", ""},
		{"evening of 15 March 2025 18:00", newYork, 0, "both stated", ""},
		{"15 March 2025 17:26 \xff", newYork, 20, "not understood", ""},
		{"15 March 2025 (day)", newYork, 14, "not understood", ""},
		{strings.Repeat("1", 201), newYork, 200, "longer than 200 bytes", ""},
	} {
		s, err := Parse(c.text, Context{Zone: c.zone})
		var e *ParseError
		if !errors.As(err, &e) {
			t.Errorf("%q: %v, error %v", c.text, s, err)
			continue
		}
		if e.Offset != c.at || !strings.Contains(e.Msg, c.msg) || !strings.Contains(e.Hint, c.hint) || e.Text != c.text || strings.Contains(e.Error(), "\n") {
			t.Errorf("%q: at %d, want %d: %s; hint %q", c.text, e.Offset, c.at, e.Msg, e.Hint)
		}
	}
}

func TestParseNeverAsksTheHost(t *testing.T) {
	was := time.Local
	defer func() { time.Local = was }()
	read := func() (out []Stated) {
		for _, c := range append(sheetCases, formCases...) {
			s, _ := Parse(c.text, Context{c.zone, c.date})
			out = append(out, s)
		}
		return out
	}
	want := read()
	for _, zone := range []string{"UTC", "Asia/Kolkata", newYork, "Pacific/Apia"} {
		loc, err := LoadZone(zone)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = loc
		t.Setenv("TZ", zone)
		t.Setenv("ZONEINFO", "/nonexistent")
		for i, s := range read() {
			if s.Span != want[i].Span || s.Zone != want[i].Zone {
				t.Errorf("in %s %q is %v, else %v", zone, s.Text, s, want[i])
			}
		}
	}
}

// In every hour of the years around, a minute is found by our reading and by
// the time package alike wherever the local time happens once.
func TestWallAgreesWithTimePackage(t *testing.T) {
	for _, zone := range []string{newYork, "Europe/Dublin", "Australia/Lord_Howe", "Africa/Juba", "America/St_Johns", "Pacific/Apia"} {
		loc, err := LoadZone(zone)
		if err != nil {
			t.Fatal(err)
		}
		for at := utc(t, "2011-12-01T00:30"); at < utc(t, "2013-01-15T00:00"); at += 17 * Instant(Minute) {
			l := at.Time().In(loc)
			_, off := l.Zone()
			local := int64(at) + int64(off)*msSecond
			w := readWall(loc, local, local)
			if w.gap || !w.span.Has(at) {
				t.Fatalf("%s: %s reads as %v", zone, l, w)
			}
			if !w.twice && w.span != At(at) {
				t.Fatalf("%s: %s is not one moment: %v", zone, l, w)
			}
			if s, err := Parse(l.Format("2006-01-02 15:04:05.000"), Context{Zone: zone}); err != nil || !s.Span.Has(at) {
				t.Fatalf("%s: %s parses as %v, %v", zone, l, s, err)
			}
		}
	}
}

func TestADayThatTheCalendarSkips(t *testing.T) {
	s, err := Parse("30 December 2011", Context{Zone: "Pacific/Apia"})
	if err != nil || s.Span.Empty() || len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], "skips") {
		t.Errorf("%v %v", s, err)
	}
}

func TestContextIsChecked(t *testing.T) {
	for _, c := range []Context{{Zone: "Nowhere"}, {Date: "15 March 2025"}, {Date: "2025-02-30"}, {Zone: "local"}} {
		if _, err := Parse("17:26 EDT 15 March 2025", c); err == nil {
			t.Errorf("%v is accepted", c)
		}
	}
}
