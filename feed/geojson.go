package feed

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// isGeoJSON tells GeoJSON by its type, or by features where the type comes
// after them.
func isGeoJSON(head []byte) bool {
	found := false
	topKeys(head, func(key string, value []byte) bool {
		switch key {
		case "type":
			for _, t := range []string{`"FeatureCollection"`, `"Feature"`} {
				found = found || strings.HasPrefix(string(value), t)
			}
		case "features":
			found = found || strings.Contains(string(value), `"geometry"`)
		}
		return !found
	})
	return found
}

// feature is one feature of GeoJSON.
type feature struct {
	Properties map[string]json.RawMessage `json:"properties"`
	Geometry   *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// geoReader reads GeoJSON: lines with a time for each of their points among the
// properties, and points with a time each. GeoJSON itself knows no times; these
// are the names that converters use.
type geoReader struct {
	*fleet
	j     *jsonStream
	clock logClock
}

var (
	lineTimes  = []string{"times", "coordTimes", "timestamps"}
	pointTimes = []string{"time", "timestamp", "datetime", "when"}
	addresses  = []string{"icao24", "hex", "icao"}
)

func readGeoJSON(in *input) error {
	r := &geoReader{fleet: newFleet(in), j: newJSONStream(in), clock: logClock{in: in}}
	var whole feature
	one := false // the file is one feature
	err := r.j.object(func(key string) error {
		switch key {
		case "features":
			return r.j.array(r.element)
		case "properties":
			return r.j.value(&whole.Properties)
		case "geometry":
			one = true
			return r.j.value(&whole.Geometry)
		}
		return r.j.skip()
	})
	if err == nil && one {
		err = r.feature(&whole)
	}
	if err := r.j.ended(err); err != nil {
		return err
	}
	return r.finish(nil)
}

func (r *geoReader) element() error {
	var f feature
	if err := r.j.value(&f); err != nil {
		return err
	}
	return r.feature(&f)
}

// feature takes the positions of one feature.
func (r *geoReader) feature(f *feature) error {
	kind := ""
	if f.Geometry != nil {
		kind = f.Geometry.Type
	}
	switch kind {
	case "Point":
		var at []float64
		json.Unmarshal(f.Geometry.Coordinates, &at)
		t, _ := f.property(pointTimes)
		return r.line(f, [][]float64{at}, []json.RawMessage{t})
	case "LineString":
		times, _ := f.property(lineTimes)
		return r.piece(f, f.Geometry.Coordinates, times)
	case "MultiLineString":
		return r.pieces(f)
	}
	r.in.sum.Rows++
	r.in.unused(r.in.sum.Rows, r.j.at(), "a feature is neither a line nor a point")
	return nil
}

// pieces takes a line in pieces, with times in pieces.
func (r *geoReader) pieces(f *feature) error {
	var places, times []json.RawMessage
	json.Unmarshal(f.Geometry.Coordinates, &places)
	raw, _ := f.property(lineTimes)
	json.Unmarshal(raw, &times)
	for i, at := range places {
		var t json.RawMessage
		if i < len(times) && len(times) == len(places) {
			t = times[i]
		}
		if err := r.piece(f, at, t); err != nil {
			return err
		}
	}
	return nil
}

func (r *geoReader) piece(f *feature, rawPlaces, rawTimes json.RawMessage) error {
	var places [][]float64
	var times []json.RawMessage
	json.Unmarshal(rawPlaces, &places)
	json.Unmarshal(rawTimes, &times)
	return r.line(f, places, times)
}

// line takes points and their times. If their numbers differ they may belong
// together in any way, and none is used.
func (r *geoReader) line(f *feature, places [][]float64, times []json.RawMessage) error {
	p := r.aircraft(f)
	if p == nil {
		return nil
	}
	for i, at := range places {
		r.in.sum.Rows++
		row := r.in.sum.Rows
		fix, why := blankFix(row), noTime
		switch {
		case len(times) == len(places):
			var err error
			if why, err = r.point(&fix, at, times[i]); err != nil {
				return err
			}
		case len(times) > 0:
			why = fmt.Sprintf("a line has %d times and %d points", len(times), len(places))
		}
		if why != "" {
			r.in.unused(row, r.j.at(), why)
			continue
		}
		if err := r.add(p, fix); err != nil {
			return err
		}
	}
	return nil
}

// point is one point and its time. The standard has altitudes above the
// ellipsoid, but converters hand on what they were given.
func (r *geoReader) point(fix *track.Fix, at []float64, when json.RawMessage) (why string, err error) {
	var metres float64
	var high bool
	if fix.Pos, metres, high, why = lonLat(at); why != "" {
		return why, nil
	}
	if fix.At, fix.Slack, why, err = r.time(when, fix.Row); why != "" || err != nil {
		return why, err
	}
	fix.Slack = max(fix.Slack, zeroSlack)
	if high {
		if v, ok := heights.within(r.in, fix.Row, r.j.at(), metres*feetPerMetre); ok {
			fix.Alt = feet(v, track.Unstated)
		}
	}
	return "", nil
}
