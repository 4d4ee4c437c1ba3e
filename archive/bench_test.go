package archive

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// world makes synthetic traffic of the density of a day of a volunteer network,
// ten minutes by ten minutes, in the order of an archive.
type world struct {
	r        *rand.Rand
	fleet    []craft
	last     map[uint32]*track.Point
	silences *sorter[silence]
	fixes    int64
}

// craft is one aircraft of the world.
type craft struct {
	address  uint32
	pos      geo.Point
	course   float64 // degrees
	turn     float64 // degrees a minute
	next     span.Instant
	until    span.Instant // end of the flight
	row      int64
	callsign track.Call
}

const worldStart = span.Instant(1_742_083_200_000) // 16 March 2025

var worldSource = cite.Sum([]byte("synthetic"))

// newWorld is a world of so many positions a day, from dir on for what is sorted.
func newWorld(perDay int64, dir string) *world {
	w := &world{r: rand.New(rand.NewPCG(1, 1)), last: map[uint32]*track.Point{}}
	w.silences = &sorter[silence]{t: silences, blank: blankSilence, compare: compareSilences, dir: dir, most: 500_000}
	// An aircraft is in the air two thirds of the day, and sends each 17 seconds.
	for i := range int(perDay * 17 * 3 / (86_400 * 2)) {
		c := craft{address: uint32(0x400000 + i*13), next: worldStart + span.Instant(w.r.Int64N(3_600_000*3))}
		w.settle(&c)
		w.takeOff(&c)
		w.fleet = append(w.fleet, c)
	}
	return w
}

// settle gives an aircraft a place: two in five in the United States, two in Europe.
func (w *world) settle(c *craft) {
	f := w.r.Float64
	switch w.r.IntN(5) {
	case 0, 1:
		c.pos = geo.Point{Lat: geo.Degrees(27 + f()*20), Lon: geo.Degrees(-122 + f()*45)}
	case 2, 3:
		c.pos = geo.Point{Lat: geo.Degrees(38 + f()*18), Lon: geo.Degrees(-8 + f()*30)}
	default:
		c.pos = geo.Point{Lat: geo.Degrees(-50 + f()*110), Lon: geo.Degrees(-180 + f()*360)}
	}
}

// takeOff begins a flight from where the aircraft is.
func (w *world) takeOff(c *craft) {
	c.course, c.turn = w.r.Float64()*360, w.r.Float64()*2-1
	c.until = c.next + span.Instant(3_600_000+w.r.Int64N(3*3_600_000))
	c.callsign = track.Call{At: c.next, Text: fmt.Sprintf("SYN%d", w.r.IntN(9000)), Row: c.row + 1}
}

// slot is the positions of all aircraft in ten minutes, in order.
func (w *world) slot(from span.Instant) []track.Point {
	var out []track.Point
	for i := range w.fleet {
		c := &w.fleet[i]
		for c.next < from+span.Instant(slot) {
			if c.next >= c.until {
				c.next += span.Instant(1_800_000 + w.r.Int64N(3*1_200_000))
				w.takeOff(c)
				continue
			}
			out = append(out, w.point(c))
		}
	}
	slices.SortFunc(out, func(a, b track.Point) int { return compareStored(&a, &b) })
	return out
}

// point is the next position of an aircraft, which is then moved on.
func (w *world) point(c *craft) track.Point {
	c.row++
	p := blank()
	p.Address, p.Registration, p.Type, p.Call = track.Address{Code: c.address}, "SYN", "B738", c.callsign
	p.From, p.Digest, p.Spacing = track.Origin{Name: fmt.Sprintf("day.tar/trace_full_%06x.json", c.address), Format: "readsb-trace", Rows: 4000}, worldSource, 20_000
	p.At, p.Slack, p.Row, p.Kind, p.Ground = c.next, 1000, c.row, track.ADSB, track.Airborne
	p.Pos = geo.Point{Lat: geo.Degrees(math.Round(float64(c.pos.Lat)*1e6) / 1e6), Lon: geo.Degrees(math.Round(float64(c.pos.Lon)*1e6) / 1e6)}
	p.Radius, p.NIC, p.NACp, p.SIL = 186, 8, 9, 3
	p.Alt = track.Altitude{Feet: 33_000 + int32(w.r.IntN(4))*25, Datum: track.Pressure}
	p.Geo = track.Altitude{Feet: p.Alt.Feet + 800, Datum: track.Ellipsoid}
	p.Speed, p.Course, p.Climb = 440+float32(w.r.IntN(200))/10, float32(math.Round(c.course*10)/10), float32(w.r.IntN(3)*64-64)
	step := 10 + w.r.Int64N(14_000)/1000
	if w.r.IntN(400) == 0 {
		step = 300 + w.r.Int64N(3600) // out of range
	}
	c.next += span.Instant(step*1000 + w.r.Int64N(100)*10)
	c.course = math.Mod(c.course+c.turn*float64(step)/60+360, 360)
	km := 0.23 * float64(step)
	sin, cos := math.Sincos(c.course * math.Pi / 180)
	c.pos.Lat = geo.Degrees(max(-80, min(80, float64(c.pos.Lat)+km/111*cos)))
	lon := float64(c.pos.Lon) + km/111*sin/math.Cos(float64(c.pos.Lat)*math.Pi/180)
	c.pos.Lon = geo.Degrees(math.Remainder(lon, 360))
	return p
}

// each gives n positions, and gathers the silences between them.
func (w *world) each(n int64, give func(*track.Point) error) error {
	for from := worldStart; w.fixes < n; from += span.Instant(slot) {
		points := w.slot(from)
		points = points[:min(int64(len(points)), n-w.fixes)]
		for i := range points {
			if err := give(&points[i]); err != nil {
				return err
			}
			if err := w.hear(&points[i]); err != nil {
				return err
			}
		}
		w.fixes += int64(len(points))
	}
	for _, p := range w.last {
		if err := w.silences.add(between(p, nil)); err != nil {
			return err
		}
	}
	return nil
}

// hear gathers what was silent before a position.
func (w *world) hear(p *track.Point) error {
	before := w.last[p.Address.Code]
	keep := *p
	w.last[p.Address.Code] = &keep
	switch {
	case before == nil:
		return w.silences.add(between(nil, p))
	case dayOf(before.At) != dayOf(p.At):
		if err := w.silences.add(between(before, nil)); err != nil {
			return err
		}
		return w.silences.add(between(nil, p))
	case span.Length(p.At-before.At) > Silence:
		return w.silences.add(between(before, p))
	}
	return nil
}

// makeWorld writes an archive of n synthetic positions, at most 50 million to a
// day.
func makeWorld(ctx context.Context, dir string, n int64) error {
	a, err := Begin(ctx, dir, Options{})
	if err != nil {
		return err
	}
	defer a.Abort()
	w := newWorld(min(n, 50_000_000), a.silences.dir)
	d := worldSource
	a.record.Sources, a.record.Fixes = []Source{{"day.tar", d.String(), 1}}, n
	ref, err := a.writeRecord()
	if err != nil {
		return err
	}
	out := tables{dir: dir, seq: 1, adds: map[string]string{ref.Name: ref.Digest}}
	if err := out.write(func(give func(*track.Point) error) error { return w.each(n, give) },
		func(give func(*silence) error) error { return w.silences.each(ctx, give) },
		func(func(*Leg) error) error { return nil }); err != nil {
		return err
	}
	a.m.Adds, a.m.Files, a.m.Next = []AddRef{ref}, out.done, 2
	return a.m.write(dir)
}

// sizes are how many positions are measured: 10⁶, or HOLDSHORT_FIXES with commas
// between.
func sizes() (out []int64) {
	for s := range slices.Values(slices.Collect(splitComma(cmp.Or(os.Getenv("HOLDSHORT_FIXES"), "1000000")))) {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			panic("HOLDSHORT_FIXES: " + err.Error())
		}
		out = append(out, n)
	}
	return out
}

func splitComma(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for len(s) > 0 {
			i := 0
			for i < len(s) && s[i] != ',' {
				i++
			}
			if !yield(s[:i]) {
				return
			}
			s = s[min(len(s), i+1):]
		}
	}
}

// BenchmarkWho asks who was, or could have been, in a square of 200 km at a moment,
// of synthetic archives of growing size, and has DuckDB look for the positions on
// either side of the moment in the same files.
func BenchmarkWho(b *testing.B) {
	durable.Around = func(_, _ string, do func() error) error { return do() }
	for _, n := range sizes() {
		dir := filepath.Join(cmp.Or(os.Getenv("HOLDSHORT_BENCH_DIR"), b.TempDir()), fmt.Sprint(n)) // kept there, and used again
		began := time.Now()
		if _, err := Open(dir); err != nil {
			if err := makeWorld(b.Context(), dir, n); err != nil {
				b.Fatal(err)
			}
		}
		took := time.Since(began)
		a, err := Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		var bytes int64
		for _, f := range a.m.Files {
			bytes += f.Bytes
		}
		last := a.m.files(fixes.name)
		at := (*last[0].First + *last[0].Last) / 2
		b.Logf("%d positions written in %s, %.1f bytes each", n, took.Round(time.Millisecond), float64(bytes)/float64(n))
		for _, size := range []geo.Meters{100_000, 1_000_000} {
			q := squareAsk(geo.Point{Lat: 32, Lon: -97}, size, at)
			b.Run(fmt.Sprintf("%d/%.0fkm", n, 2*float64(size)/1000), func(b *testing.B) {
				found := 0
				for b.Loop() {
					out, err := a.Who(b.Context(), q)
					if err != nil {
						b.Fatal(err)
					}
					found = len(out)
				}
				b.ReportMetric(float64(found), "aircraft")
			})
		}
		out, err := exec.Command(cmp.Or(os.Getenv("HOLDSHORT_PYTHON"), "python3"), "testdata/duckbench.py", dir, fmt.Sprint(int64(at)), fmt.Sprint(int64(2*span.Hour))).CombinedOutput()
		b.Logf("%s%v", out, err)
	}
}

func squareAsk(center geo.Point, half geo.Meters, at span.Instant) Ask {
	var ring []geo.Point
	for i := range 4 {
		p, _ := geo.Direct(center, geo.Degrees(45+90*i), half*math.Sqrt2)
		ring = append(ring, p)
	}
	area, box := track.AreaOf(geo.Area{ID: "square", Outline: ring, Error: 100}).Local(0) // as the program asks
	return Ask{At: at, Area: area, Box: box, Horizon: 2 * span.Hour, Model: track.Jet}
}
