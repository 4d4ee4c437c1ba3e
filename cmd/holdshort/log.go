package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/vault"
)

func logCommand(o *common) *cobra.Command {
	f := &vaultFlags{}
	var check, sources bool
	var silence time.Duration
	cmd := &cobra.Command{
		Use:   "log CASE",
		Short: "list what was sealed when, with its silences; check the whole vault",
		Long: `Log lists the entries of the case by position: when each was sealed, of what
kind, what it is, its class now and its size. A time longer than --silence in
which nothing was sealed, no heartbeat either, is shown: nothing can be said of
it. Times are in UTC unless --zone is given.

With --check everything in the vault is computed again: digests of all bytes,
every record, chain, leaf and tile up to the root, and the log's signature.
With --sources each source of the case is listed, with the bytes kept of it and
whether the digest that the case states agrees.

Exit statuses:
  0  listed; with --check: everything holds
  1  the vault could not be read; with --check: something does not hold
  2  the command line is wrong`,
		Example: `  holdshort log my-case
  holdshort log my-case --check
  holdshort log my-case --sources --json`,
		Args: oneCase,
	}
	f.reading(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&check, "check", false, "compute everything in the vault again")
	fl.BoolVar(&sources, "sources", false, "list the case's sources and what is kept of each")
	fl.DurationVar(&silence, "silence", 24*time.Hour, "show silences longer than this `TIME`; 0 shows none")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if check && sources {
			return usage("run it twice", "--check and --sources are two questions")
		}
		c, err := f.read(args[0])
		if err != nil {
			return err
		}
		switch w := cmd.OutOrStdout(); {
		case check:
			return o.checkVault(w, c)
		case sources:
			return o.sources(w, c, args[0])
		case o.json:
			return writeJSON(w, c.View(silence))
		default:
			return o.logText(w, c.View(silence))
		}
	}
	return cmd
}

func (o *common) logText(w io.Writer, v *vault.View) error {
	loc := time.UTC
	if o.zone != "" {
		var err error
		if loc, err = span.LoadZone(o.zone); err != nil {
			return usage("an IANA name such as America/New_York, or UTC", "--zone %q: %s", o.zone, err)
		}
	}
	fmt.Fprintf(w, "%s, %d entries in all, %d of this case\n", v.Origin, v.LogSize, len(v.Entries))
	for _, l := range v.Entries {
		if l.Silence != "" {
			fmt.Fprintf(w, "      silence of %s: nothing was sealed, nothing can be said of it\n", l.Silence)
		}
		at, err := ledger.ParseInstant(l.At)
		if err != nil {
			return err
		}
		line := fmt.Sprintf("%5d  %s  %-9s  %s", l.Position, span.FormatInstant(at, loc, true), l.Kind, visible(l.What))
		if l.Class != "" {
			line += "  [" + string(l.Class) + "]"
		}
		if l.SHA256 != "" {
			line += fmt.Sprintf("  %d bytes", l.Bytes)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
		for _, n := range l.Notes {
			fmt.Fprintf(w, "       note: %s\n", visible(n))
		}
	}
	return nil
}

func (o *common) checkVault(w io.Writer, c *vault.Case) error {
	r, err := c.Log.Check()
	if err != nil {
		return vaultError(err)
	}
	if len(r.Problems) > 0 {
		return &failure{exitFailed, fmt.Errorf("the vault does not hold: %s", visible(strings.Join(r.Problems, "; "))), "docs/formats/vault.md says what each file is for; keep a copy of the vault as it is before you mend anything"}
	}
	if o.json {
		return writeJSON(w, r)
	}
	fmt.Fprintf(w, "%s: %d entries of %d cases, %d erased, %d files of bytes\nroot %s\n", r.Origin, r.Size, r.Chains, r.Erased, r.Blobs, r.Root)
	for _, n := range r.Notes {
		fmt.Fprintf(w, "note: %s\n", visible(n))
	}
	_, err = fmt.Fprintln(w, "everything holds: bytes, records, chains, tiles, root, signature")
	return err
}

// sources ties the case's sources to what is kept.
func (o *common) sources(w io.Writer, c *vault.Case, dir string) error {
	files, err := header(dir)
	if err != nil {
		return inFolder(dir, err)
	}
	tied := []vault.Tied{}
	for _, s := range files.Sources {
		var digest ledger.Hash
		if d, err := cite.ParseDigest(s.Digest); err == nil {
			digest = ledger.Hash(d)
		}
		tied = append(tied, c.Tie(string(s.ID), digest))
	}
	if o.json {
		return writeJSON(w, map[string]any{"sources": tied})
	}
	for _, t := range tied {
		if _, err := fmt.Fprintf(w, "%s: %s\n", t.Source, tie(t)); err != nil {
			return err
		}
	}
	return nil
}

// tie says what is kept of a source.
func tie(t vault.Tied) string {
	kept := "kept at " + strings.Trim(strings.ReplaceAll(fmt.Sprint(t.Positions), " ", ", "), "[]")
	switch {
	case len(t.Positions) == 0 && t.Declared == "":
		return "not kept; the case states no digest"
	case len(t.Positions) == 0:
		return "not kept; the case states " + t.Declared
	case t.Agrees == nil:
		return kept + "; the case states no digest"
	case *t.Agrees:
		return kept + ", of the digest that the case states"
	}
	return kept + ", and NOT of the digest that the case states, " + t.Declared
}
