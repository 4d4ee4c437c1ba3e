package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/formula"
)

// fetchCommand is a verb that opens connections, and only its subcommands do.
func fetchCommand(o *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fetch WHAT",
		Short: "bring evidence from open sources, with a manifest of how it came",
		Long: `Fetch asks other machines for something, and keeps what came with a manifest:
who was asked and when, every hop, header and certificate, and digests. But
for docket follow, no other verb opens a connection.

  fetch track   the traces that open networks keep of an aircraft's days

Exit statuses:
  0  everything asked for is known: it is kept, or its source has none
  1  something was refused, failed or was not asked
  2  the command line is wrong`,
		Example: `  holdshort fetch track --hex a2fe4c --date 2025-03-15..2025-03-16
  holdshort help fetch track`,
	}
	cmd.AddCommand(fetchTrackCommand(o))
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		what := verbs(cmd)
		hint := fmt.Sprintf("one of %v; holdshort help fetch explains", what)
		if len(args) == 0 {
			return usage(hint, "nothing to fetch was named")
		}
		if best := formula.Closest(args[0], what); best != "" {
			hint = fmt.Sprintf("did you mean %q?", best)
		}
		return usage(hint, "nothing to fetch is named %q", args[0])
	}
	return cmd
}
