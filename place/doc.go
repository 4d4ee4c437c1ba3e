// Package place holds facts of geography that the program carries with it:
// airports and their runways, outlines of countries, of the sea limits of the
// United States and of some flight information regions. It also reads a user's
// own areas from GeoJSON.
//
// Every position is WGS 84. Every fact names the [Table] it was taken from, and
// [Tables] gives each one's publisher, version, licence and error. The two
// embedded files are made by internal/placegen from those tables, and a test
// there makes them again and compares. Whoever alters an embedded file alters
// every answer of this package; no digest inside it would show that.
//
// What is said of a region is said three ways, as package tri has it: a point
// nearer the outline than its error is neither inside nor outside. None of the
// outlines is a legal limit; each is a drawing of one, with a stated error.
package place
