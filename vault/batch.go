package vault

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
)

// batch is entries that are sealed together. Those of one chain stand together
// in the log, one file of records to a chain, and the files are written in the
// order of their entries: a crash between two leaves no hole.
type batch struct {
	files  []*recordsFile
	leaves []ledger.Hash
}

// recordsFile is the records of one chain in a batch.
type recordsFile struct {
	chain ledger.Chain
	first uint64 // position
	text  bytes.Buffer
	head  // after the last
}

// place is where an entry's draft stands among the requests.
type place struct {
	draft *Draft
	out   *Sealed
}

// compose gives every draft its index, position, salts and time, and writes its
// record.
func (v *Vault) compose(rs []*request) *batch {
	var places []place
	for _, r := range rs {
		for i := range r.drafts {
			places = append(places, place{&r.drafts[i], &r.out[i]})
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return bytes.Compare(a.draft.Chain[:], b.draft.Chain[:]) })
	b, now := &batch{}, span.FromTime(v.opts.Clock())
	for _, p := range places {
		f := b.file(p.draft.Chain, v.heads)
		index := uint64(v.tiles.size) + uint64(len(b.leaves))
		b.leaves = append(b.leaves, f.add(p, index, now, v.opts.Tool))
	}
	return b
}

// file is that of the chain, which is the last one or a new one.
func (b *batch) file(c ledger.Chain, heads map[ledger.Chain]head) *recordsFile {
	if n := len(b.files); n > 0 && b.files[n-1].chain == c {
		return b.files[n-1]
	}
	h := heads[c]
	f := &recordsFile{chain: c, first: h.next, head: h}
	b.files = append(b.files, f)
	return f
}

// add writes the record of a draft and returns its commitment.
func (f *recordsFile) add(p place, index uint64, now span.Instant, tool string) ledger.Hash {
	it := p.draft.Item
	it.Version, it.Tool = ledger.ItemVersion, cmp.Or(it.Tool, tool)
	at := now
	if at < f.at {
		// A time before the one before would be a contradiction. Both are said.
		it.Notes = append(slices.Clone(it.Notes), fmt.Sprintf("the vault's clock said %s, which is before the entry before; this entry has the time of that one", now.RFC3339()))
		at = f.at
	}
	text, private := it.Split()
	salt, itemSalt, privateSalt := newSalt(), newSalt(), newSalt()
	body := ledger.Body{Chain: f.chain, Position: f.next, Previous: f.previous, Kind: it.Kind, At: at,
		Item: ledger.ItemCommitment(itemSalt, text), Private: ledger.PrivateCommitment(privateSalt, private)}.String()
	r := ledger.Record{Index: index, Salt: salt.String(), Body: body, ItemSalt: itemSalt.String(), Item: string(text),
		PrivateSalt: privateSalt.String(), Private: string(private)}
	f.text.Write(append(encode(r), '\n'))
	*p.out = Sealed{Index: index, Position: f.next, At: at, Item: &it}
	c := ledger.Commitment(salt, body)
	f.head = head{next: f.next + 1, previous: c, at: at}
	return c
}

// encode is v as one line of JSON, without its end. What the vault encodes can
// be encoded: accept has looked.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("vault: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func newSalt() (s ledger.Salt) {
	_, _ = rand.Read(s[:]) // never fails
	return s
}

// NewChain is a chain for a case that has none.
func NewChain() (c ledger.Chain) {
	_, _ = rand.Read(c[:])
	return c
}

// writeRecords writes the redo log of a batch.
func (l layout) writeRecords(f *recordsFile) error {
	if err := durable.MkdirPrivate(l.chain(f.chain)); err != nil {
		return err
	}
	return durable.CreatePrivate(l.records(f.chain, f.first), f.text.Bytes())
}
