package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/month"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// reportFlags are those of report month.
type reportFlags struct {
	whichArchive
	month, fleet, form string
}

func reportCommand(o *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report",
		Short: "what an archive shows of a month: flights by operator, route, airport, country",
		Long: `Report counts what an archive holds, as monitors publish it, with what is seen,
what is likely and what cannot be said kept apart.

Exit statuses:
  0  written
  1  the archive or a list could not be read
  2  the command line is wrong`,
		Example: `  holdshort report month flights --month 2026-02 --fleet fleet.csv > february.html`,
		Args: func(*cobra.Command, []string) error {
			return usage("holdshort report month DIR --month 2026-02", "report does not stand alone")
		},
		RunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.AddCommand(reportMonthCommand(o))
	return cmd
}

func reportMonthCommand(o *common) *cobra.Command {
	f := &reportFlags{}
	cmd := &cobra.Command{
		Use:   "month DIR|ADDRESS",
		Short: "the flights of a calendar month as a page, CSV or JSON",
		Long: `Month counts the flights of a calendar month of UTC in an archive: by operator,
type, route, airport and country over time, with the routes and aircraft that
the archive has for the first time. Airfields that the track proves and likely
ones are counted apart, flights whose airfield is not told are counted as such,
and days without positions are named.

The list of aircraft that --fleet names is a CSV with a header; it has a column
address (or hex, icao, ModeS), and may have registration, type and operator.

Exit statuses:
  0  written
  1  there is no archive, or it or the list cannot be read
  2  the command line is wrong`,
		Example: `  holdshort report month flights --month 2026-02 > february.html
  holdshort report month flights --month 2026-02 --fleet fleet.csv --form csv`,
		Args: f.args,
		RunE: func(cmd *cobra.Command, args []string) error { return o.reportMonth(cmd, f, args) },
	}
	f.whichArchive.flags(cmd, true)
	fl := cmd.Flags()
	fl.StringVar(&f.month, "month", "", "the calendar `MONTH`, such as 2026-02")
	fl.StringVar(&f.fleet, "fleet", "", "a CSV `FILE` with the aircraft to report on (default: all)")
	fl.StringVar(&f.form, "form", "html", "`FORM` of the output: html, csv or json")
	return cmd
}

var monthForms = map[string]func(io.Writer, exhibit.Month) error{"html": exhibit.MonthHTML, "csv": exhibit.MonthCSV, "json": exhibit.MonthJSON}

func (o *common) reportMonth(cmd *cobra.Command, f *reportFlags, args []string) error {
	if o.json {
		f.form = "json"
	}
	write, ok := monthForms[f.form]
	if !ok {
		return usage("one of html, csv, json", "the form %q is not known", f.form)
	}
	first, err := time.Parse("2006-01", f.month)
	if err != nil {
		return usage("for instance --month 2026-02", "--month %q is no calendar month", f.month)
	}
	in := month.Input{Month: f.month, Country: countryOf}
	command := "holdshort report month DIR --month " + f.month
	list := ""
	if f.fleet != "" {
		if in.Fleet, list, err = readFleet(f.fleet); err != nil {
			return err
		}
		command += " --fleet FILE"
	}
	a, failed, err := f.open(cmd, args)
	if err != nil {
		return err
	}
	holds, err := a.Listing(cmd.Context())
	if err != nil {
		return failed(err)
	}
	end := first.AddDate(0, 1, 1)
	for l, err := range a.Legs(cmd.Context(), span.Of(span.Instant(0), span.Instant(end.UnixMilli()))) {
		if err != nil {
			return failed(err)
		}
		in.Legs = append(in.Legs, l)
	}
	in.Days = monthDays(holds, first)
	if in.Heard, err = daysHeard(cmd.Context(), a, first, in.Fleet); err != nil {
		return failed(err)
	}
	r, err := month.Make(in)
	if err != nil {
		return err
	}
	return write(cmd.OutOrStdout(), exhibit.Month{Report: r, Manifest: holds.Digest, List: list, Command: command})
}

// daysHeard is on how many days of a month there is a position of each aircraft of
// a fleet.
func daysHeard(ctx context.Context, a flights, first time.Time, fleet map[track.Address]month.Aircraft) (map[track.Address]int, error) {
	heard, last := map[track.Address]int{}, map[track.Address]string{}
	if len(fleet) == 0 {
		return heard, nil
	}
	q := archive.Query{Between: span.Of(span.Instant(first.UnixMilli()), span.Instant(first.AddDate(0, 1, 0).UnixMilli())-1), Addresses: slices.Collect(maps.Keys(fleet))}
	for p, err := range a.History(ctx, q) {
		if err != nil {
			return nil, err
		}
		if day := p.At.RFC3339()[:10]; last[p.Address] != day {
			last[p.Address] = day
			heard[p.Address]++
		}
	}
	return heard, nil
}

func countryOf(ident string) (iso, name string) {
	f, ok := place.Airport(ident)
	if !ok {
		return "", ""
	}
	name = f.Country
	if r, ok := place.Area(strings.ToLower(f.Country) + "-land"); ok {
		name = r.Name
	}
	return f.Country, name
}

// monthDays is what an archive has of each day of a month.
func monthDays(holds *archive.Listing, first time.Time) (out []month.Day) {
	m := holds.Manifest
	for t := first; t.Month() == first.Month(); t = t.AddDate(0, 0, 1) {
		d := month.Day{Date: t.Format(time.DateOnly)}
		for _, f := range m.Files {
			if f.Table() != "fixes" || f.Day != d.Date {
				continue
			}
			d.Positions += f.Rows
			for i, x := range holds.Records {
				if slices.Contains(f.Adds, m.Adds[i].Name) {
					d.Sources += len(x.Sources)
					d.Partial = d.Partial || x.Partial
				}
			}
		}
		out = append(out, d)
	}
	return out
}

// fleetColumns are the names that columns of a list of aircraft have, in lower
// case.
var fleetColumns = map[string]int{"address": 0, "hex": 0, "icao": 0, "icao24": 0, "modes": 0, "registration": 1, "type": 2, "icaotypecode": 2, "operator": 3, "registeredowners": 3}

// readFleet reads a list of aircraft, and its digest.
func readFleet(name string) (map[track.Address]month.Aircraft, string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, "", &failure{exitFailed, err, "give a CSV file with a header and a column address"}
	}
	fleet, err := parseFleet(name, b)
	return fleet, cite.Sum(b).String(), err
}

// parseFleet reads the text of a list of aircraft; name is for errors.
func parseFleet(name string, b []byte) (map[track.Address]month.Aircraft, error) {
	in := csv.NewReader(bytes.NewReader(b))
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil {
		return nil, &failure{exitFailed, fmt.Errorf("%s: %w", name, err), "give a CSV file with a header and a column address"}
	}
	var at [4][]int
	for i, h := range header {
		if role, ok := fleetColumns[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))]; ok {
			at[role] = append(at[role], i)
		}
	}
	if len(at[0]) == 0 {
		return nil, &failure{exitFailed, fmt.Errorf("%s: row 1 has no column address: %q", name, header), "name it address, hex, icao or ModeS"}
	}
	out := map[track.Address]month.Aircraft{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, &failure{exitFailed, fmt.Errorf("%s: %w", name, err), "mend that row"}
		}
		cell := func(role int) string {
			for _, i := range at[role] {
				if i < len(row) && strings.TrimSpace(row[i]) != "" {
					return strings.TrimSpace(row[i])
				}
			}
			return ""
		}
		a, ok := track.ParseAddress(cell(0))
		if !ok {
			line, _ := in.FieldPos(0)
			return nil, &failure{exitFailed, fmt.Errorf("%s: line %d: %q is not an ICAO address", name, line, cell(0)), "give six hexadecimal digits such as a2fe4c"}
		}
		out[a] = month.Aircraft{Registration: cell(1), Type: cell(2), Operator: cell(3)}
	}
}
