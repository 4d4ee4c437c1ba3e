package finding

import (
	"encoding/json"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/span"
)

// Checked is what there is to say of a case that could be read.
type Checked struct {
	Case      *holdshort.Case
	Events    int
	Claims    int
	Aside     int
	Conflicts []Conflict
}

// Check counts what the case holds and looks for conflicts.
func (e *Engine) Check() Checked {
	k := Checked{Case: e.Case, Events: len(e.Case.EventIDs()), Conflicts: e.conflicts()}
	for _, id := range e.Case.EventIDs() {
		for _, cl := range e.Case.Event(id).Claims {
			k.Claims++
			if cl.Aside != "" {
				k.Aside++
			}
		}
	}
	return k
}

// MarshalJSON writes the check in its documented form.
func (k Checked) MarshalJSON() ([]byte, error) {
	type warning struct {
		File string `json:"file"`
		Line int    `json:"line"`
		Text string `json:"text,omitempty"`
		Says string `json:"says"`
	}
	r := Report{Case: k.Case}
	return json.Marshal(struct {
		Version   int            `json:"version"`
		Case      caseJSON       `json:"case"`
		AsOf      *string        `json:"as_of"`
		TZData    string         `json:"tzdata"`
		Events    int            `json:"events"`
		Claims    int            `json:"claims"`
		Aside     int            `json:"aside"`
		Warnings  []warning      `json:"warnings"`
		Conflicts []conflictJSON `json:"conflicts"`
	}{Version, r.head(), r.asOf(), span.TZDataVersion(), k.Events, k.Claims, k.Aside,
		each(k.Case.Warnings, func(p holdshort.Problem) warning { return warning{p.File, p.Line, p.Text, p.Msg} }),
		each(k.Conflicts, conflictWire)})
}
