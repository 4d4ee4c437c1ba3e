package exhibit

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"text/tabwriter"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/track"
)

type positionsJSON struct {
	Version   int             `json:"version"`
	Positions []*positionJSON `json:"positions"`
}

// positionJSON is one position with its place in its source. What a source does
// not say has no field.
type positionJSON struct {
	aircraftJSON
	Time     string        `json:"time"`
	Slack    int64         `json:"time_error_ms"`
	Lat      float64       `json:"lat"`
	Lon      float64       `json:"lon"`
	Radius   *float64      `json:"radius_m,omitempty"`
	Kind     string        `json:"kind"`
	Ground   *bool         `json:"on_ground,omitempty"`
	Alt      *altitudeJSON `json:"alt,omitempty"`
	Geo      *altitudeJSON `json:"geo_alt,omitempty"`
	Speed    *float32      `json:"speed_kt,omitempty"`
	Course   *float32      `json:"course_deg,omitempty"`
	Climb    *float32      `json:"climb_fpm,omitempty"`
	Squawk   string        `json:"squawk,omitempty"`
	Source   string        `json:"source"`
	OriginIn string        `json:"origin"`
	Row      int64         `json:"row"`
}

type altitudeJSON struct {
	Feet  int32  `json:"ft"`
	Datum string `json:"datum"`
}

var datumWords = map[track.Datum]string{track.Pressure: "pressure", track.Ellipsoid: "ellipsoid", track.SeaLevel: "sea level", track.Unstated: "unstated"}

func positionWire(p *track.Point) *positionJSON {
	if p == nil {
		return nil
	}
	out := &positionJSON{aircraftJSON: aircraftWire(p), Time: p.At.RFC3339(), Slack: int64(p.Slack), Lat: float64(p.Pos.Lat), Lon: float64(p.Pos.Lon),
		Kind: p.Kind.String(), Squawk: p.Squawk.String(), Source: p.Digest.String(), OriginIn: p.From.Name, Row: p.Row,
		Alt: altitudeWire(p.Alt), Geo: altitudeWire(p.Geo), Speed: given(p.Speed), Course: given(p.Course), Climb: given(p.Climb)}
	if r := float64(p.Radius); r > 0 {
		out.Radius = &r
	}
	if p.Ground != track.Unsaid {
		on := p.Ground == track.OnGround
		out.Ground = &on
	}
	return out
}

func altitudeWire(a track.Altitude) *altitudeJSON {
	if a.Datum == track.NoAltitude {
		return nil
	}
	return &altitudeJSON{a.Feet, datumWords[a.Datum]}
}

// given is a number; nil if it is not given.
func given(x float32) *float32 {
	if x != x {
		return nil
	}
	return &x
}

func degrees(x geo.Degrees) string { return strconv.FormatFloat(float64(x), 'f', -1, 64) }

// PositionsJSON writes positions as one JSON document, each as it comes.
func PositionsJSON(w io.Writer, ps iter.Seq2[track.Point, error]) error {
	s := &stream{w: w, prefix: "    ", indent: "  "}
	s.around(positionsJSON{ArchiveVersion, []*positionJSON{}}, "", "  ", "[")
	for p, err := range ps {
		if err != nil {
			return err
		}
		if s.item(positionWire(&p)); s.err != nil {
			break
		}
	}
	return s.end("\n  ")
}

// positionColumns are the columns of positions as CSV; what a source does not say
// is empty.
var positionColumns = []string{"time", "time_error_ms", "address", "callsign", "registration", "type", "operator", "lat", "lon", "radius_m", "kind", "on_ground",
	"alt_ft", "alt_datum", "geo_alt_ft", "geo_alt_datum", "speed_kt", "course_deg", "climb_fpm", "squawk", "source", "origin", "row"}

// PositionsCSV writes one row for each position.
func PositionsCSV(w io.Writer, ps iter.Seq2[track.Point, error]) error {
	c := csv.NewWriter(w)
	c.Write(positionColumns)
	for p, err := range ps {
		if err != nil {
			return err
		}
		x := positionWire(&p)
		row := []string{x.Time, fmt.Sprint(x.Slack), x.Address, x.Callsign, x.Registration, x.Type, x.Operator, degrees(p.Pos.Lat), degrees(p.Pos.Lon), optional(x.Radius), x.Kind, optional(x.Ground)}
		row = append(append(row, altitudeCells(x.Alt)...), altitudeCells(x.Geo)...)
		c.Write(append(row, optional(x.Speed), optional(x.Course), optional(x.Climb), x.Squawk, x.Source, x.OriginIn, fmt.Sprint(x.Row)))
		if c.Error() != nil {
			break
		}
	}
	c.Flush()
	return c.Error()
}

func altitudeCells(a *altitudeJSON) []string {
	if a == nil {
		return []string{"", ""}
	}
	return []string{fmt.Sprint(a.Feet), a.Datum}
}

// optional is a value as text; empty if there is none.
func optional[T any](x *T) string {
	if x == nil {
		return ""
	}
	return fmt.Sprint(*x)
}

// PositionsText writes one line for each position, in UTC.
func PositionsText(w io.Writer, ps iter.Seq2[track.Point, error]) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "TIME\tADDRESS\tCALLSIGN\tLAT\tLON\tALTITUDE\tKIND\tROW")
	n := 0
	for p, err := range ps {
		if err != nil {
			return err
		}
		height := "–"
		switch {
		case p.Ground == track.OnGround:
			height = "ground"
		case p.Alt.Datum != track.NoAltitude:
			height = fmt.Sprintf("%d ft %s", p.Alt.Feet, datumWords[p.Alt.Datum])
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%.5f\t%.5f\t%s\t%s\t%s %d\n", p.At.RFC3339(), aircraftWire(&p).Address, p.Call.Text, p.Pos.Lat, p.Pos.Lon, height, p.Kind, p.From.Name, p.Row)
		if n++; n%1000 == 0 { // columns are as wide as the next thousand needs
			if err := t.Flush(); err != nil {
				return err
			}
		}
	}
	return t.Flush()
}

// PositionsGeoJSON writes each position as a point. No line is drawn: between two
// positions nothing was received.
func PositionsGeoJSON(w io.Writer, ps iter.Seq2[track.Point, error]) error {
	s := &stream{w: w}
	s.around(geoJSON{Type: "FeatureCollection", Features: []geoJSON{}}, "", "", "[")
	for p, err := range ps {
		if err != nil {
			return err
		}
		x := positionWire(&p)
		s.item(geoJSON{Type: "Feature", Geometry: &geometry{"Point", lonLat(&p.Fix)},
			Properties: map[string]any{"kind": x.Kind, "address": x.Address, "time": x.Time, "origin": x.OriginIn, "row": x.Row}})
		if s.err != nil {
			break
		}
	}
	return s.end("")
}
