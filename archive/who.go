package archive

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// Ask is the question who was, or could have been, in an area at a moment.
type Ask struct {
	At   span.Instant
	Area track.Area
	// Box holds all of the area.
	Box geo.Box
	// Horizon is how far from the moment, on either side, positions are taken into
	// account. An aircraft without one is not spoken of.
	Horizon span.Length
	Model   track.Model
	// Addresses are the aircraft asked about; none for all.
	Addresses []track.Address
}

// statedRadius and statedSlack are what positions of a source that states neither
// may be off at most, for Needs.
const (
	statedRadius = geo.Meters(50_000)
	statedSlack  = 6 * span.Minute
)

// Needs chooses what positions an answer can rest on: those within the horizon of
// each aircraft that, by some position there, may have been in the area. It is for
// sources whose positions are within 50 km and six minutes of the truth.
func (q Ask) Needs() Query {
	return Query{Between: span.Of(q.At.Add(-q.Horizon), q.At.Add(q.Horizon)), Addresses: q.Addresses,
		Within: q.Box.Grown(q.Model.Reach(q.Horizon+statedSlack) + max(statedRadius, q.Model.Unstated, q.Model.Multilaterated))}
}

// Presence is what can be said of one aircraft. Those that certainly were
// elsewhere have none.
type Presence struct {
	Who    track.Point // address and what sources have of it; its Fix means nothing
	In     tri.Truth   // Yes or Unknown
	Region track.Region
	// Before and After are the positions that it rests on; nil if the horizon holds
	// none.
	Before, After *track.Point
	// Contradicted says that the positions cannot all be true, at the speed that the
	// model allows, and that those of one source by themselves leave it possible that
	// it was there.
	Contradicted bool
}

// Silence is the time between the positions before and after; 0 if there is one
// only.
func (p *Presence) Silence() span.Length {
	if p.Before == nil || p.After == nil {
		return 0
	}
	return span.Length(p.After.At - p.Before.At)
}

// Who answers from the last position before the moment and the first after it, in
// each source, on which a proof may rest, whatever file or day they are in. The
// certain come first, then those with the shorter silence.
func (a *Archive) Who(ctx context.Context, q Ask) ([]Presence, error) {
	o := &opened{}
	defer o.close()
	return who(ctx, q, func(s *search) (evidence, error) { return o, o.open(a, s) })
}

// evidence is where a search finds positions and silences.
type evidence interface {
	// fixes gives positions with some columns filled, in no order.
	fixes(ctx context.Context, where []Condition, columns []string, give func(*track.Point) error) error
	// silences gives those of the days that the horizon meets, in no order.
	silences(ctx context.Context, where []Condition, give func(*silence) error) error
	// bounds are of the positions in the dense time on which a proof may rest: no
	// less than the greatest radius and error of the time that they state.
	bounds(ctx context.Context, dense span.Span) (geo.Meters, span.Length, error)
}

func who(ctx context.Context, q Ask, open func(*search) (evidence, error)) ([]Presence, error) {
	if q.Horizon < Silence {
		return nil, fmt.Errorf("archive: the horizon is %s; it must be %s at least", q.Horizon.Words(), span.Length(Silence).Words())
	}
	s := &search{ctx: ctx, q: q, near: map[whom]bool{}}
	if len(q.Addresses) > 0 {
		s.only = map[track.Address]bool{}
		for _, x := range q.Addresses {
			s.only[x] = true
		}
	}
	var err error
	if s.evidence, err = open(s); err != nil {
		return nil, err
	}
	radius, slack, err := s.bounds(ctx, s.dense())
	if err != nil {
		return nil, err
	}
	s.widest, s.slackest = max(q.Model.Unstated, q.Model.Multilaterated, radius), slack
	if err := both(s.nearBy, s.readSilences); err != nil {
		return nil, err
	}
	for who := range s.silent {
		s.near[who] = true
	}
	return s.answer()
}

// search is one call of Who.
type search struct {
	evidence
	ctx  context.Context
	q    Ask
	only map[track.Address]bool // nil for all

	widest   geo.Meters // radius of a position, and
	slackest span.Length

	near   map[whom]bool // aircraft with a position from which the area is in reach
	silent map[whom]bool // the same, by their silences
	// found are the silences about the moment, by aircraft, near the area or not.
	found map[whom][]silence
}

// days are the first and last day that the horizon meets.
func (s *search) days() (from, to day) {
	return dayOf(s.q.At - span.Instant(s.q.Horizon)), dayOf(s.q.At + span.Instant(s.q.Horizon))
}

// dense is the time in which an aircraft that was not silent has a position before
// the moment and one after it.
func (s *search) dense() span.Span {
	return span.Of(s.q.At-span.Instant(Silence), s.q.At+span.Instant(Silence))
}

// nearBy finds the aircraft for which some position does not exclude the area by
// itself.
func (s *search) nearBy() error {
	where := []Condition{timeWithin(s.dense()), proving}
	if box := s.q.Box.Grown(s.reach(Silence+s.slackest) + s.widest); box != (geo.Box{}) {
		where = append(where, PlaceWithin(box)...)
	}
	return s.fixes(s.ctx, where, identity, func(p *track.Point) error {
		if s.only == nil || s.only[p.Address] {
			s.near[whomOf(p)] = true
		}
		return nil
	})
}

// both does two things at once that share nothing, and gives one error.
func both(a, b func() error) error {
	done := make(chan error, 1)
	go func() { done <- b() }()
	return cmp.Or(a(), <-done)
}

// reach is how far an aircraft comes in a time, no less.
func (s *search) reach(d span.Length) geo.Meters {
	return s.q.Model.Reach(d)
}

var proving = Condition{Column: "proves", True: true}

// identity are the columns that whomOf looks at, and bracketed those of a bracket
// and of who it is about.
var (
	identity  = []string{"address", "source", "origin"}
	bracketed = append([]string{"time", "time_error_ms", "lat", "lon", "radius_m", "kind", "row", "callsign", "registration", "type", "operator"}, identity...)
)

// readSilences reads the silences about the moment, of all aircraft.
func (s *search) readSilences() error {
	s.found, s.silent = map[whom][]silence{}, map[whom]bool{}
	at, horizon := s.q.At, span.Of(s.q.At-span.Instant(s.q.Horizon), s.q.At+span.Instant(s.q.Horizon))
	where := []Condition{
		{Column: "from_time", Time: span.Of(span.Beginning, at), Null: true},
		{Column: "to_time", Time: span.Of(at+1, span.End), Null: true},
	}
	return s.silences(s.ctx, where, func(x *silence) error {
		for _, f := range []*track.Fix{&x.from, &x.to} {
			if !horizon.Has(f.At) {
				f.At = absent
			}
		}
		who := whomOf(&x.who)
		if x.from.At == absent && x.to.At == absent || s.only != nil && !s.only[x.who.Address] {
			return nil
		}
		s.found[who] = append(s.found[who], *x)
		from, to := s.inReach(&x.from), s.inReach(&x.to)
		if from && to || (from || to) && !s.q.Model.Reachable(&x.from, &x.to) {
			s.silent[who] = true
		}
		return nil
	})
}

// inReach reports whether a fix leaves it possible that the area was reached. One
// that is not there does.
func (s *search) inReach(f *track.Fix) bool {
	if f.At == absent {
		return true
	}
	d := span.Length(f.At - s.q.At)
	if d < 0 {
		d = -d
	}
	return s.q.Box.Grown(s.reach(d+f.Slack) + max(s.widest, f.Radius)).Has(f.Pos)
}

// answer works out what can be said of each aircraft that is near.
func (s *search) answer() ([]Presence, error) {
	by, set := map[whom]*bracket{}, map[track.Address]bool{}
	for who := range s.near {
		by[who] = &bracket{at: s.q.At}
		set[who.address] = true
		slices.SortFunc(s.found[who], func(a, b silence) int { return compareFound(&a, &b) })
		for i := range s.found[who] {
			by[who].silence(&s.found[who][i])
		}
	}
	if len(set) > 0 {
		if err := s.fixes(s.ctx, []Condition{timeWithin(s.dense()), addressIn(set), proving}, bracketed, func(p *track.Point) error {
			if b := by[whomOf(p)]; b != nil {
				b.add(p)
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	out := presences(slices.Collect(maps.Values(by)), s.q)
	slices.SortFunc(out, comparePresence)
	return out, nil
}

// presences are what can be said of each aircraft that was not certainly
// elsewhere, worked out on all processors.
func presences(bs []*bracket, q Ask) (out []Presence) {
	parts := make([][]Presence, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for n := range parts {
		wg.Go(func() {
			for i := n; i < len(bs); i += len(parts) {
				if p, ok := bs[i].presence(q); ok {
					parts[n] = append(parts[n], p)
				}
			}
		})
	}
	wg.Wait()
	return slices.Concat(parts...)
}

func comparePresence(a, b Presence) int {
	rank := func(p *Presence) int {
		switch {
		case p.In == tri.Yes:
			return 0
		case p.Before != nil && p.After != nil:
			return 1
		}
		return 2
	}
	return cmp.Or(cmp.Compare(rank(&a), rank(&b)), cmp.Compare(a.Silence(), b.Silence()),
		compareAddress(a.Who.Address, b.Who.Address), strings.Compare(a.Who.From.Name, b.Who.From.Name), bytes.Compare(a.Who.Digest[:], b.Who.Digest[:]))
}
