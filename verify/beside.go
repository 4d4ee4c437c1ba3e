package verify

import (
	"github.com/holdshort/holdshort/ledger"
)

// beside goes through the entries of another exhibit of the log. An entry that is
// there and not here, though it was in the log by the size here, was left out; two
// entries of one number are two histories.
func (v *verifier) beside(k Known) {
	c5, c9 := v.report.check(5), v.report.check(9)
	from := k.Name + ", " + ledger.CheckpointFile
	var newest *signed
	for i := range v.others {
		if s := &v.others[i]; s.from == from && s.by != "" && s.Origin == v.newest.Origin {
			newest = s
		}
	}
	e := k.Bag.File(ledger.EntriesFile)
	if newest == nil || e == nil {
		return // compare says so
	}
	ours := map[uint64]ledger.Hash{}
	for i := range v.entries {
		ours[v.entries[i].index] = v.entries[i].commitment
	}
	f := newForest(newest.Size, []uint64{v.newest.Size})
	n := 0
	err := lines(k.Bag.Reader(e), func(line []byte) error {
		r, o, err := included(line, newest.Checkpoint)
		if err != nil {
			return err
		}
		f.add(r, o.Commitment)
		p := o.Body.Position
		if x, ok := ours[o.Index]; ok && x != o.Commitment {
			c5.fail("FORK: entry %d of the log is one thing here and another in %s. The log's key signed two histories: keep both files", o.Index, k.Name)
		}
		switch {
		case o.Body.Chain.String() != v.head.Chain:
			return nil
		case p < uint64(len(v.entries)) && v.entries[p].commitment != o.Commitment:
			c9.fail("position %d is another entry than in %s", p, k.Name)
		case p >= uint64(len(v.entries)) && o.Index < v.newest.Size:
			c9.fail("position %d is left out, which was in the log by size %d, as %s shows", p, v.newest.Size, k.Name)
		}
		n++
		return nil
	})
	if err != nil {
		c5.weak("the entries of %s are not compared: %s", k.Name, err)
		return
	}
	v.theirs[from] = f
	if n > 0 {
		c9.say("compared with %d entries of this chain in %s", n, k.Name)
	}
}

// included is an entry that was found to be in the log at a checkpoint.
func included(line []byte, cp ledger.Checkpoint) (*ledger.Record, *ledger.Opened, error) {
	r, err := ledger.ParseRecord(line)
	if err != nil {
		return nil, nil, err
	}
	o, err := r.Check()
	if err != nil {
		return nil, nil, err
	}
	return r, o, r.CheckInclusion(o.Commitment, cp)
}
