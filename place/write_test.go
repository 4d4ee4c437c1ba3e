package place

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/tri"
)

// What is written is read back as an area that answers alike, but for the few
// that GeoJSON does not hold as they are.
func TestGeoJSONRoundTrip(t *testing.T) {
	refused := map[string]bool{"aq-land": true, "fj-land": true, "ru-land": true, "us-12nm": true, "us-12nm-alaska": true, "us-24nm": true, "us-24nm-alaska": true}
	for _, r := range Areas() {
		if r.Kind == Land && r.ID != "hn-land" && r.ID != "za-land" && !refused[r.ID] {
			continue // a few are enough
		}
		var b bytes.Buffer
		if err := WriteGeoJSON(&b, []Region{r}); err != nil {
			t.Fatal(err)
		}
		got, err := ReadGeoJSON(&b, r.ID)
		if err != nil || len(got) != 1 {
			if !refused[r.ID] {
				t.Errorf("%s: %v", r.ID, err)
			}
			continue
		}
		back := got[0].Prepare()
		if back.ID != r.ID || back.Name != r.Name || back.Kind != r.Kind || back.Error < r.Error || back.Error > r.Error+200 {
			t.Errorf("%s is read back as %s, %q, %s, within %v", r.ID, back.ID, back.Name, back.Kind, back.Error)
		}
		agree := 0
		for lat := geo.Degrees(-60); lat < 75; lat += 1.7 {
			for lon := geo.Degrees(-179); lon < 180; lon += 2.3 {
				p := geo.Point{Lat: lat, Lon: lon}
				a, b := r.Contains(p), back.Contains(p)
				if a != tri.Unknown && b != tri.Unknown && a != b {
					t.Errorf("%s holds %v: %s, read back %s", r.ID, p, a, b)
				}
				if a == b {
					agree++
				}
			}
		}
		if agree < 12_000 {
			t.Errorf("%s: %d answers agree", r.ID, agree)
		}
	}
}

func TestWriteJSON(t *testing.T) {
	var b bytes.Buffer
	r, _ := Area("us-fir")
	if err := WriteJSON(&b, []Region{r}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Areas []map[string]any `json:"areas"`
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || len(got.Areas) != 1 || got.Areas[0]["error_m"] != float64(r.Error) || got.Areas[0]["licence"] != r.Licence {
		t.Errorf("%v: %s", err, b.String())
	}
	b.Reset()
	if err := WriteJSON(&b, nil); err != nil || !strings.Contains(b.String(), `"areas": []`) {
		t.Errorf("%v: %s", err, b.String())
	}
}
