package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/track"
)

var (
	ides  = mustDay("2025-03-15")
	plane = track.Address{Code: 0xa3dc1c}
)

func mustDay(s string) Day {
	ds, err := ParseDays(s)
	if err != nil {
		panic(err)
	}
	return ds[0]
}

// archive is a server of traces whose answer a test sets, and a folder for what
// it gives.
type archive struct {
	*httptest.Server
	days   *Days
	clock  *clock
	asked  []string // paths
	status int
	body   string
}

func newArchive(t *testing.T) *archive {
	a := &archive{status: 200, body: "trace one"}
	a.Server = server(t, func(w http.ResponseWriter, r *http.Request) {
		a.asked = append(a.asked, r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(a.status)
		fmt.Fprint(w, a.body)
	})
	c, k := client(t, Options{Interval: 1})
	a.clock = k
	a.days = &Days{Client: c, Dir: t.TempDir(), Check: func(b []byte, _ Want) (string, error) {
		if !bytes.HasPrefix(b, []byte("trace")) {
			return "", errors.New("it is no trace")
		}
		return "a trace", nil
	}}
	return a
}

func (a *archive) want(d Day) Want {
	return Want{Source: Source{Name: "test", Base: a.URL + "/globe_history"}, Address: plane, Day: d}
}

func (a *archive) fetch(t *testing.T, d Day) Result {
	t.Helper()
	return a.days.Fetch(t.Context(), a.want(d))
}

// files are all in the folder, with their sizes.
func (a *archive) files(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(a.days.Dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(a.days.Dir, name)
		b, err := os.ReadFile(name)
		if strings.HasSuffix(name, manifestEnd) {
			b = nil
		}
		out[filepath.ToSlash(rel)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (a *archive) expect(t *testing.T, want map[string]string) {
	t.Helper()
	got := a.files(t)
	for name, text := range want {
		if b, ok := got[name]; !ok || b != text {
			t.Errorf("%s: %q, %v", name, b, ok)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the folder has %v", got)
	}
}

const at = "test/2025/03/15/trace_full_a3dc1c"

func TestKeptOnce(t *testing.T) {
	a := newArchive(t)
	r := a.fetch(t, ides)
	if r.Outcome != Kept || r.Why != "" || r.Status != 200 || r.Bytes != 9 || r.File != filepath.Join(a.days.Dir, filepath.FromSlash(at+".json")) {
		t.Errorf("%+v", r)
	}
	if want := []string{"/globe_history/2025/03/15/traces/1c/trace_full_a3dc1c.json"}; !slices.Equal(a.asked, want) {
		t.Errorf("asked %q", a.asked)
	}
	files := map[string]string{at + ".json": "trace one", at + ".capture.json": ""}
	a.expect(t, files)
	f, err := os.Open(r.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := ReadManifest(f)
	if err != nil || m.Body.File != "trace_full_a3dc1c.json" || m.Body.SHA256 != r.SHA256 || m.Body.Note != "a trace" || m.URL != r.URL {
		t.Errorf("%+v, %v", m, err)
	}
	again := a.fetch(t, ides)
	if again.Outcome != Had || again.SHA256 != r.SHA256 || again.File != r.File || again.Bytes != 9 || len(a.asked) != 1 {
		t.Errorf("%+v, asked %d times", again, len(a.asked))
	}
	// Asked again, the same bytes stay one file, and others come beside it.
	a.days.Again = true
	a.clock.at = noon.Add(time.Hour)
	if r := a.fetch(t, ides); r.Outcome != Kept || r.File != again.File || r.Manifest == again.Manifest {
		t.Errorf("%+v", r)
	}
	files[at+".20250601T130000.000Z.capture.json"] = ""
	a.expect(t, files)
	a.body = "trace two"
	a.clock.at = noon.Add(2 * time.Hour)
	if r := a.fetch(t, ides); r.Outcome != Kept || r.File == again.File {
		t.Errorf("%+v", r)
	}
	files[at+".20250601T140000.000Z.json"], files[at+".20250601T140000.000Z.capture.json"] = "trace two", ""
	a.expect(t, files)
}

// The day itself, and the day after, are asked for again; what came stays.
func TestUnsettled(t *testing.T) {
	a := newArchive(t)
	day := DayOf(noon)
	base := "test/2025/06/01/trace_full_a3dc1c"
	r := a.fetch(t, day)
	if r.Outcome != Kept || !strings.Contains(r.Why, "ask again after 2025-06-03 00:00 UTC") {
		t.Errorf("%+v", r)
	}
	a.body = "trace one and more"
	a.clock.at = day.End().Add(settled - time.Second)
	if r := a.fetch(t, day); r.Outcome != Kept || r.Why == "" {
		t.Errorf("%+v", r)
	}
	a.clock.at = day.End().Add(settled)
	if r := a.fetch(t, day); r.Outcome != Kept || r.Why != "" {
		t.Errorf("%+v", r)
	}
	if r := a.fetch(t, day); r.Outcome != Had || len(a.asked) != 3 {
		t.Errorf("%+v, asked %d times", r, len(a.asked))
	}
	a.expect(t, map[string]string{
		base + ".json": "trace one", base + ".capture.json": "",
		base + ".20250602T235959.000Z.json": "trace one and more", base + ".20250602T235959.000Z.capture.json": "",
		base + ".20250603T000000.000Z.capture.json": "",
	})
	if r := a.fetch(t, day+3); r.Outcome != NotAsked || len(a.asked) != 3 {
		t.Errorf("a day to come: %+v", r)
	}
}

func TestNoData(t *testing.T) {
	a := newArchive(t)
	a.status, a.body = 404, "<html><title>404 Not Found</title>"
	long, lately := ides, DayOf(noon)-2
	for range 2 {
		for _, d := range []Day{long, lately} {
			if r := a.fetch(t, d); r.Outcome != NoData || r.Status != 404 || r.File != "" || r.Manifest == "" {
				t.Errorf("%s: %+v", d, r)
			}
			a.clock.at = a.clock.at.Add(time.Second)
		}
	}
	if len(a.asked) != 3 { // lately twice
		t.Errorf("asked for %q", a.asked)
	}
	// A trace that turns up later counts before an earlier answer that there is none.
	a.status, a.body, a.days.Again = 200, "trace at last", true
	if r := a.fetch(t, long); r.Outcome != Kept {
		t.Errorf("%+v", r)
	}
	a.days.Again = false
	if r := a.fetch(t, long); r.Outcome != Had || filepath.Base(r.File) != "trace_full_a3dc1c.20250601T120004.000Z.json" {
		t.Errorf("%+v", r)
	}
	// And one that is gone later stays.
	a.status, a.days.Again = 404, true
	a.clock.at = a.clock.at.Add(time.Hour)
	if r := a.fetch(t, long); r.Outcome != NoData {
		t.Errorf("%+v", r)
	}
	a.days.Again = false
	if r := a.fetch(t, long); r.Outcome != Had {
		t.Errorf("%+v", r)
	}
}

// What is no whole trace is kept apart and asked for again.
func TestApart(t *testing.T) {
	for name, x := range map[string]struct {
		status  int
		body    string
		outcome Outcome
		why     string
	}{
		"a page with status 200": {200, "<!DOCTYPE html><html><head><title>Just a\n moment...\x1b[31m</title>", Failed,
			`not kept as a trace: it is no trace; what came is 64 bytes of HTML, sent as application/json with the title "Just a moment...\x1b[31m"`},
		"a refusal":  {403, "no", Refused, "status 403, with 2 bytes of application/json"},
		"too often":  {429, "slow down", Refused, "status 429, with 9 bytes of application/json; given up after 4 tries"},
		"a fault":    {500, "", Failed, "status 500, with nothing; given up after 4 tries"},
		"a teapot":   {418, "tea", Failed, "status 418, with 3 bytes of application/json"},
		"no content": {204, "", Failed, "status 204, with nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			a.status, a.body = x.status, x.body
			r := a.fetch(t, ides)
			if r.Outcome != x.outcome || r.Why != x.why || r.Status != x.status {
				t.Fatalf("%+v", r)
			}
			apart := ".apart/" + at + "." + noon.Add(14*time.Second).Format(askedForm)
			if x.status != 429 && x.status != 500 {
				apart = ".apart/" + at + "." + noon.Format(askedForm)
			}
			want := map[string]string{apart + ".capture.json": ""}
			if x.body != "" {
				want[apart+".bytes"] = x.body
			}
			a.expect(t, want)
			n := len(a.asked)
			a.status, a.body, a.days.stopped = 200, "trace", nil
			if r := a.fetch(t, ides); r.Outcome != Kept || len(a.asked) != n+1 {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestPartialApart(t *testing.T) {
	a := newArchive(t)
	s := server(t, cut(t, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntrace half"))
	w := a.want(ides)
	w.Source.Base = s.URL
	r := a.days.Fetch(t.Context(), w)
	if r.Outcome != Failed || !strings.Contains(r.Why, "breaks off after 10 bytes of the 100") || r.Bytes != 10 {
		t.Errorf("%+v", r)
	}
	name := ".apart/" + at + ".20250601T120000.000Z"
	a.expect(t, map[string]string{name + ".bytes": "trace half", name + ".capture.json": ""})
	b, err := os.ReadFile(r.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := ReadManifest(bytes.NewReader(b)); err != nil || m.Body.Complete || m.Body.File != "trace_full_a3dc1c.20250601T120000.000Z.bytes" || !bytes.Equal(m.Bytes(), b) {
		t.Errorf("%v, %s", err, b)
	}
}

// A source that refuses thrice running, or says that it is asked too often, is
// left alone; another is not.
func TestPatience(t *testing.T) {
	for status, most := range map[int]int{403: 3, 451: 3, 418: 3} {
		a := newArchive(t)
		a.status = status
		for d := range Day(6) {
			r := a.fetch(t, ides+d)
			if asked := int(d) < most; (r.Outcome == NotAsked) == asked {
				t.Errorf("%d, day %d: %+v", status, d, r)
			}
		}
		if len(a.asked) != most {
			t.Errorf("%d: asked %d times", status, len(a.asked))
		}
		w := a.want(ides)
		w.Source.Name = "other"
		a.status = 200
		if r := a.days.Fetch(t.Context(), w); r.Outcome != Kept {
			t.Errorf("%+v", r)
		}
	}
	a := newArchive(t)
	a.status = 429
	a.fetch(t, ides)
	if r := a.fetch(t, ides+1); r.Outcome != NotAsked || len(a.asked) != Tries {
		t.Errorf("%+v, asked %d times", r, len(a.asked))
	}
	// A success between refusals begins the count again.
	a = newArchive(t)
	for i, status := range []int{403, 403, 200, 403, 403, 404, 403, 403} {
		a.status = status
		if r := a.fetch(t, ides+Day(i)); r.Outcome == NotAsked {
			t.Errorf("%d: %+v", i, r)
		}
	}
}

// What somebody altered is said, never asked for over it.
func TestAltered(t *testing.T) {
	a := newArchive(t)
	file := a.fetch(t, ides).File
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("trace won"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := a.fetch(t, ides); r.Outcome != Failed || !strings.Contains(r.Why, "it was altered") || len(a.asked) != 1 {
		t.Errorf("%+v", r)
	}
	a.days.Again = true
	a.clock.at = noon.Add(time.Second)
	if r := a.fetch(t, ides); r.Outcome != Kept || r.File == file {
		t.Errorf("%+v", r)
	}
	a.days.Again = false
	if r := a.fetch(t, ides); r.Outcome != Had || r.File == file {
		t.Errorf("%+v", r)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"{}", `{"capture": 1, "mood": 2}`, `{"capture": 2}`, `{"capture": 1} x`, `{"capture": 1, "url": "x", "body": {"file": "../../x"}}`, ""} {
		name := filepath.Join(filepath.Dir(file), "trace_full_a3dc1c.bad.capture.json")
		if err := os.WriteFile(name, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if r := a.fetch(t, ides); r.Outcome != Failed || !strings.Contains(r.Why, "bad.capture.json") {
			t.Errorf("%s: %+v", bad, r)
		}
	}
}

// A crash between the bytes and their manifest leaves bytes that the next run
// finds, or stands beside.
func TestCrashBetween(t *testing.T) {
	for _, left := range []string{"trace one", "trace old"} {
		a := newArchive(t)
		file := filepath.Join(a.days.Dir, filepath.FromSlash(at+".json"))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(left), 0o444); err != nil {
			t.Fatal(err)
		}
		if r := a.fetch(t, ides); r.Outcome != Kept {
			t.Errorf("%+v", r)
		}
		want := map[string]string{at + ".json": left, at + ".capture.json": ""}
		if left != "trace one" {
			late := at + ".20250601T120000.000Z"
			want = map[string]string{at + ".json": left, late + ".json": "trace one", late + ".capture.json": ""}
		}
		a.expect(t, want)
	}
}

// What ctrl-C ends leaves nothing, and what was kept before stays.
func TestInterrupted(t *testing.T) {
	a := newArchive(t)
	a.fetch(t, ides)
	ctx, cancel := context.WithCancel(t.Context())
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "trace")
		w.(http.Flusher).Flush()
		cancel()
		<-r.Context().Done()
	})
	w := a.want(ides + 1)
	w.Source.Base = s.URL
	for range 2 {
		if r := a.days.Fetch(ctx, w); r.Outcome != NotAsked || r.Why != "interrupted" {
			t.Errorf("%+v", r)
		}
	}
	a.expect(t, map[string]string{at + ".json": "trace one", at + ".capture.json": ""})
	if r := a.days.Fetch(ctx, a.want(ides)); r.Outcome != Had {
		t.Errorf("%+v", r)
	}
}

func TestDry(t *testing.T) {
	a := newArchive(t)
	a.days.Dry = true
	if r := a.fetch(t, ides); r.Outcome != NotAsked || len(a.asked) != 0 || len(a.files(t)) != 0 {
		t.Errorf("%+v", r)
	}
}

// A folder that cannot be written to is a failure, with what came said.
func TestNoRoom(t *testing.T) {
	a := newArchive(t)
	if err := os.WriteFile(filepath.Join(a.days.Dir, "test"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := a.fetch(t, ides); r.Outcome != Failed || r.Why == "" {
		t.Errorf("%+v", r)
	}
}
