package feed

import (
	"strings"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// igcFile has the records that a flight recorder writes, and goes on past
// midnight.
const igcFile = "AXXXABC FLIGHT:1\r\nHFFXA035\r\nHFDTE160723\r\nHFPLTPILOTINCHARGE: A Person\r\nHFGTYGLIDERTYPE: LS4\r\nHFGIDGLIDERID: D-1234\r\n" +
	"HFDTM100GPSDATUM: WGS-1984\r\nHFALGALTGPS:ELL\r\nI023638FXA3940SIU\r\nC150701213841160701000102 500K Tri\r\n" +
	"B2359585407121N00249342WA002800042120509\r\n" +
	"B2359595407221N00249442WV002800000020509\r\n" +
	"B0000015407321N00249542WA-012300421\r\n" +
	"B000002\r\nB0000615407321N00249542WA0028000421\r\nB0000035407321N00249542XA0028000421\r\n" +
	"LXXX a remark\r\nG0123456789\r\n"

func TestIGC(t *testing.T) {
	tracks, sum := readsXML(t, igcFile, Options{})
	if sum.Format != "igc" || len(tracks) != 1 || sum.Rows != 6 || sum.Unused != 3 {
		t.Fatalf("%d tracks, %+v", len(tracks), sum)
	}
	tr := tracks[0]
	f := tr.Fixes
	if tr.Registration != "D-1234" || tr.Type != "LS4" || len(f) != 3 {
		t.Fatalf("%+v", tr)
	}
	if f[0].At != instant(t, "2023-07-16T23:59:58Z") || f[0].Kind != track.Logged || f[0].Alt != (track.Altitude{Feet: 919, Datum: track.Pressure}) ||
		f[0].Geo != (track.Altitude{Feet: 1381, Datum: track.Ellipsoid}) || f[0].Mark != 0 ||
		f[0].Pos.Lat < 54.11868 || f[0].Pos.Lat > 54.11869 || f[0].Pos.Lon < -2.82238 || f[0].Pos.Lon > -2.82236 {
		t.Errorf("%+v", f[0])
	}
	if !f[1].Mark.Has(track.NotReceived) || f[1].Geo != (track.Altitude{}) {
		t.Errorf("%+v", f[1])
	}
	if f[2].At != instant(t, "2023-07-17T00:00:01Z") || f[2].Alt.Feet != -404 {
		t.Errorf("%+v", f[2])
	}
	wantNote(t, sum.Notes, "35 characters")
	wantNote(t, sum.Notes, badTime)
	for _, n := range append(sum.Notes, tr.Notes...) {
		if strings.Contains(n.Text, "Person") {
			t.Error("the pilot's name is noted")
		}
	}
}

func TestIGCOddities(t *testing.T) {
	const b = "B1602405407121N00249342WA0028000421\n"
	for _, c := range []struct {
		name, text string
		fixes      int
		note       string
	}{
		{"newer date record", "AXXX\nHFDTEDATE:160701,01\n" + b, 1, ""},
		{"before any date", "AXXX\n" + b + "HFDTE160701\n" + b, 1, "no date record"},
		{"no such date", "AXXX\nHFDTE310299\n" + b, 0, "cannot read the date"},
		{"another datum", "AXXX\nHFDTE160701\nHFDTM021GPSDATUM:ED50\n" + b, 0, "not WGS 84"},
		{"a step back", "AXXX\nHFDTE160701\n" + b + "B1602395407121N00249342WA0028000421\n", 2, ""},
	} {
		tracks, sum := readsXML(t, c.text, Options{})
		fixes := 0
		for _, tr := range tracks {
			fixes += len(tr.Fixes)
			for _, f := range tr.Fixes {
				if f.At.Time().Day() != 16 {
					t.Errorf("%s: %v", c.name, f.At.Time())
				}
			}
		}
		if fixes != c.fixes {
			t.Errorf("%s: %d fixes, %+v", c.name, fixes, sum)
		}
		if c.note != "" {
			wantNote(t, sum.Notes, c.note)
		}
	}
	tracks, _ := readsXML(t, "AXXX\nHFDTE160701\nB1602405407121N00249342WA0000000421\n", Options{})
	if f := tracks[0].Fixes[0]; f.Alt != (track.Altitude{}) || f.Geo.Datum != track.Unstated {
		t.Errorf("without a pressure sensor: %+v", f)
	}
}

func FuzzIGC(f *testing.F) {
	f.Add([]byte(igcFile))
	f.Fuzz(func(t *testing.T, b []byte) { looksSound(t, []format{xmlFormats[2]}, b) })
}
