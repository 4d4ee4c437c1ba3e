package main

import (
	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
)

func timelineCommand(o *common) *cobra.Command {
	return &cobra.Command{
		Use:   "timeline CASE",
		Short: "every event in order, in one zone, with ranges as ranges",
		Long: `Timeline lists every event of the case by the tightest bounds that the
evidence allows, with what each source says, and positions as reported.

Exit statuses:
  0  written
  1  the case could not be read
  2  the command line is wrong`,
		Example: `  holdshort timeline sample
  holdshort timeline sample --zone America/El_Salvador
  holdshort timeline sample --as-of "17 March 2025" --json`,
		Args: oneCase,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, loc, err := o.open(args[0])
			if err != nil {
				return err
			}
			entries := finding.New(c).Timeline()
			if o.json {
				return writeJSON(cmd.OutOrStdout(), finding.Timeline{Case: c, Zone: loc.String(), Entries: entries})
			}
			return exhibit.TimelineText(cmd.OutOrStdout(), c, entries, loc)
		},
	}
}
