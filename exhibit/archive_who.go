package exhibit

import (
	"encoding/csv"
	"fmt"
	"io"
	"time"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// ArchiveVersion is the version of the JSON forms of what is asked of an archive;
// see docs/formats/archive.md.
const ArchiveVersion = 1

// Presences are what an archive says of who was, or could have been, in an area.
type Presences struct {
	Ask   archive.Ask
	Found []archive.Presence
}

type presencesJSON struct {
	Version int            `json:"version"`
	At      string         `json:"at"`
	Area    string         `json:"area"`
	Horizon string         `json:"horizon"`
	Model   modelJSON      `json:"taken_for_granted"`
	Found   []presenceJSON `json:"found"`
}

type presenceJSON struct {
	aircraftJSON
	In           string        `json:"in_area"` // certainly or possibly
	Contradicted bool          `json:"contradicted,omitempty"`
	Silence      string        `json:"silence,omitempty"`
	Discs        []discJSON    `json:"within_all_of"`
	Before       *positionJSON `json:"before"`
	After        *positionJSON `json:"after"`
}

// aircraftJSON is whose position or leg it is, as sources have it.
type aircraftJSON struct {
	Address      string `json:"address,omitempty"`
	Callsign     string `json:"callsign,omitempty"`
	Registration string `json:"registration,omitempty"`
	Type         string `json:"type,omitempty"`
	Operator     string `json:"operator,omitempty"`
}

func aircraftWire(p *track.Point) aircraftJSON {
	out := aircraftJSON{"", p.Call.Text, p.Registration, p.Type, p.Operator}
	if !p.Address.IsZero() {
		out.Address = p.Address.String()
	}
	return out
}

// inWord is how certain a presence is.
func inWord(p *archive.Presence) string {
	if p.In == tri.Yes {
		return "certainly"
	}
	return "possibly"
}

// PresencesJSON writes them as one JSON document.
func PresencesJSON(w io.Writer, ps Presences) error {
	m := ps.Ask.Model
	out := presencesJSON{ArchiveVersion, ps.Ask.At.RFC3339(), ps.Ask.Area.ID, ps.Ask.Horizon.ISO(),
		modelJSON{m.Top.String(), metres(float64(m.Unstated)), metres(float64(m.Multilaterated)), m.Why}, []presenceJSON{}}
	for i := range ps.Found {
		p := &ps.Found[i]
		x := presenceJSON{aircraftJSON: aircraftWire(&p.Who), In: inWord(p), Contradicted: p.Contradicted, Discs: []discJSON{}, Before: positionWire(p.Before), After: positionWire(p.After)}
		if s := p.Silence(); s > 0 {
			x.Silence = s.ISO()
		}
		for _, d := range p.Region.Discs {
			x.Discs = append(x.Discs, discJSON{float64(d.Center.Lat), float64(d.Center.Lon), metres(float64(d.Radius))})
		}
		out.Found = append(out.Found, x)
	}
	return JSON(w, out)
}

// PresencesText writes one line for each aircraft, in UTC.
func PresencesText(w io.Writer, ps Presences) error {
	p := &page{w: w, loc: time.UTC}
	p.line("in %s at %s, by positions within %s; top speed %s", ps.Ask.Area.ID, span.FormatInstant(ps.Ask.At, time.UTC, true), ps.Ask.Horizon.Words(), ps.Ask.Model.Top)
	certain := 0
	for i := range ps.Found {
		x := &ps.Found[i]
		if x.In == tri.Yes {
			certain++
		}
		name := flightName(&track.Track{Address: x.Who.Address, Registration: x.Who.Registration, Type: x.Who.Type, Operator: x.Who.Operator})
		p.para("  "+inWord(x)+" ", "    ", name+", "+sides(x))
	}
	p.line("%d certainly, %d possibly; of aircraft without a position within %s nothing is said", certain, len(ps.Found)-certain, ps.Ask.Horizon.Words())
	return p.err
}

// sides is where an aircraft was before and after.
func sides(x *archive.Presence) string {
	text := ""
	for _, s := range []struct {
		word string
		at   *track.Point
	}{{"before", x.Before}, {"after", x.After}} {
		if s.at == nil {
			text += s.word + ": no position; "
			continue
		}
		text += fmt.Sprintf("%s: %s at %.4f, %.4f; ", s.word, span.FormatInstant(s.at.At, time.UTC, true), s.at.Pos.Lat, s.at.Pos.Lon)
	}
	if x.Contradicted {
		return text + "these cannot all be true"
	}
	return text[:len(text)-2]
}

// PresencesCSV writes one row for each aircraft.
func PresencesCSV(w io.Writer, ps Presences) error {
	c := csv.NewWriter(w)
	c.Write([]string{"address", "callsign", "registration", "type", "operator", "in_area", "contradicted", "before", "before_lat", "before_lon", "before_source", "before_origin", "before_row",
		"after", "after_lat", "after_lon", "after_source", "after_origin", "after_row"})
	for i := range ps.Found {
		x := &ps.Found[i]
		a := aircraftWire(&x.Who)
		row := []string{a.Address, a.Callsign, a.Registration, a.Type, a.Operator, inWord(x), fmt.Sprint(x.Contradicted)}
		for _, p := range []*track.Point{x.Before, x.After} {
			if p == nil {
				row = append(row, "", "", "", "", "", "")
				continue
			}
			row = append(row, p.At.RFC3339(), degrees(p.Pos.Lat), degrees(p.Pos.Lon), p.Digest.String(), p.From.Name, fmt.Sprint(p.Row))
		}
		c.Write(row)
	}
	c.Flush()
	return c.Error()
}

// PresencesGeoJSON writes the positions before and after of each aircraft as
// points, and each disc within which it was as a ring.
func PresencesGeoJSON(w io.Writer, ps Presences) error {
	s := &stream{w: w}
	s.around(geoJSON{Type: "FeatureCollection", Features: []geoJSON{}}, "", "", "[")
	for i := range ps.Found {
		x := &ps.Found[i]
		a := aircraftWire(&x.Who)
		for _, side := range []struct {
			word string
			at   *track.Point
		}{{"before", x.Before}, {"after", x.After}} {
			if side.at != nil {
				s.item(geoJSON{Type: "Feature", Geometry: &geometry{"Point", lonLat(&side.at.Fix)},
					Properties: map[string]any{"kind": side.word, "address": a.Address, "in_area": inWord(x), "time": side.at.At.RFC3339()}})
			}
		}
		for _, d := range x.Region.Discs {
			s.item(geoJSON{Type: "Feature", Geometry: &geometry{"Polygon", [][][2]float64{ring(d)}},
				Properties: map[string]any{"kind": "within", "address": a.Address, "in_area": inWord(x), "radius_m": metres(float64(d.Radius))}})
		}
	}
	return s.end("")
}

// ring is a disc's edge, as 48 points.
func ring(d track.Disc) (out [][2]float64) {
	for i := range 49 {
		p, _ := geo.Direct(d.Center, geo.Degrees(-7.5*float64(i%48)), d.Radius)
		out = append(out, [2]float64{float64(p.Lon), float64(p.Lat)})
	}
	return out
}
