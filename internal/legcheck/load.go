package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// check is one aircraft of one file: its rows of the table, in order of time,
// what the program reads of it, and what it says.
type check struct {
	file  string
	rows  []row
	track *track.Track
	legs  []track.Leg
	low   []span.Span // touch-and-goes, go-arounds and low approaches that the program reports
	// fixes are the positions as read, before anything is marked or dropped but
	// exact repeats: what the rules of others are given.
	fixes []track.Fix
}

// group is the folder that the file lies in, which is its source.
func (c *check) group() string {
	return strings.TrimSuffix(filepath.ToSlash(filepath.Dir(c.file)), "/")
}

// load reads every file that the rows name, and of it the aircraft that they
// name.
func load(data string, rows []row) ([]*check, error) {
	var out []*check
	for len(rows) > 0 {
		n := slices.IndexFunc(rows, func(r row) bool { return r.file != rows[0].file })
		if n < 0 {
			n = len(rows)
		}
		cs, err := loadFile(data, rows[:n])
		if err != nil {
			return nil, err
		}
		out, rows = append(out, cs...), rows[n:]
	}
	return out, nil
}

func loadFile(data string, rows []row) ([]*check, error) {
	by := map[track.Address]*check{}
	var out []*check
	for _, r := range rows {
		c := by[r.addr]
		if c == nil {
			c = &check{file: r.file}
			by[r.addr], out = c, append(out, c)
		}
		c.rows = append(c.rows, r)
	}
	f, err := os.Open(filepath.Join(data, filepath.FromSlash(rows[0].file)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	opts := feed.Options{Keep: func(a track.Address) bool { return by[a] != nil }}
	_, err = feed.Read(f, rows[0].file, opts, func(t *track.Track) error {
		if c := by[t.Address]; c != nil && c.track == nil {
			c.track = t
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, c := range out {
		if c.track == nil {
			return nil, fmt.Errorf("%s: no track of %v", c.file, c.rows[0].addr)
		}
		c.analyse()
	}
	return out, nil
}

func (c *check) analyse() {
	slices.SortStableFunc(c.rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.within.Earliest(), b.within.Earliest()), cmp.Compare(a.within.Latest(), b.within.Latest()))
	})
	c.track.Sort()
	c.fixes = slices.Clone(c.track.Fixes)
	a := track.Analyse(c.track, track.Jet, atlas.Airfields, nil)
	c.legs, c.low = a.Legs, nil
	for _, l := range a.Legs {
		for _, x := range l.Stops {
			c.low = append(c.low, x.Between)
		}
	}
	for _, e := range a.Events {
		if e.Kind == track.GoAround || e.Kind == track.LowApproach {
			c.low = append(c.low, e.Between)
		}
	}
}

// sameField reports whether two codes are of one airfield.
func sameField(a, b string) bool {
	if a == b {
		return true
	}
	for _, code := range []string{a, b} {
		if f, ok := place.Airport(code); ok && (f.Ident == a || slices.Contains(f.Also, a)) && (f.Ident == b || slices.Contains(f.Also, b)) {
			return true
		}
	}
	return false
}
