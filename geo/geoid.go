package geo

import "math"

// GeoidError bounds the difference of [Geoid] from EGM96, in metres. Measured
// on each of the 1,038,240 points of the model's own grid of a quarter of a
// degree, it is at most 23.04 m, in the Banda Sea, and 1.2 m on the
// average; the rest allows for the model and for what lies between its points.
const GeoidError Meters = 25

// Geoid is the height of mean sea level above the WGS 84 ellipsoid at p, within
// [GeoidError] of the Earth Gravitational Model 1996 of NASA, NIMA and Ohio
// State University (NASA/TP-1998-206861): its values at each fifth degree,
// rounded to the metre, with the plane laid through the four about p. It is NaN
// if p is not Valid.
func Geoid(p Point) Meters {
	if !p.Valid() {
		return Meters(math.NaN())
	}
	row := (90 - float64(p.Lat)) / geoidStep
	col := math.Mod(float64(p.Lon)+360, 360) / geoidStep
	i, j := min(int(row), geoidRows-2), min(int(col), geoidCols-1)
	y, x := row-float64(i), col-float64(j)
	next := (j + 1) % geoidCols
	north := (1-x)*geoidAt(i, j) + x*geoidAt(i, next)
	south := (1-x)*geoidAt(i+1, j) + x*geoidAt(i+1, next)
	return Meters((1-y)*north + y*south)
}

const (
	geoidStep = 5 // degrees
	geoidRows = 37
	geoidCols = 72
	geoidBase = -107 // metres; the least value of the model is -106.99
)

// geoidAt is the value in row i from the north pole and column j east of
// Greenwich.
func geoidAt(i, j int) float64 {
	k := 2 * (i*geoidCols + j)
	return float64(hex(geoidGrid[k])<<4|hex(geoidGrid[k+1])) + geoidBase
}

func hex(c byte) int {
	if c >= 'a' {
		return int(c-'a') + 10
	}
	return int(c - '0')
}
