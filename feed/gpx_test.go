package feed

import (
	"testing"

	"github.com/holdshort/holdshort/track"
)

const gpxFile = `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="A Logger 1.0" xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2">
<wpt lat="1" lon="2"><name>Home</name></wpt>
<rte><rtept lat="1" lon="2"/></rte>
<trk><name>Über den Berg</name><trkseg>
<trkpt lat="47.5" lon="11.25"><ele>1000</ele><time>2024-05-01T08:00:00Z</time></trkpt>
<trkpt lat="47.51" lon="11.26"><ele>1010.5</ele><time>2024-05-01T08:00:05.250Z</time><fix>3d</fix>
<extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>50</gpxtpx:speed><gpxtpx:course>33</gpxtpx:course></gpxtpx:TrackPointExtension></extensions></trkpt>
<trkpt lat="47.52" lon="11.27"><time>2024-05-01T08:00:10Z</time><fix>none</fix></trkpt>
<trkpt lat="47.53" lon="11.28"/>
</trkseg><trkseg>
<trkpt lat="47.6" lon="11.3"><time>2024-05-01T10:30:00+02:00</time></trkpt>
</trkseg></trk>
<trk><trkseg><trkpt lat="-33" lon="151"><time>2024-05-02T08:00:00Z</time><speed>10</speed></trkpt></trkseg></trk>
</gpx>`

func TestGPX(t *testing.T) {
	tracks, sum := readsXML(t, gpxFile, Options{})
	if sum.Format != "gpx" || len(tracks) != 2 || sum.Rows != 8 || sum.Unused != 4 {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	f := tracks[0].Fixes
	if len(f) != 3 || f[0].Kind != track.Logged || f[0].Slack != logSlack || f[0].Alt != (track.Altitude{Feet: 3281, Datum: track.SeaLevel}) ||
		f[1].At != instant(t, "2024-05-01T08:00:05.250Z") || f[1].Speed < 97.1 || f[1].Speed > 97.3 || f[1].Course != 33 || f[1].Mark != 0 ||
		f[2].At != instant(t, "2024-05-01T08:30:00Z") || !f[2].Mark.Has(track.Stale) || f[2].Alt != (track.Altitude{}) {
		t.Errorf("%+v", f)
	}
	if x := tracks[1].Fixes[0]; x.Mark != 0 || x.Speed < 19 || x.Speed > 20 {
		t.Errorf("%+v", x)
	}
	wantNote(t, sum.Notes, "waypoint")
	wantNote(t, sum.Notes, "no fix")
	wantNote(t, sum.Notes, noTime)
	wantNote(t, tracks[0].Notes, "A Logger 1.0")
	wantNote(t, tracks[0].Notes, "Über den Berg")
}

// GPX means UTC, but a time without a zone may be by any clock.
func TestGPXWithoutZone(t *testing.T) {
	text := `<gpx><trk><trkseg><trkpt lat="1" lon="2"><time>2024-05-01T08:00:00</time></trkpt></trkseg></trk></gpx>`
	refused(t, xmlFormats, "x", []byte(text), Options{})
	if tracks, _ := readsXML(t, text, Options{Zone: "UTC"}); len(tracks) != 1 {
		t.Errorf("%d tracks", len(tracks))
	}
}

func FuzzGPX(f *testing.F) {
	f.Add([]byte(gpxFile))
	f.Fuzz(func(t *testing.T, b []byte) { looksSound(t, []format{xmlFormats[1]}, b) })
}
