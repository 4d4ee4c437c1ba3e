package airframe

import (
	"fmt"

	"github.com/holdshort/holdshort/geo"
)

// Class is a set of types with one bound on their speed.
type Class uint8

// The classes. The zero value is none.
const (
	Jet           Class = iota + 1 // listed: civil jets limited to Mach 0.86 or less
	FastJet                        // listed: other jets slower than sound
	SupersonicJet                  // listed: jets that go through sound, if only in a dive
	FastestJet                     // listed: jets beyond Mach 2.5
	Rocket
	Turboprop
	FastTurboprop // listed
	Piston
	FastPiston // listed
	Electric
	Tiltrotor
	Helicopter
	Gyroplane
	Glider
	Microlight
	Airship
	Balloon
)

// Wind is the greatest wind that a bound counts on: a little more than the 230
// kt (265 mph) measured by balloon over Washington on 17 February 2024, the
// second greatest in that station's seven decades. Winds of a jet stream blow
// near 35,000 feet. Types that cannot fly so high have the same wind in their
// bounds, which is then wider than need be.
const Wind = 240 * geo.Knot

// class is the fastest that the members of a Class go through the air, and how
// that is known.
//
// A Mach number is taken at 590 kt to the unit: the speed of sound at 30,000
// feet in the standard atmosphere (ISO 2533), where it falls with height to
// 574 kt from 36,000 feet on. Nearer the ground sound is faster, by up to 100
// kt on a hot day; outside of cyclones, the winds are slower by more than that.
type class struct {
	name string
	air  geo.Speed
	as   string
}

var classes = [...]class{
	Jet:           {"jet", 510 * geo.Knot, "a jet limited to Mach 0.86 or less: 510 kt"},
	FastJet:       {"fast jet", 590 * geo.Knot, "a jet slower than sound: 590 kt"},
	SupersonicJet: {"supersonic jet", 1500 * geo.Knot, "a jet that can be faster than sound, to Mach 2.5: 1500 kt"},
	FastestJet:    {"fastest jet", 2100 * geo.Knot, "a jet beyond Mach 2.5, to Mach 3.5: 2100 kt"},
	Rocket:        {"rocket", 15_200 * geo.Knot, "driven by a rocket; whatever is faster than 15,200 kt is in orbit"},
	Turboprop:     {"turboprop", 380 * geo.Knot, "a turboprop, the fastest of this class at 380 kt"},
	FastTurboprop: {"fast turboprop", 500 * geo.Knot, "a fast turboprop, the fastest of all at 500 kt"},
	Piston:        {"piston aircraft", 330 * geo.Knot, "a piston aircraft, the fastest of this class at 330 kt"},
	FastPiston:    {"fast piston aircraft", 470 * geo.Knot, "a fast piston aircraft, the record being under 470 kt"},
	Electric:      {"electric aircraft", 345 * geo.Knot, "an electric aircraft, the record being under 345 kt"},
	Tiltrotor:     {"tiltrotor", 340 * geo.Knot, "a tiltrotor, the fastest at 340 kt"},
	Helicopter:    {"helicopter", 260 * geo.Knot, "a helicopter, the record being 260 kt"},
	Gyroplane:     {"gyroplane", 130 * geo.Knot, "a gyroplane, the record being under 130 kt"},
	Glider:        {"glider", 330 * geo.Knot, "a glider, whose limit reaches 330 kt in thin air"},
	Microlight:    {"microlight", 220 * geo.Knot, "a microlight, the fastest at 220 kt"},
	Airship:       {"airship", 90 * geo.Knot, "an airship, the fastest at 90 kt"},
	Balloon:       {"balloon", 10 * geo.Knot, "a balloon, which goes with the wind"},
}

// String is the class in words: "jet", "turboprop".
func (c Class) String() string {
	if c == 0 || int(c) >= len(classes) {
		return "unknown"
	}
	return classes[c].name
}

// Top is a speed over the ground that no member of the class can exceed; 0 of
// no class.
func (c Class) Top() geo.Speed {
	if c == 0 || int(c) >= len(classes) {
		return 0
	}
	return classes[c].air + Wind
}

func (c Class) why() string {
	if c == 0 || int(c) >= len(classes) {
		return ""
	}
	return fmt.Sprintf("%s, with a wind of %.0f kt behind it", classes[c].as, float64(Wind/geo.Knot))
}
