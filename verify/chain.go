package verify

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/ledger"
)

// chain makes check 9.
func (v *verifier) chain() {
	c := v.report.check(9)
	if len(v.entries) == 0 {
		c.fail("there is no entry")
		return
	}
	withheld := map[string]int{}
	hidden := false // an erase entry is withheld
	var previous ledger.Hash
	for i := range v.entries {
		e := &v.entries[i]
		switch {
		case e.chain.String() != v.head.Chain:
			c.fail("line %d is of the chain %s", i+1, e.chain)
		case e.position != uint64(i):
			c.fail("line %d is of position %d, where %d is due", i+1, e.position, i)
		case e.previous != previous:
			c.fail("the entry at position %d does not follow from the one before it", e.position)
		case (e.kind == ledger.Open) != (i == 0):
			c.fail("the entry at position %d is of kind %s", e.position, e.kind)
		}
		if i > 0 && e.index <= v.entries[i-1].index {
			c.fail("the entry at position %d is number %d of the log, and the one before it number %d", e.position, e.index, v.entries[i-1].index)
		}
		previous = e.commitment
		if e.withheld != "" {
			withheld[e.withheld]++
			hidden = hidden || e.kind == ledger.Erase
		}
	}
	for i := range v.entries {
		if e := &v.entries[i]; e.withheld == ledger.Erased && !hidden && !v.erases[e.position] {
			c.fail("position %d is withheld as erased, and no entry says that it was", e.position)
		}
	}
	c.pass("positions 0 to %d, each once and each after the one before", len(v.entries)-1)
	c.say("%d are shown, %s", len(v.shown), reasons(withheld))
}

// reasons counts what is withheld.
func reasons(withheld map[string]int) string {
	if len(withheld) == 0 {
		return "none is withheld"
	}
	var out []string
	for _, why := range slices.Sorted(maps.Keys(withheld)) {
		out = append(out, fmt.Sprintf("%d withheld as %s", withheld[why], why))
	}
	return strings.Join(out, ", ")
}
