package track

import (
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// cruise is n synthetic fixes, ten seconds apart, eastwards at 450 kt.
func cruise(n int) *Track {
	t := &Track{}
	for i := range n {
		p, _ := geo.Direct(geo.Point{Lat: 20, Lon: -90}, 90, 450*geo.Meters(geo.Knot)*10*geo.Meters(i))
		t.Fixes = append(t.Fixes, Fix{At: span.Instant(i) * 10 * second, Pos: p, Alt: Altitude{35000, Pressure}, Speed: 450, Radius: 100,
			Kind: ADSB, NIC: 8, NACp: 9, SIL: 3, Row: int64(i + 1)})
	}
	return t
}

func marked(t *Track, m Mark) (rows []int64) {
	for _, f := range t.Fixes {
		if f.Mark.Has(m) {
			rows = append(rows, f.Row)
		}
	}
	return rows
}

func noted(t *Track, text string) bool {
	for _, n := range t.Notes {
		if strings.Contains(n.Text, text) {
			return true
		}
	}
	return false
}

func TestCleanMarksAndKeeps(t *testing.T) {
	tr := cruise(20)
	tr.Fixes[5].Pos, _ = geo.Direct(tr.Fixes[5].Pos, 0, 60_000)
	tr.Fixes = append(tr.Fixes, tr.Fixes[10]) // an exact repeat
	rival := tr.Fixes[12]
	rival.Pos.Lat += 0.01
	rival.Row = 100
	tr.Fixes = append(tr.Fixes, rival)
	tr.Fixes[16].Pos, tr.Fixes[17].Pos = tr.Fixes[15].Pos, tr.Fixes[15].Pos
	tr.Clean(Jet)
	if len(tr.Fixes) != 21 {
		t.Errorf("%d fixes are left of 22, one of them a repeat", len(tr.Fixes))
	}
	if rows := marked(tr, Jump); len(rows) != 3 || rows[1] != 6 {
		t.Errorf("jumps at rows %v, the wrong position is in row 6", rows)
	}
	if rows := marked(tr, Rival); len(rows) != 2 {
		t.Errorf("rivals at rows %v", rows)
	}
	if rows := marked(tr, Frozen); len(rows) != 2 || rows[0] != 17 {
		t.Errorf("frozen rows %v, want 17 and 18", rows)
	}
	for _, text := range []string{"repeat another exactly", "further apart than can be flown", "two positions", "under a later time"} {
		if !noted(tr, text) {
			t.Errorf("nothing is noted of %q: %+v", text, tr.Notes)
		}
	}
}

// Two aircraft that send one address, or a receiver led astray for a while: a
// stretch of many positions is as likely right as those around it, and none that
// contradicts another may prove anything.
func TestLongStretchElsewhereProvesNothing(t *testing.T) {
	tr := cruise(900)
	for i := 400; i < 500; i++ {
		tr.Fixes[i].Pos, _ = geo.Direct(tr.Fixes[i].Pos, 0, 900_000)
	}
	tr.Clean(Jet)
	var proving []*Fix
	for i := range tr.Fixes {
		if tr.Fixes[i].Proves() {
			proving = append(proving, &tr.Fixes[i])
		}
	}
	for i, a := range proving {
		for _, b := range proving[i+1:] {
			if !Jet.reachable(a, b) {
				t.Fatalf("rows %d and %d are both used as proof and cannot both be right", a.Row, b.Row)
			}
		}
	}
	if len(proving) < 350 {
		t.Errorf("%d of 900 positions are left, those far from the stretch in time contradict nothing", len(proving))
	}
}

// Errors of a few positions, one after the other in different places, cost those
// next to them and no more.
func TestStraysCostTheirNeighboursAlone(t *testing.T) {
	tr := cruise(60)
	for i, away := range map[int]geo.Meters{20: 3_000_000, 21: 900_000, 40: 5_000_000} {
		tr.Fixes[i].Pos, _ = geo.Direct(tr.Fixes[i].Pos, 0, away)
	}
	tr.Clean(Jet)
	if got, want := marked(tr, Jump), []int64{20, 21, 22, 23, 40, 41, 42}; !slices.Equal(got, want) {
		t.Errorf("rows %v are marked, want %v", got, want)
	}
}

func TestStandingStillIsNotFrozen(t *testing.T) {
	tr := cruise(5)
	for i := range tr.Fixes {
		tr.Fixes[i].Pos, tr.Fixes[i].Ground, tr.Fixes[i].Speed = tr.Fixes[0].Pos, OnGround, 0
	}
	tr.Clean(Jet)
	if rows := marked(tr, Frozen); len(rows) != 0 {
		t.Errorf("rows %v of a parked aircraft are frozen", rows)
	}
}

func TestLowIntegrityIsNoted(t *testing.T) {
	tr := cruise(20)
	for i := 5; i < 15; i++ {
		tr.Fixes[i].NIC, tr.Fixes[i].NACp = 0, 0
	}
	tr.Clean(Jet)
	if !noted(tr, "low integrity") {
		t.Errorf("nothing is noted: %+v", tr.Notes)
	}
}

func TestGaps(t *testing.T) {
	tr := cruise(200)
	tr.Fixes = append(tr.Fixes[:50:50], tr.Fixes[90:]...)
	tr.Clean(Jet)
	gaps := tr.Gaps()
	if len(gaps) != 1 || gaps[0].Length != 410*span.Second || gaps[0].Ground {
		t.Fatalf("gaps %+v", gaps)
	}
	tr.Resampled = true
	if len(tr.Gaps()) != 0 {
		t.Error("a resampled track has gaps that can be told")
	}
}

func TestReachableInAGap(t *testing.T) {
	tr, _ := flight(harlingen, comayagua, 1742074000000, 10*second)
	var kept []Fix
	for i, f := range tr.Fixes {
		if i < 60 || i > len(tr.Fixes)-60 {
			kept = append(kept, f)
		}
	}
	tr.Fixes = kept
	tr.Clean(Jet)
	p := NewPrism(tr, Jet)
	g := tr.Gaps()[0]
	got, more := p.Reachable(tr, g, fields, 0, 5)
	if len(got) != 2 || more {
		t.Errorf("%d fields are reachable without a stay, more: %v", len(got), more)
	}
	if got, _ := p.Reachable(tr, g, fields, g.Length, 5); len(got) != 0 {
		t.Errorf("%d fields are reachable with a stay as long as the gap", len(got))
	}
}

func TestBack(t *testing.T) {
	up := span.Instant(1742074000000)
	tr, down := flight(harlingen, comayagua, up, 10*second)
	tr.Clean(Jet)
	p := NewPrism(tr, Jet)
	at := up + (down-up)/2
	ways := p.Back(at, fields, 3_000_000, 5)
	if len(ways) != 2 {
		t.Fatalf("%d ways", len(ways))
	}
	for _, w := range ways {
		d := geo.Distance(truth(up, down, at), w.Field.Pos)
		if d < w.Least || d > w.Most {
			t.Errorf("%s is %v away, by the region between %v and %v", w.Field.Ident, d, w.Least, w.Most)
		}
		if w.Time < span.Length(50*span.Minute) || w.Time > span.Length(70*span.Minute) {
			t.Errorf("%s: %s at the speed flown", w.Field.Ident, w.Time.Words())
		}
	}
	total := geo.Distance(harlingen.Pos, comayagua.Pos)
	if flown := p.Flown(at, down); flown > total/2+1000 || flown < total/2*95/100 {
		t.Errorf("flown %v of %v after the middle", flown, total)
	}
}

func TestAddressText(t *testing.T) {
	for _, s := range []string{"a2fe4c", "~2a3b4c", "000001"} {
		a, ok := ParseAddress(s)
		if !ok || a.String() != s {
			t.Errorf("%q is read as %v, %v", s, a, ok)
		}
	}
	for _, s := range []string{"", "a2fe4", "a2fe4cc", "g00000", "~a2fe4"} {
		if a, ok := ParseAddress(s); ok {
			t.Errorf("%q is read as %v", s, a)
		}
	}
}

func TestJoin(t *testing.T) {
	a, b := cruise(10), cruise(20)
	a.Address, b.Address = Address{Code: 1}, Address{Code: 1}
	a.Origins, b.Origins = []Origin{{Name: "a"}}, []Origin{{Name: "b"}}
	b.Fixes = b.Fixes[8:]
	b.Type = "A320"
	got := Join([]*Track{a, b})
	if len(got) != 1 || len(got[0].Origins) != 2 || got[0].Type != "A320" {
		t.Fatalf("joined: %+v", got)
	}
	got[0].Clean(Jet)
	if len(got[0].Fixes) != 20 || got[0].Fixes[19].Origin != 1 {
		t.Errorf("%d fixes; the last is of file %d", len(got[0].Fixes), got[0].Fixes[len(got[0].Fixes)-1].Origin)
	}
}
