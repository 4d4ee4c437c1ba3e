package finding

import (
	"reflect"
	"slices"
)

// Change is one question, subject and reading in two reports.
type Change struct{ Was, Is *Finding }

// Turned reports whether the answer or its outcome is another.
func (c Change) Turned() bool { return c.Was.Truth != c.Is.Truth || c.Was.Outcome != c.Is.Outcome }

// Moved reports whether the answer is the same, by another margin or between
// other bounds, or unknown for another reason.
func (c Change) Moved() bool {
	return !c.Turned() && !(reflect.DeepEqual(c.Was.Margin, c.Is.Margin) && reflect.DeepEqual(c.Was.Between, c.Is.Between) &&
		c.Was.Reason == c.Is.Reason && reflect.DeepEqual(c.Was.Count, c.Is.Count))
}

// Compare pairs the findings of two reports that answer the same, in the order
// of the first. What only one of them has is left out.
func Compare(was, is *Report) []Change {
	var out []Change
	for i := range was.Findings {
		f := &was.Findings[i]
		if j := slices.IndexFunc(is.Findings, func(g Finding) bool { return g.ID == f.ID }); j >= 0 {
			out = append(out, Change{f, &is.Findings[j]})
		}
	}
	return out
}
