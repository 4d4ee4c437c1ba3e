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
	"github.com/holdshort/holdshort/span"
)

// TimelineText writes a timeline for a terminal: one zone, ranges as ranges,
// and what each source says where they differ.
func TimelineText(w io.Writer, c *holdshort.Case, entries []finding.Entry, loc *time.Location) error {
	p := &page{w: w, c: c, loc: loc}
	p.heading()
	p.line("")
	for _, en := range entries {
		p.entry(en)
	}
	p.line("")
	p.para("", "", "A range is what the evidence as a whole allows: every claim on the event, the order of events and how fast each aircraft can go. Claims marked - are shown and not used.")
	return p.err
}

func (p *page) entry(en finding.Entry) {
	when := p.span(en.Bounds)
	if en.Never {
		when = "said not to have happened"
	}
	mark := ""
	if en.Conflict {
		mark = "  CONFLICT"
	}
	p.line("%s  %s%s", when, en.Lane, mark)
	p.para("    ", "    ", en.What)
	if en.Position != nil {
		note := "reported, not used as proof"
		if en.Position.Note != "" {
			note += ": " + en.Position.Note
		}
		p.para("      - ", "        ", en.Position.When.Text+" "+cite.List(en.Cites)+" "+note)
		return
	}
	for _, s := range sayings(en.Claims) {
		p.para("      ", "        ", s)
	}
	if len(en.Claims) == 0 && len(en.Cites) > 0 {
		p.para("      ", "        ", "no time stated "+cite.List(en.Cites))
	}
}

// sayings joins claims that say the same in the same words: "17:26 EDT [S02,
// S03]". Claims that are not used begin with a dash and say why.
func sayings(claims []holdshort.TimeClaim) []string {
	type saying struct{ text, tail, mark string }
	var order []saying
	by := map[saying][]cite.Cite{}
	for _, c := range claims {
		s := saying{text: c.Time.Text}
		switch {
		case c.Aside != "":
			s.mark, s.tail = "- ", "set aside: "+c.Aside
		case !c.Kind.Counts():
			s.mark, s.tail = "- ", string(c.Kind)
		case c.Kind == holdshort.Computed:
			s.tail = "computed, " + c.Note
		}
		if !slices.Contains(order, s) {
			order = append(order, s)
		}
		by[s] = append(by[s], c.Cite)
	}
	var out []string
	for _, s := range order {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s%s %s %s", s.mark, s.text, cite.List(by[s]), s.tail)))
	}
	return out
}

// ClaimsText lists every claim with its id, as stated and as resolved.
func ClaimsText(w io.Writer, c *holdshort.Case, loc *time.Location) error {
	p := &page{w: w, c: c, loc: loc}
	p.heading()
	for _, id := range c.EventIDs() {
		e := c.Event(id)
		if len(e.Claims) == 0 {
			continue
		}
		p.line("\n%s: %s", id, e.What)
		for _, cl := range e.Claims {
			p.line("  %s", cl.ID)
			p.line("    %q = %s = %s", cl.Time.Text, span.FormatSpan(cl.Time.Span, loc), span.FormatSpan(cl.Time.Span, time.UTC))
			if cl.Aside != "" {
				p.para("    set aside: ", "      ", cl.Aside)
			}
		}
	}
	for _, co := range c.Cohorts {
		again := map[holdshort.ID]int{}
		for i, n := range co.Counts {
			if i == 0 {
				p.line("\n%s: %s", co.ID, co.Name)
			}
			p.line("  %s", co.CountID(i, again))
			p.line("    %q = %s", n.N.Text, n.N)
			if n.Aside != "" {
				p.para("    set aside: ", "      ", n.Aside)
			}
		}
	}
	return p.err
}

// CheckText says what a case holds and what to know about it.
func CheckText(w io.Writer, k finding.Checked, loc *time.Location) error {
	p := &page{w: w, c: k.Case, loc: loc}
	c := k.Case
	p.line("%s: %d sources, %d rulings, %d movements, %d statements, %d readings, %d questions", c.Caption, len(c.Sources), len(c.Rulings), len(c.Movements), len(c.Statements), len(c.Readings), len(c.Questions))
	p.line("%d events with %d claims of their times, %d set aside", k.Events, k.Claims, k.Aside)
	for _, x := range c.Warnings {
		p.para("warning: ", "  ", x.Error())
	}
	for _, x := range k.Conflicts {
		p.conflict(x)
	}
	if len(k.Conflicts) == 0 {
		p.line("no errors, %d warnings, no conflict in time", len(c.Warnings))
	}
	return p.err
}
