package sweep

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

const minute = span.Instant(60_000)

// along is a track over one place, a fix a minute, without those in a gap.
func along(at geo.Point, feet int32, from, to, gapFrom, gapTo int) *track.Track {
	t := &track.Track{}
	for m := from; m <= to; m++ {
		if m > gapFrom && m < gapTo {
			continue
		}
		t.Fixes = append(t.Fixes, track.Fix{At: midnight + span.Instant(m)*minute, Slack: 1000, Pos: at, Alt: track.Altitude{Feet: feet, Datum: track.Pressure}, Speed: 200})
	}
	return t
}

func hearAll(h *Heard, ts ...*track.Track) {
	for _, t := range ts {
		var m marks
		for i := range t.Fixes {
			m.note(&t.Fixes[i])
		}
		m.settle()
		h.add(m)
	}
}

// A silence in which others were heard there, at the height or lower, is told from
// one in which nobody was: its own positions are none of another.
func TestQuiet(t *testing.T) {
	here, there := geo.Point{Lat: 30.5, Lon: -95.5}, geo.Point{Lat: 30.5, Lon: -90.5}
	during := span.Of(midnight, midnight+600*minute)
	silent := along(here, 8000, 0, 400, 100, 200) // not heard from 100 to 200
	gaps := []track.Gap{{From: 100, To: 101}}
	for _, x := range []struct {
		name   string
		others []*track.Track
		want   string
	}{
		{"alone", nil, "nobody was heard there"},
		{"others elsewhere", []*track.Track{along(there, 8000, 0, 400, 0, 0)}, "nobody was heard there"},
		{"others higher", []*track.Track{along(here, 30000, 0, 400, 0, 0)}, "nobody was heard there"},
		{"others as high", []*track.Track{along(here, 9000, 0, 400, 0, 0)}, "others were heard there all the while"},
		{"others lower", []*track.Track{along(here, 1000, 0, 400, 0, 0)}, "others were heard there all the while"},
		{"others silent too", []*track.Track{along(here, 8000, 0, 400, 110, 190)}, "others were heard there in 4 of 8 quarter hours"},
	} {
		var h Heard
		hearAll(&h, append(x.others, silent)...)
		qs := h.quiets(silent, gaps, during)
		if len(qs) != 2 || qs[0].Words() != x.want || qs[0].From != midnight+100*minute || qs[0].To != midnight+200*minute || !qs[1].Last {
			t.Errorf("%s: %+v %s", x.name, qs, qs[0].Words())
		}
		b, err := h.MarshalBinary()
		var again Heard
		if err != nil || again.UnmarshalBinary(b) != nil || len(again.quiets(silent, gaps, during)) != 2 || again.quiets(silent, gaps, during)[0] != qs[0] {
			t.Errorf("%s: packed and unpacked it says something else", x.name)
		}
	}
}

// Hearing is what counting the fixes of others one by one says.
func TestHeardIsWhatCountingSays(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var ts []*track.Track
	for range 30 {
		x := &track.Track{}
		p := geo.Point{Lat: geo.Degrees(30 + r.Float64()*4), Lon: geo.Degrees(-100 + r.Float64()*4)}
		for m := range 300 {
			p.Lat, p.Lon = p.Lat+geo.Degrees(r.NormFloat64()*0.05), p.Lon+geo.Degrees(r.NormFloat64()*0.05)
			x.Fixes = append(x.Fixes, track.Fix{At: midnight + span.Instant(m)*minute, Pos: p, Alt: track.Altitude{Feet: int32(r.IntN(40000)), Datum: track.Pressure}})
		}
		ts = append(ts, x)
	}
	var h Heard
	hearAll(&h, ts...)
	hits := 0
	for range 3000 {
		who := r.IntN(len(ts))
		f := track.Fix{At: midnight + span.Instant(r.IntN(300))*minute, Pos: geo.Point{Lat: geo.Degrees(30 + r.Float64()*4), Lon: geo.Degrees(-100 + r.Float64()*4)}, Alt: track.Altitude{Feet: int32(r.IntN(40000)), Datum: track.Pressure}}
		want := 0
		for i, x := range ts {
			seen := map[int]bool{}
			for k := range x.Fixes {
				if g := &x.Fixes[k]; i != who && g.At/slot == f.At/slot && cell(g.Pos) == cell(f.Pos) && layerOf(g) <= layerOf(&f) {
					seen[layerOf(g)] = true
				}
			}
			want += len(seen) // once in each layer
		}
		var own marks
		for k := range ts[who].Fixes {
			own.note(&ts[who].Fixes[k])
		}
		own.settle()
		if got := h.others(markOf(&f), own); got != want {
			t.Fatalf("%d others, by counting %d", got, want)
		}
		if want > 0 {
			hits++
		}
	}
	if hits < 300 {
		t.Errorf("only %d places with others", hits)
	}
}

// A list is read strictly, and says where it is wrong.
func TestReadList(t *testing.T) {
	good := "# from the register\nkind,value,source,date,lat,lon,radius_km\nhex,A2FE4C,register,2025-03-15,,,\noperator,Global Crossing Airlines,register,2025-03-15,,,\nairport,KHRL,map,2025-01-01,,,\nplace,camp-one,map,2025-01-01,30.5,-97.25,5\n"
	l, err := ParseList(strings.NewReader(good), "x.csv")
	if err != nil || len(l.Entries) != 4 || l.Entries[0].Value != "a2fe4c" || l.Entries[3].Radius != 5000 || l.Entries[3].At.Lon != -97.25 {
		t.Errorf("%+v, %v", l, err)
	}
	head := "kind,value,source,date,lat,lon,radius_km\n"
	for text, want := range map[string]string{
		"":                                           "has no header",
		"kind,value,source\n":                        `no column "date"`,
		"kind,value,source,date,colour\n":            `the column "colour"`,
		head + "hex,xyz,s,2025-01-01,,,\n":           `line 2: "xyz" is not an ICAO address`,
		head + "hex,a2fe4c,,2025-01-01,,,\n":         "line 2: \"a2fe4c\" needs a source and a date",
		head + "hex,a2fe4c,s,March,,,\n":             "needs a source and a date",
		head + "ship,x,s,2025-01-01,,,\n":            `the kind "ship" is not known`,
		head + "airport,ZZZ9,s,2025-01-01,,,\n":      `no airport has the indicator "ZZZ9"`,
		head + "place,p,s,2025-01-01,91,0,\n":        "needs lat and lon",
		head + "place,two words,s,2025-01-01,1,1,\n": "is not a name for a place",
		head + "place,p,s,2025-01-01,1,1,1e9\n":      "radius_km from 0.1",
		head + "tail,,s,2025-01-01,,,\n":             "has no value",
		head + "hex,a2fe4c\n":                        "wrong number of fields",
	} {
		if _, err := ParseList(strings.NewReader(text), "x.csv"); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "x.csv: ") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func FuzzReadList(f *testing.F) {
	f.Add("kind,value,source,date\nhex,a2fe4c,s,2025-01-01\n")
	f.Fuzz(func(t *testing.T, text string) {
		if l, err := ParseList(strings.NewReader(text), "x.csv"); err == nil {
			for _, e := range l.Entries {
				if e.Source == "" || !isDate(e.Date) {
					t.Errorf("%+v", e)
				}
			}
		}
	})
}
