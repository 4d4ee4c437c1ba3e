package geo

import "math"

// tiny keeps a cosine of latitude from zero at a pole, so that an azimuth there
// still has a meaning: the square root of the least normal number.
const tiny = 0x1p-511

// station is one end of a geodesic on the auxiliary sphere: its reduced
// latitude β.
type station struct {
	beta  direction
	scale float64 // √(1+e'² sin²β)
}

// reduced is the station at geographic latitude lat in degrees (6).
func reduced(lat float64) station {
	d := directionOf(coarse(lat))
	d = direction{d.sin * polarRatio, d.cos}.unit()
	d.cos = max(tiny, d.cos)
	return station{d, math.Sqrt(1 + ecc2Second*d.sin*d.sin)}
}

// expansion is the small parameter ε of the series (16) for the geodesic that
// crosses the equator at an azimuth of cosine cosAzi (9).
func expansion(cosAzi float64) float64 {
	k2 := cosAzi * cosAzi * ecc2Second
	return k2 / (2*(1+math.Sqrt(1+k2)) + k2)
}

// arc is a geodesic of spherical length length, in radians, from σ1 to σ2.
type arc struct {
	length         float64
	from, to       direction // σ1 and σ2
	scale1, scale2 float64   // station.scale at either end
}

// distance is the length of the arc in units of the polar radius (7), (15).
func (a arc) distance(eps float64) float64 {
	c := powers(&c1Rows, eps)
	return a1(eps) * (a.length + (c.at(a.to.sin, a.to.cos) - c.at(a.from.sin, a.from.cos)))
}

// reducedLength is m12, how fast the far end moves aside when the near end
// turns, in units of the polar radius (38)–(43).
func (a arc) reducedLength(eps float64) float64 {
	m1, m2 := a1(eps), a2(eps)
	c1, c2 := powers(&c1Rows, eps), powers(&c2Rows, eps)
	b1 := c1.at(a.to.sin, a.to.cos) - c1.at(a.from.sin, a.from.cos)
	b2 := c2.at(a.to.sin, a.to.cos) - c2.at(a.from.sin, a.from.cos)
	j := (m1-m2)*a.length + (m1*b1 - m2*b2)
	return a.scale2*(a.from.cos*a.to.sin) - a.scale1*(a.from.sin*a.to.cos) - a.from.cos*a.to.cos*j
}
