package track

import (
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Grade is how far a fix tells whether the aircraft was in the air.
type Grade uint8

// The grades. A proof rests on the strong ones alone.
const (
	Unclear      Grade = iota
	GroundWeak         // said to be on the ground once, or low and slow
	GroundStrong       // said to be on the ground, slowly enough, more than once
	AirWeak            // has a height and moves
	AirStrong          // too high, or too fast, to be on the ground
)

func (g Grade) air() bool { return g == AirWeak || g == AirStrong }

// Thresholds of grading. Pressure altitude is compared with a field's elevation
// only with room for the weather: 1,400 ft covers sea-level pressures from 965
// to 1065 hPa.
const (
	taxi      = 80.0  // knots: faster is no taxiing
	flying    = 200.0 // knots: no transport aircraft rolls so fast
	weather   = 1400.0
	clear     = 500.0 // feet above a field, and weather, that are no ground
	nearField = 9260  // metres, 5 NM: fields whose elevation counts
	persist   = span.Length(5 * span.Second)
)

// grades are those of the fixes, in order.
func (t *Track) grades(fields Fields) []Grade {
	g := grader{fields: fields}
	out := make([]Grade, len(t.Fixes))
	for i := range t.Fixes {
		out[i] = g.grade(&t.Fixes[i])
	}
	t.strengthen(out)
	return out
}

// grader remembers the field elevations about the last place asked for.
type grader struct {
	fields Fields
	at     geo.Point
	known  bool
	top    float64 // feet; the highest field within nearField and the cell
	any    bool
}

// elevation is that of the highest airfield near p; ok is false if there is
// none. Between look-ups p may move by a mile.
func (g *grader) elevation(p geo.Point) (float64, bool) {
	if g.fields == nil {
		return 0, false
	}
	if !g.known || math.Abs(float64(p.Lat-g.at.Lat)) > 0.02 || math.Abs(float64(p.Lon-g.at.Lon)) > 0.02 {
		g.at, g.known, g.any = p, true, false
		for _, f := range g.fields(p, nearField+5000) {
			if !g.any || f.Elevation > g.top {
				g.top, g.any = f.Elevation, true
			}
		}
	}
	return g.top, g.any
}

func (g *grader) grade(f *Fix) Grade {
	speed := float64(f.Speed)
	if f.Mark&(Vehicle|NotReceived) != 0 || f.Kind == Estimated {
		return Unclear
	}
	if f.Ground == OnGround {
		if speed > taxi {
			return Unclear // it may be rolling; it may be flying
		}
		return GroundWeak
	}
	if speed >= flying {
		return AirStrong
	}
	if f.Alt.Datum == NoAltitude && f.Ground != Airborne {
		return Unclear
	}
	elevation, ok := g.elevation(f.Pos)
	high := f.Alt.Datum != NoAltitude && ok && float64(f.Alt.Feet) > elevation+weather+clear
	switch {
	case high:
		return AirStrong
	case !ok && speed >= 130 && f.Alt.Datum != NoAltitude:
		return AirStrong // fast, and no airfield to be rolling on
	case speed > 60 || f.Ground == Airborne && !(speed < 60):
		return AirWeak
	}
	return Unclear
}

// strengthen makes weak ground strong where it persists: two fixes or more in a
// row that span persist, with nothing in the air between.
func (t *Track) strengthen(gs []Grade) {
	for i := 0; i < len(gs); {
		if gs[i] != GroundWeak {
			i++
			continue
		}
		j := i
		for j < len(gs) && !gs[j].air() {
			j++
		}
		last := j - 1
		for gs[last] != GroundWeak {
			last--
		}
		if last > i && span.Length(t.Fixes[last].At-t.Fixes[i].At) >= persist {
			for k := i; k <= last; k++ {
				if gs[k] == GroundWeak {
					gs[k] = GroundStrong
				}
			}
		}
		i = j
	}
}

// turn is the angle between two directions, 0 to 180 degrees.
func turn(a, b float64) float64 {
	d := math.Mod(math.Abs(a-b), 360)
	return min(d, 360-d)
}

func sinDegrees(d float64) float64 { return math.Sin(d * math.Pi / 180) }

func abs(x float64) float64 { return math.Abs(x) }
