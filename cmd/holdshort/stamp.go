package main

import (
	"crypto"
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/stamp"
)

func stampCommand(o *common) *cobra.Command {
	var dir, verify, checkpoint, request string
	var authorities, roots []string
	cmd := &cobra.Command{
		Use:   "stamp CASE --authority NAME=URL...",
		Short: "have outside authorities stamp the log of a vault with the time",
		Long: `Stamp asks each time-stamping authority named (RFC 3161) to stamp the newest
checkpoint of the case's vault. Sent is one hash of the checkpoint's body, and
nothing that was sealed. Request and whole answer are kept in
private/stamps/SIZE/NAME.tsq and .tsr. Nobody is asked who was not named.
Authorities that serve the public are, among others:

  digicert=http://timestamp.digicert.com
  sectigo=http://timestamp.sectigo.com
  globalsign=http://timestamp.globalsign.com/tsa/r6advanced1

Read their terms first, and take several in unlike jurisdictions. An answer is
checked when it comes, but for its chain: that needs a root you trust.

With --verify it checks an answer against a checkpoint and such roots instead,
and says no later than when the checkpoint existed. The checkpoint's own
signature is not looked at.

Exit statuses:
  0  stamped; with --verify, the stamp holds
  1  an authority did not stamp, or the stamp does not hold
  2  the command line is wrong`,
		Example: `  holdshort stamp my-case --authority digicert=http://timestamp.digicert.com
  holdshort stamp --verify 42/digicert.tsr --checkpoint checkpoint --root root.pem`,
		Args: func(_ *cobra.Command, args []string) error {
			if verify != "" {
				return noArgs(nil, args)
			}
			return oneCase(nil, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if verify != "" {
				return o.verifyStamp(cmd, stampFiles{verify, checkpoint, request, roots})
			}
			if len(authorities) == 0 {
				return usage("for instance --authority digicert=http://timestamp.digicert.com; nobody is asked who was not named", "no authority was named")
			}
			for _, a := range authorities {
				if !authorityName.MatchString(a) {
					return usage("a name is of small letters, digits and hyphens: digicert=http://timestamp.digicert.com", "--authority %.100q is not NAME=URL", a)
				}
			}
			p, err := openPublished((&vaultFlags{dir: dir}).folder(args[0]))
			if err != nil {
				return err
			}
			return o.stampAll(cmd, p, authorities)
		},
	}
	f := cmd.Flags()
	f.StringVar(&dir, "vault", "", "the `DIR` of the vault (default: vault in the case's folder)")
	f.StringArrayVar(&authorities, "authority", nil, "an authority to ask, `NAME=URL`: the name of its files and its address; may be repeated")
	f.StringVar(&verify, "verify", "", "check the answer in `FILE` instead")
	f.StringVar(&checkpoint, "checkpoint", "", "with --verify: the `FILE` of the checkpoint that was stamped")
	f.StringVar(&request, "request", "", "with --verify: the `FILE` of the request, whose nonce is compared then")
	f.StringArrayVar(&roots, "root", nil, "with --verify: the `FILE` of a root certificate that you trust, PEM or DER; may be repeated")
	return cmd
}

var authorityName = regexp.MustCompile(`^([a-z0-9][a-z0-9-]{0,63})=(https?://.+)$`)

// stamped is what one authority answered.
type stamped struct {
	Name      string `json:"name"`
	Authority string `json:"authority"`
	Latest    string `json:"latest"`
}

// stampAll asks each authority in turn, keeps what came, and says so.
func (o *common) stampAll(cmd *cobra.Command, p *published, authorities []string) error {
	var good []stamped
	var bad []string
	for _, a := range authorities {
		m := authorityName.FindStringSubmatch(a)
		s, err := stampOne(cmd, p, filepath.Join(p.stampFolder(), m[1]), m[2])
		if err != nil {
			bad = append(bad, fmt.Sprintf("%s: %s", m[1], err))
			continue
		}
		good = append(good, stamped{m[1], s.Authority, s.Time.Latest().RFC3339()})
	}
	if err := o.writeStamped(cmd.OutOrStdout(), p, good); err != nil {
		return err
	}
	if len(bad) > 0 {
		return &failure{exitFailed, fmt.Errorf("%s", strings.Join(bad, "; ")), "what the others answered is kept"}
	}
	return nil
}

func (o *common) writeStamped(w io.Writer, p *published, good []stamped) error {
	if o.json {
		return writeJSON(w, struct {
			Origin string    `json:"origin"`
			Size   uint64    `json:"size"`
			Stamps []stamped `json:"stamps"`
		}{p.Checkpoint.Origin, p.Checkpoint.Size, good})
	}
	for _, s := range good {
		if _, err := fmt.Fprintf(w, "%s stamped %d entries: no later than %s, by %s; its chain was not checked\n", s.Name, p.Checkpoint.Size, s.Latest, s.Authority); err != nil {
			return err
		}
	}
	return nil
}

// stampOne asks one authority and keeps its answer under a name without ending,
// unless there is one.
func stampOne(cmd *cobra.Command, p *published, name, url string) (s stamp.Stamp, err error) {
	if _, err := os.Lstat(name + ".tsr"); err == nil {
		return s, fmt.Errorf("%s.tsr is there already", name)
	}
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return s, err
	}
	q := stamp.Query{Imprint: stamp.Of(crypto.SHA256, []byte(p.Checkpoint.Body())), Nonce: nonce.Add(nonce, big.NewInt(1))}
	request, err := stamp.Request(q)
	if err != nil {
		return s, err
	}
	answer, err := askAuthority(cmd, url, request)
	if err != nil {
		return s, err
	}
	if s, err = stamp.Unanchored(answer, q); err != nil {
		return s, err
	}
	if err := p.keepCheckpoint(cmd.Context()); err != nil {
		return s, err
	}
	return s, p.keepStamp(cmd.Context(), name, request, answer)
}

const authorityTimeout = 30 * time.Second

// askAuthority sends a request by HTTP (RFC 3161, 3.4).
func askAuthority(cmd *cobra.Command, url string, request []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(cmd.Context(), http.MethodPost, url, strings.NewReader(string(request)))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	client := http.Client{Timeout: authorityTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	if resp.StatusCode != http.StatusOK || strings.TrimSpace(kind) != "application/timestamp-reply" {
		return nil, fmt.Errorf("it answered %d with %.60q and not with a time stamp", resp.StatusCode, kind)
	}
	return io.ReadAll(io.LimitReader(resp.Body, stamp.MaxResponse+1))
}
