package verify

import (
	"io"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/ledger"
)

// forest are those nodes of the newest tree that a smaller tree's root can be
// computed from, as far as the inclusion proofs hold them.
type forest struct {
	size int64
	want map[int64]bool // tlog's indexes of stored hashes
	have map[int64]tlog.Hash
}

// newForest looks for what the roots of the sizes need.
func newForest(size uint64, sizes []uint64) *forest {
	f := &forest{int64(size), map[int64]bool{}, map[int64]tlog.Hash{}}
	for _, s := range sizes {
		if s > 0 && s < size {
			tlog.TreeHash(int64(s), tlog.HashReaderFunc(func(want []int64) ([]tlog.Hash, error) {
				for _, i := range want {
					f.want[i] = true
				}
				return nil, io.EOF
			}))
		}
	}
	return f
}

// add takes the nodes of a proof that was found to hold.
func (f *forest) add(r *ledger.Record, commitment ledger.Hash) {
	if len(f.want) == 0 {
		return
	}
	proof := make([]tlog.Hash, len(r.Proof))
	for i, s := range r.Proof {
		h, err := ledger.ParseHash(s)
		if err != nil {
			return
		}
		proof[i] = tlog.Hash(h)
	}
	f.walk(proof, 0, f.size, int64(r.Index), ledger.LeafHash(commitment))
}

// walk goes down to the leaf n of the tree from lo to hi, and up again, as
// RFC 6962 2.1.1 has it.
func (f *forest) walk(proof []tlog.Hash, lo, hi, n int64, leaf tlog.Hash) tlog.Hash {
	if hi-lo == 1 {
		return f.note(lo, hi, leaf)
	}
	k := int64(1)
	for k*2 < hi-lo {
		k *= 2
	}
	last := len(proof) - 1
	if n < lo+k {
		left := f.walk(proof[:last], lo, lo+k, n, leaf)
		return f.note(lo, hi, tlog.NodeHash(left, f.note(lo+k, hi, proof[last])))
	}
	right := f.walk(proof[:last], lo+k, hi, n, leaf)
	return f.note(lo, hi, tlog.NodeHash(f.note(lo, lo+k, proof[last]), right))
}

// note keeps the hash of a tree that is full, if it is wanted.
func (f *forest) note(lo, hi int64, h tlog.Hash) tlog.Hash {
	level := 0
	for int64(1)<<level < hi-lo {
		level++
	}
	if int64(1)<<level == hi-lo {
		if i := tlog.StoredHashIndex(level, lo>>level); f.want[i] {
			f.have[i] = h
		}
	}
	return h
}

// root is that of the tree of a smaller size, if the proofs hold
// enough. No forest holds anything.
func (f *forest) root(size uint64) (ledger.Hash, bool) {
	if f == nil {
		return ledger.Hash{}, false
	}
	h, err := tlog.TreeHash(int64(size), tlog.HashReaderFunc(func(want []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(want))
		for i, x := range want {
			h, ok := f.have[x]
			if !ok {
				return nil, io.EOF
			}
			out[i] = h
		}
		return out, nil
	}))
	return ledger.Hash(h), err == nil
}
