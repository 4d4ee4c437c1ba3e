package feed

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// TestFR24Exports asserts what the README says of the eleven exports.
func TestFR24Exports(t *testing.T) {
	for _, c := range []struct {
		id, call    string
		first, last string
		rows        int
		hole        span.Length
		end         int32 // altitude at the end, 0 if none is given there
	}{
		{"2601a2ba", "SJY182", "2020-11-10T09:42", "10:46", 139, 230, 19850},
		{"261ab6b0", "SJY182", "2020-11-21T07:48", "09:17", 283, 123, 0},
		{"26239d5d", "SJY182", "2020-11-25T07:15", "08:47", 227, 267, 0},
		{"262786c0", "SJY182", "2020-11-27T07:49", "09:15", 233, 148, 0},
		{"262fd60e", "SJY182", "2020-12-01T06:38", "07:57", 228, 256, 0},
		{"26323e5f", "SJY182", "2020-12-02T06:36", "07:56", 224, 119, 0},
		{"2634bd34", "SJY183", "2020-12-03T06:55", "09:15", 286, 2628, 0},
		{"2639bf4e", "SJY182", "2020-12-05T06:51", "08:11", 237, 241, 0},
		{"2645435b", "SJY182", "2020-12-10T06:30", "08:01", 268, 120, 0},
		{"265069a8", "SJY182", "2020-12-15T06:39", "08:02", 233, 211, 0},
		{"267b0b1a", "SJY182", "2021-01-04T06:46", "07:52", 135, 178, 18950},
	} {
		tracks, sum := readReal(t, "fr24-sj182/SJ182_"+c.id+".csv")
		if sum.Format != "fr24-csv" || len(tracks) != 1 || int(sum.Rows) != c.rows || sum.Unused != 0 || len(tracks[0].Fixes) != c.rows {
			t.Errorf("%s: %+v", c.id, sum)
			continue
		}
		tr := tracks[0]
		fixes := tr.Fixes
		first, last := fixes[0], fixes[len(fixes)-1]
		if first.At.Time().Format("2006-01-02T15:04") != c.first || last.At.Time().Format("15:04") != c.last || last.Alt.Feet != c.end {
			t.Errorf("%s: from %v to %v at %d", c.id, first.At.Time(), last.At.Time(), last.Alt.Feet)
		}
		if hole := longestHole(fixes); hole != c.hole*span.Second {
			t.Errorf("%s: longest hole %v", c.id, hole)
		}
		if len(tr.Calls) != 1 || tr.Calls[0].Text != c.call || !tr.Address.IsZero() {
			t.Errorf("%s: %v %v", c.id, tr.Calls, tr.Address)
		}
		for _, f := range fixes {
			if f.Ground != track.Unsaid || f.Kind != track.UnknownKind || f.Alt.Feet == 0 && f.Alt.Datum != track.NoAltitude || f.NIC != -1 || f.Slack != fr24Slack {
				t.Fatalf("%s: says too much: %+v", c.id, f)
			}
		}
	}
}

func longestHole(fixes []track.Fix) (longest span.Length) {
	for i := 1; i < len(fixes); i++ {
		longest = max(longest, span.Length(fixes[i].At-fixes[i-1].At))
	}
	return longest
}

// TestJAL516 compares three views of one flight: the export and the playback
// have the same positions, and each lies where the messages show the aircraft,
// within the slack that is claimed.
func TestJAL516(t *testing.T) {
	export, _ := readReal(t, "fr24/JL516_3376ab31.csv")
	playback, sum := readReal(t, "fr24/JAL516_3376ab31.json.gz")
	messages, _ := readReal(t, "fr24/JL516_Flightradar24_ADS-B_data_granular.csv.gz")
	a, b := export[0].Fixes, playback[0].Fixes
	if sum.Format != "fr24-json" || len(a) != 305 || len(b) != 305 {
		t.Fatalf("%d and %d fixes", len(a), len(b))
	}
	if p := playback[0]; p.Address.String() != "8467d8" || p.Registration != "JA13XJ" || p.Type != "A359" || p.Operator != "Japan Airlines" || p.Calls[0].Text != "JAL516" {
		t.Errorf("%+v", p.Address)
	}
	compared := 0
	for i := range a {
		if a[i].At != b[i].At || a[i].Pos != b[i].Pos || a[i].Alt != b[i].Alt || a[i].Speed != b[i].Speed {
			t.Errorf("row %d: %+v and %+v", i, a[i], b[i])
		}
		if a[i].At < messages[0].Fixes[0].At.Add(30*span.Second) {
			continue // the messages begin later
		}
		if d, ok := nearestWithin(messages[0].Fixes, a[i]); ok {
			compared++
			if d > 100 {
				t.Errorf("row %d is %v from any message within its slack", i, d)
			}
		}
	}
	if compared < 200 {
		t.Errorf("only %d compared", compared)
	}
}

// nearestWithin is how far f is from the nearest message that may be of its
// time; ok is false if there is none.
func nearestWithin(messages []track.Fix, f track.Fix) (nearest geo.Meters, ok bool) {
	nearest = geo.Meters(math.Inf(1))
	for _, m := range messages {
		if d := span.Length(m.At - f.At); d >= -f.Slack-m.Slack && d <= f.Slack+m.Slack {
			nearest, ok = min(nearest, geo.Distance(m.Pos, f.Pos)), true
		}
	}
	return nearest, ok
}

func TestGranular(t *testing.T) {
	tracks, sum := readReal(t, "fr24/JL516_Flightradar24_ADS-B_data_granular.csv.gz")
	if sum.Format != "fr24-granular" || sum.Rows != 17521 || sum.Unused != 5147 || len(tracks) != 1 {
		t.Fatalf("%+v", sum)
	}
	wantNote(t, sum.Notes, "message without a position (5147 times")
	fixes := tracks[0].Fixes
	last := fixes[len(fixes)-1]
	if last.At.Time().Format("15:04:05") != "08:47:31" || last.Speed < 120 || last.Speed > 125 || last.Ground != track.Airborne || last.Kind != track.ADSB {
		t.Errorf("last %+v", last)
	}
	lagging := 0
	for _, f := range fixes {
		if f.Slack > 5*span.Second {
			lagging++
		}
		if f.Speed == 0 || f.Alt.Feet > 45000 || f.Slack < span.Second || f.Slack > maxLag {
			t.Fatalf("%+v", f)
		}
	}
	if lagging < 30 {
		t.Errorf("only %d lagging", lagging)
	}
}

func TestOceanicHoles(t *testing.T) {
	tracks, sum := readReal(t, "fr24/EDW24_34a8254b.json.gz")
	if len(tracks) != 1 || len(tracks[0].Fixes) != 1249 || sum.Rows != 1249 {
		t.Fatalf("%+v", sum)
	}
	var holes []int64
	for i := 1; i < len(tracks[0].Fixes); i++ {
		if d := tracks[0].Fixes[i].At - tracks[0].Fixes[i-1].At; d >= 14*60*1000 {
			holes = append(holes, int64(math.Round(float64(d)/60000)))
		}
	}
	if !slices.Equal(holes, []int64{14, 20, 23, 26}) {
		t.Errorf("holes of %v minutes", holes)
	}
}

func TestFR24Dialects(t *testing.T) {
	for _, text := range []string{
		"Timestamp,UTC,Callsign,Position,Altitude,Speed,Direction\n1704180175,2024-01-02T07:22:55Z,JAL516,\"42.787994,141.685074\",550,144,73\n",
		"Timestamp,Callsign,Position,Altitude,Speed,Direction\n1704180175,JAL516,\"42.787994,141.685074\",550,144,73\n",
		"Timestamp,UTC,Callsign,Latitude,Longitude,Altitude,Speed,Direction\n1704180175,2024-01-02T07:22:55Z,JAL516,42.787994,141.685074,550,144,73\n",
	} {
		tracks, sum := readTable(t, text, Options{})
		if f := tracks[0].Fixes[0]; sum.Format != "fr24-csv" || f.Alt.Feet != 550 || f.Pos.Lat != 42.787994 || f.Pos.Lon != 141.685074 || f.Course != 73 {
			t.Errorf("%s: %+v", text, f)
		}
	}
	_, sum := readTable(t, "Timestamp,UTC,Callsign,Position,Altitude,Speed,Direction\n1704180175,2024-01-02T08:22:55Z,JAL516,\"42.787994,141.685074\",550,144,73\n", Options{})
	wantNote(t, sum.Notes, "do not agree")
}

func TestPlaybackThatBreaksOff(t *testing.T) {
	text := `{"result":{"response":{"data":{"flight":{"identification":{"callsign":"X1"},"aircraft":{"identification":{"modes":"4B1901"}},"track":[` +
		`{"latitude":47.4,"longitude":8.5,"altitude":{"feet":1000},"speed":{"kts":100},"verticalSpeed":{"fpm":0},"heading":185,"timestamp":1712400187},` +
		`{"latitude":null,"longitude":8.5,"timestamp":1712400188},{"latitude":47.5,"lon`
	tracks, sum := readTable(t, text, Options{})
	if !sum.Partial || sum.Rows != 2 || sum.Unused != 1 || len(tracks) != 1 || tracks[0].Address.String() != "4b1901" {
		t.Errorf("%+v", sum)
	}
}

func TestEveryRecordedFR24IsTold(t *testing.T) {
	files, _ := filepath.Glob("../../shared/data/fr24*/*")
	if files == nil {
		t.Skip("recorded files are missing")
	}
	for _, f := range files {
		rel, _ := filepath.Rel("../../shared/data", f)
		if _, sum := readReal(t, rel); len(sum.Format) < 5 || sum.Format[:5] != "fr24-" {
			t.Errorf("%s is taken for %q", rel, sum.Format)
		}
	}
}
