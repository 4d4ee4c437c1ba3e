package main

import (
	"context"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/archive/trino"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// whichArchive is the archive that a verb is about: its first argument, or
// --archive. It is a folder or, for verbs that say so, the address of a cluster.
type whichArchive struct {
	flag                    string
	passwordFile, tokenFile string
	cluster                 bool // an address may be given
}

// flags are those of a verb that needs an archive alone, and takes an address if
// cluster is true.
func (w *whichArchive) flags(cmd *cobra.Command, cluster bool) {
	w.cluster = cluster
	fl := cmd.Flags()
	if !cluster {
		fl.StringVar(&w.flag, "archive", "", "the archive's folder `DIR`, in the place of the first argument")
		return
	}
	fl.StringVar(&w.flag, "archive", "", "the archive, a `DIR|ADDRESS` (trino://USER@HOST:PORT/CATALOG/SCHEMA), in the place of the argument")
	fl.StringVar(&w.passwordFile, "password-file", "", "the `FILE` that holds the password for a cluster")
	fl.StringVar(&w.tokenFile, "token-file", "", "the `FILE` that holds a bearer token for a cluster")
}

// args checks that a verb was given one archive and nothing else.
func (w *whichArchive) args(cmd *cobra.Command, args []string) error {
	at, rest := w.take(args)
	if at == "" || len(rest) > 0 {
		return usage("for instance "+cmd.CommandPath()+" flights", "expected one archive, as an argument or by --archive, found %d arguments", len(args))
	}
	return w.check(cmd, at)
}

// check refuses the address of a cluster where a folder is needed.
func (w *whichArchive) check(cmd *cobra.Command, at string) error {
	if !w.cluster && strings.HasPrefix(at, trino.Scheme) {
		return usage("give the folder; archive query, archive ls and report month ask a cluster", "%s needs the archive's files, and a cluster gives rows", cmd.CommandPath())
	}
	return nil
}

// take is the archive, empty if there is none, and the arguments that are left.
func (w *whichArchive) take(args []string) (at string, rest []string) {
	if w.flag != "" {
		return w.flag, args
	}
	if len(args) == 0 {
		return "", nil
	}
	return args[0], args[1:]
}

// flights is what answers the questions of an archive: a folder, or one whose
// tables a cluster has.
type flights interface {
	History(context.Context, archive.Query) iter.Seq2[track.Point, error]
	Legs(context.Context, span.Span) iter.Seq2[archive.Leg, error]
	Who(context.Context, archive.Ask) ([]archive.Presence, error)
	Listing(context.Context) (*archive.Listing, error)
}

// open opens the archive for reading, and says what becomes of its errors.
func (w *whichArchive) open(cmd *cobra.Command, args []string) (flights, func(error) error, error) {
	at, _ := w.take(args)
	if !strings.HasPrefix(at, trino.Scheme) {
		a, err := archive.Open(at)
		if err != nil {
			return nil, nil, archiveUnread(err)
		}
		return a, archiveUnread, nil
	}
	client, kind, err := w.dial(cmd.Context(), at)
	if err != nil {
		return nil, nil, err
	}
	if kind == trino.OpenSkyKind {
		return nil, nil, usage("fetch what you need by archive query --keep FILE, make an archive of it by archive add, and ask that",
			"%s needs an archive, and %s has OpenSky's state vectors", cmd.CommandPath(), at)
	}
	return archive.Over(client), clusterFailed, nil
}
