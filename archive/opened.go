package archive

import (
	"context"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// opened is the evidence in the files of an archive's folder.
type opened struct {
	positions []*file[track.Point]
	silent    []*file[silence]
	widest    geo.Meters
	slackest  span.Length
}

// open opens the files of the days that the horizon meets.
func (o *opened) open(a *Archive, s *search) error {
	from, to := s.days()
	dense := s.dense()
	for _, f := range a.m.Files {
		if f.Day < from.String() || f.Day > to.String() {
			continue
		}
		switch f.Table() {
		case fixes.name:
			if *f.First > dense.Latest() || *f.Last < dense.Earliest() {
				continue
			}
			x, err := open(a, f, fixes, blank)
			if err != nil {
				return err
			}
			o.positions = append(o.positions, x)
			o.widest, o.slackest = max(o.widest, geo.Meters(f.Widest)), max(o.slackest, span.Length(f.Slackest))
		case silences.name:
			x, err := open(a, f, silences, blankSilence)
			if err != nil {
				return err
			}
			o.silent = append(o.silent, x)
		}
	}
	return nil
}

func (o *opened) close() {
	for _, f := range o.positions {
		f.Close()
	}
	for _, f := range o.silent {
		f.Close()
	}
}

func (o *opened) fixes(ctx context.Context, where []Condition, columns []string, give func(*track.Point) error) error {
	for _, f := range o.positions {
		if err := f.pickOnly(ctx, fixes.wishes(where), columnsNamed(fixes, columns...), give); err != nil {
			return err
		}
	}
	return nil
}

func (o *opened) silences(ctx context.Context, where []Condition, give func(*silence) error) error {
	for _, f := range o.silent {
		if err := f.pick(ctx, silences.wishes(where), give); err != nil {
			return err
		}
	}
	return nil
}

func (o *opened) bounds(context.Context, span.Span) (geo.Meters, span.Length, error) {
	return o.widest, o.slackest, nil
}

func columnsNamed[R any](t *table[R], names ...string) (out []int) {
	for _, n := range names {
		out = append(out, t.at(n))
	}
	return out
}
