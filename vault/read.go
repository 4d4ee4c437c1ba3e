package vault

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/ledger"
)

// Log is a vault to read, as of its newest checkpoint when it was opened. It
// takes no lock and changes nothing. It is used by one goroutine at a time.
type Log struct {
	layout
	Key        string // the log's verifier key, as signed notes write one
	Checkpoint ledger.Checkpoint
	Signed     []byte // the checkpoint as it was signed
	verifier   note.Verifier
	former     []note.Verifier // that it replaced, the oldest first
	tiles      *tiles
}

// Read opens a vault to read. Its error is ErrNone if there is none.
func Read(dir string) (*Log, error) {
	l := &Log{layout: layout(dir)}
	if err := l.checkFormat(); err != nil {
		return nil, err
	}
	if err := l.readHead(); err != nil {
		return nil, err
	}
	l.tiles = &tiles{layout: l.layout, size: int64(l.Checkpoint.Size)}
	return l, nil
}

// readHead reads the key and the newest checkpoint. If they do not fit, and the
// key was replaced between the two, it reads both again.
func (l *Log) readHead() error {
	for {
		var err error
		if l.Key, l.verifier, err = l.readVerifier(); err != nil {
			return err
		}
		if _, l.former, err = l.readFormer(); err != nil {
			return err
		}
		if l.Signed, l.Checkpoint, err = l.readCheckpoint(l.verifier); err == nil {
			return nil
		}
		if now, _, again := l.readVerifier(); again != nil || now == l.Key {
			return err
		}
	}
}

// openCheckpoint checks a signed checkpoint against the log's key and those that
// it replaced: one of them signed it, and none of theirs is wrong.
func (l *Log) openCheckpoint(signed []byte) (ledger.Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(append(slices.Clone(l.former), l.verifier)...))
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	c, err := ledger.ParseCheckpoint(n.Text)
	if err == nil && c.Origin != l.verifier.Name() {
		err = fmt.Errorf("the checkpoint is of %q and the key of %q", c.Origin, l.verifier.Name())
	}
	return c, err
}

// Growth proves that the log of an earlier size grew into the newest checkpoint.
func (l *Log) Growth(from uint64) (ledger.Growth, error) {
	g := ledger.Growth{From: from, To: l.Checkpoint.Size}
	if from > g.To {
		return g, fmt.Errorf("the log has %d entries, not %d", g.To, from)
	}
	if from == 0 || from == g.To {
		return g, nil
	}
	p, err := tlog.ProveTree(int64(g.To), int64(from), l.tiles)
	for _, h := range p {
		g.Proof = append(g.Proof, hex.EncodeToString(h[:]))
	}
	return g, err
}

// inclusion proves that the leaf is in the newest checkpoint.
func (l *Log) inclusion(index uint64) ([]tlog.Hash, error) {
	return tlog.ProveRecord(int64(l.Checkpoint.Size), int64(index), l.tiles)
}

// SignedCheckpoint is a checkpoint with its signatures.
type SignedCheckpoint struct {
	Checkpoint ledger.Checkpoint
	Signed     []byte
}

// Witnessed are the checkpoints that witnesses have cosigned, the newest last.
// Their log's signature is checked; the cosignatures are for a policy to judge.
func (l *Log) Witnessed() ([]SignedCheckpoint, error) {
	names, err := filesIn(l.witnessed())
	if err != nil {
		return nil, err
	}
	var out []SignedCheckpoint
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		c, err := l.openCheckpoint(b)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		out = append(out, SignedCheckpoint{c, b})
	}
	slices.SortFunc(out, func(a, b SignedCheckpoint) int { return cmp.Compare(a.Checkpoint.Size, b.Checkpoint.Size) })
	return out, nil
}

// cosigned is the newest checkpoint, with its cosignatures if there are any.
func (l *Log) cosigned() ([]byte, error) {
	all, err := l.Witnessed()
	for _, w := range all {
		if w.Checkpoint == l.Checkpoint {
			return w.Signed, nil
		}
	}
	return l.Signed, err
}

// Stamp is what a time-stamping authority was asked and answered on the
// checkpoint of a size.
type Stamp struct {
	Size   uint64
	Name   string // of the authority
	Query  []byte // RFC 3161 request, DER; nil if it is not there
	Answer []byte // RFC 3161 response, DER
}

// Stamps are the time stamps, by size and name. Nothing in them is checked.
func (l *Log) Stamps() ([]Stamp, error) {
	sizes, err := os.ReadDir(l.stamps())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var out []Stamp
	for _, e := range sizes {
		var size uint64
		if _, err := fmt.Sscanf(e.Name(), "%d", &size); err != nil || fmt.Sprint(size) != e.Name() {
			continue
		}
		names, err := filesIn(filepath.Join(l.stamps(), e.Name()))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			base, ok := strings.CutSuffix(name, ".tsr")
			if !ok {
				continue
			}
			s := Stamp{Size: size, Name: filepath.Base(base)}
			if s.Answer, err = os.ReadFile(name); err != nil {
				return nil, err
			}
			if s.Query, err = os.ReadFile(base + ".tsq"); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Stamp) int {
		return cmp.Or(cmp.Compare(a.Size, b.Size), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

// filesIn are the files of a folder that may be missing, but for hidden ones.
func filesIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out, nil
}
