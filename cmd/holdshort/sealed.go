package main

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
	"github.com/holdshort/holdshort/vault"
	"github.com/holdshort/holdshort/verify"
	"github.com/holdshort/holdshort/verify/browser"
)

// sealedFlags are those of a sealed exhibit.
type sealedFlags struct {
	vaultFlags
	sealed               bool
	audience, policy, to string
}

func (f *sealedFlags) add(cmd *cobra.Command) {
	f.writing(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&f.sealed, "sealed", false, "write a sealed exhibit, a .zip that a stranger can verify, from the case's vault")
	fl.StringVar(&f.audience, "audience", string(ledger.Public), "with --sealed: show what is public, or of this `CLASS`")
	fl.StringVar(&f.policy, "policy", "", "with --sealed: put the policy in `FILE` in (default: one that names nobody)")
	fl.StringVar(&f.to, "to", "", "with --sealed: `WHOM` it is for; it is sealed")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("audience", cobra.FixedCompletions(classWords(), cobra.ShellCompDirectiveNoFileComp)))
}

// check refuses flags that contradict one another.
func (f *sealedFlags) check(o *common, out string) (ledger.Class, error) {
	audience, err := parseClass(f.audience)
	switch {
	case err != nil:
		return "", err
	case filepath.Ext(out) != ".zip":
		return "", usage("end its name in .zip", "a sealed exhibit is a .zip, not %q", out)
	case o.asOf != "" || o.reading != "" || o.zone != "":
		return "", usage("leave --as-of, --reading and --zone out", "a sealed exhibit has all findings, on everything that is on record, in the zone of the court")
	case audience == "" || audience == ledger.Unmarked:
		return "", usage("for instance --audience public", "what is unmarked is for nobody")
	case audience != ledger.Public && f.to == "":
		return "", usage("say who gets it, for instance --to 'counsel of record'", "--to was not given, and the audience is %s", audience)
	}
	return audience, nil
}

// exhibitSealed writes a sealed exhibit of a case and seals that it was made.
func (o *common) exhibitSealed(cmd *cobra.Command, f *sealedFlags, dir, out string, force bool) error {
	audience, err := f.check(o, out)
	if err != nil {
		return err
	}
	policy := []byte(verify.Basic)
	if f.policy != "" {
		if policy, err = os.ReadFile(f.policy); err != nil {
			return err
		}
	}
	c, err := f.read(dir)
	if err != nil {
		return err
	}
	in, err := sealedInput(c, audience, policy)
	if err != nil {
		return vaultError(err)
	}
	made, err := writeExhibit(out, force, in, func(m *sealed.Made) error {
		v, chain, err := f.enter(cmd, dir, false)
		if err != nil {
			return err
		}
		defer v.Close()
		_, err = v.Seal(vault.Draft{Chain: chain, Item: ledger.Item{Kind: ledger.Export, By: f.by, Why: f.why, Exported: &ledger.Handed{
			What: "exhibit", To: f.to, Audience: audience, SHA256: hex.EncodeToString(m.SHA256[:]), Positions: m.Shown}}})
		if err != nil {
			return vaultError(err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := noteUnsealed(cmd.ErrOrStderr(), c, dir); err != nil {
		return err
	}
	return o.sayMade(cmd.OutOrStdout(), out, made)
}

// noteUnsealed says that the case's folder has changed since it was sealed: an
// exhibit shows what was sealed.
func noteUnsealed(w io.Writer, c *vault.Case, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	edits, _, err := vault.Edits(root, c.Files())
	if err == nil && len(edits) > 0 {
		fmt.Fprintf(w, "note: %d files of the case have changed since they were sealed, and the exhibit has them as they were; holdshort seal CASE seals them\n", len(edits))
	}
	return err
}

// sealedInput is what an exhibit is made from, out of a vault.
func sealedInput(c *vault.Case, audience ledger.Class, policy []byte) (*sealed.Input, error) {
	l := c.Log
	in := &sealed.Input{Tool: tool(), Audience: audience, Policy: policy, Records: c.Records(), Key: l.Key, Checkpoint: l.Signed,
		Earlier: map[uint64][]byte{}, Derive: derive, Page: browser.Page,
		Blob: func(sha256 string) (io.ReadCloser, error) { return c.Stored(ledger.Blob{SHA256: sha256}) }}
	cosigned, err := l.Witnessed()
	if err != nil {
		return nil, err
	}
	for n := len(cosigned) - 1; n >= 0 && cosigned[n].Checkpoint.Size >= l.Checkpoint.Size; n-- {
		if cosigned[n].Checkpoint.Size == l.Checkpoint.Size { // not one that came since the log was read
			in.Checkpoint = cosigned[n].Signed
		}
		cosigned = cosigned[:n]
	}
	for _, w := range earlierOf(c, cosigned, ledger.MaxEarlier) {
		g, err := l.Growth(w.Checkpoint.Size)
		if err != nil {
			return nil, err
		}
		in.Earlier[g.From], in.Growth = w.Signed, append(in.Growth, g)
	}
	stamps, err := l.Stamps()
	if err != nil {
		return nil, err
	}
	for _, s := range stamps {
		// A stamp shows something only beside the checkpoint that it is on.
		if _, ok := in.Earlier[s.Size]; ok || s.Size == l.Checkpoint.Size {
			in.Stamps = append(in.Stamps, sealed.Stamp{Size: s.Size, Name: s.Name, Query: s.Query, Response: s.Answer})
		}
	}
	return in, nil
}

// earlierOf are at most so many of the checkpoints, which are in order of size, for
// an exhibit of the case: those by which one key leads to the next, and then the
// largest. One that is not larger than the case's first index covers nothing of it,
// and may be by a key that the case never saw.
func earlierOf(c *vault.Case, all []vault.SignedCheckpoint, most int) []vault.SignedCheckpoint {
	after := func(index uint64) int {
		return sort.Search(len(all), func(i int) bool { return all[i].Checkpoint.Size > index })
	}
	all = all[after(c.Entry(0).Index):]
	if len(all) <= most {
		return all
	}
	var out []vault.SignedCheckpoint
	for p := range uint64(c.Len()) {
		if e := c.Entry(p); e.Body.Kind == ledger.Rotate {
			if i := after(e.Index); i < len(all)-most+len(out) && !slices.ContainsFunc(out, func(w vault.SignedCheckpoint) bool { return w.Checkpoint == all[i].Checkpoint }) {
				out = append(out, all[i])
			}
		}
	}
	return append(out, all[len(all)-most+len(out):]...)
}

// sayMade says what was written.
func (o *common) sayMade(w io.Writer, name string, m *sealed.Made) error {
	if o.json {
		return writeJSON(w, map[string]any{"made": name, "sha256": hex.EncodeToString(m.SHA256[:]), "entries": m.Entries, "shown": len(m.Shown), "withheld": m.Withheld})
	}
	withheld := uint64(0)
	for _, n := range m.Withheld {
		withheld += n
	}
	_, err := fmt.Fprintf(w, "made %s: %d entries, %d shown and %d withheld; SHA-256 %x\nnext: holdshort verify %s\n", name, m.Entries, len(m.Shown), withheld, m.SHA256, name)
	return err
}

// writeExhibit writes a sealed exhibit to a file that does not exist yet, or over
// one that does if force is set. Nothing is left behind of one that cannot be made,
// that does not pass its own checks, or that record refuses.
func writeExhibit(name string, force bool, in *sealed.Input, record func(*sealed.Made) error) (*sealed.Made, error) {
	if _, err := os.Lstat(name); err == nil && !force {
		return nil, &failure{exitFailed, &os.PathError{Op: "write", Path: name, Err: os.ErrExist}, "choose another name, or give --force"}
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), "."+strings.TrimPrefix(filepath.Base(name), ".")+".*")
	if err != nil {
		return nil, &failure{exitFailed, err, "write to a folder that exists and is yours to write"}
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	made, err := makeExhibit(tmp, in)
	if err != nil {
		return nil, err
	}
	if in.Audience == ledger.Public {
		err = tmp.Chmod(0o644)
	}
	if err := cmp.Or(err, tmp.Sync()); err != nil {
		return nil, err
	}
	if err := record(made); err != nil {
		return nil, err
	}
	return made, os.Rename(tmp.Name(), name)
}

// makeExhibit writes one and makes its checks.
func makeExhibit(f *os.File, in *sealed.Input) (*sealed.Made, error) {
	made, err := sealed.Write(f, in)
	var few *sealed.NotReleased
	if errors.As(err, &few) {
		return nil, &failure{exitFailed, err, "holdshort release CASE --files ./ --class public --by WHO --why WHY releases all files of the case"}
	}
	if err != nil {
		return nil, &failure{exitFailed, err, "holdshort log CASE --check looks whether the vault is whole"}
	}
	r, err := verify.Run(f, made.Size, verify.Options{Verifier: tool(), Policy: in.Policy, LogKey: in.Key, Derive: in.Derive})
	if err != nil {
		return nil, err
	}
	if r.Exit != verify.ExitFail {
		return made, nil
	}
	var faults []string
	for _, c := range r.Checks {
		if c.Status == verify.Fail {
			faults = append(faults, fmt.Sprintf("%d %s: %s", c.Number, c.Name, strings.Join(c.Lines, ", ")))
		}
	}
	return nil, &failure{exitFailed, fmt.Errorf("the exhibit does not pass its own checks: %s", strings.Join(faults, "; ")), "holdshort log CASE --check looks whether the vault is whole"}
}
