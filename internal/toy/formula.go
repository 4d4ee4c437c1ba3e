package toy

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/holdshort/holdshort/formula"
)

// Formula is a random formula of at most the depth, in canonical form.
func (c *Case) Formula(r *rand.Rand, depth int) formula.Node {
	n, err := formula.Parse(c.text(r, depth))
	if err != nil {
		panic("toy: " + err.Error())
	}
	return n
}

func (c *Case) text(r *rand.Rand, depth int) string {
	if depth == 0 || r.IntN(5) == 0 {
		if r.IntN(5) == 0 {
			return openFacts[r.IntN(len(openFacts))]
		}
		return c.atom(r)
	}
	sub := func() string { return "(" + c.text(r, depth-1) + ")" }
	switch r.IntN(5) {
	case 0:
		return "not " + sub()
	case 1, 2:
		return sub() + " and " + sub()
	}
	return sub() + " or " + sub()
}

// openFacts are atoms that no time decides, those of settled among them.
var openFacts = []string{"happened(clash)", "member(part, other)", "member(part, whole)", "member(whole, part)", "covered(part, halt)",
	"before(binds(halt), e1)", "in-force(halt, e1)"}

// settled are the truths of those that the record decides, without a reading.
var settled = map[string]bool{"member(part, whole)": true, "member(part, other)": false}

func (c *Case) atom(r *rand.Rand) string {
	gap := func() string { return fmt.Sprintf("%d ms", r.IntN(4)) }
	args := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = c.time(r)
		}
		return strings.Join(out, ", ")
	}
	switch r.IntN(6) {
	case 0:
		return "before(" + args(2) + ")"
	case 1:
		return "before(" + args(2) + ", " + gapText(gap()) + ")"
	case 2:
		return "not-after(" + args(2) + ")"
	case 3:
		return "within(" + args(2) + ", " + gapText(gap()) + ")"
	case 4:
		return "during(" + args(3) + ")"
	}
	return "overlaps(" + args(4) + ")"
}

// gapText writes a length without a space, as formulas take it.
func gapText(s string) string { return strings.ReplaceAll(s, " ", "") }

func (c *Case) time(r *rand.Rand) string {
	t := c.Events[r.IntN(len(c.Events))].ID
	if r.IntN(5) == 0 {
		lo := r.IntN(Grid)
		t = fmt.Sprintf("%q", Stated(lo, lo+r.IntN(min(2, Grid-lo))))
	}
	switch r.IntN(4) {
	case 0:
		return fmt.Sprintf("%s + %dms", t, 1+r.IntN(3))
	case 1:
		return fmt.Sprintf("%s - %dms", t, 1+r.IntN(3))
	}
	return t
}
