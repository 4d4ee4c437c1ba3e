package vault

import (
	"cmp"
	"fmt"
	"os"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/ledger"
)

// rotated is an entry that replaces the log's key.
type rotated struct {
	index uint64
	ledger.Rotated
}

// keys compares the two halves of the key, and the keys that the log had with the
// entries that replaced them. While a key is being replaced they need not agree.
func (k *checker) keys() {
	if _, err := os.Stat(k.next()); err == nil {
		k.Notes = append(k.Notes, fmt.Sprintf("the log's key is being replaced, or that broke off (%s): what seals next finishes it", k.next()))
		k.rotated = nil
		return
	}
	if _, vkey, err := k.readSigner(); err != nil {
		k.problem("the key to sign with: %v", err)
	} else if vkey != k.Key {
		k.problem("%s and %s are not of one key", k.layout.key(), k.publicKey())
	}
	former, _, err := k.readFormer()
	if err != nil {
		k.problem("%v", err)
		return
	}
	if !slices.Equal(append(former, k.Key), k.succession()) {
		k.problem("%s and %s do not have the keys that the entries of their replacements name", k.layout.former(), k.publicKey())
	}
}

// succession is the log's keys by the entries that replaced them, each sealed in
// every chain of its time.
func (k *checker) succession() []string {
	if len(k.rotated) == 0 {
		return []string{k.Key}
	}
	slices.SortFunc(k.rotated, func(a, b rotated) int { return cmp.Compare(a.index, b.index) })
	out := []string{k.rotated[0].Old}
	for i, r := range k.rotated {
		if i == 0 || r.Rotated != k.rotated[i-1].Rotated {
			out = append(out, r.New)
		}
	}
	return out
}

// handedOver looks for the checkpoints by which each key that was replaced signed
// its replacement, and the new one with it: without them nobody can be shown.
func (k *checker) handedOver(kept []SignedCheckpoint) {
	for _, r := range k.rotated {
		if !slices.ContainsFunc(kept, func(s SignedCheckpoint) bool {
			return s.Checkpoint.Size > r.index && signed(s, r.Old) && signed(s, r.New)
		}) {
			k.problem("no checkpoint in %s covers entry %d of the log, and is signed by the key that it replaced and the next", k.witnessed(), r.index)
		}
	}
}

// signed reports whether a key signed the checkpoint.
func signed(s SignedCheckpoint, vkey string) bool {
	key, err := note.NewVerifier(vkey)
	if err != nil {
		return false
	}
	_, err = ledger.OpenCheckpoint(s.Signed, key)
	return err == nil
}
