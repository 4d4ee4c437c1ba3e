package track_test

import (
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

const realData = "../../shared/data"

// realTracks are the tracks of all real position files, by file.
func realTracks(t *testing.T) map[string][]*track.Track {
	t.Helper()
	if _, err := os.Stat(realData); err != nil {
		t.Skip("no real files:", err)
	}
	out := map[string][]*track.Track{}
	for _, folder := range []string{"readsb-trace", "readsb-trace-csv", "fr24", "fr24-sj182", "opensky-traffic-samples", "ice-hub-snapshots", "gps-kml", "ice-air-excerpts"} {
		err := filepath.WalkDir(filepath.Join(realData, folder), func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			_, err = feed.ReadFiles([]string{name}, feed.Options{}, func(tr *track.Track) error {
				out[filepath.Base(name)] = append(out[filepath.Base(name)], tr)
				return nil
			})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// suspicions are the parts of notes that say that a position is in doubt.
var suspicions = []string{"positions imply", "courses add up", "geometric height jumped", "0 in flight", "SIL 0"}

func suspect(tr *track.Track) (out []string) {
	for _, n := range tr.Notes {
		if slices.ContainsFunc(suspicions, func(s string) bool { return strings.Contains(n.Text, s) }) {
			out = append(out, n.Text)
		}
	}
	return out
}

// None of the real files is of an aircraft that was interfered with, as far as is
// known: nothing is to be suspected in any, noisy and granular ones included.
func TestNothingIsSuspectedOfRealFiles(t *testing.T) {
	files, tracks, fixes := 0, 0, 0
	for name, ts := range realTracks(t) {
		files++
		for _, tr := range track.Join(ts) {
			tracks++
			tr.Clean(track.Jet)
			fixes += len(tr.Fixes)
			for _, text := range suspect(tr) {
				t.Errorf("%s %s: %s", name, tr.Address, text)
			}
			for i := range tr.Fixes {
				if tr.Fixes[i].Mark.Has(track.Doubtful) {
					t.Errorf("%s %s: row %d is in doubt", name, tr.Address, tr.Fixes[i].Row)
					break
				}
			}
		}
	}
	t.Logf("%d files, %d tracks, %d positions", files, tracks, fixes)
	if files < 60 || tracks < 900 {
		t.Errorf("%d files with %d tracks were read", files, tracks)
	}
}

// clone is a copy of the fixes of a track that were received with a speed in the
// air, as its own track.
func clone(tr *track.Track) *track.Track {
	c := *tr
	c.Fixes, c.Notes = slices.Clone(tr.Fixes), nil
	return &c
}

// stretchOf finds the first stretch of a clean track that lasts, in the air at
// 250 kt or more, with fixes at most ten seconds apart and reports that are not
// left over from before.
func stretchOf(tr *track.Track, lasting span.Instant) (first, last int, ok bool) {
	first = -1
	var changed span.Instant
	for i := range tr.Fixes {
		f := &tr.Fixes[i]
		if !f.Proves() {
			continue
		}
		if i > 0 && f.Speed != tr.Fixes[i-1].Speed {
			changed = f.At
		}
		good := f.At-changed < 20_000 && f.Speed >= 250 && f.Course >= 0 && f.Ground != track.OnGround
		if !good || first >= 0 && f.At-tr.Fixes[last].At > 10_000 {
			first = -1
		}
		if good && first < 0 {
			first = i
		}
		if last = i; first >= 0 && f.At-tr.Fixes[first].At >= lasting {
			return first, last, true
		}
	}
	return 0, 0, false
}

// Interference made in copies of real tracks is found: the aircraft led round a
// circle of 2 km radius every three minutes, or held to a tenth of its way, while
// it goes on reporting what it had reported.
func TestMadeInterferenceIsFound(t *testing.T) {
	made := map[string]func(fixes []track.Fix){
		"circle": func(fixes []track.Fix) {
			center, from := fixes[0].Pos, fixes[0].At
			for i := range fixes {
				turn := float64(fixes[i].At-from) / 180_000 * 360
				fixes[i].Pos, _ = geo.Direct(center, geo.Degrees(math.Mod(turn, 360)), 2000)
			}
		},
		"held": func(fixes []track.Fix) {
			from := fixes[0].Pos
			for i := range fixes {
				d, azimuth, _ := geo.Inverse(from, fixes[i].Pos)
				fixes[i].Pos, _ = geo.Direct(from, azimuth, d/10)
			}
		},
	}
	tried := map[string]int{}
	found := map[string]int{}
	for name, ts := range realTracks(t) {
		for _, tr := range track.Join(ts) {
			clean := clone(tr)
			clean.Clean(track.Jet)
			first, last, ok := stretchOf(clean, 240_000)
			if !ok || clean.Resampled {
				continue
			}
			for kind, make := range made {
				c := clone(clean)
				for i := range c.Fixes {
					c.Fixes[i].Mark &= track.Stale | track.NewLeg | track.NotReceived
				}
				make(c.Fixes[first : last+1])
				c.Clean(track.Jet)
				n := 0
				for i := first; i <= last; i++ {
					if !c.Fixes[i].Proves() {
						n++
					}
				}
				tried[kind]++
				if len(suspect(c)) > 0 && n*10 >= (last-first+1)*8 {
					found[kind]++
				} else {
					t.Logf("%s %s, %s: %d of %d fixes are left out, suspected: %v", name, tr.Address, kind, n, last-first+1, suspect(c))
				}
			}
		}
	}
	for kind := range made {
		t.Logf("%s: %d of %d were found", kind, found[kind], tried[kind])
		if tried[kind] < 5 || found[kind]*100 < tried[kind]*90 {
			t.Errorf("%s: %d of %d were found", kind, found[kind], tried[kind])
		}
	}
}
