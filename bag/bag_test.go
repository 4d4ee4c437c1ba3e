package bag

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

var small = []File{
	Bytes("b.txt", []byte("second\n")), Bytes("a/x.txt", []byte("first\n")), Bytes("a/órdenes.yaml", []byte("z\n")), Bytes("a b/empty", nil), Bytes("a.b", []byte{0, 1, 2}),
}

func bagOf(t testing.TB, files []File) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := Write(&b, Info{"test 1", "0b6c2f0a9e1d4c3b8a7f6e5d4c3b2a19"}, files)
	if err != nil {
		t.Fatal(err)
	}
	if w.Size != int64(b.Len()) || w.SHA256 != sha256.Sum256(b.Bytes()) {
		t.Fatalf("%d bytes were written, %d are said", b.Len(), w.Size)
	}
	return b.Bytes()
}

func open(b []byte) (*Bag, error) { return Open(bytes.NewReader(b), int64(len(b))) }

// What is written is read by two readers: our own, and that of the standard
// library.
func TestWritten(t *testing.T) {
	b := bagOf(t, small)
	g, err := open(b)
	if err != nil {
		t.Fatal(err)
	}
	if g.SHA256 != sha256.Sum256(b) || g.Size != int64(len(b)) || g.Info.Agent != "test 1" {
		t.Errorf("opened: %+v", g.Info)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if len(z.File) != len(small)+6 {
		t.Errorf("%d files", len(z.File))
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		want, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		name, ok := strings.CutPrefix(f.Name, "exhibit/data/")
		if !ok {
			continue
		}
		if got, err := g.Read(name, 100); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %q, %v, want %q", name, got, err, want)
		}
		if sum := sha256.Sum256(want); g.File(name).digest("sha256") != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: another digest", name)
		}
	}
	var names []string
	for _, f := range small {
		names = append(names, f.Name)
	}
	if err := fstest.TestFS(g.Data(), names...); err != nil {
		t.Error(err)
	}
}

// The order in which files are given changes nothing.
func TestOrder(t *testing.T) {
	want := bagOf(t, small)
	files := append([]File(nil), small...)
	rand.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	if !bytes.Equal(bagOf(t, files), want) {
		t.Error("another order gives other bytes")
	}
}

// Every byte counts.
func TestEveryByte(t *testing.T) {
	b := bagOf(t, small)
	for i := range b {
		for _, bit := range []int{0, 7} {
			b[i] ^= 1 << bit
			if _, err := open(b); err == nil {
				t.Errorf("byte %d, bit %d: not noticed", i, bit)
			}
			b[i] ^= 1 << bit
		}
	}
	for n := range b {
		if _, err := open(b[:n]); err == nil {
			t.Errorf("the first %d bytes are taken for the whole", n)
		}
	}
	if _, err := open(append(bytes.Clone(b), 0)); err == nil || !strings.Contains(err.Error(), "after the end") {
		t.Error(err)
	}
	if _, err := open(append([]byte("PK"), b...)); err == nil {
		t.Error("bytes before the beginning are taken")
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"": `has the part ""`, "/a": `has the part ""`, "a//b": `has the part ""`, "a/": `has the part ""`,
		"..": `has the part ".."`, "a/../b": `has the part ".."`, "./a": `has the part "."`,
		`a\b`: `has the character '\\'`, "C:x": `has the character ':'`, "a%2f": `has the character '%'`, "a\x00": `has the character '\x00'`,
		"a\nb": `has the character '\n'`, "a\u202eb": `has the character '\u202e'`, "a\u00a0b": `has the character '\u00a0'`, "a\xff": "is not UTF-8",
		"a ": "space", " a": "space", "a.": "full stop", "a/b. /c": "space", strings.Repeat("x", 256): "more than 255 bytes",
		strings.Repeat("x/", 600) + "x": "more than 1024 bytes", "\ufffd": "has the character",
	} {
		if err := CheckName(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", name, err, want)
		}
		if _, err := Write(io.Discard, Info{"a", "b"}, []File{Bytes(name, nil)}); err == nil {
			t.Errorf("%q is written", name)
		}
	}
	for _, pair := range [][2]string{{"a", "A"}, {"a", "a"}, {"dir/x", "DIR/y"}, {"é", "e\u0301"}, {"a", "a/b"}, {"fi", "ﬁ"}, {"x/ÉA", "x/éa"}} {
		_, err := Write(io.Discard, Info{"a", "b"}, []File{Bytes(pair[0], nil), Bytes(pair[1], nil)})
		if err == nil || !strings.Contains(err.Error(), "could be taken for") {
			t.Errorf("%q: %v", pair, err)
		}
	}
	for _, name := range []string{"a", "a b", "...a", "ñ/ü.yaml", "日本", "a.b-c_d", "a/b/c"} {
		if err := CheckName(name); err != nil {
			t.Error(err)
		}
	}
}

// rezip writes files as another program would, not in the only form.
func rezip(t *testing.T, change func(*zip.FileHeader), extra func(*zip.Writer)) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(bagOf(t, small)), int64(len(bagOf(t, small))))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		h := zip.FileHeader{Name: f.Name, Method: zip.Store}
		change(&h)
		to, err := w.CreateHeader(&h)
		if err != nil {
			t.Fatal(err)
		}
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(to, from)
	}
	extra(w)
	w.Close()
	return out.Bytes()
}

// Zips that other readers take, and this one does not.
func TestHostile(t *testing.T) {
	same, none := func(*zip.FileHeader) {}, func(*zip.Writer) {}
	bomb := func(w *zip.Writer) {
		f, _ := w.Create("exhibit/zz")
		f.Write(make([]byte, 1<<24))
	}
	many := func() []byte {
		var b record
		for i := range MaxFiles + 10 {
			b = append(b, (&member{name: fmt.Sprintf("exhibit/%07d", i)}).local()...)
		}
		return b
	}
	lies := func(size int64) []byte {
		return append((&member{name: "exhibit/a", size: size}).local(), "abc"...)
	}
	twice := func() []byte {
		m := (&member{name: "exhibit/bag-info.txt"}).local()
		return append(m, m...)
	}
	for name, x := range map[string]struct {
		b    []byte
		want string
	}{
		"another writer":             {rezip(t, same, none), "byte 6: "},
		"compressed":                 {rezip(t, func(h *zip.FileHeader) { h.Method = zip.Deflate }, none), "byte 6: "},
		"a bomb":                     {rezip(t, same, bomb), "byte 6: "},
		"a comment":                  {rezip(t, func(h *zip.FileHeader) { h.Comment = "x" }, none), "byte 6: "},
		"too many files":             {many(), "there are more than 262144 files"},
		"more than there is":         {lies(1 << 31), "should have 2147483648 bytes, and the file has 3 more"},
		"far more":                   {lies(1<<63 - 1), "should have 9223372036854775807 bytes, and the file has 3 more"},
		"one name twice":             {twice(), `the name "exhibit/bag-info.txt" comes after "exhibit/bag-info.txt"`},
		"the wrong order":            {append((&member{name: "exhibit/b"}).local(), (&member{name: "exhibit/a"}).local()...), "not the order"},
		"out of the folder":          {(&member{name: "exhibit/../a"}).local(), `has the part ".."`},
		"beside the folder":          {(&member{name: "a"}).local(), `does not begin with "exhibit/"`},
		"an absolute name":           {(&member{name: "/exhibit/a"}).local(), `does not begin with "exhibit/"`},
		"a backslash":                {(&member{name: `exhibit/..\a`}).local(), `has the character '\\'`},
		"a folder":                   {(&member{name: "exhibit/a/"}).local(), `has the part ""`},
		"a name without end":         {append((&member{name: "exhibit/"}).local()[:26], 0xff, 0xff, 0, 0), "a name of 65535 bytes"},
		"nothing":                    {nil, "byte 0: the file ends"},
		"an empty zip":               {end(0, 0, 0), "there is no file bag-info.txt"},
		"no zip":                     {[]byte("%PDF-1.7 and so on, long enough for a header"), "byte 0: this is no zip"},
		"a file that is not a bag's": {extraTag(t), "exhibit.txt is no file of a bag"},
	} {
		if _, err := open(x.b); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
}

// extraTag is a zip in its only form with one file too many.
func extraTag(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	files := withTags(Info{"a", "b"}, nil, nil)
	files = append(files[:2:2], append([]packed{{member{name: "exhibit/exhibit.txt"}, Bytes("", nil).Open}}, files[2:]...)...)
	if _, err := writeZip(&b, files); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Manifests that do not fit are named with their line.
func TestManifests(t *testing.T) {
	for name, x := range map[string]struct {
		change func(files []packed) []packed
		want   string
	}{
		"a file that no manifest has": {func(f []packed) []packed {
			return append(f[:7:7], append([]packed{{member{name: "exhibit/data/c"}, Bytes("", nil).Open}}, f[7:]...)...)
		}, "bag-info.txt is"},
		"a file missing": {func(f []packed) []packed { return append(f[:2:2], f[3:]...) }, "bag-info.txt is"},
		"two files exchanged": {func(f []packed) []packed {
			f[2].open, f[6].open = f[6].open, f[2].open
			f[2].size, f[6].size, f[2].crc, f[6].crc = f[6].size, f[2].size, f[6].crc, f[2].crc
			return f
		}, "manifest-sha256.txt, line 1 is not"},
		"no manifest": {func(f []packed) []packed { return append(f[:7:7], f[8:]...) }, "there is no file manifest-sha256.txt"},
	} {
		entries := make([]Entry, len(small))
		files := []File{small[3], small[4], small[1], small[2], small[0]}
		for i, f := range files {
			if err := entries[i].read(f); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if _, err := writeZip(&b, x.change(withTags(Info{"a", "b"}, files, entries))); err != nil {
			t.Fatal(err)
		}
		if _, err := open(b.Bytes()); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
}

// Headers of large files, and of files far in, are as the standard library
// reads them. The zip is not made: its parts are, and a reader that has zeros
// between them.
func TestZip64(t *testing.T) {
	const large = 5 << 30
	a, b := member{name: "exhibit/a", size: large}, member{name: "exhibit/b", size: 3, crc: 0x352441c2}
	head := a.local()
	b.offset = int64(len(head)) + large
	second := append(b.local(), "abc"...)
	at := b.offset + int64(len(second))
	dir := append(a.central(), b.central()...)
	tail := append(second, append(dir, end(2, at, int64(len(dir)))...)...)
	r := parts{head: head, gap: large, tail: tail}
	z, err := zip.NewReader(r, r.size())
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.File[1].Open()
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(f)
	if err != nil || string(got) != "abc" || z.File[0].UncompressedSize64 != large {
		t.Errorf("%q, %v, %d", got, err, z.File[0].UncompressedSize64)
	}
	if a.version() != zip64 || b.version() != zip64 {
		t.Error("no version of zip64")
	}
}

type parts struct {
	head []byte
	gap  int64
	tail []byte
}

func (p parts) size() int64 { return int64(len(p.head)) + p.gap + int64(len(p.tail)) }

func (p parts) ReadAt(b []byte, at int64) (int, error) {
	for i := range b {
		switch x := at + int64(i); {
		case x < int64(len(p.head)):
			b[i] = p.head[x]
		case x < int64(len(p.head))+p.gap:
			b[i] = 0
		case x < p.size():
			b[i] = p.tail[x-int64(len(p.head))-p.gap]
		default:
			return i, io.EOF
		}
	}
	return len(b), nil
}

// More files than 16 bits count.
func TestManyFiles(t *testing.T) {
	var files []File
	for i := range 70_000 {
		files = append(files, Bytes(fmt.Sprintf("%05d", i), nil))
	}
	b := bagOf(t, files)
	if g, err := open(b); err != nil || len(g.Files) != len(files) {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil || len(z.File) != len(files)+6 {
		t.Fatal(err)
	}
}

func TestChangedWhileRead(t *testing.T) {
	n := 0
	f := File{"a", func() (io.ReadCloser, error) {
		n++
		return io.NopCloser(strings.NewReader(fmt.Sprint(n))), nil
	}}
	if _, err := Write(io.Discard, Info{"a", "b"}, []File{f}); err == nil || !strings.Contains(err.Error(), "changed while it was read") {
		t.Error(err)
	}
	if _, err := Write(io.Discard, Info{"a\nb", "b"}, nil); err == nil {
		t.Error("a line end in bag-info.txt is written")
	}
}

// The validator of the Library of Congress, where pip is there to have it.
func TestBagItValidator(t *testing.T) {
	python, dir := validator(t), t.TempDir()
	name := filepath.Join(dir, "x.zip")
	if err := os.WriteFile(name, bagOf(t, small), 0o600); err != nil {
		t.Fatal(err)
	}
	script := `import sys, zipfile, bagit
zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])
b = bagit.Bag(sys.argv[2] + "/exhibit")
b.validate()
print(sorted(b.algorithms), b.info["External-Identifier"])`
	out, err := exec.Command(python, "-W", "ignore", "-c", script, name, dir).CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "['sha256', 'sha512'] 0b6c2f0a9e1d4c3b8a7f6e5d4c3b2a19" {
		t.Errorf("%v: %s", err, out)
	}
	if err := os.WriteFile(filepath.Join(dir, "exhibit/data/b.txt"), []byte("Second\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(python, "-W", "ignore", "-c", "import sys, bagit\nbagit.Bag(sys.argv[1]).validate()", dir+"/exhibit").CombinedOutput(); err == nil {
		t.Errorf("a changed file is taken: %s", out)
	}
}

// validator is a python that has the package bagit. It is kept between runs.
func validator(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("installs a package")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip("SKIPPED, the bag was not compared with an independent validator: no folder to install it in: ", err)
	}
	dir := filepath.Join(cache, "holdshort-bagit-1.9.0")
	python := filepath.Join(dir, "bin", "python")
	if exec.Command(python, "-c", "import bagit").Run() == nil {
		return python
	}
	for _, args := range [][]string{{"python3", "-m", "venv", dir}, {python, "-m", "pip", "install", "-q", "setuptools<81", "bagit==1.9.0"}} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Skipf("SKIPPED, the bag was not compared with an independent validator: %v: %s", err, out)
		}
	}
	return python
}

// FuzzOpen: what is taken is, written again, the same.
func FuzzOpen(f *testing.F) {
	f.Add(bagOf(f, small))
	f.Add(bagOf(f, nil))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := open(b)
		if err != nil {
			return
		}
		var files []File
		for i := range g.Files {
			e := &g.Files[i]
			files = append(files, File{e.Name, func() (io.ReadCloser, error) { return io.NopCloser(g.Reader(e)), nil }})
		}
		var out bytes.Buffer
		if _, err := Write(&out, g.Info, files); err != nil || !bytes.Equal(out.Bytes(), b) {
			t.Fatalf("taken, and written otherwise: %v", err)
		}
	})
}
