package feed

import (
	"fmt"
	"io"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// odd notes, once for each reason, what is strange in a row that gave a fix
// nonetheless, or in the file. Row is 0 if it is of the whole.
func (in *input) odd(row, byte int64, why string) {
	in.unused(row, byte, why)
	in.sum.Unused--
}

// wants reports whether an aircraft was asked for; see Options.Keep.
func (in *input) wants(a track.Address) bool {
	return in.opts.Keep == nil || a.IsZero() || in.opts.Keep(a)
}

// tally writes how often each reason came up beside its first occurrence.
func (in *input) tally() {
	for why, i := range in.seen {
		if n := in.many[why]; n > 1 && i < len(in.sum.Notes) && strings.HasPrefix(in.sum.Notes[i].Text, why) {
			in.sum.Notes[i].Text = fmt.Sprintf("%s (%d times, this the first)", why, n)
		}
	}
}

// hand gives the sink the only track of a file, or the next of several, made of
// so many rows. The notes from one on are the track's too.
func (in *input) hand(t *track.Track, rows int64, notesFrom int) error {
	if !in.wants(t.Address) {
		return nil
	}
	if len(t.Fixes) == 0 {
		in.odd(0, -1, "an aircraft without one usable position was left out")
		return nil
	}
	t.Origins = []track.Origin{{Name: in.name, Format: in.sum.Format, Rows: rows}}
	in.tally()
	t.Notes = append(t.Notes, in.sum.Notes[notesFrom:]...)
	if in.vehicles {
		noteVehicles(t)
	}
	return in.sink(t)
}

// partial notes that the file breaks off, or goes wrong, where w is.
func (in *input) partial(w *window, row int64, err error) {
	in.sum.Partial = true
	why := err.Error()
	if err == io.ErrUnexpectedEOF {
		why = "the file breaks off"
	}
	in.sum.Notes = append(in.sum.Notes, track.Note{Row: row, Byte: w.at(), Text: fmt.Sprintf("%s at byte %d; what came before was read", why, w.at())})
}

// ended says what is wrong at the end of a stream whose values were all whole.
func (in *input) ended(w *window) {
	if w.err != nil && w.err != io.EOF {
		in.partial(w, 0, w.err)
	}
	if w.nan {
		in.odd(0, -1, "the file has nan or inf among its numbers, which is no JSON")
	}
}
