package span

import (
	"math/rand"
	"testing"
)

func TestParseCivil(t *testing.T) {
	for text, want := range map[string]Civil{
		"1 year": {1, 0, 0}, "14 days": {0, 0, 14}, "6 months": {0, 6, 0}, "P1Y": {1, 0, 0}, "P1Y6M": {1, 6, 0}, "P2W": {0, 0, 14},
		"2 weeks": {0, 0, 14}, "1 year 6 months": {1, 6, 0}, "1 year 2 months 1 week 3 days": {1, 2, 10}, "P0D": {},
	} {
		c, err := ParseCivil(text)
		if err != nil || c != want {
			t.Errorf("%q is %v, %v", text, c, err)
		}
		if again, err := ParseCivil(c.String()); err != nil || again != c {
			t.Errorf("%v is written %q", c, c.String())
		}
	}
	for _, text := range []string{"", "P", "1", "year", "1 fortnight", "1 day 1 year", "1.5 years", "-1 year", "1 hour", "PT1H", "P1Y ", "1 year ", "999999 days", "P1"} {
		if c, err := ParseCivil(text); err == nil {
			t.Errorf("%q is accepted as %v", text, c)
		}
	}
}

func TestAddCivil(t *testing.T) {
	for _, c := range []struct {
		from    string
		y, m, d int
		want    string
	}{
		{"2025-03-15T21:00 … 2025-03-16T03:59", 1, 0, 0, "2026-03-15T21:00 … 2026-03-16T03:59"}, // evening to evening
		{"2025-03-15T21:26", 0, 0, 14, "2025-03-29T21:26"},                                      // both EDT
		{"2025-03-08T17:00", 0, 0, 1, "2025-03-09T16:00"},                                       // noon EST to noon EDT: 23 h
		{"2024-02-29T17:00", 1, 0, 0, "2025-02-28T17:00 … 2025-03-01T17:00"},                    // 28 February or 1 March
		{"2025-01-31T17:00", 0, 1, 0, "2025-02-28T17:00 … 2025-03-01T17:00"},                    // the last day or the next
		{"2025-03-08T07:30", 0, 0, 1, "2025-03-09T06:30 … 2025-03-09T07:30"},                    // 02:30 does not exist
		{"2025-11-01T05:30", 0, 0, 1, "2025-11-02T05:30 … 2025-11-02T06:30"},                    // 01:30 happens twice
		{"2025-03-16T17:00", 0, 0, -14, "2025-03-02T18:00"},                                     // backwards
		{"2024-03-01T04:30 … 2024-03-01T05:30", 1, 0, 0, "2025-03-01T04:30 … 2025-03-02T04:59"}, // 29 February 23:30 to 1 March 00:30
		{"2025-03-08T06:00 … 2025-03-08T08:30", 0, 0, 1, "2025-03-09T06:00 … 2025-03-09T07:59"}, // over the gap
		{"≥ 2025-03-15T21:00", 1, 0, 0, "≥ 2026-03-15T21:00"},                                   //
		{"≤ 2025-03-15T21:00", 1, 0, 0, "≤ 2026-03-15T21:00"},                                   //
		{"2025-01-01T05:00 … 2026-01-01T04:59", 0, 1, 0, "2025-02-01T05:00 … 2026-02-01T04:59"}, // a whole year
	} {
		got, err := AddCivil(ends(t, c.from), c.y, c.m, c.d, newYork)
		if want := ends(t, c.want); err != nil || got != want {
			t.Errorf("%s + %d/%d/%d is %s … %s, %v", c.from, c.y, c.m, c.d, got.lo.RFC3339(), got.hi.RFC3339(), err)
		}
	}
	if s, err := AddCivil(Ever, 1, 0, 0, newYork); s != Ever || err != nil {
		t.Error("Ever has moved")
	}
	if s, err := AddCivil(Span{}, 1, 0, 0, newYork); !s.Empty() || err != nil {
		t.Error("nothing has moved")
	}
	if _, err := AddCivil(At(0), 9000, 0, 0, newYork); err == nil {
		t.Error("the year 10970 is accepted")
	}
	if _, err := AddCivil(At(0), 1, 0, 0, "Nowhere"); err == nil {
		t.Error("a zone is invented")
	}
}

// The result of a span holds the result of each of its moments.
func TestAddCivilHoldsEveryMoment(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	base := utc(t, "2024-01-01T00:00")
	for range 3000 {
		lo := base + Instant(r.Int63n(int64(800*Day)))
		s := Of(lo, lo+Instant(r.Int63n(int64(20*Day))))
		y, m, d := r.Intn(3)-1, r.Intn(25)-12, r.Intn(61)-30
		whole, err := AddCivil(s, y, m, d, newYork)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			at := lo + Instant(r.Int63n(int64(s.hi-s.lo)+1))
			one, err := AddCivil(At(at), y, m, d, newYork)
			if err != nil || Hull(one, whole) != whole {
				t.Fatalf("%v + %d/%d/%d: %v is outside %v", at.RFC3339(), y, m, d, one, whole)
			}
		}
	}
}

func TestCivilWords(t *testing.T) {
	for c, want := range map[Civil]string{
		{}:                             "0 days",
		{Years: 1}:                     "1 year",
		{Months: 6, Days: 14}:          "6 months 14 days",
		{Years: 2, Months: 1, Days: 1}: "2 years 1 month 1 day",
	} {
		if got := c.Words(); got != want {
			t.Errorf("%v is %q, want %q", c, got, want)
		}
	}
}
