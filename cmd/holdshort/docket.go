package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/deadline"
	"github.com/holdshort/holdshort/docket"
	"github.com/holdshort/holdshort/span"
)

// docketFlags are those of the verb docket.
type docketFlags struct {
	into        string
	propose     bool
	accept      string
	court       string
	courtZone   string
	keepNames   bool
	keepNumbers bool
	fetched     map[string][]byte // what was at the addresses given
}

func docketCommand(o *common) *cobra.Command {
	f := &docketFlags{}
	cmd := &cobra.Command{
		Use:   "docket FILE|DIR|ADDRESS...",
		Short: "what docket pages, notices of filing and feeds say of orders, and when",
		Long: `Docket reads files of courts and their mirrors, told by content: docket pages,
notices of electronic filing as raw mail, court feeds, and the records of
CourtListener, RECAP and ACMS. Each time that a file states is a claim of its
own: filed is not entered, and entered is not noticed. A time without a zone is
in the zone of its court, or that given by --court-zone, and marked guessed. An
address that begins with https:// is fetched; nothing else is asked.

With --into the bytes are copied into CASE/originals, and each entry that looks
like an order of interest is proposed: a accepts it, s skips it, q quits. What
is accepted is written as records that check takes. A later file never erases
what an earlier one said: both stay, and the difference is reported.

Alien registration numbers, social security numbers and dates of birth are
taken out. Names in the captions of immigration cases are not written to a
case.

Exit statuses:
  0  read, and written if asked for
  1  a file could not be read, or the case not written
  2  the command line is wrong`,
		Example: `  holdshort docket docket.html
  holdshort docket notice.eml --court-zone America/New_York --json
  holdshort docket dockets/ --propose
  holdshort docket docket.html --into my-case --accept 1,3`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("for instance holdshort docket docket.html", "no file to read was given")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.docket(cmd, f, args) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.into, "into", "", "write what is accepted to the case in this `FOLDER`, which is made if it is not there")
	fl.BoolVar(&f.propose, "propose", false, "list the entries that look like orders of interest, and take none")
	fl.StringVar(&f.accept, "accept", "", "with --into, accept the proposals of these `NUMBERS`, such as 1,3, and ask nothing")
	fl.StringVar(&f.court, "court", "", "the `COURT` of files that do not name theirs, by its short name such as ca9")
	fl.StringVar(&f.courtZone, "court-zone", "", "the `ZONE` of the court, an IANA name, for times that state none")
	fl.BoolVar(&f.keepNames, "keep-names", false, "write the names in captions of immigration cases to the case")
	fl.BoolVar(&f.keepNumbers, "keep-numbers", false, "leave alien registration and social security numbers and dates of birth in the text")
	cmd.AddCommand(followCommand(o))
	return cmd
}

func (o *common) docket(cmd *cobra.Command, f *docketFlags, args []string) error {
	opts, err := f.options()
	if err != nil {
		return err
	}
	if f.accept != "" && f.into == "" {
		return usage("give the case, such as --into my-case", "--accept has nowhere to write without --into")
	}
	if err := f.misplaced(args); err != nil {
		return err
	}
	files, readErr := f.readDockets(cmd.Context(), args, opts)
	out := docket.NewReport(files)
	switch {
	case readErr != nil && f.into != "":
		return readErr // nothing is written of an import that is not whole
	case f.into != "":
		if err := o.docketInto(cmd, f, out); err != nil {
			return err
		}
		out.Files = nil
	case f.propose:
		out.Files = nil
	}
	if err := o.writeDocket(cmd.OutOrStdout(), f, out); err != nil {
		return err
	}
	return readErr
}

// misplaced is the error of a case named after the files, as where to write them,
// rather than with --into.
func (f *docketFlags) misplaced(args []string) error {
	last := args[len(args)-1]
	if f.into != "" || isAddress(last) {
		return nil
	}
	hint := "to write to a case, name it with --into: holdshort docket " + args[0] + " --into " + last
	_, err := os.Stat(last)
	if len(args) > 1 && errors.Is(err, fs.ErrNotExist) {
		return usage("make sure that it is there; "+hint, "there is no file or folder %q to read", last)
	}
	if _, err := os.Stat(filepath.Join(last, "case.yaml")); err == nil {
		if len(args) == 1 {
			hint = "give the docket's files, and the case with --into: holdshort docket FILE --into " + last
		}
		return usage(hint, "%q is the folder of a case, and not of dockets", last)
	}
	return nil
}

func (f *docketFlags) options() (docket.Options, error) {
	opts := docket.Options{Court: strings.ToLower(f.court), KeepNumbers: f.keepNumbers, Zone: courtZone}
	if f.courtZone != "" {
		if _, err := span.LoadZone(f.courtZone); err != nil {
			return opts, usage("an IANA name such as America/New_York", "--court-zone %q: %s", f.courtZone, err)
		}
		opts.Zone = func(string) (string, bool) { return f.courtZone, true }
	}
	return opts, nil
}

// courtZone is the zone of a court, by the table of package deadline; not of one
// whose divisions keep different zones.
func courtZone(court string) (zone string, ok bool) {
	c, ok := deadline.CourtOf(court)
	if !ok {
		return "", false
	}
	zone, err := c.ZoneOf("")
	return zone, err == nil
}

// readDockets reads every file. What could be read is returned beside the errors.
func (f *docketFlags) readDockets(ctx context.Context, args []string, opts docket.Options) ([]*docket.File, error) {
	var out []*docket.File
	var errs []error
	for _, arg := range args {
		names, err := f.namesOf(ctx, arg)
		if err != nil {
			errs = append(errs, err)
		}
		for _, name := range names {
			file, err := f.readDocket(name, opts)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			out = append(out, file)
		}
	}
	if len(errs) == 0 {
		return out, nil
	}
	hint := "what could be read is written all the same"
	if e, ok := errors.AsType[*docket.Error](errs[0]); ok && e.Hint != "" {
		hint = e.Hint
	}
	return out, &failure{exitFailed, errors.Join(errs...), hint}
}

// namesOf are the files of an argument. What is at an address is fetched, and kept
// until the program ends.
func (f *docketFlags) namesOf(ctx context.Context, arg string) ([]string, error) {
	if !isAddress(arg) {
		return filesIn(arg)
	}
	b, _, err := fetchAddress(ctx, arg, nil)
	if err != nil {
		return nil, err
	}
	if f.fetched == nil {
		f.fetched = map[string][]byte{}
	}
	f.fetched[arg] = b
	return []string{arg}, nil
}

func (f *docketFlags) readDocket(name string, opts docket.Options) (*docket.File, error) {
	if b, ok := f.fetched[name]; ok {
		return docket.Read(bytes.NewReader(b), name, opts)
	}
	r, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return docket.Read(r, name, opts)
}

// bytesOf are the bytes of what was read under a name.
func (f *docketFlags) bytesOf(name string) ([]byte, error) {
	if b, ok := f.fetched[name]; ok {
		return b, nil
	}
	return os.ReadFile(name)
}

// filesIn are the files of a folder and those below it, but for hidden ones, or
// the file itself.
func filesIn(arg string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(arg, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != arg && strings.HasPrefix(filepath.Base(name), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
		case name != arg && (strings.HasSuffix(name, ".capture.json") || strings.HasSuffix(name, ".receipt.json")):
			// What says how the file beside it came holds no docket.
		case !e.IsDir():
			out = append(out, name)
		}
		return nil
	})
	return out, err
}

// writeDocket writes the outcome as JSON or for people.
func (o *common) writeDocket(w io.Writer, f *docketFlags, out *docket.Report) error {
	if o.json {
		return writeJSON(w, out)
	}
	for _, file := range out.Files {
		if err := file.Text(w); err != nil {
			return err
		}
	}
	if f.propose && f.into == "" {
		for _, p := range out.Proposed {
			if err := p.Line(w); err != nil {
				return err
			}
		}
	}
	for _, d := range out.Differences {
		if err := d.Line(w); err != nil {
			return err
		}
	}
	return docket.WriteLines(w, out.Made...)
}

// choose are the proposals that --accept names, or that a person takes. All is
// left to a person who is not there.
func choose(in io.Reader, ask io.Writer, f *docketFlags, all []docket.Proposed) ([]docket.Proposed, error) {
	if f.propose {
		return nil, nil
	}
	if f.accept == "" {
		return choices(in, ask, all)
	}
	var out []docket.Proposed
	for word := range strings.SplitSeq(f.accept, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if len(all) == 0 {
			return nil, usage("leave --accept out to keep the files alone", "--accept %q: nothing in the files is proposed", f.accept)
		}
		if err != nil || n < 1 || n > len(all) {
			return nil, usage("holdshort docket FILE --propose lists them", "--accept %q: there are proposals 1 to %d", word, len(all))
		}
		if !slices.ContainsFunc(out, func(p docket.Proposed) bool { return p.N == n }) {
			out = append(out, all[n-1])
		}
	}
	return out, nil
}

// choices asks of each: a accepts, s skips, q quits, and so does the end of input.
func choices(in io.Reader, ask io.Writer, all []docket.Proposed) ([]docket.Proposed, error) {
	keys := bufio.NewReader(in)
	var out []docket.Proposed
	for _, p := range all {
		if err := p.Line(ask); err != nil {
			return nil, err
		}
		for asked := false; ; asked = true {
			if !asked {
				fmt.Fprintf(ask, "   a accepts, s skips, q quits: ")
			}
			key, err := keys.ReadByte()
			if err != nil || key == 'q' {
				fmt.Fprintln(ask)
				return out, nil
			}
			if key == 'a' {
				out = append(out, p)
			}
			if key == 'a' || key == 's' {
				fmt.Fprintln(ask)
				break
			}
		}
	}
	return out, nil
}
