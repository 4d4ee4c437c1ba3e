package feed

import (
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// The places of the 22 fields of SBS, also called BaseStation.
const (
	sbsType = iota
	sbsMessage
	_ // session
	_ // the receiver's number for the aircraft
	sbsHex
	_ // flight number of the receiver's
	sbsMadeDay
	sbsMadeTime
	sbsLoggedDay
	sbsLoggedTime
	sbsCall
	sbsAlt
	sbsSpeed
	sbsCourse
	sbsLat
	sbsLon
	sbsClimb
	sbsSquawk
	_ // alert
	_ // emergency
	_ // ident
	sbsGround
	sbsFields
)

const (
	neverShown = "the zone's clocks never showed this time"
	// velocityHolds is how long a velocity message is taken to hold for the
	// positions after it: SBS has the two in different rows.
	velocityHolds = 5 * span.Second
)

// velocity is what a velocity message said.
type velocity struct {
	at                   span.Instant
	speed, course, climb float32
}

// isSBS tells SBS by one of its first lines, of which the very first may be cut
// off where the logging began.
func isSBS(head []byte) bool {
	text := strings.TrimPrefix(string(head[:min(len(head), 4<<10)]), bom)
	for range 3 {
		line, rest, more := strings.Cut(text, "\n")
		if isSBSLine(line) {
			return true
		}
		if !more {
			break
		}
		text = rest
	}
	return false
}

// isSBSLine reports whether line has a message type and enough fields.
func isSBSLine(line string) bool {
	kind, _, _ := strings.Cut(line, ",")
	switch kind {
	case "MSG", "MLAT":
		return strings.Count(line, ",") >= sbsCall
	case "SEL", "ID", "AIR", "STA", "CLK":
		return strings.Count(line, ",") >= sbsLoggedTime && strings.Count(line, "/") >= 2
	}
	return false
}

// sbs is a log while it is read.
type sbs struct {
	*table
	fleet *fleet
	clock *wallClock
	apart span.Length // the greatest difference of the two times
	first int64       // the row where they first differed by over a second

	// The last readings of a date, which most rows share.
	dayText string
	day     span.Instant
}

// readSBS reads a log. Its times have no zone, so one must be stated. A fix's
// time is when the message was made; if the time of logging differs, the slack
// covers both. Speed, course and climb are of the last velocity message within
// five seconds before; the squawk is the last within a minute before. Positions have no stated source: what feeds SBS may put
// any into it.
func readSBS(in *input) error {
	clock, err := openClock(in, 1)
	if err != nil {
		return err
	}
	s := &sbs{table: &table{in: in, sep: ','}, fleet: newFleet(in), clock: clock}
	if err := s.each(s.take); err != nil {
		return err
	}
	if s.apart > span.Second {
		noteAt(in, s.first, -1, fmt.Sprintf("the times of making and of logging differ by up to %v s from this row on: the first is taken, and the slack covers both", float64(s.apart)/1000))
	}
	return s.fleet.finish(nil)
}

// take reads the current row.
func (s *sbs) take() (why string, err error) {
	switch kind := s.cell(sbsType); {
	case kind == "SEL" || kind == "ID" || kind == "AIR" || kind == "STA" || kind == "CLK":
		return "a row of the receiver's own, not a message", nil
	case kind != "MSG" && kind != "MLAT":
		return "not a row of SBS", nil
	case len(s.cells) < sbsFields:
		if !s.ended {
			s.in.sum.Partial = true
		}
		return "fewer than 22 fields", nil
	case len(s.cells) > sbsFields:
		return "more than 22 fields", nil
	}
	addr, ok := track.ParseAddress(s.cell(sbsHex))
	switch {
	case !ok || addr.Code == 0:
		return noAddress, nil
	case !s.in.wants(addr):
		return "", nil
	}
	at, slack, why := s.moment()
	if why != "" {
		return why, nil
	}
	p := s.fleet.plane(addr, "")
	s.fleet.hear(p, at, cleanCall(s.cell(sbsCall)), s.row)
	s.velocity(p, at)
	if code := squawkOf(s.cell(sbsSquawk)); code != 0 {
		p.code, p.coded = code, at
	}
	if s.cell(sbsLat) == "" && s.cell(sbsLon) == "" {
		return "message without a position", nil
	}
	fix := blankFix(s.row)
	fix.At, fix.Slack = at, slack
	if fix.Pos, why = placeOf(s.cell(sbsLat), s.cell(sbsLon)); why != "" {
		return why, nil
	}
	s.say(p, &fix)
	return "", s.fleet.add(p, fix)
}

// velocity keeps the velocity of the row, if it has one.
func (s *sbs) velocity(p *plane, at span.Instant) {
	if s.cell(sbsSpeed) == "" && s.cell(sbsCourse) == "" {
		return
	}
	v := velocity{at, track.NaN, track.NaN, track.NaN}
	speeds.put(&v.speed, s.in, s.row, s.start, s.cell(sbsSpeed), 1)
	courses.put(&v.course, s.in, s.row, s.start, s.cell(sbsCourse), 1)
	climbs.put(&v.climb, s.in, s.row, s.start, s.cell(sbsClimb), 1)
	v.course = turned(v.course)
	p.vel = v
}

// say takes what a row with a position says besides.
func (s *sbs) say(p *plane, fix *track.Fix) {
	surface := s.cell(sbsMessage) == "2"
	fix.Ground = s.ground(surface)
	s.height(fix, surface)
	if v := p.vel; v.at != 0 && fix.At >= v.at && fix.At <= v.at.Add(velocityHolds) {
		fix.Speed, fix.Course, fix.Climb = v.speed, v.course, v.climb
	}
	if p.code != 0 && fix.At >= p.coded && fix.At <= p.coded.Add(carried) {
		fix.Squawk = p.code
	}
	if s.cell(sbsType) == "MLAT" {
		fix.Kind = track.MLAT
	}
}

// ground reads the flag: -1 or 1 is the ground, 0 the air, blank neither. A
// surface position is sent on the ground alone.
func (s *sbs) ground(surface bool) track.Ground {
	flag := s.cell(sbsGround)
	if surface {
		if flag == "0" {
			s.in.odd(s.row, s.start, "a surface position with the flag for the air; taken as on the ground")
		}
		return track.OnGround
	}
	switch flag {
	case "-1", "1":
		return track.OnGround
	case "0":
		return track.Airborne
	case "":
	default:
		s.in.odd(s.row, s.start, "the flag for the ground is none of blank, 0, 1 and -1, taken as not given")
	}
	return track.Unsaid
}

// height reads the altitude, which is geometric if an H follows it. A surface
// position has none, and 0 in its place stands for that.
func (s *sbs) height(fix *track.Fix, surface bool) {
	text, geometric := strings.CutSuffix(s.cell(sbsAlt), "H")
	v, ok := heights.of(s.in, s.row, s.start, text, 1)
	switch {
	case !ok || surface && v == 0:
	case geometric:
		fix.Geo = feet(v, track.Ellipsoid)
	default:
		fix.Alt = feet(v, track.Pressure)
	}
}

// moment is the time of the current row, and its slack.
func (s *sbs) moment() (at span.Instant, slack span.Length, why string) {
	made, why := s.reading(sbsMadeDay)
	logged, missing := s.reading(sbsLoggedDay)
	switch {
	case why == noTime && missing == "":
		made = logged
		s.in.odd(s.row, s.start, "no time of making; that of logging is taken")
	case why != "":
		return 0, 0, why
	case missing == "":
		s.compare(made, logged)
		slack = max(span.Length(made-logged), span.Length(logged-made))
	}
	at, twice, ok := s.clock.at(made)
	switch {
	case !ok:
		return 0, 0, neverShown
	case at < earliest || at > latest:
		return 0, 0, farTime
	}
	return at, max(slack, zeroSlack) + twice, ""
}

func (s *sbs) compare(made, logged span.Instant) {
	apart := max(span.Length(made-logged), span.Length(logged-made))
	if apart > span.Second && s.apart <= span.Second {
		s.first = s.row
	}
	s.apart = max(s.apart, apart)
}

// reading is the clock's reading in the date at a place and the time after it.
func (s *sbs) reading(place int) (span.Instant, string) {
	day, clock := s.cell(place), s.cell(place+1)
	if day == "" || clock == "" {
		return 0, noTime
	}
	if day != s.dayText {
		t, ok := parseDay(day)
		if !ok {
			return 0, badTime
		}
		s.day, s.dayText = t, strings.Clone(day)
	}
	of, _, rest, ok := parseClock(clock)
	if !ok || rest != "" {
		return 0, badTime
	}
	return s.day.Add(of), ""
}
