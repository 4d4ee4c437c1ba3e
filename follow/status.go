package follow

import "time"

// Report is what is known of each feed.
type Report struct {
	Version int       `json:"version"`
	At      time.Time `json:"at"`
	Feeds   []Status  `json:"feeds"`
	Polls   []Poll    `json:"polls,omitempty"` // of this run of the program
}

// Poll is a line of a journal, and whose.
type Poll struct {
	Feed string `json:"feed"`
	Entry
}

// Status is what is known of one feed.
type Status struct {
	Feed     string          `json:"feed"`
	Kind     Kind            `json:"kind"`
	Address  string          `json:"address,omitempty"`
	Court    string          `json:"court,omitempty"`
	Polls    int             `json:"polls"`
	Outcomes map[Outcome]int `json:"outcomes"`
	LastPoll time.Time       `json:"last_poll,omitzero"`
	LastGood time.Time       `json:"last_good,omitzero"`
	NextPoll time.Time       `json:"next_poll,omitzero"`
	Stale    bool            `json:"stale"`
	Failures int             `json:"failures,omitempty"` // in a row, up to now
	Why      string          `json:"why,omitempty"`      // of the last poll
	Records  int             `json:"records"`
	Edits    int             `json:"edits"`
	Late     int             `json:"late"`
	Latest   int64           `json:"latest_s,omitempty"` // seconds by which the latest item came late, at least
	Unclear  int             `json:"unclear,omitempty"`
	Runs     []Run           `json:"runs"`
	Gaps     []Gap           `json:"gaps"`
}

// Status is what is known of each feed now, and last of what a Receiver took in,
// if it ever did.
func (f *Follower) Status() Report {
	now := f.opts.Now().UTC()
	out := Report{Version: Version, At: now.Truncate(time.Millisecond), Feeds: []Status{}}
	for _, one := range f.feeds {
		s := one.status()
		s.NextPoll = f.due(one).UTC().Truncate(time.Millisecond)
		s.Stale = one.stale(now)
		out.Feeds = append(out.Feeds, s)
	}
	if f.taken() {
		out.Feeds = append(out.Feeds, f.hook.status())
	}
	return out
}

func (one *followed) status() Status {
	s := Status{Feed: one.Name, Kind: one.Kind, Address: one.Address, Court: one.Court, Polls: one.n, Outcomes: one.outcome,
		LastPoll: one.lastAsked, LastGood: one.lastGood, Failures: one.fails, Why: one.why,
		Records: len(one.records), Edits: one.counts.edits, Late: one.counts.late, Latest: one.latest, Unclear: one.counts.unclear,
		Runs: one.runs, Gaps: gaps(one.runs)}
	if s.Runs == nil {
		s.Runs = []Run{}
	}
	if s.Gaps == nil {
		s.Gaps = []Gap{}
	}
	return s
}

// stale reports whether a feed has brought nothing for long, or stands still: it
// comes, and says that it was made long ago.
func (one *followed) stale(now time.Time) bool {
	if one.n == 0 {
		return false
	}
	old := now.Sub(one.lastGood) > one.staleAfter()
	if n := len(one.runs); one.built && n > 0 {
		old = old || now.Sub(one.runs[n-1].To) > one.staleAfter()
	}
	return old
}
