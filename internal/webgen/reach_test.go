package main

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// asked is a course and moments, and told what the page makes of them.
type asked struct {
	Course *finding.Course `json:"course"`
	At     []int64         `json:"at"`
}

type told struct {
	State string       `json:"state"`
	Ring  [][2]float64 `json:"ring"`
}

const script = `
const { Reach, cover } = reach;
const asked = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
console.log(JSON.stringify(asked.map((a) => a.at.map((t) => new Reach(a.course).at(t).map((s) => ({ state: s.state, ring: cover(s.discs) }))))));
`

// The page makes out the same stretches and regions from a course as the server,
// at every moment around those of the sample cases.
func TestPageReachesAsFar(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node, which runs the page's script here, is not installed")
	}
	var ask []asked
	var want [][]*finding.Where
	for _, name := range cases.Names {
		files, err := cases.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		c, err := holdshort.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		e := finding.New(c)
		for i := range c.Movements {
			a := asked{e.Course(&c.Movements[i]), []int64{}}
			var ws []*finding.Where
			for _, x := range a.Course.Anchors {
				for _, d := range []time.Duration{-13 * time.Hour, -47 * time.Minute, -time.Millisecond, 0, time.Minute, 50 * time.Minute} {
					at := x.Within.Latest().Add(span.Length(d.Milliseconds()))
					if x.Within.Bounded() {
						a.At, ws = append(a.At, int64(at)), append(ws, e.Where(&c.Movements[i], at, finding.Seen{}))
					}
				}
			}
			ask, want = append(ask, a), append(want, ws)
		}
	}
	compare(t, want, tell(t, node, ask))
}

// tell is what the page's own code says, run by node.
func tell(t *testing.T, node string, ask []asked) (out [][][]told) {
	t.Helper()
	r := api.Build(api.BuildOptions{EntryPoints: []string{ui + "/map_reach.ts"}, Bundle: true, Format: api.FormatIIFE, GlobalName: "reach"})
	if len(r.Errors) > 0 {
		t.Fatal(r.Errors)
	}
	b, err := json.Marshal(ask)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "asked.json")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", string(r.OutputFiles[0].Contents)+script, file)
	cmd.Stderr = os.Stderr
	if b, err = cmd.Output(); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func compare(t *testing.T, want [][]*finding.Where, got [][][]told) {
	t.Helper()
	rings := 0
	for i := range want {
		for k, w := range want[i] {
			if len(got[i][k]) != len(w.Could) {
				t.Fatalf("%s at %s: %v, want %v", w.Movement.ID, w.At.RFC3339(), got[i][k], w.Words())
			}
			for n, s := range w.Could {
				g, ring := got[i][k][n], geo.Cover(s.Discs)
				if g.State != string(s.State) || len(g.Ring) != len(ring) {
					t.Fatalf("%s at %s: %s of %d corners, want %s of %d", w.Movement.ID, w.At.RFC3339(), g.State, len(g.Ring), s.State, len(ring))
				}
				for _, p := range ring {
					rings++
					if d := nearest(g.Ring, p); d > 0.002 {
						t.Fatalf("%s at %s: the corner %v is %g degrees from any of %v", w.Movement.ID, w.At.RFC3339(), p, d, g.Ring)
					}
				}
			}
		}
	}
	if rings < 1000 {
		t.Errorf("only %d corners were compared", rings)
	}
}

// nearest is how far p is from the nearest corner, in degrees. The page goes the
// other way round.
func nearest(ring [][2]float64, p geo.Point) float64 {
	least := math.Inf(1)
	for _, q := range ring {
		least = min(least, math.Hypot(q[0]-float64(p.Lat), q[1]-float64(p.Lon)))
	}
	return least
}
