// Package finding answers: readings times questions over the facts of a case,
// each answer with its bounds, its margin, what would turn it and what would
// settle it.
//
// The evidence of a case is a simple temporal network (Dechter, Meiri & Pearl,
// Temporal constraint networks, Artificial Intelligence 49, 1991): constraints
// x − y ≤ c between events, in whole milliseconds. Shortest paths give the
// tightest bounds that the evidence allows; a round of constraints whose
// lengths add up to less than zero is a conflict.
package finding

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
)

// network is the constraints of a case, divided into components: events that
// constraints tie to one another other than through the fixed zero moment.
// What is known of one component says nothing of another.
type network struct {
	edges []ground.Edge
	comp  map[string]int // event to component
	parts []part

	graphs map[string]*graph // of components, by their numbers
}

// part is one component.
type part struct {
	events   []string // sorted
	edges    []int    // into network.edges
	conflict *proof.Round
}

// newNetwork divides edges into components and looks for conflicts in each.
func newNetwork(events []string, edges []ground.Edge) *network {
	n := &network{edges: edges, comp: map[string]int{}, graphs: map[string]*graph{}}
	root := map[string]string{}
	var find func(string) string
	find = func(x string) string {
		for root[x] != x {
			root[x] = root[root[x]]
			x = root[x]
		}
		return x
	}
	for _, e := range events {
		root[e] = e
	}
	for _, e := range edges {
		if e.X == ground.Zero || e.Y == ground.Zero {
			continue
		}
		// The lesser name leads, so that components do not depend on order.
		a, b := find(e.X), find(e.Y)
		root[max(a, b)] = min(a, b)
	}
	for _, e := range slices.Sorted(slices.Values(events)) {
		r := find(e)
		if _, ok := n.comp[r]; !ok {
			n.comp[r] = len(n.parts)
			n.parts = append(n.parts, part{})
		}
		n.comp[e] = n.comp[r]
		p := &n.parts[n.comp[e]]
		p.events = append(p.events, e)
	}
	for i, e := range edges {
		at := e.X
		if at == ground.Zero {
			at = e.Y
		}
		p := &n.parts[n.comp[at]]
		p.edges = append(p.edges, i)
	}
	for i := range n.parts {
		n.parts[i].conflict = n.whole([]int{i}).conflict()
	}
	return n
}

// around is the graph of every component that holds one of the events, with
// further edges added, and the conflicts in those components. The graph is
// shared by all that ask for the same components and no further edges.
func (n *network) around(events []string, more []ground.Edge) (*graph, []*proof.Round) {
	var conflicts []*proof.Round
	var comps []int
	for _, e := range events {
		if c, ok := n.comp[e]; ok && !slices.Contains(comps, c) {
			comps = append(comps, c)
		}
	}
	slices.Sort(comps)
	for _, c := range comps {
		if r := n.parts[c].conflict; r != nil {
			conflicts = append(conflicts, r)
		}
	}
	g := n.whole(comps)
	if len(more) > 0 {
		g = g.clone()
	}
	for i := range more {
		g.add(&more[i])
	}
	return g, conflicts
}

// whole is the graph of some components.
func (n *network) whole(comps []int) *graph {
	key := fmt.Sprint(comps)
	if g := n.graphs[key]; g != nil {
		return g
	}
	g := newGraph()
	for _, c := range comps {
		for _, e := range n.parts[c].events {
			g.node(e)
		}
		for _, j := range n.parts[c].edges {
			g.add(&n.edges[j])
		}
	}
	n.graphs[key] = g
	return g
}

// edge is the edge with the id, or nil.
func (n *network) edge(id string) *ground.Edge {
	i, ok := slices.BinarySearchFunc(n.edges, id, func(e ground.Edge, id string) int { return strings.Compare(e.ID, id) })
	if !ok {
		return nil
	}
	return &n.edges[i]
}
