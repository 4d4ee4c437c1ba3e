package bag

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
)

// File is a file to be written below data/. Open is called twice, and must give
// the same bytes each time.
type File struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// Bytes is a file of these bytes.
func Bytes(name string, b []byte) File {
	return File{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

// Entry is a file of a bag and what its bytes are.
type Entry struct {
	Name   string // below data/, or of a tag file
	Size   int64
	SHA256 [sha256.Size]byte
	SHA512 [sha512.Size]byte

	crc    uint32
	offset int64 // of its bytes in the zip
}

// Written is what was written: the bag's own length and digest.
type Written struct {
	Size   int64
	SHA256 [sha256.Size]byte
}

// Write writes the files as a bag. Their order does not matter. It reads each
// twice: once for the digests, which stand before it in the zip.
func Write(w io.Writer, info Info, files []File) (Written, error) {
	if err := info.check(); err != nil {
		return Written{}, err
	}
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	if len(files) > MaxFiles-len(tagFiles) {
		return Written{}, fmt.Errorf("%d files are more than a bag may have", len(files))
	}
	entries := make([]Entry, len(files))
	names := newSpelled()
	for i, f := range files {
		if err := CheckName(f.Name); err != nil {
			return Written{}, err
		}
		if err := names.add(f.Name); err != nil {
			return Written{}, err
		}
		if err := entries[i].read(f); err != nil {
			return Written{}, err
		}
	}
	return writeZip(w, withTags(info, files, entries))
}

// read takes the size and the digests of a file.
func (e *Entry) read(f File) error {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("read %s: %w", f.Name, err)
	}
	defer r.Close()
	e.Name = f.Name
	return e.sum(r)
}

// sum takes the size and the digests of what r gives.
func (e *Entry) sum(r io.Reader) error {
	h256, h512, crc := sha256.New(), sha512.New(), crc32.NewIEEE()
	n, err := io.Copy(io.MultiWriter(h256, h512, crc), r)
	e.Size, e.crc = n, crc.Sum32()
	h256.Sum(e.SHA256[:0])
	h512.Sum(e.SHA512[:0])
	return err
}

// packed is a file as it stands in the zip.
type packed struct {
	member
	open func() (io.ReadCloser, error)
}

// withTags adds the tag files, in the order of all names.
func withTags(info Info, files []File, entries []Entry) []packed {
	var size int64
	for i := range entries {
		size += entries[i].Size
	}
	tags := []File{Bytes(bagInfo, []byte(info.text(size, len(entries)))), Bytes(bagIt, []byte(bagItText))}
	manifest := func(kind string, of []Entry, folder string) {
		for _, h := range hashes {
			var b bytes.Buffer
			writeManifest(&b, of, h, folder) // a buffer does not fail
			tags = append(tags, Bytes(kind+"-"+h+".txt", b.Bytes()))
		}
	}
	manifest("manifest", entries, payload)
	sums := sumAll(tags)
	manifest("tagmanifest", sums, "")
	sums = append(sums, sumAll(tags[4:])...)

	var out []packed
	add := func(e *Entry, folder string, f File) {
		out = append(out, packed{member{name: Root + folder + e.Name, size: e.Size, crc: e.crc}, f.Open})
	}
	for i := range tags[:2] {
		add(&sums[i], "", tags[i])
	}
	for i := range entries {
		add(&entries[i], payload, files[i])
	}
	for i := 2; i < len(tags); i++ {
		add(&sums[i], "", tags[i])
	}
	return out
}

// sumAll is the digests of files that are bytes.
func sumAll(files []File) []Entry {
	out := make([]Entry, len(files))
	for i, f := range files {
		if err := out[i].read(f); err != nil {
			panic("bag: " + err.Error())
		}
	}
	return out
}

// counter counts and digests what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

func writeZip(w io.Writer, files []packed) (Written, error) {
	sum := sha256.New()
	c := &counter{w: io.MultiWriter(w, sum)}
	for i := range files {
		f := &files[i]
		f.offset = c.n
		if _, err := c.Write(f.local()); err != nil {
			return Written{}, err
		}
		if err := f.copyTo(c); err != nil {
			return Written{}, err
		}
	}
	at := c.n
	for i := range files {
		if _, err := c.Write(files[i].central()); err != nil {
			return Written{}, err
		}
	}
	if _, err := c.Write(end(len(files), at, c.n-at)); err != nil {
		return Written{}, err
	}
	return Written{c.n, [sha256.Size]byte(sum.Sum(nil))}, nil
}

// copyTo writes the file's bytes, which must be those that were read before.
func (p *packed) copyTo(w io.Writer) error {
	r, err := p.open()
	if err != nil {
		return fmt.Errorf("read %s: %w", p.name, err)
	}
	defer r.Close()
	crc := crc32.NewIEEE()
	n, err := io.Copy(io.MultiWriter(w, crc), r)
	if err == nil && (n != p.size || crc.Sum32() != p.crc) {
		err = fmt.Errorf("it changed while it was read")
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", p.name, err)
	}
	return nil
}
