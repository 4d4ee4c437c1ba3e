package geo

import (
	"fmt"
	"strings"
)

// ParseMeters reads a distance with its unit: "12 km", "5 NM" (nautical miles
// of 1852 m exactly) or "300 m". It is not negative.
func ParseMeters(s string) (Meters, error) {
	num, unit, ok := strings.Cut(s, " ")
	scale, known := map[string]Meters{"m": 1, "km": 1000, "NM": NauticalMile}[unit]
	v, isNumber := decimal(num)
	if !ok || !known || !isNumber || v < 0 {
		return 0, fmt.Errorf("%q is not a distance such as 12 km, 5 NM or 300 m", s)
	}
	return Meters(v) * scale, nil
}
