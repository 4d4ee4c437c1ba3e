package exhibit

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// ExplainText writes a finding with its proof, to be read by a lawyer.
func ExplainText(w io.Writer, c *holdshort.Case, x *finding.Explanation, loc *time.Location) error {
	p := &page{w: w, c: c, loc: loc}
	p.heading()
	p.section(x.ID)
	p.para("", "  ", x.Question.Put(p.c.Name(x.Subject)))
	p.finding([]finding.Finding{x.Finding})
	p.line("")
	p.para("The question as a formula: ", "  ", x.Asked.String())
	if x.Reading != nil && x.Asked.UsesReading() {
		p.readingChoices(x.Reading)
	}
	p.evidence(x)
	for i, pr := range x.Proofs {
		p.proof(pr, i, len(x.Proofs))
	}
	if s := topSpeedText(x.TopSpeed); s != "" {
		p.line("")
		p.para("", "", s)
	}
	if x.Fresh {
		p.line("")
		p.para("", "", "Each proof above was checked afresh against the case by a program that does not use the solver.")
	}
	return p.err
}

func (p *page) readingChoices(r *holdshort.Reading) {
	p.section("The reading: " + r.Name)
	if r.Says != "" {
		p.para("", "", r.Says)
	}
	for _, b := range r.Binds {
		p.para("- ", "  ", fmt.Sprintf("%s binds from %s %s", b.Ruling, b.From, sourcesText(b.Sources, b.Where)))
	}
	for _, c := range r.Completes {
		p.para("- ", "  ", fmt.Sprintf("%q is complete at %s %s", c.Verb, c.Phase, sourcesText(c.Sources, c.Where)))
	}
	for _, c := range r.Covers {
		word := "does not cover"
		if c.Covered {
			word = "covers"
		}
		p.para("- ", "  ", fmt.Sprintf("%s %s %s %s", c.Ruling, word, joinIDs(c.Who), sourcesText(c.Sources, c.Why)))
	}
	for _, v := range r.Vacatur {
		p.para("- ", "  ", vacaturText(v, func(id holdshort.ID) string { return string(id) })+" "+sourcesText(v.Sources, ""))
	}
}

// vacaturText says what a reading makes of a disputed vacatur or stay.
func vacaturText(v holdshort.VacaturRule, name func(holdshort.ID) string) string {
	act := "what was later done to it"
	if v.Edge != "" {
		act += " (" + string(v.Edge) + ")"
	}
	switch v.Reaches {
	case "from-then":
		return fmt.Sprintf("%s: bound until %s", name(v.Ruling), act)
	case "back":
		return fmt.Sprintf("%s: never bound, by %s", name(v.Ruling), act)
	}
	return fmt.Sprintf("%s: not touched by %s", name(v.Ruling), act)
}

func sourcesText(ids []holdshort.ID, more string) string {
	s := ""
	if len(ids) > 0 {
		s = "[" + joinIDs(ids) + "]"
	}
	if more != "" {
		s = strings.TrimSpace(s + " " + more)
	}
	return s
}

// evidence shows each event that the formula compares, and the answer by each
// source taken alone.
func (p *page) evidence(x *finding.Explanation) {
	if len(x.Events) == 0 {
		return
	}
	p.section("The evidence on each event")
	for _, a := range x.Events {
		p.para("", "  ", fmt.Sprintf("%s (%s): %s", a.Event.What, a.Event.ID, p.span(a.Bounds)))
		for _, c := range a.Event.Claims {
			line := fmt.Sprintf("%s%s: %q = %s", c.Cite, p.copyText(c.Cite.Source), c.Time.Text, span.FormatSpan(c.Time.Span, p.loc))
			switch {
			case c.Aside != "":
				line = "- " + line + "; set aside: " + c.Aside
			case !c.Kind.Counts():
				line = "- " + line + "; " + string(c.Kind) + ", not used"
			case a.Answers != nil:
				line += "; by this source alone: " + a.Answers[c.ID].String()
			}
			p.para("   ", "     ", line)
		}
		switch n, of := p.reports(a.Event); {
		case len(a.Event.Claims) == 0:
			p.line("   no source states a time")
		case n < of:
			p.line("   %d sources in evidence, %d of them reports of their own; a copy is not a second source", of, n)
		}
	}
}

// copyText says what a source is a copy of.
func (p *page) copyText(source string) string {
	if o := p.c.Original(holdshort.ID(source)); string(o) != source {
		return fmt.Sprintf(" (a copy of %s)", o)
	}
	return ""
}

// reports counts the sources whose claims on e are in evidence, and those among
// them that are no copies of one another.
func (p *page) reports(e *holdshort.Event) (own, sources int) {
	all, originals := map[string]bool{}, map[holdshort.ID]bool{}
	for _, c := range e.Claims {
		if c.Evidence() {
			all[c.Cite.Source], originals[p.c.Original(holdshort.ID(c.Cite.Source))] = true, true
		}
	}
	return len(originals), len(all)
}

func (p *page) proof(pr *proof.Proof, i, n int) {
	title := "Why"
	if n > 1 {
		title = fmt.Sprintf("Why, part %d of %d", i+1, n)
	}
	p.section(title)
	if n > 1 {
		p.para("To show: ", "  ", pr.Formula)
	}
	edges := map[string]ground.Edge{}
	for _, e := range pr.Edges {
		edges[e.ID] = e
	}
	switch {
	case pr.Conflict != nil:
		p.line("The claims that it rests on cannot all be true:")
		p.round(pr.Conflict, edges, nil, nil, "  ")
	case pr.Refute != nil && pr.Truth == tri.Yes:
		p.line("Suppose that it were not so.")
		p.branch(pr.Refute, edges, nil, "  ")
	case pr.Refute != nil:
		p.line("Suppose that it were so.")
		p.branch(pr.Refute, edges, nil, "  ")
	case pr.Holds != nil:
		p.line("Both are possible on this evidence. Each table obeys every claim, order and limit on record.")
		p.worlds(pr)
	}
	p.line("  %s", pr.ID)
}

func (p *page) branch(b *proof.Branch, edges map[string]ground.Edge, supposed []ground.Lit, indent string) {
	for _, l := range b.Suppose {
		p.para(indent+"Then ", indent+"  ", p.litText(l)+".")
	}
	supposed = append(supposed, b.Suppose...)
	switch {
	case b.Fact != nil:
		p.para(indent, indent+"  ", factText(b.Fact)+", so this cannot be")
	case b.Round != nil:
		p.round(b.Round, edges, supposed[:len(supposed)-len(b.Suppose)], b.Suppose, indent)
	default:
		for i, w := range b.Ways {
			p.line("%sWay %d of %d:", indent, i+1, len(b.Ways))
			p.branch(w, edges, supposed, indent+"  ")
		}
	}
}

// factText says how a fact stands against what was supposed.
func factText(f *ground.Fact) string {
	if f.Truth == tri.Unknown {
		return fmt.Sprintf("but %q was taken otherwise above", f.ID)
	}
	return strings.TrimSpace(fmt.Sprintf("but on this record %q is %s %s", f.ID, f.Truth, cite.List(f.Cites)))
}

// round writes constraints and their sum. What was supposed further up is said
// again; what was supposed just now is not.
func (p *page) round(r *proof.Round, edges map[string]ground.Edge, above, now []ground.Lit, indent string) {
	var steps []ground.Lit
	for _, id := range r.Steps {
		if e, ok := edges[id]; ok {
			p.para(indent+"· ", indent+"  ", p.edgeText(e))
			steps = append(steps, ground.Lit{X: e.X, Y: e.Y, C: e.C})
			continue
		}
		for _, l := range now {
			if proof.SuppositionID(l) == id {
				steps = append(steps, l)
			}
		}
		for _, l := range above {
			if proof.SuppositionID(l) == id {
				p.para(indent+"· ", indent+"  ", "supposed above: "+p.litText(l))
				steps = append(steps, l)
			}
		}
	}
	p.para(indent+"= ", indent+"  ", p.sum(steps, r.Sum))
}

// sum adds up the steps of a round. The step that ends at a date and the one
// that begins at one are added first: their difference is a length of time.
func (p *page) sum(steps []ground.Lit, total int64) string {
	var dated int64
	var dates, parts []string
	for _, l := range steps {
		switch {
		case l.Y == ground.Zero:
			dated += l.C
			dates = append([]string{p.moment(l.C)}, dates...)
		case l.X == ground.Zero:
			dated += l.C
			dates = append(dates, p.moment(-l.C))
		case l.C != 0:
			parts = append(parts, seconds(l.C))
		}
	}
	if len(dates) == 2 {
		parts = append([]string{fmt.Sprintf("%s (from %s to %s)", seconds(dated), dates[1], dates[0])}, parts...)
	}
	return fmt.Sprintf("added up: %s = %s, less than nothing, so this cannot be", strings.Join(parts, " and "), seconds(total))
}

// seconds is a length in seconds with its sign and milliseconds: "−360.001 s".
func seconds(ms int64) string {
	sign := "+"
	if ms < 0 {
		sign, ms = "−", -ms
	}
	return fmt.Sprintf("%s%d.%03d s", sign, ms/1000, ms%1000)
}

// topSpeedText says how far the answer rests on the speed assumed.
func topSpeedText(t *finding.TopSpeed) string {
	switch {
	case t == nil:
		return ""
	case t.Turns == 0:
		return fmt.Sprintf("It uses a top speed over the ground of %s for %s, and would be as certain at any other.", t.Assumed, t.Movement)
	}
	return fmt.Sprintf("It rests on a top speed over the ground of %s for %s, which is an assumption with a reason. It would be no longer certain from about %s.", t.Assumed, t.Movement, t.Turns)
}

// edgeText is a constraint in words.
func (p *page) edgeText(e ground.Edge) string {
	says := p.litText(ground.Lit{X: e.X, Y: e.Y, C: e.C})
	switch e.Basis {
	case ground.Claims:
		way := "later"
		if e.X == ground.Zero {
			way = "earlier"
		}
		return says + ": no claim in evidence puts it " + way + " " + cite.List(e.Cites)
	case ground.Phases:
		return says + ": the order of its phases " + cite.List(e.Cites)
	case ground.Stated:
		return says + ", as stated in the question"
	}
	return strings.TrimSpace(says + ": " + e.Why + " " + cite.List(e.Cites))
}

// litText is the comparison X − Y ≤ C in words.
func (p *page) litText(l ground.Lit) string {
	switch {
	case l.Y == ground.Zero:
		return fmt.Sprintf("%s is not after %s", l.X, p.moment(l.C))
	case l.X == ground.Zero:
		return fmt.Sprintf("%s is not before %s", l.Y, p.moment(-l.C))
	case l.C == -1:
		return fmt.Sprintf("%s is before %s", l.X, l.Y)
	case l.Strict && l.C < 0:
		return fmt.Sprintf("%s is more than %s before %s", l.X, span.Length(-l.C-1).Words(), l.Y)
	case l.Strict:
		return fmt.Sprintf("%s is less than %s after %s", l.X, span.Length(l.C+1).Words(), l.Y)
	case l.C == 0:
		return fmt.Sprintf("%s is not after %s", l.X, l.Y)
	case l.C < 0:
		return fmt.Sprintf("%s is at least %s before %s", l.X, span.Length(-l.C).Words(), l.Y)
	}
	return fmt.Sprintf("%s is at most %s after %s", l.X, span.Length(l.C).Words(), l.Y)
}

// moment is a time to the millisecond where it is not a whole second.
func (p *page) moment(ms int64) string {
	s := span.FormatInstant(span.Instant(ms), p.loc, true)
	if part := ((ms % 1000) + 1000) % 1000; part != 0 && !strings.Contains(s, ".") {
		s += fmt.Sprintf(" and %d ms", part)
	}
	return s
}

// worlds writes the two tables side by side in time order of the first.
func (p *page) worlds(pr *proof.Proof) {
	for _, x := range []struct {
		title string
		w     *proof.World
	}{{"A world in which it holds:", pr.Holds}, {"A world in which it does not:", pr.Fails}} {
		p.line("  %s", x.title)
		for _, id := range sortedByTime(x.w.Times) {
			p.line("    %-28s %s", span.FormatInstant(span.Instant(x.w.Times[id]), p.loc, true), id)
		}
		for _, id := range sortedKeys(x.w.Facts) {
			p.para("    taken to be ", "      ", x.w.Facts[id]+": "+id)
		}
	}
}
