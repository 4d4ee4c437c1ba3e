package track

import (
	"cmp"
	"slices"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Return is the way from where the aircraft was at a moment to an airfield, as
// geometry: nothing is said of fuel, weather or orders.
type Return struct {
	Field       Field
	Least, Most geo.Meters // distance from the nearest and the furthest place where it can have been
	// Time is that for the distance from the last position received before the
	// moment, at the speed over the ground then flown; 0 if no speed is known.
	Time span.Length
}

// Back lists the ways at moment t to the airfields within a distance of the
// last position before it, nearest first, at most most of them.
func (p *Prism) Back(t span.Instant, fields Fields, within geo.Meters, most int) []Return {
	r := p.At(t)
	if r.Before == nil || fields == nil {
		return nil
	}
	var out []Return
	for _, f := range fields(r.Before.Pos, within) {
		x := Return{Field: f}
		x.Least, x.Most = r.distance(f.Pos)
		if v := geo.Speed(r.Before.Speed) * geo.Knot; v > 30*geo.Knot {
			x.Time = span.Length(v.Least(geo.Distance(r.Before.Pos, f.Pos)).Milliseconds())
		}
		out = append(out, x)
		if len(out) == most {
			break
		}
	}
	return out
}

// distance is that of q from the region, at least and at most.
func (r Region) distance(q geo.Point) (least, most geo.Meters) {
	for i, d := range r.Discs {
		x := geo.Distance(d.Center, q)
		least = max(least, x-d.Radius)
		if i == 0 || x+d.Radius < most {
			most = x + d.Radius
		}
	}
	return least, most
}

// Flown is the least distance that the aircraft certainly flew from moment t to
// moment until: the ways between positions a minute or more apart, less their
// radii, so that the scatter of close positions adds nothing.
func (p *Prism) Flown(t, until span.Instant) geo.Meters {
	var sum geo.Meters
	var last *Fix
	for _, f := range p.fixes {
		switch {
		case f.At < t || f.At > until:
		case last == nil:
			last = f
		case f.At-last.At >= span.Instant(span.Minute):
			sum += max(0, geo.Distance(last.Pos, f.Pos)-p.Model.radius(last)-p.Model.radius(f))
			last = f
		}
	}
	return sum
}

// sortBy sorts by a number, then a name.
func sortBy[T any](s []T, key func(T) (float64, string)) {
	slices.SortFunc(s, func(a, b T) int {
		x, n := key(a)
		y, m := key(b)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(n, m))
	})
}
