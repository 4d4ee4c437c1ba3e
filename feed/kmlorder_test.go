package feed

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Each file of these formats is taken by one of them alone, and by none of the
// others' but for tables, which are tried last.
func TestOneFormatTakesEach(t *testing.T) {
	for name, text := range map[string]string{
		"kml": flightAwareKML, "gpx": gpxFile, "igc": igcFile, "flightaware-json": aeroTrack, "geojson": geoLine,
		"avr": "*8D406B909945DE10000405999BE4;\n", "mode-s-csv": "1457996400,\"8D406B909945DE10000405999BE4\",\"406B90\",19\n",
		"beast": "\x1a2\x00\x00\x15\xa8\x87\x7e\x0d\x20\x00\x0c\xa8\xf7\x0a\xa7",
	} {
		var got []string
		for _, f := range slices.Concat(xmlFormats, rawFormats, readsbFormats) {
			if f.is([]byte(text)) {
				got = append(got, f.name)
			}
		}
		if !slices.Equal(got, []string{name}) {
			t.Errorf("%s is taken for %v", name, got)
		}
	}
}

// None of the recorded files of other formats is taken for one of these.
func TestOthersAreNotTaken(t *testing.T) {
	root := "../../shared/data"
	ours := map[string]string{
		"tracklog-from-foreflight.kml.gz": "kml", "sample_dump1090.bin": "beast", "sample_data_adsb.csv": "mode-s-csv", "sample_data_commb_df20.csv": "mode-s-csv",
		"US_ARTCC_boundaries.geojson": "geojson", "vatspy_Boundaries.geojson.gz": "geojson",
	}
	seen := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		want, base := "", filepath.Base(path)
		switch {
		case e.IsDir() && base == "dockets":
			return fs.SkipDir
		case e.IsDir():
			return nil
		case strings.HasPrefix(base, "ne_"):
			want = "geojson"
		default:
			want = ours[base]
		}
		seen++
		head, err := headOf(path)
		if err != nil {
			return err
		}
		got := ""
		for _, f := range slices.Concat(xmlFormats, rawFormats) {
			if f.is(head) {
				got = f.name
				break
			}
		}
		if got != want {
			t.Errorf("%s is taken for %q", path, got)
		}
		return nil
	})
	if err != nil {
		t.Skip("no recorded files:", err)
	}
	t.Logf("%d files", seen)
}

// headOf is the beginning of a file, unpacked.
func headOf(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var r io.Reader = bytes.NewReader(b)
	if bytes.HasPrefix(b, []byte("\x1f\x8b")) {
		if r, err = gzip.NewReader(r); err != nil {
			return nil, err
		}
	}
	return io.ReadAll(io.LimitReader(r, headSize))
}
