package feed

import (
	"bytes"
	"math"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// The formats of readsb and tar1090.
var readsbFormats = []format{
	{"readsb-trace", isTrace, readTrace},
	{"readsb-heatmap", isHeatmap, readHeatmap},
	{"aircraft-json", isAircraft, readAircraft},
}

const (
	// readsbSlack is how far the time of a position may be off: it is the
	// time of arrival at a receiver, to 0.01 s in traces.
	readsbSlack = span.Second
	// traceSpacing is readsb's usual aim in traces; most points are closer.
	traceSpacing = 20 * span.Second
	// carried is how long what an aircraft last said besides its position is
	// taken to hold: traces have it at every fourth point, SBS in other rows.
	carried = 60 * span.Second
)

// readsbKinds are readsb's names for where a position came from. "other" and
// "mode_ac" say nothing.
var readsbKinds = map[string]track.Kind{
	"adsb_icao": track.ADSB, "adsb_icao_nt": track.ADSB, "adsb_other": track.ADSB,
	"adsr_icao": track.ADSR, "adsr_other": track.ADSR,
	"tisb_icao": track.TISB, "tisb_other": track.TISB, "tisb_trackfile": track.TISB,
	"adsc": track.ADSC, "mlat": track.MLAT, "mode_s": track.ModeS,
}

// isTrace tells a trace by its key "trace", an array of arrays.
func isTrace(head []byte) bool {
	found := false
	topKeys(head, func(key string, value []byte) bool {
		i := skipSpace(value, 1)
		found = key == "trace" && value[0] == '[' && i < len(value) && (value[i] == '[' || value[i] == ']')
		return !found
	})
	return found
}

// windows are buffers for looking at heads.
var windows = sync.Pool{New: func() any { return new([]byte) }}

// topKeys calls do with each key of the object that head begins with, and what
// follows the colon, which may be cut off; it stops when do says so.
func topKeys(head []byte, do func(key string, value []byte) bool) {
	buf := windows.Get().(*[]byte)
	w := newWindow(bytes.NewReader(trimMark(head)), *buf)
	defer func() {
		*buf = w.buf
		windows.Put(buf)
	}()
	if !w.take('{') {
		return
	}
	for first := true; ; first = false {
		key, ok, err := w.key(first)
		if err != nil || !ok || w.peek() == 0 {
			return
		}
		if !do(key, w.buf[w.pos:w.end]) {
			return
		}
		if w.skip() != nil {
			return
		}
	}
}

// trimMark is b without the mark that some programs put before UTF-8.
func trimMark(b []byte) []byte { return bytes.TrimPrefix(b, []byte("\ufeff")) }

// traceReader is one trace while it is read.
type traceReader struct {
	in    *input
	w     *window
	t     track.Track
	rec   []track.Fix   // in a slice that is used again
	old   [][]track.Fix // what was read before rec, in full batches
	row   int64
	from  int64 // the row before its first
	notes int   // how many there were before it

	based    bool // the key "timestamp" has been seen
	base     span.Instant
	seen     bool // the key "trace" has been seen
	left     bool // it was not asked for
	baseless bool // its points have been read before their base was known

	last details      // the last, of which call is of no use any more,
	when span.Instant // their time
	kind track.Kind   // and how that position came about
}

// scratch keeps what is used from one trace to the next.
type scratch struct {
	buf []byte
	rec []track.Fix
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// batch is how many fixes are gathered before a new slice is begun: growing one
// slice would copy, and hold, a large trace several times over.
const batch = 1 << 15

// readTrace reads traces, of which a file usually holds one.
func readTrace(in *input) error {
	s := scratches.Get().(*scratch)
	w := newWindow(in.r, s.buf)
	defer func() {
		s.buf = w.buf
		scratches.Put(s)
	}()
	skipMark(w)
	for n := 0; ; n++ {
		c := w.peek()
		if c == 0 && w.pos == w.end && n > 0 {
			in.ended(w)
			return nil
		}
		tr := &traceReader{in: in, w: w, rec: s.rec[:0], row: in.sum.Rows, from: in.sum.Rows, notes: len(in.sum.Notes)}
		err := tr.object()
		in.sum.Rows = tr.row
		if err != nil && tr.row == 0 {
			return in.fail(0, w.at(), w.near(), err.Error(), "")
		}
		if err != nil {
			in.partial(w, tr.row, err)
		}
		if sinkErr := tr.hand(s); sinkErr != nil || err != nil {
			return sinkErr
		}
		if len(in.sum.Notes) < maxNotes {
			in.seen, in.many = nil, nil // each trace has its own notes
		}
	}
}

// skipMark passes over a byte-order mark.
func skipMark(w *window) {
	for w.end-w.pos < 3 && w.more() {
	}
	if bytes.HasPrefix(w.buf[w.pos:w.end], []byte("\ufeff")) {
		w.pos += 3
	}
}

// object reads one trace's object.
func (tr *traceReader) object() error {
	w := tr.w
	if !w.take('{') {
		return w.unexpected()
	}
	for first := true; ; first = false {
		key, ok, err := w.key(first)
		if err != nil || !ok {
			return err
		}
		if key == "trace" && w.peek() == '[' && !tr.seen {
			err = tr.points()
		} else {
			err = tr.field(key)
		}
		if err != nil {
			return err
		}
	}
}

// field reads one of the keys beside the points.
func (tr *traceReader) field(key string) error {
	switch key {
	case "icao", "hex", "r", "reg", "t", "type", "ownOp", "timestamp", "dbFlags":
	case "trace":
		tr.in.odd(tr.row, tr.w.at(), "a second list of points, or one that is no list, was left out")
		return tr.w.skip()
	default:
		return tr.w.skip()
	}
	at := tr.w.at()
	v, err := tr.w.value()
	if err != nil {
		return err
	}
	switch s := strings.TrimSpace(unquote(v)); key {
	case "icao", "hex":
		tr.address(s, at)
	case "r", "reg":
		tr.t.Registration = s
	case "t", "type":
		tr.t.Type = s
	case "ownOp":
		tr.t.Operator = s
	case "timestamp":
		tr.timestamp(v, at)
	case "dbFlags":
		if f, ok := real64(v); ok && int64(f)&4 != 0 {
			tr.in.odd(0, at, "the network's database marks the address as a temporary one (PIA)")
		}
	}
	return nil
}

// address takes the aircraft's address, and whether it was asked for.
func (tr *traceReader) address(s string, at int64) {
	a, ok := track.ParseAddress(s)
	if !ok {
		tr.in.odd(0, at, "the aircraft's address is not six hexadecimal digits")
		return
	}
	tr.t.Address = a
	tr.left = !tr.in.wants(a)
}

// timestamp takes the time that the points count from.
func (tr *traceReader) timestamp(v []byte, at int64) {
	f, ok := real64(v)
	if !ok || math.Abs(f) > 1e11 {
		tr.in.odd(0, at, "the time that the points count from is not a time")
		return
	}
	if tr.based {
		tr.in.odd(0, at, "a second time that the points count from was left out")
		return
	}
	tr.based, tr.base = true, span.Instant(math.Round(f*1000))
}

// hand gives the sink what has been read.
func (tr *traceReader) hand(s *scratch) error {
	if tr.left {
		s.rec = tr.rec
		return nil
	}
	tr.join()
	if tr.baseless {
		tr.rebase()
	}
	s.rec = tr.rec
	tr.t.Spacing = traceSpacing
	return tr.in.hand(&tr.t, tr.row-tr.from, tr.notes)
}

// join gives the track a slice of its own with all that was read. The pages of
// a fresh one take no room before something is written to them, so that giving
// back what has been copied, a part at a time, keeps the peak near one copy.
func (tr *traceReader) join() {
	if tr.old == nil {
		tr.t.Fixes = slices.Clone(tr.rec) // which clears nothing before it copies
		return
	}
	all := make([]track.Fix, 0, len(tr.old)*batch+len(tr.rec))
	for i := range tr.old {
		all = append(all, tr.old[i]...)
		tr.old[i] = nil
		if len(tr.old) >= largeTrack && i%(len(tr.old)/8) == 0 {
			debug.FreeOSMemory()
		}
	}
	tr.t.Fixes = append(all, tr.rec...)
}

// largeTrack is from how many batches on, some 50 MB, memory is given back
// while a track is put together: eight times, each some milliseconds.
const largeTrack = 16

// rebase moves what was read before the time that it counts from was known.
func (tr *traceReader) rebase() {
	kept := tr.t.Fixes[:0]
	for _, f := range tr.t.Fixes {
		f.At += tr.base
		if f.At < earliest || f.At > latest {
			tr.in.unused(f.Row, -1, absurdTime)
			continue
		}
		kept = append(kept, f)
	}
	tr.t.Fixes = kept
	for i := range tr.t.Calls {
		tr.t.Calls[i].At += tr.base
	}
}
