package feed

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// tryIn reads a file by the first of those formats that takes it.
func tryIn(formats []format, name string, data []byte, opts Options) ([]*track.Track, Summary, error) {
	head := data[:min(len(data), headSize)]
	for _, f := range formats {
		if !f.is(head) {
			continue
		}
		var tracks []*track.Track
		sum := &Summary{Format: f.name}
		in := &input{name: name, r: bufio.NewReaderSize(bytes.NewReader(data), headSize), opts: opts, sum: sum}
		in.sink = func(t *track.Track) error {
			tracks = append(tracks, t)
			return nil
		}
		err := f.read(in)
		in.tally()
		return tracks, *sum, err
	}
	return nil, Summary{}, errors.New("no format takes it")
}

// refused is the error for a file that is recognised and not read.
func refused(t *testing.T, formats []format, name string, data []byte, opts Options) *Error {
	t.Helper()
	tracks, _, err := tryIn(formats, name, data, opts)
	var e *Error
	if !errors.As(err, &e) || len(tracks) > 0 {
		t.Fatalf("%d tracks, %v", len(tracks), err)
	}
	return e
}

func rawFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("../../shared/data/modes-raw/" + name)
	if err != nil {
		t.Skip("no recorded frames:", err)
	}
	return b
}

// avrOf is the frames of the CSV as AVR, which come within so many seconds.
func avrOf(csv []byte, begin string, seconds int) []byte {
	var b bytes.Buffer
	for line := range strings.Lines(strings.ReplaceAll(string(csv), `"`, "")) {
		cells := strings.Split(line, ",")
		if n, _ := wholeNumber(cells[0]); n < 1457996400+seconds {
			b.WriteString(begin + cells[1] + ";\n")
		}
	}
	return b.Bytes()
}

func TestRawIsRefused(t *testing.T) {
	csv := rawFile(t, "sample_data_adsb.csv")
	for _, c := range []struct {
		name, format string
		data         []byte
		hint         string
	}{
		{"a.bin", "beast", rawFile(t, "sample_dump1090.bin"), "nc -N 127.0.0.1 30004 <a.bin"},
		{"a.avr", "avr", avrOf(csv, "*", 60), "Frames that begin with * have no time at all."},
		{"a.avr", "avr", avrOf(csv, "@0123456789ab", 60), "Frames that begin with @ have a count since the receiver was switched on"},
		{"a b.avr", "avr", avrOf(csv, "*", 60), "nc -N 127.0.0.1 30001 <'./a b.avr'"},
		{"a.csv", "mode-s-csv", csv, `faketime -f "@2016-03-14 23:00:00"`},
		{"b.csv", "mode-s-csv", rawFile(t, "sample_data_commb_df20.csv"), "$3"},
	} {
		e := refused(t, rawFormats, c.name, c.data, Options{})
		if e.Format != c.format || !strings.Contains(e.Msg, "not decoded here") || !strings.Contains(e.Hint, c.hint) {
			t.Errorf("%s: %+v", c.name, e)
		}
	}
}

func TestNotRaw(t *testing.T) {
	for _, s := range []string{
		"", "*", "*;", "*8D;", "*8D406B909945DE10000405999BE4", "@8D406B909945DE10000405999BE4;\n", "* a list\n* of words;\n",
		"\x1a", "\x1a5", "\x1a2\x1a2\x1a2\x1a2", "x\x1a2", "\x1a20000000\x1a20",
		"1457996400", "1457996400,8D406B", "time,frame\n", "1,8D406B909945DE10000405999BE4", "a,8D406B909945DE10000405999BE4",
		"<kml>", "{}", "MSG,3,1,1,406B90,1\n",
	} {
		for _, f := range rawFormats {
			if f.is([]byte(s)) {
				t.Errorf("%q is taken for %s", s, f.name)
			}
		}
	}
	if !isAVR([]byte("*8D406B909945DE10000405999BE4;\n\n*5D3981e46dc8eb;\n*21")) {
		t.Error("a file cut off is not taken for AVR")
	}
}

// The commands of each hint, as they stand but for the ports, turn the file into
// a log that reads as positions.
func TestHintsWork(t *testing.T) {
	for _, tool := range []string{"dump1090-mutability", "nc", "awk"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed: the hints of raw formats are not tried")
		}
	}
	if testing.Short() {
		t.Skip("waits for a decoder")
	}
	csv := rawFile(t, "sample_data_adsb.csv")
	lines := bytes.SplitAfterN(csv, []byte("\n"), 41)
	for _, c := range []struct {
		name, addr string
		data       []byte
		least      int
	}{
		{"frames.bin", "48520a", rawFile(t, "sample_dump1090.bin"), 2},
		{"frames.avr", "406b90", avrOf(csv, "*", 9), 4},
		{"counted.avr", "406b90", avrOf(csv, "@0123456789ab", 9), 4},
		{"frames.csv", "406b90", bytes.Join(lines[:40], nil), 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			log := replay(t, c.name, c.data)
			tracks, sum, err := tryIn(csvFormats, "log", log, Options{Zone: "UTC"})
			if err != nil || len(tracks) != 1 || tracks[0].Address.String() != c.addr || len(tracks[0].Fixes) < c.least {
				t.Fatalf("%d tracks, %+v, %v\n%.300s", len(tracks), sum, err, log)
			}
			if c.name == "frames.csv" && hasTool("faketime") {
				wantPace(t, string(log), lines[39])
			}
		})
	}
}

// wantPace looks that the last message of a log comes when the last frame did.
func wantPace(t *testing.T, log string, last []byte) {
	rows := strings.Split(strings.TrimSpace(log), "\n")
	cells := strings.Split(rows[len(rows)-1], ",")
	got, ok := parseStamp(cells[6] + " " + cells[7])
	sec, _ := wholeNumber(string(last[:10]))
	off := time.Duration(got.at-span.Instant(sec)*1000) * time.Millisecond
	t.Logf("the last message comes %v after the last frame", off)
	if !ok || off < 0 || off > 5*time.Second {
		t.Errorf("the last message comes %v after the last frame", off)
	}
}

func hasTool(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// replay runs the commands of the hint for a file and returns the log.
func replay(t *testing.T, name string, data []byte) []byte {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
	h := refused(t, rawFormats, name, data, Options{}).Hint
	const last = "kill $D"
	script := h[strings.Index(h, "\n  ") : strings.Index(h, last)+len(last)]
	sbs, avr, beast := freePort(t), freePort(t), freePort(t)
	script = strings.NewReplacer("30003", sbs, "30001", avr, "30004", beast,
		"--net-only", "--net-only --net-ro-port 0 --net-bo-port 0 --net-ri-port "+avr+" --net-bi-port "+beast+" --net-sbs-port "+sbs).Replace(script)
	if strings.HasSuffix(name, ".csv") && hasTool("faketime") {
		script = strings.Replace(script, "dump1090-mutability", `faketime -f "@2016-03-14 23:00:00" dump1090-mutability`, 1)
	}
	cmd := exec.Command("sh", "-c", script)
	cmd.Dir, cmd.WaitDelay = dir, 10*time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Logf("%v: %s", err, out)
	}
	log, err := os.ReadFile(filepath.Join(dir, name+".sbs"))
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// Telling the raw formats never fails.
func FuzzRaw(f *testing.F) {
	f.Add([]byte("*8D406B909945DE10000405999BE4;\n"))
	f.Add([]byte("1457996400,\"8D406B909945DE10000405999BE4\",\"406B90\",19\n"))
	f.Add([]byte("\x1a2\x00\x00\x15\xa8\x87\x7e\x0d\x20\x00\x0c\xa8\xf7\x0a\xa7\x1a2"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, sum, err := tryIn(rawFormats, "x", b, Options{})
		var e *Error
		if sum.Format != "" && !errors.As(err, &e) {
			t.Errorf("%s: %v", sum.Format, err)
		}
	})
}
