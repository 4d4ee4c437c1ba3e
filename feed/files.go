package feed

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// ReadFiles reads all tracks of files, and of folders with all that lies in them
// in order of name, one after another, and gives them to sink. It unpacks gzip,
// zstd, zip and tar, within one another at most four deep, and tells formats by
// content; names are for notes and origins. Files that differ in a last suffix
// .aa, .ab and so on alone, as split makes them, are read as one.
//
// What is wrong with a part of a file is in the Summary. A file of which nothing
// can be read does not stop the others: its error, an *Error, becomes a note, and
// the errors are joined at the end. An error of sink stops the reading and is
// returned as it is.
func ReadFiles(names []string, opts Options, sink Sink) (Summary, error) {
	rd := newReading(opts, sink)
	sets, errs := rd.sets(names)
	rd.tell = rd.tellSizes(sets)
	err := rd.readSets(sets, errs)
	return rd.summary(), err
}

// sets is the files that names stand for, the parts of a split one together, and
// the errors of those that could not be listed.
func (rd *reading) sets(names []string) (sets [][]string, errs []error) {
	files := listFiles(names, rd, func(name string, err error) { errs = append(errs, rd.failed(name, err)) })
	return joinParts(files), errs
}

// readSets reads each set in turn. Errs are the errors so far.
func (rd *reading) readSets(sets [][]string, errs []error) error {
	for i, set := range sets {
		err := rd.set(i, set)
		if rd.sinkErr != nil {
			return rd.sinkErr
		}
		if err != nil {
			errs = append(errs, rd.failed(set[0], err))
		}
	}
	return errors.Join(errs...)
}

// failed notes that a file could not be read.
func (rd *reading) failed(name string, err error) error {
	rd.sum.Partial = true
	rd.note(name, track.Note{Byte: -1, Text: err.Error()})
	return err
}

// set reads the i-th file, from 0.
func (rd *reading) set(i int, set []string) error {
	rd.at, rd.level = place{int32(i + 1)}, 0
	var err error
	if rd.root = new(counter); !rd.counting || !rd.passed(set[0]) {
		err = rd.parts(set)
	}
	rd.files++
	rd.finish()
	return err
}

// listFiles is the files of names and of the folders among them, each once.
// Links and devices in folders are noted and not followed.
func listFiles(names []string, rd *reading, fail func(string, error)) []string {
	var files []string
	seen := map[string]bool{}
	add := func(name string) {
		if clean := filepath.Clean(name); !seen[clean] {
			seen[clean] = true
			files = append(files, name)
		}
	}
	for _, name := range names {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			fail(name, err)
			continue
		case !info.IsDir():
			add(name)
			continue
		}
		_ = filepath.WalkDir(name, func(path string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				fail(path, err)
			case path != name && strings.HasPrefix(e.Name(), "."):
				rd.note(path, track.Note{Byte: -1, Text: "a hidden file or folder, which is passed over"})
				if e.IsDir() {
					return filepath.SkipDir
				}
			case e.IsDir():
			case !e.Type().IsRegular():
				rd.note(path, track.Note{Byte: -1, Text: "a link or device in a folder, which is not followed"})
			default:
				add(path)
			}
			return nil
		})
	}
	return files
}

// joinParts puts the parts of a split file together, where its first part was.
func joinParts(files []string) [][]string {
	there := map[string]bool{}
	for _, f := range files {
		there[f] = true
	}
	var sets [][]string
	for _, f := range files {
		stem, part, ok := partOf(f)
		switch {
		case ok && part > 0 && there[stem+suffixOf(0)]:
			continue // with the first part
		case ok && part == 0:
			set, missing := []string{f}, 0
			for p := 1; p < 26*26; p++ {
				if !there[stem+suffixOf(p)] {
					missing++
					continue
				}
				for ; missing > 0; missing-- {
					set = append(set, "")
				}
				set = append(set, stem+suffixOf(p))
			}
			sets = append(sets, set)
		default:
			sets = append(sets, []string{f})
		}
	}
	return sets
}

// partOf splits a name like x.tar.ab into x.tar and 1.
func partOf(name string) (stem string, part int, ok bool) {
	n := len(name) - 3
	if n <= 0 || name[n] != '.' {
		return "", 0, false
	}
	a, b := name[n+1], name[n+2]
	if a < 'a' || a > 'z' || b < 'a' || b > 'z' {
		return "", 0, false
	}
	return name[:n], int(a-'a')*26 + int(b-'a'), true
}

func suffixOf(part int) string { return "." + string([]byte{'a' + byte(part/26), 'a' + byte(part%26)}) }

// parts reads one file, or the parts of one. An empty name is a part that is
// missing: what comes before it is read.
func (rd *reading) parts(set []string) error {
	if len(set) == 1 {
		f, err := os.Open(set[0])
		if err != nil {
			return err
		}
		defer f.Close()
		return rd.through(f, set[0])
	}
	stem, _, _ := partOf(set[0])
	chain := &partReader{rest: set, stem: stem}
	defer chain.close()
	err := rd.through(chain, stem)
	if chain.err != nil && rd.sinkErr == nil {
		return errors.Join(chain.err, err)
	}
	return err
}

// through reads one file by way of Options.Through, but for a census, which reads
// it once more.
func (rd *reading) through(r io.Reader, name string) error {
	if rd.opts.Through == nil || rd.counting {
		return rd.file(r, name)
	}
	c := rd.opts.Through(name, r)
	return errors.Join(rd.file(c, name), c.Close())
}

// partReader reads files one after another, each opened when it is needed.
type partReader struct {
	stem string
	rest []string
	done int
	f    *os.File
	err  error
}

func (p *partReader) Read(b []byte) (int, error) {
	for p.err == nil {
		if p.f == nil {
			if len(p.rest) == 0 {
				return 0, io.EOF
			}
			p.open()
			continue
		}
		n, err := p.f.Read(b)
		if err == io.EOF {
			p.close()
			err = nil
		}
		if n > 0 || err != nil {
			p.err = err
			return n, err
		}
	}
	return 0, io.ErrUnexpectedEOF
}

// open opens the next part.
func (p *partReader) open() {
	name := p.rest[0]
	if name == "" {
		p.err = fmt.Errorf("%s: the part %s is missing; what comes after it was not read", p.stem, strings.TrimPrefix(suffixOf(p.done), "."))
		return
	}
	p.rest, p.done = p.rest[1:], p.done+1
	p.f, p.err = os.Open(name)
}

func (p *partReader) close() {
	if p.f != nil {
		p.f.Close()
		p.f = nil
	}
}
