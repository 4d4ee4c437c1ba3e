// Legcheck measures what package track says of take-offs, landings and
// airfields against a table of real files that were judged by hand, and sets the
// leg rules of other systems, made anew here, beside it. It prints figures and
// passes no sentence.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	data := flag.String("data", "../shared/data", "the `FOLDER` of the files that truth.tsv names")
	flag.Parse()
	if err := run(os.Stdout, *data); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// run measures all files of the table.
func run(w io.Writer, data string) error {
	rows, err := parseTruth(truthTable)
	if err != nil {
		return err
	}
	cases, err := load(data, rows)
	if err != nil {
		return err
	}
	var s score
	legs := make([]tally, len(rules))
	for _, c := range cases {
		s.add(c)
		for i, r := range rules {
			legs[i].add(c, r)
		}
	}
	s.print(w)
	printLegs(w, legs)
	return nil
}
