package deadline

import (
	"errors"
	"testing"
)

func TestParsePeriod(t *testing.T) {
	for text, want := range map[string]string{
		"14 days":                             "14 days",
		"within fourteen (14) days":           "14 days",
		"Twenty-One days":                     "21 days",
		"ninety days":                         "90 days",
		"ten days":                            "10 days",
		"a period of 30 calendar days":        "30 days",
		"not to exceed 14 days":               "14 days",
		"48-hour":                             "48 hours",
		"72h":                                 "72 hours",
		"in 1 hour":                           "1 hour",
		"two weeks":                           "2 weeks",
		"six months":                          "6 months",
		"one year":                            "1 year",
		"second business day, 4:00 pm":        "2 business days, 16:00",
		"2nd court day at 4 p.m.":             "2 business days, 16:00",
		"the end of the next business day":    "1 business day",
		"3 business days":                     "3 business days",
		"21 days before":                      "21 days before",
		"7 days after":                        "7 days",
		"14 days, 17:00":                      "14 days, 17:00",
		"by 5:00 pm on 10 August 2025":        "by 5:00 pm on 10 August 2025",
		"no later than noon on 14 June 2025":  "no later than noon on 14 June 2025",
		"11:59 pm 7 April 2025":               "11:59 pm 7 April 2025",
		"expires at 7:25 pm on 29 March 2025": "expires at 7:25 pm on 29 March 2025",
		"on or before 9 August 2025":          "on or before 9 August 2025",
	} {
		p, err := ParsePeriod(text, "America/New_York")
		if err != nil || p.String() != want {
			t.Errorf("%q: %s, %v, want %s", text, p, err, want)
		}
		if (p.Unit == Fixed) != (want == text && p.Count == 0) {
			t.Errorf("%q is read as %s", text, p.Unit)
		}
	}
	for _, text := range []string{
		"", "days", "0 days", "-14 days", "14", "14 fortnights", "30 minutes", "14 days before trial", "fourteen (15) days", "zero days",
		"10000 days", "second hour", "24 hours, 17:00", "1 day 12 hours", "by 5 pm", "by Saturday", "forever", "thirty-twelve days", "next", "101 years", "1201 months",
	} {
		p, err := ParsePeriod(text, "America/New_York")
		var e *Error
		if !errors.As(err, &e) || e.Hint == "" {
			t.Errorf("%q is read as %s, with the error %v", text, p, err)
		}
	}
}

// What is read as a period is written so that it is read again, to the same.
func FuzzPeriod(f *testing.F) {
	for _, text := range []string{"14 days", "fourteen (14) days", "second business day, 4:00 pm", "48-hour", "21 days before", "by noon on 14 June 2025", "1 h", "a\u00a0day"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePeriod(text, "America/New_York")
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if p.Unit == Fixed {
			if !p.Fixed.Span.Bounded() {
				t.Fatalf("%q has no end", text)
			}
			return
		}
		again, err := ParsePeriod(p.String(), "America/New_York")
		if err != nil || again.String() != p.String() || p.Count < 1 || p.Count > MaxCount {
			t.Fatalf("%q is %s, read again as %s, %v", text, p, again, err)
		}
	})
}
