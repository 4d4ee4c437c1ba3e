package feed

import (
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// maxLag is the longest that a message is believed to have been on its way from
// a receiver to Flightradar24. In the one file known, what is beyond it is a
// receiver's wrong clock (1970, 43 minutes fast): positions agree with the
// network's clock there, and with the receiver's below it.
const maxLag = span.Minute

// isGranular tells the table of every message received, which Flightradar24
// publishes of some flights.
func isGranular(head []byte) bool {
	return hasAll(headerOf(head), "network_time", "receiver_time", "latitude", "longitude", "no_position")
}

// granularRow is the places of its columns.
type granularRow struct {
	*table
	fleet                                        *fleet
	network, receiver, hex, call, lat, lon, none int
	alt, speed, course, climb, ground, class     int
	squawk                                       int
	lost                                         int64
}

// readGranular reads it. A fix's time is the network's; its slack reaches back
// to the receiver's time where that can be believed.
func readGranular(in *input) error {
	tab, err := openTable(in)
	if err != nil {
		return err
	}
	tab.loose = true // fields without a name follow
	t := &granularRow{
		table: tab, fleet: newFleet(in),
		network: tab.column("network_time"), receiver: tab.column("receiver_time"), hex: tab.column("hex"), call: tab.column("callsign"),
		lat: tab.column("latitude"), lon: tab.column("longitude"), none: tab.column("no_position"),
		alt: tab.column("altitude"), speed: tab.column("speed"), course: tab.column("track"), climb: tab.column("vspeed"),
		ground: tab.column("on_ground"), class: tab.column("position_class"), squawk: tab.column("squawk"),
	}
	if err := t.each(t.take); err != nil {
		return err
	}
	return t.fleet.finish(nil)
}

func (t *granularRow) take() (why string, err error) {
	if len(t.cells) <= max(t.network, t.lat, t.lon, t.none) {
		t.short()
		return "", nil
	}
	addr, ok := track.ParseAddress(strings.TrimPrefix(t.cell(t.hex), "0x"))
	switch {
	case !ok || addr.Code == 0:
		return noAddress, nil
	case !t.in.wants(addr):
		return "", nil
	}
	p := t.fleet.plane(addr, "")
	fix := blankFix(t.row)
	if fix.At, fix.Slack, why = t.moment(); why != "" {
		return why, nil
	}
	t.fleet.hear(p, fix.At, cleanCall(t.cell(t.call)), t.row)
	if t.cell(t.none) != "P" {
		return "message without a position", nil
	}
	if fix.Pos, why = placeOf(t.cell(t.lat), t.cell(t.lon)); why != "" {
		return why, nil
	}
	t.say(&fix)
	return "", t.fleet.add(p, fix)
}

// moment is the time of the row, and its slack.
func (t *granularRow) moment() (span.Instant, span.Length, string) {
	net, ok := parseStamp(t.cell(t.network))
	switch {
	case t.cell(t.network) == "":
		return 0, 0, noTime
	case !ok || !net.zoned:
		return 0, 0, badTime
	case net.at < earliest || net.at > latest:
		return 0, 0, farTime
	}
	if rec, ok := parseStamp(t.cell(t.receiver)); ok {
		lag := span.Length(net.at - rec.at)
		if lag >= -span.Second && lag <= maxLag {
			return net.at, max(lag, span.Second), ""
		}
	}
	t.in.odd(t.row, t.start, "receiver_time is no time near network_time, which is taken within a minute")
	return net.at, maxLag, ""
}

// say takes what the message says besides its position. A speed of 0 in the air
// stands for none, and the course beside it.
func (t *granularRow) say(fix *track.Fix) {
	switch t.cell(t.ground) {
	case "A":
		fix.Ground = track.Airborne
	case "G":
		fix.Ground = track.OnGround
	}
	if v, ok := heights.of(t.in, t.row, t.start, t.cell(t.alt), 1); ok && (v != 0 || fix.Ground == track.Airborne) {
		fix.Alt = feet(v, track.Pressure)
	}
	if v, ok := heights.of(t.in, t.row, t.start, t.gps(), 1); ok {
		fix.Geo = feet(v, track.Ellipsoid)
	}
	speeds.put(&fix.Speed, t.in, t.row, t.start, t.cell(t.speed), 1)
	courses.put(&fix.Course, t.in, t.row, t.start, t.cell(t.course), 1)
	climbs.put(&fix.Climb, t.in, t.row, t.start, t.cell(t.climb), 1)
	fix.Course = turned(fix.Course)
	if fix.Speed == 0 && fix.Ground != track.OnGround {
		fix.Speed = track.NaN
		if fix.Course == 0 {
			fix.Course = track.NaN
		}
	}
	fix.Squawk = squawkOf(t.cell(t.squawk))
	switch t.cell(t.class) {
	case "ADS-B":
		fix.Kind = track.ADSB
	case "MLAT":
		fix.Kind = track.MLAT
	}
}

// gps is the field GPSA, the geometric altitude, among those without a name.
func (t *granularRow) gps() string {
	for i := t.class + 1; i < len(t.cells); i++ {
		if v, ok := strings.CutPrefix(t.cells[i], "GPSA:"); ok {
			return v
		}
	}
	return ""
}
