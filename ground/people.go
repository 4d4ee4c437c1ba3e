package ground

import (
	"math"
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/tri"
)

// member follows part-of upwards and looks for a cohort declared disjoint on
// the way.
func (g *Grounder) member(id string, part, whole holdshort.ID) *Form {
	above := g.above(part)
	if slices.Contains(above, whole) {
		return settled(id, true, g.cohortCites(part))
	}
	for _, a := range above {
		for _, b := range g.above(whole) {
			if g.disjoint(a, b) {
				return settled(id, false, g.cohortCites(part))
			}
		}
	}
	return lacking(id, tri.NotInEvidence, "a source on whether "+string(part)+" is part of "+string(whole))
}

// above is the cohort and all that hold it.
func (g *Grounder) above(id holdshort.ID) []holdshort.ID {
	out := []holdshort.ID{id}
	for i := 0; i < len(out); i++ {
		if c := g.Case.Cohort(out[i]); c != nil {
			for _, p := range c.PartOf {
				if !slices.Contains(out, p) {
					out = append(out, p)
				}
			}
		}
	}
	return out
}

func (g *Grounder) disjoint(a, b holdshort.ID) bool {
	ca, cb := g.Case.Cohort(a), g.Case.Cohort(b)
	return ca != nil && slices.Contains(ca.Disjoint, b) || cb != nil && slices.Contains(cb.Disjoint, a)
}

func (g *Grounder) cohortCites(id holdshort.ID) []cite.Cite {
	if c := g.Case.Cohort(id); c != nil {
		return cites(c.Sources)
	}
	return nil
}

// covered is what the reading says of the movement or cohort, or of everybody
// aboard the movement.
func (g *Grounder) covered(id string, who, ruling holdshort.ID) *Form {
	silent := lacking(id, tri.ReadingSilent, "a choice of the reading on whether "+string(ruling)+" covers "+string(who))
	if g.Reading == nil {
		return silent
	}
	if t, cs := g.covering(who, ruling); t != tri.Unknown {
		return settled(id, t == tri.Yes, cs)
	}
	m := g.Case.Movement(who)
	if m == nil || len(m.Aboard) == 0 {
		return silent
	}
	all := tri.No
	var allCites []cite.Cite
	for _, c := range m.Aboard {
		t, cs := g.covering(c, ruling)
		allCites = append(allCites, cs...)
		switch t {
		case tri.Yes:
			return settled(id, true, cs)
		case tri.Unknown:
			all = tri.Unknown
		}
	}
	if all == tri.Unknown {
		return silent
	}
	slices.SortFunc(allCites, cite.Compare)
	return settled(id, false, slices.Compact(allCites))
}

func (g *Grounder) covering(who, ruling holdshort.ID) (tri.Truth, []cite.Cite) {
	for _, c := range g.Reading.Covers {
		if c.Ruling == ruling && slices.Contains(c.Who, who) {
			return tri.Of(c.Covered), cites(c.Sources)
		}
	}
	return tri.Unknown, nil
}

// number compares a head count, or an amount of money in whole units, with n.
// Where sources differ, the truth lies in the hull of what they say.
func (g *Grounder) number(id string, op formula.Op, name string, n int64) *Form {
	var got holdshort.Number
	var cs []cite.Cite
	differ, limit := false, n
	if p := g.Case.Payment(holdshort.ID(name)); p != nil && !p.Amount.IsZero() && known(g.Case, p.Sources) {
		got = holdshort.Number{Least: p.Amount.Cents, Most: p.Amount.Cents}
		cs = cites(p.Sources)
		limit = min(n, math.MaxInt64/100) * 100
	} else if hull, by, n := g.Count(holdshort.ID(name)); n > 0 {
		got, cs, differ = hull, by, n > 1
	} else {
		return lacking(id, tri.NotInEvidence, "a source for the number of "+name)
	}
	t := tri.Unknown
	if op == "at-most" {
		t = compareNumber(got.Most <= limit, got.Least > limit)
	} else {
		t = compareNumber(got.Least >= limit, got.Most < limit)
	}
	f := &Fact{ID: id, Truth: t, Cites: cs}
	if t == tri.Unknown {
		f.Reason, f.Needs = tri.IntervalOverlap, []string{"a closer count of " + name}
		if differ {
			f.Reason, f.Needs = tri.ConflictingClaims, []string{"which count of " + name + " is right"}
		}
	}
	return &Form{Fact: f}
}

func compareNumber(yes, no bool) tri.Truth {
	switch {
	case yes:
		return tri.Yes
	case no:
		return tri.No
	}
	return tri.Unknown
}

// Count is the hull of the head counts of the cohort, who states them, and how
// many different counts there are. Without a count of its own the cohort has
// the hull of the sums of its partitions.
func (g *Grounder) Count(id holdshort.ID) (holdshort.Number, []cite.Cite, int) {
	return g.count(id, 0)
}

func (g *Grounder) count(id holdshort.ID, depth int) (holdshort.Number, []cite.Cite, int) {
	c := g.Case.Cohort(id)
	if c == nil || depth > len(g.Case.Cohorts) {
		return holdshort.Number{}, nil, 0
	}
	hull := holdshort.Number{Least: math.MaxInt64, Most: -1}
	var cs []cite.Cite
	distinct := map[[2]int64]bool{}
	for _, n := range c.Counts {
		for _, s := range n.Sources {
			if n.Aside == "" && g.Case.KnownBy(string(s), g.Case.AsOf) {
				hull.Least, hull.Most = min(hull.Least, n.N.Least), max(hull.Most, n.N.Most)
				distinct[[2]int64{n.N.Least, n.N.Most}] = true
				cs = append(cs, cite.Cite{Source: string(s), Where: n.Where})
			}
		}
	}
	if len(distinct) == 0 {
		return g.partitions(c, depth)
	}
	slices.SortFunc(cs, cite.Compare)
	return hull, slices.Compact(cs), len(distinct)
}

// partitions is the hull of the sums of the cohort's partitions, and how many
// different sums there are.
func (g *Grounder) partitions(c *holdshort.Cohort, depth int) (holdshort.Number, []cite.Cite, int) {
	hull := holdshort.Number{Least: math.MaxInt64, Most: -1}
	var cs []cite.Cite
	distinct := map[[2]int64]bool{}
	for _, p := range c.Parts {
		n, by, k := g.sum(p, depth)
		if k == 0 {
			continue
		}
		hull.Least, hull.Most = min(hull.Least, n.Least), max(hull.Most, n.Most)
		distinct[[2]int64{n.Least, n.Most}] = true
		cs = append(cs, by...)
	}
	slices.SortFunc(cs, cite.Compare)
	return hull, slices.Compact(cs), len(distinct)
}

func (g *Grounder) sum(p holdshort.Parts, depth int) (holdshort.Number, []cite.Cite, int) {
	total := holdshort.Number{}
	cs := cites(p.Sources)
	for _, of := range p.Of {
		n, by, k := g.count(of, depth+1)
		if k == 0 {
			return holdshort.Number{}, nil, 0
		}
		total.Least += n.Least
		if total.Most == math.MaxInt64 || n.Most == math.MaxInt64 {
			total.Most = math.MaxInt64
		} else {
			total.Most += n.Most
		}
		cs = append(cs, by...)
	}
	slices.SortFunc(cs, cite.Compare)
	return total, slices.Compact(cs), 1
}

// onRecord is Yes if the case has the record and it was known.
func (g *Grounder) onRecord(id, name string) *Form {
	for i := range g.Case.Statements {
		if s := &g.Case.Statements[i]; string(s.ID) == name && known(g.Case, s.Sources) {
			return settled(id, true, cites(s.Sources))
		}
	}
	for i := range g.Case.Custody {
		if s := &g.Case.Custody[i]; string(s.ID) == name && known(g.Case, s.Sources) {
			return settled(id, true, cites(s.Sources))
		}
	}
	if p := g.Case.Payment(holdshort.ID(name)); p != nil && known(g.Case, p.Sources) {
		return settled(id, true, cites(p.Sources))
	}
	if e := g.Case.Event(name); e != nil {
		return settled(id, true, e.Cites)
	}
	return lacking(id, tri.NotInEvidence, "a record of "+name)
}
