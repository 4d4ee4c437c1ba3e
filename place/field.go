package place

import (
	"math"

	"github.com/holdshort/holdshort/geo"
)

// Feet is a length or a height above mean sea level in international feet, the
// unit of the tables. It is NaN where the table gives none.
type Feet float32

// Meters is f in metres.
func (f Feet) Meters() geo.Meters { return geo.Meters(f) * 0.3048 }

// Field is an airport, airstrip, heliport or seaplane base.
//
// One field may have several four-letter location indicators, as Comayagua has
// MHPR and MHSC: where two tables use different ones for fields whose positions
// are within a kilometre, and neither table has the other's, they are taken to
// be one. That rests on position alone, and Note says so.
//
// A Field is shared: do not alter it.
type Field struct {
	Ident    string   // ICAO location indicator, or what the table has in its place
	Also     []string // other location indicators of the same field
	IATA     string   // "" if none
	Local    string   // the FAA's location identifier; "" if none
	Name     string   // "" if only runways are known
	City     string
	Division string // state, province or region
	Country  string // ISO 3166-1 alpha-2; "" if not known
	// Positions has at least one. The first is the one used. A second is kept
	// where the two tables differ by more than [Agreement].
	Positions []Position
	Elevation Feet
	Zone      string // IANA; "" if not known
	Runways   []Runway
	Note      string // what the reader should know of it; usually ""
}

// Agreement is how far apart two tables may have a field, in metres, before
// both positions are kept.
const Agreement geo.Meters = 200

// Position is where a table has a field: [AirportsData] its reference point,
// [OurAirports] the middle of its runway ends.
type Position struct {
	At    geo.Point
	Table string
}

// At is the position used.
func (f *Field) At() geo.Point { return f.Positions[0].At }

// Apart is the greatest distance in metres between positions of f, 0 if there
// is but one.
func (f *Field) Apart() geo.Meters {
	if len(f.Positions) < 2 {
		return 0
	}
	return geo.Distance(f.Positions[0].At, f.Positions[1].At)
}

// Reach is the greatest distance in metres from At to any known runway end.
// Aprons and taxiways may lie farther.
func (f *Field) Reach() geo.Meters {
	far := geo.Meters(0)
	for _, r := range f.Runways {
		for _, e := range r.Ends {
			if e.Placed {
				far = max(far, geo.Distance(f.At(), e.At))
			}
		}
	}
	return far
}

// Runway is a runway, or a helipad, which has one end, as [OurAirports] has it.
type Runway struct {
	Ends    [2]End
	Length  Feet
	Width   Feet
	Surface string // as the table has it, such as "ASP", "CON", "TURF"
	Lighted bool
	Closed  bool
}

// End is one end of a runway: the landing threshold if Displaced is 0.
type End struct {
	Name      string // "17", "18L", "H1"; "" if the end is not named
	At        geo.Point
	Placed    bool // whether At is known
	Elevation Feet
	Heading   geo.Degrees // of the runway seen from this end, true; NaN if not given
	Displaced Feet        // how far the threshold lies along the runway; 0 if not given
}

var nan = Feet(math.NaN())
