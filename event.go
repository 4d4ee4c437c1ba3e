package holdshort

import (
	"slices"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
)

// When is a time as stated in a case file, and as resolved on reading it. Its
// zero value is no time.
type When struct {
	span.Stated
	Pos Pos `json:"-"`
}

// IsZero reports whether no time was given.
func (w When) IsZero() bool { return w.Text == "" }

// Claim is one or more sources stating when an event happened. Each source is
// one claim on the event.
type Claim struct {
	At
	ID      ID        `case:"id" doc:"short name; made from the event and source if left out"`
	Time    When      `case:"at,required" doc:"the time as stated: 17:26 EDT, about 4 p.m., between 6:45 and 6:48 p.m."`
	Sources []ID      `case:"source,required" ref:"source" doc:"who states it; several sources are several claims"`
	Where   string    `case:"where" doc:"page, line or paragraph"`
	Kind    ClaimKind `case:"kind" doc:"actual if left out; planned and inferred times are shown and never used as proof"`
	Note    string    `case:"note" doc:"what to know"`
}

// KindClaim is a Claim on one of several events of a record.
type KindClaim struct {
	Event  string    `case:"kind,required" doc:"pronounced, signed, filed, entered, noticed, published, effective"`
	Status ClaimKind `case:"status" doc:"what kind on other claims says: actual if left out; planned and inferred times are never proof"`
	Claim
}

// ClaimKind is what a claim's time is.
type ClaimKind string

// Options lists the kinds.
func (ClaimKind) Options() []string { return []string{"actual", "planned", "inferred"} }

// Computed is the kind of a claim that comes from a Period on record. It bounds
// its event as an actual one does. No claim in a file is of this kind.
const Computed ClaimKind = "computed"

// Happening is an event that belongs to no other record.
type Happening struct {
	At
	ID       ID          `case:"id,required" doc:"short name"`
	What     string      `case:"what,required" doc:"what happened, in our words"`
	Lane     string      `case:"lane" doc:"where a timeline shows it: court, notice, custody, people, money, statements"`
	Zone     string      `case:"zone" doc:"zone of its times, if not the case's"`
	On       string      `case:"on" doc:"civil date YYYY-MM-DD of times that state none"`
	Times    []Claim     `case:"times" doc:"when, as each source states it"`
	Happened []Assertion `case:"happened" doc:"who says that it did, or did not, happen"`
	Sources  []ID        `case:"source" ref:"source" doc:"where it is described"`
	Note     string      `case:"note" doc:"what to know"`
}

// Sequence is an order of events, or bounds on the time between each and the
// next: at least Least (zero if left out), at most Most.
type Sequence struct {
	At
	ID      ID           `case:"id,required" doc:"short name"`
	Events  []string     `case:"in-order,required" ref:"event" doc:"events, earliest first"`
	Least   *span.Length `case:"least" doc:"the least time from each to the next; 0 s if left out"`
	Most    *span.Length `case:"most" doc:"the most time from each to the next"`
	Sources []ID         `case:"source" ref:"source" doc:"who says so"`
	Why     string       `case:"why,required" doc:"why it holds"`
}

// Event is a moment that the case speaks of, gathered from all its records.
type Event struct {
	ID       string
	What     string // in our words
	Lane     string // court, notice, movement ID, custody, statements, money
	Record   ID     // the record it belongs to
	Place    ID     // of a phase; may be empty
	Zone     string // of the place, or of the record
	Claims   []TimeClaim
	Says     []Asserted
	Cites    []cite.Cite
	Pos      Pos
	Sequence int // place among the phases of its movement, from 0
	Nth      int // place among the events of the case, as EventIDs lists them, from 0

	described []ID // sources that describe it, beside those that state its time
}

// Sourced reports whether a source describes the event, or states a time of it
// of a kind that is evidence.
func (e *Event) Sourced() bool {
	return len(e.described) > 0 || slices.ContainsFunc(e.Claims, func(c TimeClaim) bool { return c.Kind.Counts() })
}

// gathered are the places of all that supports the event.
func (e *Event) gathered() []cite.Cite {
	var out []cite.Cite
	for _, s := range e.described {
		out = append(out, cite.Cite{Source: string(s)})
	}
	for _, c := range e.Claims {
		out = append(out, c.Cite)
	}
	for _, a := range e.Says {
		out = append(out, a.Cite)
	}
	slices.SortFunc(out, cite.Compare)
	return slices.Compact(out)
}

// Never reports whether every source that says whether the event happened says
// that it did not, and one does.
func (e *Event) Never() bool {
	return len(e.Says) > 0 && !slices.ContainsFunc(e.Says, func(a Asserted) bool { return a.Says })
}

// TimeClaim is one source's statement of when an event happened.
type TimeClaim struct {
	ID    string
	Event string
	Time  span.Stated
	Cite  cite.Cite
	Kind  ClaimKind
	Note  string
	Pos   Pos
	Aside string // why it was set aside; empty if it was not
}

// Counts reports whether claims of the kind are evidence of time.
func (k ClaimKind) Counts() bool { return k == "actual" || k == Computed }

// Evidence reports whether the network may use the claim: it is of a kind that
// counts, and nobody has set it aside.
func (t TimeClaim) Evidence() bool { return t.Kind.Counts() && t.Aside == "" }

// Asserted is one source saying that an event did or did not happen.
type Asserted struct {
	Says bool
	Cite cite.Cite
}

// Hull is the span from the earliest to the latest moment that any claim in
// evidence that bounds the event on both sides allows, or span.Ever if there
// is none. A claim that bounds it on one side alone, "after 19:25", does not
// compete with the others: it is a bound of its own.
func (e *Event) Hull() span.Span {
	var s span.Span
	for _, c := range e.Claims {
		if c.Evidence() && c.Time.Span.Bounded() {
			s = span.Hull(s, c.Time.Span)
		}
	}
	if s.Empty() {
		return span.Ever
	}
	return s
}
