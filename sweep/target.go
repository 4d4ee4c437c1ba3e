package sweep

import (
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// Near is how near an airport is near.
const Near = 10 * geo.NauticalMile

// target is an area that is asked about, at a time.
type target struct {
	name     string
	area     track.Area
	from, to span.Instant
	airport  bool // whose crossings are of no interest
}

// roundArea is the area within a distance of a point. It is drawn with so many
// corners that the error of the drawing is small, and stated; what is asked of it
// often is answered by the distance itself.
func roundArea(id string, at geo.Point, within geo.Meters) track.Area {
	const corners = 72
	drawn := geo.Area{ID: id, Error: max(within/500, 30)}
	for i := range corners {
		p, _ := geo.Direct(at, geo.Degrees(i*360/corners), within)
		drawn.Outline = append(drawn.Outline, p)
	}
	a := track.AreaOf(drawn)
	a.Clear = func(p geo.Point) geo.Meters { return max(0, abs(geo.Distance(at, p)-within)-1) }
	a.Contains = func(p geo.Point) tri.Truth {
		switch d := geo.Distance(at, p); {
		case d < within-1:
			return tri.Yes
		case d > within+1:
			return tri.No
		}
		return tri.Unknown
	}
	a.MayMeet = func(from, to geo.Point, budget geo.Meters) bool {
		d, e := geo.Distance(at, from)-within, geo.Distance(at, to)-within
		return (d > 0) != (e > 0) || abs(d)+abs(e) <= budget+2
	}
	return a
}

func abs(d geo.Meters) geo.Meters { return max(d, -d) }

// chart says of each cell of a degree which targets may be met from a position in
// it within margin. Of over 64 targets the last share a bit.
type chart struct {
	cells   [180 * 360]uint64
	targets []*target
}

const (
	// margin is how far from a cell a target is looked for: what is flown in
	// shortStep at the greatest speed of a Jet, and slack.
	margin geo.Meters = 27_000
	// shortStep is the time between positions up to which the cells alone decide.
	shortStep = span.Instant(60_000)
	// slack bounds the radii of two positions that prove, the greatest that ADS-B
	// has being 37,040 m, the time slack of both, and the error of measures here.
	slack geo.Meters = 80_000
	// halfCell is more than half the diagonal of a cell.
	halfCell geo.Meters = 79_000
)

func newChart(ts []*target) *chart {
	c := &chart{targets: ts}
	for i, t := range ts {
		bit := bitOf(i)
		for y := range 180 {
			for x := range 360 {
				p := geo.Point{Lat: geo.Degrees(y) - 89.5, Lon: geo.Degrees(x) - 179.5}
				if t.far(p) <= halfCell+margin+slack {
					c.cells[y*360+x] |= bit
				}
			}
		}
	}
	return c
}

func bitOf(i int) uint64 { return 1 << min(i, 63) }

// far is no more than the distance of p from the target; 0 in it.
func (t *target) far(p geo.Point) geo.Meters {
	if t.area.Contains(p) != tri.No {
		return 0
	}
	return t.area.Clear(p)
}
