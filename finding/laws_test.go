package finding

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/internal/toy"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Kleene's pass, where it decides, decides as the exact pass does.
func TestKleene(t *testing.T) {
	agree, open := 0, 0
	trials(t, 1500, false, func(t trial) {
		n := t.c.Formula(t.r, 3)
		res := t.answer(n)
		if res.matrix == nil {
			return
		}
		exact, _, _, ok := res.matrix.decide(res.form, Budget)
		switch quick := res.matrix.kleene(res.form).Truth; {
		case !ok:
			t.Errorf("%s: over budget", n)
		case quick == tri.Unknown && exact != tri.Unknown:
			open++
		case quick != tri.Unknown && quick != exact:
			t.Errorf("%s: by bounds %s, exactly %s", n, quick, exact)
		default:
			agree++
		}
	})
	t.Logf("agree %d, left to the exact pass %d", agree, open)
	if open < 15 {
		t.Error("the exact pass was never needed")
	}
}

// A formula or its negation holds, and never both; whether time decides it or
// not.
func TestExcludedMiddle(t *testing.T) {
	trials(t, 800, false, func(t trial) {
		n := t.c.Formula(t.r, 2)
		not := formula.Node{Op: formula.Not, Subs: []formula.Node{n}}
		if len(t.answer(n).conflicts) > 0 {
			return
		}
		if got := t.answer(formula.Node{Op: formula.Or, Subs: []formula.Node{n, not}}); got.Truth != tri.Yes {
			t.Errorf("%s, or not: %s %s", n, got.Truth, got.Reason)
		}
		if got := t.answer(formula.Node{Op: formula.And, Subs: []formula.Node{not, n}}); got.Truth != tri.No {
			t.Errorf("%s, and not: %s %s", n, got.Truth, got.Reason)
		}
		if got, want := t.answer(not).Truth, tri.Not(t.answer(n).Truth); got != want {
			t.Errorf("not %s: %s", n, got)
		}
	})
}

// Closer claims never turn a definite answer; they can only conflict.
func TestNarrowing(t *testing.T) {
	narrowed := 0
	trials(t, 1500, false, func(t trial) {
		n := t.c.Formula(t.r, 2)
		before := t.answer(n)
		if before.Truth == tri.Unknown {
			return
		}
		c := t.c.Clone()
		for i := range c.Events {
			for j := range c.Events[i].Claims {
				cl := &c.Events[i].Claims[j]
				cl.Lo += t.r.IntN(cl.Hi - cl.Lo + 1)
				cl.Hi -= t.r.IntN(cl.Hi - cl.Lo + 1)
			}
		}
		if reflect.DeepEqual(c, t.c) {
			return
		}
		narrowed++
		if after := answerOf(t.T, engineOf(t.T, c), n); after.Truth != before.Truth && len(after.conflicts) == 0 {
			t.Errorf("%s: %s, with closer claims %s", n, before.Truth, after.Truth)
		}
	})
	if narrowed < 200 {
		t.Errorf("%d cases narrowed", narrowed)
	}
}

// Moving the whole case in time moves the spans and nothing else.
func TestTimeShift(t *testing.T) {
	const by = 12_345_678
	trials(t, 400, false, func(t trial) {
		c := t.c.Clone()
		for i := range c.Events {
			for j := range c.Events[i].Claims {
				c.Events[i].Claims[j].Lo += by
				c.Events[i].Claims[j].Hi += by
			}
		}
		moved := engineOf(t.T, c)
		for range 2 {
			n := t.c.Formula(t.r, 2)
			a, b := t.answer(n), answerOf(t.T, moved, shiftStated(t.T, n, by))
			if a.Truth != b.Truth || a.Reason != b.Reason || !reflect.DeepEqual(a.Margin, b.Margin) || !reflect.DeepEqual(a.Flip, b.Flip) {
				t.Errorf("%s: %s %s %+v %+v, moved %s %s %+v %+v", n, a.Truth, a.Reason, a.Margin, a.Flip, b.Truth, b.Reason, b.Margin, b.Flip)
			}
			if !sameNeeds(a.Needs, b.Needs, by) || !reflect.DeepEqual(shiftSpan(a.Between, by), b.Between) {
				t.Errorf("%s: %+v %v, moved %+v %v", n, a.Needs, a.Between, b.Needs, b.Between)
			}
		}
	})
}

// shiftStated is n with its stated times moved.
func shiftStated(t *testing.T, n formula.Node, by int) formula.Node {
	text := n.String()
	for _, s := range toy.Spans(n) {
		st, err := span.Parse(s, span.Context{Zone: "UTC"})
		if err != nil {
			t.Fatal(err)
		}
		lo, hi := int(st.Span.Earliest()-moment(0)), int(st.Span.Latest()-moment(0))
		text = strings.ReplaceAll(text, fmt.Sprintf("%q", s), fmt.Sprintf("%q", toy.Stated(lo+by, hi+by)))
	}
	return parse(t, text)
}

func shiftSpan(s *span.Span, by span.Length) *span.Span {
	if s == nil {
		return nil
	}
	out := span.Of(s.Earliest().Add(by), s.Latest().Add(by))
	return &out
}

func sameNeeds(a, b []Need, by span.Length) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Then != b[i].Then || a[i].NotAfter.Add(by) != b[i].NotAfter || a[i].NotBefore.Add(by) != b[i].NotBefore {
			return false
		}
	}
	return true
}

// The answer by one claim alone is that of the case without its rivals.
func TestAlone(t *testing.T) {
	for _, wide := range []bool{false, true} {
		asked := 0
		trials(t, 300, wide, func(t trial) {
			n := t.c.Formula(t.r, 2)
			res := t.answer(n)
			if res.matrix == nil {
				return
			}
			for i, e := range t.c.Events {
				if !slices.Contains(res.form.Events(), e.ID) {
					continue
				}
				for id, got := range t.e.alone(res, t.e.Case.Event(e.ID)) {
					asked++
					if want := answerOf(t.T, engineOf(t.T, onlyClaim(t.c, i, id)), n).Truth; got != want {
						t.Errorf("%s: by %s alone %s, in a case without the others %s", n, id, got, want)
					}
				}
			}
		})
		if asked < 200 {
			t.Errorf("%d claims asked alone", asked)
		}
	}
}

// onlyClaim is c with every other claim on event i set aside.
func onlyClaim(c *toy.Case, i int, id string) *toy.Case {
	c = c.Clone()
	for j := range c.Events[i].Claims {
		if fmt.Sprintf("%s.c%d", c.Events[i].ID, j) != id {
			c.Events[i].Claims[j].Aside = true
		}
	}
	return c
}

// A search that is stopped leaves the answer open and says so; one that is not
// gives the answer that it gives without a budget.
func TestBudget(t *testing.T) {
	stopped, kept := 0, 0
	trials(t, 800, false, func(t trial) {
		n := t.c.Formula(t.r, 3)
		want := t.answer(n)
		for _, budget := range []int{0, 1, 2, 5, 20} {
			e := New(t.e.Case)
			e.budget = budget
			switch got := answerOf(t.T, e, n); {
			case got.Reason == tri.Budget:
				stopped++
				if got.Truth != tri.Unknown || got.Margin != nil || got.Flip != nil {
					t.Errorf("%s: stopped after %d steps, yet %+v", n, budget, got)
				}
			case got.Truth != want.Truth:
				t.Errorf("%s: after %d steps %s %s, in the end %s", n, budget, got.Truth, got.Reason, want.Truth)
			default:
				kept++
			}
		}
	})
	t.Logf("stopped %d, answered %d", stopped, kept)
	if stopped < 500 || kept < 500 {
		t.Error("the budgets do not part the cases")
	}
}

// What Kleene's pass decides is proved without trying the ways of what it does
// not need: two to the 24th here.
func TestProofStaysShort(t *testing.T) {
	c := &toy.Case{}
	for i := range 26 {
		cl := toy.Claim{Lo: 0, Hi: 3, Source: "s0", Kind: "actual"}
		if i >= 24 {
			cl.Lo, cl.Hi = i, i
		}
		c.Events = append(c.Events, toy.Event{ID: fmt.Sprintf("e%d", i), Claims: []toy.Claim{cl}})
	}
	var parts []string
	for i := range 24 {
		parts = append(parts, fmt.Sprintf("within(e%d, %q, 0ms)", i, toy.Moment(1)))
	}
	e := engineOf(t, c)
	for text, want := range map[string]tri.Truth{
		strings.Join(append(parts, "before(e24, e25)"), " or "):      tri.Yes,
		"before(e25, e24) and (" + strings.Join(parts, " or ") + ")": tri.No,
	} {
		res := answerOf(t, e, parse(t, text))
		rounds := 0
		eachRound(res.refuted, func(*proof.Round) { rounds++ })
		if res.Truth != want || rounds > 4 {
			t.Errorf("%.40s…: %s, by %d rounds", text, res.Truth, rounds)
		}
	}
}

// What a silent reading leaves open can go either way for each reading by
// itself: that one has it so and another not is no contradiction.
func TestSilentReadings(t *testing.T) {
	trials(t, 1, false, func(t trial) {
		for text, want := range map[string]tri.Truth{
			"(under silent: covered(part, halt)) and not (under mute: covered(part, halt))":            tri.Unknown,
			"(under silent: before(binds(halt), e1)) or not (under mute: before(binds(halt), e1))":     tri.Unknown,
			"(under silent: before(binds(halt), e1)) or not (under silent: before(binds(halt), e1))":   tri.Yes,
			"(under silent: covered(part, halt)) and not (under silent: covered(part, halt))":          tri.No,
			"(under first: covered(part, halt)) and not (under silent: covered(part, halt))":           tri.Unknown,
			"(under silent: happened(clash)) and not (under mute: happened(clash))":                    tri.No,
			"(under first: before(binds(halt), e0 + 1ms)) or (under silent: before(binds(halt), e1))":  tri.Yes,
			"(under first: before(e0 + 1ms, binds(halt))) and (under silent: before(binds(halt), e1))": tri.No,
		} {
			if got := t.answer(parse(t.T, text)); got.Truth != want {
				t.Errorf("%s: %s, want %s", text, got.Truth, want)
			}
		}
	})
}
