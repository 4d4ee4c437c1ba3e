package geo

import "container/heap"

// LeastVia bounds where a journey from one point to another, no longer in all
// than budget, can have met the boundary of area. Over every point of the true
// boundary by way of which the journey fits, fromEdge is no more than the least
// distance from from, and edgeTo no more than the least distance to to; the two
// need not be at the same place. Each is a sound lower bound. It is also close:
// within 15 metres and area.Error of the least over the drawn boundary for a
// budget wider by twice Error and 40 metres.
//
// It is not ok if no point of the boundary can be on such a journey, or if an
// argument is not Valid or the budget not a number.
//
// An aircraft that took off at from, inside the area, and landed at to, outside
// it, within a time T and never faster than V, left the area for the last time
// no earlier than take-off + fromEdge/V and no later than landing - edgeTo/V,
// with budget V·T.
func LeastVia(from, to Point, area Area, budget Meters) (fromEdge, edgeTo Meters, ok bool) {
	if !from.Valid() || !to.Valid() || area.Valid() != nil {
		return 0, 0, false
	}
	// A true boundary point lies within Error of a drawn one, by way of which
	// the journey is longer by at most twice that.
	wide := budget + 2*area.Error + slack
	out, ok1 := leastLeg(from, to, area.edges(), wide)
	back, ok2 := leastLeg(to, from, area.edges(), wide)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	return max(0, out-area.Error), max(0, back-area.Error), true
}

// leastLeg is a lower bound of the distance from near to any point of the edges
// by way of which near and far are no more than budget apart. Pieces wait in
// order of their own lower bounds; the first is halved until it says enough, or
// dropped once nothing on it fits the budget.
func leastLeg(near, far Point, edges []edge, budget Meters) (Meters, bool) {
	var waiting pieces
	for _, e := range edges {
		p := piece{edge: e, near1: Distance(near, e.from), far1: Distance(far, e.from)}
		p.near2, p.far2 = Distance(near, e.to), Distance(far, e.to)
		waiting.offer(p, budget)
	}
	for len(waiting) > 0 {
		p := heap.Pop(&waiting).(piece)
		if p.length <= shortest || p.fits(budget) {
			return p.least, true
		}
		first, second := p.split(near, far)
		waiting.offer(first, budget)
		waiting.offer(second, budget)
	}
	return 0, false
}

// piece is a piece of an edge with the distances of its ends from either point,
// and least, the lower bound of the distance from near.
type piece struct {
	edge
	near1, near2 Meters
	far1, far2   Meters
	least        Meters
}

// fits says whether an end of the piece fits the budget and is all but at the
// piece's lower bound: halving it could not raise that by more than a slack.
func (p piece) fits(budget Meters) bool {
	enough := p.least + 2*slack
	return (p.near1 <= enough && p.near1+p.far1 <= budget) || (p.near2 <= enough && p.near2+p.far2 <= budget)
}

func (p piece) split(near, far Point) (piece, piece) {
	a, b := p.halves()
	n, f := Distance(near, a.to), Distance(far, a.to)
	return piece{edge: a, near1: p.near1, near2: n, far1: p.far1, far2: f},
		piece{edge: b, near1: n, near2: p.near2, far1: f, far2: p.far2}
}

// pieces is a heap of pieces, that of least lower bound first. Equal ones are
// ordered by place, so that the outcome cannot depend on chance.
type pieces []piece

// offer takes p in, its lower bound found, unless nothing on it fits the budget.
func (h *pieces) offer(p piece, budget Meters) {
	p.least = nearest(p.length, p.near1, p.near2)
	if p.least+nearest(p.length, p.far1, p.far2) <= budget {
		heap.Push(h, p)
	}
}

// Len is the number of pieces waiting.
func (h pieces) Len() int { return len(h) }

// Less orders by lower bound, then by latitude and longitude.
func (h pieces) Less(i, j int) bool {
	a, b := h[i], h[j]
	if a.least != b.least {
		return a.least < b.least
	}
	if a.from.Lat != b.from.Lat {
		return a.from.Lat < b.from.Lat
	}
	return a.from.Lon < b.from.Lon
}

// Swap exchanges two pieces.
func (h pieces) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push is for package heap.
func (h *pieces) Push(x any) { *h = append(*h, x.(piece)) }

// Pop is for package heap.
func (h *pieces) Pop() any {
	old := *h
	p := old[len(old)-1]
	*h = old[:len(old)-1]
	return p
}
