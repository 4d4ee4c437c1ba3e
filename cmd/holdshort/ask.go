package main

import (
	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
)

func askCommand(o *common) *cobra.Command {
	return &cobra.Command{
		Use:   "ask CASE",
		Short: "answer the questions that the court asked, as asked",
		Long: `Ask answers the questions that somebody asked, the court above all, in the
order in which they were asked, beside what was answered in public.

Exit statuses:
  0  answered, whatever the answers are
  1  the case could not be read
  2  the command line is wrong`,
		Example: `  holdshort ask sample
  holdshort ask sample --zone UTC --json`,
		Args: oneCase,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, loc, err := o.open(args[0])
			if err != nil {
				return err
			}
			opts := o.options()
			opts.AskedOnly = true
			r, err := finding.New(c).Report(opts)
			if err != nil {
				return err
			}
			if o.json {
				return writeJSON(cmd.OutOrStdout(), finding.Asked{Report: r})
			}
			return exhibit.AskText(cmd.OutOrStdout(), r, loc)
		},
	}
}
