package finding_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Where a movement was never contradicts an answer to the same question: in no
// sample case, at no moment, does the region lie on the other side of an area
// than the record, and a stretch in the air is one in which airborne is not no.
func TestWhereAgreesWithAnswers(t *testing.T) {
	definite, agreed := 0, 0
	for name, files := range samples(t) {
		c, err := holdshort.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		e := finding.New(c)
		for i := range c.Movements {
			m := &c.Movements[i]
			for _, at := range momentsOf(e.Course(m)) {
				w := e.Where(m, at, finding.Seen{})
				for _, in := range w.In {
					if in.Conflict {
						t.Errorf("%s: %s in %s at %s: the region and the record contradict each other", name, m.ID, in.Area.ID, at.RFC3339())
					}
					if in.In != tri.Unknown {
						definite++
					}
				}
				agreed += agree(t, name, w)
			}
		}
	}
	if t.Logf("%d definite answers on areas, %d on flight", definite, agreed); definite < 100 || agreed < 50 {
		t.Errorf("%d definite answers on areas and %d on flight were compared", definite, agreed)
	}
}

// agree holds the states of w against its answer to airborne, which comes from
// the exact pass.
func agree(t *testing.T, name string, w *finding.Where) int {
	var air, ground bool
	for _, s := range w.Could {
		air, ground = air || s.State != finding.OnGround, ground || s.State != finding.InTheAir
	}
	if w.InAir == tri.Yes && !air || w.InAir == tri.No && !ground {
		t.Errorf("%s: %s at %s: airborne is %s, and it could be %v", name, w.Movement.ID, w.At.RFC3339(), w.InAir, w.Could)
	}
	if w.InAir == tri.Unknown {
		return 0
	}
	return 1
}

// momentsOf are moments around the bounds of the anchors, and between them.
func momentsOf(c *finding.Course) []span.Instant {
	var ends []span.Instant
	for _, a := range c.Anchors {
		if a.Within.Bounded() {
			ends = append(ends, a.Within.Earliest(), a.Within.Latest())
		}
	}
	slices.Sort(ends)
	var out []span.Instant
	for i, x := range ends {
		out = append(out, x-1, x, x+1, x-span.Instant(20*span.Minute))
		if i > 0 {
			out = append(out, ends[i-1]+(x-ends[i-1])/2)
		}
	}
	return out
}

// A world of a flight of three stops, drawn at random: where it was at a moment
// is always within the region, the polygon drawn of it, and the distances.
func TestWhereHoldsEveryWorld(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	tried := map[finding.State]int{}
	for range 60 {
		f := randomFlight(r)
		c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(f.text())}})
		if err != nil {
			t.Fatalf("%v\n%s", err, f.text())
		}
		e := finding.New(c)
		for range 100 {
			times, ok := f.world(r)
			if !ok {
				continue
			}
			at := times[0] + r.IntN(max(1, times[3]-times[0]+60)) - 30
			w := e.Where(&c.Movements[0], base+span.Instant(at)*span.Instant(span.Minute), finding.Seen{})
			if p, ok := f.position(r, times, at); ok {
				tried[check(t, f, w, p)]++
			}
		}
	}
	if t.Logf("worlds by state: %v", tried); tried[finding.InTheAir] < 200 || tried[finding.OnGround] < 200 {
		t.Errorf("too few worlds were tried: %v", tried)
	}
}

// check holds a position against w and returns a state that it bears out.
func check(t *testing.T, f flight, w *finding.Where, p geo.Point) finding.State {
	t.Helper()
	var state finding.State
	for _, s := range w.Could {
		if slices.ContainsFunc(s.Discs, func(d geo.Disc) bool { return geo.Distance(d.Center, p) > d.Radius }) {
			continue
		}
		state = s.State
		if ring := geo.Cover(s.Discs); ring != nil && geo.Contains(geo.Area{ID: "region", Outline: ring}, p) == tri.No {
			t.Fatalf("%v is in the region and not in its polygon", p)
		}
	}
	if state == "" {
		t.Fatalf("%v at %s is in no stretch of %+v\n%s", p, w.At.RFC3339(), w.Could, f.text())
	}
	for _, x := range w.Ways {
		if d := geo.Distance(p, *x.Place.Point); d < x.Least-1 || d > x.Most+1 {
			t.Fatalf("%s is %v away, and said to be between %v and %v", x.Place.ID, d, x.Least, x.Most)
		}
	}
	for _, in := range w.In {
		if truth := geo.Contains(f.area(), p); in.In != tri.Unknown && truth != tri.Unknown && truth != in.In {
			t.Fatalf("%v: in the area is %s, and said to be %s", p, truth, in.In)
		}
	}
	return state
}

const base = span.Instant(1_750_000_000_000)

// flight is a made flight A to B, a stay there, and on to C: for each of its four
// events the first and last minute that a source allows.
type flight struct {
	a, b, c geo.Point
	bounds  [4][2]int
	square  geo.Degrees
}

const flightTop = 500 * geo.Knot

func randomFlight(r *rand.Rand) flight {
	a := geo.Point{Lat: geo.Degrees(r.Float64()*100 - 50), Lon: geo.Degrees(r.Float64()*340 - 170)}
	b, _ := geo.Direct(a, geo.Degrees(r.Float64()*360), geo.Meters(3e5+r.Float64()*1.5e6))
	c, _ := geo.Direct(b, geo.Degrees(r.Float64()*360), geo.Meters(1e5+r.Float64()*1e6))
	f := flight{a: round(a), b: round(b), c: round(c), square: geo.Degrees(1 + r.Float64()*6)}
	at := 0
	for i, least := range []int{0, minutes(f.a, f.b), 20, minutes(f.b, f.c)} {
		at += least + r.IntN(40)
		wide := r.IntN(60)
		f.bounds[i] = [2]int{at - r.IntN(1+wide), at + wide}
	}
	return f
}

func round(p geo.Point) geo.Point {
	return geo.Point{Lat: geo.Degrees(int(p.Lat*1e4)) / 1e4, Lon: geo.Degrees(int(p.Lon*1e4)) / 1e4}
}

func minutes(p, q geo.Point) int { return int(flightTop.Least(geo.Distance(p, q)).Minutes()) + 1 }

// area is a square about A.
func (f flight) area() geo.Area {
	s := f.square
	return geo.Area{ID: "sq", Error: 5000, Outline: []geo.Point{{Lat: f.a.Lat - s, Lon: f.a.Lon - s}, {Lat: f.a.Lat - s, Lon: f.a.Lon + s},
		{Lat: f.a.Lat + s, Lon: f.a.Lon + s}, {Lat: f.a.Lat + s, Lon: f.a.Lon - s}}}
}

func (f flight) text() string {
	clock := func(m int) string {
		return time.UnixMilli(int64(base)).UTC().Add(time.Duration(m) * time.Minute).Format("2006-01-02T15:04:05.000Z")
	}
	var b strings.Builder
	b.WriteString("case: {id: c, caption: a made flight, zone: UTC}\nsources: [{id: s, kind: notes, publisher: p}]\nplaces:\n")
	for i, p := range []geo.Point{f.a, f.b, f.c} {
		fmt.Fprintf(&b, "- {id: %c, name: a place, at: %q}\n", 'A'+i, p)
	}
	b.WriteString("areas:\n- id: sq\n  name: a square\n  kind: airspace\n  error: 5 km\n  outline:\n")
	for _, p := range f.area().Outline {
		fmt.Fprintf(&b, "  - %q\n", p)
	}
	b.WriteString("movements:\n- id: m\n  name: M\n  complete: [s]\n  top-speed: {speed: 500 kt, why: assumed}\n  phases:\n")
	for i, p := range []string{"wheels-up, place: A", "touchdown, place: B", "wheels-up, place: B", "touchdown, place: C"} {
		fmt.Fprintf(&b, "  - {phase: %s, times: [{at: \"between %s and %s\", source: s}]}\n", p, clock(f.bounds[i][0]), clock(f.bounds[i][1]))
	}
	return b.String()
}

// world is a minute for each event that obeys the bounds and the top speed.
func (f flight) world(r *rand.Rand) (times [4]int, ok bool) {
	for i, x := range f.bounds {
		times[i] = x[0] + r.IntN(x[1]-x[0]+1)
	}
	return times, times[1]-times[0] >= minutes(f.a, f.b) && times[2] >= times[1] && times[3]-times[2] >= minutes(f.b, f.c)
}

// position is a point where it can have been in that world.
func (f flight) position(r *rand.Rand, times [4]int, at int) (geo.Point, bool) {
	switch {
	case at < times[0]:
		return f.a, true
	case at >= times[1] && at < times[2]:
		return f.b, true
	case at >= times[3]:
		return f.c, true
	}
	from, to, gone, left := f.a, f.b, at-times[0], times[1]-at
	if at >= times[2] {
		from, to, gone, left = f.b, f.c, at-times[2], times[3]-at
	}
	within := func(m int) geo.Meters { return flightTop.Within(time.Duration(m) * time.Minute) }
	for range 50 {
		p, _ := geo.Direct(from, geo.Degrees(r.Float64()*360), within(gone)*geo.Meters(1-r.Float64()*r.Float64()))
		if geo.Distance(p, to) <= within(left) {
			return p, true
		}
	}
	return geo.Point{}, false
}
