package web

import (
	"net/http"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// mostShift is how far a what-if moves a claim, either way.
const mostShift = 366 * span.Day

// whatIfJSON is what would follow if one claim put its event at another time. It
// is no finding.
type whatIfJSON struct {
	Version    int             `json:"version"`
	WhatIf     bool            `json:"what_if"` // always true
	Claim      string          `json:"claim"`
	Event      string          `json:"event"`
	Source     string          `json:"source"`
	Text       string          `json:"text"`
	By         string          `json:"by"`
	Was        boundsJSON      `json:"was"`
	Is         boundsJSON      `json:"is"`
	Turned     []turnedJSON    `json:"turned"`
	Moved      []turnedJSON    `json:"moved"`
	Same       int             `json:"same"`
	Statements []wordJSON      `json:"statements"`
	Conflicts  []conflictWords `json:"conflicts"`
}

// turnedJSON is one finding as it is and as it would be.
type turnedJSON struct {
	Finding    string       `json:"finding"`
	Question   holdshort.ID `json:"question"`
	Subject    holdshort.ID `json:"subject,omitempty"`
	Reading    holdshort.ID `json:"reading,omitempty"`
	Ask        string       `json:"ask"`
	Was        tri.Truth    `json:"was"`
	Is         tri.Truth    `json:"is"`
	ReasonIs   tri.Reason   `json:"reason_is,omitempty"`
	OutcomeWas string       `json:"outcome_was,omitempty"`
	OutcomeIs  string       `json:"outcome_is,omitempty"`
	MarginWas  *marginJSON  `json:"margin_was"`
	MarginIs   *marginJSON  `json:"margin_is"`
}

// marginJSON is by how much an answer holds; most is null where nothing bounds it.
type marginJSON struct {
	Least string  `json:"least"`
	Most  *string `json:"most"`
}

// wordJSON is a claim of a statement that stands otherwise beside the record.
type wordJSON struct {
	Statement string `json:"statement"`
	Was       string `json:"was"`
	Is        string `json:"is"`
}

// conflictWords is a conflict that there would be, and is not.
type conflictWords struct {
	Words string `json:"words"`
}

func (s *Server) whatIf(q *asked) (*answer, error) {
	by, err := q.by()
	if err != nil {
		return nil, err
	}
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	claim := q.word("claim")
	moved, ok := see.c.Shift(claim, by)
	if !ok {
		return nil, refuse(http.StatusNotFound, q.closestClaim(see.c, claim), "no claim is named %q", claim)
	}
	is, err := finding.New(moved).Report(finding.Options{Reading: q.key.reading})
	if err != nil {
		return nil, err
	}
	cl := see.c.Claim(claim)
	w := whatIfJSON{Version: Version, WhatIf: true, Claim: claim, Event: cl.Event, Source: cl.Cite.Source, Text: cl.Time.Text, By: by.ISO(),
		Was: boundsOf(cl.Time.Span), Is: boundsOf(moved.Claim(claim).Time.Span),
		Turned: []turnedJSON{}, Moved: []turnedJSON{}, Statements: words(see.report, is), Conflicts: conflicts(see.report, is)}
	for _, ch := range finding.Compare(see.report, is) {
		switch {
		case ch.Turned():
			w.Turned = append(w.Turned, turnedOf(see.c, ch))
		case ch.Moved():
			w.Moved = append(w.Moved, turnedOf(see.c, ch))
		default:
			w.Same++
		}
	}
	return jsonAnswer(w)
}

func (q *asked) by() (span.Length, error) {
	by, err := span.ParseLength(q.word("by"))
	switch {
	case err != nil:
		return 0, refuse(http.StatusBadRequest, "give a length such as PT2M, or -PT2M for earlier", "by: %s", err)
	case by > mostShift || by < -mostShift:
		return 0, refuse(http.StatusBadRequest, "give at most 366 days", "by %q is more than a year", q.word("by"))
	}
	return by, nil
}

func (q *asked) closestClaim(c *holdshort.Case, claim string) string {
	var ids []string
	for _, id := range c.EventIDs() {
		for _, cl := range c.Event(id).Claims {
			ids = append(ids, cl.ID)
		}
	}
	if best := formula.Closest(claim, ids); best != "" {
		return "did you mean " + best + "?"
	}
	return "the ids of claims are in the timeline"
}

func turnedOf(c *holdshort.Case, ch finding.Change) turnedJSON {
	f := ch.Was
	t := turnedJSON{Finding: f.ID, Question: f.Question.ID, Subject: f.Subject, Ask: f.Question.Put(c.Name(f.Subject)), Was: f.Truth, Is: ch.Is.Truth,
		ReasonIs: ch.Is.Reason, OutcomeWas: f.Outcome, OutcomeIs: ch.Is.Outcome, MarginWas: marginOf(f.Margin), MarginIs: marginOf(ch.Is.Margin)}
	if f.Reading != nil {
		t.Reading = f.Reading.ID
	}
	return t
}

func marginOf(m *finding.Margin) *marginJSON {
	if m == nil {
		return nil
	}
	w := &marginJSON{Least: m.Least.ISO()}
	if m.Most != nil {
		most := m.Most.ISO()
		w.Most = &most
	}
	return w
}

// words are the claims of statements that would stand otherwise.
func words(was, is *finding.Report) []wordJSON {
	out := []wordJSON{}
	for i, v := range was.Statements {
		if i < len(is.Statements) && is.Statements[i].ID == v.ID && is.Statements[i].Word != v.Word {
			out = append(out, wordJSON{v.ID, v.Word, is.Statements[i].Word})
		}
	}
	return out
}

// conflicts are those that there would be and are not.
func conflicts(was, is *finding.Report) []conflictWords {
	have := map[string]bool{}
	for _, c := range was.Conflicts {
		have[c.Words] = true
	}
	out := []conflictWords{}
	for _, c := range is.Conflicts {
		if !have[c.Words] {
			out = append(out, conflictWords{c.Words})
		}
	}
	return out
}
