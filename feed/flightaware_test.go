package feed

import (
	"math"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// aeroTrack is an answer of /flights/{id}/track, as the API's description has
// it.
const aeroTrack = `{"actual_distance": 12, "positions": [
{"fa_flight_id": "GXA6143-1742060400-airline-1", "altitude": 350, "altitude_change": "-", "groundspeed": 451, "heading": 172, "latitude": 25.5, "longitude": -97.1, "timestamp": "2025-03-15T22:10:05Z", "update_type": "A"},
{"fa_flight_id": "GXA6143-1742060400-airline-1", "altitude": 350, "altitude_change": "C", "groundspeed": 450, "heading": null, "latitude": 25.0, "longitude": -97.0, "timestamp": "2025-03-15T22:15:05Z", "update_type": "P"},
{"fa_flight_id": "GXA6143-1742060400-airline-1", "altitude": 340, "altitude_change": "D", "groundspeed": 440, "heading": 170, "latitude": 24.5, "longitude": -96.9, "timestamp": "2025-03-15T22:20:05Z", "update_type": "Z"},
{"fa_flight_id": "GXA6143-1742060400-airline-1", "altitude": 0, "groundspeed": 3, "heading": 10, "latitude": 24.1, "longitude": -96.8, "timestamp": "2025-03-15T22:30:05Z", "update_type": null},
{"fa_flight_id": "GXA6143-1742060400-airline-1", "altitude": 10, "latitude": null, "longitude": -96.8, "timestamp": "2025-03-15T22:31:05Z", "update_type": "M"},
{"fa_flight_id": "GXA6143-1742060400-airline-1", "altitude": 10, "latitude": 24, "longitude": -96.8, "timestamp": "2025-03-15T22:32:05", "update_type": "M"}
]}`

func TestAeroTrack(t *testing.T) {
	tracks, sum := readsXML(t, aeroTrack, Options{})
	if sum.Format != "flightaware-json" || len(tracks) != 1 || sum.Rows != 6 || sum.Unused != 2 {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	f := tracks[0].Fixes
	if len(f) != 4 || f[0].Kind != track.ADSB || f[1].Kind != track.Estimated || f[2].Kind != track.UnknownKind ||
		f[0].Alt != (track.Altitude{Feet: 35000, Datum: track.Unstated}) || f[0].Speed != 451 || f[0].Course != 172 || !math.IsNaN(float64(f[1].Course)) ||
		f[0].At != instant(t, "2025-03-15T22:10:05Z") || f[0].Slack != flightAwareSlack || f[3].Ground != track.Unsaid {
		t.Errorf("%+v", f)
	}
	for _, want := range []string{"1 positions are from radar", "1 positions are projected", "no stated source", `calls the flight "GXA6143"`} {
		wantNote(t, tracks[0].Notes, want)
	}
	if len(tracks[0].Calls) != 0 {
		t.Error("a name of the service became a callsign")
	}
}

func TestAeroFlights(t *testing.T) {
	const last = `{"altitude": 100, "groundspeed": 200, "heading": 0, "latitude": 1, "longitude": 2, "timestamp": "2025-03-15T22:10:05Z", "update_type": "S", "fa_flight_id": "X-1"}`
	for _, c := range []struct {
		name, text string
		tracks     int
		unused     int64
	}{
		{"search", `{"links": null, "num_pages": 1, "flights": [{"ident": "AAL1", "fa_flight_id": "AAL1-1", "aircraft_type": "B738", "last_position": ` + last + `}, {"ident": "AAL2", "fa_flight_id": "AAL2-1", "last_position": null}]}`, 1, 1},
		{"position", `{"ident": "AAL1", "fa_flight_id": "AAL1-1", "registration": "N1", "last_position": ` + last + `}`, 1, 0},
		{"two flights", `{"positions": [` + last + `, {"altitude": 100, "latitude": 1, "longitude": 2, "timestamp": "2025-03-15T22:10:05Z", "update_type": "O", "fa_flight_id": "Y-1"}]}`, 2, 0},
		{"another type of value", `{"positions": [{"altitude": "high", "latitude": 1, "longitude": 2, "timestamp": "2025-03-15T22:10:05Z", "update_type": "O", "fa_flight_id": "Y-1"}]}`, 1, 0},
	} {
		tracks, sum := readsXML(t, c.text, Options{})
		if len(tracks) != c.tracks || sum.Unused != c.unused {
			t.Errorf("%s: %d tracks, %+v", c.name, len(tracks), sum)
		}
	}
}

func TestAeroCutOff(t *testing.T) {
	tracks, sum := readsXML(t, aeroTrack[:700], Options{})
	if len(tracks) != 1 || len(tracks[0].Fixes) != 2 || !sum.Partial {
		t.Errorf("%d tracks, %+v", len(tracks), sum)
	}
}

func FuzzFlightAware(f *testing.F) {
	f.Add([]byte(aeroTrack))
	f.Add([]byte(`{"flights":[{"fa_flight_id":"A","last_position":{"update_type":"A"}}]}`))
	f.Fuzz(func(t *testing.T, b []byte) { looksSound(t, []format{xmlFormats[3]}, b) })
}
