package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
)

func checkCommand(o *common) *cobra.Command {
	var claims bool
	cmd := &cobra.Command{
		Use:   "check CASE",
		Short: "read the case strictly and say everything that is wrong with it",
		Long: `Check reads the files of a case, reports every error with its place, then
warnings, then claims that cannot all be true. It changes nothing.

Exit statuses:
  0  well formed, and the evidence does not contradict itself in time
  1  the case has errors
  2  the command line is wrong
  3  well formed, but claims about times cannot all be true`,
		Example: `  holdshort check sample
  holdshort check sample --claims          each claim with its id and resolved time
  holdshort check sample --json`,
		Args: oneCase,
		RunE: func(cmd *cobra.Command, args []string) error {
			if claims && o.json {
				return usage("leave one of the two out", "--claims has no form in JSON")
			}
			c, loc, err := o.open(args[0])
			if err != nil {
				return err
			}
			k := finding.New(c).Check()
			w := cmd.OutOrStdout()
			switch {
			case o.json:
				err = writeJSON(w, k)
			case claims:
				err = exhibit.ClaimsText(w, c, loc)
			default:
				err = exhibit.CheckText(w, k, loc)
			}
			if err == nil && len(k.Conflicts) > 0 {
				return &failure{exitConflict, fmt.Errorf("%d conflict(s) in the evidence of %s", len(k.Conflicts), c.Caption), "set a claim aside with a reason, or leave it: findings that rest on the conflict are unknown"}
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&claims, "claims", false, "list every claim with its id, as stated and as resolved")
	return cmd
}
