package ground

import (
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/tri"
)

// Form is a formula brought down to comparisons and facts, with negations
// pushed into them: one of And, Or, Lit and Fact is what it is.
type Form struct {
	And  []*Form `json:"and,omitempty"`
	Or   []*Form `json:"or,omitempty"`
	Lit  *Lit    `json:"lit,omitempty"`
	Fact *Fact   `json:"fact,omitempty"`
}

// Lit is the comparison X − Y ≤ C, in milliseconds. If Strict, it was meant as
// X − Y < C + 1, which is the same since moments are whole milliseconds; by how
// much it holds is then counted from C + 1.
type Lit struct {
	X      string `json:"x"`
	Y      string `json:"y"`
	C      int64  `json:"at_most_ms"`
	Strict bool   `json:"strict,omitempty"`
}

// Not is the negation of l: Y − X ≤ −C − 1, strict if l is not.
func (l Lit) Not() Lit { return Lit{X: l.Y, Y: l.X, C: -l.C - 1, Strict: !l.Strict} }

// Fact is something that time does not decide. A Fact with an Unknown value
// may turn out either way, but the same way wherever its ID stands.
type Fact struct {
	ID     string      `json:"id"`
	Negate bool        `json:"negate,omitempty"`
	Truth  tri.Truth   `json:"truth"` // of ID itself, before Negate
	Reason tri.Reason  `json:"reason,omitempty"`
	Needs  []string    `json:"needs,omitempty"`
	Cites  []cite.Cite `json:"cites,omitempty"`
}

// Value is the fact's value, Negate applied.
func (f *Fact) Value() tri.Value {
	v := tri.Value{Truth: f.Truth}
	if f.Truth == tri.Unknown {
		v = tri.Lacking(f.Reason, f.Needs...)
	}
	if f.Negate {
		return v.Not()
	}
	return v
}

// Not is the negation of f, with the negations pushed into its comparisons and
// facts.
func (f *Form) Not() *Form {
	switch {
	case f.Lit != nil:
		l := f.Lit.Not()
		return &Form{Lit: &l}
	case f.Fact != nil:
		n := *f.Fact
		n.Negate = !n.Negate
		return &Form{Fact: &n}
	case f.And != nil:
		return &Form{Or: nots(f.And)}
	}
	return &Form{And: nots(f.Or)}
}

func nots(fs []*Form) []*Form {
	out := make([]*Form, len(fs))
	for i, f := range fs {
		out[i] = f.Not()
	}
	return out
}

// Events lists the events that f compares, in order of first mention, without
// Zero.
func (f *Form) Events() []string {
	var out []string
	seen := map[string]bool{Zero: true}
	f.walk(func(l *Lit) {
		for _, id := range []string{l.X, l.Y} {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}, func(*Fact) {})
	return out
}

// Facts lists the facts of f, in order of mention.
func (f *Form) Facts() []*Fact {
	var out []*Fact
	f.walk(func(*Lit) {}, func(x *Fact) { out = append(out, x) })
	return out
}

func (f *Form) walk(lit func(*Lit), fact func(*Fact)) {
	switch {
	case f.Lit != nil:
		lit(f.Lit)
	case f.Fact != nil:
		fact(f.Fact)
	}
	for _, s := range f.And {
		s.walk(lit, fact)
	}
	for _, s := range f.Or {
		s.walk(lit, fact)
	}
}

// and is that all of fs hold, which is so for none.
func and(fs ...*Form) *Form {
	switch len(fs) {
	case 0:
		return settled("nothing more is asked", true, nil)
	case 1:
		return fs[0]
	}
	return &Form{And: fs}
}

// or is that one of fs holds, which is not so for none.
func or(fs ...*Form) *Form {
	switch len(fs) {
	case 0:
		return settled("there is no such case", false, nil)
	case 1:
		return fs[0]
	}
	return &Form{Or: fs}
}

func settled(id string, t bool, cs []cite.Cite) *Form {
	return &Form{Fact: &Fact{ID: id, Truth: tri.Of(t), Cites: cs}}
}

func lacking(id string, r tri.Reason, needs ...string) *Form {
	return &Form{Fact: &Fact{ID: id, Reason: r, Needs: needs}}
}

// Expand takes conjunctions apart: what all of forms need to hold together is
// the comparisons, the facts and one part of each disjunction, in order of
// first mention. An empty disjunction, which never holds, is kept as one; an
// empty conjunction asks for nothing.
func Expand(forms []*Form) (lits []Lit, facts []*Fact, ors []*Form) {
	for _, f := range forms {
		switch {
		case f.Lit != nil:
			lits = append(lits, *f.Lit)
		case f.Fact != nil:
			facts = append(facts, f.Fact)
		case f.And != nil:
			l, fs, o := Expand(f.And)
			lits, facts, ors = append(lits, l...), append(facts, fs...), append(ors, o...)
		default:
			ors = append(ors, f)
		}
	}
	return lits, facts, ors
}
