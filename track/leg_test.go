package track

import (
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// harlingen and comayagua stand for airfields in the synthetic flights below;
// their numbers are those of the fields, rounded.
var (
	harlingen = Field{Ident: "KHRL", Pos: geo.Point{Lat: 26.2285, Lon: -97.6544}, Elevation: 36,
		Runways: []Runway{{[2]RunwayEnd{{"17R", geo.Point{Lat: 26.2391, Lon: -97.6610}}, {"35L", geo.Point{Lat: 26.2170, Lon: -97.6560}}}}}}
	comayagua = Field{Ident: "MHSC", Pos: geo.Point{Lat: 14.3824, Lon: -87.6212}, Elevation: 2061}
)

func fields(p geo.Point, within geo.Meters) []Field {
	var out []Field
	for _, f := range []Field{harlingen, comayagua} {
		if geo.Distance(p, f.Pos) <= within {
			out = append(out, f)
		}
	}
	sortBy(out, func(f Field) (float64, string) { return float64(geo.Distance(p, f.Pos)), f.Ident })
	return out
}

const second = span.Instant(1000)

// flight is a synthetic flight from one field to another at 450 kt: on the
// ground, a climb at 2,000 ft a minute, 30,000 ft, a descent, the ground again,
// with a fix every step. It takes off at up and touches down at down.
func flight(from, to Field, up span.Instant, step span.Instant) (t *Track, down span.Instant) {
	total, azi, _ := geo.Inverse(from.Pos, to.Pos)
	const v = 450 * geo.Knot
	airborne := span.Instant(float64(total) / float64(v) * 1000)
	down = up + airborne
	t = &Track{Address: Address{Code: 0xa2fe4c}, Origins: []Origin{{Name: "synthetic", Format: "test"}}}
	row := int64(0)
	for at := up - 120*second; at <= down+120*second; at += step {
		row++
		f := Fix{At: at, Radius: 100, Kind: ADSB, NIC: -1, NACp: -1, SIL: -1, Row: row, Course: float32(azi)}
		switch {
		case at < up:
			f.Pos, f.Ground, f.Speed = from.Pos, OnGround, 10
		case at > down:
			f.Pos, f.Ground, f.Speed = to.Pos, OnGround, 10
		default:
			f.Pos, _ = geo.Direct(from.Pos, azi, geo.Meters(float64(v)*float64(at-up)/1000))
			rising, falling := float64(at-up)/60e3*2000+from.Elevation, float64(down-at)/60e3*2000+to.Elevation
			f.Alt = Altitude{int32(min(rising, falling, 30000)), Pressure}
			f.Speed, f.Climb, f.Ground = 450, 0, Airborne
			if rising < 30000 && rising < falling {
				f.Climb = 2000
			} else if falling < 30000 {
				f.Climb = -2000
			}
		}
		t.Fixes = append(t.Fixes, f)
	}
	return t, down
}

func TestLegHasItsEnds(t *testing.T) {
	up := span.Instant(1742074000000)
	tr, down := flight(harlingen, comayagua, up, 10*second)
	tr.Clean(Jet)
	legs := tr.Legs(fields)
	if len(legs) != 1 {
		t.Fatalf("%d legs: %+v", len(legs), legs)
	}
	l := legs[0]
	if l.Takeoff == nil || !l.Takeoff.Proved.Has(up) || l.Takeoff.Field != "KHRL" || !l.Takeoff.FieldProved {
		t.Errorf("take-off %+v, truth %d", l.Takeoff, up)
	}
	if l.Landing == nil || !l.Landing.Proved.Has(down) || l.Landing.Field != "MHSC" {
		t.Errorf("landing %+v, truth %d", l.Landing, down)
	}
	if w := l.Takeoff.Proved.Latest() - l.Takeoff.Proved.Earliest(); w > 60*second {
		t.Errorf("the take-off is within %d ms, wide for a fix every 10 s", w)
	}
}

// A flip of the ground flag for a fraction of a second is no landing.
func TestFlipIsNoLanding(t *testing.T) {
	tr, _ := flight(harlingen, comayagua, 1742074000000, 10*second)
	for i := range tr.Fixes {
		if tr.Fixes[i].Alt.Feet == 30000 {
			f := tr.Fixes[i]
			f.At += 220
			f.Ground, f.Alt, f.Speed = OnGround, Altitude{}, 60
			f.Row = 10_000
			tr.Fixes = append(tr.Fixes, f)
			break
		}
	}
	tr.Clean(Jet)
	if legs := tr.Legs(fields); len(legs) != 1 {
		t.Errorf("%d legs", len(legs))
	}
}

// A track that begins or ends in the air has no take-off or landing there.
func TestOpenEnds(t *testing.T) {
	tr, _ := flight(harlingen, comayagua, 1742074000000, 10*second)
	n := len(tr.Fixes)
	tr.Fixes = tr.Fixes[n/3 : 2*n/3]
	tr.Clean(Jet)
	legs := tr.Legs(fields)
	if len(legs) != 1 || legs[0].Takeoff != nil || legs[0].Landing != nil {
		t.Errorf("legs %+v", legs)
	}
}

// A gap in which the landing is hidden leaves it unproved, whatever the length.
func TestHiddenLandingIsNotProved(t *testing.T) {
	tr, down := flight(harlingen, comayagua, 1742074000000, 10*second)
	var kept []Fix
	for _, f := range tr.Fixes {
		if f.At < down-20*60*second {
			kept = append(kept, f)
		}
	}
	tr.Fixes = kept
	tr.Clean(Jet)
	legs := tr.Legs(fields)
	if len(legs) != 1 || legs[0].Landing != nil {
		t.Errorf("legs %+v", legs)
	}
}

// touching is a synthetic flight that touches the ground at Comayagua for 30 s,
// at a speed over the ground, and goes back to Harlingen.
func touching(speed float32) (tr *Track, end span.Instant) {
	a, down := flight(harlingen, comayagua, 1742074000000, 5*second)
	b, end := flight(comayagua, harlingen, down+30*second, 5*second)
	var fs []Fix
	for _, f := range a.Fixes {
		if f.At <= down+30*second {
			fs = append(fs, f)
		}
	}
	for _, f := range b.Fixes {
		if f.At > down+30*second {
			f.Row += 100_000
			fs = append(fs, f)
		}
	}
	for i := range fs {
		if d := fs[i].At - down; d >= 0 && d <= 30*second {
			fs[i].Speed = speed
			fs[i].Pos, _ = geo.Direct(comayagua.Pos, 170, geo.Meters(geo.Speed(speed)*geo.Knot)*geo.Meters(d)/1000)
		}
	}
	tr = &Track{Fixes: fs}
	tr.Clean(Jet)
	return tr, end
}

func TestTouchAndGo(t *testing.T) {
	tr, end := touching(60)
	legs := tr.Legs(fields)
	if len(legs) != 1 || len(legs[0].Stops) != 1 || legs[0].Stops[0].Kind != "touch-and-go" || legs[0].Stops[0].Field != "MHSC" {
		t.Fatalf("legs %+v", legs)
	}
	if legs[0].Landing == nil || !legs[0].Landing.Proved.Has(end) {
		t.Errorf("landing %+v, truth %d", legs[0].Landing, end)
	}
}

// An aircraft that comes to a stop has landed, however soon it is off again.
func TestStopIsNoTouchAndGo(t *testing.T) {
	tr, _ := touching(10)
	if legs := tr.Legs(fields); len(legs) != 2 || legs[0].Landing == nil || legs[1].Takeoff == nil {
		t.Errorf("legs %+v", legs)
	}
}
