package feed

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/track"
)

const geoLine = `{"type": "FeatureCollection", "features": [{"type": "Feature",
"properties": {"name": "one", "icao24": "a2c4e0", "reg": "N278GX", "coordTimes": ["2024-05-01T08:00:00Z", "2024-05-01T08:00:05Z"]},
"geometry": {"type": "LineString", "coordinates": [[11.25, 47.5, 1000], [11.26, 47.51]]}}]}`

func TestGeoJSON(t *testing.T) {
	tracks, sum := readsXML(t, geoLine, Options{})
	if sum.Format != "geojson" || len(tracks) != 1 || sum.Rows != 2 || sum.Unused != 0 {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	tr := tracks[0]
	if tr.Address.String() != "a2c4e0" || tr.Registration != "N278GX" || len(tr.Fixes) != 2 ||
		tr.Fixes[0].Alt != (track.Altitude{Feet: 3281, Datum: track.Unstated}) || tr.Fixes[1].Alt != (track.Altitude{}) ||
		tr.Fixes[1].At != instant(t, "2024-05-01T08:00:05Z") || tr.Fixes[0].Kind != track.UnknownKind {
		t.Errorf("%+v", tr)
	}
	if tracks, _ := readsXML(t, geoLine, Options{Keep: func(track.Address) bool { return false }}); len(tracks) != 0 {
		t.Errorf("%d tracks kept", len(tracks))
	}
}

func TestGeoJSONShapes(t *testing.T) {
	for _, c := range []struct {
		name, props, geometry string
		fixes                 int
		unused                int64
		note                  string
	}{
		{"seconds", `{"times": [1714550400, 1714550405]}`, `{"type": "LineString", "coordinates": [[1, 2], [1, 2.1]]}`, 2, 0, ""},
		{"milliseconds", `{"timestamps": [1714550400000, 1714550405000]}`, `{"type": "LineString", "coordinates": [[1, 2], [1, 2.1]]}`, 2, 0, ""},
		{"togeojson", `{"coordinateProperties": {"times": ["2024-05-01T08:00:00Z"]}}`, `{"type": "LineString", "coordinates": [[1, 2]]}`, 1, 0, ""},
		{"pieces", `{"coordTimes": [["2024-05-01T08:00:00Z"], ["2024-05-01T08:00:01Z"]]}`, `{"type": "MultiLineString", "coordinates": [[[1, 2]], [[1, 2.1]]]}`, 2, 0, ""},
		{"a time missing", `{"times": [1714550400]}`, `{"type": "LineString", "coordinates": [[1, 2], [1, 2.1]]}`, 0, 2, "1 times and 2 points"},
		{"no times", `{}`, `{"type": "LineString", "coordinates": [[1, 2], [1, 2.1]]}`, 0, 2, noTime},
		{"a time null", `{"times": [null, 1714550400]}`, `{"type": "LineString", "coordinates": [[1, 2], [1, 2.1]]}`, 1, 1, noTime},
		{"point", `{"time": "2024-05-01T08:00:00Z"}`, `{"type": "Point", "coordinates": [1, 2, 3]}`, 1, 0, ""},
		{"point without time", `null`, `{"type": "Point", "coordinates": [1, 2, 3]}`, 0, 1, noTime},
		{"area", `{}`, `{"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]}`, 0, 1, "neither a line nor a point"},
		{"nothing", `{}`, `null`, 0, 1, "neither a line nor a point"},
		{"far", `{"time": 1714550400}`, `{"type": "Point", "coordinates": [1, 91]}`, 0, 1, farPosition},
		{"empty", `{"time": 1714550400}`, `{"type": "Point", "coordinates": []}`, 0, 1, badPosition},
	} {
		one := fmt.Sprintf(`{"type": "Feature", "properties": %s, "geometry": %s}`, c.props, c.geometry)
		for _, text := range []string{one, `{"features": [` + one + `], "type": "FeatureCollection"}`} {
			tracks, sum := readsXML(t, text, Options{})
			fixes := 0
			for _, tr := range tracks {
				fixes += len(tr.Fixes)
			}
			if fixes != c.fixes || sum.Unused != c.unused {
				t.Errorf("%s: %d fixes, %+v", c.name, fixes, sum)
			}
			if c.note != "" {
				wantNote(t, sum.Notes, c.note)
			}
		}
	}
}

// A value too long for memory ends the reading.
func TestGeoJSONLong(t *testing.T) {
	text := `{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"time": 1714550400}, "geometry": {"type": "Point", "coordinates": [1, 2]}}, ` +
		`{"type": "Feature", "properties": null, "geometry": {"type": "LineString", "coordinates": [` + strings.Repeat("[1,2],", maxValue/3) + `[1,2]]}}]}`
	tracks, sum := readsXML(t, text, Options{})
	if len(tracks) != 1 || !sum.Partial {
		t.Errorf("%d tracks, %+v", len(tracks), sum)
	}
	wantNote(t, sum.Notes, "one element is too long")
}

// A map of lines without times is read, and gives nothing.
func TestGeoJSONMap(t *testing.T) {
	b, err := os.ReadFile("../../shared/data/reference/US_ARTCC_boundaries.geojson")
	if err != nil {
		t.Skip("no map:", err)
	}
	tracks, sum := readsXML(t, string(b), Options{})
	if len(tracks) != 0 || sum.Rows == 0 || sum.Unused != sum.Rows {
		t.Errorf("%d tracks, %+v", len(tracks), sum)
	}
}

func FuzzGeoJSON(f *testing.F) {
	f.Add([]byte(geoLine))
	f.Add([]byte(`{"type":"Feature","properties":{"coordTimes":[[1714550400],[1714550400]]},"geometry":{"type":"MultiLineString","coordinates":[[[1,2]],[[1,2.1]]]}}`))
	f.Fuzz(func(t *testing.T, b []byte) { looksSound(t, []format{xmlFormats[4]}, b) })
}
