package feed

import (
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// cutOff is why a position whose element has no end is not used.
const cutOff = "the file goes wrong within it"

// logClock reads the times of a file, which may have a zone or, if the caller
// states one, may not.
type logClock struct {
	in   *input
	wall *wallClock
}

// at is the instant of a time as written, and how far it may be off for want of
// digits or because the clock showed it twice.
func (c *logClock) at(s string, row int64) (at span.Instant, slack span.Length, why string, err error) {
	st, ok := parseStamp(s)
	if !ok {
		return 0, 0, badTime, nil
	}
	at = st.at
	if st.fine > span.Second { // seconds are within what every format allows
		slack = st.fine
	}
	if !st.zoned {
		if c.wall == nil {
			if c.wall, err = openClock(c.in, row); err != nil {
				return 0, 0, "", err
			}
		}
		var twice span.Length
		if at, twice, ok = c.wall.at(st.at); !ok {
			return 0, 0, "time does not exist in its zone", nil
		}
		slack += twice
	}
	if at < earliest || at > latest {
		return 0, 0, farTime, nil
	}
	return at, slack, "", nil
}

// clip is foreign text short enough for a note.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	for i := range s {
		if i > most {
			return s[:i] + "…"
		}
	}
	return s
}

// lonLat is the point that KML and GeoJSON give as two or three numbers: longitude
// first, then latitude and perhaps a height in metres.
func lonLat(v []float64) (p geo.Point, metres float64, high bool, why string) {
	if len(v) < 2 {
		return p, 0, false, badPosition
	}
	p, why = pointOf(v[1], v[0])
	if len(v) > 2 {
		metres, high = v[2], true
	}
	return p, metres, high, why
}

// numbers reads decimal numbers.
func numbers(fields []string) ([]float64, bool) {
	var out []float64
	for _, s := range fields {
		v, n := parseNumber(s)
		if n != numeric {
			return nil, false
		}
		out = append(out, v)
	}
	return out, true
}
