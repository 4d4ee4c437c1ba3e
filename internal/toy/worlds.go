package toy

import (
	"maps"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/tri"
)

// World is one way in which everything could have been: the millisecond of each
// moment, by event id or stated text, and the truth of each open atom.
type World struct {
	Times map[string]int
	Facts map[string]bool
}

// Worlds calls f for every world that the evidence allows of the events tied to
// n, of its stated times and of its open atoms, until f says no. It reports
// whether there was any.
func (c *Case) Worlds(n formula.Node, f func(World) bool) bool {
	vars := c.variables(n)
	open := openAtoms(n)
	w := World{map[string]int{}, map[string]bool{}}
	found, stopped := false, false
	var assign func(i int)
	assign = func(i int) {
		switch {
		case stopped:
		case i < len(vars):
			v := vars[i]
			for t := v.lo; t <= v.hi && !stopped; t++ {
				w.Times[v.id] = t
				if c.obeyed(w) {
					assign(i + 1)
				}
			}
			delete(w.Times, v.id)
		case i < len(vars)+len(open):
			for _, b := range []bool{false, true} {
				w.Facts[open[i-len(vars)]] = b
				assign(i + 1)
			}
		default:
			found = true
			stopped = !f(w)
		}
	}
	assign(0)
	return found
}

// Allows reports whether w dates exactly the moments that bear on n, and as the
// evidence allows.
func (c *Case) Allows(n formula.Node, w World) bool {
	vars := c.variables(n)
	for _, v := range vars {
		t, ok := w.Times[v.id]
		if !ok || v.lo > -reach && t < v.lo || v.hi < Grid+reach && t > v.hi {
			return false
		}
	}
	return len(vars) == len(w.Times) && c.obeyed(w)
}

// Always reports whether n has the truth in w whatever the open atoms are that
// w leaves out.
func Always(n formula.Node, w World, truth bool) bool {
	for _, s := range openAtoms(n) {
		if _, ok := w.Facts[s]; !ok {
			for _, b := range []bool{false, true} {
				x := World{w.Times, maps.Clone(w.Facts)}
				x.Facts[s] = b
				if !Always(n, x, truth) {
					return false
				}
			}
			return true
		}
	}
	return Holds(n, w) == truth
}

// Truth is the truth of n in all worlds, and whether there is any world.
func (c *Case) Truth(n formula.Node) (tri.Truth, bool) {
	yes, no := false, false
	some := c.Worlds(n, func(w World) bool {
		if Holds(n, w) {
			yes = true
		} else {
			no = true
		}
		return !yes || !no
	})
	switch {
	case yes && !no:
		return tri.Yes, true
	case no && !yes:
		return tri.No, true
	}
	return tri.Unknown, some
}

type variable struct {
	id     string
	lo, hi int
}

// reach is how far beyond the grid an event without bounds is looked for: the
// constants of a case of three events cannot push one further.
const reach = 24

// variables are the events tied to n, and its stated times, with their hulls.
func (c *Case) variables(n formula.Node) []variable {
	var out []variable
	tied := c.Tied(n)
	for _, e := range c.Events {
		if !slices.Contains(tied, e.ID) {
			continue
		}
		lo, hi := e.Hull()
		out = append(out, variable{e.ID, max(lo, -reach), min(hi, Grid+reach)})
	}
	for _, text := range Spans(n) {
		if lo, hi := readSpan(text); compared(n)[text] {
			out = append(out, variable{text, lo, hi})
		}
	}
	return out
}

// Hull is from the least to the greatest millisecond that any claim in evidence
// with two sides allows, cut by the claims with one side.
func (e Event) Hull() (lo, hi int) {
	lo, hi = Open, -Open
	for _, cl := range e.Claims {
		if cl.Evidence() && cl.Lo != -Open && cl.Hi != Open {
			lo, hi = min(lo, cl.Lo), max(hi, cl.Hi)
		}
	}
	if lo > hi {
		lo, hi = -Open, Open
	}
	for _, cl := range e.Claims {
		switch {
		case !cl.Evidence():
		case cl.Lo == -Open:
			hi = min(hi, cl.Hi)
		case cl.Hi == Open:
			lo = max(lo, cl.Lo)
		}
	}
	return lo, hi
}

// Tied are the events that n compares and those tied to them by orders.
func (c *Case) Tied(n formula.Node) []string {
	tied := compared(n)
	for range c.Events {
		for _, o := range c.Orders {
			if a, b := c.Events[o.A].ID, c.Events[o.B].ID; tied[a] || tied[b] {
				tied[a], tied[b] = true, true
			}
		}
	}
	var out []string
	for _, e := range c.Events {
		if tied[e.ID] {
			out = append(out, e.ID)
		}
	}
	return out
}

// compared are the moments that n compares with others than themselves.
func compared(n formula.Node) map[string]bool {
	out := map[string]bool{}
	eachAtom(n, func(a formula.Node) {
		for _, p := range pairs(a) {
			if name(p[0]) != name(p[1]) {
				out[name(p[0])], out[name(p[1])] = true, true
			}
		}
	})
	return out
}

// obeyed reports whether w, so far as it goes, keeps every order.
func (c *Case) obeyed(w World) bool {
	for _, o := range c.Orders {
		a, okA := w.Times[c.Events[o.A].ID]
		b, okB := w.Times[c.Events[o.B].ID]
		if okA && okB && (b-a < o.Least || o.Most != Open && b-a > o.Most) {
			return false
		}
	}
	return true
}

func readSpan(text string) (lo, hi int) {
	for l := range Grid {
		for h := l; h < Grid; h++ {
			if Stated(l, h) == text {
				return l, h
			}
		}
	}
	panic("toy: no span " + text)
}

// Spans are the stated times in n, each once.
func Spans(n formula.Node) []string {
	var out []string
	eachAtom(n, func(a formula.Node) {
		for _, x := range a.Args {
			if x.Stated != "" && !slices.Contains(out, x.Stated) {
				out = append(out, x.Stated)
			}
		}
	})
	return out
}

func openAtoms(n formula.Node) []string {
	var out []string
	eachAtom(n, func(a formula.Node) {
		s := a.String()
		if _, ok := settled[s]; slices.Contains(openFacts, s) && !ok && !slices.Contains(out, s) {
			out = append(out, s)
		}
	})
	return out
}

func eachAtom(n formula.Node, f func(formula.Node)) {
	if len(n.Subs) == 0 {
		f(n)
	}
	for _, s := range n.Subs {
		eachAtom(s, f)
	}
}

func name(a formula.Arg) string {
	if a.Stated != "" {
		return a.Stated
	}
	return a.Name
}

// pairs are the moments that an atom compares, two by two.
func pairs(a formula.Node) [][2]formula.Arg {
	if slices.Contains(openFacts, a.String()) {
		return nil
	}
	x := a.Args
	switch a.Op {
	case "during":
		return [][2]formula.Arg{{x[0], x[1]}, {x[0], x[2]}}
	case "overlaps":
		return [][2]formula.Arg{{x[0], x[3]}, {x[2], x[1]}}
	}
	return [][2]formula.Arg{{x[0], x[1]}}
}

// Holds is the truth of n in one world, by the meaning of its words.
func Holds(n formula.Node, w World) bool {
	switch n.Op {
	case formula.Not:
		return !Holds(n.Subs[0], w)
	case formula.And:
		return !slices.ContainsFunc(n.Subs, func(s formula.Node) bool { return !Holds(s, w) })
	case formula.Or:
		return slices.ContainsFunc(n.Subs, func(s formula.Node) bool { return Holds(s, w) })
	}
	text := n.String()
	if b, ok := w.Facts[text]; ok {
		return b
	}
	if b, ok := settled[text]; ok {
		return b
	}
	t := make([]int, len(n.Args))
	for i, a := range n.Args {
		t[i] = w.Times[name(a)] + int(a.Shift) + int(a.Gap)
	}
	switch n.Op {
	case "before":
		if len(t) == 3 {
			return t[1]-t[0] >= t[2]
		}
		return t[0] < t[1]
	case "not-after":
		return t[0] <= t[1]
	case "within":
		return max(t[0]-t[1], t[1]-t[0]) <= t[2]
	case "during":
		return t[1] <= t[0] && t[0] <= t[2]
	case "overlaps":
		return t[0] <= t[3] && t[2] <= t[1]
	}
	panic("toy: " + strings.TrimSpace(text) + " is not understood")
}
