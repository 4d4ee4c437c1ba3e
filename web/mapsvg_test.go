package web

import (
	"encoding/xml"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/track"
)

// A map is well-formed SVG with nothing in it that a strict policy forbids, says
// its moment and zone, and names every movement.
func TestMapSVG(t *testing.T) {
	body := sample(t, "jgg-v-trump").page("/c/jgg-v-trump/map.svg?at=" + spoken + "&zone=utc")
	hatched := 0
	for d := xml.NewDecoder(strings.NewReader(body)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if e.Name.Local == "style" || e.Name.Local == "script" || e.Name.Local == "image" {
			t.Errorf("it has a %s", e.Name.Local)
		}
		for _, a := range e.Attr {
			if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Value, "ZgotmplZ") {
				t.Errorf("it has %s=%q", a.Name.Local, a.Value)
			}
			if e.Name.Local == "path" && strings.HasPrefix(a.Value, "url(#hatch-") {
				hatched++
			}
		}
	}
	if hatched != 2 {
		t.Errorf("%d regions are hatched, want those of the two planes in the air", hatched)
	}
	for _, want := range []string{"15 Mar 2025 22:46 UTC", ">GXA6143<", ">GXA6145<", ">GXA6122<", "not where it is likely"} {
		if !strings.Contains(body, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

// Hostile names are text.
func TestMapSVGHostile(t *testing.T) {
	s, _ := toy(t)
	body := s.page("/c/toy/map.svg?at=2030-03-15T22:46:00Z")
	if !strings.HasPrefix(body, "<svg") || strings.Contains(body, "<script") {
		t.Errorf("%.200s", body)
	}
}

// On the map, a place is as far from the middle as the projection says of its
// geodesic distance, within what the ellipsoid differs from a sphere; and two
// triangles of one size on the earth have one size on the map.
func TestSheet(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		mid := geo.Point{Lat: geo.Degrees(r.Float64()*160 - 80), Lon: geo.Degrees(r.Float64()*360 - 180)}
		s := &sheet{width: 800, height: 500}
		s.fit([]geo.Point{mid})
		azi := geo.Degrees(r.Float64() * 360)
		p, _ := geo.Direct(mid, azi, geo.Meters(r.Float64()*8e6))
		x0, y0, _ := s.at(mid)
		x, y, _ := s.at(p)
		want := 2 * math.Sin(float64(geo.Distance(mid, p))/meanRadius/2)
		if got := math.Hypot(x-x0, y-y0) / s.scale; math.Abs(got-want) > 0.008*want {
			t.Fatalf("%v is %.5f from the middle %v, want %.5f", p, got, mid, want)
		}
		if got, want := s.area(p), s.area(mid); math.Abs(got-want) > 0.03*want {
			t.Fatalf("a square at %v is %.4g, and in the middle %v %.4g", p, got, mid, want)
		}
	}
}

// area is that on the map of a square of 20 km about p.
func (s *sheet) area(p geo.Point) float64 {
	var xs, ys []float64
	for azi := 45; azi < 360; azi += 90 {
		q, _ := geo.Direct(p, geo.Degrees(azi), 14_142)
		x, y, _ := s.at(q)
		xs, ys = append(xs, x), append(ys, y)
	}
	sum := 0.0
	for i := range xs {
		j := (i + 1) % len(xs)
		sum += xs[i]*ys[j] - xs[j]*ys[i]
	}
	return math.Abs(sum) / 2
}

// The outlines of the base map close, and have land where there is land.
func TestOutlines(t *testing.T) {
	rings, err := outlines()
	if err != nil {
		t.Fatal(err)
	}
	if len(rings) < 1000 {
		t.Errorf("%d outlines", len(rings))
	}
	for i, r := range rings {
		if len(r) < 4 || r[0] != r[len(r)-1] {
			t.Fatalf("outline %d of %d points does not close", i, len(r))
		}
	}
	for place, want := range map[geo.Point]bool{{Lat: 26.2, Lon: -98.2}: true, {Lat: 14.4, Lon: -87.6}: true, {Lat: 24, Lon: -94}: false, {Lat: -30, Lon: 20}: true, {Lat: 0, Lon: -30}: false} {
		if got := onLand(rings, place); got != want {
			t.Errorf("%v on land: %v", place, got)
		}
	}
}

// onLand is the even-odd rule on latitude and longitude.
func onLand(rings [][]geo.Point, p geo.Point) bool {
	in := false
	for _, r := range rings {
		for i, a := range r[1:] {
			if b := r[i]; (a.Lat > p.Lat) != (b.Lat > p.Lat) && p.Lon < (b.Lon-a.Lon)*(p.Lat-a.Lat)/(b.Lat-a.Lat)+a.Lon {
				in = !in
			}
		}
	}
	return in
}

// A track is given with all positions that prove something, each silence that
// the track has, and none of it bridged by a line.
func TestTracks(t *testing.T) {
	const file = "../../shared/data/readsb-trace/trace_full_ac671b.json"
	if _, err := os.Stat(file); err != nil {
		t.Skip("the real tracks are not beside the module")
	}
	var a *track.Analysis
	if _, err := feed.ReadFiles([]string{file}, feed.Options{}, func(x *track.Track) error {
		a = track.Analyse(x, track.Jet, atlas.Airfields, nil)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	w := trackOf(a)
	if len(w.T)+w.LeftOut != len(a.Track.Fixes) || len(w.T) != len(w.Lat) || len(w.T) != len(w.Radius) || len(w.Gaps) != len(a.Gaps) || len(w.Gaps) < 5 {
		t.Fatalf("%d positions and %d left out of %d, %d silences of %d", len(w.T), w.LeftOut, len(a.Track.Fixes), len(w.Gaps), len(a.Gaps))
	}
	lines := runs(a)
	if len(lines) != len(a.Gaps)+1 {
		t.Errorf("%d lines around %d silences", len(lines), len(a.Gaps))
	}
	sum := 0
	for _, l := range lines {
		sum += len(l)
	}
	if sum != len(w.T) {
		t.Errorf("%d points are drawn of %d", sum, len(w.T))
	}
}
