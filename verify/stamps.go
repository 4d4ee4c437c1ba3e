package verify

import (
	"errors"
	"strings"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
)

// stamped checks an authority's answer on the text of a checkpoint, against what
// was asked and one root. It gives the moment not later than which it was made.
// None is read yet: see docs/limits.md.
var stamped = func(response, query, text, root []byte) (span.Instant, error) {
	return 0, errors.New("this program does not check time stamps yet")
}

// stamps makes check 7.
func (v *verifier) stamps() {
	c := v.report.check(7)
	roots := map[string][]byte{}
	for _, a := range v.policy.Authorities {
		roots[a.Name] = a.Root
	}
	good := map[uint64]map[string]bool{}
	here, unknown := 0, 0
	for i := range v.bag.Files {
		rest, ok := strings.CutPrefix(v.bag.Files[i].Name, ledger.StampsDir)
		if !ok {
			continue
		}
		size, file, _ := strings.Cut(rest, "/")
		name, isAnswer := strings.CutSuffix(file, ".tsr")
		if !isAnswer {
			if v.bag.File(strings.TrimSuffix(v.bag.Files[i].Name, ".tsq")+".tsr") == nil {
				c.fail("%s has no answer beside it", v.bag.Files[i].Name)
			}
			continue
		}
		here++
		n, _ := sizeOf(size)
		at, known := v.stamp(c, v.bag.Files[i].Name, n, roots[name])
		if !known {
			unknown++
			continue
		}
		if good[n] == nil {
			good[n] = map[string]bool{}
		}
		good[n][name] = true
		v.bounds = append(v.bounds, upper{n, at, "authority " + name})
	}
	v.summary(c, "authority ")
	v.enough(c, good, here, unknown)
}

// stamp checks one. It is known if the policy has the authority and it holds.
func (v *verifier) stamp(c *Check, file string, size uint64, root []byte) (at span.Instant, known bool) {
	text, ok := v.texts[size]
	if !ok {
		c.fail("%s is on a checkpoint that is not here", file)
		return 0, false
	}
	response, err := v.bag.Read(file, maxSmall)
	if err != nil {
		c.fail("%s", err)
		return 0, false
	}
	var query []byte
	if q := strings.TrimSuffix(file, ".tsr") + ".tsq"; v.bag.File(q) != nil {
		if query, err = v.bag.Read(q, maxSmall); err != nil {
			c.fail("%s", err)
			return 0, false
		}
	}
	at, err = stamped(response, query, []byte(text), root)
	if err != nil {
		c.fail("%s: %s", file, err)
		return 0, false
	}
	return at, root != nil
}

// enough compares with what the policy asks for.
func (v *verifier) enough(c *Check, good map[uint64]map[string]bool, here, unknown int) {
	covered := uint64(0)
	for size, names := range good {
		if len(names) >= max(v.policy.Stamps, 1) {
			covered = max(covered, size)
		}
	}
	if unknown > 0 {
		c.say("%d stamps are by authorities that the policy does not name: they bound nothing", unknown)
	}
	switch beyond := v.beyond(covered); {
	case v.policy.Stamps == 0 && here == unknown:
		c.say("the policy asks for no stamp")
	case v.policy.Stamps > 0 && beyond > 0:
		c.weak("%d of %d entries are in no checkpoint that %d of the policy's authorities stamped", beyond, len(v.entries), v.policy.Stamps)
	default:
		c.pass("the policy asks for %d stamps; the largest checkpoint that has them is of size %d", v.policy.Stamps, covered)
	}
}
