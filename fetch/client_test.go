package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Bytes come as the server sent them, whether it says that they are gzip or not.
func TestGetBytes(t *testing.T) {
	text := []byte(`{"icao":"a3dc1c"}`)
	for name, x := range map[string]struct {
		body     []byte
		encoding string
	}{
		"plain":                      {text, ""},
		"gzip without saying so":     {zipped(text), ""},
		"gzip, and said":             {zipped(text), "gzip"},
		"gzip within gzip, one said": {zipped(zipped(text)), "gzip"},
		"empty":                      {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := server(t, func(w http.ResponseWriter, r *http.Request) {
				if x.encoding != "" {
					w.Header().Set("Content-Encoding", x.encoding)
				}
				w.Header().Set("ETag", `"abc"`)
				w.Header().Set("Last-Modified", "Sun, 16 Mar 2025 00:55:00 GMT")
				_, _ = w.Write(x.body)
			})
			c, _ := client(t, Options{Contact: "desk@example.org"})
			got := get(t, c, s.URL+"/x.json#part")
			if !bytes.Equal(got.Body, x.body) || got.Status() != 200 {
				t.Fatalf("status %d, %d bytes of %d", got.Status(), len(got.Body), len(x.body))
			}
			m := got.Manifest
			a, b := sha256.Sum256(x.body), sha512.Sum512(x.body)
			want := Body{Received: int64(len(x.body)), Complete: true, SHA256: "sha256:" + hex.EncodeToString(a[:]), SHA512: "sha512:" + hex.EncodeToString(b[:]), Declared: m.Body.Declared}
			if m.Body != want || m.Body.Declared == nil || *m.Body.Declared != int64(len(x.body)) {
				t.Errorf("%+v", m.Body)
			}
			if m.Clocks.LastModified != "Sun, 16 Mar 2025 00:55:00 GMT" || m.Clocks.ETag != `"abc"` || m.Clocks.Date == "" ||
				m.Clocks.AskedAt != noon || m.Clocks.FirstByteAt != noon || m.Clocks.ReceivedAt != noon {
				t.Errorf("%+v", m.Clocks)
			}
			if m.URL != s.URL+"/x.json" || m.Method != "GET" || m.Tool != Tool() || len(m.Tries) != 1 || len(m.Tries[0].Hops) != 1 || m.Errors != nil {
				t.Fatalf("%+v", m)
			}
			h := m.Tries[0].Hops[0]
			host := strings.TrimPrefix(s.URL, "http://")
			if h.Protocol != "HTTP/1.1" || h.Peer != host || h.TLS != nil || http.Header(h.Headers).Get("Content-Encoding") != x.encoding {
				t.Errorf("%+v", h)
			}
			sent := map[string][]string{"Host": {host}, "Accept-Encoding": {"gzip"}, "User-Agent": {Tool() + " (+https://github.com/holdshort/holdshort; desk@example.org)"}}
			if !reflect.DeepEqual(h.Request, sent) {
				t.Errorf("sent %v", h.Request)
			}
		})
	}
}

// The server's certificates are kept, and over HTTP/2 too.
func TestGetTLS(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "x") }))
		s.EnableHTTP2 = http2
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		s.StartTLS()
		defer s.Close()
		c, _ := client(t, Options{})
		if got, err := c.Get(t.Context(), s.URL); err == nil || len(got.Manifest.Tries) != 1 || !strings.Contains(got.Manifest.Tries[0].Error, "certificate") {
			t.Errorf("an unknown certificate: %v, %+v", err, got.Manifest)
		}
		c, _ = client(t, Options{})
		trust(c, s)
		h := get(t, c, s.URL).Manifest.Tries[0].Hops[0]
		if want := map[bool]string{false: "HTTP/1.1", true: "HTTP/2.0"}[http2]; h.Protocol != want || len(h.Request["User-Agent"])+len(h.Request["user-agent"]) != 1 {
			t.Errorf("%+v", h)
		}
		if h.TLS == nil || h.TLS.Version != "TLS 1.3" || h.TLS.Cipher == "" || h.TLS.ServerName != "127.0.0.1" || len(h.TLS.Chain) != 1 {
			t.Fatalf("%+v", h.TLS)
		}
		sum := sha256.Sum256(s.Certificate().Raw)
		p, rest := pem.Decode([]byte(h.TLS.Chain[0].PEM))
		if h.TLS.Chain[0].SHA256 != "sha256:"+hex.EncodeToString(sum[:]) || !bytes.Equal(p.Bytes, s.Certificate().Raw) || len(rest) > 0 {
			t.Errorf("%+v", h.TLS.Chain[0])
		}
	}
}

func TestRedirects(t *testing.T) {
	other := server(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "there ", r.URL.Path) })
	var s *httptest.Server
	s = server(t, func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{"/a": "b", "/b": other.URL + "/c", "/loop": "/loop2", "/loop2": "/loop", "/none": "", "/file": "file:///etc/passwd"}[r.URL.Path]
		if n, ok := strings.CutPrefix(r.URL.Path, "/far/"); ok {
			to = "/far/" + n + "x"
		}
		if to != "" {
			w.Header().Set("Location", to)
		}
		w.WriteHeader(302)
	})
	c, _ := client(t, Options{})
	got := get(t, c, s.URL+"/a")
	if string(got.Body) != "there /c" || got.Manifest.URL != s.URL+"/a" {
		t.Errorf("%q", got.Body)
	}
	var way []string
	for _, h := range got.Manifest.Tries[0].Hops {
		way = append(way, fmt.Sprint(h.Status, " ", h.URL, " ", http.Header(h.Headers).Get("Location")))
	}
	want := []string{"302 " + s.URL + "/a b", "302 " + s.URL + "/b " + other.URL + "/c", "200 " + other.URL + "/c "}
	if !reflect.DeepEqual(way, want) {
		t.Errorf("%q", way)
	}
	for path, want := range map[string]struct {
		text string
		hops int
	}{
		"/loop": {"in a circle", 2}, "/none": {"no address", 1}, "/file": {"no address", 1}, "/far/": {"for the 6th time", 6},
	} {
		got, err := c.Get(t.Context(), s.URL+path)
		if err == nil || !strings.Contains(err.Error(), want.text) || len(got.Manifest.Tries) != 1 || len(got.Manifest.Tries[0].Hops) != want.hops || got.Manifest.Body.Complete || len(got.Body) > 0 {
			t.Errorf("%s: %v, %+v", path, err, got.Manifest)
		}
	}
}

func TestNoDowngrade(t *testing.T) {
	plain := server(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "plain") })
	s := httptest.NewTLSServer(http.RedirectHandler(plain.URL, 301))
	defer s.Close()
	c, _ := client(t, Options{})
	trust(c, s)
	if got, err := c.Get(t.Context(), s.URL); err == nil || !strings.Contains(err.Error(), "from https to http") || len(got.Body) > 0 {
		t.Errorf("%v", err)
	}
}

// An answer that breaks off is an error, and what came of it is there, marked.
func TestTruncation(t *testing.T) {
	for name, x := range map[string]struct {
		raw, want, text string
	}{
		"short of its length": {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "half", "breaks off after 4 bytes of the 100 that it declared"},
		"chunks without end":  {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "half", "breaks off after 4 bytes, before it says that it is at its end"},
		"within a chunk":      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nhalf", "half", "breaks off after 4 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			do := cut(t, x.raw)
			s := server(t, func(w http.ResponseWriter, r *http.Request) { asked.Add(1); do(w, r) })
			c, _ := client(t, Options{})
			got, err := c.Get(t.Context(), s.URL)
			if err == nil || !strings.Contains(err.Error(), x.text) {
				t.Fatalf("%v", err)
			}
			b := got.Manifest.Body
			if string(got.Body) != x.want || b.Complete || b.Received != int64(len(x.want)) || got.Status() != 200 || got.Manifest.Tries[0].Error != err.Error() || asked.Load() != 1 {
				t.Errorf("%q, %+v, asked %d times", got.Body, b, asked.Load())
			}
		})
	}
	// Without a length and without chunks a cut cannot be told from an end.
	s := server(t, cut(t, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf"))
	c, _ := client(t, Options{})
	if got := get(t, c, s.URL); got.Manifest.Body.Declared != nil || !got.Manifest.Body.Complete {
		t.Errorf("%+v", got.Manifest.Body)
	}
}

func TestSizeLimit(t *testing.T) {
	for _, declared := range []bool{true, false} {
		s := server(t, func(w http.ResponseWriter, _ *http.Request) {
			if declared {
				w.Header().Set("Content-Length", "1000000")
			}
			for range 100 {
				_, _ = w.Write(make([]byte, 10_000))
			}
		})
		c, _ := client(t, Options{MaxBytes: 5000})
		got, err := c.Get(t.Context(), s.URL)
		if err == nil || !strings.Contains(err.Error(), "more than 5000 bytes") || len(got.Body) > 5000 || got.Manifest.Body.Complete {
			t.Errorf("%v, %d bytes", err, len(got.Body))
		}
	}
}

func TestSlow(t *testing.T) {
	stop := make(chan struct{})
	defer close(stop)
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/head" {
			<-stop
			return
		}
		fmt.Fprint(w, "some")
		w.(http.Flusher).Flush()
		for r.URL.Path == "/drip" && r.Context().Err() == nil {
			time.Sleep(10 * time.Millisecond)
			fmt.Fprint(w, ".")
			w.(http.Flusher).Flush()
		}
		<-stop
	})
	c, _ := client(t, Options{Stall: 100 * time.Millisecond, Timeout: 300 * time.Millisecond, Tries: 2})
	for path, want := range map[string]struct {
		text  string
		tries int
	}{"/head": {"nothing came for 100ms", 2}, "/body": {"nothing came for 100ms", 1}, "/drip": {"not whole after 300ms", 1}} {
		got, err := c.Get(t.Context(), s.URL+path)
		if err == nil || !strings.Contains(err.Error(), want.text) || len(got.Manifest.Tries) != want.tries || got.Manifest.Body.Complete {
			t.Errorf("%s: %v, %d tries", path, err, len(got.Manifest.Tries))
		}
		if path != "/head" && !strings.HasPrefix(string(got.Body), "some") {
			t.Errorf("%s: %q", path, got.Body)
		}
	}
}

// A password for a proxy is no part of a manifest.
func TestProxyPassword(t *testing.T) {
	var sent string
	proxy := server(t, func(w http.ResponseWriter, r *http.Request) {
		sent = r.Header.Get("Proxy-Authorization")
		fmt.Fprint(w, "by proxy")
	})
	c, _ := client(t, Options{})
	at := strings.Replace(proxy.URL, "//", "//user:secret@", 1)
	c.transport.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(at) }
	got := get(t, c, "http://example.invalid/x")
	h := got.Manifest.Tries[0].Hops[0]
	if sent == "" || string(got.Body) != "by proxy" || h.Peer != strings.TrimPrefix(proxy.URL, "http://") || !reflect.DeepEqual(h.Request["Proxy-Authorization"], []string{"(not shown)"}) {
		t.Errorf("%q, %+v", sent, h)
	}
	if b := string(got.Manifest.Bytes()); strings.Contains(b, "secret") || strings.Contains(b, sent) {
		t.Error(b)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	c, k := client(t, Options{})
	got, err := c.Get(ctx, s.URL)
	if !errors.Is(err, context.Canceled) || len(got.Manifest.Tries) != 1 || len(k.waits) != 0 {
		t.Errorf("%v, %v", err, k.waits)
	}
}

func TestParseAddress(t *testing.T) {
	for _, bad := range []string{"", "adsb.lol/x", "ftp://x/y", "file:///etc/passwd", "https://", "https://u:secret@x/", "https://x/%zz"} {
		c, _ := client(t, Options{})
		got, err := c.Get(t.Context(), bad)
		if err == nil || got != nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if u, err := ParseAddress("https://x/y?z#w"); err != nil || u.String() != "https://x/y?z" {
		t.Errorf("%v, %v", u, err)
	}
	if _, err := url.Parse(Sources[0].Base); err != nil {
		t.Error(err)
	}
}
