package sweep

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// examiner examines members one after another with room that is used again.
type examiner struct {
	q       *Query
	silence span.Length
	brute   bool // read everything in full: for tests
	deaf    bool // do not note who was heard
	text    []byte
	z       gzip.Reader
	in      bytes.Reader
	s       sight
}

// seen is what one trace shows.
type seen struct {
	verdict Verdict
	broken  string // why it could not be read to its end
	points  int64
	first   span.Instant
	last    span.Instant
	hours   map[int64]int64
	marks   marks
	full    bool // it was read in full
	ends    Ends // of one that may be a find, and how many atoms are open of it
	open    int
}

// examine answers the question of a trace. Address is that of its name.
func (e *examiner) examine(address track.Address, body []byte) (out seen) {
	e.s.reset(e.q, e.silence)
	if e.deaf && !e.brute && e.outByHead(address, body) {
		return seen{verdict: Out}
	}
	text, broken := e.unpack(body, MaxText)
	out.broken = broken
	decided, same := false, true
	whole := broken == "" && feed.Glance(text, func(h feed.Head) bool {
		m := modelOf(h.Type)
		e.s.begin(h, m)
		if same = h.Address == address; !same || m.Top > track.Jet.Top {
			return false
		}
		decided = e.by(e.s.glimpseIdentity).sure == tri.No
		return true
	}, e.s.add)
	if whole && same && e.s.n == 0 {
		out.verdict = e.by(e.s.glimpse).verdict() // it has no point: nothing bounds where it was
		return out
	}
	if whole && e.s.n > 0 {
		e.s.end()
		out.points, out.first, out.last, out.hours = int64(e.s.n), e.s.first, e.s.last.At, e.s.hours
		out.marks = append(marks(nil), e.s.marks...)
	}
	switch {
	case whole && !same:
		out.broken = fmt.Sprintf("the trace in it is of %s", e.s.head.Address)
	case whole && decided && !e.brute:
		out.verdict = Out
		return out
	case whole && e.s.n > 0 && !e.s.plain.Odd && !e.brute:
		if v := e.by(e.s.glimpse); v.heard == tri.No || v.sure == tri.No {
			out.verdict = v.verdict()
			return out
		}
	}
	e.inFull(text, whole, &out)
	return out
}

// headSize is how much of a trace its head is looked for in.
const headSize = 4 << 10

// outByHead reports whether what stands before the points rules the aircraft out.
func (e *examiner) outByHead(address track.Address, body []byte) (out bool) {
	text, _ := e.unpack(body, headSize)
	feed.Glance(text, func(h feed.Head) bool {
		e.s.head = h
		out = h.Address == address && e.by(e.s.glimpseIdentity).sure == tri.No
		return false
	}, nil)
	return out
}

// by answers the question by a way to answer its atoms.
func (e *examiner) by(of func(*atom) value) value { return e.q.root.eval(of) }

// inFull reads the trace in full. What can be answered without legs is answered
// first.
func (e *examiner) inFull(text []byte, whole bool, out *seen) {
	t, broken := readFull(text)
	if out.broken == "" {
		out.broken = broken
	}
	if t == nil {
		return
	}
	out.full = true
	if !whole || e.s.n == 0 {
		out.take(t)
	}
	h := headOf(&e.s, whole, text, t)
	c := newCraft(h, t, e.q, e.silence, whole && e.s.n > 0 && !e.s.plain.Odd && !e.brute)
	out.ends = endsOf(&h, &t.Fixes[0], &t.Fixes[len(t.Fixes)-1])
	v := e.by(c.withoutLegs)
	if v.verdict() == Possible || v.verdict() == Silent || e.brute {
		v = e.by(c.answer)
	}
	if out.verdict = v.verdict(); out.verdict == Possible {
		e.q.root.atoms(func(a *atom) {
			if c.answer(a).sure == tri.Unknown {
				out.open++
			}
		})
	}
}

// headOf is the head of a trace: as it was glanced at, or what there is of one that
// Glance declined.
func headOf(s *sight, whole bool, text []byte, t *track.Track) feed.Head {
	if whole {
		return s.head
	}
	h := feed.Head{}
	_ = feed.Glance(text, func(x feed.Head) bool { h = x; return false }, nil)
	h.Address, h.Registration, h.Type, h.Operator = t.Address, t.Registration, t.Type, t.Operator
	return h
}

// take takes from a track what was not glanced at.
func (out *seen) take(t *track.Track) {
	out.points, out.hours = int64(len(t.Fixes)), map[int64]int64{}
	for i := range t.Fixes {
		f := &t.Fixes[i]
		if i == 0 || f.At < out.first {
			out.first = f.At
		}
		out.last = max(out.last, f.At)
		out.hours[int64(f.At/3_600_000)]++
		out.marks.note(f)
	}
	out.marks.settle()
}

// readFull reads the one trace of a text.
func readFull(text []byte) (t *track.Track, broken string) {
	more := 0
	sum, err := feed.Read(bytes.NewReader(text), "trace", feed.Options{}, func(x *track.Track) error {
		if more++; more == 1 {
			t = x
		}
		return nil
	})
	switch {
	case err != nil:
		broken = err.Error()
	case sum.Partial && len(sum.Notes) > 0:
		broken = sum.Notes[len(sum.Notes)-1].Text
	case more > 1:
		broken = "it holds more than one trace; the first is read"
	case t == nil:
		broken = "it has no usable position"
	}
	return t, broken
}

// unpack expands a member into the examiner's room, up to most bytes. What came
// before an error is returned with it.
func (e *examiner) unpack(body []byte, most int) (text []byte, broken string) {
	if !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) { // plain text, as some keep it
		e.text = append(e.text[:0], body...)
		return e.room(len(e.text)), ""
	}
	e.in.Reset(body)
	if err := e.z.Reset(&e.in); err != nil {
		return nil, "it is no whole gzip: " + err.Error()
	}
	size := 1 << 16
	if len(body) > 18 {
		size = int(binary.LittleEndian.Uint32(body[len(body)-4:])) // as gzip ends with it
	}
	e.text = e.room(min(size, most, 200*len(body)) + 1)
	n := 0
	for {
		k, err := e.z.Read(e.text[n:])
		n += k
		switch {
		case err == io.EOF:
			return e.room(n), ""
		case errors.Is(err, io.ErrUnexpectedEOF):
			return e.room(n), fmt.Sprintf("the gzip breaks off after %d bytes", n)
		case err != nil:
			return e.room(n), fmt.Sprintf("the gzip is damaged after %d bytes: %v", n, err)
		case n >= most:
			return e.room(n), fmt.Sprintf("it expands to more than %d bytes", most)
		case n == len(e.text):
			e.text = e.room(2 * n)
		}
	}
}

// room is the examiner's text at a length, with feed.Pad of capacity after it.
func (e *examiner) room(n int) []byte {
	if cap(e.text) < n+feed.Pad {
		e.text = append(make([]byte, 0, n+n/4+feed.Pad), e.text...)
	}
	return e.text[:n]
}
