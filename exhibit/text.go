// Package exhibit writes findings as documents: text for a terminal, and a
// self-contained page to print. Every line cites its sources.
package exhibit

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// columns is the width to which text is wrapped.
const columns = 100

// page collects text and remembers the first error of its writer.
type page struct {
	w   io.Writer
	err error
	c   *holdshort.Case
	loc *time.Location
}

func (p *page) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, Harmless(fmt.Sprintf(format, args...))+"\n")
	}
}

// Harmless is s without what a terminal would obey: control characters, and marks
// that turn the direction of writing.
func Harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// span writes bounds as outward has them.
func (p *page) span(s span.Span) string { return boundsText(s, p.loc) }

func boundsText(s span.Span, loc *time.Location) string {
	if s.Empty() {
		return "no time that all claims allow"
	}
	return span.FormatSpan(outward(s), loc)
}

// outward is s to the whole second, outwards: the milliseconds of a computed
// bound say nothing to a person.
func outward(s span.Span) span.Span {
	const second = 1000
	lo, hi := s.Earliest(), s.Latest()
	if lo != span.Beginning {
		lo -= ((lo % second) + second) % second
	}
	if hi != span.End {
		hi += second - 1 - ((hi%second)+second)%second
	}
	return span.Of(lo, hi)
}

// para writes text wrapped to the page, its first line after first and the
// others after rest.
func (p *page) para(first, rest, text string) {
	for _, l := range wrap(text, columns-utf8.RuneCountInString(rest)) {
		p.line("%s%s", first, l)
		first = rest
	}
}

// wrap breaks text at spaces into lines of at most width characters, where its
// words allow.
func wrap(text string, width int) []string {
	var out []string
	var b strings.Builder
	n := 0
	for _, word := range strings.Fields(text) {
		w := utf8.RuneCountInString(word)
		if n > 0 && n+1+w > width {
			out = append(out, b.String())
			b.Reset()
			n = 0
		}
		if n > 0 {
			b.WriteByte(' ')
			n++
		}
		b.WriteString(word)
		n += w
	}
	return append(out, b.String())
}

// heading writes the case and how it is seen.
func (p *page) heading() {
	c := p.c
	title := c.Caption
	if c.Docket != "" {
		title += " (" + strings.TrimSpace(c.Court+" "+c.Docket) + ")"
	}
	p.line("%s", title)
	seen := "on everything that is on record"
	if c.AsOf != span.End {
		seen = "as it was on record at " + span.FormatInstant(c.AsOf, p.loc, true)
	}
	p.line("%s; times in %s; time zone data %s", seen, p.loc, span.TZDataVersion())
	if c.Label != "" {
		p.para("", "", c.Label)
	}
}

func (p *page) section(title string) {
	p.line("\n%s\n%s", title, strings.Repeat("─", utf8.RuneCountInString(title)))
}

// answerWord is an answer as a table shows it.
func answerWord(t tri.Truth) string { return strings.ToUpper(t.String()) }

// marginText is "by at least 47 min 0 s, at most 51 min 59 s".
func marginText(m *finding.Margin) string {
	switch {
	case m == nil:
		return ""
	case m.Most == nil:
		return "by at least " + m.Least.Words()
	case m.Least == *m.Most:
		return "by " + m.Least.Words()
	}
	return "by at least " + m.Least.Words() + ", at most " + up(*m.Most).Words()
}

// flipText says what would turn an answer.
func flipText(f *finding.Flip) string {
	if f == nil {
		return ""
	}
	way := "earlier"
	if f.Later {
		way = "later"
	}
	return fmt.Sprintf("no longer certain if %s put %s %s %s", f.Source, f.Event, up(f.By).Words(), way)
}

// up is l rounded up to whole seconds, so that "at most" stays true of it.
func up(l span.Length) span.Length {
	const second = 1000
	if rest := l % second; rest > 0 {
		return l + second - rest
	}
	return l
}

// reasonText says why an answer is unknown, in words.
func reasonText(r tri.Reason) string {
	switch r {
	case tri.ConflictingClaims:
		return "sources conflict on what decides it"
	case tri.Sealed:
		return "a record that would decide it is withheld"
	case tri.ReadingSilent:
		return "the reading does not say"
	case tri.NotInEvidence:
		return "what would decide it is not in evidence"
	case tri.OutsideVerifiedCalendar:
		return "beyond the calendar that was verified"
	case tri.IntervalOverlap:
		return "the times are not known closely enough"
	case tri.Budget:
		return "too many cases to work through"
	}
	return string(r)
}

// needsText is what would settle an answer.
func needsText(needs []finding.Need, loc *time.Location) []string {
	var out []string
	for _, n := range needs {
		switch {
		case n.Event == "":
			out = append(out, n.What)
		case n.NotAfter != span.End:
			out = append(out, fmt.Sprintf("%s no later than %s (then %s)", n.Event, span.FormatInstant(n.NotAfter, loc, true), n.Then))
		default:
			out = append(out, fmt.Sprintf("%s no earlier than %s (then %s)", n.Event, span.FormatInstant(n.NotBefore, loc, true), n.Then))
		}
	}
	return out
}
