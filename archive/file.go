package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"
)

// file is a file of a table that is open.
type file[R any] struct {
	t     *table[R]
	blank func() R
	f     *os.File
	pf    *parquet.File
}

// openFile opens a file and holds its columns to those of the table.
func openFile[R any](name string, t *table[R], blank func() R) (*file[R], error) {
	return openSized(name, t, blank, 256<<10)
}

// openSized is openFile with so many bytes of room for each column that is read.
func openSized[R any](name string, t *table[R], blank func() R, room int) (_ *file[R], err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	out := &file[R]{t: t, blank: blank, f: f}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	defer out.guard(&err)
	out.pf, err = parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(room))
	if err != nil {
		return nil, out.failed(err)
	}
	if have, want := out.pf.Schema().String(), t.schema.String(); have != want {
		return nil, out.failed(errors.New("its columns are not those of the archive's version"))
	}
	return out, nil
}

// guard makes an error of a panic, which the library has for some damage.
func (f *file[R]) guard(err *error) {
	if r := recover(); r != nil {
		*err = f.failed(fmt.Errorf("it is damaged: %v", r))
	}
}

func (f *file[R]) failed(err error) error { return fmt.Errorf("read %s: %w", f.f.Name(), err) }

// Close closes the file.
func (f *file[R]) Close() error { return f.f.Close() }

// rows is a range of rows in a row group, the last not included.
type rows struct{ from, to int64 }

// pick gives the rows that fulfil every wish, in the file's order. Row groups and
// pages whose bounds exclude them are not read.
func (f *file[R]) pick(ctx context.Context, wishes []wish, give func(*R) error) error {
	return f.pickOnly(ctx, wishes, nil, give)
}

// pickOnly is pick with no more than some columns filled; nil for all.
func (f *file[R]) pickOnly(ctx context.Context, wishes []wish, columns []int, give func(*R) error) (err error) {
	defer f.guard(&err)
	for _, g := range f.pf.RowGroups() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		p := &picking[R]{f: f, chunks: g.ColumnChunks(), texts: texts{}}
		found, err := p.find([]rows{{0, g.NumRows()}}, wishes)
		if err == nil && len(found) > 0 {
			err = p.give(found, columns, give)
		}
		var stop stopped
		if errors.As(err, &stop) {
			return stop.error
		}
		if err != nil {
			return f.failed(err)
		}
	}
	return nil
}

// stopped is an error of who takes the rows.
type stopped struct{ error }

// picking is one row group while rows are picked from it.
type picking[R any] struct {
	f      *file[R]
	chunks []parquet.ColumnChunk
	texts  texts
}

// find is the rows that fulfil every wish. It looks at the bounds of all columns
// before it reads any.
func (p *picking[R]) find(in []rows, wishes []wish) ([]rows, error) {
	for _, w := range wishes {
		chunk, ok := p.chunks[w.column].(*parquet.FileColumnChunk)
		if !ok {
			continue
		}
		if least, most, ok := chunk.Bounds(); ok && !(w.null && chunk.NullCount() != 0) && !w.may(least, most) {
			return nil, nil
		}
	}
	for _, w := range wishes {
		var err error
		if in, err = p.pages(in, w); err != nil || len(in) == 0 {
			return nil, err
		}
	}
	for _, w := range wishes {
		var found []rows
		err := p.values(w.column, in, func(row int64, v parquet.Value) {
			if v.IsNull() && w.null || !v.IsNull() && w.is(v) {
				found = extend(found, row)
			}
		})
		if in = found; err != nil || len(in) == 0 {
			return nil, err
		}
	}
	return in, nil
}

// extend adds a row, which comes after those in rs.
func extend(rs []rows, row int64) []rows {
	if n := len(rs); n > 0 && rs[n-1].to == row {
		rs[n-1].to++
		return rs
	}
	return append(rs, rows{row, row + 1})
}

// pages is what is left of ranges of rows without the pages that cannot fulfil a
// wish.
func (p *picking[R]) pages(in []rows, w wish) ([]rows, error) {
	bounds, err := p.chunks[w.column].ColumnIndex()
	if err != nil {
		return nil, err
	}
	offsets, err := p.chunks[w.column].OffsetIndex()
	if err != nil {
		return nil, err
	}
	var out []rows
	k := 0
	for i := range offsets.NumPages() {
		page := rows{offsets.FirstRowIndex(i), in[len(in)-1].to}
		if i+1 < offsets.NumPages() {
			page.to = offsets.FirstRowIndex(i + 1)
		}
		if !(w.null && bounds.NullCount(i) > 0) && (bounds.NullPage(i) || !w.may(bounds.MinValue(i), bounds.MaxValue(i))) {
			continue
		}
		for ; k < len(in) && in[k].to <= page.from; k++ {
		}
		for j := k; j < len(in) && in[j].from < page.to; j++ {
			if r := (rows{max(in[j].from, page.from), min(in[j].to, page.to)}); r.from < r.to {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// values gives the values of a column in ranges of rows.
func (p *picking[R]) values(column int, in []rows, give func(row int64, v parquet.Value)) error {
	r := &reader{pages: p.chunks[column].Pages()}
	defer r.close()
	for _, x := range in {
		for row := x.from; row < x.to; {
			values, err := r.at(row, x.to)
			if err != nil {
				return err
			}
			for i, v := range values {
				give(row+int64(i), v)
			}
			row += int64(len(values))
		}
	}
	return nil
}

// reader reads values of a column at rows that go up.
type reader struct {
	pages  parquet.Pages
	page   parquet.Page
	rows   rows // of the page
	values parquet.ValueReader
	next   int64 // row of the value that comes next
	buf    [1024]parquet.Value
}

func (r *reader) close() {
	parquet.Release(r.page)
	_ = r.pages.Close()
}

// readThrough is how many values are read and dropped rather than passed over.
const readThrough = 2048

// at is the values from a row on, one at least and none from the row to on. They
// hold until the next call.
func (r *reader) at(row, to int64) ([]parquet.Value, error) {
	if r.page == nil || row >= r.rows.to {
		if err := r.turn(row); err != nil {
			return nil, err
		}
	}
	if r.values == nil || row < r.next || row-r.next > readThrough {
		r.values, r.next = r.page.Slice(row-r.rows.from, r.rows.to-r.rows.from).Values(), row
	}
	for r.next < row {
		if _, err := r.read(row - r.next); err != nil {
			return nil, err
		}
	}
	n, err := r.read(min(to, r.rows.to) - row)
	return r.buf[:n], err
}

// read reads so many values at most, and one at least.
func (r *reader) read(most int64) (int, error) {
	n, err := r.values.ReadValues(r.buf[:min(int64(len(r.buf)), most)])
	if r.next += int64(n); n == 0 {
		return 0, noEnd(err)
	}
	return n, nil
}

// turn goes on to the page with a row.
func (r *reader) turn(row int64) error {
	if r.page == nil || row > r.rows.to {
		if err := r.pages.SeekToRow(row); err != nil {
			return err
		}
		r.rows.to = row
	}
	parquet.Release(r.page)
	page, err := r.pages.ReadPage()
	if r.page, r.values = page, nil; err != nil {
		return noEnd(err)
	}
	r.rows = rows{r.rows.to, r.rows.to + page.NumRows()}
	return nil
}

// noEnd is err, or that the file broke off: a page with rows was to come.
func noEnd(err error) error {
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// atOnce is how many rows are made at a time.
const atOnce = 1 << 14

// give makes rows of some columns and gives them; nil for all.
func (p *picking[R]) give(found []rows, columns []int, give func(*R) error) error {
	if columns == nil {
		for c := range p.f.t.columns {
			columns = append(columns, c)
		}
	}
	for len(found) > 0 {
		var some []rows
		some, found = take(found, atOnce)
		made := make([]R, 0, count(some))
		for _, r := range some {
			for range r.to - r.from {
				made = append(made, p.f.blank())
			}
		}
		for _, c := range columns {
			k, set := 0, p.f.t.columns[c].set
			if err := p.values(c, some, func(_ int64, v parquet.Value) {
				if !v.IsNull() {
					set(&made[k], v, p.texts)
				}
				k++
			}); err != nil {
				return err
			}
		}
		for i := range made {
			if err := give(&made[i]); err != nil {
				return stopped{err}
			}
		}
	}
	return nil
}

// count is how many rows there are in ranges.
func count(in []rows) (n int64) {
	for _, r := range in {
		n += r.to - r.from
	}
	return n
}

// take parts ranges after n rows.
func take(in []rows, n int64) (first, rest []rows) {
	for i, r := range in {
		if r.to-r.from > n {
			first = append(first, rows{r.from, r.from + n})
			return first, append([]rows{{r.from + n, r.to}}, in[i+1:]...)
		}
		first = append(first, r)
		n -= r.to - r.from
	}
	return first, nil
}

// errStop ends a reading that nobody goes on with.
var errStop = errors.New("stop")
