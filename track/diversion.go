package track

import (
	"fmt"
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Thresholds of diversions.
const (
	terminal    = 40 * 1852.0                  // metres from either end: what lies nearer is no cruise; ours
	coneFrom    = 20 * 1852.0                  // metres from where cruise begins, from which on its direction counts; ours
	cone        = 15.0                         // degrees either side of the direction held
	heldFor     = 0.7                          // of the time of cruise, at least, for which it was held
	bend        = span.Length(5 * span.Minute) // off the cone's direction by twice as much for so long leaves it; ours
	elsewhere   = 45.0                         // degrees from that direction to the landing, at least; ours, since airways bend
	elsewhereBy = 50 * 1852.0                  // metres still to fly there, at least; ours
	longEnough  = 150 * 1852.0                 // metres from take-off to the end of the direction held, at least; ours
)

// diversions are none, or that the leg landed elsewhere than the direction flown
// until a moment. A leg that ends where it began has turned back instead.
func (s *survey) diversions(l *Leg, m []move) []Event {
	to, field := s.landed(l)
	if field == "" || len(m) < 8 {
		return nil
	}
	from, start := s.origin(l)
	if start == field || sphereOf(from).distance(sphereOf(to)) < terminal {
		return nil
	}
	a, b := s.cruise(m, from, to)
	if b-a < 8 {
		return nil
	}
	t := s.holdsDirection(m, a, b)
	p, began := s.pos(m[t]), s.pos(m[a])
	way, _, arriving := geo.Inverse(began, p)
	left, bearing, _ := geo.Inverse(p, to)
	off := turn(float64(arriving), float64(bearing))
	if float64(m[t].at-m[a].at) < heldFor*float64(m[b].at-m[a].at) || off < elsewhere || float64(left) < elsewhereBy || float64(way) < longEnough {
		return nil
	}
	e := s.event(Diversion, m[a].i, m[t].i)
	e.To, e.Field = m[b].i, field
	e.Measured = fmt.Sprintf("landed elsewhere than the direction flown until %s: %.0f° for %.0f NM, with %s at %.0f° from there, %.0f NM away", m[t].at.RFC3339(),
		compass(arriving), float64(way)/1852, field, compass(bearing), float64(left)/1852)
	return []Event{e}
}

func compass(d geo.Degrees) float64 { return math.Mod(float64(d)+360, 360) }

// landed is where the leg ended, if an airfield is told.
func (s *survey) landed(l *Leg) (geo.Point, string) {
	switch {
	case l.Landing != nil && l.Landing.FieldProved:
		return s.t.Fixes[l.Landing.Ground].Pos, l.Landing.Field
	case l.LikelyLanding != nil:
		return s.t.Fixes[l.tail].Pos, l.LikelyLanding.Field
	}
	return geo.Point{}, ""
}

// cruise is the first move beyond terminal from where the leg began and the
// last beyond it from where it ended.
func (s *survey) cruise(m []move, from, to geo.Point) (a, b int) {
	b = len(m) - 1
	for o := sphereOf(from); a < b && o.distance(sphereOf(s.pos(m[a]))) < terminal; a++ {
	}
	for o := sphereOf(to); b > a && o.distance(sphereOf(s.pos(m[b]))) < terminal; b-- {
	}
	return a, b
}

// holdsDirection is the last move up to which all lie within a cone from move a
// and fly on in its direction, but for short bends.
func (s *survey) holdsDirection(m []move, a, b int) int {
	p := s.pos(m[a])
	o := sphereOf(p)
	first, lo, hi, seen, bent := 0.0, 0.0, 0.0, false, -1
	for k := a + 1; k <= b; k++ {
		at := s.pos(m[k])
		q := sphereOf(at)
		if o.distance(q) < coneFrom {
			if seen {
				return k - 1
			}
			continue
		}
		if bearing := o.bearing(q, p); !seen {
			first, seen = bearing, true
		} else {
			d := turnTo(first, bearing)
			lo, hi = math.Min(lo, d), math.Max(hi, d)
		}
		if hi-lo > 2*cone {
			return k - 1
		}
		switch {
		case turn(m[k].course, q.bearing(o, at)+180) <= 2*cone:
			bent = -1
		case bent < 0:
			bent = k
		case span.Length(m[k].at-m[bent].at) >= bend:
			return bent - 1
		}
	}
	return b
}
