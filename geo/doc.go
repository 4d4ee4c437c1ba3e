// Package geo measures the earth: WGS 84 points, geodesic distances and
// directions, and areas whose outline carries the error with which it was
// drawn.
//
// Every distance is along a geodesic, the shortest line on the ellipsoid, by
// the algorithms of C. F. F. Karney, Algorithms for geodesics, Journal of
// Geodesy 87 (2013) 43–55, https://doi.org/10.1007/s00190-012-0578-z, carried
// to sixth order in the third flattening. Numbers in brackets, such as (46),
// are the equations of that paper; thresholds, and the order in which sums are
// made so as to lose no digits, are those of his GeographicLib (MIT licence),
// with which the tests compare. Height is left out: an aircraft at 12 km
// flies a line 0.2 % longer than the one under it, so that a distance here is
// never more than the one flown.
//
// What is said of an area is said three ways, as package tri has it. A point
// nearer the drawn outline than its error is neither inside nor outside.
package geo
