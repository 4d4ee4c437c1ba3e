package feed

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// frozenFor is the longest time for which a position was repeated.
func frozenFor(fixes []track.Fix) (longest span.Length) {
	first := 0
	for i, f := range fixes {
		if !f.Mark.Has(track.Frozen) {
			first = i
		}
		longest = max(longest, span.Length(f.At-fixes[first].At))
	}
	return longest
}

// TestOpenSkySamples asserts what the README says of files from the traffic
// library: rows, resampling, runs of a frozen position.
func TestOpenSkySamples(t *testing.T) {
	for _, c := range []struct {
		file      string
		aircraft  int
		rows      int64
		unused    int64
		resampled bool
		spacing   span.Length
		frozen    span.Length // -1 if times are the positions' own
	}{
		{"ajaccio", 1, 2629, 0, true, 5, 0},
		{"nice", 1, 1246, 0, true, 10, 0}, // an object of columns
		{"sydney", 1, 2947, 0, true, 5, 360},
		{"qantas747", 1, 1088, 0, true, 10, 0},
		{"switzerland_map", 2, 3834, 0, true, 10, 0},
		{"dreamliner_airfrance", 2, 17910, 0, true, 1, 238},
		{"switzerland", 842, 139098, 0, true, 10, 300},
		{"texas_longhorn", 1, 951, 0, false, 0, 0},
		{"indiana", 1, 755, 0, false, 0, 0},
		{"luberon", 1, 1602, 0, false, 0, 0},
		{"zero_gravity", 1, 10367, 0, false, 1, 299},
		{"inflight_refuelling", 1, 10397, 1, false, 1, 298},
		{"belevingsvlucht", 1, 16005, 0, false, 0, 9},
		{"noisy_ground", 1, 924, 0, false, 0, -1}, // an object of columns
		{"noisy_landing", 1, 848, 0, false, 0, -1},
		{"rega_zh", 1, 339, 0, false, 0, -1},
		{"savan", 1, 193447, 128, false, 0, -1},
	} {
		tracks, sum := readReal(t, "opensky-traffic-samples/"+c.file+".json.gz")
		if sum.Format != "opensky-json" || len(tracks) != c.aircraft || sum.Rows != c.rows || sum.Unused != c.unused {
			t.Errorf("%s: %d tracks, %+v", c.file, len(tracks), sum)
			continue
		}
		longest := span.Length(0)
		for _, tr := range tracks {
			longest = max(longest, frozenFor(tr.Fixes))
			if tr.Resampled != c.resampled || hasNote(tr.Notes, "resampled") != c.resampled {
				t.Errorf("%s: %v: resampled is %v", c.file, tr.Address, tr.Resampled)
			}
			if c.spacing != 0 && tr.Spacing != c.spacing*span.Second {
				t.Errorf("%s: %v: spacing is %v", c.file, tr.Address, tr.Spacing)
			}
		}
		if c.frozen >= 0 && longest != c.frozen*span.Second {
			t.Errorf("%s: frozen for %v", c.file, longest)
		}
	}
}

func TestOpenSkyOwnTimes(t *testing.T) {
	tracks, sum := readReal(t, "opensky-traffic-samples/savan.json.gz")
	wantNote(t, sum.Notes, "heard more than a minute before", ": 6056; the longest is 480.266 s")
	wantNote(t, tracks[0].Notes, "exactly repeat another, left out: 35388")
	if n := len(tracks[0].Calls); n != 17 {
		t.Errorf("%d callsigns", n)
	}
	if hole := longestHole(tracks[0].Fixes); hole/span.Second < 1436553 || hole/span.Second > 1436553+600 {
		t.Errorf("longest hole %v", hole)
	}
}

func TestOpenSkyOutOfOrder(t *testing.T) {
	tracks, _ := readReal(t, "opensky-traffic-samples/pixair_toulouse.json.gz")
	wantNote(t, tracks[0].Notes, "earlier than the row before", ": 1818")
	if longestHole(tracks[0].Fixes) != 37*span.Second {
		t.Errorf("longest hole %v", longestHole(tracks[0].Fixes))
	}
}

// TestHub asserts what the README and FORMATS.md say of the snapshots.
func TestHub(t *testing.T) {
	for file, rows := range map[string]int64{
		"ice_airports_2026-02": 2840, "ice_airports_2026-03_to_28th": 5473, "ice_airports_2026-05": 1114,
		"dade_collier_2026-02": 732, "dade_collier_2026-03": 1453,
	} {
		tracks, sum := readReal(t, "ice-hub-snapshots/"+file+".json.gz")
		if sum.Format != "opensky-snapshots" || sum.Rows != rows || sum.Unused != 0 {
			t.Errorf("%s: %+v", file, sum)
		}
		wantNote(t, sum.Notes, "when a script asked OpenSky")
		seen := map[string]int{}
		for _, tr := range tracks {
			seen[tr.Address.String()] = len(tr.Fixes)
			for _, f := range tr.Fixes {
				if f.Slack < osSlack || f.Mark == 0 && f.Slack > osOldest || tr.Resampled || tr.Spacing != 30*span.Minute {
					t.Fatalf("%s: %v: %+v", file, tr.Address, f)
				}
			}
		}
		switch file {
		case "ice_airports_2026-02": // N278GX and N703KW, of 1356 aircraft
			if seen["a2c4e0"] != 1 || seen["a960a9"] != 1 || len(tracks) != 1356 {
				t.Errorf("%s: aircraft are missing", file)
			}
		case "ice_airports_2026-03_to_28th":
			if seen["a2c4e0"] != 7 || seen["a960a9"] != 4 {
				t.Errorf("%s: N278GX %d times, N703KW %d times", file, seen["a2c4e0"], seen["a960a9"])
			}
		}
	}
}

const nativeCSV = "time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,alert,spi,squawk,baroaltitude,geoaltitude,lastposupdate,lastcontact\n" +
	"1704181263,a2b3c4,26.2285,-97.6544,100,185.5,-2.5,GXA6143 ,False,False,False,0416,3048,3124.2,1704181262.5,1704181262.9\n" +
	"1704181273,a2b3c4,26.2285,-97.6544,100,185.5,-2.5,GXA6143 ,False,False,False,0416,3040.38,3124.2,1704181262.5,1704181272.9\n" +
	"1704181283,a2b3c4,,,100,185.5,-2.5,GXA6143 ,False,False,False,0416,3048,3124.2,,1704181282.9\n" +
	"1704181293,a2b3c4,26.2,-97.6,,,,,True,False,False,,,,1704181292,1704181292.9\n" +
	"1704181293,nothex,26.2,-97.6,,,,,True,False,False,,,,1704181292,1704181292.9\n" +
	"1704181303,a2b3c5,26.2,-97.6,,,,,true,False,False,,,,,1704181292.9\n" +
	"1704181313,a2b3c5,26.2,-97.6,,,,,true,False,False,,,,,1704181292.9\n"

func checkNative(t *testing.T, tracks []*track.Track, sum Summary) {
	t.Helper()
	if sum.Rows != 7 || sum.Unused != 2 || len(tracks) != 2 || len(tracks[0].Fixes) != 3 {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	wantNote(t, sum.Notes, "heard, but without a position")
	wantNote(t, sum.Notes, noAddress)
	f := tracks[0].Fixes
	if a := f[0]; a.At != instant(t, "2024-01-02T07:41:02.5Z") || a.Slack != osSlack || a.Alt != (track.Altitude{Feet: 10000, Datum: track.Pressure}) ||
		a.Geo != (track.Altitude{Feet: 10250, Datum: track.Ellipsoid}) || math.Abs(float64(a.Speed)-194.384) > 0.001 || a.Course != 185.5 ||
		math.Abs(float64(a.Climb)+492.126) > 0.001 || a.Ground != track.Airborne || a.Mark != 0 {
		t.Errorf("%+v", a)
	}
	if f[1].At != f[0].At || f[1].Mark != track.Frozen || f[2].Mark != 0 || f[2].Ground != track.OnGround || f[2].Alt.Datum != track.NoAltitude {
		t.Errorf("%+v %+v", f[1], f[2])
	}
	g := tracks[1].Fixes
	if g[0].Slack != osOldest || g[1].Mark != track.Frozen || g[1].Slack != osOldest+10*span.Second {
		t.Errorf("%+v %+v", g[0], g[1])
	}
	if c := tracks[0].Calls; len(c) != 1 || c[0].Text != "GXA6143" {
		t.Errorf("%+v", c)
	}
}

func TestOpenSkyCSV(t *testing.T) {
	tracks, sum := readTable(t, nativeCSV, Options{})
	if sum.Format != "opensky-csv" {
		t.Errorf("format is %s", sum.Format)
	}
	checkNative(t, tracks, sum)
}

// TestTrafficCSV reads what the traffic library writes: feet, knots, dates.
func TestTrafficCSV(t *testing.T) {
	tracks, sum := readTable(t, ",timestamp,icao24,latitude,longitude,altitude,groundspeed,track,vertical_rate,callsign,geoaltitude\n"+
		"0,2018-08-01 05:00:00+00:00,4b1901,47.4,8.5,10000.0,250.0,-90,500,SWR1,10250\n", Options{})
	f := tracks[0].Fixes[0]
	if sum.Format != "opensky-csv" || f.At != instant(t, "2018-08-01T05:00:00Z") || f.Alt.Feet != 10000 || f.Geo.Feet != 10250 || f.Speed != 250 || f.Course != 270 {
		t.Errorf("%+v", f)
	}
}

// TestMixedUnitsAreNotRead does not guess whether an altitude is in feet.
func TestMixedUnitsAreNotRead(t *testing.T) {
	tracks, sum := readTable(t, "time,icao24,lat,lon,velocity,altitude\n1704181263,a2b3c4,26,-97,100,3048\n", Options{})
	if len(tracks) != 0 || sum.Format != "csv" || sum.Unused != 1 {
		t.Errorf("%+v", sum)
	}
	failsTable(t, "timestamp,icao24,latitude,longitude,velocity,altitude\n1704181263,a2b3c4,26,-97,100,3048\n", Options{}, "missing columns: ", "alt_m")
}

const restOne = `{"time":1704181263,"states":[["a2b3c4","GXA6143 ","United States",1704181260,1704181262,-97.6544,26.2285,3048,false,100,185.5,-2.5,null,3124.2,"0416",false,0],` +
	`["a2b3c5",null,"United States",null,1704181262,null,null,null,false,null,null,null,null,null,null,false,0],` +
	`["a2b3c6","","Cuba",1704181261,1704181262,-82.4,23.1,null,true,0,90,null,null,null,null,false,2,1]]}`

func TestREST(t *testing.T) {
	later := strings.NewReplacer("1704181263", "1704181273").Replace(restOne)
	for name, text := range map[string]string{
		"lines": restOne + "\n" + later + "\n", "list": "[" + restOne + "," + later + "]", "time last": moveTime(restOne) + moveTime(later),
	} {
		tracks, sum := readTable(t, text, Options{})
		if sum.Format != "opensky-rest" || sum.Rows != 6 || sum.Unused != 2 || len(tracks) != 2 || len(tracks[0].Fixes) != 1 {
			t.Errorf("%s: %d tracks, %+v", name, len(tracks), sum)
			continue
		}
		f, g := tracks[0].Fixes[0], tracks[1].Fixes[0]
		if f.At != instant(t, "2024-01-02T07:41:00Z") || f.Alt.Feet != 10000 || f.Geo.Feet != 10250 || f.Kind != track.ADSB || f.Ground != track.Airborne {
			t.Errorf("%s: %+v", name, f)
		}
		if g.Kind != track.MLAT || g.Ground != track.OnGround || g.Speed != 0 {
			t.Errorf("%s: %+v", name, g)
		}
		wantNote(t, tracks[0].Notes, "exactly repeat another, left out: 1")
	}
	_, sum := readTable(t, restOne+`{"time":1704181263,"states":[["a2b3c4","GX`, Options{})
	if !sum.Partial || sum.Rows != 3 {
		t.Errorf("%+v", sum)
	}
	if _, sum = readTable(t, `{"time":1704181263,"states":null}`, Options{}); sum.Tracks != 0 {
		t.Errorf("%+v", sum)
	}
}

// moveTime puts the time of an answer behind its states.
func moveTime(s string) string {
	time := s[1:strings.IndexByte(s, ',')]
	return "{" + strings.TrimSuffix(s[len(time)+2:], "}") + "," + time + "}"
}

func TestOpenSkyJSONThatBreaksOff(t *testing.T) {
	row := `{"timestamp":1583041470000,"icao24":"44b0b4","latitude":60.9,"longitude":14.5,"altitude":1525.0}`
	tracks, sum := readTable(t, "["+row+","+row[:40], Options{})
	if !sum.Partial || sum.Rows != 1 || len(tracks) != 1 {
		t.Errorf("%+v", sum)
	}
	failsTable(t, `{"timestamp":{"0":1583041470000},"icao24":{"0":"44b0b4"},"latitude":{"0":60`, Options{}, "cannot read columns", "complete")
}

func BenchmarkOpenSkyCSV(b *testing.B) {
	var buf bytes.Buffer
	buf.WriteString(nativeCSV[:strings.IndexByte(nativeCSV, '\n')+1])
	const rows = 20000
	for i := range rows {
		fmt.Fprintf(&buf, "%d,a2b3%02x,%.12f,%.12f,233.17420101,185.50123,-2.6,GXA6143 ,False,False,False,0416,10972.8,11224.2,%d.412,%d.9\n",
			1704181263+i/200, i%200, 26+float64(i)/1e5, -97-float64(i)/1e5, 1704181262+i/200, 1704181262+i/200)
	}
	b.SetBytes(int64(buf.Len()))
	for b.Loop() {
		if _, err := Read(bytes.NewReader(buf.Bytes()), "bench", Options{}, func(*track.Track) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
