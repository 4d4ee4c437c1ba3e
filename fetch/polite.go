package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// busyStatus are the statuses with which a server says that it may answer later.
var busyStatus = []int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}

// turn is how long to wait before the host may be asked, and takes that turn.
func (c *Client) turn(host string) time.Duration {
	host = strings.ToLower(host)
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	at := now
	if next := c.next[host]; next.After(at) {
		at = next
	}
	c.next[host] = at.Add(c.opts.Interval)
	return at.Sub(now)
}

// wait waits before the host is asked. Why is empty for the usual interval.
func (c *Client) wait(ctx context.Context, host string, d time.Duration, why string) error {
	if c.opts.Waits != nil {
		c.opts.Waits(host, d, why)
	}
	return c.sleep(ctx, d)
}

// sleep waits, or returns why ctx ended.
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

// again is how long to wait before the nth try is followed by another, 0 if it
// is not; why says what else should be known of that.
func (c *Client) again(got *Capture, err error, n int) (wait time.Duration, why string) {
	if !(err == nil && slices.Contains(busyStatus, got.Status()) || err != nil && got.Status() == 0 && passing(err)) {
		return 0, ""
	}
	wait = min(firstWait<<min(n-1, 16), c.opts.MaxWait)
	if asked, ok := RetryAfter(got.Header("Retry-After"), c.now()); ok && err == nil {
		if asked > c.opts.MaxWait {
			return 0, fmt.Sprintf("the server asks to wait %s; at most %s is waited", asked, c.opts.MaxWait)
		}
		wait = max(wait, asked)
	}
	if n >= c.opts.Tries {
		return 0, fmt.Sprintf("given up after %d tries", n)
	}
	return wait, ""
}

// busy says why an address is asked again.
func (c *Capture) busy(err error) string {
	if err != nil {
		return err.Error()
	}
	why := fmt.Sprintf("status %d", c.Status())
	if s := c.Header("Retry-After"); s != "" {
		why += ", Retry-After: " + s
	}
	return why
}

// passing reports whether a failure to get any answer may pass by itself. A bad
// certificate and a name that does not exist do not.
func passing(err error) bool {
	var cert *tls.CertificateVerificationError
	var dns *net.DNSError
	switch {
	case errors.Is(err, context.Canceled), errors.As(err, &cert):
		return false
	case errors.As(err, &dns):
		return !dns.IsNotFound
	}
	return true
}

// RetryAfter reads the header of that name: whole seconds or a date (RFC 9110,
// 10.2.3). The wait from now is not negative, and rounded up to a second; ok is
// false where the text is neither.
func RetryAfter(s string, now time.Time) (time.Duration, bool) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseUint(s, 10, 31); err == nil {
		return time.Duration(n) * time.Second, true
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0, false
	}
	d := max(at.Sub(now), 0)
	return (d + time.Second - 1).Truncate(time.Second), true
}
