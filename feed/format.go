package feed

import (
	"bufio"

	"github.com/holdshort/holdshort/track"
)

// headSize is how much of a file a format is told from.
const headSize = 64 << 10

// format is one position format.
type format struct {
	name string
	is   func(head []byte) bool // head is at most headSize bytes from the start
	read func(in *input) error
}

// input is one file, unpacked, while it is read.
type input struct {
	name     string // for errors and origins
	r        *bufio.Reader
	opts     Options
	sink     Sink
	sum      *Summary
	vehicles bool           // some fix has been marked as of a vehicle
	seen     map[string]int // reasons for unused rows, to their index in sum.Notes
	many     map[string]int64
}

// unused counts a row that gave no fix, and notes the first of each reason with
// its place. Row counts from 1; byte is -1 where it is not known.
func (in *input) unused(row, byte int64, why string) {
	in.sum.Unused++
	if in.seen == nil {
		in.seen, in.many = map[string]int{}, map[string]int64{}
	}
	in.many[why]++
	if _, ok := in.seen[why]; !ok {
		in.seen[why] = len(in.sum.Notes)
		in.sum.Notes = append(in.sum.Notes, track.Note{Row: row, Byte: byte, Text: why})
	}
}

// fail is an error of this file.
func (in *input) fail(row, byte int64, text, msg, hint string) error {
	if len(text) > 80 {
		text = text[:80] + "…"
	}
	return &Error{Name: in.name, Format: in.sum.Format, Row: row, Byte: byte, Text: text, Msg: msg, Hint: hint}
}
