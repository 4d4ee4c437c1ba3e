package track

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Thresholds of low integrity in several aircraft at once.
const (
	togetherIn   = span.Instant(10 * span.Minute) // slots of UTC that are looked at by themselves
	togetherNear = geo.Meters(100_000)
	togetherMost = 3 // aircraft, the one noted included, that are needed
)

// sighting is one aircraft with low integrity in one slot, by its first such fix.
type sighting struct {
	track *Track
	fix   int
}

// NoteTogether notes on each of the tracks, which are clean and of different
// aircraft, where others near it reported low integrity at once: at least three
// aircraft, each of the others within 100 km of this one, in one slot of ten
// minutes of UTC. That points to interference with satellite navigation there,
// rather than to one aircraft's equipment. It marks nothing.
func NoteTogether(ts []*Track) {
	slots := map[span.Instant][]sighting{}
	for _, t := range ts {
		for _, r := range t.degraded() {
			last := span.Instant(-1)
			for i := r.first; i <= r.last; i++ {
				if slot := floorDiv(t.Fixes[i].At, togetherIn); i == r.first || slot != last {
					slots[slot], last = append(slots[slot], sighting{t, i}), slot
				}
			}
		}
	}
	var order []span.Instant
	for slot := range slots {
		order = append(order, slot)
	}
	slices.Sort(order)
	for _, slot := range order {
		for _, s := range slots[slot] {
			s.note(slots[slot])
		}
	}
}

// floorDiv is a divided by b, rounded down also before 1970.
func floorDiv(a, b span.Instant) span.Instant {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// note notes the others of the slot that are near s, if they are enough.
func (s sighting) note(others []sighting) {
	f := &s.track.Fixes[s.fix]
	var names []string
	for _, o := range others {
		g := &o.track.Fixes[o.fix]
		if name := o.track.Address.String(); o.track != s.track && geo.Distance(f.Pos, g.Pos) <= togetherNear && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names)+1 < togetherMost {
		return
	}
	slices.Sort(names)
	slot := floorDiv(f.At, togetherIn) * togetherIn
	s.track.Notes = append(s.track.Notes, Note{Origin: int(f.Origin), Row: f.Row, Byte: -1, Text: fmt.Sprintf(
		"in the ten minutes from %s %d other aircraft within 100 km reported low integrity too (%s)", slot.RFC3339(), len(names), strings.Join(names, ", "))})
}
