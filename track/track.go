// Package track turns positions into what can be said of a flight: legs, gaps,
// presence and crossings, each within bounds.
//
// It works in two layers that are never mixed. What is proved uses worst-case
// bounds alone: how far a position may be off, how fast the aircraft can go.
// What is likely uses heuristics with thresholds, is labelled so, and never
// yields a Yes or No. The gap is a finding: silence is not movement, rest or
// landing.
package track

import (
	"cmp"
	"math"
	"slices"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Fix is one position of one aircraft as a receiver network or a person has it.
// A number that the file does not give is NaN, or has its Known flag unset.
type Fix struct {
	At    span.Instant // of the position, as the file gives it
	Slack span.Length  // the true moment lies within this of At, either side
	Pos   geo.Point    // WGS 84
	// Radius is the containment radius that the aircraft or the network
	// states, in metres: the true position lies within it of Pos. 0 if none is
	// stated; Track.Radius then says what is taken.
	Radius geo.Meters

	Row    int64    // the row, element or record in its file, from 1
	Alt    Altitude // as broadcast: pressure altitude unless its Datum says else
	Geo    Altitude // geometric, above the WGS 84 ellipsoid
	Speed  float32  // over the ground, knots
	Course float32  // of the track over the ground, degrees true; on the ground it may be the heading
	Climb  float32  // feet a minute, up positive
	QNH    float32  // the crew's altimeter setting as broadcast, hPa; 0 if not given

	Squawk Squawk // the code that the transponder was set to
	Mark   Mark
	Origin uint16 // index in Track.Origins
	Kind   Kind
	Ground Ground // what the file says, nothing inferred

	NIC, NACp, SIL int8 // integrity as broadcast; -1 if not given
}

// Altitude is a height in feet and what it is measured from.
type Altitude struct {
	Feet  int32
	Datum Datum // NoAltitude if none is given
}

// Datum is what an Altitude is measured from.
type Datum uint8

// The data of altitudes. NoAltitude is the zero value: none is given.
const (
	NoAltitude Datum = iota
	Pressure         // 1013.25 hPa
	Ellipsoid        // WGS 84
	SeaLevel         // mean sea level, as a phone or logger estimates it
	Unstated         // the file does not say
)

// Ground is whether a file says that the aircraft was on the ground.
type Ground uint8

// The three things a file can say of it.
const (
	Unsaid Ground = iota
	Airborne
	OnGround
)

// Squawk is a transponder code, one more than its value so that the zero value
// is none: four octal digits.
type Squawk uint16

// SquawkOf reads four octal digits; ok is false if s is anything else.
func SquawkOf(s string) (c Squawk, ok bool) {
	if len(s) != 4 {
		return 0, false
	}
	for _, d := range []byte(s) {
		if d < '0' || d > '7' {
			return 0, false
		}
		c = c<<3 | Squawk(d-'0')
	}
	return c + 1, true
}

// String is the four digits, or empty if there is no code.
func (c Squawk) String() string {
	if c == 0 {
		return ""
	}
	c--
	return string([]byte{'0' + byte(c>>9&7), '0' + byte(c>>6&7), '0' + byte(c>>3&7), '0' + byte(c&7)})
}

// Kind is how a position came about.
type Kind uint8

// The kinds of position. Only the first four come from the aircraft itself.
const (
	UnknownKind Kind = iota
	ADSB             // broadcast by the aircraft
	ADSR             // rebroadcast of what it said on another link
	ADSC             // reported by contract, over the ocean
	Logged           // recorded aboard: GPX, IGC
	TISB             // radar, sent out by the ground
	MLAT             // computed from arrival times at receivers
	ModeS            // no position of its own
	Estimated        // by the network, between or beyond what was received
	Reported         // stated by a person or a page
)

var kindNames = [...]string{"unknown", "ads-b", "ads-r", "ads-c", "logged", "tis-b", "mlat", "mode-s", "estimated", "reported"}

// String is "ads-b", "mlat" and so on.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Mark is a set of flags on a Fix.
type Mark uint16

// The flags. The first two are the file's own; the others are set by Clean,
// which removes nothing but exact repeats.
const (
	Stale       Mark = 1 << iota // the file marks a silence before it
	NewLeg                       // the file's writer thought that a leg began here
	Frozen                       // repeats an earlier position under a later time
	Jump                         // cannot have been reached from, or to, its neighbours
	Rival                        // another fix has the same time and another place
	Vehicle                      // a ground vehicle or obstacle, not an aircraft
	NotReceived                  // the row records no reception of a position
	Doubtful                     // the aircraft, or its other numbers, speak against the position
)

// Has reports whether all of the flags in n are set.
func (m Mark) Has(n Mark) bool { return m&n == n }

// Address is an ICAO 24-bit aircraft address, or one outside that plan. Its
// zero value is no address.
type Address struct {
	Code    uint32 // 24 bits
	NonICAO bool   // readsb writes it with a ~
}

// IsZero reports whether there is no address.
func (a Address) IsZero() bool { return a == Address{} }

// String is six lower-case hexadecimal digits, after ~ outside ICAO's plan.
func (a Address) String() string {
	const digits = "0123456789abcdef"
	b := make([]byte, 0, 7)
	if a.NonICAO {
		b = append(b, '~')
	}
	for shift := 20; shift >= 0; shift -= 4 {
		b = append(b, digits[a.Code>>shift&15])
	}
	return string(b)
}

// ParseAddress reads what String writes, in either case of letters.
func ParseAddress(s string) (Address, bool) {
	var a Address
	if len(s) > 0 && s[0] == '~' {
		a.NonICAO, s = true, s[1:]
	}
	if len(s) != 6 {
		return Address{}, false
	}
	for _, c := range []byte(s) {
		var d byte
		switch {
		case c >= '0' && c <= '9':
			d = c - '0'
		case c >= 'a' && c <= 'f':
			d = c - 'a' + 10
		case c >= 'A' && c <= 'F':
			d = c - 'A' + 10
		default:
			return Address{}, false
		}
		a.Code = a.Code<<4 | uint32(d)
	}
	return a, true
}

// Track is the fixes of one aircraft from one file, or joined from several.
type Track struct {
	Address      Address
	Registration string // from a network's database, not from the aircraft
	Type         string // ICAO type designator, from the same; with a / between, where files differ
	Operator     string // from the same
	Origins      []Origin
	Fixes        []Fix
	Calls        []Call // callsigns as sent, at each change
	Notes        []Note
	// Spacing is the time between positions that the file's writer aims at, 0
	// if not known: a shorter silence is no gap.
	Spacing span.Length
	// Resampled says that the fixes are evenly spaced by somebody after the
	// fact, so that gaps have been filled and nothing can be said of them.
	Resampled bool
}

// Origin is a file that fixes came from.
type Origin struct {
	Name   string // the file's name, and within archives the member's
	Format string // as package feed names it
	Rows   int64  // rows, elements or records read
}

// Call is a callsign from a moment on. It is set by the crew, lags, and says
// nothing certain of the operator.
type Call struct {
	At   span.Instant
	Text string
	Row  int64
}

// Note is something that a reader of the track should know: what was wrong in
// the file, what was left out, what cannot be so.
type Note struct {
	Origin int   // index in Track.Origins
	Row    int64 // 0 if of the whole
	Byte   int64 // -1 if not known
	Text   string
}

// NaN is the value of a number that a file does not give.
var NaN = float32(math.NaN())

// Sort puts the fixes in order of time, then row, and drops exact repeats. It
// returns how many it dropped.
func (t *Track) Sort() int {
	if !t.sorted() {
		slices.SortStableFunc(t.Fixes, compareFixes)
	}
	kept := 0
	for i := range t.Fixes {
		if kept > 0 && t.Fixes[kept-1].repeats(&t.Fixes[i]) {
			continue
		}
		if kept != i {
			t.Fixes[kept] = t.Fixes[i]
		}
		kept++
	}
	dropped := len(t.Fixes) - kept
	t.Fixes = t.Fixes[:kept]
	return dropped
}

// compareFixes is the order of fixes: time, then row.
func compareFixes(a, b Fix) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Row, b.Row)) }

// sorted reports whether the fixes are in order, as most files have them.
func (t *Track) sorted() bool {
	for i := 1; i < len(t.Fixes); i++ {
		a, b := &t.Fixes[i-1], &t.Fixes[i]
		if a.At > b.At || a.At == b.At && a.Row > b.Row {
			return false
		}
	}
	return true
}

// repeats reports whether g says the same as f.
func (f *Fix) repeats(g *Fix) bool {
	return f.At == g.At && f.Pos == g.Pos && f.Alt == g.Alt && f.Ground == g.Ground
}
