package feed

import (
	"strconv"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// flight-tracer fetches readsb traces and writes them as CSV: raw_*.csv as they
// came, flight_traces_*.csv after it has cut them into legs. Its own legs and
// its local dates are not taken.

func isTracerRaw(head []byte) bool {
	return hasAll(headerOf(head), "ping_time", "lat", "lon", "altitude", "icao")
}

func isTracerLegs(head []byte) bool {
	names := headerOf(head)
	return hasAll(names, "lat", "lon", "altitude", "icao") && hasAny(names, "point_time", "flight_date_pst")
}

// tracerRow is the places of flight-tracer's columns, -1 where one is missing.
type tracerRow struct {
	*table
	fleet                                   *fleet
	when, lat, lon, alt, speed, course, geo int
	details, icao, registration, kind, call int
	date, clock                             int // of the old kind that has no time in UTC
	pacific                                 *wallClock
	zeros                                   int64 // altitudes of 0
	groundless                              bool  // ground was left out, or written as 0
	lastAddr                                track.Address
	lastText                                string
}

func openTracer(in *input, when string) (*tracerRow, error) {
	t, err := openTable(in)
	if err != nil {
		return nil, err
	}
	return &tracerRow{
		table: t, fleet: newFleet(in),
		when: t.column(when), lat: t.column("lat"), lon: t.column("lon"), alt: t.column("altitude"),
		speed: t.column("ground_speed"), course: t.column("heading"), geo: t.column("alt_geom"),
		details: t.column("details"), icao: t.column("icao"),
		registration: t.column("nnumber"), kind: t.column("model"), call: t.column("call_sign", "flight"),
		date: t.column("flight_date_pst"), clock: t.column("point_time_pst_clean"),
	}, nil
}

// readTracerRaw reads raw_*.csv. Its column time counts from the date in the
// column timestamp; ping_time is the sum, in UTC. The flags of the trace were
// dropped on the way, so that an altitude may be geometric unsaid.
func readTracerRaw(in *input) error {
	t, err := openTracer(in, "ping_time")
	if err != nil {
		return err
	}
	return t.read()
}

// readTracerLegs reads flight_traces_*.csv.
func readTracerLegs(in *input) error {
	t, err := openTracer(in, "point_time")
	if err != nil {
		return err
	}
	t.groundless = true
	if t.when < 0 {
		if t.clock < 0 {
			return in.fail(t.row, t.start, "", "has no time: neither point_time nor point_time_pst_clean", "")
		}
		if t.pacific, err = clockIn(in, t.row, "America/Los_Angeles"); err != nil {
			return err
		}
		noteAt(in, t.row, -1, "times are US Pacific clock times, to the second")
	}
	noteAt(in, t.row, -1, "the file's writer leaves out points on the ground or writes them as altitude 0, and cut the legs itself")
	return t.read()
}

func (t *tracerRow) read() error {
	if err := t.each(t.take); err != nil {
		return err
	}
	if t.zeros > 0 {
		noteAt(t.in, 0, -1, "rows with altitude 0, which may stand for the ground, so that neither is taken from it: "+strconv.FormatInt(t.zeros, 10))
	}
	return t.fleet.finish(func(p *plane) { p.Spacing = traceSpacing })
}

// take makes a fix of the current row, or says why not.
func (t *tracerRow) take() (why string, err error) {
	addr, ok := t.address()
	switch {
	case !ok:
		return noAddress, nil
	case !t.in.wants(addr):
		return "", nil
	}
	fix := blankFix(t.row)
	if fix.At, fix.Slack, why = t.moment(); why != "" {
		return why, nil
	}
	if fix.Pos, why = placeOf(t.cell(t.lat), t.cell(t.lon)); why != "" {
		return why, nil
	}
	t.height(&fix)
	speeds.put(&fix.Speed, t.in, t.row, t.start, t.cell(t.speed), 1)
	courses.put(&fix.Course, t.in, t.row, t.start, t.cell(t.course), 1)
	fix.Course = turned(fix.Course)
	call := t.detail(&fix)
	p := t.fleet.plane(addr, "")
	if p.Registration == "" && p.Type == "" {
		p.Registration, p.Type = t.cell(t.registration), t.cell(t.kind)
	}
	t.fleet.hear(p, fix.At, call, t.row)
	return "", t.fleet.add(p, fix)
}

func (t *tracerRow) address() (track.Address, bool) {
	if s := t.cell(t.icao); s != t.lastText || s == "" {
		a, ok := track.ParseAddress(s)
		if !ok || a.Code == 0 {
			return a, false
		}
		t.lastAddr, t.lastText = a, s
	}
	return t.lastAddr, true
}

// moment is the time of the current row.
func (t *tracerRow) moment() (at span.Instant, slack span.Length, why string) {
	text := t.cell(t.when)
	if t.pacific != nil {
		text = t.cell(t.date) + " " + t.cell(t.clock)
	}
	if text == "" {
		return 0, 0, noTime
	}
	st, ok := parseStamp(text)
	if !ok {
		return 0, 0, badTime
	}
	at, slack = st.at, readsbSlack
	if t.pacific != nil {
		var twice span.Length
		if at, twice, ok = t.pacific.at(st.at); !ok {
			return 0, 0, neverShown
		}
		slack += span.Second + twice
	}
	if at < earliest || at > latest {
		return 0, 0, farTime
	}
	return at, slack, ""
}

// height takes the altitude, which is "ground", a number or nothing.
func (t *tracerRow) height(fix *track.Fix) {
	if v, ok := heights.of(t.in, t.row, t.start, t.cell(t.geo), 1); ok {
		fix.Geo = feet(v, track.Ellipsoid)
	}
	text := t.cell(t.alt)
	if text == "ground" {
		fix.Ground = track.OnGround
		return
	}
	v, ok := heights.of(t.in, t.row, t.start, text, 1)
	switch {
	case !ok:
	case v == 0 && t.groundless:
		t.zeros++
	default:
		fix.Alt, fix.Ground = feet(v, track.Pressure), track.Airborne
	}
}

// detail takes what a trace says at about every fourth point, and gives the
// callsign.
func (t *tracerRow) detail(fix *track.Fix) (call string) {
	call = cleanCall(t.cell(t.call))
	text := t.cell(t.details)
	if text == "" {
		return call
	}
	small := func(s string) int8 {
		if n, ok := wholeNumber(s); ok && n < 100 {
			return int8(n)
		}
		return -1
	}
	ok := eachEntry(text, func(key, value string) {
		switch key {
		case "type":
			fix.Kind = readsbKinds[value]
		case "flight":
			call = cleanCall(value)
		case "rc":
			if n, ok := wholeNumber(value); ok && len(value) < 7 {
				fix.Radius = geo.Meters(n)
			}
		case "nic":
			fix.NIC = small(value)
		case "nac_p":
			fix.NACp = small(value)
		case "sil":
			fix.SIL = small(value)
		case "squawk":
			fix.Squawk = squawkOf(value)
		case "nav_qnh":
			if f, n := parseNumber(value); n == numeric {
				fix.QNH = qnhOf(f)
			}
		case "category":
			if isVehicle([]byte(value)) {
				t.in.vehicle(fix)
			}
		case "baro_rate":
			climbs.put(&fix.Climb, t.in, t.row, t.start, value, 1)
		}
	})
	if !ok {
		t.in.odd(t.row, t.start, "details cannot be read, taken as not given")
	}
	return call
}
