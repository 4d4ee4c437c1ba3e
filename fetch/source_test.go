package fetch

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/track"
)

func TestSources(t *testing.T) {
	open := 0
	for _, s := range Sources {
		if s.Open {
			open++
		}
		u, err := url.Parse(s.Base)
		if err != nil || u.Scheme != "https" || strings.HasSuffix(s.Base, "/") || s.Documents == "" || s.Terms == "" || s.From == "" {
			t.Errorf("%+v", s)
		}
		if _, err := time.Parse(time.DateOnly, s.Seen); err != nil {
			t.Errorf("%s was seen on %q", s.Name, s.Seen)
		}
		if got, ok := Known(s.Name); !ok || got != s {
			t.Errorf("%s: %+v", s.Name, got)
		}
		if got, err := At(s.Base + "/"); err != nil || got != s {
			t.Errorf("%s: %+v, %v", s.Base, got, err)
		}
	}
	if open == 0 {
		t.Error("nothing is asked unless it is named")
	}
	if _, ok := Known("nobody"); ok {
		t.Error("nobody is known")
	}
}

func TestAt(t *testing.T) {
	for base, want := range map[string]string{
		"https://example.org/globe_history":       "at-example.org",
		"http://192.168.1.7:8080/tar1090":         "at-192.168.1.7-8080-tar1090",
		"https://EXAMPLE.org/../x/globe_history/": "at-example.org-..-x",
		"http://[::1]:80":                         "at----1--80",
	} {
		s, err := At(base)
		if err != nil || s.Name != want || s.Open || strings.ContainsAny(s.Name, `/\`) || s.Name[0] == '.' {
			t.Errorf("%s: %+v, %v", base, s, err)
		}
	}
	for _, bad := range []string{"example.org", "https://x/y?z=1", "https://u:p@x/"} {
		if s, err := At(bad); err == nil {
			t.Errorf("%s: %+v", bad, s)
		}
	}
}

func TestTraceAddress(t *testing.T) {
	s := Source{Base: "https://x/globe_history"}
	for a, want := range map[string]string{
		"A3DC1C":  "https://x/globe_history/2025/03/15/traces/1c/trace_full_a3dc1c.json",
		"~2abc07": "https://x/globe_history/2025/03/15/traces/07/trace_full_~2abc07.json",
		"000001":  "https://x/globe_history/2025/03/15/traces/01/trace_full_000001.json",
	} {
		addr, _ := track.ParseAddress(a)
		if got := (Want{s, addr, ides}).URL(); got != want {
			t.Errorf("%s", got)
		}
	}
}

func TestDays(t *testing.T) {
	for text, want := range map[string][]string{
		"2025-03-15":             {"2025-03-15"},
		"2025-03-15..2025-03-16": {"2025-03-15", "2025-03-16"},
		"2024-02-28..2024-03-01": {"2024-02-28", "2024-02-29", "2024-03-01"},
		"1970-01-01":             {"1970-01-01"},
	} {
		var got []string
		ds, err := ParseDays(text)
		for _, d := range ds {
			got = append(got, d.String())
			if DayOf(d.Start()) != d || DayOf(d.End()) != d+1 || DayOf(d.End().Add(-1)) != d || d.Start().Format(time.RFC3339) != d.String()+"T00:00:00Z" {
				t.Errorf("%s from %s to %s", d, d.Start(), d.End())
			}
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	if ds, err := ParseDays("2024-01-01..2024-12-31"); err != nil || len(ds) != MaxDays {
		t.Errorf("%d days, %v", len(ds), err)
	}
	for _, bad := range []string{"", "today", "2025-3-15", "2025-02-29", "2025-03-15..", "2025-03-16..2025-03-15", "2024-01-01..2025-01-01", "1969-12-31", "2025-03-15..2025-03-16..2025-03-17"} {
		if ds, err := ParseDays(bad); err == nil {
			t.Errorf("%q: %v", bad, ds)
		}
	}
	east := time.FixedZone("", 14*3600)
	if d := DayOf(time.Date(2025, 3, 16, 3, 0, 0, 0, east)); d != ides {
		t.Errorf("%s", d)
	}
}

func TestWhat(t *testing.T) {
	page := "<html><TITLE>A &amp; B</TITLE></html>"
	for _, x := range []struct{ body, kind, want string }{
		{"", "text/html", "nothing"},
		{page, "text/html; charset=utf-8", `37 bytes of text/html with the title "A & B"`},
		{page, "", `37 bytes of HTML with the title "A & B"`},
		{page, "application/json", `37 bytes of HTML, sent as application/json with the title "A & B"`},
		{"{}", "application/json", "2 bytes of application/json"},
		{"{}", "", "2 bytes"},
	} {
		c := &Capture{Body: []byte(x.body), Manifest: Manifest{Tries: []Try{{Hops: []Hop{{Headers: map[string][]string{"Content-Type": {x.kind}}}}}}}}
		if got := c.What(); got != x.want {
			t.Errorf("%q is %s", x.body, got)
		}
	}
	c := &Capture{Body: zipped([]byte(page))}
	if got := c.What(); !strings.HasSuffix(got, ` bytes of HTML with the title "A & B"`) {
		t.Errorf("%s", got)
	}
}
