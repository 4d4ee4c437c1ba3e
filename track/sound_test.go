package track_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// The files in this suite are real ones, dense in time. What is proved from a
// part of their positions is held against the rest: that an answer is sound
// means that no position left out can contradict it.

// dense is one real track: the positions that a proof may rest on.
type dense struct {
	name  string
	track *track.Track
}

// most bounds the positions taken of one track, so that the suite is quick.
const most = 12_000

// read are the tracks that denseTracks has read; no test alters them.
var read []dense

// denseTracks reads the real tracks, of each file the first two aircraft.
func denseTracks(t *testing.T) []dense {
	t.Helper()
	if read != nil {
		return read
	}
	var names []string
	for _, p := range []string{"readsb-trace/*", "readsb-trace-csv/*", "fr24/*", "fr24-sj182/*", "gps-kml/*", "opensky-traffic-samples/*"} {
		found, _ := filepath.Glob(filepath.Join(realData, p))
		names = append(names, found...)
	}
	if len(names) == 0 {
		t.Skipf("NOT RUN: no real files at %s", realData)
	}
	for i, name := range names {
		if testing.Short() && i%6 != 0 {
			continue
		}
		read = append(read, readDense(t, name)...)
	}
	return read
}

func readDense(t *testing.T, name string) (out []dense) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = feed.Read(f, name, feed.Options{}, func(tr *track.Track) error {
		if len(tr.Fixes) < 50 || len(out) == 2 {
			return nil
		}
		tr.Clean(track.Jet)
		tr.Fixes = slices.DeleteFunc(tr.Fixes, func(f track.Fix) bool { return !f.Proves() })
		tr.Fixes = tr.Fixes[:min(len(tr.Fixes), most)]
		out = append(out, dense{filepath.Base(name) + " " + tr.Address.String(), tr})
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

// part is the track with some of its fixes, cleaned as a file with those alone
// would be.
func part(tr *track.Track, fixes []track.Fix) *track.Track {
	out := *tr
	out.Fixes, out.Notes = slices.Clone(fixes), nil
	out.Clean(track.Jet)
	return &out
}

// thin keeps one fix in n, from a random one on, and cuts two random gaps.
func thin(fixes []track.Fix, n int, r *rand.Rand) []track.Fix {
	var out []track.Fix
	for i := r.IntN(n); i < len(fixes); i += n {
		out = append(out, fixes[i])
	}
	for range 2 {
		if at, long := r.IntN(len(out)+1), r.IntN(len(out)/8+2); at+long < len(out) {
			out = slices.Delete(out, at, at+long)
		}
	}
	return out
}

// jittered moves the clock of each fix at random by as much as s, and says so.
func jittered(fixes []track.Fix, s span.Length, r *rand.Rand) []track.Fix {
	out := slices.Clone(fixes)
	for i := range out {
		out[i].At += span.Instant(r.Int64N(2*int64(s)+1) - int64(s))
		out[i].Slack += s
	}
	return out
}

// places is where the true position at a dense fix may be, as far as the file
// says: its radius, and the way flown within its slack.
func places(f *track.Fix, tr *track.Track) track.Region {
	one := *tr
	one.Fixes = []track.Fix{*f}
	return track.NewPrism(&one, track.Jet).At(f.At)
}

// star is a small polygon about p: corners at random distances, all round.
func star(p geo.Point, r *rand.Rand) track.Area {
	c, _ := geo.Direct(p, geo.Degrees(360*r.Float64()), geo.Meters(30_000*r.Float64()))
	a := geo.Area{ID: "star", Error: geo.Meters(500 * r.Float64())}
	size := 3_000 + 60_000*r.Float64()
	for i, n := 0, 5+r.IntN(5); i < n; i++ {
		q, _ := geo.Direct(c, geo.Degrees(360*float64(i)/float64(n)), geo.Meters(size*(0.4+0.6*r.Float64())))
		a.Outline = append(a.Outline, q)
	}
	return track.AreaOf(a)
}

// shipped is an area that the program carries.
func shipped(t *testing.T, id string) track.Area {
	t.Helper()
	r, ok := place.Area(id)
	if !ok {
		t.Fatalf("no area %s is shipped", id)
	}
	return atlas.Area(r)
}

// thinnings are one in how many positions are kept.
var thinnings = []int{2, 5, 10, 20, 60}

// Whatever positions are left out, and however the clock is off within what the
// file admits, no proved answer contradicts a position that was left out.
func TestRealTracksNeverContradictProofs(t *testing.T) {
	r := rand.New(rand.NewPCG(2025, 315))
	var regions, definite, open, crossings int
	for _, d := range denseTracks(t) {
		fixes := d.track.Fixes
		for _, n := range thinnings {
			kept := thin(fixes, n, r)
			if r.IntN(3) == 0 {
				kept = jittered(kept, 5*span.Second, r)
			}
			if len(kept) < 2 {
				continue
			}
			tr := part(d.track, kept)
			p := track.NewPrism(tr, track.Jet)
			areas := []track.Area{star(fixes[r.IntN(len(fixes))].Pos, r), star(fixes[r.IntN(len(fixes))].Pos, r)}
			for range 24 {
				f := &fixes[r.IntN(len(fixes))]
				region := p.At(f.At)
				regions++
				for _, disc := range region.Discs {
					if off := geo.Distance(disc.Center, f.Pos) - disc.Radius; off > 0 {
						t.Errorf("%s, 1:%d: row %d at %s is %.0f m outside where the aircraft is said to be", d.name, n, f.Row, f.At.RFC3339(), float64(off))
					}
				}
				for _, a := range areas {
					got := region.In(a)
					if got == tri.Unknown {
						open++
						continue
					}
					definite++
					if want := places(f, d.track).In(a); want != tri.Unknown && got != want {
						t.Errorf("%s, 1:%d: in %s at %s: %v, by row %d %v", d.name, n, a.ID, f.At.RFC3339(), got, f.Row, want)
					}
				}
			}
			for _, c := range p.Crossings(areas[0]) {
				crossings++
				checkAgainst(t, d, n, areas[0], c)
			}
		}
	}
	t.Logf("%d regions; in an area: %d definite, %d open; %d crossings", regions, definite, open, crossings)
	if definite < regions || open < regions/20 || crossings < regions/100 {
		t.Errorf("too few of some answers for the rest to say much")
	}
}

// checkAgainst holds a crossing against the dense positions between its ends:
// the last one that is certainly still on the first side, and the next that is
// certainly on the other.
func checkAgainst(t *testing.T, d dense, n int, a track.Area, c track.Crossing) {
	t.Helper()
	first := tri.No
	if c.Leaves {
		first = tri.Yes
	}
	var still, other *track.Fix
	for i := len(d.track.Fixes) - 1; i >= 0 && still == nil; i-- {
		f := &d.track.Fixes[i]
		if f.At < c.From.At || f.At > c.To.At {
			continue
		}
		switch places(f, d.track).In(a) {
		case tri.Unknown:
		case first:
			still = f
		default:
			other = f
		}
	}
	if still != nil && c.Between.Latest() < still.At-span.Instant(still.Slack) {
		t.Errorf("%s, 1:%d: it crossed the boundary of %s by %s, and is on its first side in row %d at %s", d.name, n, a.ID, c.Between.Latest().RFC3339(), still.Row, still.At.RFC3339())
	}
	if other != nil && c.Between.Earliest() > other.At+span.Instant(other.Slack) {
		t.Errorf("%s, 1:%d: it crossed the boundary of %s not before %s, and is on the other side in row %d at %s", d.name, n, a.ID, c.Between.Earliest().RFC3339(), other.Row, other.At.RFC3339())
	}
}

// The same with areas that the program carries. They have many sides, so that
// two tracks and few moments are taken.
func TestRealTracksAgainstShippedAreas(t *testing.T) {
	if testing.Short() {
		t.Skip("areas of many sides")
	}
	r := rand.New(rand.NewPCG(12, 24))
	definite, crossings := 0, 0
	for _, d := range denseTracks(t) {
		var ids []string
		for part, id := range map[string]string{"ac671b": "us-12nm", "EDW24": "ch-land"} {
			if strings.Contains(d.name, part) {
				ids = append(ids, id)
			}
		}
		for _, id := range ids {
			a := shipped(t, id)
			kept := thin(d.track.Fixes, 20, r)
			p := track.NewPrism(part(d.track, kept), track.Jet)
			for range 6 {
				f := &d.track.Fixes[r.IntN(len(d.track.Fixes))]
				got := p.At(f.At).In(a)
				if got == tri.Unknown {
					continue
				}
				definite++
				if want := places(f, d.track).In(a); want != tri.Unknown && got != want {
					t.Errorf("%s: in %s at %s: %v, by row %d %v", d.name, id, f.At.RFC3339(), got, f.Row, want)
				}
			}
			for _, c := range p.Crossings(a) {
				crossings++
				checkAgainst(t, d, 20, a, c)
			}
		}
	}
	t.Logf("%d definite, %d crossings", definite, crossings)
	if definite < 5 || crossings < 2 {
		t.Error("too few to say much")
	}
}
