package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// shown is a server of the sample case, and a client as its page is one.
type shown struct {
	t      *testing.T
	url    string
	server *Server
	dir    string
	seals  []string
}

func show(t *testing.T) *shown {
	t.Helper()
	e := newEditor(t)
	x := &shown{t: t, dir: e.dir}
	s, err := New(Options{Dir: e.dir, Load: func(dir string) (*Loaded, error) { return e.readFolder(dir) }, Read: e.read,
		Seal: func(_, by, why string) (string, error) {
			x.seals = append(x.seals, by+": "+why)
			return "sealed", nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewUnstartedServer(nil)
	if err := s.Listening(h.Listener.Addr(), ""); err != nil {
		t.Fatal(err)
	}
	h.Config.Handler = s.Handler()
	h.Start()
	t.Cleanup(h.Close)
	x.url, x.server = h.URL, s
	return x
}

// post sends v as the page does, after change has altered the request, and reads
// the answer into out.
func (x *shown) post(path string, v, out any, change func(*http.Request)) int {
	x.t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		x.t.Fatal(err)
	}
	r, err := http.NewRequest("POST", x.url+"/api/cases/case"+path, bytes.NewReader(b))
	if err != nil {
		x.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", x.url)
	r.Header.Set(tokenHeader, x.server.token)
	if change != nil {
		change(r)
	}
	return x.do(r, out)
}

func (x *shown) get(path string, out any) int {
	x.t.Helper()
	r, err := http.NewRequest("GET", x.url+"/api/cases/case"+path, nil)
	if err != nil {
		x.t.Fatal(err)
	}
	return x.do(r, out)
}

func (x *shown) do(r *http.Request, out any) int {
	x.t.Helper()
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		x.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		x.t.Fatal(err)
	}
	if out != nil {
		if err := json.Unmarshal(b, out); err != nil {
			x.t.Fatalf("%s: %v", b, err)
		}
	}
	return resp.StatusCode
}

// A correction as the form makes it: opened, shown, made, and taken back.
func TestCorrectOverHTTP(t *testing.T) {
	x := show(t)
	before := everything(t, x.dir)
	var o openedJSON
	if got := x.get("/record?list=movements&id=plane-1", &o); got != 200 {
		t.Fatal(got)
	}
	times := o.Fields["phases"].([]any)[0].(map[string]any)["times"].([]any)
	times[0].(map[string]any)["at"] = "18:50 EDT"
	in := changeJSON{List: o.List, ID: o.ID, Was: o.Text, Fields: o.Fields, By: "clerk", Why: "a better source", Dry: true}
	var dry, done, back changedJSON
	if got := x.post("/changes", in, &dry, nil); got != 200 || !strings.Contains(dry.Diff, "+") || len(dry.Turned) == 0 || dry.Same == 0 {
		t.Fatalf("%d %+v", got, dry)
	}
	if everything(t, x.dir) != before || len(x.seals) != 0 {
		t.Fatal("looking at a change has made it")
	}
	in.Dry = false
	if got := x.post("/changes", in, &done, nil); got != 200 || done.Stamp == dry.Stamp || done.Diff != dry.Diff {
		t.Fatalf("%d %+v", got, done)
	}
	if want := []string{"clerk: as it stood before a change: a better source", "clerk: a better source"}; strings.Join(x.seals, "; ") != strings.Join(want, "; ") {
		t.Errorf("sealed: %q", x.seals)
	}
	undo := changeJSON{List: o.List, ID: o.ID, Was: done.Text, Text: &o.Text, By: "clerk", Why: "taken back"}
	if got := x.post("/changes", undo, &back, nil); got != 200 || back.Stamp != dry.Stamp || everything(t, x.dir) != before {
		t.Errorf("%d: taken back, the case is not as it was: %+v", got, back)
	}
}

// A form without changes changes nothing, for a record of each list.
func TestUntouchedForms(t *testing.T) {
	x := show(t)
	for list, id := range map[string]string{"case": "jgg-v-trump", "events": "tracker-post", "movements": "plane-2", "sources": "S01", "readings": "r1-court",
		"rulings": "class-tro", "statements": "q7-cerna", "places": "KHRL", "areas": "us-12nm", "questions": "ask-1-take-off", "notices": "n2-oral-to-counsel"} {
		var o openedJSON
		if got := x.get("/record?list="+list+"&id="+id, &o); got != 200 || o.Line == 0 {
			t.Errorf("%s %s: %d", list, id, got)
			continue
		}
		var dry changedJSON
		if got := x.post("/changes", changeJSON{List: list, ID: id, Was: o.Text, Fields: o.Fields, By: "a", Why: "b", Dry: true}, &dry, nil); got != 200 || dry.Diff != "" {
			t.Errorf("%s %s: %d\n%s", list, id, got, dry.Diff)
		}
	}
}

func TestClashOverHTTP(t *testing.T) {
	x := show(t)
	var o openedJSON
	x.get("/record?list=events&id=tracker-post", &o)
	first, second := strings.Replace(o.Text, "14:31", "14:32", 1), o.Text+"note: a remark\n"
	in := changeJSON{List: "events", ID: "tracker-post", Was: o.Text, Text: &first, By: "one", Why: "a"}
	if got := x.post("/changes", in, nil, nil); got != 200 {
		t.Fatal(got)
	}
	var clash clashJSON
	in.Text = &second
	if got := x.post("/changes", in, &clash, nil); got != http.StatusConflict || !clash.Clean || !strings.Contains(clash.Merged, "14:32") || !strings.Contains(clash.Merged, "a remark") || clash.Yours != second {
		t.Errorf("%d %+v", got, clash)
	}
}

func TestReadTime(t *testing.T) {
	x := show(t)
	var r readJSON
	if got := x.post("/time", statedJSON{Text: "18:46:30 EDT", On: "2025-03-15"}, &r, nil); got != 200 || *r.Earliest != "2025-03-15T22:46:30Z" || len(r.Words) != 2 ||
		!strings.Contains(r.Words[0], "EDT") || !strings.Contains(r.Words[1], "UTC") {
		t.Errorf("%d %+v", got, r)
	}
	var w wrong
	if got := x.post("/time", statedJSON{Text: "half past nothing"}, &w, nil); got != http.StatusUnprocessableEntity || !strings.Contains(w.Error, "half past nothing") {
		t.Errorf("%d %+v", got, w)
	}
}

// What does not come from the page itself changes nothing.
func TestChangesFromElsewhere(t *testing.T) {
	x := show(t)
	before := everything(t, x.dir)
	var o openedJSON
	x.get("/record?list=events&id=tracker-post", &o)
	text := o.Text + "note: planted\n"
	in := changeJSON{List: "events", ID: "tracker-post", Was: o.Text, Text: &text, By: "x", Why: "y"}
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"no origin":      {func(r *http.Request) { r.Header.Del("Origin") }, 403},
		"another origin": {func(r *http.Request) { r.Header.Set("Origin", "https://example.org") }, 403},
		"null origin":    {func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		"no token":       {func(r *http.Request) { r.Header.Del(tokenHeader) }, 403},
		"a wrong token":  {func(r *http.Request) { r.Header.Set(tokenHeader, "0") }, 403},
		"a form":         {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 400},
		"a rebound name": {func(r *http.Request) { r.Host = "evil.example" }, 421},
		"PUT":            {func(r *http.Request) { r.Method = "PUT" }, 405},
		"another site": {func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Set("Sec-Fetch-Mode", "cors")
		}, 403},
		"an unknown field": {func(r *http.Request) { body(r, `{"list":"events","colour":"blue"}`) }, 400},
		"no JSON":          {func(r *http.Request) { body(r, `list=events`) }, 400},
		"too much":         {func(r *http.Request) { body(r, `{"why":"`+strings.Repeat("x", MaxBody)+`"}`) }, 413},
	} {
		if got := x.post("/changes", in, nil, c.change); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if everything(t, x.dir) != before {
		t.Error("something was changed")
	}
}

func body(r *http.Request, text string) {
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
}

func TestReadOnly(t *testing.T) {
	x := show(t)
	x.server.matters[0].editor.read = nil
	text := "id: tracker-post\n"
	var w wrong
	if got := x.post("/changes", changeJSON{List: "events", ID: "tracker-post", Text: &text, By: "x", Why: "y"}, &w, nil); got != 422 || !strings.Contains(w.Error, "changes nothing") {
		t.Errorf("%d %+v", got, w)
	}
}
