package airframe_test

import (
	"compress/gzip"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/airframe"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/track"
)

const data = "../../shared/data"

// typesOf is the type of each aircraft of a public list, by address.
func typesOf(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(data, "reference/plane-alert-db.csv.gz"))
	if err != nil {
		t.Skip("no real files:", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range rows[1:] {
		out[strings.ToLower(r[0])] = r[4]
	}
	return out
}

// No speed over the ground in any real file, of an aircraft whose type is known
// from the file or a public list, is above the bound of its type; nor do its
// positions show one. One report of a month of one aircraft's is: 762 kt, seconds
// before and after 273 kt, which no aircraft does.
func TestObserved(t *testing.T) {
	listed := typesOf(t)
	most := map[string]float32{} // by designator, knots
	aircraft := map[string]bool{}
	reports, slips := 0, 0
	see := func(tr *track.Track) error {
		designator := tr.Type
		if designator == "" {
			designator = listed[tr.Address.String()]
		}
		ty, ok := airframe.Lookup(designator)
		if !ok {
			return nil
		}
		aircraft[tr.Address.String()] = true
		for i := range tr.Fixes {
			f := &tr.Fixes[i]
			if !(f.Speed >= 0) {
				continue
			}
			reports++
			if geo.Speed(f.Speed)*geo.Knot > ty.Top() {
				if i > 0 && f.At-tr.Fixes[i-1].At < 10_000 && f.Speed-tr.Fixes[i-1].Speed > 400 {
					slips++
					continue
				}
				t.Errorf("%s, a %s, reported %.0f kt in row %d; the bound is %s", tr.Address, designator, f.Speed, f.Row, ty.Top())
			}
			most[ty.Designator] = max(most[ty.Designator], f.Speed)
		}
		if how, beats := tr.Beats(ty.Top()); beats {
			t.Errorf("%s, a %s, is above %s: %s", tr.Address, designator, ty.Top(), how)
		}
		return nil
	}
	for _, folder := range []string{"readsb-trace", "readsb-trace-csv", "fr24", "opensky-traffic-samples", "ice-hub-snapshots", "ice-air-excerpts"} {
		err := filepath.WalkDir(filepath.Join(data, folder), func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			_, err = feed.ReadFiles([]string{name}, feed.Options{}, see)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for d, v := range most {
		ty, _ := airframe.Lookup(d)
		t.Logf("%s: at most %.0f kt of %s", d, v, ty.Top())
	}
	t.Logf("%d types, %d aircraft, %d reports of speed", len(most), len(aircraft), reports)
	if slips > 1 {
		t.Errorf("%d reports were passed over", slips)
	}
	if len(most) < 10 || reports < 10_000 {
		t.Errorf("%d types with %d reports were compared", len(most), reports)
	}
}
