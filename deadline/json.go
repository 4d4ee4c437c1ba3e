package deadline

import (
	"encoding/json"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Answer is a query with its readings, to be written.
type Answer struct {
	Query    Query
	Readings []Reading
}

// MarshalJSON writes the form that docs/deadline.md describes.
func (a Answer) MarshalJSON() ([]byte, error) {
	q, err := a.Query.check()
	if err != nil {
		return nil, err
	}
	out := answerJSON{Version: 1, Period: q.Period.Text, Unit: q.Period.Unit, Court: q.Court.ID, Name: q.Court.Name, Division: q.Division,
		Zone: q.zone, Rule: q.rule.Name, Kind: q.Kind, Service: q.Service, TZData: span.TZDataVersion(), Verified: map[string]rangeJSON{}}
	for _, where := range append([]string{"us"}, q.states...) {
		if r, ok := Verified(where); ok {
			out.Verified[where] = rangeJSON{r.First, r.Last}
		}
	}
	for _, r := range a.Readings {
		out.Readings = append(out.Readings, q.reading(r))
	}
	return json.Marshal(out)
}

type answerJSON struct {
	Version  int                  `json:"version"`
	Period   string               `json:"period"`
	Unit     Unit                 `json:"unit"`
	Court    string               `json:"court"`
	Name     string               `json:"court_name"`
	Division string               `json:"division,omitempty"`
	Zone     string               `json:"zone"`
	Rule     string               `json:"rule"`
	Kind     Kind                 `json:"kind"`
	Service  Service              `json:"service,omitempty"`
	TZData   string               `json:"tzdata"`
	Verified map[string]rangeJSON `json:"verified"`
	Readings []readingJSON        `json:"readings"`
}

type rangeJSON struct {
	First Day `json:"first"`
	Last  Day `json:"last"`
}

type readingJSON struct {
	ID      string       `json:"id"`
	Label   string       `json:"label,omitempty"`
	From    string       `json:"from,omitempty"`
	Choices []choiceJSON `json:"choices"`
	Results []resultJSON `json:"results"`
}

type choiceJSON struct {
	Point   string      `json:"point"`
	Options []string    `json:"options"`
	Says    string      `json:"says"`
	Cites   []cite.Cite `json:"cites"`
}

type resultJSON struct {
	Fixed    bool       `json:"fixed"`
	Trigger  *spanJSON  `json:"trigger"`
	Day      Day        `json:"day"`
	Deadline spanJSON   `json:"deadline"`
	Words    string     `json:"words"`
	Known    tri.Truth  `json:"known"`
	Reason   tri.Reason `json:"reason,omitempty"`
	Needs    []string   `json:"needs"`
	Steps    []stepJSON `json:"steps"`
	Notes    []string   `json:"notes"`
}

type spanJSON struct {
	Earliest string `json:"earliest"`
	Latest   string `json:"latest"`
}

type stepJSON struct {
	Name string    `json:"step"`
	Says string    `json:"says"`
	Cite cite.Cite `json:"cite"`
}

func (a asked) reading(r Reading) readingJSON {
	out := readingJSON{ID: r.ID, Label: r.Trigger.Label, From: r.Trigger.Text, Choices: []choiceJSON{}}
	for _, c := range r.Choices {
		out.Choices = append(out.Choices, choiceJSON(c))
	}
	for _, x := range r.Results {
		out.Results = append(out.Results, a.result(x))
	}
	return out
}

func (a asked) result(r Result) resultJSON {
	out := resultJSON{Fixed: r.Fixed, Day: r.Day, Deadline: spanOf(r.Deadline), Words: Words(r.Deadline, a.loc), Known: r.Known.Truth,
		Reason: r.Known.Reason, Needs: append([]string{}, r.Known.Needs...), Steps: []stepJSON{}, Notes: append([]string{}, r.Notes...)}
	if !r.Trigger.Empty() {
		s := spanOf(r.Trigger)
		out.Trigger = &s
	}
	for _, s := range r.Steps {
		out.Steps = append(out.Steps, stepJSON(s))
	}
	return out
}

func spanOf(s span.Span) spanJSON { return spanJSON{s.Earliest().RFC3339(), s.Latest().RFC3339()} }
