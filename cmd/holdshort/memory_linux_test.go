package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestTrackMemory makes an archive of synthetic traces and one of four times as
// many: the peak of track does not grow with their number, in any form.
// HOLDSHORT_TRACES sets the number in the smaller.
func TestTrackMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large archives")
	}
	n, forms := 400, []string{"json", "kml"}
	if v, err := strconv.Atoi(os.Getenv("HOLDSHORT_TRACES")); err == nil {
		n, forms = v, []string{"table", "json", "csv", "geojson", "kml", "czml"}
	}
	few, many := syntheticDay(t, n), syntheticDay(t, 4*n)
	for _, form := range forms {
		small, _ := peakOf(t, "track", few, "--form", form)
		large, took := peakOf(t, "track", many, "--form", form)
		t.Logf("%s: %d traces %d MB, %d traces %d MB in %v", form, n, small>>20, 4*n, large>>20, took.Round(time.Millisecond))
		if large > small+16<<20 {
			t.Errorf("%s: the peak grows from %d MB to %d MB", form, small>>20, large>>20)
		}
	}
}

// syntheticDay is a tar of so many gzipped traces, each of 400 positions of a
// flight with details at every fourth.
func syntheticDay(t *testing.T, n int) string {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "day.tar"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := tar.NewWriter(f)
	var packed, text bytes.Buffer
	z := gzip.NewWriter(&packed)
	for i := range n {
		packed.Reset()
		text.Reset()
		madeTrace(&text, 0xa00000+i)
		z.Reset(&packed)
		z.Write(text.Bytes())
		z.Close()
		w.WriteHeader(&tar.Header{Name: fmt.Sprintf("traces/%02x/trace_full_%06x.json", i&0xff, 0xa00000+i), Size: int64(packed.Len()), Mode: 0o644})
		if _, err := w.Write(packed.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

func madeTrace(b *bytes.Buffer, code int) {
	fmt.Fprintf(b, `{"icao":"%06x","timestamp":1742074000,"trace":[`, code)
	for i := range 400 {
		if i > 0 {
			b.WriteByte(',')
		}
		detail := "null"
		if i%4 == 0 {
			detail = `{"type":"adsb_icao","flight":"XXX1    ","squawk":"1200","nic":8,"rc":186,"version":2,"nac_p":9,"sil":3}`
		}
		lat, alt := 20+float64(code%1000)/50, min(i, 400-i)*150
		fmt.Fprintf(b, "\n[%d.%02d,%.6f,%.6f,%d,%d.3,90.0,0,%d,%s,\"adsb_icao\",%d,0,280,0.1]", i*10, i%100, lat, -95+0.02*float64(i), alt, 400+i%7, i%3*64, detail, alt+300)
	}
	b.WriteString("]}")
}

// peakOf runs the program in a process of its own, and is the most memory that
// it held, in bytes, and the time it took.
func peakOf(t *testing.T, args ...string) (int64, time.Duration) {
	t.Helper()
	var errs bytes.Buffer
	peak := filepath.Join(t.TempDir(), "peak")
	cmd := &exec.Cmd{Path: os.Args[0], Args: append([]string{"holdshort"}, args...), Stdout: io.Discard, Stderr: &errs,
		Env: append(os.Environ(), peakFile+"="+peak)}
	began := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	took := time.Since(began)
	said, err := os.ReadFile(peak)
	if err != nil {
		t.Fatal(err)
	}
	kilo, err := strconv.ParseInt(strings.TrimSuffix(string(said), " kB"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kilo << 10, took
}

// The peak of a look does not grow with what is looked at, a file or an answer; to
// be encrypted it is held, since it must not touch the disk.
func TestWatchMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes large files")
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		for range n {
			w.Write(make([]byte, 1<<20))
		}
	}))
	defer s.Close()
	for _, address := range []bool{false, true} {
		var peaks []int64
		for _, mega := range []int{1, 60} { // an answer has 64 at most
			dir := t.TempDir()
			t.Setenv("TMPDIR", dir)
			what := s.URL + "/" + strconv.Itoa(mega)
			if !address {
				what = filepath.Join(dir, "x")
				if err := os.WriteFile(what, make([]byte, mega<<20), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			folder := filepath.Join(dir, "case")
			if code, _, errs := typed("init", folder); code != 0 {
				t.Fatal(errs)
			}
			peak, took := peakOf(t, "keep", folder, what, "--watch", "--looks", "1")
			t.Logf("an address: %v, %d MiB: peak %d MB in %v", address, mega, peak>>20, took.Round(time.Millisecond))
			peaks = append(peaks, peak)
			if left, err := filepath.Glob(filepath.Join(dir, "holdshort-keep-*")); err != nil || len(left) > 0 {
				t.Errorf("left: %v, %v", left, err)
			}
		}
		if peaks[1] > peaks[0]+16<<20 {
			t.Errorf("an address: %v: the peak grows from %d MB to %d MB", address, peaks[0]>>20, peaks[1]>>20)
		}
	}
}
