package main

import (
	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

// completeReading offers the readings of the case named on the command line.
func (o *common) completeReading(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	c := caseToComplete(args)
	if c == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, r := range c.Readings {
		out = append(out, string(r.ID)+"\t"+r.Name)
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeFinding offers folders for the case, then the findings in it.
func (o *common) completeFinding(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	c := caseToComplete(args)
	if c == nil || len(args) > 1 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	r, err := finding.New(c).Report(finding.Options{})
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.ID+"\t"+f.Question.Put(c.Name(f.Subject)))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// caseToComplete is the case in the first argument, or nil if it cannot be
// read: completion says nothing then.
func caseToComplete(args []string) *holdshort.Case {
	if len(args) == 0 {
		return nil
	}
	c, err := new(common).loadCase(args[0])
	if err != nil {
		return nil
	}
	return c
}
