package holdshort

import (
	"github.com/holdshort/holdshort/cite"
)

// checkSelf reports records that cannot be so by themselves: digests that are
// none, sources, parties, cohorts or rulings that lead back to themselves, and
// edges with two times.
func (l *loader) checkSelf(c *Case) {
	copies, bodies, wholes, parents := links{}, links{}, links{}, links{}
	for _, s := range c.Sources {
		if s.CopyOf != "" {
			copies[s.ID] = []ID{s.CopyOf}
		}
		if s.Digest != "" {
			if _, err := cite.ParseDigest(s.Digest); err != nil {
				l.add(Problem{Pos: s.Pos, Text: clip(s.Digest), Msg: "not a digest", Hint: "sha256: and 64 lower-case hexadecimal digits"})
			}
		}
	}
	for _, p := range c.Parties {
		if p.Of != "" {
			bodies[p.ID] = []ID{p.Of}
		}
	}
	for _, co := range c.Cohorts {
		wholes[co.ID] = co.PartOf
	}
	for _, e := range c.Lifecycle {
		if e.Verb == "enforces" && e.By != "" {
			parents[e.By] = append(parents[e.By], e.On)
		}
		if e.Period != "" && e.Event != "" {
			l.add(Problem{Pos: e.Pos, Text: string(e.ID), Msg: "the edge has the time of an event and the end of a period", Hint: "leave one of them out"})
		}
	}
	for _, s := range c.Sources {
		l.circle(s.Pos, s.ID, copies, "a source is a copy of itself by way of copy-of")
	}
	for _, p := range c.Parties {
		l.circle(p.Pos, p.ID, bodies, "a party acts for itself by way of of")
	}
	for _, co := range c.Cohorts {
		l.circle(co.Pos, co.ID, wholes, "a cohort is part of itself by way of part-of")
	}
	for _, r := range c.Rulings {
		l.circle(r.Pos, r.ID, parents, "a ruling enforces itself by way of enforces")
	}
}

// links lead from a record to others of its kind. What circle has looked at it
// takes out, so that all calls together look at each link once.
type links map[ID][]ID

// circle reports whether the links lead from id back to a record on the way.
func (l *loader) circle(at Pos, id ID, ls links, msg string) {
	onTheWay := map[ID]bool{}
	var follow func(ID) bool
	follow = func(from ID) bool {
		next, ok := ls[from]
		if !ok {
			return false
		}
		onTheWay[from] = true
		defer delete(onTheWay, from)
		for _, to := range next {
			if onTheWay[to] || follow(to) {
				return true
			}
		}
		delete(ls, from)
		return false
	}
	if follow(id) {
		delete(ls, id)
		l.add(Problem{Pos: at, Text: string(id), Msg: msg, Hint: "one of the links is wrong"})
	}
}
