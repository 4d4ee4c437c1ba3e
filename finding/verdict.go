package finding

import (
	"fmt"
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/tri"
)

// Words of a Verdict: a closed vocabulary, for speakers of every side alike.
const (
	Consistent       = "consistent with the record"
	Contradicted     = "contradicted by the record"
	DependsOnReading = "depends on the reading"
	DependsOnFact    = "depends on a disputed fact"
	CannotBeDecided  = "cannot be decided on this record"
)

// Verdict is one claim of a statement beside the record.
type Verdict struct {
	ID        string // STATEMENT/CLAIM
	Statement *holdshort.Statement
	Claim     *holdshort.SpeakerClaim
	Word      string
	Detail    string // which readings, which fact
	Answers   []Answer
}

// Answer is the truth of a claim under one reading, nil where it needs none.
type Answer struct {
	Reading *holdshort.Reading
	Result
}

func (e *Engine) verdicts(o Options) ([]Verdict, error) {
	var out []Verdict
	for i := range e.Case.Statements {
		s := &e.Case.Statements[i]
		if !slices.ContainsFunc(s.Sources, func(id holdshort.ID) bool { return e.Case.KnownBy(string(id), e.Case.AsOf) }) {
			continue
		}
		for j := range s.Claims {
			v := Verdict{ID: fmt.Sprintf("%s/%s", s.ID, s.Claims[j].ID), Statement: s, Claim: &s.Claims[j]}
			if v.Claim.Formula.Op == "" {
				v.Word, v.Detail = CannotBeDecided, "the record holds nothing that tests it"
				out = append(out, v)
				continue
			}
			for _, r := range e.readings(v.Claim.Formula, o) {
				res, err := e.Answer(v.Claim.Formula, r, "")
				if err != nil {
					return nil, fmt.Errorf("statement %s: %w", v.ID, err)
				}
				v.Answers = append(v.Answers, Answer{r, *res})
			}
			v.judge()
			out = append(out, v)
		}
	}
	return out, nil
}

// judge chooses the word. It depends on a reading only if two readings give
// definite and different answers.
func (v *Verdict) judge() {
	var yes, no, open []string
	var disputed []string
	for _, a := range v.Answers {
		name := ""
		if a.Reading != nil {
			name = string(a.Reading.ID)
		}
		switch a.Truth {
		case tri.Yes:
			yes = append(yes, name)
		case tri.No:
			no = append(no, name)
		default:
			open = append(open, name)
			disputed = append(disputed, a.Disputed...)
			if a.Reason == tri.ConflictingClaims && len(a.Disputed) == 0 {
				for _, n := range a.Needs {
					disputed = append(disputed, n.What)
				}
			}
		}
	}
	slices.Sort(disputed)
	disputed = slices.Compact(disputed)
	switch {
	case len(yes) > 0 && len(no) > 0:
		v.Word, v.Detail = DependsOnReading, fmt.Sprintf("so under %s; not so under %s%s", join(yes), join(no), alsoOpen(open))
	case len(open) == 0 && len(no) == 0 && len(yes) > 0:
		v.Word = Consistent
	case len(open) == 0 && len(yes) == 0 && len(no) > 0:
		v.Word = Contradicted
	case len(disputed) > 0:
		v.Word, v.Detail = DependsOnFact, join(disputed)
	case len(yes) > 0:
		v.Word, v.Detail = DependsOnReading, fmt.Sprintf("so under %s%s", join(yes), alsoOpen(open))
	case len(no) > 0:
		v.Word, v.Detail = DependsOnReading, fmt.Sprintf("not so under %s%s", join(no), alsoOpen(open))
	default:
		v.Word = CannotBeDecided
		if len(v.Answers) > 0 {
			v.Detail = string(v.Answers[0].Reason)
		}
	}
}

func alsoOpen(open []string) string {
	if len(open) == 0 {
		return ""
	}
	return "; undecided under " + join(open)
}

func join(names []string) string {
	out := ""
	for i, n := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			out += " and "
		default:
			out += ", "
		}
		out += n
	}
	return out
}
