package feed

import (
	"bytes"
	"io"
	"math"
	"strings"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Head is what a readsb trace says of its aircraft before its points. Registration,
// type, operator and flags are the network's database's, not the aircraft's.
type Head struct {
	Address                      track.Address
	Registration, Type, Operator string
	Flags                        Flags
	Base                         span.Instant // the points count from there
}

// Flags are readsb's dbFlags, what the network's database says of an address.
type Flags int64

// The flags of readsb (wiedehopf/readsb: README-json.md).
const (
	Military    Flags = 1
	Interesting Flags = 2
	PIA         Flags = 4 // a temporary address of the FAA's privacy programme
	LADD        Flags = 8 // the owner asked the FAA that it be shown to nobody
)

// Has reports whether all of the flags in g are set.
func (f Flags) Has(g Flags) bool { return f&g == g }

// Pad is how many bytes of capacity a text for Glance must have after its end.
const Pad = pad

// Glance passes over the text of one readsb trace, faster than Read: it calls head
// with what stands before the points and, unless that returns false, point with
// each of them. The Fix is one and the same each time. It has no Row, Climb, QNH,
// Squawk and Radius; its SIL is -1, and its NIC and NACp are 0 where the details
// say so, else -1. Glance writes zeros into the capacity after the text.
//
// It takes what readsb writes as readsb writes it, and passes over details without
// looking whether they are JSON. If anything is written in
// another way, it returns false, and what it has told may be wrong: use Read.
func Glance(text []byte, head func(Head) bool, point func(*track.Fix)) bool {
	buf := text[:len(text)+pad]
	clear(buf[len(text):])
	g := glance{w: window{buf: buf, end: len(text), err: io.EOF}}
	if !g.w.take('{') {
		return false
	}
	for first := true; ; first = false {
		key, ok, err := g.w.key(first)
		switch {
		case err != nil:
			return false
		case !ok:
			return g.told && g.w.peek() == 0 && g.w.pos == g.w.end
		case key == "trace" && g.w.peek() == '[' && g.based && !g.h.Address.IsZero() && !g.told:
			g.told = true
			if !head(g.h) {
				return true
			}
			g.w.pos++
			if !g.points(point) {
				return false
			}
		case !g.field(key):
			return false
		}
	}
}

// glance is one trace while it is glanced at.
type glance struct {
	w     window
	h     Head
	based bool // the base is known
	told  bool // the head has been told
}

// field takes one of the keys beside the points. It is false for one that may not
// stand there.
func (g *glance) field(key string) bool {
	switch key {
	case "icao", "r", "t", "ownOp", "timestamp", "dbFlags":
	case "hex", "reg", "type", "trace":
		return false
	default:
		return g.w.skip() == nil
	}
	v, err := g.w.value()
	if err != nil || g.told {
		return false
	}
	f, number := real64(v)
	switch s := strings.TrimSpace(unquote(v)); key {
	case "icao":
		a, ok := track.ParseAddress(s)
		if g.h.Address = a; !ok {
			return false
		}
	case "r":
		g.h.Registration = s
	case "t":
		g.h.Type = s
	case "ownOp":
		g.h.Operator = s
	case "dbFlags":
		g.h.Flags = Flags(f)
	case "timestamp":
		base := span.Instant(math.Round(f * 1000))
		if !number || g.based || base < earliest+1e12 || base > latest-1e12 {
			return false
		}
		g.based, g.h.Base = true, base
	}
	return true
}

// points tells the points, whose bracket has been passed over.
func (g *glance) points(point func(*track.Fix)) bool {
	b, i := g.w.buf, g.w.pos
	f := track.Fix{Slack: readsbSlack, SIL: -1, QNH: 0, Climb: track.NaN}
	for first := true; ; first = false {
		if !first && b[i] == ',' && b[i+1] == '\n' && b[i+2] == '[' { // the usual way
			var ok bool
			if i, ok = g.point(&f, b, i+2); !ok {
				return false
			}
			point(&f)
			continue
		}
		switch i = skipSpace(b, i); {
		case b[i] == ']':
			g.w.pos = i + 1
			return true
		case !first && b[i] != ',':
			return false
		case !first:
			i = skipSpace(b, i+1)
		}
		var ok bool
		if i, ok = g.point(&f, b, i); !ok {
			return false
		}
		point(&f)
	}
}

// farOff is by how many seconds a point may be off the base, far less than would
// bring it out of the years that a fix may be of.
const farOff = 1e8

// point reads the point at i, and says where it ends.
func (g *glance) point(f *track.Fix, b []byte, i int) (end int, ok bool) {
	if b[i] != '[' {
		return i, false
	}
	d, i, ok := jsonNumber(b, i+1)
	if !ok || b[i] != ',' || math.Abs(d.float()) > farOff {
		return i, false
	}
	f.At = g.h.Base + span.Instant(d.millis())
	if d, i, ok = jsonNumber(b, i+1); !ok || b[i] != ',' {
		return i, false
	}
	lat := d.float()
	if d, i, ok = jsonNumber(b, i+1); !ok || b[i] != ',' {
		return i, false
	}
	lon := d.float()
	if !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		return i, false
	}
	f.Pos = geo.Point{Lat: geo.Degrees(lat), Lon: geo.Degrees(lon)}
	feet := math.NaN()
	i++
	f.Ground = track.Unsaid
	if b[i] == '"' {
		if string(b[i:i+8]) != `"ground"` {
			return i, false
		}
		f.Ground, i = track.OnGround, i+8
	} else if feet, i, ok = orNull(b, i); !ok {
		return i, false
	} else if feet == feet {
		f.Ground = track.Airborne
	}
	if b[i] != ',' {
		return i, false
	}
	return g.motion(f, feet, b, i+1)
}

// motion reads on from the speed.
func (g *glance) motion(f *track.Fix, feet float64, b []byte, i int) (end int, ok bool) {
	speed, i, ok := orNull(b, i)
	if !ok || b[i] != ',' {
		return i, false
	}
	course, i, ok := orNull(b, i+1)
	if !ok || b[i] != ',' {
		return i, false
	}
	f.Speed, f.Course = float32(speed), float32(course)
	if !isDigit(b[i+1]) || b[i+2] != ',' {
		return i, false // the flags; more than one digit is of no server seen
	}
	flags := b[i+1] - '0'
	f.Mark = track.Mark(flags) & (track.Stale | track.NewLeg)
	f.Alt = altitudeOf(feet, track.Pressure)
	if flags&8 != 0 && f.Alt.Datum == track.Pressure {
		f.Alt.Datum = track.Ellipsoid
	}
	if i, ok = passNumber(b, i+3); !ok {
		return i, false
	}
	return g.end(f, b, i+1)
}

// end reads on from the details.
func (g *glance) end(f *track.Fix, b []byte, i int) (end int, ok bool) {
	f.NIC, f.NACp, f.Kind = -1, -1, track.UnknownKind
	if isNull(b, i) {
		i += 4
	} else if i, ok = g.details(f, b, i); !ok {
		return i, false
	}
	f.Geo = track.Altitude{}
	if b[i] == ']' {
		return i, false // the oldest form, in which the details alone tell the source
	}
	if string(b[i:i+13]) == `,"adsb_icao",` {
		f.Kind, i = track.ADSB, i+12
	} else if i, ok = g.kind(f, b, i); !ok {
		return i, false
	}
	geom, i, ok := orNull(b, i+1)
	if !ok {
		return i, false
	}
	f.Geo = altitudeOf(geom, track.Ellipsoid)
	for range 3 {
		if b[i] != ',' {
			break
		}
		if i, ok = passNumber(b, i+1); !ok {
			return i, false
		}
	}
	return i + 1, b[i] == ']'
}

// kind reads a source other than the usual one.
func (g *glance) kind(f *track.Fix, b []byte, i int) (end int, ok bool) {
	if b[i] != ',' || b[i+1] != '"' {
		return i, false
	}
	end, escaped, ok := skipText(b, i+2)
	if !ok || escaped || b[end] != ',' {
		return i, false
	}
	f.Kind = readsbKinds[string(b[i+2:end-1])]
	return end, true
}

// details passes over the details, and takes from them whether integrity is 0, and
// whether it is a vehicle that speaks. They begin as readsb has them, and end at the
// first bracket that a source follows: in JSON, none within a text or an object
// within is followed by a comma and a text that ends before a comma.
func (g *glance) details(f *track.Fix, b []byte, i int) (end int, ok bool) {
	const start = `{"type":"`
	n := bytes.IndexByte(b[i:], '}')
	if n < 0 || string(b[i:i+len(start)]) != start {
		return i, false
	}
	d := b[i : i+n]
	if bytes.IndexByte(d, '\\') >= 0 {
		return i, false
	}
	// All that is looked for has a c; one search is a third of three.
	for k := len(start); ; k++ {
		c := bytes.IndexByte(d[k:], 'c')
		if c < 0 {
			return i + n + 1, true
		}
		at := i + k + c
		switch k += c; {
		case string(b[at-3:at+3]) == `"nic":`:
			if f.NIC, ok = zeroOrNot(b[at+3]); !ok {
				return i, false
			}
		case string(b[at-3:at+5]) == `"nac_p":`:
			if f.NACp, ok = zeroOrNot(b[at+5]); !ok {
				return i, false
			}
		case string(b[at:at+12]) == `category":"C`:
			f.Mark |= track.Vehicle
		}
	}
}

// zeroOrNot is 0 for the digit 0 and -1 for others; ok is false of what is no digit.
func zeroOrNot(c byte) (n int8, ok bool) {
	if c == '0' {
		return 0, true
	}
	return -1, isDigit(c)
}

// passNumber is where the number or null at i ends, at a comma or bracket.
func passNumber(b []byte, i int) (int, bool) {
	if isNull(b, i) {
		return i + 4, true
	}
	return skipNumber(b, i)
}
