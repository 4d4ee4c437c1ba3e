package finding

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Budget is the number of steps after which the exact pass on one formula is
// stopped and the answer is Unknown. A step is one part of one disjunction.
const Budget = 20_000

// Engine answers formulas over one case. It holds the case's network. It is for
// one goroutine at a time.
type Engine struct {
	Case   *holdshort.Case
	net    *network
	budget int

	limits   map[string][]ground.Edge // what dependent has answered
	answers  map[string]*Result       // what decide has answered, by form
	bounded  []span.Span              // what bindEvents has answered, by Event.Nth
	clashing []bool
	courses  map[holdshort.ID]*Course // what Course has answered
}

// New builds the network of a case.
func New(c *holdshort.Case) *Engine {
	return &Engine{Case: c, net: newNetwork(c.EventIDs(), ground.Edges(c)), budget: Budget,
		limits: map[string][]ground.Edge{}, answers: map[string]*Result{}, courses: map[holdshort.ID]*Course{}}
}

// Result is the answer to a formula under a reading.
type Result struct {
	Truth    tri.Truth
	Reason   tri.Reason
	Needs    []Need
	Between  *span.Span // bounds of the first event of the subject in the formula
	Margin   *Margin
	Flip     *Flip
	Cites    []cite.Cite
	Disputed []string // events whose competing claims decide differently
	Limited  bool     // a definite answer that rests on the top speed assumed for a movement

	form      *ground.Form
	stated    []ground.Edge
	graph     *graph
	matrix    *matrix
	conflicts []*proof.Round
	refuted   *proof.Branch
	holds     *world
	fails     *world
}

// Margin is by how much a definite answer holds: the length of time between
// the two moments on which it turns, at least and at most. Most is nil where
// no evidence bounds it.
type Margin struct {
	Least span.Length
	Most  *span.Length
}

// Answer evaluates n under r, which may be nil. It fails only where the
// formula itself is at fault.
func (e *Engine) Answer(n formula.Node, r *holdshort.Reading, subject string) (*Result, error) {
	g := ground.New(e.Case, r)
	form, err := g.Form(n)
	if err != nil {
		return nil, err
	}
	res := e.decided(form, g.Stated)
	res.Cites = append(res.Cites, readingCites(r, n)...)
	slices.SortFunc(res.Cites, cite.Compare)
	res.Cites = slices.Compact(res.Cites)
	res.Between = res.between(subject)
	return res, nil
}

// decided is what decide says, once for all readings that give one form. The
// result is the caller's to add to.
func (e *Engine) decided(form *ground.Form, stated []ground.Edge) *Result {
	b, err := json.Marshal(form)
	if err != nil {
		panic("finding: a form cannot be written: " + err.Error())
	}
	// A time compared only with itself has dropped out of the form.
	events := form.Events()
	stated = slices.DeleteFunc(slices.Clone(stated), func(x ground.Edge) bool {
		return !slices.Contains(events, x.X) && !slices.Contains(events, x.Y)
	})
	key := string(b)
	if e.answers[key] == nil {
		e.answers[key] = e.decide(form, stated)
	}
	res := *e.answers[key]
	res.Cites = slices.Clone(res.Cites)
	return &res
}

// decide is Kleene's pass, then the exact one.
func (e *Engine) decide(form *ground.Form, stated []ground.Edge) *Result {
	events := form.Events()
	res := &Result{form: form, stated: stated}
	res.graph, res.conflicts = e.net.around(events, stated)
	if len(res.conflicts) > 0 {
		res.conflicting(e)
		return res
	}
	res.matrix = res.graph.project(events)
	v := res.matrix.kleene(form)
	res.Truth = v.Truth
	if v.Truth == tri.Unknown {
		var ok bool
		res.Truth, res.holds, res.fails, ok = res.matrix.decide(form, e.budget)
		if !ok {
			res.Reason = tri.Budget
			return res
		}
	}
	if res.Truth == tri.Unknown {
		e.open(res, v)
		return res
	}
	e.settled(res)
	return res
}

// conflicting is the answer where claims that the formula rests on cannot all
// be true: none.
func (res *Result) conflicting(e *Engine) {
	res.Reason = tri.ConflictingClaims
	for _, r := range res.conflicts {
		for _, x := range roundEdges(r, e.net.edge) {
			res.Cites = append(res.Cites, x.Cites...)
			for _, cl := range x.Claims {
				res.Needs = append(res.Needs, want("whether "+cl+" is right: it cannot hold together with the others named in the conflict"))
			}
		}
	}
}

// settled fills in what goes with a definite answer.
func (e *Engine) settled(res *Result) {
	against := res.form
	if res.Truth == tri.Yes {
		against = res.form.Not()
	}
	res.refuted = prover{res.graph}.refute(res.matrix, nil, []*ground.Form{against})
	for _, x := range used(res.refuted, res.edge(e)) {
		res.Cites = append(res.Cites, x.Cites...)
		res.Limited = res.Limited || x.Basis == ground.Limit
	}
	eachFact(res.refuted, func(f *ground.Fact) { res.Cites = append(res.Cites, f.Cites...) })
	res.Margin, _ = res.matrix.margin(against.Not())
	res.Flip = e.flip(res)
}

// edge finds constraints of the case and of the times stated in the formula.
func (res *Result) edge(e *Engine) func(string) *ground.Edge {
	return func(id string) *ground.Edge {
		for i := range res.stated {
			if res.stated[i].ID == id {
				return &res.stated[i]
			}
		}
		return e.net.edge(id)
	}
}

func (res *Result) between(subject string) *span.Span {
	if res.matrix == nil {
		return nil
	}
	events := res.form.Events()
	if len(events) == 0 {
		return nil
	}
	first := ""
	for _, id := range events {
		if first == "" && !strings.HasPrefix(id, ground.StatedPrefix) {
			first = id
		}
		if subject != "" && len(id) > len(subject) && id[:len(subject)+1] == subject+"." {
			first = id
			break
		}
	}
	if first == "" {
		return nil
	}
	s := res.matrix.bounds(first)
	return &s
}

// readingCites are where the party stated the choices that n uses.
func readingCites(r *holdshort.Reading, n formula.Node) []cite.Cite {
	if r == nil || !n.UsesReading() {
		return nil
	}
	var out []cite.Cite
	for _, s := range r.Sources {
		out = append(out, cite.Cite{Source: string(s)})
	}
	return out
}
