package deadline

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// columns is the width to which text is wrapped.
const columns = 100

// Text writes an answer for people: each reading with its deadlines, and each
// deadline with its steps and the rule of each.
func Text(w io.Writer, a Answer) error {
	q, err := a.Query.check()
	if err != nil {
		return err
	}
	p := &page{asked: q}
	p.head()
	var notes []string
	for _, r := range a.Readings {
		p.line("")
		if r.Trigger.Label != "" {
			p.line("From %s, %s", r.Trigger.Label, r.Trigger.Text)
		}
		for _, c := range r.Choices {
			p.wrapped("If ", c.Says, citesText(c.Cites))
		}
		for i, x := range r.Results {
			if i > 0 {
				p.line("")
			}
			p.result(x)
			notes = append(notes, x.Notes...)
		}
	}
	p.notes(notes)
	_, err = io.WriteString(w, p.b.String())
	return err
}

// page collects text.
type page struct {
	asked
	b strings.Builder
}

func (p *page) line(format string, args ...any) {
	fmt.Fprintln(&p.b, strings.TrimRight(harmless(fmt.Sprintf(format, args...)), " "))
}

// harmless is s without what a terminal would obey.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// notes writes each note once.
func (p *page) notes(notes []string) {
	slices.Sort(notes)
	for i, n := range slices.Compact(notes) {
		if i == 0 {
			p.line("")
		}
		p.wrapped("note: ", n, "")
	}
}

// wrapped writes text and cites after a head, its lines indented to the end of the
// head. Cites are not broken.
func (p *page) wrapped(head, text, cites string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(head))
	line := head
	for _, word := range append(strings.Fields(text), cites) {
		if utf8.RuneCountInString(line)+utf8.RuneCountInString(word) > columns && strings.TrimSpace(line) != strings.TrimSpace(head) {
			p.line("%s", line)
			line = indent
		}
		line += word + " "
	}
	p.line("%s", line)
}

func (p *page) head() {
	what := map[Kind]string{Filing: "electronic filing", Paper: "filing by other means", Act: "an act that is no filing", Expiry: "an order that runs out"}
	head, way := p.Period.Text, "from"
	if p.Period.Before {
		head, way = strings.TrimSuffix(head, " before"), "before"
	}
	if len(p.From) == 1 && p.Period.Unit != Fixed {
		head += fmt.Sprintf(" %s %q", way, p.From[0].Text)
	}
	p.line("%s", head)
	p.line("%s, %s; %s", p.Court.Name, p.rule.Name, what[p.Kind])
	p.line("times in %s; time zone data %s", p.zone, span.TZDataVersion())
	p.line("holidays verified: %s", p.verified())
	p.line("Counsel decides. Rules and holidays were read from republishers.")
}

// verified says for which days the tables that count were checked.
func (p *page) verified() string {
	var out []string
	for _, where := range append([]string{"us"}, p.states...) {
		if r, ok := Verified(where); ok {
			out = append(out, fmt.Sprintf("%s %s to %s", strings.ToUpper(where), r.First, r.Last))
		} else {
			out = append(out, strings.ToUpper(where)+" none")
		}
	}
	return strings.Join(out, "; ")
}

func (p *page) result(r Result) {
	words := Words(r.Deadline, p.loc)
	switch r.Known.Reason {
	case tri.NotInEvidence:
		words = "UNKNOWN: the hour is not in evidence; if nothing below says otherwise, some time on " + r.Day.Words()
	case tri.OutsideVerifiedCalendar:
		words = "UNKNOWN: outside the verified calendar; if nothing below says otherwise, " + words
	}
	p.line("   %s", words)
	for _, n := range r.Known.Needs {
		p.wrapped("      would settle it: ", n, "")
	}
	for _, s := range r.Steps {
		p.wrapped(fmt.Sprintf("      %-13s", s.Name), s.Says, citesText([]cite.Cite{s.Cite}))
	}
}

// citesText writes cites as courts do: "[Fed. R. Civ. P. 6(a)(1)(C)]".
func citesText(cs []cite.Cite) string {
	var out []string
	for _, c := range cs {
		switch {
		case strings.HasPrefix(c.Where, "("):
			out = append(out, c.Source+c.Where)
		case c.Where != "" && c.Source == "as stated":
			out = append(out, c.Source)
		default:
			out = append(out, c.String())
		}
	}
	return "[" + strings.Join(out, "; ") + "]"
}
