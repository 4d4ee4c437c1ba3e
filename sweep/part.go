package sweep

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Part is one piece of a day's tar: the pieces are read one after another as one.
type Part struct {
	Name string
	Size int64 // bytes; -1 if not known
	// Open is the part from a byte on. It is nil for a part that is missing.
	Open func(from int64) (io.ReadCloser, error)
}

// Files are the parts that files are. A file whose name ends in .aa stands for
// those with .ab and so on beside it too; one that is missing among them, or among
// those given, is a Part without Open. "-" is standard input, and cannot be opened
// twice.
func Files(names []string, stdin io.Reader) ([]Part, error) {
	var out []Part
	for _, name := range spread(names) {
		if name == "-" {
			out = append(out, Part{Name: "standard input", Size: -1, Open: once(stdin)})
			continue
		}
		info, err := os.Stat(name)
		switch {
		case os.IsNotExist(err) && len(out) > 0 && follows(out[len(out)-1].Name, name):
			out = append(out, Part{Name: name})
			continue
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular():
			return nil, fmt.Errorf("%s is no file; give the tar of a day, or its parts", name)
		}
		out = append(out, Part{Name: name, Size: info.Size(), Open: func(from int64) (io.ReadCloser, error) { return openAt(name, from) }})
	}
	return out, nil
}

func openAt(name string, from int64) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// once opens a stream, from its beginning and one time.
func once(r io.Reader) func(int64) (io.ReadCloser, error) {
	used := false
	return func(from int64) (io.ReadCloser, error) {
		if used || from > 0 {
			return nil, fmt.Errorf("standard input cannot be read again from byte %d; give a file", from)
		}
		used = true
		return io.NopCloser(r), nil
	}
}

// spread adds the parts that lie beside a lone .aa, and those missing between two
// that are given.
func spread(names []string) (out []string) {
	for i, name := range names {
		stem, n, ok := suffix(name)
		alone := !slices.ContainsFunc(names, func(other string) bool { s, m, ok := suffix(other); return ok && s == stem && m != n })
		switch {
		case ok && n == 0 && alone:
			last := 0
			for k := 1; k < 26*26; k++ {
				if _, err := os.Stat(stem + suffixOf(k)); err == nil {
					last = k
				}
			}
			for k := 0; k <= last; k++ {
				out = append(out, stem+suffixOf(k))
			}
			continue
		case ok && i > 0:
			if before, m, ok := suffix(names[i-1]); ok && before == stem {
				for k := m + 1; k < n; k++ {
					out = append(out, stem+suffixOf(k))
				}
			}
		}
		out = append(out, name)
	}
	return out
}

// follows reports whether b is a later part of the file of which a is one.
func follows(a, b string) bool {
	x, i, ok := suffix(a)
	y, j, too := suffix(b)
	return ok && too && x == y && i < j
}

// suffix splits x.tar.ab into x.tar and 1.
func suffix(name string) (stem string, n int, ok bool) {
	i := strings.LastIndexByte(name, '.')
	if i <= 0 || len(name)-i != 3 || name[i+1] < 'a' || name[i+1] > 'z' || name[i+2] < 'a' || name[i+2] > 'z' {
		return "", 0, false
	}
	return name[:i], int(name[i+1]-'a')*26 + int(name[i+2]-'a'), true
}

func suffixOf(n int) string { return "." + string([]byte{'a' + byte(n/26), 'a' + byte(n%26)}) }

// chain reads parts one after another, from a byte of the whole on.
type chain struct {
	rest    []Part
	from    int64 // of the first of rest
	r       io.ReadCloser
	missing []string // parts passed over
}

// newChain begins at byte from of all that is there.
func newChain(parts []Part, from int64) (*chain, error) {
	c := &chain{rest: parts, from: from}
	for len(c.rest) > 0 && c.from > 0 {
		p := c.rest[0]
		if p.Open != nil && (p.Size < 0 || c.from < p.Size) {
			break
		}
		if p.Open == nil {
			c.missing = append(c.missing, p.Name)
		} else {
			c.from -= p.Size
		}
		c.rest = c.rest[1:]
	}
	if c.from > 0 && len(c.rest) == 0 {
		return nil, fmt.Errorf("the parts end before byte %d; they are not those that were begun with", from)
	}
	return c, nil
}

func (c *chain) Read(b []byte) (int, error) {
	for {
		if c.r == nil {
			if len(c.rest) == 0 {
				return 0, io.EOF
			}
			p := c.rest[0]
			c.rest = c.rest[1:]
			if p.Open == nil {
				c.missing = append(c.missing, p.Name)
				continue
			}
			r, err := p.Open(c.from)
			if err != nil {
				return 0, err
			}
			c.r, c.from = r, 0
		}
		n, err := c.r.Read(b)
		if err == io.EOF {
			c.close()
			err = nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

func (c *chain) close() {
	if c.r != nil {
		c.r.Close()
		c.r = nil
	}
}
