package geo

import (
	"fmt"
	"strconv"
	"strings"
)

// Point is a place on the WGS 84 ellipsoid by its geographic latitude, from
// -90 to 90, and its longitude, from -180 to 180. Its zero value lies in the
// Gulf of Guinea: whoever may lack a point must say so by other means.
type Point struct{ Lat, Lon Degrees }

// Valid says whether p has a latitude and a longitude within their ranges.
func (p Point) Valid() bool {
	return p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180
}

// String is p in signed degrees, such as "26.2285, -97.6544", with as many
// digits as ParsePoint needs to give p back.
func (p Point) String() string {
	return strconv.FormatFloat(float64(p.Lat), 'f', -1, 64) + ", " + strconv.FormatFloat(float64(p.Lon), 'f', -1, 64)
}

// ParsePoint reads a point in decimal degrees, latitude first, in one of two
// forms: "26.2285N 97.6544W", or "26.2285, -97.6544". The separator is one
// space, or one comma and one space; numbers have no exponent and no plus
// sign, and digits on both sides of a decimal point.
func ParsePoint(s string) (Point, error) {
	if lat, lon, ok := strings.Cut(s, ", "); ok {
		return point(s, lat, lon, "", "")
	}
	lat, lon, ok := strings.Cut(s, " ")
	if !ok {
		return Point{}, fmt.Errorf("point %q is neither like %q nor like %q", s, "26.2285N 97.6544W", "26.2285, -97.6544")
	}
	return point(s, lat, lon, "NS", "EW")
}

// point reads both coordinates of s. Each ends in one of two letters, the
// first positive, or, where there are none, bears a sign.
func point(s, lat, lon, ns, ew string) (Point, error) {
	y, err := coordinate(lat, ns, 90)
	if err != nil {
		return Point{}, fmt.Errorf("point %q: latitude %w", s, err)
	}
	x, err := coordinate(lon, ew, 180)
	if err != nil {
		return Point{}, fmt.Errorf("point %q: longitude %w", s, err)
	}
	return Point{y, x}, nil
}

func coordinate(s, letters string, limit float64) (Degrees, error) {
	digits, sign := s, 1.0
	switch {
	case letters == "":
		if d, ok := strings.CutPrefix(s, "-"); ok {
			digits, sign = d, -1
		}
	case strings.HasSuffix(s, letters[:1]):
		digits = s[:len(s)-1]
	case strings.HasSuffix(s, letters[1:]):
		digits, sign = s[:len(s)-1], -1
	default:
		return 0, fmt.Errorf("%q does not end in %s or %s", s, letters[:1], letters[1:])
	}
	x, ok := decimal(digits)
	if !ok {
		return 0, fmt.Errorf("%q is not a decimal number", s)
	}
	if x > limit {
		return 0, fmt.Errorf("%q is beyond %g degrees", s, limit)
	}
	return Degrees(sign * x), nil
}

// decimal reads an unsigned decimal number: digits, and perhaps a point and
// more digits.
func decimal(s string) (float64, bool) {
	whole, part, pointed := strings.Cut(s, ".")
	if !allDigits(whole) || (pointed && !allDigits(part)) {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
