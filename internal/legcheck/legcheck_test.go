package main

import (
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/track"
)

const data = "../../../shared/data"

// files reads the rows of the table that are wanted, with their files, or skips.
func files(t *testing.T, wanted func(row) bool) []*check {
	t.Helper()
	if _, err := os.Stat(data); err != nil {
		t.Skipf("NOT RUN: the real files are not at %s: %v", data, err)
	}
	rows, err := parseTruth(truthTable)
	if err != nil {
		t.Fatal(err)
	}
	cases, err := load(data, slices.DeleteFunc(rows, func(r row) bool { return !wanted(r) }))
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

// Whatever is found or not, no airfield that is said to be proved is wrong, and
// every proved span of a take-off or landing meets one that took place.
func TestNoProofIsWrong(t *testing.T) {
	cases := files(t, func(r row) bool {
		return !testing.Short() || !strings.Contains(r.file, "savan") && !strings.Contains(r.file, "switzerland")
	})
	var s score
	for _, c := range cases {
		s.add(c)
	}
	for _, x := range s.sound {
		t.Errorf("a proof is wrong: %s", x)
	}
	if named := s.sure.right + s.sure.wrong; named < 18 {
		t.Errorf("only %d airfields are proved: too few for their being right to say much", named)
	}
	s.print(io.Discard)
}

// The re-implementations make as many flights as the study of the systems
// counted on the same two files (docs/measured.md).
func TestRulesAgreeWithTheStudy(t *testing.T) {
	cases := files(t, func(r row) bool { return strings.HasPrefix(r.file, "readsb-trace-csv/") })
	want := map[string][]int{
		"abfd8c": {3, 3, 3, 2, 3, 2},
		"c060ba": {7, 7, 7, 7, 7, 7},
	}
	flips := map[string][2]int{"abfd8c": {2, 3}, "c060ba": {6, 5}}
	for _, c := range cases {
		hex := c.track.Address.String()
		for i, n := range want[hex] {
			if got := len(rules[i+1].divide(c)); got != n {
				t.Errorf("%s: %s makes %d flights, the study has %d", hex, rules[i+1].name, got, n)
			}
		}
		var got [2]int
		for i := 1; i < len(c.fixes); i++ {
			switch a, b := c.fixes[i-1].Ground == track.OnGround, c.fixes[i].Ground == track.OnGround; {
			case a && !b:
				got[0]++
			case b && !a:
				got[1]++
			}
		}
		if got != flips[hex] {
			t.Errorf("%s: %v changes of the ground flag, the study has %v", hex, got, flips[hex])
		}
		delete(want, hex)
	}
	if len(want) > 0 {
		t.Errorf("not looked at: %v", want)
	}
}

// The marks that readsb itself put into its file divide the flights of the table
// as the rule made anew does.
func TestReadsbRuleAgreesWithItsMarks(t *testing.T) {
	cases := files(t, func(r row) bool { return strings.HasPrefix(r.file, "readsb-trace/") })
	for _, c := range cases {
		marked := split(c.fixes, func(_, b *track.Fix) bool { return b.Mark.Has(track.NewLeg) })
		got := readsb(c)
		flights, _ := c.flights()
		if len(flights) != 4 || len(marked) < 3 {
			t.Fatalf("%d flights, %d by the marks", len(flights), len(marked))
		}
		for i, f := range flights {
			theirs := slices.IndexFunc(marked, func(s segment) bool { return s.meets(f.segment) })
			ours := slices.IndexFunc(got, func(s segment) bool { return s.meets(f.segment) })
			if len(got) != len(marked) || theirs != ours {
				t.Errorf("%s: flight %d is in piece %d of %d by the file's marks, in %d of %d by the rule", c.file, i, theirs, len(marked), ours, len(got))
			}
		}
	}
}

// The table reads, names each aircraft's events in an order in which they can
// have taken place, and what it lacks is an error.
func TestTruthTable(t *testing.T) {
	rows, err := parseTruth(truthTable)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 300 {
		t.Errorf("%d rows", len(rows))
	}
	for _, text := range []string{
		"a\tb\n",
		"f\t-\tcrash\t-\t-\t2020-01-01T00:00:00Z\tno\t\n",
		"f\txyz\ttakeoff\t-\t-\t2020-01-01T00:00:00Z\tno\t\n",
		"f\t-\ttakeoff\t-\t-\t-\tno\t\n",
		"f\t-\ttakeoff\t-\t2020-01-02T00:00:00Z\t2020-01-01T00:00:00Z\tno\t\n",
		"f\t-\ttakeoff\t-\t2020\t-\tno\t\n",
	} {
		if _, err := parseTruth(text); err == nil || !strings.Contains(err.Error(), "truth.tsv: line 1") {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, c := range files(t, func(r row) bool { return !strings.Contains(r.file, "switzerland") }) {
		if _, ok := c.flights(); !ok {
			t.Errorf("%s %v: the events follow one another in no order of flights", c.file, c.rows[0].addr)
		}
	}
}
