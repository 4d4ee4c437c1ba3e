package follow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

	"github.com/holdshort/holdshort/docket"
	"github.com/holdshort/holdshort/fetch"
)

// listener is CourtListener's list of a docket's entries, in pages of few. What it
// has is synthetic.
type listener struct {
	clock   *clock
	entries []mirrored
	asked   int
	token   string
}

type mirrored struct {
	id, number, version int
	modified            time.Time
}

func (l *listener) touch(i int) {
	e := l.entries[i]
	e.version++
	e.modified = l.clock.now()
	l.entries = append(slices.Delete(l.entries, i, i+1), e)
}

func (l *listener) add(id int) {
	l.entries = append(l.entries, mirrored{id, id, 0, l.clock.now()})
}

// ServeHTTP lists entries in order of change, five to a page.
func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.asked++
	q := r.URL.Query()
	if r.Header.Get("Authorization") != "Token "+l.token || q.Get("order_by") != "date_modified" || q.Get("docket") != "7" {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	since, _ := time.Parse(time.RFC3339Nano, q.Get("date_modified__gte"))
	cursor, _ := strconv.ParseInt(q.Get("cursor"), 10, 64)
	var out struct {
		Next    *string          `json:"next"`
		Results []map[string]any `json:"results"`
	}
	out.Results = []map[string]any{}
	for i, e := range l.entries {
		if e.modified.Before(since) || e.modified.UnixNano() < cursor {
			continue
		}
		if len(out.Results) == 5 {
			q.Set("cursor", fmt.Sprint(l.entries[i].modified.UnixNano()))
			next := "http://" + r.Host + r.URL.Path + "?" + q.Encode()
			out.Next = &next
			break
		}
		out.Results = append(out.Results, map[string]any{"id": e.id, "docket": "http://x/api/rest/v4/dockets/7/", "entry_number": e.number, "description": fmt.Sprintf("wording %d", e.version),
			"date_filed": "2025-03-15", "date_created": "2025-03-15T16:30:00-07:00", "date_modified": e.modified.Format("2006-01-02T15:04:05.000000-07:00"),
			"recap_sequence_number": "x", "pacer_sequence_number": nil, "recap_documents": []any{}, "resource_uri": "x", "tags": []any{}})
	}
	_ = json.NewEncoder(w).Encode(out)
}

// Entries of a mirror come once however often they are listed; changed ones are
// edits; one that disappears stays. A pass that is cut short goes on.
func TestMirror(t *testing.T) {
	k := &clock{at: monday}
	l := &listener{clock: k, token: "sesame"}
	s := httptest.NewServer(l)
	defer s.Close()
	dir, r := fastDir(t), rand.New(rand.NewPCG(3, 3))
	feed := Feed{Name: "cl", Kind: Mirror, Address: s.URL + "/api/rest/v4/docket-entries/?docket=7", Every: time.Hour, Daily: 1000}
	sleep := func(ctx context.Context, d time.Duration) error { k.add(d); return ctx.Err() }
	ask := fetch.New(fetch.Options{Interval: 1, Tries: 1, Now: k.now, Sleep: sleep}).Ask
	start := func() *Follower {
		f, err := New([]Feed{feed}, Options{Dir: dir, Ask: ask, Readers: Readers(docket.Options{}), Token: "sesame", Now: k.now, Sleep: sleep, Rand: r.Float64})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f, forms, id := start(), map[string]bool{}, 1
	kills := 0
	for range 60 {
		for range r.IntN(14) {
			l.add(id)
			id++
			k.add(time.Second)
		}
		for range r.IntN(4) {
			if len(l.entries) > 0 {
				l.touch(r.IntN(len(l.entries)))
				k.add(time.Second)
			}
		}
		for _, e := range l.entries {
			forms[fmt.Sprintf("id:%d wording %d", e.id, e.version)] = true
		}
		if r.IntN(3) == 0 {
			left := 1 + r.IntN(8)
			f.step = func(string) error {
				if left--; left == 0 {
					return errKilled
				}
				return nil
			}
		}
		if _, err := f.Once(t.Context()); errors.Is(err, errKilled) {
			kills++
			f = start()
			if _, err := f.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
			k.add(time.Hour)
			if _, err := f.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
		} else if err != nil {
			t.Fatal(err)
		}
		f.step = func(string) error { return nil }
		k.add(time.Hour)
		if r.IntN(6) == 0 && len(l.entries) > 0 { // one disappears
			l.entries = slices.Delete(l.entries, 0, 1)
		}
	}
	got, edits := map[string]int{}, 0
	for _, e := range readJournal(t, f, "cl") {
		for _, r := range e.New {
			got[r.Keys[0]+" "+r.Text]++
			edits += len(r.Edits)
		}
	}
	for s := range forms {
		if got[s] != 1 {
			t.Errorf("%s is recorded %d times", s, got[s])
		}
	}
	if len(got) != len(forms) || edits != len(forms)-(id-1) || kills == 0 {
		t.Errorf("%d forms of %d, %d edits of %d, %d kills", len(got), len(forms), edits, len(forms)-(id-1), kills)
	}
	st := f.Status().Feeds[0]
	if len(st.Runs) != 1 || len(st.Gaps) != 0 || !st.Runs[0].From.IsZero() || k.now().Sub(st.Runs[0].To) > 3*time.Hour || st.Stale {
		t.Errorf("%+v", st)
	}
	err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			if b, _ := os.ReadFile(p); strings.Contains(string(b), "sesame") {
				t.Errorf("%s has the token", p)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// A page that sends on to another host is not followed, since the token would go
// there.
func TestMirrorElsewhere(t *testing.T) {
	one := &followed{Feed: Feed{Kind: Mirror, Address: "https://a.example/x?docket=7"}, asks: "https://b.example/x?cursor=1"}
	if _, err := one.page(); err == nil || !strings.Contains(err.Error(), "another host") {
		t.Error(err)
	}
	at := func(hours ...int) (out []Item) {
		for _, h := range hours {
			out = append(out, Item{At: monday.Add(time.Duration(h) * time.Hour)})
		}
		return out
	}
	for want, p := range map[string]*Page{
		"":             {Items: at(1, 2, 2, 3), Next: "/x?cursor=2"},
		"another host": {Next: "https://b.example/x"},
		"in order":     {Items: at(1, 3, 2)},
		"say when":     {Items: []Item{{}}},
	} {
		if err := one.inOrder(p); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	one.asks = "http://a.example/x?cursor=1"
	if _, err := one.page(); err == nil {
		t.Error("from https to http")
	}
	one.asks = "/x?cursor=1"
	if got, err := one.page(); err != nil || got != "https://a.example/x?cursor=1" {
		t.Error(got, err)
	}
}
