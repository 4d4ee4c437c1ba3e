package archive

import (
	"context"
	"slices"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/track"
)

// Whom is an aircraft, for tests.
type Whom = whom

// WhomOf is whose position p is.
func WhomOf(p *track.Point) Whom { return whomOf(p) }

// Put adds every so-manieth of points to an archive as they stand, doubts included,
// without asking a track: so any value can be tried.
func Put(ctx context.Context, dir string, points []track.Point, from, step, held int) error {
	a, err := Begin(ctx, dir, Options{Fields: func(geo.Point, geo.Meters) []track.Field { return nil }, Held: held})
	if err != nil {
		return err
	}
	defer a.Abort()
	numbers := map[cite.Digest]int{}
	by := map[whom][]track.Point{}
	for i := from; i < len(points); i += step {
		p := points[i]
		by[whomOf(&p)] = append(by[whomOf(&p)], p)
	}
	for _, ps := range by {
		slices.SortFunc(ps, func(a, b track.Point) int { return Compare(&a, &b) })
		for i := range ps {
			d := ps[i].Digest
			if _, ok := numbers[d]; !ok {
				numbers[d] = a.Source("", ps[i].From.Name)
				a.record.Sources[numbers[d]].Digest = d.String()
				a.sources[numbers[d]].digest = d
			}
			ps[i].Digest = a.holder(numbers[d])
			a.record.Fixes++
			if err := a.fixes.add(&ps[i]); err != nil {
				return err
			}
		}
		if err := silencesOf(ps, a.silences.add); err != nil {
			return err
		}
	}
	_, err = a.Commit(ctx)
	return err
}

// MakeWorld and SquareAsk are those of the benchmarks.
var (
	MakeWorld = makeWorld
	SquareAsk = squareAsk
)
