package finding

import (
	"maps"
	"math"
	"slices"

	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// matrix is the network seen from a few events: most[i][j] is the most by which
// event j can come after event i. Event 0 is the zero moment. It loses nothing:
// a set of comparisons among these events can hold together with the whole
// network exactly if it can with the matrix.
type matrix struct {
	ids  []string
	at   map[string]int
	most [][]int64
}

// project is g seen from the events.
func (g *graph) project(events []string) *matrix {
	m := &matrix{ids: append([]string{ground.Zero}, events...), at: map[string]int{}}
	for i, id := range m.ids {
		m.at[id] = i
	}
	for _, id := range m.ids {
		ls := g.from(g.node(id))
		row := make([]int64, len(m.ids))
		for j, to := range m.ids {
			row[j] = ls[g.node(to)].length
		}
		m.most = append(m.most, row)
	}
	return m
}

// without is g seen from the events, as if the edges with the ids were not.
func (g *graph) without(ids, events []string) *matrix {
	for i := range g.arcs {
		if a := &g.arcs[i]; slices.Contains(ids, a.edge.ID) {
			was := a.length
			a.length = far
			defer func() { a.length = was }()
		}
	}
	return g.project(events)
}

func (m *matrix) clone() *matrix {
	out := *m
	out.most = make([][]int64, len(m.most))
	for i := range m.most {
		out.most[i] = slices.Clone(m.most[i])
	}
	return &out
}

// allows reports whether l can hold.
func (m *matrix) allows(l ground.Lit) bool {
	back := m.most[m.at[l.X]][m.at[l.Y]]
	return back >= far || back+l.C >= 0
}

// suppose adds l, which the matrix allows.
func (m *matrix) suppose(l ground.Lit) {
	x, y := m.at[l.X], m.at[l.Y]
	if m.most[y][x] <= l.C {
		return
	}
	for i := range m.most {
		for j := range m.most {
			if m.most[i][y] >= far || m.most[x][j] >= far {
				continue
			}
			m.most[i][j] = min(m.most[i][j], m.most[i][y]+l.C+m.most[x][j])
		}
	}
}

// bounds is the span of an event.
func (m *matrix) bounds(id string) span.Span {
	i := m.at[id]
	lo, hi := span.Beginning, span.End
	if m.most[i][0] < far {
		lo = span.Instant(-m.most[i][0])
	}
	if m.most[0][i] < far {
		hi = span.Instant(m.most[0][i])
	}
	return span.Of(lo, hi)
}

// difference is the least and the most of x − y; far or -far where unbounded.
func (m *matrix) difference(x, y string) (least, most int64) {
	i, j := m.at[x], m.at[y]
	return -m.most[i][j], m.most[j][i]
}

// kleene is the value of f by the bounds of each event alone.
func (m *matrix) kleene(f *ground.Form) tri.Value {
	switch {
	case f.Lit != nil:
		return m.literal(f.Lit)
	case f.Fact != nil:
		return f.Fact.Value()
	case f.And != nil:
		return tri.And(m.each(f.And)...)
	}
	return tri.Or(m.each(f.Or)...)
}

func (m *matrix) each(fs []*ground.Form) []tri.Value {
	out := make([]tri.Value, len(fs))
	for i, f := range fs {
		out[i] = m.kleene(f)
	}
	return out
}

func (m *matrix) literal(l *ground.Lit) tri.Value {
	x, y := m.bounds(l.X), m.bounds(l.Y)
	xHi, yLo, xLo, yHi := m.most[0][m.at[l.X]], -m.most[m.at[l.Y]][0], -m.most[m.at[l.X]][0], m.most[0][m.at[l.Y]]
	if xHi < far && yLo > -far && xHi-yLo <= l.C {
		return tri.Definite(true)
	}
	if xLo > -far && yHi < far && xLo-yHi > l.C {
		return tri.Definite(false)
	}
	var needs []string
	open := false
	for id, s := range map[string]span.Span{l.X: x, l.Y: y} {
		if !s.Bounded() {
			open = true
			needs = append(needs, id)
		}
	}
	if open {
		return tri.Lacking(tri.NotInEvidence, needs...)
	}
	return tri.Lacking(tri.IntervalOverlap, l.X, l.Y)
}

// search looks for a world in which every one of the forms holds. It follows
// disjunctions one part after another, the narrowest first, and counts each
// step against budget.
type search struct {
	budget int
	steps  int
}

// overBudget is what a search that was stopped has found out: nothing.
func (s *search) over() bool { return s.steps > s.budget }

// world is the matrix and the facts of a world that was found.
type world struct {
	m     *matrix
	facts map[string]bool
}

// find returns a world, or nil if there is none. After it, over tells whether
// the search was stopped; then nil means nothing.
func (s *search) find(m *matrix, facts map[string]bool, forms []*ground.Form) *world {
	s.steps++
	if s.over() {
		return nil
	}
	lits, fs, ors := ground.Expand(forms)
	m, facts = m.clone(), maps.Clone(facts)
	if facts == nil {
		facts = map[string]bool{}
	}
	for _, f := range fs {
		if !supposeFact(facts, f) {
			return nil
		}
	}
	for _, l := range lits {
		if !m.allows(l) {
			return nil
		}
		m.suppose(l)
	}
	if len(ors) == 0 {
		return &world{m, facts}
	}
	ways, rest := take(ors, m.narrowest(facts, ors))
	for _, way := range ways {
		if w := s.find(m, facts, append([]*ground.Form{way}, rest...)); w != nil {
			return w
		}
	}
	return nil
}

// narrowest is the disjunction that leaves the fewest parts possible, the first
// of several: what leaves none is looked at before what leaves many.
func (m *matrix) narrowest(facts map[string]bool, ors []*ground.Form) int {
	best, least := 0, math.MaxInt
	for i, o := range ors {
		n := 0
		for _, way := range o.Or {
			if m.possible(facts, way) {
				n++
			}
		}
		if n < least {
			best, least = i, n
		}
	}
	return best
}

// possible is false only where f cannot hold, whatever else does.
func (m *matrix) possible(facts map[string]bool, f *ground.Form) bool {
	can := func(f *ground.Form) bool { return m.possible(facts, f) }
	switch {
	case f.Lit != nil:
		return m.allows(*f.Lit)
	case f.Fact != nil:
		was, known := facts[f.Fact.ID]
		return f.Fact.Value().Truth != tri.No && (!known || was != f.Fact.Negate)
	case f.And != nil:
		return !slices.ContainsFunc(f.And, func(f *ground.Form) bool { return !can(f) })
	}
	return slices.ContainsFunc(f.Or, can)
}

// take parts the ways of disjunction i from the others.
func take(ors []*ground.Form, i int) (ways, rest []*ground.Form) {
	return ors[i].Or, slices.Delete(slices.Clone(ors), i, i+1)
}

// supposeFact takes f for granted and reports whether it can be.
func supposeFact(facts map[string]bool, f *ground.Fact) bool {
	switch f.Value().Truth {
	case tri.Yes:
		return true
	case tri.No:
		return false
	}
	want := !f.Negate
	if was, ok := facts[f.ID]; ok {
		return was == want
	}
	facts[f.ID] = want
	return true
}

// decide is the exact value of f: Yes if no world makes it false, No if none
// makes it true, Unknown with a world of each kind otherwise. ok is false if
// the budget ran out.
func (m *matrix) decide(f *ground.Form, budget int) (t tri.Truth, holds, fails *world, ok bool) {
	s := &search{budget: budget}
	fails = s.find(m, nil, []*ground.Form{f.Not()})
	if fails == nil && !s.over() {
		return tri.Yes, nil, nil, true
	}
	holds = s.find(m, nil, []*ground.Form{f})
	switch {
	case s.over():
		return tri.Unknown, nil, nil, false
	case holds == nil:
		return tri.No, nil, nil, true
	}
	return tri.Unknown, holds, fails, true
}
