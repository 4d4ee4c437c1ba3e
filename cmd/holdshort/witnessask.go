package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/witness"
)

func witnessAsk(o *common) *cobra.Command {
	var dir, policy string
	var named []string
	cmd := &cobra.Command{
		Use:   "ask CASE --witness VKEY=URL...",
		Short: "ask witnesses to cosign the newest checkpoint of a vault",
		Long: `Ask sends the newest checkpoint of the case's vault, with a proof that the log
grew, to each witness named, or to those of a policy that have an address. Sent
are sizes and hashes, and nothing that was sealed. What is cosigned is kept in
private/witnessed/SIZE. A witness that is silent costs at most 20 s, and sealing
waits for none.

Exit statuses:
  0  all cosigned; with --policy, enough for its quorum
  1  not all, or not enough; what came is kept all the same
  2  the command line is wrong`,
		Example: `  holdshort witness ask my-case --policy policy.txt`,
		Args:    oneCase,
		RunE: func(cmd *cobra.Command, args []string) error {
			pol, err := witnessPolicy(named, policy)
			if err != nil {
				return err
			}
			p, err := openPublished((&vaultFlags{dir: dir}).folder(args[0]))
			if err != nil {
				return err
			}
			return o.askWitnesses(cmd, p, pol)
		},
	}
	f := cmd.Flags()
	f.StringVar(&dir, "vault", "", "the `DIR` of the vault (default: vault in the case's folder)")
	f.StringArrayVar(&named, "witness", nil, "a witness to ask, `VKEY=URL`: its verifier key and address; may be repeated")
	f.StringVar(&policy, "policy", "", "ask the witnesses of the policy in `FILE`")
	return cmd
}

// witnessPolicy is the policy in a file, or one that asks for all who are named.
func witnessPolicy(named []string, file string) (*ledger.Policy, error) {
	switch {
	case (len(named) == 0) == (file == ""):
		return nil, usage("either --witness VKEY=URL, or --policy FILE", "no witness was named, or both named and by a policy")
	case file != "":
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		pol, err := ledger.ParsePolicy(b)
		if err != nil {
			return nil, &failure{exitFailed, fmt.Errorf("%s: %w", file, err), "docs/formats/ledger.md explains policies"}
		}
		return pol, nil
	}
	pol := &ledger.Policy{Quorum: "all"}
	all := ledger.Group{Name: "all", K: len(named)}
	for _, s := range named {
		vkey, at, ok := strings.Cut(s, "=http")
		if !ok {
			return nil, usage("for instance --witness example.com/w+0123abcd+BA…=https://w.example.com", "--witness %.100q is not VKEY=URL", s)
		}
		if slices.Contains(all.Members, vkey) {
			return nil, usage("name each witness once, at one address", "the witness %.100q is named twice", vkey)
		}
		pol.Witnesses = append(pol.Witnesses, ledger.Witness{Name: vkey, VKey: vkey, URL: "http" + at})
		all.Members = append(all.Members, vkey)
	}
	pol.Groups = []ledger.Group{all}
	return pol, nil
}

func peersOf(pol *ledger.Policy) ([]witness.Peer, error) {
	var out []witness.Peer
	for _, w := range pol.Witnesses {
		key, err := ledger.NewCosignVerifier(w.VKey)
		if err != nil {
			return nil, &failure{exitFailed, err, "a witness's key is what holdshort witness key prints"}
		}
		if w.URL == "" {
			continue
		}
		if u, err := url.Parse(w.URL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return nil, usage("for instance https://w.example.com", "%.100q is not the address of a witness", w.URL)
		}
		out = append(out, witness.Peer{URL: w.URL, Key: key})
	}
	if len(out) == 0 {
		return nil, usage("a witness line may end in its address", "no witness has an address")
	}
	return out, nil
}

// askWitnesses asks, keeps what came, and says so.
func (o *common) askWitnesses(cmd *cobra.Command, p *published, pol *ledger.Policy) error {
	peers, err := peersOf(pol)
	if err != nil {
		return err
	}
	signed, _, err := p.cosigned()
	if err != nil {
		return err
	}
	merged, answers, err := witness.Client{}.Ask(cmd.Context(), signed, peers, p.grow)
	if err != nil {
		return err
	}
	var bad []error
	for _, a := range answers {
		if a.Err != nil {
			bad = append(bad, fmt.Errorf("witness %s: %w", a.Peer.Key.Name(), a.Err))
		}
	}
	if len(bad) < len(answers) {
		if err := p.keepCosigned(cmd.Context(), merged); err != nil {
			return err
		}
	}
	if err := o.writeAnswers(cmd.OutOrStdout(), p, answers); err != nil {
		return err
	}
	return shortOf(pol, merged, bad)
}

func (o *common) writeAnswers(w io.Writer, p *published, answers []witness.Answer) error {
	type answer struct {
		Witness string `json:"witness"`
		At      string `json:"at,omitempty"`
		Error   string `json:"error,omitempty"`
	}
	var list []answer
	for _, a := range answers {
		x := answer{Witness: a.Peer.Key.Name()}
		if a.Err != nil {
			x.Error = a.Err.Error()
		} else {
			x.At = a.At.RFC3339()
		}
		list = append(list, x)
	}
	if o.json {
		return writeJSON(w, struct {
			Origin  string   `json:"origin"`
			Size    uint64   `json:"size"`
			Answers []answer `json:"answers"`
		}{p.Checkpoint.Origin, p.Checkpoint.Size, list})
	}
	for _, a := range list {
		if a.Error != "" {
			continue // an error: line has it
		}
		if _, err := fmt.Fprintf(w, "%s cosigned %d entries at %s by its clock\n", a.Witness, p.Checkpoint.Size, a.At); err != nil {
			return err
		}
	}
	return nil
}

// shortOf is an error unless the cosignatures make the policy's quorum.
func shortOf(pol *ledger.Policy, signed []byte, bad []error) error {
	got, err := pol.Cosigned(signed)
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, c := range got {
		have[c.Witness] = true
	}
	if pol.Met(have) {
		return nil
	}
	err = fmt.Errorf("%d of %d witnesses cosigned, which is not enough: %w", len(have), len(pol.Witnesses), errors.Join(bad...))
	hint := "ask again later: what came is kept"
	var fork *witness.ForkError
	if errors.As(err, &fork) {
		hint = "this is how a log that was forked or rolled back is found out; compare checkpoints before you seal more"
	}
	return &failure{exitFailed, oneLine{err}, hint}
}

// oneLine shows an error of several lines in one.
type oneLine struct{ error }

func (e oneLine) Error() string { return strings.ReplaceAll(e.error.Error(), "\n", "; ") }
func (e oneLine) Unwrap() error { return e.error }
