package proof

import (
	"fmt"

	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/tri"
)

// world checks that w dates exactly the events tied to the formula, obeys
// every constraint among them, and gives the formula the truth wanted.
func (k *checker) world(w *World, want bool) error {
	for id := range k.tied {
		if _, ok := w.Times[id]; !ok {
			return fmt.Errorf("no time for %q", id)
		}
	}
	for id, t := range w.Times {
		switch {
		case !k.tied[id]:
			return fmt.Errorf("%q has nothing to do with the formula", id)
		case !addable(t):
			return fmt.Errorf("the time of %q is beyond all calendars", id)
		}
	}
	for _, e := range k.edges {
		if k.bears(e.X) && k.bears(e.Y) && w.Times[e.X]-w.Times[e.Y] > e.C {
			return fmt.Errorf("it does not obey %q", e.ID)
		}
	}
	free := map[string]bool{}
	for _, f := range k.form.Facts() {
		if f.Truth == tri.Unknown {
			free[f.ID] = true
		}
	}
	for id, v := range w.Facts {
		if !free[id] || v != "yes" && v != "no" {
			return fmt.Errorf("the fact %q is not open, or not answered yes or no", id)
		}
	}
	got := w.value(k.form)
	if got != tri.Of(want) {
		return fmt.Errorf("the formula is %s in it", got)
	}
	return nil
}

// value is the truth of f in w: Unknown only where w leaves a fact open that
// would decide it.
func (w *World) value(f *ground.Form) tri.Truth {
	switch {
	case f.Lit != nil:
		return tri.Of(w.Times[f.Lit.X]-w.Times[f.Lit.Y] <= f.Lit.C)
	case f.Fact != nil:
		t := f.Fact.Truth
		switch {
		case t != tri.Unknown:
		case w.Facts[f.Fact.ID] == "yes":
			t = tri.Yes
		case w.Facts[f.Fact.ID] == "no":
			t = tri.No
		}
		if f.Fact.Negate {
			return tri.Not(t)
		}
		return t
	case f.And != nil:
		return tri.And(w.values(f.And)...).Truth
	}
	return tri.Or(w.values(f.Or)...).Truth
}

func (w *World) values(fs []*ground.Form) []tri.Value {
	out := make([]tri.Value, len(fs))
	for i, f := range fs {
		out[i] = tri.Value{Truth: w.value(f)}
	}
	return out
}
