package exhibit

import (
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
)

// readingView is one reading and its choices.
type readingView struct {
	ID, Name, Party, Says, Note     string
	Ours                            bool
	Binds, Completes, Covers, Reach []choiceView
	Cites                           words
}

// choiceView is one choice of a reading, and where the party said so.
type choiceView struct{ Words, Cites words }

// legend explains the readings in use; all of them where no question needs one.
func (s *sheet) legend() []readingView {
	var out []readingView
	used := s.usedReadings()
	for _, id := range used {
		out = append(out, s.readingView(s.c.Reading(id)))
	}
	for i := range s.c.Readings {
		if len(used) == 0 {
			out = append(out, s.readingView(&s.c.Readings[i]))
		}
	}
	return out
}

func (s *sheet) readingView(r *holdshort.Reading) readingView {
	v := readingView{ID: string(r.ID), Name: r.Name, Party: s.party(r.Party), Says: r.Says, Note: r.Note, Ours: r.Ours, Cites: s.citeIDs(r.Sources)}
	for _, b := range r.Binds {
		w := s.eventAt(b.From)
		if e := s.c.Event(b.From); e == nil || e.Record != b.Ruling {
			w = append(plain(s.subject(b.Ruling)+": "), w...)
		}
		v.Binds = append(v.Binds, choiceView{w, s.citeIDs(b.Sources, b.Where)})
	}
	for _, c := range r.Completes {
		v.Completes = append(v.Completes, choiceView{plain("“" + spaced(c.Verb) + "” at " + s.phase(c.Phase)), s.citeIDs(c.Sources, c.Where)})
	}
	several := slices.ContainsFunc(r.Covers, func(c holdshort.Covering) bool { return c.Ruling != r.Covers[0].Ruling })
	for _, c := range r.Covers {
		t := "not covered: "
		if c.Covered {
			t = "covered: "
		}
		t += s.subjects(c.Who)
		if several {
			t = s.subject(c.Ruling) + ", " + t
		}
		if c.Why != "" {
			t += " (" + c.Why + ")"
		}
		v.Covers = append(v.Covers, choiceView{plain(t), s.citeIDs(c.Sources)})
	}
	for _, x := range r.Vacatur {
		v.Reach = append(v.Reach, choiceView{plain(vacaturText(x, s.subject)), s.citeIDs(x.Sources)})
	}
	return v
}

// phase is a phase of a reading in words: "leaves@us" is "leaves US airspace".
func (s *sheet) phase(p string) string {
	kind, area, ok := strings.Cut(p, "@")
	if !ok {
		return spaced(kind)
	}
	if a := s.c.Area(holdshort.ID(area)); a != nil {
		return spaced(kind) + " " + a.Name
	}
	if pl := s.c.Place(holdshort.ID(area)); pl != nil {
		return spaced(kind) + " at " + pl.Name
	}
	return spaced(kind) + " " + area
}
