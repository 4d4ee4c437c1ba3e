package place

import (
	"fmt"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/tri"
)

const square = `[[0,0],[2,0],[2,2],[0,2],[0,0]]`

func feature(properties, coordinates string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":%s,"geometry":{"type":"Polygon","coordinates":%s}}`, properties, coordinates)
}

func TestReadGeoJSON(t *testing.T) {
	text := `{"type":"FeatureCollection","features":[` +
		feature(`{"id":"box","name":"A box","error_m":50,"source":"us","date":"2025","licence":"CC0","note":"n","kind":"court","colour":[1]}`,
			`[[[0,0],[2,0,7],[2,2],[0,2],[0,0]],[[0.5,0.5],[0.5,1],[1,1],[1,0.5],[0.5,0.5]]]`) +
		`,{"type":"Feature","id":7,"properties":{"error_m":0},"geometry":{"type":"MultiPolygon","coordinates":[[[[179,-1],[180,-1],[180,1],[179,1],[179,-1]]],[[[-180,-1],[-179,-1],[-179,1],[-180,1],[-180,-1]]]]}}]}`
	rs, err := ReadGeoJSON(strings.NewReader("\ufeff"+text), "own.geojson")
	if err != nil {
		t.Fatal(err)
	}
	if len(rs) != 2 || rs[0].ID != "box" || rs[0].Name != "A box" || rs[0].Kind != "court" || rs[0].Source != "us" || rs[0].Date != "2025" || rs[0].Licence != "CC0" || rs[0].Note != "n" || rs[1].ID != "7" || rs[1].Source != "own.geojson" {
		t.Errorf("%+v", rs)
	}
	if rs[0].Error < 50 || rs[0].Error > 75 || rs[1].Error > 25 {
		t.Errorf("errors %v and %v", rs[0].Error, rs[1].Error)
	}
	for _, c := range []struct {
		r        int
		lat, lon geo.Degrees
		want     tri.Truth
	}{
		{0, 0.2, 0.2, tri.Yes}, {0, 0.7, 0.7, tri.No}, {0, 0.5, 0.7, tri.Unknown}, {0, 1, 2, tri.Unknown}, {0, 1, 2.01, tri.No}, {0, 1.99, 1, tri.Yes}, {0, 2.001, 1, tri.No},
		{1, 0, 179.5, tri.Yes}, {1, 0, -179.5, tri.Yes}, {1, 0, 180, tri.Unknown}, {1, 0, 178.9, tri.No}, {1, 0, 0, tri.No},
	} {
		if got := rs[c.r].Contains(geo.Point{Lat: c.lat, Lon: c.lon}); got != c.want {
			t.Errorf("%s contains %v, %v: %v, want %v", rs[c.r].ID, c.lat, c.lon, got, c.want)
		}
	}
	if rs, err := ReadGeoJSONWithError(strings.NewReader(feature(`{"id":"a"}`, "["+square+"]")), "x", 30); err != nil || rs[0].Error < 30 {
		t.Errorf("with error: %v, %v", rs, err)
	}
	if rs, err := ReadGeoJSONWithError(strings.NewReader(feature(`{"id":"a","error_m":5}`, "["+square+"]")), "x", 3000); err != nil || rs[0].Error > 100 {
		t.Errorf("a stated error_m does not prevail: %v, %v", rs, err)
	}
}

// TestEdgesAreStraightInDegrees: the edge along 60 N is the parallel, from which
// the geodesic departs by 40 km half way.
func TestEdgesAreStraightInDegrees(t *testing.T) {
	rs, err := ReadGeoJSON(strings.NewReader(feature(`{"id":"n","error_m":0}`, `[[[0,50],[20,50],[20,60],[0,60],[0,50]]]`)), "n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lat, lon geo.Degrees
		want     tri.Truth
	}{{60.001, 10, tri.No}, {59.999, 10, tri.Yes}, {60.2, 10, tri.No}, {50.001, 10, tri.Yes}, {49.999, 10, tri.No}, {59.999, 3.3, tri.Yes}, {60.001, 16.6, tri.No}} {
		if got := rs[0].Contains(geo.Point{Lat: c.lat, Lon: c.lon}); got != c.want {
			t.Errorf("%v, %v: %v, want %v", c.lat, c.lon, got, c.want)
		}
	}
	if rs[0].Error > 30 {
		t.Errorf("error %v", rs[0].Error)
	}
}

func TestReadGeoJSONErrors(t *testing.T) {
	const p = `{"id":"a","error_m":1}`
	for _, c := range []struct{ text, want string }{
		{``, "not a JSON object"},
		{`[]`, "not a JSON object"},
		{`{"type":"FeatureCollection","features":[]}`, "no features"},
		{`{"type":"FeatureCollection"}`, "features is not a list"},
		{`{"type":"Topology"}`, `"Topology"`},
		{`{"type":"Polygon","coordinates":[` + square + `]}`, "hint: put it into a Feature"},
		{`{"type":"Feature","type":"Feature"}`, `"type" is given twice`},
		{`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}`, "hint: convert it"},
		{feature(`{"error_m":1}`, "["+square+"]"), "feature 1: no id; hint"},
		{feature(`{"id":"a"}`, "["+square+"]"), "feature 1: no error_m; hint"},
		{feature(`{"id":"a","error_m":-1}`, "["+square+"]"), "error_m is -1"},
		{feature(`{"id":"a","error_m":"1"}`, "["+square+"]"), `error_m is "1"`},
		{feature(`{"id":"a","error_m":1,"name":5}`, "["+square+"]"), "name is 5"},
		{feature(`{"id":["a"],"error_m":1}`, "["+square+"]"), "id is"},
		{`{"type":"FeatureCollection","features":[` + feature(p, "["+square+"]") + "," + feature(p, "["+square+"]") + `]}`, `feature 2: id "a" is that of feature 1 too`},
		{`{"type":"FeatureCollection","features":[null]}`, "feature 1"},
		{`{"type":"Feature","properties":{"id":"a","error_m":1},"geometry":null}`, "no geometry"},
		{`{"type":"Feature","properties":{"id":"a","error_m":1},"geometry":{"type":"LineString","coordinates":[[0,0],[1,1]]}}`, "hint: close a line"},
		{`{"type":"Feature","properties":{"id":"a","error_m":1},"geometry":{"type":"MultiPolygon","coordinates":[]}}`, "no polygon"},
		{feature(p, `[]`), "without an outline"},
		{feature(p, `[[[0,0],[1,0],[0,0]]]`), "3 positions"},
		{feature(p, `[[[0,0],[2,0],[2,2],[0,2]]]`), "not closed"},
		{feature(p, `[[[0,0],[2,0],[2,0],[0,2],[0,0]]]`), "position 3 repeats"},
		{feature(p, `[[[0,0],[2],[2,2],[0,2],[0,0]]]`), "position 2 has 1 numbers"},
		{feature(p, `[[[0,0],[200,0],[2,2],[0,2],[0,0]]]`), "position 2, longitude 200"},
		{feature(p, `[[[26,-97],[27,-97],[27,-98],[26,-97]]]`), "hint: longitude comes first"},
		{feature(p, `[[[0,80],[90,80],[90,90],[0,80]]]`), "at a pole"},
		{feature(p, `[[[170,0],[-170,0],[-170,2],[170,2],[170,0]]]`), "cut the polygon at the meridian"},
		{feature(p, `[[[0,0],[2,2],[2,0],[0,2],[0,0]]]`), "crosses or touches itself"},
		{feature(p, `[[[0,0],[4,0],[4,4],[2,0],[0,4],[0,0]]]`), "crosses or touches itself"},
		{feature(p, `[[[0,0],[4,0],[2,0],[2,4],[0,0]]]`), "turns back on itself"},
		{feature(p, "["+square+`,[[5,5],[6,5],[6,6],[5,5]]]`), "hole 1: is not inside"},
		{feature(p, "["+square+`,[[1,1],[3,1],[3,1.5],[1,1]]]`), "hole 1: meets the outline"},
		{feature(p, `[[[-90,0],[0,0],[85,0],[85,10],[0,10],[-90,10],[-90,0]]]`), "hint: cut it into smaller"},
	} {
		_, err := ReadGeoJSON(strings.NewReader(c.text), "own.geojson")
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), `read areas from "own.geojson": `) {
			t.Errorf("%s\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

// FuzzReadGeoJSON: what is read is valid, and answers of it are sound at its own
// corners, which are never farther than any error.
func FuzzReadGeoJSON(f *testing.F) {
	f.Add(feature(`{"id":"a","error_m":1}`, "["+square+"]"))
	f.Add(feature(`{"id":"a","error_m":1}`, `[[[-90,0],[0,0],[0,10],[-90,10],[-90,0]],[[-5,1],[-5,2],[-4,2],[-5,1]]]`))
	f.Add(`{"type":"FeatureCollection","features":[null]}`)
	f.Fuzz(func(t *testing.T, text string) {
		rs, err := ReadGeoJSON(strings.NewReader(text), "f")
		if err != nil {
			return
		}
		for _, r := range rs {
			if err := r.Valid(); err != nil {
				t.Error(err)
			}
			if got := r.Contains(r.Rings[0].Outline[0]); got != tri.Unknown && len(r.Rings) == 1 {
				t.Errorf("a corner: %v", got)
			}
		}
	})
}
