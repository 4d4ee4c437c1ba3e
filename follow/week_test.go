package follow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/fetch"
)

var errKilled = errors.New("killed")

// week is a follower of some feeds over a week, killed now and then.
type week struct {
	clock  clock
	end    time.Time
	courts []*court
	feeds  []Feed
	dir    string
	ask    func(context.Context, fetch.Request) (*fetch.Capture, error)
	r      *rand.Rand
	kills  int
}

func newWeek(t *testing.T, seed uint64, first, n int, every, length time.Duration) *week {
	w := &week{clock: clock{at: monday}, end: monday.Add(length), dir: fastDir(t), r: rand.New(rand.NewPCG(seed, 99))}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		i, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		if err != nil {
			t.Error(err)
			return
		}
		w.courts[i].serve(rw, r, w.clock.now(), true)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	t.Cleanup(s.Close)
	for i := range n {
		w.courts = append(w.courts, newCourt(seed, first+i, w.end))
		f := Feed{Name: fmt.Sprintf("f%d", i), Kind: Window, Address: fmt.Sprintf("%s/%d", s.URL, i), Every: every, Daily: 1 << 30}
		if c := w.courts[i]; c.policy == hours && i%2 == 0 {
			f.Window = c.window
		}
		w.feeds = append(w.feeds, f)
	}
	w.ask = fetch.New(fetch.Options{Interval: 1, Tries: 1, Stall: 200 * time.Millisecond, Now: w.clock.now, Sleep: w.sleep}).Ask
	return w
}

// fastDir is a folder in memory where there is one: a week's polls are many.
func fastDir(t testing.TB) string {
	dir, err := os.MkdirTemp("/dev/shm", "follow")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (w *week) sleep(ctx context.Context, d time.Duration) error {
	w.clock.add(d)
	if w.clock.now().After(w.end) {
		return context.DeadlineExceeded
	}
	return ctx.Err()
}

// follower is a fresh Follower, as after a start of the program, that is killed
// after some steps.
func (w *week) follower(t *testing.T, readers map[Kind]Reader) *Follower {
	t.Helper()
	f, err := New(w.feeds, Options{Dir: w.dir, Ask: w.ask, Readers: readers, Now: w.clock.now, Sleep: w.sleep, Rand: w.r.Float64})
	if err != nil {
		t.Fatal(err)
	}
	left := 200 + w.r.IntN(3000)
	f.step = func(string) error {
		if left--; left == 0 {
			w.kills++
			return errKilled
		}
		return nil
	}
	return f
}

func (w *week) run(t *testing.T) *Follower {
	readers := map[Kind]Reader{Window: readRSS}
	for {
		f := w.follower(t, readers)
		switch err := f.Run(t.Context()); {
		case errors.Is(err, context.DeadlineExceeded):
			return w.follower(t, readers)
		case errors.Is(err, errKilled):
			if w.r.IntN(2) == 0 { // the disk had part of the line that was being written
				w.tear(t)
			}
			w.clock.add(time.Duration(w.r.IntN(300)) * time.Second)
		default:
			t.Fatal(err)
		}
	}
}

// tear adds the beginning of a line to a journal.
func (w *week) tear(t *testing.T) {
	name := filepath.Join(w.dir, "follow", w.feeds[w.r.IntN(len(w.feeds))].Name+".jsonl")
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, _ = f.WriteString(`{"n":7,"asked_at":"2025-`)
}

// tally is what a week came to.
type tally struct {
	polls, good, records, edits, either, falseEdits, things, covered, lost, gaps, kills int
	held, whole                                                                         time.Duration
}

// A week of 200 feeds, in which everything goes wrong that is known to: what was
// ever listed at a poll that was read is recorded once, edits as edits, and what
// was never seen lies outside what is said to be covered.
func TestWeek(t *testing.T) {
	groups, each := 10, 20
	if testing.Short() {
		groups, each = 2, 5
	}
	var sum tally
	for g := range groups {
		every := time.Hour
		if g > 2 {
			every = 2 * time.Hour // longer than some feeds list what they have
		}
		w := newWeek(t, uint64(1000+g), g*each, each, every, 7*24*time.Hour)
		f := w.run(t)
		sum.kills += w.kills
		for i, one := range f.feeds {
			check(t, fmt.Sprintf("seed %d, feed %d", 1000+g, i), w.courts[i], one, f, &sum)
		}
	}
	t.Logf("%d polls, %d of them read; %d kills; %d things, %d covered, %d never seen; %d records, %d edits, %d of one of several, %d of none; %d gaps; %.1f %% of the time covered",
		sum.polls, sum.good, sum.kills, sum.things, sum.covered, sum.lost, sum.records, sum.edits, sum.either, sum.falseEdits, sum.gaps, 100*sum.held.Hours()/sum.whole.Hours())
	if sum.kills < groups || sum.lost == 0 || sum.edits == 0 || sum.gaps == 0 || sum.covered < sum.things/2 || sum.held < sum.whole*6/10 {
		t.Errorf("too little happened to show anything: %+v", sum)
	}
	// What comes beside an edit of the same filing can be taken for it.
	if sum.falseEdits*100 > sum.edits {
		t.Errorf("%d of %d are taken for edits and are none", sum.falseEdits, sum.edits)
	}
}

// check holds a journal against what the court did.
func check(t *testing.T, name string, c *court, one *followed, f *Follower, sum *tally) {
	t.Helper()
	entries := readJournal(t, f, one.Name)
	// What each poll that was read held, by the court's own account.
	want := map[cite.Digest]bool{}
	for _, e := range entries {
		sum.polls++
		if e.Outcome == Read || e.Outcome == Same {
			sum.good++
			contents, ok := c.served[e.Asked]
			if !ok {
				t.Errorf("%s: a poll at %s was read, and nothing whole was sent", name, e.Asked)
			}
			for _, s := range contents {
				want[cite.Sum([]byte(s))] = true
			}
		}
	}
	got := map[cite.Digest]Record{}
	for _, e := range entries {
		for _, r := range e.New {
			d, err := cite.ParseDigest(r.Digest)
			if err != nil {
				t.Fatal(err)
			}
			if _, twice := got[d]; twice {
				t.Errorf("%s: %q is recorded twice", name, r.Text)
			}
			if got[d] = r; !want[d] {
				t.Errorf("%s: %q was never sent", name, r.Text)
			}
		}
	}
	for d := range want {
		if _, ok := got[d]; !ok {
			t.Errorf("%s: something that was sent is not recorded", name)
		}
	}
	sum.records += len(got)
	if names, err := filepath.Glob(f.path(folder(one.Name) + "/*/*/*/*" + manifestEnd)); err != nil || len(names) != len(entries) {
		t.Errorf("%s: %d captures and %d lines, %v", name, len(names), len(entries), err)
	}
	checkEdits(t, name, c, got, sum)
	checkCover(t, name, c, one, got, sum)
}

func checkEdits(t *testing.T, name string, c *court, got map[cite.Digest]Record, sum *tally) {
	t.Helper()
	of := map[int]*thing{} // by record
	for _, th := range c.things {
		for i := range th.forms {
			if r, ok := got[cite.Sum([]byte(th.content(c.title, i)))]; ok {
				of[r.ID] = th
			}
		}
	}
	for _, th := range c.things {
		before := 0
		for i := range th.forms {
			r, ok := got[cite.Sum([]byte(th.content(c.title, i)))]
			if !ok {
				continue
			}
			if before > 0 {
				sum.edits++
				if !slices.Contains(r.Edits, before) {
					t.Errorf("%s: record %d, %q, edits %v and not %d", name, r.ID, r.Text, r.Edits, before)
				}
			}
			before = r.ID
			if len(r.Edits) == 1 && of[r.Edits[0]] != th {
				sum.falseEdits++
			}
			if len(r.Edits) > 1 {
				sum.either++
			}
		}
	}
}

// checkCover looks for a thing that was never seen where the runs say that nothing
// can be missing.
func checkCover(t *testing.T, name string, c *court, one *followed, got map[cite.Digest]Record, sum *tally) {
	t.Helper()
	for _, th := range c.things {
		seen := slices.ContainsFunc(th.forms, func(f form) bool {
			_, ok := got[cite.Sum([]byte(strings.Join([]string{c.title, f.text, f.guid, th.pub.Format(http.TimeFormat)}, "\n")))]
			return ok
		})
		covered := false
		for _, r := range one.runs {
			if r.Late != nil && th.shown.After(r.First) && !th.shown.After(r.Last) && th.pub.After(r.From) && th.pub.Before(r.To) && th.shown.Sub(th.pub) <= time.Duration(*r.Late)*time.Second {
				covered = true
			}
		}
		if th.shown.After(monday) {
			sum.things++
		}
		switch {
		case covered && !seen:
			t.Errorf("%s: what was entered at %s and shown at %s was never seen, and is said to be covered", name, th.pub, th.shown)
		case covered:
			sum.covered++
		case !seen && th.shown.After(one.runs[0].First) && !th.shown.After(one.lastGood):
			sum.lost++
		}
	}
	for i, r := range one.runs {
		if i > 0 && r.From.Before(one.runs[i-1].To) {
			t.Errorf("%s: runs overlap: %+v", name, one.runs[i-1:i+1])
		}
		sum.held += r.To.Sub(r.From)
	}
	sum.gaps += len(gaps(one.runs))
	sum.whole += one.lastAsked.Sub(monday)
}

func readJournal(t *testing.T, f *Follower, name string) []Entry {
	t.Helper()
	b, err := os.ReadFile(f.journal(name))
	if err != nil {
		t.Fatal(err)
	}
	var out []Entry
	for i, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n") {
		if i == 0 {
			continue
		}
		var e Entry
		if err := strict([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}
