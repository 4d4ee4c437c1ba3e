package deadline

import (
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Reading is the answer under one way to take every point that is unsettled and
// makes a difference.
type Reading struct {
	ID      string // such as "filed/count=days"; "rule" where nothing is unsettled
	Trigger Trigger
	Choices []Choice
	Results []Result // by time; one for each deadline that the trigger allows
}

// Choice is how a reading takes one unsettled point.
type Choice struct {
	Point   string   // such as "count"
	Options []string // those that come to the same here
	Says    string   // in words
	Cites   []cite.Cite
}

// Result is one deadline, and the part of the trigger that gives it.
type Result struct {
	Fixed   bool      // the moment was set: nothing was counted and nothing rolls
	Trigger span.Span // the part of the trigger; empty if Fixed
	Day     Day       // the last day, on the court's calendar
	// Deadline is the last moment in time. It is wider than a moment where the
	// trigger is, and a whole day where the hour at which it ends is not known.
	Deadline span.Span
	// Known is Yes, or Unknown with what would settle it. Day and Deadline are then
	// what they are if the days outside the verified calendar are no holidays.
	Known tri.Value
	Steps []Step
	Notes []string // what a reader should know besides
}

// Step is one step from trigger to deadline.
type Step struct {
	Name string // trigger, unit, count, roll, service, inaccessible or end
	Says string
	Cite cite.Cite
}

// Steps names the steps in their order.
var Steps = []string{"trigger", "unit", "count", "roll", "service", "inaccessible", "end"}

// Compute works a query out under every reading that makes a difference. The order
// is that of the triggers, then of the readings' options. An error is an *Error, or
// of the time zone.
func Compute(q Query) ([]Reading, error) {
	a, err := q.check()
	if err != nil {
		return nil, err
	}
	if a.Period.Unit == Fixed {
		r, err := a.fixed()
		return []Reading{{ID: "fixed", Results: []Result{r}}}, err
	}
	var out []Reading
	for _, t := range a.From {
		rs, err := a.readings(t)
		if err != nil {
			return nil, err
		}
		out = append(out, rs...)
	}
	return out, nil
}
