package bag

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
)

// MaxFiles is how many files a bag may have, its tag files among them.
const MaxFiles = 1 << 18

// MaxFolders is how many folders the files of a bag may lie in.
const MaxFolders = 1 << 18

// maxInfo is how many bytes bag-info.txt may have: two texts and two numbers.
const maxInfo = 4 << 10

// Bag is a container that was found to be in its only form, every file of which
// has the digests of its manifests.
type Bag struct {
	Info   Info
	Size   int64             // of the zip
	SHA256 [sha256.Size]byte // of the zip
	Files  []Entry           // below data/, in order of their names

	r io.ReaderAt
}

// Open reads a bag from its first byte to its last, and checks every one: each
// header is written afresh and compared, each manifest too. Memory grows with
// the number of files and not with their sizes. An error names the byte or the
// file.
func Open(r io.ReaderAt, size int64) (*Bag, error) {
	sum := sha256.New()
	s := &scanner{r: bufio.NewReaderSize(io.TeeReader(io.NewSectionReader(r, 0, size), sum), 1<<16), size: size, sum: sum, names: newSpelled()}
	if err := s.scan(); err != nil {
		return nil, err
	}
	b := &Bag{Size: size, r: r, SHA256: [sha256.Size]byte(sum.Sum(nil))}
	if err := b.sort(s.files); err != nil {
		return nil, err
	}
	return b, nil
}

// File is the file with a name below data/, or nil.
func (b *Bag) File(name string) *Entry {
	i, ok := slices.BinarySearchFunc(b.Files, name, func(e Entry, name string) int { return strings.Compare(e.Name, name) })
	if !ok {
		return nil
	}
	return &b.Files[i]
}

// Reader gives the bytes of a file of the bag.
func (b *Bag) Reader(e *Entry) *io.SectionReader { return io.NewSectionReader(b.r, e.offset, e.Size) }

// Read is the whole of the file with a name below data/. It is an error if there
// is none, or it has more than most bytes.
func (b *Bag) Read(name string, most int64) ([]byte, error) {
	e := b.File(name)
	switch {
	case e == nil:
		return nil, fmt.Errorf("there is no file %s", name)
	case e.Size > most:
		return nil, fmt.Errorf("%s has %d bytes, more than %d", name, e.Size, most)
	}
	return b.all(e)
}

func (b *Bag) all(e *Entry) ([]byte, error) {
	out := make([]byte, e.Size)
	if _, err := io.ReadFull(b.Reader(e), out); err != nil {
		return nil, fmt.Errorf("read %s: %w", e.Name, err)
	}
	return out, nil
}

// scanner reads a zip in order.
type scanner struct {
	r     *bufio.Reader
	size  int64
	at    int64 // bytes read
	sum   hash.Hash
	names *spelled
	files []scanned
}

type scanned struct {
	member
	Entry
}

func (s *scanner) scan() error {
	for {
		sig, err := s.r.Peek(4)
		if err != nil {
			return s.ends("the next header")
		}
		if binary.LittleEndian.Uint32(sig) != localSig {
			break
		}
		if len(s.files) == MaxFiles {
			return fmt.Errorf("there are more than %d files", MaxFiles)
		}
		if err := s.file(); err != nil {
			return err
		}
	}
	if sig, _ := s.r.Peek(2); len(s.files) == 0 && string(sig) != "PK" {
		return fmt.Errorf("byte 0: this is no zip")
	}
	at := s.at
	for i := range s.files {
		if err := s.expect(s.files[i].central(), "the directory's entry of "+s.files[i].member.name); err != nil {
			return err
		}
	}
	if err := s.expect(end(len(s.files), at, s.at-at), "the record at the end"); err != nil {
		return err
	}
	if _, err := s.r.Peek(1); err == nil {
		return fmt.Errorf("byte %d: there are bytes after the end", s.at)
	}
	return nil
}

func (s *scanner) ends(in string) error {
	return fmt.Errorf("byte %d: the file ends within %s", s.at, in)
}

// file reads one local header and the bytes after it.
func (s *scanner) file() error {
	m := member{offset: s.at}
	head, err := s.r.Peek(localLen)
	if err != nil {
		return s.ends("a header")
	}
	n := int(binary.LittleEndian.Uint16(head[26:]))
	extra := int(binary.LittleEndian.Uint16(head[28:]))
	m.crc = binary.LittleEndian.Uint32(head[14:])
	m.size = int64(binary.LittleEndian.Uint32(head[22:]))
	if n > MaxName || extra > 20 {
		return fmt.Errorf("byte %d: a name of %d bytes and an extra field of %d", s.at, n, extra)
	}
	if head, err = s.r.Peek(localLen + n + extra); err != nil {
		return s.ends("a header")
	}
	m.name = string(head[localLen : localLen+n])
	if m.size == most32 && extra == 20 {
		m.size = int64(binary.LittleEndian.Uint64(head[localLen+n+4:]) & (1<<63 - 1))
	}
	if err := s.name(m.name); err != nil {
		return fmt.Errorf("byte %d: %w", s.at, err)
	}
	if err := s.expect(m.local(), "the header of "+m.name); err != nil {
		return err
	}
	return s.content(m)
}

// name checks a name and its order, before the header is compared.
func (s *scanner) name(name string) error {
	rest, ok := strings.CutPrefix(name, Root)
	if !ok {
		return fmt.Errorf("the name %q does not begin with %q", name, Root)
	}
	if err := CheckName(rest); err != nil {
		return err
	}
	if n := len(s.files); n > 0 && s.files[n-1].member.name >= name {
		return fmt.Errorf("the name %q comes after %q, which is not the order of their bytes", name, s.files[n-1].member.name)
	}
	return s.names.add(name)
}

func (s *scanner) content(m member) error {
	f := scanned{member: m}
	if m.size > s.size-s.at {
		return fmt.Errorf("byte %d: %s should have %d bytes, and the file has %d more", s.at, m.name, m.size, s.size-s.at)
	}
	f.Entry.offset = s.at
	if err := f.sum(io.LimitReader(s.r, m.size)); err != nil {
		return fmt.Errorf("read %s: %w", m.name, err)
	}
	s.at += f.Entry.Size
	if f.Entry.Size != m.size {
		return s.ends(m.name)
	}
	if f.Entry.crc != m.crc {
		return fmt.Errorf("%s: its bytes do not have the CRC-32 of its header", m.name)
	}
	s.files = append(s.files, f)
	return nil
}

// expect reads bytes that can only be these.
func (s *scanner) expect(want []byte, what string) error {
	got := make([]byte, len(want))
	n, err := io.ReadFull(s.r, got)
	for i := range n {
		if got[i] != want[i] {
			return fmt.Errorf("byte %d: %s is not in its only form: %#02x where %#02x is due", s.at+int64(i), what, got[i], want[i])
		}
	}
	s.at += int64(n)
	if err != nil {
		return s.ends(what)
	}
	return nil
}

// sort parts the payload from the tag files, and checks those.
func (b *Bag) sort(files []scanned) error {
	tags := map[string]*Entry{}
	var size int64
	for i := range files {
		e := files[i].Entry
		rest := strings.TrimPrefix(files[i].member.name, Root)
		if in, ok := strings.CutPrefix(rest, payload); ok {
			e.Name = in
			b.Files = append(b.Files, e)
			size += e.Size
			continue
		}
		if !isTag(rest) {
			return fmt.Errorf("%s is no file of a bag", rest)
		}
		e.Name = rest
		tags[rest] = &e
	}
	if err := b.tags(tags, size); err != nil {
		return err
	}
	var covered []Entry
	for _, n := range tagFiles[:4] {
		covered = append(covered, *tags[n])
	}
	for _, h := range hashes {
		if err := b.manifest(tags["manifest-"+h+".txt"], b.Files, h, payload); err != nil {
			return err
		}
		if err := b.manifest(tags["tagmanifest-"+h+".txt"], covered, h, ""); err != nil {
			return err
		}
	}
	return nil
}

// tags checks that exactly the six tag files are there, and what the two that
// are no manifests say.
func (b *Bag) tags(have map[string]*Entry, size int64) error {
	for _, n := range tagFiles {
		if have[n] == nil {
			return fmt.Errorf("there is no file %s", n)
		}
	}
	if have[bagIt].Size != int64(len(bagItText)) || have[bagInfo].Size > maxInfo {
		return fmt.Errorf("%s or %s is not in its only form", bagIt, bagInfo)
	}
	it, err := b.all(have[bagIt])
	if err != nil {
		return err
	}
	if string(it) != bagItText {
		return fmt.Errorf("%s is not in its only form", bagIt)
	}
	text, err := b.all(have[bagInfo])
	if err != nil {
		return err
	}
	return b.readInfo(string(text), size)
}

func isTag(name string) bool { return slices.Contains(tagFiles, name) }

func (b *Bag) readInfo(text string, size int64) error {
	agent, rest, _ := strings.Cut(text, "\n")
	id, _, _ := strings.Cut(rest, "\n")
	b.Info = Info{strings.TrimPrefix(agent, agentLabel), strings.TrimPrefix(id, identifierLabel)}
	if err := b.Info.check(); err != nil {
		return err
	}
	if want := b.Info.text(size, len(b.Files)); text != want {
		return fmt.Errorf("%s is %q, and the files here give %q", bagInfo, text, want)
	}
	return nil
}

// manifest compares a manifest with the one that the files give.
func (b *Bag) manifest(e *Entry, files []Entry, hash, folder string) error {
	c := &comparer{name: e.Name, r: bufio.NewReader(b.Reader(e))}
	err := writeManifest(c, files, hash, folder)
	if err == nil {
		err = c.end()
	}
	return err
}

// comparer takes the lines that are due and compares them with those there.
type comparer struct {
	name string
	r    *bufio.Reader
	line int
}

func (c *comparer) Write(want []byte) (int, error) {
	c.line++
	got := make([]byte, len(want))
	n, err := io.ReadFull(c.r, got)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && err != io.EOF {
		return 0, fmt.Errorf("read %s: %w", c.name, err)
	}
	if !bytes.Equal(got[:n], want) {
		return 0, fmt.Errorf("%s, line %d is not %q, which the files here give", c.name, c.line, bytes.TrimSuffix(want, []byte("\n")))
	}
	return len(want), nil
}

func (c *comparer) end() error {
	if _, err := c.r.Peek(1); err == nil {
		return fmt.Errorf("%s, line %d: the bag has no such file", c.name, c.line+1)
	}
	return nil
}
