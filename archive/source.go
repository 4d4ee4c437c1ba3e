package archive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/track"
)

// source is a file whose tracks come.
type source struct {
	name   string // as tracks have it
	digest cite.Digest
	number int
}

// Source says that tracks will come from a file, by the name that their origins
// have or begin with, and how the archive is to name it. It returns its number.
func (a *Adder) Source(name, shown string) int {
	a.by[name] = len(a.sources)
	a.sources = append(a.sources, source{name: name, number: len(a.record.Sources)})
	a.record.Sources = append(a.record.Sources, Source{Name: shown})
	return len(a.record.Sources) - 1
}

// ErrHave is that the archive has a file already.
var ErrHave = errors.New("the archive has it already")

// Digest says which bytes a source was, by its number. Its error is ErrHave if
// the archive has positions from the same bytes.
func (a *Adder) Digest(number int, d cite.Digest, bytes int64) error {
	s := &a.record.Sources[number]
	s.Digest, s.Bytes = d.String(), bytes
	a.sources[number].digest = d
	if a.have == nil {
		if err := a.readHave(); err != nil {
			return err
		}
	}
	if where, ok := a.have[s.Digest]; ok {
		return fmt.Errorf("%s: %w, as %s", s.Name, ErrHave, where)
	}
	a.have[s.Digest] = s.Name + " among the files now read"
	return nil
}

// readHave reads which sources the archive has.
func (a *Adder) readHave() error {
	a.have = map[string]string{}
	for _, ref := range a.m.Adds {
		old, err := readAdd(a.dir, ref)
		if err != nil {
			return err
		}
		for _, s := range old.Sources {
			a.have[s.Digest] = s.Name + " in " + ref.Name
		}
	}
	return nil
}

// readAdd reads the record of an add, and holds it to its digest.
func readAdd(dir string, ref AddRef) (*Add, error) {
	if base, ok := strings.CutPrefix(ref.Name, addsName+"/"); !ok || !isSeq(base, ".json") {
		return nil, fmt.Errorf("the manifest names a record %q: expected one like %q", ref.Name, "adds/000001.json")
	}
	name := filepath.Join(dir, filepath.FromSlash(ref.Name))
	b, err := readWhole(name)
	if err != nil {
		return nil, err
	}
	return parseAdd(name, b, ref)
}

// parseAdd reads the text of a record, and holds it to its digest; name is for
// errors.
func parseAdd(name string, b []byte, ref AddRef) (*Add, error) {
	x := &Add{}
	if err := fromJSON(name, b, x); err != nil {
		return nil, err
	}
	if have := cite.Sum(b).String(); have != ref.Digest {
		return nil, fmt.Errorf("read %s: its digest is %s, and the manifest has %s", name, have, ref.Digest)
	}
	return x, nil
}

// sourceOf is the source that an origin is, or lies in: archives put a slash
// between.
func (a *Adder) sourceOf(origin string) (source, error) {
	for name := origin; ; {
		if i, ok := a.by[name]; ok {
			return a.sources[i], nil
		}
		cut := strings.LastIndexByte(name, '/')
		if cut < 0 {
			return source{}, fmt.Errorf("archive: positions come from %q, which is no source that was named", origin)
		}
		name = name[:cut]
	}
}

// Read says how the reading of the sources went.
func (a *Adder) Read(rows, unused int64, partial bool, notes []track.Note) {
	a.record.Rows, a.record.Unused, a.record.Partial = rows, unused, partial
	for _, n := range notes {
		name, _, _ := strings.Cut(n.Text, ": ")
		if s, err := a.sourceOf(name); err == nil {
			n.Text = a.record.Sources[s.number].Name + strings.TrimPrefix(n.Text, s.name)
		}
		a.record.Notes = append(a.record.Notes, Note{n.Row, n.Text})
	}
}

// holder stands for the digest of a source until it is known.
func (a *Adder) holder(number int) (d cite.Digest) {
	binary.BigEndian.PutUint32(d[:], uint32(number+1))
	return d
}

// resolve puts the digest of a source in the place of its number: digests are
// known only when files have been read.
func (a *Adder) resolve(p *track.Point) {
	p.Digest = a.sources[binary.BigEndian.Uint32(p.Digest[:])-1].digest
}
