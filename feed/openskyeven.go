package feed

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// tell adds what can be told of a track of state vectors once it is in order:
// which rows repeat a position, how old a position may be, and whether somebody
// has spaced the rows evenly.
func (o *osReader) tell(p *plane) {
	at, own := rowTimes(p.Fixes)
	frozen := freeze(p.Fixes)
	if frozen > 0 {
		p.note(0, fmt.Sprintf("rows that repeat the position of the row before: %d", frozen))
	}
	step, share := commonStep(at)
	if p.Spacing = o.dialect.spacing; p.Spacing == 0 && share >= 0.9 {
		p.Spacing = step
	}
	if own || o.dialect.polled || len(at) < 20 || share < 0.99 {
		return
	}
	switch {
	case step >= 2*span.Second:
		p.Resampled = true
		p.note(0, fmt.Sprintf("resampled: %.1f%% of the rows are %v s apart and no row says when its position was heard, so gaps may have been filled", 100*share, float64(step)/1000))
	case halfway(p.Fixes) >= 0.1:
		p.Resampled = true
		p.note(0, fmt.Sprintf("resampled: positions every %v s, many of them exactly halfway between their neighbours, so gaps have been filled", float64(step)/1000))
	}
}

// rowTimes is the times of fixes, and whether any of them is a position's own.
func rowTimes(fixes []track.Fix) (at []span.Instant, own bool) {
	at = make([]span.Instant, len(fixes))
	for i := range fixes {
		at[i] = fixes[i].At
		own = own || fixes[i].Slack > 0
	}
	return at, own
}

// freeze marks fixes whose position repeats that before, and gives a slack to
// those that have none: a new position was heard after the row before, or at
// most osOldest ago; a repeated one when it first was. It returns how many
// repeat.
func freeze(fixes []track.Fix) (frozen int) {
	first := 0 // of the run of one position
	for i := range fixes {
		f := &fixes[i]
		if f.Mark.Has(track.Frozen) { // by its own time
			frozen++
			continue
		}
		if f.Slack > 0 {
			first = i
			continue
		}
		f.Slack = osOldest
		switch {
		case i == 0:
		case f.Pos == fixes[i-1].Pos:
			f.Mark |= track.Frozen
			f.Slack = span.Length(f.At-fixes[first].At) + fixes[first].Slack
			frozen++
			continue
		default:
			f.Slack = min(osOldest, max(osSlack, span.Length(f.At-fixes[i-1].At)))
		}
		first = i
	}
	return frozen
}

// commonStep is the commonest time between two rows, and its share.
func commonStep(at []span.Instant) (step span.Length, share float64) {
	if len(at) < 2 {
		return 0, 0
	}
	steps := make([]span.Length, 0, len(at)-1)
	for i := 1; i < len(at); i++ {
		steps = append(steps, span.Length(at[i]-at[i-1]))
	}
	slices.SortFunc(steps, cmp.Compare)
	best := 0
	for i := 0; i < len(steps); {
		n := i
		for n < len(steps) && steps[n] == steps[i] {
			n++
		}
		if n-i > best {
			best, step = n-i, steps[i]
		}
		i = n
	}
	return step, float64(best) / float64(len(steps))
}

// halfway is the share of moving fixes that lie exactly halfway between their
// neighbours, as only computed ones do.
func halfway(fixes []track.Fix) float64 {
	const exact = 2e-8 // degrees, 2 mm
	all, mid := 0, 0
	for i := 2; i < len(fixes); i++ {
		a, b, c := fixes[i-2].Pos, fixes[i-1].Pos, fixes[i].Pos
		if a == b || b == c {
			continue
		}
		all++
		if math.Abs(float64(a.Lat-2*b.Lat+c.Lat)) < exact && math.Abs(float64(a.Lon-2*b.Lon+c.Lon)) < exact {
			mid++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(mid) / float64(all)
}
