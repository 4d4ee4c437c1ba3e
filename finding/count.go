package finding

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/ground"
)

// CountFinding is the head count of one cohort by every source, and what in
// the counts agrees and what cannot all be true.
type CountFinding struct {
	Cohort         *holdshort.Cohort
	Hull           holdshort.Number
	Stated         []Stated
	Sums           []Sum
	Contradictions []Contradiction
}

// Stated is one source's count.
type Stated struct {
	N    holdshort.Number
	Cite cite.Cite
	By   string
	Note string

	Aside string // why it was set aside
}

// Sum is a partition's arithmetic: "238 + 23 = 261".
type Sum struct {
	Words string
	N     holdshort.Number
	Cites []cite.Cite
	Note  string
}

// Contradiction is a smallest set of counts that cannot all be true.
type Contradiction struct {
	Words string
	Cites []cite.Cite
}

func (e *Engine) counts() []CountFinding {
	var out []CountFinding
	for i := range e.Case.Cohorts {
		c := &e.Case.Cohorts[i]
		f := CountFinding{Cohort: c, Stated: e.stated(c)}
		if hull, _, n := ground.New(e.Case, nil).Count(c.ID); n > 0 {
			f.Hull = hull
		} else {
			continue
		}
		f.Sums = e.sums(c)
		f.Contradictions = e.contradictions(c, f)
		out = append(out, f)
	}
	return out
}

func (e *Engine) stated(c *holdshort.Cohort) []Stated {
	var out []Stated
	for _, n := range c.Counts {
		for _, s := range n.Sources {
			if e.Case.KnownBy(string(s), e.Case.AsOf) {
				out = append(out, Stated{n.N, cite.Cite{Source: string(s), Where: n.Where}, n.By, n.Note, n.Aside})
			}
		}
	}
	slices.SortFunc(out, func(a, b Stated) int {
		if n := cite.Compare(a.Cite, b.Cite); n != 0 {
			return n
		}
		return strings.Compare(a.N.Text, b.N.Text)
	})
	return out
}

func (e *Engine) sums(c *holdshort.Cohort) []Sum {
	var out []Sum
	for _, p := range c.Parts {
		s := Sum{Note: p.Note}
		var words []string
		ok := true
		for _, id := range p.Of {
			n, cs, k := ground.New(e.Case, nil).Count(id)
			ok = ok && k > 0
			words = append(words, n.String())
			s.Cites = append(s.Cites, cs...)
			s.N = plus(s.N, n)
		}
		for _, id := range p.Sources {
			s.Cites = append(s.Cites, cite.Cite{Source: string(id)})
		}
		if !ok {
			continue
		}
		slices.SortFunc(s.Cites, cite.Compare)
		s.Cites = slices.Compact(s.Cites)
		s.Words = strings.Join(words, " + ") + " = " + s.N.String()
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Sum) int { return strings.Compare(a.Words, b.Words) })
	return out
}

func plus(a, b holdshort.Number) holdshort.Number {
	n := holdshort.Number{Least: a.Least + b.Least, Most: math.MaxInt64}
	if a.Most != math.MaxInt64 && b.Most != math.MaxInt64 {
		n.Most = a.Most + b.Most
	}
	return n
}

// contradictions are pairs: two counts of one cohort, a count and a sum, a
// count and that of a cohort that holds it.
func (e *Engine) contradictions(c *holdshort.Cohort, f CountFinding) []Contradiction {
	var out []Contradiction
	add := func(words string, cs ...cite.Cite) {
		slices.SortFunc(cs, cite.Compare)
		out = append(out, Contradiction{words, slices.Compact(cs)})
	}
	for _, g := range groups(f.Stated) {
		for _, h := range groups(f.Stated) {
			if apart(g.n, h.n) && g.n.Least < h.n.Least {
				add(fmt.Sprintf("%s: %s against %s", c.Name, g, h), slices.Concat(g.cites, h.cites)...)
			}
		}
		for _, s := range f.Sums {
			if apart(g.n, s.N) {
				add(fmt.Sprintf("%s: %s against %s", c.Name, g, s.Words), slices.Concat(g.cites, s.Cites)...)
			}
		}
	}
	for i, s := range f.Sums {
		for _, t := range f.Sums[i+1:] {
			if apart(s.N, t.N) {
				add(fmt.Sprintf("%s: %s against %s", c.Name, s.Words, t.Words), slices.Concat(s.Cites, t.Cites)...)
			}
		}
	}
	for _, id := range c.PartOf {
		whole := e.Case.Cohort(id)
		for _, g := range groups(f.Stated) {
			for _, h := range groups(e.stated(whole)) {
				if g.n.Least > h.n.Most {
					add(fmt.Sprintf("%s, part of %s: %s, more than %s", c.Name, whole.Name, g, h), slices.Concat(g.cites, h.cites)...)
				}
			}
		}
	}
	return out
}

func apart(a, b holdshort.Number) bool { return a.Most < b.Least || b.Most < a.Least }

// group is the sources that give one count.
type group struct {
	n     holdshort.Number
	cites []cite.Cite
}

func (g group) String() string { return fmt.Sprintf("%q %s", g.n.Text, cite.List(g.cites)) }

func groups(ss []Stated) []group {
	var out []group
	for _, s := range ss {
		if s.Aside != "" {
			continue
		}
		i := slices.IndexFunc(out, func(g group) bool { return g.n == s.N })
		if i < 0 {
			out = append(out, group{n: s.N})
			i = len(out) - 1
		}
		out[i].cites = append(out[i].cites, s.Cite)
	}
	return out
}
