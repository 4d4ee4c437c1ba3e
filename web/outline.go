package web

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/holdshort/holdshort/geo"
)

// outlinesFile is the base map among the files of the page: countries by Natural
// Earth at 1 : 50 000 000, as TopoJSON.
const outlinesFile = "countries-50m.json"

// topology is TopoJSON (https://github.com/topojson/topojson-specification): arcs
// of differences on a grid, and shapes that name arcs, backward where negative.
type topology struct {
	Transform struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Arcs    [][][2]int `json:"arcs"`
	Objects struct {
		Countries struct {
			Geometries []shape `json:"geometries"`
		} `json:"countries"`
	} `json:"objects"`
}

type shape struct {
	Type string          `json:"type"`
	Arcs json.RawMessage `json:"arcs"`
}

// outlines are the outer rings of the countries of the base map.
var outlines = sync.OnceValues(func() ([][]geo.Point, error) {
	var names map[string]string
	b, err := dist.ReadFile("dist/manifest.json")
	if err == nil {
		err = json.Unmarshal(b, &names)
	}
	if err != nil {
		return nil, err
	}
	if b, err = dist.ReadFile("dist/" + names[outlinesFile]); err != nil {
		return nil, err
	}
	return readOutlines(b)
})

func readOutlines(b []byte) ([][]geo.Point, error) {
	var t topology
	if err := json.Unmarshal(b, &t); err != nil {
		return nil, fmt.Errorf("read the base map: %w", err)
	}
	var out [][]geo.Point
	for _, g := range t.Objects.Countries.Geometries {
		var polygons [][][]int
		var err error
		switch g.Type {
		case "Polygon":
			polygons = make([][][]int, 1)
			err = json.Unmarshal(g.Arcs, &polygons[0])
		case "MultiPolygon":
			err = json.Unmarshal(g.Arcs, &polygons)
		}
		if err != nil {
			return nil, fmt.Errorf("read the base map: %w", err)
		}
		for _, p := range polygons {
			ring, err := t.ring(p[0])
			if err != nil {
				return nil, err
			}
			out = append(out, ring)
		}
	}
	return out, nil
}

// ring joins arcs. Each begins where the last one ended.
func (t *topology) ring(arcs []int) ([]geo.Point, error) {
	var out []geo.Point
	for _, a := range arcs {
		i := a
		if a < 0 {
			i = ^a
		}
		if i >= len(t.Arcs) {
			return nil, fmt.Errorf("read the base map: there is no arc %d", i)
		}
		points := t.points(i)
		if a < 0 {
			for l, r := 0, len(points)-1; l < r; l, r = l+1, r-1 {
				points[l], points[r] = points[r], points[l]
			}
		}
		if len(out) > 0 {
			points = points[1:]
		}
		out = append(out, points...)
	}
	return out, nil
}

func (t *topology) points(i int) []geo.Point {
	var x, y int
	out := make([]geo.Point, len(t.Arcs[i]))
	for k, d := range t.Arcs[i] {
		x, y = x+d[0], y+d[1]
		out[k] = geo.Point{Lat: geo.Degrees(float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1]),
			Lon: geo.Degrees(float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0])}
	}
	return out
}
