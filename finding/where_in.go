package finding

import (
	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// inArea is whether w was in the area.
func (e *Engine) inArea(w *Where, a *holdshort.Area, seen Seen) InArea {
	out := InArea{Area: a, In: e.answer("in-area", w.At, string(w.Movement.ID), string(a.ID))}
	by := w.lies(a)
	if by == tri.Unknown {
		by = seen.In[a.ID]
	}
	switch {
	case by == tri.Unknown:
	case out.In == tri.Unknown:
		out.In = by
	case out.In != by:
		out.In, out.Conflict = tri.Unknown, true
	}
	return out
}

// lies is whether all of the region lies in the area, or none of it.
func (w *Where) lies(a *holdshort.Area) tri.Truth {
	if len(w.Could) == 0 {
		return tri.Unknown
	}
	v := w.Could[0].lies(a)
	for _, s := range w.Could[1:] {
		if s.lies(a) != v {
			return tri.Unknown
		}
	}
	return v
}

func (s *Stretch) lies(a *holdshort.Area) tri.Truth {
	if s.State == OnGround {
		if v := ground.Lies(s.To.Place, string(a.ID)); v != tri.Unknown {
			return v
		}
	}
	area := geo.Area{ID: string(a.ID), Outline: a.Outline, Error: a.Error}
	for _, d := range s.Discs {
		if v := geo.Contains(area, d.Center); v != tri.Unknown && geo.ToEdge(area, d.Center) > d.Radius {
			return v
		}
	}
	for i, d := range s.Discs {
		for _, x := range s.Discs[i+1:] {
			if q, ok := common(d, x); ok && !geo.Meets(area, d.Center, d.Radius, x.Center, x.Radius) {
				return geo.Contains(area, q) // all that both hold lies on one side
			}
		}
	}
	return tri.Unknown
}

// common is a point that both discs hold: on the way from one centre to the
// other, as far along as their radii allow.
func common(x, y geo.Disc) (geo.Point, bool) {
	d, azi, _ := geo.Inverse(x.Center, y.Center)
	if d > x.Radius+y.Radius {
		return geo.Point{}, false
	}
	q, _ := geo.Direct(x.Center, azi, min(x.Radius, max(0, min(d, x.Radius), d-y.Radius)))
	return q, true
}

// Way is the way from where a movement was at a moment to a place, as geometry:
// nothing is said of fuel, weather or orders.
type Way struct {
	Place       *holdshort.Place
	Least, Most geo.Meters // distance from the nearest and from the furthest point where it can have been
	// Soonest is the time for Least at the top speed, and Latest for Most: where
	// it was furthest, it could still have come there in that time.
	Soonest, Latest span.Length
	Reached         bool // it certainly came there later
}

// ways are the ways to every located place of the case. There is none where
// nothing bounds where the movement was, or how fast it was.
func (e *Engine) ways(w *Where) []Way {
	top := w.Movement.Top
	if top == nil || len(w.Could) == 0 {
		return nil
	}
	var out []Way
	for i := range e.Case.Places {
		p := &e.Case.Places[i]
		if p.Point == nil {
			continue
		}
		x := Way{Place: p, Reached: e.reachedLater(w, p)}
		var ok bool
		if x.Least, x.Most, ok = w.Distance(*p.Point); !ok {
			return nil
		}
		x.Soonest = span.Length(top.Speed.Least(x.Least).Milliseconds())
		x.Latest = span.Length(top.Speed.Least(x.Most).Milliseconds())
		out = append(out, x)
	}
	return out
}

// Distance is that of p from the region, at least and at most, in metres; not ok
// where a stretch is not bounded.
func (w *Where) Distance(p geo.Point) (least, most geo.Meters, ok bool) {
	for i, s := range w.Could {
		if len(s.Discs) == 0 {
			return 0, 0, false
		}
		lo, hi := s.distance(p)
		if i == 0 {
			least, most = lo, hi
		}
		least, most = min(least, lo), max(most, hi)
	}
	return least, most, len(w.Could) > 0
}

func (s *Stretch) distance(p geo.Point) (least, most geo.Meters) {
	most = halfRound
	for _, d := range s.Discs {
		x := geo.Distance(d.Center, p)
		least, most = max(least, x-d.Radius), min(most, x+d.Radius)
	}
	return least, most
}

// reachedLater is whether m certainly stopped at p after the moment.
func (e *Engine) reachedLater(w *Where, p *holdshort.Place) bool {
	for _, a := range e.Course(w.Movement).Anchors {
		if a.Place.ID == p.ID && a.Phase != "wheels-up" && a.Within.Earliest() > w.At {
			return true
		}
	}
	return false
}
