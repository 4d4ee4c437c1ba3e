package track

import (
	"fmt"
	"slices"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// What it takes for a track to show a speed.
const (
	beatsReports = 3                    // reports in a row above it
	beatsApart   = span.Instant(60_000) // or two positions this long apart or longer
)

// Beats reports whether the track shows a speed over the ground above top, and
// says how: three reports in a row of a higher speed, or two positions that a
// proof may rest on and that are further apart than can be flown at top between
// them. Positions are cleaned first as those of a Jet, so that a bound on a
// slower aircraft does not hide what speaks against it. The track is not
// changed.
func (t *Track) Beats(top geo.Speed) (how string, ok bool) {
	c := &Track{Fixes: slices.Clone(t.Fixes), Resampled: t.Resampled}
	c.Clean(Jet)
	var proving []*Fix
	for i := range c.Fixes {
		if c.Fixes[i].Proves() {
			proving = append(proving, &c.Fixes[i])
		}
	}
	if how, ok = reportsAbove(proving, top); ok {
		return how, true
	}
	m := Jet
	m.Top = top
	for i, j := 0, 0; i < len(proving); i++ {
		for j < len(proving) && proving[j].At-proving[i].At < beatsApart {
			j++
		}
		if j == len(proving) {
			break
		}
		if a, b := proving[i], proving[j]; !m.reachable(a, b) {
			mean := geo.Speed(float64(geo.Distance(a.Pos, b.Pos)) / (float64(b.At-a.At) / 1000))
			return fmt.Sprintf("from row %d to row %d the positions imply %s on average, by more than their errors explain", a.Row, b.Row, mean), true
		}
	}
	return "", false
}

// reportsAbove looks for reports in a row of speeds above top.
func reportsAbove(fixes []*Fix, top geo.Speed) (how string, ok bool) {
	n, most := 0, float32(0)
	for i, f := range fixes {
		if geo.Speed(f.Speed)*geo.Knot > top {
			n, most = n+1, max(most, f.Speed)
		} else {
			n, most = 0, 0
		}
		if n == beatsReports {
			return fmt.Sprintf("rows %d to %d report up to %.0f kt over the ground", fixes[i-n+1].Row, f.Row, most), true
		}
	}
	return "", false
}
