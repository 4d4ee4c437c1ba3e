package feed

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/holdshort/holdshort/track"
)

// maxContainers is how deep containers may lie within one another.
const maxContainers = 4

// source is a stream that may be a container.
type source struct {
	name  string
	r     *bufio.Reader
	raw   io.Reader // below r if that is the whole file, for formats that need to seek
	count *counter  // of the bytes that r was given
}

// unpack reads src, whether a container or not.
func (rd *reading) unpack(src source, depth int) error {
	head, _ := src.r.Peek(headSize)
	open := container(head)
	if open == nil {
		return rd.positions(src)
	}
	if depth == maxContainers {
		return &Error{Name: src.name, Byte: -1, Msg: fmt.Sprintf("containers are more than %d deep within one another", maxContainers)}
	}
	return open(rd, src, depth)
}

// container is how to read the container that head begins, nil if it is none.
func container(head []byte) func(*reading, source, int) error {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return (*reading).gzip
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")), skippable(head):
		return (*reading).zstd
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return (*reading).zip
	case isTar(head):
		return (*reading).tar
	}
	return nil
}

// skippable tells the frames that zstd files may begin with (RFC 8878, 3.1.2).
func skippable(head []byte) bool {
	return len(head) > 8 && head[0]>>4 == 5 && bytes.HasPrefix(head[1:], []byte("\x2a\x4d\x18"))
}

var (
	gzips = sync.Pool{New: func() any { return new(gzip.Reader) }}
	zstds = sync.Pool{New: func() any {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			panic("feed: " + err.Error())
		}
		return d
	}}
)

// maxWindow is how far back a zstd file may refer: what zstd takes without
// being told to take more.
const maxWindow = 128 << 20

func (rd *reading) gzip(src source, depth int) error {
	z := gzips.Get().(*gzip.Reader)
	defer gzips.Put(z)
	if err := z.Reset(src.r); err != nil {
		return &Error{Name: src.name, Format: "gzip", Byte: 0, Msg: "it is no whole gzip header: " + err.Error()}
	}
	return rd.expanded(src, z, "gzip", depth)
}

func (rd *reading) zstd(src source, depth int) error {
	z := zstds.Get().(*zstd.Decoder)
	defer zstds.Put(z)
	defer z.Reset(nil)
	if err := z.Reset(src.r); err != nil {
		return &Error{Name: src.name, Format: "zstd", Byte: 0, Msg: "it is no zstd: " + err.Error()}
	}
	return rd.expanded(src, z, "zstd", depth)
}

// expanded reads what z expands src to.
func (rd *reading) expanded(src source, z io.Reader, kind string, depth int) error {
	m := &meter{r: z, in: src.count, all: rd.outer}
	c := &counter{r: m}
	b := borrow(c)
	defer giveBack(b)
	before := rd.sum.Rows
	err := rd.unpack(source{name: src.name, r: b, count: c}, depth+1)
	if rd.sinkErr != nil {
		return rd.sinkErr
	}
	if m.err == nil && err == nil {
		// What follows the positions must still be whole.
		_, _ = io.Copy(io.Discard, c)
	}
	if m.err == nil {
		return err
	}
	return rd.broke(src, kind, m.err, err, rd.sum.Rows > before)
}

// broke is a container that broke off: a note if something was read of it.
func (rd *reading) broke(src source, kind string, why, err error, some bool) error {
	at := src.count.n - int64(src.r.Buffered())
	msg := fmt.Sprintf("the %s is damaged: %v", kind, why)
	switch {
	case errors.Is(why, io.ErrUnexpectedEOF):
		msg = fmt.Sprintf("the %s breaks off", kind)
	case errors.Is(why, gzip.ErrHeader):
		msg = "other bytes follow the gzip, and were left out"
	case errors.Is(why, errBomb):
		msg = why.Error()
	}
	if !some {
		return &Error{Name: src.name, Format: kind, Byte: at, Msg: msg}
	}
	rd.sum.Partial = true
	rd.note(src.name, track.Note{Byte: at, Text: fmt.Sprintf("%s at byte %d; what came before was read", msg, at)})
	return nil
}

// counter counts the bytes read.
type counter struct {
	r    io.Reader
	n    int64
	told func() // called after each reading, if not nil
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.told != nil {
		c.told()
	}
	return n, err
}

// errBomb is a file that expands beyond the bounds.
var errBomb = errors.New("it expands to more than a file may")

// meter is what a container expands to, within the bounds, and the first error
// but the end.
type meter struct {
	r   io.Reader
	in  *counter // what it is expanded from
	out int64
	all *meter // of all containers of a file together
	err error
}

func (m *meter) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	n, err := m.r.Read(p)
	if err != nil && err != io.EOF {
		m.err = err
	}
	if over := m.add(int64(n)); over != nil {
		m.err = over
		return 0, over
	}
	return n, err
}

// freeSize may always be expanded to, whatever the ratio.
const freeSize = 64 << 20

// add counts bytes that came out.
func (m *meter) add(n int64) error {
	m.out += n
	if m.out > freeSize && m.out/MaxRatio > m.in.n {
		return fmt.Errorf("%w: over %d times its size", errBomb, MaxRatio)
	}
	if m.all == nil {
		return nil
	}
	if m.out > MaxExpansion {
		return fmt.Errorf("%w: over %d bytes", errBomb, int64(MaxExpansion))
	}
	return m.all.add(n)
}

var buffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, headSize) }}

// borrow is a buffered reader from which a whole head can be peeked.
func borrow(r io.Reader) *bufio.Reader {
	b := buffers.Get().(*bufio.Reader)
	b.Reset(r)
	return b
}

func giveBack(b *bufio.Reader) {
	b.Reset(nil)
	buffers.Put(b)
}

// maxName is how much of a member's name is shown.
const maxName = 200

// shown is a name as it may be written into notes: a member's name is foreign
// text, and never used as a path.
func shown(name string) string {
	cut := ""
	if len(name) > maxName {
		name, cut = name[:maxName], "…"
	}
	q := strconv.Quote(name)
	return q[1:len(q)-1] + cut
}
