package feed

import (
	"bytes"
	"io"
	"strconv"
)

// maxColumned is how many rows are held of a file that gives whole columns one
// after another.
const maxColumned = 5_000_000

// isOpenSkyJSON tells the two shapes in which pandas writes a table: a list of
// rows, and an object of columns, each an object by row number.
func isOpenSkyJSON(head []byte) bool {
	return rowDialect(head) == &osNative || rowDialect(head) == &osTraffic || isColumned(head)
}

// isHub tells the snapshots by the columns of their first row.
func isHub(head []byte) bool { return rowDialect(head) == &osHub }

// rowDialect is the dialect of a list of rows, by the first.
func rowDialect(head []byte) *osDialect {
	w := newWindow(bytes.NewReader(trimMark(head)), nil)
	if !w.take('[') || w.peek() != '{' {
		return nil
	}
	first, err := w.value()
	if err != nil {
		return nil
	}
	var names []string
	eachMember(first, func(key, _ []byte) { names = append(names, string(key)) })
	return osDialectOf(names)
}

// isColumned tells an object whose first column is one of state vectors and
// whose first row is a number.
func isColumned(head []byte) bool {
	w := newWindow(bytes.NewReader(trimMark(head)), nil)
	if !w.take('{') {
		return false
	}
	name, ok, err := w.key(true)
	if err != nil || !ok || osNative.roles[name]+osTraffic.roles[name] == 0 || !w.take('{') {
		return false
	}
	row, ok, err := w.key(true)
	_, bad := strconv.Atoi(row)
	return ok && err == nil && bad == nil
}

// readHub reads snapshots.
func readHub(in *input) error {
	noteAt(in, 0, -1, "times are when a script asked OpenSky, in UTC, and a position may have been heard 300 s before; it asked about every half hour")
	return readOpenSkyJSON(in)
}

// readOpenSkyJSON reads either shape.
func readOpenSkyJSON(in *input) error {
	w := newWindow(in.r, nil)
	skipMark(w)
	if w.peek() == '{' {
		return readColumned(in, w)
	}
	var o *osReader
	err := errSyntax
	if w.take('[') {
		err = w.each(func() error { return osObject(in, w, &o) })
	}
	if stop, ok := err.(stopError); ok {
		return stop.error
	}
	if err := broken(in, in.sum.Rows, w.at(), err); err != nil || o == nil {
		return err
	}
	return o.finish()
}

// osObject reads one row.
func osObject(in *input, w *window, o **osReader) error {
	w.peek()
	at := w.at()
	v, err := w.value()
	if err != nil {
		return err
	}
	in.sum.Rows++
	if *o == nil {
		var names []string
		eachMember(v, func(key, _ []byte) { names = append(names, string(key)) })
		d := osDialectOf(names)
		if d == nil {
			return stopError{refuse(in, 1, at, "", "the first row is no state vector", "")}
		}
		*o = newOSReader(in, d)
	}
	if v[0] != '{' {
		in.unused(in.sum.Rows, at, "not an object")
		return nil
	}
	r := osRow{row: in.sum.Rows, at: at}
	eachMember(v, func(key, value []byte) {
		if role := (*o).dialect.roles[string(key)]; role != osNothing && value[0] != '{' && value[0] != '[' {
			if r.cell[role] == "" {
				r.cell[role] = leaf(value)
			}
		}
	})
	if err := (*o).add(&r); err != nil {
		return stopError{err}
	}
	return nil
}

// columned is an object of columns while it is read.
type columned struct {
	in    *input
	w     *window
	names []string
	index map[string]int // of row keys
	cells map[string][]string
}

// readColumned reads an object of columns. It must be whole: rows are complete
// only with the last of them.
func readColumned(in *input, w *window) error {
	c := &columned{in: in, w: w, index: map[string]int{}, cells: map[string][]string{}}
	w.take('{')
	for first := true; ; first = false {
		name, ok, err := w.key(first)
		if err == nil && !ok {
			break
		}
		if err == nil {
			err = c.column(name)
		}
		if stop, ok := err.(stopError); ok {
			return stop.error
		}
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return in.fail(0, w.at(), name, "cannot read columns: "+err.Error(), "a file that gives whole columns must be complete")
		}
	}
	return c.rows()
}

// column reads one column, or passes over it if it means nothing.
func (c *columned) column(name string) error {
	c.names = append(c.names, name)
	if osNative.roles[name]+osTraffic.roles[name] == 0 || !c.w.take('{') {
		return c.w.skip()
	}
	cells := make([]string, 0, len(c.index))
	for first := true; ; first = false {
		key, ok, err := c.w.key(first)
		if err != nil {
			return err
		}
		if !ok {
			c.cells[name] = cells
			return nil
		}
		v, err := c.w.value()
		if err != nil {
			return err
		}
		i, known := c.index[key]
		if !known {
			if i = len(c.index); i == maxColumned {
				return stopError{refuse(c.in, int64(i), c.w.at(), "", "holds more than 5000000 rows as columns", "write it as rows: orient=\"records\"")}
			}
			c.index[key] = i
		}
		for len(cells) <= i {
			cells = append(cells, "")
		}
		cells[i] = leaf(v)
	}
}

// rows makes fixes of the columns. A row's number is its place in them.
func (c *columned) rows() error {
	d := osDialectOf(c.names)
	if d == nil || d == &osHub {
		return c.in.fail(0, -1, "", "its columns are not those of state vectors", "")
	}
	o, at := newOSReader(c.in, d), d.columnsOf(c.names)
	for i := range len(c.index) {
		c.in.sum.Rows++
		r := osRow{row: int64(i + 1), at: -1}
		for role, name := range at {
			if name >= 0 && i < len(c.cells[c.names[name]]) {
				r.cell[role] = c.cells[c.names[name]][i]
			}
		}
		if err := o.add(&r); err != nil {
			return err
		}
	}
	return o.finish()
}
