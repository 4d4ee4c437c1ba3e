package finding

import (
	"slices"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Where is where a movement was at a moment, as far as the evidence bounds it.
type Where struct {
	Movement *holdshort.Movement
	At       span.Instant
	// Could are the stretches of its record in which the moment may lie: it lies
	// in one of them. None is given where the evidence contradicts itself.
	Could []Stretch
	InAir tri.Truth // what the question airborne answers; where it is open, what the track shows
	In    []InArea
	Ways  []Way
}

// Stretch is a movement's record from one stop to the next, and where it was at
// the moment if the moment lies there: at a point that every one of the discs
// holds. Where there is no disc, nothing bounds it.
type Stretch struct {
	State    State
	From, To *Anchor // nil beyond the first and the last
	Discs    []geo.Disc
}

// Seen is what a track shows of a movement at a moment: discs that all hold it,
// whether it was in the air, and in areas. The zero Seen is no track.
type Seen struct {
	Discs []geo.Disc
	InAir tri.Truth
	In    map[holdshort.ID]tri.Truth
}

// InArea is whether a movement was in an area: as the question in-area answers,
// and where that is open, by the region in which the movement must have been.
// Where the two contradict each other, the answer is unknown and Conflict set.
type InArea struct {
	Area     *holdshort.Area
	In       tri.Truth
	Conflict bool
}

// Where is where m was at moment t. Between two stops it was at a point that
// could be reached from the one since its earliest moment, at no more than the
// top speed of m, and from which the other could be reached by its latest; where
// t lies within the bounds of a stop, both sides of it are given. Without a top
// speed no stretch is bounded other than a stay on the ground.
func (e *Engine) Where(m *holdshort.Movement, t span.Instant, seen Seen) *Where {
	w := &Where{Movement: m, At: t}
	w.InAir = e.answer("airborne", t, string(m.ID))
	if w.InAir == tri.Unknown {
		w.InAir = seen.InAir
	}
	for _, s := range e.Course(m).stretches(t) {
		s.Discs = append(s.Discs, seen.Discs...)
		if !s.empty() && !(s.State == OnGround && seen.InAir == tri.Yes) {
			w.Could = append(w.Could, s)
		}
	}
	for i := range e.Case.Areas {
		w.In = append(w.In, e.inArea(w, &e.Case.Areas[i], seen))
	}
	w.Ways = e.ways(w)
	return w
}

// State is the state of every stretch in which the moment may lie, or Unsettled.
func (w *Where) State() State {
	if len(w.Could) == 0 {
		return Unsettled
	}
	for _, s := range w.Could[1:] {
		if s.State != w.Could[0].State {
			return Unsettled
		}
	}
	return w.Could[0].State
}

// Rings are the outlines of the region, a convex one for each stretch: the
// movement was inside of one of them. They are nil where a stretch is not
// bounded enough to be drawn.
func (w *Where) Rings() [][]geo.Point {
	var out [][]geo.Point
	for _, s := range w.Could {
		ring := geo.Cover(s.Discs)
		if ring == nil {
			return nil
		}
		out = append(out, ring)
	}
	return out
}

// answer is the truth of an atom of names and a moment.
func (e *Engine) answer(op formula.Op, t span.Instant, names ...string) tri.Truth {
	n := formula.Node{Op: op}
	for _, x := range names {
		n.Args = append(n.Args, formula.Arg{Kind: formula.Name, Name: x})
	}
	text := time.UnixMilli(int64(t)).UTC().Format("2006-01-02T15:04:05.000Z")
	n.Args = append(n.Args, formula.Arg{Kind: formula.Time, Stated: text})
	g := ground.New(e.Case, nil)
	form, err := g.Form(n)
	if err != nil { // before or after the years that times are read in
		return tri.Unknown
	}
	graph, conflicts := e.net.around(form.Events(), g.Stated)
	if len(conflicts) > 0 {
		return tri.Unknown
	}
	x := graph.project(form.Events())
	v := x.kleene(form).Truth
	if v == tri.Unknown {
		v, _, _, _ = x.decide(form, e.budget)
	}
	return v
}

// stretches are those in which moment t may lie.
func (c *Course) stretches(t span.Instant) []Stretch {
	var out []Stretch
	for k := -1; k < len(c.Anchors); k++ {
		if s, ok := c.stretch(k, t); ok {
			out = append(out, s)
		}
	}
	return out
}

// stretch is that from anchor k, at or before t, to the next, after t, and
// whether there is a world in which t lies there. In such worlds the one is no
// earlier, and the other no later, than the most time between them allows.
func (c *Course) stretch(k int, t span.Instant) (Stretch, bool) {
	s := Stretch{State: c.Before}
	from, to := span.Beginning, span.End
	if k >= 0 {
		s.From, s.State = &c.Anchors[k], c.Anchors[k].Then
		from = s.From.Within.Earliest()
	}
	if k+1 < len(c.Anchors) {
		s.To = &c.Anchors[k+1]
		to = s.To.Within.Latest()
	}
	if from > t || to <= t || s.From == nil && s.To == nil {
		return s, false
	}
	if s.From != nil && s.To != nil && s.From.Most >= 0 {
		from, to = max(from, t+1-span.Instant(s.From.Most)), min(to, t+span.Instant(s.From.Most))
		if from > t || to <= t {
			return s, false
		}
	}
	if s.State == OnGround && s.From == nil && t < s.To.Within.Earliest()-span.Instant(Beforehand) {
		s.State = NotBegun
	}
	c.reach(&s, t, from, to)
	return s, true
}

// reach gives s the discs that hold the movement at t, if it was at the stop
// before no earlier than from, and at the stop after no later than to.
func (c *Course) reach(s *Stretch, t, from, to span.Instant) {
	if s.State == OnGround {
		s.Discs = []geo.Disc{{Center: *s.To.Place.Point, Radius: s.To.Error}}
		return
	}
	top := c.Movement.Top
	if top == nil {
		return
	}
	disc := func(a *Anchor, d span.Instant) {
		s.Discs = append(s.Discs, geo.Disc{Center: *a.Place.Point, Radius: a.Error + top.Speed.Within(time.Duration(d)*time.Millisecond)})
	}
	if s.From != nil && from != span.Beginning {
		disc(s.From, t-from)
	}
	if s.To != nil && to != span.End {
		disc(s.To, to-t)
	}
	s.Discs = slices.DeleteFunc(s.Discs, func(d geo.Disc) bool { return d.Radius >= halfRound })
}

// halfRound is beyond what any two points of the earth are apart, in metres: a
// disc so large says nothing.
const halfRound geo.Meters = 20_004_000

// empty reports whether no point is in all discs of s, as its nearest two show.
func (s *Stretch) empty() bool {
	for i, a := range s.Discs {
		if slices.ContainsFunc(s.Discs[i+1:], a.Apart) {
			return true
		}
	}
	return false
}
