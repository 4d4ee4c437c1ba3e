package geo

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/geodsolve.txt with GeographicLib's GeodSolve")

// problem is a pair of points and, when solved by another, the answer.
type problem struct {
	kind       string
	a, b       Point
	length     float64
	azi1, azi2 float64
}

// dyadic rounds x to a multiple of 2⁻³⁰, which any program reads exactly.
func dyadic(x float64) Degrees { return Degrees(math.Ldexp(math.Round(math.Ldexp(x, 30)), -30)) }

// corpus is a list of pairs, the same on every run: at random, and of every kind
// that geodesic programs have been known to fail on.
func corpus() []problem {
	r := rand.New(rand.NewPCG(1109, 4448))
	lat := func() float64 { return math.Asin(2*r.Float64()-1) / degree }
	lon := func() float64 { return 360*r.Float64() - 180 }
	small := func() float64 { return math.Copysign(math.Pow(10, -9*r.Float64()), r.Float64()-0.5) }
	at := func(lat, lon float64) Point {
		return Point{dyadic(max(-90, min(90, lat))), dyadic(wrap(lon))}
	}
	var out []problem
	add := func(n int, kind string, make func() (a, b Point)) {
		for range n {
			a, b := make()
			out = append(out, problem{kind: kind, a: a, b: b})
		}
	}
	add(3000, "random", func() (a, b Point) { return at(lat(), lon()), at(lat(), lon()) })
	add(3000, "nearly antipodal", func() (a, b Point) {
		y, x := lat(), lon()
		return at(y, x), at(-y+small(), x+180+small())
	})
	add(500, "antipodal", func() (a, b Point) {
		a = at(lat(), lon())
		return a, at(-float64(a.Lat), float64(a.Lon)+180)
	})
	add(1000, "equatorial", func() (a, b Point) { return at(0, lon()), at(0, lon()) })
	add(1000, "nearly equatorial antipodal", func() (a, b Point) {
		x := lon()
		return at(small()*1e-3, x), at(small()*1e-3, x+179+1.5*r.Float64())
	})
	add(1000, "meridional", func() (a, b Point) {
		x := lon()
		return at(lat(), x), at(lat(), x+180*float64(r.IntN(2)))
	})
	add(1000, "polar", func() (a, b Point) {
		return at(90-180*float64(r.IntN(2)), lon()), at(lat(), lon())
	})
	add(500, "near both poles", func() (a, b Point) {
		return at(90-math.Abs(small()), lon()), at(-90+math.Abs(small()), lon())
	})
	add(250, "coincident", func() (a, b Point) { a = at(lat(), lon()); return a, a })
	add(1500, "tiny", func() (a, b Point) {
		y, x := lat(), lon()
		return at(y, x), at(y+small()*1e-3, x+small()*1e-3)
	})
	add(1500, "short", func() (a, b Point) {
		y, x := lat(), lon()
		return at(y, x), at(y+4*r.Float64()-2, x+4*r.Float64()-2)
	})
	add(500, "date line", func() (a, b Point) { return at(lat(), 180-small()), at(lat(), -180+small()) })
	return out
}

// geodSolve has GeographicLib's program solve problems, with any more flags.
func geodSolve(t *testing.T, problems []problem, flags ...string) []problem {
	path, err := exec.LookPath("GeodSolve")
	if err != nil {
		t.Skip("skipped: no GeodSolve on PATH (package geographiclib-tools)")
	}
	var in bytes.Buffer
	for _, p := range problems {
		fmt.Fprintf(&in, "%.30f %.30f %.30f %.30f\n", p.a.Lat, p.a.Lon, p.b.Lat, p.b.Lon)
	}
	cmd := exec.Command(path, append([]string{"-i", "-p", "10"}, flags...)...)
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	solved := make([]problem, len(problems))
	for i, p := range problems {
		if _, err := fmt.Sscan(lines[i], &p.azi1, &p.azi2, &p.length); err != nil {
			t.Fatalf("GeodSolve said %q: %v", lines[i], err)
		}
		solved[i] = p
	}
	return solved
}

// worst is the greatest difference from an answer: in length, and, as metres
// aside at the far end, in azimuth where one line is shortest.
type worst struct{ length, aside float64 }

func compare(t *testing.T, problems []problem) map[string]worst {
	all := map[string]worst{}
	for _, p := range problems {
		s, azi1, azi2 := Inverse(p.a, p.b)
		d := math.Abs(float64(s) - p.length)
		w := all[p.kind]
		if !(d < 1e-6) {
			t.Errorf("%s: from %v to %v is %.9f m, not %.9f", p.kind, p.a, p.b, s, p.length)
		}
		w.length = max(w.length, d)
		if p.length > 1 && p.length < 19.9e6 {
			m := polarRadius * math.Sin(p.length/polarRadius) * degree
			x := max(math.Abs(wrap(float64(azi1)-p.azi1)), math.Abs(wrap(float64(azi2)-p.azi2))) * m
			if !(x < 1e-6) {
				t.Errorf("%s: from %v to %v azimuths %.12f %.12f, not %.12f %.12f", p.kind, p.a, p.b, azi1, azi2, p.azi1, p.azi2)
			}
			w.aside = max(w.aside, x)
		}
		all[p.kind] = w
	}
	return all
}

func TestInverseAgainstGeodSolve(t *testing.T) {
	problems := corpus()
	for _, series := range [][]string{nil, {"-E"}} { // by series, and by elliptic integrals
		all, most := compare(t, geodSolve(t, problems, series...)), 0.0
		for kind, w := range all {
			t.Logf("%v %s: length within %.1f nm, aside within %.1f nm", series, kind, w.length*1e9, w.aside*1e9)
			most = max(most, w.length)
		}
		t.Logf("%v: %d pairs, greatest difference in length %.1f nm", series, len(problems), most*1e9)
	}
}

// tablePath holds every 150th pair of the corpus as GeodSolve of GeographicLib
// 2.1.2 solves it, by elliptic integrals (-E): latitude and longitude of both,
// length in metres, azimuth leaving and arriving, and kind.
const tablePath = "testdata/geodsolve.txt"

func TestInverseAgainstTable(t *testing.T) {
	if *update {
		writeTable(t)
	}
	f, err := os.Open(tablePath)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var problems []problem
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		fields := strings.SplitN(lines.Text(), " ", 8)
		var x [7]float64
		for i := range x {
			if x[i], err = strconv.ParseFloat(fields[i], 64); err != nil {
				t.Fatal(err)
			}
		}
		a, b := Point{Degrees(x[0]), Degrees(x[1])}, Point{Degrees(x[2]), Degrees(x[3])}
		problems = append(problems, problem{fields[7], a, b, x[4], x[5], x[6]})
	}
	if len(problems) < 50 {
		t.Fatalf("%d rows in %s", len(problems), tablePath)
	}
	compare(t, problems)
}

func writeTable(t *testing.T) {
	var some []problem
	for i, p := range corpus() {
		if i%150 == 0 {
			some = append(some, p)
		}
	}
	var out strings.Builder
	fmt.Fprintln(&out, "# lat1 lon1 lat2 lon2 metres azimuth1 azimuth2 kind; written by GeodSolve -i -p 10 -E, GeographicLib 2.1.2")
	for _, p := range geodSolve(t, some, "-E") {
		fmt.Fprintln(&out, float64(p.a.Lat), float64(p.a.Lon), float64(p.b.Lat), float64(p.b.Lon),
			strconv.FormatFloat(p.length, 'f', 10, 64), strconv.FormatFloat(p.azi1, 'f', 15, 64), strconv.FormatFloat(p.azi2, 'f', 15, 64), p.kind)
	}
	if err := os.WriteFile(tablePath, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestDirectUndoesInverse follows each shortest line and asks where it ends.
// The gap is measured as a chord, without geodesics.
func TestDirectUndoesInverse(t *testing.T) {
	most := 0.0
	for _, p := range corpus() {
		s, azi1, azi2 := Inverse(p.a, p.b)
		b, arriving := Direct(p.a, azi1, s)
		gap := chord(b, p.b)
		most = max(most, gap)
		if !(gap < 1e-6) {
			t.Errorf("%s: from %v by %.9f m at %.12f to %v, not %v: %.3g m", p.kind, p.a, s, azi1, b, p.b, gap)
		}
		a, _ := Direct(p.b, azi2, -s)
		if back := chord(a, p.a); !(back < 1e-6) {
			t.Errorf("%s: back from %v to %v, not %v", p.kind, p.b, a, p.a)
		}
		if x := math.Abs(wrap(float64(arriving-azi2))) * degree * polarRadius * math.Cos(float64(p.b.Lat)*degree); x > 1e-6 {
			t.Errorf("%s: arrives at %v by azimuth %.12f, not %.12f", p.kind, p.b, arriving, azi2)
		}
	}
	t.Logf("greatest gap %.1f nm", most*1e9)
}

// chord is the straight distance between points through the earth, accurate
// for close ones.
func chord(a, b Point) float64 {
	n := func(lat float64) float64 { s := math.Sin(lat); return equatorialRadius / math.Sqrt(1-ecc2*s*s) }
	y1, y2 := float64(a.Lat)*degree, float64(b.Lat)*degree
	n1, n2 := n(y1), n(y2)
	dx := float64(wrap(float64(b.Lon-a.Lon))) * degree
	across := 2 * math.Sin(dx/2) * math.Sqrt(n1*math.Cos(y1)*n2*math.Cos(y2))
	out := n2*math.Cos(y2) - n1*math.Cos(y1)
	up := (1 - ecc2) * (n2*math.Sin(y2) - n1*math.Sin(y1))
	return math.Hypot(math.Hypot(across, out), up)
}

func TestDistanceIsSymmetricAndKnown(t *testing.T) {
	for _, p := range corpus() {
		if d := math.Abs(float64(Distance(p.a, p.b) - Distance(p.b, p.a))); !(d < 2e-8) {
			t.Errorf("%v to %v differs by %g m from the way back", p.a, p.b, d)
		}
	}
	for _, c := range []struct {
		a, b Point
		want float64
	}{
		{Point{0, 0}, Point{90, 0}, 10001965.7293127},        // a quarter meridian
		{Point{90, 0}, Point{-90, 77}, 2 * 10001965.7293127}, // pole to pole
		{Point{0, 0}, Point{0, 1}, equatorialRadius * degree},
		{Point{45, 180}, Point{45, -180}, 0},
		{Point{90, 10}, Point{90, -50}, 0},
	} {
		if d := float64(Distance(c.a, c.b)); math.Abs(d-c.want) > 1e-6 {
			t.Errorf("from %v to %v is %.7f, not %.7f", c.a, c.b, d, c.want)
		}
	}
}

func TestInvalidPointsAreNaN(t *testing.T) {
	nan := Degrees(math.NaN())
	for _, p := range []Point{{91, 0}, {0, 181}, {nan, 0}, {0, nan}, {Degrees(math.Inf(1)), 0}} {
		s, a, b := Inverse(p, Point{})
		if !math.IsNaN(float64(s)) || !math.IsNaN(float64(a)) || !math.IsNaN(float64(b)) {
			t.Errorf("%v is at %v", p, s)
		}
		if q, _ := Direct(p, 0, 1); !math.IsNaN(float64(q.Lat)) {
			t.Errorf("from %v to %v", p, q)
		}
	}
}

func FuzzGeodesic(f *testing.F) {
	for i, p := range corpus() {
		if i%100 == 0 {
			f.Add(float64(p.a.Lat), float64(p.a.Lon), float64(p.b.Lat), float64(p.b.Lon))
		}
	}
	f.Add(-0.0, 0.0, 5e-324, 180.0)
	f.Fuzz(func(t *testing.T, lat1, lon1, lat2, lon2 float64) {
		a, b := Point{Degrees(lat1), Degrees(lon1)}, Point{Degrees(lat2), Degrees(lon2)}
		if !a.Valid() || !b.Valid() {
			t.Skip()
		}
		s, azi1, azi2 := Inverse(a, b)
		if !(s >= 0 && s < 20003931.4586255) || !(math.Abs(float64(azi1)) <= 180) || !(math.Abs(float64(azi2)) <= 180) {
			t.Fatalf("from %v to %v: %v m, %v, %v", a, b, float64(s), azi1, azi2)
		}
		if c, _ := Direct(a, azi1, s); !c.Valid() || !(chord(c, b) < 1e-6) {
			t.Fatalf("from %v to %v: direct arrives at %v", a, b, c)
		}
	})
}

func BenchmarkInverse(b *testing.B) {
	problems := corpus()[:3000]
	for i := 0; b.Loop(); i++ {
		p := problems[i%len(problems)]
		Inverse(p.a, p.b)
	}
}

func BenchmarkInverseAntipodal(b *testing.B) {
	problems := corpus()[3000:6000]
	for i := 0; b.Loop(); i++ {
		p := problems[i%len(problems)]
		Inverse(p.a, p.b)
	}
}

func BenchmarkDirect(b *testing.B) {
	for b.Loop() {
		Direct(Point{26.2285, -97.6544}, 137, 1_541_000)
	}
}
