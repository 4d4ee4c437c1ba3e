package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/holdshort/holdshort/geo"
)

// data is the folder of reference tables, which is not part of the module.
func data(t *testing.T) string {
	t.Helper()
	dir := "../../../shared/data/reference"
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("skipped: no reference tables in %s", dir)
	}
	return dir
}

func committed(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join("../../place", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCommittedFilesAreCurrent makes the files anew and compares what is in
// them; how they are compressed may differ between versions of Go.
func TestCommittedFilesAreCurrent(t *testing.T) {
	dir := data(t)
	f, err := fields(dir)
	if err != nil {
		t.Fatal(err)
	}
	a, err := areas(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(f, committed(t, "airports.gz")) || !bytes.Equal(a, committed(t, "areas.gz")) {
		t.Error("place/airports.gz or place/areas.gz is not current; hint: go run ./internal/placegen")
	}
}

// off is the distance from p to the geodesic from a to b, by package geo: the
// least over its points, which has one minimum for so short an edge.
func off(p, a, b geo.Point) geo.Meters {
	length, azi, _ := geo.Inverse(a, b)
	at := func(s geo.Meters) geo.Meters {
		q, _ := geo.Direct(a, azi, s)
		return geo.Distance(p, q)
	}
	lo, hi := geo.Meters(0), length
	for hi-lo > max(1, length/20_000) {
		x, y := lo+(hi-lo)*0.382, lo+(hi-lo)*0.618
		if at(x) < at(y) {
			hi = y
		} else {
			lo = x
		}
	}
	return min(at((lo+hi)/2), geo.Distance(p, a), geo.Distance(p, b))
}

// TestErrorsAreMeasured measures, with package geo, how far each point of the
// tables lies from the edge that takes its place in the drawing, the tables'
// edges having points every 5 km. All of a piece being within that distance of
// its edge, the drawing and the table differ nowhere by more.
func TestErrorsAreMeasured(t *testing.T) {
	all, _, err := regions(data(t))
	if err != nil {
		t.Fatal(err)
	}
	limit := map[string]geo.Meters{"land": landTolerance + 100, "territorial-sea": limitTolerance + 20, "contiguous-zone": limitTolerance + 20, "fir": firTolerance + 100}
	worst := map[string]geo.Meters{}
	for n, r := range all {
		if r.kind == "land" && n%4 != 0 && r.id != "us-land" && r.id != "aq-land" && r.id != "ru-land" {
			continue // each fourth country, for time
		}
		for _, d := range slices.Concat(r.rings, r.holes) {
			if d.source == nil {
				continue // drawn by hand
			}
			a := d.area(r.scale)
			for k, i := range d.kept {
				j := d.kept[(k+1)%len(d.kept)]
				p, q := a.Outline[k], a.Outline[(k+1)%len(a.Outline)]
				for m := i; m != j; m = (m + 1) % len(d.source) {
					s := d.source[m]
					s.Lon = geo.Degrees(math.Remainder(float64(s.Lon), 360))
					if x := off(s, p, q); x > worst[r.kind] {
						worst[r.kind] = x
						if x > limit[r.kind] {
							t.Errorf("%s: %v is %v from its edge", r.id, s, x)
						}
					}
				}
			}
		}
	}
	for kind, x := range worst {
		t.Logf("%s: at most %v", kind, x)
	}
	for kind, e := range map[string]geo.Meters{"land": landError, "territorial-sea": limitError, "contiguous-zone": limitError, "fir": firError} {
		if worst[kind] == 0 || worst[kind] > e {
			t.Errorf("%s: stated %v, measured %v", kind, e, worst[kind])
		}
	}
}

// nearest is the least distance from p to an outline of a region.
func nearest(p geo.Point, r region) geo.Meters {
	best := geo.Meters(math.Inf(1))
	for _, d := range slices.Concat(r.rings, r.holes) {
		a := d.area(r.scale)
		for i, q := range a.Outline {
			w := a.Outline[(i+1)%len(a.Outline)]
			if min(geo.Distance(p, q), geo.Distance(p, w)) < best+200_000 {
				best = min(best, off(p, q, w))
			}
		}
	}
	return best
}

// TestRioGrandeAgainstFAA measures the land border with Mexico against the
// FAA's own points of Houston Center, which are independent of Natural Earth.
func TestRioGrandeAgainstFAA(t *testing.T) {
	dir := data(t)
	sea, err := maritime(dir)
	if err != nil {
		t.Fatal(err)
	}
	us := sea[slices.IndexFunc(sea, func(r region) bool { return r.id == "us-12nm-conterminous" })]
	us.rings = us.rings[1:2] // the southern part
	border, err := mexico(dir)
	if err != nil {
		t.Fatal(err)
	}
	all, err := features(filepath.Join(dir, "US_ARTCC_boundaries.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	n, worst, where := 0, geo.Meters(0), geo.Point{}
	for _, f := range all {
		lines, err := f.lines()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			for _, p := range line {
				// Points of the FAA's along the river: within 15 km of the
				// border and no nearer than that to the sea.
				if p.Lon > -97.25 || p.Lon < -106 || p.Lat > 32 {
					continue
				}
				close := geo.Meters(math.Inf(1))
				for i := range border[1:] {
					close = min(close, off(p, border[i], border[i+1]))
				}
				if close > 15_000 {
					continue
				}
				n++
				if d := nearest(p, us); d > worst {
					worst, where = d, p
				}
			}
		}
	}
	t.Logf("%d points, at most %v, at %v", n, worst, where)
	if n < 50 || worst > riverError {
		t.Errorf("%d points, at most %v, at %v; stated %v", n, worst, where, riverError)
	}
}

// TestDoubtsCoverTheFinerCoast: every point of the 1:10m coastline is near an
// outline or in a doubt, by distances of package geo.
func TestDoubtsCoverTheFinerCoast(t *testing.T) {
	dir := data(t)
	land, err := countries(dir)
	if err != nil {
		t.Fatal(err)
	}
	unsure, err := doubts(dir, land)
	if err != nil {
		t.Fatal(err)
	}
	coast, err := features(filepath.Join(dir, "ne_10m_coastline.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	type ring struct {
		area   geo.Area
		center geo.Point
		radius geo.Meters
	}
	var rings []ring
	for _, r := range land {
		for _, d := range r.rings {
			a := d.area(r.scale)
			c := ring{area: a, center: a.Outline[0]}
			for _, p := range a.Outline {
				c.radius = max(c.radius, geo.Distance(c.center, p))
			}
			rings = append(rings, c)
		}
	}
	n, inDoubt, nth := 0, 0, 0
	for _, f := range coast {
		lines, err := f.lines()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			for _, p := range line {
				if nth++; nth%1009 != 0 {
					continue
				}
				n++
				if slices.ContainsFunc(unsure, func(d doubt) bool { return geo.Distance(d.center, p)+coastError <= d.radius }) {
					inDoubt++
					continue
				}
				near := slices.ContainsFunc(rings, func(r ring) bool {
					if geo.Distance(p, r.center) > r.radius+landError {
						return false
					}
					// Whether the boundary, drawn with no error, can be met on
					// a way of twice that length from p and back.
					r.area.Error = 0
					_, _, ok := geo.LeastVia(p, p, r.area, 2*(landError-coastError))
					return ok
				})
				if !near {
					t.Errorf("%v is far from every outline and in no doubt", p)
				}
			}
		}
	}
	t.Logf("%d points, %d in doubts", n, inDoubt)
}
