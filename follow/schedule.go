package follow

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/holdshort/holdshort/span"
)

// firstBack is what is waited after a first failure; each further one doubles it,
// up to mostBack for a server that is busy or does not answer and mostRefused for
// one that refuses. Up to half as much again is added by chance, so that many who
// failed together do not come back together.
const (
	firstBack   = 5 * time.Minute
	mostBack    = 30 * time.Minute
	mostRefused = 24 * time.Hour
	jitter      = 0.5
)

// due is when a feed is asked next: after its interval or, after failures, as
// backoff has it; not before its server wants, not in a pause, and not beyond a
// day's budget.
func (f *Follower) due(one *followed) time.Time {
	if one.n == 0 {
		return f.pause(one, f.affordable(one, f.opts.Now()))
	}
	if one.due.IsZero() {
		one.due = f.unpaid(one)
	}
	return f.affordable(one, one.due)
}

// unpaid is when a feed is asked next, but for the budget.
func (f *Follower) unpaid(one *followed) time.Time {
	at := one.lastAsked
	switch {
	case one.asks != "" && one.fails == 0: // pages of one pass follow each other
	case one.fails == 0:
		at = at.Add(one.Every)
	default:
		at = at.Add(f.backoff(one))
	}
	if at.Before(one.notBefore) {
		at = one.notBefore
	}
	return f.pause(one, at)
}

// pause is at, or soon after the end of the pause that it lies in.
func (f *Follower) pause(one *followed, at time.Time) time.Time {
	for _, p := range one.Pauses {
		if end, in := p.End(at); in {
			at = end.Add(one.lag)
		}
	}
	return at
}

// backoff is how long to wait after failures.
func (f *Follower) backoff(one *followed) time.Duration {
	first, most := min(firstBack, one.Every), max(mostBack, one.Every)
	if one.refusals > 0 {
		first, most = one.Every, mostRefused
	}
	d := first
	for i := 1; i < one.fails && d < most; i++ {
		d *= 2
	}
	d = min(d, most)
	return d + f.spread(time.Duration(jitter*float64(d)))
}

func (f *Follower) spread(d time.Duration) time.Duration {
	return time.Duration(f.opts.Rand() * float64(d))
}

// affordable is at, or soon after the beginning of the next UTC day if the host
// has been asked as often as declared.
func (f *Follower) affordable(one *followed, at time.Time) time.Time {
	if s := f.spent[one.host]; s.day != at.UTC().Format(time.DateOnly) || s.requests < one.Daily {
		return at
	}
	y, m, d := at.UTC().Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC).Add(one.lag)
}

// spending is how often a host was asked on a UTC day.
type spending struct {
	day      string
	requests int
}

// spend counts the requests of a poll.
func (f *Follower) spend(host string, e *Entry) {
	day, s := e.Asked.UTC().Format(time.DateOnly), f.spent[host]
	if day > s.day {
		s = spending{day: day}
	}
	if day == s.day {
		s.requests += e.Requests
	}
	f.spent[host] = s
}

// staleAfter is how long a feed may bring nothing before it is stale: two hours
// for a feed of a court, as CourtListener has it, or three intervals.
func (f Feed) staleAfter() time.Duration { return max(2*time.Hour, 3*f.Every) }

// Pause is a time in each week when a host is not asked.
type Pause struct {
	text     string
	day      time.Weekday
	from, to int // minutes of the day; the last minute is in it
	zone     *time.Location
}

var pauseForm = regexp.MustCompile(`^(Sun|Mon|Tue|Wed|Thu|Fri|Sat) (\d\d):(\d\d)-(\d\d):(\d\d) ([A-Za-z_/+-]+)$`)

// ParsePause reads a pause such as "Thu 21:00-23:59 America/Los_Angeles".
func ParsePause(s string) (Pause, error) {
	m := pauseForm.FindStringSubmatch(s)
	if m == nil {
		return Pause{}, fmt.Errorf("pause %q is not written as Thu 21:00-23:59 America/Los_Angeles", s)
	}
	zone, err := span.LoadZone(m[6])
	if err != nil {
		return Pause{}, fmt.Errorf("pause %q: %w", s, err)
	}
	from, errFrom := minute(m[2], m[3])
	to, errTo := minute(m[4], m[5])
	if errFrom != nil || errTo != nil || to < from {
		return Pause{}, fmt.Errorf("pause %q: the hours are not two of one day, in order", s)
	}
	return Pause{s, time.Weekday(strings.Index("SunMonTueWedThuFriSat", m[1]) / 3), from, to, zone}, nil
}

func minute(h, m string) (int, error) {
	t, err := time.Parse("15:04", h+":"+m)
	return t.Hour()*60 + t.Minute(), err
}

// End is when the pause ends that t lies in, if it lies in one.
func (p Pause) End(t time.Time) (end time.Time, in bool) {
	l := t.In(p.zone)
	if now := l.Hour()*60 + l.Minute(); l.Weekday() != p.day || now < p.from || now > p.to {
		return time.Time{}, false
	}
	return time.Date(l.Year(), l.Month(), l.Day(), 0, p.to+1, 0, 0, p.zone), true
}

// String is the pause as it was written.
func (p Pause) String() string { return p.text }
