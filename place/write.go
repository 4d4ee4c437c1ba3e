package place

import (
	"encoding/json"
	"io"
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/tri"
)

// areaJSON is a region without its outline: the properties that ReadGeoJSON reads.
type areaJSON struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Kind    string  `json:"kind"`
	Source  string  `json:"source"`
	Date    string  `json:"date"`
	Licence string  `json:"licence"`
	Error   float64 `json:"error_m"`
	Note    string  `json:"note"`
}

func areaWire(r Region) areaJSON {
	return areaJSON{r.ID, r.Name, r.Kind, r.Source, r.Date, r.Licence, float64(r.Error), r.Note}
}

// WriteJSON writes what is known of regions, without their outlines, as one JSON
// object; see docs/formats/areas.md.
func WriteJSON(w io.Writer, regions []Region) error {
	out := struct {
		Areas []areaJSON `json:"areas"`
	}{[]areaJSON{}}
	for _, r := range regions {
		out.Areas = append(out.Areas, areaWire(r))
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

type featureJSON struct {
	Type       string       `json:"type"`
	Properties areaJSON     `json:"properties"`
	Geometry   geometryJSON `json:"geometry"`
}

type geometryJSON struct {
	Type        string           `json:"type"`
	Coordinates [][][][2]float64 `json:"coordinates"`
}

// WriteGeoJSON writes regions as a FeatureCollection of GeoJSON (RFC 7946), each a
// MultiPolygon of its rings with the holes that lie in them. Edges are drawn with
// more points, as a geodesic is not straight in latitude and longitude. What
// ReadGeoJSON refuses, it is for drawing alone: an outline over the meridian of
// 180 degrees goes on beyond it.
func WriteGeoJSON(w io.Writer, regions []Region) error {
	out := struct {
		Type     string        `json:"type"`
		Features []featureJSON `json:"features"`
	}{"FeatureCollection", nil}
	for _, r := range regions {
		f := featureJSON{Type: "Feature", Properties: areaWire(r), Geometry: geometryJSON{Type: "MultiPolygon"}}
		for _, ring := range r.Rings {
			polygon := [][][2]float64{corners(ring)}
			for _, hole := range r.Holes {
				if geo.Contains(ring, hole.Outline[0]) == tri.Yes {
					polygon = append(polygon, corners(hole))
				}
			}
			f.Geometry.Coordinates = append(f.Geometry.Coordinates, polygon)
		}
		out.Features = append(out.Features, f)
	}
	return json.NewEncoder(w).Encode(out)
}

// edgeMost is how long an edge of GeoJSON may be, which is straight in latitude
// and longitude where an outline's is a geodesic: of 20 km the two are 8 m apart
// at 45 degrees of latitude, and 80 m at 84.
const edgeMost geo.Meters = 20_000

// corners are those of an outline, with more between those far apart, and the
// first once more at the end.
func corners(a geo.Area) [][2]float64 {
	var out [][2]float64
	lon := float64(a.Outline[0].Lon)
	add := func(p geo.Point) {
		lon += math.Remainder(float64(p.Lon)-lon, 360)
		out = append(out, [2]float64{math.Round(lon*1e7) / 1e7, math.Round(float64(p.Lat)*1e7) / 1e7})
	}
	for i, p := range a.Outline {
		add(p)
		d, azimuth, _ := geo.Inverse(p, a.Outline[(i+1)%len(a.Outline)])
		parts := math.Ceil(float64(d / edgeMost))
		for k := 1.0; k < parts; k++ {
			q, _ := geo.Direct(p, azimuth, d*geo.Meters(k/parts))
			add(q)
		}
	}
	add(a.Outline[0])
	return out
}
