package finding

import (
	"fmt"
	"testing"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/internal/toy"
	"github.com/holdshort/holdshort/tri"
)

// A flip is the least change to one claim that leaves a definite answer open
// or turned: the case is edited and asked again, and every lesser change of
// every claim is tried.
func TestFlip(t *testing.T) {
	for _, v := range []struct {
		n    int
		wide bool
	}{{500, false}, {150, true}} {
		flips, none := 0, 0
		trials(t, v.n, v.wide, func(t trial) {
			for range 2 {
				n := t.c.Formula(t.r, 2)
				res := t.answer(n)
				switch {
				case res.Truth == tri.Unknown:
					if res.Flip != nil {
						t.Errorf("%s: an unknown answer has a flip", n)
					}
				case res.Flip == nil:
					none++
					t.unturned(n, res.Truth, furthest)
				default:
					flips++
					t.turned(n, res)
					t.unturned(n, res.Truth, int(res.Flip.By))
				}
			}
		})
		t.Logf("%d flips, %d answers with none", flips, none)
		if flips < 30 || none < 30 {
			t.Error("the random cases do not cover flips")
		}
	}
}

// furthest is as far as the constants of a toy case can matter.
const furthest = 14

// turned edits the claim of the flip as the flip says, and by 1 ms less.
func (t trial) turned(n formula.Node, res *Result) {
	f := res.Flip
	if f.By <= 0 {
		t.Errorf("%s: a flip of %d ms", n, f.By)
	}
	for _, whole := range []bool{false, true} {
		after := t.edited(n, f, int(f.By), whole)
		if after.Truth == res.Truth {
			t.Errorf("%s is %s; moved by %+v (whole claim: %v) it is still so", n, res.Truth, f, whole)
		}
		less := t.edited(n, f, int(f.By)-1, whole)
		if less.Truth != res.Truth && len(less.conflicts) == 0 {
			t.Errorf("%s is %s; moved by 1 ms less than %+v (whole claim: %v) it is %s", n, res.Truth, f, whole, less.Truth)
		}
	}
}

// edited is the answer once the claim of f reaches by ms further or, if whole,
// is moved by as much.
func (t trial) edited(n formula.Node, f *Flip, by int, whole bool) *Result {
	c := t.c.Clone()
	for i, e := range c.Events {
		for j := range e.Claims {
			if cl := &c.Events[i].Claims[j]; fmt.Sprintf("%s.c%d", e.ID, j) == f.Claim {
				if cl.Source != f.Source || e.ID != f.Event {
					t.Errorf("%s: the flip names %s and %s for the claim %s", n, f.Source, f.Event, f.Claim)
				}
				move(cl, by, f.Later, whole)
			}
		}
	}
	return answerOf(t.T, engineOf(t.T, c), n)
}

// move lets cl reach by ms further or, if whole, moves it by as much. A side
// that is open stays so.
func move(cl *toy.Claim, by int, later, whole bool) {
	if (later || whole) && cl.Hi != toy.Open {
		cl.Hi += sign(by, later)
	}
	if (!later || whole) && cl.Lo != -toy.Open {
		cl.Lo += sign(by, later)
	}
}

func sign(by int, later bool) int {
	if later {
		return by
	}
	return -by
}

// unturned tries every claim, either way, by every change less than by.
func (t trial) unturned(n formula.Node, truth tri.Truth, by int) {
	for i, e := range t.c.Events {
		for j := range e.Claims {
			for d := 1; d < by; d++ {
				for _, later := range []bool{false, true} {
					c := t.c.Clone()
					move(&c.Events[i].Claims[j], d, later, false)
					if got, _ := c.Truth(n); got != truth {
						t.Errorf("%s is %s; if claim %d on %s reached %d ms further (later: %v) it were %s", n, truth, j, e.ID, d, later, got)
					}
				}
			}
		}
	}
}

// A margin is the least and most by which the formula holds or fails over
// every world: exactly so for one comparison; for a compound formula no less
// than the margin stated.
func TestMargins(t *testing.T) {
	single, compound := 0, 0
	trials(t, 2000, false, func(t trial) {
		for depth := range 3 {
			n := t.c.Formula(t.r, depth)
			res := t.answer(n)
			if res.Truth == tri.Unknown || res.Margin == nil {
				continue
			}
			lo, hi := t.slack(n, res.Truth)
			if n.Op == "before" || n.Op == "not-after" {
				single++
				if res.Margin.Most == nil || int(res.Margin.Least) != lo || int(*res.Margin.Most) != hi {
					t.Errorf("%s is %s by %+v, by every world from %d to %d ms", n, res.Truth, res.Margin, lo, hi)
				}
			} else {
				compound++
				if int(res.Margin.Least) > lo {
					t.Errorf("%s is %s by at least %d ms, in some world by %d", n, res.Truth, res.Margin.Least, lo)
				}
			}
		}
	})
	t.Logf("%d single, %d compound", single, compound)
	if single < 250 || compound < 300 {
		t.Error("too few margins to say anything")
	}
}

// slack is the least and most by which n has the truth.
func (t trial) slack(n formula.Node, truth tri.Truth) (lo, hi int) {
	x := newExtremes()
	t.c.Worlds(n, func(w toy.World) bool {
		s := toy.Slack(n, w)
		if truth == tri.No {
			s = -s
		}
		x.take(s)
		return true
	})
	return x.lo, x.hi
}

// A need says exactly how closely one event would have to be known.
func TestNeeds(t *testing.T) {
	found := 0
	trials(t, 1200, false, func(t trial) {
		for range 2 {
			n := t.c.Formula(t.r, 2)
			for _, need := range t.answer(n).Needs {
				if need.Event != "" {
					found++
					t.need(n, need)
				}
			}
		}
	})
	t.Logf("%d needs", found)
	if found < 400 {
		t.Error("too few needs to say anything")
	}
}

func (t trial) need(n formula.Node, need Need) {
	for _, weaker := range []int{0, 1} {
		yes, no := false, false
		t.c.Worlds(n, func(w toy.World) bool {
			at, ok := w.Times[trimStated(need.Event)]
			if !ok {
				t.Errorf("%s: a need of %s, which does not bear on it", n, need.Event)
			}
			if moment(at-weaker) <= need.NotAfter && moment(at+weaker) >= need.NotBefore {
				holds := toy.Holds(n, w)
				yes, no = yes || holds, no || !holds
			}
			return true
		})
		switch settled := yes != no && tri.Of(yes) == need.Then; {
		case weaker == 0 && !settled:
			t.Errorf("%s: with %s it is not %s", n, need.What, need.Then)
		case weaker == 1 && settled:
			t.Errorf("%s: with 1 ms less than %s it is %s already", n, need.What, need.Then)
		}
	}
}
