package exhibit

import (
	"cmp"
	"io"
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

// statementOne is a statement, its claims, and how each stands by reading.
type statementOne struct {
	ID, By, Kind, Said, Quote, Note, Zone string
	Cites                                 words
	Claims                                []statementClaim
}

type statementClaim struct {
	verdictView
	Formula string
	Answers []verdictAnswer
}

// verdictAnswer is the answer to a claim under one reading.
type verdictAnswer struct {
	Ref, Word, Class, Rest string
	Reading                words // nil where the answer depends on none
	Why                    string
}

// WriteStatement writes a statement with each of its claims beside the record,
// by reading. It reports whether there is one.
func (f *Face) WriteStatement(w io.Writer, id string) (bool, error) {
	s := f.sheet
	i := slices.IndexFunc(s.c.Statements, func(x holdshort.Statement) bool { return string(x.ID) == id })
	if i < 0 || s.number[id] == 0 {
		return false, nil
	}
	x := &s.c.Statements[i]
	v := statementOne{ID: id, By: x.By, Kind: cmp.Or(string(x.Kind), "statement"), Said: x.Said, Quote: quoted(x.Words), Note: x.Note, Zone: s.loc.String(), Cites: s.citeIDs(x.Sources)}
	for i := range s.r.Statements {
		d := &s.r.Statements[i]
		if string(d.Statement.ID) != id {
			continue
		}
		at := slices.IndexFunc(f.view.Said, func(x verdictView) bool { return x.ID == d.ID })
		c := statementClaim{verdictView: f.view.Said[at]}
		if d.Claim.Formula.Op != "" {
			c.Formula = d.Claim.Formula.String()
		}
		for _, a := range d.Answers {
			c.Answers = append(c.Answers, s.verdictAnswer(d, a))
		}
		v.Claims = append(v.Claims, c)
	}
	return true, f.write(w, "statement", v)
}

func (s *sheet) verdictAnswer(d *finding.Verdict, a finding.Answer) verdictAnswer {
	ref := string(d.Statement.ID) + "/" + string(d.Claim.ID)
	v := verdictAnswer{Word: answerWord(a.Truth), Class: truthClass(a.Truth), Rest: unbroken(marginText(a.Margin))}
	if a.Reading != nil {
		ref += "/" + string(a.Reading.ID)
		v.Reading = words{s.reading(a.Reading.ID)}
	}
	if a.Reason != "" {
		v.Why = reasonText(a.Reason)
	}
	v.Ref = slug("finding", ref)
	return v
}
