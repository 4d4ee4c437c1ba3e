package span

import (
	"errors"
	"testing"
)

func FuzzParse(f *testing.F) {
	for _, c := range append(sheetCases, formCases...) {
		f.Add(c.text, c.zone, c.date)
	}
	for _, text := range []string{"1 am - 2 am", "12:00 ± 9 d", "\xff", "from on", "between and", "not", "2025-03-15T", "+-", "at the", "-", "15-"} {
		f.Add(text, newYork, "2025-03-15")
	}
	f.Fuzz(func(t *testing.T, text, zone, date string) {
		s, err := Parse(text, Context{zone, date})
		if err != nil {
			var e *ParseError
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(text) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if s.Span.Empty() || s.Span == Ever || s.Zone == "" || s.Precision == "" || s.Text != text {
			t.Fatalf("%q: %+v", text, s)
		}
		if loc, err := LoadZone(s.Zone); err != nil || loc.String() != s.Zone && zone != s.Zone {
			t.Fatalf("%q: zone %q, %v", text, s.Zone, err)
		}
		for _, end := range []Instant{s.Span.Earliest(), s.Span.Latest()} {
			if end == Beginning || end == End {
				continue
			}
			back, err := Parse(end.RFC3339(), Context{})
			if err != nil || back.Span.Earliest() != end {
				if y := end.Time().Year(); y >= minYear && y <= maxYear {
					t.Fatalf("%q: %q reads back as %+v, %v", text, end.RFC3339(), back, err)
				}
			}
		}
	})
}
