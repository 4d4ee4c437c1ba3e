package finding

import (
	"fmt"
	"slices"

	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/tri"
)

// Proved is a finding and its proofs, each of which package proof has accepted.
type Proved struct {
	Finding string         `json:"finding"` // its id
	Proofs  []*proof.Proof `json:"proofs"`
}

// Proofs proves every finding of a report, and every claim of a statement. What
// has no proof is left out.
func (e *Engine) Proofs(r *Report) ([]Proved, error) {
	var out []Proved
	for _, f := range slices.Concat(r.Findings, verdictFindings(r.Statements)) {
		ps, err := e.proofs(&f)
		if err != nil {
			return nil, err
		}
		if len(ps) > 0 {
			out = append(out, Proved{f.ID, ps})
		}
	}
	return out, nil
}

// proofs are those of one finding: one for a formula, one for each bound of a
// look-up. Each has been checked.
func (e *Engine) proofs(f *Finding) ([]*proof.Proof, error) {
	var out []*proof.Proof
	reading := ""
	if f.Reading != nil {
		reading = string(f.Reading.ID)
	}
	if f.Kind == "formula" {
		if f.Reason != tri.Budget {
			out = append(out, e.Prove(f.Asked.String(), reading, &f.Result))
		}
	} else {
		for _, n := range boundFormulas(f) {
			res, err := e.Answer(n, f.Reading, string(f.Subject))
			if err != nil {
				return nil, fmt.Errorf("prove %s: %w", f.ID, err)
			}
			out = append(out, e.Prove(n.String(), reading, res))
		}
	}
	for _, p := range out {
		if err := proof.Check(e.Case, p); err != nil {
			return nil, fmt.Errorf("prove %s: the proof does not check: %w", f.ID, err)
		}
	}
	return out, nil
}
