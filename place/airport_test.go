package place

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/geo"
)

// TestKnownAirports checks against figures that are commonly published, such as
// the reference point of Brussels, 50°54'05"N 4°29'04"E, and Bogotá's 8361 ft.
// They were not read in an AIP here.
func TestKnownAirports(t *testing.T) {
	for _, c := range []struct {
		ident, main, country, zone string
		lat, lon                   geo.Degrees
		within                     geo.Meters
		elevation                  Feet
	}{
		{"KJFK", "KJFK", "US", "America/New_York", 40.639750, -73.778689, 200, 13},
		{"khrl", "KHRL", "US", "America/Chicago", 26.22850, -97.65439, 500, 36},
		{"EBBR", "EBBR", "BE", "Europe/Brussels", 50.90139, 4.48444, 1000, 175},
		{"SKBO", "SKBO", "CO", "America/Bogota", 4.70167, -74.14694, 1000, 8361},
		{"MHSC", "MHPR", "HN", "America/Tegucigalpa", 14.3824, -87.6212, 300, 2064},
		{"MHPR", "MHPR", "HN", "America/Tegucigalpa", 14.3824, -87.6212, 300, 2064},
		{"HJJJ", "HSSJ", "SS", "Africa/Juba", 4.8720, 31.6011, 300, 1513},
		{"HSSJ", "HSSJ", "SS", "Africa/Juba", 4.8720, 31.6011, 300, 1513},
		{"EINN", "EINN", "IE", "Europe/Dublin", 52.7020, -8.9248, 300, 46},
		{"HDAM", "HDAM", "DJ", "Africa/Djibouti", 11.5473, 43.1595, 300, 49},
		{"MSLP", "MSLP", "SV", "America/El_Salvador", 13.4409, -89.0557, 500, 101},
		{"KAEX", "KAEX", "US", "America/Chicago", 31.3274, -92.5486, 300, 88},
	} {
		f, ok := Airport(c.ident)
		if !ok {
			t.Errorf("no airport %q", c.ident)
			continue
		}
		d := geo.Distance(f.At(), geo.Point{Lat: c.lat, Lon: c.lon})
		if f.Ident != c.main || f.Country != c.country || f.Zone != c.zone || d > c.within || math.Abs(float64(f.Elevation-c.elevation)) > 15 {
			t.Errorf("%s: %s, %s, %s, %v away, %v ft", c.ident, f.Ident, f.Country, f.Zone, d, f.Elevation)
		}
		if _, err := time.LoadLocation(f.Zone); err != nil {
			t.Error(err)
		}
	}
	for _, ident := range []string{"", "ZZZZ", "AEX", "KHRLX"} {
		if f, ok := Airport(ident); ok {
			t.Errorf("%q is %s", ident, f.Ident)
		}
	}
}

func TestKnownRunways(t *testing.T) {
	f, _ := Airport("KHRL")
	want := map[string]Feet{"13/31": 7257, "18L/36R": 5950, "18R/36L": 9400}
	for _, r := range f.Runways {
		name := r.Ends[0].Name + "/" + r.Ends[1].Name
		if r.Length != want[name] || r.Width != 150 || r.Closed || r.Surface != "ASP" {
			t.Errorf("%s: %+v", name, r)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("without %v", want)
	}
	f, _ = Airport("KAEX") // runway 18/36 is closed
	if i := slices.IndexFunc(f.Runways, func(r Runway) bool { return r.Ends[0].Name == "18" }); i < 0 || !f.Runways[i].Closed {
		t.Error("KAEX 18/36 is not closed")
	}
	f, _ = Airport("MHSC")
	if len(f.Runways) != 1 || f.Reach() < 1200 || f.Reach() > 1300 || !strings.Contains(f.Note, "MHSC") {
		t.Errorf("MHSC: %d runways, reach %v, %q", len(f.Runways), f.Reach(), f.Note)
	}
}

// TestRunwaysFitTheirLength compares the distance between placed ends with the
// length, two columns of the same table that nobody made to agree.
func TestRunwaysFitTheirLength(t *testing.T) {
	n, off := 0, 0
	for _, f := range Fields() {
		for _, r := range f.Runways {
			if a, b := r.Ends[0], r.Ends[1]; a.Placed && b.Placed && r.Length > 0 {
				n++
				d := geo.Distance(a.At, b.At)
				if math.Abs(float64(d-r.Length.Meters())) > max(150, 0.15*float64(r.Length.Meters())) {
					off++
				}
			}
		}
	}
	t.Logf("%d of %d runways are over 150 m and 15 %% off", off, n)
	if n < 10_000 || off*100 > 6*n {
		t.Errorf("%d of %d runways do not fit their length", off, n)
	}
}

func TestFields(t *testing.T) {
	all := Fields()
	if len(all) < 28_000 || !slices.IsSortedFunc(all, func(a, b Field) int { return strings.Compare(a.Ident, b.Ident) }) {
		t.Errorf("%d fields", len(all))
	}
	both, disputed, aliases := 0, 0, 0
	zones := map[string]bool{}
	for i := range all {
		f := &all[i]
		for _, ident := range append([]string{f.Ident}, f.Also...) {
			if g, ok := Airport(ident); !ok || g != f {
				t.Errorf("%s does not lead to %s", ident, f.Ident)
			}
		}
		aliases += len(f.Also)
		zones[f.Zone] = true
		if len(f.Positions) < 1 || len(f.Positions) > 2 {
			t.Fatalf("%s has %d positions", f.Ident, len(f.Positions))
		}
		for _, p := range f.Positions {
			if !p.At.Valid() || table(p.Table).ID == "" {
				t.Errorf("%s: %v", f.Ident, p)
			}
		}
		if len(f.Positions) == 2 {
			both++
			if f.Apart() < Agreement-1 {
				t.Errorf("%s: positions are %v apart", f.Ident, f.Apart())
			}
		}
		if f.Apart() > 5000 {
			disputed++
			if f.Note == "" {
				t.Errorf("%s: %v apart, and no note", f.Ident, f.Apart())
			}
		}
		for _, r := range f.Runways {
			for _, e := range r.Ends {
				if h := float64(e.Heading); !e.At.Valid() || h < 0 || h > 360 {
					t.Errorf("%s: %+v", f.Ident, e)
				}
			}
		}
	}
	for zone := range zones {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d fields, %d with two positions, %d of them over 5 km apart, %d other indicators", len(all), both, disputed, aliases)
}

// TestNearAgreesWithBruteForce asks at random places, at the poles and at the
// meridian of 180 degrees, for distances up to half round the earth.
func TestNearAgreesWithBruteForce(t *testing.T) {
	seed := uint64(15)
	random := func() float64 { // splitmix64
		seed += 0x9e3779b97f4a7c15
		z := seed
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return float64((z^z>>31)>>11) / (1 << 53)
	}
	places := []geo.Point{{Lat: 90}, {Lat: -90, Lon: 77}, {Lat: 52, Lon: 180}, {Lat: 52, Lon: -180}, {Lat: -17.5, Lon: 179.99}, {Lat: -17.5, Lon: -179.99}, {Lat: 71, Lon: -156}, {}}
	for range 12 {
		places = append(places, geo.Point{Lat: geo.Degrees(math.Asin(2*random()-1) * 180 / math.Pi), Lon: geo.Degrees(360*random() - 180)})
	}
	all := Fields()
	for k, p := range places {
		ds := make([]geo.Meters, len(all))
		for i := range all {
			ds[i] = geo.Distance(p, all[i].Positions[0].At)
			for _, o := range all[i].Positions[1:] {
				ds[i] = min(ds[i], geo.Distance(p, o.At))
			}
		}
		for _, within := range []geo.Meters{0, 18_520, 300_000, 1_600_000, 6_000_000, 21_000_000} {
			if within > 2_000_000 && k%5 != 0 {
				continue
			}
			var want []int
			for i, d := range ds {
				if d <= within {
					want = append(want, i)
				}
			}
			slices.SortStableFunc(want, func(a, b int) int {
				switch {
				case ds[a] < ds[b]:
					return -1
				case ds[a] > ds[b]:
					return 1
				}
				return 0
			})
			got := Near(p, within)
			if len(got) != len(want) {
				t.Errorf("%v within %v: %d fields, by brute force %d", p, within, len(got), len(want))
				continue
			}
			for i, w := range want {
				if got[i] != &all[w] {
					t.Errorf("%v within %v: field %d is %s, by brute force %s", p, within, i, got[i].Ident, all[w].Ident)
					break
				}
			}
		}
	}
	// The two sides of the meridian are one place.
	a, b := Near(geo.Point{Lat: 52, Lon: 180}, 500_000), Near(geo.Point{Lat: 52, Lon: -180}, 500_000)
	if !slices.Equal(a, b) || len(a) < 2 {
		t.Errorf("%d fields east of 180 degrees, %d west", len(a), len(b))
	}
	for _, bad := range []geo.Meters{-1, geo.Meters(math.NaN())} {
		if Near(geo.Point{}, bad) != nil {
			t.Errorf("fields within %v", bad)
		}
	}
	if Near(geo.Point{Lat: 91}, 1e6) != nil {
		t.Error("fields near no place")
	}
}

// TestNearFindsBothPositions: Brussels is found where either table has it.
func TestNearFindsBothPositions(t *testing.T) {
	f, _ := Airport("EBBR")
	if len(f.Positions) != 2 {
		t.Fatal(len(f.Positions))
	}
	for _, p := range f.Positions {
		if got := Near(p.At, 10); !slices.Contains(got, f) {
			t.Errorf("not found at %v", p)
		}
	}
}

// BenchmarkLoad is what the first question of an airfield costs.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		readFields()
	}
}

func TestEmbeddedSizes(t *testing.T) {
	if len(packedFields) > 2_500_000 || len(packedAreas) > 1_500_000 {
		t.Errorf("%d and %d bytes", len(packedFields), len(packedAreas))
	}
	t.Logf("airports.gz %d bytes, areas.gz %d bytes", len(packedFields), len(packedAreas))
}
