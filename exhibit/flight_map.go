package exhibit

import (
	"encoding/xml"
	"fmt"
	"io"
	"iter"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// stretch is a run of fixes without a gap: what may be drawn as a line.
type stretch []*track.Fix

// stretches divides a track at its gaps, leaving out what no proof rests on. A
// gap is never drawn as a line.
func stretches(a *track.Analysis) []stretch {
	cut := map[int]bool{}
	for _, g := range a.Gaps {
		cut[g.To] = true
	}
	var out []stretch
	var run stretch
	for i := range a.Track.Fixes {
		if cut[i] && len(run) > 0 {
			out, run = append(out, run), nil
		}
		if f := &a.Track.Fixes[i]; f.Proves() {
			run = append(run, f)
		}
	}
	if len(run) > 0 {
		out = append(out, run)
	}
	return out
}

type geoJSON struct {
	Type       string         `json:"type"`
	Features   []geoJSON      `json:"features,omitzero"`
	Geometry   *geometry      `json:"geometry,omitempty"`
	Properties map[string]any `json:"properties,omitempty"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// FlightsGeoJSON writes each stretch of positions as a line with the times of
// its points, each gap as its two ends, and each end, contact and likely event
// as a point. Heights are left out: those of
// aircraft are pressures.
func FlightsGeoJSON(w io.Writer, flights iter.Seq[Flight]) error {
	s := &stream{w: w}
	s.around(geoJSON{Type: "FeatureCollection", Features: []geoJSON{}}, "", "", "[")
	for f := range flights {
		for _, run := range stretches(f.Analysis) {
			line, times := [][2]float64{}, []string{}
			for _, x := range run {
				line, times = append(line, lonLat(x)), append(times, x.At.RFC3339())
			}
			g := &geometry{"LineString", line}
			if len(line) == 1 {
				g = &geometry{"Point", line[0]}
			}
			s.item(geoJSON{Type: "Feature", Geometry: g, Properties: map[string]any{"kind": "positions", "address": f.Track.Address.String(), "times": times}})
		}
		for _, g := range f.Gaps {
			a, b := &f.Track.Fixes[g.From], &f.Track.Fixes[g.To]
			s.item(geoJSON{Type: "Feature", Geometry: &geometry{"MultiPoint", [][2]float64{lonLat(a), lonLat(b)}},
				Properties: map[string]any{"kind": "not received", "address": f.Track.Address.String(), "length": g.Length.ISO(), "times": []string{a.At.RFC3339(), b.At.RFC3339()}}})
		}
		for _, p := range pins(f.Analysis) {
			s.item(geoJSON{Type: "Feature", Geometry: &geometry{"Point", lonLat(p.fix)}, Properties: map[string]any{"kind": p.kind, "likely": p.likely,
				"address": f.Track.Address.String(), "words": p.words, "times": []string{p.from.RFC3339(), p.to.RFC3339()}}})
		}
		if s.err != nil {
			break
		}
	}
	return s.end("")
}

func lonLat(f *track.Fix) [2]float64 { return [2]float64{float64(f.Pos.Lon), float64(f.Pos.Lat)} }

type kmlFolder struct {
	XMLName xml.Name       `xml:"Folder"`
	Name    string         `xml:"name"`
	Tracks  []kmlPlacemark `xml:"Placemark"`
}

type kmlPlacemark struct {
	Name  string    `xml:"name"`
	Words string    `xml:"description,omitempty"`
	Time  *kmlTime  `xml:"TimeSpan"`
	Track *kmlTrack `xml:"gx:Track"`
	Point *kmlPoint `xml:"Point"`
}

type kmlTime struct {
	Begin string `xml:"begin"`
	End   string `xml:"end"`
}

type kmlPoint struct {
	Coords string `xml:"coordinates"`
}

type kmlTrack struct {
	Mode   string   `xml:"altitudeMode"`
	When   []string `xml:"when"`
	Coords []string `xml:"gx:coord"`
}

// FlightsKML writes each stretch of positions as a track on the ground, with
// its times, and each end, contact and likely event as a point. Gaps are left
// open.
func FlightsKML(w io.Writer, flights iter.Seq[Flight]) error {
	if _, err := io.WriteString(w, xml.Header+kmlHead); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("  ", " ")
	for f := range flights {
		folder := kmlFolder{Name: f.Track.Address.String()}
		for i, run := range stretches(f.Analysis) {
			m := kmlPlacemark{Name: fmt.Sprintf("%s, stretch %d", folder.Name, i+1), Track: &kmlTrack{Mode: "clampToGround"}}
			for _, x := range run {
				m.Track.When = append(m.Track.When, x.At.RFC3339())
				m.Track.Coords = append(m.Track.Coords, fmt.Sprintf("%.6f %.6f 0", x.Pos.Lon, x.Pos.Lat))
			}
			folder.Tracks = append(folder.Tracks, m)
		}
		for _, p := range pins(f.Analysis) {
			folder.Tracks = append(folder.Tracks, kmlPlacemark{Name: p.name(), Words: p.words, Time: &kmlTime{p.from.RFC3339(), p.to.RFC3339()},
				Point: &kmlPoint{fmt.Sprintf("%.6f,%.6f", p.fix.Pos.Lon, p.fix.Pos.Lat)}})
		}
		if err := enc.Encode(folder); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, kmlTail)
	return err
}

// What stands around the folders of a KML document.
const (
	kmlHead = `<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">` + "\n <Document>\n"
	kmlTail = "\n </Document>\n</kml>\n"
)

// FlightsCZML writes each stretch of positions as a packet that is available
// only while it lasts, so that a viewer shows nothing in a gap, and each end,
// contact and likely event as a point while it may have taken place.
func FlightsCZML(w io.Writer, flights iter.Seq[Flight]) error {
	s := &stream{w: w, tail: "]"}
	s.write("[")
	s.item(map[string]any{"id": "document", "version": "1.0"})
	for f := range flights {
		for i, run := range stretches(f.Analysis) {
			epoch := run[0].At
			var coords []float64
			for _, x := range run {
				coords = append(coords, float64(x.At-epoch)/1000, float64(x.Pos.Lon), float64(x.Pos.Lat), 0)
			}
			s.item(map[string]any{
				"id":           fmt.Sprintf("%s/%d", f.Track.Address, i+1),
				"name":         f.Track.Address.String(),
				"availability": epoch.RFC3339() + "/" + lastOf(run).RFC3339(),
				"position":     map[string]any{"epoch": epoch.RFC3339(), "cartographicDegrees": coords, "interpolationAlgorithm": "LINEAR"},
				"point":        map[string]any{"pixelSize": 8, "heightReference": "CLAMP_TO_GROUND"},
			})
		}
		for i, p := range pins(f.Analysis) {
			s.item(map[string]any{
				"id":           fmt.Sprintf("%s/point %d", f.Track.Address, i+1),
				"name":         p.name(),
				"description":  p.words,
				"availability": p.from.RFC3339() + "/" + p.to.RFC3339(),
				"position":     map[string]any{"cartographicDegrees": []float64{float64(p.fix.Pos.Lon), float64(p.fix.Pos.Lat), 0}},
				"point":        map[string]any{"pixelSize": 12, "heightReference": "CLAMP_TO_GROUND"},
			})
		}
		if s.err != nil {
			break
		}
	}
	return s.end("")
}

func lastOf(run stretch) span.Instant { return run[len(run)-1].At }
