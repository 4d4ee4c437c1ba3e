// Package toylog makes synthetic logs and chains for tests and benchmarks, in
// memory and always alike. It seals nothing that anybody relies on: its keys and
// salts follow from numbers.
package toylog

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/ledger"
)

// Key is a signing key that follows from a seed.
type Key struct {
	Signer note.Signer
	VKey   string
}

// NewKey is the key of a seed, for a name.
func NewKey(name, seed string) Key {
	s := sha256.Sum256([]byte("toylog key " + seed))
	private := ed25519.NewKeyFromSeed(s[:])
	public := append([]byte{1}, private.Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(name+"\n"), public...))
	hash := fmt.Sprintf("%08x", binary.BigEndian.Uint32(sum[:]))
	signer, err := note.NewSigner("PRIVATE+KEY+" + name + "+" + hash + "+" + base64.StdEncoding.EncodeToString(append([]byte{1}, s[:]...)))
	if err != nil {
		panic("toylog: " + err.Error())
	}
	return Key{signer, name + "+" + hash + "+" + base64.StdEncoding.EncodeToString(public)}
}

// Log is a log in memory.
type Log struct {
	Key  Key
	Size uint64

	stored []tlog.Hash
}

// NewLog is an empty log.
func NewLog(name, seed string) *Log { return &Log{Key: NewKey(name, seed)} }

// Clone is a log of the same history, which can go another way from here.
func (l *Log) Clone() *Log {
	return &Log{l.Key, l.Size, append([]tlog.Hash(nil), l.stored...)}
}

// Append adds a leaf, and gives its index.
func (l *Log) Append(c ledger.Hash) uint64 {
	hs, err := tlog.StoredHashesForRecordHash(int64(l.Size), ledger.LeafHash(c), l)
	if err != nil {
		panic("toylog: " + err.Error())
	}
	l.stored = append(l.stored, hs...)
	l.Size++
	return l.Size - 1
}

// Fill adds leaves of other chains.
func (l *Log) Fill(n int) {
	for range n {
		l.Append(sha256.Sum256(fmt.Appendf(nil, "another chain's leaf %d", l.Size)))
	}
}

// ReadHashes is tlog.HashReader.
func (l *Log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = l.stored[x]
	}
	return out, nil
}

// Checkpoint is the log's state, signed by its key and those given.
func (l *Log) Checkpoint(more ...Key) []byte {
	root, err := tlog.TreeHash(int64(l.Size), l)
	if err != nil {
		panic("toylog: " + err.Error())
	}
	c := ledger.Checkpoint{Origin: l.Key.Signer.Name(), Size: l.Size, Root: ledger.Hash(root)}
	signers := []note.Signer{l.Key.Signer}
	for _, k := range more {
		signers = append(signers, k.Signer)
	}
	b, err := note.Sign(&note.Note{Text: c.Body()}, signers...)
	if err != nil {
		panic("toylog: " + err.Error())
	}
	return b
}

// Prove is the proof that the leaf at index is in the log as it is now.
func (l *Log) Prove(index uint64) []string {
	p, err := tlog.ProveRecord(int64(l.Size), int64(index), l)
	if err != nil {
		panic("toylog: " + err.Error())
	}
	return texts(p)
}

// Growth is the proof that the log of a size grew into what it is now.
func (l *Log) Growth(from uint64) ledger.Growth {
	g := ledger.Growth{From: from, To: l.Size}
	if from > 0 && from < l.Size {
		p, err := tlog.ProveTree(int64(l.Size), int64(from), l)
		if err != nil {
			panic("toylog: " + err.Error())
		}
		g.Proof = texts(p)
	}
	return g
}

func texts(hs []tlog.Hash) []string {
	var out []string
	for _, h := range hs {
		out = append(out, ledger.Hash(h).String())
	}
	return out
}
