package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// RolledBackError is that a vault was to sign less than it has signed before, or
// something else of the same size: an old copy was put in its place.
type RolledBackError struct {
	Guard     string // the file that remembers
	Had, Have ledger.Checkpoint
}

func (e *RolledBackError) Error() string {
	if e.Had.Size == e.Have.Size {
		return fmt.Sprintf("the vault has signed another history of %d entries (%s)", e.Had.Size, e.Guard)
	}
	return fmt.Sprintf("the vault has %d entries and has signed %d (%s): it is an old copy", e.Have.Size, e.Had.Size, e.Guard)
}

// checkpoint is the state of the grown tree.
func (g *grown) checkpoint(origin string) (ledger.Checkpoint, error) {
	if g.size == 0 {
		return ledger.Checkpoint{Origin: origin, Root: sha256.Sum256(nil)}, nil
	}
	root, err := tlog.TreeHash(g.size, g)
	return ledger.Checkpoint{Origin: origin, Size: uint64(g.size), Root: ledger.Hash(root)}, err
}

// publish signs a checkpoint and gives it its name, which commits what it
// covers. Ed25519 signs one text in one way.
func (l layout) publish(c ledger.Checkpoint, signer note.Signer) error {
	signed, err := note.Sign(&note.Note{Text: c.Body()}, signer)
	if err != nil {
		return err
	}
	return durable.WriteFile(l.checkpoint(), signed)
}

// readCheckpoint is the newest checkpoint, as signed and opened.
func (l layout) readCheckpoint(key note.Verifier) ([]byte, ledger.Checkpoint, error) {
	signed, err := os.ReadFile(l.checkpoint())
	if err != nil {
		return nil, ledger.Checkpoint{}, err
	}
	c, err := ledger.OpenCheckpoint(signed, key)
	if err != nil {
		err = fmt.Errorf("read %s: %w", l.checkpoint(), err)
	}
	return signed, c, err
}

// guards are the files that remember the newest checkpoint.
func (v *Vault) guards() []string {
	out := []string{v.signed()}
	sum := sha256.Sum256([]byte(v.vkey))
	for _, dir := range v.opts.Guards {
		out = append(out, filepath.Join(dir, hex.EncodeToString(sum[:16])))
	}
	return out
}

// mayClaim refuses to sign less than was signed before.
func (v *Vault) mayClaim(c ledger.Checkpoint) error {
	for _, name := range v.guards() {
		b, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		had, err := ledger.ParseCheckpoint(string(b))
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		if had.Origin == c.Origin && (had.Size > c.Size || had.Size == c.Size && had.Root != c.Root) {
			return &RolledBackError{name, had, c}
		}
	}
	return nil
}

// claim remembers a checkpoint before it is signed, so that no other of its size
// ever is.
func (v *Vault) claim(c ledger.Checkpoint) error {
	if err := v.mayClaim(c); err != nil {
		return err
	}
	for _, name := range v.guards() {
		if b, err := os.ReadFile(name); err == nil && bytes.Equal(b, []byte(c.Body())) {
			continue
		}
		if err := durable.MkdirPrivate(filepath.Dir(name)); err != nil {
			return err
		}
		if err := durable.WritePrivate(name, []byte(c.Body())); err != nil {
			return err
		}
	}
	return nil
}
