package main

import (
	"cmp"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/deadline"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
)

// deadlineFlags are those of the verb deadline.
type deadlineFlags struct {
	from     []string
	court    string
	division string
	rule     string
	kind     string
	service  string
	before   bool
	closed   []string
	closes   string
	below    string
}

func deadlineCommand(o *common) *cobra.Command {
	f := &deadlineFlags{}
	cmd := &cobra.Command{
		Use:   "deadline PERIOD",
		Short: "the last day or moment to act, by the court's rules on computing time",
		Long: `Deadline computes a period from when something happened, by Federal Rule of
Civil Procedure 6 or the rule like it of another court, and shows each step with
its rule. A moment that was fixed ("by 5 pm on 10 August 2025") never rolls.

A trigger known only within bounds gives every deadline that it allows. A point
of law that is unsettled and makes a difference gives a reading for each side of
it. Outside the holidays that were verified the answer is unknown. Counsel
decides.

Exit statuses:
  0  written, known or not
  1  the answer could not be written
  2  the command line is wrong, or cannot be computed`,
		Example: `  holdshort deadline "14 days" --from "15 March 2025 19:25 EDT" --court dcd --kind expiry
  holdshort deadline "second business day, 4:00 pm" --from "23 May 2025" --court mdd
  holdshort deadline "21 days" --before --from "22 September 2025" --court nysd
  holdshort deadline "14 days" --from filed="2 Feb 2018" --from entered="5 Feb 2018" --court dcd
  holdshort deadline "by noon on 14 June 2025" --court mad --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(`for instance holdshort deadline "14 days" --from "15 March 2025" --court dcd`, "expected one period in quotes, found %d arguments", len(args))
			}
			return nil
		},
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&f.from, "from", nil, "the `TIME` from which the period runs, or LABEL=TIME; may be repeated")
	fl.StringVar(&f.court, "court", "", "the `ID` of the court, as PACER and CourtListener write it, such as dcd")
	fl.StringVar(&f.division, "division", "", "the `TOWN` of the clerk's office, of a court that keeps several zones")
	fl.StringVar(&f.rule, "rule", "", "compute by this `RULE`: frcp, frcrp, frap or frbp (default: that of the court)")
	fl.StringVar(&f.kind, "kind", "filing", "`WHAT` is due: filing, paper (filing by other means), act (no filing), or expiry (the order runs out)")
	fl.StringVar(&f.service, "service", "", "the period runs after service by this `MEANS`: hand, mail, clerk, electronic or consent")
	fl.BoolVar(&f.before, "before", false, "count backward: the period ends before the time")
	fl.StringArrayVar(&f.closed, "closed", nil, "the clerk's office is inaccessible at this `TIME`, a day or a range; may be repeated")
	fl.StringVar(&f.closes, "closes", "", "the `HOUR` at which the clerk's office is scheduled to close, for paper")
	fl.StringVar(&f.below, "below", "", "on appeal, the `ID` of the district court below, or none")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if o.asOf != "" || o.reading != "" || o.zone != "" {
			return usage("every reading is written, on the court's clocks", "deadline takes no case, and none of --as-of, --reading and --zone")
		}
		q, err := f.query(args[0])
		if err != nil {
			return deadlineError(err)
		}
		readings, err := deadline.Compute(q)
		if err != nil {
			return deadlineError(err)
		}
		a := deadline.Answer{Query: q, Readings: readings}
		if o.json {
			return writeJSON(cmd.OutOrStdout(), a)
		}
		return deadline.Text(cmd.OutOrStdout(), a)
	}
	return cmd
}

// deadlineError is an error about the question, with its hint.
func deadlineError(err error) error {
	if e, ok := errors.AsType[*deadline.Error](err); ok {
		return usage(cmp.Or(e.Hint, "holdshort help deadline explains the flags"), "%s", e.Msg)
	}
	if pe, ok := errors.AsType[*span.ParseError](err); ok {
		return usage(cmp.Or(pe.Hint, "the years that are computed end at 2200"), "%s", pe)
	}
	return err
}

// query is what the command line asks for.
func (f *deadlineFlags) query(period string) (deadline.Query, error) {
	q := deadline.Query{Division: f.division, Rule: f.rule, Kind: deadline.Kind(f.kind), Service: deadline.Service(f.service), Below: f.below}
	var err error
	if q.Court, err = court(f.court); err != nil {
		return q, err
	}
	zone, err := q.Court.ZoneOf(f.division)
	if err != nil {
		return q, err
	}
	if q.Period, err = deadline.ParsePeriod(period, zone); err != nil {
		return q, err
	}
	q.Period.Before = q.Period.Before || f.before
	for _, text := range f.from {
		t, err := trigger(text, zone)
		if err != nil {
			return q, err
		}
		q.From = append(q.From, t)
	}
	for _, text := range f.closed {
		s, err := stated("--closed", text, zone)
		if err != nil {
			return q, err
		}
		q.Closed = append(q.Closed, s)
	}
	if f.closes != "" {
		c, err := deadline.ParseClock(f.closes)
		if err != nil {
			return q, err
		}
		q.Closes = &c
	}
	return q, nil
}

func court(id string) (deadline.Court, error) {
	if id == "" {
		return deadline.Court{}, usage("for instance --court dcd; the ids are those of PACER and CourtListener", "no court is named")
	}
	c, ok := deadline.CourtOf(id)
	if ok {
		return c, nil
	}
	var ids []string
	for _, c := range deadline.Courts() {
		ids = append(ids, c.ID)
	}
	hint := "write it as PACER and CourtListener do: dcd, nysb, ca9"
	if best := formula.Closest(strings.ToLower(id), ids); best != "" {
		hint = "did you mean " + best + "?"
	}
	return deadline.Court{}, usage(hint, "no court has the id %q", id)
}

// trigger reads TIME or LABEL=TIME.
func trigger(text, zone string) (deadline.Trigger, error) {
	label, when, ok := strings.Cut(text, "=")
	if !ok {
		label, when = "", text
	}
	s, err := stated("--from", when, zone)
	return deadline.Trigger{Label: label, Text: when, Span: s}, err
}

func stated(flag, text, zone string) (span.Span, error) {
	st, err := span.Parse(text, span.Context{Zone: zone})
	if err != nil {
		hint := "state a day or a moment, such as \"15 March 2025 19:25 EDT\""
		if pe, ok := errors.AsType[*span.ParseError](err); ok {
			hint = cmp.Or(pe.Hint, hint)
		}
		return st.Span, usage(hint, "%s: %s", flag, err)
	}
	return st.Span, nil
}
