package witness

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// refusal is an answer other than a cosignature, with the status that the
// protocol gives it.
type refusal struct {
	status int
	reason string
	size   uint64 // of the newest checkpoint cosigned, of a conflict
}

func (r *refusal) Error() string { return r.reason }

func refuse(status int, format string, args ...any) error {
	return &refusal{status: status, reason: fmt.Sprintf(format, args...)}
}

// watched is one log that is witnessed. Its lock is held from the look at the
// newest checkpoint until the next is on disk, so that two requests cannot both
// go on from one state.
type watched struct {
	keys []note.Verifier
	file string // of the newest checkpoint cosigned, as the log signed it

	mu   sync.Mutex
	last ledger.Checkpoint // guarded by mu; of size 0 if none
}

// emptyRoot is the root of a log without entries.
var emptyRoot = ledger.Hash(sha256.Sum256(nil))

// fileOf is the state's file of a log. An origin is no file name.
func fileOf(dir, origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return filepath.Join(dir, hex.EncodeToString(sum[:]))
}

// load reads the newest checkpoint cosigned. A file that cannot be one is an
// error and never taken for none: a witness that forgets can be shown a fork.
func (w *watched) load(origin string) error {
	w.last = ledger.Checkpoint{Origin: origin, Root: emptyRoot}
	b, err := os.ReadFile(w.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	n, err := note.Open(b, note.VerifierList(w.keys...))
	if err != nil {
		return fmt.Errorf("read %s: %w; a key of the log that signed it must stay in the list", w.file, err)
	}
	if w.last, err = parseBody(n.Text); err != nil {
		return fmt.Errorf("read %s: %w", w.file, err)
	}
	if w.last.Origin != origin {
		return fmt.Errorf("read %s: it is of %q and not of %q", w.file, w.last.Origin, origin)
	}
	return nil
}

// add checks that the log grew from what was cosigned last, and has the new
// checkpoint on disk before it is cosigned.
func (w *watched) add(m message, signed *note.Note, c ledger.Checkpoint, cosign func(body []byte) ([]byte, error)) ([]byte, error) {
	if m.old > c.Size {
		return nil, refuse(http.StatusBadRequest, "the old size %d is above the checkpoint's %d", m.old, c.Size)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if m.old != w.last.Size {
		return nil, &refusal{http.StatusConflict, fmt.Sprintf("the newest checkpoint cosigned has the size %d", w.last.Size), w.last.Size}
	}
	if c.Size == w.last.Size && c.Root != w.last.Root {
		return nil, &refusal{http.StatusConflict, fmt.Sprintf("another history of size %d was cosigned", c.Size), w.last.Size}
	}
	if err := grew(w.last, c, m.proof); err != nil {
		return nil, refuse(http.StatusUnprocessableEntity, "the log did not grow from size %d to %d: %s", w.last.Size, c.Size, err)
	}
	if c.Size > w.last.Size {
		if err := w.keep(c, m.signed); err != nil {
			return nil, err
		}
	}
	return cosign([]byte(signed.Text))
}

// keep writes a checkpoint. After an error either may be on disk, so that what is
// there counts; if that cannot be read, the newer one counts, which can only make
// the witness refuse.
func (w *watched) keep(c ledger.Checkpoint, signed []byte) error {
	err := durable.WriteFile(w.file, signed)
	if err != nil {
		if w.load(c.Origin) != nil {
			w.last = c
		}
		return err
	}
	w.last = c
	return nil
}

// grew checks a proof of consistency.
func grew(older, newer ledger.Checkpoint, proof []tlog.Hash) error {
	switch {
	case older.Size == newer.Size || older.Size == 0:
		if len(proof) > 0 {
			return fmt.Errorf("a proof of %d hashes where none is needed", len(proof))
		}
		return nil
	}
	return tlog.CheckTree(proof, int64(newer.Size), tlog.Hash(newer.Root), int64(older.Size), tlog.Hash(older.Root))
}
