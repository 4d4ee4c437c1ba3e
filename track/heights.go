package track

import "github.com/holdshort/holdshort/span"

// Thresholds of the difference between geometric and pressure height, in feet.
// Weather changes it by some hundred feet over hours and hundreds of miles.
const (
	heightJump   = 1000                 // by how much it jumps
	heightWithin = span.Instant(60_000) // in how long
	heightSame   = 150                  // heights that differ by no more are of one level
	heightStays  = span.Instant(10_000) // how long a level of three heights or more lasts, before and after
	heightBack   = 500                  // so near to the old level, the jump is over
)

// height is the geometric height less the pressure height of a fix.
type height struct{ fix, feet int }

// markHeights marks the positions from a jump of the geometric height against
// the pressure height until it is undone. The one is of satellites and the other
// of the air, so that a jump is of a receiver that was deceived or failed. What
// lags behind in a climb is no jump: the difference has to be steady before and
// after.
func (t *Track) markHeights() {
	hs := t.heights()
	for i := 0; i < len(hs); i++ {
		j := t.jump(hs, i)
		if j < 0 {
			continue
		}
		back := j
		for back+1 < len(hs) && abs(float64(hs[back+1].feet-hs[i].feet)) > heightBack {
			back++
		}
		last := hs[back].fix
		if back == len(hs)-1 {
			last = len(t.Fixes) - 1
		}
		r := run{hs[i+1].fix, last}
		t.doubt(r)
		t.noteRun(r, "the geometric height jumped against the pressure height, from %+d ft to %+d ft in %d s; none of these is used as proof",
			hs[i].feet, hs[j].feet, int((t.Fixes[hs[j].fix].At-t.Fixes[hs[i].fix].At)/1000))
		i = back
	}
}

// jump is the first height after the i-th, soon enough, that is on another
// level; -1 if there is none, or either level does not last.
func (t *Track) jump(hs []height, i int) int {
	at := func(k int) span.Instant { return t.Fixes[hs[k].fix].At }
	far := func(k, l int, feet float64) bool { return abs(float64(hs[k].feet-hs[l].feet)) > feet }
	steady := func(k, step int) bool {
		for l := k; l >= 0 && l < len(hs) && !far(k, l, heightSame); l += step {
			if (l-k)*step >= 2 && (at(l)-at(k))*span.Instant(step) >= heightStays {
				return true
			}
		}
		return false
	}
	if i+1 == len(hs) || !far(i, i+1, heightSame) {
		return -1 // the level goes on
	}
	for j := i + 1; j < len(hs) && at(j)-at(i) < heightWithin; j++ {
		if far(i, j, heightJump) && steady(j, 1) {
			if steady(i, -1) {
				return j
			}
			return -1
		}
	}
	return -1
}

// heights are those of the fixes in the air that have both. A geometric height of
// 0 to the foot, high in the air, is how some networks write that they have none.
func (t *Track) heights() []height {
	var out []height
	for i := range t.Fixes {
		f := &t.Fixes[i]
		none := f.Geo.Feet == 0 && f.Alt.Feet > 2*heightJump
		if !none && f.Alt.Datum == Pressure && f.Geo.Datum == Ellipsoid && f.Ground != OnGround && f.Mark&(Frozen|NotReceived|Vehicle) == 0 {
			out = append(out, height{i, int(f.Geo.Feet) - int(f.Alt.Feet)})
		}
	}
	return out
}
