package archive

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/parquet-go/parquet-go"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Remote is an archive whose tables another program has. It answers as an Archive
// of the same rows does, and holds what it is given to the question.
type Remote struct {
	tables Tables
	days   func(context.Context) ([]string, error) // with positions, in order
}

// Over is the archive that has these tables. Which days they have is asked once.
func Over(t Tables) *Remote {
	var mu sync.Mutex
	var have []string
	return &Remote{tables: t, days: func(ctx context.Context) ([]string, error) {
		mu.Lock()
		defer mu.Unlock()
		if have != nil {
			return have, nil
		}
		days, err := t.Days(ctx, fixes.name)
		if err != nil {
			return nil, err
		}
		slices.Sort(days)
		have = slices.Compact(append([]string{}, days...))
		return have, nil
	}}
}

var _ History = (*Remote)(nil).History

// dayName is the column that a table is parted by.
const dayName = "day"

// each gives rows of a table with some columns filled; of rows that a day is told
// of, it must be that of the column day.
func each[R any](ctx context.Context, r *Remote, t *table[R], blank func() R, p Pick, dayOf func(*R) day, give func(*R) error) error {
	p.Table = t.name
	at := columnsNamed(t, p.Columns...)
	if dayOf != nil {
		p.Columns = append(slices.Clone(p.Columns), dayName)
	}
	wishes, x := t.wishes(p.Where), texts{}
	for values, err := range r.tables.Rows(ctx, p) {
		if err != nil {
			return err
		}
		if len(values) != len(p.Columns) {
			return fmt.Errorf("table %s: a row has %d values, and %d were asked for", t.name, len(values), len(p.Columns))
		}
		if !fulfils(wishes, at, values) {
			continue
		}
		row := blank()
		for i, c := range at {
			if !values[i].IsNull() {
				t.columns[c].set(&row, values[i], x)
			}
		}
		if dayOf != nil {
			if is, in := dayOf(&row).String(), string(values[len(at)].ByteArray()); is != in {
				return fmt.Errorf("table %s: a row of %s lies under day %q: it is no table of an archive, or its times are not those of the files", t.name, is, in)
			}
		}
		if err := give(&row); err != nil {
			return err
		}
	}
	return nil
}

// fulfils holds values to what was asked of their columns. A column that was not
// picked is taken on trust.
func fulfils(wishes []wish, at []int, values []parquet.Value) bool {
	for _, w := range wishes {
		i := slices.Index(at, w.column)
		if i < 0 {
			continue
		}
		if v := values[i]; v.IsNull() && !w.null || !v.IsNull() && !w.is(v) {
			return false
		}
	}
	return true
}

func fixDay(p *track.Point) day { return dayOf(p.At) }

// atOnceAsked is how many days of named aircraft, or of an area, are asked for at
// once. Of all positions it is one, since the cluster puts them in order.
const atOnceAsked = 31

// History gives the positions that a query chooses; see the type History.
func (r *Remote) History(ctx context.Context, q Query) iter.Seq2[track.Point, error] {
	return func(yield func(track.Point, error) bool) {
		if err := r.history(ctx, q, func(p *track.Point) bool { return yield(*p, nil) }); err != nil {
			yield(track.Point{}, err)
		}
	}
}

func (r *Remote) history(ctx context.Context, q Query, yield func(*track.Point) bool) error {
	if err := q.check(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	groups, err := r.groups(ctx, q)
	if err != nil {
		return err
	}
	var last *track.Point
	for _, g := range groups {
		p := Pick{Columns: fixes.names(), First: g[0], Last: g[len(g)-1], Where: q.conditions(), Sorted: true}
		p.Columns = slices.DeleteFunc(p.Columns, func(name string) bool { return name == proving.Column }) // told by the others
		err := each(ctx, r, fixes, blank, p, fixDay, func(x *track.Point) error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if last != nil && Compare(last, x) > 0 {
				return fmt.Errorf("table %s: rows came in another order than was asked for", fixes.name)
			}
			if last = x; !yield(x) {
				return errStop
			}
			return nil
		})
		if err == errStop {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// groups are the days with positions that a query meets, in groups that are asked
// for at once.
func (r *Remote) groups(ctx context.Context, q Query) (out [][]string, err error) {
	have, err := r.days(ctx)
	if err != nil {
		return nil, err
	}
	first, last := dayOf(q.Between.Earliest()).String(), dayOf(q.Between.Latest()).String()
	most := 1
	if len(q.Addresses) > 0 || q.Within != (geo.Box{}) {
		most = atOnceAsked
	}
	for _, d := range have {
		if d < first || d > last {
			continue
		}
		if n := len(out); n > 0 && len(out[n-1]) < most {
			out[n-1] = append(out[n-1], d)
			continue
		}
		out = append(out, []string{d})
	}
	return out, nil
}

// Legs gives the legs whose time in the air meets a span, in order of their first
// position in the air.
func (r *Remote) Legs(ctx context.Context, s span.Span) iter.Seq2[Leg, error] {
	return func(yield func(Leg, error) bool) {
		var found []Leg
		p := Pick{Columns: legs.names(), First: firstDay, Last: lastDay, Where: inAir(s)}
		if s.Latest() != span.End {
			p.Last = dayOf(s.Latest()).String()
		}
		err := each(ctx, r, legs, func() Leg { return Leg{} }, p, func(l *Leg) day { return dayOf(l.First) }, func(l *Leg) error {
			found = append(found, *l)
			return nil
		})
		if err != nil {
			yield(Leg{}, err)
			return
		}
		sortLegs(found)
		for _, l := range found {
			if !yield(l, nil) {
				return
			}
		}
	}
}

// Days before and after all others.
const (
	firstDay = "0000-01-01"
	lastDay  = "9999-12-31"
)

// Who answers as Archive.Who does.
func (r *Remote) Who(ctx context.Context, q Ask) ([]Presence, error) {
	return who(ctx, q, func(s *search) (evidence, error) {
		from, to := s.days()
		return &asked{r: r, first: from.String(), last: to.String()}, nil
	})
}

// asked is the evidence in the tables of a Remote.
type asked struct {
	r           *Remote
	first, last string
}

func (a *asked) fixes(ctx context.Context, where []Condition, columns []string, give func(*track.Point) error) error {
	p := Pick{Columns: columns, First: a.first, Last: a.last, Where: where, Distinct: !slices.Contains(columns, "time")}
	of := fixDay
	if p.Distinct {
		of = nil
	}
	return each(ctx, a.r, fixes, blank, p, of, give)
}

func (a *asked) silences(ctx context.Context, where []Condition, give func(*silence) error) error {
	p := Pick{Columns: silences.names(), First: a.first, Last: a.last, Where: where}
	return each(ctx, a.r, silences, blankSilence, p, (*silence).day, give)
}

func (a *asked) bounds(ctx context.Context, dense span.Span) (radius geo.Meters, slack span.Length, err error) {
	p := Pick{Columns: []string{"radius_m", "time_error_ms"}, First: a.first, Last: a.last, Where: []Condition{timeWithin(dense), proving}, Greatest: true}
	err = each(ctx, a.r, fixes, blank, p, nil, func(x *track.Point) error {
		radius, slack = x.Radius, x.Slack
		return nil
	})
	return radius, slack, err
}
