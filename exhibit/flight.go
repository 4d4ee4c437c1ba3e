package exhibit

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// FlightText writes what can be said of one aircraft's track, with times in
// loc. Long lists of gaps are cut to the longest, and the cut is said.
func FlightText(w io.Writer, f Flight, fields track.Fields, loc *time.Location) error {
	p := &page{w: w, loc: loc}
	a, t := f.Analysis, f.Track
	p.para("", "  ", flightName(t))
	if f.Country != "" {
		p.line("  the address belongs to the register of: %s%s", f.Country, f.number())
	}
	for _, o := range t.Origins {
		p.line("  from %s (%s), %d rows", o.Name, o.Format, o.Rows)
	}
	p.line("  %s; times in %s", extent(t, loc), loc)
	p.para("  taken for granted: ", "    ", a.Model.Why+fmt.Sprintf("; top speed %s", a.Model.Top))
	p.legs(a)
	p.gaps(a, fields)
	p.crossings(a)
	for _, n := range t.Notes {
		at := ""
		if n.Row > 0 {
			at = fmt.Sprintf(" (row %d)", n.Row)
		}
		p.para("  note: ", "    ", n.Text+at)
	}
	return p.err
}

// number says which registration goes with the address, and whether the database
// has another.
func (f Flight) number() string {
	db := f.Track.Registration
	switch {
	case f.Number == "":
		return ""
	case db != "" && db != f.Number:
		return fmt.Sprintf("; it goes with %s, and the database has %s", f.Number, db)
	}
	return "; it goes with " + f.Number
}

func flightName(t *track.Track) string {
	name := t.Address.String()
	if t.Address.IsZero() {
		name = "no address"
	}
	var db []string
	for _, s := range []string{t.Registration, t.Type, t.Operator} {
		if s != "" {
			db = append(db, s)
		}
	}
	if len(db) > 0 {
		name += ", by the network's database " + strings.Join(db, ", ")
	}
	var calls []string
	for i, c := range t.Calls {
		if i == 8 {
			calls = append(calls, "…")
			break
		}
		calls = append(calls, c.Text)
	}
	if len(calls) > 0 {
		name += "; callsigns sent: " + strings.Join(calls, ", ")
	}
	return name
}

func extent(t *track.Track, loc *time.Location) string {
	if len(t.Fixes) == 0 {
		return "no positions"
	}
	s := span.Of(t.Fixes[0].At, t.Fixes[len(t.Fixes)-1].At)
	return fmt.Sprintf("%d positions, %s", len(t.Fixes), boundsText(s, loc))
}

// mostGaps is how many gaps of a track are written out.
const mostGaps = 12

func (p *page) gaps(a *track.Analysis, fields track.Fields) {
	if a.Track.Resampled {
		p.line("  gaps cannot be told: the positions were evenly spaced by somebody afterwards")
		return
	}
	shown := longest(a.Gaps, mostGaps)
	for _, g := range shown {
		from, to := &a.Track.Fixes[g.From], &a.Track.Fixes[g.To]
		where := "in the air"
		if g.Ground {
			where = "on the ground at both ends"
		}
		p.line("  not received for %s, %s: %s", g.Length.Words(), where, p.span(span.Of(from.At, to.At)))
		const stay = 10 * span.Minute
		if reach, more := a.Prism.Reachable(a.Track, g, fields, stay, 6); !g.Ground && len(reach) > 0 {
			var names []string
			for _, f := range reach {
				names = append(names, f.Ident)
			}
			text := "a stop of 10 min cannot be excluded at " + strings.Join(names, ", ")
			if more {
				text += " and others"
			}
			p.para("    ", "      ", text)
		}
	}
	if n := len(a.Gaps) - len(shown); n > 0 {
		p.line("  and %d shorter gaps", n)
	}
}

// longest are the n longest gaps, in order of time; of equal ones the earlier.
func longest(gaps []track.Gap, n int) []track.Gap {
	out := slices.Clone(gaps)
	slices.SortStableFunc(out, func(a, b track.Gap) int { return cmp.Compare(b.Length, a.Length) })
	out = out[:min(n, len(out))]
	slices.SortFunc(out, func(a, b track.Gap) int { return cmp.Compare(a.From, b.From) })
	return out
}

func (p *page) crossings(a *track.Analysis) {
	for _, c := range a.Crossings {
		if len(c.Crossings) == 0 {
			p.line("  %s: no crossing is proved", c.Area.ID)
		}
		for _, x := range c.Crossings {
			way := "enters"
			if x.Leaves {
				way = "leaves"
			}
			p.line("  %s %s: %s", way, c.Area.ID, p.span(x.Between))
		}
	}
}

// MomentText writes where an aircraft was, or could have been, at a moment.
func MomentText(w io.Writer, a *track.Analysis, m track.Moment, loc *time.Location) error {
	p := &page{w: w, loc: loc}
	p.line("%s at %s", a.Track.Address, span.FormatInstant(m.At, loc, true))
	for _, d := range m.Region.Discs {
		p.line("  within %s of %v", kmText(d.Radius), d.Center)
	}
	if len(m.Region.Discs) == 0 {
		p.line("  nothing bounds where it was")
	}
	word := map[tri.Truth]string{tri.Yes: "in the air", tri.Unknown: "whether in the air is not proved"}
	p.line("  %s", word[m.InAir])
	for _, x := range m.In {
		p.line("  in %s: %s", x.Area.ID, strings.ToUpper(x.In.String()))
	}
	for _, r := range m.Back {
		text := fmt.Sprintf("to %s, %s: between %s and %s", r.Field.Ident, r.Field.Name, kmText(r.Least), kmText(r.Most))
		if r.Time > 0 {
			text += ", " + r.Time.Words() + " from the last position at the speed then flown"
		}
		p.para("  ", "    ", text)
	}
	if o := m.Onward; o != nil {
		p.para("  ", "    ", fmt.Sprintf("on to %s, %s, where this leg landed %s: between %s and %s", o.Field.Ident, o.Field.Name, span.FormatSpan(o.Landed, loc), kmText(o.Least), kmText(o.Most)))
	}
	if m.Flown > 0 {
		p.line("  afterwards, to the end of the leg, it certainly flew %s or more", kmText(m.Flown))
	}
	p.para("  ", "    ", "Distances are geometry: nothing is said of fuel, weather or orders.")
	return p.err
}

func kmText(d geo.Meters) string {
	if d < 10_000 {
		return fmt.Sprintf("%.1f km", float64(d)/1000)
	}
	return fmt.Sprintf("%.0f km", float64(d)/1000)
}
