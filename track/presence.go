package track

import (
	"sort"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Stay is a stretch of time, both ends included, over all of which an aircraft was
// in an area (Yes), over all of which it was not (No), or over which neither is
// certain.
type Stay struct {
	From, To span.Instant
	In       tri.Truth
}

// Stays divides the time from one moment to another, both included, into stays in
// an area and outside it, in order, without a gap and no two alike side by side.
// From a fix, the aircraft is certainly on one side for as long as the boundary is
// out of its reach; between two, all the time if no way by the boundary is short
// enough.
func (p *Prism) Stays(a Area, from, to span.Instant) []Stay {
	s := stays{from: from, to: to}
	last := -1
	var lastIn tri.Truth
	for i := max(0, sort.Search(len(p.fixes), func(i int) bool { return p.fixes[i].At > from })-1); i < len(p.fixes); i++ {
		in, clear := a.side(Disc{p.fixes[i].Pos, p.Model.radius(p.fixes[i])})
		past := p.fixes[i].At > to
		if in == tri.Unknown {
			if past {
				break
			}
			continue
		}
		since := p.fixes[i].At - p.safe(i, clear)
		if last >= 0 && in == lastIn && s.next() <= since && !p.mayMeet(a, last, i) {
			since = s.next()
		}
		s.add(since, p.fixes[i].At+p.safe(i, clear), in)
		if past {
			break
		}
		last, lastIn = i, in
		i = max(i, p.skip(i, clear)-1) // the last one that need not be asked tells how long it holds
	}
	return s.end()
}

// safe is for how long before and after fix i the boundary is out of reach, which
// is clear beyond its radius.
func (p *Prism) safe(i int, clear geo.Meters) span.Instant {
	return max(0, span.Instant(p.Model.Top.Least(clear).Milliseconds())-span.Instant(p.fixes[i].Slack))
}

// mayMeet reports whether a way from fix i to fix j may meet the boundary.
func (p *Prism) mayMeet(a Area, i, j int) bool {
	f, g := p.fixes[i], p.fixes[j]
	budget := p.Model.reach(span.Length(g.At-f.At)+f.Slack+g.Slack) + p.Model.radius(f) + p.Model.radius(g)
	if a.MayMeet != nil {
		return a.MayMeet(f.Pos, g.Pos, budget)
	}
	for _, d := range a.Doubts {
		if geo.Distance(f.Pos, d.Center)+geo.Distance(d.Center, g.Pos)-2*d.Radius <= budget {
			return true // of which leastVia says nothing
		}
	}
	_, _, ok := a.leastVia(f.Pos, g.Pos, budget)
	return ok
}

// stays are put together from the left.
type stays struct {
	from, to span.Instant
	out      []Stay
}

// add adds a certain stretch. What it leaves open before it is unknown, and what
// has been told already stays.
func (s *stays) add(from, to span.Instant, in tri.Truth) {
	next := s.next()
	from, to = max(from, next), min(to, s.to)
	if from > to {
		return
	}
	if from > next {
		s.join(Stay{next, from - 1, tri.Unknown})
	}
	s.join(Stay{from, to, in})
}

// next is the first moment that is not yet told.
func (s *stays) next() span.Instant {
	if n := len(s.out); n > 0 {
		return s.out[n-1].To + 1
	}
	return s.from
}

func (s *stays) join(x Stay) {
	if n := len(s.out); n > 0 && s.out[n-1].In == x.In {
		s.out[n-1].To = x.To
		return
	}
	s.out = append(s.out, x)
}

func (s *stays) end() []Stay {
	if next := s.next(); next <= s.to {
		s.join(Stay{next, s.to, tri.Unknown})
	}
	return s.out
}

// Aloft are the stretches of time, both ends included, over which the aircraft was
// certainly in the air: within a leg, and in no silence in which it could have
// come down. It is empty for a track that was resampled.
func (a *Analysis) Aloft() (out []span.Span) {
	if a.Track.Resampled {
		return nil
	}
	for i := range a.Legs {
		l := &a.Legs[i]
		next, last := a.Track.Fixes[l.First].At, a.Track.Fixes[l.Last].At
		for _, d := range a.doubts(l) {
			if d.Earliest()-1 >= next {
				out = append(out, span.Of(next, d.Earliest()-1))
			}
			next = max(next, d.Latest()+1)
		}
		if next <= last {
			out = append(out, span.Of(next, last))
		}
	}
	return out
}

// doubts are the stretches within a leg of which it is not certain that the
// aircraft was in the air, in order.
func (a *Analysis) doubts(l *Leg) []span.Span {
	first, last := a.Track.Fixes[l.First].At, a.Track.Fixes[l.Last].At
	out := append([]span.Span(nil), l.doubt...)
	for _, g := range a.Gaps {
		if s := span.Of(a.Track.Fixes[g.From].At, a.Track.Fixes[g.To].At); s.Latest() >= first && s.Earliest() <= last {
			out = append(out, s)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Earliest() < out[j].Earliest() })
	return out
}
