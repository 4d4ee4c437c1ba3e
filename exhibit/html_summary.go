package exhibit

import (
	"iter"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

// mostColumns is how many columns of answers fit beside the subjects on a page
// of letter paper.
const mostColumns = 7

// summaryView is the answers at a glance: a matrix of questions and subjects
// against the readings on which they depend, a table of the answers that need
// no reading, and the legend of the readings.
type summaryView struct {
	Tables   []matrixView
	Free     []matrixView
	Readings []readingView
	Ours     bool // one of the readings is ours
}

// matrixView is a table of answers, as many columns wide as fit a page.
type matrixView struct {
	Columns []words
	Rows    []matrixRow
}

// Across is the number of columns, that of the row headings among them.
func (m matrixView) Across() int { return 1 + max(1, len(m.Columns)) }

// matrixRow is a heading that spans the table, or one row of answers.
type matrixRow struct {
	Heading bool
	Title   string
	Ref     string
	Cells   []cellView
}

type cellView struct {
	Span   int
	Ref    string // of the first of its findings
	Every  bool   // under every reading
	Absent bool   // the question was not put here
	Word   string
	Class  string
	Rest   string
}

// matrixLine is the findings on one question and subject, by reading; nil is
// the key where it depends on none.
type matrixLine struct {
	question *holdshort.Question
	subject  holdshort.ID
	by       map[holdshort.ID]*finding.Finding
}

func (s *sheet) summary() summaryView {
	v := summaryView{Readings: s.legend()}
	v.Ours = slices.ContainsFunc(v.Readings, func(r readingView) bool { return r.Ours })
	var free, bound []matrixLine
	for _, l := range s.matrixLines() {
		if l.by[""] != nil {
			free = append(free, l)
		} else {
			bound = append(bound, l)
		}
	}
	if len(bound) > 0 {
		groups := agreeing(s.usedReadings(), bound)
		for part := range evenly(groups) {
			v.Tables = append(v.Tables, s.matrix(part, bound, len(part) == len(groups)))
		}
	}
	if len(free) > 0 {
		v.Free = s.freeTables(free)
	}
	return v
}

// evenly cuts columns into tables of much the same width.
func evenly[T any](columns []T) iter.Seq[[]T] {
	tables := max(1, (len(columns)+mostColumns-1)/mostColumns)
	return func(yield func([]T) bool) {
		for i := range tables {
			if !yield(columns[i*len(columns)/tables : (i+1)*len(columns)/tables]) {
				return
			}
		}
	}
}

// matrixLines are the questions that are answered yes, no or unknown.
func (s *sheet) matrixLines() []matrixLine {
	var out []matrixLine
	for i := range s.r.Findings {
		f := &s.r.Findings[i]
		if f.Kind != "formula" {
			continue
		}
		if n := len(out); n == 0 || out[n-1].question != f.Question || out[n-1].subject != f.Subject {
			out = append(out, matrixLine{f.Question, f.Subject, map[holdshort.ID]*finding.Finding{}})
		}
		var id holdshort.ID
		if f.Reading != nil {
			id = f.Reading.ID
		}
		out[len(out)-1].by[id] = f
	}
	return out
}

// usedReadings are the readings under which something was answered, those of
// parties and judges before ours.
func (s *sheet) usedReadings() []holdshort.ID {
	var theirs, ours []holdshort.ID
	for i := range s.c.Readings {
		r := &s.c.Readings[i]
		switch {
		case !slices.ContainsFunc(s.r.Findings, func(f finding.Finding) bool { return f.Reading != nil && f.Reading.ID == r.ID }):
		case r.Ours:
			ours = append(ours, r.ID)
		default:
			theirs = append(theirs, r.ID)
		}
	}
	return append(theirs, ours...)
}

// agreeing groups the readings that give the same answers throughout. Margins
// may differ within a group.
func agreeing(readings []holdshort.ID, lines []matrixLine) [][]holdshort.ID {
	var out [][]holdshort.ID
	var keys []string
	for _, id := range readings {
		var key strings.Builder
		for _, l := range lines {
			if f := l.by[id]; f != nil {
				key.WriteString(f.Truth.String() + "," + f.Outcome)
			}
			key.WriteByte('|')
		}
		if i := slices.Index(keys, key.String()); i >= 0 {
			out[i] = append(out[i], id)
			continue
		}
		keys = append(keys, key.String())
		out = append(out, []holdshort.ID{id})
	}
	return out
}

// matrix is the table of some of the groups of readings.
func (s *sheet) matrix(groups [][]holdshort.ID, lines []matrixLine, whole bool) matrixView {
	var v matrixView
	for _, g := range groups {
		v.Columns = append(v.Columns, s.together(g))
	}
	var last *holdshort.Question
	for _, l := range lines {
		if l.question != last {
			v.Rows = append(v.Rows, matrixRow{Heading: true, Title: l.question.Put(""), Ref: slug("question", l.question.ID)})
			last = l.question
		}
		row := matrixRow{Title: s.subject(l.subject), Cells: matrixCells(l, groups, whole)}
		if l.subject == "" {
			row.Title = "the record"
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// together names the readings of a group, ours after those that were argued.
func (s *sheet) together(g []holdshort.ID) words {
	n := slices.IndexFunc(g, func(id holdshort.ID) bool { return s.c.Reading(id).Ours })
	switch {
	case n < 0:
		return s.readings(g)
	case n == 0:
		return append(plain("For comparison: "), s.readings(g)...)
	}
	return append(s.readings(g[:n]).then("; for comparison: "), s.readings(g[n:])...)
}

// matrixCells are the answers of one line, one for each group, or one across
// all where they are the same.
func matrixCells(l matrixLine, groups [][]holdshort.ID, whole bool) []cellView {
	var all []*finding.Finding
	var cells []cellView
	same := whole && len(groups) > 1
	for _, g := range groups {
		var fs []*finding.Finding
		for _, id := range g {
			if f := l.by[id]; f != nil {
				fs = append(fs, f)
			}
		}
		all = append(all, fs...)
		cells = append(cells, cellOf(fs))
		same = same && len(fs) > 0 && fs[0].Truth == all[0].Truth && fs[0].Outcome == all[0].Outcome
	}
	if same {
		c := cellOf(all)
		c.Span, c.Every = len(groups), true
		return []cellView{c}
	}
	return cells
}

// freeTables are the answers that need no reading: a row for each question, a
// column for each subject.
func (s *sheet) freeTables(lines []matrixLine) []matrixView {
	var subjects []holdshort.ID
	for _, l := range lines {
		if l.subject != "" && !slices.Contains(subjects, l.subject) {
			subjects = append(subjects, l.subject)
		}
	}
	var out []matrixView
	for part := range evenly(subjects) {
		var v matrixView
		for _, id := range part {
			v.Columns = append(v.Columns, plain(s.subject(id)))
		}
		for i := 0; i < len(lines); {
			j := i
			for j < len(lines) && lines[j].question == lines[i].question {
				j++
			}
			if row := freeRow(lines[i:j], part); lines[i].subject != "" || len(out) == 0 {
				v.Rows = append(v.Rows, row)
			}
			i = j
		}
		out = append(out, v)
	}
	return out
}

func freeRow(lines []matrixLine, subjects []holdshort.ID) matrixRow {
	q := lines[0].question
	row := matrixRow{Title: q.Put(""), Ref: slug("question", q.ID)}
	if lines[0].subject == "" {
		c := cellOf([]*finding.Finding{lines[0].by[""]})
		c.Span = max(1, len(subjects))
		row.Cells = []cellView{c}
		return row
	}
	for _, id := range subjects {
		var fs []*finding.Finding
		for _, l := range lines {
			if l.subject == id {
				fs = append(fs, l.by[""])
			}
		}
		row.Cells = append(row.Cells, cellOf(fs))
	}
	return row
}

// cellOf is the answer that the findings share, and the least by which it
// holds under any of them. The full margins stand with the findings.
func cellOf(fs []*finding.Finding) cellView {
	if len(fs) == 0 {
		return cellView{Span: 1, Absent: true}
	}
	c := cellView{Span: 1, Ref: slug("finding", fs[0].ID), Word: answerWord(fs[0].Truth), Class: truthClass(fs[0].Truth)}
	var rest []string
	if fs[0].Outcome != "" {
		rest = append(rest, fs[0].Outcome)
	}
	if m := sharedMargin(fs); m != nil {
		rest = append(rest, "≥ "+strings.TrimSuffix(m.Least.Words(), " 0 s"))
	}
	c.Rest = unbroken(strings.Join(rest, ", "))
	return c
}

// sharedMargin is the margin of all the findings, or nil where they differ: a
// column of several readings must not lend one the margin of another.
func sharedMargin(fs []*finding.Finding) *finding.Margin {
	for _, f := range fs {
		if f.Margin == nil || fs[0].Margin == nil || marginText(f.Margin) != marginText(fs[0].Margin) {
			return nil
		}
	}
	return fs[0].Margin
}
