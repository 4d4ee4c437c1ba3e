package track

import (
	"math"

	"github.com/holdshort/holdshort/geo"
)

// strip is a runway in one of its two directions.
type strip struct {
	ident  string
	from   geo.Point // the end where it begins
	length float64   // metres
	course float64   // degrees true, at that end

	sin, cos    float64 // of course
	north, east float64 // metres of a degree of latitude and longitude there
}

func newStrip(from, to RunwayEnd) strip {
	length, course, _ := geo.Inverse(from.Pos, to.Pos)
	s := strip{ident: from.Ident, from: from.Pos, length: float64(length), course: float64(course)}
	s.sin, s.cos = math.Sincos(s.course * math.Pi / 180)
	s.north, s.east = degreeAt(float64(from.Pos.Lat))
	return s
}

// degreeAt is the length in metres of a degree of latitude and of longitude on
// the WGS 84 ellipsoid at a latitude.
func degreeAt(lat float64) (north, east float64) {
	const a, e2 = 6378137.0, 0.00669437999014
	sin, cos := math.Sincos(lat * math.Pi / 180)
	w := math.Sqrt(1 - e2*sin*sin)
	return a * (1 - e2) / (w * w * w) * math.Pi / 180, a / w * cos * math.Pi / 180
}

// place is where p lies from the beginning of the runway, in metres: along its
// direction, and off it to the right. On the plane, which is true to a few
// metres within ten nautical miles.
func (s *strip) place(p geo.Point) (along, off float64) {
	y := float64(p.Lat-s.from.Lat) * s.north
	x := math.Remainder(float64(p.Lon-s.from.Lon), 360) * s.east
	return y*s.cos + x*s.sin, x*s.cos - y*s.sin
}

// Thresholds of runways. Within the buffer of one an aircraft may roll; in line
// with one it may be about to land, or have taken off.
const (
	bufferSide = 150.0 // metres either side; ours
	bufferEnd  = 500.0 // metres beyond the ends; ours
	inLine     = 185.0 // metres off the line through it: 0.1 NM, as xoolive/traffic's landing.py
	aligned    = 10.0  // degrees off its direction: the same program's takeoff.py
	rolling    = 20.0  // degrees off it on the ground, where the course may be the heading
)

// holds reports whether p lies in the buffer.
func (s *strip) holds(p geo.Point) bool {
	along, off := s.place(p)
	return abs(off) <= bufferSide && along >= -bufferEnd && along <= s.length+bufferEnd
}

// site is an airfield with its runways laid out.
type site struct {
	*Field
	strips []strip
}

func newSite(f Field) *site {
	s := &site{Field: &f}
	for _, r := range f.Runways {
		s.strips = append(s.strips, newStrip(r.Ends[0], r.Ends[1]), newStrip(r.Ends[1], r.Ends[0]))
	}
	return s
}

// distance is that of p in metres from the airfield's point or the nearest of
// its runways.
func (s *site) distance(p geo.Point) float64 {
	least := plane(s.Pos, p)
	for i := 0; i < len(s.strips); i += 2 {
		along, off := s.strips[i].place(p)
		beyond := math.Max(0, math.Max(-along, along-s.strips[i].length))
		least = math.Min(least, math.Hypot(off, beyond))
	}
	return least
}

// chart finds the airfields about a place, and remembers them while the place
// moves a little.
type chart struct {
	fields Fields
	at     geo.Point
	known  bool
	sites  []*site
	top    float64 // feet: the highest elevation of an airfield within nearField, while the place moves
	any    bool    // there is one
	laid   map[string]*site
}

// How far a chart goes, in metres.
const (
	charted   = 10 * 1852 // 10 NM: airfields further away are not named (OPDI's operating point)
	nearField = 5*1852 + 5000
	step      = 4000 // while the place moves by this, airfields are not looked up again
)

func newChart(fields Fields) *chart { return &chart{fields: fields, laid: map[string]*site{}} }

// near are the airfields within charted of p and some beyond it, in no order to
// rely on.
func (c *chart) near(p geo.Point) []*site {
	if c.fields == nil {
		return nil
	}
	if c.known && plane(c.at, p) <= step {
		return c.sites
	}
	c.at, c.known, c.any = p, true, false
	c.sites = c.sites[:0]
	for _, f := range c.fields(p, charted+step) {
		s, ok := c.laid[f.Ident]
		if !ok {
			s = newSite(f)
			c.laid[f.Ident] = s
		}
		c.sites = append(c.sites, s)
		if s.distance(p) <= nearField+step && (!c.any || f.Elevation > c.top) {
			c.top, c.any = f.Elevation, true
		}
	}
	return c.sites
}

// highest is the elevation in feet of the highest airfield near p; ok is false
// if there is none.
func (c *chart) highest(p geo.Point) (float64, bool) {
	c.near(p)
	return c.top, c.any
}

// ground is the airfield that a fix on the ground is at: the only one within
// onField, or the nearest if it is twice as near as the next.
func (c *chart) ground(p geo.Point) *site {
	var best *site
	least, next := float64(onField), float64(2*onField)
	for _, s := range c.near(p) {
		switch d := s.distance(p); {
		case d < least:
			best, least, next = s, d, least
		case d < next:
			next = d
		}
	}
	if best == nil || next < onField && least*2 > next {
		return nil
	}
	return best
}

// inBuffer reports whether p, moving in a direction, is in the buffer of a
// runway near it.
func (c *chart) inBuffer(p geo.Point, course float64) bool {
	for _, s := range c.near(p) {
		for i := range s.strips {
			if turn(course, s.strips[i].course) <= rolling && s.strips[i].holds(p) {
				return true
			}
		}
	}
	return false
}
