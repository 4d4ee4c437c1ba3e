package feed

import (
	"math"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Units that files use instead of ours.
const (
	feetPerMetre = 1 / 0.3048               // the international foot, exact
	knotsPerMPS  = 3600.0 / 1852            // the international nautical mile, exact
	fpmPerMPS    = 60 * feetPerMetre        // feet a minute
	zeroSlack    = span.Second              // for clocks that give seconds or better
	farFuture    = float64(latest) / 1000   // Unix seconds
	farPast      = float64(earliest) / 1000 // Unix seconds
	decimalComma = "a number has a decimal comma"
	zeroZero     = "position is 0, 0, which files write for none"
	noPosition   = "no position is given"
	badPosition  = "position is not two numbers"
	farPosition  = "position is out of range"
	badTime      = "time cannot be read"
	farTime      = "time is not within 1990 to 2100"
	noTime       = "no time is given"
	noAddress    = "address is not six hexadecimal digits"
)

// numeral says how the text of a number read.
type numeral uint8

const (
	absent numeral = iota // empty, or a word for nothing
	numeric
	garbled
	comma
)

// parseNumber reads a decimal number, strictly: a sign, digits, a point, an exponent
// and nothing else. NaN and the words that programs write for nothing are
// absent; infinity is garbled.
func parseNumber(s string) (float64, numeral) {
	s = strings.TrimSpace(s)
	switch s {
	case "", "NaN", "nan", "null", "NULL", "None", `\N`, "NA", "<NA>":
		return 0, absent
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '-', c == '+', c == '.', c == 'e', c == 'E':
		case c == ',' && i > 0 && i+1 < len(s):
			return 0, commaOr(s, i)
		default:
			return 0, garbled
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, garbled
	}
	return v, numeric
}

// commaOr is comma if s is a number but for the comma at i.
func commaOr(s string, i int) numeral {
	if _, n := parseNumber(s[:i] + "." + s[i+1:]); n == numeric {
		return comma
	}
	return garbled
}

// placeOf reads a latitude and a longitude; why is empty if it could.
func placeOf(lat, lon string) (p geo.Point, why string) {
	y, a := parseNumber(lat)
	x, b := parseNumber(lon)
	switch {
	case a == comma || b == comma:
		return p, decimalComma
	case a == absent || b == absent:
		return p, noPosition
	case a == garbled || b == garbled:
		return p, badPosition
	}
	return pointOf(y, x)
}

// pointOf is the point of two numbers, unless it is none.
func pointOf(lat, lon float64) (p geo.Point, why string) {
	p = geo.Point{Lat: geo.Degrees(lat), Lon: geo.Degrees(lon)}
	switch {
	case !p.Valid(): // also if one is NaN
		return p, farPosition
	case lat == 0 && lon == 0:
		return p, zeroZero
	}
	return p, ""
}

// epoch reads a Unix time in seconds, or in milliseconds, microseconds or
// nanoseconds: between 1990 and 2100 these do not overlap.
func epoch(v float64) (span.Instant, string) {
	for range 4 {
		if v >= farPast && v <= farFuture {
			return span.Instant(math.Round(v * 1000)), ""
		}
		v /= 1000
	}
	return 0, farTime
}

// unixSeconds reads a Unix time that is in seconds by declaration.
func unixSeconds(v float64) (span.Instant, string) {
	if v >= farPast && v <= farFuture {
		return span.Instant(math.Round(v * 1000)), ""
	}
	return 0, farTime
}

// blankFix is a fix of which nothing but its row is known.
func blankFix(row int64) track.Fix {
	return track.Fix{Speed: track.NaN, Course: track.NaN, Climb: track.NaN, NIC: -1, NACp: -1, SIL: -1, Row: row}
}

// quantity is a number that a fix can do without, its unit and its range.
type quantity struct {
	name   string
	lo, hi float64
}

// The ranges are generous: they part numbers from garbage, not flights from
// impossible flights.
var (
	heights = quantity{"altitude", -5000, 200000} // feet; balloons reach 130000
	speeds  = quantity{"speed", 0, 5000}          // knots
	courses = quantity{"course", -360, 360}       // degrees
	climbs  = quantity{"climb", -100000, 100000}  // feet a minute
)

// of reads the quantity times a scale, and notes what cannot be one.
func (q quantity) of(in *input, row, at int64, text string, scale float64) (float64, bool) {
	v, n := parseNumber(text)
	switch n {
	case absent:
		return 0, false
	case numeric:
		return q.within(in, row, at, v*scale)
	}
	in.odd(row, at, q.name+" is not a number, taken as not given")
	return 0, false
}

// within notes a number out of range.
func (q quantity) within(in *input, row, at int64, v float64) (float64, bool) {
	if !(v >= q.lo && v <= q.hi) {
		in.odd(row, at, q.name+" is out of range, taken as not given")
		return 0, false
	}
	return v, true
}

// put reads the quantity into dst, which stays NaN if there is none.
func (q quantity) put(dst *float32, in *input, row, at int64, text string, scale float64) {
	if v, ok := q.of(in, row, at, text, scale); ok {
		*dst = float32(v)
	}
}

// turned is a course between 0 and 360: some writers count it from -180.
func turned(c float32) float32 {
	switch {
	case c < 0:
		return c + 360
	case c >= 360:
		return c - 360
	}
	return c
}

// feet is an altitude of v feet.
func feet(v float64, d track.Datum) track.Altitude {
	return track.Altitude{Feet: int32(math.Round(v)), Datum: d}
}

// cleanCall is a callsign as sent, without the blanks that fill it up. Words for
// none, and what cannot be one, are none.
func cleanCall(s string) string {
	s = strings.TrimSpace(s)
	switch s {
	case "NaN", "nan", "None", "null", "NULL", "Unknown", "@@@@@@@@":
		return ""
	}
	if len(s) > 8 {
		return ""
	}
	return s
}
