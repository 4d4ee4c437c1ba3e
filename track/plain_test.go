package track_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/internal/daygen"
	"github.com/holdshort/holdshort/track"
)

// madeDay are some tracks of a synthetic day.
func madeDay(t testing.TB, share float64) (out []*track.Track) {
	t.Helper()
	var day bytes.Buffer
	if _, err := daygen.Write(&day, daygen.Options{Seed: 3, Share: share, Day: 1742083200000}); err != nil {
		t.Fatal(err)
	}
	_, err := feed.Read(&day, "day.tar", feed.Options{}, func(x *track.Track) error {
		out = append(out, x)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// spoil changes some numbers of a stretch of a track, in one of the ways that
// Clean looks for, by little or by much.
func spoil(x *track.Track, r *rand.Rand) {
	n := len(x.Fixes)
	i, long := r.IntN(n), 1+r.IntN(40)
	off := geo.Point{Lat: geo.Degrees(r.NormFloat64() * 0.02), Lon: geo.Degrees(r.NormFloat64() * 0.02)}
	way, by := r.IntN(12), float32(0.5+r.Float64())
	for k := i; k < min(n, i+long); k++ {
		f := &x.Fixes[k]
		switch way {
		case 0:
			f.Speed *= by
		case 1:
			f.Course = float32(int(f.Course+by*60) % 360)
		case 2:
			f.Pos.Lat, f.Pos.Lon = f.Pos.Lat+off.Lat, f.Pos.Lon+off.Lon
		case 3:
			f.Geo.Feet += int32(by * 900)
		case 4:
			f.NIC = 0
		case 5:
			f.Pos = x.Fixes[i].Pos
		case 6:
			f.Speed, f.Course = x.Fixes[i].Speed, x.Fixes[i].Course
		case 7:
			f.At = x.Fixes[i].At
		case 8:
			f.Speed = track.NaN
		case 9:
			f.Ground = track.OnGround
		case 10:
			f.Pos.Lat += geo.Degrees(float64(k-i) * float64(off.Lat) / 20)
		case 11:
			f.Speed, f.Course = x.Fixes[i].Speed, x.Fixes[i].Course
			f.Pos.Lat += geo.Degrees(float64(k-i) * float64(off.Lat) / 40)
		}
	}
}

// Where Plain finds nothing odd, Clean marks nothing and leaves every fix in its
// place, and no speed beats the model's; and that is so of most tracks.
func TestPlain(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	var all []*track.Track
	for _, d := range denseTracks(t) {
		if d.track.Resampled {
			continue
		}
		all = append(all, d.track)
	}
	real := len(all)
	all = append(all, madeDay(t, 0.002)...)
	plain, odd, marked, wrong := [2]int{}, [2]int{}, 0, 0
	for i, orig := range all {
		for round := range 30 {
			x := *orig
			x.Fixes = slices.Clone(orig.Fixes)
			for k := range x.Fixes {
				x.Fixes[k].Slack, x.Fixes[k].Row = 1000, int64(k+1) // as in a trace
			}
			for range round % 3 {
				spoil(&x, r)
			}
			before := slices.Clone(x.Fixes)
			p := track.NewPlain(track.Jet)
			for k := range x.Fixes {
				p.Add(&x.Fixes[k])
			}
			_, beats := x.Beats(track.Jet.Top)
			x.Clean(track.Jet)
			same := !beats
			before = slices.CompactFunc(before, func(a, b track.Fix) bool { return a.At == b.At && a.Pos == b.Pos && len(before) != len(x.Fixes) })
			for k := range min(len(before), len(x.Fixes)) {
				same = same && before[k].At == x.Fixes[k].At && before[k].Pos == x.Fixes[k].Pos && x.Fixes[k].Proves()
			}
			made := 0
			if i >= real {
				made = 1
			}
			switch {
			case !p.Odd && !same:
				wrong++
				t.Errorf("%s round %d: nothing odd, and Clean notes %v", orig.Address, round, x.Notes)
			case round%3 == 0 && p.Odd:
				odd[made]++
			case round%3 == 0:
				plain[made]++
			}
			if !same {
				marked++
			}
		}
	}
	t.Logf("real: %d plain, %d odd; made: %d plain, %d odd; %d that Clean marks", plain[0], odd[0], plain[1], odd[1], marked)
	if marked < 500 || plain[1] < 8*odd[1] {
		t.Errorf("%d that Clean marks; of made ones %d plain, %d odd", marked, plain[1], odd[1])
	}
}

func BenchmarkPlain(b *testing.B) {
	x := madeDay(b, 0.0005)[3]
	for b.Loop() {
		p := track.NewPlain(track.Jet)
		for k := range x.Fixes {
			p.Add(&x.Fixes[k])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(x.Fixes)), "ns/fix")
}
