// Package fetch gets bytes from an address, politely, and says exactly how they
// were got. It is the only package that opens a connection, and does so only
// when asked to.
//
// What comes is kept as it was received, never unpacked or mended. Every answer,
// a refusal too, has a manifest: what was asked and when, each hop with its
// headers and certificates, how much came, and its digests.
//
// The second half of the package brings the traces that open networks keep of an
// aircraft's UTC days, and keeps them in a folder: see Days.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Options are how a Client asks. Each zero has the default said beside it.
type Options struct {
	Contact   string        // where a server's keeper can reach who runs this; none
	Interval  time.Duration // least time between two requests to one host; Interval
	MaxBytes  int64         // most bytes of one answer; MaxBytes
	Redirects int           // most redirects followed; Redirects
	Tries     int           // most times that one address is asked; Tries
	MaxWait   time.Duration // longest wait before asking again; MaxWait
	Stall     time.Duration // longest time without a byte; Stall
	Timeout   time.Duration // longest time for one try; Timeout

	// Waits, if not nil, is told of each wait before it begins.
	Waits func(host string, wait time.Duration, why string)

	// Now and Sleep are another clock than this machine's, for tests; nil for
	// its own. Stall and Timeout are by this machine's clock all the same.
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
}

// The defaults of Options.
const (
	Interval  = 2 * time.Second
	MaxBytes  = 64 << 20
	Redirects = 5
	Tries     = 4
	MaxWait   = 2 * time.Minute
	Stall     = 30 * time.Second
	Timeout   = 10 * time.Minute
)

// firstWait is what is waited after a first failure without a Retry-After; each
// further failure doubles it.
const firstWait = 2 * time.Second

// maxHeader is the most bytes of headers that one answer may have.
const maxHeader = 256 << 10

// Client asks servers, each no more often than it should. Its methods may be
// called from several goroutines.
type Client struct {
	opts      Options
	agent     string
	transport *http.Transport
	now       func() time.Time
	sleep     func(context.Context, time.Duration) error

	mu   sync.Mutex
	next map[string]time.Time // by host: not before this
}

// New is a Client with the options.
func New(o Options) *Client {
	set(&o.Interval, Interval)
	set(&o.MaxBytes, MaxBytes)
	set(&o.Redirects, Redirects)
	set(&o.Tries, Tries)
	set(&o.MaxWait, MaxWait)
	set(&o.Stall, Stall)
	set(&o.Timeout, Timeout)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return &Client{
		opts: o, agent: agent(o.Contact), now: o.Now, sleep: o.Sleep, next: map[string]time.Time{},
		transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DisableCompression:     true, // what comes is kept as it comes
			ForceAttemptHTTP2:      true,
			MaxResponseHeaderBytes: maxHeader,
			IdleConnTimeout:        time.Minute,
			TLSHandshakeTimeout:    o.Stall,
		},
	}
}

func set[T comparable](v *T, to T) {
	var zero T
	if *v == zero {
		*v = to
	}
}

// Tool is this program and its version, as manifests and servers are told it:
// "holdshort/v0.3.1", or "holdshort/devel" for a build without a version.
func Tool() string {
	version := "devel"
	if b, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(b.Main.Version, "v") {
		version = b.Main.Version
	}
	return "holdshort/" + version
}

func agent(contact string) string {
	s := Tool() + " (+https://github.com/holdshort/holdshort"
	if contact != "" {
		s += "; " + contact
	}
	return s + ")"
}

// ParseAddress reads an address that can be asked: http or https, with a host
// and without a password, which a manifest would tell everybody.
func ParseAddress(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return nil, fmt.Errorf("address %q: %w", s, errors.Unwrap(err))
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, fmt.Errorf("address %q does not begin with https:// and a host", s)
	case u.User != nil:
		return nil, fmt.Errorf("the address at %s has a user or password in it, which the manifest would show", u.Hostname())
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// Get asks for what is at an address, as Ask does.
func (c *Client) Get(ctx context.Context, address string) (*Capture, error) {
	return c.Ask(ctx, Request{Address: address})
}

// Request is what Ask asks for. Header is sent with it, beside the headers that
// Get sends. What is in Authorization is sent to the address's own host alone,
// and no manifest shows it.
//
// Into, if not nil, takes the bytes in place of Capture.Body: from the file's
// beginning, with what was in it gone, also before each further try.
type Request struct {
	Address string
	Header  map[string]string
	Into    *os.File
}

// Ask asks for what is at an address. An answer of any status is no error. The
// Capture is nil only if the address cannot be asked; with any other error it
// says what was tried and holds the bytes that came.
//
// It asks again, up to Options.Tries times, when the server says that it is busy
// (429, 500, 502, 503, 504) or the connection fails before an answer, and waits
// before that as long as the server says. It gives up rather than wait longer
// than Options.MaxWait. An answer that breaks off is not asked for again.
func (c *Client) Ask(ctx context.Context, r Request) (*Capture, error) {
	u, err := ParseAddress(r.Address)
	if err != nil {
		return nil, err
	}
	got := &Capture{into: r.Into, Manifest: Manifest{Version: Version, Tool: Tool(), Method: http.MethodGet, URL: u.String()}}
	var waited time.Duration
	for n := 1; ; n++ {
		err := c.try(ctx, u, r.Header, waited, got)
		wait, why := c.again(got, err, n)
		if why != "" {
			got.fail(why)
		}
		if wait == 0 || ctx.Err() != nil {
			return got, err
		}
		if err := c.wait(ctx, u.Host, wait, got.busy(err)); err != nil {
			return got, err
		}
		waited = wait
	}
}

// try asks once and follows redirects. The bytes of an earlier try are dropped.
func (c *Client) try(ctx context.Context, u *url.URL, header map[string]string, waited time.Duration, got *Capture) error {
	ctx, cancel := context.WithTimeoutCause(ctx, c.opts.Timeout, fmt.Errorf("the answer was not whole after %s", c.opts.Timeout))
	defer cancel()
	m := &got.Manifest
	m.Tries = append(m.Tries, Try{Waited: waited.Milliseconds(), Hops: []Hop{}})
	t := &m.Tries[len(m.Tries)-1]
	m.Clocks, m.Body = Clocks{}, Body{}
	if err := got.empty(); err != nil {
		return err
	}
	err := c.follow(ctx, u, header, got, t)
	if err != nil {
		t.Error = err.Error()
	}
	return err
}

// follow asks at u and where it is sent on to.
func (c *Client) follow(ctx context.Context, u *url.URL, header map[string]string, got *Capture, t *Try) error {
	seen := map[string]bool{}
	for {
		seen[u.String()] = true
		to, err := c.hop(ctx, u, header, got, t)
		switch {
		case err != nil || to == nil:
			return err
		case u.Scheme == "https" && to.Scheme == "http":
			return fmt.Errorf("%s sends on from https to http, to %s, which is not followed", u.Host, to)
		case seen[to.String()]:
			return fmt.Errorf("%s sends round in a circle, back to %s", u.Host, to)
		case len(seen) > c.opts.Redirects:
			return fmt.Errorf("%s sends on for the %dth time; at most %d are followed", u.Host, len(seen), c.opts.Redirects)
		}
		if to.Host != u.Host || to.Scheme != u.Scheme {
			header = maps.Clone(header)
			delete(header, "Authorization")
		}
		u = to
	}
}
