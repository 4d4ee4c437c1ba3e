package geo

import (
	"math"
	"strconv"
)

// Meters is a length in metres, along the ellipsoid unless said otherwise.
type Meters float64

// NauticalMile is the international nautical mile in metres, exact
// (International Hydrographic Conference, Monaco, 1929).
const NauticalMile Meters = 1852

// String is the length in metres to the millimetre, such as "1541.250 m".
func (m Meters) String() string { return strconv.FormatFloat(float64(m), 'f', 3, 64) + " m" }

// Degrees is an angle in degrees: a latitude north of the equator, a longitude
// east of Greenwich, or an azimuth clockwise from true north.
type Degrees float64

// degree is one degree in radians.
const degree = math.Pi / 180

// finite says whether x is a number other than an infinity.
func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
