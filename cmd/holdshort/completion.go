package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/formula"
)

func completionCommand(root *cobra.Command) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	write := map[string]func(io.Writer) error{
		"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":        root.GenZshCompletion,
		"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": root.GenPowerShellCompletionWithDesc,
	}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "write what makes a shell complete verbs, flags, readings and findings",
		Long: `Completion writes a script for bash, zsh, fish or powershell, which makes the
shell complete verbs and flags, and the readings and findings of the case
named before.

Exit statuses:
  0  written
  2  the command line is wrong`,
		Example: `  source <(holdshort completion bash)
  holdshort completion zsh > "${fpath[1]}/_holdshort"
  holdshort completion fish > ~/.config/fish/completions/holdshort.fish`,
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			hint := "the shells are " + strings.Join(shells, ", ")
			if len(args) != 1 {
				return usage(hint, "expected one shell, found %d arguments", len(args))
			}
			if write[args[0]] == nil {
				if best := formula.Closest(args[0], shells); best != "" {
					hint = "did you mean \"" + best + "\"? " + hint
				}
				return usage(hint, "no completion is known for %q", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return write[args[0]](cmd.OutOrStdout()) },
	}
}
