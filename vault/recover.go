package vault

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// recover brings the vault to what is on disk: the newest checkpoint, and the
// records beyond it, which it completes. Same records, same leaves, same root,
// same signature.
func (v *Vault) recover() error {
	v.broken = true
	_, c, err := v.readCheckpoint(v.key)
	if err != nil {
		return err
	}
	v.tiles = &tiles{layout: v.layout, size: int64(c.Size)}
	if err := v.tiles.check(c); err != nil {
		return err
	}
	pending, err := v.readHeads(c.Size)
	if err != nil {
		return err
	}
	if len(pending) == 0 {
		if err := v.mayClaim(c); err != nil {
			return err
		}
	} else if err := v.extend(pending); err != nil {
		return err
	}
	v.broken = false
	return nil
}

// check compares the root of the tiles with the checkpoint's.
func (r *tiles) check(c ledger.Checkpoint) error {
	got, err := (&grown{base: r, size: r.size}).checkpoint(c.Origin)
	if err != nil {
		return err
	}
	if got.Root != c.Root {
		return fmt.Errorf("the tiles in %s do not lead to the root of the checkpoint: the log was altered", r.at("log", "tile"))
	}
	return nil
}

// readHeads finds the last entry of each chain, and the commitments of entries
// beyond the log's size, which only a chain's last file can have.
func (v *Vault) readHeads(size uint64) ([]ledger.Hash, error) {
	chains, err := v.listChains()
	if err != nil {
		return nil, err
	}
	v.heads = map[ledger.Chain]head{}
	var pending []opened
	known := size == 0 // whether the log's last leaf has a record
	for _, c := range chains {
		files, err := v.listRecords(c)
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			continue
		}
		rs, err := readRecords(files[len(files)-1])
		if err != nil {
			return nil, err
		}
		v.heads[c] = headAfter(rs[len(rs)-1])
		known = known || rs[len(rs)-1].Index+1 >= size
		if i := slices.IndexFunc(rs, func(o opened) bool { return o.Index >= size }); i >= 0 {
			pending = append(pending, rs[i:]...)
			if err := durable.SyncDir(v.chain(c)); err != nil {
				return nil, err
			}
		}
	}
	if !known {
		return nil, fmt.Errorf("the log has %d entries, and the last has no record in %s: files of records are missing", size, v.chains())
	}
	slices.SortFunc(pending, func(a, b opened) int { return cmp.Compare(a.Index, b.Index) })
	var out []ledger.Hash
	for i, o := range pending {
		if want := size + uint64(i); o.Index != want {
			return nil, fmt.Errorf("the records have an entry %d and none %d, and the log has %d: files of records are missing, or the log is an old copy", o.Index, want, size)
		}
		out = append(out, o.Commitment)
	}
	return out, nil
}

// sweep removes what a crash left of files without a name.
func (v *Vault) sweep() error {
	dirs := []string{v.layout.at("log"), v.layout.at("private"), v.incoming()}
	chains, err := v.listChains()
	if err != nil {
		return err
	}
	for _, c := range chains {
		dirs = append(dirs, v.chain(c))
	}
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") && strings.HasSuffix(e.Name(), durable.TempSuffix) {
				if err := durable.Remove(filepath.Join(dir, e.Name())); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
