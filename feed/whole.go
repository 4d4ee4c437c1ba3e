package feed

import (
	"slices"

	"github.com/holdshort/holdshort/track"
)

// ReadAircraft reads files as ReadFiles does, but gives sink each aircraft once:
// one track, joined from all the pieces that the files have of it (track.Join).
// Pieces without an address are not joined.
//
// Files are read twice: first to learn where each aircraft stands last, then to
// read it. An aircraft is given as soon as its last piece has been read, so that
// memory does not grow with the number of aircraft but with that of those of
// which more is to come. The order is that of their last pieces, and by address
// of those that end in one. Names such as trace_full_a2fe4c.json are believed in
// the first pass; if one was wrong, an aircraft can come in two parts, the later
// one with a note.
//
// A single file that is no archive, and what cannot be read twice, such as a
// pipe, is read once, and all is held until its end.
func ReadAircraft(names []string, opts Options, sink Sink) (Summary, error) {
	w := &whole{sink: sink, held: map[track.Address]*track.Track{}, due: map[place][]track.Address{}, given: map[track.Address]bool{}}
	rd := newReading(opts, w.take)
	w.rd, rd.finished = rd, w.finished
	sets, errs := rd.sets(names)
	tell := rd.tellSizes(sets)
	w.last = takeCensus(sets, opts, tell)
	for a, at := range w.last {
		w.due[at] = append(w.due[at], a)
	}
	rd.tell = tell
	err := rd.readSets(sets, errs)
	if rd.sinkErr == nil {
		rd.sinkErr = w.rest()
	}
	sum := rd.summary()
	sum.Tracks = w.tracks
	if rd.sinkErr != nil {
		return sum, rd.sinkErr
	}
	return sum, err
}

// whole puts the pieces of aircraft together.
type whole struct {
	rd     *reading
	sink   Sink
	last   census
	due    map[place][]track.Address // what is given when a place has been read
	held   map[track.Address]*track.Track
	given  map[track.Address]bool
	tracks int
}

// take takes a piece.
func (w *whole) take(t *track.Track) error {
	a := t.Address
	if a.IsZero() {
		return w.give(t)
	}
	if w.given[a] {
		t.Notes = append(t.Notes, track.Note{Byte: -1, Text: "another part of this aircraft's track was given before: the name of this one's file is of another aircraft"})
	}
	if have := w.held[a]; have != nil {
		track.Join([]*track.Track{have, t})
		return nil
	}
	w.held[a] = t
	if _, known := w.last[a]; w.last != nil && (!known || w.given[a]) {
		w.due[w.rd.at] = append(w.due[w.rd.at], a) // a file's name had another address
	}
	return nil
}

// finished gives what ends at the place that has been read.
func (w *whole) finished(at place) error {
	due := w.due[at]
	delete(w.due, at)
	slices.SortFunc(due, compareAddress)
	for _, a := range due {
		if t := w.held[a]; t != nil {
			delete(w.held, a)
			w.given[a] = true
			if err := w.give(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// rest gives what is still held, by address.
func (w *whole) rest() error {
	var left []track.Address
	for a := range w.held {
		left = append(left, a)
	}
	w.due[place{}] = left
	return w.finished(place{})
}

func (w *whole) give(t *track.Track) error {
	w.tracks++
	return w.sink(t)
}
