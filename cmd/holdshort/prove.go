package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

func proveCommand(o *common) *cobra.Command {
	f := &vaultFlags{}
	var out string
	cmd := &cobra.Command{
		Use:   "prove CASE POSITION|SHA256",
		Short: "write the proof that an entry is in the log, for anybody to check",
		Long: `Prove writes a C2SP tlog-proof of one entry, named by its position or by the
SHA-256 of its bytes: the entry, opened, the hashes that lead from it to the
log's root, and the signed checkpoint with that root. Whoever has the proof
sees the entry with its item, whatever its class is; with its private part (who,
why, reasons, what encrypted bytes are in the clear) if --private is given.

Exit statuses:
  0  written
  1  there is no such entry, or the file could not be written
  2  the command line is wrong`,
		Example: `  holdshort prove my-case 3 -o order.tlog-proof
  holdshort prove my-case ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad`,
		Args: caseAnd("a position or a SHA-256", 1),
	}
	f.reading(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write (default: standard output)")
	private := cmd.Flags().Bool("private", false, "show the entry's private part too")
	force := cmd.Flags().Bool("force", false, "write over FILE")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := f.read(args[0])
		if err != nil {
			return err
		}
		p, err := whichEntry(c, args[1])
		if err != nil {
			return err
		}
		text, err := c.Proof(p, *private)
		if err != nil {
			return vaultError(err)
		}
		switch {
		case o.json && out == "":
			return writeJSON(cmd.OutOrStdout(), map[string]any{"position": p, "proof": string(text)})
		case out == "":
			_, err := cmd.OutOrStdout().Write(text)
			return err
		}
		return writeFile(out, text, *force)
	}
	return cmd
}

// caseAnd checks that a verb was given a case folder and n others; what says
// which.
func caseAnd(what string, n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1+n {
			return usage(fmt.Sprintf("holdshort help %s shows examples", cmd.Name()), "expected a case folder and %s, found %d arguments", what, len(args))
		}
		return nil
	}
}

// whichEntry finds an entry by position, or by the digest of its bytes.
func whichEntry(c *vault.Case, s string) (uint64, error) {
	s = strings.TrimPrefix(s, "sha256:")
	if _, err := ledger.ParseHash(s); err != nil {
		p, err := parsePosition(s)
		if err != nil {
			return 0, err
		}
		_, err = entryAt(c, p)
		return p, err
	}
	ps := c.WithBytes(s)
	switch len(ps) {
	case 0:
		return 0, &failure{exitFailed, fmt.Errorf("no entry of the case has bytes of the digest %s", s), "holdshort log CASE lists what is kept"}
	case 1:
		return ps[0], nil
	}
	return 0, &failure{exitFailed, fmt.Errorf("the entries at positions %s have these bytes", strings.Trim(strings.ReplaceAll(fmt.Sprint(ps), " ", ", "), "[]")), "name one by its position"}
}
