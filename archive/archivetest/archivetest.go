// Package archivetest holds any history of positions to the same rules: what a
// reader of files gives, and what a cluster gives, must not differ.
package archivetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Load makes a history of points, which are in no order. It may fail the test.
type Load func(t *testing.T, points []track.Point) archive.History

// Run holds what load makes to the rules of archive.History: which positions come,
// in which order, with every value as it was, when nobody goes on, and when the
// context ends. The points are synthetic.
func Run(t *testing.T, load Load) {
	points := Points(1, 40, 200)
	h := load(t, points)
	want := slices.Clone(points)
	slices.SortFunc(want, func(a, b track.Point) int { return archive.Compare(&a, &b) })
	t.Run("queries", func(t *testing.T) { queries(t, h, want) })
	t.Run("stops", func(t *testing.T) { stops(t, h, want) })
	t.Run("context", func(t *testing.T) { ends(t, h) })
	t.Run("unbounded", func(t *testing.T) {
		if _, err := collect(h(t.Context(), archive.Query{Between: span.Ever})); err == nil {
			t.Error("a query without bounds gave no error")
		}
	})
	t.Run("nothing", func(t *testing.T) {
		got, err := collect(load(t, nil)(t.Context(), archive.Query{Between: all(want)}))
		if err != nil || len(got) > 0 {
			t.Errorf("of no points came %d and the error %v", len(got), err)
		}
	})
}

func collect(seq func(func(track.Point, error) bool)) (out []track.Point, err error) {
	for p, e := range seq {
		if e != nil {
			return out, e
		}
		out = append(out, p)
	}
	return out, nil
}

func all(points []track.Point) span.Span {
	return span.Of(points[0].At, points[len(points)-1].At)
}

// queries compares 100 random queries, and some at the edges, with a walk through
// all points.
func queries(t *testing.T, h archive.History, want []track.Point) {
	r := rand.New(rand.NewPCG(2, 3))
	whole := all(want)
	qs := []archive.Query{
		{Between: whole},
		{Between: span.At(whole.Earliest())},
		{Between: span.At(whole.Latest())},
		{Between: span.Of(whole.Latest()+1, whole.Latest()+1_000_000_000)},
		{Between: span.Of(whole.Earliest()-1_000_000_000, whole.Earliest()-1)},
		{Between: whole, Addresses: []track.Address{{Code: 0xffffff}}},
		{Between: whole, Within: geo.Box{South: -90, North: 90, West: 170, East: -170}},
	}
	for range 100 {
		qs = append(qs, query(r, want))
	}
	some := 0
	for _, q := range qs {
		got, err := collect(h(t.Context(), q))
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		var expected []track.Point
		for i := range want {
			if q.Chooses(&want[i]) {
				expected = append(expected, want[i])
			}
		}
		if len(expected) > 0 {
			some++
		}
		if diff := differ(got, expected); diff != "" {
			t.Fatalf("%+v: %s", q, diff)
		}
	}
	if some < 60 {
		t.Errorf("only %d queries have an answer", some)
	}
}

func query(r *rand.Rand, points []track.Point) archive.Query {
	from, to := points[r.IntN(len(points))].At, points[r.IntN(len(points))].At
	q := archive.Query{Between: span.Of(min(from, to), max(from, to))}
	if r.IntN(2) == 0 {
		for range 1 + r.IntN(3) {
			q.Addresses = append(q.Addresses, points[r.IntN(len(points))].Address)
		}
	}
	if r.IntN(2) == 0 {
		q.Within = geo.Around([]geo.Point{points[r.IntN(len(points))].Pos}, geo.Meters(r.Float64()*2_000_000))
	}
	return q
}

// differ says where two lists of points part.
func differ(got, want []track.Point) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d positions came, want %d", len(got), len(want))
	}
	for i := range got {
		if !Same(&got[i], &want[i]) {
			return fmt.Sprintf("position %d is\n%+v\nand not\n%+v", i, got[i], want[i])
		}
	}
	return ""
}

// Same reports whether two points have every value alike, NaN like NaN.
func Same(a, b *track.Point) bool {
	x, y := *a, *b
	for _, f := range []func(*track.Point) *float32{
		func(p *track.Point) *float32 { return &p.Speed }, func(p *track.Point) *float32 { return &p.Course }, func(p *track.Point) *float32 { return &p.Climb }} {
		if *f(&x) != *f(&x) && *f(&y) != *f(&y) {
			*f(&x), *f(&y) = 0, 0
		}
	}
	return x == y
}

func stops(t *testing.T, h archive.History, want []track.Point) {
	n := 0
	for _, err := range h(t.Context(), archive.Query{Between: all(want)}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("%d positions came before the tenth", n)
	}
}

func ends(t *testing.T, h archive.History) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	got, err := collect(h(ctx, archive.Query{Between: span.Of(0, 4_000_000_000_000)}))
	if !errors.Is(err, why) && !errors.Is(err, context.Canceled) || len(got) > 0 {
		t.Errorf("after the context ended %d positions came, and the error %v", len(got), err)
	}
}

// Points are synthetic positions of so many aircraft, each with so many, over three
// UTC days: odd values, equal times, an antimeridian, poles near, no address, every
// kind and frame, several sources, values that are not given.
func Points(seed uint64, aircraft, each int) []track.Point {
	r := rand.New(rand.NewPCG(seed, 1))
	var out []track.Point
	for n := range aircraft {
		a := track.Address{Code: uint32(0xa00000 + n*7), NonICAO: n%11 == 3}
		if n%17 == 5 {
			a = track.Address{}
		}
		digest := cite.Sum([]byte{byte(n % 5)})
		at := span.Instant(1_742_000_000_000 + r.Int64N(80_000_000))
		pos := geo.Point{Lat: geo.Degrees(r.Float64()*170 - 85), Lon: geo.Degrees(r.Float64()*360 - 180)}
		call := track.Call{}
		for i := range each {
			at += span.Instant(r.Int64N(20_000))
			if r.IntN(40) == 0 {
				at += span.Instant(r.Int64N(20_000_000))
			}
			pos, _ = geo.Direct(pos, geo.Degrees(r.Float64()*360), geo.Meters(r.Float64()*5000))
			if r.IntN(30) == 0 {
				call = track.Call{At: at, Text: fmt.Sprintf("TST%d", r.IntN(9)), Row: int64(i)}
			}
			p := track.Point{Address: a, Fix: fix(r), Call: call, Digest: digest, From: track.Origin{Name: fmt.Sprintf("day.tar/%s.json", a), Format: "made", Rows: int64(each)}}
			p.At, p.Pos, p.Row = at, pos, int64(i+1)
			if n%4 == 2 && i%2 == 1 { // a second source, which does not always agree
				p.Digest = cite.Sum([]byte("second"))
				if i%50 == 1 {
					p.Pos = geo.Point{Lat: -pos.Lat, Lon: pos.Lon}
				}
			}
			if n%3 == 0 {
				p.Registration, p.Type, p.Operator = fmt.Sprint("N", n), "B763", "Made, \"Up\" & Söhne"
			}
			p.Resampled, p.Spacing = n%13 == 1, span.Length(n%2*20_000)
			out = append(out, p)
		}
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// fix is a Fix without time and place, of which some is not given.
func fix(r *rand.Rand) track.Fix {
	f := track.Fix{Speed: track.NaN, Course: track.NaN, Climb: track.NaN, NIC: -1, NACp: -1, SIL: -1,
		Slack: span.Length(r.IntN(3) * 500), Kind: track.Kind(r.IntN(int(track.Reported) + 1)), Ground: track.Ground(r.IntN(3)),
		Mark: []track.Mark{0, 0, 0, track.Stale, track.NewLeg | track.Stale, track.Vehicle}[r.IntN(6)]}
	if r.IntN(2) == 0 {
		f.Speed, f.Course, f.Climb = float32(r.IntN(5000))/10, float32(r.Float64()*360), float32(-r.IntN(3000))
		f.QNH, f.Radius = 1013.2, geo.Meters(r.IntN(5))*92.6
		f.NIC, f.NACp, f.SIL = int8(r.IntN(12)), int8(r.IntN(12)), int8(r.IntN(4))
		f.Squawk, _ = track.SquawkOf("0000")
	}
	for _, a := range []*track.Altitude{&f.Alt, &f.Geo} {
		if d := track.Datum(r.IntN(int(track.Unstated) + 1)); d != track.NoAltitude {
			*a = track.Altitude{Feet: int32(r.IntN(40_000) - 1000), Datum: d}
		}
	}
	return f
}
