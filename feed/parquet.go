package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/parquet-go/parquet-go"
)

// isParquet tells Parquet by its first four bytes.
func isParquet(head []byte) bool { return bytes.HasPrefix(head, []byte("PAR1")) }

// readParquet reads state vectors in Parquet, with the columns of OpenSky's
// archive and database or of the traffic library. Parquet is read from its end,
// so the file is first copied to a temporary one.
//
// BUG: the library that decodes Parquet believes what a page says of its size,
// so that a hostile file can make it take up to 2 GiB for one page.
func readParquet(in *input) (err error) {
	f, size, err := spool(in)
	if err != nil {
		return err
	}
	defer func() {
		f.Close()
		os.Remove(f.Name())
	}()
	defer func() { // the library panics on some damage
		if r := recover(); r != nil {
			err = in.fail(in.sum.Rows, -1, "", fmt.Sprintf("cannot read Parquet: %v", r), "")
		}
	}()
	file, err := parquet.OpenFile(f, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return in.fail(0, -1, "", "cannot read Parquet: "+err.Error(), "")
	}
	return (&vectors{in: in}).file(file)
}

// spool copies what is left of the input to a temporary file.
func spool(in *input) (*os.File, int64, error) {
	f, err := os.CreateTemp("", "holdshort-*.parquet")
	if err != nil {
		return nil, 0, in.fail(0, -1, "", "cannot make a temporary file: "+err.Error(), "")
	}
	n, err := io.Copy(f, io.LimitReader(in.r, MaxExpansion))
	if err != nil {
		f.Close()
		os.Remove(f.Name())
		return nil, 0, in.fail(0, n, "", "cannot copy to a temporary file: "+err.Error(), "")
	}
	return f, n, nil
}

// vectors is a Parquet file of state vectors while it is read.
type vectors struct {
	in     *input
	o      *osReader
	leaves []int        // the file's numbers of its flat columns
	at     [osRoles]int // places in leaves
}

// file reads every group of rows.
func (v *vectors) file(file *parquet.File) error {
	var names []string
	for _, c := range file.Root().Columns() {
		if c.Leaf() && !c.Repeated() {
			v.leaves = append(v.leaves, c.Index())
			names = append(names, c.Name())
		}
	}
	d := osDialectOf(names)
	if d == nil || d == &osHub {
		return v.in.fail(0, -1, fmt.Sprint(names), "its columns are not those of state vectors", "")
	}
	v.o, v.at = newOSReader(v.in, d), d.columnsOf(names)
	for _, group := range file.RowGroups() {
		if err := v.group(group); err != nil {
			var stop stopError
			if errors.As(err, &stop) {
				return stop.error
			}
			if err := broken(v.in, v.in.sum.Rows, -1, err); err != nil {
				return err
			}
			break
		}
	}
	return v.o.finish()
}

// group reads one group of rows, all of its columns in step.
func (v *vectors) group(group parquet.RowGroup) error {
	var columns [osRoles]*cells
	chunks := group.ColumnChunks()
	for role, i := range v.at {
		if i >= 0 {
			columns[role] = &cells{pages: chunks[v.leaves[i]].Pages()}
			defer columns[role].pages.Close()
		}
	}
	for n := group.NumRows(); n > 0; n-- {
		r := osRow{row: v.in.sum.Rows + 1, at: -1}
		for role, c := range columns {
			if c == nil {
				continue
			}
			text, err := c.next()
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			if err != nil {
				return err
			}
			r.cell[role] = text
		}
		v.in.sum.Rows++
		if err := v.o.add(&r); err != nil {
			return stopError{err}
		}
	}
	return nil
}

// cells gives the values of one column of a group one after another, as text.
type cells struct {
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buf    [256]parquet.Value
	i, n   int
}

func (c *cells) next() (string, error) {
	for c.i == c.n {
		if c.values == nil {
			page, err := c.pages.ReadPage()
			if err != nil {
				return "", err
			}
			c.page, c.values = page, page.Values()
		}
		n, err := c.values.ReadValues(c.buf[:])
		c.i, c.n = 0, n
		if err == io.EOF {
			c.values = nil // its page is not released: values may point into it
		} else if err != nil {
			return "", err
		}
	}
	c.i++
	return cellText(c.buf[c.i-1]), nil
}

// cellText is a value as text, with as many digits as give it back.
func cellText(v parquet.Value) string {
	if v.IsNull() {
		return ""
	}
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.FormatBool(v.Boolean())
	case parquet.Int32:
		return strconv.FormatInt(int64(v.Int32()), 10)
	case parquet.Int64:
		return strconv.FormatInt(v.Int64(), 10)
	case parquet.Float:
		return strconv.FormatFloat(float64(v.Float()), 'g', -1, 32)
	case parquet.Double:
		return strconv.FormatFloat(v.Double(), 'g', -1, 64)
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return string(v.ByteArray())
	}
	return "a value of a kind that is not read"
}
