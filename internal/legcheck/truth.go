package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// truthTable is the table, whose head says how it was made.
//
//go:embed truth.tsv
var truthTable string

// event is what a row tells of.
type event string

// The events of the table; its head says what each means.
const (
	takeoff event = "takeoff"
	landing event = "landing"
	touchGo event = "touch-and-go"
	lowPass event = "low-pass"
	pass    event = "pass"
	none    event = "none"
	untold  event = "unknown"
)

var events = []event{takeoff, landing, touchGo, lowPass, pass, none, untold}

// row is one event of the table.
type row struct {
	file   string
	addr   track.Address // zero where the file has none
	event  event
	field  string // "" where it cannot be told, or is only a guess
	within span.Span
	ground bool
}

// parseTruth reads the table.
func parseTruth(text string) ([]row, error) {
	var out []row
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "file\t") {
			continue
		}
		r, err := parseRow(strings.Split(line, "\t"))
		if err != nil {
			return nil, fmt.Errorf("truth.tsv: line %d: %w", n, err)
		}
		out = append(out, r)
	}
	return out, nil
}

func parseRow(f []string) (row, error) {
	if len(f) != 8 {
		return row{}, fmt.Errorf("%d columns, want 8", len(f))
	}
	r := row{file: f[0], event: event(f[2]), ground: f[6] == "yes"}
	if !slices.Contains(events, r.event) {
		return r, fmt.Errorf("the event %q is not known", f[2])
	}
	if f[1] != "-" {
		a, ok := track.ParseAddress(f[1])
		if !ok {
			return r, fmt.Errorf("%q is no address", f[1])
		}
		r.addr = a
	}
	if f[3] != "-" && !strings.HasSuffix(f[3], "?") {
		r.field = f[3]
	}
	after, err := moment(f[4], span.Beginning)
	if err != nil {
		return r, err
	}
	before, err := moment(f[5], span.End)
	if err != nil {
		return r, err
	}
	if r.within = span.Of(after, before); r.within.Empty() || r.within == span.Ever {
		return r, fmt.Errorf("%q to %q bounds nothing", f[4], f[5])
	}
	return r, nil
}

// moment reads a time of the table, open for a dash.
func moment(s string, open span.Instant) (span.Instant, error) {
	if s == "-" {
		return open, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	return span.Instant(t.UnixMilli()), err
}

// narrow is how wide a truth may be for the error of a likely time to be told.
const narrow = 60 * span.Second

// isNarrow reports whether the row bounds its event on both sides, narrowly.
func (r *row) isNarrow() bool {
	return r.within.Bounded() && r.within.Latest()-r.within.Earliest() <= span.Instant(narrow)
}
