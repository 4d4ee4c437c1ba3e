package archive_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/archive/archivetest"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// python is the interpreter that has the other programs.
func python() string {
	if name := os.Getenv("HOLDSHORT_PYTHON"); name != "" {
		return name
	}
	return "python3"
}

// run runs a Python file, or skips where it, or a module of it, is missing.
func run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(python(), args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if _, there := exec.LookPath(python()); there != nil || strings.Contains(errs.String(), "ModuleNotFoundError") {
		t.Skipf("SKIPPED: not installed (make tools installs it; HOLDSHORT_PYTHON names an interpreter): %s", lastLine(errs.String()))
	}
	if err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	return out.String()
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// Other programs read the same in an archive as the package does.
func TestPeers(t *testing.T) {
	dir := t.TempDir()
	points := archivetest.Points(12, 40, 250)
	put(t, dir, points, 2, 0)
	lo, hi := points[0].At, points[1].At
	lo, hi = min(lo, hi), max(lo, hi)
	var aircraft, sources []string
	want := make([]int64, 8)
	for i := range points {
		p := &points[i]
		want[0]++
		want[2] += p.Row
		if p.Alt.Datum != track.NoAltitude {
			want[3]++
			want[7] += int64(p.Alt.Feet)
		}
		if p.Ground == track.OnGround {
			want[4]++
		}
		if p.At >= lo && p.At <= hi && p.Pos.Lat >= -20 && p.Pos.Lat <= 40 {
			want[5]++
		}
		if !p.Address.IsZero() {
			aircraft = append(aircraft, p.Address.String())
		}
		sources = append(sources, p.Digest.String())
	}
	want[1], want[6] = distinct(aircraft), distinct(sources)
	for _, program := range []string{"duckdb", "pandas", "polars", "clickhouse"} {
		t.Run(program, func(t *testing.T) {
			var got []int64
			if err := json.Unmarshal([]byte(run(t, "testdata/peers.py", program, dir, fmt.Sprint(lo), fmt.Sprint(hi), "-20", "40")), &got); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, want) {
				t.Errorf("found %d, want %d", got, want)
			}
		})
	}
}

func distinct(s []string) int64 {
	slices.Sort(s)
	return int64(len(slices.Compact(s)))
}

// The positions that an answer rests on are those that DuckDB finds in the same
// files, by looking through all within the horizon.
func TestBrackets(t *testing.T) {
	dir := t.TempDir()
	points := archivetest.Points(13, 150, 200)
	a := put(t, dir, points, 3, 0)
	compared := 0
	for i := range points[:6] {
		q := archive.Ask{At: points[i].At, Area: everywhere, Horizon: 3 * span.Hour, Model: track.Jet}
		found, err := a.Who(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		have := map[string]string{}
		for line := range strings.Lines(run(t, "testdata/brackets.py", dir, fmt.Sprint(int64(q.At)), fmt.Sprint(int64(q.Horizon)))) {
			var row [3]any
			d := json.NewDecoder(strings.NewReader(line))
			d.UseNumber()
			if err := d.Decode(&row); err != nil {
				t.Fatal(err)
			}
			have[fmt.Sprint(row[0])] = fmt.Sprint(row[1], " ", row[2])
		}
		n := 0
		for k := range found {
			p := &found[k]
			if p.Who.Address.IsZero() {
				continue
			}
			n++
			if got := fmt.Sprint(moment(p.Before), " ", moment(p.After)); got != have[p.Who.Address.String()] {
				t.Errorf("%s at %d: %s, DuckDB has %s", p.Who.Address, q.At, got, have[p.Who.Address.String()])
			}
		}
		if n != len(have) {
			t.Errorf("at %d: %d aircraft, DuckDB has %d", q.At, n, len(have))
		}
		compared += n
	}
	t.Logf("%d aircraft compared", compared)
	if compared < 100 {
		t.Errorf("only %d aircraft compared", compared)
	}
}

func moment(p *track.Point) string {
	if p == nil {
		return "<nil>"
	}
	return fmt.Sprint(int64(p.At))
}
