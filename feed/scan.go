package feed

import (
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	"strconv"
)

// window is a stretch of a stream of JSON held in memory. Its unread bytes are
// buf[pos:end], and pad zero bytes follow them: no JSON holds a zero byte, so a
// scan stops there without asking for the length at each step.
type window struct {
	r        io.Reader
	buf      []byte
	pos, end int
	gone     int64 // bytes of the stream before buf
	err      error // what the reader said last; no more comes after it
	nan      bool  // a value held a nan or inf, which is no JSON
}

const (
	windowSize = 256 << 10
	pad        = 32 // bytes past the end that may be loaded
)

// errSyntax is text that is no JSON, or a value over MaxRow.
var errSyntax = errors.New("this is not JSON")

var errLong = errors.New("one value is over 1 MiB")

// newWindow has a first stretch of r, in buf if that is large enough.
func newWindow(r io.Reader, buf []byte) *window {
	if cap(buf) < windowSize+pad {
		buf = make([]byte, windowSize+pad)
	}
	return &window{r: r, buf: buf[:cap(buf)]}
}

// at is the place in the stream of the next byte.
func (w *window) at() int64 { return w.gone + int64(w.pos) }

// near is some of what is unread, for an error.
func (w *window) near() string { return string(w.buf[w.pos:min(w.end, w.pos+40)]) }

// rest is the unread bytes and the zeros after them.
func (w *window) rest() []byte { return w.buf[w.pos : w.end+pad] }

// more brings at least as many new bytes as are unread, so that trying again
// costs no more than reading, and reports whether any came.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	n := copy(w.buf, w.buf[w.pos:w.end])
	w.gone += int64(w.pos)
	w.pos, w.end = 0, n
	if n > (len(w.buf)-pad)/2 {
		if n > MaxRow {
			w.err = errLong
			clear(w.buf[n : n+pad])
			return false
		}
		w.buf = append(make([]byte, 0, 2*len(w.buf)), w.buf[:n]...)
		w.buf = w.buf[:cap(w.buf)]
	}
	for least, tries := max(2*n, 1), 0; w.end < least && w.err == nil; tries++ {
		var got int
		got, w.err = w.r.Read(w.buf[w.end : len(w.buf)-pad])
		w.end += got
		if got > 0 {
			tries = 0
		} else if tries == 100 {
			w.err = io.ErrNoProgress
		}
	}
	clear(w.buf[w.end : w.end+pad])
	return w.end > n
}

// peek is the next byte that is not space, or 0 at the end.
func (w *window) peek() byte {
	for {
		for w.pos < w.end {
			if c := w.buf[w.pos]; !isSpace(c) {
				return c
			}
			w.pos++
		}
		if !w.more() {
			return 0
		}
	}
}

// take passes over c and the space before it.
func (w *window) take(c byte) bool {
	if w.peek() != c || c == 0 {
		return false
	}
	w.pos++
	return true
}

// value is the next value, whole; it holds until the next call. The window has
// passed over it.
func (w *window) value() ([]byte, error) {
	w.peek()
	for {
		b := w.rest()
		n, ok := skipValue(b, 0, jsonWords)
		if !ok {
			n, ok = skipValue(b, 0, cWords)
			w.nan = w.nan || ok
		}
		last := len(b) - pad // a value that ends here, or goes wrong near it, may go on
		switch {
		case ok && (n < last || w.err != nil):
			w.pos += n
			return b[:n], nil
		case !ok && n < last-pad:
			w.pos += n
			return nil, errSyntax
		case w.more():
		case ok: // nothing came: it ends with the stream
		case n < last:
			return nil, errSyntax
		default:
			return nil, w.broken()
		}
	}
}

// broken is why the stream ended where it should not.
func (w *window) broken() error {
	if w.err == nil || w.err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return w.err
}

// key is the next key of an object, unquoted, and the colon after it passed
// over; none is left if ok is false. It is a copy.
func (w *window) key(first bool) (key string, ok bool, err error) {
	if w.take('}') {
		return "", false, nil
	}
	if !first && !w.take(',') {
		return "", false, w.unexpected()
	}
	if w.peek() != '"' {
		return "", false, w.unexpected()
	}
	v, err := w.value()
	if err != nil {
		return "", false, err
	}
	key = unquote(v)
	if !w.take(':') {
		return "", false, w.unexpected()
	}
	return key, true, nil
}

// unexpected is the error at the next byte.
func (w *window) unexpected() error {
	if w.peek() == 0 && w.pos == w.end {
		return w.broken()
	}
	return errSyntax
}

// skip passes over a value of any length: an array or object is taken member
// by member, each of them within the bound.
func (w *window) skip() error {
	switch w.peek() {
	case '[':
		w.pos++
		return w.each(func() error { _, err := w.value(); return err })
	case '{':
		w.pos++
		for first := true; ; first = false {
			_, ok, err := w.key(first)
			if err != nil || !ok {
				return err
			}
			if _, err = w.value(); err != nil {
				return err
			}
		}
	}
	_, err := w.value()
	return err
}

// each calls do at each element of an array whose bracket has been passed over.
func (w *window) each(do func() error) error {
	for first := true; ; first = false {
		if w.take(']') {
			return nil
		}
		if !first && !w.take(',') {
			return w.unexpected()
		}
		if c := w.peek(); c == 0 || c == ',' || c == ']' {
			return w.unexpected()
		}
		if err := do(); err != nil {
			return err
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// skipSpace is where the space at i ends.
func skipSpace(b []byte, i int) int {
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	return i
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// skipText is where the text whose first byte after the quote is at i ends,
// past its closing quote; escaped says whether it has escapes. b is padded.
func skipText(b []byte, i int) (end int, escaped, ok bool) {
	for i+8 <= len(b) {
		n := lettersOf(load8(b, i))
		i += n
		if n == 8 {
			continue
		}
		switch b[i] {
		case '"':
			return i + 1, escaped, true
		case '\\':
			n := escape(b[i+1:])
			if n == 0 {
				return i + 1, true, false
			}
			i, escaped = i+1+n, true
		default:
			return i, escaped, false
		}
	}
	return len(b), escaped, false
}

// lettersOf is how many of eight bytes come before the first that is a quote, a
// backslash or a control character.
func lettersOf(x uint64) int {
	quote, slash := x^(ones*'"'), x^(ones*'\\')
	special := ((quote-ones)&^quote | (slash-ones)&^slash | (x-ones*' ')&^x) & highs
	return bits.TrailingZeros64(special) >> 3
}

// escape is the length of the escape after a backslash, 0 if it is none.
func escape(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	switch b[0] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 1
	case 'u':
		if len(b) < 5 {
			return 0
		}
		if _, err := strconv.ParseUint(string(b[1:5]), 16, 16); err == nil {
			return 5
		}
	}
	return 0
}

// load8 is eight bytes, the first lowest.
func load8(b []byte, i int) uint64 { return binary.LittleEndian.Uint64(b[i:]) }
