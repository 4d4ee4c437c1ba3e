package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/archive/trino"
)

// Variables in which the credentials for a cluster can be.
const (
	passwordVariable = "HOLDSHORT_TRINO_PASSWORD"
	tokenOfTrino     = "HOLDSHORT_TRINO_TOKEN"
)

// clusterQuery asks a cluster.
func (o *common) clusterQuery(cmd *cobra.Command, f *queryFlags, at string, q *question) error {
	client, kind, err := f.dial(cmd.Context(), at)
	switch {
	case err != nil:
		return err
	case kind == trino.OpenSkyKind:
		return o.statesQuery(cmd, f, client, q)
	case f.keep != "":
		return usage("leave --keep out", "--keep is for OpenSky's state vectors, and %s has the tables of an archive", at)
	}
	return unread(q.ask(cmd, archive.Over(client)), clusterFailed)
}

// dial looks what a cluster has at an address.
func (w *whichArchive) dial(ctx context.Context, text string) (client *trino.Client, kind int, err error) {
	at, err := trino.ParseAddress(text)
	if err != nil {
		return nil, 0, usage("for instance trino://desk@trino.example.org/hive/flights; a password goes into --password-file or "+passwordVariable, "the address of the cluster: %s", err)
	}
	password, err := secretOf(passwordVariable, w.passwordFile)
	if err != nil {
		return nil, 0, err
	}
	token, err := secretOf(tokenOfTrino, w.tokenFile)
	if err != nil {
		return nil, 0, err
	}
	if client, err = trino.Dial(at, trino.Credentials{Password: password, Token: token}); err != nil {
		return nil, 0, usage("give a password or a token, for a cluster that is asked with TLS; or neither", "%s", err)
	}
	if kind, err = client.Open(ctx); err != nil {
		return nil, 0, clusterFailed(err)
	}
	return client, kind, nil
}

// readSecret is what a file holds, or else a variable, and which of the two; "" if
// there is none.
func readSecret(variable, file string) (text, where string, err error) {
	if file == "" {
		return os.Getenv(variable), variable, nil
	}
	b, err := os.ReadFile(file)
	return string(b), file, err
}

// secretOf is a secret of one line.
func secretOf(variable, file string) (string, error) {
	text, where, err := readSecret(variable, file)
	if err != nil {
		return "", err
	}
	if text = strings.TrimRight(text, "\r\n"); strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", usage("write it alone into it", "%s holds more than one line", where)
	}
	return text, nil
}

// clusterFailed is the error of a cluster that did not answer, or not to the end.
func clusterFailed(err error) error {
	return &failure{exitFailed, err, "what was written, if anything, is not the answer; look into the matter at the cluster, then ask again"}
}

// statesName is how an archive names the state vectors that a cluster gave.
const statesName = "state_vectors_data4.csv"

// statesQuery fetches the state vectors that a question needs, makes an archive of
// them as archive add does, and asks that.
func (o *common) statesQuery(cmd *cobra.Command, f *queryFlags, client *trino.Client, q *question) error {
	if q.legs {
		return usage("fetch whole days by --between DAY --hex ADDRESS --keep FILE, then holdshort track FILE, or archive add", "OpenSky's table has no legs")
	}
	dir, err := os.MkdirTemp("", "holdshort-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	name := f.keep
	if name == "" {
		name = filepath.Join(dir, statesName)
	}
	n, err := fetchStates(cmd, client, q.needs, name)
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "note: %d state vectors came\n", n)
	in := filepath.Join(dir, "archive")
	var names []string
	if n > 0 {
		names = []string{name}
	}
	if _, err := addFiles(cmd, &trackFlags{}, in, names); err != nil {
		return err
	}
	a, err := archive.Open(in)
	if err != nil {
		return archiveUnread(err)
	}
	return unread(q.ask(cmd, a), archiveUnread)
}

// fetchStates writes state vectors into a new file, which is removed if not all
// came.
func fetchStates(cmd *cobra.Command, client *trino.Client, needs archive.Query, name string) (int64, error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, &failure{exitFailed, err, "name a file that is not there yet"}
	}
	n, err := client.States(cmd.Context(), needs, file)
	if err == nil {
		err = file.Sync()
	}
	file.Close()
	if err != nil {
		os.Remove(name)
		return 0, clusterFailed(err)
	}
	return n, nil
}
