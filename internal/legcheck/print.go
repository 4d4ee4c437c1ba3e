package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// print writes what was measured of the program's own answers.
func (s *score) print(w io.Writer) {
	fmt.Fprintln(w, "Take-offs and landings: rows of the table, and reports, not judged where a person cannot tell.")
	fmt.Fprintln(w)
	fmt.Fprintln(w, "| records | event | rows | recall | reports | not judged | precision |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|")
	for _, g := range slices.Sorted(maps.Keys(s.group)) {
		printCounts(w, g, s.group[g])
	}
	printCounts(w, "all, ground seen", s.ground[true])
	printCounts(w, "all, ground not seen", s.ground[false])
	var all [2]counts
	for _, g := range s.group {
		for i := range all {
			all[i].plus(g[i])
		}
	}
	printCounts(w, "all", &all)
	fmt.Fprintf(w, "\nProved spans: %d, median %s, 95%% within %s.\n", len(s.widths), length(part(s.widths, 0.5)), length(part(s.widths, 0.95)))
	p := s.passes
	fmt.Fprintf(w, "Touch-and-goes, go-arounds and passes: %d rows, recall %s; %d reports, %d not judged, precision %s.\n",
		p.rows, percent(p.found, p.rows), p.reports, p.aside, percent(p.right, p.reports-p.aside))
	fmt.Fprintf(w, "Likely times where the truth is a minute wide at most: %d; from its middle, median %.0f s, 95%% within %.0f s; half its width, median %.0f s.\n",
		len(s.errors), part(s.errors, 0.5), part(s.errors, 0.95), part(s.spared, 0.5))
	s.printNames(w)
	for _, x := range s.wrong {
		fmt.Fprintln(w, "wrong:", x)
	}
}

func (s *score) printNames(w io.Writer) {
	fmt.Fprintf(w, "\nAirfields, at the %d ends of the table whose airfield can be told.\n\n", s.all)
	fmt.Fprintln(w, "| named by | right | wrong | silent | coverage | accuracy | named where it cannot be told |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|")
	both := naming{right: s.sure.right + s.likely.right, wrong: s.sure.wrong + s.likely.wrong, untold: s.sure.untold + s.likely.untold}
	for _, x := range []struct {
		name string
		n    naming
	}{{"this program, proved", s.sure}, {"this program, likely alone", s.likely}, {"this program, all", both}} {
		x.n.print(w, x.name, s.all)
	}
}

// print writes a row; ends that were not found count as silent.
func (n naming) print(w io.Writer, name string, all int) {
	fmt.Fprintf(w, "| %s | %d | %d | %d | %s | %s | %d |\n", name, n.right, n.wrong, all-n.right-n.wrong, percent(n.right+n.wrong, all), percent(n.right, n.right+n.wrong), n.untold)
}

func (c *counts) plus(o counts) {
	c.rows, c.found = c.rows+o.rows, c.found+o.found
	c.reports, c.right, c.aside = c.reports+o.reports, c.right+o.right, c.aside+o.aside
}

func printCounts(w io.Writer, name string, cs *[2]counts) {
	for i, e := range []event{takeoff, landing} {
		c := cs[i]
		fmt.Fprintf(w, "| %s | %s | %d | %s | %d | %d | %s |\n", name, e, c.rows, percent(c.found, c.rows), c.reports, c.aside, percent(c.right, c.reports-c.aside))
	}
}

// printLegs writes what was measured of the rules.
func printLegs(w io.Writer, legs []tally) {
	fmt.Fprintf(w, "\nFlights, of the %d that the table tells. All but the first are re-implementations, without keys on callsigns.\n", legs[0].all.flights)
	fmt.Fprintf(w, "The right half is of aircraft with two flights or more in their record: %d.\n\n", legs[0].many.flights)
	fmt.Fprintln(w, "| rule | flights made | precision | recall | flights made | precision | recall |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|")
	for i, n := range legs {
		fmt.Fprintf(w, "| %s |%s%s\n", rules[i].name, n.all, n.many)
	}
	fmt.Fprintf(w, "\nAirfields at the ends of the flights of \"%s\":\n\n", rules[1].name)
	fmt.Fprintln(w, "| named by | right | wrong | silent | coverage | accuracy | named where it cannot be told |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|")
	for i, x := range namings {
		n := legs[1].named[i]
		n.print(w, x.name, n.right+n.wrong+n.silent)
	}
}

// String is what was made, precision and recall, as cells of a table.
func (n made) String() string {
	return fmt.Sprintf(" %d | %s | %s |", n.segments, percent(n.right, n.segments), percent(n.right, n.flights))
}

// part is the value that a share of the values do not exceed; 0 of none.
func part(xs []float64, share float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	xs = slices.Sorted(slices.Values(xs))
	return xs[min(len(xs)-1, int(share*float64(len(xs))))]
}

func percent(a, b int) string {
	if b == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(a)/float64(b))
}

// length is a number of seconds in a fitting unit.
func length(s float64) string {
	switch {
	case s >= 7200:
		return fmt.Sprintf("%.1f h", s/3600)
	case s >= 120:
		return fmt.Sprintf("%.1f min", s/60)
	}
	return fmt.Sprintf("%.0f s", s)
}
