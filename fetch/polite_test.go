package fetch

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A server is asked again as often, and after as long, as it says.
func TestBusy(t *testing.T) {
	s := time.Second
	for name, x := range map[string]struct {
		statuses []int // the last is repeated
		after    string
		want     int
		waits    []time.Duration
		text     string // in the manifest's errors
	}{
		"429 for 7 seconds":        {[]int{429, 200}, "7", 200, []time.Duration{7 * s}, ""},
		"429 until a date":         {[]int{429, 200}, noon.Add(90 * s).Format(http.TimeFormat), 200, []time.Duration{90 * s}, ""},
		"429 until a date gone by": {[]int{429, 200}, noon.Add(-90 * s).Format(http.TimeFormat), 200, []time.Duration{2 * s}, ""},
		"429 for an hour":          {[]int{429, 200}, "3600", 429, nil, "asks to wait 1h0m0s"},
		"429 without a word":       {[]int{429, 429, 200}, "", 200, []time.Duration{2 * s, 4 * s}, ""},
		"429 and nonsense":         {[]int{429, 200}, "soon", 200, []time.Duration{2 * s}, ""},
		"503 once":                 {[]int{503, 200}, "", 200, []time.Duration{2 * s}, ""},
		"500 always":               {[]int{500}, "", 500, []time.Duration{2 * s, 4 * s, 8 * s}, "given up after 4 tries"},
		"404":                      {[]int{404}, "7", 404, nil, ""},
		"403":                      {[]int{403}, "", 403, nil, ""},
		"501":                      {[]int{501}, "", 501, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var n atomic.Int32
			srv := server(t, func(w http.ResponseWriter, _ *http.Request) {
				i := int(n.Add(1)) - 1
				if x.after != "" {
					w.Header().Set("Retry-After", x.after)
				}
				w.WriteHeader(x.statuses[min(i, len(x.statuses)-1)])
				fmt.Fprint(w, "answer ", i)
			})
			var told []string
			c, k := client(t, Options{Interval: 1, Waits: func(host string, d time.Duration, why string) { told = append(told, fmt.Sprint(host, d, why)) }})
			got := get(t, c, srv.URL)
			if got.Status() != x.want || !slices.Equal(k.waits, x.waits) || len(told) != len(x.waits) {
				t.Errorf("status %d, waits %v, told %v", got.Status(), k.waits, told)
			}
			tries := got.Manifest.Tries
			if len(tries) != len(x.waits)+1 || string(got.Body) != fmt.Sprint("answer ", len(x.waits)) {
				t.Fatalf("%d tries, %q", len(tries), got.Body)
			}
			at := noon
			for i, tr := range tries {
				if i > 0 {
					at = at.Add(x.waits[i-1])
					if tr.Waited != x.waits[i-1].Milliseconds() {
						t.Errorf("try %d waited %d ms", i, tr.Waited)
					}
				}
				if !tr.AskedAt.Equal(at) || tr.Hops[0].Status != x.statuses[min(i, len(x.statuses)-1)] {
					t.Errorf("try %d at %s: %+v", i, tr.AskedAt, tr.Hops[0].Status)
				}
			}
			if !got.Manifest.Clocks.AskedAt.Equal(at) {
				t.Errorf("asked at %s", got.Manifest.Clocks.AskedAt)
			}
			if e := strings.Join(got.Manifest.Errors, ""); !strings.Contains(e, x.text) || x.text == "" && e != "" {
				t.Errorf("errors %q", e)
			}
		})
	}
}

// A connection that fails before any answer is tried again.
func TestNoAnswer(t *testing.T) {
	var n atomic.Int32
	do := cut(t, "")
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		if n.Add(1) < 3 {
			do(w, r)
			return
		}
		fmt.Fprint(w, "at last")
	})
	c, k := client(t, Options{Interval: 1})
	got := get(t, c, s.URL)
	if string(got.Body) != "at last" || len(got.Manifest.Tries) != 3 || got.Manifest.Tries[0].Error == "" || got.Manifest.Tries[2].Error != "" || len(k.waits) != 2 {
		t.Errorf("%q, %d tries, waits %v", got.Body, len(got.Manifest.Tries), k.waits)
	}
}

// One host is asked no more often than the interval allows; another is not kept
// waiting by it.
func TestInterval(t *testing.T) {
	var other string
	h := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, other+"/x", 302)
		}
	}
	a, b := server(t, h), server(t, h)
	other = a.URL
	c, k := client(t, Options{Interval: 3 * time.Second})
	get(t, c, a.URL+"/1")
	get(t, c, b.URL+"/2")
	if len(k.waits) != 0 {
		t.Errorf("waits %v", k.waits)
	}
	get(t, c, a.URL+"/3")
	k.at = k.at.Add(time.Second)
	get(t, c, a.URL+"/4")
	k.at = k.at.Add(time.Hour)
	get(t, c, a.URL+"/5")
	if want := []time.Duration{3 * time.Second, 2 * time.Second}; !slices.Equal(k.waits, want) {
		t.Errorf("waits %v", k.waits)
	}
	// A redirect to a host counts for it.
	get(t, c, b.URL+"/away")
	if want := []time.Duration{3 * time.Second, 2 * time.Second, 3 * time.Second}; !slices.Equal(k.waits, want) {
		t.Errorf("waits %v", k.waits)
	}
}
