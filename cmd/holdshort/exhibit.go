package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
)

func exhibitCommand(o *common) *cobra.Command {
	var out string
	f := &sealedFlags{}
	cmd := &cobra.Command{
		Use:   "exhibit CASE -o FILE",
		Short: "write the findings as one document: a page to print, text or JSON",
		Long: `Exhibit writes the findings, the timeline, the statements and the sources as
one self-contained document, chosen by the name of FILE: .html (readable
without script, printable on letter paper), .txt or .json. FILE is not
written over if it exists, unless --force is given. "-o -" writes HTML, or
JSON with --json, to standard output.

With --sealed it writes FILE.zip from the case's vault: the entries that the
audience may see, the others as stubs, the case's files as they were sealed and
released, the findings from them, and what a stranger needs to verify all that
without you. That it was made, and for whom, is sealed. The same vault, audience
and policy give the same bytes.

Exit statuses:
  0  written
  1  the case could not be read, or the file not written
  2  the command line is wrong`,
		Example: `  holdshort exhibit sample -o sample.html
  holdshort exhibit sample -o sample.txt --zone UTC --reading r3-doj-march
  holdshort exhibit my-case --sealed -o exhibit.zip
  holdshort exhibit my-case --sealed --audience party-only --to "counsel" -o party.zip`,
		Args: oneCase,
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write; its ending chooses the form")
	force := cmd.Flags().Bool("force", false, "write over FILE")
	f.add(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if f.sealed {
			return o.exhibitSealed(cmd, f, args[0], out, *force)
		}
		form := filepath.Ext(out)
		switch {
		case out == "":
			return usage("for instance -o exhibit.html", "no file to write was given")
		case out == "-" && o.json:
			form = ".json"
		case out == "-":
			form = ".html"
		case form != ".html" && form != ".txt" && form != ".json":
			return usage("end its name in .html, .txt or .json", "the form of %q is not known", out)
		case o.json && form != ".json":
			return usage("end its name in .json, or leave --json out", "--json contradicts the name of %q", out)
		}
		c, err := o.loadCase(args[0])
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := o.exhibit(&b, c, form); err != nil {
			return err
		}
		if out == "-" {
			_, err := b.WriteTo(cmd.OutOrStdout())
			return err
		}
		return writeFile(out, b.Bytes(), *force)
	}
	return cmd
}

func (o *common) exhibit(w io.Writer, c *holdshort.Case, form string) error {
	loc, err := o.location(c)
	if err != nil {
		return err
	}
	e := finding.New(c)
	r, err := e.Report(o.options())
	if err != nil {
		return err
	}
	switch form {
	case ".json":
		return writeJSON(w, struct {
			Findings *finding.Report  `json:"findings"`
			Timeline finding.Timeline `json:"timeline"`
		}{r, finding.Timeline{Case: c, Zone: loc.String(), Entries: e.Timeline()}})
	case ".txt":
		if err := exhibit.Text(w, r, loc); err != nil {
			return err
		}
		io.WriteString(w, "\nTimeline\n\n")
		return exhibit.TimelineText(w, c, e.Timeline(), loc)
	}
	return exhibit.HTML(w, r, e.Timeline(), loc)
}

// writeFile writes the whole of b to a file that does not exist yet, or over
// one that does if force is set. What it cannot write whole it does not leave
// behind.
func writeFile(name string, b []byte, force bool) error {
	if _, err := os.Lstat(name); err == nil && !force {
		return &failure{exitFailed, &os.PathError{Op: "write", Path: name, Err: os.ErrExist}, "choose another name, or give --force"}
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), "."+strings.TrimPrefix(filepath.Base(name), ".")+".*")
	if err != nil {
		var pe *os.PathError
		if errors.As(err, &pe) {
			err = &os.PathError{Op: "write", Path: name, Err: pe.Err}
		}
		return &failure{exitFailed, err, "write to a folder that exists and is yours to write"}
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(b); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Chmod(0o644); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), name); err != nil {
		return &failure{exitFailed, fmt.Errorf("write %s: %w", name, err), "choose another name"}
	}
	return nil
}
