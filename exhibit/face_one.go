package exhibit

import (
	"io"
	"slices"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

// eventView is one event with every claim on it by itself.
type eventView struct {
	rowView
	EventID, Zone, AtPlace string
	Claims                 []claimRow
}

// claimRow is one source's statement of when an event happened.
type claimRow struct {
	ID, Text, Zone, Kind, Mark, Note string
	Court, UTC, AtPlace              string // the bounds that the text allows, both included
	Cite                             words
	CopyOf                           string
}

// WriteEvent writes an event with every claim on it: its words, how they were
// read, on which clocks, and where they stand. It reports whether there is one.
func (f *Face) WriteEvent(w io.Writer, id string) (bool, error) {
	s := f.sheet
	i := slices.IndexFunc(s.entries, func(en finding.Entry) bool { return en.Event != nil && en.Event.ID == id })
	if i < 0 {
		return false, nil
	}
	en := &s.entries[i]
	v := eventView{rowView: s.row(en, i+1), EventID: id, Zone: s.loc.String()}
	if v.UTC == "" {
		v.UTC = boundsText(en.Bounds, time.UTC)
	}
	there := s.clockOf(en.Event)
	if there != nil {
		v.AtPlace = boundsText(en.Bounds, there)
	}
	p := &page{c: s.c, loc: s.loc}
	for _, c := range en.Claims {
		row := claimRow{ID: c.ID, Text: c.Time.Text, Zone: c.Time.Zone, Kind: string(c.Kind), Note: c.Note, Cite: s.cites1(c.Cite),
			Court: boundsText(c.Time.Span, s.loc), UTC: boundsText(c.Time.Span, time.UTC), CopyOf: p.copyText(c.Cite.Source)}
		if there != nil {
			row.AtPlace = boundsText(c.Time.Span, there)
		}
		switch {
		case c.Aside != "":
			row.Mark = "set aside: " + c.Aside
		case !c.Kind.Counts():
			row.Mark = "shown, not used"
		}
		v.Claims = append(v.Claims, row)
	}
	return true, f.write(w, "event", v)
}

// clockOf is the clock at the place of an event, where that is another than the
// page's and UTC.
func (s *sheet) clockOf(e *holdshort.Event) *time.Location {
	pl := s.c.Place(e.Place)
	if pl == nil || pl.Zone == "" || pl.Zone == s.loc.String() || pl.Zone == "UTC" {
		return nil
	}
	loc, err := span.LoadZone(pl.Zone)
	if err != nil {
		return nil
	}
	return loc
}

func (s *sheet) cites1(c cite.Cite) words { return s.cites([]cite.Cite{c}) }

// sourceOne is a source and what it says of times.
type sourceOne struct {
	sourceView
	Says []sourceSays
}

// sourceSays is what a source says of one event.
type sourceSays struct {
	Event       words
	Text, Where string
	Mark        string
}

// WriteSource writes a source and every time that it states. It reports whether
// there is one. Its addresses are text.
func (f *Face) WriteSource(w io.Writer, id string) (bool, error) {
	i := slices.IndexFunc(f.view.Sources, func(x sourceView) bool { return x.ID == id })
	if i < 0 {
		return false, nil
	}
	v := sourceOne{sourceView: f.view.Sources[i]}
	for _, en := range f.sheet.entries {
		for _, c := range en.Claims {
			if c.Cite.Source != id {
				continue
			}
			x := sourceSays{Event: f.sheet.event(c.Event), Text: c.Time.Text, Where: c.Cite.Where}
			if !c.Evidence() {
				x.Mark = "not used"
			}
			v.Says = append(v.Says, x)
		}
	}
	return true, f.write(w, "source", v)
}
