package feed

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// formats are those that a file is tried for, in this order: the last ones
// take anything that looks like a table.
var formats = slices.Concat(readsbFormats, xmlFormats, rawFormats, captureFormats, csvFormats)

// errUnknown is a file in none of the formats.
var errUnknown = errors.New("not a position file known here")

// detect is the format of a file, unpacked, that begins with head; nil if none
// is known. It looks at no more than headSize.
func detect(head []byte) *format {
	head = head[:min(len(head), headSize)]
	for i := range formats {
		if formats[i].is(head) {
			return &formats[i]
		}
	}
	return nil
}

// maxNotes bounds the notes of one reading; the rest are counted.
const maxNotes = 2000

// Read reads all tracks of a file and gives them to sink, as ReadFiles does of
// files that it opens; name is for notes and origins only.
func Read(r io.Reader, name string, opts Options, sink Sink) (Summary, error) {
	rd := newReading(opts, sink)
	err := rd.file(r, name)
	return rd.summary(), err
}

// reading is one call of ReadFiles or ReadAircraft.
type reading struct {
	opts    Options
	sink    Sink
	sinkErr error
	sum     Summary
	formats []string // in order of appearance
	dropped int      // notes beyond maxNotes

	at       place             // of what is being read
	level    int               // how many archives it lies in
	finished func(place) error // called when a file or member has been read; nil if nobody asks
	counting bool              // for a census: positions are not asked for
	alone    bool              // there is a single file
	tell     func(*reading)    // called now and then; nil if nobody asks
	files    int               // read
	fixes    int64             // positions handed over

	root  *counter // of the file itself
	outer *meter   // what has been unpacked from it in all
}

func newReading(opts Options, sink Sink) *reading {
	rd := &reading{opts: opts}
	rd.sink = func(t *track.Track) error {
		if rd.sinkErr == nil {
			rd.sum.Tracks++
			rd.fixes += int64(len(t.Fixes))
			rd.sinkErr = sink(t)
		}
		return rd.sinkErr
	}
	return rd
}

// finish says that the file or member at rd.at has been read.
func (rd *reading) finish() {
	if rd.finished != nil && rd.sinkErr == nil {
		rd.sinkErr = rd.finished(rd.at)
	}
	if rd.tell != nil {
		rd.tell(rd)
	}
}

// file reads one file.
func (rd *reading) file(r io.Reader, name string) error {
	before := rd.sum.Rows
	rd.root = &counter{r: r, told: rd.told}
	rd.outer = &meter{in: rd.root}
	b := borrow(rd.root)
	defer giveBack(b)
	err := rd.unpack(source{name: name, r: b, raw: r, count: rd.root}, 0)
	if rd.sinkErr != nil {
		return rd.sinkErr
	}
	if err != nil && rd.sum.Rows > before {
		rd.sum.Partial = true
		rd.note(name, track.Note{Byte: -1, Text: err.Error()})
		return nil
	}
	return err
}

// summary is what has been read.
func (rd *reading) summary() Summary {
	s := rd.sum
	s.Format = strings.Join(rd.formats, ", ")
	if rd.dropped > 0 {
		s.Notes = append(s.Notes, track.Note{Byte: -1, Text: fmt.Sprintf("%d more notes were left out", rd.dropped)})
	}
	return s
}

// note notes something of a file or member.
func (rd *reading) note(name string, n track.Note) {
	if len(rd.sum.Notes) >= maxNotes {
		rd.dropped++
		return
	}
	if name != "" && !strings.HasPrefix(n.Text, name) {
		n.Text = name + ": " + n.Text
	}
	rd.sum.Notes = append(rd.sum.Notes, n)
}

// positions reads what is no container. Its error is errUnknown, within an
// *Error, if it has none of the formats.
func (rd *reading) positions(src source) error {
	head, err := src.r.Peek(headSize)
	f := detect(head)
	if f == nil {
		return unknown(src.name, head, err)
	}
	if rd.counting && rd.alone && rd.level == 0 {
		rd.sinkErr = errOneFile
		return rd.sinkErr
	}
	part := Summary{Format: f.name}
	in := &input{name: src.name, r: src.r, opts: rd.opts, sink: rd.sink, sum: &part}
	before := rd.sum.Tracks
	err = f.read(in)
	part.Tracks = rd.sum.Tracks - before
	in.tally()
	rd.join(src.name, part)
	switch {
	case rd.sinkErr != nil:
		return rd.sinkErr
	case err != nil && part.Tracks > 0:
		rd.sum.Partial = true
		rd.note(src.name, track.Note{Byte: -1, Text: err.Error()})
		return nil
	}
	return err
}

// join adds what one member held.
func (rd *reading) join(name string, part Summary) {
	if !slices.Contains(rd.formats, part.Format) {
		rd.formats = append(rd.formats, part.Format)
	}
	rd.sum.Rows += part.Rows
	rd.sum.Unused += part.Unused
	rd.sum.Partial = rd.sum.Partial || part.Partial
	for _, n := range part.Notes {
		rd.note(name, n)
	}
}

// unknown is the error of a file in none of the formats; err is why no more of
// it could be looked at.
func unknown(name string, head []byte, err error) error {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	e := &Error{Name: name, Byte: 0, Text: string(head[:min(len(head), 32)]), Msg: errUnknown.Error(),
		Hint: "known are " + strings.Join(names, ", ") + ", also within gzip, zstd, zip and tar"}
	switch {
	case err != nil && err != io.EOF && err != bufio.ErrBufferFull:
		e.Byte, e.Msg, e.Hint = int64(len(head)), "it breaks off before its format can be told: "+err.Error(), ""
	case len(head) == 0:
		e.Msg, e.Hint = "it is empty", ""
	}
	return e
}
