package feed

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
)

const (
	// maxHeldZip is how large a zip may be that cannot be read at any place:
	// its list of members is at its end, so it is held in memory.
	maxHeldZip = 128 << 20
	// maxDirectory bounds the list of members, which is held in memory.
	maxDirectory = 32 << 20
)

// zip reads a zip, such as a KMZ.
func (rd *reading) zip(src source, depth int) error {
	at, size, err := rd.seekable(src)
	if err != nil {
		return err
	}
	list := &limited{r: at, left: maxDirectory}
	z, err := zip.NewReader(list, size)
	if err != nil {
		return &Error{Name: src.name, Format: "zip", Byte: -1, Msg: "the zip is cut short or damaged: " + err.Error(),
			Hint: "a zip has its list of members at its end; unpack it with a program that repairs"}
	}
	list.left = -1
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	a := &archive{rd: rd, src: src, kind: "zip"}
	whole := &counter{n: size}
	rd.root.n = max(rd.root.n, size) // for the ratio: all of it is at hand
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		if !f.Mode().IsRegular() {
			a.warn(f.Name, "is a link or device, which is not followed")
			continue
		}
		a.zipped(f, whole, depth)
		if rd.sinkErr != nil {
			return rd.sinkErr
		}
	}
	return a.end(nil)
}

// zipped reads one member.
func (a *archive) zipped(f *zip.File, whole *counter, depth int) {
	r, err := f.Open()
	if err != nil {
		a.warn(f.Name, "cannot be opened: "+err.Error())
		a.failing++
		a.failed = &Error{Name: a.src.name + "/" + shown(f.Name), Format: "zip", Byte: -1, Msg: err.Error()}
		return
	}
	defer r.Close()
	m := &meter{r: r, in: whole, all: a.rd.outer}
	a.member(f.Name, m, depth)
	if m.err == nil || errors.Is(m.err, errBomb) && a.failing > 0 {
		return
	}
	a.rd.sum.Partial = true
	a.warn(f.Name, "is damaged: "+m.err.Error())
}

// seekable is src to be read at any place.
func (rd *reading) seekable(src source) (io.ReaderAt, int64, error) {
	if f, ok := src.raw.(interface {
		io.ReaderAt
		io.Seeker
	}); ok {
		if size, err := f.Seek(0, io.SeekEnd); err == nil {
			return f, size, nil
		}
	}
	all, err := io.ReadAll(io.LimitReader(src.r, maxHeldZip+1))
	if err != nil {
		return nil, 0, &Error{Name: src.name, Format: "zip", Byte: int64(len(all)), Msg: "the zip breaks off: " + err.Error()}
	}
	if len(all) > maxHeldZip {
		return nil, 0, &Error{Name: src.name, Format: "zip", Byte: -1, Msg: fmt.Sprintf("a zip over %d MiB within another file or stream", maxHeldZip>>20), Hint: "unpack it first"}
	}
	return bytes.NewReader(all), int64(len(all)), nil
}

// limited is r until so many bytes have been read; then, if left is -1, r.
type limited struct {
	r    io.ReaderAt
	left int64
}

func (l *limited) ReadAt(p []byte, off int64) (int, error) {
	if l.left >= 0 {
		if l.left -= int64(len(p)); l.left < 0 {
			l.left = 0
			return 0, errors.New("the list of members is too long")
		}
	}
	return l.r.ReadAt(p, off)
}
