package place

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/tri"
)

func csvRows(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func pointAt(t *testing.T, lat, lon string) geo.Point {
	t.Helper()
	y, err1 := strconv.ParseFloat(lat, 64)
	x, err2 := strconv.ParseFloat(lon, 64)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	return geo.Point{Lat: geo.Degrees(y), Lon: geo.Degrees(x)}
}

// TestContainsAgreesWithShapely compares with testdata/points.csv, answers of
// an independent library over the tables as published (testdata/points.py).
// Places near no edge must have a definite answer, but for doubts.
func TestContainsAgreesWithShapely(t *testing.T) {
	unknown := 0
	rows := csvRows(t, "testdata/points.csv")
	if len(rows) < 2000 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		r, ok := Area(row[0])
		if !ok {
			t.Fatalf("no area %q", row[0])
		}
		p := pointAt(t, row[1], row[2])
		want := tri.Of(row[3] == "1")
		switch got := r.Contains(p); {
		case got == want:
		case got != tri.Unknown:
			t.Errorf("%s contains %v: %v, shapely %v", row[0], p, got, want)
		case r.Kind != Land || !doubtful(p):
			t.Errorf("%s contains %v: unknown, shapely %v", row[0], p, want)
		default:
			unknown++
		}
	}
	t.Logf("%d places agree, %d are in doubts", len(rows)-unknown, unknown)
	if unknown*20 > len(rows) {
		t.Errorf("%d of %d places are in doubts", unknown, len(rows))
	}
}

func doubtful(p geo.Point) bool {
	r, _ := Area("us-land")
	for _, d := range r.Doubts {
		if geo.Distance(d.Center, p) <= d.Radius {
			return true
		}
	}
	return false
}

// TestLandAgreesWithFinerCoast compares with testdata/coast.csv: places near
// coasts, of which the 1:10m coastline, a finer and other drawing, says whether
// they are land. No country may have one in the sea, and one on land may not be
// outside all.
func TestLandAgreesWithFinerCoast(t *testing.T) {
	var land []Region
	for _, r := range Areas() {
		if r.Kind == Land {
			land = append(land, r)
		}
	}
	yes, no, unknown := 0, 0, 0
	for _, row := range csvRows(t, "testdata/coast.csv") {
		p := pointAt(t, row[0], row[1])
		any, in := tri.No, ""
		for _, r := range land {
			switch r.Contains(p) {
			case tri.Yes:
				if any == tri.Yes {
					t.Errorf("%v is in %s and in %s", p, in, r.ID)
				}
				any, in = tri.Yes, r.ID
			case tri.Unknown:
				if any == tri.No {
					any = tri.Unknown
				}
			}
		}
		switch {
		case any == tri.Unknown:
			unknown++
		case any == tri.Yes && row[2] == "0":
			t.Errorf("%v is in %s; the finer coastline has sea", p, in)
		case any == tri.No && row[2] == "1":
			t.Errorf("%v is in no country; the finer coastline has land", p)
		case any == tri.Yes:
			yes++
		default:
			no++
		}
	}
	t.Logf("in a country %d, in none %d, unknown %d", yes, no, unknown)
}

// TestCoarserDrawingsAgree compares the answers that coarser drawings give with
// those of the outlines alone, at places around every large outline.
func TestCoarserDrawingsAgree(t *testing.T) {
	n, definite := 0, 0
	for _, r := range Areas() {
		for _, a := range r.Rings {
			if len(a.Outline) < 400 || len(a.Outline) > 1200 {
				continue
			}
			s := newShape(a)
			for i := 0; i < len(a.Outline); i += 1 + len(a.Outline)/6 {
				for k, far := range []geo.Meters{a.Error / 2, a.Error * 2, 12_000, 40_000, 200_000} {
					p, _ := geo.Direct(a.Outline[i], geo.Degrees(i*37+k*71), far)
					n++
					got, want := s.contains(p, vectorOf(p)), geo.Contains(a, p)
					if got != want {
						t.Errorf("%s, %v: %v by coarser drawings, %v by the outline", a.ID, p, got, want)
					}
					if got != tri.Unknown {
						definite++
					}
				}
			}
		}
	}
	t.Logf("%d places, %d definite", n, definite)
}

// TestCutsAreInside proves that the common sides of overlapping parts, which
// Border leaves out, are no boundary.
func TestCutsAreInside(t *testing.T) {
	cuts := 0
	for _, id := range []string{"us-12nm-conterminous", "us-24nm-conterminous"} {
		r, _ := Area(id)
		border := map[[2]geo.Point]bool{}
		for _, a := range r.Border {
			for i, p := range a.Outline {
				q := a.Outline[(i+1)%len(a.Outline)]
				border[[2]geo.Point{p, q}], border[[2]geo.Point{q, p}] = true, true
			}
		}
		parts := shapes(r.Rings)
		for k, a := range r.Rings {
			for i, p := range a.Outline {
				q := a.Outline[(i+1)%len(a.Outline)]
				if border[[2]geo.Point{p, q}] {
					continue
				}
				cuts++
				length, azi, _ := geo.Inverse(p, q)
				for m := geo.Meters(0); m <= length; m += 5000 {
					x, _ := geo.Direct(p, azi, m)
					in := tri.No
					for j, b := range parts {
						if j != k && b.contains(x, vectorOf(x)) == tri.Yes {
							in = tri.Yes
						}
					}
					if in == tri.Yes {
						continue
					}
					// The cut meets the sea limit: what is left of it there is
					// nearer the limit than the error of the other part.
					near := geo.Meters(1e9)
					for _, b := range r.Border {
						for _, c := range b.Outline {
							near = min(near, geo.Distance(c, x))
						}
					}
					if near > 25_000 {
						t.Errorf("%s: the cut at %v is not inside the other part, and %v from the boundary", id, x, near)
					}
				}
			}
		}
	}
	if cuts != 4*17 {
		t.Errorf("%d sides are cuts", cuts)
	}
}

func TestAreasAreValid(t *testing.T) {
	all := Areas()
	if len(all) != 241+14+16+2 {
		t.Errorf("%d areas", len(all))
	}
	seen := map[string]bool{}
	for _, r := range all {
		if err := r.Valid(); err != nil {
			t.Error(err)
		}
		if seen[r.ID] || r.Name == "" || r.Source == "" || r.Date == "" || r.Licence == "" || r.Note == "" || r.Error <= 0 || r.Kind == "" {
			t.Errorf("%q is there twice or lacks something", r.ID)
		}
		seen[r.ID] = true
		if table(r.Table).ID == "" {
			t.Errorf("%s: no table %q", r.ID, r.Table)
		}
		if strings.HasPrefix(r.ID, "fir-") && !strings.Contains(r.Licence, "BY-SA") {
			t.Errorf("%s: licence %q", r.ID, r.Licence)
		}
		for _, list := range [][]geo.Area{r.Rings, r.Holes} {
			for _, a := range list {
				for _, c := range coarser(a) {
					if c.Error <= a.Error || len(c.Outline) >= len(a.Outline) {
						t.Errorf("%s: a coarser drawing has %d points, error %v", r.ID, len(c.Outline), c.Error)
					}
				}
			}
		}
	}
	if _, ok := Area("atlantis"); ok {
		t.Error("atlantis is there")
	}
}

// TestKnownPlaces asks what anyone can look up, at poles and at the meridian of
// 180 degrees too.
func TestKnownPlaces(t *testing.T) {
	for _, c := range []struct {
		id       string
		lat, lon geo.Degrees
		want     tri.Truth
	}{
		{"us-12nm", 39.1, -94.6, tri.Yes},  // Kansas City
		{"us-12nm", 41.9, -87.6, tri.Yes},  // Chicago
		{"us-12nm", 64.8, -147.7, tri.Yes}, // Fairbanks
		{"us-12nm", 21.3, -157.9, tri.Yes}, // Honolulu
		{"us-12nm", 18.4, -66.0, tri.Yes},  // San Juan
		{"us-12nm", 13.5, 144.8, tri.Yes},  // Guam
		{"us-12nm", -14.3, -170.7, tri.Yes},
		{"us-12nm", 52.9, 173.2, tri.Yes},        // Attu, beyond 180 degrees
		{"us-12nm", 51.95, 179.5, tri.Yes},       // Semisopochnoi, west of it
		{"us-12nm", 24.65, -82.9, tri.Yes},       // Dry Tortugas
		{"us-12nm", 34.26, -120.10, tri.Unknown}, // in the pocket of high sea in the Santa Barbara Channel, near its edge
		{"us-12nm", 23.1, -82.4, tri.No},         // Havana
		{"us-12nm", 25.9, -97.5, tri.Unknown},    // Brownsville, on the river
		{"us-12nm", 32.3, -64.8, tri.No},         // Bermuda
		{"us-12nm", 45.5, -73.6, tri.No},         // Montreal
		{"us-12nm", 49.3, -123.1, tri.No},        // Vancouver
		{"us-12nm", 31.7, -106.4, tri.Unknown},   // El Paso
		{"us-12nm", 27.0, -94.0, tri.No},         // the Gulf
		{"us-12nm", 28.0, -96.9, tri.Yes},        // near the coast of Texas
		{"us-12nm", 90, 0, tri.No},               //
		{"us-12nm", -90, 0, tri.No},              //
		{"us-24nm", 27.6, -96.75, tri.Yes},       // 33 km off Texas
		{"us-12nm", 27.6, -96.75, tri.No},        //
		{"us-fir", 25.5, -90, tri.Yes},           // Houston Oceanic
		{"us-fir", 21.0, -89.6, tri.No},          // Mérida
		{"fir-mmid", 21.0, -89.6, tri.Yes},       //
		{"fir-mhcc", 14.38, -87.62, tri.Yes},     //
		{"fir-eisn", 52.7, -8.9, tri.Yes},        //
		{"fir-hjjj", 4.87, 31.6, tri.Yes},        //
		{"aq-land", -90, 0, tri.Yes},             //
		{"aq-land", -85, 180, tri.Yes},           //
		{"aq-land", -85, -180, tri.Yes},          //
		{"aq-land", 90, 0, tri.No},               //
		{"aq-land", -55, -67, tri.No},            //
		{"ru-land", 66.8, 180, tri.Yes},          // Chukotka
		{"ru-land", 66.8, -180, tri.Yes},         //
		{"ru-land", 66.8, -179.5, tri.Yes},       //
		{"ru-land", 55.75, 37.6, tri.Yes},        // Moscow
		{"ru-land", 45.5, 134, tri.Yes},          // the Ussuri
		{"us-land", 45.5, 134, tri.No},           //
		{"za-land", -29.5, 28.2, tri.No},         // Lesotho
		{"ls-land", -29.5, 28.2, tri.Yes},        //
		{"ca-land", 63, -100, tri.Yes},           //
		{"hn-land", 14.38233, -87.62117, tri.Yes},
		{"sv-land", 13.4409, -89.0557, tri.Unknown}, // an airport 4 km from the sea
		{"dj-land", 11.9, 42.6, tri.Yes},
		{"ss-land", 4.87, 31.6, tri.Yes},
		{"mx-land", 19.4, -99.1, tri.Yes},
	} {
		r, ok := Area(c.id)
		if !ok {
			t.Errorf("no area %q", c.id)
			continue
		}
		if got := r.Contains(geo.Point{Lat: c.lat, Lon: c.lon}); got != c.want {
			t.Errorf("%s contains %v, %v: %v, want %v", c.id, c.lat, c.lon, got, c.want)
		}
	}
}

// TestLeastVia compares with a drawing made by hand for the sample case, whose
// error is 10 km: 21.3 and 1598.9 km, and for plane 2 at 550 kt 1586.2 km.
func TestLeastVia(t *testing.T) {
	from, to := geo.Point{Lat: 26.226559, Lon: -97.655312}, geo.Point{Lat: 14.38233, Lon: -87.62117}
	r, _ := Area("us-12nm")
	for _, c := range []struct{ budget, out, back geo.Meters }{{2_257_600, 21_300, 1_598_900}, {2_495_300, 21_300, 1_586_200}} {
		out, back, ok := r.LeastVia(from, to, c.budget)
		if !ok || out > c.out+10_000 || out < c.out-20_000 || back > c.back+10_000 || back < c.back-20_000 {
			t.Errorf("budget %v: %v, %v, %v", c.budget, out, back, ok)
		}
	}
	if _, _, ok := r.LeastVia(from, geo.Point{Lat: 26.25, Lon: -97.66}, 5000); ok {
		t.Error("a journey of 5 km from the middle reaches the boundary")
	}
	// Deep in the country the cuts are no boundary: from near one of them the
	// boundary is over 25 km away.
	if out, _, ok := r.LeastVia(geo.Point{Lat: 32.2, Lon: -107.5}, to, 3_000_000); !ok || out < 25_000 {
		t.Errorf("near a cut: %v, %v", out, ok)
	}
}

// TestRegionByHand asks a region that was put together by hand, with a hole, and
// one that is not valid.
func TestRegionByHand(t *testing.T) {
	square := func(r geo.Degrees, e geo.Meters) geo.Area {
		return geo.Area{ID: "s", Error: e, Outline: []geo.Point{{Lat: -r, Lon: -r}, {Lat: -r, Lon: r}, {Lat: r, Lon: r}, {Lat: r, Lon: -r}}}
	}
	r := Region{ID: "ring", Rings: []geo.Area{square(2, 1000)}, Holes: []geo.Area{square(1, 1000)}}
	for _, prepared := range []Region{r, r.Prepare()} {
		for _, c := range []struct {
			lon  geo.Degrees
			want tri.Truth
		}{{0, tri.No}, {1, tri.Unknown}, {1.5, tri.Yes}, {2, tri.Unknown}, {2.5, tri.No}} {
			if got := prepared.Contains(geo.Point{Lon: c.lon}); got != c.want {
				t.Errorf("at %v: %v, want %v", c.lon, got, c.want)
			}
		}
		out, back, ok := prepared.LeastVia(geo.Point{Lon: 1.5}, geo.Point{Lon: 1.6}, 200_000)
		if !ok || out > 55_700-1000 || out < 54_000 || back > 44_600-1000 || back < 43_000 {
			t.Errorf("least: %v, %v, %v", out, back, ok)
		}
	}
	if (Region{}).Contains(geo.Point{}) != tri.Unknown {
		t.Error("the zero region answers")
	}
	if _, _, ok := (Region{}).LeastVia(geo.Point{}, geo.Point{}, 1e9); ok {
		t.Error("the zero region has a boundary")
	}
	r.Rings[0].Error = -1
	if r.Contains(geo.Point{}) != tri.Unknown || r.Valid() == nil {
		t.Error("a region with a negative error answers")
	}
}
