package archive

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Leg is one flight as its track showed it when it was taken in. What is proved
// and what is likely stand apart, as in track.Leg.
type Leg struct {
	Who      track.Point // address, registration, type, operator, first source; Call.Text is the callsigns sent during it, with commas between
	First    span.Instant
	Last     span.Instant // first and last position certainly in the air
	Up, Down LegEnd
	Contacts int    // touch-and-goes
	Split    string // why it was told from the leg before, where no ground is proved between
}

// LegEnd is a take-off or a landing.
type LegEnd struct {
	Proved      span.Span // empty if no ground is proved
	Field       string    // proved
	LikelyField string    // likely, where none is proved
	Likely      span.Instant
	LikelyOK    bool // whether Likely is set
}

var legs = newTable("legs", join(
	[]column[Leg]{
		timeColumn("first_in_air", func(l *Leg) *span.Instant { return &l.First }),
		timeColumn("last_in_air", func(l *Leg) *span.Instant { return &l.Last }),
	},
	endColumns("wheels_up", "from", func(l *Leg) *LegEnd { return &l.Up }),
	endColumns("touchdown", "to", func(l *Leg) *LegEnd { return &l.Down }),
	[]column[Leg]{
		{"touch_and_goes", required(integer()),
			func(l *Leg) parquet.Value { return parquet.Int32Value(int32(l.Contacts)) },
			func(l *Leg, v parquet.Value, _ texts) { l.Contacts = int(v.Int32()) }},
		legText("likely_split", func(l *Leg) *string { return &l.Split }),
	},
	aircraftColumns(func(l *Leg) *track.Point { return &l.Who }),
))

func timeColumn(name string, of func(*Leg) *span.Instant) column[Leg] {
	return column[Leg]{name, deltas(timestamp()),
		func(l *Leg) parquet.Value { return parquet.Int64Value(int64(*of(l))) },
		func(l *Leg, v parquet.Value, _ texts) { *of(l) = span.Instant(v.Int64()) }}
}

func legText(name string, of func(*Leg) *string) column[Leg] {
	return column[Leg]{name, maybe(listedOf(parquet.String())),
		func(l *Leg) parquet.Value { return textValue(*of(l)) },
		func(l *Leg, v parquet.Value, x texts) { *of(l) = x.of(v) }}
}

func endColumns(what, where string, of func(*Leg) *LegEnd) []column[Leg] {
	bound := func(name string, get func(span.Span) span.Instant, set func(*span.Span, span.Instant)) column[Leg] {
		return column[Leg]{what + name, maybe(required(timestamp())),
			func(l *Leg) parquet.Value {
				return unless(of(l).Proved.Empty(), parquet.Int64Value(int64(get(of(l).Proved))))
			},
			func(l *Leg, v parquet.Value, _ texts) { set(&of(l).Proved, span.Instant(v.Int64())) }}
	}
	return []column[Leg]{
		bound("_earliest", span.Span.Earliest, func(s *span.Span, t span.Instant) { *s = span.At(t) }),
		bound("_latest", span.Span.Latest, func(s *span.Span, t span.Instant) { *s = span.Of(s.Earliest(), t) }),
		legText(where, func(l *Leg) *string { return &of(l).Field }),
		legText("likely_"+where, func(l *Leg) *string { return &of(l).LikelyField }),
		{"likely_" + what, maybe(required(timestamp())),
			func(l *Leg) parquet.Value { return unless(!of(l).LikelyOK, parquet.Int64Value(int64(of(l).Likely))) },
			func(l *Leg, v parquet.Value, _ texts) { of(l).Likely, of(l).LikelyOK = span.Instant(v.Int64()), true }},
	}
}

// compareLegs is the order of legs: by their first position in the air, then
// aircraft and origin.
func compareLegs(a, b *Leg) int {
	return cmp.Or(cmp.Compare(a.First, b.First), compareAddress(a.Who.Address, b.Who.Address), cmp.Compare(a.Who.From.Name, b.Who.From.Name))
}

// sortLegs puts legs in the order in which they are given. Legs that only their
// sources tell apart are in no order in a file.
func sortLegs(ls []Leg) {
	slices.SortStableFunc(ls, func(a, b Leg) int {
		return cmp.Or(compareLegs(&a, &b), cmp.Compare(a.Last, b.Last), bytes.Compare(a.Who.Digest[:], b.Who.Digest[:]))
	})
}

// legsOf are the legs of a clean track, of which points are the positions with
// repeats.
func legsOf(clean *track.Track, points []track.Point, fields track.Fields) []Leg {
	var out []Leg
	for _, l := range clean.Legs(fields) {
		first, last := &clean.Fixes[l.First], &clean.Fixes[l.Last]
		i, _ := slices.BinarySearchFunc(points, first.At, func(p track.Point, t span.Instant) int { return cmp.Compare(p.At, t) })
		x := Leg{Who: points[i], First: first.At, Last: last.At, Contacts: len(l.Stops), Split: l.Split}
		x.Who.Fix, x.Who.Call = track.Fix{}, track.Call{Text: callsigns(points[i:], last.At)}
		x.Up.put(l.Takeoff, l.LikelyTakeoff)
		x.Down.put(l.Landing, l.LikelyLanding)
		out = append(out, x)
	}
	return out
}

// callsigns are those in force from the first point to a moment, each once.
func callsigns(points []track.Point, until span.Instant) string {
	var out []string
	for i := range points {
		if points[i].At > until {
			break
		}
		if c := points[i].Call.Text; c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return strings.Join(out, ", ")
}

// put takes what a track has of an end.
func (e *LegEnd) put(proved *track.End, likely *track.LikelyEnd) {
	switch {
	case proved != nil:
		e.Proved, e.Likely, e.LikelyOK = proved.Proved, proved.Likely, proved.LikelyOK
		if proved.FieldProved {
			e.Field = proved.Field
		} else {
			e.LikelyField = proved.Field
		}
	case likely != nil:
		e.LikelyField, e.Likely, e.LikelyOK = likely.Field, likely.At, likely.AtOK
	}
}
