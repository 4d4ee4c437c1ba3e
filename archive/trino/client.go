package trino

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client asks one schema. It may be used by several goroutines at once.
type Client struct {
	at       Address
	secret   Credentials
	http     *http.Client
	patience time.Duration // for which an answer that does not come is asked for again
	pause    time.Duration // before the first time
}

// Bounds of the protocol.
const (
	patience     = 20 * time.Second
	pause        = 100 * time.Millisecond
	longestPause = 5 * time.Second
	slowest      = 60 * time.Second // until the head of one answer
	maxPage      = 256 << 20        // bytes of one answer
)

// Dial makes a client. Nothing is asked yet.
func Dial(at Address, secret Credentials) (*Client, error) {
	switch {
	case secret.Password != "" && secret.Token != "":
		return nil, errors.New("there is both a password and a token")
	case at.Plain && secret != (Credentials{}):
		return nil, fmt.Errorf("%s is asked without TLS, and credentials go by TLS alone", at)
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.ResponseHeaderTimeout = slowest
	return &Client{at: at, secret: secret, patience: patience, pause: pause,
		http: &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// ask asks until an answer comes, or patience ends.
func (c *Client) ask(ctx context.Context, method string, u *url.URL, body string) (*page, error) {
	wait, until := c.pause, time.Now().Add(c.patience)
	for {
		p, after, err := c.once(ctx, method, u, body)
		if err == nil {
			return p, nil
		}
		var busy busy
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if !errors.As(err, &busy) || time.Now().Add(max(wait, after)).After(until) {
			return nil, err
		}
		if err := sleep(ctx, max(wait, after)); err != nil {
			return nil, err
		}
		wait = min(2*wait, longestPause)
	}
}

// busy is an error that may pass.
type busy struct{ error }

func (b busy) Unwrap() error { return b.error }

// once asks once. What is asked may be asked again: a query that only reads, or a
// page that the cluster keeps until the next one is asked for.
func (c *Client) once(ctx context.Context, method string, u *url.URL, body string) (_ *page, after time.Duration, _ error) {
	resp, err := c.send(ctx, method, u, body)
	if err != nil {
		return nil, 0, passes(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxPage+1))
	switch {
	case err != nil:
		return nil, 0, busy{fmt.Errorf("an answer broke off after %d bytes: %w", len(b), err)}
	case len(b) > maxPage:
		return nil, 0, fmt.Errorf("an answer is longer than %d bytes", maxPage)
	case resp.StatusCode == http.StatusOK:
		p := &page{}
		if err := json.Unmarshal(b, p); err != nil {
			return nil, 0, fmt.Errorf("an answer is not of Trino's protocol: %w", err)
		}
		return p, 0, nil
	case method == http.MethodGet && (resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusGone):
		return nil, 0, errLost
	}
	err = fmt.Errorf("the answer is %s: %q", resp.Status, firstLine(b))
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return nil, time.Duration(min(max(s, 0), 3600)) * time.Second, busy{err}
	}
	return nil, 0, err
}

// passes makes busy what may pass: not a certificate that is not trusted, nor a
// host that there is not.
func passes(err error) error {
	var trust *tls.CertificateVerificationError
	var name *net.DNSError
	if errors.As(err, &trust) || errors.As(err, &name) && name.IsNotFound {
		return err
	}
	return busy{err}
}

func firstLine(b []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(b), []byte("\n"))
	return string(line[:min(len(line), 200)])
}

func (c *Client) send(ctx context.Context, method string, u *url.URL, body string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, u.String(), strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{"User": c.at.User, "Catalog": c.at.Catalog, "Schema": c.at.Schema, "Source": DefaultUser, "Time-Zone": "UTC"} {
		r.Header.Set("X-Trino-"+name, value)
	}
	switch {
	case c.secret.Password != "":
		r.SetBasicAuth(c.at.User, c.secret.Password)
	case c.secret.Token != "":
		r.Header.Set("Authorization", "Bearer "+c.secret.Token)
	}
	return c.http.Do(r)
}

// sleep waits, or ends with the context.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
