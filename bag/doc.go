// Package bag is the container of a sealed exhibit: a BagIt bag (RFC 8493) in a
// zip that has only one form, so that the same files give the same bytes and no
// two readers can take them for different files.
//
// Write makes it and Open checks it, in bounded memory. Neither knows what the
// files are about. docs/formats/sealed-exhibit.md says the same without code.
package bag
