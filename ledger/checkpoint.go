package ledger

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Checkpoint is the state of a log: its name, how many entries it has, and the
// hash of them all. Form: C2SP tlog-checkpoint.
type Checkpoint struct {
	Origin string
	Size   uint64
	Root   Hash
}

// MaxSize is the most entries that a checkpoint may state: 2⁵³−1, the largest
// number that every reader of JSON has exactly. Proofs of trees above 2⁶² make
// package tlog count for ever.
const MaxSize = 1<<53 - 1

// Body is the text that is signed: three lines.
func (c Checkpoint) Body() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
}

// ParseCheckpoint reads a checkpoint's body of a size up to MaxSize. Lines after the third are refused:
// a log of ours writes none.
func ParseCheckpoint(body string) (Checkpoint, error) {
	var c Checkpoint
	lines := strings.Split(body, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] == "" {
		return c, fmt.Errorf("%.60q is not a checkpoint", body)
	}
	size, err := strconv.ParseUint(lines[1], 10, 63)
	root, err2 := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err == nil && size > MaxSize {
		return c, fmt.Errorf("%.60q is of a log of more than %d entries", body, uint64(MaxSize))
	}
	if err != nil || err2 != nil || len(root) != len(c.Root) || strconv.FormatUint(size, 10) != lines[1] {
		return c, fmt.Errorf("%.60q is not a checkpoint", body)
	}
	c = Checkpoint{lines[0], size, Hash(root)}
	if c.Body() != body { // base64 passes over line ends
		return Checkpoint{}, fmt.Errorf("%.60q is not a checkpoint", body)
	}
	return c, nil
}

// OpenCheckpoint checks a signed checkpoint against the log's key. Its origin
// must be the key's name, and the key's signature in the only form of base64: no
// bits set that say nothing.
func OpenCheckpoint(signed []byte, log note.Verifier) (Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(log))
	if err != nil {
		return Checkpoint{}, err
	}
	for _, s := range n.Sigs {
		if raw, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil || base64.StdEncoding.EncodeToString(raw) != s.Base64 {
			return Checkpoint{}, fmt.Errorf("the signature %.60q is not in its only form", s.Base64)
		}
	}
	c, err := ParseCheckpoint(n.Text)
	if err == nil && c.Origin != log.Name() {
		err = fmt.Errorf("the checkpoint is of %q and the key of %q", c.Origin, log.Name())
	}
	return c, err
}
