package web

import (
	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

// turnedJSON is a finding whose answer is another than before.
type turnedJSON struct {
	Finding string `json:"finding"`
	Was     string `json:"was"` // empty of a new finding
	Is      string `json:"is"`  // empty of one that is no longer asked for
}

// turnedBetween are the findings that differ between two states of a case, and how
// many do not.
func turnedBetween(was, is *holdshort.Case) (turned []turnedJSON, same int, err error) {
	before, err := answers(was)
	if err != nil {
		return nil, 0, err
	}
	after, err := answers(is)
	if err != nil {
		return nil, 0, err
	}
	turned = []turnedJSON{}
	for _, f := range after.Findings {
		old := before.answer[f.ID]
		if now := f.Truth.String(); old == now {
			same++
		} else {
			turned = append(turned, turnedJSON{f.ID, old, now})
		}
	}
	for _, f := range before.Findings {
		if after.answer[f.ID] == "" {
			turned = append(turned, turnedJSON{Finding: f.ID, Was: f.Truth.String()})
		}
	}
	return turned, same, nil
}

type answered struct {
	*finding.Report
	answer map[string]string // by the finding's id
}

func answers(c *holdshort.Case) (answered, error) {
	r, err := finding.New(c).Report(finding.Options{})
	if err != nil {
		return answered{}, err
	}
	a := answered{r, map[string]string{}}
	for _, f := range r.Findings {
		a.answer[f.ID] = f.Truth.String()
	}
	return a, nil
}
