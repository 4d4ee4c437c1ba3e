package track

import (
	"strings"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

func TestBeats(t *testing.T) {
	tr := waver(100)
	if how, ok := tr.Beats(500 * geo.Knot); ok {
		t.Errorf("450 kt are above 500 kt: %s", how)
	}
	how, ok := tr.Beats(300 * geo.Knot)
	if !ok || how != "rows 1 to 3 report up to 451 kt over the ground" {
		t.Errorf("%q, %v", how, ok)
	}
	for i := range tr.Fixes {
		tr.Fixes[i].Speed = NaN
	}
	if how, ok = tr.Beats(300 * geo.Knot); !ok || !strings.Contains(how, "from row 1 to row 7 the positions imply 450.0 kt on average") {
		t.Errorf("by positions: %q, %v", how, ok)
	}
	for i := range tr.Fixes {
		if tr.Fixes[i].Mark != 0 {
			t.Fatal("the track is changed")
		}
	}
}

// What is wrong in a file speaks against no type: a position that cannot be, two
// high reports, positions whose errors are wide.
func TestBeatsIsNotFooled(t *testing.T) {
	slow := func() *Track {
		tr := waver(100)
		for i := range tr.Fixes {
			tr.Fixes[i].Pos, _ = geo.Direct(geo.Point{Lat: 20, Lon: -90}, 90, geo.Meters(120*float64(geo.Knot)*10*float64(i)))
			tr.Fixes[i].Speed = 120
		}
		return tr
	}
	wild := slow()
	wild.Fixes[50].Pos.Lat += 2
	two := slow()
	two.Fixes[50].Speed, two.Fixes[51].Speed = 900, 900
	wide := slow()
	for i := range wide.Fixes {
		wide.Fixes[i].Kind, wide.Fixes[i].Radius = MLAT, 30
		wide.Fixes[i].Pos, _ = geo.Direct(wide.Fixes[i].Pos, geo.Degrees(i%2)*180, 1500)
	}
	for name, tr := range map[string]*Track{"wild": wild, "two": two, "wide": wide} {
		if how, ok := tr.Beats(250 * geo.Knot); ok {
			t.Errorf("%s: %s", name, how)
		}
	}
}

// A multilaterated position proves a side of a boundary only from beyond its
// radius, whatever its file says of it.
func TestMultilateratedRadius(t *testing.T) {
	area := AreaOf(geo.Area{ID: "box", Outline: []geo.Point{{Lat: 20, Lon: -91}, {Lat: 20, Lon: -89}, {Lat: 22, Lon: -89}, {Lat: 22, Lon: -91}}})
	for _, c := range []struct {
		kind   Kind
		radius geo.Meters
		sides  int // crossings proved
	}{{ADSB, 100, 1}, {MLAT, 100, 0}, {MLAT, 0, 0}, {TISB, 100, 0}} {
		tr := &Track{}
		for i, lat := range []geo.Degrees{20.012, 19.988} { // 1.3 km either side
			tr.Fixes = append(tr.Fixes, Fix{At: span.Instant(i) * 60 * second, Pos: geo.Point{Lat: lat, Lon: -90}, Kind: c.kind, Radius: c.radius, Row: int64(i + 1)})
		}
		if got := len(NewPrism(tr, Jet).Crossings(area)); got != c.sides {
			t.Errorf("%s with %v: %d crossings are proved, want %d", c.kind, c.radius, got, c.sides)
		}
	}
}
