package feed

import (
	"fmt"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// The codes and settings that the real file states, as grep counts them.
func TestTraceCodesReal(t *testing.T) {
	tr, _ := one(t, realFile(t, ac671b))
	codes, settings := map[string]int{}, map[float32]int{}
	bare := 0
	for _, f := range tr.Fixes {
		if f.NIC < 0 { // without details: carried
			bare++
			continue
		}
		codes[f.Squawk.String()]++
		settings[f.QNH]++
	}
	delete(codes, "")
	delete(settings, 0)
	if want := "map[2466:111 2676:172 4637:19 6045:22 6653:109 7435:169]"; fmt.Sprint(codes) != want {
		t.Errorf("%v", codes)
	}
	if want := "map[1003.2:12 1005.6:32 1008.8:7 1013.6:325 1022.4:32 1025.6:45 1034.4:32 1035.2:45]"; fmt.Sprint(settings) != want {
		t.Errorf("%v", settings)
	}
	if bare != 1875 || tr.Fixes[4].Squawk.String() != "4637" || tr.Fixes[4].QNH != 1013.6 || tr.Fixes[0].Squawk != 0 {
		t.Errorf("%d, %+v", bare, tr.Fixes[4])
	}
}

// codesOf are the codes and settings of a track, and V where a fix is marked as
// of a vehicle.
func codesOf(tr *track.Track) string {
	var s []string
	for _, f := range tr.Fixes {
		c := f.Squawk.String()
		if f.QNH != 0 {
			c += fmt.Sprintf("/%g", f.QNH)
		}
		if f.Mark.Has(track.Vehicle) {
			c += "V"
		}
		s = append(s, c)
	}
	return strings.Join(s, " ")
}

func TestTraceCarries(t *testing.T) {
	tr, _ := one(t, []byte(`{"icao":"abc123","timestamp":1700000000,"trace":[
[-1,1,2,3000,1,2,0,0,null,"adsb_icao"],
[0,1,2,3000,1,2,0,0,{"squawk":"0660","nav_qnh":1013.6,"category":"C2"},"adsb_icao"],
[60,1,2,3000,1,2,0,0,null,"mlat"],
[60.01,1,2,3000,1,2,0,0,null,"adsb_icao"],
[61,1,2,3000,1,2,0,0,{"nav_qnh":700,"squawk":"9660","category":"A3"},"adsb_icao"],
[62,1,2,3000,1,2,0,0,{"nav_qnh":"x","squawk":7500},"adsb_icao"],
[63,1,2,3000,1,2,0,0,{"squawk":"0000"},"adsb_icao"]]}`))
	if got := codesOf(tr); got != " 0660/1013.6V 0660/1013.6V    0000" {
		t.Errorf("%q", got)
	}
	if len(tr.Notes) != 1 || tr.Notes[0].Row != 2 || !strings.HasPrefix(tr.Notes[0].Text, "2 rows say that they are of a ground vehicle") {
		t.Errorf("%+v", tr.Notes)
	}
	if tr.Fixes[1].Proves() || !tr.Fixes[3].Proves() {
		t.Error("a vehicle's row proves, or another does not")
	}
}

func TestAircraftCodes(t *testing.T) {
	ts, _, err := readAll([]byte(`{"now":1700000000,"aircraft":[
{"hex":"abc123","lat":1,"lon":2,"seen_pos":0,"squawk":"7600","nav_qnh":1020.0,"category":"A5"},
{"hex":"abc124","lat":1,"lon":2,"seen_pos":0,"category":"C1"},
{"hex":"abc125","lastPosition":{"lat":1,"lon":2,"seen_pos":90},"squawk":"1200","category":"C3"},
{"hex":"abc126","lat":1,"lon":2,"seen_pos":0,"category":"C0"},
{"hex":"abc127","lat":1,"lon":2,"seen_pos":0,"category":"C6"}]}`), "x", Options{})
	if err != nil || len(ts) != 5 {
		t.Fatal(err)
	}
	for i, want := range []string{"7600/1020", "V", "V", "", ""} {
		if got := codesOf(ts[i]); got != want || (len(ts[i].Notes) > 0) != strings.Contains(want, "V") {
			t.Errorf("%s: %q %+v", ts[i].Address, got, ts[i].Notes)
		}
	}
}

func TestOpenSkyCodes(t *testing.T) {
	for name, c := range map[string][2]string{
		"native": {nativeCSV, "0416 0416 "},
		"zeros lost": {"timestamp,icao24,latitude,longitude,squawk,category\n2018-08-01 05:00:00+00:00,4b1901,47.4,8.5,416.0,\n" +
			"2018-08-01 05:00:10+00:00,4b1901,47.5,8.5,0,17.0\n2018-08-01 05:00:20+00:00,4b1901,47.6,8.5,0000,C3\n2018-08-01 05:00:30+00:00,4b1901,47.7,8.5,1289,2\n", "0416 V 0000V "},
		"REST": {`{"time":1583041480,"states":[["44b0b4","X","Y",1583041470,1583041470,14.5,60.9,100,false,10,20,0,null,110,"0660",false,0,17],
["44b0b4","X","Y",1583041475,1583041475,14.6,60.9,100,false,10,20,0,null,110,"1000",false,0,2],["44b0b4","X","Y",1583041476,1583041476,14.7,60.9,100,false,10,20,0,null,110,null,false,0]]}`, "0660V 1000 "},
	} {
		ts, s, err := readAll([]byte(c[0]), "x", Options{})
		if err != nil || len(ts) == 0 {
			t.Errorf("%s: %v %+v", name, err, s)
			continue
		}
		if got := codesOf(ts[0]); got != c[1] {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A squawk comes in rows without a position.
func TestSBSCodes(t *testing.T) {
	row := func(kind, clock, at, squawk string) string {
		return fmt.Sprintf("MSG,%s,1,1,A2B3C4,1,2024/01/02,%s.000,2024/01/02,%s.000,,,,,%s,,%s,,,,0\n", kind, clock, clock, at, squawk)
	}
	log := row("3", "08:00:00", "51.5,-0.1", "") + row("6", "08:00:01", ",", "0416") + row("3", "08:00:02", "51.6,-0.1", "") +
		row("3", "08:01:01", "51.7,-0.1", "") + row("3", "08:01:02", "51.8,-0.1", "") + row("3", "08:01:03", "51.9,-0.1", "7700")
	ts, s, err := readAll([]byte(log), "x", Options{Zone: "UTC"})
	if err != nil || len(ts) != 1 || len(ts[0].Fixes) != 5 {
		t.Fatalf("%v %+v", err, s)
	}
	if got := codesOf(ts[0]); got != " 0416 0416  7700" {
		t.Errorf("%q, %v", got, ts[0].Fixes[3].At-ts[0].Fixes[1].At > span.Instant(span.Minute))
	}
}

func TestSquawkOf(t *testing.T) {
	for in, want := range map[string]string{"416": "0416", "416.0": "0416", "7": "0007", "0": "", "": "", "0000": "0000", "8": "", "12345": "", "-1": "", "nan": "", "1.5": "", "7000.0": "7000"} {
		if got := squawkOf(in).String(); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
