package archive_test

import (
	"bytes"
	"fmt"
	"iter"
	"testing"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Legs come in order of their first position in the air, whichever file of a day
// they are in, and so as before once the files have been made one.
func TestLegsInOrder(t *testing.T) {
	tracks := flights(60)
	dir := t.TempDir()
	addTracks(t, dir, tracks[30:])
	a := addTracks(t, dir, tracks[:30])
	ever := span.Of(0, tracks[59].Fixes[99].At)
	before, n, last := legsText(t, a.Legs(t.Context(), ever)), 0, span.Instant(0)
	for l, err := range a.Legs(t.Context(), ever) {
		if err != nil || l.First < last {
			t.Fatalf("a leg of %s comes after one of %s, and the error %v", l.First.RFC3339(), last.RFC3339(), err)
		}
		n, last = n+1, l.First
	}
	if n != 60 {
		t.Errorf("%d legs", n)
	}
	if _, err := archive.Compact(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if after := legsText(t, a.Legs(t.Context(), ever)); after != before {
		t.Errorf("compacted, the archive has\n%s\nand before\n%s", after, before)
	}
}

// flights are synthetic tracks, each from a runway to another, of so many aircraft
// on the days from one on.
func flights(n int) (out []*track.Track) {
	start := span.Instant(1_742_000_400_000)
	for i := range n {
		x := &track.Track{Address: track.Address{Code: uint32(0xa10000 + i/2)}, Origins: []track.Origin{{Name: fmt.Sprintf("flight%d", i), Format: "made", Rows: 100}}}
		at := start.Add(span.Length(i) * 40 * span.Minute)
		pos := geo.Point{Lat: 31.3274, Lon: -92.5486} // KAEX
		for k := range 100 {
			f := track.Fix{At: at, Pos: pos, Row: int64(k + 1), Kind: track.ADSB, Ground: track.Airborne, Speed: 300, Course: 250, Climb: track.NaN, NIC: -1, NACp: -1, SIL: -1}
			if k < 10 || k >= 90 && i%3 != 0 {
				f.Ground, f.Speed = track.OnGround, 10
			}
			x.Fixes = append(x.Fixes, f)
			at = at.Add(20 * span.Second)
			pos, _ = geo.Direct(pos, 250, geo.Meters(f.Speed)*10)
		}
		out = append(out, x)
	}
	return out
}

// addTracks adds tracks to an archive at once.
func addTracks(t *testing.T, dir string, tracks []*track.Track) *archive.Archive {
	t.Helper()
	a, err := archive.Begin(t.Context(), dir, archive.Options{Fields: atlas.Airfields})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Abort()
	for _, x := range tracks {
		name := x.Origins[0].Name
		if err := a.Digest(a.Source(name, name), cite.Sum([]byte(name)), 1); err != nil {
			t.Fatal(err)
		}
		if err := a.Track(x); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	out, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func legsText(t *testing.T, legs iter.Seq2[archive.Leg, error]) string {
	t.Helper()
	var b bytes.Buffer
	if err := exhibit.ArchiveLegsJSON(&b, legs); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
