package feed

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// osRole is what a column of state vectors means.
type osRole uint8

const (
	osNothing osRole = iota
	osTime           // of the row
	osOwn            // of the position
	osAddress
	osLat
	osLon
	osSpeed
	osCourse
	osClimb
	osCall
	osGround
	osBaro
	osGeo
	osSource // of the position: REST's number
	osSquawk
	osCategory
	osRoles
)

// osDialect is one way of writing state vectors: OpenSky's own names with SI
// units, those of the traffic library with feet and knots, and so on.
type osDialect struct {
	roles                map[string]osRole
	height, speed, climb float64 // scales to feet, knots and feet a minute
	baro                 track.Datum
	spacing              span.Length // that its writer aims at; 0 to take the commonest
	polled               bool        // rows are polls of a service, not of receivers
}

var (
	osNative = osDialect{
		roles: map[string]osRole{
			"time": osTime, "lastposupdate": osOwn, "icao24": osAddress, "lat": osLat, "lon": osLon, "velocity": osSpeed,
			"heading": osCourse, "vertrate": osClimb, "callsign": osCall, "onground": osGround,
			"baroaltitude": osBaro, "geoaltitude": osGeo, "squawk": osSquawk, "category": osCategory,
		},
		height: feetPerMetre, speed: knotsPerMPS, climb: fpmPerMPS, baro: track.Pressure,
	}
	osTraffic = osDialect{
		roles: map[string]osRole{
			"timestamp": osTime, "last_position": osOwn, "lastposupdate": osOwn, "icao24": osAddress, "latitude": osLat, "longitude": osLon,
			"groundspeed": osSpeed, "track": osCourse, "vertical_rate": osClimb, "callsign": osCall, "onground": osGround,
			"altitude": osBaro, "geoaltitude": osGeo, "squawk": osSquawk, "category": osCategory,
		},
		height: 1, speed: 1, climb: 1, baro: track.Pressure,
	}
	// osHub is what a script made of OpenSky's answers near the airports of ICE
	// Air. It asks every half hour, and its time is that of the question.
	osHub = osDialect{
		roles: map[string]osRole{
			"timestamp": osTime, "icao24": osAddress, "latitude": osLat, "longitude": osLon, "altitude_m": osBaro,
			"velocity_ms": osSpeed, "heading": osCourse, "vertrate": osClimb, "callsign": osCall, "on_ground": osGround,
			"squawk": osSquawk, "category": osCategory,
		},
		height: feetPerMetre, speed: knotsPerMPS, climb: fpmPerMPS, baro: track.Unstated,
		spacing: 30 * span.Minute, polled: true,
	}
	osREST = osDialect{height: feetPerMetre, speed: knotsPerMPS, climb: fpmPerMPS, baro: track.Pressure, polled: true}
)

// osDialectOf is the dialect that has these columns, nil if none has: which
// unit an altitude is in depends on it.
func osDialectOf(names []string) *osDialect {
	switch {
	case !hasAll(names, "icao24"):
		return nil
	case hasAll(names, "timestamp", "latitude", "longitude", "velocity_ms"):
		return &osHub
	case hasAll(names, "time", "lat", "lon") && !hasAny(names, "groundspeed", "altitude"):
		return &osNative
	case hasAll(names, "timestamp", "latitude", "longitude") && !hasAny(names, "velocity", "baroaltitude"):
		return &osTraffic
	}
	return nil
}

// osSlack is how far a position's own time may be off: it is in whole seconds
// in places, cut off, and by a receiver's clock.
const osSlack = 2 * span.Second

// osOldest is how long OpenSky goes on giving the last position after it was
// heard, where rows do not say when that was.
const osOldest = 300 * span.Second

// osRow is one state vector, as text, and its place in the file.
type osRow struct {
	cell    [osRoles]string
	row, at int64
}

// osReader makes fixes of state vectors.
type osReader struct {
	in       *input
	dialect  *osDialect
	fleet    *fleet
	stale    int64 // rows whose position was heard over a minute before
	oldest   span.Length
	addrText string
	addr     track.Address
}

func newOSReader(in *input, d *osDialect) *osReader {
	return &osReader{in: in, dialect: d, fleet: newFleet(in)}
}

// add makes a fix of a row, or counts why not.
func (o *osReader) add(r *osRow) error {
	why, err := o.take(r)
	if why == decimalComma {
		return refuse(o.in, r.row, r.at, r.cell[osLat]+" "+r.cell[osLon], decimalComma, commaHint)
	}
	if why != "" {
		o.in.unused(r.row, r.at, why)
	}
	return err
}

func (o *osReader) take(r *osRow) (why string, err error) {
	if !o.address(r.cell[osAddress]) {
		return noAddress, nil
	}
	if !o.in.wants(o.addr) {
		return "", nil
	}
	heard, why := osInstant(r.cell[osTime])
	if why != "" {
		return why, nil
	}
	p := o.fleet.plane(o.addr, "")
	o.fleet.hear(p, heard, cleanCall(r.cell[osCall]), r.row)
	fix := blankFix(r.row)
	if fix.Pos, why = placeOf(r.cell[osLat], r.cell[osLon]); why == noPosition {
		return "heard, but without a position", nil
	} else if why != "" {
		return why, nil
	}
	fix.At = heard
	o.own(p, r, &fix)
	o.say(r, &fix)
	return "", o.fleet.add(p, fix)
}

func (o *osReader) address(s string) bool {
	if s == o.addrText && s != "" {
		return true
	}
	a, ok := track.ParseAddress(s)
	if !ok || a.Code == 0 {
		return false
	}
	o.addr, o.addrText = a, strings.Clone(s)
	return true
}

// own puts the fix at the position's own time, if it has one, and marks it if
// an earlier row had the same. A fix without one has no slack until all are
// known.
func (o *osReader) own(p *plane, r *osRow, fix *track.Fix) {
	if r.cell[osOwn] == "" {
		return
	}
	own, why := osInstant(r.cell[osOwn])
	if why != "" {
		o.in.odd(r.row, r.at, "the position's own time cannot be used; the row's is taken")
		return
	}
	if own > fix.At.Add(osSlack) {
		o.in.odd(r.row, r.at, "the position's own time is after the row's; taken as it is")
	}
	if age := span.Length(fix.At - own); age > span.Minute {
		o.stale++
		o.oldest = max(o.oldest, age)
	}
	if n := len(p.Fixes); n > 0 && own == p.own && p.Fixes[n-1].Pos == fix.Pos {
		fix.Mark |= track.Frozen
	}
	fix.At, fix.Slack, p.own = own, osSlack, own
}

// osInstant reads a time: a Unix time in any of four units, or a date and time,
// in UTC where it says nothing, as OpenSky is.
func osInstant(s string) (span.Instant, string) {
	v, n := parseNumber(s)
	switch n {
	case numeric:
		return epoch(v)
	case absent:
		return 0, noTime
	case comma:
		return 0, decimalComma
	}
	st, ok := parseStamp(s)
	if !ok {
		return 0, badTime
	}
	if st.at < earliest || st.at > latest {
		return 0, farTime
	}
	return st.at, ""
}

// say takes what a row says besides time and place.
func (o *osReader) say(r *osRow, fix *track.Fix) {
	if v, ok := heights.of(o.in, r.row, r.at, r.cell[osBaro], o.dialect.height); ok {
		fix.Alt = feet(v, o.dialect.baro)
	}
	if v, ok := heights.of(o.in, r.row, r.at, r.cell[osGeo], o.dialect.height); ok {
		fix.Geo = feet(v, track.Ellipsoid)
	}
	speeds.put(&fix.Speed, o.in, r.row, r.at, r.cell[osSpeed], o.dialect.speed)
	courses.put(&fix.Course, o.in, r.row, r.at, r.cell[osCourse], 1)
	climbs.put(&fix.Climb, o.in, r.row, r.at, r.cell[osClimb], o.dialect.climb)
	fix.Course = turned(fix.Course)
	switch r.cell[osGround] {
	case "true", "True", "TRUE", "1", "1.0", "t":
		fix.Ground = track.OnGround
	case "false", "False", "FALSE", "0", "0.0", "f":
		fix.Ground = track.Airborne
	case "":
	default:
		o.in.odd(r.row, r.at, "on-ground is neither true nor false, taken as not given")
	}
	switch r.cell[osSource] { // 1 is ASTERIX, 3 FLARM: neither says how
	case "0":
		fix.Kind = track.ADSB
	case "2":
		fix.Kind = track.MLAT
	}
	fix.Squawk = squawkOf(r.cell[osSquawk])
	if isVehicleNumber(r.cell[osCategory]) {
		o.in.vehicle(fix)
	}
}

// finish hands over the tracks.
func (o *osReader) finish() error {
	if o.stale > 0 {
		noteAt(o.in, 0, -1, fmt.Sprintf("rows whose position was heard more than a minute before, so that its own time is taken: %d; the longest is %s s",
			o.stale, strconv.FormatFloat(float64(o.oldest)/1000, 'f', -1, 64)))
	}
	return o.fleet.finish(o.tell)
}

// columnsOf is the first place of each role among names, -1 where there is none.
func (d *osDialect) columnsOf(names []string) (at [osRoles]int) {
	for i := range at {
		at[i] = -1
	}
	for i, name := range names {
		if role := d.roles[name]; role != osNothing && at[role] < 0 {
			at[role] = i
		}
	}
	return at
}
