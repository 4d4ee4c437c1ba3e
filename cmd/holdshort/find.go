package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
)

func findCommand(o *common) *cobra.Command {
	return &cobra.Command{
		Use:   "find CASE",
		Short: "answer every question of the case under every reading",
		Long: `Find answers every question of the case, for each subject and under each
reading, with bounds, margins, what would turn an answer, and the source of
every line; then conflicts, head counts, terms, money and statements.

Exit statuses:
  0  answered, whatever the answers are
  1  the case could not be read
  2  the command line is wrong`,
		Example: `  holdshort find sample
  holdshort find sample --reading r3-doj-march
  holdshort find sample --as-of "18 March 2025" --zone UTC
  holdshort find sample --json | jq '.findings[] | select(.answer == "unknown")'`,
		Args: oneCase,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := o.loadCase(args[0])
			if err != nil {
				return err
			}
			return o.find(cmd.OutOrStdout(), c, o.options())
		},
	}
}

func (o *common) find(w io.Writer, c *holdshort.Case, opts finding.Options) error {
	loc, err := o.location(c)
	if err != nil {
		return err
	}
	r, err := finding.New(c).Report(opts)
	if err != nil {
		return err
	}
	if o.json {
		return writeJSON(w, r)
	}
	return exhibit.Text(w, r, loc)
}

func writeJSON(w io.Writer, v any) error { return exhibit.JSON(w, v) }
