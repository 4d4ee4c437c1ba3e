package feed

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/holdshort/holdshort/track"
)

// evil are files of which each has something wrong, and what must be said of it.
func evil() map[string]struct {
	body []byte
	note string
} {
	good := traceOf(1, 400)
	var bomb bytes.Buffer
	z, _ := gzip.NewWriterLevel(&bomb, gzip.BestCompression)
	start := traceOf(2, 3)
	z.Write(start[:bytes.IndexByte(start, '\n')])
	for range 100 {
		z.Write(bytes.Repeat([]byte(" "), 1<<20))
	}
	z.Close()
	packed := gz(good)
	bad := bytes.Clone(good)
	wrong := bytes.LastIndex(bad, []byte("3000")) + 2
	bad[wrong] = '?'
	point := func(fields string) []byte {
		return []byte(`{"icao":"000003","timestamp":1700000000,"trace":[[0,` + fields + `],[1,1,2,3000,1,2,0,0,null]]}`)
	}
	return map[string]struct {
		body []byte
		note string
	}{
		"cut.json.gz":    {packed[:len(packed)-30], fmt.Sprintf("the gzip breaks off at byte %d", len(packed)-30)},
		"sum.json.gz":    {append(packed[:len(packed)-6:len(packed)-6], 0, 0, 0, 0, 0, 0), "the gzip is damaged"},
		"bad.json":       {bad, fmt.Sprintf("this is not JSON at byte %d; what came before was read", wrong)},
		"cut.json":       {good[:len(good)-20], "the file breaks off at byte 265"},
		"nan.json":       {point("nan,2,3000,1,2,0,0,null"), "one of the numbers is nan or inf"},
		"off.json":       {point("91,2,3000,1,2,0,0,null"), "the latitude or longitude is out of range"},
		"off2.json":      {point("1,1e300,3000,1,2,0,0,null"), "the latitude or longitude is out of range"},
		"names.tar":      {tarOf(member{name: "../../x", body: good}, member{name: "/etc/passwd", body: good}), `"../../x" leads out of the archive`},
		"links.tar":      {tarOf(member{name: "l", kind: tar.TypeSymlink}, member{name: "a", body: good}), `"l" is a link or device`},
		"blanks.gz":      {bomb.Bytes(), "the file breaks off at byte 104"}, // read to its end, 100 MB
		"bomb.gz.gz":     {gz(bomb.Bytes()), "expands to more than a file may"},
		"bomb.zip":       {bombs(), "expands to more than a file may"},
		"bomb.tar":       {tarOf(member{name: "a", body: gz(bomb.Bytes())}, member{name: "b", body: good}), "expands to more than a file may"},
		"empty":          {nil, "it is empty"},
		"empty.gz":       {gz(nil), "it is empty"},
		"text":           {[]byte("hello"), "byte 0: not a position file known here"},
		"deep.gz":        {gz(gz(gz(gz(gz(good))))), "more than 4 deep"},
		"cut.tar":        {tarOf(member{name: "a", body: good}, member{name: "b", body: good})[:len(good)+1400], "the tar breaks off"},
		"cut.zip":        {zipOf(member{name: "a", body: good})[:500], "the zip is cut short or damaged"},
		"long value.txt": {[]byte(`{"icao":"` + strings.Repeat("a", MaxRow+9) + `","trace":[]}`), "known here"},
	}
}

// TestEvilFolder reads a folder of such files, with a pipe, a broken link and a
// folder that may not be entered among them, in a process of its own. Each is
// named with what is wrong, the good files are read, and memory is bounded.
func TestEvilFolder(t *testing.T) {
	if dir := os.Getenv("HOLDSHORT_EVIL"); dir != "" {
		tellFolder(t, dir)
		return
	}
	dir := t.TempDir()
	for name, f := range evil() {
		writeTo(t, dir, name, f.body)
	}
	writeTo(t, dir, "z/good.json", traceOf(0xabcdef, 7))
	writeTo(t, dir, "shut/x.json", traceOf(1, 1))
	os.Chmod(filepath.Join(dir, "shut"), 0)
	defer os.Chmod(filepath.Join(dir, "shut"), 0o755)
	if err := makePipe(filepath.Join(dir, "pipe")); err != nil {
		t.Fatal(err)
	}
	os.Symlink("nowhere", filepath.Join(dir, "link"))

	cmd := exec.Command(os.Args[0], "-test.run=^TestEvilFolder$")
	cmd.Env = append(os.Environ(), "HOLDSHORT_EVIL="+dir)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var told folderTold
	if err := json.Unmarshal(out[:bytes.IndexByte(out, '\n')], &told); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	said := func(name, what string) {
		for _, n := range told.Notes {
			if strings.HasPrefix(n, filepath.Join(dir, name)) && strings.Contains(n, what) {
				return
			}
		}
		t.Errorf("%s: nothing says %q", name, what)
	}
	for name, f := range evil() {
		said(name, f.note)
	}
	said("pipe", "which is not followed")
	said("link", "which is not followed")
	if os.Geteuid() != 0 { // who may enter anything
		said("shut", "permission denied")
	}
	if got := told.Fixes["abcdef"]; got != 7 || told.Fixes["000003"] != 3 || !told.Partial {
		t.Errorf("%+v", told.Fixes)
	}
	if peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10; peak > 200 {
		t.Errorf("the peak is %d MB", peak)
	}
	if t.Failed() {
		t.Log(strings.Join(told.Notes, "\n"))
	}
}

// folderTold is what the process says of the folder.
type folderTold struct {
	Notes   []string
	Fixes   map[string]int // by address
	Partial bool
}

func tellFolder(t *testing.T, dir string) {
	told := folderTold{Fixes: map[string]int{}}
	s, err := ReadAircraft([]string{dir}, Options{}, func(tr *track.Track) error {
		told.Fixes[tr.Address.String()] += len(tr.Fixes)
		return nil
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, n := range s.Notes {
		told.Notes = append(told.Notes, n.Text)
	}
	told.Partial = s.Partial
	json.NewEncoder(os.Stdout).Encode(told)
}
