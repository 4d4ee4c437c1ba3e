package archive

import (
	"slices"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// bracket is the positions of one aircraft about a moment: in each source the last
// before it and the first after it.
type bracket struct {
	at            span.Instant
	before, after []track.Point // one for each source
}

// add takes a position.
func (b *bracket) add(p *track.Point) {
	side := &b.before
	if p.At > b.at {
		side = &b.after
	}
	for i := range *side {
		have := &(*side)[i]
		if have.Digest != p.Digest {
			continue
		}
		if closer(b.at, p, have) {
			*have = *p
		}
		return
	}
	*side = append(*side, *p)
}

// closer reports whether p is taken rather than q, both on one side of the moment:
// the nearer in time; before it the last, after it the first in the order of
// Compare.
func closer(at span.Instant, p, q *track.Point) bool {
	if p.At <= at {
		return Compare(p, q) > 0
	}
	return Compare(p, q) < 0
}

// silence takes both ends of a silence.
func (b *bracket) silence(s *silence) {
	for _, f := range []*track.Fix{&s.from, &s.to} {
		if f.At == absent {
			continue
		}
		p := s.who
		p.Fix = *f
		b.add(&p)
	}
}

// presence is what can be said of the aircraft; not ok if it was certainly
// elsewhere.
func (b *bracket) presence(q Ask) (Presence, bool) {
	p := Presence{In: tri.Unknown}
	var both []track.Point
	for _, side := range []struct {
		all []track.Point
		to  **track.Point
	}{{b.before, &p.Before}, {b.after, &p.After}} {
		for i := range side.all {
			if x := &side.all[i]; *side.to == nil || closer(q.At, x, *side.to) {
				*side.to = x
			}
		}
		if *side.to != nil {
			p.Who = **side.to
			both = append(both, **side.to)
		}
	}
	p.Who.Fix = track.Fix{}
	if len(both) == 0 {
		return p, false
	}
	p.Region = region(q, both)
	if p.Contradicted = b.contradicted(q.Model); p.Contradicted {
		return p, b.mayBe(q)
	}
	p.In = p.Region.In(q.Area)
	return p, p.In != tri.No
}

// mayBe reports whether some source, taken by itself, leaves it possible that the
// aircraft was in the area.
func (b *bracket) mayBe(q Ask) bool {
	by := map[cite.Digest]*bracket{}
	for _, p := range slices.Concat(b.before, b.after) {
		if by[p.Digest] == nil {
			by[p.Digest] = &bracket{at: b.at}
		}
		by[p.Digest].add(&p)
	}
	for _, own := range by {
		fixes := slices.Concat(own.before, own.after)
		if !own.contradicted(q.Model) {
			if region(q, fixes).In(q.Area) != tri.No {
				return true
			}
			continue
		}
		for i := range fixes {
			if region(q, fixes[i:i+1]).In(q.Area) != tri.No {
				return true
			}
		}
	}
	return false
}

// region is where an aircraft was or could have been by positions of it, of which
// one at most is before the moment and one at most after it.
func region(q Ask, points []track.Point) track.Region {
	t := &track.Track{}
	for i := range points {
		t.Fixes = append(t.Fixes, points[i].Fix)
	}
	return track.NewPrism(t, q.Model).At(q.At)
}

// contradicted reports whether two of the positions cannot both be true.
func (b *bracket) contradicted(m track.Model) bool {
	all := slices.Concat(b.before, b.after)
	for i := range all {
		for j := range i {
			if x, y := &all[j], &all[i]; !m.Reachable(&x.Fix, &y.Fix) {
				return true
			}
		}
	}
	return false
}
