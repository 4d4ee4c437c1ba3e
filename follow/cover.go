package follow

import (
	"cmp"
	"slices"
	"time"

	"github.com/holdshort/holdshort/cite"
)

// Run is a stretch over which a feed was followed without a break. What it says
// is this: an item that came into the feed between the polls First and Last, with
// a stated time after From and before To, and no more than Late seconds after that
// time, is recorded, if the feed drops items in the order in which they came into
// it or in that of their stated times.
//
// From and To are times of the feed's clock, as it states them; First and Last
// are of this machine's.
type Run struct {
	From   time.Time `json:"from,omitzero"` // exclusive; of a mirror zero: from the beginning
	To     time.Time `json:"to"`            // exclusive
	Listed time.Time `json:"listed,omitzero"`
	First  time.Time `json:"first_poll"`
	Last   time.Time `json:"last_poll"`
	Polls  int       `json:"polls"`
	Late   *int64    `json:"late_s,omitempty"` // seconds; nil before the second poll, and of a mirror
}

// Gap is a stretch between two runs, on the feed's clock: an item with a stated
// time in it may have come and gone unseen. From Listed on the feed listed what
// it had when it was next asked, which is all of it if the feed drops items in the
// order of their stated times.
type Gap struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Listed time.Time `json:"listed,omitzero"`
}

// Cover is what one poll adds to the coverage of its feed.
type Cover struct {
	To     time.Time `json:"to"`              // what was put out before this moment of the feed's clock, it listed
	Built  bool      `json:"built,omitempty"` // To is when the feed says that it was made, and not its newest item's time
	Listed time.Time `json:"listed,omitzero"` // the oldest stated time in it
	Linked bool      `json:"linked"`          // nothing that came in since the poll before can be missing, if its time is after Since
	Since  time.Time `json:"since,omitzero"`
}

// window is what a feed listed at one poll.
type window struct {
	items map[cite.Digest]time.Time // stated times by content; zero if not known
	asked time.Time
	to    time.Time
	built bool
}

// newestOf is how many of the newest items of a poll are looked for in the next,
// and together how many must be there. An old item can be listed again after the
// feed has dropped it; several of the newest are not all dropped and all listed
// again between two polls.
const newestOf, together = 5, 2

// newest are the digests of the newest items of w, by stated time.
func (w *window) newest() []cite.Digest {
	var out []cite.Digest
	for d, at := range w.items {
		if !at.IsZero() {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b cite.Digest) int {
		return cmp.Or(w.items[b].Compare(w.items[a]), cmp.Compare(a.String(), b.String()))
	})
	return out[:min(len(out), newestOf)]
}

// link says from which stated time on nothing can have been lost between two
// polls. A feed that still lists what it listed newest has dropped nothing that
// came in after that.
func link(prev, cur *window) (since time.Time, ok bool) {
	newest := prev.newest()
	found := 0
	for _, d := range newest {
		if _, there := cur.items[d]; there {
			found++
		}
	}
	if found == 0 || found < min(together, len(newest)) {
		return since, false
	}
	for d, at := range cur.items {
		if _, there := prev.items[d]; there && !at.IsZero() && (since.IsZero() || at.Before(since)) {
			since = at
		}
	}
	return since, true
}

// cover is what a poll of a window adds.
func (one *followed) cover(cur *window) *Cover {
	c := &Cover{To: cur.to, Built: cur.built}
	for _, at := range cur.items {
		if !at.IsZero() && (c.Listed.IsZero() || at.Before(c.Listed)) {
			c.Listed = at
		}
	}
	if one.last == nil {
		return c
	}
	c.Since, c.Linked = link(one.last, cur)
	if one.Window > 0 && cur.asked.Sub(one.last.asked) < one.Window {
		// It lists what is younger than the window: by whichever clock is ahead.
		at := cur.asked
		if cur.to.After(at) {
			at = cur.to
		}
		if at = at.Add(-one.Window); !c.Linked || at.Before(c.Since) {
			c.Since, c.Linked = at, true
		}
	}
	return c
}

// extend adds a poll's cover to the runs.
func (s *state) extend(c *Cover, asked time.Time) {
	n := len(s.runs)
	if !c.Linked || n == 0 {
		fresh := Run{From: c.To, To: c.To, Listed: c.Listed, First: asked, Last: asked, Polls: 1}
		if n > 1 && s.runs[n-1].Polls == 1 {
			s.runs[n-1] = fresh // a single poll covers nothing; the first of all is where the gap begins
			return
		}
		s.runs = append(s.runs, fresh)
		return
	}
	r := &s.runs[n-1]
	late := int64(r.To.Sub(c.Since) / time.Second)
	if late = max(late, 0); r.Late == nil || late < *r.Late {
		r.Late = &late
	}
	if c.To.After(r.To) {
		r.To = c.To
	}
	r.Last = asked
	r.Polls++
}

// gaps are those between runs.
func gaps(runs []Run) []Gap {
	var out []Gap
	for i := 1; i < len(runs); i++ {
		out = append(out, Gap{From: runs[i-1].To, To: runs[i].From, Listed: runs[i].Listed})
	}
	return out
}
