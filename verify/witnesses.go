package verify

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
)

// upper is something that showed that a checkpoint existed: what it covers is not
// later.
type upper struct {
	size uint64
	at   span.Instant
	by   string
}

// second is in milliseconds. A cosignature states a whole second, in which it was
// made: the bound is that second's last millisecond.
const second = 1000

// witnesses makes check 6.
func (v *verifier) witnesses() {
	c := v.report.check(6)
	seen, covered, strangers := 0, uint64(0), 0
	for _, s := range append(v.earlier[:len(v.earlier):len(v.earlier)], v.newest) {
		cs, err := v.policy.Cosigned(s.note)
		if err != nil {
			c.fail("%s: %s", s.from, err)
			continue
		}
		strangers += v.strangers(s, len(cs))
		have := map[string]bool{}
		for _, x := range cs {
			have[x.Witness] = true
			v.bounds = append(v.bounds, upper{s.Size, x.At + second - 1, "witness " + x.Witness})
		}
		if seen += len(cs); len(cs) > 0 && v.policy.Met(have) {
			covered = max(covered, s.Size)
		}
	}
	v.summary(c, "witness ")
	if strangers > 0 {
		c.say("%d signatures are by nobody that the policy names: they show nothing", strangers)
	}
	switch beyond := v.beyond(covered); {
	case v.policy.Quorum == "none" && seen == 0:
		c.say("the policy asks for no witness, and names none that cosigned")
	case v.policy.Quorum == "none" || beyond == 0:
		c.pass("%s", quorum(v.policy, covered))
	default:
		c.weak("%d of %d entries are in no checkpoint with the quorum %q", beyond, len(v.entries), v.policy.Quorum)
	}
}

// strangers counts the signatures on a checkpoint that are neither a policy's
// witness's nor in the name of the log, whose keys check 4 looks at: it may have
// two there.
func (v *verifier) strangers(s signed, cosigned int) (n int) {
	_, signatures, _ := bytes.Cut(s.note, []byte("\n\n"))
	for line := range bytes.Lines(signatures) {
		if !bytes.HasPrefix(line, []byte("— "+v.newest.Origin+" ")) {
			n++
		}
	}
	return n - cosigned
}

// summary says of each witness or authority how often it spoke, and when of the
// largest checkpoint.
func (v *verifier) summary(c *Check, kind string) {
	count, last := map[string]int{}, map[string]upper{}
	for _, b := range v.bounds {
		if strings.HasPrefix(b.by, kind) {
			count[b.by]++
			if b.size >= last[b.by].size {
				last[b.by] = b
			}
		}
	}
	for _, by := range slices.Sorted(maps.Keys(count)) {
		c.say("%s on %d checkpoints, the largest of size %d not after %s", by, count[by], last[by].size, last[by].at.RFC3339())
	}
}

func quorum(p *ledger.Policy, covered uint64) string {
	if p.Quorum == "none" {
		return "the policy asks for no witness"
	}
	return fmt.Sprintf("the quorum %q cosigned size %d, which covers every entry", p.Quorum, covered)
}

// beyond counts the entries that a tree of a size does not cover.
func (v *verifier) beyond(size uint64) int {
	n := 0
	for i := range v.entries {
		if v.entries[i].index >= size {
			n++
		}
	}
	return n
}
