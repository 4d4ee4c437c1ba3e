// Package cite names exact places in evidence: a source, and within it a page
// and line, a paragraph, a row, a byte range; and digests of the bytes cited.
package cite

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Cite is a place in a source. Where is empty when the whole source is meant.
type Cite struct {
	Source string `json:"source"`
	Where  string `json:"locator,omitempty"`
}

// String is "S12" or "S12 (p. 3)".
func (c Cite) String() string {
	if c.Where == "" {
		return c.Source
	}
	return c.Source + " (" + c.Where + ")"
}

// List is "[S02, S12 (p. 3)]", or nothing for no cites.
func List(cs []Cite) string {
	if len(cs) == 0 {
		return ""
	}
	parts := make([]string, len(cs))
	for i, c := range cs {
		parts[i] = c.String()
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// Compare orders cites by source, then place, so that lists of them do not
// depend on the order in which records were read.
func Compare(a, b Cite) int {
	if n := strings.Compare(a.Source, b.Source); n != 0 {
		return n
	}
	return strings.Compare(a.Where, b.Where)
}

// Digest is the SHA-256 of some bytes. The zero Digest is invalid: no bytes
// are known to have it.
type Digest [sha256.Size]byte

// Sum is the Digest of b.
func Sum(b []byte) Digest { return sha256.Sum256(b) }

// IsZero reports whether d is the invalid zero Digest.
func (d Digest) IsZero() bool { return d == Digest{} }

// String is "sha256:" and 64 lower-case hexadecimal digits.
func (d Digest) String() string { return prefix + hex.EncodeToString(d[:]) }

const prefix = "sha256:"

// ParseDigest reads what String writes, and nothing else.
func ParseDigest(s string) (Digest, error) {
	var d Digest
	rest, ok := strings.CutPrefix(s, prefix)
	if !ok || len(rest) != 2*len(d) || rest != strings.ToLower(rest) {
		return Digest{}, fmt.Errorf("digest %q is not sha256: and 64 lower-case hexadecimal digits", s)
	}
	if _, err := hex.Decode(d[:], []byte(rest)); err != nil {
		return Digest{}, fmt.Errorf("digest %q: %w", s, err)
	}
	if d.IsZero() {
		return Digest{}, fmt.Errorf("digest %q is the invalid zero digest", s)
	}
	return d, nil
}
