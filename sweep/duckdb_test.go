package sweep

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/place"
)

// duckdb asks DuckDB which aircraft have a position in a box at a time, of the
// traces as they lie in the tar.
const duckdb = `
import duckdb, gzip, os, sys, tarfile
tar, work = sys.argv[1:]
for m in (t := tarfile.open(tar)):
    if "/trace_full_" in m.name: open(os.path.join(work, os.path.basename(m.name) + ".gz"), "wb").write(t.extractfile(m).read())
for (a,) in duckdb.sql(f"""SELECT DISTINCT icao FROM (SELECT icao, "timestamp" AS base, unnest(trace) AS p FROM read_json('{work}/*.json.gz', format='unstructured', compression='gzip',
    columns={{icao: 'VARCHAR', "timestamp": 'DOUBLE', trace: 'JSON[][]'}}, maximum_object_size=67108864))
  WHERE base + p[1]::DOUBLE BETWEEN 1742119200 AND 1742147999.999 AND p[2]::DOUBLE BETWEEN 31 AND 34 AND p[3]::DOUBLE BETWEEN -98 AND -95""").fetchall(): print(a)
`

// boxJSON is the box as an outline, which keeps within some metres of its parallels.
const boxJSON = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"box","error_m":1},"geometry":{"type":"Polygon","coordinates":[[[-98,31],[-95,31],[-95,34],[-98,34],[-98,31]]]}}]}`

// The certain part of a question is what DuckDB finds, but for aircraft within the
// error of the outline and those whose positions are in doubt.
func TestDuckDB(t *testing.T) {
	python := os.Getenv("HOLDSHORT_PYTHON")
	if python == "" {
		python = "python3"
	}
	if err := exec.Command(python, "-c", "import duckdb").Run(); err != nil {
		t.Skipf("NOT RUN: %s has no duckdb (pip install duckdb; HOLDSHORT_PYTHON names another Python): %v", python, err)
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "day.tar")
	if err := os.WriteFile(name, madeDay(), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "-c", duckdb, name, dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	peer := strings.Fields(string(out))
	regions, err := place.ReadGeoJSON(strings.NewReader(boxJSON), "box")
	if err != nil {
		t.Fatal(err)
	}
	q, err := Parse(`shows-fix(it, box, "2025-03-16T10:00:00Z", "2025-03-16T17:59:59Z")`, Names{Zone: "UTC", Area: func(string) (place.Region, bool) { return regions[0], true }})
	if err != nil {
		t.Fatal(err)
	}
	r := sweepOf(t, "", Options{Query: q}, part("day.tar", madeDay()))
	same := 0
	for _, f := range r.Finds {
		if f.Verdict == Certain && !slices.Contains(peer, f.Address.String()) {
			t.Errorf("%s is certain, and DuckDB does not find it", f.Address)
		}
		if f.Verdict == Certain {
			same++
		}
	}
	for _, a := range peer {
		if !slices.ContainsFunc(r.Finds, func(f Find) bool { return f.Address.String() == a }) {
			t.Logf("%s is found by DuckDB alone", a)
			same--
		}
	}
	t.Logf("DuckDB finds %d; %d certain", len(peer), r.Counts[Certain])
	if len(peer) < 4 && !testing.Short() || r.Counts[Certain] == 0 || same*10 < len(peer)*9 {
		t.Errorf("DuckDB finds %d, of which %d are certain here", len(peer), same)
	}
}
