package sweep

import (
	"fmt"
	"iter"
	"slices"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// Candidate is a find, read again in full: what matched, what would settle the
// rest, and what there is to say of it.
type Candidate struct {
	Find
	Head     feed.Head
	Analysis *track.Analysis // with the crossings of the areas that the question names
	Answers  []Answer        // of each atom, in order
	Quiets   []Quiet         // its silences in the time that the question is about
	Doubts   []string        // why it may not be the aircraft that it says it is
}

// Answer is an atom, its answer, and what would settle it if it is open.
type Answer struct {
	Text  string
	Truth tri.Truth
	Needs string
}

// Candidates reads the finds again, one after another, in their order.
func (r *Result) Candidates() iter.Seq2[*Candidate, error] {
	return func(yield func(*Candidate, error) bool) {
		e := &examiner{q: r.Query, silence: r.Silence}
		for _, f := range r.Finds {
			c, err := r.candidate(e, f)
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

func (r *Result) candidate(e *examiner, f Find) (*Candidate, error) {
	body := make([]byte, f.size)
	if _, err := r.spool.f.ReadAt(body, f.at); err != nil {
		return nil, fmt.Errorf("read what was found of %s: %w", f.Address, err)
	}
	text, _ := e.unpack(body, MaxText)
	t, broken := readFull(text)
	if t == nil {
		return nil, fmt.Errorf("read what was found of %s: %s", f.Address, broken)
	}
	e.s.reset(r.Query, r.Silence)
	whole := feed.Glance(text, func(h feed.Head) bool { e.s.head = h; return false }, nil)
	t.Origins = []track.Origin{{Name: fmt.Sprintf("traces/%02x/trace_full_%s.json", f.Address.Code&255, f.Address), Format: "readsb-trace", Rows: int64(len(t.Fixes))}}
	x := newCraft(headOf(&e.s, whole, text, t), t, r.Query, r.Silence)
	x.legs()
	c := &Candidate{Find: f, Head: x.head, Analysis: x.a, Doubts: x.doubts()}
	r.Query.root.atoms(func(a *atom) {
		v := x.answer(a)
		ans := Answer{Text: a.text, Truth: v.sure}
		if v.sure == tri.Unknown {
			ans.Needs = x.needs[a]
		}
		if ans.Needs == "" && v.sure == tri.Unknown {
			ans.Needs = "positions in a silence longer than " + r.Silence.Words()
		}
		c.Answers = append(c.Answers, ans)
	})
	var names []string
	for _, g := range r.Query.targets {
		if !slices.Contains(names, g.name) {
			names = append(names, g.name)
			x.a.Crossings = append(x.a.Crossings, track.AreaCrossings{Area: g.area, Crossings: x.a.Prism.Crossings(g.area)})
		}
	}
	if r.heard.days != nil {
		c.Quiets = r.heard.quiets(t, x.a.Gaps, r.Query.during)
	}
	return c, nil
}

// doubts say why what a trace says of its aircraft may not be so.
func (c *craft) doubts() (out []string) {
	if c.head.Flags.Has(feed.PIA) {
		out = append(out, "the database marks the address as a temporary one (PIA): the register's row of it, if any, is of no use")
	}
	if c.head.Flags.Has(feed.LADD) {
		out = append(out, "the database marks the address as blocked on request (LADD): other networks may leave it out")
	}
	if c.head.Address.NonICAO {
		out = append(out, "the address is outside ICAO's plan: it was given by the ground or at random, and may change in flight")
	}
	dummy := slices.ContainsFunc(c.calls, Dummy)
	switch {
	case len(c.calls) == 0:
		out = append(out, "it sent no callsign")
	case dummy:
		out = append(out, "it sent a callsign that says nothing")
	}
	return out
}

// Tie is two finds that may be one aircraft under two addresses, one of which is
// temporary or no aircraft's: the second begins where the first can have come to.
// That is a possibility, and no sign of it.
type Tie struct {
	Before, After track.Address
	Ended, Began  span.Instant
	Apart         float64 // kilometres
	Types         string  // what is known of both types
}

// tieWithin is the longest silence that a tie is looked for across.
const tieWithin = span.Instant(30 * 60 * 1000)

// ends are what ties are made from.
type ends struct {
	address     track.Address
	typ         string
	veiled      bool
	first, last track.Fix
	model       track.Model
}

// Ties are those between finds, in order of the address before.
func (r *Result) Ties() ([]Tie, error) {
	var all []ends
	for c, err := range r.Candidates() {
		if err != nil {
			return nil, err
		}
		fs := c.Analysis.Track.Fixes
		if len(fs) > 0 {
			all = append(all, ends{c.Address, c.Head.Type, c.Head.Flags.Has(feed.PIA) || c.Head.Address.NonICAO, fs[0], fs[len(fs)-1], c.Analysis.Model})
		}
	}
	return tiesOf(all), nil
}

func tiesOf(all []ends) (out []Tie) {
	for _, a := range all {
		for _, b := range all {
			gap := b.first.At - a.last.At
			if a.address == b.address || !a.veiled && !b.veiled || gap <= 0 || gap > tieWithin || a.typ != "" && b.typ != "" && a.typ != b.typ {
				continue
			}
			d := sphere(a.last.Pos, b.first.Pos)
			if float64(d) > float64(min(a.model.Top, b.model.Top))*float64(gap)/1000+2*1852 {
				continue
			}
			types := "the type is known of neither"
			if a.typ != "" && b.typ != "" {
				types = "both are " + a.typ
			} else if a.typ+b.typ != "" {
				types = "one is " + a.typ + b.typ + ", of the other no type is known"
			}
			out = append(out, Tie{a.address, b.address, a.last.At, b.first.At, float64(d) / 1000, types})
		}
	}
	return out
}
