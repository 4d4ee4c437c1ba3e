package span

import (
	"math"
	"testing"
)

func TestParseLength(t *testing.T) {
	for text, want := range map[string]Length{
		"10m": 10 * Minute, "1h30m": 90 * Minute, "14 days": 14 * 24 * Hour, "PT10M": 10 * Minute, "90 s": 90 * Second,
		"500 ms": 500, "48 h": 48 * Hour, "-PT5M": -5 * Minute, "PT26H3M": 26*Hour + 3*Minute, "PT48M0.001S": 48*Minute + 1,
		"5 h 12 min 0 s": 5*Hour + 12*Minute, "2 d 3 h 0 min": 51 * Hour, "0 s": 0, "PT0S": 0, "1.5s": 1500, "2 weeks": 14 * Day,
		"P14D": 14 * Day, "P1DT2H": 26 * Hour, "P2W": 14 * Day, "-10m": -10 * Minute, "−1h": -Hour, "1 hour 1 minute": 61 * Minute,
		"PT1.5S": 1500,
	} {
		if l, err := ParseLength(text); err != nil || l != want {
			t.Errorf("%q is %d, %v; want %d", text, l, err, want)
		}
	}
	for _, text := range []string{
		"", "10", "m", "37–42 min", "37-42 min", "10 m ", " 10 m", "1.5h", "30m1h", "1h1h", "P1Y", "P1M", "P", "PT", "P1D T1H", "P1DT",
		"1h-30m", "10 fortnights", "PT1H1H", "1.2345s", "1.s", "--1h", "999999 days", "99999999999999999999 s", "pt5m", "PT5M ", "1  h",
	} {
		if l, err := ParseLength(text); err == nil {
			t.Errorf("%q is accepted as %d", text, l)
		}
	}
}

func TestLengthIsWritten(t *testing.T) {
	for _, c := range []struct {
		l          Length
		iso, words string
	}{
		{0, "PT0S", "0 s"}, {1, "PT0.001S", "0 s"}, {-1, "-PT0.001S", "0 s"}, {48*Minute + 1, "PT48M0.001S", "48 min 0 s"},
		{-5 * Minute, "-PT5M", "-5 min 0 s"}, {26*Hour + 3*Minute, "PT26H3M", "1 d 2 h 3 min"}, {5*Hour + 12*Minute, "PT5H12M", "5 h 12 min 0 s"},
		{51*Hour + 59*Second, "PT51H59S", "2 d 3 h 0 min"}, {51*Minute + 59999, "PT51M59.999S", "51 min 59 s"}, {1500, "PT1.5S", "1 s"},
		{math.MinInt64, "-PT2562047788015H12M55.808S", "-106751991167 d 7 h 12 min"},
	} {
		if c.l.ISO() != c.iso || c.l.Words() != c.words {
			t.Errorf("%d is %q, %q; want %q, %q", c.l, c.l.ISO(), c.l.Words(), c.iso, c.words)
		}
	}
}

func TestAddStopsAtTheEnds(t *testing.T) {
	for _, c := range []struct {
		t    Instant
		l    Length
		want Instant
	}{
		{Beginning, Hour, Beginning}, {End, -Hour, End}, {End - 1, Hour, End}, {Beginning + 1, -Hour, Beginning}, {5, -6, -1},
	} {
		if got := c.t.Add(c.l); got != c.want {
			t.Errorf("%d + %d is %d", c.t, c.l, got)
		}
	}
}

func FuzzParseLength(f *testing.F) {
	for _, s := range []string{"10m", "1h30m", "PT48M0.001S", "-PT5M", "5 h 12 min 0 s", "2 d 3 h", "P2W", "−90 s", "0.5 s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ParseLength(text)
		if err != nil {
			if _, ok := err.(*ParseError); !ok {
				t.Fatalf("%q: %T", text, err)
			}
			return
		}
		again, err := ParseLength(l.ISO())
		if err != nil || again != l || again.ISO() != l.ISO() {
			t.Fatalf("%q is %d, written %q, read %d, %v", text, l, l.ISO(), again, err)
		}
		if words, err := ParseLength(l.Words()); err != nil || words > max(l, -l) && l >= 0 || l-words >= Minute || words-l >= Minute {
			t.Fatalf("%q is %d, in words %q, read %d, %v", text, l, l.Words(), words, err)
		}
	})
}
