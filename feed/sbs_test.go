package feed

import (
	"bytes"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// sbsLog is like what readsb writes: all eight kinds of message.
const sbsLog = "MSG,1,1,1,A2B3C4,1,2025/03/15,23:25:00.100,2025/03/15,23:25:00.100,GXA6143 ,,,,,,,,,,,\r\n" +
	"MSG,4,1,1,A2B3C4,1,2025/03/15,23:25:00.200,2025/03/15,23:25:00.200,,,250.4,185.2,,,-640,,,,,0\r\n" +
	"MSG,3,1,1,A2B3C4,1,2025/03/15,23:25:00.500,2025/03/15,23:25:00.900,,10000,,,26.22850,-97.65440,,,0,,0,0\r\n" +
	"MSG,3,1,1,A2B3C4,1,2025/03/15,23:25:09.500,2025/03/15,23:25:09.500,,10025H,,,26.23850,-97.65440,,,0,,0,\r\n" +
	"MSG,2,1,1,A2B3C4,1,2025/03/15,23:40:00.000,2025/03/15,23:40:00.000,,0,12,90,26.22,-97.65,,,,,,-1\r\n" +
	"MSG,2,1,1,A2B3C4,1,2025/03/15,23:40:01.000,2025/03/15,23:40:01.000,,,12,90,26.22,-97.651,,,,,,0\r\n" +
	"MSG,3,1,1,A2B3C4,1,2025/03/15,23:41:00.000,2025/03/15,23:41:00.000,,25,,,26.22,-97.66,,,,,,1\r\n" +
	"MSG,5,1,1,A2B3C4,1,2025/03/15,23:41:01.000,2025/03/15,23:41:01.000,,1000,,,,,,,0,,0,0\r\n" +
	"MSG,8,1,1,A2B3C4,1,2025/03/15,23:41:02.000,2025/03/15,23:41:02.000,,,,,,,,,,,,0\r\n" +
	"MLAT,3,1,1,ABCDEF,1,2025/03/15,23:41:02.000,2025/03/15,23:41:02.000,,31000,400,10,27,-97,0,,,,,\r\n"

func TestSBS(t *testing.T) {
	tracks, sum := readTable(t, sbsLog, Options{Zone: "UTC"})
	if sum.Format != "sbs" || sum.Rows != 10 || sum.Unused != 4 || len(tracks) != 2 || len(tracks[0].Fixes) != 5 {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	wantNote(t, sum.Notes, "without a position (4 times")
	wantNote(t, sum.Notes, "surface position with the flag for the air")
	a, tr := tracks[0].Fixes, tracks[0]
	if tr.Calls[0].Text != "GXA6143" || tr.Calls[0].Row != 1 {
		t.Errorf("%+v", tr.Calls)
	}
	if f := a[0]; f.At != instant(t, "2025-03-15T23:25:00.500Z") || f.Slack != span.Second || f.Alt != (track.Altitude{Feet: 10000, Datum: track.Pressure}) ||
		f.Speed != 250.4 || f.Course != 185.2 || f.Climb != -640 || f.Ground != track.Airborne || f.Row != 3 || f.Kind != track.UnknownKind {
		t.Errorf("%+v", f)
	}
	if f := a[1]; f.Geo != (track.Altitude{Feet: 10025, Datum: track.Ellipsoid}) || f.Alt.Datum != track.NoAltitude || f.Speed == f.Speed || f.Ground != track.Unsaid {
		t.Errorf("%+v", f)
	}
	if f := a[2]; f.Ground != track.OnGround || f.Alt.Datum != track.NoAltitude || f.Speed != 12 {
		t.Errorf("%+v", f)
	}
	if a[3].Ground != track.OnGround || a[4].Ground != track.OnGround || a[4].Alt.Feet != 25 {
		t.Errorf("%+v %+v", a[3], a[4])
	}
	if f := tracks[1].Fixes[0]; f.Kind != track.MLAT || f.Speed != 400 {
		t.Errorf("%+v", f)
	}
}

func TestSBSNeedsZone(t *testing.T) {
	failsTable(t, sbsLog, Options{}, "no zone", "America/Chicago")
	tracks, _ := readTable(t, sbsLog, Options{Zone: "America/Chicago"})
	if f := tracks[0].Fixes[0]; f.At != instant(t, "2025-03-16T04:25:00.500Z") {
		t.Errorf("at %v", f.At.Time())
	}
}

func TestSBSKeeps(t *testing.T) {
	tracks, sum := readTable(t, sbsLog, Options{Zone: "UTC", Keep: func(a track.Address) bool { return a.Code == 0xabcdef }})
	if len(tracks) != 1 || sum.Rows != 10 || sum.Unused != 0 {
		t.Errorf("%d tracks, %+v", len(tracks), sum)
	}
}

func sbsRow(made, logged string) string {
	return "MSG,3,1,1,A2B3C4,1," + made + "," + logged + ",,10000,,,26.2,-97.6,,,,,,0\n"
}

func TestSBSTimes(t *testing.T) {
	const day = "2025/11/02,"
	tracks, sum := readTable(t, strings.Join([]string{
		sbsRow(day+"00:30:00.000", day+"00:35:00.000"), // five minutes late, as old streams are
		sbsRow(day+"01:30:00.000", day+"01:30:00.000"), // an hour that came twice
		sbsRow(",", day+"03:00:00.000"),
		sbsRow(",", ","),
		sbsRow("2025/03/09,02:30:00.000", ","), // an hour that never came
		sbsRow("2025/13/01,02:30:00.000", ","),
		sbsRow(day+"25:30:00.000", ","),
	}, ""), Options{Zone: "America/New_York"})
	f := tracks[0].Fixes
	if sum.Unused != 4 || len(f) != 3 {
		t.Fatalf("%+v", sum)
	}
	if f[0].Slack != 5*span.Minute || f[1].Slack != span.Hour+span.Second || f[2].At != instant(t, "2025-11-02T08:00:00Z") {
		t.Errorf("%v %v %v", f[0].Slack, f[1].Slack, f[2].At.Time())
	}
	for _, why := range []string{"differ by up to 300 s", noTime, neverShown, badTime, "that of logging is taken"} {
		wantNote(t, sum.Notes, why)
	}
}

func TestSBSOddRows(t *testing.T) {
	tracks, sum := readTable(t, "0,26.2,-97.6,,,,,,0\n"+ // cut off where the logging began
		"AIR,,1,1,A2B3C4,1,2025/03/15,23:25:00.100,2025/03/15,23:25:00.100\n"+
		"MSG,3,1,1,000000,1,2025/03/15,23:25:00.1,2025/03/15,23:25:00.1,,1,,,26,-97,,,,,,0\n"+
		sbsRow("2025/03/15,23:25:00.100", ",")+
		"MSG,3,1,1,A2B3C4,1,2025/03/15,23:25:01.1,2025/03/15,23:25:01.1,,1,,,26,-97,,,,,,7\n"+
		"MSG,3,1,1,A2B3C4,1,2025/03/15,23:2", Options{Zone: "UTC"})
	if len(tracks) != 1 || len(tracks[0].Fixes) != 2 || sum.Rows != 6 || sum.Unused != 4 || !sum.Partial {
		t.Errorf("%+v", sum)
	}
	for _, why := range []string{"not a row of SBS", "receiver's own", noAddress, "fewer than 22 fields", "flag for the ground is none of"} {
		wantNote(t, sum.Notes, why)
	}
}

func BenchmarkSBS(b *testing.B) {
	data := []byte(strings.Repeat(sbsLog, 1000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Read(bytes.NewReader(data), "bench", Options{Zone: "UTC"}, func(*track.Track) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*10000/b.Elapsed().Seconds(), "rows/s")
}
