package feed

import (
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// readsXML reads text by the formats of this file's kin, without error.
func readsXML(t testing.TB, text string, opts Options) ([]*track.Track, Summary) {
	t.Helper()
	tracks, sum, err := tryIn(xmlFormats, "log", []byte(text), opts)
	if err != nil {
		t.Fatal(err)
	}
	return tracks, sum
}

const kmlHead = `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">`

// flightAwareKML has the shape of the files that FlightAware gives out.
const flightAwareKML = kmlHead + `
<Document>
    <name>FlightAware ✈ RPA4378 30-Mar-2023 (KBOS-KJFK)</name>
    <Placemark><name>KBOS Airport</name>
        <description><![CDATA[Boston Logan Intl <br> Boston, MA]]></description>
        <Point><coordinates>-71.0063889,42.3629444,0</coordinates></Point>
    </Placemark>
    <Placemark><name>Last seen near</name><Point><coordinates>0,0,0</coordinates></Point></Placemark>
    <Placemark>
        <name>RPA4378</name>
        <gx:Track>
            <extrude>1</extrude><tessellate>1</tessellate><altitudeMode>absolute</altitudeMode>
            <when>2023-03-30T20:23:37Z</when>
            <when>2023-03-30T20:23:53Z</when>
            <gx:coord>-71.01333 42.37068 145</gx:coord>
            <gx:coord>-71.02299 42.37756 -38</gx:coord>
        </gx:Track>
    </Placemark>
    <ScreenOverlay><name>FlightAware</name></ScreenOverlay>
</Document></kml>`

func TestFlightAwareKML(t *testing.T) {
	tracks, sum := readsXML(t, flightAwareKML, Options{})
	if len(tracks) != 1 || sum.Rows != 4 || sum.Unused != 2 || sum.Partial {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	f := tracks[0].Fixes
	if len(f) != 2 || f[0].At != instant(t, "2023-03-30T20:23:37Z") || f[0].Pos.Lat != 42.37068 || f[0].Pos.Lon != -71.01333 ||
		f[0].Alt != (track.Altitude{Feet: 476, Datum: track.Unstated}) || f[1].Alt.Feet != -125 || f[0].Kind != track.UnknownKind || f[0].Slack != flightAwareSlack {
		t.Errorf("%+v", f)
	}
	wantNote(t, sum.Notes, noTime)
	wantNote(t, sum.Notes, zeroZero)
	wantNote(t, tracks[0].Notes, "may be estimated")
	wantNote(t, tracks[0].Notes, "RPA4378 30-Mar-2023")
	if len(tracks[0].Calls) != 0 {
		t.Error("a name of the service became a callsign")
	}
}

// fr24KML has the shape of Flightradar24's: points with times, and lines again
// without.
const fr24KML = kmlHead + `<Document><name>AAL1/AA1</name>
<Folder><name>Route</name>
<Placemark><name>2024-01-02 07:41:03 UTC</name>
<description><![CDATA[<div><div><b>Altitude:</b> <span>37000 ft</span></div><div><b>Speed:</b> <span>451 kt</span></div><div><b>Heading:</b> <span>172&deg;</span></div></div>]]></description>
<TimeStamp><when>2024-01-02T07:41:03+00:00</when></TimeStamp>
<Style><IconStyle><heading>172</heading></IconStyle></Style>
<Point><altitudeMode>absolute</altitudeMode><coordinates>139.7,35.5,11278</coordinates></Point></Placemark>
<Placemark><name>2024-01-02 07:42:03 UTC</name>
<description><![CDATA[<b>Altitude:</b> 0 ft <b>Speed:</b> 0 kt <b>Heading:</b> 180]]></description>
<TimeStamp><when>2024-01-02T07:42:03+00:00</when></TimeStamp>
<Point><altitudeMode>absolute</altitudeMode><coordinates>139.8,35.6,0</coordinates></Point></Placemark>
</Folder>
<Folder><name>Trail</name><Placemark><name>P-1</name><MultiGeometry><LineString><altitudeMode>absolute</altitudeMode>
<coordinates>139.7,35.5,11278 139.8,35.6,0</coordinates></LineString></MultiGeometry></Placemark></Folder>
</Document></kml>`

func TestFlightradar24KML(t *testing.T) {
	tracks, sum := readsXML(t, fr24KML, Options{})
	if len(tracks) != 1 || sum.Rows != 4 || sum.Unused != 2 {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	f := tracks[0].Fixes
	if len(f) != 2 || f[0].Speed != 451 || f[0].Course != 172 || f[0].Alt != (track.Altitude{Feet: 37001, Datum: track.Unstated}) || f[0].Slack != fr24Slack ||
		f[1].Alt != (track.Altitude{}) || f[1].Ground != track.Unsaid || f[1].Speed != 0 || f[1].Course != 180 {
		t.Errorf("%+v", f)
	}
	wantNote(t, sum.Notes, "line or area")
	wantNote(t, tracks[0].Notes, "altitude 0")
}

// tar1090KML has the shape of what exportKML of tar1090's script.js writes: the
// last position of each part twice, no altitude mode on the ground.
const tar1090KML = kmlHead + `<Folder><Folder><name>N899DN track</name>
<Placemark><name>N899DN</name><gx:Track><extrude>0</extrude>
<when>2025-02-05T01:10:00.500Z</when><when>2025-02-05T01:10:00.500Z</when>
<gx:coord>-93.2 44.88 0</gx:coord><gx:coord>-93.2 44.88 0</gx:coord></gx:Track></Placemark>
<Placemark><name>N899DN</name><gx:Track><altitudeMode>absolute</altitudeMode><extrude>1</extrude>
<when>2025-02-05T01:20:00.000Z</when><gx:coord>-93.3 44.9 1524</gx:coord></gx:Track></Placemark></Folder>
<Folder><name>AC671B track</name><Placemark><name>AC671B</name><gx:Track><altitudeMode>absolute</altitudeMode>
<when>2025-02-05T01:20:00.000Z</when><gx:coord>-93.3 44.9 1524</gx:coord></gx:Track></Placemark></Folder></Folder></kml>`

func TestTar1090KML(t *testing.T) {
	tracks, sum := readsXML(t, tar1090KML, Options{})
	if len(tracks) != 2 || sum.Rows != 4 || sum.Unused != 0 {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	a, b := tracks[0], tracks[1]
	if a.Registration != "N899DN" || len(a.Fixes) != 2 || a.Fixes[0].Ground != track.OnGround || a.Fixes[0].Alt != (track.Altitude{}) ||
		a.Fixes[1].Ground != track.Airborne || a.Fixes[1].Alt != (track.Altitude{Feet: 5000, Datum: track.Unstated}) || a.Fixes[0].Kind != track.UnknownKind {
		t.Errorf("%+v", a)
	}
	if b.Address.String() != "ac671b" || b.Registration != "" {
		t.Errorf("%+v", b)
	}
	tracks, _ = readsXML(t, tar1090KML, Options{Keep: func(track.Address) bool { return false }})
	if len(tracks) != 1 {
		t.Errorf("%d tracks kept", len(tracks))
	}
}

// The flight log of a tablet, as it was saved.
func TestForeFlightKML(t *testing.T) {
	f, err := os.Open("../../shared/data/gps-kml/tracklog-from-foreflight.kml.gz")
	if err != nil {
		t.Skip("no track log:", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	tracks, sum := readsXML(t, string(b), Options{})
	if sum.Format != "kml" || len(tracks) != 1 || len(tracks[0].Fixes) != 6885 || sum.Rows != 6886 || sum.Unused != 1 {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	x := tracks[0].Fixes
	if x[0].At != instant(t, "2024-10-31T14:04:33.400Z") || x[0].Alt != (track.Altitude{Feet: 17, Datum: track.SeaLevel}) || x[0].Kind != track.Logged ||
		x[0].Slack != logSlack || x[0].Pos.Lat != 41.332301 || x[0].Radius != 0 || x[1].At-x[0].At < 284*1000 {
		t.Errorf("%+v", x[:2])
	}
	fast := float32(0)
	for _, f := range x {
		fast = max(fast, f.Speed)
	}
	if fast < 60 || fast > 250 {
		t.Errorf("fastest %v kt", fast)
	}
}

// track of points at given times, with text between.
func points(inner string) string {
	return kmlHead + "<Document>" + inner + "</Document></kml>"
}

func TestKMLOddities(t *testing.T) {
	for _, c := range []struct {
		name, text    string
		fixes, unused int
		note          string
	}{
		{"more times than positions", points(`<Placemark><gx:Track><when>2024-01-01T00:00:00Z</when><when>2024-01-01T00:00:01Z</when><gx:coord>1 2 3</gx:coord></gx:Track></Placemark>`), 0, 1, "2 times and 1 positions"},
		{"no position at a time", points(`<Placemark><gx:Track><when>2024-01-01T00:00:00Z</when><gx:coord></gx:coord><when>2024-01-01T00:00:01Z</when><gx:coord>1 2 3</gx:coord></gx:Track></Placemark>`), 1, 1, noPosition},
		{"tracks in a MultiTrack", points(`<Placemark><gx:MultiTrack><gx:Track><when>2024-01-01T00:00:00Z</when><gx:coord>1 2</gx:coord></gx:Track><gx:Track><when>2024-01-01T00:00:01Z</when><gx:coord>1 2.1</gx:coord></gx:Track></gx:MultiTrack></Placemark>`), 2, 0, ""},
		{"a day as time", points(`<Placemark><TimeStamp><when>2024-01-01</when></TimeStamp><Point><coordinates>1,2,3</coordinates></Point></Placemark>`), 0, 1, badTime},
		{"a time long ago", points(`<Placemark><TimeStamp><when>1970-01-01T00:00:00Z</when></TimeStamp><Point><coordinates>1,2,3</coordinates></Point></Placemark>`), 0, 1, farTime},
		{"a time span", points(`<Placemark><TimeSpan><begin>2024-01-01T00:00:00Z</begin><end>2024-01-01T00:01:00Z</end></TimeSpan><Point><coordinates>1,2,3</coordinates></Point></Placemark>`), 1, 0, ""},
		{"a long time span", points(`<Placemark><TimeSpan><begin>2024-01-01T00:00:00Z</begin><end>2024-01-01T02:01:00Z</end></TimeSpan><Point><coordinates>1,2,3</coordinates></Point></Placemark>`), 0, 1, "longer than an hour"},
		{"a time span without an end", points(`<Placemark><TimeSpan><begin>2024-01-01T00:00:00Z</begin></TimeSpan><Point><coordinates>1,2,3</coordinates></Point></Placemark>`), 0, 1, noTime},
		{"a place out of range", points(`<Placemark><TimeStamp><when>2024-01-01T00:00:00Z</when></TimeStamp><Point><coordinates>1,95,3</coordinates></Point></Placemark>`), 0, 1, farPosition},
		{"no place", points(`<Placemark><TimeStamp><when>2024-01-01T00:00:00Z</when></TimeStamp><Point><coordinates>here</coordinates></Point></Placemark>`), 0, 1, badPosition},
		{"an area", points(`<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 1,2</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`), 0, 4, "line or area"},
	} {
		tracks, sum := readsXML(t, c.text, Options{})
		fixes := 0
		for _, tr := range tracks {
			fixes += len(tr.Fixes)
		}
		if fixes != c.fixes || int(sum.Unused) != c.unused {
			t.Errorf("%s: %d fixes, %+v", c.name, fixes, sum)
		}
		if c.note != "" {
			wantNote(t, sum.Notes, c.note)
		}
	}
}

func TestKMLTimes(t *testing.T) {
	tracks, _ := readsXML(t, points(`<Placemark><TimeSpan><begin>2024-01-01T00:00:00Z</begin><end>2024-01-01T00:01:00Z</end></TimeSpan><Point><coordinates>1,2,3</coordinates></Point></Placemark>`), Options{})
	if f := tracks[0].Fixes[0]; f.At != instant(t, "2024-01-01T00:00:30Z") || f.Slack != 31*span.Second || f.Alt != (track.Altitude{}) {
		t.Errorf("%+v", f)
	}
	zoneless := points(`<Placemark><TimeStamp><when>2024-07-01T12:00:00</when></TimeStamp><Point><coordinates>1,2,3</coordinates></Point></Placemark>`)
	if e := refused(t, xmlFormats, "x", []byte(zoneless), Options{}); !strings.Contains(e.Msg, "no zone") || e.Hint == "" {
		t.Errorf("%+v", e)
	}
	tracks, _ = readsXML(t, zoneless, Options{Zone: "America/New_York"})
	if f := tracks[0].Fixes[0]; f.At != instant(t, "2024-07-01T16:00:00Z") {
		t.Errorf("%+v", f)
	}
}

// An altitude is above the sea only where the file says that it is absolute.
func TestAltitudeModes(t *testing.T) {
	for mode, want := range map[string]track.Altitude{
		"<altitudeMode>absolute</altitudeMode>":                 {Feet: 328, Datum: track.SeaLevel},
		"<altitudeMode>relativeToGround</altitudeMode>":         {},
		"<altitudeMode>clampToGround</altitudeMode>":            {},
		"<gx:altitudeMode>relativeToSeaFloor</gx:altitudeMode>": {},
		"": {},
	} {
		for _, text := range []string{
			points(`<Placemark><TimeStamp><when>2024-01-01T00:00:00Z</when></TimeStamp><Point>` + mode + `<coordinates>1,2,100</coordinates></Point></Placemark>`),
			points(`<Placemark><gx:Track>` + mode + `<when>2024-01-01T00:00:00Z</when><gx:coord>1 2 100</gx:coord></gx:Track></Placemark>`),
		} {
			tracks, _ := readsXML(t, text, Options{})
			if got := tracks[0].Fixes[0].Alt; got != want {
				t.Errorf("%s: %+v", mode, got)
			}
		}
	}
}

func TestHostileXML(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><kml>&b;</kml>`
	if e := refused(t, xmlFormats, "x", []byte(bomb), Options{}); !strings.Contains(e.Msg, "DOCTYPE") {
		t.Errorf("%+v", e)
	}
	for name, text := range map[string]string{
		"entity":    kmlHead + "<Document><name>&boom;</name></Document></kml>",
		"depth":     kmlHead + strings.Repeat("<Folder>", 100),
		"mismatch":  kmlHead + "<Document></Folder></kml>",
		"cut off":   kmlHead + "<Document>",
		"utf-16":    `<?xml version="1.0" encoding="UTF-16"?><kml></kml>`,
		"open text": kmlHead + "<Document><name>" + strings.Repeat("a", maxElement+1000),
	} {
		_, sum, err := tryIn(xmlFormats, "x", []byte(text), Options{})
		if err == nil && !sum.Partial {
			t.Errorf("%s: %+v", name, sum)
		}
		if err != nil && len(err.Error()) > 300 {
			t.Errorf("%s: a long error: %.300s", name, err)
		}
	}
}

// A file that breaks off is read as far as it goes.
func TestKMLCutOff(t *testing.T) {
	i := strings.Index(flightAwareKML, "<gx:coord>-71.02299")
	tracks, sum := readsXML(t, flightAwareKML[:i], Options{})
	if len(tracks) != 1 || len(tracks[0].Fixes) != 1 || !sum.Partial {
		t.Errorf("%d tracks, %+v", len(tracks), sum)
	}
}

// Names in Latin-1 do not keep a file from being read.
func TestLatin1(t *testing.T) {
	text := strings.Replace(gpxFile, `encoding="UTF-8"`, `encoding="ISO-8859-1"`, 1)
	text = strings.Replace(text, "Über den Berg", "\xdcber den Berg", 1)
	tracks, _ := readsXML(t, text, Options{})
	wantNote(t, tracks[0].Notes, "Über den Berg")
}

// No input makes the reader fail, and its counts agree.
func FuzzKML(f *testing.F) {
	for _, s := range []string{flightAwareKML, fr24KML, tar1090KML, points("")} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) { looksSound(t, []format{xmlFormats[0]}, b) })
}

// looksSound reads b and looks that each row is used or counted, and that each
// fix is within bounds.
func looksSound(t *testing.T, formats []format, b []byte) {
	tracks, sum, err := tryIn(formats, "x", b, Options{Zone: "UTC"})
	if err != nil {
		return
	}
	var rows, fixes int64
	for _, tr := range tracks {
		rows += tr.Origins[0].Rows
		fixes += int64(len(tr.Fixes))
		for _, f := range tr.Fixes {
			if !f.Pos.Valid() || f.At < earliest || f.At > latest || f.Slack <= 0 || f.Row < 1 || f.Row > sum.Rows {
				t.Errorf("%+v", f)
			}
		}
	}
	alone := len(tracks) == 1 && rows == sum.Rows
	if sum.Unused < 0 || rows+sum.Unused != sum.Rows && !alone || fixes+sum.Unused > sum.Rows {
		t.Errorf("%d fixes of %d rows, %+v", fixes, rows, sum)
	}
}
