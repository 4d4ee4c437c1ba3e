// Package archive keeps past positions as Parquet files in an open layout, and
// answers from them who was, or could have been, in an area at a moment.
//
// A folder holds, for each UTC day, files of fixes, of silences and of legs, and
// a manifest that ties every file to the digests of the bytes it was made from.
// Any program that reads Parquet can read it; docs/formats/archive.md is its
// page. Nothing is rounded, dropped in silence or put in the place of what a
// source does not say.
//
// If somebody alters a file, its digest no longer fits the manifest, and Check
// says so. Who alters both can be found out only by a digest kept elsewhere, such
// as that of the manifest in a case's vault.
package archive

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Version is the version of the layout; see docs/formats/archive.md.
const Version = 1

// Query chooses positions.
type Query struct {
	// Between is when, both ends included. It must be bounded.
	Between span.Span
	// Addresses are of the aircraft that are asked for; none for all. Positions
	// without an address are given in either case: they may be of any aircraft.
	Addresses []track.Address
	// Within is where; the zero Box is everywhere. It chooses by the position as
	// stated, whatever its radius.
	Within geo.Box
}

// History gives the positions that a query chooses, in the order of Compare. An
// error comes last. It is what a reader of files and one of a cluster have in
// common: package archivetest holds every one to it.
type History func(ctx context.Context, q Query) iter.Seq2[track.Point, error]

// Compare is the order in which a History gives positions: time, address, then
// digest, name and row of the source. Two that differ in none of these are the
// same.
func Compare(a, b *track.Point) int {
	switch {
	case a.At != b.At:
		return order(a.At < b.At)
	case a.Address != b.Address:
		return compareAddress(a.Address, b.Address)
	case a.Digest != b.Digest:
		return strings.Compare(string(a.Digest[:]), string(b.Digest[:]))
	case a.From.Name != b.From.Name:
		return strings.Compare(a.From.Name, b.From.Name)
	case a.Row != b.Row:
		return order(a.Row < b.Row)
	}
	return 0
}

func order(less bool) int {
	if less {
		return -1
	}
	return 1
}

// compareAddress is the order of addresses: none first, then those of ICAO's plan
// by number, then the others.
func compareAddress(a, b track.Address) int {
	switch {
	case a == b:
		return 0
	case a.NonICAO != b.NonICAO:
		return order(b.NonICAO)
	}
	return order(a.Code < b.Code)
}

// check is what is wrong with a query.
func (q Query) check() error {
	if !q.Between.Bounded() {
		return fmt.Errorf("archive: a query needs a first and a last moment")
	}
	return nil
}

// asks is the addresses asked for as a set; nil for all.
func (q Query) asks() map[track.Address]bool {
	if len(q.Addresses) == 0 {
		return nil
	}
	set := map[track.Address]bool{{}: true}
	for _, a := range q.Addresses {
		set[a] = true
	}
	return set
}

// Chooses reports whether a query asks for a position.
func (q Query) Chooses(p *track.Point) bool {
	if !q.Between.Has(p.At) || !q.Within.Has(p.Pos) {
		return false
	}
	set := q.asks()
	return set == nil || set[p.Address]
}

// day is a UTC day: days since 1970-01-01.
type day int64

const msDay = 86_400_000

func dayOf(t span.Instant) day {
	d := day(t / msDay)
	if t%msDay < 0 {
		d--
	}
	return d
}

func (d day) start() span.Instant { return span.Instant(d) * msDay }

// String is as 2025-03-15.
func (d day) String() string { return d.start().RFC3339()[:10] }
