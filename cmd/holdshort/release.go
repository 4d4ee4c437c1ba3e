package main

import (
	"fmt"
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
back that has been handed out. Each pattern is sealed as an entry of its own.

What people say of an entry (who, why, a reason, an authority, a case's first
name), and what encrypted bytes are in the clear, is its private part. It is
shown only if it is marked itself: with --private the mark is of that alone.

Exit statuses:
  0  marked and sealed
  1  there is no such entry, or nothing could be sealed
  2  the command line is wrong`,
		Example: `  holdshort release my-case 3 4 --class public --by counsel --why "filed on the docket"
  holdshort release my-case --files people/ --class source-protecting --by counsel --why "names"
  holdshort release my-case 8 --private --class public --by counsel --why "the court asked why it was erased"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) == 1 && len(files) == 0 {
				return usage("for instance holdshort release my-case 3 --class public", "expected a case folder and positions, or --files")
			}
			return nil
		},
	}
	f.writing(cmd)
	fl := cmd.Flags()
	private := fl.Bool("private", false, "mark the private parts of the positions, and not what the entries are about")
	fl.StringArrayVar(&files, "files", nil, "a `PATTERN` of paths of the case's own files; may be repeated")
	classFlag(cmd, &class, "who may see it: `CLASS` as in keep")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := given(cmd, "class", "by", "why"); err != nil {
			return err
		}
		m, err := markOf(class, args[1:], *private)
		if err != nil {
			return err
		}
		if *private && len(files) > 0 {
			return usage("leave --files out, and name the entries by position", "--private is of positions, and not of files")
		}
		marks, err := marksOf(m, files)
		if err != nil {
			return err
		}
		past, err := f.read(args[0])
		if err != nil {
			return err
		}
		if err := markable(past, m); err != nil {
			return err
		}
		var items []ledger.Item
		for _, m := range marks {
			items = append(items, ledger.Item{Kind: ledger.Release, By: f.by, Why: f.why, Released: m})
		}
		return o.sealItems(cmd, f, args[0], items...)
	}
	return cmd
}

// markable refuses a mark of what is not there, and one that would withhold how the
// log's key was replaced: no exhibit could show who signed what was before.
func markable(past *vault.Case, m *ledger.Mark) error {
	for _, p := range m.Positions {
		e, err := entryAt(past, p)
		if err != nil {
			return err
		}
		if e.Body.Kind == ledger.Rotate && !m.Private && m.Class != ledger.Public {
			return &failure{exitFailed, fmt.Errorf("the entry at position %d replaces the log's key, and every exhibit needs it", p),
				"it has both keys and nobody's words; leave it out, or give --private, which is of who and why"}
		}
	}
	return nil
}

// markOf is the mark of positions that the command line describes.
func markOf(class string, args []string, private bool) (*ledger.Mark, error) {
	c, err := parseClass(class)
	if err != nil {
		return nil, err
	}
	m := &ledger.Mark{Class: c, Private: private}
	for _, a := range args {
		p, err := parsePosition(a)
		if err != nil {
			return nil, err
		}
		m.Positions = append(m.Positions, p)
	}
	return m, nil
}

// marksOf are the mark of positions, unless it has none, and one of each pattern.
func marksOf(m *ledger.Mark, files []string) ([]*ledger.Mark, error) {
	var out []*ledger.Mark
	if len(m.Positions) > 0 {
		out = append(out, m)
	}
	for _, pattern := range files {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" || strings.HasPrefix(pattern, "/") {
			return nil, usage(`for instance --files "people/*.yaml", --files people/ or --files ./`, "the pattern %q is not understood", pattern)
		}
		out = append(out, &ledger.Mark{Class: m.Class, Pattern: pattern})
	}
	return out, nil
}

// sealItems seals entries without bytes, in one batch, and says so.
func (o *common) sealItems(cmd *cobra.Command, f *vaultFlags, dir string, items ...ledger.Item) error {
	v, c, err := f.enter(cmd, dir, false)
	if err != nil {
		return err
	}
	defer v.Close()
	var drafts []vault.Draft
	for _, it := range items {
		drafts = append(drafts, vault.Draft{Chain: c, Item: it})
	}
	out, err := v.Seal(drafts...)
	if err != nil {
		return vaultError(err)
	}
	return o.writeSealed(cmd.OutOrStdout(), out)
}
