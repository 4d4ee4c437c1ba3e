package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/web"
)

// Exit statuses. Each verb's help lists those it uses.
const (
	exitDone     = 0
	exitFailed   = 1 // the case or a file could not be read, or a check failed
	exitUsage    = 2
	exitConflict = 3 // check alone: well formed, but claims cannot all be true
)

// failure is an error with a hint for the person and an exit status.
type failure struct {
	status int
	err    error
	hint   string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func usage(hint, format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...), hint}
}

// common are the flags that every verb takes.
type common struct {
	json    bool
	asOf    string
	zone    string
	reading string

	stderr io.Writer // for notes; nil to leave them out
}

// run is the program: it parses args, does what they say and returns the exit
// status. Results go to stdout and everything else to stderr.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.Execute()
	if err == nil {
		return exitDone
	}
	return report(stderr, unknownVerb(root, err))
}

// report writes err as error: and hint: lines.
func report(w io.Writer, err error) int {
	var problems holdshort.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			fmt.Fprintf(w, "error: %s\n", p.Error())
			if p.Hint != "" {
				fmt.Fprintf(w, "hint: %s\n", p.Hint)
			}
		}
		return exitFailed
	}
	status, hint := exitFailed, ""
	var f *failure
	var file *fs.PathError
	switch {
	case errors.As(err, &f):
		status, hint = f.status, f.hint
	case isUsage(err):
		status, hint = exitUsage, helpHint
	case errors.As(err, &file):
		hint = "make sure that it is there, that you may read or write it, and that there is room"
	}
	if err.Error() != "" {
		fmt.Fprintf(w, "error: %s\n", err)
	}
	if hint != "" {
		fmt.Fprintf(w, "hint: %s\n", hint)
	}
	return status
}

const helpHint = "holdshort help lists the verbs; holdshort help VERB explains one"

// isUsage tells cobra's own errors about the command line, which have no type.
// Those about flags are made by flagError.
func isUsage(err error) bool {
	return strings.HasPrefix(err.Error(), "unknown command ") || strings.HasPrefix(err.Error(), "accepts ")
}

// unknownVerb adds the closest verb to cobra's error on one that is unknown.
func unknownVerb(root *cobra.Command, err error) error {
	var word string
	if _, scan := fmt.Sscanf(err.Error(), `unknown command %q for "holdshort"`, &word); scan != nil {
		return err
	}
	if best := formula.Closest(word, verbs(root)); best != "" {
		return usage(fmt.Sprintf("did you mean %q?", best), "no verb is named %q", word)
	}
	return usage(helpHint, "no verb is named %q", word)
}

func verbs(root *cobra.Command) []string {
	var out []string
	for _, c := range root.Commands() {
		out = append(out, c.Name())
	}
	return out
}

var flagName = regexp.MustCompile(`--([a-z-]+)`)

// flagError is an error of the flags of cmd, with the closest flag to one that
// is unknown.
func flagError(cmd *cobra.Command, err error) error {
	hint := fmt.Sprintf("holdshort help %s lists its flags", cmd.Name())
	if word, ok := strings.CutPrefix(err.Error(), "unknown flag: --"); ok {
		var names []string
		for _, m := range flagName.FindAllStringSubmatch(cmd.Flags().FlagUsages(), -1) {
			names = append(names, m[1])
		}
		if best := formula.Closest(word, names); best != "" {
			hint = fmt.Sprintf("did you mean --%s?", best)
		}
	}
	return usage(hint, "%s", err)
}

func newRoot() *cobra.Command {
	o := &common{}
	root := &cobra.Command{
		Use:   "holdshort",
		Short: "what a court ordered, who knew, where each aircraft was: what happened?",
		Long: `Holdshort answers from evidence, with its doubt shown: given what a court
ordered, who knew of it and when, and where each aircraft and the people
aboard were, what happened, under each party's reading of the order?

Start with  holdshort demo .`,
		PersistentPreRun:   func(cmd *cobra.Command, _ []string) { o.stderr = cmd.ErrOrStderr() },
		SilenceErrors:      true,
		SilenceUsage:       true,
		DisableSuggestions: true, // unknownVerb has them
		CompletionOptions:  cobra.CompletionOptions{DisableDefaultCmd: true},
		Version:            fmt.Sprintf("findings format %d, formula language %d, time zone data %s", finding.Version, formula.Version, span.TZDataVersion()),
	}
	f := root.PersistentFlags()
	f.BoolVar(&o.json, "json", false, "write JSON")
	f.StringVar(&o.asOf, "as-of", "", "see the case as it was on record at `TIME`: only sources that had come out by then")
	f.StringVar(&o.zone, "zone", "", "show times in `ZONE`, an IANA name such as America/Chicago, or UTC (default: the court's)")
	f.StringVar(&o.reading, "reading", "", "answer under this `READING` alone")
	cobra.CheckErr(root.RegisterFlagCompletionFunc("reading", o.completeReading))
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(helpCommand(root))
	root.AddCommand(
		demoCommand(o),
		initCommand(o),
		checkCommand(o),
		findCommand(o),
		askCommand(o),
		ordersCommand(o),
		timelineCommand(o),
		explainCommand(o),
		exhibitCommand(o),
		serveCommand(o),
		verifyCommand(o),
		trackCommand(o),
		sweepCommand(o),
		docketCommand(o),
		fetchCommand(o),
		areasCommand(o),
		archiveCommand(o),
		reportCommand(o),
		keepCommand(o),
		sealCommand(o),
		logCommand(o),
		proveCommand(o),
		releaseCommand(o),
		eraseCommand(o),
		rotateCommand(o),
		openCommand(o),
		stampCommand(o),
		witnessCommand(o),
		deadlineCommand(o),
		schemaCommand(o),
		completionCommand(root),
	)
	return root
}

// oneCase checks that a verb was given one case folder.
func oneCase(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage("holdshort demo writes a sample case to try", "expected one case folder, found %d arguments", len(args))
	}
	return nil
}

// loadCase reads the case in a folder, as of the moment asked for.
func (o *common) loadCase(dir string) (*holdshort.Case, error) {
	l, err := loadWhole(dir)
	var told *failure
	if errors.As(err, &told) {
		return nil, err
	}
	if err != nil {
		return nil, inFolder(dir, err)
	}
	// Periods are counted from what was on record at the moment asked for.
	c, err := o.see(l.Case)
	if err != nil {
		return nil, err
	}
	c, more := countPeriods(c)
	if o.stderr != nil {
		for _, n := range slices.Concat(l.Notes, more) {
			fmt.Fprintf(o.stderr, "note: %s\n", n)
		}
	}
	return c, nil
}

// countPeriods counts the periods of a case, and says what it could not count
// and where what is written is not what is counted.
func countPeriods(c *holdshort.Case) (*holdshort.Case, []string) {
	c, notes := attachPeriods(c)
	return c, slices.Concat(notes, disagreements(c))
}

// loadWhole reads the case in a folder with its tracks.
func loadWhole(dir string) (*web.Loaded, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, &failure{exitFailed, err, "give the folder of a case; holdshort init DIR makes one"}
	case !info.IsDir():
		return nil, &failure{exitFailed, fmt.Errorf("%q is not a folder", dir), "give the folder of a case, not a file in it"}
	}
	// Links that lead out of the folder are not followed: a case that somebody
	// sent must not read what is beside it.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, &failure{exitFailed, err, "give the folder of a case; holdshort init DIR makes one"}
	}
	defer root.Close()
	return loadFrom(dir, root.FS())
}

// loadFrom is loadWhole of the files given, with the tracks that are in the folder.
func loadFrom(dir string, files fs.FS) (*web.Loaded, error) {
	c, err := holdshort.Load(files)
	if err != nil {
		return nil, err
	}
	c, tracks, notes, err := attachTracks(dir, c)
	if err != nil {
		return nil, err
	}
	return &web.Loaded{Case: c, Tracks: tracks, Notes: notes, Count: countPeriods}, nil
}

// open is the case in a folder and the zone in which to show its times.
func (o *common) open(dir string) (*holdshort.Case, *time.Location, error) {
	c, err := o.loadCase(dir)
	if err != nil {
		return nil, nil, err
	}
	loc, err := o.location(c)
	return c, loc, err
}

// inFolder puts the folder before the file names of problems.
func inFolder(dir string, err error) error {
	var ps holdshort.Problems
	if !errors.As(err, &ps) {
		return fmt.Errorf("%s: %w", dir, err)
	}
	for i := range ps {
		if ps[i].File != "" {
			ps[i].File = strings.TrimSuffix(dir, "/") + "/" + ps[i].File
		}
	}
	return ps
}

// see is c as of the moment, and checks the reading asked for.
func (o *common) see(c *holdshort.Case) (*holdshort.Case, error) {
	if o.reading != "" && c.Reading(holdshort.ID(o.reading)) == nil {
		var names []string
		for _, r := range c.Readings {
			names = append(names, string(r.ID))
		}
		hint := "the readings are " + strings.Join(names, ", ")
		if len(names) == 0 {
			hint = "the case has no readings: leave --reading out"
		}
		if best := formula.Closest(o.reading, names); best != "" {
			hint = fmt.Sprintf("did you mean %q? %s", best, hint)
		}
		return nil, usage(hint, "the case has no reading %q", o.reading)
	}
	if o.asOf == "" {
		return c, nil
	}
	st, err := span.Parse(o.asOf, span.Context{Zone: c.Zone})
	if err != nil {
		hint := "give a day or a moment, such as \"18 March 2025\""
		var pe *span.ParseError
		if errors.As(err, &pe) {
			hint = cmp.Or(pe.Hint, hint)
		}
		return nil, usage(hint, "--as-of: %s", err)
	}
	if !st.Span.Bounded() {
		return nil, usage("give a day or a moment", "--as-of %q has no end", o.asOf)
	}
	return c.As(st.Span.Latest()), nil
}

// location is the zone in which to show times.
func (o *common) location(c *holdshort.Case) (*time.Location, error) {
	name := o.zone
	if name == "" {
		name = c.Zone
	}
	loc, err := span.LoadZone(name)
	if err != nil {
		return nil, usage("an IANA name such as America/New_York, or UTC", "--zone %q: %s", name, err)
	}
	return loc, nil
}

func (o *common) options() finding.Options {
	return finding.Options{Reading: holdshort.ID(o.reading)}
}
