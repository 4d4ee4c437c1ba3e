package sweep

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/internal/daygen"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// What was removed from a trace tells whether an answer about the rest is right:
// where a position was taken out, the aircraft was there all the same. No answer
// from the thinned trace, in full or at a glance, may say otherwise.
func TestThinned(t *testing.T) {
	var b bytes.Buffer
	if _, err := daygen.Write(&b, daygen.Options{Seed: 5, Share: 0.002, Day: midnight}); err != nil {
		t.Fatal(err)
	}
	g := rand.New(rand.NewPCG(21, 22))
	region, _ := place.Area("us-12nm")
	region = region.Prepare()
	asked := newAsked(t)
	tar := tar.NewReader(&b)
	for {
		h, err := tar.Next()
		if err == io.EOF {
			break
		}
		address, ok, _ := traceOf(h.Name)
		if !ok {
			continue
		}
		dense := unpacked(t, tar)
		for range 3 {
			asked.thin(t, g, address, dense, region.Contains)
		}
	}
	t.Log(asked.counts)
	for _, op := range []string{"in-area yes", "in-area no", "in-area unknown", "visits yes", "visits unknown", "near yes", "near unknown", "airborne unknown", "leaves yes", "leaves unknown"} {
		if asked.counts[op] == 0 {
			t.Errorf("no answer %q was ever given", op)
		}
	}
}

// readsbTrace is a trace with its points as they came.
type readsbTrace struct {
	head   map[string]json.RawMessage
	base   float64
	points []json.RawMessage
	fixes  []thinFix
}

type thinFix struct {
	at     span.Instant
	p      geo.Point
	ground bool
}

func unpacked(t *testing.T, r io.Reader) *readsbTrace {
	t.Helper()
	z, err := gzip.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	out := &readsbTrace{}
	if err := json.NewDecoder(z).Decode(&out.head); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.head["timestamp"], &out.base); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.head["trace"], &out.points); err != nil {
		t.Fatal(err)
	}
	for _, p := range out.points {
		var cells []any
		if err := json.Unmarshal(p, &cells); err != nil {
			t.Fatal(err)
		}
		f := thinFix{at: span.Instant((out.base + cells[0].(float64)) * 1000), p: geo.Point{Lat: geo.Degrees(cells[1].(float64)), Lon: geo.Degrees(cells[2].(float64))}}
		f.ground = cells[3] == "ground"
		out.fixes = append(out.fixes, f)
	}
	return out
}

// without is the trace without the points from lo to hi and, of the rest, without
// all but one in n.
func (r *readsbTrace) without(t *testing.T, lo, hi, n int) []byte {
	t.Helper()
	var points []json.RawMessage
	for i, p := range r.points {
		if (i < lo || i > hi) && i%n == 0 {
			points = append(points, p)
		}
	}
	head := map[string]any{"trace": points}
	for k, v := range r.head {
		if k != "trace" {
			head[k] = v
		}
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := json.NewEncoder(z).Encode(head); err != nil {
		t.Fatal(err)
	}
	z.Close()
	return b.Bytes()
}

// asked are questions whose times are set anew for each trace.
type asked struct {
	queries map[string]*Query
	counts  map[string]int
}

func newAsked(t *testing.T) *asked {
	a := &asked{map[string]*Query{}, map[string]int{}}
	for op, text := range map[string]string{
		"in-area":  `in-area(it, us-12nm, "2025-03-16T12:00Z")`,
		"visits":   `visits(it, us-12nm, ` + between + `)`,
		"airborne": `airborne(it, "2025-03-16T12:00Z")`,
		"leaves":   `leaves(it, us-12nm, ` + between + `)`,
		"enters":   `enters(it, us-12nm, ` + between + `)`,
	} {
		a.queries[op] = query(t, text)
	}
	// Near is asked of wherever a position was: no cell is left out.
	near := query(t, `near(it, camp, `+between+`)`, &List{Name: "camp", Entries: []Entry{{Kind: "place", Value: "camp", Radius: 30_000}}})
	for i := range near.chart.cells {
		near.chart.cells[i] = bitOf(0)
	}
	a.queries["near"] = near
	return a
}

// answer is what is said of a trace between two times, in full or at a glance.
func (a *asked) answer(op string, from, to span.Instant, address track.Address, body []byte, brute bool) tri.Truth {
	q := a.queries[op]
	q.root.atom.from, q.root.atom.to, q.during = from, to, span.Of(from, to)
	for _, t := range q.targets {
		t.from, t.to = from, to
	}
	if len(q.moments) > 0 {
		q.moments[0] = span.Of(from, to)
	}
	e := &examiner{q: q, silence: Silence, brute: brute}
	out := tri.Unknown
	switch e.examine(address, body).verdict {
	case Certain:
		out = tri.Yes
	case Out:
		out = tri.No
	}
	a.counts[fmt.Sprint(op, " ", out)]++
	return out
}

// thin takes points out around one of them, and holds the answers about its time to
// where it was.
func (a *asked) thin(t *testing.T, g *rand.Rand, address track.Address, r *readsbTrace, where func(geo.Point) tri.Truth) {
	if len(r.points) < 20 {
		return
	}
	i := g.IntN(len(r.points))
	lo, hi := i-g.IntN(len(r.points)/4), i+g.IntN(len(r.points)/4)
	body := r.without(t, lo, hi, 1+g.IntN(4))
	f := r.fixes[i]
	later := r.fixes[min(i+g.IntN(len(r.points)/4), len(r.fixes)-1)]
	in, then := where(f.p), where(later.p)
	a.queries["near"].targets[0].area = roundArea("camp", f.p, 30_000)
	hold := func(op string, from, to span.Instant, never tri.Truth) {
		for _, brute := range []bool{false, true} {
			if got := a.answer(op, from, to, address, body, brute); got == never && never != tri.Unknown {
				t.Errorf("%s of %s from %s to %s is %s (in full: %v) without points %d to %d, of which one is at %v", op, address, from.RFC3339(), to.RFC3339(), got, brute, lo, hi, f)
			}
		}
	}
	hold("in-area", f.at, f.at, tri.Not(in))
	hold("airborne", f.at, f.at, tri.Of(f.ground))
	if in == tri.Yes {
		hold("visits", f.at.Add(-span.Minute), f.at.Add(span.Minute), tri.No)
	}
	hold("near", f.at.Add(-span.Minute), f.at.Add(span.Minute), tri.No)
	if later.at < f.at.Add(6*span.Minute) {
		return
	}
	switch {
	case in == tri.Yes && then == tri.No:
		hold("leaves", f.at, later.at, tri.No)
	case in == tri.No && then == tri.Yes:
		hold("enters", f.at, later.at, tri.No)
	}
}
