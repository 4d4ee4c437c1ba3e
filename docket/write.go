package docket

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// MarshalJSON adds to the fields the ends of the span, both included, as RFC 3339
// in UTC.
func (c Time) MarshalJSON() ([]byte, error) {
	type plain Time
	return json.Marshal(struct {
		plain
		Earliest string `json:"earliest"`
		Latest   string `json:"latest"`
	}{plain(c), c.Span.Earliest().RFC3339(), c.Span.Latest().RFC3339()})
}

// Text writes what f holds for people: dockets, entries with each of their times,
// and what was not read or was taken out.
func (f *File) Text(w io.Writer) error {
	p := &printer{w: w}
	n := 0
	for _, s := range f.Sheets {
		n += len(s.Entries)
	}
	p.line("%s: %s, %d docket(s), %d entries", f.Name, f.Format, len(f.Sheets), n)
	for _, t := range f.Times {
		p.line("  %s %s%s", t.Kind, t.words(), by(t))
	}
	for _, s := range f.Sheets {
		p.line("  %s  %s", s.Docket(), s.Caption)
		for _, t := range s.Times {
			p.line("    the case %s %s%s", t.Kind, t.words(), by(t))
		}
		for _, e := range s.Entries {
			p.entry(e)
		}
	}
	for _, n := range f.Notes {
		p.line("  note: %s %s", n.Path, n.Text)
	}
	p.counts("not read", f.Unread)
	p.counts("taken out", f.Redacted)
	return p.err
}

// printer writes lines, and keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

// line writes a line without what a terminal would obey.
func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, harmless(fmt.Sprintf(format, args...))+"\n")
	}
}

// harmless is s in one line, without control characters and marks that turn the
// direction of writing.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

func (p *printer) entry(e Entry) {
	number := e.Number
	if number == "" {
		number = "-"
	}
	said := e.Text
	if said == "" {
		said = e.Short
	}
	p.line("    %s  %s", number, clip(said, 200))
	for _, t := range e.Times {
		p.line("        %s %s%s", t.Kind, t.words(), by(t))
	}
}

// words are a time as stated and, where that is not plain, how it was read.
func (c Time) words() string {
	s := c.Said
	switch c.ZoneHow {
	case ZoneGuessed:
		s += " (zone guessed: " + c.Zone + ")"
	case ZoneUnknown:
		s += " (zone unknown)"
	}
	for _, w := range c.Warnings {
		if c.ZoneHow != ZoneUnknown {
			s += "; " + w
		}
	}
	return s
}

// by says whose clock a time is by, where that is not the court's.
func by(c Time) string {
	if c.Clock == "" {
		return ""
	}
	return ", by the clock of " + c.Clock
}

func (p *printer) counts(what string, m map[string]int) {
	if len(m) == 0 {
		return
	}
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, fmt.Sprintf("%s (%d)", k, m[k]))
	}
	p.line("  %s: %s", what, strings.Join(parts, ", "))
}

// WriteLines writes lines for people, each as one line, without what a terminal
// would obey.
func WriteLines(w io.Writer, lines ...string) error {
	p := &printer{w: w}
	for _, l := range lines {
		p.line("%s", clip(l, 600))
	}
	return p.err
}

// Line writes a difference in one line.
func (d Difference) Line(w io.Writer) error {
	what := strings.ReplaceAll(d.What, "-", " ")
	if d.Kind != "" {
		what = string(d.Kind) + " " + what
	}
	s := fmt.Sprintf("difference: %s, entry %s: %s: earlier %s", d.Docket, d.Entry, what, d.Earlier)
	if d.Later != "" {
		s += ", later " + d.Later
	}
	return WriteLines(w, s+"; both stay")
}
