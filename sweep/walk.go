package sweep

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	block = 512
	// MaxMember is how many bytes a member may have, compressed: many times the
	// largest trace of a day.
	MaxMember = 32 << 20
	// MaxText is how many bytes a trace may expand to.
	MaxText = 96 << 20
)

// member is one file of the tar.
type member struct {
	name string
	body []byte // nil if it was not read; see why
	why  string // why it was not read, empty if it was
	next int64  // the byte after it, of all parts together
	lost int64  // bytes before it that are no part of any member
}

// walk goes through a tar by its headers. It asks nothing of the order of members,
// and after bytes that are no header finds the next one.
type walk struct {
	r   *bufio.Reader
	at  int64              // of the next byte
	get func(n int) []byte // room for a body

	ended bool // an end of a tar came, and nothing after it
}

func newWalk(r io.Reader, at int64, get func(int) []byte) *walk {
	return &walk{r: bufio.NewReaderSize(r, 1<<20), at: at, get: get}
}

// next is the next member; io.EOF at the end. Another error is that of the reading.
// At the end, lost is how many bytes before it belong to no member.
func (w *walk) next() (m member, err error) {
	for {
		head, err := w.r.Peek(block)
		switch {
		case len(head) == 0 && err == io.EOF:
			return m, io.EOF
		case len(head) < block && err == io.EOF:
			m.lost += int64(len(head))
			w.pass(int64(len(head)))
			return m, io.EOF
		case err != nil:
			return m, err
		case isZero(head): // the end of one tar; another may follow
			w.pass(block)
			w.ended = true
			continue
		case !isHeader(head):
			w.ended = false
			n, err := w.find()
			if m.lost += n; err != nil {
				return m, err
			}
			continue
		}
		lost := m.lost
		w.ended = false
		m, err = w.one()
		m.lost = lost
		if err != nil || m.name != "" {
			return m, err
		}
	}
}

// sparse reports whether a member has holes, so that its size is not that of its
// bytes in the tar.
func sparse(h *tar.Header) bool {
	return h.PAXRecords["GNU.sparse.major"] != "" || h.PAXRecords["GNU.sparse.map"] != ""
}

func isZero(b []byte) bool { return bytes.Count(b, []byte{0}) == len(b) }

// isHeader tells a header by its sum.
func isHeader(b []byte) bool {
	want, err := strconv.ParseInt(strings.Trim(string(b[148:156]), " \x00"), 8, 64)
	if err != nil || string(b[257:262]) != "ustar" {
		return false
	}
	sum := int64(8 * ' ')
	for i, c := range b[:block] {
		if i < 148 || i >= 156 {
			sum += int64(c)
		}
	}
	return sum == want
}

// find passes over bytes up to the next header, which may stand anywhere: parts are
// cut at any byte. It says how many they were.
func (w *walk) find() (lost int64, err error) {
	lost++ // not the same place again
	w.pass(1)
	for {
		b, err := w.r.Peek(w.r.Size())
		for i := 0; ; {
			k := bytes.Index(b[i:], []byte("ustar"))
			if k < 0 {
				break
			}
			start := i + k - 257
			if start >= 0 && start+block <= len(b) && isHeader(b[start:start+block]) {
				w.pass(int64(start))
				return lost + int64(start), nil
			}
			i += k + 1
		}
		keep := block // a header may begin there
		if err == io.EOF {
			w.pass(int64(len(b)))
			return lost + int64(len(b)), io.EOF
		}
		if err != nil && err != bufio.ErrBufferFull {
			return lost, err
		}
		w.pass(int64(len(b) - keep))
		lost += int64(len(b) - keep)
	}
}

func (w *walk) pass(n int64) {
	for n > 0 {
		k, err := w.r.Discard(int(min(n, 1<<20)))
		w.at, n = w.at+int64(k), n-int64(k)
		if err != nil {
			return
		}
	}
}

// Read reads for the tar reader, and counts.
func (w *walk) Read(b []byte) (int, error) {
	n, err := w.r.Read(b)
	w.at += int64(n)
	return n, err
}

// one reads the member whose header comes next. Its name is empty if it is none
// that holds anything: a folder, or a header that went wrong after all.
func (w *walk) one() (m member, err error) {
	from := w.at
	z := tar.NewReader(w)
	h, err := z.Next()
	if err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return member{name: "?", why: "the tar breaks off in its header", next: w.at}, nil
		}
		if err == io.EOF || errors.Is(err, tar.ErrHeader) {
			if w.at == from {
				w.pass(1)
			}
			return member{}, nil // and what follows is looked through
		}
		return m, err
	}
	end := w.at + h.Size + (block-h.Size%block)%block
	m = member{name: h.Name, next: end}
	switch {
	case h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader:
		m.name = ""
	case h.Typeflag != tar.TypeReg || sparse(h):
		m.why, end = "it is a link, device or sparse file", w.at
		m.next = end
	case h.Size > MaxMember:
		m.why = fmt.Sprintf("it has %d bytes, more than %d", h.Size, MaxMember)
	default:
		m.body = w.get(int(h.Size))
		if _, err := io.ReadFull(w, m.body); err == io.EOF || err == io.ErrUnexpectedEOF {
			m.body, m.why, m.next = nil, "the tar breaks off in it", w.at
			return m, nil
		} else if err != nil {
			return m, err
		}
	}
	w.pass(end - w.at)
	return m, nil
}
