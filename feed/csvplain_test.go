package feed

import (
	"testing"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

func TestPlain(t *testing.T) {
	tracks, sum := readTable(t, "time,lat,lon,alt_ft,alt_m,speed_kt,speed_ms,track_deg,climb_fpm,hex,callsign,ground,colour\n"+
		"2025-03-15T23:25:00Z,26.2,-97.6,1000,,250,,370,-500,a2b3c4,GXA6143,no,red\n"+
		"2025-03-15 23:26,26.3,-97.7,,1000,,100,-90,500,A2B3C4,GXA6143,yes,red\n", Options{Zone: "America/Chicago"})
	if sum.Format != "csv" || len(tracks) != 1 || tracks[0].Address.String() != "a2b3c4" || len(tracks[0].Fixes) != 2 {
		t.Fatalf("%+v", sum)
	}
	a, b := tracks[0].Fixes[0], tracks[0].Fixes[1]
	if a.At != instant(t, "2025-03-15T23:25:00Z") || a.Slack != span.Second || a.Alt != (track.Altitude{Feet: 1000, Datum: track.Unstated}) ||
		a.Speed != 250 || a.Climb != -500 || a.Ground != track.Airborne || a.Kind != track.UnknownKind || a.NIC != -1 {
		t.Errorf("%+v", a)
	}
	if a.Course == a.Course {
		t.Errorf("course %v out of range was taken", a.Course)
	}
	if b.At != instant(t, "2025-03-16T04:26:00Z") || b.Slack != span.Minute || b.Alt.Feet != 3281 || b.Speed < 194.3 || b.Speed > 194.4 ||
		b.Course != 270 || b.Ground != track.OnGround {
		t.Errorf("%+v", b)
	}
	wantNote(t, sum.Notes, "columns not used: colour")
	wantNote(t, sum.Notes, "course is out of range")
}

func TestPlainNeedsColumns(t *testing.T) {
	failsTable(t, "a,b,lat\n1,2,3\n", Options{}, "missing columns: time or unix, lon", "alt_ft, alt_m")
	failsTable(t, "unix,lat,lon,lat\n1704181263,2,3,4\n", Options{}, "same name", "rename")
}

func TestPlainNeedsZone(t *testing.T) {
	text := "time,lat,lon\n2025-03-15 23:26:00,26.3,-97.7\n"
	failsTable(t, text, Options{}, "no zone", "America/Chicago")
	failsTable(t, text, Options{Zone: "Mars/Olympus"}, "cannot load zone", "IANA")
}

func TestPlainDeclaredColumns(t *testing.T) {
	tracks, sum := readTable(t, "26.2;-97.6;1742081100\n26.3;-97.7;1742081101\n", Options{Columns: "lat, lon, unix"})
	if len(tracks) != 1 || len(tracks[0].Fixes) != 2 || tracks[0].Fixes[0].Row != 1 || sum.Rows != 2 {
		t.Errorf("%+v", sum)
	}
}

// TestPlainByCallsign keeps flights apart in a file that has no addresses.
func TestPlainByCallsign(t *testing.T) {
	tracks, sum := readTable(t, "unix,lat,lon,callsign\n1704181263,51.5,-0.1,BAW1\n1704181263,10,20,AFR2\n1704181264,51.6,-0.1,BAW1\n", Options{})
	if len(tracks) != 2 || tracks[0].Calls[0].Text != "AFR2" || len(tracks[1].Fixes) != 2 {
		t.Errorf("%d tracks", len(tracks))
	}
	wantNote(t, sum.Notes, "no column hex")
}
