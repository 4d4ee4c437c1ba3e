package geo

import "math"

// Direct is where one arrives after length metres along the geodesic that
// leaves from at azimuth leaving, clockwise from true north, and the azimuth
// there, from -180 to 180 degrees; a negative length goes backward. The point
// is within 20 nanometres on WGS 84. Every result is NaN if from is not Valid
// or another argument is not finite.
func Direct(from Point, leaving Degrees, length Meters) (to Point, arriving Degrees) {
	if !from.Valid() || !finite(float64(leaving)) || !finite(float64(length)) {
		nan := Degrees(math.NaN())
		return Point{nan, nan}, nan
	}
	g := line(from, leaving)
	sigma, moved := g.along(float64(length))
	return g.at(sigma, moved)
}

// geodesic is a line from a point, followed on the auxiliary sphere.
type geodesic struct {
	lon          float64
	azi0         direction // at the equator
	sigma, omega direction // σ1, and ω1 unscaled
	eps          float64
}

func line(from Point, leaving Degrees) geodesic {
	azi := directionOf(coarse(wrap(float64(leaving))))
	beta := reduced(float64(from.Lat)).beta
	g := geodesic{lon: float64(from.Lon)}
	g.azi0 = direction{azi.sin * beta.cos, math.Hypot(azi.cos, azi.sin*beta.sin)} // (10)
	cos := beta.cos * azi.cos
	if beta.sin == 0 && azi.cos == 0 {
		cos = 1
	}
	g.omega = direction{g.azi0.sin * beta.sin, cos} // (12)
	g.sigma = direction{beta.sin, cos}.unit()       // (11)
	g.eps = expansion(g.azi0.cos)
	return g
}

// along is σ2 and σ2-σ1 in radians after s metres, by the reverted series
// (19)–(21).
func (g geodesic) along(s float64) (direction, float64) {
	c, reverted := powers(&c1Rows, g.eps), powers(&c1pRows, g.eps)
	b1 := c.at(g.sigma.sin, g.sigma.cos)
	tau12 := s / (polarRadius * a1(g.eps))
	tau2 := g.sigma.plus(radians(b1)).plus(radians(tau12))
	moved := tau12 + (reverted.at(tau2.sin, tau2.cos) + b1)
	return g.sigma.plus(radians(moved)), moved
}

// at is the point of the geodesic at σ2, (8), (13), (14).
func (g geodesic) at(sigma direction, moved float64) (Point, Degrees) {
	beta := direction{g.azi0.cos * sigma.sin, math.Hypot(g.azi0.sin, g.azi0.cos*sigma.cos)}
	if beta.cos == 0 {
		beta.cos, sigma.cos = tiny, tiny
	}
	omega := g.omega.upTo(direction{g.azi0.sin * sigma.sin, sigma.cos})
	c := c3(g.eps)
	waves := c.at(sigma.sin, sigma.cos) - c.at(g.sigma.sin, g.sigma.cos)
	lambda := math.Atan2(omega.sin, omega.cos) - flattening*g.azi0.sin*a3(g.eps)*(moved+waves)
	lat := direction{beta.sin, polarRatio * beta.cos}.degrees()
	lon := wrap(wrap(g.lon) + wrap(lambda/degree))
	azi := direction{g.azi0.sin, g.azi0.cos * sigma.cos}.degrees() // (14)
	return Point{Degrees(lat), Degrees(lon)}, Degrees(azi)
}
