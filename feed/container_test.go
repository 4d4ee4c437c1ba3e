package feed

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/holdshort/holdshort/track"
)

func gz(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func zst(b []byte) []byte {
	w, _ := zstd.NewWriter(nil)
	defer w.Close()
	return w.EncodeAll(b, nil)
}

// member is a file in a made archive.
type member struct {
	name string
	body []byte
	kind byte // of tar; 0 for a file
}

func tarOf(members ...member) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, m := range members {
		h := &tar.Header{Name: m.name, Size: int64(len(m.body)), Mode: 0o644, Typeflag: tar.TypeReg}
		if m.kind != 0 {
			h.Typeflag, h.Linkname = m.kind, "../../etc/passwd"
		}
		if err := w.WriteHeader(h); err != nil {
			panic(err)
		}
		w.Write(m.body)
	}
	w.Close()
	return out.Bytes()
}

func zipOf(members ...member) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range members {
		f, err := w.Create(m.name)
		if err != nil {
			panic(err)
		}
		f.Write(m.body)
	}
	w.Close()
	return out.Bytes()
}

// traceOf is a small trace of one aircraft.
func traceOf(code, points int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"icao":"%06x","timestamp":1700000000,"trace":[`, code)
	for i := range points {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `[%d.5,%.6f,2,3000,1,2,0,0,null,"adsb_icao",3100,0,250,0.1]`, i*5, float64(i%90))
	}
	b.WriteString("]}")
	return b.Bytes()
}

func noted(s Summary, what string) bool {
	for _, n := range s.Notes {
		if strings.Contains(n.Text, what) {
			return true
		}
	}
	return false
}

func TestContainers(t *testing.T) {
	a, b := traceOf(0xa, 10), traceOf(0xb, 20)
	long := bytes.Repeat([]byte("x"), 1000)
	cases := map[string][]byte{
		"plain":             append(append([]byte{}, a...), b...),
		"gzip":              gz(append(append([]byte{}, a...), b...)),
		"concatenated gzip": append(gz(a), gz(b)...),
		"cut within":        append(gz(append(append([]byte{}, a...), b[:30]...)), gz(b[30:])...),
		"zstd":              zst(append(append([]byte{}, a...), b...)),
		"zstd frames":       append(zst(a), zst(b)...),
		"tar":               tarOf(member{name: "a", body: a}, member{name: "LICENSE", body: long}, member{name: "b", body: b}),
		"tar of gzip":       tarOf(member{name: "d/", kind: tar.TypeDir}, member{name: "d/a.json", body: gz(a)}, member{name: "d/b.json", body: zst(b)}),
		"tar after tar":     append(tarOf(member{name: "a", body: a}), tarOf(member{name: "b", body: b})...),
		"tar.gz":            gz(tarOf(member{name: "a", body: gz(a)}, member{name: "b", body: b})),
		"zip":               zipOf(member{name: "a", body: a}, member{name: "empty"}, member{name: "b", body: gz(b)}),
		"zip in gzip":       gz(zipOf(member{name: "a", body: a}, member{name: "b", body: b})),
		"four deep":         gz(gz(tarOf(member{name: "z", body: zipOf(member{name: "a", body: a}, member{name: "b", body: b})}))),
	}
	for name, file := range cases {
		for _, reader := range []io.Reader{bytes.NewReader(file), struct{ io.Reader }{bytes.NewReader(file)}} {
			var got []string
			s, err := Read(reader, "x", Options{}, func(tr *track.Track) error {
				got = append(got, fmt.Sprint(tr.Address, len(tr.Fixes)))
				return nil
			})
			if err != nil || s.Partial || s.Tracks != 2 || s.Rows != 30 || s.Format != "readsb-trace" || fmt.Sprint(got) != "[00000a 10 00000b 20]" {
				t.Errorf("%s: %v, %+v, %v", name, got, s, err)
			}
		}
	}
	if _, _, err := readAll(gz(gz(gz(gz(gz(a))))), "x", Options{}); err == nil || !strings.Contains(err.Error(), "deep") {
		t.Errorf("five deep: %v", err)
	}
	ts, _, _ := readAll(gz(tarOf(member{name: "d/a.json", body: gz(a)})), "day.tar.gz", Options{})
	if ts[0].Origins[0].Name != "day.tar.gz/d/a.json" {
		t.Errorf("%v", ts[0].Origins)
	}
}

// A gzip cut anywhere gives what came before, and says where it is cut.
func TestTruncatedGzip(t *testing.T) {
	text := realFile(t, ac671b)
	whole, _ := one(t, text)
	packed := gz(text)
	before := 0
	for n := 1000; n < len(packed); n += 1000 {
		ts, s, err := readAll(packed[:n], "x", Options{})
		if err != nil || !s.Partial || len(ts) != 1 || !noted(s, fmt.Sprintf("breaks off at byte %d", n)) {
			t.Fatalf("%d: %v %+v", n, err, s)
		}
		if got := len(ts[0].Fixes); got < before || got >= 2500 {
			t.Errorf("%d: %d fixes, %d before", n, got, before)
		}
		before = len(ts[0].Fixes)
		for i, f := range ts[0].Fixes {
			if !sameFix(f, whole.Fixes[i]) {
				t.Fatalf("%d: %+v", n, f)
			}
		}
	}
	if before < 2400 {
		t.Errorf("only %d fixes near the end", before)
	}
	for n := len(packed) - 8; n < len(packed); n++ { // within the sum at the end
		if ts, s, err := readAll(packed[:n], "x", Options{}); err != nil || !s.Partial || len(ts) != 1 {
			t.Errorf("%d: %v %+v", n, err, s)
		}
	}
	packed[len(packed)-6] ^= 1
	if ts, s, err := readAll(packed, "x", Options{}); err != nil || !s.Partial || len(ts) != 1 || !noted(s, "damaged") {
		t.Errorf("wrong sum: %v %+v", err, s)
	}
}

func TestTruncatedTar(t *testing.T) {
	file := tarOf(member{name: "a", body: gz(traceOf(0xa, 100))}, member{name: "b", body: traceOf(0xb, 1000)})
	for n := 100; n < len(file)-1024; n += 777 {
		ts, s, err := readAll(file[:n], "x", Options{})
		if err == nil && !s.Partial {
			t.Errorf("%d: no word of it: %d tracks %+v", n, len(ts), s)
		}
		if n > 3000 && len(ts) != 2 {
			t.Errorf("%d: %d tracks, %v, %+v", n, len(ts), err, s)
		}
	}
}

func TestBombs(t *testing.T) {
	zeros := make([]byte, 1<<20)
	var b bytes.Buffer
	w, _ := zstd.NewWriter(&b)
	w.Write(traceOf(0xa, 10)[:200])
	for range 200 {
		w.Write(bytes.Repeat([]byte(" "), len(zeros)))
	}
	w.Close()
	blanks := b.Bytes() // 200 MB of blanks within a trace
	var deep bytes.Buffer
	z := gzip.NewWriter(&deep)
	z.Write(traceOf(0xa, 2)) // then zeros
	for range 300 {
		z.Write(zeros)
	}
	z.Close()
	for name, file := range map[string][]byte{
		"zstd": blanks, "gzip in gzip": gz(deep.Bytes()), "in tar": tarOf(member{name: "a", body: blanks}), "in zip": zipOf(member{name: "a", body: blanks}),
		"many in zip": bombs(),
	} {
		_, s, err := readAll(file, "x", Options{})
		if !(noted(s, "expands to more") || err != nil && strings.Contains(err.Error(), "expands to more")) {
			t.Errorf("%s, %d bytes: %v %+v", name, len(file), err, s)
		}
	}
}

// bombs is a zip whose members each keep to the bound, but not all together.
func bombs() []byte {
	var body bytes.Buffer
	z := gzip.NewWriter(&body)
	z.Write(traceOf(1, 3))
	for range 60 {
		z.Write(bytes.Repeat([]byte(" "), 1<<20))
	}
	z.Close()
	var ms []member
	for i := range 40 {
		ms = append(ms, member{name: fmt.Sprint(i), body: body.Bytes()})
	}
	return zipOf(ms...)
}

func TestEvilMembers(t *testing.T) {
	a := traceOf(0xa, 3)
	ms := []member{
		{name: "/etc/passwd", body: a}, {name: "../../x", body: a}, {name: "a/../../b", body: a}, {name: `C:\x`, body: a},
		{name: "a\x1b[31m\n", body: a}, {name: strings.Repeat("n", 1000000), body: a},
	}
	links := []member{{name: "link", kind: tar.TypeSymlink}, {name: "hard", kind: tar.TypeLink}, {name: "dev", kind: tar.TypeChar}, {name: "pipe", kind: tar.TypeFifo}}
	ts, s, err := readAll(tarOf(append(links, ms...)...), "x", Options{})
	if err != nil || len(ts) != len(ms) || s.Partial {
		t.Fatalf("%d tracks, %v %+v", len(ts), err, s)
	}
	if len(s.Notes) != 10 {
		t.Errorf("%d notes", len(s.Notes))
	}
	for _, n := range s.Notes {
		if len(n.Text) > 500 || strings.ContainsAny(n.Text, "\x1b\n") {
			t.Errorf("%q", n.Text)
		}
	}
	for _, want := range []string{`"/etc/passwd" is an absolute path`, `"../../x" leads out`, `\x1b[31m\n`, `"dev" is a link or device`, "over 4096 bytes"} {
		if !noted(s, want) {
			t.Errorf("no note of %s", want)
		}
	}
	for _, tr := range ts {
		if len(tr.Origins[0].Name) > 300 || strings.ContainsAny(tr.Origins[0].Name, "\x1b\n") {
			t.Errorf("%q", tr.Origins[0].Name)
		}
	}
	if ts, s, err = readAll(zipOf(ms[:5]...), "x", Options{}); err != nil || len(ts) != 5 || len(s.Notes) != 5 {
		t.Errorf("%d tracks, %v %+v", len(ts), err, s)
	}
}

// A sparse member claims a size that the tar does not have.
func TestSparseTar(t *testing.T) {
	h := make([]byte, 512)
	copy(h, "hole")
	copy(h[100:], "0000644\x000000000\x000000000\x0000000000000\x0000000000000\x00")
	h[156] = 'S'
	copy(h[257:], "ustar  \x00")
	h[482] = 0
	binary.BigEndian.PutUint64(h[483+4:], 1<<50) // real size, in base 256
	h[483] = 0x80
	sum := 8 * int(' ')
	for i, c := range h {
		if i < 148 || i >= 156 {
			sum += int(c)
		}
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	_, s, err := readAll(append(h, make([]byte, 1024)...), "x", Options{})
	if err == nil || s.Tracks > 0 {
		t.Errorf("%v %+v", err, s)
	}
}

func TestUnknown(t *testing.T) {
	for _, text := range []string{"", "hello", "\x00\x01\x02\x03", "{}", "PK\x03\x04", "\x1f\x8b\x08", "\x28\xb5\x2f\xfd", string(gz(nil)), "[]", "{\"trace\":1}"} {
		_, s, err := readAll([]byte(text), "some.file", Options{})
		var e *Error
		if !errors.As(err, &e) || e.Name != "some.file" || s.Tracks != 0 {
			t.Errorf("%q: %v", text, err)
		}
	}
	_, _, err := readAll([]byte("hello, \x1b world"), "some.file", Options{})
	if e := err.(*Error); !strings.Contains(e.Hint, "readsb-trace") || !strings.Contains(e.Text, "hello") || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("%v", err)
	}
	// One other file among many is no error.
	_, s, err := readAll(tarOf(member{name: "README", body: []byte("hello")}, member{name: "acas.csv", body: []byte("a,b,c\n1,2,3\n")}, member{name: "a", body: traceOf(1, 2)}), "x", Options{})
	if err != nil || s.Partial || !noted(s, "README") {
		t.Errorf("%v %+v", err, s)
	}
	if f := detect(traceOf(1, 1)); f == nil || f.name != "readsb-trace" || detect(nil) != nil {
		t.Error(f)
	}
}

var errStop = errors.New("enough")

func TestSinkStops(t *testing.T) {
	n := 0
	stop := func(*track.Track) error { n++; return errStop }
	file := gz(tarOf(member{name: "a", body: gz(traceOf(1, 2))}, member{name: "b", body: traceOf(2, 2)}))
	if _, err := Read(bytes.NewReader(file), "x", Options{}, stop); err != errStop || n != 1 {
		t.Errorf("%v, %d", err, n)
	}
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a"), file, 0o644)
	os.WriteFile(filepath.Join(dir, "b"), file, 0o644)
	if _, err := ReadFiles([]string{dir}, Options{}, stop); err != errStop || n != 2 {
		t.Errorf("%v, %d", err, n)
	}
}

// Only the members that may be of an aircraft asked for are opened.
func TestKeepByName(t *testing.T) {
	file := tarOf(member{name: "traces/0a/trace_full_00000a.json", body: []byte("not read")}, member{name: "traces/0b/trace_full_00000b.json", body: traceOf(0xb, 2)},
		member{name: "other.json", body: traceOf(0xc, 2)})
	ts, s, err := readAll(file, "x", Options{Keep: func(a track.Address) bool { return a.Code == 0xb }})
	if err != nil || len(ts) != 1 || !noted(s, "members were not opened") {
		t.Errorf("%d %v %+v", len(ts), err, s)
	}
}

func TestReadFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		name = filepath.Join(dir, name)
		os.MkdirAll(filepath.Dir(name), 0o755)
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	day := tarOf(member{name: "1", body: traceOf(1, 300)}, member{name: "2", body: traceOf(2, 300)}, member{name: "3", body: traceOf(3, 300)})
	third := len(day) / 3
	write("day.tar.ab", day[third:2*third])
	write("day.tar.aa", day[:third])
	write("day.tar.ac", day[2*third:])
	write("sub/x.json", traceOf(9, 5))
	write("a.bad", []byte("nothing"))
	os.Symlink(filepath.Join(dir, "sub/x.json"), filepath.Join(dir, "zlink"))
	var got []string
	sink := func(tr *track.Track) error { got = append(got, tr.Address.String()[5:]); return nil }
	s, err := ReadFiles([]string{dir, filepath.Join(dir, "sub", "x.json"), filepath.Join(dir, "missing")}, Options{}, sink)
	if err == nil || !strings.Contains(err.Error(), "a.bad") || !strings.Contains(err.Error(), "missing") || !s.Partial {
		t.Errorf("%v", err)
	}
	if fmt.Sprint(got) != "[1 2 3 9]" || s.Tracks != 4 || s.Rows != 905 || !noted(s, "zlink") || !noted(s, "a.bad") {
		t.Errorf("%v %+v", got, s)
	}
	// A missing part.
	got = nil
	os.Remove(filepath.Join(dir, "day.tar.ab"))
	s, err = ReadFiles([]string{filepath.Join(dir, "day.tar.aa"), filepath.Join(dir, "day.tar.ac")}, Options{}, sink)
	if err == nil || !strings.Contains(err.Error(), "part ab is missing") || fmt.Sprint(got) != "[1]" || !s.Partial {
		t.Errorf("%v %v %+v", err, got, s)
	}
}

func TestPartNames(t *testing.T) {
	sets := joinParts([]string{"x.aa", "y", "x.ab", "z.ac", "w.ab", "v.aa", "x.json"})
	if fmt.Sprint(sets) != "[[x.aa x.ab] [y] [z.ac] [w.ab] [v.aa] [x.json]]" {
		t.Errorf("%q", sets)
	}
	if sets := joinParts([]string{"x.ac", "x.aa"}); fmt.Sprintf("%q", sets) != `[["x.aa" "" "x.ac"]]` {
		t.Errorf("%q", sets)
	}
	if suffixOf(27) != ".bb" {
		t.Error(suffixOf(27))
	}
}

// Formats have one style of name, and each is in the documentation's table.
func TestFormatNames(t *testing.T) {
	page, err := os.ReadFile("../docs/formats/positions.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range formats {
		if strings.Trim(f.name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || !strings.Contains(string(page), "`"+f.name+"`") {
			t.Errorf("%q", f.name)
		}
	}
}
