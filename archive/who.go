package archive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/parquet-go/parquet-go"

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
	if q.Horizon < Silence {
		return nil, fmt.Errorf("archive: the horizon is %s; it must be %s at least", q.Horizon.Words(), span.Length(Silence).Words())
	}
	s := &search{a: a, ctx: ctx, q: q, near: map[whom]bool{}}
	if len(q.Addresses) > 0 {
		s.only = map[track.Address]bool{}
		for _, x := range q.Addresses {
			s.only[x] = true
		}
	}
	defer s.close()
	if err := s.open(); err != nil {
		return nil, err
	}
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
	a    *Archive
	ctx  context.Context
	q    Ask
	only map[track.Address]bool // nil for all

	fixes    []*file[track.Point]
	silences []*file[silence]
	widest   geo.Meters // radius of a position, and
	slackest span.Length

	near   map[whom]bool // aircraft with a position from which the area is in reach
	silent map[whom]bool // the same, by their silences
	// found are the silences about the moment, by aircraft, near the area or not.
	found map[whom][]silence
}

func (s *search) close() {
	for _, f := range s.fixes {
		f.Close()
	}
	for _, f := range s.silences {
		f.Close()
	}
}

// open opens the files of the days that the horizon meets.
func (s *search) open() error {
	from, to := dayOf(s.q.At-span.Instant(s.q.Horizon)).String(), dayOf(s.q.At+span.Instant(s.q.Horizon)).String()
	s.widest = max(s.q.Model.Unstated, s.q.Model.Multilaterated)
	dense := s.dense()
	for _, f := range s.a.m.Files {
		if f.Day < from || f.Day > to {
			continue
		}
		switch f.Table() {
		case fixes.name:
			if *f.First > dense.Latest() || *f.Last < dense.Earliest() {
				continue
			}
			x, err := open(s.a, f, fixes, blank)
			if err != nil {
				return err
			}
			s.fixes = append(s.fixes, x)
			s.widest, s.slackest = max(s.widest, geo.Meters(f.Widest)), max(s.slackest, span.Length(f.Slackest))
		case silences.name:
			x, err := open(s.a, f, silences, blankSilence)
			if err != nil {
				return err
			}
			s.silences = append(s.silences, x)
		}
	}
	return nil
}

// dense is the time in which an aircraft that was not silent has a position before
// the moment and one after it.
func (s *search) dense() span.Span {
	return span.Of(s.q.At-span.Instant(Silence), s.q.At+span.Instant(Silence))
}

// nearBy finds the aircraft for which some position does not exclude the area by
// itself.
func (s *search) nearBy() error {
	box := s.q.Box.Grown(s.reach(Silence+s.slackest) + s.widest)
	wishes := append([]wish{timeWish(s.dense())}, placeWishes(box)...)
	if box == (geo.Box{}) {
		wishes = wishes[:1]
	}
	wishes = append(wishes, provesWish)
	for _, f := range s.fixes {
		if err := f.pickOnly(s.ctx, wishes, identity, func(p *track.Point) error {
			if s.only == nil || s.only[p.Address] {
				s.near[whomOf(p)] = true
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// both does two things at once that share nothing.
func both(a, b func() error) error {
	done := make(chan error, 1)
	go func() { done <- b() }()
	err := a()
	return errors.Join(err, <-done)
}

// reach is how far an aircraft comes in a time, no less.
func (s *search) reach(d span.Length) geo.Meters {
	return s.q.Model.Reach(d)
}

var provesWish = wish{column: columnOf.proves, may: func(_, most parquet.Value) bool { return most.Boolean() }, is: parquet.Value.Boolean}

// identity are the columns that whomOf looks at, and bracketed those of a bracket
// and of who it is about.
var (
	identity  = columnsNamed(fixes, "address", "source", "origin")
	bracketed = append(columnsNamed(fixes, "time", "time_error_ms", "lat", "lon", "radius_m", "kind", "row", "callsign", "registration", "type", "operator"), identity...)
)

func columnsNamed[R any](t *table[R], names ...string) (out []int) {
	for _, n := range names {
		out = append(out, t.at(n))
	}
	return out
}

// readSilences reads the silences about the moment, of all aircraft.
func (s *search) readSilences() error {
	s.found, s.silent = map[whom][]silence{}, map[whom]bool{}
	at := int64(s.q.At)
	lo, hi := at-int64(s.q.Horizon), at+int64(s.q.Horizon)
	from := wish{column: silences.at("from_time"), null: true,
		may: func(least, _ parquet.Value) bool { return least.Int64() <= at }, is: func(v parquet.Value) bool { return v.Int64() <= at }}
	to := wish{column: silences.at("to_time"), null: true,
		may: func(_, most parquet.Value) bool { return most.Int64() > at }, is: func(v parquet.Value) bool { return v.Int64() > at }}
	for _, f := range s.silences {
		if err := f.pick(s.ctx, []wish{from, to}, func(x *silence) error {
			if x.from.At != absent && int64(x.from.At) < lo {
				x.from.At = absent
			}
			if x.to.At != absent && int64(x.to.At) > hi {
				x.to.At = absent
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
		}); err != nil {
			return err
		}
	}
	return nil
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
	by := map[whom]*bracket{}
	for who := range s.near {
		by[who] = &bracket{at: s.q.At}
		for i := range s.found[who] {
			by[who].silence(&s.found[who][i])
		}
	}
	set := map[track.Address]bool{}
	for who := range s.near {
		set[who.address] = true
	}
	wishes := []wish{timeWish(s.dense()), addressWish(set), provesWish}
	for _, f := range s.fixes {
		if len(set) == 0 {
			break
		}
		if err := f.pickOnly(s.ctx, wishes, bracketed, func(p *track.Point) error {
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
		compareAddress(a.Who.Address, b.Who.Address), strings.Compare(a.Who.From.Name, b.Who.From.Name))
}
