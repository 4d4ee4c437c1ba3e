package archive

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Archive is an archive that is open for reading. It reads no more than it is
// asked for, and may be used by several goroutines at once.
type Archive struct {
	dir string
	m   *Manifest
}

// Open opens the archive in a folder. Its error is ErrNone if there is none.
func Open(dir string) (*Archive, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	return &Archive{dir, m}, nil
}

// Manifest is what the archive holds. It is not to be changed.
func (a *Archive) Manifest() *Manifest { return a.m }

// Digest is the digest of the manifest's bytes, as they are now.
func (a *Archive) Digest() (string, error) {
	b, err := os.ReadFile(filepath.Join(a.dir, manifestName))
	return cite.Sum(b).String(), err
}

// open opens a file of the archive.
func open[R any](a *Archive, f File, t *table[R], blank func() R) (*file[R], error) {
	out, err := openFile(filepath.Join(a.dir, filepath.FromSlash(f.Name)), t, blank)
	if err != nil {
		return nil, fmt.Errorf("%w (if the archive was compacted just now, ask again)", err)
	}
	return out, nil
}

var _ History = (*Archive)(nil).History

// mostAtOnce is how many positions of a day are held at once in any case.
const mostAtOnce = 200_000

// History gives the positions that a query chooses; see the type History. Memory
// holds those of ten minutes, or, of a query that names aircraft and of a small
// day, those of a day.
func (a *Archive) History(ctx context.Context, q Query) iter.Seq2[track.Point, error] {
	return func(yield func(track.Point, error) bool) {
		if err := q.check(); err != nil {
			yield(track.Point{}, err)
			return
		}
		for _, group := range byDay(a.m.files(fixes.name), q.Between) {
			if more, err := a.ofDay(ctx, q, group, yield); err != nil {
				yield(track.Point{}, err)
				return
			} else if !more {
				return
			}
		}
	}
}

// byDay are the files with positions within a span, those of a day together.
func byDay(fs []File, s span.Span) (out [][]File) {
	for _, f := range fs {
		if f.First == nil || f.Last == nil || *f.First > s.Latest() || *f.Last < s.Earliest() {
			continue
		}
		if n := len(out); n > 0 && out[n-1][0].Day == f.Day {
			out[n-1] = append(out[n-1], f)
			continue
		}
		out = append(out, []File{f})
	}
	return out
}

// ofDay gives the positions of one day.
func (a *Archive) ofDay(ctx context.Context, q Query, group []File, yield func(track.Point, error) bool) (bool, error) {
	var files []*file[track.Point]
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	first, last, stored := q.Between.Latest(), q.Between.Earliest(), int64(0)
	for _, f := range group {
		stored += f.Rows
		x, err := open(a, f, fixes, blank)
		if err != nil {
			return false, err
		}
		files = append(files, x)
		first, last = min(first, *f.First), max(last, *f.Last)
	}
	first, last = max(first, q.Between.Earliest()), min(last, q.Between.Latest())
	step := span.Instant(slot)
	if len(q.Addresses) > 0 || stored <= mostAtOnce {
		step = msDay
	}
	for from := first - mod(first, step); from <= last; from += step {
		part := q
		part.Between = span.Of(max(first, from), min(last, from+step-1))
		if more, err := stretch(ctx, part, files, yield); err != nil || !more {
			return false, err
		}
	}
	return true, nil
}

// mod is the rest of a division that rounds down.
func mod(t, by span.Instant) span.Instant { return ((t % by) + by) % by }

// stretch gives the positions of a stretch of time that memory holds at once.
func stretch(ctx context.Context, q Query, files []*file[track.Point], yield func(track.Point, error) bool) (bool, error) {
	var found []track.Point
	for _, f := range files {
		err := f.pick(ctx, fixes.wishes(q.conditions()), func(p *track.Point) error {
			found = append(found, *p)
			return nil
		})
		if err != nil {
			return false, err
		}
	}
	slices.SortFunc(found, func(a, b track.Point) int { return Compare(&a, &b) })
	for i := range found {
		if ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
		if !yield(found[i], nil) {
			return false, nil
		}
	}
	return true, nil
}

// Legs gives the legs whose time in the air meets a span, in order of their first
// position in the air; those that began on the day before are found too.
func (a *Archive) Legs(ctx context.Context, s span.Span) iter.Seq2[Leg, error] {
	return func(yield func(Leg, error) bool) {
		fs := a.m.files(legs.name)
		for len(fs) > 0 {
			n := 1
			for n < len(fs) && fs[n].Day == fs[0].Day {
				n++
			}
			found, err := a.legsOf(ctx, fs[:n], s)
			if err != nil {
				yield(Leg{}, err)
				return
			}
			for _, l := range found {
				if !yield(l, nil) {
					return
				}
			}
			fs = fs[n:]
		}
	}
}

// inAir are what is asked of legs whose time in the air meets a span.
func inAir(s span.Span) []Condition {
	return []Condition{
		{Column: "first_in_air", Time: span.Of(span.Beginning, s.Latest())},
		{Column: "last_in_air", Time: span.Of(s.Earliest(), span.End)},
	}
}

// legsOf are the legs in the files of one day.
func (a *Archive) legsOf(ctx context.Context, fs []File, s span.Span) (found []Leg, err error) {
	for _, f := range fs {
		x, err := open(a, f, legs, func() Leg { return Leg{} })
		if err != nil {
			return nil, err
		}
		err = x.pick(ctx, legs.wishes(inAir(s)), func(l *Leg) error {
			found = append(found, *l)
			return nil
		})
		x.Close()
		if err != nil {
			return nil, err
		}
	}
	sortLegs(found)
	return found, nil
}
