package verify

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/internal/toylog"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
)

// bounds are exhibits that would cost a reader without end, or that have what lies
// just beyond a bound.
func bounds(t *testing.T) []mutation {
	b, c, o := plain(t)
	cp := c.Log.Checkpoint()
	many := altered(t, b, func(files map[string][]byte) {
		for n := range ledger.MaxEarlier + 1 {
			files[fmt.Sprintf("%s%d", ledger.EarlierDir, n)] = cp
		}
	})
	signed := func(more func(n *note.Note) []byte) []byte {
		n, err := note.Open(cp, note.VerifierList(verifiers([]string{c.Log.Key.VKey})[0].key))
		if err != nil {
			t.Fatal(err)
		}
		return altered(t, b, func(files map[string][]byte) {
			files[ledger.CheckpointFile] = append(bytes.Clone(cp), more(n)...)
		})
	}
	strangers := func(count int) func(*note.Note) []byte {
		return func(*note.Note) []byte { return bytes.Repeat([]byte("— nobody AAAAAAAA\n"), count) }
	}
	again := func(n *note.Note) []byte { // the key's name and id, and a signature that is wrong
		return []byte("— " + n.Sigs[0].Name + " " + n.Sigs[0].Base64[:8] + "AAAA\n")
	}
	late, key := lateSigner()
	return []mutation{
		{"a bound", "too many checkpoints", many, o, []int{1}},
		{"a bound", "a hundred signatures", signed(strangers(99)), o, nil},
		{"a bound", "a signature more", signed(strangers(100)), o, []int{4, 6}},
		{"a bound", "the log signed twice, and wrongly the second time", signed(again), o, nil},
		{"a bound", "a key that was replaced long before signed a checkpoint", write(t, late), Options{LogKey: key}, []int{4}},
		{"a bound", "a key replaced a hundred times", write(t, replaced(100)), Options{}, nil},
		{"a bound", "a key replaced once more", write(t, replaced(101)), Options{}, []int{4}},
	}
}

// lateSigner is an exhibit with a checkpoint that is signed by the log's first key,
// after the second had been replaced, too.
func lateSigner() (*sealed.Input, string) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	first := l.Key
	for n := range 2 {
		rotate(c, n)
	}
	now := l.Key
	l.Key = first
	size, signed := l.Size, l.Checkpoint()
	l.Key = now
	l.Fill(1)
	in := c.Input(ledger.Public, Basic)
	in.Earlier, in.Growth = map[uint64][]byte{size: signed}, []ledger.Growth{l.Growth(size)}
	return in, now.VKey
}

// replaced is an exhibit of a log whose key was replaced so many times.
func replaced(times int) *sealed.Input {
	c := toylog.Sample(toylog.NewLog("example.org/toy", "reference"))
	for n := range times {
		rotate(c, n)
	}
	return c.Input(ledger.Public, Basic)
}

// rotate replaces the log's key by one that follows from a number.
func rotate(c *toylog.Chain, n int) {
	next := toylog.NewKey("example.org/toy", fmt.Sprintf("next %d", n))
	c.Seal(ledger.Item{Kind: ledger.Rotate, Rotated: &ledger.Rotated{Old: c.Log.Key.VKey, New: next.VKey}})
	c.Log.Key = next
}

func TestBounds(t *testing.T) {
	for _, m := range bounds(t) {
		if r := run(t, m.bytes, m.options); !slices.Equal(failing(r), m.by) {
			t.Errorf("%s: fails at %v, want %v\n%s", m.name, failing(r), m.by, text(r))
		}
	}
}
