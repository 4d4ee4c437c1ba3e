package place

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/holdshort/holdshort/geo"
)

// mostBytes is how large a GeoJSON file may be.
const mostBytes = 64 << 20

// ReadGeoJSON reads a user's own areas from GeoJSON (RFC 7946): a Polygon or
// MultiPolygon, a Feature with one, or a FeatureCollection of those. Name is the
// file's name, for errors.
//
// Each feature is one Region. Its properties are id, which may also be the
// feature's own member of that name, and error_m: how far, in metres, the true
// boundary may lie from the outline, 0 only if the outline is itself the
// definition. Both are needed. The properties name, kind, source, date, licence
// and note are texts and may be left out; others are let be.
//
// Edges are straight in latitude and longitude, as the RFC has them. They are
// drawn with more points where a geodesic would leave them by more than ten
// metres, and what difference is left is added to the error.
//
// Reading is strict: an outline that is not closed, crosses or touches itself,
// repeats a point, spans more than half round, reaches a pole or is beyond the
// range of coordinates is an error that names the feature, counted from 1, as
// is a hole that is not inside its outline, a name given twice in an object, or
// another coordinate system. An area across the meridian of 180 degrees is cut
// there, as the RFC asks; nothing is then said of places within the error of
// the cut.
func ReadGeoJSON(r io.Reader, name string) ([]Region, error) {
	return readGeoJSON(r, name, nil)
}

// ReadGeoJSONWithError is ReadGeoJSON for files that leave error_m out: it
// gives those features the error that the user states.
func ReadGeoJSONWithError(r io.Reader, name string, err geo.Meters) ([]Region, error) {
	return readGeoJSON(r, name, &err)
}

func readGeoJSON(r io.Reader, name string, stated *geo.Meters) ([]Region, error) {
	wrap := func(err error) error { return fmt.Errorf("read areas from %q: %w", name, err) }
	b, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err != nil {
		return nil, wrap(err)
	}
	if len(b) > mostBytes {
		return nil, wrap(fmt.Errorf("more than %d MiB", mostBytes>>20))
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if err := noRepeats(b); err != nil {
		return nil, wrap(err)
	}
	root, err := object(b)
	if err != nil {
		return nil, wrap(err)
	}
	if err := sameEarth(root["crs"]); err != nil {
		return nil, wrap(err)
	}
	var list []json.RawMessage
	switch kind := word(root["type"]); kind {
	case "FeatureCollection":
		if err := json.Unmarshal(root["features"], &list); err != nil || list == nil {
			return nil, wrap(errors.New("features is not a list"))
		}
	case "Feature":
		list = []json.RawMessage{b}
	case "Polygon", "MultiPolygon":
		return nil, wrap(fmt.Errorf("a bare %s has no id and no error; hint: put it into a Feature with the properties id and error_m", kind))
	default:
		return nil, wrap(fmt.Errorf("type is %q, not FeatureCollection or Feature", kind))
	}
	if len(list) == 0 {
		return nil, wrap(errors.New("no features"))
	}
	seen := map[string]int{}
	out := make([]Region, len(list))
	for i, raw := range list {
		g, err := readFeature(raw, stated)
		if err == nil && seen[g.ID] > 0 {
			err = fmt.Errorf("id %q is that of feature %d too", g.ID, seen[g.ID])
		}
		if err != nil {
			return nil, wrap(fmt.Errorf("feature %d: %w", i+1, err))
		}
		seen[g.ID] = i + 1
		if g.Source == "" {
			g.Source = name
		}
		out[i] = g.Prepare()
	}
	return out, nil
}

// object is a JSON object by the exact names of its members.
func object(b []byte) (map[string]json.RawMessage, error) {
	var m map[string]json.RawMessage
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, fmt.Errorf("not a JSON object: %w", err)
	}
	if m == nil {
		return nil, errors.New("not a JSON object: null")
	}
	return m, nil
}

// word is a JSON string, or "" if it is something else.
func word(b json.RawMessage) string {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return ""
	}
	return s
}

func absent(b json.RawMessage) bool { return len(b) == 0 || string(b) == "null" }

// noRepeats is an error if an object gives a name twice: readers differ in
// which of the two they take.
func noRepeats(b []byte) error {
	type level struct {
		names map[string]bool // nil in a list
		value bool            // a value is next
	}
	d := json.NewDecoder(bytes.NewReader(b))
	var stack []level
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("byte %d: %w", d.InputOffset(), err)
		}
		if t == json.Delim('}') || t == json.Delim(']') {
			stack = stack[:len(stack)-1]
			continue
		}
		if n := len(stack); n > 0 && stack[n-1].names != nil {
			top := &stack[n-1]
			if s, ok := t.(string); ok && !top.value {
				if top.names[s] {
					return fmt.Errorf("byte %d: %q is given twice in one object", d.InputOffset(), s)
				}
				top.names[s], top.value = true, true
				continue
			}
			top.value = false
		}
		switch t {
		case json.Delim('{'):
			stack = append(stack, level{names: map[string]bool{}})
		case json.Delim('['):
			stack = append(stack, level{})
		}
	}
}

// sameEarth is an error if a file of the older GeoJSON has coordinates that are
// not longitude and latitude on WGS 84.
func sameEarth(crs json.RawMessage) error {
	if absent(crs) {
		return nil
	}
	var c struct {
		Properties struct{ Name string }
	}
	_ = json.Unmarshal(crs, &c)
	switch c.Properties.Name {
	case "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326":
		return nil
	}
	return fmt.Errorf("coordinate system %s is not WGS 84; hint: convert it, as with ogr2ogr -t_srs EPSG:4326", crs)
}

func readFeature(raw json.RawMessage, stated *geo.Meters) (Region, error) {
	f, err := object(raw)
	if err != nil {
		return Region{}, err
	}
	if t := word(f["type"]); t != "Feature" {
		return Region{}, fmt.Errorf("type is %q, not Feature", t)
	}
	properties := map[string]json.RawMessage{}
	if !absent(f["properties"]) {
		if properties, err = object(f["properties"]); err != nil {
			return Region{}, fmt.Errorf("properties: %w", err)
		}
	}
	var g Region
	for key, to := range map[string]*string{
		"name": &g.Name, "kind": &g.Kind, "source": &g.Source, "date": &g.Date, "licence": &g.Licence, "note": &g.Note,
	} {
		if b := properties[key]; !absent(b) && json.Unmarshal(b, to) != nil {
			return g, fmt.Errorf("%s is %s, not a text", key, b)
		}
	}
	if g.ID, err = identity(properties["id"], f["id"]); err != nil {
		return g, err
	}
	drawing, err := statedError(properties["error_m"], stated)
	if err != nil {
		return g, err
	}
	if absent(f["geometry"]) {
		return g, errors.New("no geometry")
	}
	geometry, err := object(f["geometry"])
	if err != nil {
		return g, fmt.Errorf("geometry: %w", err)
	}
	var polygons [][][][]float64
	switch t := word(geometry["type"]); t {
	case "Polygon":
		polygons = make([][][][]float64, 1)
		err = json.Unmarshal(geometry["coordinates"], &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(geometry["coordinates"], &polygons)
	default:
		return g, fmt.Errorf("geometry is %q, not Polygon or MultiPolygon; hint: close a line into a polygon if it bounds an area", t)
	}
	if err != nil {
		return g, fmt.Errorf("coordinates: %w", err)
	}
	if len(polygons) == 0 {
		return g, errors.New("no polygon")
	}
	for i, polygon := range polygons {
		if err := g.add(polygon, drawing); err != nil {
			if len(polygons) > 1 {
				err = fmt.Errorf("polygon %d: %w", i+1, err)
			}
			return g, err
		}
	}
	return g, nil
}

func identity(property, member json.RawMessage) (string, error) {
	b := property
	if absent(b) {
		b = member
	}
	if absent(b) {
		return "", errors.New("no id; hint: give it the property id, a short name without spaces")
	}
	id := word(b)
	if id == "" {
		var n json.Number
		if json.Unmarshal(b, &n) != nil || n == "" {
			return "", fmt.Errorf("id is %s, not a text or number", b)
		}
		id = n.String()
	}
	return id, nil
}

func statedError(b json.RawMessage, stated *geo.Meters) (geo.Meters, error) {
	if absent(b) {
		if stated == nil {
			return 0, errors.New("no error_m; hint: say how far, in metres, the true boundary may lie from the outline, 0 only if the outline is the definition")
		}
		b = strconv.AppendFloat(nil, float64(*stated), 'g', -1, 64)
	}
	var x float64
	if err := json.Unmarshal(b, &x); err != nil || x < 0 || math.IsInf(x, 0) {
		return 0, fmt.Errorf("error_m is %s, not a number of metres from 0", b)
	}
	return geo.Meters(x), nil
}

// add adds a polygon's outline and holes.
func (g *Region) add(polygon [][][]float64, drawing geo.Meters) error {
	if len(polygon) == 0 {
		return errors.New("a polygon without an outline")
	}
	lines := make([]flat, len(polygon))
	for i, raw := range polygon {
		what := "outline"
		if i > 0 {
			what = fmt.Sprintf("hole %d", i)
		}
		line, err := flatten(raw)
		if err == nil {
			err = line.simple()
		}
		if err == nil && i > 0 {
			err = line.inside(lines[0])
		}
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		lines[i] = line
		outline, off := line.follow()
		a := geo.Area{ID: g.ID, Outline: outline, Error: drawing + off}
		if err := a.Valid(); err != nil {
			return fmt.Errorf("%s: %w; hint: cut it into smaller polygons", what, err)
		}
		g.Error = max(g.Error, a.Error)
		if i == 0 {
			g.Rings = append(g.Rings, a)
		} else {
			g.Holes = append(g.Holes, a)
		}
	}
	return nil
}
