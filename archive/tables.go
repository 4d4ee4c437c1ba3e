package archive

import (
	"maps"
	"slices"

	"github.com/holdshort/holdshort/track"
)

// tables writes the files of all tables.
type tables struct {
	dir  string
	seq  int64
	adds map[string]string
	done []File
}

// write writes what three sources of rows give, each in the order of its table.
func (w *tables) write(fs func(func(*track.Point) error) error, ss func(func(*silence) error) error, ls func(func(*Leg) error) error) error {
	names := slices.Sorted(maps.Keys(w.adds))
	err := writeTable(w, names, fixes, fs, func(p *track.Point) day { return dayOf(p.At) }, func(f *File, p *track.Point) {
		noteFix(f, p.At, p.Proves(), float64(p.Radius), p.Slack)
	})
	if err == nil {
		err = writeTable(w, names, silences, ss, (*silence).day, nil)
	}
	if err == nil {
		err = writeTable(w, names, legs, ls, func(l *Leg) day { return dayOf(l.First) }, nil)
	}
	return err
}

func writeTable[R any](w *tables, adds []string, t *table[R], rows func(func(*R) error) error, of func(*R) day, note func(*File, *R)) error {
	out := &days[R]{t: t, dir: w.dir, seq: w.seq, adds: w.adds, of: of, note: note}
	defer out.abandon()
	err := rows(out.add)
	if err == nil {
		err = out.end()
	}
	for _, f := range out.done {
		f.Adds = adds
		w.done = append(w.done, f)
	}
	return err
}
