package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/address"
	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/sweep"
	"github.com/holdshort/holdshort/tri"
)

// sweepOutput is how a result is written, checked before anything is swept.
func (o *common) sweepOutput(cmd *cobra.Command, f *sweepFlags, opts sweep.Options) (func(*sweep.Result) error, error) {
	form := f.form
	if o.json {
		form = "json"
	}
	loc := time.UTC
	if o.zone != "" {
		var err error
		if loc, err = span.LoadZone(o.zone); err != nil {
			return nil, usage("an IANA name such as America/New_York, or UTC", "--zone %q: %s", o.zone, err)
		}
	}
	forms := map[string]func(io.Writer, *swept) error{"table": sweepTable, "json": sweepJSON, "csv": sweepCSV, "geojson": sweepGeoJSON}
	write, ok := forms[form]
	if !ok {
		return nil, usage("one of table, json, csv, geojson", "the form %q is not known", form)
	}
	if f.most < 0 {
		return nil, usage("0 lists none", "--most %d is less than none", f.most)
	}
	return func(r *sweep.Result) error {
		s := &swept{Result: r, most: f.most, audit: f.audit, loc: loc, silence: opts.Silence}
		err := write(cmd.OutOrStdout(), s)
		return cmp.Or(s.err, err)
	}, nil
}

// swept is a result while it is written.
type swept struct {
	*sweep.Result
	most    int64 // of the possible ones to list
	audit   bool
	loc     *time.Location
	silence span.Length
	err     error // of reading the finds again
}

// candidates are those to list: all that are certain, and the possible ones of which
// the least is open.
func (s *swept) candidates() iter.Seq[*sweep.Candidate] {
	return func(yield func(*sweep.Candidate) bool) {
		n := s.listed()
		for c, err := range s.Candidates() {
			if err != nil {
				s.err = err
			}
			if n--; n < 0 || err != nil || !yield(c) {
				return
			}
		}
	}
}

// listed is how many candidates there are.
func (s *swept) listed() int64 {
	return s.Counts[sweep.Certain] + min(s.most, s.Counts[sweep.Possible])
}

// unlisted is how many possible ones are left out.
func (s *swept) unlisted() int64 { return max(0, s.Counts[sweep.Possible]-s.most) }

func flightOf(c *sweep.Candidate) exhibit.Flight {
	fl := exhibit.Flight{Analysis: c.Analysis}
	_, fl.Country, _ = address.Country(c.Address)
	fl.Number, _ = address.NNumber(c.Address)
	return fl
}

// sweepTable writes a result for a person.
func sweepTable(w io.Writer, s *swept) error {
	if !s.audit {
		for c := range s.candidates() {
			if err := candidateText(w, s, c); err != nil {
				return err
			}
		}
		for _, t := range s.Ties(int(s.listed())) {
			fmt.Fprintf(w, "could be one aircraft, which is not shown: %s ended %s, and %s began %s, %.0f km away; %s\n", t.Before, span.FormatInstant(t.Ended, s.loc, true),
				t.After, span.FormatInstant(t.Began, s.loc, true), t.Apart, t.Types)
		}
		if n := s.unlisted(); n > 0 {
			fmt.Fprintf(w, "%d more possible ones, of which more is open, are not listed; --most lists them\n", n)
		}
		fmt.Fprintf(w, "%d certain, %d possible, %d could be in a silence longer than %s alone, %d ruled out, %d unread\n", s.Counts[sweep.Certain], s.Counts[sweep.Possible],
			s.Counts[sweep.Silent], s.silence.Words(), s.Counts[sweep.Out], s.Counts[sweep.Unread])
	}
	a := &s.Audit
	when := "no points"
	if a.Points > 0 {
		when = fmt.Sprintf("%d points from %s to %s", a.Points, span.FormatInstant(a.First, s.loc, true), span.FormatInstant(a.Last, s.loc, true))
	}
	_, err := fmt.Fprintf(w, "the day: %d traces in %d of 256 folders, %d read; %s; %d other members\n", a.Traces, 256-len(a.Empty()), a.Read, when, a.Others)
	return err
}

func candidateText(w io.Writer, s *swept, c *sweep.Candidate) error {
	fmt.Fprintf(w, "%s: ", strings.ToUpper(c.Verdict.String()))
	if err := exhibit.FlightText(w, flightOf(c), atlas.Airfields, s.loc); err != nil {
		return err
	}
	for _, a := range c.Answers {
		fmt.Fprintf(w, "  %s: %s\n", strings.ToUpper(a.Truth.String()), a.Text)
		if a.Needs != "" {
			fmt.Fprintf(w, "    would be settled by: %s\n", exhibit.Harmless(a.Needs))
		}
	}
	for _, q := range c.Quiets {
		what := "not received"
		if q.Last {
			what = "not received any more"
		}
		fmt.Fprintf(w, "  %s from %s to %s: %s\n", what, span.FormatInstant(q.From, s.loc, true), span.FormatInstant(q.To, s.loc, true), q.Words())
	}
	for _, d := range c.Doubts {
		fmt.Fprintf(w, "  doubt: %s\n", d)
	}
	if c.Broken != "" {
		fmt.Fprintf(w, "  its trace is not whole: %s\n", exhibit.Harmless(c.Broken))
	}
	_, err := fmt.Fprintln(w)
	return err
}

// sweepCSV writes one row for each aircraft.
func sweepCSV(w io.Writer, s *swept) error {
	c := csv.NewWriter(w)
	c.Write([]string{"verdict", "address", "registration", "type", "operator", "callsigns", "first_position", "last_position", "legs", "from", "to", "open", "needs", "silences_others_heard", "doubts"})
	for x := range s.candidates() {
		t := x.Analysis.Track
		row := []string{x.Verdict.String(), x.Address.String(), t.Registration, t.Type, t.Operator}
		var calls, from, to, open, needs []string
		for _, k := range t.Calls {
			calls = append(calls, k.Text)
		}
		for _, l := range x.Analysis.Legs {
			if l.Takeoff != nil && l.Takeoff.FieldProved {
				from = append(from, l.Takeoff.Field)
			}
			if l.Landing != nil && l.Landing.FieldProved {
				to = append(to, l.Landing.Field)
			}
		}
		for _, a := range x.Answers {
			if a.Truth == tri.Unknown {
				open, needs = append(open, a.Text), append(needs, a.Needs)
			}
		}
		heard := 0
		for _, q := range x.Quiets {
			if q.OthersHeardIn > 0 {
				heard++
			}
		}
		first, last := "", ""
		if n := len(t.Fixes); n > 0 {
			first, last = t.Fixes[0].At.RFC3339(), t.Fixes[n-1].At.RFC3339()
		}
		c.Write(append(row, strings.Join(slices.Compact(calls), " "), first, last, fmt.Sprint(len(x.Analysis.Legs)), strings.Join(from, " "), strings.Join(to, " "),
			strings.Join(open, "; "), strings.Join(needs, "; "), fmt.Sprint(heard), strings.Join(x.Doubts, "; ")))
		if c.Error() != nil {
			break
		}
	}
	c.Flush()
	return c.Error()
}

// sweepGeoJSON writes the flights of the candidates as track does.
func sweepGeoJSON(w io.Writer, s *swept) error {
	return exhibit.FlightsGeoJSON(w, func(yield func(exhibit.Flight) bool) {
		for c := range s.candidates() {
			if !yield(flightOf(c)) {
				return
			}
		}
	})
}
