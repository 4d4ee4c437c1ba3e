package main

import (
	"strings"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// In a case its own top speed goes before the type of the track, and the type
// before what is taken of an aircraft of unknown type. The tracks are synthetic.
func TestModelOfMovement(t *testing.T) {
	at := func(kt float32, typ string) *track.Track {
		tr := &track.Track{Type: typ}
		for i := range 20 {
			p, _ := geo.Direct(geo.Point{Lat: 20, Lon: -90}, 90, geo.Meters(float64(kt)*float64(geo.Knot)*10*float64(i)))
			tr.Fixes = append(tr.Fixes, track.Fix{At: span.Instant(i) * 10_000, Pos: p, Speed: kt, Kind: track.ADSB, Row: int64(i + 1), NIC: -1, NACp: -1, SIL: -1})
		}
		return tr
	}
	own := &holdshort.Movement{Top: &holdshort.TopSpeed{Speed: 600 * geo.Knot, Why: "as the maker says"}}
	for _, c := range []struct {
		m     *holdshort.Movement
		tr    *track.Track
		top   geo.Speed // knots
		why   string
		notes int
	}{
		{own, at(450, "B763"), 600, "as the maker says; positions", 0},
		{&holdshort.Movement{}, at(450, "B763"), 750, "type B763 as the network's database says: a jet limited", 0},
		{&holdshort.Movement{}, at(450, ""), 830, "an aircraft slower than sound", 0},
		{&holdshort.Movement{}, at(450, "XYZ9"), 830, "an aircraft slower than sound", 0},
		{&holdshort.Movement{}, at(120, "H60"), 500, "type H60 as the network's database says: a helicopter", 0},
		{&holdshort.Movement{}, at(550, "H60"), 830, "an aircraft slower than sound", 1},
		{&holdshort.Movement{}, at(900, "F16"), 1740, "type F16 as", 0},
	} {
		m := modelOf(c.m, c.tr)
		if d := m.Top - c.top*geo.Knot; d < -0.001 || d > 0.001 || !strings.HasPrefix(m.Why, c.why) || len(c.tr.Notes) != c.notes {
			t.Errorf("type %q: %s, %q, notes %v; want %.0f kt, %q", c.tr.Type, m.Top, m.Why, c.tr.Notes, c.top, c.why)
		}
	}
}
