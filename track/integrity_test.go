package track

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// waver is cruise with reports that differ a little, as real ones do.
func waver(n int) *Track {
	t := cruise(n)
	for i := range t.Fixes {
		t.Fixes[i].Speed, t.Fixes[i].Course = 449+float32(i%3), 90+float32(i%2)
		t.Fixes[i].Geo = Altitude{35600 + int32(i%4)*25, Ellipsoid}
	}
	return t
}

// circle puts the fixes from first to last on a circle of 3 km that is flown
// round in two minutes: what a deceived receiver shows.
func circle(t *Track, first, last int) {
	center := t.Fixes[first].Pos
	for i := first; i <= last; i++ {
		turn := float64(t.Fixes[i].At-t.Fixes[first].At) / 120_000 * 360
		t.Fixes[i].Pos, _ = geo.Direct(center, geo.Degrees(math.Mod(turn, 360)), 3000)
	}
}

// texts are the notes of which is holds.
func texts(t *Track, part string) (out []string) {
	for _, n := range t.Notes {
		if strings.Contains(n.Text, part) {
			out = append(out, n.Text)
		}
	}
	return out
}

// doubted says how many of the fixes from first to last are marked, and how many
// of the others.
func doubted(t *Track, first, last int) (in, out int) {
	for i, f := range t.Fixes {
		switch {
		case !f.Mark.Has(Doubtful):
		case i >= first && i <= last:
			in++
		default:
			out++
		}
	}
	return in, out
}

func TestSteadyFlightIsNotDoubted(t *testing.T) {
	for _, tr := range []*Track{cruise(300), waver(300)} {
		tr.Clean(Jet)
		if in, out := doubted(tr, 0, 0); in+out > 0 || len(tr.Notes) > 0 {
			t.Errorf("%d doubtful, notes %v", in+out, tr.Notes)
		}
	}
}

func TestOddsOfSpeed(t *testing.T) {
	tr := waver(200)
	hold := tr.Fixes[100].Pos
	for i := 101; i < 140; i++ { // creeping on at 40 kt while 450 are reported
		tr.Fixes[i].Pos, _ = geo.Direct(hold, 90, geo.Meters(40*float64(geo.Knot)*10*float64(i-100)))
	}
	tr.Fixes = append(tr.Fixes[:140], tr.Fixes[160:]...)
	tr.Clean(Jet)
	got := texts(tr, "imply")
	if len(got) != 1 || !strings.HasPrefix(got[0], "from 1970-01-01T00:16:") || !strings.Contains(got[0], "the positions imply 79 kt while the aircraft reported 450 kt") { // 30 s before it included
		t.Fatalf("noted: %q", got)
	}
	if in, out := doubted(tr, 100, 139); in < 39 || out > 5 {
		t.Errorf("%d of 40 are doubted, and %d others", in, out)
	}
	for i := 105; i < 135; i++ {
		if tr.Fixes[i].Proves() {
			t.Errorf("a proof may rest on row %d", tr.Fixes[i].Row)
		}
	}
}

func TestOddsOfSpeedTooFast(t *testing.T) {
	tr := waver(100)
	for i := range tr.Fixes {
		tr.Fixes[i].Speed -= 200
	}
	tr.Clean(Jet)
	if got := texts(tr, "while the aircraft reported 250 kt"); len(got) != 1 {
		t.Errorf("noted: %v", tr.Notes)
	}
}

// The speed that positions imply on the circle is near the reported one, so that
// only the courses tell.
func TestOddsOfCourse(t *testing.T) {
	tr := waver(200)
	circle(tr, 80, 120)
	for i := 80; i <= 120; i++ {
		tr.Fixes[i].Speed = 300 + float32(i%3) // as the circle is flown: 2π·3 km in 120 s is 305 kt
	}
	tr.Clean(Jet)
	if got := texts(tr, "courses add up to a place"); len(got) != 1 {
		t.Fatalf("noted: %v", tr.Notes)
	}
	if in, out := doubted(tr, 80, 120); in < 36 || out > 4 {
		t.Errorf("%d of 41 are doubted, and %d others", in, out)
	}
}

func TestOneWrongPositionIsNoStretch(t *testing.T) {
	tr := waver(200)
	tr.Fixes[90].Pos, _ = geo.Direct(tr.Fixes[90].Pos, 0, 2500)
	tr.Clean(Jet)
	if in, out := doubted(tr, 0, 0); in+out > 0 {
		t.Errorf("%d are doubted: %v", in+out, tr.Notes)
	}
}

// A speed that a file repeats for minutes is left over, and speaks against no
// position; nor do numbers that somebody has filled in.
func TestLeftOverSpeedsAreNotCompared(t *testing.T) {
	tr := waver(200)
	for i := 60; i < 120; i++ {
		tr.Fixes[i].Speed, tr.Fixes[i].Course = 180, 270
	}
	tr.Clean(Jet)
	if in, out := doubted(tr, 0, 0); in+out > 0 {
		t.Errorf("%d are doubted: %v", in+out, tr.Notes)
	}
	even := waver(200)
	circle(even, 80, 120)
	even.Resampled = true
	even.Clean(Jet)
	if got := texts(even, "used as proof"); len(got) > 0 && strings.Contains(got[0], "reported") {
		t.Errorf("noted of a resampled track: %v", got)
	}
}

func TestHeightJump(t *testing.T) {
	tr := waver(200)
	for i := 70; i < 90; i++ {
		tr.Fixes[i].Geo.Feet += 2400
	}
	tr.Clean(Jet)
	got := texts(tr, "geometric height jumped")
	if len(got) != 1 || !strings.Contains(got[0], "(rows 71 to 90)") || !strings.Contains(got[0], "in 10 s") {
		t.Fatalf("noted: %v", tr.Notes)
	}
	if in, out := doubted(tr, 70, 89); in != 20 || out != 0 {
		t.Errorf("%d of 20 are doubted, and %d others", in, out)
	}
	// Lagging behind in a climb, and a 0 for none, are no jumps.
	climb := waver(200)
	for i := range climb.Fixes {
		climb.Fixes[i].Alt.Feet = int32(1000 + i*400)
		climb.Fixes[i].Geo.Feet = int32(1600 + (i/4)*4*400)
		if i%50 > 40 {
			climb.Fixes[i].Geo.Feet = 0
		}
	}
	climb.Clean(Jet)
	if got := texts(climb, "geometric height"); len(got) != 0 {
		t.Errorf("noted: %v", got)
	}
}

func TestIntegrityLostInFlight(t *testing.T) {
	tr := waver(100)
	for i := 40; i < 60; i++ {
		tr.Fixes[i].NIC = 0
	}
	tr.Fixes[80].NACp = 0 // too short to count
	tr.Clean(Jet)
	if got := texts(tr, "reported NIC 0 in flight, having reported 8 before"); len(got) != 1 || len(texts(tr, "NACp 0")) != 0 {
		t.Errorf("noted: %v", tr.Notes)
	}
	if in, out := doubted(tr, 40, 59); in != 20 || out != 0 {
		t.Errorf("%d of 20 are doubted, and %d others", in, out)
	}
	never := waver(100)
	for i := range never.Fixes {
		never.Fixes[i].NIC = 0 // it never had any, so that none was lost
	}
	never.Clean(Jet)
	if in, out := doubted(never, 0, 0); in+out != 0 {
		t.Errorf("%d are doubted", in+out)
	}
}

// Files that state integrity with every fourth position are read alike.
func TestIntegrityStatedNowAndThen(t *testing.T) {
	tr := waver(100)
	for i := range tr.Fixes {
		f := &tr.Fixes[i]
		if i >= 40 && i <= 60 {
			f.NIC, f.NACp = 0, 0
		}
		if i%4 != 0 {
			f.NIC, f.NACp, f.SIL = -1, -1, -1
		}
	}
	tr.Clean(Jet)
	if len(texts(tr, "low integrity")) != 1 || len(texts(tr, "reported NIC 0")) != 1 || len(texts(tr, "(rows 41 to 61)")) != 3 {
		t.Errorf("noted: %v", tr.Notes)
	}
	if in, out := doubted(tr, 40, 60); in != 21 || out != 0 {
		t.Errorf("%d of 21 are doubted, and %d others", in, out)
	}
	silent := waver(100)
	for i := range silent.Fixes { // two statements, ten minutes apart
		silent.Fixes[i].NIC, silent.Fixes[i].NACp = -1, -1
	}
	silent.Fixes[10].NACp, silent.Fixes[70].NACp = 5, 5
	silent.Clean(Jet)
	if got := texts(silent, "low integrity"); len(got) != 0 {
		t.Errorf("noted: %v", got)
	}
}

func TestSIL(t *testing.T) {
	for _, c := range []struct {
		zero     int
		jump     bool
		note     string
		doubtful int
	}{
		{5, true, "", 0}, {20, false, "", 0}, {70, false, "70 of 100 positions have SIL 0: the aircraft claimed nothing", 0},
		{20, true, "20 of 100 positions have SIL 0, and 3 positions cannot be reached", 20},
	} {
		tr := waver(100)
		for i := range c.zero {
			tr.Fixes[i].SIL = 0
		}
		if c.jump {
			tr.Fixes[95].Pos, _ = geo.Direct(tr.Fixes[95].Pos, 0, 60_000)
		}
		tr.Clean(Jet)
		in, out := doubted(tr, 0, c.zero-1)
		if got := texts(tr, "SIL"); in != c.doubtful || out != 0 || len(got) != min(1, len(c.note)) || len(got) > 0 && !strings.HasPrefix(got[0], c.note) {
			t.Errorf("SIL 0 in %d, jump %v: %d and %d doubtful, noted %v", c.zero, c.jump, in, out, got)
		}
	}
}

func TestSquawks(t *testing.T) {
	tr := waver(50)
	code := func(s string) Squawk { c, _ := SquawkOf(s); return c }
	for i, s := range map[int]string{0: "2000", 10: "7600", 14: "7600", 20: "7700", 21: "7700", 30: "7000", 40: "7500", 45: "1200"} {
		tr.Fixes[i].Squawk = code(s)
	}
	tr.Clean(Jet)
	got := strings.Join(texts(tr, "the transponder sent"), "\n")
	want := "from 1970-01-01T00:01:40Z to 1970-01-01T00:02:20Z (rows 11 to 15) the transponder sent 7600, the code for loss of communications\n" +
		"from 1970-01-01T00:03:20Z to 1970-01-01T00:03:30Z (rows 21 to 22) the transponder sent 7700, the code for an emergency\n" +
		"at 1970-01-01T00:06:40Z (row 41) the transponder sent 7500, the code for unlawful interference"
	if got != want {
		t.Errorf("noted:\n%s", got)
	}
}

func TestKindsAreCounted(t *testing.T) {
	tr := waver(50)
	for i := range 12 {
		tr.Fixes[i].Kind = MLAT
	}
	tr.Fixes[20].Kind = TISB
	tr.Fixes[30].Mark = Vehicle
	tr.Clean(Jet)
	want := "of 50 positions 1 was sent out by the ground from radar (TIS-B), 12 were multilaterated, 1 was of a vehicle or obstacle on the ground"
	if got := texts(tr, "of 50"); len(got) != 1 || got[0] != want {
		t.Errorf("noted: %v", tr.Notes)
	}
}

// Three aircraft 40 km from each other with low integrity at once are noted on
// each; a fourth 200 km off, one at another time, and one that has none are not.
func TestTogether(t *testing.T) {
	var ts []*Track
	for k := range 6 {
		tr := waver(120)
		tr.Address = Address{Code: uint32(k + 1)}
		for i := range tr.Fixes {
			f := &tr.Fixes[i]
			away := geo.Meters(40_000 * k)
			if k == 3 {
				away = 300_000
			}
			f.Pos, _ = geo.Direct(f.Pos, 0, away)
			if k == 4 {
				f.At += span.Instant(3 * span.Hour)
			}
			if i >= 20 && i < 40 && k != 5 {
				f.NACp = 5
			}
		}
		tr.Clean(Jet)
		ts = append(ts, tr)
	}
	var g Together
	for _, tr := range slices.Backward(ts) {
		g.Add(tr)
	}
	want := []string{
		"000001: in the ten minutes from 1970-01-01T00:00:00Z 2 other aircraft within 100 km reported low integrity too (000002, 000003)",
		"000002: in the ten minutes from 1970-01-01T00:00:00Z 2 other aircraft within 100 km reported low integrity too (000001, 000003)",
		"000003: in the ten minutes from 1970-01-01T00:00:00Z 2 other aircraft within 100 km reported low integrity too (000001, 000002)",
	}
	if got := g.Notes(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
