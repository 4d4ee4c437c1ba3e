package holdshort_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/holdshort/holdshort"
)

// What Load may take, whatever the files hold: the peak of the heap, and what
// it allocates in all. The sample case takes some 20 MB in all.
const (
	maxPeak  = 512 << 20
	maxTotal = 1 << 30
	maxTime  = 30 * time.Second // on a busy machine; alone each takes a second at most
)

// huge is a file of a repeated text, made as it is read.
type huge struct {
	head, each, tail string
	times            int
}

func (h huge) bytes() []byte {
	var b bytes.Buffer
	b.WriteString(h.head)
	for range h.times {
		b.WriteString(h.each)
	}
	b.WriteString(h.tail)
	return b.Bytes()
}

// numbered is lines with a number in each.
func numbered(head, format string, from, n int) []byte {
	var b bytes.Buffer
	b.WriteString(head)
	for i := range n {
		fmt.Fprintf(&b, strings.ReplaceAll(format, "#", "%[1]d"), from+i)
	}
	return b.Bytes()
}

// Hostile files are one clear error each, in bounded memory and time.
func TestBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	deepBlock := func() []byte {
		var b bytes.Buffer
		for i := 0; b.Len() < holdshort.MaxFile-8000; i++ {
			b.WriteString(strings.Repeat(" ", i) + "a:\n")
		}
		return b.Bytes()
	}
	many := func(n int, format string) fstest.MapFS {
		files := fstest.MapFS{}
		for i := range 8 {
			files[fmt.Sprintf("f%d.yaml", i)] = &fstest.MapFile{Data: numbered("events:\n", format, i*n/8, n/8)}
		}
		return files
	}
	one := func(b []byte) fstest.MapFS { return fstest.MapFS{"x.yaml": {Data: b}} }
	const (
		deep   = "more values, or deeper ones, than a case file may hold | see docs/limits.md; split the file"
		tooBig = "the file has more than 8388608 bytes | split it; tracks and documents belong in tracks/ and the vault"
	)
	for _, x := range []struct {
		name  string
		files fs.FS
		want  string // how the first line begins
		lines int
	}{
		{"100 MB of records", one(huge{"events:\n", "  - {id: e, what: something that happened}\n", "", 2_300_000}.bytes()), "x.yaml: " + tooBig, 1},
		{"100 MB in one line", one(huge{"events: [", "{id: e, what: w}, ", "]", 5_800_000}.bytes()), "x.yaml: " + tooBig, 1},
		{"an endless file", endless{}, "x.yaml: " + tooBig, 1},
		{"many files", many(2_200_000, "  - {id: e#, what: w}\n"), "f4.yaml: the case files have more than 33554432 bytes together | divide the matter into several cases", 1},
		{"32 MB of comments", many(8, "  - {id: e#, what: w}\n#"+strings.Repeat("x", 6<<20)+"\n"), "f5.yaml: the case files have more than 33554432 bytes together | divide the matter into several cases", 1},
		{"a million records", many(1_000_000, "  - {id: e#, what: w}\n"), "f0.yaml: the case files have more than 50000 records together | divide the matter into several cases", 1},
		{"records without names", one(huge{"events:\n", "- {}\n", "", 250_000}.bytes()), "x.yaml: the case files have more than 50000 records together | divide the matter into several cases", 1},
		{"records that are nothing", one(huge{"events:\n", "-\n", "", 500_000}.bytes()), "x.yaml:2:2: expected a record", 101},
		{"texts in a list", one(huge{"case: {id: a, caption: b, zone: UTC}\nlists: [{id: l, items: [", "a,", "a]}]", 900_000}.bytes()), "x.yaml:2:9: nothing on record has this id: \"a\"", 101},
		{"100 000 braces", one(huge{"", "{", "", 100_000}.bytes()), "x.yaml:1:101: " + deep, 1},
		{"100 000 brackets", one(huge{"events: ", "[", "", 100_000}.bytes()), "x.yaml:1:109: " + deep, 1},
		{"brackets hidden behind quotes", one(huge{"events: ", "[\"]\",", "", 100_000}.bytes()), "x.yaml:1:1: not YAML: exceeded max depth of 10000", 1},
		{"100 000 dashes", one(huge{"events:\n  ", "- ", "a\n", 100_000}.bytes()), "x.yaml:2:1: not YAML: exceeded max depth of 10000", 1},
		{"100 000 question marks", one(huge{"events:\n  ", "? ", "a\n", 100_000}.bytes()), "x.yaml:2:1: not YAML: exceeded max depth of 10000", 1},
		{"9000 dashes", one(huge{"events:\n  ", "- ", "a\n", 9_000}.bytes()), "x.yaml:2:5: expected a record", 1},
		{"9000 dashes in a formula", one(huge{"questions:\n  - id: q\n    ask: a\n    find:\n      op:\n        ", "- ", "a\n", 9_000}.bytes()), "x.yaml:5:7: formula in JSON", 1},
		{"blocks as deep as a file can hold", one(deepBlock()), "x.yaml:1:1: unknown field", 1},
		{"8 MB of one value", one(huge{"events: [{id: e, what: ", "x", "}]\n", 8<<20 - 100}.bytes()), `x.yaml:1:24: the value of "what" has more than 65536 bytes`, 1},
		{"8 MB of one name", one(huge{"events: [{what: w, id: ", "x", "}]\n", 8<<20 - 100}.bytes()), `x.yaml:1:24: the value of "id" has more than 65536 bytes`, 1},
		{"8 MB of one field's name", one(huge{"", "x", ": 1\n", 8<<20 - 100}.bytes()), "x.yaml:1:1: ", 1},
		{"8 MB of one number", one(huge{"cohorts: [{id: c, name: n, counts: [{source: s, n: ", "9", "}]}]\n", 8<<20 - 100}.bytes()), `x.yaml:1:52: the value of "n" has`, 1},
		{"4 KB of decimals of money", one(huge{"payments: [{id: c, per: total, status: paid, source: s, amount: 1.", "9", " USD}]\n", 4_000}.bytes()), "x.yaml:1:65: ", 1},
		{"64 KB of a time", one(huge{"case: {id: a, caption: b, zone: UTC}\nsources: [{id: c, kind: map, publisher: s, published: ", "9", "}]\n", 65_000}.bytes()), "x.yaml:2:55: not a time", 1},
		{"64 KB of a formula", one(huge{"questions: [{id: q, ask: a, find: '", "(", "'}]\n", 65_000}.bytes()), "x.yaml:1:", 1},
		{"an alias bomb", one([]byte("events:\n  - {id: e, what: w, times: " + strings.ReplaceAll(bomb(), "\n", "") + "}\n")), "x.yaml:2:30: anchors and aliases are not used", 9},
		{"anchors without end", one(numbered("events:\n", "  - &a# {id: e#, what: w}\n", 0, 30_000)), "x.yaml:2:5: anchors and aliases are not used", 101},
		{"one field many times", one(huge{"events:\n  - id: e\n", "    what: w\n", "", 250_000}.bytes()), "x.yaml:4:5: field given twice", 101},
		{"unknown fields", one(numbered("", "a#: 1\n", 0, 250_000)), "x.yaml:1:1: unknown field", 101},
		{"50 000 names that are not there", fstest.MapFS{"a.yaml": {Data: []byte("case: {id: a, caption: b, zone: UTC}\n")},
			"x.yaml": {Data: numbered("events:\n", "  - {id: e#, what: w, source: [s#, t#, u#, v#]}\n", 0, 45_000)}}, "x.yaml:2:32: no source has this id", 101},
		{"50 000 events that are not there", fstest.MapFS{"a.yaml": {Data: []byte("case: {id: a, caption: b, zone: UTC}\n")},
			"x.yaml": {Data: numbered("events:\n", "  - {id: e#, what: w}\n", 0, 9_000)}, "y.yaml": {Data: numbered("lists:\n", "  - {id: l#, items: [f#, g#, h#, i#]}\n", 0, 40_000)}}, "y.yaml:2:5: nothing on record has this id", 101},
		{"one movement of 40 000 phases", fstest.MapFS{"a.yaml": {Data: []byte("case: {id: a, caption: b, zone: UTC}\nlists: [{id: l, items: [" + strings.Repeat("m.last-wheels-up, ", 2_000) + "m.wheels-down]}]\n")},
			"x.yaml": {Data: numbered("movements:\n  - id: m\n    name: n\n    phases:\n", "      - {phase: wheels-up, note: n#}\n", 0, 40_000)}}, "a.yaml:2:9: nothing on record has this id", 1},
	} {
		t.Run(x.name, func(t *testing.T) {
			err, used := measured(func() error { _, err := holdshort.Load(x.files); return err })
			var ps holdshort.Problems
			if !errors.As(err, &ps) {
				t.Fatalf("got %v", err)
			}
			got := problems(err)
			if !strings.HasPrefix(got[0], x.want) || x.lines > 0 && len(got) != x.lines {
				t.Errorf("got %d lines, the first %.200s", len(got), got[0])
			}
			for _, line := range got {
				if len(line) > 1000 {
					t.Errorf("a line of %d bytes: %.100s", len(line), line)
				}
			}
			t.Logf("%s: %.120s", used, got[0])
			used.check(t)
		})
	}
}

// As much as the bounds let through is read in bounded memory and time.
func TestBoundsReached(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	files := fstest.MapFS{"a.yaml": {Data: []byte("case: {id: a, caption: b, zone: UTC}\nsources: [{id: s, kind: map, publisher: p, published: 2025}]\n")}}
	for i := range 5 {
		files[fmt.Sprintf("f%d.yaml", i)] = &fstest.MapFile{Data: numbered("events:\n",
			"  - {id: e#, what: w, times: [{at: 3 June 2025 17:26 UTC, source: s}]}\n", i*4_990, 4_990)}
	}
	var c *holdshort.Case
	err, used := measured(func() (err error) { c, err = holdshort.Load(files); return err })
	if err != nil {
		t.Fatal(err)
	}
	if n := len(c.EventIDs()); n != 5*4_990 {
		t.Errorf("%d events", n)
	}
	t.Log(used)
	used.check(t)
}

type usage struct {
	peak, total uint64
	took        time.Duration
}

func (u usage) String() string {
	return fmt.Sprintf("peak %d MB, in all %d MB, %s", u.peak>>20, u.total>>20, u.took.Round(time.Millisecond))
}

func (u usage) check(t *testing.T) {
	t.Helper()
	if u.peak > maxPeak || u.total > maxTotal || u.took > maxTime {
		t.Errorf("%s; the bounds are %d MB, %d MB and %s", u, maxPeak>>20, maxTotal>>20, maxTime)
	}
}

// measured runs f and watches the heap over what was there before.
func measured(f func() error) (error, usage) {
	debug.FreeOSMemory()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	start := time.Now()
	err := f()
	took := time.Since(start)
	close(stop)
	most := <-peak
	runtime.ReadMemStats(&after)
	return err, usage{most - min(most, before.HeapInuse), after.TotalAlloc - before.TotalAlloc, took}
}

// bomb is nine lists in one, each of nine of the one before.
func bomb() string {
	s := "[&a0 [x, x, x, x, x, x, x, x, x]"
	for i := 1; i < 9; i++ {
		s += fmt.Sprintf(", &a%d [%s]", i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	return s + "]"
}

// endless is a folder with one file that says it is empty and never ends.
type endless struct{}

func (endless) Open(name string) (fs.File, error) {
	files := fstest.MapFS{"x.yaml": {}}
	f, err := files.Open(name)
	if name == "x.yaml" && err == nil {
		return endlessFile{f}, nil
	}
	return f, err
}

type endlessFile struct{ fs.File }

func (endlessFile) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '#'
	}
	return len(b), nil
}

var _ io.Reader = endlessFile{}
