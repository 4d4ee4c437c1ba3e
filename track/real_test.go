package track_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// airfields are those of the table that the program carries.
func airfields(p geo.Point, within geo.Meters) (out []track.Field) {
	for _, f := range place.Near(p, within) {
		x := track.Field{Ident: f.Ident, Pos: f.At(), Elevation: float64(f.Elevation)}
		for _, r := range f.Runways {
			if !r.Closed && r.Ends[0].Placed && r.Ends[1].Placed {
				x.Runways = append(x.Runways, track.Runway{Ends: [2]track.RunwayEnd{{Ident: r.Ends[0].Name, Pos: r.Ends[0].At}, {Ident: r.Ends[1].Name, Pos: r.Ends[1].At}}})
			}
		}
		if x.Elevation == x.Elevation && len(f.Runways) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// real are the tracks of a file of real positions, which lie beside the
// repository and are not part of it.
func real(t testing.TB, name string) (out []*track.Track) {
	t.Helper()
	file := filepath.Join("..", "..", "shared", "data", name)
	if _, err := os.Stat(file); err != nil {
		t.Skip("no real files beside the repository: ", err)
	}
	if _, err := feed.ReadFiles([]string{file}, feed.Options{}, func(tr *track.Track) error {
		out = append(out, tr)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return track.Join(out)
}

func analysed(t testing.TB, name string) *track.Analysis {
	return track.Analyse(real(t, name)[0], track.Jet, airfields, nil)
}

// ends writes the ends of a flight: field, runway and minute, in brackets if
// they are likely alone.
func ends(a *track.Analysis) string {
	var out []string
	add := func(e *track.End, l *track.LikelyEnd) {
		switch {
		case e != nil && e.FieldProved:
			out = append(out, e.Field+" "+e.Runway+" "+minute(e.Proved.Latest()))
		case e != nil:
			out = append(out, "("+e.Field+")")
		case l != nil:
			out = append(out, strings.TrimSpace("("+l.Field+" "+l.Runway)+")")
		default:
			out = append(out, "-")
		}
	}
	for _, l := range a.Legs {
		add(l.Takeoff, l.LikelyTakeoff)
		add(l.Landing, l.LikelyLanding)
	}
	return strings.Join(out, ", ")
}

func minute(t span.Instant) string { return t.RFC3339()[11:16] }

// The legs that a reader of the files finds by hand. Runways were looked up on
// a plot of the positions.
func TestRealLegs(t *testing.T) {
	for name, want := range map[string]string{
		"readsb-trace/trace_full_ac671b.json":                      "-, KMSP 12R 01:12, KMSP 12L 03:44, -, -, KMSP 12R 17:00, KMSP 17 18:14, KDEN 26 19:54",
		"readsb-trace-csv/raw_abfd8c_2025-02-09_2025-02-09.csv.gz": "-, KDEN 07 01:24, KDEN 25 03:14, KSLC 34R 04:25",
		"readsb-trace-csv/raw_c060ba_2025-02-07_2025-02-08.csv.gz": "CYYZ 23 02:15, CYEG 30 06:13, (CYEG), CYYZ 24L 16:31, CYYZ 23 19:40, KDJT 10L 22:14, " +
			"KDJT 10L 00:02, CYYZ 24L 02:53, CYYZ 23 12:50, (KRSW 06), (KRSW 06), CYOW 25 20:20, CYOW 14 22:11, -",
		"opensky-traffic-samples/noisy_ground.json.gz": "LSZH 28 14:20, -",
		"fr24/JL516_3376ab31.csv":                      "(RJCC 19R), (RJTT 34R)",
		"fr24-sj182/SJ182_261ab6b0.csv":                "(WIII 07L), (WIOO 15)",
		"fr24-sj182/SJ182_2601a2ba.csv":                "(WIII 25R), -",
	} {
		if got := ends(analysed(t, name)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

// On 2 January 2024 JAL516 met another aircraft on runway 34R of Haneda as it
// touched down: at 17:47:27 in Japan, as its safety board has it.
func TestLikelyTouchdownAgainstReport(t *testing.T) {
	l := analysed(t, "fr24/JL516_Flightradar24_ADS-B_data_granular.csv.gz").Legs
	e := l[len(l)-1].LikelyLanding
	if e == nil || !e.AtOK || e.Field != "RJTT" || e.Runway != "34R" {
		t.Fatalf("likely landing %+v", e)
	}
	if truth := span.Instant(1704185247000); max(e.At-truth, truth-e.At) > 15_000 {
		t.Errorf("likely at %s, by the report at %s", e.At.RFC3339(), truth.RFC3339())
	}
}

// Flights from one airport to the other, by the airline's plan, show none of
// what is rare.
func TestPlainFlightsHaveNoEvents(t *testing.T) {
	names := []string{"readsb-trace/trace_full_ac671b.json", "readsb-trace-csv/raw_abfd8c_2025-02-09_2025-02-09.csv.gz", "readsb-trace-csv/raw_c060ba_2025-02-07_2025-02-08.csv.gz",
		"fr24/EDW24_34a8254b.json.gz", "fr24/JL516_3376ab31.csv"}
	more, _ := filepath.Glob("../../shared/data/fr24-sj182/*.csv")
	for _, m := range more {
		names = append(names, "fr24-sj182/"+filepath.Base(m))
	}
	for _, name := range names {
		for _, e := range analysed(t, name).Events {
			t.Errorf("%s: %s %s at %s: %s", name, e.Kind, e.Between.Earliest().RFC3339(), e.Field, e.Measured)
		}
	}
}

// A calibration aircraft's passes at Sydney, counted another way: how often it
// came below 500 ft within four miles of the airport and then rose above 700.
func TestPassesAgainstCount(t *testing.T) {
	a := analysed(t, "opensky-traffic-samples/sydney.json.gz")
	at, passes, low := geo.Point{Lat: -33.946, Lon: 151.177}, 0, false
	first := true
	for _, f := range a.Track.Fixes {
		near := geo.Distance(f.Pos, at) < 4*geo.NauticalMile
		switch {
		case f.Alt.Datum != track.NoAltitude && f.Alt.Feet < 500 && near:
			low = true
		case f.Alt.Feet > 700 && low:
			if !first {
				passes++
			}
			low, first = false, false // the first is the climb after take-off
		}
	}
	got := 0
	for _, e := range a.Events {
		if (e.Kind == track.GoAround || e.Kind == track.LowApproach) && e.Field == "YSSY" {
			got++
		}
	}
	if got != passes {
		t.Errorf("%d passes are told, %d counted", got, passes)
	}
}

// A relay of television pictures circled above a ski race for six hours.
func TestCirclingIsAHold(t *testing.T) {
	var sum span.Instant
	for _, e := range analysed(t, "opensky-traffic-samples/vasaloppet.json.gz").Events {
		if e.Kind == track.Hold {
			sum += e.Between.Latest() - e.Between.Earliest()
		}
	}
	if sum < span.Instant(6*span.Hour) {
		t.Errorf("holds of %d min are told", sum/60_000)
	}
}

// Ends that are proved are hidden, with what is nearest to them, and told again
// as likely ones: the field named is the right one, or none is named.
func TestLikelyEndsAgainstProved(t *testing.T) {
	right, wrong, none := 0, 0, 0
	for _, name := range []string{"readsb-trace/trace_full_ac671b.json", "readsb-trace-csv/raw_abfd8c_2025-02-09_2025-02-09.csv.gz", "readsb-trace-csv/raw_c060ba_2025-02-07_2025-02-08.csv.gz"} {
		whole := analysed(t, name)
		for _, l := range whole.Legs {
			for _, cut := range []span.Instant{0, 20, 40, 60, 90, 120, 180, 240, 300} {
				for _, up := range []bool{true, false} {
					e := l.Landing
					if up {
						e = l.Takeoff
					}
					if e == nil || !e.FieldProved {
						continue
					}
					got := ""
					part := keep(whole.Track, e, cut*1000, up)
					if legs := part.Legs(airfields); len(legs) > 0 {
						if x := legs[0].LikelyTakeoff; up && x != nil {
							got = x.Field
						} else if x := legs[len(legs)-1].LikelyLanding; !up && x != nil {
							got = x.Field
						}
					}
					switch got {
					case "":
						none++
					case e.Field:
						right++
					default:
						wrong++
						t.Logf("%s: %s named for %s, cut by %d s, take-off %v", name, got, e.Field, cut, up)
					}
				}
			}
		}
	}
	t.Logf("%d right, %d wrong, %d not named", right, wrong, none)
	if wrong > 0 || right < none {
		t.Errorf("%d right, %d wrong, %d not named", right, wrong, none)
	}
}

// keep is the part of the track in the air before a landing or after a take-off,
// without what is nearer to it than cut, for an hour.
func keep(whole *track.Track, e *track.End, cut span.Instant, up bool) *track.Track {
	part := *whole
	part.Fixes = nil
	for _, f := range whole.Fixes {
		d := e.Proved.Earliest() - f.At
		if up {
			d = f.At - e.Proved.Latest()
		}
		if d >= cut && d <= span.Instant(span.Hour) {
			part.Fixes = append(part.Fixes, f)
		}
	}
	return &part
}

func BenchmarkLegsAndEvents(b *testing.B) {
	for _, name := range []string{"opensky-traffic-samples/inflight_refuelling.json.gz", "readsb-trace-csv/raw_c060ba_2025-02-07_2025-02-08.csv.gz"} {
		tr := real(b, name)[0]
		tr.Clean(track.Jet)
		b.Run(filepath.Base(name), func(b *testing.B) {
			b.ReportMetric(float64(len(tr.Fixes)), "fixes")
			b.ReportAllocs()
			for b.Loop() {
				tr.LegsAndEvents(airfields)
			}
		})
	}
}
