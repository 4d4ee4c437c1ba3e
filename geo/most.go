package geo

import "math"

// Most is no less than Distance, and near it for points that are near each other
// and not at a pole, at a fraction of its cost: to be asked first where only an
// excess matters.
//
// It is the length of a way whose latitude and longitude change evenly. Nowhere
// is a degree of latitude longer than at the poles, nor one of longitude, on that
// way, than a circle of the polar radius of curvature has at its latitude nearest
// to the equator.
func Most(a, b Point) Meters {
	const (
		polar   = 6399593.6259 // a²/b of WGS 84, rounded up
		radians = math.Pi / 180
		round   = 1 + 1e-12 // for the errors of the arithmetic here,
		inverse = 1e-7      // and in Distance, in metres
	)
	north := math.Abs(float64(a.Lat - b.Lat))
	east := math.Abs(float64(a.Lon - b.Lon))
	east = min(east, 360-east)
	nearest := 0.0
	if (a.Lat < 0) == (b.Lat < 0) {
		nearest = min(math.Abs(float64(a.Lat)), math.Abs(float64(b.Lat)))
	}
	return Meters(polar*radians*round*math.Hypot(north, east*math.Cos(nearest*radians)) + inverse)
}
