package sealed

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/ledger"
)

// choice is what is shown of a chain.
type choice struct {
	chain  string
	reason []string        // by position: why it is withheld; empty if it is shown
	blobs  map[string]bool // SHA-256 of bytes that are shown, as stored
	files  map[string]file // the case's files by path
	hides  map[string]string
	tells  []bool          // by position: whether the private part is shown
	paths  map[string]bool // of files of which some version is shown
	names  []named
}

// named is an entry that is shown only if some version is shown of a file that it
// names: a removal, and a release of files by a pattern. Without one it would show
// nothing but the name.
type named struct {
	position      uint64
	path, pattern string // one of them
}

// file is the last edit that is shown of one file of the case.
type file struct {
	position uint64
	sha256   string // empty if it was removed
	cipher   bool   // stored encrypted
}

// choose reads the entries twice: first for the marks and what was erased, then
// for what follows from them.
func choose(in *Input) (*choice, error) {
	var marks ledger.Marks
	erased := map[uint64]bool{}
	n := uint64(0)
	for r, err := range in.Records {
		if err != nil {
			return nil, err
		}
		o, err := checked(r, n)
		if err != nil {
			return nil, err
		}
		n++
		if o.Item == nil {
			continue
		}
		if err := marks.Add(o.Body.Position, o.Item); err != nil {
			return nil, err
		}
		if o.Item.Erased != nil {
			erased[o.Item.Erased.Position] = true
		}
	}
	if n == 0 {
		return nil, errNone
	}
	ch := &choice{reason: make([]string, n), tells: make([]bool, n), blobs: map[string]bool{}, files: map[string]file{}, hides: map[string]string{}, paths: map[string]bool{}}
	for r, err := range in.Records {
		if err != nil {
			return nil, err
		}
		o, err := r.Check()
		if err != nil {
			return nil, err
		}
		ch.chain = o.Body.Chain.String()
		ch.take(o, in.Audience, &marks, erased)
	}
	ch.unname()
	return ch, nil
}

// unname withholds what names only files that are not shown.
func (ch *choice) unname() {
	paths := slices.Collect(maps.Keys(ch.paths))
	for _, x := range ch.names {
		if !ch.paths[x.path] && !slices.ContainsFunc(paths, func(p string) bool { return x.pattern != "" && ledger.Matches(x.pattern, p) }) {
			ch.reason[x.position], ch.tells[x.position] = string(ledger.Unmarked), false
		}
	}
}

func checked(r *ledger.Record, want uint64) (*ledger.Opened, error) {
	o, err := r.Check()
	switch {
	case err != nil:
		return nil, err
	case o.Body.Position != want:
		return nil, fmt.Errorf("the entry at position %d is given as number %d", o.Body.Position, want)
	case o.Item == nil && o.Withheld != ledger.Erased:
		return nil, fmt.Errorf("the entry at position %d has no item", want)
	}
	return o, nil
}

// take decides on one entry. What is erased is withheld with its item, since that
// has the digests of what had to go.
func (ch *choice) take(o *ledger.Opened, audience ledger.Class, marks *ledger.Marks, erased map[uint64]bool) {
	p := o.Body.Position
	if o.Item == nil || erased[p] {
		ch.reason[p] = ledger.Erased
		return
	}
	class := marks.Class(p, o.Item)
	edit := o.Item.Edit
	if !class.ShownTo(audience) {
		ch.reason[p] = string(class)
		if edit != nil {
			ch.hides[edit.Path] = string(class)
		}
		return
	}
	ch.tells[p] = marks.PrivateClass(p).ShownTo(audience)
	for _, b := range o.Item.Blobs {
		ch.blobs[b.Stored()] = true
	}
	if edit != nil {
		ch.edit(p, edit, o.Item.Blobs)
	}
	if r := o.Item.Released; r != nil && r.Pattern != "" {
		ch.names = append(ch.names, named{position: p, pattern: r.Pattern})
	}
}

// edit notes how a shown change left a file.
func (ch *choice) edit(p uint64, e *ledger.Edit, blobs []ledger.Blob) {
	f := file{position: p}
	if e.Gone {
		ch.names = append(ch.names, named{position: p, path: e.Path})
	} else if len(blobs) == 1 {
		f.sha256, f.cipher = blobs[0].Stored(), blobs[0].Cipher != nil
		ch.paths[e.Path] = true
	}
	ch.files[e.Path] = f
}

// caseFiles are the files of the case as of now, as far as they are shown.
func (ch *choice) caseFiles(in *Input) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, f := range ch.files {
		if f.sha256 == "" {
			continue
		}
		if err := bag.CheckName(ledger.CaseDir + name); err != nil {
			return nil, err
		}
		if f.cipher {
			return nil, fmt.Errorf("%s at position %d is stored encrypted, and the findings could not be derived from it", name, f.position)
		}
		r, err := in.Blob(f.sha256)
		if err != nil {
			return nil, fmt.Errorf("read %s of position %d: %w", name, f.position, err)
		}
		b, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("read %s of position %d: %w", name, f.position, err)
		}
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != f.sha256 {
			return nil, fmt.Errorf("the bytes of %s at position %d are not those that were sealed", name, f.position)
		}
		out[name] = b
	}
	if len(out) == 0 {
		return nil, &NotReleased{Withheld: ch.hidden()}
	}
	return out, nil
}

// hidden are the files whose last edit is withheld, each with its class.
func (ch *choice) hidden() []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(ch.hides)) {
		if _, shown := ch.files[name]; !shown {
			out = append(out, name+" ("+ch.hides[name]+")")
		}
	}
	return out
}

// head is exhibit.json. It checks the parts that are given beside the entries.
func (ch *choice) head(in *Input, caption string) (*ledger.Exhibit, error) {
	key, err := note.NewVerifier(in.Key)
	if err != nil {
		return nil, fmt.Errorf("the log's key %q: %w", in.Key, err)
	}
	newest, err := ledger.OpenCheckpoint(in.Checkpoint, key)
	if err != nil {
		return nil, fmt.Errorf("the newest checkpoint: %w", err)
	}
	policy, err := ledger.ParsePolicy(in.Policy)
	if err != nil {
		return nil, err
	}
	for _, g := range in.Growth {
		if in.Earlier[g.From] == nil {
			return nil, fmt.Errorf("a growth from size %d has no checkpoint", g.From)
		}
	}
	if len(in.Growth) != len(in.Earlier) {
		return nil, fmt.Errorf("%d earlier checkpoints have %d growths", len(in.Earlier), len(in.Growth))
	}
	growth := slices.Clone(in.Growth)
	slices.SortFunc(growth, func(a, b ledger.Growth) int { return cmp.Compare(a.From, b.From) })
	sum := sha256.Sum256(in.Policy)
	return &ledger.Exhibit{Version: ledger.ExhibitVersion, Tool: in.Tool, Engine: finding.Meaning, Caption: caption, Chain: ch.chain, Entries: uint64(len(ch.reason)),
		Origin: newest.Origin, Size: newest.Size, Root: base64.StdEncoding.EncodeToString(newest.Root[:]), Audience: in.Audience,
		Policy: ledger.PolicyName{Name: policy.Name, SHA256: hex.EncodeToString(sum[:])}, Growth: growth, Withheld: ch.withheld()}, nil
}

func (ch *choice) withheld() map[string]uint64 {
	out := map[string]uint64{}
	for _, why := range ch.reason {
		if why != "" {
			out[why]++
		}
	}
	return out
}

func (ch *choice) made(w bag.Written) *Made {
	m := &Made{Written: w, Chain: ch.chain, Entries: uint64(len(ch.reason)), Withheld: ch.withheld()}
	for p, why := range ch.reason {
		if why == "" {
			m.Shown = append(m.Shown, uint64(p))
		}
	}
	return m
}
