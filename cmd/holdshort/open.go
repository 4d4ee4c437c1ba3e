package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

func openCommand(o *common) *cobra.Command {
	f := &vaultFlags{}
	var out, identity string
	var number int
	cmd := &cobra.Command{
		Use:   "open CASE POSITION -o FILE",
		Short: "take the bytes of an entry out of the vault, which is itself sealed",
		Long: `Open writes the bytes of an entry to FILE, decrypted with the age identity in
the file that --identity names if they are stored encrypted. That they were
opened, by whom and why, is sealed before the first byte is given out. Both
digests are compared.

Exit statuses:
  0  opened and sealed
  1  no identity fits, the bytes differ, or the file could not be written
  2  the command line is wrong`,
		Example: `  holdshort open my-case 4 --identity key.txt -o names.csv --by counsel --why "to serve notice"`,
		Args:    caseAnd("a position", 1),
	}
	f.writing(cmd)
	fl := cmd.Flags()
	fl.StringVarP(&out, "output", "o", "", "the `FILE` to write; it must not exist")
	fl.StringVar(&identity, "identity", "", "the `FILE` with an age identity")
	fl.IntVar(&number, "blob", 0, "which of the entry's bytes, from 0, if it has several")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := given(cmd, "output", "by", "why"); err != nil {
			return err
		}
		c, err := f.read(args[0])
		if err != nil {
			return err
		}
		p, err := parsePosition(args[1])
		if err != nil {
			return err
		}
		b, err := blobOf(c, p, number)
		if err != nil {
			return err
		}
		ids, err := identities(identity)
		if err != nil {
			return err
		}
		if err := c.Unlocks(b, ids...); err != nil {
			return openError(err, identity)
		}
		return o.openTo(cmd, f, args[0], p, out, func(w *durable.Writer) error { return c.Plain(w, b, ids...) })
	}
	return cmd
}

// openTo seals that an entry is opened, and then writes its bytes to a file that
// does not exist yet.
func (o *common) openTo(cmd *cobra.Command, f *vaultFlags, dir string, p uint64, out string, write func(*durable.Writer) error) error {
	if _, err := os.Lstat(out); err == nil {
		return &failure{exitFailed, &os.PathError{Op: "write", Path: out, Err: os.ErrExist}, "choose another name"}
	}
	w, err := durable.NewWriter(filepath.Dir(out), "."+filepath.Base(out))
	if err != nil {
		return &failure{exitFailed, err, "write to a folder that exists and is yours to write"}
	}
	defer w.Close()
	it := ledger.Item{Kind: ledger.Export, By: f.by, Why: f.why, Exported: &ledger.Handed{What: "blob", To: f.by, Positions: []uint64{p}}}
	if err := o.sealItems(cmd, f, dir, it); err != nil {
		return err
	}
	if err := write(w); err != nil {
		return vaultError(err)
	}
	return w.Create(out, 0o600)
}

// blobOf is one of the bytes of an entry.
func blobOf(c *vault.Case, p uint64, n int) (ledger.Blob, error) {
	e, err := entryAt(c, p)
	switch {
	case err != nil:
		return ledger.Blob{}, err
	case e.Item == nil:
		return ledger.Blob{}, &failure{exitFailed, fmt.Errorf("the entry at position %d is erased", p), "nothing is left of it in this vault"}
	case n < 0 || n >= len(e.Item.Blobs):
		return ledger.Blob{}, &failure{exitFailed, fmt.Errorf("the entry at position %d has %d files of bytes", p, len(e.Item.Blobs)), "open an entry of kind keep or change; --blob counts from 0"}
	}
	return e.Item.Blobs[n], nil
}

func identities(name string) ([]age.Identity, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, &failure{exitFailed, err, "give the file that age-keygen made"}
	}
	defer file.Close()
	ids, err := age.ParseIdentities(file)
	if err != nil {
		// What age says may quote the secret key.
		return nil, &failure{exitFailed, fmt.Errorf("%s holds no age identity", name), "give the file that age-keygen made"}
	}
	return ids, nil
}

func openError(err error, identity string) error {
	if none, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return &failure{exitFailed, none, "it was encrypted to other keys; the item lists them"}
	}
	if identity == "" {
		return usage("give --identity FILE", "the bytes are stored encrypted")
	}
	return vaultError(err)
}
