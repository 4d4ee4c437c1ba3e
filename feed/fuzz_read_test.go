package feed

import (
	"bytes"
	"math/rand"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// checkRead holds what is true of any file: no panic, and each track is what a
// track must be.
func checkRead(t *testing.T, b []byte) {
	fixes := int64(0)
	s, err := Read(bytes.NewReader(b), "x", Options{}, func(tr *track.Track) error {
		if len(tr.Origins) != 1 || len(tr.Fixes) == 0 {
			t.Fatalf("%+v", tr)
		}
		for _, f := range tr.Fixes {
			if !f.Pos.Valid() || f.At < earliest || f.At > latest || f.Slack <= 0 || f.Row < 1 || f.Radius < 0 {
				t.Fatalf("%+v", f)
			}
		}
		fixes += int64(len(tr.Fixes))
		return nil
	})
	if err == nil && fixes+s.Unused > s.Rows {
		t.Fatalf("%d fixes, %+v", fixes, s)
	}
}

func FuzzTrace(f *testing.F) {
	f.Add(traceOf(1, 3))
	f.Add([]byte(`{"icao":"~abc123","trace":[[-1.5e1, 1,2,"ground",null,1,3,-64,{"flight":"X\u0041 ","nic":8,"rc":1,"version":2},"mlat",1,2,3,4,"x"]],"timestamp":1700000000}`))
	f.Add([]byte(`{"icao":"abc123","timestamp":1700000000,"trace":[[0,1.5,-2.25,3000,1,2,0,0,{"type":"adsb_icao","flight":"DAL1    ","alt_geom":33825,"mach":0.772,` +
		`"squawk":"0660","emergency":"none","category":"C2","nav_qnh":1013.6,"nav_altitude_mcp":32000,"nav_modes":["vnav"],"nic":8,"rc":186,"version":2,"sil_type":"perhour","spi":0},"adsb_icao",1,2,3,-4.5],` +
		`[1.25,12.345678,-123.456789,null,12345.6,1e1,9,-0,{"nic":1,"squawk":660,"nav_qnh":1.0e3,"category":"C\u0031"},null,-100]]}`))
	for seed := range int64(8) {
		f.Add(randomTrace(rand.New(rand.NewSource(seed)), 6))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		checkMalformed(t, b)
		checkRead(t, b)
	})
}

func FuzzHeatmap(f *testing.F) {
	var h heatWriter
	h.slice(heatStart, 30000)
	h.call(1, 660, "DAL1")
	h.put(1, 2, 3, 4, 5)
	f.Add(h.bytes())
	f.Fuzz(checkRead)
}

func FuzzAircraft(f *testing.F) {
	f.Add([]byte(snapshot1))
	f.Add([]byte(`{"ac":[{"hex":"abc123","lat":1,"lon":2,"seen_pos":0}],"now":1700000000000}`))
	f.Add([]byte(`{"now":1700000000,"hex":"abc123","lat":1,"lon":2,"seen_pos":0}`))
	f.Fuzz(checkRead)
}

func FuzzContainers(f *testing.F) {
	a := traceOf(1, 2)
	f.Add(gz(a))
	f.Add(zst(a))
	f.Add(tarOf(member{name: "a", body: gz(a)}))
	f.Add(zipOf(member{name: "a", body: a}))
	f.Fuzz(checkRead)
}
