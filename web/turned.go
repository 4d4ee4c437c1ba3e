package web

import (
	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

// turnedBetween are the findings of a case that turn when it becomes another, and
// how many do not. Those that only one of the two has are not among them.
func turnedBetween(was, is *holdshort.Case) (turned []turnedJSON, same int, err error) {
	before, err := finding.New(was).Report(finding.Options{})
	if err != nil {
		return nil, 0, err
	}
	after, err := finding.New(is).Report(finding.Options{})
	if err != nil {
		return nil, 0, err
	}
	turned = []turnedJSON{}
	for _, ch := range finding.Compare(before, after) {
		if ch.Turned() {
			turned = append(turned, turnedOf(is, ch))
		} else {
			same++
		}
	}
	return turned, same, nil
}
