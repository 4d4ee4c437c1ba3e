package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// clock is a clock that moves only by waiting.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	waits []time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	c.waits = append(c.waits, d)
	return ctx.Err()
}

// noon is when tests take place unless they say otherwise.
var noon = time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)

// client is a Client with a clock of its own, at noon.
func client(t *testing.T, o Options) (*Client, *clock) {
	t.Helper()
	c, k := New(o), &clock{at: noon}
	c.now, c.sleep = k.now, k.sleep
	t.Cleanup(c.transport.CloseIdleConnections)
	return c, k
}

// server answers by f.
func server(t *testing.T, f http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return s
}

// trust makes c take the certificate of a TLS server of a test.
func trust(c *Client, s *httptest.Server) {
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	c.transport.TLSClientConfig = &tls.Config{RootCAs: pool}
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}

// get gets and expects no error.
func get(t *testing.T, c *Client, url string) *Capture {
	t.Helper()
	got, err := c.Get(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// cut is a handler that sends a head and some bytes and closes the connection.
func cut(t *testing.T, raw string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buf, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = buf.WriteString(raw)
		_ = buf.Flush()
		_ = conn.Close()
	}
}
