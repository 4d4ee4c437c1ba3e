package main

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"
)

//go:embed template
var template embed.FS

func initCommand(o *common) *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "make a new case folder with a small example to change",
		Long: `Init makes the folder DIR with a case of one order and one flight, to be
changed line by line. It never writes over a folder that exists.

Exit statuses:
  0  made
  1  the folder exists, or could not be written
  2  the command line is wrong`,
		Example: `  holdshort init my-case
  holdshort check my-case`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("for instance holdshort init my-case", "expected one folder to make, found %d arguments", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			files, err := fs.Sub(template, "template")
			if err != nil {
				return err
			}
			if err := writeTree(args[0], files); err != nil {
				return err
			}
			if o.json {
				return writeJSON(cmd.OutOrStdout(), map[string]string{"made": args[0]})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "made %s; next: holdshort find %s, then change %s/case.yaml\n", args[0], args[0], args[0])
			return err
		},
	}
}
