package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
)

func demoCommand(o *common) *cobra.Command {
	var name string
	var show bool
	f := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "demo [DIR]",
		Short: "write out a sample case and print its findings",
		Long: `Demo writes the sample case to DIR, by default a new folder named for the
case, never over one that exists, and prints its findings. Nothing is fetched.
With --serve it shows the case in a browser instead, as serve does.
The cases are
  ` + strings.Join(cases.Names, "\n  ") + `

Exit statuses:
  0  written and answered
  1  the folder exists, or could not be written
  2  the command line is wrong`,
		Example: `  holdshort demo
  holdshort demo --serve --open
  holdshort demo /tmp/night --json
  holdshort demo --case dvd-v-dhs`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(cases.Names, name) {
				return usage("the sample cases are "+strings.Join(cases.Names, ", "), "no sample case is named %q", name)
			}
			files, err := cases.Open(name)
			if err != nil {
				return err
			}
			c, err := holdshort.Load(files)
			if err != nil {
				return err
			}
			if c, err = o.see(c); err != nil {
				return err
			}
			var found bytes.Buffer
			if err := o.find(&found, c, o.options()); err != nil {
				return err
			}
			dir := freeName(name)
			if len(args) == 1 {
				dir = args[0]
			}
			if err := writeTree(dir, files); err != nil {
				return err
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "wrote the sample case to %s\n", dir)
			if show {
				return f.serve(cmd, dir)
			}
			if _, err := found.WriteTo(cmd.OutOrStdout()); err != nil {
				return err
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "next: holdshort serve %s --open, holdshort timeline %s, holdshort ask %s, holdshort exhibit %s -o exhibit.html\n", dir, dir, dir, dir)
			return nil
		},
	}
	cmd.Flags().StringVar(&name, "case", cases.Names[0], "which sample `CASE`")
	cmd.Flags().BoolVar(&show, "serve", false, "show the case in a browser, as serve does")
	f.add(cmd)
	return cmd
}

// freeName is name, or name-2, name-3 … where a file of that name exists.
func freeName(name string) string {
	out := name
	for i := 2; ; i++ {
		if _, err := os.Lstat(out); os.IsNotExist(err) {
			return out
		}
		out = fmt.Sprintf("%s-%d", name, i)
	}
}

// writeTree copies files to a folder that does not exist yet. What it cannot
// copy whole it does not leave behind.
func writeTree(dir string, files fs.FS) (err error) {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return &failure{exitFailed, err, "choose a folder that does not exist yet, in one that does"}
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	return fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if e.IsDir() {
			return os.Mkdir(to, 0o755)
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, b, 0o644)
	})
}
