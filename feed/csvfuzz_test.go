package feed

import (
	"bufio"
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// fuzzReader runs one reader on any bytes and asserts what holds of whatever it
// accepts: fixes in order, at places and times that can be, each of a row that
// was counted; and an *Error otherwise.
func fuzzReader(f *testing.F, read func(*input) error, opts Options, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var fixes int64
		in := &input{name: "fuzz", r: bufio.NewReader(bytes.NewReader(data)), opts: opts, sum: &Summary{Format: "fuzz"}}
		in.sink = func(tr *track.Track) error {
			fixes += int64(len(tr.Fixes))
			checkTrack(t, tr)
			return nil
		}
		err := read(in)
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("error %T %v", err, err)
		}
		if in.sum.Unused < 0 || fixes+in.sum.Unused > in.sum.Rows {
			t.Fatalf("%d fixes of %+v", fixes, in.sum)
		}
	})
}

func checkTrack(t *testing.T, tr *track.Track) {
	for i, f := range tr.Fixes {
		if !f.Pos.Valid() || f.At < earliest || f.At > latest || f.Slack <= 0 || f.Row <= 0 || i > 0 && f.At < tr.Fixes[i-1].At {
			t.Fatalf("fix %d: %+v", i, f)
		}
		if f.Course < 0 || f.Course >= 360 || f.Speed < 0 || f.NIC < -1 {
			t.Fatalf("fix %d: %+v", i, f)
		}
	}
	for i, c := range tr.Calls {
		if c.Text == "" || i > 0 && (c.At < tr.Calls[i-1].At || c.Text == tr.Calls[i-1].Text) {
			t.Fatalf("calls %+v", tr.Calls)
		}
	}
}

func FuzzSBS(f *testing.F) {
	fuzzReader(f, readSBS, Options{Zone: "America/New_York"}, sbsLog, sbsRow(",", "2025/11/02,01:30:00"), "MSG,3")
}

func FuzzOpenSkyCSV(f *testing.F) {
	fuzzReader(f, readOpenSkyCSV, Options{}, nativeCSV, strings.ReplaceAll(nativeCSV, ",", ";"),
		"timestamp,icao24,latitude,longitude,altitude\n2018-08-01 05:00:00+00:00,4b1901,47.4,8.5,1e4\n")
}

func FuzzOpenSkyJSON(f *testing.F) {
	fuzzReader(f, readOpenSkyJSON, Options{},
		`[{"timestamp":1583041470000,"icao24":"44b0b4","latitude":60.9,"longitude":14.5,"altitude":null,"onground":true,"last_position":1583041470123}]`,
		`{"timestamp":{"0":1583041470000,"1":1583041480000},"icao24":{"0":"44b0b4","1":"44b0b4"},"latitude":{"0":60.9,"1":60.9},"longitude":{"0":14.5,"1":14.5}}`,
		`[{"timestamp":"2026-02-09T18:38:27.359116","icao24":"ac1187","latitude":33.2,"longitude":-111.6,"altitude_m":579.12,"velocity_ms":49.09,"alerts":[]}]`)
}

func FuzzREST(f *testing.F) {
	fuzzReader(f, readREST, Options{}, restOne, "["+restOne+"]", moveTime(restOne)+restOne)
}

func FuzzFR24CSV(f *testing.F) {
	fuzzReader(f, readFR24CSV, Options{}, "Timestamp,UTC,Callsign,Position,Altitude,Speed,Direction\n"+
		"1704180175,2024-01-02T07:22:55Z,JAL516,\"42.787994,141.685074\",0,0,73\n1704180175,,JAL516,\"42,141\",\"1,5\",0,-73\n")
}

func FuzzGranular(f *testing.F) {
	fuzzReader(f, readGranular, Options{}, "network_time,receiver_time,hex,callsign,latitude,longitude,no_position,altitude,squawk,speed,track,vspeed,on_ground,flags,position_class,,\n"+
		"2024-01-02 07:41:03Z.515,2024-01-02 07:41:02Z.997,0x8467d8,JAL516,41.57648,141.66208,P,26650,416,401,192,1728,A,4,ADS-B,P:8,GPSA:26075\n"+
		"2024-01-02 07:41:03Z.515,1970-01-01 00:00:00Z.000,0x8467d8,,0,0,N,26650,0,0,0,0,N,4,ADS-B\n")
}

func FuzzFR24JSON(f *testing.F) {
	fuzzReader(f, readFR24JSON, Options{}, `{"result":{"response":{"data":{"flight":{"identification":{"callsign":"X1"},"aircraft":{"model":{"code":"A343"},"identification":{"modes":"4B1901"}},`+
		`"track":[{"latitude":47.4,"longitude":8.5,"altitude":{"feet":1000},"speed":{"kts":100},"verticalSpeed":{"fpm":0},"heading":185,"timestamp":1712400187,"ems":{"altGPS":34500}}]}}}}}`)
}

func FuzzTracer(f *testing.F) {
	fuzzReader(f, readTracerRaw, Options{}, "time,lat,lon,altitude,ground_speed,heading,details,alt_geom,nnumber,model,desc,timestamp,ping_time,icao\n"+
		"7773.67,43.685272,-79.626045,ground,4.2,236.2,\"{'type': 'adsb_icao', 'flight': 'POE551  ', 'baro_rate': 64, 'rc': 186, 'nic': 8}\",,C-GKQJ,E295,EMBRAER,2025-02-07,2025-02-07 02:09:33.670,c060ba\n")
}

func FuzzTracerLegs(f *testing.F) {
	fuzzReader(f, readTracerLegs, Options{}, tracerLegs,
		"flight,flight_date_pst,point_time_pst_clean,altitude,lat,lon,icao\nXAUCI,2025-01-31,09:52:15,37000,31.656967,-81.21,a11f59\n")
}

func FuzzPlain(f *testing.F) {
	fuzzReader(f, readPlain, Options{Zone: "America/New_York"}, "time,lat,lon,alt_ft,hex,callsign,ground\n2025-03-15 23:25,26.2,-97.6,1000,a2b3c4,GXA6143,no\n",
		"unix;lat;lon;alt_m;speed_ms;track_deg;climb_fpm\n1704181263;51.5;-0.1;1;2;3;4\n")
}

func FuzzDict(f *testing.F) {
	f.Add(`{'type': 'adsb_icao', 'nav_modes': ['a', "b's"], 'x': {'y': 1}, 'z': None}`)
	f.Fuzz(func(t *testing.T, s string) {
		eachEntry(s, func(key, value string) {
			if !strings.Contains(s, key) || !strings.Contains(s, value) {
				t.Fatalf("%q=%q", key, value)
			}
		})
	})
}
