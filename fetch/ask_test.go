package fetch

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/cite"
)

// What is in Authorization goes to the host asked, to no other, and into no
// manifest; other headers are sent and shown.
func TestAsk(t *testing.T) {
	var seen []string
	h := func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header.Get("Authorization")+"|"+r.Header.Get("If-None-Match"))
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		w.WriteHeader(http.StatusNotModified)
	}
	other := server(t, h)
	for _, http2 := range []bool{false, true} {
		s := httptest.NewUnstartedServer(http.HandlerFunc(h))
		s.EnableHTTP2 = http2
		s.StartTLS()
		defer s.Close()
		c, _ := client(t, Options{})
		trust(c, s)
		ask := Request{Address: s.URL + "/x?to=" + s.URL + "/y", Header: map[string]string{"Authorization": "Token sesame", "If-None-Match": `"v1"`}}
		seen = nil
		got, err := c.Ask(t.Context(), ask)
		if err != nil || got.Status() != http.StatusNotModified {
			t.Fatal(got.Status(), err)
		}
		if want := `[Token sesame|"v1" Token sesame|"v1"]`; fmt.Sprint(seen) != want {
			t.Errorf("sent %v, want %s", seen, want)
		}
		m := string(got.Manifest.Bytes())
		if strings.Contains(m, "sesame") || strings.Count(m, "(not shown)") != 2 || !strings.Contains(m, `"v1\"`) {
			t.Errorf("the manifest has %s", m)
		}
	}
	s := server(t, h)
	c, _ := client(t, Options{})
	seen = nil
	if _, err := c.Ask(t.Context(), Request{Address: s.URL + "?to=" + other.URL, Header: map[string]string{"Authorization": "Token sesame"}}); err != nil {
		t.Fatal(err)
	}
	if want := `[Token sesame| |]`; fmt.Sprint(seen) != want {
		t.Errorf("sent %v, want %s", seen, want)
	}
}

// Bytes that go into a file are those that Body would have, with the same digests
// and the same errors, and nothing of an earlier try or of what was there is left.
func TestAskInto(t *testing.T) {
	page := strings.Repeat("a page of a synthetic server\n", 100)
	tries := 0
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch tries++; {
		case r.URL.Path == "/short":
			w.Header().Set("Content-Length", fmt.Sprint(len(page)+1))
		case tries == 1:
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprint(w, "busy")
			return
		}
		fmt.Fprint(w, page)
	})
	for _, x := range []struct {
		path string
		most int64
		want string
		bad  string
	}{
		{"/", 0, page, ""},
		{"/", int64(len(page)), page, ""},
		{"/", int64(len(page)) - 1, page[:len(page)-1], "the most that is taken"},
		{"/short", 0, page, "breaks off"},
	} {
		var sums []string
		for _, into := range []bool{false, true} {
			tries = 0
			c, _ := client(t, Options{MaxBytes: x.most})
			r := Request{Address: s.URL + x.path}
			if into {
				f, err := os.Create(filepath.Join(t.TempDir(), "x"))
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				if _, err := f.WriteString(strings.Repeat("what was there", 1000)); err != nil {
					t.Fatal(err)
				}
				r.Into = f
			}
			got, err := c.Ask(t.Context(), r)
			if (err == nil) != (x.bad == "") || err != nil && !strings.Contains(err.Error(), x.bad) {
				t.Errorf("%s, at most %d: %v", x.path, x.most, err)
			}
			have := got.Body
			if into {
				if have, err = os.ReadFile(r.Into.Name()); err != nil || got.Body != nil {
					t.Errorf("%d bytes in memory, %v", len(got.Body), err)
				}
			}
			if string(have) != x.want {
				t.Errorf("%s, at most %d, into a file: %v: %d bytes, want %d", x.path, x.most, into, len(have), len(x.want))
			}
			sums = append(sums, fmt.Sprintf("%+v", got.Manifest.Body))
			if want := cite.Sum([]byte(x.want)).String(); got.Manifest.Body.SHA256 != want {
				t.Errorf("%s and not %s", got.Manifest.Body.SHA256, want)
			}
		}
		if x.path == "/" && sums[0] != sums[1] {
			t.Errorf("%s\n%s", sums[0], sums[1])
		}
	}
}
