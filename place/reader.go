package place

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"strings"
)

// reader reads the embedded files: counts and signed numbers as varints, texts
// by length. A file that ends early or holds nonsense is a broken promise of
// our own, since it is compiled in.
type reader struct {
	b []byte
	s string // the same bytes, so that texts share them
}

func open(packed []byte, magic string) *reader {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic("place: " + err.Error())
	}
	b, err := io.ReadAll(z)
	if err != nil {
		panic("place: " + err.Error())
	}
	if !bytes.HasPrefix(b, []byte(magic)) {
		panic("place: an embedded file is not " + strings.TrimSpace(magic))
	}
	b = b[len(magic):]
	return &reader{b: b, s: string(b)}
}

func (r *reader) skip(n int) { r.b, r.s = r.b[n:], r.s[n:] }

func (r *reader) count() int {
	x, n := binary.Uvarint(r.b)
	if n <= 0 {
		panic("place: an embedded file is damaged")
	}
	r.skip(n)
	return int(x)
}

func (r *reader) signed() int {
	x, n := binary.Varint(r.b)
	if n <= 0 {
		panic("place: an embedded file is damaged")
	}
	r.skip(n)
	return int(x)
}

func (r *reader) text() string {
	n := r.count()
	s := r.s[:n]
	r.skip(n)
	return s
}

// list is a list of texts that others refer to by number.
func (r *reader) list() []string {
	out := make([]string, r.count())
	for i := range out {
		out[i] = r.text()
	}
	return out
}
