package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/formula"
)

func explainCommand(o *common) *cobra.Command {
	return &cobra.Command{
		ValidArgsFunction: o.completeFinding,
		Use:               "explain CASE FINDING",
		Short:             "show why a finding has its answer, step by step",
		Long: `Explain shows a finding with the claims it rests on, the answer that each
source would give by itself, and its proof: for yes and no, why the opposite
cannot be; for unknown, one dated table in which it holds and one in which it
does not. The proof is checked by a program that does not use the solver.

A finding is named QUESTION/SUBJECT/READING, without the parts that it does
not have; a claim in a statement is named STATEMENT/CLAIM or
STATEMENT/CLAIM/READING.

Exit statuses:
  0  explained
  1  the case could not be read
  2  the command line is wrong, or there is no such finding`,
		Example: `  holdshort explain sample airborne-at-oral/plane-1
  holdshort explain sample removal-against-order/plane-2/r3-doj-march --zone UTC
  holdshort explain sample airborne-at-oral/plane-1 --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("holdshort find CASE lists the findings", "expected a case folder and a finding, found %d arguments", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c, loc, err := o.open(args[0])
			if err != nil {
				return err
			}
			x, ids, err := finding.New(c).Explain(args[1])
			switch {
			case err != nil:
				return err
			case x == nil:
				hint := "holdshort find CASE --json lists the ids"
				if best := formula.Closest(args[1], ids); best != "" {
					hint = fmt.Sprintf("did you mean %q?", best)
				}
				return usage(hint, "no finding is named %q", args[1])
			case o.json:
				return writeJSON(cmd.OutOrStdout(), x)
			}
			return exhibit.ExplainText(cmd.OutOrStdout(), c, x, loc)
		},
	}
}
