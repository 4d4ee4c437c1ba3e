package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/span"
)

// Hash is a SHA-256 digest. Its zero value stands for none.
type Hash [sha256.Size]byte

// String is 64 lower-case hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads what String writes, and nothing else.
func ParseHash(s string) (h Hash, err error) {
	if len(s) != 2*len(h) || strings.ToLower(s) != s {
		return Hash{}, fmt.Errorf("%q is not 64 lower-case hexadecimal digits", s)
	}
	if _, err := hex.Decode(h[:], []byte(s)); err != nil {
		return Hash{}, fmt.Errorf("%q is not 64 lower-case hexadecimal digits", s)
	}
	return h, nil
}

// Salt is 32 random bytes that keep a hash from being guessed.
type Salt = Hash

// Chain names the entries of one case within a log. It is random, and says
// nothing of the case.
type Chain [16]byte

// String is 32 lower-case hexadecimal digits.
func (c Chain) String() string { return hex.EncodeToString(c[:]) }

// ParseChain reads what String writes, and nothing else.
func ParseChain(s string) (c Chain, err error) {
	if len(s) != 2*len(c) || strings.ToLower(s) != s {
		return Chain{}, fmt.Errorf("%q is not 32 lower-case hexadecimal digits", s)
	}
	if _, err := hex.Decode(c[:], []byte(s)); err != nil {
		return Chain{}, fmt.Errorf("%q is not 32 lower-case hexadecimal digits", s)
	}
	return c, nil
}

// Kind is what an entry records.
type Kind string

// The kinds of entry.
const (
	Open      Kind = "open"      // a case's first entry
	Keep      Kind = "keep"      // bytes taken into the vault
	Change    Kind = "change"    // the case's own files, as they now are
	Heartbeat Kind = "heartbeat" // asked, and what came of it
	Release   Kind = "release"   // what may go into an exhibit from now on, or no longer
	Erase     Kind = "erase"     // bytes destroyed, and on whose authority
	Export    Kind = "export"    // an exhibit made, or restricted bytes opened
	Rotate    Kind = "rotate"    // the log's key replaced by another
)

var kinds = map[Kind]bool{Open: true, Keep: true, Change: true, Heartbeat: true, Release: true, Erase: true, Export: true, Rotate: true}

// Body is what is said of an entry even when its item is withheld: its place in
// the chain of its case, its kind, when the vault's own clock sealed it, and
// commitments to the item and its private part.
type Body struct {
	Chain    Chain
	Position uint64 // from 0, without holes
	Previous Hash   // commitment of the entry before; zero at position 0
	Kind     Kind
	At       span.Instant // by the vault's own clock
	Item     Hash         // ItemCommitment
	Private  Hash         // PrivateCommitment
}

const (
	bodyName  = "holdshort entry "
	bodyMagic = bodyName + "2"
)

// String is the body's only form: eight lines, each ended by a line feed.
func (b Body) String() string {
	return fmt.Sprintf(bodyMagic+"\nchain %s\nposition %d\nprevious %s\nkind %s\nat %s\nitem %s\nprivate %s\n",
		b.Chain, b.Position, b.Previous, b.Kind, b.At.RFC3339(), b.Item, b.Private)
}

// ParseBody reads what String writes, byte for byte, and nothing else.
func ParseBody(s string) (Body, error) {
	lines := strings.Split(s, "\n")
	if version, ok := strings.CutPrefix(lines[0], bodyName); ok && lines[0] != bodyMagic {
		return Body{}, fmt.Errorf("version %.20q of entries is not known; this program reads version %d", version, ItemVersion)
	}
	if len(lines) != 9 || lines[0] != bodyMagic {
		return Body{}, fmt.Errorf("%.40q is not the body of an entry", s)
	}
	var v [7]string
	for i, name := range []string{"chain", "position", "previous", "kind", "at", "item", "private"} {
		rest, ok := strings.CutPrefix(lines[i+1], name+" ")
		if !ok {
			return Body{}, fmt.Errorf("line %d of an entry is %.40q and not %q", i+2, lines[i+1], name)
		}
		v[i] = rest
	}
	b, err := bodyOf(v)
	if err == nil && b.String() != s {
		err = fmt.Errorf("the body of an entry at position %d is not in its only form", b.Position)
	}
	return b, err
}

func bodyOf(v [7]string) (b Body, err error) {
	if b.Chain, err = ParseChain(v[0]); err != nil {
		return b, err
	}
	if b.Position, err = strconv.ParseUint(v[1], 10, 63); err != nil {
		return b, fmt.Errorf("position %q is not a number", v[1])
	}
	if b.Previous, err = ParseHash(v[2]); err != nil {
		return b, err
	}
	if b.Kind = Kind(v[3]); !kinds[b.Kind] {
		return b, fmt.Errorf("kind %q of an entry is not known", v[3])
	}
	if b.At, err = ParseInstant(v[4]); err != nil {
		return b, err
	}
	if b.Item, err = ParseHash(v[5]); err != nil {
		return b, err
	}
	b.Private, err = ParseHash(v[6])
	return b, err
}

// Commitment hides a body behind a salt: SHA-256 of the line "holdshort leaf 1",
// the salt and the body.
func Commitment(salt Salt, body string) Hash {
	return digest(leafMagic, salt[:], []byte(body))
}

const (
	leafMagic    = "holdshort leaf 1\n"
	itemMagic    = "holdshort item 1\n"
	privateMagic = "holdshort private 1\n"
)

// Leaf is the entry as the public log holds it: two lines, the second the
// commitment. It shows nothing, not even which entries are of one case.
func Leaf(c Hash) []byte { return []byte(leafMagic + c.String() + "\n") }

// ItemCommitment hides an item behind a salt of its own, so that a body can be
// shown without its item: SHA-256 of the line "holdshort item 1", the salt, and
// the SHA-256 of the item's exact bytes.
func ItemCommitment(salt Salt, item []byte) Hash {
	sum := sha256.Sum256(item)
	return digest(itemMagic, salt[:], sum[:])
}

// PrivateCommitment hides the private part of an item in the same way, so that an
// item can be shown without it: the line is "holdshort private 1".
func PrivateCommitment(salt Salt, private []byte) Hash {
	sum := sha256.Sum256(private)
	return digest(privateMagic, salt[:], sum[:])
}

func digest(magic string, parts ...[]byte) (h Hash) {
	s := sha256.New()
	s.Write([]byte(magic))
	for _, p := range parts {
		s.Write(p)
	}
	return Hash(s.Sum(nil))
}
