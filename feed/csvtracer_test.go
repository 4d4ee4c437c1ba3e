package feed

import (
	"strings"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// TestTracerRaw asserts what the README and FORMATS.md say of the two files.
func TestTracerRaw(t *testing.T) {
	for _, c := range []struct {
		file, hex, reg, kind string
		late                 string
		fixes, grounds       int
		first, last, calls   string
	}{
		{"readsb-trace-csv/raw_c060ba_2025-02-07_2025-02-08.csv.gz", "c060ba", "C-GKQJ", "E295", ": 876",
			6444, 837, "", "2025-02-08T23:59:56", "POE409 POE402 POE551 POE552 POE535 POE534 POE537"},
		{"readsb-trace-csv/raw_abfd8c_2025-02-09_2025-02-09.csv.gz", "abfd8c", "N8718Q", "B38M", ": 1135",
			1330, 508, "2025-02-09T00:00:18", "", "SWA2580 SWA3512 SWA3059"},
	} {
		tracks, sum := readReal(t, c.file)
		if sum.Format != "flight-tracer-raw" || len(tracks) != 1 || int(sum.Rows) != c.fixes || sum.Unused != 0 {
			t.Fatalf("%s: %+v", c.file, sum)
		}
		tr := tracks[0]
		if tr.Address.String() != c.hex || tr.Registration != c.reg || tr.Type != c.kind || len(tr.Fixes) != c.fixes {
			t.Errorf("%s: %v %s %s, %d fixes", c.file, tr.Address, tr.Registration, tr.Type, len(tr.Fixes))
		}
		wantNote(t, tr.Notes, c.late, "earlier than the row before")
		grounds, kinds := 0, 0
		for i, f := range tr.Fixes {
			if f.Ground == track.OnGround {
				grounds++
			}
			if f.Kind == track.ADSB && f.Radius == 186 {
				kinds++
			}
			if i > 0 && f.At < tr.Fixes[i-1].At {
				t.Fatalf("%s: fix %d is out of order", c.file, i)
			}
		}
		if grounds != c.grounds || kinds < len(tr.Fixes)/5 {
			t.Errorf("%s: %d on the ground, %d with a radius", c.file, grounds, kinds)
		}
		first, last := tr.Fixes[0].At.Time().Format("2006-01-02T15:04:05"), tr.Fixes[len(tr.Fixes)-1].At.Time().Format("2006-01-02T15:04:05")
		if c.first != "" && first != c.first || c.last != "" && last != c.last {
			t.Errorf("%s: from %s to %s", c.file, first, last)
		}
		var calls []string
		for _, call := range tr.Calls {
			calls = append(calls, call.Text)
		}
		if got := strings.Join(calls, " "); got != c.calls {
			t.Errorf("%s: calls %s", c.file, got)
		}
	}
}

// TestTracerFortMyers finds the stop that never shows the ground: last -175 ft
// at 15:28, next 75 ft 113 minutes later.
func TestTracerFortMyers(t *testing.T) {
	tracks, _ := readReal(t, "readsb-trace-csv/raw_c060ba_2025-02-07_2025-02-08.csv.gz")
	fixes := tracks[0].Fixes
	for i := 1; i < len(fixes); i++ {
		a, b := fixes[i-1], fixes[i]
		if a.Alt.Feet == -175 && b.Alt.Feet == 75 {
			if a.At.Time().Format("15:04") != "15:28" || (b.At-a.At)/60000 != 113 || a.Ground == track.OnGround || b.Ground == track.OnGround {
				t.Errorf("%+v then %+v", a, b)
			}
			return
		}
	}
	t.Error("not found")
}

const tracerLegs = "flight,flight_date_pst,point_time,altitude,ground_speed,heading,lat,lon,icao,call_sign,leg_id,flight_leg,geometry\n" +
	"UAL333,2025-02-07,2025-02-08 02:38:02.920,30000,408.4,253.2,35.968307,-97.348509,a11f59,UAL333,1,UAL333_2025-02-07_leg1,POINT (-97.348509 35.968307)\n" +
	"UAL333,2025-02-07,2025-02-08 04:38:02.920,0,12.0,90,37.6,-122.4,a11f59,UAL333,2,UAL333_2025-02-07_leg2,POINT (-122.4 37.6)\n"

func TestTracerLegs(t *testing.T) {
	tracks, sum := readTable(t, tracerLegs, Options{})
	if sum.Format != "flight-tracer" || len(tracks) != 1 || len(tracks[0].Fixes) != 2 {
		t.Fatalf("%+v", sum)
	}
	a, b := tracks[0].Fixes[0], tracks[0].Fixes[1]
	if a.At != instant(t, "2025-02-08T02:38:02.920Z") || a.Alt.Feet != 30000 || a.Pos.Lon != -97.348509 {
		t.Errorf("%+v", a)
	}
	if b.Alt.Datum != track.NoAltitude || b.Ground != track.Unsaid {
		t.Errorf("altitude 0 says too much: %+v", b)
	}
	wantNote(t, sum.Notes, "altitude 0", ": 1")
}

// TestTracerOldLegs reads the earlier kind, which has no time in UTC.
func TestTracerOldLegs(t *testing.T) {
	tracks, sum := readTable(t, "flight,flight_date_pst,point_time_pst_clean,altitude,lat,lon,icao\n"+
		"XAUCI,2025-01-31,09:52:15,37000,31.656967,-81.21,a11f59\n", Options{})
	if got := tracks[0].Fixes[0].At; got != instant(t, "2025-01-31T17:52:15Z") {
		t.Errorf("at %v", got.Time())
	}
	wantNote(t, sum.Notes, "US Pacific")
}

func TestEachEntry(t *testing.T) {
	for _, c := range []struct {
		text, want string
		ok         bool
	}{
		{`{}`, "", true},
		{`{'type': 'adsb_icao', 'rc': 186, 'nav_modes': [], 'x': -0.5}`, "type=adsb_icao rc=186 nav_modes=[] x=-0.5 ", true},
		{`{'a': "it's", 'b': ['x, y', {'c': 1}], 'd': None}`, "a=it's b=['x, y', {'c': 1}] d=None ", true},
		{`{'a': 'q\'s'}`, `a=q\'s `, true},
		{`{'a' 1}`, "", false}, {`{'a': }`, "", false}, {`{'a': 1 'b': 2}`, "", false}, {`{'a: 1}`, "", false}, {`'a'`, "", false}, {``, "", false},
	} {
		got := ""
		ok := eachEntry(c.text, func(k, v string) { got += k + "=" + v + " " })
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s: %q %v", c.text, got, ok)
		}
	}
}
