package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The server answers to its own names alone, so that no other site can make a
// browser take this server for its own (DNS rebinding).
func TestHosts(t *testing.T) {
	dir := folderWith(t, nil)
	if err := os.WriteFile(filepath.Join(dir, "case.yaml"), []byte("case: {id: x, caption: In re X, zone: UTC}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s := serve(t, dir, "case.example", "proxy.example:8443")
	_, port, _ := strings.Cut(strings.TrimPrefix(s.base, "http://"), ":")
	for host, want := range map[string]int{
		"127.0.0.1:" + port: 200, "localhost:" + port: 200, "LOCALHOST:" + port: 200, "[::1]:" + port: 200, "127.0.0.2:" + port: 200,
		"case.example": 200, "Case.Example": 200, "case.example:" + port: 200, "case.example.": 200, "proxy.example:8443": 200,
		"evil.example": 421, "evil.example:" + port: 421, "127.0.0.1": 421, "127.0.0.1:1": 421, "localhost": 421, "localhost.evil.example:" + port: 421,
		"127.0.0.1.nip.example:" + port: 421, "10.0.0.1:" + port: 421, "0.0.0.0:" + port: 421, "proxy.example": 421, "proxy.example:1": 421, "case.example.evil.example": 421,
	} {
		for _, path := range []string{"/", "/api/cases", "/assets/none"} {
			g := s.ask("GET", path, func(r *http.Request) { r.Host = host })
			if path == "/assets/none" && want == 200 {
				want = 404
			}
			if g.status != want {
				t.Errorf("%s at %s: status %d, want %d", host, path, g.status, want)
			}
			if want == 404 {
				want = 200
			}
		}
	}
	if _, err := New(Options{Dir: dir, Load: loadFiles, Names: []string{"x; script-src *"}}); err == nil {
		t.Error("a name that is none is taken")
	}
}

// What another site's page asks for it does not get, and nothing is changed but
// by a page of our own.
func TestOrigins(t *testing.T) {
	s, _ := toy(t)
	header := func(kv ...string) func(*http.Request) {
		return func(r *http.Request) {
			for i := 0; i < len(kv); i += 2 {
				r.Header.Set(kv[i], kv[i+1])
			}
		}
	}
	for i, x := range []struct {
		method, path string
		more         func(*http.Request)
		want         int
	}{
		{"GET", "/api/cases", header(), 200},
		{"GET", "/api/cases", header("Origin", s.base), 200},
		{"GET", "/api/cases", header("Origin", "http://evil.example"), 403},
		{"GET", "/api/cases", header("Origin", "null"), 403},
		{"GET", "/api/cases", header("Origin", s.originals), 403},
		{"GET", "/api/cases", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"), 403},
		{"GET", "/assets/none", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"), 403},
		{"GET", "/c/toy/", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"), 200},
		{"GET", "/c/toy/", header("Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors"), 200},
		{"POST", "/api/cases", header(), 403},
		{"POST", "/api/cases", header("Origin", "http://evil.example", "Content-Type", jsonType, tokenHeader, s.token), 403},
		{"POST", "/api/cases", header("Origin", s.base, "Content-Type", "text/plain", tokenHeader, s.token), 400},
		{"POST", "/api/cases", header("Origin", s.base, "Content-Type", "application/x-www-form-urlencoded", tokenHeader, s.token), 400},
		{"POST", "/api/cases", header("Origin", s.base, "Content-Type", jsonType), 403},
		{"POST", "/api/cases", header("Origin", s.base, "Content-Type", jsonType, tokenHeader, "guess"), 403},
		{"POST", "/api/cases", header("Origin", s.base, "Content-Type", jsonType, tokenHeader, s.token), 405},
		{"PUT", "/c/toy/", header(), 405},
		{"DELETE", "/api/cases/toy", header(), 405},
		{"OPTIONS", "/api/cases/toy", header("Origin", s.base), 405},
		{"TRACE", "/", header(), 405},
	} {
		g := s.ask(x.method, x.path, x.more)
		if g.status != x.want {
			t.Errorf("%d: %s %s: status %d, want %d: %.200s", i, x.method, x.path, g.status, x.want, g.body)
		}
		if g.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%d: another site may read the answer", i)
		}
		if x.want == 405 && !strings.Contains(g.header.Get("Allow"), "GET") {
			t.Errorf("%d: Allow is %q", i, g.header.Get("Allow"))
		}
		if x.want >= 400 && strings.HasPrefix(x.path, "/api/") {
			var w wrong
			if err := json.Unmarshal([]byte(g.body), &w); err != nil || w.Error == "" || w.Hint == "" {
				t.Errorf("%d: no error with a hint in JSON: %s", i, g.body)
			}
		}
	}
	big := s.ask("POST", "/api/cases", header("Origin", s.base, "Content-Type", jsonType, tokenHeader, s.token), func(r *http.Request) {
		r.Header.Set("Expect", "100-continue") // refused before it is sent
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(make([]byte, MaxBody+1))), MaxBody+1
	})
	if big.status != 413 {
		t.Errorf("a request of %d bytes: status %d", MaxBody+1, big.status)
	}
}

// An answer can be packed, asked for again without being sent again, and asked
// for without its body.
func TestAnswers(t *testing.T) {
	s, _ := toy(t)
	plain := s.ask("GET", "/api/cases/toy")
	packed := s.ask("GET", "/api/cases/toy", func(r *http.Request) { r.Header.Set("Accept-Encoding", "br;q=1, gzip;q=0.5") })
	z, err := gzip.NewReader(strings.NewReader(packed.body))
	if err != nil || packed.header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("not packed: %v", err)
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != plain.body {
		t.Errorf("the packed answer is another: %v", err)
	}
	for _, none := range []string{"", "identity", "gzip;q=0", "gzip; q=0.0", "xgzip"} {
		if g := s.ask("GET", "/api/cases/toy", func(r *http.Request) { r.Header.Set("Accept-Encoding", none) }); g.body != plain.body {
			t.Errorf("Accept-Encoding %q: not as it is", none)
		}
	}
	tag := plain.header.Get("ETag")
	if g := s.ask("GET", "/api/cases/toy", func(r *http.Request) { r.Header.Set("If-None-Match", `"x", W/`+tag) }); g.status != 304 || g.body != "" {
		t.Errorf("asked for again: status %d with %d bytes", g.status, len(g.body))
	}
	if g := s.ask("HEAD", "/api/cases/toy"); g.status != 200 || g.body != "" || g.header.Get("ETag") != tag {
		t.Errorf("HEAD: status %d with %d bytes", g.status, len(g.body))
	}
	for _, href := range []string{s.assets.href("page.css")} {
		if g := s.ask("GET", href); g.status != 200 || !strings.Contains(g.header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(g.header.Get("Content-Type"), "text/css") {
			t.Errorf("%s: status %d, %v", href, g.status, g.header)
		}
	}
}

// Many ask at once while the files change; each gets a whole answer of one
// state, and no more is kept than was meant.
func TestManyAtOnce(t *testing.T) {
	s, dir := toy(t)
	file := filepath.Join(dir, "case.yaml")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{string(b), strings.ReplaceAll(string(b), "Doe et al.", "Poe et al.")}
	var wg sync.WaitGroup
	for n := range 6 {
		wg.Go(func() {
			for i := range 15 {
				path := []string{"/c/toy/", "/api/cases/toy", fmt.Sprintf("/api/cases/toy?as_of=%d", 2031+i%12), "/c/toy/finding?id=in-air-at-oral/ex101", "/", "/c/toy/source?id=W1"}[(n+i)%6]
				g := s.ask("GET", path)
				if g.status >= 500 || strings.Contains(g.body, "Doe et al.") && strings.Contains(g.body, "Poe et al.") {
					t.Errorf("%s: status %d, or of two states", path, g.status)
				}
			}
		})
	}
	for i := range 8 {
		tmp := filepath.Join(t.TempDir(), "new.yaml")
		if err := os.WriteFile(tmp, []byte(texts[i%2]), 0o644); err != nil {
			t.Error(err)
		}
		if err := os.Rename(tmp, file); err != nil {
			t.Error(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	wg.Wait()
	st, err := s.matters[0].now()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 * mostAnswers {
		s.page(fmt.Sprintf("/api/cases/toy?as_of=%d", 2031+i))
	}
	if n, m := len(st.answers.held), len(st.sights.held); n > mostAnswers || m > mostSights {
		t.Errorf("%d answers and %d sights are kept", n, m)
	}
}

// A value that cannot be made is asked for again, also where making it panics.
func TestCacheKeepsNoFailure(t *testing.T) {
	c := &cache[int, int]{most: 2}
	func() {
		defer func() { _ = recover() }()
		_, _ = c.get(1, func() (int, error) { panic("no") })
	}()
	if _, err := c.get(1, func() (int, error) { return 1, nil }); err != errHalfMade {
		t.Errorf("what was half made gives %v", err)
	}
	if v, err := c.get(1, func() (int, error) { return 7, nil }); v != 7 || err != nil {
		t.Errorf("%d, %v", v, err)
	}
	for i := range 5 {
		if v, _ := c.get(i, func() (int, error) { return i, nil }); i != 1 && v != i {
			t.Errorf("%d: %d", i, v)
		}
	}
	if len(c.held) != 2 {
		t.Errorf("%d are kept", len(c.held))
	}
}

// Who listens is told at once how the case stands, and again when its files
// change; nobody listens for ever at a server that ends.
func TestChanges(t *testing.T) {
	s, dir := toy(t)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", s.base+"/api/cases/toy/changes", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if k := resp.Header.Get("Content-Type"); k != "text/event-stream" || resp.Header.Get("Content-Encoding") != "" {
		t.Fatalf("%q, %q", k, resp.Header.Get("Content-Encoding"))
	}
	lines := bufio.NewScanner(resp.Body)
	next := func() changed {
		t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var c changed
				if err := json.Unmarshal([]byte(data), &c); err != nil {
					t.Fatal(err)
				}
				return c
			}
		}
		t.Fatalf("it ended: %v", lines.Err())
		return changed{}
	}
	first := next()
	file := filepath.Join(dir, "more.yaml")
	if err := os.WriteFile(file, []byte("events: []\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	bad := next()
	if bad.Stamp != first.Stamp || len(bad.Trouble) == 0 {
		t.Errorf("files that do not load: %+v", bad)
	}
	if err := os.WriteFile(file, []byte("events:\n  - {id: more, what: more, source: W1}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if second := next(); second.Stamp == first.Stamp || len(second.Trouble) > 0 {
		t.Errorf("files that load: %+v", second)
	}
	s.Close()
	for lines.Scan() {
	}
	if ctx.Err() != nil {
		t.Error("it goes on though the server ended")
	}
}
