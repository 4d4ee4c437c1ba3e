package track

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Thresholds of low integrity in several aircraft at once.
const (
	togetherIn   = span.Instant(10 * span.Minute) // slots of UTC that are looked at by themselves
	togetherNear = geo.Meters(100_000)
	togetherMost = 3 // aircraft that are needed
)

// Together gathers where aircraft reported low integrity, one track after the
// other, to find where several did so at once. That points to interference with
// satellite navigation there, rather than to one aircraft's equipment. It keeps
// no track.
type Together struct {
	slots map[span.Instant][]sighting
}

// sighting is one aircraft with low integrity in one slot, at its first such fix.
type sighting struct {
	address Address
	pos     geo.Point
}

// Add gathers from a clean track.
func (g *Together) Add(t *Track) {
	if g.slots == nil {
		g.slots = map[span.Instant][]sighting{}
	}
	for _, r := range t.degraded() {
		last := span.Instant(-1)
		for i := r.first; i <= r.last; i++ {
			if slot := floorDiv(t.Fixes[i].At, togetherIn); i == r.first || slot != last {
				g.slots[slot], last = append(g.slots[slot], sighting{t.Address, t.Fixes[i].Pos}), slot
			}
		}
	}
}

// Notes says, in order of time and address, of each aircraft in whose
// neighbourhood of 100 km others reported low integrity in the same ten minutes
// of UTC, at least three aircraft with it, which they were.
func (g *Together) Notes() []string {
	var out []string
	for _, slot := range slices.Sorted(maps.Keys(g.slots)) {
		seen := map[Address]bool{}
		all := slices.SortedFunc(slices.Values(g.slots[slot]), func(a, b sighting) int { return cmp.Compare(a.address.String(), b.address.String()) })
		for _, s := range all {
			if names := s.near(all); len(names)+1 >= togetherMost && !seen[s.address] {
				seen[s.address] = true
				out = append(out, fmt.Sprintf("%s: in the ten minutes from %s %d other aircraft within 100 km reported low integrity too (%s)",
					s.address, (slot*togetherIn).RFC3339(), len(names), strings.Join(names, ", ")))
			}
		}
	}
	return out
}

// near are the addresses of the others within togetherNear of s, each once.
func (s sighting) near(others []sighting) (names []string) {
	for _, o := range others {
		if name := o.address.String(); o.address != s.address && geo.Distance(s.pos, o.pos) <= togetherNear && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// floorDiv is a divided by b, rounded down also before 1970.
func floorDiv(a, b span.Instant) span.Instant {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
