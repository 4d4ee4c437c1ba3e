package archive_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/archive/archivetest"
	"github.com/holdshort/holdshort/archive/trino"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/internal/trinotest"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// A cluster that has an archive's files as tables answers as the archive does, to
// the byte; and what a cluster that loses a worker gives is never taken for an
// answer.
func TestCluster(t *testing.T) {
	c := trinotest.Start(t, 2)
	t.Run("history", func(t *testing.T) {
		n := 0
		archivetest.Run(t, func(t *testing.T, points []track.Point) archive.History {
			n++
			name := fmt.Sprintf("history%d", n)
			dir := filepath.Join(c.Dir, name)
			put(t, dir, points, 3, 1000)
			return registered(t, c, name).History
		})
	})
	t.Run("who", func(t *testing.T) { clusterWho(t, c) })
	t.Run("legs", func(t *testing.T) { clusterLegs(t, c) })
	if os.Getenv("HOLDSHORT_FIXES") != "" {
		t.Run("measure", func(t *testing.T) { clusterMeasure(t, c) })
	}
	t.Run("lost worker", func(t *testing.T) { clusterLoses(t, c) })
}

// registered is the archive in a folder of the cluster's, as its tables.
func registered(t *testing.T, c *trinotest.Cluster, name string) *archive.Remote {
	t.Helper()
	for table := range archive.Schemas() { // an archive has no folder for a table without rows
		if err := os.MkdirAll(filepath.Join(c.Dir, name, table), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	c.Exec(t, trino.Register(trinotest.Catalog, name, "local:///"+name)...)
	return remote(t, c, name)
}

func remote(t *testing.T, c *trinotest.Cluster, name string) *archive.Remote {
	t.Helper()
	at, err := trino.ParseAddress(c.Address(name))
	if err != nil {
		t.Fatal(err)
	}
	client, err := trino.Dial(at, trino.Credentials{})
	if err != nil {
		t.Fatal(err)
	}
	if kind, err := client.Open(t.Context()); err != nil || kind != trino.ArchiveKind {
		t.Fatal(kind, err)
	}
	return archive.Over(client)
}

func clusterWho(t *testing.T, c *trinotest.Cluster) {
	points := archivetest.Points(4, 120, 200)
	a := put(t, filepath.Join(c.Dir, "who"), points, 3, 5000)
	r := registered(t, c, "who")
	g := rand.New(rand.NewPCG(9, 10))
	found := 0
	for i := range 40 {
		q := askAbout(g, points)
		if i%5 == 0 {
			q.Addresses = []track.Address{points[i].Address, {Code: 0xa00000}}
		}
		want, err := a.Who(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Who(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		found += len(want)
		if x, y := written(t, exhibit.Presences{Ask: q, Found: got}), written(t, exhibit.Presences{Ask: q, Found: want}); x != y {
			t.Fatalf("at %d the cluster answers\n%s\nand the archive\n%s", q.At, x, y)
		}
	}
	t.Logf("%d aircraft found", found)
	if found < 50 {
		t.Errorf("only %d aircraft found", found)
	}
}

func written(t *testing.T, p exhibit.Presences) string {
	t.Helper()
	var b bytes.Buffer
	if err := exhibit.PresencesJSON(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func clusterLegs(t *testing.T, c *trinotest.Cluster) {
	tracks := flights(60)
	dir := filepath.Join(c.Dir, "legs")
	addTracks(t, dir, tracks[30:])
	a := addTracks(t, dir, tracks[:30])
	r := registered(t, c, "legs")
	first := tracks[0].Fixes[0].At
	for _, s := range []span.Span{span.Of(first, first.Add(10*span.Hour)), span.At(first.Add(12 * span.Hour)), span.Of(0, first.Add(100*span.Day)), span.Of(0, 1)} {
		want, got := legsText(t, a.Legs(t.Context(), s)), legsText(t, r.Legs(t.Context(), s))
		if got != want {
			t.Errorf("the cluster has\n%s\nand the archive\n%s", got, want)
		}
	}
}

// clusterMeasure times the same questions of a synthetic archive with so many
// positions, in its folder and by the cluster.
func clusterMeasure(t *testing.T, c *trinotest.Cluster) {
	fixes, err := strconv.ParseInt(os.Getenv("HOLDSHORT_FIXES"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(c.Dir, "measure")
	if err := archive.MakeWorld(t.Context(), dir, fixes); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := registered(t, c, "measure")
	var first archive.File
	for _, f := range a.Manifest().Files {
		if f.Table() == "fixes" && first.First == nil {
			first = f
		}
	}
	at := (*first.First + *first.Last) / 2
	who := func(half geo.Meters) func(asked) int {
		return func(x asked) int {
			found, err := x.Who(t.Context(), archive.SquareAsk(geo.Point{Lat: 32, Lon: -97}, half, at))
			if err != nil {
				t.Fatal(err)
			}
			return len(found)
		}
	}
	positions := func(q archive.Query) func(asked) (n int) {
		return func(x asked) (n int) {
			for _, err := range x.History(t.Context(), q) {
				if err != nil {
					t.Fatal(err)
				}
				n++
			}
			return n
		}
	}
	for _, x := range []struct {
		name string
		ask  func(asked) int
	}{
		{"who, square of 200 km", who(100_000)},
		{"who, square of 2,000 km", who(1_000_000)},
		{"all positions of an aircraft", positions(archive.Query{Between: span.Of(0, 4_000_000_000_000), Addresses: []track.Address{{Code: 0x400000 + 13}}})},
		{"positions of ten minutes in a box", positions(archive.Query{Between: span.Of(at, at.Add(10*span.Minute)), Within: geo.Box{South: 27, North: 37, West: -102, East: -92}})},
	} {
		folder, n := median(x.ask, a)
		cluster, m := median(x.ask, r)
		t.Logf("%s: %d; folder %s, cluster %s", x.name, n, folder, cluster)
		if n != m {
			t.Errorf("%s: %d of the folder, and %d of the cluster", x.name, n, m)
		}
	}
}

// asked is what is asked in a folder or at a cluster.
type asked interface {
	History(context.Context, archive.Query) iter.Seq2[track.Point, error]
	Who(context.Context, archive.Ask) ([]archive.Presence, error)
}

// median is the median time of nine tries after one, and what was found.
func median(ask func(asked) int, x asked) (time.Duration, int) {
	n := ask(x)
	var took []time.Duration
	for range 9 {
		began := time.Now()
		ask(x)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[4].Round(100 * time.Microsecond), n
}

// clusterLoses kills a worker while rows come that it still holds.
func clusterLoses(t *testing.T, c *trinotest.Cluster) {
	points := archivetest.Points(8, 900, 300)
	put(t, filepath.Join(c.Dir, "lost"), points, 4, 0)
	r := registered(t, c, "lost")
	q := archive.Query{Between: span.Of(0, 4_000_000_000_000), Addresses: everyone(points)}
	n, killed := 0, false
	var failed error
	for _, err := range r.History(t.Context(), q) {
		if err != nil {
			failed = err
			break
		}
		if n++; !killed {
			killed = true
			c.Kill(1)
			time.Sleep(time.Second)
		}
	}
	t.Logf("%d of %d positions came, and the error %v", n, len(points), failed)
	if (failed == nil) != (n == len(points)) {
		t.Errorf("%d of %d positions came, and the error %v", n, len(points), failed)
	}
	// Asked again, the cluster answers with the workers that it has left.
	got := 0
	for _, err := range r.History(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		got++
	}
	if got != len(points) {
		t.Errorf("asked again, %d of %d positions came", got, len(points))
	}
}

func everyone(points []track.Point) (out []track.Address) {
	seen := map[track.Address]bool{}
	for i := range points {
		if a := points[i].Address; !a.IsZero() && !seen[a] {
			seen[a] = true
			out = append(out, a)
		}
	}
	return out
}
