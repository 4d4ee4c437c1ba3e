package geo

import "math"

// Box is the points between two parallels and two meridians, both included: from
// West eastwards to East, across the 180th meridian if West is greater. The zero
// Box is everywhere.
type Box struct{ South, North, West, East Degrees }

// Has reports whether p is in the box.
func (b Box) Has(p Point) bool {
	if b == (Box{}) {
		return true
	}
	return p.Lat >= b.South && p.Lat <= b.North && b.hasLon(p.Lon)
}

func (b Box) hasLon(lon Degrees) bool {
	if b.West > b.East {
		return lon >= b.West || lon <= b.East
	}
	return lon >= b.West && lon <= b.East
}

// Meets reports whether the box has a point whose latitude and longitude lie in
// two ranges, both ends included.
func (b Box) Meets(south, north, west, east Degrees) bool {
	if b == (Box{}) {
		return true
	}
	if north < b.South || south > b.North {
		return false
	}
	if b.West > b.East {
		return east >= b.West || west <= b.East
	}
	return east >= b.West && west <= b.East
}

// Around is a box that holds every point within d metres of any of the points,
// and of the geodesics from each to the next. It may hold more. Points must be
// less than Reach from each other in succession.
func Around(ps []Point, d Meters) Box {
	if len(ps) == 0 {
		return Box{}
	}
	s := boxing{south: 90, north: -90, lon: float64(ps[0].Lon)}
	s.west, s.east = s.lon, s.lon
	for i, p := range ps {
		if i > 0 {
			s.edge(ps[i-1], p, d)
		}
		s.disc(p, d)
	}
	return s.box()
}

// boxing is a box while it grows. Longitudes go on beyond 180, so that a way round
// the earth is told from none.
type boxing struct {
	south, north, west, east float64
	lon                      float64 // of the last centre, unwrapped
	all                      bool    // a pole was reached: every longitude
}

// boxPiece is how long an edge may be for a disc about its middle to stand for it.
const boxPiece Meters = 20_000

// edge takes in the points within d of the geodesic from a to b: each is within
// half its length of its middle.
func (s *boxing) edge(a, b Point, d Meters) {
	length, azi, _ := Inverse(a, b)
	n := max(1, int(math.Ceil(float64(length/boxPiece))))
	step := length / Meters(n)
	for i := range n {
		m, _ := Direct(a, azi, step*(Meters(i)+0.5))
		s.disc(m, d+step/2+1)
	}
}

// leastMeridian bounds the size of a degree, for boxes that are never too small: the
// least radius of curvature on WGS 84 is that of the meridian at the equator.
const leastMeridian = 110_574.0 // metres in a degree of latitude, at the equator, rounded down

// disc takes in the points within d of p.
func (s *boxing) disc(p Point, d Meters) {
	lat := float64(p.Lat)
	high := float64(d+1) / leastMeridian
	s.south, s.north = math.Min(s.south, lat-high), math.Max(s.north, lat+high)
	s.lon += math.Remainder(float64(p.Lon)-s.lon, 360)
	wide := widest(math.Abs(lat), d)
	if wide >= 180 {
		s.all = true
	}
	s.west, s.east = math.Min(s.west, s.lon-wide), math.Max(s.east, s.lon+wide)
}

// widest is no less than how many degrees of longitude there are between the centre
// of a disc and its edge; 180 if it may hold a pole. On a sphere it is
// asin(sin d / cos lat); one with the least radius, and a hundredth, stand for the
// ellipsoid.
func widest(lat float64, d Meters) float64 {
	high := float64(d+1) / leastMeridian
	if lat+high >= 89.9 {
		return 180
	}
	ratio := math.Sin(radian(high)) / math.Cos(radian(lat))
	if ratio >= 0.999 {
		return 180
	}
	return math.Asin(ratio)*180/math.Pi*1.01 + 1e-6
}

func radian(degrees float64) float64 { return degrees * math.Pi / 180 }

func (s *boxing) box() Box {
	b := Box{South: Degrees(math.Max(-90, s.south)), North: Degrees(math.Min(90, s.north)), West: -180, East: 180}
	if s.all || s.east-s.west >= 360 {
		return b
	}
	b.West, b.East = wrapped(s.west), wrapped(s.east)
	return b
}

func wrapped(lon float64) Degrees {
	return Degrees(math.Remainder(lon, 360))
}

// Join is a box that holds both. It may hold more.
func (b Box) Join(c Box) Box {
	if b == (Box{}) || c == (Box{}) {
		return Box{}
	}
	out := Box{South: min(b.South, c.South), North: max(b.North, c.North), West: -180, East: 180}
	bw, be := float64(b.West), float64(b.East)
	if be < bw {
		be += 360
	}
	cw, ce := float64(c.West), float64(c.East)
	if ce < cw {
		ce += 360
	}
	shift := math.Round((bw+be-cw-ce)/2/360) * 360
	west, east := math.Min(bw, cw+shift), math.Max(be, ce+shift)
	if east-west < 360 {
		out.West, out.East = wrapped(west), wrapped(east)
	}
	return out
}

// Grown is a box that holds every point within d metres of one in b. It may hold
// more.
func (b Box) Grown(d Meters) Box {
	if b == (Box{}) {
		return Box{}
	}
	high := Degrees(float64(d+1) / leastMeridian)
	out := Box{South: max(-90, b.South-high), North: min(90, b.North+high), West: -180, East: 180}
	wide := widest(math.Max(math.Abs(float64(out.South)), math.Abs(float64(out.North))), d)
	width := float64(b.East - b.West)
	if width < 0 {
		width += 360
	}
	if width+2*wide < 360 {
		out.West, out.East = wrapped(float64(b.West)-wide), wrapped(float64(b.East)+wide)
	}
	return out
}
