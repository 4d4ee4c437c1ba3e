package feed

import (
	"bytes"
	"math"

	"github.com/holdshort/holdshort/geo"
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
	if b[i] == 'n' {
		return math.NaN(), i + 4, isNull(b, i)
	}
	if b[i+1] == ',' && isDigit(b[i]) {
		return float64(b[i] - '0'), i + 1, true
	}
	d, i, ok := jsonNumber(b, i)
	if d.frac == 0 {
		return float64(d.m), i, ok
	}
	return d.float(), i, ok
}

// integrity is what is used of a point's details, and of an aircraft in
// aircraft.json.
type integrity struct {
	radius         geo.Meters // 0 if none may be taken
	nic, nacp, sil int8       // -1 if not given
	kind           track.Kind // UnknownKind if not given
	call           []byte     // trimmed; a part of what was parsed

	rc      float64
	version int8
}

// parse reads the object at i of b. It is false for one that is written in an
// unusual way too.
func (d *integrity) parse(b []byte, i int) (end int, ok bool) {
	*d = integrity{nic: -1, nacp: -1, sil: -1, version: -1}
	if b[i] != '{' {
		return i, false
	}
	if b[i+1] == '}' {
		return i + 2, true
	}
	for i = blank(b, i+1); b[i] == '"'; i = blank(b, i+1) {
		from := i + 1
		var escaped bool
		if i, escaped, ok = skipText(b, from); !ok || escaped || b[i] != ':' {
			return i, false
		}
		key := b[from : i-1]
		i = blank(b, i+1)
		from = i
		if i, ok = skipUsual(b, i); !ok {
			return i, false
		}
		if len(key) <= 7 {
			d.field(key, b[from:i])
		}
		if b[i] == '}' {
			d.settle()
			return i + 1, true
		}
		if b[i] != ',' {
			return i, false
		}
	}
	return i, false
}

// skipUsual passes over a value, the usual kinds first.
func skipUsual(b []byte, i int) (end int, ok bool) {
	switch c := b[i]; {
	case c == '"':
		end, _, ok = skipText(b, i+1)
		return end, ok
	case isDigit(c), c == '-':
		return skipNumber(b, i)
	case c == '[' && b[i+1] == ']':
		return i + 2, true
	}
	return skipValue(b, i, jsonWords)
}

// field takes one of the keys; what is of another kind than expected is taken
// as not given.
func (d *integrity) field(key, v []byte) {
	switch string(key) {
	case "rc":
		d.rc = smallReal(v)
	case "nic":
		d.nic = smallInt(v)
	case "sil":
		d.sil = smallInt(v)
	case "nac_p":
		d.nacp = smallInt(v)
	case "version":
		d.version = smallInt(v)
	case "flight":
		d.call = callOf(v)
	case "type":
		if string(v) == `"adsb_icao"` {
			d.kind = track.ADSB
		} else if len(v) > 2 {
			d.kind = readsbKinds[string(v[1:len(v)-1])]
		}
	}
}

// smallReal is a number, quickly if it is whole and small; NaN if it is none.
func smallReal(v []byte) float64 {
	n := 0
	for _, c := range v {
		if !isDigit(c) || n > 1e8 {
			f, _ := real64(v)
			return f
		}
		n = 10*n + int(c-'0')
	}
	return float64(n)
}

// callOf is the callsign in a quoted text: 8 characters, filled up with blanks.
func callOf(v []byte) []byte {
	if len(v) < 2 || v[0] != '"' {
		return nil
	}
	v = v[1 : len(v)-1]
	for _, c := range v {
		if c == '\\' || c >= 0x80 {
			v = []byte(unquote(append(append([]byte{'"'}, v...), '"')))
			break
		}
	}
	return bytes.TrimSpace(v)
}

// smallInt is a whole number from 0 to 127, or -1.
func smallInt(v []byte) int8 {
	switch {
	case len(v) == 1 && isDigit(v[0]):
		return int8(v[0] - '0')
	case len(v) == 2 && isDigit(v[0]) && isDigit(v[1]):
		return int8(10*(v[0]-'0') + v[1] - '0')
	}
	if f, ok := real64(v); ok && f >= 0 && f <= 127 && f == math.Trunc(f) {
		return int8(f)
	}
	return -1
}

// settle decides whether the containment radius may be taken: the transponder
// is of version 1 or later, and neither NIC nor SIL speaks against it. Version
// 0 gave nic and rc another meaning, and readsb says 0 too when it has missed
// the message that tells the version.
func (d *integrity) settle() {
	if d.rc > 0 && d.rc <= maxRadius && d.nic > 0 && d.version >= 1 && (d.sil == -1 || d.sil >= 2) {
		d.radius = geo.Meters(d.rc)
	}
}

// maxRadius is the largest containment radius that ADS-B has, in metres: 20
// nautical miles (NIC 1, DO-260B table 2-14).
const maxRadius = 37040
