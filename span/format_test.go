package span

import (
	"testing"
	"time"
)

func zoneFor(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestFormatSpan(t *testing.T) {
	for _, c := range []struct{ span, zone, want string }{
		{"2025-03-15T21:26", newYork, "15 Mar 2025 17:26 EDT"},
		{"2025-03-15T21:25 … 2025-03-15T21:26", newYork, "15 Mar 2025 17:25–17:26 EDT"},
		{"2025-03-16T03:30 … 2025-03-16T05:00", newYork, "15 Mar 2025 23:30 – 16 Mar 2025 01:00 EDT"},
		{"2025-03-15T04:00 … 2025-03-16T03:59", newYork, "15 Mar 2025 (day)"},
		{"2025-03-09T05:00 … 2025-03-10T03:59", newYork, "9 Mar 2025 (day)"},
		{"2025-03-15T04:00 … 2025-03-17T03:59", newYork, "15 Mar 2025 – 16 Mar 2025 (days)"},
		{"2025-03-15T21:26:05 … 2025-03-15T21:26:05.999", newYork, "15 Mar 2025 17:26:05 EDT"},
		{"2025-03-15T21:26:05.250 … 2025-03-15T21:26:05.250", newYork, "15 Mar 2025 17:26:05.250 EDT"},
		{"2025-03-15T21:26:00 … 2025-03-15T21:26:29.999", newYork, "15 Mar 2025 17:26:00–17:26:29 EDT"},
		{"2025-03-15T21:26:00.000 … 2025-03-15T21:26:00.000", newYork, "15 Mar 2025 17:26:00.000 EDT"},
		{"2025-11-02T05:30 … 2025-11-02T06:30", newYork, "2 Nov 2025 01:30 EDT–01:30 EST"},
		{"≥ 2025-03-15T21:26", newYork, "not before 15 Mar 2025 17:26 EDT"},
		{"≤ 2025-03-15T21:26", newYork, "not after 15 Mar 2025 17:26 EDT"},
		{"≤ 2025-03-15T21:26:59.998", newYork, "not after 15 Mar 2025 17:26:59.998 EDT"},
		{"2025-03-16T04:10", elSalvador, "15 Mar 2025 22:10 CST"},
		{"2025-07-18T22:43", "America/Caracas", "18 Jul 2025 18:43 UTC-04:00"},
		{"2025-07-05T04:00", "Africa/Juba", "5 Jul 2025 06:00 CAT"},
		{"2025-07-05T04:00", "UTC", "5 Jul 2025 04:00 UTC"},
		{"2025-07-05T04:00", "UTC-04:00", "5 Jul 2025 00:00 UTC-04:00"},
	} {
		if got := FormatSpan(ends(t, c.span), zoneFor(t, c.zone)); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.span, c.zone, got, c.want)
		}
	}
	if got := FormatSpan(Ever, time.UTC); got != "at a time not in evidence" {
		t.Error(got)
	}
	if got := FormatSpan(Span{}, time.UTC); got != "no time" {
		t.Error(got)
	}
}

// What is shown of minutes reads back as the same span.
func TestFormattedSpansReadBack(t *testing.T) {
	for _, zone := range []string{newYork, "UTC", "America/Caracas", "Europe/Dublin"} {
		loc := zoneFor(t, zone)
		for lo := utc(t, "2025-01-05T10:11"); lo < utc(t, "2025-12-20T00:00"); lo += Instant(13*Day + 37*Minute) {
			for _, l := range []Length{Minute, 7 * Minute, 40 * Hour} {
				s := Of(lo, lo.Add(l)-1)
				back, err := Parse(FormatSpan(s, loc), Context{Zone: zone})
				if err != nil || back.Span != s {
					t.Fatalf("%q reads back as %v, %v", FormatSpan(s, loc), back, err)
				}
			}
		}
	}
}

func TestFormatInstant(t *testing.T) {
	loc := zoneFor(t, newYork)
	at := utc(t, "2025-03-15T21:26")
	for want, got := range map[string]string{
		"15 Mar 2025 17:26 EDT":    FormatInstant(at, loc, true),
		"17:26 EDT":                FormatInstant(at, loc, false),
		"17:26:05 EDT":             FormatInstant(at+5000, loc, false),
		"17:26:05.007 EDT":         FormatInstant(at+5007, loc, false),
		"any time":                 FormatInstant(End, loc, true),
		"2025-03-15T21:26:00Z":     at.RFC3339(),
		"2025-03-15T21:26:00.001Z": (at + 1).RFC3339(),
		"1969-12-31T23:59:59.999Z": Instant(-1).RFC3339(),
		"":                         Beginning.RFC3339(),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	in, err := at.In("Eastern")
	if err != nil || in.Hour() != 17 || FromTime(in) != at {
		t.Errorf("%v %v", in, err)
	}
}
