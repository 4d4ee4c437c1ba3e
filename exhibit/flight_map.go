package exhibit

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// FlightsCSV writes one row for each leg: what was seen of its two ends.
func FlightsCSV(w io.Writer, flights []Flight) error {
	c := csv.NewWriter(w)
	c.Write([]string{"address", "registration", "type", "leg", "wheels_up_earliest", "wheels_up_latest", "from", "runway",
		"touchdown_earliest", "touchdown_latest", "to", "first_in_air", "last_in_air", "split"})
	for _, f := range flights {
		for i, l := range f.Legs {
			up, down := endCSV(l.Takeoff), endCSV(l.Landing)
			c.Write([]string{f.Track.Address.String(), f.Track.Registration, f.Track.Type, fmt.Sprint(i + 1), up[0], up[1], up[2], up[3],
				down[0], down[1], down[2], f.Track.Fixes[l.First].At.RFC3339(), f.Track.Fixes[l.Last].At.RFC3339(), l.Split})
		}
	}
	c.Flush()
	return c.Error()
}

func endCSV(e *track.End) [4]string {
	if e == nil {
		return [4]string{}
	}
	return [4]string{e.Proved.Earliest().RFC3339(), e.Proved.Latest().RFC3339(), e.Field, e.Runway}
}

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
	Features   []geoJSON      `json:"features,omitempty"`
	Geometry   *geometry      `json:"geometry,omitempty"`
	Properties map[string]any `json:"properties,omitempty"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// FlightsGeoJSON writes each stretch of positions as a line with the times of
// its points, and each gap as its two ends. Heights are left out: those of
// aircraft are pressures.
func FlightsGeoJSON(w io.Writer, flights []Flight) error {
	out := geoJSON{Type: "FeatureCollection", Features: []geoJSON{}}
	for _, f := range flights {
		for _, run := range stretches(f.Analysis) {
			line, times := [][2]float64{}, []string{}
			for _, x := range run {
				line, times = append(line, lonLat(x)), append(times, x.At.RFC3339())
			}
			g := &geometry{"LineString", line}
			if len(line) == 1 {
				g = &geometry{"Point", line[0]}
			}
			out.Features = append(out.Features, geoJSON{Type: "Feature", Geometry: g, Properties: map[string]any{"kind": "positions", "address": f.Track.Address.String(), "times": times}})
		}
		for _, g := range f.Gaps {
			a, b := &f.Track.Fixes[g.From], &f.Track.Fixes[g.To]
			out.Features = append(out.Features, geoJSON{Type: "Feature", Geometry: &geometry{"MultiPoint", [][2]float64{lonLat(a), lonLat(b)}},
				Properties: map[string]any{"kind": "not received", "address": f.Track.Address.String(), "length": g.Length.ISO(), "times": []string{a.At.RFC3339(), b.At.RFC3339()}}})
		}
	}
	return json.NewEncoder(w).Encode(out)
}

func lonLat(f *track.Fix) [2]float64 { return [2]float64{float64(f.Pos.Lon), float64(f.Pos.Lat)} }

type kmlDoc struct {
	XMLName xml.Name    `xml:"http://www.opengis.net/kml/2.2 kml"`
	GX      string      `xml:"xmlns:gx,attr"`
	Folders []kmlFolder `xml:"Document>Folder"`
}

type kmlFolder struct {
	Name   string         `xml:"name"`
	Tracks []kmlPlacemark `xml:"Placemark"`
}

type kmlPlacemark struct {
	Name  string   `xml:"name"`
	Track kmlTrack `xml:"gx:Track"`
}

type kmlTrack struct {
	Mode   string   `xml:"altitudeMode"`
	When   []string `xml:"when"`
	Coords []string `xml:"gx:coord"`
}

// FlightsKML writes each stretch of positions as a track on the ground, with
// its times. Gaps are left open.
func FlightsKML(w io.Writer, flights []Flight) error {
	doc := kmlDoc{GX: "http://www.google.com/kml/ext/2.2"}
	for _, f := range flights {
		folder := kmlFolder{Name: f.Track.Address.String()}
		for i, run := range stretches(f.Analysis) {
			m := kmlPlacemark{Name: fmt.Sprintf("%s, stretch %d", folder.Name, i+1), Track: kmlTrack{Mode: "clampToGround"}}
			for _, x := range run {
				m.Track.When = append(m.Track.When, x.At.RFC3339())
				m.Track.Coords = append(m.Track.Coords, fmt.Sprintf("%.6f %.6f 0", x.Pos.Lon, x.Pos.Lat))
			}
			folder.Tracks = append(folder.Tracks, m)
		}
		doc.Folders = append(doc.Folders, folder)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	return enc.Encode(doc)
}

// FlightsCZML writes each stretch of positions as a packet that is available
// only while it lasts, so that a viewer shows nothing in a gap.
func FlightsCZML(w io.Writer, flights []Flight) error {
	packets := []map[string]any{{"id": "document", "version": "1.0"}}
	for _, f := range flights {
		for i, run := range stretches(f.Analysis) {
			epoch := run[0].At
			var coords []float64
			for _, x := range run {
				coords = append(coords, float64(x.At-epoch)/1000, float64(x.Pos.Lon), float64(x.Pos.Lat), 0)
			}
			packets = append(packets, map[string]any{
				"id":           fmt.Sprintf("%s/%d", f.Track.Address, i+1),
				"name":         f.Track.Address.String(),
				"availability": epoch.RFC3339() + "/" + lastOf(run).RFC3339(),
				"position":     map[string]any{"epoch": epoch.RFC3339(), "cartographicDegrees": coords, "interpolationAlgorithm": "LINEAR"},
				"point":        map[string]any{"pixelSize": 8, "heightReference": "CLAMP_TO_GROUND"},
			})
		}
	}
	return json.NewEncoder(w).Encode(packets)
}

func lastOf(run stretch) span.Instant { return run[len(run)-1].At }
