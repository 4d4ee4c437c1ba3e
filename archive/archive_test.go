package archive_test

import (
	"math/rand/v2"
	"testing"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/archive/archivetest"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// put adds points to an archive in so many changes.
func put(t *testing.T, dir string, points []track.Point, changes, held int) *archive.Archive {
	t.Helper()
	for n := range changes {
		if err := archive.Put(t.Context(), dir, points, n, changes, held); err != nil {
			t.Fatal(err)
		}
	}
	x, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestHistory(t *testing.T) {
	for _, x := range []struct {
		name          string
		changes, held int
	}{{"at once", 1, 0}, {"sorted on disk", 1, 700}, {"in three changes", 3, 1000}} {
		t.Run(x.name, func(t *testing.T) {
			archivetest.Run(t, func(t *testing.T, points []track.Point) archive.History {
				return put(t, t.TempDir(), points, x.changes, x.held).History
			})
		})
	}
}

// Who answers as a walk through all positions does: of each aircraft the last
// before and the first after the moment in each source, however they lie in files.
func TestWho(t *testing.T) {
	points := archivetest.Points(4, 120, 200)
	var yes, unknown, contradicted int
	for changes, dir := range map[int]string{1: t.TempDir(), 3: t.TempDir()} {
		a := put(t, dir, points, changes, 5000)
		r := rand.New(rand.NewPCG(9, 9))
		for range 75 {
			q := askAbout(r, points)
			got, err := a.Who(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			want := whoPlain(points, q)
			if len(got) != len(want) {
				have := map[archive.Whom]bool{}
				for i := range got {
					have[archive.WhomOf(&got[i].Who)] = true
				}
				for who, w := range want {
					if !have[who] {
						t.Errorf("not found: %v %+v %+v", who, w.Before, w.After)
					}
				}
				t.Fatalf("%d changes: %d answers, want %d", changes, len(got), len(want))
			}
			for i := range got {
				g, w := &got[i], want[archive.WhomOf(&got[i].Who)]
				if w == nil || g.In != w.In || g.Contradicted != w.Contradicted || !samePlace(g.Before, w.Before) || !samePlace(g.After, w.After) {
					t.Fatalf("%d changes: at %d got\n%+v, want\n%+v", changes, q.At, g, w)
				}
				switch {
				case g.Contradicted:
					contradicted++
				case g.In == tri.Yes:
					yes++
				default:
					unknown++
				}
			}
		}
	}
	t.Logf("%d yes, %d unknown, %d contradicted", yes, unknown, contradicted)
	if yes < 30 || unknown < 30 || contradicted == 0 {
		t.Errorf("too few answers of a kind: %d yes, %d unknown, %d contradicted", yes, unknown, contradicted)
	}
}

func samePlace(a, b *track.Point) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.At == b.At && a.Pos == b.Pos && a.Radius == b.Radius && a.Slack == b.Slack && a.Kind == b.Kind && a.Row == b.Row && a.Digest == b.Digest && a.Address == b.Address
}

// askAbout asks about a square near some position.
func askAbout(r *rand.Rand, points []track.Point) archive.Ask {
	p := &points[r.IntN(len(points))]
	size := geo.Meters(10_000 + r.Float64()*400_000)
	var ring []geo.Point
	for i := range 4 {
		corner, _ := geo.Direct(p.Pos, geo.Degrees(45+90*i), size)
		ring = append(ring, corner)
	}
	area := geo.Area{ID: "square", Outline: ring, Error: 100}
	return archive.Ask{At: p.At + span.Instant(r.IntN(1_000_000)-500_000), Area: track.AreaOf(area), Box: geo.Around(append(ring, ring[0]), 100),
		Horizon: archive.Silence + span.Length(r.IntN(4*3_600_000)), Model: track.Jet}
}

// whoPlain is Who by walking through all positions.
func whoPlain(points []track.Point, q archive.Ask) map[archive.Whom]*archive.Presence {
	by := map[archive.Whom]map[cite.Digest]*[2]*track.Point{}
	for i := range points {
		p := &points[i]
		d := span.Length(p.At - q.At)
		if !p.Proves() || d > q.Horizon || -d > q.Horizon {
			continue
		}
		if by[archive.WhomOf(p)] == nil {
			by[archive.WhomOf(p)] = map[cite.Digest]*[2]*track.Point{}
		}
		b := by[archive.WhomOf(p)][p.Digest]
		if b == nil {
			b = &[2]*track.Point{}
			by[archive.WhomOf(p)][p.Digest] = b
		}
		if d <= 0 && (b[0] == nil || archive.Compare(b[0], p) < 0) {
			b[0] = p
		}
		if d > 0 && (b[1] == nil || archive.Compare(p, b[1]) < 0) {
			b[1] = p
		}
	}
	out := map[archive.Whom]*archive.Presence{}
	for who, sources := range by {
		p := &archive.Presence{}
		var all []*track.Point
		for _, b := range sources {
			for side, x := range b {
				to := []**track.Point{&p.Before, &p.After}[side]
				if x != nil {
					all = append(all, x)
					if *to == nil || side == 0 && archive.Compare(*to, x) < 0 || side == 1 && archive.Compare(x, *to) < 0 {
						*to = x
					}
				}
			}
		}
		t := &track.Track{}
		for _, x := range []*track.Point{p.Before, p.After} {
			if x != nil {
				t.Fixes = append(t.Fixes, x.Fix)
			}
		}
		for _, x := range all {
			for _, y := range all {
				if !track.Jet.Reachable(&x.Fix, &y.Fix) {
					p.Contradicted = true
				}
			}
		}
		if !p.Contradicted {
			p.In = track.NewPrism(t, track.Jet).At(q.At).In(q.Area)
		}
		in := func(xs ...*track.Point) tri.Truth {
			t := &track.Track{}
			for _, x := range xs {
				if x != nil {
					t.Fixes = append(t.Fixes, x.Fix)
				}
			}
			return track.NewPrism(t, track.Jet).At(q.At).In(q.Area)
		}
		near := !p.Contradicted
		for _, b := range sources {
			switch {
			case b[0] != nil && b[1] != nil && !track.Jet.Reachable(&b[0].Fix, &b[1].Fix):
				near = near || in(b[0]) != tri.No || in(b[1]) != tri.No
			default:
				near = near || in(b[0], b[1]) != tri.No
			}
		}
		if near && p.In != tri.No {
			out[who] = p
		}
	}
	return out
}

// everywhere is an area of which nothing is known, so that every aircraft may be
// in it.
var everywhere = track.Area{ID: "everywhere", Contains: func(geo.Point) tri.Truth { return tri.Unknown }}
