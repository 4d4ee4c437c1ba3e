package ledger

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Class is who may see an item. What has none may not leave the vault.
type Class string

// The classes, after Civil Rule 5.2 and common practice.
const (
	Unmarked         Class = "unmarked" // nobody has said yet
	Public           Class = "public"
	PartyOnly        Class = "party-only" // Civil Rule 5.2(c): got by a party's remote access
	ProtectiveOrder  Class = "protective-order"
	SealedClass      Class = "sealed"
	SourceProtecting Class = "source-protecting"
)

// Known reports whether c is one of the classes.
func (c Class) Known() bool {
	switch c {
	case Unmarked, Public, PartyOnly, ProtectiveOrder, SealedClass, SourceProtecting:
		return true
	}
	return false
}

// ItemVersion is the version of items, and of the bodies that commit to them.
const ItemVersion = 2

// Item is what an entry is about: the manifest of what was kept, changed,
// released or destroyed. It is sealed as two texts, each behind a salt of its own:
// the item, and its Private part, whose fields here have no name in JSON. The zero
// value of a field says nothing.
type Item struct {
	Version int    `json:"version"` // 2
	Kind    Kind   `json:"kind"`
	Tool    string `json:"tool"` // program and version
	By      string `json:"-"`    // who, as a pseudonym of their choice
	Why     string `json:"-"`    // in their words
	Case    string `json:"-"`    // of Open: caption and court, as the case has them

	// Of Keep.
	Source   string          `json:"source,omitempty"` // id of the case's source that this is
	Method   string          `json:"method,omitempty"` // file, fetch
	Class    Class           `json:"class,omitempty"`
	Blobs    []Blob          `json:"blobs,omitempty"`
	Clocks   *Clocks         `json:"clocks,omitempty"`
	Capture  json.RawMessage `json:"capture,omitempty"`  // of a fetch: docs/formats/capture.md
	Listing  []Listed        `json:"listing,omitempty"`  // of a web archive: what is in it
	Unlisted int             `json:"unlisted,omitempty"` // records of it beyond the listing

	Edit      *Edit    `json:"edit,omitempty"`      // of Change; the file as it is now is the only blob
	Released  *Mark    `json:"released,omitempty"`  // of Release
	Erased    *Tomb    `json:"erased,omitempty"`    // of Erase
	Heartbeat *Asked   `json:"heartbeat,omitempty"` // of Heartbeat
	Exported  *Handed  `json:"exported,omitempty"`  // of Export
	Rotated   *Rotated `json:"rotated,omitempty"`   // of Rotate
	// NotBefore are values that nobody could have known before a moment.
	NotBefore []Beacon `json:"not_before,omitempty"`
	Notes     []string `json:"notes,omitempty"` // what the vault noticed when it sealed
}

// Blob is exact bytes in the vault. Of bytes that are stored encrypted, the item
// has the Cipher alone; the other fields are of the private part, and empty where
// that is not known.
type Blob struct {
	Name   string `json:"name,omitempty"` // as it came, without a folder
	Media  string `json:"media,omitempty"`
	Bytes  int64  `json:"bytes,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
	SHA512 string `json:"sha512,omitempty"`
	// Cipher is what is stored instead, if the bytes are encrypted.
	Cipher *Cipher `json:"cipher,omitempty"`
}

// Cipher is an age file in a blob's place.
type Cipher struct {
	Bytes      int64    `json:"bytes"`
	SHA256     string   `json:"sha256"`
	SHA512     string   `json:"sha512"`
	Recipients []string `json:"-"` // public keys
}

// Stored is the SHA-256 of what is stored of a blob.
func (b *Blob) Stored() string {
	if b.Cipher != nil {
		return b.Cipher.SHA256
	}
	return b.SHA256
}

// Clocks are the clocks of a fact that the item knows. Each is text as stated,
// RFC 3339 where the vault stated it. Sealing has its own, in the body.
type Clocks struct {
	Happened  string `json:"happened,omitempty"`
	Recorded  string `json:"recorded,omitempty"`
	Published string `json:"published,omitempty"`
	Captured  string `json:"captured,omitempty"`
	Kept      string `json:"kept,omitempty"`
}

// Listed is one record of a web archive.
type Listed struct {
	Address string `json:"address"`
	At      string `json:"at,omitempty"`
	Type    string `json:"type,omitempty"`
	Status  int    `json:"status,omitempty"`
}

// Edit is a change to one file of the case, so that one file can be shown and
// another withheld.
type Edit struct {
	Path string `json:"path"`           // with slashes, from the case's folder
	New  bool   `json:"new,omitempty"`  // the case had no file there
	Gone bool   `json:"gone,omitempty"` // the file was removed; there is no blob
}

// Mark gives a class to entries by position, or to edits of the case's files,
// earlier and later, by a pattern: path.Match, or a folder with a slash at its
// end; "./" is all. It has one pattern, so that a pattern which names a withheld
// file can be withheld without another. The latest mark of an entry counts.
type Mark struct {
	Class     Class    `json:"class"`
	Positions []uint64 `json:"positions,omitempty"`
	Pattern   string   `json:"pattern,omitempty"`
	Private   bool     `json:"private,omitempty"` // of the private parts of Positions alone
}

// Check refuses a mark that is of positions and of a pattern.
func (m *Mark) Check() error {
	if m.Pattern != "" && (m.Private || len(m.Positions) > 0) {
		return fmt.Errorf("a mark of the pattern %q is of positions or private parts too: seal one for each", m.Pattern)
	}
	return nil
}

// Tomb is left of what was destroyed.
type Tomb struct {
	Position  uint64 `json:"position"`
	Reason    string `json:"-"`
	Authority string `json:"-"`
}

// Asked is a scheduled look, and what came of it.
type Asked struct {
	Address string `json:"address,omitempty"` // empty: the vault itself, alive
	Got     string `json:"got,omitempty"`     // same, changed, kept
	SHA256  string `json:"-"`                 // of what came
	Error   string `json:"error,omitempty"`
	Next    string `json:"next,omitempty"` // when the next look is due
}

// Handed is an exhibit made, or restricted bytes opened.
type Handed struct {
	What      string   `json:"what"` // exhibit, blob
	To        string   `json:"-"`
	Audience  Class    `json:"audience,omitempty"`
	SHA256    string   `json:"sha256,omitempty"` // of the exhibit
	Positions []uint64 `json:"positions,omitempty"`
}

// Rotated replaces the log's key: the next checkpoints are signed by New.
type Rotated struct {
	Old string `json:"old"` // verifier keys, as signed notes write them
	New string `json:"new"`
}

// Beacon is a public value that could not be known before it came out.
type Beacon struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Came  string `json:"came,omitempty"` // RFC 3339
}

// ParseItem reads an item strictly, without its private part: an unknown field or
// version is an error.
func ParseItem(b []byte) (*Item, error) {
	var it Item
	if err := versioned(b, ItemVersion, "items"); err != nil {
		return nil, err
	}
	if err := only(b, &it); err != nil {
		return nil, err
	}
	switch {
	case !kinds[it.Kind]:
		return nil, fmt.Errorf("kind %q of an item is not known", it.Kind)
	case it.Class != "" && !it.Class.Known():
		return nil, fmt.Errorf("class %q is not known", it.Class)
	case it.Released != nil && it.Released.Check() != nil:
		return nil, it.Released.Check()
	}
	inClear := func(b Blob) bool {
		return b.Cipher != nil && (b.Name+b.Media+b.SHA256+b.SHA512 != "" || b.Bytes != 0 || len(it.Capture) > 0)
	}
	if slices.ContainsFunc(it.Blobs, inClear) {
		return nil, fmt.Errorf("it says in the clear what is stored encrypted")
	}
	return &it, nil
}

// versioned is an error for what is of another version, whose fields may be others.
func versioned(b []byte, want int, what string) error {
	var v struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	if v.Version != want {
		return fmt.Errorf("version %d of %s is not known; this program reads version %d", v.Version, what, want)
	}
	return nil
}
