package geo

import "math"

// Distance is the length of the shortest line from a to b, in metres on WGS 84.
// It is within 20 nanometres of the true one, rounding included; NaN if either
// is not Valid.
func Distance(a, b Point) Meters {
	d, _, _ := Inverse(a, b)
	return d
}

// Inverse is the shortest line from a to b on WGS 84: its length in metres,
// within 20 nanometres, and its azimuths, clockwise from true north, on leaving
// a and on arriving at b, each from -180 to 180 degrees. Where several lines
// are shortest, as between the poles, it is one of them; where a is b, both
// azimuths are 0 or both 180. All three are NaN if either point is not Valid.
func Inverse(a, b Point) (length Meters, leaving, arriving Degrees) {
	if !a.Valid() || !b.Valid() {
		nan := math.NaN()
		return Meters(nan), Degrees(nan), Degrees(nan)
	}
	p, turned := standard(a, b)
	s, azi1, azi2 := p.solve()
	azi1, azi2 = turned.back(azi1, azi2)
	return Meters(s), Degrees(azi1.degrees()), Degrees(azi2.degrees())
}

// pair is an inverse problem turned, by the symmetries of the ellipsoid, so
// that φ1 ≤ 0, |φ2| ≤ -φ1 and 0 ≤ λ12 ≤ 180° (44).
type pair struct {
	one, two station
	lambda   direction // λ12
	radians  float64   // λ12
	short    float64   // 180° - λ12, in degrees
	pole     bool      // whether one is the south pole
}

// turning is how a pair was turned: signs of longitude and latitude, and
// whether the points were exchanged.
type turning struct {
	lon, lat float64
	swapped  bool
}

func standard(a, b Point) (pair, turning) {
	t := turning{1, 1, false}
	lon, rest := turn(float64(a.Lon), float64(b.Lon))
	if math.Signbit(lon) {
		t.lon, lon, rest = -1, -lon, -rest
	}
	lat1, lat2 := coarse(float64(a.Lat)), coarse(float64(b.Lat))
	if math.Abs(lat1) < math.Abs(lat2) {
		t.swapped, t.lon = true, -t.lon
		lat1, lat2 = lat2, lat1
	}
	if !math.Signbit(lat1) {
		t.lat, lat1, lat2 = -1, -lat1, -lat2
	}
	p := pair{
		one: reduced(lat1), two: reduced(lat2),
		lambda: directionSum(lon, rest), radians: lon * degree,
		short: (180 - lon) - rest, pole: lat1 == -90,
	}
	return p.levelled(), t
}

// levelled makes latitudes that differ by rounding alone the same.
func (p pair) levelled() pair {
	b1, b2 := p.one.beta, p.two.beta
	if b1.cos < -b1.sin {
		if b2.cos == b1.cos {
			p.two.beta.sin = math.Copysign(b1.sin, b2.sin)
			p.two.scale = p.one.scale
		}
	} else if math.Abs(b2.sin) == -b1.sin {
		p.two.beta.cos = b1.cos
		p.two.scale = p.one.scale
	}
	return p
}

// back turns azimuths of the standard pair into those of the points given.
func (t turning) back(azi1, azi2 direction) (direction, direction) {
	if t.swapped {
		azi1, azi2 = azi2, azi1
		azi1, azi2 = direction{-azi1.sin, -azi1.cos}, direction{-azi2.sin, -azi2.cos}
	}
	return direction{azi1.sin * t.lon, azi1.cos * t.lat}, direction{azi2.sin * t.lon, azi2.cos * t.lat}
}

// solve is the length in metres and the azimuths at either end.
func (p pair) solve() (length float64, azi1, azi2 direction) {
	if p.pole || p.lambda.sin == 0 {
		return p.meridian()
	}
	if p.one.beta.sin == 0 && p.short >= flattening*180 {
		// Along the equator, which is shortest short of its cut point.
		return equatorialRadius * p.radians, direction{1, 0}, direction{1, 0}
	}
	g := p.guess()
	if g.done {
		return g.arc * polarRadius * g.scale, g.azi1, g.azi2
	}
	return p.newton(g.azi1)
}

// meridian solves a pair on one meridian, or with an end at a pole.
func (p pair) meridian() (length float64, azi1, azi2 direction) {
	azi1, azi2 = p.lambda, direction{0, 1}
	a := arc{
		from:   direction{p.one.beta.sin, azi1.cos * p.one.beta.cos},
		to:     direction{p.two.beta.sin, azi2.cos * p.two.beta.cos},
		scale1: p.one.scale, scale2: p.two.scale,
	}
	a.length = separation(a.from, a.to)
	if a.length < 3*tiny {
		a.length = 0
	}
	return max(0, a.distance(third)) * polarRadius, azi1, azi2
}

// separation is the angle from σ1 to σ2, from 0 to π radians.
func separation(from, to direction) float64 {
	d := from.upTo(to)
	return math.Atan2(max(0, d.sin)+0, d.cos)
}
