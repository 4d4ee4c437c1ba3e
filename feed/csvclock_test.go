package feed

import (
	"testing"
	"time"

	"github.com/holdshort/holdshort/span"
)

func TestParseStamp(t *testing.T) {
	for _, c := range []struct {
		text, want string // RFC 3339 with milliseconds, and Z if it has a zone
		fine       span.Length
	}{
		{"2024-01-02T07:41:03Z", "2024-01-02T07:41:03.000Z", span.Second},
		{"2024-01-02 07:41:03Z.515", "2024-01-02T07:41:03.515Z", span.Millisecond},
		{"2024-01-02 07:41:03.515999+00:00", "2024-01-02T07:41:03.515Z", span.Millisecond},
		{"2024/01/02 07:41", "2024-01-02T07:41:00.000", span.Minute},
		{"2024-01-02T07:41:03 UTC", "2024-01-02T07:41:03.000Z", span.Second},
		{"2024-01-02T00:41:03-0700", "2024-01-02T07:41:03.000Z", span.Second},
		{"2024-01-02T13:11:03.5+05:30", "2024-01-02T07:41:03.500Z", span.Millisecond},
		{"2024-01-02T08:41:03+01", "2024-01-02T07:41:03.000Z", span.Second},
		{"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z", span.Second},
	} {
		st, ok := parseStamp(c.text)
		got := st.at.Time().Format("2006-01-02T15:04:05.000")
		if st.zoned {
			got += "Z"
		}
		if !ok || got != c.want || st.fine != c.fine {
			t.Errorf("parseStamp(%q) = %s %v %v, want %s", c.text, got, st.fine, ok, c.want)
		}
	}
	for _, bad := range []string{
		"", "2024-01-02", "2024-13-02T07:41:03Z", "2023-02-29T07:41:03Z", "2024-01-02T24:00:00Z", "2024-01-02T07:60:00Z",
		"2016-12-31T23:59:60Z", "2024-01-02T07:41:03PST", "2024-01-02T07:41:03Z.", "2024-01-02T07:41Z.5", "2024-01-02T07:41:03.5Z.5",
		"02/01/2024 07:41:03", "2024-1-2T7:41:03Z", "2024-01-02T07:41:03+1", "2024-01-02T07:41:03+16:00", "2024-01-02T07:4x:03Z", "2024-01/02 07:41:03",
		"2024-01-02T07:41:3", "2024-01-02T07:41:03Z ",
	} {
		if st, ok := parseStamp(bad); ok {
			t.Errorf("parseStamp(%q) = %v", bad, st.at.Time())
		}
	}
}

func TestWallClock(t *testing.T) {
	loc, err := span.LoadZone("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	w := &wallClock{loc: loc}
	for _, c := range []struct {
		reading, want string
		twice         span.Length
		ok            bool
	}{
		{"2025-01-15T12:00:00Z", "2025-01-15T17:00:00Z", 0, true},
		{"2025-07-15T12:00:00Z", "2025-07-15T16:00:00Z", 0, true},
		{"2025-03-09T01:59:59Z", "2025-03-09T06:59:59Z", 0, true},
		{"2025-03-09T02:30:00Z", "", 0, false}, // clocks put forward
		{"2025-03-09T03:00:00Z", "2025-03-09T07:00:00Z", 0, true},
		{"2025-11-02T00:59:59Z", "2025-11-02T04:59:59Z", 0, true},
		{"2025-11-02T01:30:00Z", "2025-11-02T05:30:00Z", span.Hour, true}, // shown twice
		{"2025-11-02T02:00:00Z", "2025-11-02T07:00:00Z", 0, true},
	} {
		at, twice, ok := w.at(instant(t, c.reading))
		if ok != c.ok || ok && (at != instant(t, c.want) || twice != c.twice) {
			t.Errorf("%s is %v, again %v later, %v", c.reading, at.Time(), twice, ok)
		}
	}
}

// TestWallClockAgreesWithTime compares every quarter of an hour of a year with
// what package time makes of it, in zones with odd rules.
func TestWallClockAgreesWithTime(t *testing.T) {
	for _, zone := range []string{"UTC", "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca", "Pacific/Chatham"} {
		loc, err := span.LoadZone(zone)
		if err != nil {
			t.Fatal(err)
		}
		w := &wallClock{loc: loc}
		for u := instant(t, "2025-01-01T00:00:00Z"); u < instant(t, "2026-01-01T00:00:00Z"); u += span.Instant(15 * span.Minute) {
			_, off := u.Time().In(loc).Zone()
			reading := u.Add(span.Length(off) * span.Second)
			at, twice, ok := w.at(reading)
			if !ok || at != u && at.Add(twice) != u {
				t.Fatalf("%s: %v reads %v, which gives %v and %v later", zone, u.Time(), reading.Time().Format(time.DateTime), at.Time(), twice)
			}
		}
	}
}
