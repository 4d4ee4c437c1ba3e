package verify

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
)

// maxLine is how many bytes one line of entries.jsonl may have.
const maxLine = 16 << 20

// entry is what is kept in memory of each line.
type entry struct {
	index, position uint64
	chain           ledger.Chain
	commitment      ledger.Hash
	previous        ledger.Hash
	kind            ledger.Kind
	at              span.Instant // by the vault's own clock
	withheld        string
	came            span.Instant // the latest of its beacons; 0 if it has none
	beacon          string       // that one's name
}

// shownEntry is what the class of an entry follows from.
type shownEntry struct {
	position uint64
	kind     ledger.Kind
	class    ledger.Class
	private  bool          // with its private part
	path     string        // of an edit
	released *ledger.Class // of a release
}

// edited is the last edit of a file that is shown.
type edited struct {
	position uint64
	sha256   string // empty if it was removed
}

// readEntries goes through entries.jsonl once, and makes what checks 2 and 3 need
// no more than one line for.
func (v *verifier) readEntries() {
	c2, c3 := v.report.check(2), v.report.check(3)
	v.erases = map[uint64]bool{}
	n := 0
	err := lines(v.bag.Reader(v.bag.File(ledger.EntriesFile)), func(line []byte) error {
		n++
		v.entry(n, line)
		return nil
	})
	if err != nil {
		c3.fail("%s, line %d: %s", ledger.EntriesFile, n+1, err)
	}
	if n == 0 {
		c3.fail("%s has no entries", ledger.EntriesFile)
	}
	c2.pass("%d items against their commitments; %d blobs against both digests", len(v.shown), len(v.used))
	c3.pass("%d leaves lead to the root of the log at size %d", len(v.entries), v.newest.Size)
}

// lines gives each line with its line end.
func lines(r io.Reader, do func([]byte) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 1<<16), maxLine)
	s.Split(func(b []byte, end bool) (int, []byte, error) {
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			return i + 1, b[:i+1], nil
		}
		if end && len(b) > 0 {
			return 0, nil, fmt.Errorf("the last line has no end")
		}
		return 0, nil, nil
	})
	for s.Scan() {
		if err := do(s.Bytes()); err != nil {
			return err
		}
	}
	return s.Err()
}

// entry reads one line.
func (v *verifier) entry(n int, line []byte) {
	c2, c3 := v.report.check(2), v.report.check(3)
	r, err := ledger.ParseRecord(line)
	if err != nil {
		c3.fail("%s, line %d: %s", ledger.EntriesFile, n, err)
		return
	}
	if !bytes.Equal(r.Line(), line) {
		c3.fail("%s, line %d is not in its only form", ledger.EntriesFile, n)
	}
	o, err := r.Check()
	if err != nil {
		// The item may be at fault alone; the rest is then looked at all the same.
		rest, err2 := r.Withhold(ledger.Erased).Check()
		if err2 != nil {
			c3.fail("%s, line %d: %s", ledger.EntriesFile, n, err2)
			return
		}
		c2.fail("%s, line %d: %s", ledger.EntriesFile, n, err)
		o = rest
		o.Withheld = r.Withheld
	}
	if err := r.CheckInclusion(o.Commitment, v.newest.Checkpoint); err != nil {
		c3.fail("the entry at position %d: %s", o.Body.Position, err)
	} else {
		v.forest.add(r, o.Commitment)
	}
	v.keep(o)
}

// keep notes what the later checks need of an entry.
func (v *verifier) keep(o *ledger.Opened) {
	v.entries = append(v.entries, entryOf(o))
	if o.Item != nil {
		v.item(o)
	}
}

func entryOf(o *ledger.Opened) entry {
	b := o.Body
	e := entry{index: o.Index, position: b.Position, chain: b.Chain, commitment: o.Commitment, previous: b.Previous, kind: b.Kind, at: b.At, withheld: o.Withheld}
	if o.Item != nil {
		e.came, e.beacon = latest(o.Item.NotBefore)
	}
	return e
}

// latest is the beacon that came last. One without a moment shows none.
func latest(bs []ledger.Beacon) (at span.Instant, name string) {
	for _, b := range bs {
		if t, err := ledger.ParseInstant(b.Came); err == nil && t > at {
			at, name = t, b.Name
		}
	}
	return at, name
}

// item notes what is shown, and checks its bytes.
func (v *verifier) item(o *ledger.Opened) {
	position, it := o.Body.Position, o.Item
	s := shownEntry{position: position, kind: it.Kind, class: it.Class, private: o.Private}
	if it.Edit != nil {
		s.path = it.Edit.Path
		v.edit(position, it)
	}
	if it.Released != nil {
		class := it.Released.Class
		s.released = &class
	}
	v.shown = append(v.shown, s)
	if err := v.marks.Add(position, it); err != nil {
		v.report.check(12).fail("%s", err)
	}
	if it.Erased != nil {
		v.erases[it.Erased.Position] = true
	}
	if it.Rotated != nil {
		v.rotated = append(v.rotated, rotation{position, o.Index, it.Rotated.Old, it.Rotated.New})
	}
	for i := range it.Blobs {
		v.blob(position, it, &it.Blobs[i])
	}
}

func (v *verifier) edit(position uint64, it *ledger.Item) {
	c := v.report.check(2)
	x := edited{position: position}
	switch {
	case it.Edit.Gone && len(it.Blobs) == 0:
	case it.Edit.Gone || len(it.Blobs) != 1 || it.Blobs[0].Cipher != nil:
		c.fail("the change at position %d does not have the file as its only blob", position)
	default:
		x.sha256 = it.Blobs[0].SHA256
	}
	if had, ok := v.files[it.Edit.Path]; !ok || had.position <= position {
		v.files[it.Edit.Path] = x
	}
}

// blob checks the bytes of an entry that is shown, as they are stored.
func (v *verifier) blob(position uint64, it *ledger.Item, b *ledger.Blob) {
	c := v.report.check(2)
	size, sha256, sha512 := b.Bytes, b.SHA256, b.SHA512
	if b.Cipher != nil {
		size, sha256, sha512 = b.Cipher.Bytes, b.Cipher.SHA256, b.Cipher.SHA512
	}
	v.used[sha256] = true
	switch {
	case it.Kind != ledger.Keep || it.Source == "":
	case b.SHA256 == "":
		v.unread++
	default:
		v.kept[it.Source] = append(v.kept[it.Source], b.SHA256)
	}
	e := v.bag.File(ledger.BlobsDir + sha256)
	switch {
	case e == nil:
		c.fail("the bytes of position %d are not here: no file %s", position, ledger.BlobsDir+sha256)
	case e.Size != size || hex.EncodeToString(e.SHA256[:]) != sha256 || hex.EncodeToString(e.SHA512[:]) != sha512:
		c.fail("%s is not the bytes that were sealed at position %d", e.Name, position)
	}
}
