package track

import (
	"fmt"
	"time"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

func toDuration(l span.Length) time.Duration { return time.Duration(l) * time.Millisecond }

// frozenFor is how long a position must repeat to the last digit for its
// repeats to be taken as no observation, unless the aircraft says it stands.
const frozenFor = 5 * span.Second

// Clean sorts the track and marks what proofs cannot rest on: positions that
// are repeated under later times, that no aircraft could have reached, that
// rival another at the same time, that the aircraft's own numbers speak
// against. Nothing is removed but exact repeats. It notes what it marked, and
// how often.
func (t *Track) Clean(m Model) {
	if n := t.Sort(); n > 0 {
		t.note(0, "%d rows repeat another exactly and were joined", n)
	}
	t.markFrozen()
	t.markRivals()
	t.markJumps(m)
	t.integrity()
}

func (t *Track) note(row int64, format string, args ...any) {
	t.Notes = append(t.Notes, Note{Row: row, Byte: -1, Text: fmt.Sprintf(format, args...)})
}

// markFrozen marks every repeat of a position in a row of repeats that lasts
// frozenFor or longer, but for an aircraft said to be on the ground, or slow.
func (t *Track) markFrozen() {
	n, first := 0, int64(0)
	for i := 0; i < len(t.Fixes); {
		j := i + 1
		for j < len(t.Fixes) && t.Fixes[j].Pos == t.Fixes[i].Pos {
			j++
		}
		still := t.Fixes[i].Ground == OnGround || t.Fixes[i].Speed < 40
		if !still && t.Fixes[j-1].At-t.Fixes[i].At >= span.Instant(frozenFor) {
			for k := i + 1; k < j; k++ {
				t.Fixes[k].Mark |= Frozen
			}
			if n == 0 {
				first = t.Fixes[i].Row
			}
			n += j - i - 1
		}
		i = j
	}
	if n > 0 {
		t.note(first, "%d rows repeat an earlier position under a later time; only the first of each is taken as an observation", n)
	}
}

// markRivals marks fixes that have one time and places further apart than their
// radii together: which is right is not known.
func (t *Track) markRivals() {
	n, first := 0, int64(0)
	for i := 1; i < len(t.Fixes); i++ {
		a, b := &t.Fixes[i-1], &t.Fixes[i]
		if a.At == b.At && a.Pos != b.Pos && geo.Distance(a.Pos, b.Pos) > 200 {
			a.Mark |= Rival
			b.Mark |= Rival
			if n == 0 {
				first = a.Row
			}
			n++
		}
	}
	if n > 0 {
		t.note(first, "%d times have two positions more than 200 m apart; none of them is used as proof", n)
	}
}

// markJumps marks a fix that cannot have been reached from the last one that
// could be, until the track agrees with itself again: of two that disagree,
// either may be wrong, so both are marked.
func (t *Track) markJumps(m Model) {
	last, n, first := -1, 0, int64(0)
	for i := range t.Fixes {
		f := &t.Fixes[i]
		if f.Mark.Has(Frozen) || f.Mark.Has(Rival) {
			continue
		}
		if last >= 0 && !m.reachable(&t.Fixes[last], f) {
			t.Fixes[last].Mark |= Jump
			f.Mark |= Jump
			if n == 0 {
				first = f.Row
			}
			n++
		}
		last = i
	}
	if n > 0 {
		t.note(first, "%d times two neighbouring positions are further apart than can be flown at %s; neither is used as proof", n, m.Top)
	}
}

// reachable reports whether the way from a to b can be covered in the time
// between, both radii and slacks allowed.
func (m Model) reachable(a, b *Fix) bool {
	most := m.reach(span.Length(b.At-a.At)+a.Slack+b.Slack) + m.radius(a) + m.radius(b)
	return geo.Most(a.Pos, b.Pos) <= most || geo.Distance(a.Pos, b.Pos) <= most
}
