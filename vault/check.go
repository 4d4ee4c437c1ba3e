package vault

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/ledger"
)

// Report is what Check found.
type Report struct {
	Origin   string   `json:"origin"`
	Size     uint64   `json:"size"`
	Root     string   `json:"root"` // SHA-256 in hexadecimal
	Chains   int      `json:"chains"`
	Blobs    int      `json:"blobs"`
	Erased   int      `json:"erased"`
	Problems []string `json:"problems"`        // each names a file or an entry
	Notes    []string `json:"notes,omitempty"` // harmless, and worth knowing
}

// Check recomputes everything that the vault holds: the checkpoint's signature,
// every leaf and tile up to the root, every record's hashes and chain, and both
// digests of all bytes. It takes no lock; what is sealed meanwhile is left out.
func (l *Log) Check() (*Report, error) {
	k := &checker{Log: l, Report: &Report{Origin: l.Checkpoint.Origin, Size: l.Checkpoint.Size, Root: l.Checkpoint.Root.String(), Problems: []string{}}}
	k.captions = map[string]string{}
	if err := k.tree(); err != nil {
		return nil, err
	}
	k.owner = make([]ledger.Chain, len(k.leaves))
	if err := k.chains(); err != nil {
		return nil, err
	}
	k.owners()
	if err := k.bytes(); err != nil {
		return nil, err
	}
	k.rest()
	return k.Report, nil
}

type checker struct {
	*Log
	*Report
	leaves []ledger.Hash  // commitments, as the log has them; fewer than its size if they cannot be read
	owner  []ledger.Chain // whose record each leaf has
	live   []liveBlob
	// captions of cases by their chains, as their first entries have them
	captions map[string]string
	rotated  []rotated
}

type liveBlob struct {
	where string
	blob  ledger.Blob
}

func (k *checker) problem(format string, args ...any) {
	k.Problems = append(k.Problems, fmt.Sprintf(format, args...))
}

// tree reads every bundle of entries, builds the tree afresh and compares each
// tile and the root with what is there.
func (k *checker) tree() error {
	fresh := &grown{base: &tiles{layout: k.layout}, more: map[int64]tlog.Hash{}}
	size := int64(k.Checkpoint.Size)
	for n := int64(0); n*tileWidth < size; n++ {
		entries, err := k.tiles.entries(n)
		if err != nil {
			k.problem("%v", err)
			return nil
		}
		for i, e := range entries {
			index := n*tileWidth + int64(i)
			c, err := parseLeaf(e)
			if err != nil {
				k.problem("entry %d of the log: %v", index, err)
				return nil
			}
			k.leaves = append(k.leaves, c)
			hs, err := tlog.StoredHashesForRecordHash(index, ledger.LeafHash(c), fresh)
			if err != nil {
				return err
			}
			first := tlog.StoredHashIndex(0, index)
			for j, h := range hs {
				fresh.more[first+int64(j)] = h
			}
		}
	}
	fresh.size = size
	got, err := fresh.checkpoint(k.Checkpoint.Origin)
	if err != nil {
		return err
	}
	if got.Root != k.Checkpoint.Root {
		k.problem("the entries lead to the root %s, and the checkpoint has %s", got.Root, k.Checkpoint.Root)
	}
	for _, t := range tlog.NewTiles(tileHeight, 0, size) {
		if err := k.tile(t, fresh); err != nil {
			return err
		}
	}
	return nil
}

// tile compares a tile on disk with one built afresh.
func (k *checker) tile(t tlog.Tile, fresh *grown) error {
	want, err := tlog.ReadTileData(t, fresh)
	if err != nil {
		return err
	}
	got, err := k.tiles.readFile(t)
	if err != nil {
		k.problem("%v", err)
	} else if len(got) < len(want) || !bytes.Equal(got[:len(want)], want) {
		k.problem("%s does not follow from the entries", k.layout.tile(t))
	}
	return nil
}

// parseLeaf reads what ledger.Leaf writes.
func parseLeaf(b []byte) (ledger.Hash, error) {
	lines := strings.Split(string(b), "\n")
	if len(lines) == 3 {
		if h, err := ledger.ParseHash(lines[1]); err == nil && bytes.Equal(ledger.Leaf(h), b) {
			return h, nil
		}
	}
	return ledger.Hash{}, fmt.Errorf("%.40q is not a leaf of this program's", b)
}

// chains reads every record and compares it with its leaf.
func (k *checker) chains() error {
	chains, err := k.listChains()
	if err != nil {
		return err
	}
	for _, c := range chains {
		entries, err := k.readChain(c, k.Size)
		if err != nil {
			k.problem("%v", err)
			continue
		}
		if len(entries) > 0 {
			k.Chains++
		}
		for _, o := range entries {
			k.entry(c, o)
		}
	}
	return nil
}

func (k *checker) entry(c ledger.Chain, o opened) {
	where := fmt.Sprintf("position %d of chain %s", o.Body.Position, c)
	switch {
	case o.Index >= uint64(len(k.leaves)):
		k.problem("%s: entry %d of the log cannot be read", where, o.Index)
		return
	case k.leaves[o.Index] != o.Commitment:
		k.problem("%s: entry %d of the log is not this one", where, o.Index)
	case k.owner[o.Index] != ledger.Chain{}:
		k.problem("%s: entry %d of the log has another record too", where, o.Index)
	}
	k.owner[o.Index] = c
	if o.Item == nil {
		k.Erased++
		return
	}
	if !o.Private {
		k.problem("%s: its private part is not here", where)
	}
	if o.Item.Kind == ledger.Open {
		k.captions[c.String()] = o.Item.Case
	}
	if o.Item.Rotated != nil {
		k.rotated = append(k.rotated, rotated{o.Index, *o.Item.Rotated})
	}
	for _, b := range o.Item.Blobs {
		k.live = append(k.live, liveBlob{where, b})
	}
}

// owners looks for leaves that no record opens.
func (k *checker) owners() {
	missing, first := 0, -1
	for i, c := range k.owner {
		if c == (ledger.Chain{}) {
			if missing++; first < 0 {
				first = i
			}
		}
	}
	if missing > 0 {
		k.problem("%d entries of the log have no record, the first is number %d", missing, first)
	}
}

// bytes recomputes the digests of all that live entries have, once each, and
// looks for what none has.
func (k *checker) bytes() error {
	seen := map[string]bool{}
	for _, b := range k.live {
		if s := b.blob.Stored(); !seen[s] {
			seen[s] = true
			k.Blobs++
			if err := k.checkBlob(b.blob); err != nil {
				k.problem("%s: %v", b.where, err)
			}
		}
	}
	left := 0
	err := filepath.WalkDir(k.blobs(), func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !seen[e.Name()] {
			left++
		}
		return err
	})
	if left > 0 {
		k.Notes = append(k.Notes, fmt.Sprintf("%d files in %s belong to no entry: a keeping broke off, or is going on", left, k.blobs()))
	}
	return err
}

// rest looks at what is beside the log.
func (k *checker) rest() {
	if b, err := os.ReadFile(k.ignore()); err != nil || string(b) != ignoreText {
		k.Notes = append(k.Notes, fmt.Sprintf("%s is not as the vault made it: see that private/ reaches no repository", k.ignore()))
	}
	if b, err := os.ReadFile(k.signed()); err == nil {
		had, err := ledger.ParseCheckpoint(string(b))
		if err != nil || had.Origin != k.Checkpoint.Origin {
			k.problem("%s does not remember a checkpoint of this log", k.signed())
		} else if had.Size == k.Size && had.Root != k.Checkpoint.Root {
			k.problem("%v", &RolledBackError{k.signed(), had, k.Checkpoint})
		} else if had.Size > k.Size {
			k.Notes = append(k.Notes, fmt.Sprintf("the vault was about to have %d entries: the next sealing completes them, or finds that this is an old copy", had.Size))
		}
	} else if !errors.Is(err, fs.ErrNotExist) || k.Size > 0 {
		k.problem("%s cannot be read: an old copy of the vault would not be noticed", k.signed())
	}
	for _, f := range []string{k.layout.key(), k.layout.at("private")} {
		if info, err := os.Stat(f); err == nil && openToOthers(info) {
			k.problem("%s can be read by others: %s", f, info.Mode().Perm())
		}
	}
	k.names()
	k.keys()
	w, err := k.Witnessed()
	if err != nil {
		k.problem("%v", err)
	}
	for _, s := range w {
		k.witnessedGrowth(s.Checkpoint)
	}
	k.handedOver(w)
	slices.SortStableFunc(k.Problems, cmp.Compare)
}

// names compares the list of cases with what their chains say, and the two halves
// of the key.
func (k *checker) names() {
	cases, err := k.readCases()
	if err != nil {
		k.problem("%v", err)
	}
	for _, known := range cases {
		if caption, ok := k.captions[known.Chain]; ok && caption != known.Caption {
			k.problem("%s has another caption of chain %s than the chain", k.layout.cases(), known.Chain)
		}
		delete(k.captions, known.Chain)
		if _, err := os.Stat(k.at(filepath.FromSlash(known.Folder))); err != nil && !filepath.IsAbs(known.Folder) {
			k.Notes = append(k.Notes, fmt.Sprintf("the case's folder %s, which %s names, is not there", known.Folder, k.layout.cases()))
		}
	}
	for chain := range k.captions {
		k.problem("%s does not have the chain %s", k.layout.cases(), chain)
	}
}

// witnessedGrowth checks that a cosigned checkpoint grew into the newest.
func (k *checker) witnessedGrowth(c ledger.Checkpoint) {
	g, err := k.Growth(c.Size)
	if err == nil {
		err = g.Check(c, k.Checkpoint)
	}
	if err != nil {
		k.problem("the checkpoint of size %d that was cosigned: %v", c.Size, err)
	}
}
