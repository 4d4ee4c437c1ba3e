package main

import (
	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
)

func schemaCommand(*common) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "write the JSON Schema of the case files",
		Long: `Schema writes the JSON Schema of the case files, so that an editor completes
and checks them. With the YAML language server, put as the first line of a
case file:

  # yaml-language-server: $schema=case.schema.json

Exit statuses:
  0  written
  2  the command line is wrong`,
		Example: `  holdshort schema > case.schema.json`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return writeJSON(cmd.OutOrStdout(), holdshort.Schema())
		},
	}
}
