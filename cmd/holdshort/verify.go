package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/verify"
)

func verifyCommand(o *common) *cobra.Command {
	var policy, logKey string
	var known []string
	var all bool
	cmd := &cobra.Command{
		Use:   "verify EXHIBIT | PROOF [FILE]",
		Short: "check a sealed exhibit, trusting nobody: twelve checks, no network, no clock",
		Long: `Verify checks a sealed exhibit that somebody gave you. It makes twelve checks
and says of each: pass, fail, weak (intact, but below the policy) or none
(nothing of that kind is here). It ends with what they do not show.

An exhibit cannot vouch for itself. Give the log's key, which its keeper tells
you by another way, with --log-key or in a policy; and other exhibits or
checkpoints of the same log with --known, so that two histories come out.

PROOF is the proof of one entry, a tlog-proof. With FILE its bytes must be what
that entry is about.

Exit statuses:
  0  everything that is here passes, and the policy is met
  1  something fails: do not rely on the exhibit
  2  intact, but below the policy; or the command line is wrong`,
		Example: `  holdshort verify exhibit.zip
  holdshort verify exhibit.zip --log-key "$KEY"
  holdshort verify exhibit.zip --policy court.policy --known other.zip
  holdshort verify exhibit.zip --all --json
  holdshort verify paper.tlog-proof paper.pdf --log-key "$KEY"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 && len(args) != 2 {
				return usage("for instance holdshort verify exhibit.zip", "expected a sealed exhibit, or a proof and a file, found %d arguments", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			opts := verify.Options{Verifier: tool(), LogKey: logKey, All: all, Derive: derive}
			if policy != "" {
				b, err := os.ReadFile(policy)
				if err != nil {
					return err
				}
				opts.Policy = b
			}
			for _, name := range known {
				k, file, err := readKnown(name)
				if err != nil {
					return err
				}
				defer file.Close()
				opts.Known = append(opts.Known, k)
			}
			return o.verify(cmd.OutOrStdout(), args, opts)
		},
	}
	cmd.Flags().StringVar(&policy, "policy", "", "check against the policy in `FILE` (default: one that names nobody)")
	cmd.Flags().StringVar(&logKey, "log-key", "", "the log's `KEY`, which you have from its keeper and not from the exhibit")
	cmd.Flags().StringArrayVar(&known, "known", nil, "another exhibit or checkpoint of the log in `FILE`; may be given several times")
	cmd.Flags().BoolVar(&all, "all", false, "show between what each entry was sealed")
	return cmd
}

// verify checks what is named first and writes the report.
func (o *common) verify(w io.Writer, names []string, opts verify.Options) error {
	name := names[0]
	f, size, err := openFile(name)
	if err != nil {
		return err
	}
	defer f.Close()
	var r *verify.Report
	if begins(f, verify.ProofMagic) {
		r, err = verifyProof(f, size, names[1:], opts)
	} else if len(names) > 1 {
		return usage("give an exhibit by itself; others of the log with --known", "%s is no tlog-proof, and has no FILE", name)
	} else {
		r, err = verify.Run(f, size, opts)
	}
	var file *fs.PathError
	switch {
	case errors.As(err, &file):
		return err
	case err != nil:
		return usage("see docs/formats/ledger.md on policies and keys", "%s", err)
	}
	if o.json {
		err = writeJSON(w, r)
	} else {
		err = r.Text(w)
	}
	if err != nil || r.Exit == verify.ExitPass {
		return err
	}
	var numbers []string
	for _, c := range r.Checks {
		if c.Status == r.Result {
			numbers = append(numbers, fmt.Sprintf("%d %s", c.Number, c.Name))
		}
	}
	what, hint := "fails", "do not rely on it; ask for it again, and keep what you were given"
	if r.Result == verify.Weak {
		what, hint = "is intact and below the policy", "the lines of those checks say what is missing"
	}
	return &failure{r.Exit, fmt.Errorf("%s %s at: %s", name, what, strings.Join(numbers, ", ")), hint}
}

// begins reports whether a file begins so.
func begins(f io.ReaderAt, want string) bool {
	head := make([]byte, len(want))
	_, err := f.ReadAt(head, 0)
	return err == nil && string(head) == want
}

// verifyProof checks the proof of one entry, and a file if one is named.
func verifyProof(f io.ReaderAt, size int64, files []string, opts verify.Options) (*verify.Report, error) {
	if size > maxProof {
		return nil, fmt.Errorf("a proof of %d bytes is too large", size)
	}
	text, err := io.ReadAll(io.NewSectionReader(f, 0, size))
	if err != nil || len(files) == 0 {
		return verify.Proof(text, nil, opts)
	}
	about, _, err := openFile(files[0])
	if err != nil {
		return nil, err
	}
	defer about.Close()
	return verify.Proof(text, about, opts)
}

// openFile opens a file that can be read at any place.
func openFile(name string) (*os.File, int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &failure{exitFailed, fmt.Errorf("%q is not a file", name), "give the zip as a whole, and not a folder"}
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// How many bytes a checkpoint that a reader brings, and a proof, may have.
const (
	maxCheckpoint = 1 << 20
	maxProof      = 32 << 20
)

// readKnown reads an exhibit or a checkpoint. The file of an exhibit stays open.
func readKnown(name string) (verify.Known, io.Closer, error) {
	f, size, err := openFile(name)
	if err != nil {
		return verify.Known{}, nil, err
	}
	k := verify.Known{Name: filepath.Base(name)}
	switch {
	case begins(f, "PK"):
		k.Bag, err = bag.Open(f, size)
	case size > maxCheckpoint:
		err = errors.New("it is neither an exhibit nor a checkpoint")
	default:
		var b bytes.Buffer
		_, err = b.ReadFrom(io.NewSectionReader(f, 0, size))
		k.Signed = b.Bytes()
	}
	if err != nil {
		f.Close()
		return k, nil, &failure{exitFailed, fmt.Errorf("--known %s: %w", name, err), "give a sealed exhibit, or a file with a signed checkpoint"}
	}
	return k, f, nil
}

// derive gives a case what the position files in its tracks/ show, and the ends of
// its periods.
func derive(c *holdshort.Case, files fs.FS) (*holdshort.Case, error) {
	c, err := deriveTracks(c, files)
	if err != nil {
		return nil, err
	}
	c, _ = attachPeriods(c)
	return c, nil
}

// deriveTracks reads position files from a folder of their own, since their
// readers take files.
func deriveTracks(c *holdshort.Case, files fs.FS) (*holdshort.Case, error) {
	tracks, err := fs.Sub(files, "tracks")
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(tracks, "."); errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	dir, err := os.MkdirTemp("", "holdshort-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(filepath.Join(dir, "tracks"), tracks); err != nil {
		return nil, err
	}
	c, _, _, err = attachTracks(dir, c)
	return c, err
}
