package feed

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// readTable reads text by way of Read.
func readTable(t *testing.T, text string, opts Options) ([]*track.Track, Summary) {
	t.Helper()
	tracks, sum, err := tryTable(text, opts)
	if err != nil {
		t.Fatal(err)
	}
	return tracks, sum
}

func tryTable(text string, opts Options) ([]*track.Track, Summary, error) {
	var tracks []*track.Track
	sum, err := Read(strings.NewReader(text), "test", opts, func(tr *track.Track) error {
		tracks = append(tracks, tr)
		return nil
	})
	return tracks, sum, err
}

// failsTable expects an *Error whose message and hint have these words.
func failsTable(t *testing.T, text string, opts Options, msg, hint string) *Error {
	t.Helper()
	_, _, err := tryTable(text, opts)
	var e *Error
	if !errors.As(err, &e) || !strings.Contains(e.Msg, msg) || !strings.Contains(e.Hint, hint) {
		t.Fatalf("got %#v, want an error of %q with hint %q", err, msg, hint)
	}
	return e
}

// readReal reads one of the files recorded by others.
func readReal(t testing.TB, name string) ([]*track.Track, Summary) {
	t.Helper()
	f, err := os.Open(filepath.Join("../../shared/data", name))
	if err != nil {
		t.Skipf("recorded file is missing: %v", err)
	}
	defer f.Close()
	var tracks []*track.Track
	sum, err := Read(f, name, Options{}, func(tr *track.Track) error {
		tracks = append(tracks, tr)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tracks, sum
}

// hasNote reports whether a note has all of these words.
func hasNote(notes []track.Note, words ...string) bool {
next:
	for _, n := range notes {
		for _, w := range words {
			if !strings.Contains(n.Text, w) {
				continue next
			}
		}
		return true
	}
	return false
}

func wantNote(t *testing.T, notes []track.Note, words ...string) {
	t.Helper()
	if !hasNote(notes, words...) {
		t.Errorf("no note with %q among %+v", words, notes)
	}
}

func instant(t testing.TB, s string) span.Instant {
	t.Helper()
	st, ok := parseStamp(s)
	if !ok || !st.zoned {
		t.Fatalf("bad time %q in test", s)
	}
	return st.at
}

func TestSplitCells(t *testing.T) {
	for _, c := range []struct {
		line string
		want string // joined by |, or "bad"
	}{
		{"", ""},
		{"a,b", "a|b"},
		{",,", "||"},
		{`1,"51.5,-0.1",2`, "1|51.5,-0.1|2"},
		{`"a ""b"" c",d`, `a "b" c|d`},
		{`"",x`, "|x"},
		{`5" pipe,x`, `5" pipe|x`},
		{`"open,x`, "bad"},
		{`"closed"early,x`, "bad"},
	} {
		got, ok := splitCells(c.line, ',', nil)
		joined := strings.Join(got, "|")
		if !ok {
			joined = "bad"
		}
		if joined != c.want {
			t.Errorf("splitCells(%q) = %q, want %q", c.line, joined, c.want)
		}
	}
}

func TestParseNumber(t *testing.T) {
	for s, want := range map[string]numeral{
		"0": numeric, "-1.5": numeric, "+2": numeric, "1e-05": numeric, " 7 ": numeric,
		"": absent, "NaN": absent, "nan": absent, "null": absent, `\N`: absent,
		"Inf": garbled, "-inf": garbled, "1e999": garbled, "0x10": garbled, "1_000": garbled, "ground": garbled, "-": garbled, "1.2.3": garbled,
		"51,5": comma, "-0,1": comma, "1,2,3": garbled, ",5": garbled,
	} {
		if _, got := parseNumber(s); got != want {
			t.Errorf("parseNumber(%q) is %d, want %d", s, got, want)
		}
	}
}

func TestPlaceOf(t *testing.T) {
	for _, c := range []struct{ lat, lon, why string }{
		{"51.5", "-0.1", ""}, {"90", "180", ""}, {"0", "5", ""},
		{"0", "0", zeroZero}, {"0.0", "-0", zeroZero},
		{"", "5", noPosition}, {"5", "NaN", noPosition},
		{"90.1", "5", farPosition}, {"5", "-180.001", farPosition},
		{"x", "5", badPosition}, {"Inf", "5", badPosition},
		{"51,5", "5", decimalComma},
	} {
		if _, why := placeOf(c.lat, c.lon); why != c.why {
			t.Errorf("placeOf(%q, %q): %q, want %q", c.lat, c.lon, why, c.why)
		}
	}
}

func TestEpochTellsUnits(t *testing.T) {
	want := instant(t, "2024-01-02T07:41:03Z")
	for _, v := range []float64{1704181263, 1704181263e3, 1704181263e6, 1704181263e9} {
		if got, why := epoch(v); got != want || why != "" {
			t.Errorf("epoch(%v) = %v %q, want %v", v, got, why, want)
		}
	}
	for _, v := range []float64{0, -1704181263, 1, 5e9, math.NaN(), math.Inf(1)} {
		if _, why := epoch(v); why != farTime {
			t.Errorf("epoch(%v): %q, want %q", v, why, farTime)
		}
	}
}

// TestFormsOfTables reads one table as different programs would write it.
func TestFormsOfTables(t *testing.T) {
	plain := "unix,lat,lon,callsign\n1704181263,51.5,-0.1,BAW1\n1704181264,51.6,-0.2,BAW1\n"
	for name, text := range map[string]string{
		"as it is":      plain,
		"mark and CRLF": bom + strings.ReplaceAll(plain, "\n", "\r\n"),
		"semicolons":    strings.ReplaceAll(plain, ",", ";"),
		"tabs":          strings.ReplaceAll(plain, ",", "\t"),
		"quotes":        "\"unix\",\"lat\",\"lon\",\"callsign\"\n\"1704181263\",\"51.5\",\"-0.1\",\"BAW1\"\n\"1704181264\",\"51.6\",\"-0.2\",\"BAW1\"",
		"no line feed":  strings.TrimSuffix(plain, "\n"),
		"blank lines":   "\n\n" + strings.ReplaceAll(plain, "\n", "\n\n"),
		"capitals":      strings.Replace(plain, "unix,lat", "Unix,LAT", 1),
	} {
		tracks, sum := readTable(t, text, Options{})
		if len(tracks) != 1 || len(tracks[0].Fixes) != 2 || sum.Rows != 2 || sum.Unused != 0 || sum.Partial {
			t.Errorf("%s: %d tracks, %+v", name, len(tracks), sum)
			continue
		}
		if f := tracks[0].Fixes[0]; f.Pos.Lat != 51.5 || f.Pos.Lon != -0.1 {
			t.Errorf("%s: at %v", name, f.Pos)
		}
	}
}

func TestDecimalCommaIsRefused(t *testing.T) {
	e := failsTable(t, "unix;lat;lon\n1704181263;51,5;-0,1\n", Options{}, "decimal comma", "decimal point")
	if e.Row != 2 {
		t.Errorf("in row %d", e.Row)
	}
	failsTable(t, "unix;lat;lon;alt_ft\n1704181263;51.5;-0.1;1000,5\n", Options{}, "decimal comma", "decimal point")
	failsTable(t, "Timestamp;UTC;Callsign;Position;Altitude;Speed;Direction\n1704180175;;JAL516;42,787,141,68;0;0;73\n", Options{}, "decimal comma", "")
}

func TestRowsThatCannotBeUsed(t *testing.T) {
	tracks, sum := readTable(t, strings.Join([]string{
		"unix,lat,lon,alt_ft",
		"1704181263,51.5,-0.1,1000",
		"1704181264,91,-0.1,1000",  // 3
		"1704181265,NaN,-0.1,1000", // 4
		"1704181266,51.5,inf,1000", // 5
		"1704181267,0,0,1000",      // 6
		"17,51.5,-0.1,1000",        // 7
		",51.5,-0.1,1000",          // 8
		"1704181270,51.5",          // 9
		"1704181271,51.5,-0.1,1000,9",
		`1704181272,"51.5,-0.1,1000`,
		"1704181273,51.5,-0.1,high", // used, without its altitude
	}, "\n")+"\n", Options{})
	if sum.Rows != 11 || sum.Unused != 9 || len(tracks) != 1 || len(tracks[0].Fixes) != 2 {
		t.Fatalf("%+v", sum)
	}
	for row, why := range map[int64]string{
		3: farPosition, 4: noPosition, 5: badPosition, 6: zeroZero, 7: farTime, 8: noTime,
		9: "fewer fields", 10: "more fields", 11: "not closed", 12: "altitude is not a number",
	} {
		found := false
		for _, n := range sum.Notes {
			found = found || n.Row == row && strings.Contains(n.Text, why) && n.Byte > 0
		}
		if !found {
			t.Errorf("no note on row %d of %q: %+v", row, why, sum.Notes)
		}
	}
	if a := tracks[0].Fixes[1].Alt; a.Datum != track.NoAltitude {
		t.Errorf("altitude %+v", a)
	}
}

func TestFileThatBreaksOff(t *testing.T) {
	tracks, sum := readTable(t, "unix,lat,lon,alt_ft\n1704181263,51.5,-0.1,1000\n1704181264,51.", Options{})
	if !sum.Partial || sum.Unused != 1 || len(tracks) != 1 {
		t.Errorf("%+v", sum)
	}
}

func TestLongLine(t *testing.T) {
	text := "unix,lat,lon\n1704181263,51.5," + strings.Repeat("1", MaxRow) + "\n1704181264,51.5,-0.1\n"
	tracks, sum := readTable(t, text, Options{})
	if sum.Rows != 2 || sum.Unused != 1 || tracks[0].Fixes[0].Row != 3 {
		t.Errorf("%+v", sum)
	}
	wantNote(t, sum.Notes, "longer than")
}

func TestFleetIsBounded(t *testing.T) {
	in := &input{name: "test", sum: &Summary{}}
	f := newFleet(in)
	f.max = 20
	p := f.plane(track.Address{Code: 1}, "")
	var err error
	for i := range 20 {
		if err = f.add(p, blankFix(int64(i+1))); err != nil {
			break
		}
	}
	var e *Error
	if !errors.As(err, &e) || !strings.Contains(e.Msg, "more than 20 positions") || e.Row != 13 {
		t.Errorf("got %v", err)
	}
}

func TestFleetKeepsAndOrders(t *testing.T) {
	text := "unix,lat,lon,hex\n" +
		"1704181263,51.5,-0.1,ffffff\n1704181263,51.5,-0.1,~00000a\n1704181263,51.5,-0.1,00000A\n1704181263,51.5,-0.1,\n"
	tracks, _ := readTable(t, text, Options{})
	var got []string
	for _, tr := range tracks {
		got = append(got, tr.Address.String())
	}
	if s := strings.Join(got, " "); s != "000000 00000a ~00000a ffffff" {
		t.Errorf("order is %s", s)
	}
	tracks, sum := readTable(t, text, Options{Keep: func(a track.Address) bool { return a.Code == 0xffffff }})
	if len(tracks) != 2 || sum.Unused != 0 { // that without an address could be anyone's
		t.Errorf("kept %d tracks, %+v", len(tracks), sum)
	}
}

func TestSinkStopsReading(t *testing.T) {
	stop := errors.New("enough")
	_, err := Read(bytes.NewReader([]byte("unix,lat,lon\n1704181263,51.5,-0.1\n")), "test", Options{}, func(*track.Track) error { return stop })
	if err != stop {
		t.Errorf("got %v", err)
	}
}

func TestCallsOfRowsOutOfOrder(t *testing.T) {
	f := newFleet(&input{})
	p := f.plane(track.Address{Code: 1}, "")
	for i, h := range []struct {
		at   span.Instant
		text string
	}{{600, "B"}, {700, "B"}, {100, "A"}, {200, "A"}, {300, "B"}, {400, ""}, {500, "A"}} {
		f.hear(p, h.at, h.text, int64(i+1))
	}
	var got string
	for _, c := range callsOf(p.heard) {
		got += c.Text
	}
	if got != "ABAB" {
		t.Errorf("calls are %s, want ABAB", got)
	}
}
