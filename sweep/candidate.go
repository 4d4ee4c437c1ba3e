package sweep

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
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
	x := newCraft(headOf(&e.s, whole, text, t), t, r.Query, r.Silence, false)
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
		if !g.airport && !slices.Contains(names, g.name) {
			names = append(names, g.name)
			x.a.Crossings = append(x.a.Crossings, track.AreaCrossings{Area: g.area, Crossings: x.a.Prism.Crossings(g.area)})
		}
	}
	if !r.deaf {
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

// Ends are where and when a find's positions begin and end, and what is known of its
// type. Veiled says that its address is no aircraft's own.
type Ends struct {
	Type        string       `json:"type"`
	Veiled      bool         `json:"veiled"`
	First, Last span.Instant `json:",omitempty"`
	At          [2]geo.Point `json:"at"`
}

func endsOf(h *feed.Head, first, last *track.Fix) Ends {
	return Ends{h.Type, h.Flags.Has(feed.PIA) || h.Address.NonICAO, first.At, last.At, [2]geo.Point{first.Pos, last.Pos}}
}

// Ties are those between finds of which one is among the first so many.
func (r *Result) Ties(first int) []Tie { return tiesOf(r.Finds, first) }

func tiesOf(all []Find, first int) (out []Tie) {
	for i, x := range all {
		for k, y := range all {
			if i >= first && k >= first {
				break
			}
			a, b := &x.Ends, &y.Ends
			gap := b.First - a.Last
			if x.Address == y.Address || !a.Veiled && !b.Veiled || gap <= 0 || gap > tieWithin || a.Type != "" && b.Type != "" && a.Type != b.Type {
				continue
			}
			d, top := geo.Distance(a.At[1], b.At[0]), min(modelOf(a.Type).Top, modelOf(b.Type).Top)
			if d > top.Within(time.Duration(gap)*time.Millisecond)+2*geo.NauticalMile {
				continue
			}
			types := "the type is known of neither"
			if a.Type != "" && b.Type != "" {
				types = "both are " + a.Type
			} else if a.Type+b.Type != "" {
				types = "one is " + a.Type + b.Type + ", of the other no type is known"
			}
			out = append(out, Tie{x.Address, y.Address, a.Last, b.First, float64(d) / 1000, types})
		}
	}
	return out
}
