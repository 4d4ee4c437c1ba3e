package feed

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

const snapshot1 = `{ "now" : 1700000000.5, "messages" : 12,
  "aircraft" : [
{"hex":"abc123","type":"adsb_icao","flight":"DAL1    ","r":"N1","t":"B738","ownOp":"X","alt_baro":32000,"alt_geom":33000,"gs":450.5,"track":90.1,"baro_rate":-64,"lat":45.1,"lon":-93.2,"nic":8,"rc":186,"seen_pos":1.5,"version":2,"nac_p":9,"sil":3,"mlat":[],"tisb":[],"seen":0.1},
{"hex":"abc124","type":"mode_s","alt_baro":"ground","gs":3,"lat":1,"lon":2,"seen_pos":0,"mlat":["gs","lat","lon"],"tisb":[]},
{"hex":"~abc125","type":"adsb_icao","lat":1,"lon":2,"seen_pos":0,"mlat":[],"tisb":["lat"]},
{"hex":"abc126","type":"adsb_icao","rr_lat":45.0,"rr_lon":-93.0,"alt_baro":100},
{"hex":"abc127","type":"adsb_icao","lastPosition":{"lat":45.5,"lon":-93.5,"nic":8,"rc":186,"seen_pos":100.2},"rr_lat":45.0,"rr_lon":-93.0,"alt_baro":7000,"gs":200},
{"hex":"abc128","type":"mode_s","alt_baro":100},
{"hex":"abc129","lat":91,"lon":2,"seen_pos":0},
{"hex":"abc12a","lat":1,"lon":2},
{"hex":"nohex","lat":1,"lon":2,"seen_pos":0},
{"hex":"abc12b","lat":nan,"lon":2,"seen_pos":0},
{"hex":"abc12c","type":"other","lat":3,"lon":2,"seen_pos":0,"alt_geom":500,"geom_rate":640}
  ]
}
`

func TestAircraft(t *testing.T) {
	ts, s, err := readAll([]byte(snapshot1), "aircraft.json", Options{})
	if err != nil || s.Format != "aircraft-json" || s.Rows != 11 || s.Tracks != 5 || s.Unused != 6 || s.Partial {
		t.Fatalf("%v %+v", err, s)
	}
	for _, want := range []string{"rr_lat", "no latitude", "out of range", "seen_pos", "no address", "nan"} {
		if !noted(s, want) {
			t.Errorf("no note of %s: %+v", want, s.Notes)
		}
	}
	f := ts[0].Fixes[0]
	if ts[0].Registration != "N1" || ts[0].Type != "B738" || ts[0].Operator != "X" || ts[0].Calls[0].Text != "DAL1" || ts[0].Calls[0].At != 1700000000500 {
		t.Errorf("%+v", ts[0])
	}
	if f.At != 1699999999000 || f.Slack != span.Second || f.Radius != 186 || f.Alt.Feet != 32000 || f.Alt.Datum != track.Pressure || f.Geo.Feet != 33000 ||
		f.Speed != 450.5 || f.Course != 90.1 || f.Climb != -64 || f.NIC != 8 || f.NACp != 9 || f.SIL != 3 || f.Kind != track.ADSB || f.Ground != track.Airborne || f.Row != 1 {
		t.Errorf("%+v", f)
	}
	if f := ts[1].Fixes[0]; f.Kind != track.MLAT || f.Ground != track.OnGround || f.Radius != 0 {
		t.Errorf("%+v", f)
	}
	if f := ts[2].Fixes[0]; f.Kind != track.ModeS && f.Pos.Lat != 45.5 || f.At != 1700000000500-100200 || f.Alt != (track.Altitude{}) || f.Speed == f.Speed || f.Kind != track.UnknownKind {
		t.Errorf("%+v", f)
	}
	if f := ts[3].Fixes[0]; f.Kind != track.UnknownKind || f.Alt != (track.Altitude{}) || f.Ground != track.Unsaid || f.Geo.Feet != 500 || f.Climb != 640 {
		t.Errorf("%+v", f)
	}
	if ts[4].Address.String() != "~abc125" || ts[4].Fixes[0].Kind != track.TISB {
		t.Errorf("%+v", ts[4])
	}
}

// A series: joined, in lines, or in an array; seconds or milliseconds; the time
// before the list or after it.
func TestAircraftSeries(t *testing.T) {
	plane := func(lat float64, age float64) string {
		return fmt.Sprintf(`{"hex":"abc123","flight":"DAL%d","lat":%g,"lon":2,"seen_pos":%g}`, int(lat), lat, age)
	}
	a := `{"now":1700000000,"aircraft":[` + plane(1, 0) + `]}`
	b := `{"now":1700000010,"aircraft":[` + plane(1, 10.2) + `]}` // the same position
	c := `{"now":1700000020,"aircraft":[` + plane(2, 0) + `]}`
	v2 := func(s string) string {
		s = strings.Replace(s, `"aircraft"`, `"ac"`, 1)
		at := s[:17]
		return "{" + s[18:len(s)-1] + `,"msg":"No error",` + at[1:] + `000,"total":1}`
	}
	lines := ""
	for i, p := range []string{plane(1, 0), plane(1, 10), plane(2, 0)} {
		lines += fmt.Sprintf(`{"now":%d,%s`+"\n", 1700000000+10*i, p[1:])
	}
	for name, text := range map[string]string{
		"joined": a + b + c, "lines": a + "\n" + b + "\n" + c + "\n", "array": "[" + a + ",\n" + b + "," + c + "]",
		"v2": v2(a) + v2(b) + v2(c), "aircraft lines": lines, "marked": "\ufeff" + a + b + c,
	} {
		ts, s, err := readAll([]byte(text), "x", Options{})
		if err != nil || len(ts) != 1 || s.Format != "aircraft-json" || s.Rows != 3 || s.Unused != 1 || s.Partial {
			t.Errorf("%s: %v %+v\n%s", name, err, s, text)
			continue
		}
		f := ts[0].Fixes
		if len(f) != 2 || f[0].At != 1700000000000 || f[1].At != 1700000020000 || len(ts[0].Calls) != 2 {
			t.Errorf("%s: %+v", name, f)
		}
	}
	cut := a + c[:len(c)-20]
	ts, s, err := readAll([]byte(cut), "x", Options{})
	if err != nil || !s.Partial || len(ts) != 1 {
		t.Errorf("%v %+v", err, s)
	}
	if _, s, _ := readAll([]byte(`{"aircraft":[`+plane(1, 0)+`]}`), "x", Options{}); s.Unused != 1 || !noted(s, "(now)") {
		t.Errorf("%+v", s)
	}
	in := &input{name: "x", r: borrow(bytes.NewReader([]byte(a + c))), sum: &Summary{}, sink: func(*track.Track) error { return nil }}
	var e *Error
	if err := readAircraftUpTo(in, 9); !errors.As(err, &e) || !strings.Contains(err.Error(), "holds over 9 positions") {
		t.Errorf("%v", err)
	}
	ts, _, err = readAll([]byte(snapshot1), "x", Options{Keep: func(a track.Address) bool { return a.Code == 0xabc124 }})
	if err != nil || len(ts) != 1 {
		t.Errorf("%v %d", err, len(ts))
	}
}
