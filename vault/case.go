package vault

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"filippo.io/age"

	"github.com/holdshort/holdshort/ledger"
)

// Case is the entries of one case in a Log.
type Case struct {
	Log     *Log
	Chain   ledger.Chain
	entries []opened
	classes []ledger.Class
}

// Case reads the case in a folder. Its error is ErrNone if the vault has no
// entry of it.
func (l *Log) Case(dir string) (*Case, error) {
	c, ok, err := l.chainOf(dir)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("%w with entries of the case %s", ErrNone, dir)
	}
	return l.Chain(c)
}

// Chain reads a chain. Its records and that each follows from the one before are
// checked; that they are in the log is not: see Check and CheckInclusion.
func (l *Log) Chain(c ledger.Chain) (*Case, error) {
	entries, err := l.readChain(c, l.Checkpoint.Size)
	if err != nil {
		return nil, err
	}
	out := &Case{Log: l, Chain: c, entries: entries}
	out.classify()
	return out, nil
}

// Len is the number of entries.
func (c *Case) Len() int { return len(c.entries) }

// Entry is the entry at a position below Len.
func (c *Case) Entry(position uint64) *ledger.Opened { return c.entries[position].Opened }

// Record is the record at a position below Len with its proof of inclusion in
// the newest checkpoint.
func (c *Case) Record(position uint64) (*ledger.Record, error) {
	r := *c.entries[position].record
	p, err := c.Log.inclusion(r.Index)
	if err != nil {
		return nil, err
	}
	for _, h := range p {
		r.Proof = append(r.Proof, hex.EncodeToString(h[:]))
	}
	return &r, nil
}

// Records are all records in order of position, each with its proof.
func (c *Case) Records() iter.Seq2[*ledger.Record, error] {
	return func(yield func(*ledger.Record, error) bool) {
		for i := range c.entries {
			r, err := c.Record(uint64(i))
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// Class is that of the entry at a position below Len as it is now: its latest
// mark, or what it was kept as, or Unmarked.
func (c *Case) Class(position uint64) ledger.Class { return c.classes[position] }

// classify works out every entry's class. An entry's own class counts as a mark
// made when it was sealed; an erased one has none.
func (c *Case) classify() {
	c.classes = make([]ledger.Class, len(c.entries))
	marked := make([]uint64, len(c.entries)) // by which entry
	for i, o := range c.entries {
		c.classes[i] = ledger.Unmarked
		if o.Item != nil && o.Item.Class != "" && o.Item.Class != ledger.Unmarked {
			c.classes[i], marked[i] = o.Item.Class, uint64(i)
		}
	}
	for _, by := range c.entries {
		if by.Item == nil || by.Item.Released == nil {
			continue
		}
		for i, o := range c.entries {
			if by.Body.Position >= marked[i] && covers(by.Item.Released, o.Opened) {
				c.classes[i], marked[i] = by.Item.Released.Class, by.Body.Position
			}
		}
	}
}

// covers reports whether a mark is for the entry, and not for its private part.
func covers(m *ledger.Mark, o *ledger.Opened) bool {
	if m.Private {
		return false
	}
	return slices.Contains(m.Positions, o.Body.Position) ||
		m.Pattern != "" && o.Item != nil && o.Item.Edit != nil && ledger.Matches(m.Pattern, o.Item.Edit.Path)
}

// Files are the case's own files as they were last sealed: by path, the SHA-256
// in hexadecimal. Where the last change of a file is erased, what is known is what
// was before it.
func (c *Case) Files() map[string]string {
	out := map[string]string{}
	for _, o := range c.entries {
		switch {
		case o.Item == nil || o.Item.Edit == nil:
		case o.Item.Edit.Gone:
			delete(out, o.Item.Edit.Path)
		case len(o.Item.Blobs) == 1:
			out[o.Item.Edit.Path] = o.Item.Blobs[0].SHA256
		}
	}
	return out
}

// Stored opens what is stored of a blob: its bytes, or the age file in their
// place.
func (c *Case) Stored(b ledger.Blob) (*os.File, error) {
	if _, err := ledger.ParseHash(b.Stored()); err != nil {
		return nil, err
	}
	return os.Open(c.Log.blob(b.Stored()))
}

// Plain writes a blob's bytes to w, decrypted if they are stored encrypted, and
// compares both digests. Its error is an *age.NoIdentityMatchError if no identity
// fits; nothing has been written then.
func (c *Case) Plain(w io.Writer, b ledger.Blob, identities ...age.Identity) error {
	f, err := c.Stored(b)
	if err != nil {
		return err
	}
	defer f.Close()
	var from io.Reader = f
	if b.Cipher != nil {
		if from, err = age.Decrypt(f, identities...); err != nil {
			return err
		}
	}
	s := newSums()
	if _, err := io.Copy(io.MultiWriter(w, s), from); err != nil {
		return err
	}
	if s.n != b.Bytes || s.sha256() != b.SHA256 || s.sha512() != b.SHA512 {
		return fmt.Errorf("the bytes of %s are not those that were sealed", b.SHA256)
	}
	return nil
}

// Unlocks reports, without giving out a byte, whether an identity fits a blob
// that is stored encrypted.
func (c *Case) Unlocks(b ledger.Blob, identities ...age.Identity) error {
	if b.Cipher == nil {
		return nil
	}
	f, err := c.Stored(b)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = age.Decrypt(f, identities...)
	return err
}

// Proof is the C2SP tlog-proof of the entry at a position below Len: the extra
// data is the record, in JSON, with its private part if private is set. The
// checkpoint has the cosignatures that were kept of it.
func (c *Case) Proof(position uint64, private bool) ([]byte, error) {
	r := c.entries[position].record
	if !private {
		r = r.Hide()
	}
	p, err := c.Log.inclusion(r.Index)
	if err != nil {
		return nil, err
	}
	b := []byte("c2sp.org/tlog-proof@v1\n")
	b = fmt.Appendf(b, "extra %s\n", base64.StdEncoding.EncodeToString(encode(r)))
	b = fmt.Appendf(b, "index %d\n", r.Index)
	for _, h := range p {
		b = fmt.Appendf(b, "%s\n", base64.StdEncoding.EncodeToString(h[:]))
	}
	signed, err := c.Log.cosigned()
	if err != nil {
		return nil, err
	}
	return append(append(b, '\n'), signed...), nil
}

// WithBytes are the positions of entries that have bytes of the SHA-256, in
// hexadecimal, in the clear or as stored.
func (c *Case) WithBytes(sha256 string) []uint64 {
	var out []uint64
	for _, o := range c.entries {
		if o.Item == nil {
			continue
		}
		for _, b := range o.Item.Blobs {
			if b.SHA256 == sha256 || b.Stored() == sha256 {
				out = append(out, o.Body.Position)
				break
			}
		}
	}
	return out
}
