package finding

import (
	"maps"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
)

// prover writes down why forms cannot hold together.
type prover struct {
	g *graph
}

// refute follows the forms exactly as search.find does and returns the tree of
// ways, each closed. It is called only where find has found no world.
func (p prover) refute(m *matrix, facts map[string]bool, forms []*ground.Form) *proof.Branch {
	lits, fs, ors := ground.Expand(forms)
	b := &proof.Branch{Suppose: lits}
	m, facts = m.clone(), maps.Clone(facts)
	if facts == nil {
		facts = map[string]bool{}
	}
	for _, f := range fs {
		if !supposeFact(facts, f) {
			b.Fact = f
			return b
		}
	}
	added := 0
	defer func() {
		for range added {
			p.g.drop()
		}
	}()
	for _, l := range lits {
		arc := p.g.add(&ground.Edge{ID: proof.SuppositionID(l), X: l.X, Y: l.Y, C: l.C, Basis: ground.Supposed})
		added++
		if !m.allows(l) {
			b.Round = p.close(arc)
			return b
		}
		m.suppose(l)
	}
	if len(ors) == 0 {
		panic("finding: asked to refute what can hold")
	}
	b.Of = m.narrowest(facts, ors)
	ways, rest := take(ors, b.Of)
	for _, way := range ways {
		b.Ways = append(b.Ways, p.refute(m, facts, append([]*ground.Form{way}, rest...)))
	}
	return b
}

// close is the round that the arc, added last, closes with the shortest way
// back. The way is looked for without the arc itself.
func (p prover) close(closing int) *proof.Round {
	a := p.g.arcs[closing]
	p.g.drop()
	way := p.g.way(p.g.from(a.to), a.from)
	p.g.add(a.edge)
	return p.g.round(append([]int{closing}, way...))
}

// used lists the constraints of the case that the rounds below b use, sorted by
// id, each once.
func used(b *proof.Branch, edge func(string) *ground.Edge) []ground.Edge {
	var out []ground.Edge
	eachRound(b, func(r *proof.Round) { out = append(out, roundEdges(r, edge)...) })
	slices.SortFunc(out, func(a, b ground.Edge) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(out, func(a, b ground.Edge) bool { return a.ID == b.ID })
}

func roundEdges(r *proof.Round, edge func(string) *ground.Edge) []ground.Edge {
	var out []ground.Edge
	for _, id := range r.Steps {
		if e := edge(id); e != nil {
			out = append(out, *e)
		}
	}
	return out
}

func eachRound(b *proof.Branch, f func(*proof.Round)) {
	if b.Round != nil {
		f(b.Round)
	}
	for _, w := range b.Ways {
		eachRound(w, f)
	}
}

func eachFact(b *proof.Branch, f func(*ground.Fact)) {
	if b.Fact != nil {
		f(b.Fact)
	}
	for _, w := range b.Ways {
		eachFact(w, f)
	}
}
