package archive

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/geo"
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

// Adds are the records of what was added, in order.
func (a *Archive) Adds() ([]*Add, error) {
	var out []*Add
	for _, ref := range a.m.Adds {
		x, err := readAdd(a.dir, ref)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
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
		err := f.pick(ctx, q.wishes(), func(p *track.Point) error {
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

// wishes are what a query asks of columns.
func (q Query) wishes() []wish {
	out := []wish{timeWish(q.Between)}
	if q.Within != (geo.Box{}) {
		out = append(out, placeWishes(q.Within)...)
	}
	if set := q.asks(); set != nil {
		out = append(out, addressWish(set))
	}
	return out
}

var columnOf = struct{ time, lat, lon, address, proves int }{
	fixes.at("time"), fixes.at("lat"), fixes.at("lon"), fixes.at("address"), fixes.at("proves")}

func timeWish(s span.Span) wish {
	lo, hi := int64(s.Earliest()), int64(s.Latest())
	return wish{column: columnOf.time,
		may: func(least, most parquet.Value) bool { return least.Int64() <= hi && most.Int64() >= lo },
		is:  func(v parquet.Value) bool { t := v.Int64(); return lo <= t && t <= hi }}
}

func placeWishes(b geo.Box) []wish {
	return []wish{
		{column: columnOf.lat,
			may: func(least, most parquet.Value) bool {
				return b.Meets(geo.Degrees(least.Double()), geo.Degrees(most.Double()), -180, 180)
			},
			is: func(v parquet.Value) bool { x := geo.Degrees(v.Double()); return b.South <= x && x <= b.North }},
		{column: columnOf.lon,
			may: func(least, most parquet.Value) bool {
				return b.Meets(-90, 90, geo.Degrees(least.Double()), geo.Degrees(most.Double()))
			},
			is: func(v parquet.Value) bool {
				x := geo.Degrees(v.Double())
				return b.Meets(-90, 90, x, x)
			}},
	}
}

// addressWish asks for any of a set of aircraft; positions without an address do.
func addressWish(set map[track.Address]bool) wish {
	texts := map[string]bool{}
	var sorted []string
	for a := range set {
		if !a.IsZero() {
			texts[a.String()] = true
			sorted = append(sorted, a.String())
		}
	}
	slices.Sort(sorted)
	return wish{column: columnOf.address, null: set[track.Address{}],
		may: func(least, most parquet.Value) bool {
			i, _ := slices.BinarySearch(sorted, string(least.ByteArray()))
			return i < len(sorted) && sorted[i] <= string(most.ByteArray())
		},
		is: func(v parquet.Value) bool { return texts[string(v.ByteArray())] }}
}

// Legs gives the legs whose time in the air meets a span, in order of their first
// position in the air; those that began on the day before are found too.
func (a *Archive) Legs(ctx context.Context, s span.Span) iter.Seq2[Leg, error] {
	return func(yield func(Leg, error) bool) {
		for _, f := range a.m.files(legs.name) {
			more, err := a.legsOf(ctx, f, s, yield)
			if err != nil {
				yield(Leg{}, err)
				return
			}
			if !more {
				return
			}
		}
	}
}

func (a *Archive) legsOf(ctx context.Context, f File, s span.Span, yield func(Leg, error) bool) (bool, error) {
	x, err := open(a, f, legs, func() Leg { return Leg{} })
	if err != nil {
		return false, err
	}
	defer x.Close()
	lo, hi := int64(s.Earliest()), int64(s.Latest())
	more := true
	err = x.pick(ctx, []wish{
		{column: legs.at("first_in_air"), may: func(least, _ parquet.Value) bool { return least.Int64() <= hi }, is: func(v parquet.Value) bool { return v.Int64() <= hi }},
		{column: legs.at("last_in_air"), may: func(_, most parquet.Value) bool { return most.Int64() >= lo }, is: func(v parquet.Value) bool { return v.Int64() >= lo }},
	}, func(l *Leg) error {
		if more = yield(*l, nil); !more {
			return errStop
		}
		return nil
	})
	if err == errStop {
		err = nil
	}
	return more, err
}
