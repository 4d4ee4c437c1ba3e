package finding

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/internal/toy"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// What was in force is what walking every moment of every world gives, and what
// the formula in-force says.
func TestOrdersTwin(t *testing.T) {
	seen, close := map[tri.Truth]int{}, map[string]int{}
	conflicts := 0
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 65))
		d := toy.RandomDocket(r)
		files := d.Files()
		c, err := holdshort.Load(files)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, files["docket.yaml"].Data)
		}
		e := New(c)
		lo := r.IntN(toy.Grid)
		hi := lo + r.IntN(toy.Grid-lo)
		at := toy.Stated(lo, hi)
		got, err := e.Orders(at, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range got.Orders {
			var ruling, reading int
			if _, err := fmt.Sscanf(string(x.Ruling.ID+" "+x.Reading.ID), "r%d read%d", &ruling, &reading); err != nil {
				continue // those of every toy case
			}
			want, some := d.InForce(d.Readings[reading], ruling, lo, hi)
			switch {
			case !some: // only what hangs together with the conflict is unknown
				conflicts++
			case x.InForce != want:
				t.Errorf("seed %d: r%d under read%d at %s: %s, by every world %s", seed, ruling, reading, at, x.InForce, want)
			default:
				seen[want]++
				sides(t, d, &x, ruling, reading, lo, hi)
				if seed < 300 {
					cardEnd(t, d, e, ruling, reading, close)
				}
				if want == tri.Yes {
					marks(t, d, &x, ruling, reading, lo, hi, close)
				}
				if want == tri.No {
					outMarks(t, d, &x, ruling, reading, lo, close)
				}
			}
			n, err := formula.Parse(fmt.Sprintf("in-force(%s, %q)", x.Ruling.ID, at))
			if err != nil {
				t.Fatal(err)
			}
			res, err := e.Answer(n, x.Reading, "")
			if err != nil || res.Truth != x.InForce || res.Reason != x.Reason {
				t.Errorf("seed %d: the order is %s (%s), the formula %s (%s, %v)", seed, x.InForce, x.Reason, res.Truth, res.Reason, err)
			} else if seed < 200 && some {
				if err := proof.Check(c, e.Prove(n.String(), string(x.Reading.ID), res)); err != nil {
					t.Errorf("seed %d: the proof of %s under %s: %v", seed, n, x.Reading.ID, err)
				}
			}
		}
		if t.Failed() {
			t.Fatalf("%s\n%s", files["case.yaml"].Data, files["docket.yaml"].Data)
		}
	}
	t.Logf("yes %d, no %d, unknown %d, in conflict %d; bounds of since and until %v", seen[tri.Yes], seen[tri.No], seen[tri.Unknown], conflicts, close)
	if seen[tri.Yes] < 200 || seen[tri.No] < 200 || seen[tri.Unknown] < 200 {
		t.Error("the random dockets do not cover every answer")
	}
}

// sides checks the answers at the two ends of the time, and the answer as
// matters stood then.
func sides(t *testing.T, d *toy.Docket, x *Order, ruling, reading, lo, hi int) {
	t.Helper()
	r := d.Readings[reading]
	start, _ := d.InForce(r, ruling, lo, lo)
	end, _ := d.InForce(r, ruling, hi, hi)
	stood, _ := d.Stood(r, ruling, lo, hi)
	if x.AtStart != start || x.AtEnd != end || x.AsOfThen != stood {
		t.Errorf("r%d under read%d: at its ends %s and %s, as matters stood %s; by every world %s, %s, %s", ruling, reading, x.AtStart, x.AtEnd, x.AsOfThen, start, end, stood)
	}
}

// marks checks that an order in force was so since, and until, moments within
// the bounds that it gives, in every world, and counts how often those are as
// close as can be.
func marks(t *testing.T, d *toy.Docket, x *Order, ruling, reading, lo, hi int, close map[string]int) {
	t.Helper()
	since, until := [2]int{toy.Open, -toy.Open}, [2]int{toy.Open, -toy.Open}
	d.Runs(d.Readings[reading], ruling, lo, func(first, last int) {
		since = [2]int{min(since[0], first), max(since[1], first)}
		until = [2]int{min(until[0], last+1), max(until[1], last+1)}
	})
	if x.Since == nil || x.Since.Earliest() > moment(since[0]) || x.Since.Latest() < moment(since[1]) {
		t.Errorf("r%d under read%d: since %v, by every world %v", ruling, reading, x.Since, since)
		return
	}
	close[fmt.Sprintf("since %v", x.Since.Span == span.Of(moment(since[0]), moment(since[1])))]++
	if x.Until == nil {
		if until[0] <= toy.Grid {
			t.Errorf("r%d under read%d: until nothing, by every world %v", ruling, reading, until)
		}
		return
	}
	if x.Until.Earliest() > moment(until[0]) || until[1] < toy.Open && x.Until.Latest() < moment(until[1]) {
		t.Errorf("r%d under read%d: until %v, by every world %v", ruling, reading, x.Until, until)
	}
	close[fmt.Sprintf("until %v", x.Until.Span == span.Of(moment(until[0]), moment(until[1])))]++
}

// outMarks checks that an order out of force was kept out since, and will be in
// force after, moments within the bounds that it gives, in every world.
func outMarks(t *testing.T, d *toy.Docket, x *Order, ruling, reading, lo int, close map[string]int) {
	t.Helper()
	since, until := [2]int{toy.Open, -toy.Open}, [2]int{toy.Open, -toy.Open}
	d.Outs(d.Readings[reading], ruling, lo, func(first, next int) {
		since = [2]int{min(since[0], first), max(since[1], first)}
		until = [2]int{min(until[0], next), max(until[1], next)}
	})
	if x.Since != nil {
		close[fmt.Sprintf("out since %v", x.Since.Span == span.Of(moment(since[0]), moment(since[1])))]++
		if x.Since.Earliest() > moment(since[0]) || since[1] == toy.Open || x.Since.Latest() < moment(since[1]) {
			t.Errorf("r%d under read%d: out since %v, by every world %v", ruling, reading, x.Since, since)
		}
	}
	switch {
	case x.Until == nil:
		close[fmt.Sprintf("out until nothing %v", until[0] == toy.Open)]++
	case x.Until.Earliest() > moment(until[0]) || x.Until.Latest() < moment(until[1]) && x.Until.Latest() != span.End:
		t.Errorf("r%d under read%d: out until %v, by every world %v", ruling, reading, x.Until, until)
	default:
		close[fmt.Sprintf("out until %v", x.Until.Span == span.Of(moment(until[0]), moment(until[1])))]++
	}
}

// cardEnd checks that a card without a moment says that its ruling ends within
// bounds that hold in every world, and counts how often those are as close as can
// be.
func cardEnd(t *testing.T, d *toy.Docket, e *Engine, ruling, reading int, close map[string]int) {
	t.Helper()
	lo, hi := toy.Open, -toy.Open
	d.Ended(d.Readings[reading], ruling, func(at int) { lo, hi = min(lo, at), max(hi, at) })
	card, err := e.Card(holdshort.ID(fmt.Sprintf("r%d", ruling)), "", Options{Reading: holdshort.ID(fmt.Sprintf("read%d", reading))})
	if err != nil || len(card.Orders) != 1 {
		t.Fatalf("%d orders, %v", len(card.Orders), err)
	}
	switch got := card.Orders[0].Until; {
	case (got == nil) != (lo == toy.Open):
		t.Errorf("r%d under read%d: a card until %v, by every world %d to %d", ruling, reading, got, lo, hi)
	case got == nil:
		close["card without an end"]++
	case got.Earliest() > moment(lo) || (got.Latest() == span.End) != (hi == toy.Open) || hi < toy.Open && got.Latest() < moment(hi):
		t.Errorf("r%d under read%d: a card until %v, by every world %d to %d", ruling, reading, got, lo, hi)
	default:
		close[fmt.Sprintf("card until %v", got.Earliest() == moment(lo) && (hi == toy.Open || got.Latest() == moment(hi)))]++
	}
}

func TestGoverningExpression(t *testing.T) {
	two := &holdshort.Ruling{ID: "order", Expressions: []holdshort.Expression{{ID: "oral"}, {ID: "oral.second"}}}
	one := &holdshort.Ruling{ID: "order", Expressions: []holdshort.Expression{{ID: "oral"}}}
	for _, x := range []struct {
		of    *holdshort.Ruling
		event string
		want  holdshort.ID
	}{
		{two, "order.oral.pronounced", "oral"},
		{two, "order.oral.second.pronounced", "oral.second"},
		{two, "orders.oral.pronounced", ""},
		{two, "hearing", ""},
		{two, "", ""},
		{one, "hearing", "oral"},
		{one, "", ""},
	} {
		got := holdshort.ID("")
		if e := governing(x.of, x.event); e != nil {
			got = e.ID
		}
		if got != x.want {
			t.Errorf("%q of %d expressions: %q, want %q", x.event, len(x.of.Expressions), got, x.want)
		}
	}
}
