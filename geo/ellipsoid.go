package geo

// The WGS 84 ellipsoid (NGA.STND.0036_1.0.0_WGS84, 2014, table 3.1): the
// equatorial radius in metres and the flattening. The rest follows.
const (
	equatorialRadius = 6378137.0
	flattening       = 1 / 298.257223563

	polarRatio  = 1 - flattening                   // b/a
	polarRadius = equatorialRadius * polarRatio    // b, in metres
	third       = flattening / (2 - flattening)    // n, third flattening (2)
	ecc2        = flattening * (2 - flattening)    // e², eccentricity (3)
	ecc2Second  = ecc2 / (polarRatio * polarRatio) // e'², second eccentricity (4)
)
