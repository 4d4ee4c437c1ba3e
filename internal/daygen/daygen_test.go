package daygen

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/track"
)

var options = Options{Seed: 7, Share: 0.004, Day: 1742083200000} // 16 March 2025

// The same options make the same bytes, on one processor or on two, and say that
// they are synthetic before all else.
func TestSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	made, err := Write(&a, options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(&b, options); err != nil {
		t.Fatal(err)
	}
	if sha256.Sum256(a.Bytes()) != sha256.Sum256(b.Bytes()) {
		t.Error("two days of one seed differ")
	}
	z := tar.NewReader(&a)
	h, err := z.Next()
	if err != nil || !strings.Contains(h.Name, "SYNTHETIC") {
		t.Errorf("the first member is %v (%v)", h, err)
	}
	if text, err := io.ReadAll(z); err != nil || string(text) != Notice {
		t.Errorf("the notice reads %q (%v)", text, err)
	}
	if made.Traces != 280 {
		t.Errorf("%d traces", made.Traces)
	}
}

// The reader takes every point, and the proofs most of them: the flights are such
// as an aircraft could fly.
func TestReads(t *testing.T) {
	var day bytes.Buffer
	made, err := Write(&day, options)
	if err != nil {
		t.Fatal(err)
	}
	size := day.Len()
	fixes, proving, legs, addresses := 0, 0, 0, map[track.Address]bool{}
	sum, err := feed.Read(&day, "day.tar", feed.Options{}, func(x *track.Track) error {
		if addresses[x.Address] {
			t.Errorf("%s comes twice", x.Address)
		}
		addresses[x.Address] = true
		x.Clean(track.Jet)
		fixes += len(x.Fixes)
		for i := range x.Fixes {
			if x.Fixes[i].Proves() {
				proving++
			}
		}
		legs += len(x.Legs(nil))
		return nil
	})
	if err != nil || int64(fixes) != made.Points || sum.Unused != 0 {
		t.Fatalf("%d fixes of %d points, %d unused: %v", fixes, made.Points, sum.Unused, err)
	}
	t.Logf("%d bytes, %d points, %.1f bytes a point, JSON %.1f; %d legs; %d prove", size, made.Points, float64(size)/float64(made.Points), float64(made.JSON)/float64(made.Points), legs, proving)
	if proving*100 < fixes*95 || proving == fixes || legs < 100 {
		t.Errorf("%d of %d fixes prove, %d legs", proving, fixes, legs)
	}
}

// A point is about as many bytes as in a real trace, before and after it is
// compressed.
func TestSizesAreReal(t *testing.T) {
	const name = "../../../shared/data/readsb-trace/trace_full_ac671b.json"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Skipf("no real trace to compare with: %v", err)
	}
	real := float64(len(text)) / 2500
	var sizes []float64
	for k := range 200 {
		x := trace(options, k)
		if x.points > 200 && x.plane.source == "adsb_icao" {
			sizes = append(sizes, float64(x.size)/float64(x.points))
		}
	}
	slices.Sort(sizes)
	if mid := sizes[len(sizes)/2]; math.Abs(mid-real) > real/4 {
		t.Errorf("%.0f bytes a point, and %.0f in a real trace", mid, real)
	}
}
