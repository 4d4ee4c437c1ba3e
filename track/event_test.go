package track

import (
	"math"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// pilot flies a synthetic track: a fix each five seconds.
type pilot struct {
	t      *Track
	at     span.Instant
	pos    geo.Point
	course float64
	feet   float64
	speed  float64
}

func newPilot(pos geo.Point, course, feet, speed float64) *pilot {
	return &pilot{&Track{}, 1742074000000, pos, course, feet, speed}
}

// fly goes on for so many seconds, turning and climbing at rates in degrees a
// second and feet a minute.
func (p *pilot) fly(seconds int, turning, climbing float64) {
	for range seconds / 5 {
		p.at += 5 * second
		p.course = math.Mod(p.course+5*turning+360, 360)
		p.feet += climbing / 12
		p.pos, _ = geo.Direct(p.pos, geo.Degrees(p.course), geo.Meters(p.speed*1852/3600*5))
		p.t.Fixes = append(p.t.Fixes, Fix{At: p.at, Pos: p.pos, Alt: Altitude{int32(p.feet), Pressure}, Speed: float32(p.speed), Course: float32(p.course),
			Climb: float32(climbing), Ground: Airborne, NIC: -1, NACp: -1, SIL: -1, Kind: ADSB, Radius: 100, Row: int64(len(p.t.Fixes) + 1)})
	}
}

// told are the kinds of event that are told of the flight.
func (p *pilot) told() (out []Event) {
	p.t.Clean(Jet)
	_, out = p.t.LegsAndEvents(fields)
	return out
}

// onFinalApproach is a pilot on a glide path of three degrees to runway 17R of
// Harlingen, eight nautical miles out.
func onFinalApproach() *pilot {
	r := newStrip(harlingen.Runways[0].Ends[0], harlingen.Runways[0].Ends[1])
	pos, _ := geo.Direct(r.from, geo.Degrees(r.course+180), 8*1852)
	return newPilot(pos, r.course, 36+8*318, 140)
}

func one(t *testing.T, es []Event, kind EventKind) (e Event) {
	t.Helper()
	if len(es) != 1 || es[0].Kind != kind {
		t.Fatalf("events %+v, want one %s", es, kind)
	}
	return es[0]
}

func TestGoAround(t *testing.T) {
	p := onFinalApproach()
	p.fly(180, 0, -742)
	p.fly(120, 0, 2000)
	if e := one(t, p.told(), GoAround); e.Field != "KHRL" || e.Runway != "17R" {
		t.Errorf("at %s %s: %s", e.Field, e.Runway, e.Measured)
	}
}

func TestLowApproach(t *testing.T) {
	p := onFinalApproach()
	p.fly(205, 0, -742)
	p.fly(10, 0, 0)
	p.fly(120, 0, 2000)
	if e := one(t, p.told(), LowApproach); e.Field != "KHRL" || e.Runway != "17R" {
		t.Errorf("at %s %s: %s", e.Field, e.Runway, e.Measured)
	}
}

// A descent that is broken off high above the airfield is none.
func TestHighLevelOffIsNoGoAround(t *testing.T) {
	p := onFinalApproach()
	p.feet = 9000
	p.fly(120, 0, -1500)
	p.fly(120, 0, 2000)
	if es := p.told(); len(es) != 0 {
		t.Errorf("events %+v", es)
	}
}

// A racetrack with turns of three degrees a second, one minute legs, three times
// round.
func TestHold(t *testing.T) {
	p := newPilot(geo.Point{Lat: 20, Lon: -90}, 90, 12000, 230)
	p.fly(600, 0, 0)
	for range 6 {
		p.fly(60, 0, 0)
		p.fly(60, 3, 0)
	}
	p.fly(600, 0, 0)
	e := one(t, p.told(), Hold)
	if d := e.Between.Latest() - e.Between.Earliest(); d < 8*60*second || d > 22*60*second {
		t.Errorf("it took %d s: %s", d/1000, e.Measured)
	}
}

// Legs of a survey turn as far to the left as to the right.
func TestSurveyIsNoHold(t *testing.T) {
	p := newPilot(geo.Point{Lat: 20, Lon: -90}, 90, 12000, 230)
	for range 5 {
		p.fly(120, 0, 0)
		p.fly(60, 3, 0)
		p.fly(120, 0, 0)
		p.fly(60, -3, 0)
	}
	if es := p.told(); len(es) != 0 {
		t.Errorf("events %+v", es)
	}
}

func TestTurnBack(t *testing.T) {
	p := newPilot(geo.Point{Lat: 20, Lon: -90}, 90, 34000, 450)
	p.fly(1500, 0, 0) // 187 NM
	turned := p.at
	p.fly(120, 1.5, 0)
	p.fly(600, 0, 0)
	if e := one(t, p.told(), TurnBack); e.Between.Earliest() > turned+60*second || e.Between.Latest() < turned || e.Between.Latest() > turned+130*second {
		t.Errorf("%+v, turned at %d", e, turned)
	}
}

// A bend of the way is no turn-back, nor one that lies within fifty miles.
func TestBendsAreNoTurnBack(t *testing.T) {
	p := newPilot(geo.Point{Lat: 20, Lon: -90}, 90, 34000, 450)
	p.fly(1500, 0, 0)
	p.fly(60, 1.5, 0)
	p.fly(900, 0, 0)
	if es := p.told(); len(es) != 0 {
		t.Errorf("after 90°: %+v", es)
	}
	p = newPilot(geo.Point{Lat: 20, Lon: -90}, 90, 34000, 450)
	p.fly(300, 0, 0) // 37 NM
	p.fly(120, 1.5, 0)
	p.fly(900, 0, 0)
	if es := p.told(); len(es) != 0 {
		t.Errorf("after 37 NM: %+v", es)
	}
}

// A flight towards the north-west that turns aside and lands at Harlingen.
func TestDiversion(t *testing.T) {
	start, _ := geo.Direct(harlingen.Pos, 150, 500*1852)
	aim, _ := geo.Direct(harlingen.Pos, 60, 200*1852)
	d, azi, _ := geo.Inverse(start, aim)
	p := newPilot(start, float64(azi), 34000, 450)
	p.fly(int(float64(d)/1852/450*3600), 0, 0)
	turned := p.at
	left, to, _ := geo.Inverse(p.pos, harlingen.Pos)
	p.course = float64(to)
	seconds := int(float64(left) / 1852 / 450 * 3600)
	p.fly(seconds, 0, -(34000-100)/float64(seconds)*60)
	for range 10 { // on the ground at Harlingen
		p.at += 5 * second
		p.t.Fixes = append(p.t.Fixes, Fix{At: p.at, Pos: harlingen.Pos, Ground: OnGround, Speed: 5, Course: NaN, Climb: NaN, NIC: -1, NACp: -1, SIL: -1, Kind: ADSB, Radius: 100, Row: int64(len(p.t.Fixes) + 1)})
	}
	// Where it began is no airfield of the table, so the track's beginning stands for it.
	e := one(t, p.told(), Diversion)
	if at := e.Between.Latest(); e.Field != "KHRL" || at < turned-60*second || at > turned+120*second {
		t.Errorf("%+v, turned at %d: %s", e, turned, e.Measured)
	}
}

func TestStraightFlightHasNoEvents(t *testing.T) {
	tr, _ := flight(harlingen, comayagua, 1742074000000, 5*second)
	tr.Clean(Jet)
	if _, es := tr.LegsAndEvents(fields); len(es) != 0 {
		t.Errorf("events %+v", es)
	}
}
