package finding

import (
	"maps"
	"math"
	"slices"

	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
)

// far is the length of a path that does not exist. It is so large that no sum
// of real lengths comes near it, and so small that adding two does not wrap.
const far = math.MaxInt64 / 4

// graph is a distance graph: the constraint X − Y ≤ C is an arc from Y to X of
// length C, so that the shortest path from a to b is the most by which b can
// come after a. Node 0 is the zero moment.
type graph struct {
	ids  []string
	at   map[string]int
	arcs []arc
	out  [][]int // arcs leaving each node
}

type arc struct {
	from, to int
	length   int64
	edge     *ground.Edge
}

func newGraph() *graph {
	g := &graph{at: map[string]int{}}
	g.node(ground.Zero)
	return g
}

// node is the node of an event, made if there is none.
func (g *graph) node(id string) int {
	i, ok := g.at[id]
	if !ok {
		i = len(g.ids)
		g.at[id] = i
		g.ids = append(g.ids, id)
		g.out = append(g.out, nil)
	}
	return i
}

func (g *graph) add(e *ground.Edge) int {
	from, to := g.node(e.Y), g.node(e.X)
	g.arcs = append(g.arcs, arc{from, to, e.C, e})
	g.out[from] = append(g.out[from], len(g.arcs)-1)
	return len(g.arcs) - 1
}

func (g *graph) clone() *graph {
	out := &graph{slices.Clone(g.ids), maps.Clone(g.at), slices.Clone(g.arcs), make([][]int, len(g.out))}
	for i := range g.out {
		out.out[i] = slices.Clone(g.out[i])
	}
	return out
}

// drop takes the arc added last away again.
func (g *graph) drop() {
	last := len(g.arcs) - 1
	from := g.arcs[last].from
	g.arcs = g.arcs[:last]
	g.out[from] = g.out[from][:len(g.out[from])-1]
}

// label is the shortest way to a node: its length, then the number of arcs,
// then the last arc, or -1.
type label struct {
	length int64
	arcs   int
	last   int
}

// from is the shortest way from node s to every other, by Bellman and Ford's
// relaxation over a queue. Among ways of one length it takes one of fewest
// arcs. The graph has no negative round.
func (g *graph) from(s int) []label {
	ls := make([]label, len(g.ids))
	for i := range ls {
		ls[i] = label{far, 0, -1}
	}
	ls[s] = label{0, 0, -1}
	queue, queued := []int{s}, make([]bool, len(g.ids))
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		queued[v] = false
		for _, a := range g.out[v] {
			w, length := g.arcs[a].to, ls[v].length+g.arcs[a].length
			if length >= far || length > ls[w].length || length == ls[w].length && ls[v].arcs+1 >= ls[w].arcs {
				continue
			}
			ls[w] = label{length, ls[v].arcs + 1, a}
			if !queued[w] {
				queued[w] = true
				queue = append(queue, w)
			}
		}
	}
	return ls
}

// way lists the arcs of the shortest way to t.
func (g *graph) way(ls []label, t int) []int {
	var rev []int
	for ls[t].last >= 0 {
		rev = append(rev, ls[t].last)
		t = g.arcs[ls[t].last].from
	}
	for i, j := 0, len(rev)-1; i < j; i, j = i+1, j-1 {
		rev[i], rev[j] = rev[j], rev[i]
	}
	return rev
}

// conflict is a round of fewest arcs whose lengths add up to less than zero, or
// nil. The first that is found in order of nodes is taken, so that the answer
// does not depend on chance.
func (g *graph) conflict() *proof.Round {
	if !g.hasNegativeRound() {
		return nil
	}
	best, most := []int(nil), len(g.ids)
	for s := 1; s < len(g.ids); s++ {
		if walk := g.roundFrom(s, most); walk != nil {
			best, most = walk, len(walk)-1
		}
	}
	if walk := g.roundFrom(0, max(most, len(best))); walk != nil {
		best = walk
	}
	if best == nil {
		panic("finding: a negative round was seen and not found")
	}
	return g.round(best)
}

func (g *graph) hasNegativeRound() bool {
	dist := make([]int64, len(g.ids))
	for range len(g.ids) {
		changed := false
		for _, a := range g.arcs {
			if d := dist[a.from] + a.length; d < dist[a.to] {
				dist[a.to], changed = d, true
			}
		}
		if !changed {
			return false
		}
	}
	return true
}

// roundFrom is a negative round of fewest arcs through node s, of at most most
// arcs, or nil: it follows the shortest walks of 1, 2, 3 … arcs from s until one
// comes back, and drops a walk no shorter than one of fewer arcs. Node 0, tied
// to most others, is passed by unless it is s: a round through it is found from
// there. Otherwise only walks below zero are followed, since from one of its
// nodes every beginning of a negative round is below zero.
func (g *graph) roundFrom(s, most int) []int {
	type step struct {
		length int64
		last   int
	}
	rows := []map[int]step{{s: {0, -1}}}
	least := map[int]int64{s: 0}
	for k := 1; k <= most && len(rows[k-1]) > 0; k++ {
		row := map[int]step{}
		for _, v := range slices.Sorted(maps.Keys(rows[k-1])) {
			for _, i := range g.out[v] {
				to, length := g.arcs[i].to, rows[k-1][v].length+g.arcs[i].length
				if s != 0 && (to == 0 || length >= 0) {
					continue
				}
				if was, ok := least[to]; !ok || length < was {
					row[to], least[to] = step{length, i}, length
				}
			}
		}
		rows = append(rows, row)
		if back, ok := row[s]; ok && back.length < 0 {
			walk := make([]int, k)
			at := s
			for i := k; i > 0; i-- {
				walk[i-1] = rows[i][at].last
				at = g.arcs[walk[i-1]].from
			}
			return walk
		}
	}
	return nil
}

// round writes arcs that close a round as a proof has it.
func (g *graph) round(arcs []int) *proof.Round {
	r := &proof.Round{}
	for _, a := range arcs {
		r.Steps = append(r.Steps, g.arcs[a].edge.ID)
		r.Sum += g.arcs[a].length
	}
	return r
}
