package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

// keepFlags are those of the verb keep.
type keepFlags struct {
	vaultFlags
	source  string
	class   string
	encrypt []string
	annex   bool
	watchFlags
}

func keepCommand(o *common) *cobra.Command {
	f := &keepFlags{}
	cmd := &cobra.Command{
		Use:   "keep CASE FILE|URL...",
		Short: "take bytes into the case's evidence vault and seal that they are there",
		Long: `Keep stores the exact bytes of each FILE, or of what is at each URL, in the
case's vault, with both digests, and seals an entry for each in the log. The
vault is made at the first use. Web archives (WARC, WACZ) are kept untouched,
and what is in them is listed.

With --encrypt-to what is stored is encrypted with age, and the bytes never
touch the disk. An --annex is for names: sealed, and encrypted to two people or
more. With --watch it looks again and again, and each look is sealed: same,
changed (and kept), or failed and why.

Exit statuses:
  0  kept and sealed
  1  something could not be read or sealed; nothing was acknowledged
  2  the command line is wrong`,
		Example: `  holdshort keep my-case order.pdf --source docket --class public
  holdshort keep my-case names.csv --annex --encrypt-to age1… --encrypt-to age1…
  holdshort keep my-case https://example.org/page --watch --every 10m --until "18 March 2025"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage("for instance holdshort keep my-case order.pdf", "expected a case folder and what to keep, found %d arguments", len(args))
			}
			return nil
		},
	}
	f.making(cmd)
	f.watchFlags.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.source, "source", "", "the `ID` of the case's source that this is")
	fl.StringArrayVar(&f.encrypt, "encrypt-to", nil, "store it encrypted to this age public `KEY`; may be repeated")
	fl.BoolVar(&f.annex, "annex", false, "an annex of names: class sealed, encrypted to two keys or more")
	classFlag(cmd, &f.class, "who may see it: `CLASS` is unmarked, public, party-only, protective-order, sealed or source-protecting (default unmarked)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		class, err := f.check(args[0])
		if err != nil {
			return err
		}
		k := &keeping{common: o, keepFlags: f, cmd: cmd, dir: args[0], class: class}
		if f.watch {
			return k.watchAll(args[1:])
		}
		return k.once(args[1:])
	}
	return cmd
}

// check checks the flags before anything is opened.
func (f *keepFlags) check(dir string) (ledger.Class, error) {
	class, err := parseClass(f.class)
	if err != nil {
		return "", err
	}
	if _, err := vault.ParseRecipients(f.encrypt); err != nil {
		return "", usage("an age public key begins with age1", "%s", err)
	}
	if f.annex {
		keys := slices.Clone(f.encrypt)
		slices.Sort(keys)
		switch {
		case len(slices.Compact(keys)) < 2:
			return "", usage("give --encrypt-to twice, with keys of two people", "an annex of names is encrypted to two keys or more")
		case class != "" && class != ledger.SealedClass:
			return "", usage("leave --class out", "an annex of names is of class sealed, not %s", class)
		}
		class = ledger.SealedClass
	}
	if class == "" {
		class = ledger.Unmarked
	}
	if err := f.watchFlags.check(); err != nil {
		return "", err
	}
	return class, f.checkSource(dir)
}

// checkSource refuses a source that the case does not have.
func (f *keepFlags) checkSource(dir string) error {
	if f.source == "" {
		return nil
	}
	c, err := header(dir)
	if err != nil {
		return inFolder(dir, err)
	}
	if c.Source(holdshort.ID(f.source)) != nil {
		return nil
	}
	var ids []string
	for _, s := range c.Sources {
		ids = append(ids, string(s.ID))
	}
	hint := "add the source to the case first"
	if best := formula.Closest(f.source, ids); best != "" {
		hint = fmt.Sprintf("did you mean %q?", best)
	}
	return usage(hint, "the case has no source %q", f.source)
}

// keeping is one run of the verb.
type keeping struct {
	*common
	*keepFlags
	cmd   *cobra.Command
	dir   string
	class ledger.Class
}

// isAddress tells an address from the name of a file.
func isAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// draft is the entry that keeps what, and closes what it reads from.
func (k *keeping) draft(ctx context.Context, what string) (vault.Draft, func(), error) {
	it := ledger.Item{Kind: ledger.Keep, By: k.by, Why: k.why, Source: k.source, Class: k.class}
	content := vault.Content{Name: nameOf(what), Recipients: k.encrypt}
	var clocks ledger.Clocks
	done := func() {}
	if isAddress(what) {
		from, manifest, end, err := k.fetched(ctx, what)
		done = end
		if err != nil {
			return vault.Draft{}, done, err
		}
		it.Method, it.Capture, content.From = "fetch", manifest, from
		clocks, content.Media = vault.Captured(manifest)
	} else {
		file, err := os.Open(what)
		if err != nil {
			return vault.Draft{}, done, &failure{exitFailed, err, "give files that are there, or addresses that begin with https://"}
		}
		if info, err := file.Stat(); err != nil || info.IsDir() {
			file.Close()
			return vault.Draft{}, done, &failure{exitFailed, fmt.Errorf("%q is a folder", what), "keep files; pack a folder first, or seal the case's own files with holdshort seal"}
		}
		it.Method, content.From, done = "file", file, func() { file.Close() }
	}
	clocks.Kept = time.Now().UTC().Truncate(time.Millisecond).Format(time.RFC3339Nano)
	it.Clocks = &clocks
	return vault.Draft{Item: it, Bytes: []vault.Content{content}}, done, nil
}

// nameOf is the last part of a file's name or an address.
func nameOf(what string) string {
	if isAddress(what) {
		what, _, _ = strings.Cut(what, "?")
		what = strings.TrimRight(what, "/")
	}
	return what[strings.LastIndexAny(what, `/\`)+1:]
}

// once keeps everything named, in one batch.
func (k *keeping) once(what []string) error {
	var drafts []vault.Draft
	for _, w := range what {
		d, done, err := k.draft(k.cmd.Context(), w)
		defer done()
		if err != nil {
			return err
		}
		drafts = append(drafts, d)
	}
	v, c, err := k.enter(k.cmd, k.dir, true)
	if err != nil {
		return err
	}
	defer v.Close()
	for i := range drafts {
		drafts[i].Chain = c
	}
	out, err := v.Seal(drafts...)
	if err != nil {
		return vaultError(err)
	}
	return k.writeSealed(k.cmd.OutOrStdout(), out)
}

// writeSealed says what has been sealed.
func (o *common) writeSealed(w io.Writer, sealed []vault.Sealed) error {
	lines := []vault.Line{}
	for _, s := range sealed {
		lines = append(lines, s.Line())
	}
	if o.json {
		return writeJSON(w, map[string]any{"sealed": lines})
	}
	for _, l := range lines {
		text := fmt.Sprintf("sealed at position %d: %s, %s", l.Position, l.Kind, visible(l.What))
		if l.SHA256 != "" {
			text += fmt.Sprintf(", %d bytes, sha256:%s", l.Bytes, l.SHA256)
		}
		if l.Class != "" {
			text += ", " + string(l.Class)
		}
		if _, err := fmt.Fprintln(w, text); err != nil {
			return err
		}
		for _, n := range l.Notes {
			if _, err := fmt.Fprintf(w, "   note: %s\n", visible(n)); err != nil {
				return err
			}
		}
	}
	return nil
}
