package feed

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// maxHeld is how many positions a reader holds in memory, near 90 bytes each,
// while it waits for the end of a file that mixes aircraft.
const maxHeld = 50_000_000

// fleet gathers the positions of a file by aircraft until its end.
type fleet struct {
	in     *input
	max    int64
	held   int64
	planes map[planeKey]*plane
	last   *plane // files often keep one aircraft's rows together
	lastID planeKey
}

// planeKey tells aircraft apart: by address, or by another name where the file
// has none.
type planeKey struct {
	addr track.Address
	name string
}

func (a planeKey) compare(b planeKey) int {
	return cmp.Or(cmp.Compare(a.addr.Code, b.addr.Code), strings.Compare(a.addr.String(), b.addr.String()), strings.Compare(a.name, b.name))
}

// plane is one aircraft while its file is read.
type plane struct {
	track.Track
	rows  int64
	late  int64 // rows earlier than the row before them
	lateR int64 // the first of them
	heard []hearing
	own   span.Instant // OpenSky: the last position's own time
	vel   velocity     // SBS: the last velocity message,
	code  track.Squawk // and the last squawk
	coded span.Instant // with its time
}

// hearing is a run of rows, each later than the last, with one callsign.
type hearing struct {
	text        string
	from, until span.Instant
	row, last   int64
}

func newFleet(in *input) *fleet {
	return &fleet{in: in, max: maxHeld, planes: map[planeKey]*plane{}}
}

// plane is the aircraft of that address and name. A new one counts as some
// positions against the bound.
func (f *fleet) plane(addr track.Address, name string) *plane {
	key := planeKey{addr, name}
	if f.last != nil && f.lastID == key {
		return f.last
	}
	p := f.planes[key]
	if p == nil {
		key.name = strings.Clone(name)
		p = &plane{}
		p.Address = addr
		f.planes[key] = p
		f.held += 8
	}
	f.last, f.lastID = p, key
	return p
}

// add gives p a position.
func (f *fleet) add(p *plane, fix track.Fix) error {
	if f.held++; f.held > f.max {
		return refuse(f.in, fix.Row, -1, "", fmt.Sprintf("holds more than %d positions", f.max),
			"choose aircraft by address, or split the file")
	}
	if n := len(p.Fixes); n > 0 && fix.At < p.Fixes[n-1].At {
		if p.late++; p.late == 1 {
			p.lateR = fix.Row
		}
	}
	p.Fixes = append(p.Fixes, fix)
	p.rows++
	return nil
}

// hear notes the callsign that p had in a row. Rows need not be in order.
func (f *fleet) hear(p *plane, at span.Instant, text string, row int64) {
	if text == "" {
		return
	}
	if n := len(p.heard); n > 0 && p.heard[n-1].text == text && at >= p.heard[n-1].until {
		p.heard[n-1].until, p.heard[n-1].last = at, row
		return
	}
	f.held++
	p.heard = append(p.heard, hearing{strings.Clone(text), at, at, row, row})
}

// finish hands over the tracks, in order of address. Tell, if not nil, adds to
// a track what the format knows of it, when its fixes are in order and repeats
// are still there. The notes on a file of one aircraft are its track's too.
func (f *fleet) finish(tell func(*plane)) error {
	f.last = nil
	alone := len(f.planes) == 1
	if alone {
		f.in.tally()
	}
	for _, key := range slices.SortedFunc(maps.Keys(f.planes), planeKey.compare) {
		p := f.planes[key]
		delete(f.planes, key)
		p.settle(tell)
		rows, notes := p.rows, len(f.in.sum.Notes)
		if alone {
			rows, notes = f.in.sum.Rows, 0
		}
		if err := f.in.hand(&p.Track, rows, notes); err != nil {
			return err
		}
	}
	return nil
}

// settle puts the fixes and callsigns of p in order and notes what was not.
func (p *plane) settle(tell func(*plane)) {
	if len(p.Fixes) == 0 {
		return
	}
	if p.late > 0 {
		p.note(p.lateR, fmt.Sprintf("rows earlier than the row before them, put in order of time: %d", p.late))
		slices.SortStableFunc(p.Fixes, func(a, b track.Fix) int { return cmp.Compare(a.At, b.At) })
	}
	if tell != nil {
		tell(p)
	}
	if n := p.Sort(); n > 0 {
		p.note(0, fmt.Sprintf("rows that exactly repeat another, left out: %d", n))
	}
	p.Calls = callsOf(p.heard)
	p.heard = nil
}

// note adds a note on the track.
func (p *plane) note(row int64, text string) {
	p.Notes = append(p.Notes, track.Note{Row: row, Byte: -1, Text: text})
}

// callsOf is the callsigns at each change.
func callsOf(heard []hearing) []track.Call {
	var calls []track.Call
	for _, h := range heard {
		calls = append(calls, track.Call{At: h.from, Text: h.text, Row: h.row})
		if h.until > h.from {
			calls = append(calls, track.Call{At: h.until, Text: h.text, Row: h.last})
		}
	}
	slices.SortStableFunc(calls, func(a, b track.Call) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Row, b.Row))
	})
	return slices.Clip(slices.CompactFunc(calls, func(a, b track.Call) bool { return a.Text == b.Text }))
}
