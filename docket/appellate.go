package docket

import (
	"regexp"
	"strings"
)

const appealNumber = "Court of Appeals Docket #:"

// appellate reports whether the page is the docket of a court of appeals.
func (p *page) appellate() bool {
	found := false
	p.root.all(func(c *cell) { found = found || strings.HasPrefix(c.line(), appealNumber) })
	return found
}

// appellate reads the docket page of a court of appeals. Its entries have the
// filed date in a column and the moment of entry as a stamp in the text.
func (in *input) appellate(p *page) {
	in.file.Format = formatAppellate
	s := in.onlyOne()
	s.Court = in.court(host(in.raw))
	p.root.everyTable(func(t *table) {
		for i, r := range t.rows {
			switch {
			case len(r.cells) == 0:
			case strings.HasPrefix(r.cells[0].line(), appealNumber):
				in.appealHead(s, t.rows[i:])
			case len(r.cells) == 3 && dateOnly.MatchString(r.cells[0].line()):
				in.appealEntry(s, r)
			case len(r.cells) == 2 && len(r.cells[0].lines()) > 1:
				in.appealParty(s, r.cells[0].lines())
			case strings.HasPrefix(r.cells[0].line(), "District:"):
				s.Fields = append(s.Fields, Field{"originating court", strings.TrimSpace(strings.TrimPrefix(r.cells[0].line(), "District:"))})
			}
		}
	})
}

// appealHead reads the stub: number and dates, then the caption, then labels.
func (in *input) appealHead(s *Sheet, rows []tableRow) {
	s.Number = strings.TrimSpace(strings.TrimPrefix(rows[0].cells[0].line(), appealNumber))
	for _, c := range rows[0].cells[1:] {
		in.head(s, c, "head")
	}
	for _, r := range rows[1:] {
		for _, c := range r.cells {
			line := c.line()
			if _, _, ok := label(line); !ok && s.Caption == "" {
				s.Caption = line
			} else if name, rest, ok := label(line); ok && rest != "" {
				s.Fields = append(s.Fields, Field{name, rest})
			}
		}
	}
}

var appealRole = regexp.MustCompile(`^(Petitioner|Respondent|Plaintiff|Defendant|Appellant|Appellee|Intervenor|Amicus|Movant|Debtor|Claimant|Not Party|Party)\b.{0,60}$`)

// appealParty reads a party: the name is the first line, the role a later one.
func (in *input) appealParty(s *Sheet, lines []string) {
	for _, l := range lines[1:] {
		if appealRole.MatchString(l) {
			s.Parties = append(s.Parties, Party{l, strings.TrimRight(lines[0], ",")})
			in.unread("parties[]: counsel")
			return
		}
	}
}

var justNumber = regexp.MustCompile(`^\d+$`)

// appealEntry reads a row: date, document, text.
func (in *input) appealEntry(s *Sheet, r tableRow) {
	path := at("entries", len(s.Entries))
	date, number, desc := r.cells[0], r.cells[1], r.cells[2]
	e := Entry{Text: desc.line(), Path: path, Byte: in.start(r)}
	if lines := number.lines(); len(lines) > 0 && justNumber.MatchString(lines[0]) {
		e.Number = lines[0]
	}
	if len(number.values) > 0 {
		e.Seq = number.values[0]
	}
	if seq := e.Seq; len(number.links) > 0 {
		in.mainDocument(s, &e, number.links)
		e.Seq = seq
	}
	from, to := trimmed(date.b)
	w := where{path: path, court: s.Court}
	if t, ok := in.claim(Filed, date.text, from, to, w); ok {
		e.Times = append(e.Times, t)
	}
	in.stamps(&e, desc.text, w)
	s.Entries = append(s.Entries, e)
}
