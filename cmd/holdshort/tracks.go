package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// attachTracks adds what the files in the case's folder tracks/ show to its
// movements. With the case come the tracks that were used, by movement, and what
// could not be used.
func attachTracks(dir string, c *holdshort.Case) (*holdshort.Case, map[holdshort.ID][]*track.Analysis, []string, error) {
	folder := filepath.Join(dir, "tracks")
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return c, nil, nil, nil
	}
	wanted := map[track.Address][]*holdshort.Movement{}
	for i := range c.Movements {
		if a, ok := track.ParseAddress(c.Movements[i].Address); ok {
			wanted[a] = append(wanted[a], &c.Movements[i])
		}
	}
	if len(wanted) == 0 {
		return c, nil, []string{"tracks/ is not used: no movement has an address"}, nil
	}
	var ts []*track.Track
	opts := feed.Options{Keep: func(a track.Address) bool { return wanted[a] != nil }}
	sum, err := feed.ReadFiles([]string{folder}, opts, func(t *track.Track) error {
		if wanted[t.Address] != nil {
			ts = append(ts, t)
		}
		return nil
	})
	if err != nil {
		return nil, nil, nil, &failure{exitFailed, err, "take the file out of tracks/, or mend it"}
	}
	var notes []string
	for _, n := range sum.Notes {
		notes = append(notes, "tracks/: "+n.Text)
	}
	used := map[holdshort.ID][]*track.Analysis{}
	areas, shipped := caseAreas(c)
	for _, t := range track.Join(ts) {
		for _, m := range wanted[t.Address] {
			own := *t // each movement may bound its speed otherwise
			own.Fixes, own.Notes = slices.Clone(t.Fixes), slices.Clone(t.Notes)
			a := track.Analyse(&own, modelOf(m, &own), atlas.Airfields, areas)
			used[m.ID] = append(used[m.ID], a)
			src, seen := trackSource(folder, m, a, shipped), observe(c, m, a, shipped)
			if len(seen) == 0 {
				notes = append(notes, fmt.Sprintf("the track of %s shows nothing that %s has a phase for, or more than one leg that fits", t.Address, m.ID))
				continue
			}
			if len(wanted[t.Address]) > 1 {
				src.ID += "-" + m.ID
			}
			c = c.Attach(src, seen)
		}
	}
	return c, used, notes, nil
}

// modelOf is what the case takes for granted of the movement's speed, and else
// what the track's type allows.
func modelOf(m *holdshort.Movement, t *track.Track) track.Model {
	if m.Top != nil {
		return track.ModelOf(m.Top.Speed, m.Top.Why)
	}
	return modelOfType(t, t.Type, "as the network's database says")
}

// caseAreas are the areas of the case that have an outline: their own, or else
// that of the area of the same id that the program carries, of which shipped
// are those.
func caseAreas(c *holdshort.Case) (areas []track.Area, shipped map[string]place.Region) {
	shipped = map[string]place.Region{}
	for _, a := range c.Areas {
		id := string(a.ID)
		if len(a.Outline) > 0 {
			areas = append(areas, track.AreaOf(geo.Area{ID: id, Outline: a.Outline, Error: a.Error}))
			continue
		}
		if r, ok := place.Area(id); ok {
			areas = append(areas, atlas.Area(r))
			shipped[id] = r
		}
	}
	return areas, shipped
}

// trackSource is the source that a track's claims cite: its files, by name and
// digest.
func trackSource(folder string, m *holdshort.Movement, a *track.Analysis, shipped map[string]place.Region) holdshort.Source {
	t := a.Track
	src := holdshort.Source{ID: holdshort.ID("track-" + strings.TrimPrefix(t.Address.String(), "~")), Kind: "track",
		Publisher: "position files kept in the case's folder tracks/", Title: "track of " + t.Address.String(),
		Note: sourceNote(m, a, shipped)}
	var names []string
	for _, o := range t.Origins {
		names = append(names, o.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for _, name := range names {
		// Where the case lies on this machine says nothing of it.
		if in, err := filepath.Rel(folder, name); err == nil {
			name = "tracks/" + filepath.ToSlash(in)
		}
		src.Address = append(src.Address, name)
	}
	if len(names) == 1 {
		if b, err := os.ReadFile(names[0]); err == nil {
			src.Digest = cite.Sum(b).String()
		}
	}
	return src
}

// mostNotes is how many notes on a track its source repeats.
const mostNotes = 8

// sourceNote says what a track's claims take for granted, where the outlines are
// from that the case does not draw, and what speaks against the positions.
func sourceNote(m *holdshort.Movement, a *track.Analysis, shipped map[string]place.Region) string {
	text := fmt.Sprintf("taken for granted: %s; top speed %s", a.Model.Why, a.Model.Top)
	said := map[string]bool{}
	for _, p := range m.Phases {
		if r, ok := shipped[string(p.Area)]; ok && !said[r.ID] {
			said[r.ID] = true
			text += fmt.Sprintf("; outline of %s as shipped: %s; %s", r.ID, r.Source, r.Licence)
		}
	}
	for i, n := range a.Track.Notes {
		if i == mostNotes {
			return text + fmt.Sprintf("; and %d more, which holdshort track lists", len(a.Track.Notes)-i)
		}
		text += "; " + n.Text
	}
	return text
}

// observe ties what the track shows to the phases of the movement: ends of legs
// at the phase's place, crossings of its area between them. Where several legs
// fit a phase, none is taken: which flight is meant is not for the program to
// guess.
func observe(c *holdshort.Case, m *holdshort.Movement, a *track.Analysis, shipped map[string]place.Region) []holdshort.Observed {
	var out []holdshort.Observed
	for _, e := range c.PhaseEvents(m) {
		p := m.Phases[e.Sequence]
		var found []holdshort.Observed
		switch p.Kind {
		case "wheels-up", "touchdown":
			for _, l := range a.Legs {
				end := l.Takeoff
				if p.Kind == "touchdown" {
					end = l.Landing
				}
				if end != nil && end.FieldProved && atlas.Same(string(p.Place), end.Field) && near(c, m, end.Proved) {
					found = append(found, observed(a, e.ID, end.Proved, &a.Track.Fixes[end.Ground], &a.Track.Fixes[end.Air]))
				}
			}
		case "leaves", "enters":
			for _, x := range a.Crossings {
				for _, cr := range x.Crossings {
					if x.Area.ID == string(p.Area) && cr.Leaves == (p.Kind == "leaves") && near(c, m, cr.Between) {
						o := observed(a, e.ID, cr.Between, cr.From, cr.To)
						if r, ok := shipped[x.Area.ID]; ok {
							o.Where += fmt.Sprintf("; %s as shipped, %s, within %s", r.ID, r.Date, kilometres(r.Error))
						}
						found = append(found, o)
					}
				}
			}
		}
		if len(found) == 1 {
			out = append(out, found[0])
		}
	}
	return out
}

func observed(a *track.Analysis, event string, s span.Span, x, y *track.Fix) holdshort.Observed {
	if y.At < x.At {
		x, y = y, x
	}
	name := ""
	if int(x.Origin) < len(a.Track.Origins) {
		name = filepath.Base(a.Track.Origins[x.Origin].Name) + ", "
	}
	return holdshort.Observed{Event: event, Span: s, Where: fmt.Sprintf("%srows %d and %d", name, x.Row, y.Row)}
}

// near reports whether a span lies within a day of everything that the case
// otherwise says of the movement's times; of a movement without any, always.
func near(c *holdshort.Case, m *holdshort.Movement, s span.Span) bool {
	lo, hi := span.Instant(math.MaxInt64), span.Instant(math.MinInt64)
	for _, e := range c.PhaseEvents(m) {
		if h := e.Hull(); h.Bounded() {
			lo, hi = min(lo, h.Earliest()), max(hi, h.Latest())
		}
	}
	if lo > hi {
		return true
	}
	const day = span.Instant(24 * span.Hour)
	return s.Latest() >= lo-day && s.Earliest() <= hi+day
}
