package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// published is the log of a vault as it lies on disk: log/key, log/checkpoint,
// and the tiles in log/tile by C2SP tlog-tiles. What others say of a checkpoint
// is put beside it: private/witnessed/SIZE and private/stamps/SIZE/NAME.tsr.
type published struct {
	dir        string
	signed     []byte
	checkpoint ledger.Checkpoint
}

// openPublished reads the newest checkpoint of the vault in a folder.
func openPublished(dir string) (*published, error) {
	p := &published{dir: dir}
	vkey, err := os.ReadFile(filepath.Join(dir, "log", "key"))
	if err != nil {
		return nil, &failure{exitFailed, err, "give the folder of a case that has a vault, or --vault DIR"}
	}
	v, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return nil, fmt.Errorf("read %s: it is not the verifier key of a signed note", filepath.Join(dir, "log", "key"))
	}
	name := filepath.Join(dir, "log", "checkpoint")
	if p.signed, err = os.ReadFile(name); err != nil {
		return nil, err
	}
	if p.checkpoint, err = ledger.OpenCheckpoint(p.signed, v); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return p, nil
}

func (p *published) size() string { return strconv.FormatUint(p.checkpoint.Size, 10) }

// grow proves that the log grew from one size to another. Each tile read is
// checked against the checkpoint.
func (p *published) grow(from, to uint64) ([]tlog.Hash, error) {
	tree := tlog.Tree{N: int64(p.checkpoint.Size), Hash: tlog.Hash(p.checkpoint.Root)}
	return tlog.ProveTree(int64(to), int64(from), tlog.TileHashReader(tree, tileFiles(filepath.Join(p.dir, "log", "tile"))))
}

// tileFiles reads tiles from a folder. It is a tlog.TileReader.
type tileFiles string

// Height is that of tlog-tiles.
func (tileFiles) Height() int { return 8 }

// SaveTiles keeps nothing: they are on disk.
func (tileFiles) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads tiles. A partial one may have given way to the full one.
func (d tileFiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		b, err := d.read(t)
		if full := t; errors.Is(err, fs.ErrNotExist) {
			full.W = 1 << t.H
			b, err = d.read(full)
		}
		if err != nil {
			return nil, err
		}
		if len(b) < t.W*tlog.HashSize {
			return nil, fmt.Errorf("%s is too short", d.file(t))
		}
		out[i] = b[:t.W*tlog.HashSize]
	}
	return out, nil
}

func (d tileFiles) read(t tlog.Tile) ([]byte, error) { return os.ReadFile(d.file(t)) }

func (d tileFiles) file(t tlog.Tile) string {
	return filepath.Join(string(d), filepath.FromSlash(strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", t.H))))
}

// cosigned is the newest checkpoint with the cosignatures that were kept of it,
// and the file for them.
func (p *published) cosigned() (signed []byte, file string, err error) {
	file = filepath.Join(p.dir, "private", "witnessed", p.size())
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return p.signed, file, nil
	}
	if err == nil && !bytes.HasPrefix(b, []byte(p.checkpoint.Body()+"\n")) {
		err = fmt.Errorf("read %s: it is of another checkpoint of this size", file)
	}
	return b, file, err
}

// stamps is the folder for time stamps of the newest checkpoint.
func (p *published) stamps() string { return filepath.Join(p.dir, "private", "stamps", p.size()) }

// putIn writes a file and the folders above it.
func putIn(file string, b []byte, write func(string, []byte) error) error {
	if err := durable.MkdirAll(filepath.Dir(file)); err != nil {
		return err
	}
	return write(file, b)
}
