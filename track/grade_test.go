package track

import (
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// roll is a synthetic take-off roll along runway 17R of Harlingen: a fix each
// second, from rest to 160 kt, on the ground until second 40 and then climbing.
func roll() *Track {
	r := newStrip(harlingen.Runways[0].Ends[0], harlingen.Runways[0].Ends[1])
	t := &Track{}
	along := 0.0
	for i := range 120 {
		v := min(4*float64(i), 160)
		along += v * 1852 / 3600
		f := Fix{At: span.Instant(1742074000000) + span.Instant(i)*second, Speed: float32(v), Course: float32(r.course), Climb: NaN, Ground: OnGround, Kind: ADSB, Radius: 100, Row: int64(i + 1)}
		f.Pos, _ = geo.Direct(r.from, geo.Degrees(r.course), geo.Meters(along))
		if i > 40 {
			f.Ground, f.Alt, f.Climb = Airborne, Altitude{int32(36 + 30*(i-40)), Pressure}, 1800
		}
		t.Fixes = append(t.Fixes, f)
	}
	return t
}

// Three changes of the flag within a quarter of a second, at 88 kt, as a real
// 737 sent them at Denver, are one take-off.
func TestFlipsAreOneTakeoff(t *testing.T) {
	tr := roll()
	for k, ground := range []Ground{Airborne, OnGround, Airborne} {
		f := tr.Fixes[22]
		f.At += span.Instant(70 * (k + 1))
		f.Ground, f.Row = ground, int64(1000+k)
		if ground == Airborne {
			f.Alt = Altitude{36, Pressure}
		}
		tr.Fixes = append(tr.Fixes, f)
	}
	tr.Clean(Jet)
	legs := tr.Legs(fields)
	up := tr.Fixes[0].At + 40*second
	if len(legs) != 1 || legs[0].Takeoff == nil || !legs[0].Takeoff.Proved.Has(up) || len(legs[0].Stops) > 0 {
		t.Fatalf("legs %+v, up at %d", legs, up)
	}
	if e := legs[0].Takeoff; e.Runway != "17R" || e.Field != "KHRL" {
		t.Errorf("it took off at %s %s", e.Field, e.Runway)
	}
}

// A roll at more than taxiing speed along a runway is believed; away from it, it
// is a conflict.
func TestFastGroundIsBelievedOnRunwaysAlone(t *testing.T) {
	tr := roll()
	tr.Clean(Jet)
	if g := newSurvey(tr, fields).grades[35]; g != GroundStrong {
		t.Errorf("at 140 kt along the runway the grade is %d", g)
	}
	for i := range tr.Fixes {
		tr.Fixes[i].Pos.Lon += 0.01 // a kilometre aside
	}
	if g := newSurvey(tr, fields).grades[35]; g != Unclear {
		t.Errorf("at 140 kt beside the runway the grade is %d", g)
	}
}

// An old speed that is repeated under new positions proves no flight: here an
// aircraft taxies for minutes under the speed and descent of its approach.
func TestOldSpeedProvesNothing(t *testing.T) {
	tr := &Track{}
	for i := range 300 {
		f := Fix{At: span.Instant(i) * second, Speed: 250, Course: 170, Climb: -800, Alt: Altitude{40, Pressure}, Kind: ADSB, Row: int64(i + 1)}
		f.Pos, _ = geo.Direct(harlingen.Pos, 170, geo.Meters(8*i))
		tr.Fixes = append(tr.Fixes, f)
	}
	tr.Clean(Jet)
	for i, g := range newSurvey(tr, fields).grades {
		if g == AirStrong {
			t.Fatalf("second %d is certainly in the air", i)
		}
	}
}

// One altitude among others on the ground is no flight, however high.
func TestLoneAltitudeProvesNothing(t *testing.T) {
	tr := roll()
	tr.Fixes = tr.Fixes[:20]
	tr.Fixes[10].Ground, tr.Fixes[10].Alt = Airborne, Altitude{38000, Pressure}
	tr.Clean(Jet)
	if legs := tr.Legs(fields); len(legs) != 0 {
		t.Errorf("legs %+v", legs)
	}
}

// Whatever is dropped of a flight, what is proved of its ends holds the truth.
func TestProvedEndsHoldTheTruth(t *testing.T) {
	up := span.Instant(1742074000000)
	dense, down := flight(harlingen, comayagua, up, 2*second)
	for step := 1; step <= 120; step += 7 {
		for from := range 3 {
			tr := *dense
			tr.Fixes = nil
			for i := from; i < len(dense.Fixes); i += step {
				tr.Fixes = append(tr.Fixes, dense.Fixes[i])
			}
			tr.Clean(Jet)
			for _, l := range tr.Legs(fields) {
				if l.Takeoff != nil && !l.Takeoff.Proved.Has(up) || l.Landing != nil && !l.Landing.Proved.Has(down) {
					t.Fatalf("every %d-th fix from %d: %+v %+v, truth %d and %d", step, from, l.Takeoff, l.Landing, up, down)
				}
			}
		}
	}
}
