package docket

import (
	"regexp"
	"strings"
)

var (
	historyHead = regexp.MustCompile(`(?m)^\s*((?:\d+:)?\d\d-[a-z]{2}-\d{5}\S*|\d\d-\d{5}\S*|MDL No\. \d+)[ \t]+(\S[^\n]*)$`)
	presiding   = regexp.MustCompile(`(?m)^(.*), (presiding|referral)$`)
	dktText     = regexp.MustCompile(`DktText\('[^']*','(\d*)','(\d*)','(\d*)'`)
)

// history reads a history and documents page. It gives the filed and the entered
// date of each entry apart, and the name of the event for its text.
func (in *input) history(p *page, entries *table) {
	in.file.Format = formatHistory
	s := in.onlyOne()
	s.Court = in.court(host(in.raw))
	if m := historyHead.FindSubmatch(p.root.b); m != nil {
		s.Number, s.Caption = string(m[1]), strings.TrimSpace(string(m[2]))
	}
	for _, m := range presiding.FindAllSubmatch(p.root.b, -1) {
		s.Fields = append(s.Fields, Field{string(m[2]), strings.TrimSpace(string(m[1]))})
	}
	in.head(s, p.root, "head")
	for _, r := range entries.rows {
		if len(r.cells) == 1 && len(s.Entries) > 0 && strings.HasPrefix(r.cells[0].line(), "Docket Text:") {
			in.historyText(s, r.cells[0])
			continue
		}
		in.historyEntry(s, r)
	}
}

// historyText adds the text that stands in a row below its entry.
func (in *input) historyText(s *Sheet, c *cell) {
	e := &s.Entries[len(s.Entries)-1]
	e.Text = strings.TrimSpace(strings.TrimPrefix(c.line(), "Docket Text:"))
	in.stamps(e, c.text, where{path: e.Path, court: s.Court})
	e.Documents = append(e.Documents, attachments(e.Text)...)
}

// historyEntry reads a row: number, dates in a table of their own, event.
func (in *input) historyEntry(s *Sheet, r tableRow) {
	path := at("entries", len(s.Entries))
	if len(r.cells) != 3 || r.cells[0].line() == "Doc. No." {
		if len(r.cells) != 3 && len(r.cells) > 0 {
			in.note(path, in.start(r), "a row of %d cells, of which none was read: %q", len(r.cells), clip(r.cells[0].line(), 80))
		}
		return
	}
	e := Entry{Number: r.cells[0].line(), Short: r.cells[2].line(), Path: path, Byte: in.start(r)}
	for _, l := range r.cells[2].links {
		if m := dktText.FindStringSubmatch(l.href); m != nil {
			s.CaseID, e.Seq = m[1], m[3]
		}
	}
	in.mainDocument(s, &e, r.cells[0].links)
	r.cells[1].everyTable(func(t *table) {
		for _, row := range t.rows {
			in.historyDate(s, &e, row, path)
		}
	})
	s.Entries = append(s.Entries, e)
}

// historyDates are the labels of dates.
var historyDates = map[string][]Kind{"Filed:": {Filed}, "Entered:": {Entered}, "Filed & Entered:": {Filed, Entered}}

func (in *input) historyDate(s *Sheet, e *Entry, r tableRow, path string) {
	if len(r.cells) != 2 {
		return
	}
	kinds, ok := historyDates[r.cells[0].line()]
	if !ok {
		e.Fields = append(e.Fields, Field{r.cells[0].line(), r.cells[1].line()})
		return
	}
	from, to := trimmed(r.cells[1].b)
	for _, k := range kinds {
		if t, ok := in.claim(k, r.cells[1].text, from, to, where{path: path, court: s.Court}); ok {
			e.Times = append(e.Times, t)
		}
	}
}
