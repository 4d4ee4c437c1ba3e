package track

import (
	"sort"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Disc is every place within Radius of Center.
type Disc struct {
	Center geo.Point
	Radius geo.Meters
}

// Region is where an aircraft was or could have been at a moment: the places
// that lie in every one of its discs. The nearest fixes before and after give
// one disc each; at the ends of a track there is one. No disc means that
// nothing bounds it.
type Region struct {
	Discs         []Disc
	Before, After *Fix // the fixes that it rests on; nil beyond the ends
}

// Prism answers where an aircraft was or could have been, from the fixes of a
// clean track that a proof may rest on. It is the space-time prism: what is
// reachable from the fix before and from the fix after, at no more than the
// model's top speed.
type Prism struct {
	Model Model
	fixes []*Fix

	widest   geo.Meters  // greatest radius of a fix
	slackest span.Length // greatest slack of a fix
}

// NewPrism is the Prism of a clean track.
func NewPrism(t *Track, m Model) *Prism {
	p := &Prism{Model: m}
	for i := range t.Fixes {
		if t.Fixes[i].Proves() {
			p.fixes = append(p.fixes, &t.Fixes[i])
			p.widest = max(p.widest, m.radius(&t.Fixes[i]))
			p.slackest = max(p.slackest, t.Fixes[i].Slack)
		}
	}
	return p
}

// At is the region at moment t.
func (p *Prism) At(t span.Instant) Region {
	i := sort.Search(len(p.fixes), func(i int) bool { return p.fixes[i].At > t })
	var r Region
	if i > 0 {
		r.Before = p.fixes[i-1]
		r.Discs = append(r.Discs, p.disc(r.Before, span.Length(t-r.Before.At)))
	}
	if i < len(p.fixes) {
		r.After = p.fixes[i]
		r.Discs = append(r.Discs, p.disc(r.After, span.Length(r.After.At-t)))
	}
	return r
}

// disc is what can be reached from f, or from where f can be reached, in d.
func (p *Prism) disc(f *Fix, d span.Length) Disc {
	return Disc{f.Pos, p.Model.radius(f) + p.Model.reach(d+f.Slack)}
}

// In is whether the region lies in the area: Yes if all of it does, No if none
// does, else Unknown. It takes the error of the area's outline into account.
func (r Region) In(a Area) tri.Truth {
	switch len(r.Discs) {
	case 0:
		return tri.Unknown
	case 1:
		return a.whole(r.Discs[0])
	}
	x, y := r.Discs[0], r.Discs[1]
	q, ok := inLens(x, y)
	if !ok {
		return tri.Unknown // the two fixes contradict each other
	}
	for _, d := range r.Discs {
		if v := a.whole(d); v != tri.Unknown {
			return v
		}
	}
	if a.meets(x, y) {
		return tri.Unknown
	}
	return a.Contains(q) // all of the lens lies on one side
}

// inLens is a point in both discs, if there is one: on the way from one centre
// to the other, as far along as their radii allow.
func inLens(x, y Disc) (geo.Point, bool) {
	d, azi, _ := geo.Inverse(x.Center, y.Center)
	if d > x.Radius+y.Radius {
		return geo.Point{}, false
	}
	along := max(0, min(d, x.Radius), d-y.Radius)
	if along > x.Radius {
		along = x.Radius
	}
	q, _ := geo.Direct(x.Center, azi, along)
	return q, true
}

// Crossing is a passage of an area's boundary between two moments at which the
// aircraft was proved to be on different sides: it crossed at least once, and
// the last such crossing lies within Between. More crossings are not excluded.
type Crossing struct {
	Leaves  bool // from inside to outside
	Between span.Span
	From    *Fix // proved on one side
	To      *Fix // proved on the other
}

// Crossings lists the passages of the area's boundary, in order of time.
func (p *Prism) Crossings(a Area) []Crossing {
	var out []Crossing
	last, lastIn := -1, tri.Unknown
	for i := 0; i < len(p.fixes); i++ {
		f := p.fixes[i]
		in, clear := a.side(Disc{f.Pos, p.Model.radius(f)})
		if in == tri.Unknown {
			continue
		}
		if last >= 0 && in != lastIn {
			out = append(out, p.crossing(a, last, i, lastIn == tri.Yes))
		}
		i = p.skip(i, clear)
		last, lastIn = i, in
	}
	return out
}

// skip is the last fix after i before which the aircraft cannot have come to the
// boundary, which is clear beyond fix i's radius: they are all on one side.
func (p *Prism) skip(i int, clear geo.Meters) int {
	left := p.Model.Top.Least(clear-p.widest).Milliseconds() - 2*int64(p.slackest)
	until := p.fixes[i].At + span.Instant(left)
	j := i + sort.Search(len(p.fixes)-i, func(k int) bool { return p.fixes[i+k].At >= until })
	return max(i, j-1)
}

// crossing bounds the passage between fixes i and j, the fixes between which
// are too near the boundary to be on a known side.
func (p *Prism) crossing(a Area, i, j int, leaves bool) Crossing {
	from, to := p.fixes[i], p.fixes[j]
	c := Crossing{Leaves: leaves, From: from, To: to, Between: span.Of(from.At-span.Instant(from.Slack), to.At+span.Instant(to.Slack))}
	r1, r2 := p.Model.radius(from), p.Model.radius(to)
	d := span.Length(to.At-from.At) + from.Slack + to.Slack
	fromEdge, edgeTo, ok := a.leastVia(from.Pos, to.Pos, p.Model.reach(d)+r1+r2)
	if !ok {
		return c
	}
	lo := c.Between.Earliest() + span.Instant(p.Model.Top.Least(fromEdge-r1).Milliseconds())
	hi := c.Between.Latest() - span.Instant(p.Model.Top.Least(edgeTo-r2).Milliseconds())
	if narrowed := span.Of(lo, hi); !narrowed.Empty() {
		c.Between = narrowed
	}
	return c
}
