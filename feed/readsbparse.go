package feed

import (
	"math"

	"github.com/holdshort/holdshort/track"
)

// parse reads the point that b begins with, as readsb writes points, and says
// where it ends. If ok is false, it is written in another way, or no point, or
// not all of it is there: see slow. b is padded.
func (p *tracePoint) parse(b []byte) (end int, ok bool) {
	if b[0] != '[' {
		return 0, false
	}
	p.odd, p.ground, p.hasDetail, p.hasSource = false, false, false, false
	p.source, p.geoAlt = track.UnknownKind, math.NaN()
	d, i, ok := jsonNumber(b, 1)
	if !ok || b[i] != ',' {
		return 0, false
	}
	p.off = d.millis()
	if d, i, ok = jsonNumber(b, blank(b, i+1)); !ok || b[i] != ',' {
		return 0, false
	}
	p.lat = d.float()
	if d, i, ok = jsonNumber(b, blank(b, i+1)); !ok || b[i] != ',' {
		return 0, false
	}
	p.lon = d.float()
	i = blank(b, i+1)
	if b[i] == '"' {
		if string(b[i:i+8]) != `"ground"` {
			return 0, false
		}
		p.ground, p.alt, i = true, math.NaN(), i+8
	} else if p.alt, i, ok = orNull(b, i); !ok {
		return 0, false
	}
	if i, ok = p.middle(b, i); !ok {
		return 0, false
	}
	return p.tail(b, i)
}

// middle reads the speed, the track, the flags, the climb and the details.
func (p *tracePoint) middle(b []byte, i int) (end int, ok bool) {
	if b[i] != ',' {
		return i, false
	}
	if p.speed, i, ok = orNull(b, blank(b, i+1)); !ok || b[i] != ',' {
		return i, false
	}
	if p.course, i, ok = orNull(b, blank(b, i+1)); !ok || b[i] != ',' {
		return i, false
	}
	i = blank(b, i+1)
	if !isDigit(b[i]) || b[i+1] != ',' {
		d, j, ok := jsonNumber(b, i)
		if !ok || d.frac > 0 || d.m < 0 || b[j] != ',' {
			return i, false
		}
		p.flags, i = d.m, j
	} else {
		p.flags, i = int64(b[i]-'0'), i+1
	}
	if p.climb, i, ok = orNull(b, blank(b, i+1)); !ok || b[i] != ',' {
		return i, false
	}
	i = blank(b, i+1)
	if isNull(b, i) {
		return i + 4, true
	}
	p.hasDetail = true
	return p.detail.parse(b, i)
}

// tail reads the source, the geometric altitude, and passes over the rest.
func (p *tracePoint) tail(b []byte, i int) (end int, ok bool) {
	for field := 9; field < 15; field++ {
		if b[i] == ']' {
			return i + 1, true
		}
		if b[i] != ',' {
			return i, false
		}
		i = blank(b, i+1)
		switch {
		case field == 10:
			p.geoAlt, i, ok = orNull(b, i)
		case isNull(b, i):
			i, ok = i+4, true
		case field == 9:
			i, ok = p.kind(b, i)
		case field == 14:
			i, ok = skipPlain(b, i, jsonWords) // a receiver, in special builds
		default:
			i, ok = skipUsual(b, i)
		}
		if !ok {
			return i, false
		}
	}
	return i + 1, b[i] == ']'
}

// kind reads the source of the position.
func (p *tracePoint) kind(b []byte, i int) (end int, ok bool) {
	if b[i] != '"' {
		return i, false
	}
	p.hasSource = true
	if string(b[i:i+11]) == `"adsb_icao"` {
		p.source = track.ADSB
		return i + 11, true
	}
	end, escaped, ok := skipText(b, i+1)
	if !ok || escaped {
		return i, false
	}
	p.source = readsbKinds[string(b[i+1:end-1])]
	return end, true
}

// blank is i, or past the one space that some writers put after a comma.
func blank(b []byte, i int) int {
	if b[i] == ' ' {
		i++
	}
	return i
}

func isNull(b []byte, i int) bool { return string(b[i:i+4]) == "null" }

// orNull reads a number, or null as NaN.
func orNull(b []byte, i int) (f float64, end int, ok bool) {
	d, j, ok := jsonNumber(b, i)
	switch {
	case !ok:
		return math.NaN(), i + 4, isNull(b, i)
	case d.frac == 0:
		return float64(d.m), j, true
	}
	return d.float(), j, true
}
