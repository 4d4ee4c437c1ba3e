package main

import "github.com/spf13/cobra"

// docketParent holds follow until the verb docket is there, which takes its place.
func docketParent(o *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "docket WHAT",
		Short: "follow what courts and mirrors say of a docket",
		Long: `Docket follows a docket from outside.

  docket follow   watch a docket's feeds, and say what they can have lost

Exit statuses:
  0  done
  1  it could not be done
  2  the command line is wrong`,
		Example: `  holdshort docket follow my-case`,
	}
	cmd.AddCommand(followCommand(o))
	cmd.RunE = func(_ *cobra.Command, _ []string) error {
		return usage("holdshort docket follow CASE", "nothing to do was named")
	}
	return cmd
}
