package verify

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/holdshort/holdshort/span"
)

// times makes check 8. What bounds an entry from below are the beacons in it and in
// those before it; what bounds it from above is what showed a checkpoint that
// covers it. The vault's own clock bounds nothing, and is only compared.
func (v *verifier) times() {
	c := v.report.check(8)
	above := earliest(v.bounds)
	var t tally
	var after span.Instant
	beacon := ""
	for i := range v.entries {
		e := &v.entries[i]
		if e.came > after {
			after, beacon = e.came, e.beacon
		}
		x := bound{e, after, beacon, above(e.index)}
		t.take(x)
		if v.o.All {
			c.say("%s", x)
		}
	}
	t.report(c, len(v.entries), v.policy.Stamps > 0 || v.policy.Quorum != "none")
}

// earliest is, for an entry, the earliest bound of any checkpoint that covers it.
func earliest(bounds []upper) func(index uint64) *upper {
	bs := slices.Clone(bounds)
	slices.SortFunc(bs, func(a, b upper) int {
		return cmp.Or(cmp.Compare(a.size, b.size), cmp.Compare(a.at, b.at), cmp.Compare(a.by, b.by))
	})
	best := make([]*upper, len(bs))
	for i := len(bs) - 1; i >= 0; i-- {
		if best[i] = &bs[i]; i+1 < len(bs) && best[i+1].at < bs[i].at {
			best[i] = best[i+1]
		}
	}
	return func(index uint64) *upper {
		i, _ := slices.BinarySearchFunc(bs, index+1, func(u upper, size uint64) int { return cmp.Compare(u.size, size) })
		if i == len(bs) {
			return nil
		}
		return best[i]
	}
}

// bound is between what an entry was sealed.
type bound struct {
	e      *entry
	after  span.Instant // 0 if nothing shows it
	beacon string
	before *upper
}

// String is the line of one position.
func (b bound) String() string {
	lo, hi := "not before is not shown", "not after is not shown"
	if b.after != 0 {
		lo = fmt.Sprintf("not before %s (%s)", b.after.RFC3339(), b.beacon)
	}
	if b.before != nil {
		hi = fmt.Sprintf("not after %s (%s on size %d)", b.before.at.RFC3339(), b.before.by, b.before.size)
	}
	return fmt.Sprintf("position %d, by the vault's clock %s: %s; %s", b.e.position, b.e.at.RFC3339(), lo, hi)
}

// tally counts bounds, and keeps the loosest.
type tally struct {
	below, above, both int
	loosest            bound
	width              span.Length
	wrong              int // the vault's clock lies outside
	first              bound
}

func (t *tally) take(b bound) {
	if b.after != 0 {
		t.below++
	}
	if b.before != nil {
		t.above++
	}
	if b.after != 0 && b.before != nil {
		t.both++
		if w := span.Length(b.before.at - b.after); t.both == 1 || w > t.width {
			t.loosest, t.width = b, w
		}
	}
	if b.e.at < b.after || b.before != nil && b.e.at > b.before.at {
		if t.wrong++; t.wrong == 1 {
			t.first = b
		}
	}
}

func (t *tally) report(c *Check, entries int, asked bool) {
	c.say("of %d entries %d have a not before, shown by a public value in them or before them; %d have a not after, shown by a stamp or a witness", entries, t.below, t.above)
	switch {
	case asked && t.above < entries:
		c.weak("%d entries have no not after, and the policy asks for one", entries-t.above)
	case t.below+t.above > 0:
		c.pass("the public values are as the vault states them: look them up")
	}
	if t.both > 0 {
		c.say("the loosest, %s: %s", t.width.Words(), t.loosest)
	}
	if t.wrong > 0 {
		c.weak("the vault's clock lies outside those bounds at %d entries; the first: %s", t.wrong, t.first)
	}
	c.say("what an entry is about may have happened earlier; the bounds are of when it was sealed")
}
