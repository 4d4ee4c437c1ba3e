package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/track"
)

func archiveAddCommand(o *common) *cobra.Command {
	f, w := &trackFlags{}, &whichArchive{}
	cmd := &cobra.Command{
		Use:   "add DIR FILE|DIR|ARCHIVE...",
		Short: "add position files to an archive, which is made if there is none",
		Long: `Add reads position files of any known format, as track does, and adds their
positions and legs to the archive. All of it is there when the program has
ended well, and nothing otherwise. A file whose bytes the archive has already is
refused. What gave no position is counted in the record of what was added, with
the reasons; ls shows it.

Exit statuses:
  0  added
  1  a file could not be read, or the archive not written: nothing was added
  2  the command line is wrong`,
		Example: `  holdshort archive add flights day.tar
  holdshort archive add flights traces/ --hex a2fe4c`,
		Args: func(cmd *cobra.Command, args []string) error {
			at, files := w.take(args)
			if len(files) == 0 {
				return usage("for instance holdshort archive add flights day.tar", "expected the folder of an archive and files to add")
			}
			return w.check(cmd, at)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, files := w.take(args)
			return o.archiveAdd(cmd, f, dir, files)
		},
	}
	w.flags(cmd, false)
	fl := cmd.Flags()
	fl.StringSliceVar(&f.hex, "hex", nil, "only the aircraft with this ICAO `ADDRESS`; may be repeated")
	fl.StringVar(&f.top, "top-speed", "", "the greatest `SPEED` over the ground to allow (default: that of the aircraft's type)")
	fl.StringVar(&f.fileZone, "file-zone", "", "the `ZONE` of clock times that a file writes without one")
	fl.StringVar(&f.columns, "columns", "", "the `HEADER` of a CSV file that has none")
	return cmd
}

func (o *common) archiveAdd(cmd *cobra.Command, f *trackFlags, dir string, names []string) error {
	record, err := addFiles(cmd, f, dir, names)
	if err != nil {
		return err
	}
	if o.json {
		return writeJSON(cmd.OutOrStdout(), record)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "added %d positions and %d legs of %d aircraft from %d files; of %d rows %d gave no position\n",
		record.Fixes, record.Legs, record.Tracks, len(record.Sources), record.Rows, record.Unused)
	return err
}

// addFiles adds files to an archive.
func addFiles(cmd *cobra.Command, f *trackFlags, dir string, names []string) (*archive.Add, error) {
	q := &trackQuery{opts: feed.Options{Zone: f.fileZone, Columns: f.columns}}
	if err := q.addresses(f.hex); err != nil {
		return nil, err
	}
	model, err := modelOption(f.top, "")
	if err != nil {
		return nil, err
	}
	why := "of each aircraft the top speed of its type as the network's database says, or else " + track.Jet.Why
	if f.top != "" {
		why = "the top speed " + f.top + " given on the command line"
	}
	a, err := archive.Begin(cmd.Context(), dir, archive.Options{Model: model, Fields: atlas.Airfields, Why: why})
	if err != nil {
		return nil, archiveFailed(err)
	}
	defer a.Abort()
	shown := newProgress(cmd.ErrOrStderr(), cmd.OutOrStdout())
	if shown != nil {
		q.opts.Progress = shown.tell
	}
	in := &adding{Adder: a, args: names}
	q.opts.Through = in.through
	sum, err := feed.ReadAircraft(names, q.opts, a.Track)
	shown.done()
	if err == nil {
		err = in.err
	}
	if err != nil {
		return nil, addFailed(err)
	}
	a.Read(sum.Rows, sum.Unused, sum.Partial, sum.Notes)
	record, err := a.Commit(cmd.Context())
	return record, archiveFailed(err)
}

// addFailed is the error of files that could not be read, or of the archive.
func addFailed(err error) error {
	var file *feed.Error
	if errors.As(err, &file) && !errors.Is(err, archive.ErrHave) {
		hint := "nothing was added; leave the file out, or mend it"
		if file.Hint != "" {
			hint += "; " + file.Hint
		}
		return &failure{exitFailed, err, hint}
	}
	return archiveFailed(err)
}

// adding tells an Adder of the files that a reading opens.
type adding struct {
	*archive.Adder
	args []string
	err  error
}

// shown is how an archive names a file: from the folder that was given, or else
// by its last part, so that it says nothing of the machine.
func (a *adding) shown(name string) string {
	for _, arg := range a.args {
		if info, err := os.Stat(arg); err != nil || !info.IsDir() {
			continue
		}
		if in, err := filepath.Rel(arg, name); err == nil && in != ".." && !strings.HasPrefix(in, ".."+string(filepath.Separator)) {
			return filepath.ToSlash(in)
		}
	}
	return filepath.Base(name)
}

// through is for feed.Options.
func (a *adding) through(name string, r io.Reader) io.ReadCloser {
	return &digesting{a: a, r: r, sum: sha256.New(), number: a.Source(name, a.shown(name))}
}

// digesting takes the digest of a file while it is read.
type digesting struct {
	a      *adding
	r      io.Reader
	sum    hash.Hash
	n      int64
	number int
}

func (d *digesting) Read(b []byte) (int, error) {
	n, err := d.r.Read(b)
	d.sum.Write(b[:n])
	d.n += int64(n)
	return n, err
}

// Close reads what is left of the file, and says its digest.
func (d *digesting) Close() error {
	if _, err := io.Copy(io.Discard, d); err != nil && d.a.err == nil {
		d.a.err = err
	}
	var digest cite.Digest
	d.sum.Sum(digest[:0])
	err := d.a.Digest(d.number, digest, d.n)
	if d.a.err == nil {
		d.a.err = err
	}
	return err
}
