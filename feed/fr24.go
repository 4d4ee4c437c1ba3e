package feed

import (
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// fr24Slack is how far the time of a position from Flightradar24 may be off: it
// is in whole seconds, cut off, and messages were up to 15 s on their way in
// the one flight of which both the export and every message are known (JAL516,
// 2 January 2024).
const fr24Slack = 16 * span.Second

// isFR24CSV tells the export by its columns: one "lat,lon" or, from other
// hands, two.
func isFR24CSV(head []byte) bool {
	names := headerOf(head)
	if !hasAll(names, "timestamp", "callsign", "altitude", "speed", "direction") {
		return false
	}
	return hasAny(names, "position") || hasAll(names, "latitude", "longitude") || hasAll(names, "lat", "lon")
}

// fr24Row is the places of the export's columns.
type fr24Row struct {
	*table
	fleet                                             *fleet
	when, utc, call, place, lat, lon, alt, speed, dir int
	zeros                                             int64
}

// readFR24CSV reads the CSV that Flightradar24 exports of one flight, with or
// without the column UTC, which must agree with Timestamp where it is. It names
// no aircraft, no source and no quality, and writes altitude 0 both on the
// ground and for want of one: neither is taken from it.
func readFR24CSV(in *input) error {
	tab, err := openTable(in)
	if err != nil {
		return err
	}
	t := &fr24Row{
		table: tab, fleet: newFleet(in),
		when: tab.column("timestamp"), utc: tab.column("utc"), call: tab.column("callsign"), place: tab.column("position"),
		lat: tab.column("latitude", "lat"), lon: tab.column("longitude", "lon"),
		alt: tab.column("altitude"), speed: tab.column("speed"), dir: tab.column("direction"),
	}
	if err := t.each(t.take); err != nil {
		return err
	}
	noteZeros(in, t.zeros)
	return t.fleet.finish(nil)
}

// noteZeros tells of Flightradar24's altitudes of 0.
func noteZeros(in *input, n int64) {
	if n > 0 {
		noteAt(in, 0, -1, fmt.Sprintf("rows with altitude 0, which Flightradar24 writes on the ground and for none, so that neither is taken from it: %d", n))
	}
}

func (t *fr24Row) take() (why string, err error) {
	fix := blankFix(t.row)
	fix.Slack = fr24Slack
	if fix.At, why = t.moment(); why != "" {
		return why, nil
	}
	if fix.Pos, why = t.position(); why != "" {
		return why, nil
	}
	fix.Alt = fr24Altitude(t.in, t.row, t.start, t.cell(t.alt), &t.zeros)
	speeds.put(&fix.Speed, t.in, t.row, t.start, t.cell(t.speed), 1)
	courses.put(&fix.Course, t.in, t.row, t.start, t.cell(t.dir), 1)
	fix.Course = turned(fix.Course)
	p := t.fleet.plane(track.Address{}, "")
	t.fleet.hear(p, fix.At, cleanCall(t.cell(t.call)), t.row)
	return "", t.fleet.add(p, fix)
}

// moment is the time of the row, which both of its columns must say.
func (t *fr24Row) moment() (span.Instant, string) {
	at, why := unixTime(t.cell(t.when))
	if why != "" || t.cell(t.utc) == "" {
		return at, why
	}
	st, ok := parseStamp(t.cell(t.utc))
	if !ok || st.at != at {
		return 0, "Timestamp and UTC do not agree"
	}
	return at, ""
}

// unixTime reads Unix seconds.
func unixTime(s string) (span.Instant, string) {
	switch v, n := parseNumber(s); n {
	case numeric:
		return unixSeconds(v)
	case absent:
		return 0, noTime
	case comma:
		return 0, decimalComma
	}
	return 0, badTime
}

func (t *fr24Row) position() (p geo.Point, why string) {
	if t.place < 0 {
		return placeOf(t.cell(t.lat), t.cell(t.lon))
	}
	text := t.cell(t.place)
	if strings.Count(text, ",") == 3 {
		return p, decimalComma
	}
	lat, lon, ok := strings.Cut(text, ",")
	if !ok {
		return p, noPosition
	}
	return placeOf(lat, lon)
}

// fr24Altitude reads an altitude, which is pressure altitude by Flightradar24's
// word; zeros counts those that are 0 and say nothing.
func fr24Altitude(in *input, row, at int64, text string, zeros *int64) track.Altitude {
	v, ok := heights.of(in, row, at, text, 1)
	switch {
	case !ok:
		return track.Altitude{}
	case v == 0:
		*zeros++
		return track.Altitude{}
	}
	return feet(v, track.Pressure)
}
