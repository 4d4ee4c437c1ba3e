package proof

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/tri"
)

// Check verifies p against the case, which must be seen as of the same moment.
// It returns nil only if every part of p follows from the case.
func Check(c *holdshort.Case, p *Proof) error {
	if p.Version != Version {
		return fmt.Errorf("proof of version %d, this checker knows version %d", p.Version, Version)
	}
	if p.ID != p.digest() {
		return fmt.Errorf("the proof's content does not have the digest %s", p.ID)
	}
	if p.Case != c.Digest().String() || p.AsOf != AsOfText(c.AsOf) {
		return fmt.Errorf("the proof is of the case %s as of %q, not of %s as of %q", p.Case, p.AsOf, c.Digest(), AsOfText(c.AsOf))
	}
	k, err := newChecker(c, p)
	if err != nil {
		return err
	}
	if err := k.shape(); err != nil {
		return err
	}
	switch {
	case p.Conflict != nil:
		return k.finish(k.round(p.Conflict, nil))
	case p.Truth != tri.Unknown && !k.consistent():
		return fmt.Errorf("the constraints that bear on the formula cannot all hold, and anything would follow from them")
	case p.Truth == tri.Yes:
		return k.finish(k.branch(p.Refute, nil, nil, []*ground.Form{k.form.Not()}))
	case p.Truth == tri.No:
		return k.finish(k.branch(p.Refute, nil, nil, []*ground.Form{k.form}))
	}
	if err := k.world(p.Holds, true); err != nil {
		return fmt.Errorf("the world in which it holds: %w", err)
	}
	if err := k.world(p.Fails, false); err != nil {
		return fmt.Errorf("the world in which it fails: %w", err)
	}
	return k.finish(nil)
}

type checker struct {
	p     *Proof
	form  *ground.Form
	edges map[string]ground.Edge // of the case, derived anew
	tied  map[string]bool        // events of the formula, and those that constraints tie to them
	cited map[string]bool        // ids of edges that the rounds used
}

func newChecker(c *holdshort.Case, p *Proof) (*checker, error) {
	n, err := formula.Parse(p.Formula)
	if err != nil {
		return nil, err
	}
	if n.String() != p.Formula {
		return nil, fmt.Errorf("the formula is not in its canonical form, %q", n)
	}
	var reading *holdshort.Reading
	if p.Reading != "" {
		if reading = c.Reading(holdshort.ID(p.Reading)); reading == nil {
			return nil, fmt.Errorf("the case has no reading %q", p.Reading)
		}
	}
	g := ground.New(c, reading)
	k := &checker{p: p, edges: map[string]ground.Edge{}, cited: map[string]bool{}}
	if k.form, err = g.Form(n); err != nil {
		return nil, err
	}
	for _, e := range slices.Concat(ground.Edges(c), g.Stated) {
		k.edges[e.ID] = e
	}
	k.tied = k.tie()
	return k, nil
}

// shape checks that the proof has the parts that its answer needs, no others,
// and only constraints that the case gives.
func (k *checker) shape() error {
	p := k.p
	definite := p.Truth != tri.Unknown
	if (p.Refute != nil) != definite || (p.Holds != nil) != (!definite && p.Conflict == nil) || (p.Fails != nil) != (p.Holds != nil) || definite && p.Conflict != nil {
		return fmt.Errorf("the parts of the proof do not fit the answer %q", p.Truth)
	}
	for i, e := range p.Edges {
		if i > 0 && p.Edges[i-1].ID >= e.ID {
			return fmt.Errorf("constraint %q is out of order", e.ID)
		}
		if have, ok := k.edges[e.ID]; !ok || !reflect.DeepEqual(have, e) {
			return fmt.Errorf("the case does not give the constraint %q as the proof has it", e.ID)
		}
	}
	return nil
}

// finish passes err on, or checks that exactly the constraints listed were used.
func (k *checker) finish(err error) error {
	if err != nil {
		return err
	}
	for _, e := range k.p.Edges {
		if !k.cited[e.ID] {
			return fmt.Errorf("the constraint %q is listed and not used", e.ID)
		}
		delete(k.cited, e.ID)
	}
	for id := range k.cited {
		return fmt.Errorf("the constraint %q is used and not listed", id)
	}
	return nil
}

// branch checks that the forms cannot all hold together with what is supposed.
func (k *checker) branch(b *Branch, supposed []ground.Lit, facts map[string]bool, forms []*ground.Form) error {
	if b == nil {
		return fmt.Errorf("a way is left open")
	}
	lits, fs, ors := ground.Expand(forms)
	if len(b.Suppose) != len(lits) || len(lits) > 0 && !reflect.DeepEqual(b.Suppose, lits) {
		return fmt.Errorf("a branch supposes %v where the formula gives %v", b.Suppose, lits)
	}
	supposed = append(slices.Clone(supposed), lits...)
	facts = maps.Clone(facts)
	if facts == nil {
		facts = map[string]bool{}
	}
	if b.Of != 0 && b.Ways == nil {
		return fmt.Errorf("a branch without ways names a disjunction")
	}
	for _, f := range fs {
		if contradicts(facts, f) {
			if b.Round != nil || b.Ways != nil || !reflect.DeepEqual(b.Fact, f) {
				return fmt.Errorf("a branch is closed by the fact %q and the proof says otherwise", f.ID)
			}
			return nil
		}
	}
	switch {
	case b.Fact != nil:
		return fmt.Errorf("the fact %q does not close a branch", b.Fact.ID)
	case b.Round != nil:
		if b.Ways != nil {
			return fmt.Errorf("a branch is closed and goes on")
		}
		return k.round(b.Round, supposed)
	case len(ors) == 0:
		return fmt.Errorf("a branch ends and is not closed")
	case b.Of < 0 || b.Of >= len(ors):
		return fmt.Errorf("a branch looks at disjunction %d of %d", b.Of, len(ors))
	case len(b.Ways) != len(ors[b.Of].Or):
		return fmt.Errorf("a branch looks at %d ways of %d", len(b.Ways), len(ors[b.Of].Or))
	}
	rest := slices.Delete(slices.Clone(ors), b.Of, b.Of+1)
	for i, way := range ors[b.Of].Or {
		if err := k.branch(b.Ways[i], supposed, facts, append([]*ground.Form{way}, rest...)); err != nil {
			return err
		}
	}
	return nil
}

// contradicts takes f for granted and reports whether it cannot be.
func contradicts(facts map[string]bool, f *ground.Fact) bool {
	switch f.Value().Truth {
	case tri.Yes:
		return false
	case tri.No:
		return true
	}
	was, had := facts[f.ID]
	facts[f.ID] = !f.Negate
	return had && was == f.Negate
}

// round checks that the steps bear on the formula, close, and add up to less
// than zero.
func (k *checker) round(r *Round, supposed []ground.Lit) error {
	if len(r.Steps) == 0 {
		return fmt.Errorf("a round has no steps")
	}
	var sum int64
	var first, at string
	for i, id := range r.Steps {
		x, y, c, ok := k.step(id, supposed)
		if !ok {
			return fmt.Errorf("the step %q is neither a constraint of the case nor supposed here", id)
		}
		if i == 0 {
			first = y
		} else if y != at {
			return fmt.Errorf("the step %q begins at %q, the one before it ends at %q", id, y, at)
		}
		if !k.bears(x) || !k.bears(y) {
			return fmt.Errorf("the step %q has nothing to do with the formula", id)
		}
		at = x
		if sum += c; !addable(c) || !addable(sum) {
			return fmt.Errorf("the step %q is too long to add", id)
		}
	}
	if at != first {
		return fmt.Errorf("a round begins at %q and ends at %q", first, at)
	}
	if sum != r.Sum || sum >= 0 {
		return fmt.Errorf("a round adds up to %d ms, not to %d ms below zero", sum, r.Sum)
	}
	return nil
}

// addable reports whether t is so far from overflow that two such can be added.
func addable(t int64) bool { return -1<<60 < t && t < 1<<60 }

func (k *checker) bears(event string) bool { return event == ground.Zero || k.tied[event] }

func (k *checker) step(id string, supposed []ground.Lit) (x, y string, c int64, ok bool) {
	for _, l := range supposed {
		if SuppositionID(l) == id {
			return l.X, l.Y, l.C, true
		}
	}
	e, ok := k.edges[id]
	if ok {
		k.cited[id] = true
	}
	return e.X, e.Y, e.C, ok
}
