// Package feed reads position files into tracks, one format to a file. A format
// is told by content and never by name.
//
// Readers keep what the file says apart from what it does not: "ground", zero
// and nothing are three things. A row that cannot be used is counted and noted
// with its place, never dropped in silence; a file that breaks off is read as
// far as it goes.
package feed

import (
	"fmt"
	"io"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Options are what a file cannot say itself.
type Options struct {
	// Zone is the zone of clock times that a file writes without one (SBS,
	// track logs); empty if not stated. A format that needs it says so.
	Zone string
	// Keep, if not nil, chooses aircraft by address, before they are decoded
	// where the format allows that. It is not asked of an aircraft that has no
	// address in the file, which is always kept: it may be one that was asked
	// for, and to leave it out would be a guess.
	Keep func(track.Address) bool
	// Columns declares the header of a plain CSV: "time,lat,lon,alt_ft,…";
	// empty to take the file's first row.
	Columns string
	// Through, if not nil, is given each file by its name, as it is opened, and
	// what it returns is read in its place and then closed. The parts of a split
	// file are one file. So a caller can have the digest of exactly the bytes that
	// were read. ReadAircraft opens files twice.
	Through func(name string, r io.Reader) io.ReadCloser
	// Progress, if not nil, is called often while files are read, from the
	// goroutine that reads.
	Progress func(Progress)
}

// Sink takes the tracks of files one after another. A track is the sink's own to
// keep. An error stops the reading, which returns it.
type Sink func(*track.Track) error

// Summary is what a file held.
type Summary struct {
	Format  string
	Tracks  int
	Rows    int64
	Unused  int64 // rows that gave no fix, each reason in Notes with its count
	Notes   []track.Note
	Partial bool // the file broke off or was damaged; what came before was read
}

// Error is a file of which nothing could be read.
type Error struct {
	Name   string
	Format string
	Row    int64 // 0 if not known
	Byte   int64 // -1 if not known
	Text   string
	Msg    string
	Hint   string
}

func (e *Error) Error() string {
	s := e.Name
	if e.Row > 0 {
		s += fmt.Sprintf(": row %d", e.Row)
	}
	if e.Byte >= 0 {
		s += fmt.Sprintf(": byte %d", e.Byte)
	}
	s += ": " + e.Msg
	if e.Text != "" {
		s += fmt.Sprintf(": %q", e.Text)
	}
	return s
}

// Bounds on what a reader takes in, whatever a file says of itself.
const (
	MaxExpansion = 1 << 34 // bytes that one compressed file may expand to
	MaxRatio     = 2000    // times its compressed size, above 64 MiB
	MaxRow       = 1 << 20 // bytes in one row or element
)

// earliest and latest bound the times that a position can have: aircraft have
// sent positions since the 1990s, and no file is from the future of its reader,
// which has no clock.
const (
	earliest = span.Instant(631152000000)  // 1990-01-01
	latest   = span.Instant(4102444800000) // 2100-01-01
)
