package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// Rotate replaces the log's key by a new one of the same name. An entry that names
// both is sealed in every chain, in one batch, and the old key signs the checkpoint
// that covers them. From there the new one signs, and the old one is no more. What
// is returned is the entry of the chain.
//
// Once an entry is sealed, a replacement that breaks off is finished when the
// vault is opened again, and nothing else is sealed before. One of which no entry
// was sealed is forgotten.
func (v *Vault) Rotate(c ledger.Chain, by, why string) (*Sealed, error) {
	v.keeping.Lock()
	defer v.keeping.Unlock()
	chains, err := v.chainsOpen()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(chains, c) {
		return nil, fmt.Errorf("the chain %s is not open", c)
	}
	skey, vkey, err := newKey(v.signer.Name())
	if err != nil {
		return nil, err
	}
	if err := durable.WritePrivate(v.next(), []byte(skey+"\n")); err != nil {
		return nil, v.stop(err)
	}
	out, err := v.seal(v.rotations(chains, vkey, said{c, by, why}))
	if err != nil {
		return nil, v.stop(err)
	}
	if err := v.replaceKey(); err != nil {
		return nil, v.stop(err)
	}
	return &out[slices.Index(chains, c)], nil
}

// stop lets nothing more be sealed until the vault is opened again.
func (v *Vault) stop(err error) error {
	v.sealing.Lock()
	defer v.sealing.Unlock()
	v.stopped = fmt.Errorf("the replacement of the log's key broke off, and goes on when the vault is opened again: %w", err)
	return v.stopped
}

// chainsOpen are the chains with entries, in order. Its error is that nothing can
// be sealed now: another replacement may have broken off, whose key must stay.
func (v *Vault) chainsOpen() ([]ledger.Chain, error) {
	v.sealing.Lock()
	defer v.sealing.Unlock()
	if err := v.ready(); err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Keys(v.heads), func(a, b ledger.Chain) int { return bytes.Compare(a[:], b[:]) }), nil
}

// said is who replaces the key and why, in the words of one chain.
type said struct {
	chain   ledger.Chain
	by, why string
}

// rotations are the entries of a replacement, one to a chain.
func (v *Vault) rotations(chains []ledger.Chain, vkey string, words said) []Draft {
	var out []Draft
	for _, c := range chains {
		it := ledger.Item{Kind: ledger.Rotate, Rotated: &ledger.Rotated{Old: v.vkey, New: vkey}}
		if c == words.chain {
			it.By, it.Why = words.by, words.why
		}
		out = append(out, Draft{Chain: c, Item: it})
	}
	return out
}

// finishRotation finishes a replacement that broke off before the key's public
// half was replaced: of which some chain has its entry. Else it is forgotten. The
// entries that are missing say nothing of who and why, which nobody knows any more.
func (v *Vault) finishRotation() error {
	_, vkey, err := readSigner(v.next())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	chains, err := v.chainsOpen()
	if err != nil {
		return err
	}
	var without []ledger.Chain
	for _, c := range chains {
		it, err := v.rotationTo(c, vkey)
		if err != nil {
			return err
		}
		if it == nil {
			without = append(without, c)
		}
	}
	if len(without) == len(chains) {
		return durable.Remove(v.next())
	}
	if _, err := v.seal(v.rotations(without, vkey, said{})); err != nil {
		return err
	}
	return v.replaceKey()
}

// rotationTo is the last entry of a chain if it replaces the key by that one, else
// nil. Nothing is sealed between the entry and the replacement.
func (l layout) rotationTo(c ledger.Chain, vkey string) (*ledger.Item, error) {
	files, err := l.listRecords(c)
	if err != nil || len(files) == 0 {
		return nil, err
	}
	rs, err := readRecords(files[len(files)-1])
	if err != nil {
		return nil, err
	}
	it := rs[len(rs)-1].Item
	if it == nil || it.Rotated == nil || it.Rotated.New != vkey {
		return nil, nil
	}
	return it, nil
}

// replaceKey makes the next key the log's. The checkpoint that covers the entries
// is signed by both, so that whoever reads meanwhile finds one that fits the key
// that he has, and is kept for exhibits. Done again, it does what is left.
func (v *Vault) replaceKey() error {
	v.sealing.Lock()
	defer v.sealing.Unlock()
	next, vkey, err := readSigner(v.next())
	if err != nil {
		return err
	}
	_, c, err := v.readCheckpoint(v.key)
	if err != nil {
		return err
	}
	if err := v.signByBoth(c, next); err != nil {
		return err
	}
	if err := v.addFormer(v.vkey); err != nil {
		return err
	}
	if err := durable.WriteFile(v.publicKey(), []byte(vkey+"\n")); err != nil {
		return err
	}
	if err := v.takeNext(); err != nil {
		return err
	}
	v.signer = next
	if v.vkey, v.key, err = v.readVerifier(); err != nil {
		return err
	}
	return v.claim(c)
}

// takeNext puts the next key to sign with in place of the old one, which is gone
// then: the last step of a replacement.
func (l layout) takeNext() error { return durable.Rename(l.next(), l.key()) }

// signByBoth signs the newest checkpoint by both keys, beside what cosignatures
// there are of it.
func (v *Vault) signByBoth(c ledger.Checkpoint, next note.Signer) error {
	kept := filepath.Join(v.witnessed(), strconv.FormatUint(c.Size, 10))
	for _, name := range []string{kept, v.checkpoint()} {
		b, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			b, err = os.ReadFile(v.checkpoint())
		}
		if err != nil {
			return err
		}
		n, err := note.Open(b, note.VerifierList(v.key))
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		if n.Text != c.Body() {
			return fmt.Errorf("read %s: it is of another checkpoint of this size", name)
		}
		if b, err = note.Sign(n, v.signer, next); err != nil {
			return err
		}
		write := durable.WriteFile
		if name == kept {
			write = durable.WritePrivate
		}
		if err := write(name, b); err != nil {
			return err
		}
	}
	return nil
}

// addFormer adds a key to those that the log had before, unless it is the last of
// them.
func (l layout) addFormer(vkey string) error {
	lines, _, err := l.readFormer()
	if err != nil || len(lines) > 0 && lines[len(lines)-1] == vkey {
		return err
	}
	var b bytes.Buffer
	for _, line := range append(lines, vkey) {
		b.WriteString(line + "\n")
	}
	return durable.WriteFile(l.former(), b.Bytes())
}

// readFormer reads the verifier keys that the log had before, the oldest first, as
// lines and as verifiers.
func (l layout) readFormer() (lines []string, keys []note.Verifier, err error) {
	b, err := os.ReadFile(l.former())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	for line := range bytes.Lines(b) {
		text, whole := bytes.CutSuffix(line, []byte("\n"))
		key, err := note.NewVerifier(string(text))
		if err != nil || !whole {
			return nil, nil, fmt.Errorf("read %s: %.100q is not a line with the verifier key of a signed note", l.former(), line)
		}
		lines, keys = append(lines, string(text)), append(keys, key)
	}
	return lines, keys, nil
}
