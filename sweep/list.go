package sweep

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/track"
)

// List is a watch-list: aircraft, operators, types, callsigns, airports and other
// places, each with its source and date. See docs/formats/lists.md.
type List struct {
	Name    string
	Entries []Entry
}

// Entry is one row of a list.
type Entry struct {
	Kind   string // one of Kinds
	Value  string
	Source string
	Date   string // YYYY-MM-DD, on which the source said so
	Note   string
	At     geo.Point  // of a place
	Radius geo.Meters // of a place
}

// Kinds are what a row of a list may be.
var Kinds = []string{"hex", "tail", "type", "operator", "call", "airport", "place"}

// Columns are those of a list, in any order; the last four may be missing.
var Columns = []string{"kind", "value", "source", "date", "note", "lat", "lon", "radius_km"}

// maxList bounds a list, in bytes.
const maxList = 16 << 20

// ReadList reads a list from a file. Its name is that of the file without the
// folder and what follows the first full stop.
func ReadList(file string) (*List, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	name, _, _ := strings.Cut(filepath.Base(file), ".")
	if !formula.IsName(name) {
		return nil, fmt.Errorf("%s: a list is named as its file, and %q is not a name: use letters, digits and -", file, name)
	}
	l, err := ParseList(io.LimitReader(f, maxList), file)
	if err != nil {
		return nil, err
	}
	l.Name = name
	return l, nil
}

// ParseList reads the rows of a list, which has no name then; file is for errors.
func ParseList(r io.Reader, file string) (*List, error) {
	c := csv.NewReader(r)
	c.Comment, c.FieldsPerRecord, c.TrimLeadingSpace = '#', 0, true
	head, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: it has no header; the first row is %s", file, strings.Join(Columns[:4], ","))
	}
	at := map[string]int{}
	for i, name := range head {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
		if _, twice := at[name]; twice || !isColumn(name) {
			return nil, fmt.Errorf("%s: line 1: the column %q is not known, or given twice; known are %s", file, name, strings.Join(Columns, ", "))
		}
		at[name] = i
	}
	for _, name := range Columns[:4] {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("%s: line 1: there is no column %q; each row has a source and a date", file, name)
		}
	}
	l := &List{}
	for {
		row, err := c.Read()
		if err == io.EOF {
			return l, nil
		}
		line, _ := c.FieldPos(0)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		e, err := entryOf(func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(row[i])
			}
			return ""
		})
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", file, line, err)
		}
		l.Entries = append(l.Entries, e)
	}
}

func isColumn(name string) bool {
	for _, c := range Columns {
		if c == name {
			return true
		}
	}
	return false
}

// entryOf is the entry of a row by its columns.
func entryOf(cell func(string) string) (e Entry, err error) {
	e = Entry{Kind: cell("kind"), Value: cell("value"), Source: cell("source"), Date: cell("date"), Note: cell("note")}
	if e.Source == "" || !isDate(e.Date) {
		return e, fmt.Errorf("%q needs a source and a date such as 2025-03-15, found %q and %q", e.Value, e.Source, e.Date)
	}
	switch e.Kind {
	case "hex":
		a, ok := track.ParseAddress(e.Value)
		if !ok {
			return e, fmt.Errorf("%q is not an ICAO address: six hexadecimal digits such as a2fe4c", e.Value)
		}
		e.Value = a.String()
	case "airport":
		if _, ok := place.Airport(e.Value); !ok {
			return e, fmt.Errorf("no airport has the indicator %q; for another place use the kind place, with lat and lon", e.Value)
		}
	case "place":
		return placeOf(e, cell)
	case "tail", "type", "operator", "call":
		if e.Value == "" {
			return e, fmt.Errorf("a row of kind %s has no value", e.Kind)
		}
		e.Value = strings.ToUpper(e.Value)
	default:
		return e, fmt.Errorf("the kind %q is not known; known are %s", e.Kind, strings.Join(Kinds, ", "))
	}
	return e, nil
}

// placeOf reads the point and the radius of a place.
func placeOf(e Entry, cell func(string) string) (Entry, error) {
	lat, err := strconv.ParseFloat(cell("lat"), 64)
	lon, err2 := strconv.ParseFloat(cell("lon"), 64)
	km := 18.52
	var err3 error
	if s := cell("radius_km"); s != "" {
		km, err3 = strconv.ParseFloat(s, 64)
	}
	e.At, e.Radius = geo.Point{Lat: geo.Degrees(lat), Lon: geo.Degrees(lon)}, geo.Meters(km*1000)
	switch {
	case errors.Join(err, err2, err3) != nil || !e.At.Valid() || !(km >= 0.1 && km <= 2000):
		return e, fmt.Errorf("the place %q needs lat and lon in degrees, and if any a radius_km from 0.1 to 2000", e.Value)
	case !formula.IsName(e.Value):
		return e, fmt.Errorf("%q is not a name for a place: use letters, digits and -", e.Value)
	}
	return e, nil
}

func isDate(s string) bool {
	for i, c := range s {
		if (i == 4 || i == 7) != (c == '-') || c != '-' && (c < '0' || c > '9') {
			return false
		}
	}
	return len(s) == 10
}
