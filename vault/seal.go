package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
)

// Draft is an entry to be sealed. The vault fills in the item's version, tool
// and blobs, and adds its notes.
type Draft struct {
	Chain ledger.Chain
	Item  ledger.Item
	Bytes []Content // become the item's blobs
}

// Sealed is an entry that has been sealed.
type Sealed struct {
	Index    uint64
	Position uint64
	At       span.Instant
	Item     *ledger.Item
}

// ErrClosed is that the vault was closed.
var ErrClosed = errors.New("the vault is closed")

// request is what one caller wants sealed, and what came of it.
type request struct {
	drafts []Draft
	done   bool
	out    []Sealed
	err    error
}

// Seal stores the drafts' bytes and seals the drafts, all in one batch and those
// of one chain in their order. It returns when the checkpoint that covers them is
// on disk. After an error nothing is acknowledged; what had been written as far as
// the records is sealed all the same when the vault goes on.
func (v *Vault) Seal(drafts ...Draft) ([]Sealed, error) {
	v.keeping.RLock()
	defer v.keeping.RUnlock()
	drafts = slices.Clone(drafts)
	if err := v.keep(drafts); err != nil {
		return nil, err
	}
	return v.seal(drafts)
}

// keep stores the bytes of the drafts, and lists what is in those that are web
// archives in the clear.
func (v *Vault) keep(drafts []Draft) error {
	var contents []Content
	for _, d := range drafts {
		contents = append(contents, d.Bytes...)
	}
	blobs, err := v.store(contents)
	if err != nil {
		return err
	}
	for i := range drafts {
		d := &drafts[i]
		n := len(d.Bytes)
		d.Item.Blobs = append(slices.Clone(d.Item.Blobs), blobs[:n]...)
		blobs = blobs[n:]
		if err := v.listAll(d); err != nil {
			return err
		}
	}
	return nil
}

// listAll lists what is in the blobs of a draft that keeps.
func (v *Vault) listAll(d *Draft) error {
	for i := range d.Item.Blobs {
		if b := &d.Item.Blobs[i]; d.Item.Kind == ledger.Keep && b.Cipher == nil {
			if err := v.list(b, &d.Item); err != nil {
				return err
			}
		}
	}
	return nil
}

// seal waits its turn. Whoever has it seals for all that wait.
func (v *Vault) seal(drafts []Draft) ([]Sealed, error) {
	if len(drafts) == 0 {
		return nil, nil
	}
	r := &request{drafts: drafts, out: make([]Sealed, len(drafts))}
	v.mu.Lock()
	v.queue = append(v.queue, r)
	v.mu.Unlock()
	v.sealing.Lock()
	defer v.sealing.Unlock()
	if !r.done {
		v.mu.Lock()
		queue := v.queue
		v.queue = nil
		v.mu.Unlock()
		v.commit(queue)
	}
	return r.out, r.err
}

// commit seals what the requests want. One that cannot be sealed at all is
// refused by itself; if the disk fails, all fail.
func (v *Vault) commit(rs []*request) {
	if err := v.ready(); err != nil {
		for _, r := range rs {
			r.done, r.out, r.err = true, nil, err
		}
		return
	}
	opening := map[ledger.Chain]bool{}
	var in []*request
	for _, r := range rs {
		r.done = true
		if r.err = v.accept(r, opening); r.err != nil {
			r.out = nil
			continue
		}
		in = append(in, r)
	}
	if len(in) == 0 {
		return
	}
	b := v.compose(in)
	if err := v.write(b); err != nil {
		v.broken = true
		for _, r := range in {
			r.out, r.err = nil, err
		}
		return
	}
	for _, f := range b.files {
		v.heads[f.chain] = f.head
	}
}

// ready brings the vault into a known state after a failure.
func (v *Vault) ready() error {
	if v.closed {
		return ErrClosed
	}
	if v.stopped != nil {
		return v.stopped
	}
	if !v.broken {
		return nil
	}
	return v.recover()
}

// accept refuses drafts that can have no place in their chain. opening are the
// chains that the batch opens.
func (v *Vault) accept(r *request, opening map[ledger.Chain]bool) error {
	mine := map[ledger.Chain]bool{}
	for _, d := range r.drafts {
		_, known := v.heads[d.Chain]
		known = known || opening[d.Chain] || mine[d.Chain]
		switch {
		case d.Item.Kind == ledger.Open && known:
			return fmt.Errorf("the chain %s is open already", d.Chain)
		case d.Item.Kind != ledger.Open && !known:
			return fmt.Errorf("the chain %s is not open", d.Chain)
		case len(d.Item.Capture) > 0 && !json.Valid(d.Item.Capture):
			return fmt.Errorf("the manifest of a capture is no JSON")
		case d.Item.Class != "" && !d.Item.Class.Known():
			return fmt.Errorf("class %q is not known", d.Item.Class)
		case d.Item.Released != nil && d.Item.Released.Check() != nil:
			return d.Item.Released.Check()
		}
		if d.Item.Kind == ledger.Open {
			mine[d.Chain] = true
		}
	}
	for c := range mine {
		opening[c] = true
	}
	return nil
}

// write puts a batch on disk: its records, then what follows from them.
func (v *Vault) write(b *batch) error {
	for _, f := range b.files {
		if err := v.writeRecords(f); err != nil {
			return err
		}
	}
	return v.extend(b.leaves)
}

// extend adds leaves to the log: bundles and tiles, then the checkpoint.
func (v *Vault) extend(leaves []ledger.Hash) error {
	g, err := v.tiles.grow(leaves)
	if err != nil {
		return err
	}
	c, err := g.checkpoint(v.signer.Name())
	if err != nil {
		return err
	}
	if err := v.mayClaim(c); err != nil {
		return err
	}
	if err := g.write(leaves); err != nil {
		return err
	}
	if err := v.claim(c); err != nil {
		return err
	}
	if err := v.publish(c, v.signer); err != nil {
		return err
	}
	from := v.tiles.size
	v.tiles.size = g.size
	g.prune(from)
	return nil
}
