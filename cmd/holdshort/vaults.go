package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

// vaultFlags are those of every verb that has to do with a vault.
type vaultFlags struct {
	dir    string
	wait   bool
	origin string
	by     string
	why    string
}

// reading adds the flags of a verb that only reads a vault.
func (f *vaultFlags) reading(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "vault", "", "the `DIR` of the vault (default: vault in the case's folder)")
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return nil, cobra.ShellCompDirectiveFilterDirs
		}
		return nil, cobra.ShellCompDirectiveDefault
	}
}

// writing adds the flags of a verb that seals.
func (f *vaultFlags) writing(cmd *cobra.Command) {
	f.reading(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&f.wait, "wait", false, "wait while another process has the vault")
	fl.StringVar(&f.by, "by", "", "`WHO` does this, as a pseudonym of your choice; it is sealed")
	fl.StringVar(&f.why, "why", "", "the `REASON`, in your words; it is sealed")
}

// making adds the flags of a verb that makes a vault where there is none.
func (f *vaultFlags) making(cmd *cobra.Command) {
	f.writing(cmd)
	cmd.Flags().StringVar(&f.origin, "origin", "", "when the vault is made: the log's `NAME`, an address without https:// (default: one that is nobody's)")
}

// given checks that flags which a verb needs were given.
func given(cmd *cobra.Command, names ...string) error {
	for _, n := range names {
		if f := cmd.Flag(n); f == nil || f.Value.String() == "" {
			return usage(fmt.Sprintf("holdshort help %s shows an example", cmd.Name()), "--%s was not given", n)
		}
	}
	return nil
}

func (f *vaultFlags) folder(caseDir string) string {
	if f.dir != "" {
		return f.dir
	}
	return filepath.Join(caseDir, "vault")
}

// enter opens the vault of a case to write, and makes it if make is set.
func (f *vaultFlags) enter(cmd *cobra.Command, caseDir string, make bool) (*vault.Vault, ledger.Chain, error) {
	info, err := os.Stat(caseDir)
	if err != nil || !info.IsDir() {
		return nil, ledger.Chain{}, &failure{exitFailed, fmt.Errorf("%q is not the folder of a case", caseDir), "give the folder of a case; holdshort init DIR makes one"}
	}
	ctx, o := cmd.Context(), vault.Options{Tool: tool(), Origin: f.origin, Guards: guards(cmd)}
	if !f.wait {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		cancel()
	}
	if make {
		if err := vault.Create(ctx, f.folder(caseDir), o); err != nil {
			return nil, ledger.Chain{}, vaultError(err)
		}
	}
	v, err := vault.Open(ctx, f.folder(caseDir), o)
	if err != nil {
		return nil, ledger.Chain{}, vaultError(err)
	}
	c, err := v.Enter(caseDir, f.caption(cmd, caseDir), f.by)
	if err != nil {
		_ = v.Close()
		return nil, ledger.Chain{}, vaultError(err)
	}
	return v, c, nil
}

// caption names a case in its first entry. A case whose files have errors is
// named after its folder: evidence is kept all the same.
func (f *vaultFlags) caption(cmd *cobra.Command, dir string) string {
	c, err := header(dir)
	if err != nil {
		return filepath.Base(absolute(dir))
	}
	if c.Court == "" && c.Docket == "" {
		return c.Caption
	}
	return fmt.Sprintf("%s (%s)", c.Caption, strings.TrimSpace(c.Court+" "+c.Docket))
}

func absolute(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	return abs
}

// header reads the case in a folder, without tracks.
func header(dir string) (*holdshort.Case, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return holdshort.Load(root.FS())
}

// read opens the vault of a case to read.
func (f *vaultFlags) read(caseDir string) (*vault.Case, error) {
	l, err := vault.Read(f.folder(caseDir))
	if err != nil {
		return nil, vaultError(err)
	}
	c, err := l.Case(caseDir)
	if err != nil {
		return nil, vaultError(err)
	}
	return c, nil
}

// vaultError adds a hint to what a vault says.
func vaultError(err error) error {
	var locked *durable.LockedError
	var rolled *vault.RolledBackError
	var same *vault.CaptionError
	switch {
	case errors.As(err, &locked):
		return &failure{exitFailed, err, "wait until it is done, or give --wait"}
	case errors.As(err, &rolled):
		return &failure{exitFailed, err, "bring the newer copy back; an old one can be read and must not be written to: see docs/formats/vault.md"}
	case errors.As(err, &same):
		return &failure{exitFailed, err, fmt.Sprintf("if this is another case, give it a caption, court or docket of its own in case.yaml, or a vault of its own; if it was moved here, change its folder in %s", same.Cases)}
	case errors.Is(err, vault.ErrFormat):
		return &failure{exitFailed, err, "open it with the version of the program that made it"}
	case errors.Is(err, vault.ErrNone):
		return &failure{exitFailed, err, "holdshort keep CASE FILE makes a vault and keeps the file in it"}
	case errors.Is(err, os.ErrNotExist), errors.Is(err, os.ErrPermission):
		return &failure{exitFailed, err, "make sure that it is there, and that you may read and write it"}
	}
	return &failure{exitFailed, err, "nothing was acknowledged; holdshort log CASE --check looks whether the vault is whole"}
}

// tool is this program and its version, for items.
func tool() string {
	version := "devel"
	if b, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(b.Main.Version, "v") {
		version = b.Main.Version
	}
	return "holdshort/" + version
}

// guards is the folder of the person's own that remembers what vaults have
// signed, so that an old copy of a whole vault is noticed. Without one, a vault
// remembers alone.
func guards(cmd *cobra.Command) []string {
	dir, err := os.UserConfigDir()
	if err == nil {
		dir = filepath.Join(dir, "holdshort", "signed")
		err = durable.MkdirPrivate(dir)
	}
	if err != nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "note: an old copy of the whole vault would not be noticed on this machine: %v\n", err)
		return nil
	}
	return []string{dir}
}

// parsePosition reads the position of an entry in a case.
func parsePosition(s string) (uint64, error) {
	p, err := strconv.ParseUint(s, 10, 63)
	if err != nil {
		return 0, usage("positions are numbers from 0; holdshort log CASE lists them", "%q is not the position of an entry", s)
	}
	return p, nil
}

// entryAt is the entry at a position of a case.
func entryAt(c *vault.Case, p uint64) (*ledger.Opened, error) {
	if p >= uint64(c.Len()) {
		return nil, &failure{exitFailed, fmt.Errorf("the case has entries 0 to %d, and none at position %d", c.Len()-1, p), "holdshort log CASE lists them"}
	}
	return c.Entry(p), nil
}

// classFlag adds --class.
func classFlag(cmd *cobra.Command, class *string, usage string) {
	cmd.Flags().StringVar(class, "class", "", usage)
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("class", cobra.FixedCompletions(classWords(), cobra.ShellCompDirectiveNoFileComp)))
}

var classes = []ledger.Class{ledger.Unmarked, ledger.Public, ledger.PartyOnly, ledger.ProtectiveOrder, ledger.SealedClass, ledger.SourceProtecting}

func classWords() []string {
	var out []string
	for _, c := range classes {
		out = append(out, string(c))
	}
	return out
}

func parseClass(s string) (ledger.Class, error) {
	c := ledger.Class(s)
	if s != "" && !c.Known() {
		return "", usage("one of "+strings.Join(classWords(), ", "), "class %q is not known", s)
	}
	return c, nil
}

// visible shows control characters and marks of writing direction as U+FFFD, so
// that a sealed text cannot act on a terminal.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
