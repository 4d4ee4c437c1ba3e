package feed

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// maxAircraftPoints bounds the positions held of a series of snapshots.
const maxAircraftPoints = 8 << 20

// Why an aircraft of a snapshot gave no fix.
const (
	noPlace   = "no latitude and longitude"
	roughOnly = "it has only a rough estimate (rr_lat, rr_lon), which is the place of a receiver and not of the aircraft"
	noAge     = "it does not say how old the position is (seen_pos)"
	noNow     = "its snapshot does not say when it was made (now)"
	repeated  = "it repeats the position of an earlier snapshot"
)

// isAircraft tells aircraft.json, answers of the v2 API, arrays of either, and
// lines of one aircraft each.
func isAircraft(head []byte) bool {
	head = trimMark(head)
	if i := skipSpace(head, 0); i < len(head) && head[i] == '[' {
		head = head[i+1:]
	}
	now, hex, place, listed := false, false, false, false
	topKeys(head, func(key string, v []byte) bool {
		switch key {
		case "now":
			now = true
		case "hex":
			hex = true
		case "lat", "seen_pos", "seen", "messages":
			place = true
		case "aircraft", "ac":
			listed = isList(v)
		}
		return !listed
	})
	return listed || now && hex && place
}

// isList reports whether v begins an array that is empty or whose first object
// has a "hex", which may come late in it.
func isList(v []byte) bool {
	if v[0] != '[' {
		return false
	}
	i := skipSpace(v, 1)
	if i == len(v) || v[i] == ']' {
		return true
	}
	found := false
	topKeys(v[i:], func(key string, _ []byte) bool {
		found = key == "hex"
		return !found
	})
	return found
}

// snapshots is a series of snapshots while it is read.
type snapshots struct {
	in     *input
	w      *window
	tracks map[track.Address]*track.Track
	rows   map[track.Address]int64
	max    int
	held   int
	row    int64

	now     span.Instant // of the snapshot being read
	hasNow  bool
	pending []plot // read before the time was known
}

// plot is one aircraft of a snapshot. Its time counts from the snapshot's.
type plot struct {
	address   track.Address
	fix       track.Fix
	at        int64 // byte
	call      string
	reg, kind string // registration and type
	operator  string
	vehicle   bool
	why       string // there is no fix
}

// readAircraft reads one snapshot or a series.
func readAircraft(in *input) error { return readAircraftUpTo(in, maxAircraftPoints) }

func readAircraftUpTo(in *input, most int) error {
	s := &snapshots{in: in, w: newWindow(in.r, nil), max: most,
		tracks: map[track.Address]*track.Track{}, rows: map[track.Address]int64{}}
	skipMark(s.w)
	err := s.all()
	in.sum.Rows = s.row
	var e *Error
	switch {
	case asError(err, &e):
		return e
	case err != nil && s.row == 0:
		return in.fail(0, s.w.at(), s.w.near(), err.Error(), "")
	case err != nil:
		in.partial(s.w, s.row, err)
	default:
		in.ended(s.w)
	}
	return s.hand()
}

func asError(err error, e **Error) bool {
	got, ok := err.(*Error)
	*e = got
	return ok
}

// all reads snapshots one after another, in an array or not.
func (s *snapshots) all() error {
	if s.w.take('[') {
		if err := s.w.each(s.snapshot); err != nil {
			return err
		}
	}
	for s.w.peek() != 0 {
		if err := s.snapshot(); err != nil {
			return err
		}
	}
	if s.w.pos < s.w.end {
		return errSyntax
	}
	if s.w.err != io.EOF {
		return s.w.err
	}
	return nil
}

// snapshot reads one snapshot, or a line that is one aircraft.
func (s *snapshots) snapshot() error {
	s.hasNow, s.pending = false, s.pending[:0]
	if !s.w.take('{') {
		return s.w.unexpected()
	}
	lone, isLone := newLone(), false
	err := s.keys(func(key string) error {
		switch key {
		case "now":
			v, err := s.w.value()
			s.setNow(v)
			return err
		case "aircraft", "ac":
			if s.w.peek() == '[' {
				s.w.pos++
				return s.w.each(s.aircraft)
			}
		case "hex":
			isLone = true
		}
		if s.w.peek() == '[' && !isAircraftKey(key) {
			return s.w.skip()
		}
		at := s.w.at()
		v, err := s.w.value()
		if err == nil {
			lone.set(key, bytes.Clone(v), at)
		}
		return err
	})
	if isLone && err == nil {
		s.row++
		err = s.put(lone.plot(s.row))
	}
	return s.settle(err)
}

// keys calls do at each value of an object.
func (s *snapshots) keys(do func(key string) error) error {
	for first := true; ; first = false {
		key, ok, err := s.w.key(first)
		if err != nil || !ok {
			return err
		}
		if err := do(key); err != nil {
			return err
		}
	}
}

// setNow takes the time of a snapshot: seconds, or milliseconds in v2 answers.
func (s *snapshots) setNow(v []byte) {
	f, ok := real64(v)
	if !ok {
		return
	}
	if f < 1e11 {
		f *= 1000
	}
	if f >= float64(earliest) && f <= float64(latest) {
		s.now, s.hasNow = span.Instant(math.Round(f)), true
	}
}

// aircraft reads one aircraft of a snapshot.
func (s *snapshots) aircraft() error {
	at := s.w.at()
	v, err := s.w.value()
	if err != nil {
		return err
	}
	s.row++
	return s.put(plotOf(v, s.row, at))
}

// put takes an aircraft, at once if the time of its snapshot is known.
func (s *snapshots) put(p plot) error {
	if !s.in.wants(p.address) {
		return nil
	}
	if !s.hasNow {
		if len(s.pending)+s.held >= s.max {
			return s.full(p)
		}
		p.call, p.reg, p.kind, p.operator = strings.Clone(p.call), strings.Clone(p.reg), strings.Clone(p.kind), strings.Clone(p.operator)
		s.pending = append(s.pending, p)
		return nil
	}
	return s.add(p)
}

// settle takes what waited for the snapshot's time. Err is what ended the
// snapshot.
func (s *snapshots) settle(err error) error {
	for _, p := range s.pending {
		if !s.hasNow && p.why == "" {
			p.why = noNow
		}
		if full := s.add(p); full != nil {
			return full
		}
	}
	s.pending = s.pending[:0]
	return err
}

// add makes a fix of an aircraft of a snapshot.
func (s *snapshots) add(p plot) error {
	if p.why != "" {
		s.in.unused(p.fix.Row, p.at, p.why)
		return nil
	}
	f := p.fix
	f.At += s.now
	if p.vehicle {
		s.in.vehicle(&f)
	}
	t := s.tracks[p.address]
	if t == nil {
		t = &track.Track{Address: p.address}
		s.tracks[p.address] = t
		s.held += 8
	}
	if n := len(t.Fixes); n > 0 && t.Fixes[n-1].Pos == f.Pos && within(t.Fixes[n-1].At, f.At, span.Second/2) {
		s.in.unused(f.Row, p.at, repeated)
		return nil
	}
	if s.held++; s.held > s.max {
		return s.full(p)
	}
	set(&t.Registration, p.reg)
	set(&t.Type, p.kind)
	set(&t.Operator, p.operator)
	t.Fixes = append(t.Fixes, f)
	s.rows[p.address]++
	if n := len(t.Calls); p.call != "" && (n == 0 || t.Calls[n-1].Text != p.call) {
		t.Calls = append(t.Calls, track.Call{At: s.now, Text: p.call, Row: f.Row})
	}
	return nil
}

// full is the error of a file that holds too much.
func (s *snapshots) full(p plot) error {
	return s.in.fail(p.fix.Row, p.at, "", fmt.Sprintf("holds over %d positions", s.max), "choose aircraft by address, or split the file")
}

func within(a, b span.Instant, l span.Length) bool {
	return a-b < span.Instant(l) && b-a < span.Instant(l)
}

func set(s *string, v string) {
	if v != "" {
		*s = v
	}
}

// hand gives the sink all tracks in order of address.
func (s *snapshots) hand() error {
	for _, a := range slices.SortedFunc(maps.Keys(s.tracks), compareAddress) {
		t := s.tracks[a]
		delete(s.tracks, a)
		t.Fixes = slices.Clip(t.Fixes)
		if err := s.in.hand(t, s.rows[a], len(s.in.sum.Notes)); err != nil {
			return err
		}
	}
	return nil
}
