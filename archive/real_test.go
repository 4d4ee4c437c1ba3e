package archive_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/archive/archivetest"
	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// real are folders of real files beside the repository. The last has most of the
// positions, and is read if HOLDSHORT_REAL is all.
var real = []string{"readsb-trace", "readsb-trace-csv", "fr24", "fr24-sj182", "gps-kml", "ice-air-excerpts", "opensky-traffic-samples"}

// Every track of real files comes out of an archive as it went in: every value of
// every position, callsigns, and with them all that is said of it.
func TestRealTracks(t *testing.T) {
	folders, names := real, []string(nil)
	if os.Getenv("HOLDSHORT_REAL") != "all" {
		folders = real[:len(real)-1]
	}
	for _, name := range folders {
		if dir := filepath.Join("..", "..", "shared", "data", name); exists(dir) {
			names = append(names, dir)
		}
	}
	if len(names) == 0 {
		t.Skip("real position files are not beside the repository")
	}
	dir := t.TempDir()
	want := map[track.Address]*track.Track{}
	a, err := archive.Begin(t.Context(), dir, archive.Options{Fields: atlas.Airfields, Held: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Abort()
	digests := map[string]cite.Digest{}
	n := 0
	_, err = feed.ReadAircraft(names, feed.Options{Zone: "UTC"}, func(x *track.Track) error {
		if x.Address.IsZero() {
			return nil // told apart by their files, below
		}
		for _, o := range x.Origins {
			if _, ok := digests[o.Name]; !ok {
				digests[o.Name] = cite.Sum([]byte(o.Name))
				if err := a.Digest(a.Source(o.Name, o.Name), digests[o.Name], 1); err != nil {
					return err
				}
			}
		}
		if err := a.Track(x); err != nil {
			return err
		}
		want[x.Address] = x
		n += len(x.Fixes)
		return nil
	})
	if err != nil {
		t.Log(err) // some files are of other kinds
	}
	if _, err := a.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	compareTracks(t, dir, want)
	t.Logf("%d positions of %d aircraft", n, len(want))
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func compareTracks(t *testing.T, dir string, want map[track.Address]*track.Track) {
	t.Helper()
	x, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []track.Point
	for p, err := range x.History(context.Background(), archive.Query{Between: span.Of(0, 4_000_000_000_000)}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	got := track.Gather(all)
	if len(got) != len(want) {
		t.Fatalf("%d aircraft came out, %d went in", len(got), len(want))
	}
	for _, g := range got {
		if w := want[g.Address]; !sameTrack(g, w) {
			t.Errorf("%s came out otherwise: %d positions and %d callsigns, was %d and %d", g.Address, len(g.Fixes), len(g.Calls), len(w.Fixes), len(w.Calls))
		}
	}
}

// sameTrack compares all that a track has but for its notes, and callsigns that are
// in force at none of its positions.
func sameTrack(a, b *track.Track) bool {
	if a.Registration != b.Registration || a.Type != b.Type || a.Operator != b.Operator || a.Spacing != b.Spacing || a.Resampled != b.Resampled || len(a.Fixes) != len(b.Fixes) {
		return false
	}
	x, y := points(a), points(b)
	for i := range x {
		if !archivetest.Same(&x[i], &y[i]) {
			return false
		}
	}
	return true
}

// points are the positions of a track in the order of Compare.
func points(x *track.Track) []track.Point {
	var digests []cite.Digest
	for _, o := range x.Origins {
		digests = append(digests, cite.Sum([]byte(o.Name)))
	}
	out := x.Points(digests, nil)
	slices.SortFunc(out, func(a, b track.Point) int { return archive.Compare(&a, &b) })
	return out
}
