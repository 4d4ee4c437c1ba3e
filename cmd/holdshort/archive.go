package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/internal/durable"
)

func archiveCommand(o *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "archive",
		Short: "years of positions in open Parquet: add, list, query, compact, check",
		Long: `Archive keeps positions and legs as Parquet files, by UTC day, that any program
can read, each tied to the digests of the files it was made from; and answers
from them who was, or could have been, in an area at a moment.

Exit statuses:
  0  done
  1  the archive or a file could not be read, or not written
  2  the command line is wrong`,
		Example: `  holdshort archive add flights day.tar
  holdshort archive query flights --at "15 March 2025 18:46 EDT" --area us-12nm
  holdshort archive query flights --hex a2fe4c --between "15 March 2025"
  holdshort archive check flights`,
		Args: func(_ *cobra.Command, args []string) error {
			return usage("one of add, ls, query, compact, check", "archive does not stand alone")
		},
		RunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.AddCommand(archiveAddCommand(o), archiveLsCommand(o), archiveQueryCommand(o), archiveCompactCommand(o), archiveCheckCommand(o))
	return cmd
}

// archiveUnread is the error of an archive that cannot be read, with a hint to
// what can be done.
func archiveUnread(err error) error {
	if errors.Is(err, archive.ErrNone) {
		return archiveFailed(err)
	}
	return &failure{exitFailed, err, "holdshort archive check DIR says what is wrong with it"}
}

// archiveFailed is the error of a change that was not made, with a hint to what
// can be done.
func archiveFailed(err error) error {
	var locked *durable.LockedError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, archive.ErrNone):
		return &failure{exitFailed, err, "give the folder of an archive; holdshort archive add DIR FILE... makes one"}
	case errors.Is(err, archive.ErrHave):
		return &failure{exitFailed, err, "leave that file out; nothing was added"}
	case errors.As(err, &locked):
		return &failure{exitFailed, err, "wait until the other one has ended"}
	}
	return &failure{exitFailed, err, "nothing was changed; make sure that the folder can be written and that there is room, then try again"}
}

func archiveLsCommand(o *common) *cobra.Command {
	w := &whichArchive{}
	cmd := &cobra.Command{
		Use:   "ls DIR|ADDRESS",
		Short: "what an archive holds: its days, files and sources",
		Long: `Ls lists the days of an archive with their positions and legs, and what was
added: each source with its digest, and how many of its rows gave no position,
and why.

Exit statuses:
  0  written
  1  there is no archive, or it cannot be read
  2  the command line is wrong`,
		Example: `  holdshort archive ls flights
  holdshort archive ls --archive trino://desk@trino.example.org/hive/flights`,
		Args: w.args,
		RunE: func(cmd *cobra.Command, args []string) error {
			a, failed, err := w.open(cmd, args)
			if err != nil {
				return err
			}
			l, err := a.Listing(cmd.Context())
			if err != nil {
				return failed(err)
			}
			if o.json {
				return writeJSON(cmd.OutOrStdout(), l)
			}
			return archiveText(cmd.OutOrStdout(), l.Manifest, l.Records)
		},
	}
	w.flags(cmd, true)
	return cmd
}

func archiveText(w io.Writer, m *archive.Manifest, adds []*archive.Add) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "DAY\tPOSITIONS\tLEGS\tFILES\tMB")
	for _, d := range archiveDays(m) {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%.1f\n", d.day, d.fixes, d.legs, d.files, float64(d.bytes)/1e6)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for i, x := range adds {
		fmt.Fprintf(w, "\n%s: %d aircraft, %d positions, %d legs; of %d rows %d gave no position\n", m.Adds[i].Name, x.Tracks, x.Fixes, x.Legs, x.Rows, x.Unused)
		for _, s := range x.Sources {
			fmt.Fprintf(w, "  from %s, %d bytes, %s\n", s.Name, s.Bytes, s.Digest)
		}
		if x.Partial {
			fmt.Fprintf(w, "  not all could be read\n")
		}
		for _, n := range x.Notes {
			fmt.Fprintf(w, "  note: %s\n", n.Text)
		}
	}
	return nil
}

// archiveDay is what an archive holds of one day.
type archiveDay struct {
	day                       string
	fixes, legs, bytes, files int64
}

func archiveDays(m *archive.Manifest) (out []archiveDay) {
	for _, f := range m.Files {
		if n := len(out); n == 0 || out[n-1].day != f.Day {
			out = append(out, archiveDay{day: f.Day})
		}
		d := &out[len(out)-1]
		d.files++
		d.bytes += f.Bytes
		switch f.Table() {
		case "fixes":
			d.fixes += f.Rows
		case "legs":
			d.legs += f.Rows
		}
	}
	return out
}

func archiveCompactCommand(o *common) *cobra.Command {
	w := &whichArchive{}
	cmd := &cobra.Command{
		Use:   "compact DIR",
		Short: "make one file of the several that a day has; answers stay the same",
		Long: `Compact merges the files of each day that has several, as come of adding to it
again. Every answer stays the same. Until it has ended the old files count.

Exit statuses:
  0  compacted, or there was nothing to do
  1  it could not be done; the archive is as it was
  2  the command line is wrong`,
		Example: "  holdshort archive compact flights",
		Args:    w.args,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, _ := w.take(args)
			n, err := archive.Compact(cmd.Context(), dir)
			if err != nil {
				return archiveFailed(err)
			}
			if o.json {
				return writeJSON(cmd.OutOrStdout(), n)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d files made of %d\n", n.After, n.Before)
			return err
		},
	}
	w.flags(cmd, false)
	return cmd
}

func archiveCheckCommand(o *common) *cobra.Command {
	w := &whichArchive{}
	cmd := &cobra.Command{
		Use:   "check DIR",
		Short: "read all of an archive and hold it to its digests, order and counts",
		Long: `Check reads every file of an archive and holds it to its digest in the
manifest, to its columns, order, day, sources and counts. Whoever alters both a
file and the manifest is found out only by a digest of the manifest that was
kept elsewhere; check prints it.

Exit statuses:
  0  whole
  1  not whole, or it cannot be read
  2  the command line is wrong`,
		Example: "  holdshort archive check flights",
		Args:    w.args,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, _ := w.take(args)
			return o.archiveCheck(cmd, dir)
		},
	}
	w.flags(cmd, false)
	return cmd
}

func (o *common) archiveCheck(cmd *cobra.Command, dir string) error {
	c, err := archive.Check(cmd.Context(), dir)
	if errors.Is(err, archive.ErrNone) {
		return archiveFailed(err)
	}
	if err != nil {
		return &failure{exitFailed, err, "take the archive from a copy, or make it again from its sources"}
	}
	for _, name := range c.Unlisted {
		fmt.Fprintf(cmd.ErrOrStderr(), "note: %s is no part of the archive: an interrupted change left it, and the next change removes or replaces it\n", name)
	}
	if len(c.Problems) > 0 {
		var all []error
		for _, p := range c.Problems {
			all = append(all, errors.New(p))
		}
		return &failure{exitFailed, errors.Join(all...), "take the archive from a copy, or make it again from its sources"}
	}
	if o.json {
		return writeJSON(cmd.OutOrStdout(), c)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "whole: %d files with %d rows, %d records; manifest %s\n", c.Files, c.Rows, c.Adds, c.Manifest)
	return err
}
