package follow

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/holdshort/holdshort/docket"
)

const secret = "/hook/0123456789abcdef"

var here = []netip.Addr{netip.MustParseAddr("127.0.0.1")}

// alert is a docket alert of an entry that never was.
func alert(id, version int) []byte {
	return fmt.Appendf(nil, `{"payload":{"results":[{"id":%d,"docket":7,"date_filed":"2025-03-15","entry_number":%d,"recap_sequence_number":"2025-03-15.001",
"description":"ORDER of wording %d","date_created":"2025-03-15T16:30:00-07:00","date_modified":"2025-03-15T16:%02d:00-07:00","pacer_sequence_number":null,"recap_documents":[]}]},
"webhook":{"version":2,"event_type":1,"date_created":"2025-03-15T16:30:00-07:00","deprecation_date":null}}`, id, id%1000, version, 30+version)
}

func receiver(t *testing.T, dir string) (*Receiver, *[]string) {
	t.Helper()
	var mu sync.Mutex
	told := &[]string{}
	r := &Receiver{Dir: dir, Path: secret, From: here, Now: func() time.Time { return monday }, Tell: func(s string) {
		mu.Lock()
		defer mu.Unlock()
		*told = append(*told, s)
	}}
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	return r, told
}

// send is the status with which a message is answered.
func send(t *testing.T, url, key string, body []byte, set func(*http.Request)) int {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Idempotency-Key", key)
	if set != nil {
		set(q)
	}
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	return resp.StatusCode
}

// Retries, copies and edits, from several senders at once and over restarts: each
// message is kept once, and each entry recorded once, edits as edits.
func TestMessages(t *testing.T) {
	dir, r := fastDir(t), rand.New(rand.NewPCG(7, 7))
	type message struct {
		key  string
		body []byte
	}
	var all []message
	forms := map[string]bool{}
	for id := 1000; id < 1060; id++ {
		for v := range 1 + r.IntN(3) {
			m := message{fmt.Sprintf("key-%d-%d", id, v), alert(id, v)}
			forms[fmt.Sprintf("%d/%d", id, v)] = true
			all = append(all, m)
			for range r.IntN(4) { // the answer was lost, and it is sent again
				all = append(all, m)
			}
			if r.IntN(5) == 0 { // the same content with another key
				all = append(all, message{m.key + "x", m.body})
			}
		}
	}
	distinct := map[string]bool{}
	for _, m := range all {
		distinct[m.key+string(m.body)] = true
	}
	readers := Readers(docket.Options{})
	half, ticks := len(all)/2, 0
	for _, part := range [][]message{all[:half], all[half:], all[:half]} {
		rcv, _ := receiver(t, dir)   // a start of the program
		rcv.Now = func() time.Time { // several messages to a millisecond
			ticks++
			return monday.Add(time.Duration(ticks) * time.Millisecond / 8)
		}
		s := httptest.NewServer(rcv)
		var wg sync.WaitGroup
		for _, m := range part {
			wg.Go(func() {
				if got := send(t, s.URL+secret, m.key, m.body, nil); got != http.StatusAccepted {
					t.Errorf("status %d", got)
				}
			})
			if r.IntN(8) == 0 {
				wg.Wait()
				f, err := New(nil, Options{Dir: dir, Readers: readers})
				if err == nil {
					err = f.Drain()
				}
				if err != nil {
					t.Error(err)
				}
			}
		}
		wg.Wait()
		s.Close()
	}
	f, err := New(nil, Options{Dir: dir, Readers: readers})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Drain(); err != nil {
		t.Fatal(err)
	}
	entries, seen := readJournal(t, f, hookName), map[string]int{}
	first := map[string]int{}
	for _, e := range entries {
		if e.Outcome != Read {
			t.Errorf("%+v", e)
		}
		for _, r := range e.New {
			id := r.Keys[0]
			seen[r.Text+id]++
			if before, ok := first[id]; ok && !slices.Contains(r.Edits, before) {
				t.Errorf("record %d, %s, edits %v and not %d", r.ID, id, r.Edits, before)
			}
			first[id] = r.ID
		}
	}
	if len(entries) != len(distinct) || len(seen) != len(forms) {
		t.Errorf("%d messages of %d, %d entries of %d", len(entries), len(distinct), len(seen), len(forms))
	}
	for s, n := range seen {
		if n != 1 {
			t.Errorf("%s is recorded %d times", s, n)
		}
	}
	if n := len(glob(t, dir, receiptEnd)); n != len(distinct) {
		t.Errorf("%d receipts of %d", n, len(distinct))
	}
}

func glob(t *testing.T, dir, end string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "originals/follow/*/*/*/*/*"+end))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// Whatever is not a message from who may send is answered as if nothing were
// there, and no secret is told.
func TestTurnedAway(t *testing.T) {
	dir := t.TempDir()
	r, told := receiver(t, dir)
	s := httptest.NewServer(r)
	defer s.Close()
	body := alert(1, 0)
	for name, x := range map[string]struct {
		path string
		set  func(*http.Request)
		want int
	}{
		"another path":      {"/hook/0123456789abcdee", nil, 404},
		"a path below":      {secret + "/x", nil, 404},
		"a shorter path":    {secret[:len(secret)-1], nil, 404},
		"a path in escapes": {"/hook/0123456789abcde%66", nil, 404},
		"GET":               {secret, func(q *http.Request) { q.Method = http.MethodGet }, 404},
		"PUT":               {secret, func(q *http.Request) { q.Method = http.MethodPut }, 404},
		"a long key":        {secret, func(q *http.Request) { q.Header.Set("Idempotency-Key", strings.Repeat("k", 300)) }, 413},
		"a long message": {secret, func(q *http.Request) {
			q.Body, q.ContentLength = io.NopCloser(io.LimitReader(zeros{}, MaxMessage+1)), -1
		}, 413},
	} {
		if got := send(t, s.URL+x.path, "k", body, x.set); got != x.want {
			t.Errorf("%s: status %d, want %d", name, got, x.want)
		}
	}
	r.From = []netip.Addr{netip.MustParseAddr("192.0.2.1")}
	if got := send(t, s.URL+secret, "k", body, nil); got != 404 {
		t.Errorf("another sender: status %d", got)
	}
	forwarded := func(v string) func(*http.Request) {
		return func(q *http.Request) { q.Header.Set("X-Forwarded-For", v) }
	}
	if got := send(t, s.URL+secret, "k", body, forwarded("192.0.2.1")); got != 404 {
		t.Errorf("a header of somebody who is no proxy was believed: status %d", got)
	}
	r.Proxies = here
	if got := send(t, s.URL+secret, "k", body, forwarded("192.0.2.1, 198.51.100.7")); got != 404 {
		t.Errorf("what a sender says of itself was believed: status %d", got)
	}
	if got := send(t, s.URL+secret, "k", body, forwarded("")); got != 404 {
		t.Errorf("a proxy that names nobody: status %d", got)
	}
	if n := len(glob(t, dir, "")); n != 0 {
		t.Errorf("%d files", n)
	}
	if got := send(t, s.URL+secret, "k", body, func(q *http.Request) {
		q.Header.Set("X-Forwarded-For", "198.51.100.7, 192.0.2.1")
		q.Header.Set("X-Original-Uri", "https://x"+secret)
		q.Header.Set("Authorization", "Basic cHJveHk6d29yZA==")
		q.Header.Set("Cookie", "session=cHJveHk6d29yZA==")
	}); got != http.StatusAccepted {
		t.Errorf("status %d", got)
	}
	names := glob(t, dir, receiptEnd)
	if len(names) != 1 {
		t.Fatal(names)
	}
	b, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	m, err := readReceipt(names[0])
	if err != nil || m.Sender != "192.0.2.1" || m.Key != "k" || !m.ArrivedAt.Equal(monday) || m.Body.Received != int64(len(body)) {
		t.Errorf("%+v, %v", m, err)
	}
	for _, text := range append(*told, string(b)) {
		if strings.Contains(text, secret) || strings.Contains(text, secret[1:]) || strings.Contains(text, "cHJveHk6d29yZA") {
			t.Errorf("the path or a credential is told: %s", text)
		}
	}
	if kept, err := os.ReadFile(filepath.Join(filepath.Dir(names[0]), m.Body.File)); err != nil || !bytes.Equal(kept, body) {
		t.Errorf("%q, %v", kept, err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// A message that cannot be kept is not accepted, so that it is sent again.
func TestNoRoom(t *testing.T) {
	dir := t.TempDir()
	r, _ := receiver(t, dir)
	s := httptest.NewServer(r)
	defer s.Close()
	if err := os.WriteFile(filepath.Join(dir, "originals"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := send(t, s.URL+secret, "k", alert(1, 0), nil); got != http.StatusInternalServerError {
		t.Errorf("status %d", got)
	}
	if err := os.Remove(filepath.Join(dir, "originals")); err != nil {
		t.Fatal(err)
	}
	if got := send(t, s.URL+secret, "k", alert(1, 0), nil); got != http.StatusAccepted {
		t.Errorf("status %d", got)
	}
}

// What cannot be read, or was altered, has a line that says so, and holds up
// nothing.
func TestUnreadMessages(t *testing.T) {
	dir := t.TempDir()
	r, _ := receiver(t, dir)
	s := httptest.NewServer(r)
	defer s.Close()
	for i, b := range [][]byte{[]byte("not JSON"), alert(1, 0), alert(2, 0)} {
		r.Now = func() time.Time { return monday.Add(time.Duration(i) * time.Second) }
		send(t, s.URL+secret, "k", b, nil)
	}
	altered := glob(t, dir, ".bytes")[1]
	if err := os.Chmod(altered, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(altered, alert(3, 0), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := New(nil, Options{Dir: dir, Readers: Readers(docket.Options{})})
	if err != nil {
		t.Fatal(err)
	}
	e := readJournal(t, f, hookName)
	if len(e) != 3 || e[0].Outcome != Unread || e[1].Outcome != Unread || !strings.Contains(e[1].Why, "altered") || e[2].Outcome != Read || len(e[2].New) != 1 {
		t.Errorf("%+v", e)
	}
}

func TestReceiverCheck(t *testing.T) {
	for want, r := range map[string]*Receiver{
		"does not begin": {Path: "hook/0123456789abcdef", From: here},
		"?#%":            {Path: secret + "?x", From: here},
		"guessed":        {Path: "/hook", From: here},
		"no address":     {Path: secret},
	} {
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
