package proof_test

import (
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/internal/toy"
	"github.com/holdshort/holdshort/proof"
)

// trial is one random case, a formula, and the proof of its answer.
type trial struct {
	*testing.T
	toy  *toy.Case
	c    *holdshort.Case
	n    formula.Node
	p    *proof.Proof
	kind string // yes, no, unknown or conflict
}

func trials(t *testing.T, n int, f func(trial)) {
	t.Helper()
	for seed := range uint64(n) {
		r := rand.New(rand.NewPCG(seed, 4))
		c := toy.Random(r, 2+r.IntN(3), seed%8 == 0)
		loaded := load(t, c)
		e := finding.New(loaded)
		node := c.Formula(r, 3)
		f(trial{t, c, loaded, node, prove(t, e, node), kindOf(t, e, node)})
		if t.Failed() {
			t.Fatalf("seed %d: %s\n%s", seed, node, c.Files()["case.yaml"].Data)
		}
	}
}

func load(t *testing.T, c *toy.Case) *holdshort.Case {
	t.Helper()
	loaded, err := c.Load()
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func prove(t *testing.T, e *finding.Engine, n formula.Node) *proof.Proof {
	t.Helper()
	res, err := e.Answer(n, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	return e.Prove(n.String(), "", res)
}

func kindOf(t *testing.T, e *finding.Engine, n formula.Node) string {
	p := prove(t, e, n)
	if p.Conflict != nil {
		return "conflict"
	}
	return p.Truth.String()
}

// The checker accepts every proof, also once written and read again.
func TestCheckAccepts(t *testing.T) {
	seen := map[string]int{}
	trials(t, 2500, func(t trial) {
		seen[t.kind]++
		if err := proof.Check(t.c, t.p); err != nil {
			t.Errorf("%s: %v", t.kind, err)
		}
		if err := proof.Check(t.c, copied(t.T, t.p)); err != nil {
			t.Errorf("%s, from JSON: %v", t.kind, err)
		}
		t.underReadings()
	})
	t.Log(seen)
	for _, kind := range []string{"yes", "no", "unknown", "conflict"} {
		if seen[kind] < 100 {
			t.Errorf("only %d proofs of %s", seen[kind], kind)
		}
	}
}

// underReadings checks the proofs under each reading of the case, and of two
// readings set against each other in one formula.
func (t trial) underReadings() {
	e := finding.New(t.c)
	under := func(r string) formula.Node {
		return formula.Node{Op: formula.Under, Reading: r, Subs: []formula.Node{t.n}}
	}
	rival := formula.Node{Op: formula.Or, Subs: []formula.Node{under("first"), {Op: formula.Not, Subs: []formula.Node{under("silent")}}}}
	for _, n := range []formula.Node{t.n, rival} {
		for i := range t.c.Readings {
			r := &t.c.Readings[i]
			res, err := e.Answer(n, r, "")
			if err != nil {
				t.Fatal(err)
			}
			p := e.Prove(n.String(), string(r.ID), res)
			if err := proof.Check(t.c, p); err != nil {
				t.Errorf("%s under %s: %v", n, r.ID, err)
			}
		}
	}
}

func copied(t *testing.T, p *proof.Proof) *proof.Proof {
	t.Helper()
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	out := &proof.Proof{}
	if err := json.Unmarshal(b, out); err != nil {
		t.Fatal(err)
	}
	return out
}

// The checker has no part of the solver in it.
func TestCheckerStandsAlone(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	if !strings.Contains(string(out), "holdshort/ground") {
		t.Fatal("go list does not list what is imported")
	}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "/finding") || strings.Contains(line, "/exhibit") {
			t.Errorf("package proof imports %s", line)
		}
	}
}

// two is a case with a conflict between e0 and e1 and none between e2 and e3;
// e4 and e5 have an order and no time.
func two(t *testing.T) *holdshort.Case {
	at := func(ms int) []toy.Claim {
		return []toy.Claim{{Lo: ms, Hi: ms, Source: "s0", Kind: "actual"}}
	}
	open := []toy.Claim{{Lo: -toy.Open, Hi: 0, Source: "s0", Kind: "planned"}}
	return load(t, &toy.Case{
		Events: []toy.Event{{ID: "e0", Claims: at(3)}, {ID: "e1", Claims: at(1)}, {ID: "e2", Claims: at(0)}, {ID: "e3", Claims: at(2)},
			{ID: "e4", Claims: open}, {ID: "e5", Claims: open}},
		Orders: []toy.Order{{A: 0, B: 1, Most: toy.Open}, {A: 2, B: 3, Most: toy.Open}, {A: 4, B: 5, Most: toy.Open}},
	})
}

// refused checks that p, once sealed anew, is refused for the reason.
func refused(t *testing.T, c *holdshort.Case, p *proof.Proof, reason string) {
	t.Helper()
	p.Seal()
	if err := proof.Check(c, p); err == nil || !strings.Contains(err.Error(), reason) {
		t.Errorf("%s: %v, not %q", p.Formula, err, reason)
	}
}

// From a conflict everything would follow; the checker takes it for nothing
// but a conflict, and only where it bears on the formula.
func TestForgedFromConflict(t *testing.T) {
	c := two(t)
	e := finding.New(c)
	ask := func(text string) *proof.Proof {
		n, err := formula.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return prove(t, e, n)
	}
	conflict := ask("before(e0, e1)")
	if err := proof.Check(c, conflict); err != nil || conflict.Conflict == nil {
		t.Fatalf("the conflict itself: %v", err)
	}

	elsewhere := copied(t, conflict)
	elsewhere.Formula = "before(e2, e3)"
	refused(t, c, elsewhere, "nothing to do with the formula")

	definite := ask("before(e2, e3)")
	definite.Refute.Round = conflict.Conflict
	definite.Edges = conflict.Edges
	refused(t, c, definite, "nothing to do with the formula")

	within := copied(t, conflict)
	within.Conflict = nil
	within.Truth = definite.Truth
	within.Refute = &proof.Branch{Suppose: definite.Refute.Suppose, Round: conflict.Conflict}
	within.Refute.Suppose[0].X, within.Refute.Suppose[0].Y = "e1", "e0"
	refused(t, c, within, "cannot all hold")
}

// Times so large that their difference wraps round are no world.
func TestForgedOverflow(t *testing.T) {
	c := two(t)
	n, err := formula.Parse("before(e5, e4)")
	if err != nil {
		t.Fatal(err)
	}
	p := prove(t, finding.New(c), n)
	p.Truth, p.Refute, p.Edges = 0, nil, nil
	const most = 1<<63 - 1
	p.Holds = &proof.World{Times: map[string]int64{"e4": most, "e5": -2}}
	p.Fails = &proof.World{Times: map[string]int64{"e4": 0, "e5": 0}}
	refused(t, c, p, "beyond all calendars")
}
