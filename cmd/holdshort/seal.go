package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

func sealCommand(o *common) *cobra.Command {
	f := &vaultFlags{}
	var class string
	cmd := &cobra.Command{
		Use:   "seal CASE",
		Short: "seal what is new, changed or removed in the case's own files",
		Long: `Seal compares the files of the case with those last sealed, and seals an entry
for each that is new, changed or removed, with its bytes. The folder vault and
names that begin with a full stop are no files of the case.

With --heartbeat it also seals that the vault is alive, so that a silence in the
log is a silence and no lack of changes.

Exit statuses:
  0  sealed, or nothing had changed
  1  a file could not be read, or nothing could be sealed
  2  the command line is wrong`,
		Example: `  holdshort seal my-case --by compiler --why "times of the second flight added"
  holdshort seal my-case --heartbeat`,
		Args: oneCase,
	}
	f.making(cmd)
	classFlag(cmd, &class, "who may see the files: `CLASS` as in keep (default unmarked)")
	heartbeat := cmd.Flags().Bool("heartbeat", false, "seal that the vault is alive, too")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		as, err := parseClass(class)
		if err != nil {
			return err
		}
		if as == "" {
			as = ledger.Unmarked
		}
		return o.seal(cmd, f, args[0], as, *heartbeat)
	}
	return cmd
}

func (o *common) seal(cmd *cobra.Command, f *vaultFlags, dir string, class ledger.Class, heartbeat bool) error {
	v, c, err := f.enter(cmd, dir, true)
	if err != nil {
		return err
	}
	defer v.Close()
	out, err := f.sealEdits(cmd, v, c, dir, class)
	if err != nil {
		return err
	}
	if heartbeat {
		beat, err := v.Seal(vault.Draft{Chain: c, Item: ledger.Item{Kind: ledger.Heartbeat, By: f.by, Why: f.why, Heartbeat: &ledger.Asked{}}})
		if err != nil {
			return vaultError(err)
		}
		out = append(out, beat...)
	}
	if len(out) == 0 && !o.json {
		_, err := fmt.Fprintln(cmd.OutOrStdout(), "nothing has changed since the last sealing; nothing was sealed")
		return err
	}
	return o.writeSealed(cmd.OutOrStdout(), out)
}

// sealEdits seals what is new, changed or removed in the files of a case.
func (f *vaultFlags) sealEdits(cmd *cobra.Command, v *vault.Vault, c ledger.Chain, dir string, class ledger.Class) ([]vault.Sealed, error) {
	past, err := f.read(dir)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	edits, odd, err := vault.Edits(root, past.Files())
	if err != nil {
		return nil, vaultError(err)
	}
	for _, name := range odd {
		fmt.Fprintf(cmd.ErrOrStderr(), "note: %s is a link, pipe or device and is not sealed\n", visible(name))
	}
	out, err := v.SealEdits(c, root, edits, class, f.by, f.why)
	if err != nil {
		return nil, vaultError(err)
	}
	return out, nil
}
