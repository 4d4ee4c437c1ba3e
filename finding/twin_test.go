package finding

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/internal/toy"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// trial is one random case with its engine.
type trial struct {
	*testing.T
	r    *rand.Rand
	seed uint64
	c    *toy.Case
	e    *Engine
}

// trials runs f on n random cases, the same on every run.
func trials(t *testing.T, n int, wide bool, f func(trial)) {
	t.Helper()
	for seed := range uint64(n) {
		r := rand.New(rand.NewPCG(seed, 2025))
		events := 2 + min(r.IntN(4), r.IntN(4))
		if wide {
			events = 2 + r.IntN(11)/10
		}
		c := toy.Random(r, events, wide)
		f(trial{t, r, seed, c, engineOf(t, c)})
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, c.Files()["case.yaml"].Data)
		}
	}
}

func engineOf(t *testing.T, c *toy.Case) *Engine {
	t.Helper()
	loaded, err := c.Load()
	if err != nil {
		t.Fatalf("%v\n%s", err, c.Files()["case.yaml"].Data)
	}
	return New(loaded)
}

func (t trial) answer(n formula.Node) *Result { return answerOf(t.T, t.e, n) }

func answerOf(t *testing.T, e *Engine, n formula.Node) *Result {
	t.Helper()
	res, err := e.Answer(n, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// The exact pass gives what trying every world gives, and every table that a
// proof shows is one of those worlds.
func TestTwin(t *testing.T) {
	for _, v := range []struct {
		name string
		n    int
		wide bool
	}{{"bounded", 2500, false}, {"open", 400, true}} {
		t.Run(v.name, func(t *testing.T) {
			seen := map[tri.Truth]int{}
			conflicts := 0
			trials(t, v.n, v.wide, func(t trial) {
				for range 3 {
					n := t.c.Formula(t.r, 3)
					want, some := t.c.Truth(n)
					got := t.answer(n)
					if got.Truth != want || (got.Reason == tri.ConflictingClaims && len(got.conflicts) > 0) == some {
						t.Errorf("%s: %s (%s), by every world %s (some world: %v)", n, got.Truth, got.Reason, want, some)
					}
					if !some {
						conflicts++
						continue
					}
					seen[want]++
					t.worlds(n, got)
				}
			})
			t.Logf("yes %d, no %d, unknown %d, conflict %d", seen[tri.Yes], seen[tri.No], seen[tri.Unknown], conflicts)
			if seen[tri.Yes] < 100 || seen[tri.No] < 100 || seen[tri.Unknown] < 100 || conflicts < 20 {
				t.Error("the random cases do not cover every answer")
			}
		})
	}
}

// worlds checks the two tables of an Unknown.
func (t trial) worlds(n formula.Node, res *Result) {
	if res.Truth != tri.Unknown {
		return
	}
	p := t.e.Prove(n.String(), "", res)
	t.world(n, p.Holds, true)
	t.world(n, p.Fails, false)
}

// world checks that w obeys the evidence and gives n the truth.
func (t trial) world(n formula.Node, w *proof.World, want bool) {
	x := toy.World{Times: map[string]int{}, Facts: map[string]bool{}}
	for id, at := range w.Times {
		x.Times[trimStated(id)] = int(span.Instant(at) - moment(0))
	}
	for id, v := range w.Facts {
		x.Facts[id] = v == "yes"
	}
	if !t.c.Allows(n, x) || !toy.Always(n, x, want) {
		t.Errorf("%s: the table %v in which it is to be %v: allowed %v", n, x, want, t.c.Allows(n, x))
	}
}

// moment is millisecond ms of a toy case.
func moment(ms int) span.Instant { return span.FromTime(toy.Base) + span.Instant(ms) }

func trimStated(id string) string { return strings.TrimPrefix(id, "stated:") }
