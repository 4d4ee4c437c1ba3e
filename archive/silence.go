package archive

import (
	"bytes"
	"cmp"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Silence is how far apart two positions that follow one another may be for the
// time between them to be no silence. Of longer ones the table of silences has
// both ends, so that a query needs no more than this time on either side of its
// moment.
const Silence = 5 * span.Minute

// silence is a time without a position that a proof may rest on, of one aircraft
// in one source on one UTC day: between two, before the first or after the last.
type silence struct {
	who      track.Point // address and source; its Fix means nothing
	from, to track.Fix   // At is absent before the first and after the last
}

var silences = newTable("silences", join(
	placeColumns("from_", func(s *silence) *track.Fix { return &s.from }, false),
	placeColumns("to_", func(s *silence) *track.Fix { return &s.to }, false),
	aircraftColumns(func(s *silence) *track.Point { return &s.who }),
))

func blankSilence() silence {
	b := blank()
	s := silence{who: b, from: b.Fix, to: b.Fix}
	s.from.At, s.to.At = absent, absent
	return s
}

// compareFound tells any two silences of an aircraft apart, so that an answer does
// not depend on where each was found.
func compareFound(a, b *silence) int {
	return cmp.Or(compareSilences(a, b), bytes.Compare(a.who.Digest[:], b.who.Digest[:]), cmp.Compare(a.to.Row, b.to.Row))
}

func (s *silence) day() day {
	if s.from.At == absent {
		return dayOf(s.to.At)
	}
	return dayOf(s.from.At)
}

// compareSilences is the order within a file: by the end, those of today first.
func compareSilences(a, b *silence) int {
	return cmp.Or(cmp.Compare(a.day(), b.day()), cmp.Compare(a.from.At, b.from.At), cmp.Compare(a.to.At, b.to.At),
		compareAddress(a.who.Address, b.who.Address), cmp.Compare(a.who.From.Name, b.who.From.Name), cmp.Compare(a.from.Row, b.from.Row))
}

// part is what silences are told in: one aircraft in one source on one UTC day.
type part struct {
	whom
	source string
	day    day
}

// whom is an aircraft: its address or, where a file has none, the file or member
// that it is in.
type whom struct {
	address track.Address
	origin  string
}

func whomOf(p *track.Point) whom {
	if !p.Address.IsZero() {
		return whom{address: p.Address}
	}
	return whom{origin: string(p.Digest[:]) + p.From.Name}
}

// silencesOf gives the silences in points of one track, which are in order of
// time.
func silencesOf(points []track.Point, give func(*silence) error) error {
	last := map[part]*track.Point{}
	var parts []part
	for i := range points {
		p := &points[i]
		if !p.Proves() {
			continue
		}
		k := part{whomOf(p), string(p.Digest[:]), dayOf(p.At)}
		before := last[k]
		last[k] = p
		if before == nil {
			parts = append(parts, k)
		} else if span.Length(p.At-before.At) <= Silence {
			continue
		}
		if err := give(between(before, p)); err != nil {
			return err
		}
	}
	for _, k := range parts {
		if err := give(between(last[k], nil)); err != nil {
			return err
		}
	}
	return nil
}

// between is the silence from one point to another, of which one may be nil.
func between(from, to *track.Point) *silence {
	s := blankSilence()
	for _, p := range []*track.Point{from, to} {
		if p == nil {
			continue
		}
		s.who = *p
		s.who.Fix = track.Fix{}
	}
	if from != nil {
		s.from = from.Fix
	}
	if to != nil {
		s.to = to.Fix
	}
	return &s
}
