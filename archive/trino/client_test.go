package trino

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// reply is one answer of a server that a test writes.
type reply struct {
	status int
	header map[string]string
	body   string // %s is the server's address
	cut    bool   // the connection breaks before the end
}

func ok(body string) reply { return reply{status: 200, body: body} }

// Parts of answers.
const (
	head     = `"id":"q1","columns":[{"name":"n","type":"bigint"}]`
	finished = `{` + head + `,"data":[[3]],"stats":{"state":"FINISHED"}}`
	first    = `{` + head + `,"nextUri":"%s/v1/statement/q1/2","data":[[1],[2]],"stats":{"state":"RUNNING"}}`
	queued   = `{"id":"q1","nextUri":"%s/v1/statement/q1/1","stats":{"state":"QUEUED"}}`
	broken   = `{"id":"q1","error":{"message":"a worker is gone","errorName":"REMOTE_HOST_GONE","errorType":"INTERNAL_ERROR"},"stats":{"state":"FAILED"}}`
	wrong    = `{"id":"q1","error":{"message":"line 1:8: no","errorName":"COLUMN_NOT_FOUND","errorType":"USER_ERROR"},"stats":{"state":"FAILED"}}`
)

// server answers one request after the other, and says which came.
func server(t *testing.T, replies ...reply) (*Client, func() []string) {
	t.Helper()
	var mu sync.Mutex
	var seen []string
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.Method+" "+r.URL.Path)
		if r.Method == http.MethodDelete {
			return
		}
		if len(replies) == 0 {
			t.Errorf("%s %s was not expected", r.Method, r.URL)
			return
		}
		x := replies[0]
		replies = replies[1:]
		for k, v := range x.header {
			w.Header().Set(k, v)
		}
		body := strings.ReplaceAll(x.body, "%s", s.URL)
		if x.cut {
			w.Header().Set("Content-Length", fmt.Sprint(len(body)+10))
		}
		w.WriteHeader(x.status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	at, err := ParseAddress("trino://desk@" + s.Listener.Addr().String() + "/hive/flights")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Dial(at, Credentials{})
	if err != nil {
		t.Fatal(err)
	}
	c.pause, c.patience = time.Millisecond, 2*time.Second
	return c, func() []string {
		mu.Lock()
		defer mu.Unlock()
		if len(replies) > 0 {
			t.Errorf("%d answers were not asked for", len(replies))
		}
		return seen
	}
}

func numbers(c *Client, ctx context.Context) (out []string, err error) {
	err = c.query(ctx, "SELECT n FROM t", func(_ []column, row []json.RawMessage) error {
		out = append(out, string(row[0]))
		return nil
	})
	return out, err
}

// An answer comes as a whole, however often a server has to be asked, or there is
// an error that says that it is not all.
func TestQuery(t *testing.T) {
	busy := reply{status: 503, body: "busy"}
	for name, x := range map[string]struct {
		replies []reply
		rows    string
		err     string
	}{
		"at once":                  {[]reply{ok(finished)}, "3", ""},
		"in pages":                 {[]reply{ok(queued), ok(first), ok(finished)}, "1 2 3", ""},
		"busy":                     {[]reply{busy, ok(queued), busy, {status: 502}, {status: 504}, ok(first), ok(finished)}, "1 2 3", ""},
		"told to wait":             {[]reply{{status: 429, header: map[string]string{"Retry-After": "0"}}, ok(finished)}, "3", ""},
		"told to wait too long":    {[]reply{{status: 429, header: map[string]string{"Retry-After": "3600"}}}, "", "429"},
		"a page broke off":         {[]reply{ok(first), {status: 200, body: finished, cut: true}, ok(finished)}, "1 2 3", ""},
		"a worker lost before":     {[]reply{ok(queued), ok(broken), ok(queued), ok(first), ok(finished)}, "1 2 3", ""},
		"a worker lost each time":  {[]reply{ok(broken), ok(broken), ok(broken)}, "", "REMOTE_HOST_GONE"},
		"a worker lost meanwhile":  {[]reply{ok(first), ok(broken)}, "1 2", "what came is not all: REMOTE_HOST_GONE"},
		"restarted before":         {[]reply{ok(queued), {status: 404}, ok(finished)}, "3", ""},
		"restarted meanwhile":      {[]reply{ok(first), {status: 404}}, "1 2", "what came is not all"},
		"a mistake":                {[]reply{ok(wrong)}, "", `COLUMN_NOT_FOUND: "line 1:8: no"`},
		"no end":                   {[]reply{ok(first), ok(`{` + head + `,"stats":{"state":"RUNNING"}}`)}, "1 2", "RUNNING"},
		"no rights":                {[]reply{{status: 401, body: "Unauthorized"}}, "", `401 Unauthorized: "Unauthorized"`},
		"led elsewhere":            {[]reply{{status: 307, header: map[string]string{"Location": "http://192.0.2.1/"}}}, "", "307"},
		"goes on elsewhere":        {[]reply{ok(`{"id":"q1","nextUri":"https://trino.example.org/v1/statement/q1/1","stats":{"state":"QUEUED"}}`)}, "", "not the host that was asked"},
		"goes on at another port":  {[]reply{ok(`{"id":"q1","nextUri":"http://127.0.0.1:1/v1/statement/q1/1","stats":{"state":"QUEUED"}}`)}, "", "not the host that was asked"},
		"a row of another width":   {[]reply{ok(`{` + head + `,"data":[[1,2]],"stats":{"state":"FINISHED"}}`)}, "", "a row has 2 values"},
		"something else than JSON": {[]reply{ok("<html>")}, "", "not of Trino's protocol"},
	} {
		t.Run(name, func(t *testing.T) {
			c, seen := server(t, x.replies...)
			rows, err := numbers(c, t.Context())
			if got := strings.Join(rows, " "); got != x.rows {
				t.Errorf("rows %s, want %s", got, x.rows)
			}
			if (err == nil) != (x.err == "") || err != nil && (!strings.Contains(err.Error(), x.err) || !strings.Contains(err.Error(), "trino://desk@")) {
				t.Errorf("the error is %v", err)
			}
			seen()
		})
	}
}

// A server that does not answer is asked again until patience ends, and no longer.
func TestNoServer(t *testing.T) {
	c, seen := server(t)
	c.patience = 20 * time.Millisecond
	c.at.Host = "127.0.0.1:1"
	began := time.Now()
	if _, err := numbers(c, t.Context()); err == nil || time.Since(began) > time.Second {
		t.Errorf("after %s the error %v", time.Since(began), err)
	}
	c.patience = time.Hour
	ctx, cancel := context.WithTimeoutCause(t.Context(), 20*time.Millisecond, errors.New("enough"))
	defer cancel()
	if _, err := numbers(c, ctx); err == nil || !strings.Contains(err.Error(), "enough") {
		t.Errorf("the error is %v", err)
	}
	seen()
}

// Who goes on with no more rows ends the query, and a query of a context that
// ended too.
func TestCancel(t *testing.T) {
	c, seen := server(t, ok(first))
	stop := errors.New("stop")
	if err := c.query(t.Context(), "SELECT n FROM t", func([]column, []json.RawMessage) error { return stop }); err != stop {
		t.Errorf("the error is %v", err)
	}
	if got := seen(); !slices.Equal(got, []string{"POST /v1/statement", "DELETE /v1/statement/q1/2"}) {
		t.Errorf("asked %q", got)
	}
	c, seen = server(t, ok(first))
	ctx, cancel := context.WithCancel(t.Context())
	err := c.query(ctx, "SELECT n FROM t", func([]column, []json.RawMessage) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if got := seen(); got[len(got)-1] != "DELETE /v1/statement/q1/2" {
		t.Errorf("asked %q", got)
	}
}

// A certificate that is not trusted is not asked for again.
func TestUntrusted(t *testing.T) {
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	c, err := Dial(Address{User: "desk", Host: s.Listener.Addr().String(), Catalog: "hive", Schema: "flights"}, Credentials{Password: "sesame"})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := numbers(c, t.Context()); err == nil || !strings.Contains(err.Error(), "certificate") || time.Since(began) > 10*time.Second {
		t.Errorf("after %s the error %v", time.Since(began), err)
	}
}

// What is asked says who asks, in UTC; credentials are in the one header that is
// for them.
func TestHeaders(t *testing.T) {
	for want, secret := range map[string]Credentials{"": {}, "Basic ZGVzazpzZXNhbWU=": {Password: "sesame"}, "Bearer sesame": {Token: "sesame"}} {
		var got http.Header
		s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.Header
			http.Error(w, "no", http.StatusForbidden)
		}))
		defer s.Close()
		c, err := Dial(Address{User: "desk", Host: s.Listener.Addr().String(), Catalog: "hive", Schema: "flights"}, secret)
		if err != nil {
			t.Fatal(err)
		}
		c.http.Transport = s.Client().Transport
		_, err = numbers(c, t.Context())
		if err == nil || strings.Contains(err.Error(), "sesame") {
			t.Errorf("the error is %v", err)
		}
		if have := got.Get("Authorization"); have != want || got.Get("X-Trino-User") != "desk" || got.Get("X-Trino-Time-Zone") != "UTC" || got.Get("X-Trino-Schema") != "flights" || got.Get("X-Trino-Catalog") != "hive" {
			t.Errorf("sent %q", got)
		}
		if shown := fmt.Sprintf("%v %+v %#v", secret, secret, secret); strings.Contains(shown, "sesame") {
			t.Errorf("shown as %s", shown)
		}
	}
}

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{
		"trino://desk@trino.example.org/hive/flights":      "https://trino.example.org:443/v1/statement",
		"trino://desk@trino.example.org:8443/hive/flights": "https://trino.example.org:8443/v1/statement",
		"trino://desk@127.0.0.1/hive/flights":              "http://127.0.0.1:8080/v1/statement",
		"trino://localhost:18080/hive/flights/":            "http://localhost:18080/v1/statement",
		"trino://[::1]:18080/hive/flights":                 "http://[::1]:18080/v1/statement",
		"trino://127.0.0.1.example.org/hive/flights":       "https://127.0.0.1.example.org:443/v1/statement",
	} {
		a, err := ParseAddress(text)
		if err != nil || a.base().String() != want || a.Catalog != "hive" || a.Schema != "flights" {
			t.Errorf("%s is asked at %s, %+v, %v", text, a.base(), a, err)
		}
		if b, err := ParseAddress(a.String()); err != nil || a != b {
			t.Errorf("%s is written as %s", text, a)
		}
	}
	for _, text := range []string{"", "trino://", "trino:///hive/flights", "trino://host", "trino://host/hive", "trino://host/hive/flights/more", "trino://host/hive/flights?x=y",
		"trino://host/hive/flights#x", "http://host/hive/flights", "trino://desk:sesame@host/hive/flights", "trino://desk:ses%ame@host/hive/flights", "trino://desk:sesame@/x?y"} {
		if a, err := ParseAddress(text); err == nil || strings.Contains(err.Error(), "sesame") || strings.Contains(err.Error(), "ses%ame") {
			t.Errorf("%q is read as %v, %v", text, a, err)
		}
	}
	at, err := ParseAddress("trino://desk@127.0.0.1/hive/flights")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []Credentials{{Password: "sesame"}, {Token: "sesame"}, {Password: "a", Token: "b"}} {
		if _, err := Dial(at, s); err == nil || strings.Contains(err.Error(), "sesame") {
			t.Errorf("credentials without TLS: %v", err)
		}
	}
}
