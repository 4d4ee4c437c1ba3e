package feed

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

const dataDir = "../../shared/data"

// realFile is a real file of the data that is not part of the module.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dataDir, name))
	if err != nil {
		t.Skipf("the real file %s is not here: %v", name, err)
	}
	return b
}

const ac671b = "readsb-trace/trace_full_ac671b.json"

// readAll reads a file into tracks.
func readAll(b []byte, name string, opts Options) ([]*track.Track, Summary, error) {
	var out []*track.Track
	s, err := Read(bytes.NewReader(b), name, opts, func(t *track.Track) error {
		out = append(out, t)
		return nil
	})
	return out, s, err
}

// one reads a file that holds one track.
func one(t *testing.T, b []byte) (*track.Track, Summary) {
	t.Helper()
	ts, s, err := readAll(b, "x", Options{})
	if err != nil || len(ts) != 1 || s.Tracks != 1 {
		t.Fatalf("%d tracks, %v, %+v", len(ts), err, s)
	}
	return ts[0], s
}

// What FORMATS.md says of the real file.
func TestTraceReal(t *testing.T) {
	tr, s := one(t, realFile(t, ac671b))
	if s.Format != "readsb-trace" || s.Rows != 2500 || s.Unused != 0 || s.Partial || len(s.Notes) != 0 {
		t.Errorf("%+v", s)
	}
	if tr.Address.String() != "ac671b" || tr.Registration != "N899DN" || tr.Type != "B739" || tr.Operator != "DELTA AIR LINES INC" {
		t.Errorf("%v %q %q %q", tr.Address, tr.Registration, tr.Type, tr.Operator)
	}
	if len(tr.Fixes) != 2500 || tr.Spacing != 20*span.Second || tr.Origins[0].Rows != 2500 {
		t.Fatalf("%d fixes, %v", len(tr.Fixes), tr.Origins)
	}
	first, last := tr.Fixes[0], tr.Fixes[2499]
	if first.At.RFC3339() != "2025-02-04T21:13:42.619Z" || first.At != 1738703622619 || last.At != 1738703622619+81655470 {
		t.Errorf("%s to %d", first.At.RFC3339(), last.At)
	}
	if first.Alt != (track.Altitude{Feet: 32000, Datum: track.Pressure}) || first.Geo != (track.Altitude{Feet: 33825, Datum: track.Ellipsoid}) ||
		first.Speed != 478.6 || first.Course != 327.8 || first.Climb != 0 || first.Kind != track.ADSB || first.Slack != span.Second {
		t.Errorf("%+v", first)
	}
	if last.Ground != track.OnGround || last.Alt.Datum != track.NoAltitude || last.Row != 2500 || last.Climb != -64 {
		t.Errorf("%+v", last)
	}
	count := map[string]int{}
	for i, f := range tr.Fixes {
		for name, is := range map[string]bool{
			"stale": f.Mark.Has(track.Stale), "leg": f.Mark.Has(track.NewLeg), "ground": f.Ground == track.OnGround,
			"detail": f.NIC >= 0, "radius": f.Radius == 186, "other radius": f.Radius != 0 && f.Radius != 186,
			"flip": i > 0 && f.Ground != tr.Fixes[i-1].Ground, "back": i > 0 && f.At < tr.Fixes[i-1].At, "equal": i > 0 && f.At == tr.Fixes[i-1].At,
			"unsaid": f.Ground == track.Unsaid, "no speed": math.IsNaN(float64(f.Speed)), "below": f.Alt.Feet < 0,
		} {
			if is {
				count[name]++
			}
		}
	}
	for name, want := range map[string]int{"stale": 75, "leg": 3, "ground": 394, "detail": 625, "other radius": 0, "back": 0, "equal": 1, "unsaid": 0} {
		if count[name] != want {
			t.Errorf("%s: %d, want %d", name, count[name], want)
		}
	}
	if count["radius"] < 2300 {
		t.Errorf("only %d fixes have a radius", count["radius"])
	}
	want := []string{"DAL1812", "DAL2418", "DAL1615", "DAL2927"}
	if len(tr.Calls) != len(want) {
		t.Fatalf("%v", tr.Calls)
	}
	for i, c := range tr.Calls {
		if c.Text != want[i] {
			t.Errorf("%v", tr.Calls)
		}
	}
	if tr.Calls[1].At != first.At+22668450 {
		t.Errorf("%v", tr.Calls[1])
	}
}

// The landing that nobody saw: quirk 3.
func TestTraceGap(t *testing.T) {
	tr, _ := one(t, realFile(t, ac671b))
	for i, f := range tr.Fixes[1:] {
		if f.At-tr.Fixes[i].At > span.Instant(8*span.Hour) {
			if f.Alt.Feet != 11275 || tr.Fixes[i].Alt.Feet != 8450 || !f.Mark.Has(track.NewLeg|track.Stale) || f.At-tr.Fixes[i].At > span.Instant(8*span.Hour+24*span.Minute) {
				t.Errorf("%+v\n%+v", tr.Fixes[i], f)
			}
			return
		}
	}
	t.Error("no gap of 8 hours")
}

// The form of ADS-B Investigator: absolute times, and the base after the points.
func TestTraceInvestigator(t *testing.T) {
	tr, s := one(t, realFile(t, "ice-air-excerpts/N703KW_a960a9_2026-08-28_excerpt.json"))
	if s.Rows != 58 || s.Unused != 0 || len(tr.Fixes) != 58 || tr.Registration != "N703KW" || tr.Type != "B763" || tr.Address.String() != "a960a9" {
		t.Fatalf("%+v %+v", s, tr.Origins)
	}
	if tr.Fixes[0].At != 1787765305890 || tr.Fixes[57].At != 1787961594780 {
		t.Errorf("%d %d", tr.Fixes[0].At, tr.Fixes[57].At)
	}
	gaps := 0
	for i, f := range tr.Fixes[1:] {
		if d := f.At - tr.Fixes[i].At; d > span.Instant(34*span.Hour) {
			gaps++
			if tr.Fixes[i].At.RFC3339()[:19] != "2026-08-27T12:21:13" || tr.Fixes[i].Alt.Feet != 28700 {
				t.Errorf("%+v", tr.Fixes[i])
			}
		}
	}
	if gaps != 1 {
		t.Errorf("%d gaps", gaps)
	}
	if tr.Calls[0].Text != "EAL8270" {
		t.Errorf("%v", tr.Calls)
	}
}

func TestTraceElements(t *testing.T) {
	head := `{"icao":"~abc123","timestamp":1700000000,"trace":[`
	cases := []struct {
		name, points string
		fixes        int
		unused       int64
	}{
		{"nine long", `[0,1,2,3000,1,2,0,0,null]`, 1, 0},
		{"fifteen long", `[0,1,2,3000,1,2,0,0,null,"mlat",1,2,3,4,"rx"]`, 1, 0},
		{"sixteen long", `[0,1,2,3000,1,2,0,0,null,"mlat",1,2,3,4,"rx",5]`, 0, 1},
		{"eight long", `[0,1,2,3000,1,2,0,0]`, 0, 1},
		{"negative offset", `[-12.34,1,2,3000,1,2,0,0,null]`, 1, 0},
		{"nan latitude", `[0,nan,2,3000,1,2,0,0,null],[1,1,2,3000,1,2,0,0,null]`, 1, 1},
		{"minus nan", `[0,1,2,3000,-nan,2,0,0,null]`, 0, 1},
		{"latitude", `[0,91,2,3000,1,2,0,0,null]`, 0, 1},
		{"longitude", `[0,1,-180.000001,3000,1,2,0,0,null]`, 0, 1},
		{"null", `[0,null,null,3000,1,2,0,0,null]`, 0, 1},
		{"absurd time", `[1e10,1,2,3000,1,2,0,0,null],[-1700000000,1,2,3,1,2,0,0,null]`, 0, 2},
		{"exponent", `[1e1,1.5e1,2,3000,1,2,0,0,null]`, 1, 0},
		{"spread out", "[ 0 ,\n1\t, 2 , 3000,1,2,0,0, { \"nic\" : 8 } , \"adsc\" ]", 1, 0},
		{"an object", `[0,1,2,3,1,2,0,0,null],{}`, 1, 1},
	}
	for _, c := range cases {
		ts, s, err := readAll([]byte(head+c.points+"]}"), "x", Options{})
		fixes := 0
		for _, tr := range ts {
			fixes += len(tr.Fixes)
			if tr.Address.String() != "~abc123" {
				t.Errorf("%s: %v", c.name, tr.Address)
			}
		}
		if err != nil || fixes != c.fixes || s.Unused != c.unused || s.Partial || c.unused > 0 && len(s.Notes) == 0 {
			t.Errorf("%s: %d fixes, %v, %+v", c.name, fixes, err, s)
		}
	}
}

func TestTraceFields(t *testing.T) {
	text := `{"icao":"abc123","timestamp":1700000000.5,"dbFlags":4,"trace":[
[0,1,2,"ground",null,90,0,null,{"flight":"AB\u0043   ","nic":8,"rc":186,"version":2,"sil":3,"nac_p":9,"x":{"y":[1,"]"]}},"adsb_icao",null],
[60,1,2,-100,1,2,8,-64,null,"adsb_icao",50],
[60.001,1,2,null,1,2,3,0,null,"adsb_icao"],
[61,1,2,100,1,2,0,0,null,"mlat"],
[62,1,2,100,1,2,0,0,{"nic":8,"rc":186,"version":1},"adsr_icao"],
[63,1,2,100,1,2,0,0,{"nic":8,"rc":186,"version":0,"sil":3},"adsb_icao"],
[64,1,2,100,1,2,0,0,{"nic":8,"rc":186,"version":2,"sil":1},"adsb_icao"],
[65,1,2,100,1,2,0,0,{"nic":0,"rc":186,"version":2,"sil":3},"adsb_icao"],
[66,1,2,"high",1,2,0,0,{"type":"tisb_icao"},null],
[67,1,2,100,1,2,0,0,null,"adsb_other"]]}`
	tr, s := one(t, []byte(text))
	if s.Unused != 0 || len(tr.Fixes) != 10 || tr.Calls[0].Text != "ABC" || len(tr.Calls) != 1 {
		t.Fatalf("%+v %v", s, tr.Calls)
	}
	if len(tr.Notes) != 2 {
		t.Errorf("%v", tr.Notes)
	}
	radii := []float64{186, 186, 0, 0, 186, 0, 0, 0, 0, 0}
	kinds := []track.Kind{1, 1, 1, track.MLAT, track.ADSR, 1, 1, 1, track.TISB, track.ADSB}
	grounds := []track.Ground{track.OnGround, track.Airborne, track.Unsaid, 1, 1, 1, 1, 1, track.Unsaid, 1}
	for i, f := range tr.Fixes {
		if float64(f.Radius) != radii[i] || f.Kind != kinds[i] || f.Ground != grounds[i] || f.Row != int64(i+1) {
			t.Errorf("%d: %+v", i, f)
		}
	}
	f := tr.Fixes
	if f[0].At != 1700000000500 || f[0].NACp != 9 || f[0].SIL != 3 || !math.IsNaN(float64(f[0].Speed)) || f[0].Course != 90 ||
		f[1].Alt != (track.Altitude{Feet: -100, Datum: track.Ellipsoid}) || f[1].Geo.Feet != 50 || f[1].Mark != 0 || f[1].NIC != -1 ||
		f[2].Mark != track.Stale|track.NewLeg || f[2].Alt != (track.Altitude{}) {
		t.Errorf("%+v", f[:3])
	}
}

func TestTraceBroken(t *testing.T) {
	whole := `{"icao":"abc123","timestamp":1700000000,"trace":[[0,1,2,3,4,5,0,0,null],[1,1,2,3,4,5,0,0,{"nic":8}]]}`
	for n := range whole {
		ts, s, err := readAll([]byte(whole[:n]), "x", Options{})
		switch {
		case err == nil && !s.Partial:
			t.Errorf("%q: no word of the end", whole[:n])
		case err == nil && s.Rows > 0 && len(ts) != 1:
			t.Errorf("%q: %d tracks", whole[:n], len(ts))
		}
		if e := (*Error)(nil); err != nil && !errors.As(err, &e) {
			t.Errorf("%q: %v", whole[:n], err)
		}
	}
	ts, s, err := readAll([]byte(whole[:len(whole)-4]+"x]}"), "x", Options{})
	if err != nil || !s.Partial || len(ts) != 1 || len(ts[0].Fixes) != 1 {
		t.Errorf("%v %+v", err, s)
	}
	// Several traces in a file, one of them not asked for.
	other := bytes.ReplaceAll([]byte(whole), []byte("abc123"), []byte("def456"))
	keep := func(a track.Address) bool { return a.Code == 0xdef456 }
	ts, s, err = readAll(append([]byte(whole+"\n"), other...), "x", Options{Keep: keep})
	if err != nil || s.Partial || len(ts) != 1 || ts[0].Address.Code != 0xdef456 || len(ts[0].Fixes) != 2 {
		t.Errorf("%v %+v", err, s)
	}
}
