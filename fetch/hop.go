package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// hop sends one request. It returns where the server sends on to, or takes the
// body into got.
func (c *Client) hop(ctx context.Context, u *url.URL, header map[string]string, got *Capture, t *Try) (*url.URL, error) {
	if wait := c.turn(u.Host); wait > 0 {
		if err := c.wait(ctx, u.Host, wait, ""); err != nil {
			return nil, err
		}
	}
	watch, ctx := newWatchdog(ctx, c.opts.Stall)
	defer watch.stop()
	var w wire
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, w.trace(c.now)), http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept-Encoding", "gzip")

	asked := stamp(c.now())
	if len(t.Hops) == 0 {
		t.AskedAt, got.Manifest.Clocks.AskedAt = asked, asked
	}
	resp, err := c.transport.RoundTrip(req)
	h := Hop{URL: u.String(), AskedAt: asked, Peer: w.peer(), Request: w.headers()}
	if err != nil {
		t.Hops = append(t.Hops, h)
		return nil, because(ctx, fmt.Errorf("ask %s: %w", u.Host, err))
	}
	defer resp.Body.Close()
	h.take(resp)
	t.Hops = append(t.Hops, h)
	watch.alive()
	if to, err := onward(resp, u); to != nil || err != nil {
		return to, err
	}
	got.Manifest.Clocks.from(resp, w.first())
	return nil, c.body(ctx, resp, watch, got)
}

// onward is where a redirect sends, nil if resp is none.
func onward(resp *http.Response, from *url.URL) (*url.URL, error) {
	redirects := []int{http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect}
	if !slices.Contains(redirects, resp.StatusCode) {
		return nil, nil
	}
	where := resp.Header.Get("Location")
	to, err := from.Parse(where)
	if err == nil {
		to, err = ParseAddress(to.String())
	}
	if err != nil || where == "" {
		return nil, fmt.Errorf("%s sends on with status %d to %q, which is no address", from.Host, resp.StatusCode, where)
	}
	return to, nil
}

// body reads the body into got, as received, and says whether it is whole.
func (c *Client) body(ctx context.Context, resp *http.Response, watch *watchdog, got *Capture) error {
	b := &got.Manifest.Body
	if resp.ContentLength >= 0 {
		b.Declared = &resp.ContentLength
	}
	host := resp.Request.URL.Host
	tooLong := fmt.Errorf("%s sends more than %d bytes, the most that is taken", host, c.opts.MaxBytes)
	var err error
	m := newMeter()
	if resp.ContentLength > c.opts.MaxBytes {
		err = tooLong
	} else if err = c.pour(got, m, watch.over(resp.Body)); err == errMore {
		err = tooLong
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%s breaks off after %d bytes%s", host, m.n, ofDeclared(b.Declared))
	}
	got.Manifest.Clocks.ReceivedAt = stamp(c.now())
	b.take(m)
	b.Complete = err == nil
	return because(ctx, err)
}

// errMore is that a body has more bytes than are taken.
var errMore = errors.New("more bytes than are taken")

// pour puts the bytes of a body where they belong, at most MaxBytes of them, and
// measures them. Its error is errMore if there is one more.
func (c *Client) pour(got *Capture, m *meter, from io.Reader) error {
	var buf bytes.Buffer
	to := io.Writer(&buf)
	if got.into != nil {
		to = got.into
	}
	n, err := io.Copy(io.MultiWriter(to, m), io.LimitReader(from, c.opts.MaxBytes))
	got.Body = buf.Bytes()
	if err != nil || n < c.opts.MaxBytes {
		return err
	}
	if _, err = io.ReadFull(from, make([]byte, 1)); err == nil {
		return errMore
	}
	if err == io.EOF {
		return nil
	}
	return err
}

func ofDeclared(n *int64) string {
	if n == nil {
		return ", before it says that it is at its end"
	}
	return fmt.Sprintf(" of the %d that it declared", *n)
}

// because is err, or why ctx was ended where that is what made it.
func because(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	return err
}

// wire is what is seen of one request on its way. The transport tells it from
// several goroutines.
type wire struct {
	mu     sync.Mutex
	sent   map[string][]string
	at     string
	firstB time.Time
}

func (w *wire) trace(now func() time.Time) *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: func(i httptrace.GotConnInfo) {
			w.mu.Lock()
			defer w.mu.Unlock()
			// A connection that turns out closed is replaced by the transport.
			w.sent, w.at = map[string][]string{}, i.Conn.RemoteAddr().String()
		},
		WroteHeaderField: func(key string, value []string) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.sent[key] = slices.Clone(value)
			if strings.EqualFold(key, "Authorization") || strings.EqualFold(key, "Proxy-Authorization") {
				w.sent[key] = []string{"(not shown)"}
			}
		},
		GotFirstResponseByte: func() {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.firstB = stamp(now())
		},
	}
}

func (w *wire) peer() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *wire) first() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.firstB
}

func (w *wire) headers() map[string][]string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string][]string{}
	for k, v := range w.sent {
		out[k] = v
	}
	return out
}

// watchdog ends a request that has sent nothing for a while.
type watchdog struct {
	after  time.Duration
	timer  *time.Timer
	cancel context.CancelCauseFunc
}

func newWatchdog(ctx context.Context, after time.Duration) (*watchdog, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	w := &watchdog{after: after, cancel: cancel}
	w.timer = time.AfterFunc(after, func() { cancel(fmt.Errorf("nothing came for %s", after)) })
	return w, ctx
}

func (w *watchdog) alive() { w.timer.Reset(w.after) }

func (w *watchdog) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// over is r, each of whose reads shows that the server is alive.
func (w *watchdog) over(r io.Reader) io.Reader {
	return readFunc(func(b []byte) (int, error) {
		n, err := r.Read(b)
		w.alive()
		return n, err
	})
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(b []byte) (int, error) { return f(b) }
