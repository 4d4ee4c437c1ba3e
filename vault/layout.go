package vault

import (
	"fmt"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/ledger"
)

const (
	formatText = "holdshort vault 2\n" // of the file "format", written last at creation
	ignoreText = "# What is in private/ opens the sealed entries. It does not belong in a repository.\n/private/\n"
	tileHeight = 8 // levels of the tree to a tile, by C2SP tlog-tiles
	tileWidth  = 1 << tileHeight
)

// layout names the files of the vault in a folder.
type layout string

func (l layout) at(parts ...string) string {
	return filepath.Join(append([]string{string(l)}, parts...)...)
}

func (l layout) format() string     { return l.at("format") }
func (l layout) ignore() string     { return l.at(".gitignore") }
func (l layout) checkpoint() string { return l.at("log", "checkpoint") }
func (l layout) publicKey() string  { return l.at("log", "key") }
func (l layout) former() string     { return l.at("log", "former") }
func (l layout) key() string        { return l.at("private", "key") }
func (l layout) next() string       { return l.at("private", "next") }
func (l layout) lock() string       { return l.at("private", "lock") }
func (l layout) signed() string     { return l.at("private", "signed") }
func (l layout) cases() string      { return l.at("private", "cases.json") }
func (l layout) erasing() string    { return l.at("private", "erasing") }
func (l layout) incoming() string   { return l.at("private", "incoming") }
func (l layout) blobs() string      { return l.at("private", "blobs") }
func (l layout) chains() string     { return l.at("private", "chains") }
func (l layout) witnessed() string  { return l.at("private", "witnessed") }
func (l layout) stamps() string     { return l.at("private", "stamps") }

func (l layout) chain(c ledger.Chain) string { return filepath.Join(l.chains(), c.String()) }

// records is the file of the batch whose first entry is at the position. The
// names sort as the positions do.
func (l layout) records(c ledger.Chain, first uint64) string {
	return filepath.Join(l.chain(c), fmt.Sprintf("%012d.jsonl", first))
}

// blob is the file of the bytes with the SHA-256 in hexadecimal.
func (l layout) blob(sha256 string) string { return filepath.Join(l.blobs(), sha256[:2], sha256) }

// tile is the file of a tile, or of a bundle of entries if its level is -1: the
// path of package tlog without the height, and with the folder "entries".
func (l layout) tile(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	if t.L == -1 {
		path = "entries" + strings.TrimPrefix(path, "data")
	}
	return l.at("log", "tile", filepath.FromSlash(path))
}
