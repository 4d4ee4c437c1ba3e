package fetch

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
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
