package holdshort

import (
	"reflect"
	"slices"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
)

// As is the case as it was on record at t: claims whose source had certainly
// come out by then, the events that such a claim or source supports, and those
// parts of records that such a source states. A source without a date of
// publication is taken not to have come out. Readings stay: they can be put to
// any record.
func (c *Case) As(t span.Instant) *Case {
	out := *c
	out.AsOf = t
	known := func(id ID) bool { return c.KnownBy(string(id), t) }
	out.Cohorts = forget(c.Cohorts, known)
	out.Custody = forget(c.Custody, known)
	out.Movements = forget(c.Movements, known)
	out.Payments = forget(c.Payments, known)
	out.Questions = slices.Clone(c.Questions)
	for i := range out.Questions {
		if q := &out.Questions[i]; !slices.ContainsFunc(q.Sources, known) {
			q.Public = ""
		}
	}
	out.events, out.order = map[string]*Event{}, nil
	for _, id := range c.order {
		e := *c.events[id]
		e.Claims = slices.DeleteFunc(slices.Clone(e.Claims), func(cl TimeClaim) bool { return !known(ID(cl.Cite.Source)) })
		e.Says = slices.DeleteFunc(slices.Clone(e.Says), func(a Asserted) bool { return !known(ID(a.Cite.Source)) })
		e.Cites = slices.DeleteFunc(slices.Clone(e.Cites), func(ct cite.Cite) bool { return !known(ID(ct.Source)) })
		if len(e.Cites) > 0 {
			out.events[id] = &e
			out.order = append(out.order, id)
		}
	}
	out.Lifecycle = slices.DeleteFunc(slices.Clone(c.Lifecycle), func(e Edge) bool { return !slices.ContainsFunc(e.Sources, known) })
	out.Periods = slices.DeleteFunc(slices.Clone(c.Periods), func(p Period) bool { return !slices.ContainsFunc(p.Sources, known) })
	out.Rulings = rulingsKnown(c.Rulings, known)
	return &out
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
				if !s.IsValid() || s.Len() == 0 || slices.ContainsFunc(s.Interface().([]ID), known) {
					kept = reflect.Append(kept, f.Index(k))
				}
			}
			f.Set(kept)
		}
	}
	return out
}
