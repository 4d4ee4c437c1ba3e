package verify

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/stamp"
)

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
	q, err := v.query(strings.TrimSuffix(file, ".tsr")+".tsq", text)
	if err != nil {
		c.fail("%s", err)
		return 0, false
	}
	s, err := stamped(response, q, root)
	if err != nil {
		c.fail("%s: %s", file, err)
		return 0, false
	}
	return s.Time.Latest(), root != nil
}

// query is what was asked on a checkpoint's text, and what must have been asked if
// that is not here.
func (v *verifier) query(file, text string) (stamp.Query, error) {
	if v.bag.File(file) == nil {
		return stamp.Query{Imprint: stamp.Of(crypto.SHA256, []byte(text))}, nil
	}
	der, err := v.bag.Read(file, maxSmall)
	if err != nil {
		return stamp.Query{}, err
	}
	q, err := stamp.ParseRequest(der)
	if err != nil {
		return q, fmt.Errorf("%s: %w", file, err)
	}
	if !bytes.Equal(q.Imprint.Digest, stamp.Of(q.Imprint.Hash, []byte(text)).Digest) {
		return q, fmt.Errorf("%s asks for a stamp of something else", file)
	}
	return q, nil
}

// stamped checks an answer against the root of its authority; of one that the
// policy does not name, whether it is whole.
func stamped(response []byte, q stamp.Query, root []byte) (stamp.Stamp, error) {
	if root == nil {
		return stamp.Unanchored(response, q)
	}
	cert, err := x509.ParseCertificate(root)
	if err != nil {
		return stamp.Stamp{}, fmt.Errorf("the authority's root in the policy: %w", err)
	}
	return stamp.Verify(response, q, []*x509.Certificate{cert})
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
