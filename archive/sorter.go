package archive

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// sorter puts rows in order, in files beside the archive where they are more than
// memory should hold.
type sorter[R any] struct {
	t       *table[R]
	blank   func() R
	compare func(a, b *R) int
	dir     string // for files; it must be there
	most    int    // rows held
	rows    []R
	runs    []string
	made    int // files so far

	atOnce int // files that are merged; 0 for mostRuns
}

func (s *sorter[R]) add(r *R) error {
	s.rows = append(s.rows, *r)
	if len(s.rows) < s.most {
		return nil
	}
	return s.spill()
}

// sort puts the rows that are held in order. It moves each once: they are large.
func (s *sorter[R]) sort() {
	from := make([]int32, len(s.rows)) // where the row of a place is
	for i := range from {
		from[i] = int32(i)
	}
	slices.SortFunc(from, func(i, j int32) int { return cmp.Or(s.compare(&s.rows[i], &s.rows[j]), int(i-j)) })
	for i := range from {
		if from[i] < 0 {
			continue // it has been moved, in a round that began before
		}
		first, at := s.rows[i], int32(i)
		for next := from[at]; next != int32(i); next = from[at] {
			s.rows[at], from[at] = s.rows[next], -1
			at = next
		}
		s.rows[at], from[at] = first, -1
	}
}

// spill writes the rows that are held to a file.
func (s *sorter[R]) spill() error {
	s.sort()
	name, err := s.run(func(give func(*R) error) error {
		for i := range s.rows {
			if err := give(&s.rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
	s.runs, s.rows = append(s.runs, name), s.rows[:0]
	return err
}

// run writes rows, in order, to a new file, and returns its name.
func (s *sorter[R]) run(each func(give func(*R) error) error) (name string, err error) {
	name = filepath.Join(s.dir, fmt.Sprintf("%s-%d.parquet", s.t.name, s.made))
	s.made++
	f, err := os.Create(name)
	if err != nil {
		return name, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := writer(f, s.t, runBytes)
	var rows []parquet.Row
	failed := func(err error) error {
		if err == nil {
			return nil
		}
		return fmt.Errorf("write %s: %w", name, err)
	}
	put := func() error {
		_, err := w.WriteRows(rows)
		rows = rows[:0]
		return failed(err)
	}
	err = each(func(r *R) error {
		if rows = appendRow(rows, s.t, r); len(rows) < batch {
			return nil
		}
		return put()
	})
	if err == nil {
		err = put()
	}
	if err == nil {
		err = failed(w.Close())
	}
	return name, err
}

// mostRuns is how many files are merged at once: each takes some memory.
const mostRuns = 128

// each gives every row in order.
func (s *sorter[R]) each(ctx context.Context, give func(*R) error) error {
	s.sort()
	for most := cmp.Or(s.atOnce, mostRuns); len(s.runs) > most; {
		if err := s.pass(ctx, most); err != nil {
			return err
		}
	}
	return s.merge(ctx, s.runs, s.rows, give)
}

// pass merges the files in groups, in their order, and removes them.
func (s *sorter[R]) pass(ctx context.Context, most int) error {
	var merged []string
	for group := range slices.Chunk(s.runs, most) {
		name, err := s.run(func(give func(*R) error) error { return s.merge(ctx, group, nil, give) })
		if err != nil {
			return err
		}
		for _, old := range group {
			if err := os.Remove(old); err != nil {
				return err
			}
		}
		merged = append(merged, name)
	}
	s.runs = merged
	return nil
}

// merge gives the rows of files, and rows that are held, in order.
func (s *sorter[R]) merge(ctx context.Context, names []string, held []R, give func(*R) error) error {
	m := &merging[R]{compare: s.compare}
	defer m.close()
	for _, name := range names {
		f, err := openSized(name, s.t, s.blank, runBytes)
		if err != nil {
			return err
		}
		m.add(f.stream())
	}
	m.add(&stream[R]{rows: held})
	return m.each(ctx, give)
}

// stream is the rows of a file one after another, or rows that are held.
type stream[R any] struct {
	f     *file[R]
	in    *parquet.Reader
	buf   []parquet.Row
	texts texts
	rows  []R
	i     int
}

// stream reads all of the file, in its order. The stream closes it.
func (f *file[R]) stream() *stream[R] {
	return &stream[R]{f: f, in: parquet.NewReader(f.pf), buf: make([]parquet.Row, batch), texts: texts{}}
}

// peek is the next row; nil at the end.
func (s *stream[R]) peek() (*R, error) {
	if s.i < len(s.rows) {
		return &s.rows[s.i], nil
	}
	if s.in == nil {
		return nil, nil
	}
	n, err := s.in.ReadRows(s.buf)
	if err != nil && err != io.EOF {
		return nil, s.f.failed(err)
	}
	s.rows, s.i = s.rows[:0], 0
	for _, row := range s.buf[:n] {
		r := s.f.blank()
		s.f.t.fill(&r, row, s.texts)
		s.rows = append(s.rows, r)
	}
	if n == 0 {
		return nil, nil
	}
	return &s.rows[0], nil
}

func (s *stream[R]) close() {
	if s.in != nil {
		_ = s.in.Close()
		s.f.Close()
	}
}

// merging gives the rows of streams, each in order, in one order.
type merging[R any] struct {
	compare func(a, b *R) int
	all     []*stream[R] // to be closed
	heads   heads[R]
}

// heads is a heap of streams by their next rows; of equal ones the earlier added.
type heads[R any] struct {
	compare func(a, b *R) int
	s       []head[R]
}

type head[R any] struct {
	row *R
	s   *stream[R]
	n   int
}

func (h *heads[R]) Len() int { return len(h.s) }
func (h *heads[R]) Less(i, j int) bool {
	if c := h.compare(h.s[i].row, h.s[j].row); c != 0 {
		return c < 0
	}
	return h.s[i].n < h.s[j].n
}
func (h *heads[R]) Swap(i, j int) { h.s[i], h.s[j] = h.s[j], h.s[i] }
func (h *heads[R]) Push(x any)    { h.s = append(h.s, x.(head[R])) }
func (h *heads[R]) Pop() any {
	last := h.s[len(h.s)-1]
	h.s = h.s[:len(h.s)-1]
	return last
}

func (m *merging[R]) add(s *stream[R]) { m.all = append(m.all, s) }

func (m *merging[R]) close() {
	for _, s := range m.all {
		s.close()
	}
}

func (m *merging[R]) each(ctx context.Context, give func(*R) error) error {
	m.heads.compare = m.compare
	for i, s := range m.all {
		r, err := s.peek()
		if err != nil {
			return err
		}
		if r != nil {
			m.heads.s = append(m.heads.s, head[R]{r, s, i})
		}
	}
	heap.Init(&m.heads)
	for n := 0; m.heads.Len() > 0; n++ {
		if n%batch == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		top := &m.heads.s[0]
		if err := give(top.row); err != nil {
			return err
		}
		top.s.i++
		r, err := top.s.peek()
		if err != nil {
			return err
		}
		if top.row = r; r == nil {
			heap.Pop(&m.heads)
			continue
		}
		heap.Fix(&m.heads, 0)
	}
	return nil
}
