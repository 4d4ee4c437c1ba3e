package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// tiles reads the hashes of a tree from its tiles on disk. What it has read it
// remembers; a tile of one name never changes.
type tiles struct {
	layout
	size  int64 // of the tree
	cache map[tlog.Tile][]byte
}

// maxCache is the most tiles remembered, of at most 8 KiB each.
const maxCache = 512

// width is how much of the tile there is in a tree of the size.
func width(t tlog.Tile, size int64) int {
	return int(min(tileWidth, size>>(tileHeight*max(t.L, 0))-t.N*tileWidth))
}

// ReadHashes implements tlog.HashReader.
func (r *tiles) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		t := tlog.TileForIndex(tileHeight, index)
		t.W = width(t, r.size)
		data, err := r.read(t)
		if err != nil {
			return nil, err
		}
		if out[i], err = tlog.HashFromTile(t, data, index); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read is the content of a tile of hashes.
func (r *tiles) read(t tlog.Tile) ([]byte, error) {
	if b, ok := r.cache[t]; ok {
		return b, nil
	}
	b, err := r.readFile(t)
	if err != nil {
		return nil, err
	}
	if len(b) < t.W*tlog.HashSize {
		return nil, fmt.Errorf("%s has %d bytes, %d are needed", r.tile(t), len(b), t.W*tlog.HashSize)
	}
	b = b[:t.W*tlog.HashSize]
	r.remember(t, b)
	return b, nil
}

// readFile is the file of a tile, or of the full one, since partial tiles are
// removed once it is there.
func (r *tiles) readFile(t tlog.Tile) ([]byte, error) {
	b, err := os.ReadFile(r.tile(t))
	if errors.Is(err, fs.ErrNotExist) && t.W < tileWidth {
		full := t
		full.W = tileWidth
		if b, fullErr := os.ReadFile(r.tile(full)); fullErr == nil {
			return b, nil
		}
	}
	return b, err
}

func (r *tiles) remember(t tlog.Tile, b []byte) {
	if r.cache == nil || len(r.cache) >= maxCache {
		r.cache = map[tlog.Tile][]byte{}
	}
	r.cache[t] = b
}

// entries are the leaves of the bundle, by number.
func (r *tiles) entries(n int64) ([][]byte, error) {
	t := tlog.Tile{H: tileHeight, L: -1, N: n}
	t.W = width(t, r.size)
	b, err := r.readFile(t)
	if err != nil {
		return nil, err
	}
	out, err := parseBundle(b)
	if err == nil && len(out) < t.W {
		err = fmt.Errorf("it has %d entries, %d are needed", len(out), t.W)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", r.tile(t), err)
	}
	return out[:t.W], nil
}

// parseBundle splits a bundle of entries: for each, its length in two bytes and
// itself.
func parseBundle(b []byte) (out [][]byte, err error) {
	for len(b) > 0 {
		if len(b) < 2 || len(b)-2 < int(binary.BigEndian.Uint16(b)) {
			return nil, fmt.Errorf("entry %d breaks off", len(out))
		}
		n := int(binary.BigEndian.Uint16(b))
		out = append(out, b[2:2+n])
		b = b[2+n:]
	}
	return out, nil
}

// grown is a tree and the leaves that are to be added to it.
type grown struct {
	base *tiles
	size int64 // with the new leaves
	more map[int64]tlog.Hash
}

// ReadHashes implements tlog.HashReader.
func (g *grown) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		h, ok := g.more[index]
		if !ok {
			hs, err := g.base.ReadHashes([]int64{index})
			if err != nil {
				return nil, err
			}
			h = hs[0]
		}
		out[i] = h
	}
	return out, nil
}

// grow works out the tree with the leaves added; nothing is written.
func (r *tiles) grow(leaves []ledger.Hash) (*grown, error) {
	g := &grown{base: r, size: r.size, more: map[int64]tlog.Hash{}}
	for _, c := range leaves {
		hs, err := tlog.StoredHashesForRecordHash(g.size, ledger.LeafHash(c), g)
		if err != nil {
			return nil, err
		}
		first := tlog.StoredHashIndex(0, g.size)
		for i, h := range hs {
			g.more[first+int64(i)] = h
		}
		g.size++
	}
	return g, nil
}

// write writes the bundles and tiles that the leaves fill or widen.
func (g *grown) write(leaves []ledger.Hash) error {
	for _, t := range tlog.NewTiles(tileHeight, g.base.size, g.size) {
		if t.L == 0 {
			b, err := g.bundle(t, leaves)
			if err != nil {
				return err
			}
			entries := t
			entries.L = -1
			if err := g.create(entries, b); err != nil {
				return err
			}
		}
		b, err := tlog.ReadTileData(t, g)
		if err != nil {
			return err
		}
		if err := g.create(t, b); err != nil {
			return err
		}
		g.base.remember(t, b)
	}
	return nil
}

// bundle is the content of the bundle of entries beside a tile of level 0: what
// is on disk of it, and the new leaves.
func (g *grown) bundle(t tlog.Tile, leaves []ledger.Hash) ([]byte, error) {
	var b bytes.Buffer
	add := func(leaf []byte) {
		_ = binary.Write(&b, binary.BigEndian, uint16(len(leaf)))
		b.Write(leaf)
	}
	from, to := t.N*tileWidth, t.N*tileWidth+int64(t.W)
	if from < g.base.size {
		old, err := g.base.entries(t.N)
		if err != nil {
			return nil, err
		}
		for _, leaf := range old {
			add(leaf)
		}
		from += int64(len(old))
	}
	for ; from < to; from++ {
		add(ledger.Leaf(leaves[from-g.base.size]))
	}
	return b.Bytes(), nil
}

// create writes a file of the log. One that is there already must be the same: a
// write that broke off left it.
func (g *grown) create(t tlog.Tile, b []byte) error {
	name := g.base.tile(t)
	if err := durable.MkdirAll(filepath.Dir(name)); err != nil {
		return err
	}
	err := durable.Create(name, b)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	was, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if !bytes.Equal(was, b) {
		return fmt.Errorf("%s is there and holds something else: the log was altered, or another vault wrote into it", name)
	}
	return durable.SyncDir(filepath.Dir(name))
}

// prune removes the partial tiles beside tiles that have become full, which
// tlog-tiles allows. What it cannot remove stays, and does no harm.
func (g *grown) prune(from int64) {
	for _, t := range tlog.NewTiles(tileHeight, from, g.size) {
		if t.W < tileWidth {
			continue
		}
		_ = os.RemoveAll(g.base.tile(t) + ".p")
		if t.L == 0 {
			t.L = -1
			_ = os.RemoveAll(g.base.tile(t) + ".p")
		}
	}
}
