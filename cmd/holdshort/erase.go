package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

func eraseCommand(o *common) *cobra.Command {
	f := &vaultFlags{}
	var reason, authority string
	cmd := &cobra.Command{
		Use:   "erase CASE POSITION",
		Short: "destroy what an entry is about, and leave a stub that verifies",
		Long: `Erase seals a tombstone with the reason and the authority, then removes the
entry's item from the vault, and its bytes unless another entry has the same: a
note says so, and which heartbeats have their digest. Erase those too if need be.
The entry stays in its chain as erased, and the chain still verifies.

Each sealed exhibit shows which entry was erased. Who, the reason and the
authority are shown only if holdshort release --private marks them.

What it cannot reach: copies outside the vault, the case's own file if the
entry is of one, exhibits already handed out, backups, and what a disk keeps of
a file that was removed.

Exit statuses:
  0  erased
  1  there is no such entry, or it is of a kind that is not erased
  2  the command line is wrong`,
		Example: `  holdshort erase my-case 4 --by counsel --reason "kept by mistake" --authority "order of 18 March"`,
		Args:    caseAnd("a position", 1),
	}
	f.writing(cmd)
	cobra.CheckErr(cmd.Flags().MarkHidden("why"))
	cmd.Flags().StringVar(&reason, "reason", "", "the `REASON`; it is sealed")
	cmd.Flags().StringVar(&authority, "authority", "", "on whose `AUTHORITY`; it is sealed")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := given(cmd, "reason", "authority", "by"); err != nil {
			return err
		}
		p, err := parsePosition(args[1])
		if err != nil {
			return err
		}
		past, err := f.read(args[0])
		if err != nil {
			return err
		}
		e, err := entryAt(past, p)
		if err != nil {
			return err
		}
		v, c, err := f.enter(cmd, args[0], false)
		if err != nil {
			return err
		}
		defer v.Close()
		tomb, err := v.Erase(c, p, f.by, reason, authority)
		if err != nil {
			return vaultError(err)
		}
		noteLeft(cmd.ErrOrStderr(), past, e)
		return o.writeSealed(cmd.OutOrStdout(), []vault.Sealed{*tomb})
	}
	return cmd
}

// noteLeft says what the vault still has of an entry that was erased: its bytes,
// since another entry has the same, or their digest, since a look saw them.
func noteLeft(w io.Writer, past *vault.Case, erased *ledger.Opened) {
	for _, b := range erased.Item.Blobs {
		if f, err := past.Stored(b); err == nil {
			_ = f.Close()
			fmt.Fprintf(w, "note: the bytes of %s are still in the vault, since another entry has the same%s\n", b.Stored(), where(past, erased, func(it *ledger.Item) bool {
				return slices.ContainsFunc(it.Blobs, func(x ledger.Blob) bool { return x.Stored() == b.Stored() })
			}))
		}
		if at := where(past, erased, func(it *ledger.Item) bool { return it.Heartbeat != nil && it.Heartbeat.SHA256 == b.SHA256 }); at != "" {
			fmt.Fprintf(w, "note: heartbeats have the digest of the bytes still%s\n", at)
		}
	}
}

// where names the other entries of the case that have something; empty if none has.
func where(past *vault.Case, but *ledger.Opened, has func(*ledger.Item) bool) string {
	var at []string
	for p := range uint64(past.Len()) {
		if it := past.Entry(p).Item; it != nil && p != but.Body.Position && has(it) {
			at = append(at, strconv.FormatUint(p, 10))
		}
	}
	if len(at) == 0 {
		return ""
	}
	return ": at position " + strings.Join(at, ", ")
}
