package place

import (
	_ "embed" // for the table
	"math"
	"strings"
	"sync"

	"github.com/holdshort/holdshort/geo"
)

//go:embed airports.gz
var packedFields []byte

// fieldsMagic begins the unpacked table of fields.
const fieldsMagic = "holdshort fields 1\n"

// fields is the table of fields, read at the first use.
var fields = sync.OnceValue(readFields)

type fieldTable struct {
	all   []Field // by Ident
	by    map[string]*Field
	cells cells
}

// Fields are all fields in order of Ident. They are shared: do not alter them.
func Fields() []Field { return fields().all }

// Airport is the field with a location indicator, such as "KHRL", in either
// case of letters; the other indicators of a field find it too. IATA codes and
// local ones do not, since they are given to unrelated fields as well.
func Airport(ident string) (*Field, bool) {
	f, ok := fields().by[strings.ToUpper(ident)]
	return f, ok
}

// What is written of a field, runway or end.
const (
	fieldHasElevation = 1 << iota
	fieldIsDisputed   // two positions
	fieldByRunways    // the first position is OurAirports'
)

const (
	runwayLighted = 1 << iota
	runwayClosed
)

const (
	endPlaced = 1 << iota
	endElevation
	endHeading
	endDisplaced
)

func readFields() *fieldTable {
	r := open(packedFields, fieldsMagic)
	divisions, countries, zones, surfaces, notes := r.list(), r.list(), r.list(), r.list(), r.list()
	t := &fieldTable{all: make([]Field, r.count())}
	runways := make([]Runway, 0, r.count())
	t.by = make(map[string]*Field, len(t.all))
	for i := range t.all {
		f := &t.all[i]
		f.Ident = r.text()
		if n := r.count(); n > 0 {
			f.Also = make([]string, n)
			for i := range f.Also {
				f.Also[i] = r.text()
			}
		}
		f.IATA, f.Local, f.Name, f.City = r.text(), r.text(), r.text(), r.text()
		f.Division, f.Country, f.Zone = divisions[r.count()], countries[r.count()], zones[r.count()]
		f.Note = notes[r.count()]
		flags := r.count()
		f.Elevation = nan
		if flags&fieldHasElevation != 0 {
			f.Elevation = Feet(r.signed()) / 10
		}
		lat, lon := r.signed(), r.signed()
		first, second := AirportsData, OurAirports
		if flags&fieldByRunways != 0 {
			first, second = second, first
		}
		f.Positions = []Position{{micro(lat, lon), first}}
		if flags&fieldIsDisputed != 0 {
			f.Positions = append(f.Positions, Position{micro(lat+r.signed(), lon+r.signed()), second})
		}
		begin := len(runways)
		for range r.count() {
			runways = append(runways, r.runway(surfaces, lat, lon))
		}
		f.Runways = runways[begin:len(runways):len(runways)]
	}
	for i := range t.all {
		f := &t.all[i]
		t.by[f.Ident] = f
		for _, a := range f.Also {
			t.by[a] = f
		}
		for _, p := range f.Positions {
			t.cells.add(p.At, int32(i))
		}
	}
	return t
}

func (r *reader) runway(surfaces []string, lat, lon int) Runway {
	w := Runway{Length: r.feet(), Width: r.feet(), Surface: surfaces[r.count()]}
	flags := r.count()
	w.Lighted, w.Closed = flags&runwayLighted != 0, flags&runwayClosed != 0
	for i := range w.Ends {
		e := &w.Ends[i]
		e.Name = r.text()
		e.Elevation, e.Heading = nan, geo.Degrees(math.NaN())
		flags := r.count()
		if flags&endPlaced != 0 {
			lat, lon = lat+r.signed(), lon+r.signed()
			e.At, e.Placed = micro(lat, lon), true
		}
		if flags&endElevation != 0 {
			e.Elevation = Feet(r.signed())
		}
		if flags&endHeading != 0 {
			e.Heading = geo.Degrees(r.count()) / 100
		}
		if flags&endDisplaced != 0 {
			e.Displaced = Feet(r.count())
		}
	}
	return w
}

// feet is a length, written one more than it is, and 0 if it is not known.
func (r *reader) feet() Feet {
	n := r.count()
	if n == 0 {
		return nan
	}
	return Feet(n - 1)
}

// micro is a point given in millionths of a degree.
func micro(lat, lon int) geo.Point {
	return geo.Point{Lat: geo.Degrees(float64(lat) / 1e6), Lon: geo.Degrees(float64(lon) / 1e6)}
}
