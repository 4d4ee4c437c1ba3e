package feed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// A folder of what fetch keeps is read as it lies there: manifests are passed
// over, and so is what is hidden.
func TestFolderOfCaptures(t *testing.T) {
	dir := t.TempDir()
	trace := `{"icao":"abcdef","timestamp":1742073840,"trace":[[0,26.2285,-97.6544,"ground",5,120,0,0,null,"adsb_icao"]]}`
	for name, text := range map[string]string{
		"x/trace_full_abcdef.json":          trace,
		"x/trace_full_abcdef.capture.json":  `{"capture": 1, "url": "https://example.org/x", "tries": []}`,
		".apart/x/trace_full_abcdef.bytes":  "<html>",
		"x/.trace_full_abcdef.json.123.tmp": trace[:40],
		"x/unlike.json":                     strings.Replace(trace, "abcdef", "123456", 1),
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	s, err := ReadFiles([]string{dir}, Options{}, func(tr *track.Track) error {
		got = append(got, tr.Address.String())
		return nil
	})
	if err != nil || s.Partial || len(got) != 2 || got[0] != "abcdef" || got[1] != "123456" {
		t.Errorf("%v, %v, %+v", got, err, s)
	}
	if len(s.Notes) != 2 || !strings.Contains(s.Notes[0].Text, "hidden") || !strings.Contains(s.Notes[1].Text, "hidden") {
		t.Errorf("%+v", s.Notes)
	}
	// A folder that is hidden itself is read if it is asked for.
	if _, err := ReadFiles([]string{filepath.Join(dir, ".apart")}, Options{}, func(*track.Track) error { return nil }); err == nil {
		t.Error("the hidden folder was not read")
	}
}

func TestIsCapture(t *testing.T) {
	for text, want := range map[string]bool{
		`{"capture": 1, "x": 2}`: true, "{\n  \"capture\": 12": true, `{"capture": "x"}`: false,
		`{"x": 2, "capture": 1}`: false, `{"capture"`: false, `{}`: false, ``: false, `[{"capture": 1}]`: false,
	} {
		f := detect([]byte(text))
		if got := f != nil && f.name == "capture-manifest"; got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
