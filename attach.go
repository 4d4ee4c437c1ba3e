package holdshort

import (
	"cmp"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
)

// Observed is a time that a track or a computation gives for an event of the
// case: a claim like any other, with its place in the track.
type Observed struct {
	Event string
	Span  span.Span
	Where string // file and rows
	Note  string
	Kind  ClaimKind // empty for actual
}

// Lengths reports whether a period of the case is to be counted by the rules.
func (c *Case) Lengths() bool {
	return slices.ContainsFunc(c.Periods, func(p Period) bool { return p.Length != "" })
}

// Attach is the case with a track or a computation as one more source, and what it shows as
// claims beside those that people stated. An event that the case does not have
// is passed over. The case's digest then covers the track's claims too.
func (c *Case) Attach(src Source, observed []Observed) *Case {
	out := *c
	out.Sources = append(slices.Clone(c.Sources), src)
	byID(out.Sources, func(s Source) ID { return s.ID })
	out.events = map[string]*Event{}
	for id, e := range c.events {
		out.events[id] = e
	}
	for _, o := range observed {
		e := out.events[o.Event]
		if e == nil || o.Span.Empty() {
			continue
		}
		changed := *e
		changed.Claims = append(slices.Clone(e.Claims), TimeClaim{
			ID: o.Event + "#" + string(src.ID), Event: o.Event, Kind: cmp.Or(o.Kind, "actual"), Note: o.Note,
			Cite: cite.Cite{Source: string(src.ID), Where: o.Where},
			Time: span.Stated{Text: o.Span.Earliest().RFC3339() + " .. " + o.Span.Latest().RFC3339(), Span: o.Span, Zone: "UTC", Precision: span.ToRange},
		})
		slices.SortStableFunc(changed.Claims, func(a, b TimeClaim) int {
			return cmp.Or(cite.Compare(a.Cite, b.Cite), strings.Compare(a.Time.Text, b.Time.Text))
		})
		changed.Cites = changed.gathered()
		out.events[o.Event] = &changed
	}
	text := []string{c.digest.String(), string(src.ID), src.Digest}
	for _, o := range observed {
		text = append(text, o.Event, o.Span.Earliest().RFC3339(), o.Span.Latest().RFC3339(), o.Where)
	}
	out.digest = cite.Sum([]byte(strings.Join(text, "\n")))
	return &out
}
