package exhibit

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// gapped is a synthetic flight eastwards along 20 N with a silence of ten
// minutes in the middle.
func gapped() Flight {
	t := &track.Track{Address: track.Address{Code: 0xa2fe4c}, Registration: "N1\x1b[31m", Origins: []track.Origin{{Name: "synthetic", Format: "test", Rows: 120}}}
	for i := range 180 {
		if i >= 60 && i < 120 {
			continue
		}
		t.Fixes = append(t.Fixes, track.Fix{At: span.Instant(1742074000000 + 10_000*i), Pos: geo.Point{Lat: 20, Lon: geo.Degrees(-95 + 0.02*float64(i))},
			Alt: track.Altitude{Feet: 35000, Datum: track.Pressure}, Speed: 410, Radius: 100, Kind: track.ADSB, NIC: -1, NACp: -1, SIL: -1, Row: int64(i + 1)})
	}
	area := track.AreaOf(geo.Area{ID: "box", Error: 100, Outline: []geo.Point{{Lat: 19, Lon: -96}, {Lat: 19, Lon: -94}, {Lat: 21, Lon: -94}, {Lat: 21, Lon: -96}}})
	a := track.Analyse(t, track.Jet, nil, []track.Area{area})
	return Flight{Analysis: a, Moments: []track.Moment{a.Moment(t.Fixes[10].At, nil, 0, 0)}}
}

func TestFlightTextSaysWhatWasNotReceived(t *testing.T) {
	f := gapped()
	var b strings.Builder
	if err := FlightText(&b, f, nil, time.UTC); err != nil {
		t.Fatal(err)
	}
	if err := MomentText(&b, f.Analysis, f.Moments[0], time.UTC); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a2fe4c", "not received for 10 min 10 s", "wheels-up not seen", "touchdown not seen", "leaves box", "in box: YES", "in the air"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "\x1b") {
		t.Error("a control character reaches the terminal")
	}
}

// No form draws a line across a silence.
func TestFlightFormsLeaveGapsOpen(t *testing.T) {
	f := []Flight{gapped()}
	var doc struct {
		Features []struct {
			Geometry struct {
				Type        string
				Coordinates []any
			}
			Properties map[string]any
		}
	}
	var b bytes.Buffer
	if err := FlightsGeoJSON(&b, slices.Values(f)); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Features) != 3 || len(doc.Features[0].Geometry.Coordinates) != 60 || doc.Features[2].Geometry.Type != "MultiPoint" {
		t.Errorf("%d features", len(doc.Features))
	}
	b.Reset()
	if err := FlightsKML(&b, slices.Values(f)); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "<gx:Track>"); n != 2 {
		t.Errorf("KML has %d tracks", n)
	}
	for d := xml.NewDecoder(&b); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	var packets []map[string]any
	var czml bytes.Buffer
	if err := FlightsCZML(&czml, slices.Values(f)); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(czml.Bytes(), &packets); err != nil || len(packets) != 3 {
		t.Errorf("CZML has %d packets, %v", len(packets), err)
	}
}

func TestFlightsJSONAndCSV(t *testing.T) {
	var b bytes.Buffer
	if err := FlightsJSON(&b, slices.Values([]Flight{gapped()})); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil || doc["version"] != 1.0 {
		t.Errorf("%v, %v", doc["version"], err)
	}
	b.Reset()
	if err := FlightsCSV(&b, slices.Values([]Flight{gapped()})); err != nil || strings.Count(b.String(), "\n") != 2 {
		t.Errorf("CSV: %v\n%s", err, b.String())
	}
}

// back is a synthetic flight that flies away for 25 minutes, turns round and
// comes back for ten: an event that is likely and nothing else.
func back() Flight {
	t := &track.Track{Address: track.Address{Code: 0xa2fe4c}, Origins: []track.Origin{{Name: "synthetic", Format: "test", Rows: 210}}}
	for i := range 210 {
		x, course := i, float32(90)
		if i > 150 {
			x, course = 300-i, 270
		}
		t.Fixes = append(t.Fixes, track.Fix{At: span.Instant(1742074000000 + 10_000*i), Pos: geo.Point{Lat: 20, Lon: geo.Degrees(-95 + 0.02*float64(x))},
			Alt: track.Altitude{Feet: 35000, Datum: track.Pressure}, Speed: 410, Course: course, Radius: 100, Kind: track.ADSB, NIC: -1, NACp: -1, SIL: -1, Row: int64(i + 1)})
	}
	return Flight{Analysis: track.Analyse(t, track.Jet, nil, nil)}
}

// What is likely is marked so in every form.
func TestLikelyIsMarked(t *testing.T) {
	f := back()
	for name, form := range map[string]struct {
		write func(io.Writer) error
		want  string
	}{
		"text":    {func(w io.Writer) error { return FlightText(w, f, nil, time.UTC) }, "likely turn-back"},
		"JSON":    {func(w io.Writer) error { return FlightsJSON(w, slices.Values([]Flight{f})) }, "\"likely_events\": [\n        {\n          \"kind\": \"turn-back\""},
		"CSV":     {func(w io.Writer) error { return FlightsCSV(w, slices.Values([]Flight{f})) }, ",turn-back 2025-03-15T21:"},
		"GeoJSON": {func(w io.Writer) error { return FlightsGeoJSON(w, slices.Values([]Flight{f})) }, `"kind":"turn-back","likely":true`},
		"KML":     {func(w io.Writer) error { return FlightsKML(w, slices.Values([]Flight{f})) }, "<name>likely turn-back</name>"},
		"CZML":    {func(w io.Writer) error { return FlightsCZML(w, slices.Values([]Flight{f})) }, `"name":"likely turn-back"`},
	} {
		var b strings.Builder
		if err := form.write(&b); err != nil || !strings.Contains(b.String(), form.want) {
			t.Errorf("%s does not say %q: %v\n%.2000s", name, form.want, err, b.String())
		}
	}
}

// A stream is what encoding/json writes of the whole.
func TestFlightsStream(t *testing.T) {
	for n := range 4 {
		whole := flightsJSON{Version: FlightVersion, TZData: span.TZDataVersion(), Flights: []flightJSON{}}
		var fs []Flight
		for range n {
			fs = append(fs, gapped())
			whole.Flights = append(whole.Flights, flightWire(gapped()))
		}
		var want, got bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := errors.Join(enc.Encode(whole), FlightsJSON(&got, slices.Values(fs))); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%d flights: %.300s\nwant %.300s", n, got.String(), want.String())
		}
		var doc struct{ Features []json.RawMessage }
		var packets, maps bytes.Buffer
		if err := errors.Join(FlightsGeoJSON(&maps, slices.Values(fs)), FlightsCZML(&packets, slices.Values(fs))); err != nil {
			t.Fatal(err)
		}
		var list []json.RawMessage
		if json.Unmarshal(maps.Bytes(), &doc) != nil || len(doc.Features) != 3*n || doc.Features == nil || json.Unmarshal(packets.Bytes(), &list) != nil || len(list) != 1+2*n {
			t.Errorf("%d flights: %d features, %d packets", n, len(doc.Features), len(list))
		}
	}
}

// A writer that fails stops the reading of further flights.
func TestFlightsStopWhenWritingFails(t *testing.T) {
	for name, write := range map[string]func(io.Writer, iter.Seq[Flight]) error{"json": FlightsJSON, "geojson": FlightsGeoJSON, "kml": FlightsKML, "czml": FlightsCZML} {
		asked := 0
		err := write(failing{}, func(yield func(Flight) bool) {
			for asked = 1; asked < 100 && yield(gapped()); asked++ {
			}
		})
		if err != errFull || asked > 2 {
			t.Errorf("%s: %v after %d flights", name, err, asked)
		}
	}
}

type failing struct{}

var errFull = errors.New("full")

func (failing) Write(p []byte) (int, error) {
	if len(p) > 300 {
		return 0, errFull
	}
	return len(p), nil
}
