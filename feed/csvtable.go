package feed

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// table reads the rows of a text table. A row is one line: a quoted field that
// runs over several lines makes each of them a row that cannot be used.
type table struct {
	in     *input
	sep    byte
	header []string // names in lower case, nil if the table has none
	loose  bool     // rows may have fewer or more fields than the header

	row   int64 // number of the line last read, from 1
	start int64 // byte at which it starts
	after int64 // byte after it
	text  string
	cells []string
	buf   []byte
	ended bool  // the line last read ended in a line feed
	err   error // that broke off the reading
}

// openTable reads the header of a table.
func openTable(in *input) (*table, error) {
	t := &table{in: in}
	for t.line() {
		if t.text == "" {
			continue
		}
		t.sep = separatorOf(t.text)
		cells, ok := splitCells(t.text, t.sep, nil)
		if !ok {
			return nil, in.fail(t.row, t.start, t.text, "cannot read header: a quote is not closed", "")
		}
		t.header = lowerNames(cells)
		return t, t.distinct()
	}
	return nil, in.fail(0, -1, "", "has no header", "")
}

// distinct refuses a header in which a name stands twice: which of the two
// columns is meant cannot be told.
func (t *table) distinct() error {
	for i, name := range t.header {
		if name != "" && slices.Contains(t.header[:i], name) {
			return t.in.fail(t.row, t.start, name, "two columns have the same name", "rename or remove one of them")
		}
	}
	return nil
}

// column is the place of the first of names that the header has, -1 if none.
func (t *table) column(names ...string) int {
	for _, name := range names {
		if i := slices.Index(t.header, name); i >= 0 {
			return i
		}
	}
	return -1
}

// cell is a field of the current row, without blanks around it; empty if the
// table has no such column.
func (t *table) cell(i int) string {
	if i < 0 || i >= len(t.cells) {
		return ""
	}
	return strings.TrimSpace(t.cells[i])
}

// next takes the next row that is not blank and can be split, and counts it.
func (t *table) next() bool {
	for t.line() {
		if strings.TrimSpace(t.text) == "" {
			continue
		}
		t.in.sum.Rows++
		cells, ok := splitCells(t.text, t.sep, t.cells[:0])
		t.cells = cells
		switch {
		case !ok:
			t.in.unused(t.row, t.start, "a quoted field is not closed on its line")
		case t.header == nil || t.loose || len(cells) == len(t.header):
			return true
		case len(cells) < len(t.header):
			t.short()
		default:
			t.in.unused(t.row, t.start, "more fields than the header has")
		}
	}
	return false
}

// short counts a row with too few fields. The last one of a file that has no
// line feed is where the file broke off.
func (t *table) short() {
	t.in.unused(t.row, t.start, "fewer fields than the header has")
	if !t.ended {
		t.in.sum.Partial = true
	}
}

// line takes the next line, without its end. A line beyond MaxRow is counted as
// a row that cannot be used.
func (t *table) line() bool {
	for t.err == nil {
		t.row, t.start = t.row+1, t.after
		whole, fits := t.readLine()
		if t.after == t.start {
			t.row--
			return false
		}
		if fits {
			if t.row == 1 {
				whole = strings.TrimPrefix(whole, bom)
			}
			t.text = whole
			return true
		}
		t.in.sum.Rows++
		t.in.unused(t.row, t.start, fmt.Sprintf("longer than %d bytes", MaxRow))
	}
	return false
}

// readLine takes bytes up to a line feed, and keeps no more than MaxRow.
func (t *table) readLine() (line string, fits bool) {
	t.buf, t.ended, fits = t.buf[:0], false, true
	for {
		part, err := t.in.r.ReadSlice('\n')
		t.after += int64(len(part))
		if len(t.buf)+len(part) > MaxRow {
			fits, part = false, nil
		}
		if err == nil && fits && len(t.buf) == 0 {
			t.ended = true
			return string(trimEnd(part)), true
		}
		t.buf = append(t.buf, part...)
		if err == nil {
			t.ended = true
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			t.err = err
			break
		}
	}
	return string(trimEnd(t.buf)), fits
}

func trimEnd(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}

// each takes every row: take makes a fix of the current one, or says why it
// cannot be used.
func (t *table) each(take func() (why string, err error)) error {
	for t.next() {
		why, err := take()
		if err == nil && why != "" {
			err = t.skip(why)
		}
		if err != nil {
			return err
		}
	}
	return t.close()
}

// skip counts the current row as not used. A decimal comma is an error of the
// whole file, for then the numbers of every row are in doubt.
func (t *table) skip(why string) error {
	if why == decimalComma {
		return refuse(t.in, t.row, t.start, t.text, decimalComma, commaHint)
	}
	t.in.unused(t.row, t.start, why)
	return nil
}

// close is called when no more rows come: it tells of a file that broke off.
func (t *table) close() error { return broken(t.in, t.row, t.after, t.err) }

// broken notes that a file broke off where err says, nil or io.EOF being no
// break. If nothing came before, it is an error.
func broken(in *input, row, at int64, err error) error {
	if err == nil || errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	if in.sum.Rows == 0 {
		return in.fail(row, at, "", "cannot read: "+err.Error(), "")
	}
	in.sum.Partial = true
	noteAt(in, row, at, "the file breaks off here: "+err.Error())
	return nil
}

// noteAt adds a note on the file.
func noteAt(in *input, row, at int64, text string) {
	in.sum.Notes = append(in.sum.Notes, track.Note{Row: row, Byte: at, Text: text})
}

// refuse is the error of a file of which nothing is used because of what stands
// at row: the rows before it do not count either.
func refuse(in *input, row, at int64, text, msg, hint string) error {
	in.sum.Rows, in.sum.Unused = 0, 0
	return in.fail(row, at, text, msg, hint)
}

const commaHint = "write numbers with a decimal point: 51.5, not 51,5"
