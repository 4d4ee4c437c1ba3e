package ledger

import (
	"encoding/hex"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// LeafHash is the hash of an entry in the log's tree (RFC 6962, 2.1).
func LeafHash(commitment Hash) tlog.Hash { return tlog.RecordHash(Leaf(commitment)) }

// CheckInclusion checks that the record's leaf is in the tree of the
// checkpoint, by the record's own proof.
func (r *Record) CheckInclusion(commitment Hash, c Checkpoint) error {
	p := make(tlog.RecordProof, len(r.Proof))
	for i, s := range r.Proof {
		h, err := ParseHash(s)
		if err != nil {
			return fmt.Errorf("proof: %w", err)
		}
		p[i] = tlog.Hash(h)
	}
	if r.Index >= c.Size {
		return fmt.Errorf("the entry is number %d of a log of %d", r.Index, c.Size)
	}
	return tlog.CheckRecord(p, int64(c.Size), tlog.Hash(c.Root), int64(r.Index), LeafHash(commitment))
}

// Growth shows that one checkpoint's tree is a beginning of another's.
type Growth struct {
	From  uint64   `json:"from"`
	To    uint64   `json:"to"`
	Proof []string `json:"proof"` // RFC 6962 2.1.2
}

// Check checks the growth between two checkpoints of one log.
func (g Growth) Check(older, newer Checkpoint) error {
	if older.Origin != newer.Origin {
		return fmt.Errorf("the checkpoints are of %q and %q", older.Origin, newer.Origin)
	}
	if older.Size == newer.Size {
		if older.Root != newer.Root {
			return fmt.Errorf("two checkpoints of size %d have different roots: the log showed two histories", older.Size)
		}
		return nil
	}
	if g.From != older.Size || g.To != newer.Size {
		return fmt.Errorf("no proof leads from size %d to size %d", older.Size, newer.Size)
	}
	p := make(tlog.TreeProof, len(g.Proof))
	for i, s := range g.Proof {
		if _, err := hex.Decode(p[i][:], []byte(s)); err != nil || len(s) != 64 {
			return fmt.Errorf("proof: %q is no hash", s)
		}
	}
	if older.Size == 0 {
		return nil // an empty log grows into any
	}
	return tlog.CheckTree(p, int64(newer.Size), tlog.Hash(newer.Root), int64(older.Size), tlog.Hash(older.Root))
}
