package follow

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/fetch"
)

// script is a server that answers by turns, with an hour to a day on its clock.
type script struct {
	clock
	answers []func(http.ResponseWriter)
	at      []time.Duration // when it was asked, from monday
}

func status(code int, retry string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		if retry != "" {
			w.Header().Set("Retry-After", retry)
		}
		w.WriteHeader(code)
	}
}

// synthetic is a feed with items at some minutes of the day.
func synthetic(minutes ...int) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Synthetic</title>`)
	for _, m := range minutes {
		fmt.Fprintf(&b, "<item><title>1:25-cv-00001 X</title><description>[E%d]</description><guid>g%d</guid><pubDate>%s</pubDate></item>", m, m, monday.Add(time.Duration(m)*time.Minute).Format(http.TimeFormat))
	}
	return b.String() + "</channel></rss>\n"
}

func feedOf(minutes ...int) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { fmt.Fprint(w, synthetic(minutes...)) }
}

func (s *script) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	s.at = append(s.at, s.now().Sub(monday))
	next := s.answers[min(len(s.at)-1, len(s.answers)-1)]
	w.Header().Set("Date", s.now().Format(http.TimeFormat))
	next(w)
}

// play follows one feed until the server has been asked n times.
func play(t *testing.T, feed Feed, n int, answers ...func(http.ResponseWriter)) (*script, *Follower) {
	t.Helper()
	s := &script{clock: clock{at: monday}, answers: answers}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	feed.Name, feed.Kind, feed.Address = "f", Window, srv.URL
	sleep := func(ctx context.Context, d time.Duration) error {
		if s.add(d); len(s.at) >= n {
			return errKilled
		}
		return ctx.Err()
	}
	ask := fetch.New(fetch.Options{Interval: 1, Tries: 1, Now: s.now, Sleep: sleep}).Ask
	f, err := New([]Feed{feed}, Options{Dir: t.TempDir(), Ask: ask, Readers: map[Kind]Reader{Window: readRSS}, Now: s.now, Sleep: sleep, Rand: func() float64 { return 0 }})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Run(t.Context()); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	return s, f
}

func when(t *testing.T, what string, got []time.Duration, want ...time.Duration) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: asked at %v, want %v", what, got, want)
	}
}

// A feed is asked at its interval; after failures later and later; when its server
// says; and no more often in a day than declared.
func TestWhen(t *testing.T) {
	m, h := time.Minute, time.Hour
	feed := Feed{Every: 10 * m, Daily: 1000}
	s, _ := play(t, feed, 4, feedOf(0))
	when(t, "well", s.at, 0, 10*m, 20*m, 30*m)
	s, _ = play(t, feed, 7, status(500, ""))
	when(t, "busy", s.at, 0, 5*m, 15*m, 35*m, 65*m, 95*m, 125*m)
	s, _ = play(t, feed, 4, status(500, ""), status(500, ""), feedOf(0))
	when(t, "busy, then well", s.at, 0, 5*m, 15*m, 25*m)
	s, _ = play(t, feed, 3, status(429, "7200"), feedOf(0))
	when(t, "Retry-After in seconds", s.at, 0, 2*h, 2*h+10*m)
	s, _ = play(t, feed, 2, status(503, monday.Add(90*m).Format(http.TimeFormat)), feedOf(0))
	when(t, "Retry-After as a date", s.at, 0, 90*m)
	s, _ = play(t, feed, 2, status(429, "1"), feedOf(0))
	when(t, "Retry-After sooner than the backing off", s.at, 0, 5*m)
	s, _ = play(t, feed, 5, status(403, ""))
	when(t, "refused", s.at, 0, 10*m, 30*m, 70*m, 150*m)
	s, _ = play(t, Feed{Every: 10 * m, Daily: 3}, 5, feedOf(0))
	when(t, "three a day", s.at, 0, 10*m, 20*m, 20*h, 20*h+10*m)
	p, err := ParsePause("Mon 04:15-05:44 UTC")
	if err != nil {
		t.Fatal(err)
	}
	s, _ = play(t, Feed{Every: 10 * m, Daily: 100, Pauses: []Pause{p}}, 4, feedOf(0))
	when(t, "a pause", s.at, 0, 10*m, 105*m, 115*m)
}

// What a run covers, and which gap is reported, worked out by hand.
func TestRuns(t *testing.T) {
	feed := Feed{Every: 10 * time.Minute, Daily: 1000}
	for name, x := range map[string]struct {
		want    string // runs, in minutes of the feed's clock; | for a gap
		answers []func(http.ResponseWriter)
	}{
		"in one piece":                 {"-2..18", []func(http.ResponseWriter){feedOf(-20, -9, -2), feedOf(-9, -2, 4, 9), feedOf(-2, 4, 9, 18)}},
		"all dropped":                  {"-2..-2 | 9..19", []func(http.ResponseWriter){feedOf(-20, -9, -2), feedOf(4, 9), feedOf(4, 9, 19)}},
		"one old item again":           {"-2..-2 | 9..9", []func(http.ResponseWriter){feedOf(-20, -9, -8, -7, -6, -2), feedOf(-20, 4, 9)}},
		"one new item again":           {"-2..-2 | 9..9", []func(http.ResponseWriter){feedOf(-20, -9, -2), feedOf(-2, 4, 9)}},
		"all that there was again":     {"-2..9", []func(http.ResponseWriter){feedOf(-2), feedOf(-2, 4, 9)}},
		"two of the newest again":      {"-2..9", []func(http.ResponseWriter){feedOf(-20, -9, -2), feedOf(-9, -2, 4, 9)}},
		"in another order":             {"-2..9", []func(http.ResponseWriter){feedOf(-20, -9, -2), feedOf(9, -2, 4, -9)}},
		"a failure between":            {"-2..9", []func(http.ResponseWriter){feedOf(-9, -2), status(500, ""), feedOf(-9, -2, 9)}},
		"empty, and nothing is known":  {"none..none | 9..9", []func(http.ResponseWriter){feedOf(), feedOf(9)}},
		"the same, said by its server": {"-2..-2", []func(http.ResponseWriter){feedOf(-9, -2), status(304, "")}},
	} {
		_, f := play(t, feed, len(x.answers), x.answers...)
		at := func(m time.Time) string {
			if m.IsZero() {
				return "none"
			}
			return fmt.Sprint(int(m.Sub(monday).Minutes()))
		}
		var got []string
		for _, r := range f.feeds[0].runs {
			got = append(got, at(r.From)+".."+at(r.To))
		}
		if g := strings.Join(got, " | "); g != x.want {
			t.Errorf("%s: runs %s, want %s", name, g, x.want)
		}
		if g := f.Status().Feeds[0].Gaps; len(g) != len(got)-1 {
			t.Errorf("%s: gaps %v", name, g)
		}
	}
}

// A feed that lists what is younger than some hours, as its court says, may be
// empty in between.
func TestWindowStated(t *testing.T) {
	day := Feed{Every: 10 * time.Minute, Daily: 1000, Window: 24 * time.Hour}
	_, f := play(t, day, 3, feedOf(-9), feedOf(), feedOf(15))
	if r := f.feeds[0].runs; len(r) != 1 || !r[0].To.Equal(monday.Add(15*time.Minute)) {
		t.Errorf("%+v", r)
	}
	day.Every = 25 * time.Hour
	if _, f = play(t, day, 2, feedOf(-9), feedOf(1400)); len(f.feeds[0].runs) != 2 {
		t.Errorf("%+v", f.feeds[0].runs)
	}
}

// A feed is stale when it brings nothing, and when it says that it was made long
// ago.
func TestStale(t *testing.T) {
	s, f := play(t, Feed{Every: 10 * time.Minute, Daily: 1000}, 2, feedOf(0), status(500, ""))
	if f.Status().Feeds[0].Stale {
		t.Error("stale at once")
	}
	s.add(2 * time.Hour)
	if !f.Status().Feeds[0].Stale {
		t.Error("not stale after two hours")
	}
	old := func(w http.ResponseWriter) {
		fmt.Fprint(w, strings.Replace(synthetic(-200), "<item>", "<lastBuildDate>"+monday.Add(-3*time.Hour).Format(http.TimeFormat)+"</lastBuildDate><item>", 1))
	}
	if _, f = play(t, Feed{Every: 10 * time.Minute, Daily: 1000}, 2, old); !f.Status().Feeds[0].Stale {
		t.Error("a feed that stands still is not stale")
	}
}

// A journal that was changed, or is of another feed, is an error that names the
// line.
func TestDamagedJournal(t *testing.T) {
	_, f := play(t, Feed{Every: 10 * time.Minute, Daily: 1000}, 3, feedOf(-9, -2), feedOf(-9, -2, 3), feedOf(-2, 3, 12))
	name := f.journal("f")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(b), "\n")
	for want, text := range map[string]string{
		"":                            string(b),
		"line 3: poll 3 stands in":    lines[0] + lines[1] + lines[3],
		"line 2: no line":             lines[0] + "\x00\x00\n" + lines[2],
		"line 2: no line of":          lines[0] + strings.Replace(lines[1], `"n":1`, `"n":1,"mood":2`, 1),
		"line 2: record 1":            lines[0] + strings.Replace(lines[1], `"digest":"sha256:`, `"digest":"`, 1),
		"version 2":                   strings.Replace(string(b), `"follow":1`, `"follow":2`, 1),
		"give the other feed another": strings.Replace(string(b), `"feed":"f"`, `"feed":"g"`, 1),
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := New([]Feed{f.feeds[0].Feed}, f.opts)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), filepath.Base(name))) {
			t.Errorf("%s: %v", want, err)
		}
	}
	// Without its journal a feed is read again from what was kept: the same records.
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	again, err := New([]Feed{f.feeds[0].Feed}, f.opts)
	if err != nil {
		t.Fatal(err)
	}
	now, err := os.ReadFile(name)
	if err != nil || string(now) != string(b) {
		t.Errorf("the journal made again differs: %v\n%s\n%s", err, b, now)
	}
	if len(again.feeds[0].records) != 4 {
		t.Errorf("%d records", len(again.feeds[0].records))
	}
}

// How late an item may come and still be seen is the least over the polls: here 7
// minutes, from the item at -9 that the second poll still listed to when the first
// was made, at -2.
func TestLate(t *testing.T) {
	_, f := play(t, Feed{Every: 10 * time.Minute, Daily: 1000}, 3, feedOf(-20, -9, -2), feedOf(-9, -2, 4, 9), feedOf(-2, 4, 9, 18))
	if r := f.feeds[0].runs[0]; r.Late == nil || *r.Late != 7*60 || r.Polls != 3 {
		t.Errorf("%+v", r)
	}
}

// A feed covers no more than until now, whatever it says of itself.
func TestAhead(t *testing.T) {
	for name, x := range map[string]struct {
		built, date string
		want        time.Duration
	}{
		"made ahead of its time":                {"Mon, 10 Mar 2025 09:00:00 GMT", "", time.Minute},
		"made ahead, by the server's clock":     {"Mon, 10 Mar 2025 09:00:00 GMT", "Mon, 10 Mar 2025 04:00:30 GMT", 30 * time.Second},
		"made before":                           {"Mon, 10 Mar 2025 03:50:00 GMT", "Mon, 10 Mar 2025 04:00:30 GMT", -10 * time.Minute},
		"it does not say, and an item is ahead": {"", "", time.Minute},
	} {
		p := &Page{Items: []Item{{At: monday.Add(2 * time.Hour), Content: "a"}}}
		p.Built, _ = time.Parse(dateHeader, x.built)
		w, _ := listed(p, &kept{asked: monday, received: monday.Add(time.Minute), head: func(string) string { return x.date }})
		if got := w.to.Sub(monday); got != x.want {
			t.Errorf("%s: until %s, want %s", name, got, x.want)
		}
	}
}
