package finding

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Version is the version of the JSON form of a Report; see
// docs/formats/findings.md.
const Version = 1

// Meaning is the version of what findings mean and of the bytes that they are
// written in. It is raised with every change after which some case has other
// findings, or the same in other bytes: a sealed exhibit states it, and a
// verifier of another one does not derive the findings again.
const Meaning = 1

// Report is everything that was found about a case.
type Report struct {
	Case       *holdshort.Case
	Findings   []Finding
	Conflicts  []Conflict
	Counts     []CountFinding
	Statements []Verdict
	Custody    []TermFinding
	Payments   []PaymentFinding
	Partings   []Parting
	Differ     []Disagreement
}

// Finding is a question put to one subject under one reading, and its answer.
type Finding struct {
	ID       string
	Question *holdshort.Question
	Subject  holdshort.ID
	Reading  *holdshort.Reading // nil where the answer depends on no reading
	Asked    formula.Node       // the formula with the subject in place
	Kind     string             // "formula", or the name of the look-up
	Outcome  string             // in words, where the question asks for it
	Count    *holdshort.Number
	Elapsed  [2]string // of the look-up elapsed: the two events
	subject  string    // the name of Subject
	Result
}

// Options narrows a Report.
type Options struct {
	Reading   holdshort.ID // only this reading, and answers that need none
	AskedOnly bool         // only questions that somebody asked
}

// Report answers every question of the case.
func (e *Engine) Report(o Options) (*Report, error) {
	r := &Report{Case: e.Case, Conflicts: e.conflicts()}
	for i := range e.Case.Questions {
		q := &e.Case.Questions[i]
		if o.AskedOnly && q.AskedBy == "" {
			continue
		}
		fs, err := e.question(q, o)
		if err != nil {
			return nil, fmt.Errorf("question %s: %w", q.ID, err)
		}
		r.Findings = append(r.Findings, fs...)
	}
	if !o.AskedOnly {
		var err error
		if r.Statements, err = e.verdicts(o); err != nil {
			return nil, err
		}
		r.Counts, r.Custody, r.Payments = e.counts(), e.terms(), e.payments()
		r.Partings, r.Differ = e.partings(r.Findings), e.disagreements()
	}
	return r, nil
}

// readings are those under which a formula is to be answered: none but nil
// where it depends on none.
func (e *Engine) readings(n formula.Node, o Options) []*holdshort.Reading {
	if !n.UsesReading() {
		return []*holdshort.Reading{nil}
	}
	var out []*holdshort.Reading
	for i := range e.Case.Readings {
		if r := &e.Case.Readings[i]; o.Reading == "" || r.ID == o.Reading {
			out = append(out, r)
		}
	}
	return out
}

func (e *Engine) question(q *holdshort.Question, o Options) ([]Finding, error) {
	subjects, err := e.subjects(q)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, s := range subjects {
		n := q.Find
		if s != "" {
			n = n.Bind(holdshort.Subject, string(s))
		}
		for _, r := range e.readings(n, o) {
			f := Finding{ID: findingID(q.ID, s, r), Question: q, Subject: s, Reading: r, Asked: n, Kind: "formula", subject: e.Case.Name(s)}
			if n.IsLookup() {
				err = e.lookup(&f)
			} else {
				err = e.formula(&f)
			}
			if err != nil {
				return nil, err
			}
			out = append(out, f)
		}
	}
	return out, nil
}

func findingID(q, s holdshort.ID, r *holdshort.Reading) string {
	parts := []string{string(q)}
	if s != "" {
		parts = append(parts, string(s))
	}
	if r != nil {
		parts = append(parts, string(r.ID))
	}
	return strings.Join(parts, "/")
}

// subjects are what the question is put to; one empty subject if it names none.
func (e *Engine) subjects(q *holdshort.Question) ([]holdshort.ID, error) {
	if len(q.For) == 0 {
		return []holdshort.ID{""}, nil
	}
	var out []holdshort.ID
	g := ground.New(e.Case, nil)
	for _, f := range q.For {
		if f == "movements" || f == "cohorts" || e.Case.List(f) != nil {
			ids, _, err := g.Members(string(f), nil)
			if err != nil {
				return nil, err
			}
			out = append(out, ids...)
			continue
		}
		out = append(out, f)
	}
	return out, nil
}

func (e *Engine) formula(f *Finding) error {
	res, err := e.Answer(f.Asked, f.Reading, string(f.Subject))
	if err != nil {
		return err
	}
	f.Result = *res
	if f.Question.Outcome != nil {
		f.Outcome, err = e.outcome(f)
	}
	return err
}

// outcome says how the act stands to the ruling, in the words that findings
// use: before, after, overlapping, undetermined, not covered, no order in
// force.
func (e *Engine) outcome(f *Finding) (string, error) {
	act, err := formula.ParseTime(f.Question.Outcome.Act)
	if err != nil {
		return "", err
	}
	ruling := string(f.Question.Outcome.Ruling)
	name := func(s string) formula.Arg { return formula.Arg{Kind: formula.Name, Name: s} }
	binds := formula.Arg{Kind: formula.Time, Call: "binds", Names: []string{ruling}}
	ask := func(op formula.Op, args ...formula.Arg) (*Result, error) {
		n := formula.Node{Op: op, Args: args}.Bind(holdshort.Subject, string(f.Subject))
		return e.Answer(n, f.Reading, string(f.Subject))
	}
	covered, err := ask("covered", name(string(f.Subject)), name(ruling))
	if err != nil {
		return "", err
	}
	if covered.Truth == tri.No {
		return "not covered", nil
	}
	before, err := ask("before", act, binds)
	if err != nil {
		return "", err
	}
	if before.Truth == tri.Yes {
		return "before", nil
	}
	force, err := ask("in-force", name(ruling), act)
	switch {
	case err != nil:
		return "", err
	case before.Truth == tri.No && force.Truth == tri.No:
		return "no order in force", nil
	case before.Truth == tri.No && force.Truth == tri.Yes && covered.Truth == tri.Yes:
		return "after", nil
	case before.Truth == tri.Unknown && before.Reason == tri.IntervalOverlap:
		return "overlapping", nil
	}
	return "undetermined", nil
}

// lookup answers a look-up: Yes if evidence bounds both ends, else Unknown.
func (e *Engine) lookup(f *Finding) error {
	f.Kind = string(f.Asked.Op)
	g := ground.New(e.Case, f.Reading)
	if f.Kind == "count" {
		n, cs, k := g.Count(holdshort.ID(f.Asked.Args[0].Name))
		if k == 0 {
			f.Reason, f.Needs = tri.NotInEvidence, []Need{want("a source for the number of " + f.Asked.Args[0].Name)}
			return nil
		}
		f.Truth, f.Count, f.Cites = tri.Yes, &n, cs
		return nil
	}
	var terms []ground.Term
	for _, a := range f.Asked.Args {
		t, err := g.Term(a)
		if err != nil {
			return err
		}
		if t.Lack != nil {
			f.Reason, f.Needs = t.Lack.Reason, []Need{want(t.Lack.Needs)}
			return nil
		}
		terms = append(terms, t)
	}
	e.bounds(f, terms, g.Stated)
	f.Cites = append(f.Cites, readingCites(f.Reading, f.Asked)...)
	slices.SortFunc(f.Cites, cite.Compare)
	f.Cites = slices.Compact(f.Cites)
	return nil
}

// bounds fills in the bounds of one moment, or of the time between two.
func (e *Engine) bounds(f *Finding, terms []ground.Term, stated []ground.Edge) {
	from, to := ground.Term{Event: ground.Zero}, terms[0]
	if len(terms) == 2 {
		from, to = terms[0], terms[1]
	}
	events := []string{to.Event}
	if len(terms) == 2 {
		events = []string{from.Event, to.Event}
		f.Elapsed = [2]string{from.Event, to.Event}
	}
	f.stated = stated
	f.graph, f.conflicts = e.net.around(events, stated)
	if len(f.conflicts) > 0 {
		f.conflicting(e)
		return
	}
	up := f.graph.from(f.graph.node(from.Event))
	down := f.graph.from(f.graph.node(to.Event))
	a, b := f.graph.node(from.Event), f.graph.node(to.Event)
	shift := int64(to.Shift - from.Shift)
	f.Truth = tri.Yes
	lo, hi := span.Beginning, span.End
	for _, x := range []struct {
		ls   []label
		to   int
		dst  *span.Instant
		sign int64
	}{{down, a, &lo, -1}, {up, b, &hi, 1}} {
		if x.ls[x.to].length >= far {
			f.Truth, f.Reason = tri.Unknown, tri.NotInEvidence
			f.Needs = append(f.Needs, want(fmt.Sprintf("a source that bounds %s %s", to.Event, map[int64]string{-1: "from below", 1: "from above"}[x.sign])))
			continue
		}
		*x.dst = span.Instant(x.sign*x.ls[x.to].length + shift)
		for _, arc := range f.graph.way(x.ls, x.to) {
			f.Cites = append(f.Cites, f.graph.arcs[arc].edge.Cites...)
		}
	}
	if len(terms) == 1 {
		s := span.Of(lo, hi)
		f.Between = &s
		return
	}
	if lo != span.Beginning {
		f.Margin = &Margin{Least: span.Length(lo)}
		if hi != span.End {
			most := span.Length(hi)
			f.Margin.Most = &most
		}
	}
}
