package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/vault"
)

func rotateCommand(o *common) *cobra.Command {
	f := &vaultFlags{}
	cmd := &cobra.Command{
		Use:   "rotate CASE",
		Short: "replace the key of the vault's log by a new one, which the old one signs",
		Long: `Rotate makes a new key of the same name, seals an entry that names both keys in
the chain of every case in the vault, and has the old key sign the checkpoint
that covers them. From there the new key signs, and the old key to sign with is
destroyed. Who knows the old key can verify later exhibits by it, as far as the
chain is of a case that was in the vault then. Each exhibit shows the entry with
both keys; --by and --why are sealed in the chain of CASE alone, and are private.

Tell the new key to whoever verifies or witnesses the log; a witness needs both
for a while. One that broke off goes on when anything is sealed next.

A key that somebody else has read is replaced, too, but he can still sign
another history up to there: copies of the checkpoint in other hands show it.

Exit statuses:
  0  replaced
  1  nothing could be sealed, or it broke off
  2  the command line is wrong`,
		Example: `  holdshort rotate my-case --by keeper --why "yearly"`,
		Args:    oneCase,
	}
	f.writing(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := given(cmd, "by", "why"); err != nil {
			return err
		}
		if _, err := f.read(args[0]); err != nil {
			return err
		}
		v, c, err := f.enter(cmd, args[0], false)
		if err != nil {
			return err
		}
		defer v.Close()
		out, err := v.Rotate(c, f.by, f.why)
		if err != nil {
			return vaultError(err)
		}
		return o.writeRotated(cmd, out)
	}
	return cmd
}

// writeRotated says what has been sealed, and both keys.
func (o *common) writeRotated(cmd *cobra.Command, s *vault.Sealed) error {
	w, r := cmd.OutOrStdout(), s.Item.Rotated
	if o.json {
		return writeJSON(w, map[string]any{"sealed": []vault.Line{s.Line()}, "rotated": r})
	}
	if err := o.writeSealed(w, []vault.Sealed{*s}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "old key: %s\nnew key: %s\n", r.Old, r.New)
	return err
}
