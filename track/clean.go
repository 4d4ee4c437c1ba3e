package track

import (
	"cmp"
	"fmt"
	"slices"
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
	apart := t.markJumps(m)
	t.integrity()
	t.markWithin(apart)
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

// strays is how many positions in a row are taken for errors by themselves where
// those on either side of them agree.
const strays = 2

// markJumps marks fixes that cannot have been reached from the one before, and
// those that they cannot have been reached from: of two that disagree, either
// may be wrong. Where no few positions are to blame, as when two aircraft send
// one address, none within the time that the way between would take is good for a
// proof: those times it returns.
func (t *Track) markJumps(m Model) (apart []span.Span) {
	var kept []int
	for i := range t.Fixes {
		if t.Fixes[i].Mark&(Frozen|Rival) == 0 {
			kept = append(kept, i)
		}
	}
	agreed := 0 // up to there in kept, strays are excused
	n, first := 0, int64(0)
	for k := 1; k < len(kept); k++ {
		a, b := &t.Fixes[kept[k-1]], &t.Fixes[kept[k]]
		if m.reachable(a, b) {
			continue
		}
		a.Mark |= Jump
		b.Mark |= Jump
		if n++; n == 1 {
			first = b.Row
		}
		if k <= agreed {
			continue
		}
		if j := t.agrees(m, kept, k); j > k {
			agreed = j
			for _, i := range kept[k:j] {
				t.Fixes[i].Mark |= Jump
			}
			continue
		}
		need := span.Instant(m.Top.Least(geo.Distance(a.Pos, b.Pos) - m.radius(a) - m.radius(b)).Milliseconds())
		apart = append(apart, span.Of(b.At-need, a.At+need))
	}
	if n > 0 {
		t.note(first, "%d times two neighbouring positions are further apart than can be flown at %s; neither is used as proof, nor is any near them in time if they are not to be told from the wrong ones", n, m.Top)
	}
	return apart
}

// agrees is the first of the fixes after k, past no more than strays, that can be
// reached from the one before k; 0 if there is none.
func (t *Track) agrees(m Model, kept []int, k int) int {
	for j := k + 1; j <= k+strays && j < len(kept); j++ {
		if m.reachable(&t.Fixes[kept[k-1]], &t.Fixes[kept[j]]) {
			return j
		}
	}
	return 0
}

// markWithin marks the fixes within any of the times.
func (t *Track) markWithin(times []span.Span) {
	slices.SortFunc(times, func(a, b span.Span) int { return cmp.Compare(a.Earliest(), b.Earliest()) })
	i := 0
	for _, s := range times {
		for i < len(t.Fixes) && t.Fixes[i].At < s.Earliest() {
			i++
		}
		for ; i < len(t.Fixes) && t.Fixes[i].At <= s.Latest(); i++ {
			t.Fixes[i].Mark |= Jump
		}
	}
}

// Reachable reports whether an aircraft can have been at both fixes, whichever came
// first, radii and slacks allowed.
func (m Model) Reachable(a, b *Fix) bool {
	if b.At < a.At {
		a, b = b, a
	}
	return m.reachable(a, b)
}

// reachable reports whether the way from a to b can be covered in the time
// between, both radii and slacks allowed.
func (m Model) reachable(a, b *Fix) bool {
	most := m.reach(span.Length(b.At-a.At)+a.Slack+b.Slack) + m.radius(a) + m.radius(b)
	return geo.Most(a.Pos, b.Pos) <= most || geo.Distance(a.Pos, b.Pos) <= most
}
