package bag

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// Data is the files below data/ as a file system. It can only be read.
func (b *Bag) Data() fs.FS { return tree{b} }

type tree struct{ b *Bag }

// Open opens a file, or a folder that has files in it.
func (t tree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if e := t.b.File(name); e != nil {
		return &file{info{path.Base(name), e.Size, false}, t.b.Reader(e)}, nil
	}
	in := t.below(name)
	if len(in) == 0 && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &folder{info: info{path.Base(name), 0, true}, entries: children(in, name)}, nil
}

// below are the files in a folder and its folders, which stand together.
func (t tree) below(name string) []Entry {
	if name == "." {
		return t.b.Files
	}
	find := func(prefix string) int {
		i, _ := slices.BinarySearchFunc(t.b.Files, prefix, func(e Entry, p string) int { return strings.Compare(e.Name, p) })
		return i
	}
	return t.b.Files[find(name+"/"):find(name+"0")] // "0" comes after "/"
}

// children are what lies in a folder itself.
func children(in []Entry, name string) []fs.DirEntry {
	var out []fs.DirEntry
	for i := range in {
		rest := in[i].Name
		if name != "." {
			rest = rest[len(name)+1:]
		}
		first, _, isFolder := strings.Cut(rest, "/")
		x := info{first, in[i].Size, isFolder}
		if isFolder {
			x.size = 0
		}
		if n := len(out); n > 0 && out[n-1].Name() == first {
			continue
		}
		out = append(out, fs.FileInfoToDirEntry(x))
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(out, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() })
}

// info is what is known of a file: no clock, no owner.
type info struct {
	name   string
	size   int64
	folder bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.folder }
func (i info) Sys() any           { return nil }

func (i info) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

type file struct {
	info
	*io.SectionReader
}

// Size is said by both; they agree.
func (f *file) Size() int64 { return f.SectionReader.Size() }

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

type folder struct {
	info
	entries []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

// ReadDir lists the folder, as fs.ReadDirFile says.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	out := f.entries
	if n > 0 && len(out) == 0 {
		return nil, io.EOF
	}
	if n > 0 && n < len(out) {
		out = out[:n]
	}
	f.entries = f.entries[len(out):]
	return out, nil
}

// Tree is files in memory as a file system, as Data gives those of a bag.
func Tree(files map[string][]byte) fs.FS {
	b := &Bag{}
	var all []byte
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b.Files = append(b.Files, Entry{Name: name, Size: int64(len(files[name])), offset: int64(len(all))})
		all = append(all, files[name]...)
	}
	b.r = bytes.NewReader(all)
	return b.Data()
}
