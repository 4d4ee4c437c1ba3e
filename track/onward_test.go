package track

import (
	"testing"

	"github.com/holdshort/holdshort/geo"
)

// The way on is to where the leg is seen to land, and holds the true distance.
// The flight is synthetic.
func TestOnward(t *testing.T) {
	start, _ := geo.Direct(harlingen.Pos, 150, 300*1852)
	d, azi, _ := geo.Inverse(start, harlingen.Pos)
	p := newPilot(start, float64(azi), 34000, 450)
	seconds := int(float64(d) / 1852 / 450 * 3600)
	p.fly(seconds, 0, -(34000-100)/float64(seconds)*60)
	for range 10 {
		p.at += 5 * second
		p.t.Fixes = append(p.t.Fixes, Fix{At: p.at, Pos: harlingen.Pos, Ground: OnGround, Speed: 5, Course: NaN, Climb: NaN, NIC: -1, NACp: -1, SIL: -1, Kind: ADSB, Radius: 100, Row: int64(len(p.t.Fixes) + 1)})
	}
	a := Analyse(p.t, Jet, fields, nil)
	mid := p.t.Fixes[len(p.t.Fixes)/2]
	o := a.Moment(mid.At, nil, 0, 0).Onward
	if o == nil || o.Field.Ident != "KHRL" {
		t.Fatalf("%+v", o)
	}
	if was := geo.Distance(mid.Pos, harlingen.Pos); o.Least > was || o.Most < was || o.Most-o.Least > 1000 {
		t.Errorf("%v to %v, and it was %v", o.Least, o.Most, was)
	}
	if after := a.Moment(p.at, nil, 0, 0).Onward; after != nil {
		t.Errorf("on the ground: %+v", after)
	}
}
