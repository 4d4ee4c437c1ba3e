package geo

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Speed is a speed over the ground in metres a second.
type Speed float64

// Knot is one international knot: a nautical mile an hour.
const Knot = Speed(NauticalMile) / 3600

// KilometerPerHour is one kilometre an hour.
const KilometerPerHour = Speed(1000) / 3600

// speedUnits are the units ParseSpeed reads, by their symbols.
var speedUnits = map[string]Speed{"kt": Knot, "km/h": KilometerPerHour, "m/s": 1}

// ParseSpeed reads a number and a unit with one space between: "550 kt",
// "1000 km/h" or "250 m/s".
func ParseSpeed(s string) (Speed, error) {
	digits, symbol, _ := strings.Cut(s, " ")
	unit, known := speedUnits[symbol]
	x, ok := decimal(digits)
	if !known || !ok {
		return 0, fmt.Errorf("speed %q is not a number in kt, km/h or m/s, like %q", s, "550 kt")
	}
	return Speed(x) * unit, nil
}

// String is the speed in knots to a tenth, such as "550.0 kt".
func (v Speed) String() string { return strconv.FormatFloat(float64(v/Knot), 'f', 1, 64) + " kt" }

// rounding is by how much a product or quotient here may be off, in parts of
// itself: some hundreds of the 2⁻⁵³ of one operation.
const rounding = 1e-13

// Within is the farthest that can be gone in d at speed v, never less than it
// by rounding. It is 0 when d is negative.
func (v Speed) Within(d time.Duration) Meters {
	return Meters(max(0, float64(v)*d.Seconds()) * (1 + rounding))
}

// Least is the shortest time, in whole nanoseconds, in which m can be gone at
// speed v, never more than it by rounding. It is 0 when either is not positive.
func (v Speed) Least(m Meters) time.Duration {
	if !(v > 0) || !(m > 0) {
		return 0
	}
	ns := math.Floor(float64(m) / float64(v) * 1e9 * (1 - rounding))
	if !(ns < math.MaxInt64) {
		return math.MaxInt64
	}
	return time.Duration(ns)
}
