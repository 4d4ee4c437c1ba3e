package follow

import (
	"errors"
	"fmt"
	"time"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/fetch"
)

// read is the journal's line on a capture. The page, and what is listed on it, are
// nil unless it was read.
func (f *Follower) read(one *followed, got *kept) (*Entry, *Page, *window) {
	e := &Entry{N: one.n + 1, Asked: got.asked, Received: got.received, Status: got.status, Requests: got.requests, Capture: got.manifest}
	e.Outcome, e.Why = outcome(got)
	if wait, said := fetch.RetryAfter(got.head("Retry-After"), e.Asked); said && e.Outcome == Busy {
		e.After = e.Asked.Add(wait)
	}
	if e.Outcome != Read {
		if e.Outcome == Same && one.last != nil {
			e.Cover = one.cover(one.last.at(e.Asked))
		}
		return e, nil, nil
	}
	page, err := f.parse(one, got)
	if err == nil && one.Kind == Mirror {
		err = one.inOrder(page)
	}
	if err != nil {
		e.Outcome, e.Why = Unread, err.Error()
		return e, nil, nil
	}
	e.ETag, e.Modified = got.head("ETag"), lastModified(got)
	e.Items, e.Notes, e.More = len(page.Items), page.Notes, page.Next != ""
	return e, page, one.news(e, page, got)
}

// lastModified is the header of that name if it tells whether something changed
// since. It counts seconds, so that what changed within a minute before it was
// sent may change again and keep it (RFC 9110, 8.8.2.2).
func lastModified(got *kept) string {
	said := got.head("Last-Modified")
	at, err := time.Parse(dateHeader, said)
	date, dateErr := time.Parse(dateHeader, got.head("Date"))
	if err != nil || dateErr != nil || date.Sub(at) < time.Minute {
		return ""
	}
	return said
}

// Statuses of RFC 9110.
const ok, notModified, tooMany = 200, 304, 429

// outcome is what became of a poll, by its answer's head and whether it is whole.
func outcome(got *kept) (Outcome, string) {
	switch status := got.status; {
	case status == 0:
		return Failed, got.why
	case status == notModified:
		return Same, ""
	case status == tooMany || status >= 500:
		return Busy, fmt.Sprintf("status %d", status)
	case status != ok:
		return Refused, fmt.Sprintf("status %d", status)
	case !got.whole:
		return Unread, got.why
	}
	return Read, ""
}

// inOrder says what is wrong with a page of a mirror: a pass that is cut short goes
// on from the latest change read, and may miss nothing before it.
func (one *followed) inOrder(p *Page) error {
	for i := range p.Items {
		switch {
		case p.Items[i].At.IsZero():
			return errors.New("an entry does not say when it was changed")
		case i > 0 && p.Items[i].At.Before(p.Items[i-1].At):
			return errors.New("the entries are not in order of change, as they were asked for")
		}
	}
	if p.Next == "" {
		return nil
	}
	_, err := one.onward(p.Next)
	return err
}

func (f *Follower) parse(one *followed, got *kept) (*Page, error) {
	b, err := unpacked(got.body)
	if err != nil {
		return nil, err
	}
	return f.opts.Readers[one.Kind](b)
}

// news finds what is new on a page, what the page covers, and what it lists.
func (one *followed) news(e *Entry, page *Page, got *kept) *window {
	cur, digests := listed(page, got)
	if one.Kind == Window {
		e.Cover = one.cover(cur)
	}
	oldest := e.Cover.oldest()
	fresh := map[cite.Digest]bool{}
	for i := range page.Items {
		it, d := &page.Items[i], digests[i]
		if one.Kind == Mirror && it.At.After(e.Mark) {
			e.Mark = it.At
		}
		yes, unclear := one.wants(it)
		if !yes || one.known[d] != 0 || fresh[d] {
			continue
		}
		fresh[d] = true
		r := Record{ID: len(one.records) + len(e.New) + 1, Case: it.Case, Number: it.Number, Text: clip(it.Text, MaxText),
			Stated: it.Stated, At: it.At, Keys: it.Keys, Digest: d.String(), Byte: it.Byte, Unclear: unclear}
		r.Edits, r.Beside = one.relations(it, cur, oldest)
		r.Late = one.late(it, &r)
		e.New = append(e.New, r)
	}
	return cur
}

// oldest is the oldest time listed.
func (c *Cover) oldest() time.Time {
	if c == nil {
		return time.Time{}
	}
	return c.Listed
}

// late is for how many seconds at least an item was not in the feed though its
// time had come: it was not there at the poll before.
func (one *followed) late(it *Item, r *Record) int64 {
	if one.last == nil || one.Kind != Window || it.At.IsZero() || len(r.Edits) > 0 || !it.At.Before(one.last.to) {
		return 0
	}
	return int64(one.last.to.Sub(it.At) / time.Second)
}

// settle is what is remembered of a poll beside the journal.
func (one *followed) settle(e *Entry, page *Page, cur *window) {
	one.asks = ""
	if page != nil {
		one.asks, one.last = page.Next, cur
	} else if e.Outcome == Same && one.last != nil {
		one.last = one.last.at(e.Asked)
	}
	one.due = time.Time{}
}

// at is w, listed again at another poll.
func (w *window) at(asked time.Time) *window {
	return &window{items: w.items, asked: asked, to: w.to, built: w.built}
}
