package holdshort

import (
	"maps"
	"slices"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
)

// Claim is the claim on the time of an event with the id, as check --claims
// prints it, or nil.
func (c *Case) Claim(id string) *TimeClaim {
	for _, name := range c.order {
		e := c.events[name]
		if i := slices.IndexFunc(e.Claims, func(cl TimeClaim) bool { return cl.ID == id }); i >= 0 {
			return &e.Claims[i]
		}
	}
	return nil
}

// Shift is the case as it would be if the claim with the id put its event by
// that much later, or earlier where by is less than zero. It is for asking what
// would follow, and no record of anything: its digest is that of no case on file.
// The ends of periods that were counted from the event stay. ok is false where
// no claim has the id.
func (c *Case) Shift(claim string, by span.Length) (shifted *Case, ok bool) {
	cl := c.Claim(claim)
	if cl == nil {
		return nil, false
	}
	e := *c.events[cl.Event]
	e.Claims = slices.Clone(e.Claims)
	for i := range e.Claims {
		if x := &e.Claims[i]; x.ID == claim {
			s := x.Time.Span
			x.Time.Span = span.Of(s.Earliest().Add(by), s.Latest().Add(by))
			x.Time.Text += " (moved " + by.ISO() + ": what if)"
		}
	}
	out := *c
	out.events = maps.Clone(c.events)
	out.events[e.ID] = &e
	out.digest = cite.Sum([]byte(c.digest.String() + "\n" + claim + "\n" + by.ISO()))
	return &out, true
}
