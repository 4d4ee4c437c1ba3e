package holdshort

import (
	"reflect"
	"slices"

	"github.com/holdshort/holdshort/span"
)

// As is the case as it was on record at t: claims whose source had certainly
// come out by then, the events that such a claim or source supports, those
// parts of records that such a source states, and what had been set aside for
// such a source's sake or for none. A source without a date of publication is
// taken not to have come out. Readings stay: they can be put to any record.
// What a computation attached is known by the date of its own source; to have
// all that could be computed then, attach to the case that As returns.
func (c *Case) As(t span.Instant) *Case {
	out := *c
	out.AsOf = t
	known := func(id ID) bool { return c.KnownBy(string(id), t) }
	out.Cohorts = forget(c.Cohorts, known)
	out.Custody = forget(c.Custody, known)
	out.Movements = forget(c.Movements, known)
	out.Payments = forget(c.Payments, known)
	out.Aside = slices.DeleteFunc(slices.Clone(c.Aside), func(a Aside) bool { return !supported(a.Sources, known) })
	out.Questions = slices.Clone(c.Questions)
	for i := range out.Questions {
		if q := &out.Questions[i]; !slices.ContainsFunc(q.Sources, known) {
			q.Public = ""
		}
	}
	out.Lifecycle = slices.DeleteFunc(slices.Clone(c.Lifecycle), func(e Edge) bool { return !slices.ContainsFunc(e.Sources, known) })
	out.Periods = forget(slices.DeleteFunc(slices.Clone(c.Periods), func(p Period) bool { return !slices.ContainsFunc(p.Sources, known) }), known)
	out.Rulings = rulingsKnown(c.Rulings, known)
	out.eventsKnown(c, known)
	return &out
}

// eventsKnown gives out those events of c that a source supports which had come
// out. That a period ends says nothing of an edge which no source had spoken of.
func (out *Case) eventsKnown(c *Case, known func(ID) bool) {
	why := map[string]string{}
	for _, a := range out.Aside {
		why[a.Claim] = a.Why
	}
	for id, n := range out.countIDs() {
		n.Aside = why[id]
	}
	unheard := map[ID]bool{}
	for _, e := range c.Lifecycle {
		unheard[e.ID] = !slices.ContainsFunc(e.Sources, known)
	}
	out.events, out.order = map[string]*Event{}, nil
	for _, id := range c.order {
		e := *c.events[id]
		e.described = slices.DeleteFunc(slices.Clone(e.described), func(s ID) bool { return !known(s) })
		e.Claims = slices.DeleteFunc(slices.Clone(e.Claims), func(cl TimeClaim) bool {
			return !known(ID(cl.Cite.Source)) || cl.Kind == Computed && unheard[e.Record]
		})
		for i := range e.Claims {
			e.Claims[i].Aside = why[e.Claims[i].ID]
		}
		e.Says = slices.DeleteFunc(slices.Clone(e.Says), func(a Asserted) bool { return !known(ID(a.Cite.Source)) })
		if e.Cites = e.gathered(); len(e.Cites) > 0 {
			e.Nth = len(out.order)
			out.events[id] = &e
			out.order = append(out.order, id)
		}
	}
}

// supported reports whether one of the sources, if there are any, is known.
func supported(sources []ID, known func(ID) bool) bool {
	return len(sources) == 0 || slices.ContainsFunc(sources, known)
}

// rulingsKnown are the rulings with those expressions of which a source had
// come out: one of their own or of their times, or of the ruling.
func rulingsKnown(rulings []Ruling, known func(ID) bool) []Ruling {
	var out []Ruling
	for _, r := range rulings {
		r.Expressions = slices.DeleteFunc(slices.Clone(r.Expressions), func(x Expression) bool {
			return !slices.ContainsFunc(x.Sources, known) && !slices.ContainsFunc(r.Sources, known) &&
				!slices.ContainsFunc(x.Times, func(t KindClaim) bool { return slices.ContainsFunc(t.Sources, known) })
		})
		if len(r.Expressions) > 0 {
			out = append(out, r)
		}
	}
	return out
}

// KnownBy reports whether the source had certainly come out at t.
func (c *Case) KnownBy(source string, t span.Instant) bool {
	if t == span.End {
		return true
	}
	s := c.Source(ID(source))
	return s != nil && !s.Published.IsZero() && s.Published.Span.Latest() <= t
}

// forget copies records without those items of their lists that have sources
// none of which is known. The records themselves, and phases, whose order
// matters, stay.
func forget[T any](records []T, known func(ID) bool) []T {
	out := slices.Clone(records)
	for i := range out {
		v := reflect.ValueOf(&out[i]).Elem()
		for j := range v.NumField() {
			f := v.Field(j)
			if f.Kind() != reflect.Slice || f.Type().Elem().Kind() != reflect.Struct || f.Type().Elem() == reflect.TypeFor[Phase]() {
				continue
			}
			kept := reflect.MakeSlice(f.Type(), 0, f.Len())
			for k := range f.Len() {
				s := f.Index(k).FieldByName("Sources")
				if !s.IsValid() || supported(s.Interface().([]ID), known) {
					kept = reflect.Append(kept, f.Index(k))
				}
			}
			f.Set(kept)
		}
	}
	return out
}
