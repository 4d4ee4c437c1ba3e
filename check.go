package holdshort

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
)

// Subject is the name by which a question's formula calls its subject.
const Subject = "it"

// subjectKinds are the kinds of record that a question can be put to.
var subjectKinds = []string{"movement", "cohort", "custody", "payment"}

// named says of which kinds of record the names in an atom must be, one entry
// for each argument that is a name; "expression" is RULING.EXPRESSION.
var named = map[formula.Op][][]string{
	"airborne":   {{"movement"}},
	"in-area":    {{"movement"}, {"area"}},
	"left":       {{"movement"}, {"area"}},
	"lands-in":   {{"movement"}, {"place", "area"}},
	"ends-in":    {{"movement"}, {"place", "area"}},
	"in-force":   {{"ruling"}},
	"noticed":    {{"party"}, {"expression"}},
	"member":     {{"cohort"}, {"cohort"}},
	"covered":    {{"movement", "cohort"}, {"ruling"}},
	"at-least":   {{"cohort", "payment"}},
	"at-most":    {{"cohort", "payment"}},
	"count":      {{"cohort"}},
	"term-lasts": {{"custody"}},
}

// checkFormulas reports names in formulas, in lists and in readings that stand
// for nothing on record.
func (l *loader) checkFormulas(c *Case) {
	k := formulaChecker{l: l, c: c, known: c.known()}
	for _, q := range c.Questions {
		k.question(q)
	}
	for _, s := range c.Statements {
		for _, cl := range s.Claims {
			if cl.Formula.Op == "" {
				continue
			}
			if cl.Formula.IsLookup() {
				l.add(Problem{Pos: cl.Pos, Text: cl.Formula.String(), Msg: "a claim is a formula, not a look-up"})
			}
			k.check(cl.Formula, cl.Pos, nil)
		}
	}
	for _, r := range c.Lists {
		k.at = r.Pos
		k.items(r.Items, nil)
	}
	for _, r := range c.Readings {
		k.reading(r)
	}
}

type formulaChecker struct {
	l     *loader
	c     *Case
	known ids
	where string // "in the formula, ", or empty
	at    Pos
}

// fail reports a word that stands for none of names, which are asked for only
// where there will be a hint.
func (k *formulaChecker) fail(word, what string, names func() []string) {
	p := Problem{Pos: k.at, Text: clip(word), Msg: k.where + what}
	if k.l.found < MaxProblems {
		p.Hint = k.l.did(word, names())
	}
	k.l.add(p)
}

// one checks that word is a record of one of the kinds.
func (k *formulaChecker) one(word string, kinds ...string) {
	if !k.known.has(word, kinds...) {
		k.fail(word, fmt.Sprintf("no %s has this id", strings.Join(kinds, " or ")), func() []string { return k.known.names(kinds...) })
	}
}

func (k *formulaChecker) question(q Question) {
	var free []string
	k.at = q.Pos
	if len(q.For) > 0 {
		free = []string{Subject}
	}
	for _, f := range q.For {
		if f != "movements" && f != "cohorts" {
			k.one(string(f), append(subjectKinds[:len(subjectKinds):len(subjectKinds)], "list")...)
		}
	}
	k.check(q.Find, q.Pos, free)
	if q.Outcome == nil {
		return
	}
	act, err := formula.ParseTime(q.Outcome.Act)
	if err != nil {
		k.l.add(Problem{Pos: q.Outcome.Pos, Text: clip(q.Outcome.Act), Msg: "not a moment: " + err.Error(), Hint: "completes(it), or an event"})
		return
	}
	k.at = q.Outcome.Pos
	k.time(act, free)
}

// items checks the members of a list: records, expressions or events.
func (k *formulaChecker) items(members []ID, free []string) {
	for _, m := range members {
		if slices.Contains(free, string(m)) || k.c.Event(string(m)) != nil || k.known.has(string(m), kindNames...) {
			continue
		}
		k.fail(string(m), "nothing on record has this id", func() []string { return slices.Concat(k.known.names(kindNames...), k.c.order) })
	}
}

// reading checks whom a reading covers, and the phases that it chooses.
func (k *formulaChecker) reading(r Reading) {
	for _, x := range r.Covers {
		k.at = x.Pos
		for _, who := range x.Who {
			k.one(string(who), "movement", "cohort")
		}
	}
	for _, x := range r.Completes {
		k.at = x.Pos
		kind, at, placed := strings.Cut(x.Phase, "@")
		if !slices.Contains(PhaseKind("").Options(), strings.TrimPrefix(kind, "last-")) {
			k.fail(kind, "no phase has this name", PhaseKind("").Options)
		}
		if placed {
			k.one(at, "place", "area")
		}
	}
}

func (k *formulaChecker) check(n formula.Node, at Pos, free []string) {
	k.at, k.where = at, "in the formula, "
	defer func() { k.where = "" }()
	k.node(n, free)
}

func (k *formulaChecker) node(n formula.Node, free []string) {
	switch n.Op {
	case formula.All, formula.Any:
		if n.List != "" && n.List != "movements" && n.List != "cohorts" {
			k.one(n.List, "list")
		}
		for _, m := range n.Items {
			k.items([]ID{ID(m)}, free)
		}
		if k.known.has(n.Var, kindNames...) {
			k.l.add(Problem{Pos: k.at, Text: n.Var, Msg: k.where + "a name for the members of a list is also the id of a record", Hint: "choose another name"})
		}
		free = append(slices.Clone(free), n.Var)
	case formula.Under:
		k.one(n.Reading, "reading")
	}
	for _, s := range n.Subs {
		k.node(s, free)
	}
	nth := 0
	for _, a := range n.Args {
		switch a.Kind {
		case formula.Name:
			if !slices.Contains(free, a.Name) && nth < len(named[n.Op]) {
				k.one(a.Name, named[n.Op][nth]...)
			}
			nth++
		case formula.Time:
			k.time(a, free)
		}
	}
}

func (k *formulaChecker) time(a formula.Arg, free []string) {
	switch {
	case a.Call != "" && slices.Contains(free, a.Names[0]):
	case a.Call == "binds":
		k.one(a.Names[0], "ruling")
	case a.Call == "completes":
		k.one(a.Names[0], "movement")
	case a.Stated != "":
		if _, err := span.Parse(a.Stated, span.Context{Zone: k.c.Zone}); err != nil {
			p := Problem{Pos: k.at, Text: clip(a.Stated), Msg: k.where + err.Error()}
			var pe *span.ParseError
			if errors.As(err, &pe) {
				p.Msg, p.Hint = k.where+"not a time that can be read: "+pe.Msg, pe.Hint
			}
			k.l.add(p)
		}
	default:
		head, _, _ := strings.Cut(a.Name, ".")
		if !slices.Contains(free, head) && k.c.Event(a.Name) == nil {
			k.fail(a.Name, "no event has this id", k.c.EventIDs)
		}
	}
}
