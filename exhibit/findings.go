package exhibit

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/tri"
)

// Text writes a report for a terminal, with times in loc.
func Text(w io.Writer, r *finding.Report, loc *time.Location) error {
	p := &page{w: w, c: r.Case, loc: loc}
	p.heading()
	p.conflicts(r)
	p.differ(r)
	p.section("Findings")
	p.questions(r)
	p.partings(r)
	p.statements(r)
	p.counts(r)
	p.custody(r)
	p.payments(r)
	p.footer()
	return p.err
}

// AskText writes the answers to the questions that were asked.
func AskText(w io.Writer, r *finding.Report, loc *time.Location) error {
	p := &page{w: w, c: r.Case, loc: loc}
	p.heading()
	p.section("Questions as asked")
	if len(r.Findings) == 0 {
		p.line("nobody's questions are on record in this case")
	}
	p.questions(r)
	p.footer()
	return p.err
}

func (p *page) footer() {
	p.line("")
	p.para("", "", "Facts and margins as the sources state them; no verdict. What lies behind an answer: holdshort explain CASE QUESTION/SUBJECT/READING, without the parts that it does not have.")
}

// byQuestion calls f for the findings of each question in turn.
func byQuestion(fs []finding.Finding, f func([]finding.Finding)) {
	for i := 0; i < len(fs); {
		j := i
		for j < len(fs) && fs[j].Question == fs[i].Question {
			j++
		}
		f(fs[i:j])
		i = j
	}
}

func (p *page) questions(r *finding.Report) {
	byQuestion(r.Findings, func(fs []finding.Finding) {
		q := fs[0].Question
		title := q.Put("")
		if q.Number > 0 {
			title = fmt.Sprintf("%d. %s", q.Number, title)
		}
		p.line("")
		p.para("", "   ", title+"  ["+string(q.ID)+"]")
		if q.AskedBy != "" {
			p.line("   asked by %s", q.AskedBy)
		}
		for _, g := range groupFindings(fs) {
			p.finding(g)
		}
		if q.Public != "" {
			p.para("   in public: ", "              ", q.Public)
		}
	})
}

// groupFindings joins the findings on one subject that say the same under
// several readings.
func groupFindings(fs []finding.Finding) [][]finding.Finding {
	var out [][]finding.Finding
	for _, f := range fs {
		i := slices.IndexFunc(out, func(g []finding.Finding) bool { return sameSaying(&g[0], &f) })
		if i < 0 {
			out = append(out, []finding.Finding{f})
			continue
		}
		out[i] = append(out[i], f)
	}
	return out
}

func sameSaying(a, b *finding.Finding) bool {
	return a.Subject == b.Subject && a.Truth == b.Truth && a.Outcome == b.Outcome && a.Reason == b.Reason &&
		marginText(a.Margin) == marginText(b.Margin) && flipText(a.Flip) == flipText(b.Flip) &&
		a.Limited == b.Limited && slices.Equal(a.Needs, b.Needs) && slices.Equal(a.Disputed, b.Disputed)
}

// groupCites are the cites of all findings in a group, sorted, each once.
func groupCites(g []finding.Finding) []cite.Cite {
	var out []cite.Cite
	for _, f := range g {
		out = append(out, f.Cites...)
	}
	slices.SortFunc(out, cite.Compare)
	return slices.Compact(out)
}

// finding writes one answer, and the readings under which it holds.
func (p *page) finding(g []finding.Finding) {
	f := &g[0]
	head := "   "
	if f.Subject != "" {
		head += p.subjectName(f.Subject) + ": "
	}
	p.para(head, "      ", p.answer(f))
	var readings []string
	for _, x := range g {
		if x.Reading != nil {
			readings = append(readings, string(x.Reading.ID))
		}
	}
	if len(readings) > 0 {
		p.para("      under ", "            ", strings.Join(readings, ", "))
	}
	for _, n := range needsText(f.Needs, p.loc) {
		p.para("      would settle it: ", "         ", n)
	}
	if t := flipText(f.Flip); t != "" {
		p.para("      ", "         ", t)
	} else if f.Timed() {
		p.line("      widening what one source says, alone, would not turn it")
	}
	if f.Limited {
		p.line("      rests on the top speed assumed for the aircraft; explain says up to which speed it holds")
	}
	if cs := cite.List(groupCites(g)); cs != "" {
		p.para("      ", "       ", cs)
	}
}

// subjectName is the name and id of a movement or cohort.
func (p *page) subjectName(id holdshort.ID) string {
	if name := p.c.Name(id); name != string(id) {
		return fmt.Sprintf("%s, %s", id, name)
	}
	return string(id)
}

// answer is a finding in one sentence.
func (p *page) answer(f *finding.Finding) string {
	switch {
	case f.Kind == "count" && f.Count != nil:
		return f.Count.String() + " people"
	case f.Kind == "when" && f.Between != nil:
		s := p.span(*f.Between)
		if e := p.c.Event(f.Asked.Args[0].Name); e != nil && e.Place != "" {
			if pl := p.c.Place(e.Place); pl != nil {
				s += ", " + pl.Name
			}
		}
		return s
	case f.Kind == "elapsed" && f.Margin != nil:
		return strings.TrimPrefix(marginText(f.Margin), "by ")
	}
	s := answerWord(f.Truth)
	if f.Kind != "formula" {
		s = "not in evidence"
	}
	if f.Outcome != "" {
		s += ", " + f.Outcome
	}
	if m := marginText(f.Margin); m != "" {
		s += ", " + m
	}
	if f.Truth == tri.Unknown && f.Reason != "" {
		s += ": " + reasonText(f.Reason)
		if len(f.Disputed) > 0 {
			s += " (" + strings.Join(f.Disputed, ", ") + ")"
		}
	}
	return s
}

func (p *page) conflicts(r *finding.Report) {
	if len(r.Conflicts) == 0 {
		return
	}
	p.section("Conflicts: claims about times that cannot all be true")
	for _, c := range r.Conflicts {
		p.conflict(c)
	}
	p.para("", "", "Findings that rest on these events are unknown until a claim is set aside, with a reason.")
}

// differ shows where a track and another source cannot both be right.
func (p *page) differ(r *finding.Report) {
	if len(r.Differ) == 0 {
		return
	}
	p.section("Where a track and a report differ")
	for _, d := range r.Differ {
		p.para("- ", "  ", fmt.Sprintf("%s: %s by the track [%s], %q by %s; %s apart", d.Event.What, p.span(d.Track.Time.Span), d.Track.Cite, d.Other.Time.Text, d.Other.Cite, d.Apart.Words()))
	}
}

// conflict lists what cannot all hold, a line each.
func (p *page) conflict(c finding.Conflict) {
	p.line("These %d cannot all be true; they miss by %s:", len(c.Edges), c.Short.Words())
	for _, e := range c.Edges {
		p.para("  - ", "    ", p.edgeText(e))
		if len(e.Claims) > 0 {
			p.para("    claim ", "      ", strings.Join(e.Claims, ", "))
		}
	}
}

// partings shows where the readings give different answers, and why.
func (p *page) partings(r *finding.Report) {
	if len(r.Partings) == 0 {
		return
	}
	p.section("Where the readings part")
	for _, t := range r.Partings {
		head := string(t.Question)
		if t.Subject != "" {
			head += "/" + string(t.Subject)
		}
		p.line("%s", head)
		for _, v := range []tri.Truth{tri.Yes, tri.No, tri.Unknown} {
			if ids := t.Answers[v]; len(ids) > 0 {
				p.para(fmt.Sprintf("   %-7s ", answerWord(v)), "           ", joinIDs(ids))
			}
		}
		for _, line := range turnLines(t.Turns) {
			p.para("   ", "      ", line)
		}
	}
}

// turnLines says, for each choice that alone makes a difference, between which
// readings it does.
func turnLines(ts []finding.Turn) []string {
	var order []string
	pairs := map[string][]string{}
	for _, t := range ts {
		if t.From > t.To && slices.ContainsFunc(ts, func(o finding.Turn) bool { return o.From == t.To && o.To == t.From && o.Choice == t.Choice }) {
			continue // said once, from the other side
		}
		key := t.Choice
		if _, ok := pairs[key]; !ok {
			order = append(order, key)
		}
		pairs[key] = append(pairs[key], fmt.Sprintf("%s and %s", t.From, t.To))
	}
	var out []string
	for _, k := range order {
		out = append(out, fmt.Sprintf("turns on %q alone between %s", k, strings.Join(pairs[k], "; ")))
	}
	return out
}

func joinIDs(ids []holdshort.ID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ", ")
}

func (p *page) statements(r *finding.Report) {
	if len(r.Statements) == 0 {
		return
	}
	p.section("Statements beside the record")
	for _, v := range r.Statements {
		p.para("", "   ", fmt.Sprintf("%s: %s  [%s]", v.Statement.By, v.Claim.Says, v.ID))
		word := strings.ToUpper(v.Word[:1]) + v.Word[1:]
		if v.Detail != "" {
			word += ": " + reasonText(tri.Reason(v.Detail))
		}
		p.para("   → ", "     ", word+" ["+joinIDs(v.Statement.Sources)+"]")
		if v.Claim.Note != "" {
			p.para("     the formula: ", "       ", v.Claim.Note)
		}
		for _, fact := range v.Claim.Facts {
			p.para("     bears on it: ", "       ", fact)
		}
	}
}

func (p *page) counts(r *finding.Report) {
	if len(r.Counts) == 0 {
		return
	}
	p.section("Head counts")
	for _, c := range r.Counts {
		p.para("", "   ", fmt.Sprintf("%s: %s  [%s]", c.Cohort.Name, c.Hull, c.Cohort.ID))
		for _, s := range c.Stated {
			by := ""
			if s.By != "" {
				by = ", " + s.By
			}
			mark := ""
			if s.Aside != "" {
				mark = "; set aside: " + s.Aside
			}
			p.para("   ", "      ", fmt.Sprintf("%s [%s]%s%s", s.N.Text, s.Cite, by, mark))
		}
		for _, s := range c.Sums {
			p.para("   sum: ", "      ", s.Words+" "+cite.List(s.Cites))
		}
		for _, x := range c.Contradictions {
			p.para("   cannot both be: ", "      ", x.Words)
		}
	}
}

func (p *page) custody(r *finding.Report) {
	if len(r.Custody) == 0 {
		return
	}
	p.section("Custody and its term")
	for _, t := range r.Custody {
		p.para("", "   ", fmt.Sprintf("%s  [%s]", custodyName(p.c, t.Custody), t.Custody.ID))
		for _, b := range t.From {
			p.para("   began: ", "      ", p.span(b.Span)+" ("+b.Event.ID+")")
		}
		for _, e := range t.Ends {
			renew := ""
			if e.Term.Renewable != nil && *e.Term.Renewable {
				renew = ", renewable"
			}
			p.para("   term: ", "      ", e.Words+renew+" ["+joinIDs(e.Term.Sources)+"]")
		}
		if t.Until != nil {
			p.para("   ended: ", "      ", p.span(t.Until.Span)+" ("+t.Until.Event.ID+")")
		}
		for _, n := range t.Custody.Conditions {
			p.para("   reported: ", "      ", n.Says+" ["+joinIDs(n.Sources)+"]")
		}
	}
}

func custodyName(c *holdshort.Case, k *holdshort.Custody) string {
	var who []string
	for _, id := range k.Of {
		if co := c.Cohort(id); co != nil {
			who = append(who, co.Name)
		}
	}
	s := strings.Join(who, ", ")
	if k.Place != "" {
		s += " at " + k.Place
	}
	return s
}

func (p *page) payments(r *finding.Report) {
	if len(r.Payments) == 0 {
		return
	}
	p.section("Money")
	for _, f := range r.Payments {
		m := f.Payment
		amount := m.Says
		if !m.Amount.IsZero() {
			amount = m.Amount.String()
		}
		if m.Per != "total" {
			amount += " for each " + strings.ReplaceAll(string(m.Per), "-", " and ")
		}
		p.para("", "   ", fmt.Sprintf("%s, %s %s  [%s]", amount, m.Status, cite.List(f.Cites), m.ID))
		for _, l := range f.Lines {
			p.para("   ", "      ", l)
		}
		if m.Note != "" {
			p.para("   ", "      ", m.Note)
		}
	}
}
