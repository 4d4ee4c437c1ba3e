package sweep

import (
	"strings"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// sight is what one pass over an aircraft's points shows of a question: which
// targets it may have met. That a target was not met is as certain as a full
// reading would have it, for an aircraft of which track.Plain finds nothing odd:
// then all positions prove, and none of their radii is above slack.
type sight struct {
	q       *Query
	silence span.Instant
	head    feed.Head
	plain   *track.Plain
	top     float64  // metres a second
	could   []uint64 // may have been met within silence of a position, by 64 targets
	sure    []uint64 // may have been met at all
	near    []bool   // for each of Query.moments: a position was received within silence
	n       int
	last    track.Fix
	marks   marks
	first   span.Instant
	hours   map[int64]int64
	hour    int64
	inHour  int64
}

func (s *sight) reset(q *Query, silence span.Length) {
	s.q, s.silence, s.n = q, span.Instant(silence), 0
	s.marks, s.hour, s.inHour = s.marks[:0], 0, 0
	words := len(q.targets)/64 + 1
	s.could, s.sure = make([]uint64, words), make([]uint64, words)
	s.near = make([]bool, len(q.moments))
	s.hours = map[int64]int64{}
}

// begin takes the head of a trace.
func (s *sight) begin(h feed.Head, m track.Model) {
	s.head, s.plain, s.top = h, track.NewPlain(m), float64(m.Top)
}

// add goes on to the next point.
func (s *sight) add(f *track.Fix) {
	s.plain.Add(f)
	s.marks.note(f)
	if h := int64(f.At / 3_600_000); h != s.hour {
		s.count()
		s.hour = h
	}
	s.inHour++
	for i, t := range s.q.moments {
		if f.At >= t.Earliest()-s.silence && f.At <= t.Latest()+s.silence {
			s.near[i] = true
		}
	}
	if s.n++; s.n == 1 {
		s.first = f.At
		s.edge(f, true)
	} else if f.At-s.last.At > shortStep {
		s.step(&s.last, f)
	}
	if bits := s.q.chart.cells[cell(f.Pos)]; bits&^s.could[0] != 0 {
		s.meet(f, bits)
	}
	s.last.At, s.last.Pos = f.At, f.Pos
}

func (s *sight) count() {
	if s.inHour > 0 {
		s.hours[s.hour] += s.inHour
	}
	s.inHour = 0
}

// end takes the silence after the last point.
func (s *sight) end() {
	s.count()
	if s.n > 0 {
		s.edge(&s.last, false)
	}
	s.marks.settle()
}

// meet notes the targets that may be met from a point in the step before or after.
func (s *sight) meet(f *track.Fix, bits uint64) {
	for i, t := range s.q.targets {
		if bits&bitOf(i) != 0 && f.At >= t.from-shortStep && f.At <= t.to+shortStep {
			s.note(i, true)
		}
	}
}

func (s *sight) note(i int, could bool) {
	s.sure[i/64] |= 1 << (i % 64)
	if could {
		s.could[i/64] |= 1 << (i % 64)
	}
}

// step notes the targets that may be met between two points that are further apart
// in time.
func (s *sight) step(f, g *track.Fix) {
	for i, t := range s.q.targets {
		if g.At < t.from || f.At > t.to || s.could[i/64]&(1<<(i%64)) != 0 {
			continue
		}
		if t.far(f.Pos)+t.far(g.Pos) > s.reach(g.At-f.At) {
			continue
		}
		long := g.At-f.At > 2*s.silence
		s.note(i, !long || s.within(t, f, f.At, f.At+s.silence) || s.within(t, g, g.At-s.silence, g.At))
	}
}

// within reports whether a target may be met from a point within silence, at a
// moment from one to another.
func (s *sight) within(t *target, f *track.Fix, from, to span.Instant) bool {
	return from <= t.to && to >= t.from && t.far(f.Pos) <= s.reach(s.silence)
}

// reach is how far an aircraft may go in a time, the positions at either end being
// off.
func (s *sight) reach(d span.Instant) geo.Meters {
	return geo.Meters(s.top*float64(d)/1000) + slack
}

// edge notes the targets that may be met before the first point, or after the last.
func (s *sight) edge(f *track.Fix, before bool) {
	for i, t := range s.q.targets {
		d, from, to := t.to-f.At, f.At, f.At+s.silence
		if before {
			d, from, to = f.At-t.from, f.At-s.silence, f.At
		}
		if d >= 0 && t.far(f.Pos) <= s.reach(d) {
			s.note(i, s.within(t, f, from, to))
		}
	}
}

// glimpse answers an atom by what was seen, as far as that goes: No, or open.
func (s *sight) glimpse(a *atom) value {
	if v, ok := identity(a, &s.head, nil); ok {
		return v
	}
	v := both(tri.Unknown)
	if s.n == 0 && strings.HasPrefix(string(a.op), "shows-") {
		return both(tri.No)
	}
	if a.target >= 0 {
		i, bit := a.target/64, uint64(1)<<(a.target%64)
		if s.sure[i]&bit == 0 && s.n > 0 {
			v.sure = tri.No
		}
		if s.could[i]&bit == 0 {
			if v.heard = tri.No; a.op == "shows-fix" {
				v.sure = tri.No // one would have been met
			}
		}
	}
	if a.moment >= 0 && !s.near[a.moment] {
		v.heard = tri.No
	}
	return v
}

// glimpseIdentity answers what is asked of what the aircraft is, and nothing else.
func (s *sight) glimpseIdentity(a *atom) value {
	v, _ := identity(a, &s.head, nil)
	return v
}
