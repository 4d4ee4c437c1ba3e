package docket

import (
	"cmp"
	"fmt"
	"io"
)

// Report is what the verb docket says of the files that it was given.
type Report struct {
	Files       []*File      `json:"files,omitempty"`
	Proposed    []Proposed   `json:"proposed"`
	Differences []Difference `json:"differences,omitempty"`
	Made        []string     `json:"made,omitempty"` // what was written to a case
}

// Proposed is a proposal among those of several files, numbered through.
type Proposed struct {
	Proposal
	File   string `json:"file"`
	Docket string `json:"docket"`
	Number string `json:"number,omitempty"` // the entry's
	Text   string `json:"text"`
	Times  []Time `json:"times"`
	Of     *File  `json:"-"`
}

// NewReport proposes entries of files, and compares each file with those before it.
func NewReport(files []*File) *Report {
	r := &Report{Files: files, Proposed: []Proposed{}}
	for i, f := range files {
		for _, p := range f.Propose() {
			s, e := f.Sheets[p.Sheet], f.Sheets[p.Sheet].Entries[p.Entry]
			p.N = len(r.Proposed) + 1
			r.Proposed = append(r.Proposed, Proposed{Proposal: p, File: f.Name, Docket: s.Docket(), Number: e.Number, Text: cmp.Or(e.Text, e.Short), Times: e.Times, Of: f})
		}
		for _, before := range files[:i] {
			r.Differences = append(r.Differences, Differences(before, f)...)
		}
	}
	return r
}

// Line writes a proposal in two lines: what it is, and what it says.
func (p Proposed) Line(w io.Writer) error {
	return WriteLines(w, fmt.Sprintf("%d  %s: %s, entry %s, for %q", p.N, p.Kind, p.Docket, cmp.Or(p.Number, "without a number"), p.Why), "   "+p.Text)
}
