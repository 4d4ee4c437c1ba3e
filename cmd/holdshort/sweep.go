package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/sweep"
)

// sweepFlags are those of the verb sweep.
type sweepFlags struct {
	where                    string
	between                  string
	near, from, to           []string
	left, entered, in        []string
	airborne                 []string
	unlanded, turnedBack     bool
	hex, tail, typ, operator []string
	call                     []string
	lists                    []string
	silence                  string
	state                    string
	form                     string
	most                     int64
	quick, audit, print      bool
}

func sweepCommand(o *common) *cobra.Command {
	f := &sweepFlags{}
	cmd := &cobra.Command{
		Use:   "sweep DAY.tar|PART...|ADDRESS|-",
		Short: "asks one question of every aircraft in a day of world traffic",
		Long: `Sweep reads the day archive of a readsb network once, a tar of gzip'd traces
or its parts, and lists the aircraft of which a question is certainly true, and
apart from them those of which it may be, each with what would settle it. The
question is a formula (--where), or put together from the flags, which stand for
parts of one; it is written to stderr. docs/sweep.md lists its words.

Aircraft of which the question could be true only in a silence longer than
--silence are counted and not listed. Whether a silence is the aircraft's or the
receivers' is graded by whether others were heard there. What is missing from
the archive is said: no trace shows that there was no flight only as far as the
archive is whole.

With --state, a sweep that was ended goes on when the same command is run again,
and prints the same.

Exit statuses:
  0  swept
  1  the day could not be read to its end; what was found is written even so
  2  the command line is wrong`,
		Example: `  holdshort sweep v2025.03.15.tar.aa --from KHRL,KAEX --left us-12nm --between "2025-03-15T20:00Z..2025-03-16T06:00Z"
  holdshort sweep day.tar --where 'airborne(it, "15 March 2025 18:46 EDT") and operator(it, global-crossing)'
  holdshort sweep day.tar --list facilities.csv --between "2025-03-15T20:00Z..2025-03-15T23:59Z" --json
  holdshort sweep day.tar --audit`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("for instance holdshort sweep day.tar --audit", "no day to sweep was given")
			}
			return nil
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.where, "where", "", "the question, a `FORMULA` such as 'leaves(it, us-12nm, \"…\", \"…\")'")
	fl.StringVar(&f.between, "between", "", "the stretch `TIME..TIME` that the flags below are about")
	fl.StringSliceVar(&f.near, "near", nil, "it was within 10 NM of one of these `AIRPORTS`, or of those of a list")
	fl.StringSliceVar(&f.from, "from", nil, "it took off from one of these `AIRPORTS`")
	fl.StringSliceVar(&f.to, "to", nil, "it landed at one of these `AIRPORTS`")
	fl.StringSliceVar(&f.left, "left", nil, "it left one of these `AREAS`: those shipped, or a GeoJSON file")
	fl.StringSliceVar(&f.entered, "entered", nil, "it entered one of these `AREAS`")
	fl.StringSliceVar(&f.in, "in", nil, "it was in one of these `AREAS`")
	fl.StringArrayVar(&f.airborne, "airborne", nil, "it was in the air at `TIME`; may be repeated")
	fl.BoolVar(&f.unlanded, "unlanded", false, "the archive proves no landing of it")
	fl.BoolVar(&f.turnedBack, "turned-back", false, "the archive shows a likely turn-back of it")
	fl.StringSliceVar(&f.hex, "hex", nil, "it has one of these ICAO `ADDRESSES`")
	fl.StringSliceVar(&f.tail, "tail", nil, "it has one of these `REGISTRATIONS`")
	fl.StringSliceVar(&f.typ, "type", nil, "it is of one of these `TYPES`, such as B738")
	fl.StringSliceVar(&f.operator, "operator", nil, "its operator's `NAME`, by the network's database, has these words")
	fl.StringSliceVar(&f.call, "call", nil, "it sent a callsign that begins with one of these `LETTERS`")
	fl.StringArrayVar(&f.lists, "list", nil, "a watch-list, a CSV `FILE`: see docs/formats/lists.md; may be repeated")
	fl.StringVar(&f.silence, "silence", "30m", "list what could have been done within this `LENGTH` of a position")
	fl.StringVar(&f.state, "state", "", "keep the sweep in `FILE` as it goes, and go on from there")
	fl.StringVar(&f.form, "form", "table", "`FORM` of the output: table, json, csv or geojson")
	fl.Int64Var(&f.most, "most", 100, "list at most this `NUMBER` of the possible ones; 0 lists the certain ones alone")
	fl.BoolVar(&f.quick, "quick", false, "pass over what its name or head rules out; silences are then not graded")
	fl.BoolVar(&f.audit, "audit", false, "say what the archive lacks, and ask nothing")
	fl.BoolVar(&f.print, "print", false, "write the question as a formula, and sweep nothing")
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return o.sweep(cmd, f, args) }
	return cmd
}

func (o *common) sweep(cmd *cobra.Command, f *sweepFlags, args []string) error {
	stderr := cmd.ErrOrStderr()
	opts, err := o.sweepOptions(f)
	if err != nil {
		return err
	}
	if f.print {
		_, err := fmt.Fprintln(cmd.OutOrStdout(), opts.Query.Text)
		return err
	}
	out, err := o.sweepOutput(cmd, f, opts)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second ctrl-C ends the program as usual
	parts, err := sweepParts(ctx, args, cmd.InOrStdin())
	if err != nil {
		return err
	}
	shown := newProgress(stderr, cmd.OutOrStdout())
	if shown != nil {
		opts.Progress = shown.sweep
	}
	r, sweepErr := sweep.Run(ctx, parts, opts)
	shown.done()
	if r == nil {
		return &failure{exitFailed, sweepErr, "give the tar of a day, or its parts in order"}
	}
	defer r.Close()
	if !f.audit {
		fmt.Fprintf(stderr, "asked: %s\n", opts.Query.Text)
	}
	if err := out(r); err != nil {
		return err
	}
	for _, n := range r.Audit.Notes() {
		fmt.Fprintf(stderr, "note: %s\n", n)
	}
	if sweepErr != nil {
		hint := "what was found before is written"
		if f.state != "" {
			hint += "; the same command goes on from there"
		}
		if errors.Is(sweepErr, context.Canceled) {
			sweepErr = errors.New("interrupted")
		}
		return &failure{exitFailed, sweepErr, hint}
	}
	return nil
}

// sweepOptions are what the flags ask, checked before anything is opened.
func (o *common) sweepOptions(f *sweepFlags) (sweep.Options, error) {
	opts := sweep.Options{State: f.state, Workers: runtime.GOMAXPROCS(0), Deaf: f.quick}
	var err error
	if opts.Silence, err = span.ParseLength(f.silence); err != nil || opts.Silence <= 0 {
		return opts, usage("for instance --silence 45m", "--silence %q is no length of time", f.silence)
	}
	if o.zone != "" {
		if _, err := span.LoadZone(o.zone); err != nil {
			return opts, usage("an IANA name such as America/New_York, or UTC", "--zone %q: %s", o.zone, err)
		}
	}
	var lists []*sweep.List
	for _, file := range f.lists {
		l, err := sweep.ReadList(file)
		if err != nil {
			return opts, &failure{exitFailed, err, "docs/formats/lists.md says what a list is"}
		}
		if slices.ContainsFunc(lists, func(x *sweep.List) bool { return x.Name == l.Name }) {
			return opts, usage("name the files otherwise", "two lists are named %q", l.Name)
		}
		lists = append(lists, l)
	}
	areas := map[string]place.Region{}
	text, err := f.formula(lists, areas)
	if err != nil {
		return opts, err
	}
	opts.Query, err = sweep.Parse(text, sweep.Names{Lists: lists, Zone: o.zone, Area: func(name string) (place.Region, bool) {
		if r, ok := areas[name]; ok {
			return r, true
		}
		return place.Area(name)
	}})
	if err != nil {
		hint := "docs/sweep.md lists the words of questions"
		if pe, ok := errors.AsType[*formula.ParseError](err); ok && pe.Hint != "" {
			hint = pe.Hint
		}
		if se, ok := errors.AsType[*span.ParseError](err); ok && se.Hint != "" {
			hint = se.Hint
		}
		return opts, usage(hint, "%s", err)
	}
	return opts, nil
}

// sweep is for sweep.Options.Progress.
func (p *progress) sweep(s sweep.Progress) {
	now := p.now()
	if p.first.IsZero() {
		p.first, p.last = now, now.Add(time.Second)
	}
	if p.ended || now.Sub(p.last) < time.Second/4 {
		return
	}
	p.last, p.written = now, true
	fmt.Fprintf(p.w, "\r%s\x1b[K", sweepLine(s, now.Sub(p.first)))
}

// sweepLine is what is shown after a time of sweeping.
func sweepLine(s sweep.Progress, took time.Duration) string {
	line := fmt.Sprintf("sweeping: %d MB", s.Bytes>>20)
	if s.Size > 0 {
		line += fmt.Sprintf(" of %d", s.Size>>20)
	}
	line += fmt.Sprintf(", %d traces, %d certain, %d possible", s.Traces, s.Certain, s.Possible)
	if secs, done := took.Seconds(), s.Bytes-s.From; secs >= 1 && done > 0 {
		line += fmt.Sprintf(", %.0f MB/s", float64(done)/secs/(1<<20))
		if left := s.Size - s.Bytes; left > 0 {
			line += fmt.Sprintf(", %s left", time.Duration(float64(took)*float64(left)/float64(done)).Round(time.Second))
		}
	}
	return line
}

// formula is the question that the flags stand for: --where and all others joined by
// "and", those of one flag by "or". Areas that are files are put into areas.
func (f *sweepFlags) formula(lists []*sweep.List, areas map[string]place.Region) (string, error) {
	q := &asking{f: f, lists: lists, areas: areas}
	if f.where != "" {
		q.parts = append(q.parts, "("+f.where+")")
	}
	if err := q.stretch(); err != nil {
		return "", err
	}
	q.airports("near", f.near)
	q.airports("departs", f.from)
	q.airports("arrives", f.to)
	q.inAreas("leaves", f.left)
	q.inAreas("enters", f.entered)
	q.inAreas("visits", f.in)
	for _, at := range f.airborne {
		q.add(fmt.Sprintf("airborne(it, %q)", at))
	}
	if f.unlanded {
		q.timed("not shows-landing(it" + here + ")")
	}
	if f.turnedBack {
		q.timed("shows-turn-back(it" + here + ")")
	}
	q.are("hex", f.hex)
	q.are("tail", f.tail)
	q.are("type", f.typ)
	q.are("operator", f.operator)
	q.are("call", f.call)
	q.listed()
	switch {
	case q.err != nil:
		return "", q.err
	case len(q.parts) == 0 && f.audit:
		return "hex(it, 000000)", nil // of no aircraft
	case len(q.parts) == 0:
		return "", usage("for instance --near KHRL --between \"2025-03-15T20:00Z..2025-03-16T06:00Z\", or --where; --audit asks nothing", "nothing was asked")
	}
	return strings.Join(q.parts, " and "), nil
}
