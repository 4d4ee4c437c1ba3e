package feed

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// closing counts and sums what is read, and reads the rest when it is closed.
type closing struct {
	io.Reader
	done func()
}

func (c closing) Close() error {
	_, err := io.Copy(io.Discard, c.Reader)
	c.done()
	return err
}

// What goes through Options.Through is exactly the bytes of each file, once,
// whatever is in it: a table, a tar, parts of one.
func TestThrough(t *testing.T) {
	dir := t.TempDir()
	table := []byte("time,lat,lon,hex\n2025-03-15T21:24:00Z,26,-97,abcdef\n2025-03-15T21:24:20Z,26,-97.1,abcdef\n")
	var packed bytes.Buffer
	w := tar.NewWriter(&packed)
	for i := range 3 {
		if err := w.WriteHeader(&tar.Header{Name: fmt.Sprint("x", i, ".csv"), Size: int64(len(table)), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(table); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want := map[string][32]byte{}
	for name, b := range map[string][]byte{"a.csv": table, "b.tar": packed.Bytes(), "c.tar.aa": packed.Bytes()[:1000], "c.tar.ab": packed.Bytes()[1000:]} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
		if name != "c.tar.aa" && name != "c.tar.ab" {
			want[filepath.Join(dir, name)] = sha256.Sum256(b)
		}
	}
	want[filepath.Join(dir, "c.tar")] = sha256.Sum256(packed.Bytes())
	var names []string
	opts := Options{Through: func(name string, r io.Reader) io.ReadCloser {
		sum := sha256.New()
		names = append(names, name)
		return closing{io.TeeReader(r, sum), func() {
			if got := [32]byte(sum.Sum(nil)); got != want[name] {
				t.Errorf("%s: other bytes went through", name)
			}
		}}
	}}
	for _, read := range []func([]string, Options, Sink) (Summary, error){ReadFiles, ReadAircraft} {
		names = nil
		if _, err := read([]string{dir}, opts, func(*track.Track) error { return nil }); err != nil {
			t.Fatal(err)
		}
		slices.Sort(names)
		if len(names) != len(want) || len(slices.Compact(names)) != len(want) {
			t.Errorf("went through: %q", names)
		}
	}
}
