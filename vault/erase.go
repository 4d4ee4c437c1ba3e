package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
)

// marker is what is being erased, so that a crash does not leave it half done.
type marker struct {
	Chain    string `json:"chain"`
	Position uint64 `json:"position"`
}

// Erase destroys what an entry is about: it seals a tombstone, then removes the
// item and its salt from the records, and the bytes unless another entry has the
// same. The entry stays in its chain, as erased. What leaves only gaps in what
// others may see (marks, tombstones, openings, a case's first entry) is not
// erased.
func (v *Vault) Erase(c ledger.Chain, position uint64, by, reason, authority string) (*Sealed, error) {
	v.keeping.Lock()
	defer v.keeping.Unlock()
	if _, _, err := v.erasable(c, position); err != nil {
		return nil, err
	}
	if err := durable.WritePrivate(v.erasing(), encode(marker{c.String(), position})); err != nil {
		return nil, err
	}
	tomb := &ledger.Tomb{Position: position, Reason: reason, Authority: authority}
	out, err := v.seal([]Draft{{Chain: c, Item: ledger.Item{Kind: ledger.Erase, By: by, Erased: tomb}}})
	if err != nil {
		return nil, err
	}
	return &out[0], v.finishErasure()
}

// erasable is the file of the entry, and the records in it.
func (l layout) erasable(c ledger.Chain, position uint64) (string, []opened, error) {
	name, rs, err := l.find(c, position)
	if err != nil {
		return "", nil, err
	}
	o := rs[position-rs[0].Body.Position]
	switch o.Body.Kind {
	case ledger.Keep, ledger.Change, ledger.Heartbeat:
	default:
		return "", nil, fmt.Errorf("the entry at position %d is of kind %s, which is not erased: what others may see and what was done rest on it", position, o.Body.Kind)
	}
	if o.Item == nil {
		return "", nil, fmt.Errorf("the entry at position %d is erased already", position)
	}
	return name, rs, nil
}

// find is the file of records with the position, and what is in it.
func (l layout) find(c ledger.Chain, position uint64) (string, []opened, error) {
	files, err := l.listRecords(c)
	if err != nil {
		return "", nil, err
	}
	name := ""
	for _, f := range files {
		if f <= l.records(c, position) {
			name = f
		}
	}
	if name == "" {
		return "", nil, fmt.Errorf("the case has no entry at position %d", position)
	}
	rs, err := readRecords(name)
	if err == nil && position >= rs[0].Body.Position+uint64(len(rs)) {
		err = fmt.Errorf("the case has no entry at position %d", position)
	}
	return name, rs, err
}

// finishErasure does what a marker says, if its tombstone is sealed.
func (v *Vault) finishErasure() error {
	b, err := os.ReadFile(v.erasing())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var m marker
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("read %s: %w", v.erasing(), err)
	}
	c, err := ledger.ParseChain(m.Chain)
	if err != nil {
		return fmt.Errorf("read %s: %w", v.erasing(), err)
	}
	buried, err := v.buried(c, m.Position)
	if err != nil {
		return err
	}
	if buried {
		if err := v.destroy(c, m.Position); err != nil {
			return err
		}
	}
	return durable.Remove(v.erasing())
}

// buried reports whether a tombstone for the position is sealed.
func (l layout) buried(c ledger.Chain, position uint64) (bool, error) {
	files, err := l.listRecords(c)
	if err != nil {
		return false, err
	}
	for i := len(files) - 1; i >= 0; i-- { // it is most likely the last
		rs, err := readRecords(files[i])
		if err != nil {
			return false, err
		}
		for _, o := range rs {
			if o.Item != nil && o.Item.Erased != nil && o.Item.Erased.Position == position {
				return true, nil
			}
		}
	}
	return false, nil
}

// destroy removes the bytes first, whose digests the item has, then the item.
// Done again, it does what is left.
func (v *Vault) destroy(c ledger.Chain, position uint64) error {
	name, rs, err := v.find(c, position)
	if err != nil {
		return err
	}
	o := rs[position-rs[0].Body.Position]
	if o.Item == nil {
		return nil
	}
	shared, err := v.blobsOfOthers(c, position)
	if err != nil {
		return err
	}
	for _, b := range o.Item.Blobs {
		if shared[b.Stored()] {
			continue
		}
		if err := durable.Remove(v.blob(b.Stored())); err != nil {
			return err
		}
	}
	*o.record = *o.record.Withhold(ledger.Erased)
	var text []byte
	for _, r := range rs {
		text = append(append(text, encode(r.record)...), '\n')
	}
	return durable.WritePrivate(name, text)
}

// blobsOfOthers are the digests of bytes that live entries but one have.
func (l layout) blobsOfOthers(c ledger.Chain, position uint64) (map[string]bool, error) {
	out := map[string]bool{}
	chains, err := l.listChains()
	if err != nil {
		return nil, err
	}
	for _, other := range chains {
		files, err := l.listRecords(other)
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			rs, err := readRecords(name)
			if err != nil {
				return nil, err
			}
			for _, o := range rs {
				if o.Item == nil || other == c && o.Body.Position == position {
					continue
				}
				for _, b := range o.Item.Blobs {
					out[b.Stored()] = true
				}
			}
		}
	}
	return out, nil
}
