package follow

import (
	"fmt"
	"slices"
	"time"

	"github.com/holdshort/holdshort/cite"
)

// state is what a journal says, folded.
type state struct {
	n         int // polls
	lastAsked time.Time
	lastGood  time.Time // read, or the same
	fails     int       // polls in a row that brought nothing
	refusals  int       // of these, refused
	notBefore time.Time // as the server asks
	due       time.Time // zero if it is to be worked out
	day       string    // UTC, of spent
	spent     int       // requests on it
	etag      string
	modified  string
	mark      time.Time
	pass      time.Time       // of a mirror: when the first page of the pass that goes on was asked for
	why       string          // of the last poll
	seen      string          // path of the last capture that was read
	read      map[string]bool // paths of the captures that have a line

	runs    []Run
	built   bool                // the feed says when it is made
	records []brief             // in order of their ids
	known   map[cite.Digest]int // records by content
	byKey   map[string][]int    // records by key
	outcome map[Outcome]int     // how many polls had each
	counts  struct{ edits, late, unclear int }
	latest  int64 // seconds, of the latest item

	last *window // what was listed at the last poll that was read; nil if that is not known
	body body
}

// brief is what is needed of a record to tell whether another edits it.
type brief struct {
	digest   cite.Digest
	at       time.Time
	replaced bool
}

func (one *followed) clear() {
	one.state = state{known: map[cite.Digest]int{}, byKey: map[string][]int{}, outcome: map[Outcome]int{}, read: map[string]bool{}}
}

// fold adds a line of the journal.
func (s *state) fold(e *Entry, kind Kind) error {
	s.n, s.lastAsked, s.why = e.N, e.Asked, e.Why
	s.notBefore = e.After
	s.read[e.Capture] = true
	s.outcome[e.Outcome]++
	switch e.Outcome {
	case Read, Same:
		s.fails, s.refusals, s.lastGood = 0, 0, e.Asked
	case Refused:
		s.fails, s.refusals = s.fails+1, s.refusals+1
	default:
		s.fails, s.refusals = s.fails+1, 0
	}
	if e.Outcome == Read {
		s.etag, s.modified, s.seen = e.ETag, e.Modified, e.Capture
	}
	for i := range e.New {
		if err := s.add(&e.New[i]); err != nil {
			return err
		}
	}
	if kind == Mirror {
		s.foldPage(e)
	} else if e.Cover != nil {
		s.extend(e.Cover, e.Asked)
		s.built = e.Cover.Built
	}
	return nil
}

// foldPage adds one page of a mirror. A pass that has come to its last page knows
// all that the mirror had changed when its first page was asked for.
func (s *state) foldPage(e *Entry) {
	if e.Outcome != Read {
		s.pass = time.Time{}
		return
	}
	if s.pass.IsZero() {
		s.pass = e.Asked
	}
	if e.Mark.After(s.mark) {
		s.mark = e.Mark
	}
	if e.More {
		return
	}
	if len(s.runs) == 0 {
		s.runs = []Run{{First: s.pass}}
	}
	r := &s.runs[0]
	r.To, r.Last = s.pass, e.Asked
	r.Polls++
	s.pass = time.Time{}
}

func (s *state) add(r *Record) error {
	d, err := cite.ParseDigest(r.Digest)
	if err != nil || r.ID != len(s.records)+1 {
		return fmt.Errorf("record %d with digest %q: a line was changed", r.ID, r.Digest)
	}
	s.known[d] = r.ID
	for _, k := range r.Keys {
		s.byKey[k] = append(s.byKey[k], r.ID)
	}
	s.records = append(s.records, brief{digest: d, at: r.At})
	for _, id := range r.Edits {
		if id < 1 || id >= r.ID {
			return fmt.Errorf("record %d edits record %d: a line was changed", r.ID, id)
		}
		s.records[id-1].replaced = true
	}
	if len(r.Edits) > 0 {
		s.counts.edits++
	}
	if r.Late > 0 {
		s.counts.late++
		s.latest = max(s.latest, r.Late)
	}
	if r.Unclear {
		s.counts.unclear++
	}
	return nil
}

// relations are the records that an item with a key of theirs edits or stands
// beside. It edits what the feed listed at the poll before and no longer lists,
// though it lists what is as old; a mirror has one entry for each id.
func (one *followed) relations(it *Item, cur *window, oldest time.Time) (edits, beside []int) {
	seen := map[int]bool{}
	for _, k := range it.Keys {
		for _, id := range one.byKey[k] {
			r := one.records[id-1]
			if seen[id] {
				continue
			}
			seen[id] = true
			switch {
			case one.Kind != Window && !r.replaced, one.vanished(r, cur) && !r.replaced && !r.at.Before(oldest):
				edits = append(edits, id)
			case one.Kind == Window:
				beside = append(beside, id)
			}
		}
	}
	slices.Sort(edits)
	slices.Sort(beside)
	return edits, beside[max(0, len(beside)-maxBeside):]
}

func (one *followed) vanished(r brief, cur *window) bool {
	if one.last == nil {
		return false
	}
	_, before := one.last.items[r.digest]
	_, now := cur.items[r.digest]
	return before && !now
}

// maxBeside is the most records that one is said to stand beside: the latest.
const maxBeside = 8

// remember reads again what was listed last, so that the next poll can be linked
// to it. If that cannot be had, the next poll begins a new run, with a gap before
// it.
func (f *Follower) remember(one *followed) error {
	if one.seen == "" || one.Kind != Window {
		return nil
	}
	got, err := f.load(one.seen)
	if err != nil {
		one.why = "what it listed last cannot be read: " + err.Error()
		return nil
	}
	page, err := f.parse(one, got)
	if err != nil {
		one.why = "what it listed last cannot be read: " + err.Error()
		return nil
	}
	one.last, _ = listed(page, got)
	return nil
}

// dateHeader is the form of the header Date (RFC 9110, 5.6.7).
const dateHeader = "Mon, 02 Jan 2006 15:04:05 GMT"

// listed is what a page lists, and the content of each item.
func listed(p *Page, got *kept) (*window, []cite.Digest) {
	w := &window{items: make(map[cite.Digest]time.Time, len(p.Items)), asked: got.asked}
	digests := make([]cite.Digest, len(p.Items))
	var newest time.Time
	for i := range p.Items {
		digests[i] = cite.Sum([]byte(p.Items[i].Content))
		w.items[digests[i]] = p.Items[i].At
		if p.Items[i].At.After(newest) {
			newest = p.Items[i].At
		}
	}
	w.to, w.built = p.Built, !p.Built.IsZero()
	if !w.built {
		w.to = newest
	}
	// A feed that is made ahead of its time, or by a clock that is, covers no more
	// than until now.
	if date, err := time.Parse(dateHeader, got.head("Date")); err == nil && date.Before(w.to) {
		w.to = date
	}
	if got.received.Before(w.to) {
		w.to = got.received
	}
	return w, digests
}
