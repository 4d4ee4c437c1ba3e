package finding

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// TermFinding is when the term of a custody ends, as each source states the
// term, beside when the custody ended.
type TermFinding struct {
	Custody *holdshort.Custody
	From    []EventBounds
	Ends    []TermEnd
	Until   *EventBounds
}

// EventBounds is an event and its tightest bounds.
type EventBounds struct {
	Event *holdshort.Event
	Span  span.Span
}

// TermEnd is the end of one stated term, counted from one start.
type TermEnd struct {
	Term   *holdshort.Term
	From   string // event
	Span   span.Span
	Words  string
	Before tri.Truth // the custody ended before the term did
}

func (e *Engine) terms() []TermFinding {
	var out []TermFinding
	for i := range e.Case.Custody {
		c := &e.Case.Custody[i]
		f := TermFinding{Custody: c}
		if ev := e.Case.Event(c.Until); ev != nil {
			f.Until = &EventBounds{ev, e.Bounds(ev.ID)}
		}
		for _, id := range c.From {
			if ev := e.Case.Event(id); ev != nil {
				f.From = append(f.From, EventBounds{ev, e.Bounds(ev.ID)})
			}
		}
		for j := range c.Terms {
			for _, from := range f.From {
				if end, ok := e.termEnd(&c.Terms[j], from); ok {
					if f.Until != nil {
						end.Before = span.Before(f.Until.Span, end.Span)
					}
					f.Ends = append(f.Ends, end)
				}
			}
		}
		slices.SortFunc(f.Ends, compareEnds)
		out = append(out, f)
	}
	return out
}

// compareEnds orders ends by their start, then by what is said, then by who
// says it.
func compareEnds(a, b TermEnd) int {
	return cmp.Or(strings.Compare(a.From, b.From), cmp.Compare(a.Span.Earliest(), b.Span.Earliest()), strings.Compare(a.Words, b.Words),
		slices.Compare(sorted(a.Term.Sources), sorted(b.Term.Sources)), strings.Compare(a.Term.Note, b.Term.Note))
}

func (e *Engine) termEnd(t *holdshort.Term, from EventBounds) (TermEnd, bool) {
	zone := t.Zone
	if zone == "" {
		zone = e.Case.Zone
	}
	if from.Span.Empty() || !from.Span.Bounded() {
		return TermEnd{}, false
	}
	s, err := t.Length.AddTo(from.Span, zone)
	if err != nil {
		return TermEnd{}, false
	}
	loc, err := span.LoadZone(zone)
	if err != nil {
		return TermEnd{}, false
	}
	words := fmt.Sprintf("%s from %s, by the calendar of %s: %s", t.Length.Words(), span.FormatSpan(from.Span, loc), zone, span.FormatSpan(s, loc))
	return TermEnd{Term: t, From: from.Event.ID, Span: s, Words: words}, true
}

// Bounds is the tightest span that the evidence allows for an event; empty if
// the claims that bear on it conflict.
func (e *Engine) Bounds(id string) span.Span {
	g, conflicts := e.net.around([]string{id}, nil)
	if len(conflicts) > 0 {
		return span.Span{}
	}
	return g.project([]string{id}).bounds(id)
}

// PaymentFinding is what follows from one stated amount.
type PaymentFinding struct {
	Payment *holdshort.Payment
	Lines   []string // arithmetic, one line each
	Cites   []cite.Cite
}

func (e *Engine) payments() []PaymentFinding {
	var out []PaymentFinding
	for i := range e.Case.Payments {
		p := &e.Case.Payments[i]
		f := PaymentFinding{Payment: p}
		for _, s := range p.Sources {
			if e.Case.KnownBy(string(s), e.Case.AsOf) {
				f.Cites = append(f.Cites, cite.Cite{Source: string(s)})
			}
		}
		if len(f.Cites) == 0 {
			continue
		}
		slices.SortFunc(f.Cites, cite.Compare)
		f.Lines = append(perHead(p), e.beside(p)...)
		out = append(out, f)
	}
	return out
}

// perHead turns an amount for each person into a total, or a total into an
// amount for each person, for every head count that the payment names.
func perHead(p *holdshort.Payment) []string {
	var out []string
	if p.Amount.IsZero() {
		return nil
	}
	for _, n := range p.Persons {
		if n.N.Least != n.N.Most || n.N.Least == 0 {
			continue
		}
		heads := n.N.Least
		switch p.Per {
		case "person", "person-year":
			if p.Amount.Cents < (1<<62)/heads {
				total := holdshort.Money{Cents: p.Amount.Cents * heads, Currency: p.Amount.Currency}
				out = append(out, fmt.Sprintf("%s × %d = %s", p.Amount, heads, total))
			}
		case "total":
			each := big.NewRat(p.Amount.Cents, 100*heads)
			out = append(out, fmt.Sprintf("%s ÷ %d = %s %s for each person", p.Amount, heads, p.Amount.Currency, exact(each)))
		}
	}
	return out
}

// beside compares p with other amounts in its currency: of one status and kind,
// the difference; of a total for a year with a cost for each year, the share.
func (e *Engine) beside(p *holdshort.Payment) []string {
	var out []string
	for i := range e.Case.Payments {
		q := &e.Case.Payments[i]
		if !slices.ContainsFunc(q.Sources, func(id holdshort.ID) bool { return e.Case.KnownBy(string(id), e.Case.AsOf) }) {
			continue
		}
		if q.ID == p.ID || p.Amount.IsZero() || q.Amount.IsZero() || p.Amount.Currency != q.Amount.Currency {
			continue
		}
		switch {
		case p.ID < q.ID && p.Status == q.Status && p.Per == q.Per && p.Status != "cost" && p.Amount.Cents != q.Amount.Cents:
			d := p.Amount.Cents - q.Amount.Cents
			word := "more"
			if d < 0 {
				d, word = -d, "less"
			}
			out = append(out, fmt.Sprintf("%s is %s %s than %s (%s, also %s)", p.Amount, holdshort.Money{Cents: d, Currency: p.Amount.Currency}, word, q.Amount, q.ID, q.Status))
		case p.Per == "total" && p.Period == oneYear && q.Per == "year" && q.Status == "cost" && p.Status != "cost":
			share := big.NewRat(100*p.Amount.Cents, q.Amount.Cents)
			out = append(out, fmt.Sprintf("%s for one year is %s %% of %s a year (%s)", p.Amount, exact(share), q.Amount, q.ID))
		}
	}
	return out
}

// exact writes r in full where that takes at most four decimals, else rounded
// to four and marked as such.
func exact(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	s := r.FloatString(4)
	if back, ok := new(big.Rat).SetString(s); !ok || back.Cmp(r) != 0 {
		return "about " + s
	}
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	return s
}

// oneYear is the period for which a total can be set beside a yearly cost.
var oneYear = span.Civil{Years: 1}
