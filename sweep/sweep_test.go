package sweep

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/holdshort/holdshort/internal/daygen"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
)

// share is how much of a world day the tests make: a hundredth, unless they are to
// be short.
func share() float64 {
	if testing.Short() {
		return 0.002
	}
	return 0.01
}

const midnight = span.Instant(1742083200000) // 16 March 2025

// madeDay is a synthetic day, made once.
var madeDay = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	if _, err := daygen.Write(&b, daygen.Options{Seed: 11, Share: share(), Day: midnight}); err != nil {
		panic(err)
	}
	return b.Bytes()
})

// part is a part in memory.
func part(name string, b []byte) Part {
	return Part{Name: name, Size: int64(len(b)), Open: func(from int64) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(b[from:])), nil
	}}
}

func query(t testing.TB, text string, lists ...*List) *Query {
	t.Helper()
	q, err := Parse(text, Names{Lists: lists, Area: place.Area, Zone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func sweepOf(t testing.TB, text string, o Options, parts ...Part) *Result {
	t.Helper()
	if o.Query == nil {
		o.Query = query(t, text)
	}
	r, err := Run(context.Background(), parts, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// listOf is the finds as text.
func listOf(r *Result) string {
	var b strings.Builder
	for _, f := range r.Finds {
		fmt.Fprintln(&b, f.Verdict, f.Address)
	}
	return b.String()
}

const between = `"2025-03-16T10:00Z", "2025-03-16T18:00Z"`

// The same finds come of reading every trace in full as of glancing at most, and
// what a glance rules out for certain, so does the full reading.
func TestSweepIsWhatBruteForceFinds(t *testing.T) {
	fields := &List{Name: "fields", Entries: []Entry{{Kind: "airport", Value: "EGLL"}, {Kind: "airport", Value: "KDFW"}, {Kind: "place", Value: "camp", At: place.Fields()[4000].At(), Radius: 30_000}}}
	for _, text := range []string{
		`near(it, KDFW, ` + between + `)`,
		`departs(it, KATL, ` + between + `) and not shows-landing(it, ` + between + `)`,
		`leaves(it, us-12nm, ` + between + `)`,
		`enters(it, gb-land, ` + between + `) and not type(it, A320)`,
		`airborne(it, "2025-03-16T12:00Z") and in-area(it, fr-land, "2025-03-16T12:00Z")`,
		`any x in fields: near(it, x, ` + between + `)`,
		`shows-turn-back(it, ` + between + `)`,
		`(visits(it, mx-land, "2025-03-16T00:00Z", "2025-03-16T02:00Z") or arrives(it, MMMX, ` + between + `)) and operator(it, charter)`,
		`flagged(it, ladd) and not visits(it, us-12nm, ` + between + `)`,
		`shows-fix(it, au-land, ` + between + `)`,
	} {
		t.Run(text, func(t *testing.T) {
			q := query(t, text, fields)
			day := part("day.tar", madeDay())
			quick := sweepOf(t, text, Options{Query: q}, day)
			brute := sweepOf(t, text, Options{Query: q, brute: true}, day)
			if got, want := listOf(quick), listOf(brute); got != want {
				t.Errorf("swept:\n%.2000s\nin full:\n%.2000s", got, want)
			}
			if quick.Counts[Out] > brute.Counts[Out] {
				t.Errorf("%d are ruled out at a glance, and %d in full", quick.Counts[Out], brute.Counts[Out])
			}
			if quick.Audit.Points != brute.Audit.Points || quick.Audit.Traces != int64(share()*daygen.World) {
				t.Errorf("%d and %d points, %d traces", quick.Audit.Points, brute.Audit.Points, quick.Audit.Traces)
			}
			t.Logf("%v; in full %d of %d; brute %v", quick.Counts, quick.Full, quick.Audit.Traces, brute.Counts)
		})
	}
}

// The same is found on one processor and several, and from parts cut at any byte.
func TestPartsAndWorkers(t *testing.T) {
	text := `leaves(it, us-12nm, ` + between + `)`
	day := madeDay()
	want := sweepOf(t, text, Options{Workers: 1}, part("day.tar", day))
	for _, cut := range [][]int{{1}, {512, 513}, {len(day)/3 + 7, len(day) / 2}} {
		var parts []Part
		at := 0
		for i, c := range append(cut, len(day)) {
			parts = append(parts, part(fmt.Sprintf("day.tar%s", suffixOf(i)), day[at:c]))
			at = c
		}
		got := sweepOf(t, text, Options{Workers: 4}, parts...)
		if listOf(got) != listOf(want) || fmt.Sprint(got.Audit) != fmt.Sprint(want.Audit) {
			t.Errorf("cut at %v: other finds, or %v, not %v", cut, got.Audit.Notes(), want.Audit.Notes())
		}
	}
}

// Files finds the parts beside the first, and says which are missing.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"d.tar.aa", "d.tar.ab", "d.tar.ad", "other.tar"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parts, err := Files([]string{filepath.Join(dir, "d.tar.aa"), filepath.Join(dir, "other.tar"), "-"}, strings.NewReader("in"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range parts {
		got = append(got, fmt.Sprintf("%s %d %v", filepath.Base(p.Name), p.Size, p.Open != nil))
	}
	if want := []string{"d.tar.aa 8 true", "d.tar.ab 8 true", "d.tar.ac 0 false", "d.tar.ad 8 true", "other.tar 9 true", "standard input -1 true"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	c, err := newChain(parts, 12)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(c); err != nil || string(b) != "r.abd.tar.adother.tarin" || !slices.Equal(c.missing, []string{filepath.Join(dir, "d.tar.ac")}) {
		t.Errorf("%q, missing %q, %v", b, c.missing, err)
	}
	if _, err := Files([]string{filepath.Join(dir, "none.tar")}, nil); err == nil {
		t.Error("a file that is not there is no error")
	}
}
