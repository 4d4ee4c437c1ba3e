package feed

import (
	"errors"
	"os"
	"path"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// place is where something stands among the files: the number of its file, of
// its member there, of its member in that, and so on, from 1; 0 where there is
// none.
type place [maxContainers + 1]int32

// census is where each aircraft stands last.
type census map[track.Address]place

// errOneFile is why a census is not taken: one file without members is read
// once.
var errOneFile = errors.New("one file")

// takeCensus passes over the files once, without decoding positions where that
// can be had, to learn where each aircraft stands last. It is nil where that
// would be no use or cannot be: of a single file without members, and of what
// cannot be read twice, such as a pipe. What is wrong in the files is left to
// the second pass to say.
func takeCensus(sets [][]string, opts Options, tell func(*reading)) census {
	if !allRegular(sets) {
		return nil
	}
	c, keep := census{}, opts.Keep
	var rd *reading
	opts.Keep = func(a track.Address) bool {
		if keep == nil || keep(a) {
			c[a] = rd.at
		}
		return false
	}
	rd = newReading(opts, func(*track.Track) error { return nil })
	rd.counting, rd.alone, rd.tell = true, len(sets) == 1, tell
	for i, set := range sets {
		_ = rd.set(i, set)
		if rd.sinkErr != nil {
			return nil
		}
	}
	return c
}

// allRegular reports whether every file can be read twice.
func allRegular(sets [][]string) bool {
	for _, set := range sets {
		for _, name := range set {
			if info, err := os.Stat(name); name != "" && err == nil && !info.Mode().IsRegular() {
				return false
			}
		}
	}
	return true
}

// named is the aircraft that a file's name says it is the trace of, as readsb
// names them.
func named(name string) (track.Address, bool) {
	base, ok := strings.CutSuffix(path.Base(name), ".json")
	if !ok {
		return track.Address{}, false
	}
	for _, prefix := range []string{"trace_full_", "trace_recent_"} {
		if hex, ok := strings.CutPrefix(base, prefix); ok {
			return track.ParseAddress(hex)
		}
	}
	return track.Address{}, false
}

// passed reports whether a file need not be opened: it is counted by its name
// alone, or its name says that it is of an aircraft that was not asked for.
func (rd *reading) passed(name string) bool {
	a, ok := named(name)
	return ok && rd.opts.Keep != nil && !rd.opts.Keep(a)
}
