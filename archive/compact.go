package archive

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/track"
)

// Compacted is how many files there were before and after, of the days that had
// several of a table.
type Compacted struct {
	Before int `json:"files_before"`
	After  int `json:"files_after"`
}

// Compact makes one file of each table out of the several that a day has. Every answer stays the
// same. Another process that reads meanwhile may have to ask again.
func Compact(ctx context.Context, dir string) (Compacted, error) {
	if _, err := readManifest(dir); err != nil {
		return Compacted{}, err
	}
	lock, err := lockArchive(ctx, dir)
	if err != nil {
		return Compacted{}, err
	}
	defer func() { _ = lock.Release() }()
	m, err := manifestToChange(dir)
	if err != nil {
		return Compacted{}, err
	}
	c := &compacting{ctx: ctx, a: &Archive{dir, m}, digests: map[string]string{}}
	for _, ref := range m.Adds {
		c.digests[ref.Name] = ref.Digest
	}
	for i, group := range several(m.Files) {
		if err := c.day(group, m.Next+int64(i)); err != nil {
			return Compacted{}, err
		}
	}
	if len(c.old) == 0 {
		return Compacted{}, nil
	}
	m.Next += int64(len(c.made))
	m.Files = append(slices.DeleteFunc(m.Files, func(f File) bool { return slices.ContainsFunc(c.old, func(o File) bool { return o.Name == f.Name }) }), c.made...)
	sortFiles(m.Files)
	if err := m.write(dir); err != nil {
		return Compacted{}, err
	}
	for _, f := range c.old {
		if err := durable.Remove(filepath.Join(dir, filepath.FromSlash(f.Name))); err != nil {
			return Compacted{}, fmt.Errorf("the archive is compacted, but an old file is still there: %w", err)
		}
	}
	return Compacted{len(c.old), len(c.made)}, nil
}

// several are the days with more than one file of a table, with all files of the
// day.
func several(fs []File) (out [][]File) {
	for len(fs) > 0 {
		n := 1
		for n < len(fs) && fs[n].Day == fs[0].Day {
			n++
		}
		tables := map[string]int{}
		for _, f := range fs[:n] {
			tables[filepath.Dir(f.Name)]++
		}
		if len(tables) < n {
			out = append(out, fs[:n])
		}
		fs = fs[n:]
	}
	return out
}

// compacting is one call of Compact.
type compacting struct {
	ctx       context.Context
	a         *Archive
	digests   map[string]string // of add records
	old, made []File
}

// day makes one file of each table of a day.
func (c *compacting) day(group []File, seq int64) error {
	m := &Manifest{Files: group}
	w := tables{dir: c.a.dir, seq: seq, adds: map[string]string{}}
	for _, f := range group {
		for _, name := range f.Adds {
			w.adds[name] = c.digests[name]
		}
	}
	err := w.write(
		func(give func(*track.Point) error) error {
			return merged(c, m.files(fixes.name), fixes, blank, compareStored, give)
		},
		func(give func(*silence) error) error {
			return merged(c, m.files(silences.name), silences, blankSilence, compareSilences, give)
		},
		func(give func(*Leg) error) error {
			return merged(c, m.files(legs.name), legs, func() Leg { return Leg{} }, compareLegs, give)
		})
	c.old, c.made = append(c.old, group...), append(c.made, w.done...)
	return err
}

// merged gives the rows of several files, each in order, in one order.
func merged[R any](c *compacting, fs []File, t *table[R], blank func() R, compare func(a, b *R) int, give func(*R) error) error {
	all := &merging[R]{compare: compare}
	defer all.close()
	for _, f := range fs {
		x, err := open(c.a, f, t, blank)
		if err != nil {
			return err
		}
		all.add(x.stream())
	}
	return all.each(c.ctx, give)
}
