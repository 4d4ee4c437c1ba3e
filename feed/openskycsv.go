package feed

// isOpenSkyCSV tells a table of state vectors by its columns.
func isOpenSkyCSV(head []byte) bool { return osDialectOf(headerOf(head)) != nil }

// readOpenSkyCSV reads state vectors as OpenSky's archive and database give
// them, or as the traffic library writes them.
func readOpenSkyCSV(in *input) error {
	t, err := openTable(in)
	if err != nil {
		return err
	}
	d := osDialectOf(t.header)
	if d == nil {
		return in.fail(t.row, t.start, t.text, "its columns are not those of state vectors", "")
	}
	o, at := newOSReader(in, d), d.columnsOf(t.header)
	for t.next() {
		r := osRow{row: t.row, at: t.start}
		for role, i := range at {
			r.cell[role] = t.cell(i)
		}
		if err := o.add(&r); err != nil {
			return err
		}
	}
	if err := t.close(); err != nil {
		return err
	}
	return o.finish()
}
