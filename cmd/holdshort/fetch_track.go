package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/fetch"
)

// fetchTrackFlags are those of fetch track.
type fetchTrackFlags struct {
	hex      []string
	reg      []string
	date     []string
	source   []string
	to       string
	contact  string
	interval time.Duration
	dry      bool
	again    bool
}

func fetchTrackCommand(o *common) *cobra.Command {
	f := &fetchTrackFlags{}
	cmd := &cobra.Command{
		Use:   "track --hex ADDRESS|--reg NUMBER --date DAY[..DAY]",
		Short: "bring the traces that open networks keep of an aircraft's days",
		Long: `Fetch track asks for readsb's trace of each aircraft and day, and keeps it as
DIR/SOURCE/YYYY/MM/DD/trace_full_ADDRESS.json, the bytes as they came, beside
a manifest that ends in .capture.json. holdshort track DIR reads the result.

Days are in UTC. An evening in the United States lies on two of them: 15 March
2025 in Washington is from 04:00 UTC on the 15th to 04:00 UTC on the 16th, so
ask for --date 2025-03-15..2025-03-16.

Unless a source is named, those are asked that publish their files under an
open licence: ` + strings.Join(openSources(), ", ") + `. Any other that lays files out alike is given by its
address before the day; whether its terms allow that is for you to see.

A day that is kept is not asked for again, nor one that the source said, a week
after the day or later, to have nothing of; --again does so. A day that may not
be whole yet, until a day after its end, is asked for again, and what came
before stays beside it. Ctrl-C stops; the same command goes on from there. That
a source has no trace does not show that there was no flight.

Exit statuses:
  0  everything asked for is known: it is kept, or its source has none
  1  something was refused, failed or was not asked; the rest is kept
  2  the command line is wrong`,
		Example: `  holdshort fetch track --hex a2fe4c --date 2025-03-15..2025-03-16
  holdshort fetch track --reg N278GX,N837VA --date 2025-03-15 --to my-case/tracks
  holdshort fetch track --hex a2fe4c --date 2025-03-15 --dry-run
  holdshort fetch track --hex a2fe4c --date 2025-03-15 --source https://example.org/globe_history`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("give aircraft by --hex or --reg, and days by --date", "unexpected %q", args[0])
			}
			return nil
		},
	}
	fl := cmd.Flags()
	fl.StringSliceVar(&f.hex, "hex", nil, "the aircraft with this ICAO `ADDRESS`; several by commas, or repeated")
	fl.StringSliceVar(&f.reg, "reg", nil, "the aircraft whose United States registration `NUMBER` this is, such as N278GX; several alike")
	fl.StringSliceVar(&f.date, "date", nil, "the UTC `DAY`, such as 2025-03-15, or two with .. between them; several alike")
	fl.StringArrayVar(&f.source, "source", nil, "the `SOURCE` to ask: a name, or an address such as https://host/globe_history; may be repeated")
	fl.StringVar(&f.to, "to", "tracks", "the `DIR` to keep what comes in")
	fl.StringVar(&f.contact, "contact", "", "an address at which a source's keeper can reach you, `TEXT` for the User-Agent")
	fl.DurationVar(&f.interval, "interval", fetch.Interval, "the least `TIME` between two requests to one host")
	fl.BoolVar(&f.dry, "dry-run", false, "say what would be asked, and ask nothing")
	fl.BoolVar(&f.again, "again", false, "ask also for what is kept already")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("source", cobra.FixedCompletions(openSources(), cobra.ShellCompDirectiveNoFileComp)))
	cobra.CheckErr(cmd.MarkFlagDirname("to"))
	for _, name := range []string{"hex", "reg", "date", "contact", "interval"} {
		cobra.CheckErr(cmd.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions))
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return o.fetchTrack(cmd, f) }
	return cmd
}

func (o *common) fetchTrack(cmd *cobra.Command, f *fetchTrackFlags) error {
	stderr := cmd.ErrOrStderr()
	wants, err := f.wants(time.Now(), stderr)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second ctrl-C ends the program as usual
	days := &fetch.Days{Dir: f.to, Again: f.again, Dry: f.dry, Check: checkTrace, Client: fetch.New(fetch.Options{
		Contact: f.contact, Interval: max(f.interval, 1),
		Waits: func(host string, wait time.Duration, why string) {
			if why == "" {
				why = "between requests"
			}
			fmt.Fprintf(stderr, "%s: waiting %s: %s\n", host, wait.Round(100*time.Millisecond), why)
		},
	})}
	report := fetch.Report{Version: fetch.Version, To: f.to, Results: []fetch.Result{}}
	for i, w := range wants {
		r := days.Fetch(ctx, w)
		report.Results = append(report.Results, r)
		if r.Outcome != fetch.Had && !f.dry {
			fmt.Fprintf(stderr, "%d of %d: %s on %s at %s: %s\n", i+1, len(wants), r.Address, r.Day, r.Source, r.Outcome)
		}
	}
	if err := writeFetched(cmd.OutOrStdout(), o.json, report); err != nil {
		return err
	}
	elsewhere(stderr, wants, report.Results)
	return fetched(report, f.dry, ctx.Err())
}

// elsewhere says where whole days can be had of sources that had none of an
// aircraft.
func elsewhere(stderr io.Writer, wants []fetch.Want, results []fetch.Result) {
	said := map[string]bool{}
	for i, r := range results {
		where := strings.ReplaceAll(wants[i].Source.Archive, "YEAR", r.Day[:4])
		if r.Outcome == fetch.NoData && where != "" && !said[where] {
			said[where] = true
			fmt.Fprintf(stderr, "note: %s publishes whole days at %s; holdshort track DAY.tar --hex %s reads one\n", r.Source, where, r.Address)
		}
	}
}

// fetched is the error of a report in which something is not known.
func fetched(report fetch.Report, dry bool, interrupted error) error {
	count := map[fetch.Outcome]int{}
	for _, r := range report.Results {
		count[r.Outcome]++
	}
	open := count[fetch.Refused] + count[fetch.Failed] + count[fetch.NotAsked]
	switch {
	case interrupted != nil:
		return &failure{exitFailed, errors.New("interrupted"), "what is kept is whole; the same command goes on from here"}
	case dry && count[fetch.Failed] == 0, open == 0:
		return nil
	}
	return &failure{exitFailed, fmt.Errorf("of %d: %d refused, %d failed, %d not asked", len(report.Results), count[fetch.Refused], count[fetch.Failed], count[fetch.NotAsked]),
		"the reason stands with each; the same command asks again for these alone"}
}

// writeFetched writes a report as JSON or for a person.
func writeFetched(w io.Writer, asJSON bool, report fetch.Report) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	for _, r := range report.Results {
		line := fmt.Sprintf("%s  %-7s  %s: %s", r.Day, r.Address, r.Source, r.Outcome)
		if r.Bytes > 0 && r.File != "" {
			line += fmt.Sprintf(", %d bytes", r.Bytes)
		}
		for _, more := range []string{r.Why, r.URL, r.File, r.SHA256} {
			if more != "" && (more != r.URL || r.Outcome == fetch.NotAsked) {
				line += "\n    " + more
			}
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
