package main

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/stamp"
)

// stampFiles are what an answer is checked with.
type stampFiles struct {
	answer, checkpoint, request string
	roots                       []string
}

func (f stampFiles) query() (q stamp.Query, err error) {
	b, err := os.ReadFile(f.checkpoint)
	if err != nil {
		return q, err
	}
	body := b
	if i := bytes.Index(b, []byte("\n\n")); i >= 0 {
		body = b[:i+1]
	}
	if _, err := ledger.ParseCheckpoint(string(body)); err != nil {
		return q, fmt.Errorf("read %s: %w", f.checkpoint, err)
	}
	q.Imprint = stamp.Of(crypto.SHA256, body)
	if f.request == "" {
		return q, nil
	}
	if b, err = os.ReadFile(f.request); err != nil {
		return q, err
	}
	asked, err := stamp.ParseRequest(b)
	if err == nil && !bytes.Equal(asked.Imprint.Digest, q.Imprint.Digest) {
		err = errors.New("it is about another checkpoint")
	}
	if err != nil {
		return q, fmt.Errorf("read %s: %w", f.request, err)
	}
	q.Nonce = asked.Nonce
	return q, nil
}

// readRoots reads certificates, PEM or DER.
func readRoots(files []string) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for _, name := range files {
		rest, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for n := 0; len(bytes.TrimSpace(rest)) > 0; n++ {
			der := rest
			if block, after := pem.Decode(rest); block != nil {
				der, rest = block.Bytes, after
			} else if n > 0 {
				break
			} else {
				rest = nil
			}
			c, err := x509.ParseCertificate(der)
			if err != nil {
				return nil, fmt.Errorf("read %s: it is not a certificate: %w", name, err)
			}
			out = append(out, c)
		}
	}
	return out, nil
}

// verifyStamp checks an answer and says what it shows.
func (o *common) verifyStamp(cmd *cobra.Command, f stampFiles) error {
	if f.checkpoint == "" || len(f.roots) == 0 {
		return usage("give --checkpoint FILE, and --root FILE with a root that you trust", "--verify needs a checkpoint and a root")
	}
	q, err := f.query()
	if err != nil {
		return withHint(err, "the checkpoint is the one that was stamped: its size is the name of the answer's folder")
	}
	roots, err := readRoots(f.roots)
	if err != nil {
		return withHint(err, "a root is a certificate in PEM or DER")
	}
	answer, err := os.ReadFile(f.answer)
	if err != nil {
		return err
	}
	s, err := stamp.Verify(answer, q, roots)
	if err != nil {
		return withHint(fmt.Errorf("%s: %w", f.answer, err), "docs/formats/ledger.md says what is checked, docs/limits.md what is refused")
	}
	return o.writeStamp(cmd, s)
}

// withHint adds a hint, unless the error has a better one of its own.
func withHint(err error, hint string) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return err
	}
	return &failure{exitFailed, err, hint}
}

// stampJSON is a stamp that holds, in JSON.
type stampJSON struct {
	Authority string  `json:"authority"`
	Root      string  `json:"root"`
	Latest    string  `json:"latest"`
	GenTime   string  `json:"gen_time"`
	Accuracy  float64 `json:"accuracy"`
	Stated    bool    `json:"accuracy_stated"`
	Ordering  bool    `json:"ordering"`
	Serial    string  `json:"serial"`
	Policy    string  `json:"stamp_policy"`
}

func (o *common) writeStamp(cmd *cobra.Command, s stamp.Stamp) error {
	root := s.Chain[len(s.Chain)-1].Subject.String()
	late := s.Time.Latest().RFC3339()
	if o.json {
		return writeJSON(cmd.OutOrStdout(), stampJSON{
			s.Authority, root, late, s.GenTime.Format(time.RFC3339Nano), s.Accuracy.Seconds(), s.Stated, s.Ordering, s.Serial.String(), s.Policy.String(),
		})
	}
	stated := map[bool]string{true: "as stated", false: "not stated, so taken"}[s.Stated]
	_, err := fmt.Fprintf(cmd.OutOrStdout(), `the checkpoint existed no later than %s
  by         %s
  root       %s
  time       %s, to %s, %s
  serial     %s
  policy     %s
`, late, s.Authority, root, s.GenTime.Format(time.RFC3339Nano), s.Accuracy, stated, s.Serial, s.Policy)
	return err
}
