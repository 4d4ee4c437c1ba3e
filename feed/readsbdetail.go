package feed

import (
	"bytes"
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/track"
)

// details is what is used of a point's details, and of an aircraft in
// aircraft.json.
type details struct {
	radius         geo.Meters // 0 if none may be taken
	nic, nacp, sil int8       // -1 if not given
	kind           track.Kind // UnknownKind if not given
	squawk         track.Squawk
	qnh            float32
	vehicle        bool   // its category is none of an aircraft
	call           []byte // trimmed; a part of what was parsed

	rc      float64
	version int8
}

// blankDetails say nothing.
var blankDetails = details{nic: -1, nacp: -1, sil: -1, version: -1}

// detailKey is a key of at most eight letters as a number, the first lowest; 0
// is any other.
type detailKey uint64

// The keys that are used.
const (
	keyRC       detailKey = 'r' | 'c'<<8
	keyNIC      detailKey = 'n' | 'i'<<8 | 'c'<<16
	keySIL      detailKey = 's' | 'i'<<8 | 'l'<<16
	keyNACp     detailKey = 'n' | 'a'<<8 | 'c'<<16 | '_'<<24 | 'p'<<32
	keyType     detailKey = 't' | 'y'<<8 | 'p'<<16 | 'e'<<24
	keyFlight   detailKey = 'f' | 'l'<<8 | 'i'<<16 | 'g'<<24 | 'h'<<32 | 't'<<40
	keySquawk   detailKey = 's' | 'q'<<8 | 'u'<<16 | 'a'<<24 | 'w'<<32 | 'k'<<40
	keyQNH      detailKey = 'n' | 'a'<<8 | 'v'<<16 | '_'<<24 | 'q'<<32 | 'n'<<40 | 'h'<<48
	keyVersion  detailKey = 'v' | 'e'<<8 | 'r'<<16 | 's'<<24 | 'i'<<32 | 'o'<<40 | 'n'<<48
	keyCategory detailKey = 'c' | 'a'<<8 | 't'<<16 | 'e'<<24 | 'g'<<32 | 'o'<<40 | 'r'<<48 | 'y'<<56
)

// detailKeyOf is a key as a number.
func detailKeyOf(key string) (k detailKey) {
	if len(key) > 8 {
		return 0
	}
	for i := len(key) - 1; i >= 0; i-- {
		k = k<<8 | detailKey(key[i])
	}
	return k
}

// parse reads the object at i of b. It is false for one that is written in an
// unusual way too.
func (d *details) parse(b []byte, i int) (end int, ok bool) {
	*d = blankDetails
	if b[i] != '{' {
		return i, false
	}
	if b[i+1] == '}' {
		return i + 2, true
	}
	for k := 0; ; {
		i = blank(b, i+1)
		var key detailKey
		if u := usual(b, i, k); u >= 0 {
			key, i, k = usualKeys[u].key, i+usualKeys[u].n, u+1
		} else if key, i, ok = anyKey(b, i); !ok {
			return i, false
		}
		i = blank(b, i)
		from := i
		if i, ok = skipUsual(b, i); !ok {
			return i, false
		}
		if key != 0 {
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
}

// skipUsual passes over a value, the usual kinds first.
func skipUsual(b []byte, i int) (end int, ok bool) {
	switch c := b[i]; {
	case c == '"':
		if n := lettersOf(load8(b, i+1)); n < 8 && b[i+1+n] == '"' {
			return i + n + 2, true
		}
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
func (d *details) field(key detailKey, v []byte) {
	switch key {
	case keyRC:
		d.rc = smallReal(v)
	case keyNIC:
		d.nic = smallInt(v)
	case keySIL:
		d.sil = smallInt(v)
	case keyNACp:
		d.nacp = smallInt(v)
	case keyVersion:
		d.version = smallInt(v)
	case keyFlight:
		d.call = callOf(v)
	case keySquawk:
		d.squawk = squawkIn(v)
	case keyQNH:
		d.qnh = qnhOf(smallReal(v))
	case keyCategory:
		d.vehicle = isVehicle(text(v))
	case keyType:
		if string(v) == `"adsb_icao"` {
			d.kind = track.ADSB
		} else {
			d.kind = readsbKinds[string(text(v))]
		}
	}
}

// smallReal is a number, quickly if it is of few digits with at most a point
// before the last; NaN if it is none.
func smallReal(v []byte) float64 {
	n, point := 0, 0
	for i, c := range v {
		switch {
		case isDigit(c) && n < 1e8:
			n = 10*n + int(c-'0')
		case c == '.' && i == len(v)-2 && i > 0:
			point = 1
		default:
			f, _ := real64(v)
			return f
		}
	}
	return float64(n) / tens[point] // exact, so rounded once
}

// callOf is the callsign in a quoted text: 8 characters, filled up with blanks.
func callOf(v []byte) []byte {
	call := bytes.TrimSpace(text(v))
	for _, c := range call {
		if c >= 0x80 {
			return bytes.TrimSpace([]byte(unquote(v)))
		}
	}
	return call
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
func (d *details) settle() {
	if d.rc > 0 && d.rc <= maxRadius && d.nic > 0 && d.version >= 1 && (d.sil == -1 || d.sil >= 2) {
		d.radius = geo.Meters(d.rc)
	}
}

// maxRadius is the largest containment radius that ADS-B has, in metres: 20
// nautical miles (NIC 1, DO-260B table 2-14).
const maxRadius = 37040
