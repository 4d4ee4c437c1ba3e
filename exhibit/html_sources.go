package exhibit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/span"
)

// sourceView is one source of the case. Its addresses are text, not links: the
// page leads nowhere by itself.
type sourceView struct {
	ID, Kind, Publisher, Title, Author string
	Published, Captured, Digest        string
	Address                            []string
	CopyOf, Copies                     words
	Confidence, Route, Note, Later     string
}

func (s *sheet) sources() []sourceView {
	var out []sourceView
	for i := range s.c.Sources {
		x := &s.c.Sources[i]
		v := sourceView{ID: string(x.ID), Kind: capital(spaced(x.Kind)), Publisher: x.Publisher, Title: x.Title, Author: x.Author, Digest: x.Digest,
			Address: x.Address, Confidence: x.Confidence, Route: x.Route, Note: x.Note, Later: s.asOfMark(x.ID)}
		v.Published, v.Captured = s.stated(x.Published), s.stated(x.Captured)
		if x.CopyOf != "" {
			v.CopyOf = words{s.source(string(x.CopyOf))}
		}
		var copies []words
		for j := range s.c.Sources {
			if s.c.Sources[j].CopyOf == x.ID {
				copies = append(copies, words{s.source(string(s.c.Sources[j].ID))})
			}
		}
		v.Copies = joinWords(copies, ", ")
		out = append(out, v)
	}
	return out
}

// stated is a time as stated, or as read where that is clearer; "" for none.
func (s *sheet) stated(w holdshort.When) string {
	if w.IsZero() {
		return ""
	}
	return w.Text
}

// asOfMark says of a source that it may not have been out, where that matters.
func (s *sheet) asOfMark(id holdshort.ID) string {
	if s.c.AsOf == span.End || s.c.KnownBy(string(id), s.c.AsOf) {
		return ""
	}
	return "not certainly out by the time as of which this page is seen; nothing in it was used"
}

// limitsView is what a reader needs to know in order not to take the page for
// more than it is.
type limitsView struct {
	Speeds   []speedView
	Areas    []areaView // those with outlines
	ByPlace  string     // those without, in which places are said to lie
	Copies   []words
	Aside    []asideView
	Unused   []words
	Complete []words
	Open     []string // lists that no source declares complete
	Orders   []choiceView
	Warnings []string
	Ours     words
	AsOf     string
}

type speedView struct {
	Movement, Speed, Why string
	Cites                words
}

type areaView struct {
	Name, Outline, Note string
	Cites               words
}

type asideView struct {
	Event  words
	Text   string
	Why    string
	By     string
	Source words // who states it
	Cites  words // what supports the reason
}

func (s *sheet) limits() limitsView {
	v := limitsView{Speeds: s.speeds(), Aside: s.asides(), Unused: s.unused()}
	v.Areas, v.ByPlace = s.areas()
	for i := range s.c.Sources {
		if x := &s.c.Sources[i]; x.CopyOf != "" {
			v.Copies = append(v.Copies, words{s.source(string(x.ID)), {Text: " of "}, s.source(string(x.CopyOf))})
		}
	}
	for i := range s.c.Lists {
		l := &s.c.Lists[i]
		if len(l.Complete) == 0 {
			v.Open = append(v.Open, string(l.ID))
			continue
		}
		v.Complete = append(v.Complete, append(plain(string(l.ID)+" ("+s.subjects(l.Items)+"): "), s.citeIDs(l.Complete)...))
	}
	for i := range s.c.Movements {
		if m := &s.c.Movements[i]; len(m.Complete) > 0 {
			v.Complete = append(v.Complete, append(plain("the phases of "+m.Name+": "), s.citeIDs(m.Complete)...))
		}
	}
	for i := range s.c.Sequences {
		v.Orders = append(v.Orders, s.order(&s.c.Sequences[i]))
	}
	var ours []holdshort.ID
	for i := range s.c.Readings {
		if s.c.Readings[i].Ours {
			ours = append(ours, s.c.Readings[i].ID)
		}
	}
	v.Ours = s.readings(ours)
	for _, p := range s.c.Warnings {
		v.Warnings = append(v.Warnings, fmt.Sprintf("“%s”: %s", p.Text, p.Msg))
	}
	v.Warnings = slices.Compact(v.Warnings)
	if s.c.AsOf != span.End {
		v.AsOf = span.FormatInstant(s.c.AsOf, s.loc, true)
	}
	return v
}

// speeds are the physical bounds: no vehicle is taken to have gone faster.
// Movements with one bound share a row.
func (s *sheet) speeds() []speedView {
	var out []speedView
	for i := range s.c.Movements {
		m := &s.c.Movements[i]
		v := speedView{Movement: m.Name, Speed: "none", Why: "no bound is used for it"}
		if m.Top != nil {
			kmh := float64(m.Top.Speed) * 3.6
			v.Speed = fmt.Sprintf("%s (%.0f km/h)", strings.Replace(m.Top.Speed.String(), ".0 kt", " kt", 1), kmh)
			v.Why, v.Cites = m.Top.Why, s.citeIDs(m.Top.Sources)
		}
		if n := len(out); n > 0 && out[n-1].Speed == v.Speed && out[n-1].Why == v.Why && out[n-1].Cites.String() == v.Cites.String() {
			out[n-1].Movement += ", " + v.Movement
			continue
		}
		out = append(out, v)
	}
	return out
}

func (s *sheet) areas() (drawn []areaView, byPlace string) {
	var names []string
	for i := range s.c.Areas {
		a := &s.c.Areas[i]
		if len(a.Outline) == 0 {
			names = append(names, a.Name)
			continue
		}
		drawn = append(drawn, areaView{Name: capital(a.Name), Note: a.Note, Cites: s.citeIDs(a.Sources),
			Outline: fmt.Sprintf("an outline of %d corners; the true boundary is taken to lie within %s km of it", len(a.Outline),
				strconv.FormatFloat(float64(a.Error)/1000, 'f', -1, 64))})
	}
	return drawn, strings.Join(names, ", ")
}

// order is a recorded order of events, in words.
func (s *sheet) order(q *holdshort.Sequence) choiceView {
	var ws []words
	for _, id := range q.Events {
		ws = append(ws, s.event(id))
	}
	w := joinWords(ws, ", then ")
	var between []string
	if q.Least != nil {
		between = append(between, "at least "+q.Least.Words())
	}
	if q.Most != nil {
		between = append(between, "at most "+q.Most.Words())
	}
	if len(between) > 0 {
		w = w.then("; between each and the next " + strings.Join(between, " and "))
	}
	return choiceView{w.then(". " + sentence(capital(q.Why))), s.citeIDs(q.Sources)}
}

// asides are the claims that a person set aside, with who did and why.
func (s *sheet) asides() []asideView {
	var out []asideView
	for _, a := range s.c.Aside {
		for i := range s.entries {
			for _, c := range s.entries[i].Claims {
				if c.ID == a.Claim {
					out = append(out, asideView{s.event(c.Event), c.Time.Text, a.Why, a.By, words{s.source(c.Cite.Source)}, s.citeIDs(a.Sources)})
				}
			}
		}
	}
	return out
}

// unused are the claims of planned and inferred times: shown, never proof.
func (s *sheet) unused() []words {
	var out []words
	for i := range s.entries {
		for _, c := range s.entries[i].Claims {
			if !c.Kind.Counts() {
				w := s.event(c.Event).then(": “" + c.Time.Text + "”, " + string(c.Kind) + " [")
				out = append(out, append(w, s.source(c.Cite.Source)).then("]"))
			}
		}
	}
	return out
}
