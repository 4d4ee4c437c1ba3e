package main

import (
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

func releaseCommand(o *common) *cobra.Command {
	f := &vaultFlags{}
	var class string
	var files []string
	cmd := &cobra.Command{
		Use:   "release CASE [POSITION...]",
		Short: "say who may see entries from now on, or no longer",
		Long: `Release gives a class to entries by position, and to the case's own files by
pattern, earlier and later versions alike: "people/*.yaml", "people/" for all
below a folder, "./" for all. The latest mark of an entry counts. An exhibit
shows what is public, or of the class that it is made for; what is unmarked
leaves the vault with nobody. Marking as sealed what was public takes nothing
back that has been handed out.

Exit statuses:
  0  marked and sealed
  1  there is no such entry, or nothing could be sealed
  2  the command line is wrong`,
		Example: `  holdshort release my-case 3 4 --class public --by counsel --why "filed on the docket"
  holdshort release my-case --files people/ --class source-protecting --by counsel --why "names"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) == 1 && len(files) == 0 {
				return usage("for instance holdshort release my-case 3 --class public", "expected a case folder and positions, or --files")
			}
			return nil
		},
	}
	f.writing(cmd)
	fl := cmd.Flags()
	fl.StringArrayVar(&files, "files", nil, "a `PATTERN` of paths of the case's own files; may be repeated")
	classFlag(cmd, &class, "who may see it: `CLASS` as in keep")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := given(cmd, "class", "by", "why"); err != nil {
			return err
		}
		m, err := markOf(class, args[1:], files)
		if err != nil {
			return err
		}
		past, err := f.read(args[0])
		if err != nil {
			return err
		}
		for _, p := range m.Positions {
			if _, err := entryAt(past, p); err != nil {
				return err
			}
		}
		return o.sealOne(cmd, f, args[0], ledger.Item{Kind: ledger.Release, By: f.by, Why: f.why, Released: m})
	}
	return cmd
}

// markOf is the mark that the command line describes.
func markOf(class string, args, files []string) (*ledger.Mark, error) {
	c, err := parseClass(class)
	if err != nil {
		return nil, err
	}
	m := &ledger.Mark{Class: c, Files: files}
	for _, a := range args {
		p, err := parsePosition(a)
		if err != nil {
			return nil, err
		}
		m.Positions = append(m.Positions, p)
	}
	for _, pattern := range files {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" || strings.HasPrefix(pattern, "/") {
			return nil, usage(`for instance --files "people/*.yaml", --files people/ or --files ./`, "the pattern %q is not understood", pattern)
		}
	}
	return m, nil
}

// sealOne seals one entry without bytes and says so.
func (o *common) sealOne(cmd *cobra.Command, f *vaultFlags, dir string, it ledger.Item) error {
	v, c, err := f.enter(cmd, dir, false)
	if err != nil {
		return err
	}
	defer v.Close()
	out, err := v.Seal(vault.Draft{Chain: c, Item: it})
	if err != nil {
		return vaultError(err)
	}
	return o.writeSealed(cmd.OutOrStdout(), out)
}
