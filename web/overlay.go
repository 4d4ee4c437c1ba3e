package web

import (
	"bytes"
	"io/fs"
	"path"
	"time"
)

// overlay is a file system in which one file has other bytes. The file must be
// there: no folder lists one more.
type overlay struct {
	fs.FS
	name string
	text []byte
}

// Open opens the file with its other bytes, and every other as it is.
func (o overlay) Open(name string) (fs.File, error) {
	if name != o.name {
		return o.FS.Open(name)
	}
	return &textFile{Reader: bytes.NewReader(o.text), name: path.Base(name), size: int64(len(o.text))}, nil
}

// textFile is an open file of an overlay.
type textFile struct {
	*bytes.Reader
	name string
	size int64
}

func (f *textFile) Close() error               { return nil }
func (f *textFile) Stat() (fs.FileInfo, error) { return textInfo{f.name, f.size}, nil }

type textInfo struct {
	name string
	size int64
}

func (i textInfo) Name() string       { return i.name }
func (i textInfo) Size() int64        { return i.size }
func (i textInfo) Mode() fs.FileMode  { return 0o644 }
func (i textInfo) ModTime() time.Time { return time.Time{} }
func (i textInfo) IsDir() bool        { return false }
func (i textInfo) Sys() any           { return nil }
