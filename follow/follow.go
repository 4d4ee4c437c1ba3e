// Package follow watches dockets from outside: it asks the feeds of courts and
// CourtListener's interface again and again, politely, and takes in what
// CourtListener sends by itself.
//
// What comes is kept as it came, with its manifest, before anything reads it. A
// journal for each feed then says of each poll what was new in it, and whether
// the feed can have lost anything since the poll before. So "nothing in the
// feed" can be told from "nobody looked": see Run and Gap.
//
// The journal is all that there is of state. It grows by whole lines, and a
// capture that a crash left without its line is read when the feed is next
// opened.
package follow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"time"

	"github.com/holdshort/holdshort/fetch"
)

// Version is that of the journal and of what Status says: see docs/following.md.
const Version = 1

// Reader reads what came of a feed. Its error says that the bytes are not the
// feed, or not the whole of it.
type Reader func(body []byte) (*Page, error)

// Options are what a Follower needs beside its feeds. All but Dir, Ask and
// Readers have defaults.
type Options struct {
	Dir     string                                                       // of the case
	Ask     func(context.Context, fetch.Request) (*fetch.Capture, error) // fetch.Client.Ask, or a test's
	Readers map[Kind]Reader                                              // of each kind that a feed has
	Token   string                                                       // of CourtListener; sent to hosts of such feeds alone, and written nowhere

	// Look is to look at what is known, beside another who follows: nothing is
	// written, and Status alone can be called.
	Look bool

	// Tell, if not nil, is told of each poll when its journal has it.
	Tell func(feed string, e *Entry)

	// Wake, if not nil, ends a wait of Run: a Receiver has taken something in.
	Wake <-chan struct{}

	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
	Rand  func() float64 // from 0 up to 1: spreads the times of polls
}

// Follower follows feeds. It is not for use by several goroutines at once, and
// no two of them may follow one case.
type Follower struct {
	opts  Options
	feeds []*followed
	hook  *followed               // what a Receiver took in
	spent map[string]spending     // by host
	step  func(name string) error // called before each step of a poll; tests make it fail
}

// followed is one feed and what its journal says.
type followed struct {
	Feed
	state
	host string
	lag  time.Duration // after a pause or at the beginning of a day, so that not everybody asks at once
	asks string        // address of the page that is next; "" at the beginning of a pass
}

// New is a Follower of the feeds. It reads their journals, and what a crash left
// unread.
func New(feeds []Feed, o Options) (*Follower, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = func(ctx context.Context, d time.Duration) error { return sleep(ctx, d, o.Wake) }
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	f := &Follower{opts: o, spent: map[string]spending{}, step: func(string) error { return nil }}
	for _, feed := range feeds {
		if o.Readers[feed.Kind] == nil {
			return nil, fmt.Errorf("feed %s: nothing reads feeds of the kind %q", feed.Name, feed.Kind)
		}
		one := &followed{Feed: feed, host: feed.host(), lag: f.spread(time.Minute)}
		if err := f.open(one); err != nil {
			return nil, fmt.Errorf("feed %s: %w", feed.Name, err)
		}
		f.feeds = append(f.feeds, one)
	}
	f.hook = &followed{Feed: Feed{Name: hookName, Kind: Hook}}
	if f.taken() {
		if err := f.open(f.hook); err != nil {
			return nil, fmt.Errorf("messages: %w", err)
		}
	}
	return f, nil
}

// sleep waits, but no longer than until it is woken.
func sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-wake:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Run polls each feed when it is due, until ctx ends or something cannot be kept;
// then its error says why.
func (f *Follower) Run(ctx context.Context) error {
	for {
		if err := f.Drain(); err != nil {
			return err
		}
		if len(f.feeds) == 0 {
			if err := f.opts.Sleep(ctx, time.Hour); err != nil {
				return err
			}
			continue
		}
		next := f.next()
		if wait := f.due(next).Sub(f.opts.Now()); wait > 0 {
			if err := f.opts.Sleep(ctx, wait); err != nil {
				return err
			}
			continue
		}
		if err := f.poll(ctx, next); err != nil {
			return err
		}
	}
}

// Once polls each feed that is due, once, to the end of its pages, and says how
// many were due.
func (f *Follower) Once(ctx context.Context) (polled int, err error) {
	if err := f.Drain(); err != nil {
		return 0, err
	}
	for _, one := range f.feeds {
		if f.due(one).After(f.opts.Now()) {
			continue
		}
		polled++
		for more := true; more; more = one.asks != "" && !f.due(one).After(f.opts.Now()) {
			if err := f.poll(ctx, one); err != nil {
				return polled, err
			}
		}
	}
	return polled, nil
}

// next is the feed that is due first.
func (f *Follower) next() *followed {
	return slices.MinFunc(f.feeds, func(a, b *followed) int { return f.due(a).Compare(f.due(b)) })
}

// poll asks a feed once, keeps what comes, reads it and writes the journal.
func (f *Follower) poll(ctx context.Context, one *followed) error {
	ask, err := f.request(one)
	if err != nil {
		return fmt.Errorf("feed %s: %w", one.Name, err)
	}
	came, err := f.opts.Ask(ctx, ask)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if came == nil {
		return fmt.Errorf("feed %s: %w", one.Name, err)
	}
	got, err := f.keep(one, came)
	if err != nil {
		return fmt.Errorf("feed %s: keep what came: %w", one.Name, err)
	}
	return f.take(one, got)
}

// take reads a capture that is kept, and writes down what was in it.
func (f *Follower) take(one *followed, got *kept) error {
	e, page, cur := f.read(one, got)
	if err := f.step("journal"); err != nil {
		return err
	}
	if err := f.write(one, e); err != nil {
		return fmt.Errorf("feed %s: %w", one.Name, err)
	}
	if err := one.fold(e, one.Kind); err != nil {
		panic("follow: " + err.Error()) // it was just made
	}
	f.spend(one.host, e)
	one.settle(e, page, cur)
	if f.opts.Tell != nil {
		f.opts.Tell(one.Name, e)
	}
	return f.step("done")
}

// request is what is asked of a feed now.
func (f *Follower) request(one *followed) (fetch.Request, error) {
	r := fetch.Request{Address: one.Address, Header: map[string]string{}}
	if one.Kind == Mirror {
		if f.opts.Token != "" {
			r.Header["Authorization"] = "Token " + f.opts.Token
		}
		var err error
		r.Address, err = one.page()
		return r, err
	}
	if one.last == nil {
		return r, nil // that nothing changed would say nothing
	}
	if one.etag != "" {
		r.Header["If-None-Match"] = one.etag
	}
	if one.modified != "" {
		r.Header["If-Modified-Since"] = one.modified
	}
	return r, nil
}

// page is the address of the page that is next: of a pass that goes on, the one
// that the page before named, or else the entries changed since the last of
// those known.
func (one *followed) page() (string, error) {
	if one.asks != "" {
		return one.onward(one.asks)
	}
	u, err := url.Parse(one.Address)
	if err != nil {
		return "", err
	}
	q := u.Query()
	q.Set("order_by", "date_modified")
	if !one.mark.IsZero() {
		q.Set("date_modified__gte", one.mark.Format(time.RFC3339Nano))
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// onward is the address of a page that another names. It is of the same server,
// which alone is sent the token.
func (one *followed) onward(next string) (string, error) {
	u, err := url.Parse(one.Address)
	if err != nil {
		return "", err
	}
	to, err := u.Parse(next)
	if err != nil || to.Host != u.Host || to.Scheme != u.Scheme {
		return "", fmt.Errorf("it names a next page at another host, %q", next)
	}
	return to.String(), nil
}
