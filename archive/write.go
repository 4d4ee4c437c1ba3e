package archive

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"path"
	"path/filepath"

	"github.com/parquet-go/parquet-go"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/span"
)

// Sizes of what is written.
const (
	groupRows = 1 << 18 // rows in a row group
	pageBytes = 64 << 10
	runBytes  = 16 << 10 // pages of files that are merged: many are open at once
	batch     = 512      // rows handed over at once
)

// Keys of the metadata in each file.
const (
	keyFormat = "holdshort.archive" // Version
	keyTable  = "holdshort.table"   // fixes, silences or legs
	keyDay    = "holdshort.day"     // 2025-03-15
	keyAdds   = "holdshort.adds"    // the add records, by name, with the digest of each
)

// output is one file of a table while it is written.
type output[R any] struct {
	t     *table[R]
	name  string // from the archive's folder, with slashes
	file  *durable.Writer
	sum   hash.Hash
	size  counted
	w     *parquet.Writer
	rows  []parquet.Row
	n     int64 // rows in all
	group int64 // rows in the group that is open
}

// counted counts what is written.
type counted int64

func (c *counted) Write(b []byte) (int, error) {
	*c += counted(len(b))
	return len(b), nil
}

// create begins the file of a day.
func create[R any](dir string, t *table[R], d day, seq int64, adds map[string]string) (*output[R], error) {
	o := &output[R]{t: t, sum: sha256.New()}
	o.name = path.Join(t.name, "day="+d.String(), fmt.Sprintf("%06d.parquet", seq))
	folder := filepath.Join(dir, filepath.FromSlash(path.Dir(o.name)))
	if err := durable.MkdirAll(folder); err != nil {
		return nil, err
	}
	var err error
	if o.file, err = durable.NewWriter(folder, "."+path.Base(o.name)); err != nil {
		return nil, err
	}
	list, err := json.Marshal(adds)
	if err != nil {
		return nil, err
	}
	o.w = writer(io.MultiWriter(o.file, o.sum, &o.size), t, pageBytes,
		parquet.KeyValueMetadata(keyFormat, fmt.Sprint(Version)), parquet.KeyValueMetadata(keyTable, t.name),
		parquet.KeyValueMetadata(keyDay, d.String()), parquet.KeyValueMetadata(keyAdds, string(list)))
	return o, nil
}

func writer[R any](w io.Writer, t *table[R], page int, more ...parquet.WriterOption) *parquet.Writer {
	return parquet.NewWriter(w, append([]parquet.WriterOption{t.schema, parquet.PageBufferSize(page), parquet.CreatedBy("holdshort", fmt.Sprint(Version), ""),
		parquet.BloomFilters(parquet.SplitBlockFilter(10, "address"))}, more...)...)
}

// add writes a row.
func (o *output[R]) add(r *R) error {
	o.rows = appendRow(o.rows, o.t, r)
	o.n++
	if o.group++; len(o.rows) < batch && o.group < groupRows {
		return nil
	}
	return o.flush()
}

// appendRow adds a row, in the room of an earlier one if there is one.
func appendRow[R any](rows []parquet.Row, t *table[R], r *R) []parquet.Row {
	if len(rows) < cap(rows) {
		rows = rows[:len(rows)+1]
	} else {
		rows = append(rows, nil)
	}
	last := len(rows) - 1
	rows[last] = t.row(r, rows[last][:0])
	return rows
}

func (o *output[R]) flush() error {
	if _, err := o.w.WriteRows(o.rows); err != nil {
		return o.failed(err)
	}
	o.rows = o.rows[:0]
	if o.group < groupRows {
		return nil
	}
	o.group = 0
	return o.failed(o.w.Flush())
}

func (o *output[R]) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("write %s: %w", o.name, err)
}

// close gives the file its name and says what it is.
func (o *output[R]) close(dir string) (File, error) {
	defer o.file.Close()
	if err := o.flush(); err != nil {
		return File{}, err
	}
	if err := o.w.Close(); err != nil {
		return File{}, o.failed(err)
	}
	if err := o.file.Create(filepath.Join(dir, filepath.FromSlash(o.name)), 0o444); err != nil {
		return File{}, err
	}
	f := File{Name: o.name, Rows: o.n, Bytes: int64(o.size)}
	var d cite.Digest
	o.sum.Sum(d[:0])
	f.Digest = d.String()
	return f, nil
}

// days writes rows that come in order of day, one file for each.
type days[R any] struct {
	t    *table[R]
	dir  string
	seq  int64
	adds map[string]string
	of   func(*R) day
	note func(*File, *R) // what the manifest says of the rows; may be nil
	day  day
	out  *output[R]
	file File
	done []File
}

func (w *days[R]) add(r *R) error {
	d := w.of(r)
	if w.out != nil && d != w.day {
		if err := w.end(); err != nil {
			return err
		}
	}
	if w.out == nil {
		out, err := create(w.dir, w.t, d, w.seq, w.adds)
		if err != nil {
			return err
		}
		w.out, w.day, w.file = out, d, File{}
	}
	if w.note != nil {
		w.note(&w.file, r)
	}
	return w.out.add(r)
}

// end closes the file of the day.
func (w *days[R]) end() error {
	if w.out == nil {
		return nil
	}
	f, err := w.out.close(w.dir)
	w.out = nil
	if err != nil {
		return err
	}
	f.Day, f.First, f.Last = w.day.String(), w.file.First, w.file.Last
	f.Widest, f.Slackest = w.file.Widest, w.file.Slackest
	w.done = append(w.done, f)
	return nil
}

// abandon removes the file that is being written.
func (w *days[R]) abandon() {
	if w.out != nil {
		w.out.file.Close()
	}
}

// noteFix says of a file when its positions are, and the greatest error of those
// that a proof may rest on.
func noteFix(f *File, at span.Instant, proves bool, radius float64, slack span.Length) {
	if f.First == nil || at < *f.First {
		f.First = &at
	}
	if f.Last == nil || at > *f.Last {
		f.Last = &at
	}
	if proves {
		f.Widest, f.Slackest = max(f.Widest, radius), max(f.Slackest, int64(slack))
	}
}
