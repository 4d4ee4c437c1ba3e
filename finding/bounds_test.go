package finding

import (
	"fmt"
	"math"
	"testing"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/internal/toy"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Bounds of events and of lengths of time are the least and most over every
// world.
func TestBounds(t *testing.T) {
	for _, wide := range []bool{false, true} {
		trials(t, 400, wide, func(t trial) {
			for i, a := range t.c.Events {
				for _, b := range t.c.Events[i+1:] {
					t.bounds(a.ID, b.ID)
				}
			}
		})
	}
}

func (t trial) bounds(a, b string) {
	n := parse(t.T, fmt.Sprintf("before(%s, %s)", a, b))
	var at, apart extremes
	at, apart = newExtremes(), newExtremes()
	some := t.c.Worlds(n, func(w toy.World) bool {
		at.take(w.Times[a])
		apart.take(w.Times[b] - w.Times[a])
		return true
	})
	f := t.lookup(fmt.Sprintf("elapsed(%s, %s)", a, b))
	if !some {
		if f.Reason != tri.ConflictingClaims || f.Truth != tri.Unknown {
			t.Errorf("elapsed(%s, %s): %s %s, and no world is allowed", a, b, f.Truth, f.Reason)
		}
		return
	}
	least, most := int64(math.MinInt64), int64(math.MaxInt64)
	if f.Margin != nil {
		least = int64(f.Margin.Least)
		if f.Margin.Most != nil {
			most = int64(*f.Margin.Most)
		}
	}
	// Without a least, no margin is stated at all.
	if want := apart.least(); least != want || want != math.MinInt64 && most != apart.most() {
		t.Errorf("from %s to %s: %d to %d ms, by every world %d to %d", a, b, least, most, want, apart.most())
	}
	if closed := apart.least() != math.MinInt64 && apart.most() != math.MaxInt64; (f.Truth == tri.Yes) != closed {
		t.Errorf("elapsed(%s, %s) is %s", a, b, f.Truth)
	}
	want := spanOfTimes(at)
	if got := t.e.Bounds(a); got != want {
		t.Errorf("%s: %v, by every world %v", a, got, want)
	}
	if got := t.lookup(fmt.Sprintf("when(%s)", a)); *got.Between != want {
		t.Errorf("when(%s): %v, by every world %v", a, *got.Between, want)
	}
}

func (t trial) lookup(text string) *Finding {
	f := &Finding{Asked: parse(t.T, text)}
	if err := t.e.lookup(f); err != nil {
		t.Fatal(err)
	}
	return f
}

func parse(t *testing.T, text string) formula.Node {
	t.Helper()
	n, err := formula.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// extremes are the least and most of some numbers of milliseconds. Beyond what
// the constants of a toy case can reach, there is no bound.
type extremes struct{ lo, hi int }

const beyond = 16

func newExtremes() extremes { return extremes{math.MaxInt, math.MinInt} }

func (x *extremes) take(v int) { x.lo, x.hi = min(x.lo, v), max(x.hi, v) }

func (x extremes) least() int64 {
	if x.lo < -beyond {
		return math.MinInt64
	}
	return int64(x.lo)
}

func (x extremes) most() int64 {
	if x.hi > toy.Grid+beyond {
		return math.MaxInt64
	}
	return int64(x.hi)
}

func spanOfTimes(x extremes) span.Span {
	lo, hi := span.Beginning, span.End
	if x.least() != math.MinInt64 {
		lo = moment(x.lo)
	}
	if x.most() != math.MaxInt64 {
		hi = moment(x.hi)
	}
	return span.Of(lo, hi)
}

// A conflict is reported exactly for the parts of a case that have no world,
// and names one of the smallest sets of constraints that cannot all hold.
func TestConflicts(t *testing.T) {
	found := 0
	trials(t, 1500, false, func(t trial) {
		bad := map[string][]bound{} // by first event
		for _, part := range components(t.c) {
			if bs := boundsOf(t.c, part); !feasible(bs) {
				bad[t.c.Events[part[0]].ID] = bs
			}
		}
		cs := t.e.conflicts()
		if len(cs) != len(bad) {
			t.Errorf("%d conflicts, by Floyd and Warshall %d", len(cs), len(bad))
		}
		for _, c := range cs {
			found++
			t.smallest(c, bad)
		}
	})
	t.Logf("%d conflicts", found)
	if found < 200 {
		t.Error("too few conflicts to say anything")
	}
}

// smallest checks one conflict against the constraints of the part it is in.
func (t trial) smallest(c Conflict, bad map[string][]bound) {
	ids := map[string]bool{}
	for _, e := range c.Edges {
		ids[e.ID] = true
	}
	for _, bs := range bad {
		var in []bound
		for _, b := range bs {
			if ids[b.id] {
				in = append(in, b)
			}
		}
		if len(in) == 0 {
			continue
		}
		if len(in) != len(c.Edges) || feasible(in) {
			t.Errorf("the conflict %v can hold", ids)
		}
		for i := range in {
			if !feasible(append(append([]bound{}, in[:i]...), in[i+1:]...)) {
				t.Errorf("the conflict %v does not need %s", ids, in[i].id)
			}
		}
		if k := least(bs, len(in)); k < len(in) {
			t.Errorf("the conflict %v has %d members, another has %d", ids, len(in), k)
		}
		return
	}
	t.Errorf("the conflict %v lies where there is none", ids)
}

// bound is x − y ≤ c between numbered events; 0 is the zero moment.
type bound struct {
	id   string
	x, y int
	c    int
}

// boundsOf are the constraints of some events, worked out from the toy case.
func boundsOf(c *toy.Case, part []int) []bound {
	var out []bound
	in := map[int]int{}
	for k, i := range part {
		in[i] = k + 1
		lo, hi := c.Events[i].Hull()
		out = append(out, bound{"claims:" + c.Events[i].ID + ":earliest", 0, k + 1, -lo}, bound{"claims:" + c.Events[i].ID + ":latest", k + 1, 0, hi})
	}
	for q, o := range c.Orders {
		if in[o.A] == 0 {
			continue
		}
		out = append(out, bound{fmt.Sprintf("sequence:q%d:1:least", q), in[o.A], in[o.B], -o.Least})
		if o.Most != toy.Open {
			out = append(out, bound{fmt.Sprintf("sequence:q%d:1:most", q), in[o.B], in[o.A], o.Most})
		}
	}
	return out
}

// components groups the events that orders tie together.
func components(c *toy.Case) [][]int {
	group := make([]int, len(c.Events))
	for i := range group {
		group[i] = i
	}
	for range group {
		for _, o := range c.Orders {
			m := min(group[o.A], group[o.B])
			group[o.A], group[o.B] = m, m
		}
	}
	out := map[int][]int{}
	for i, g := range group {
		out[g] = append(out[g], i)
	}
	var list [][]int
	for i := range group {
		if out[i] != nil {
			list = append(list, out[i])
		}
	}
	return list
}

// feasible is Floyd and Warshall's test for a negative round.
func feasible(bs []bound) bool {
	const n = 6
	var d [n][n]int
	for i := range n {
		for j := range n {
			if i != j {
				d[i][j] = toy.Open * 10
			}
		}
	}
	for _, b := range bs {
		d[b.y][b.x] = min(d[b.y][b.x], b.c)
	}
	for k := range n {
		for i := range n {
			for j := range n {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	for i := range n {
		if d[i][i] < 0 {
			return false
		}
	}
	return true
}

// least is the size of the smallest set of bs that cannot hold, or most.
func least(bs []bound, most int) int {
	var try func(from int, chosen []bound) int
	try = func(from int, chosen []bound) int {
		if !feasible(chosen) {
			return len(chosen)
		}
		best := most
		for i := from; i < len(bs) && len(chosen)+1 < best; i++ {
			best = min(best, try(i+1, append(chosen[:len(chosen):len(chosen)], bs[i])))
		}
		return best
	}
	return try(0, nil)
}
