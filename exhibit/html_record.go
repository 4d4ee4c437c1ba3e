package exhibit

import (
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
)

// rulingView is a ruling with its forms side by side and what became of it.
type rulingView struct {
	ID, Title, Court, By, Sort, Class, Note string
	Cites                                   words
	Tables                                  []formsView
	Edges                                   []edgeView

	first int // by which rulings are in order
}

// formsView is some of the forms of a ruling, as columns of one table.
type formsView struct {
	Forms []formView
	Rows  []dutyRow
}

type formView struct {
	ID, Name   string
	Text, Says string
	Times      []words
	Cites      words
}

// dutyRow is one duty across the forms; an empty cell is a form without it.
type dutyRow struct {
	Duty   string
	Cells  []string
	Differ bool
}

// edgeView is what a later act did to a ruling.
type edgeView struct {
	ID, Verb, Effect, Says string
	When                   words
	By, Cites              words
}

// mostForms is how many forms stand side by side on a page.
const mostForms = 3

func (s *sheet) rulings() []rulingView {
	var out []rulingView
	for i := range s.c.Rulings {
		r := &s.c.Rulings[i]
		v := rulingView{ID: string(r.ID), Title: capital(r.Title), Court: r.Court, By: r.By, Sort: capital(r.Sort), Class: r.Class, Note: r.Note, Cites: s.citeIDs(r.Sources), first: s.firstOf(r.ID)}
		if strings.EqualFold(v.Sort, v.Title) {
			v.Sort = ""
		}
		for part := range slices.Chunk(r.Expressions, mostForms) {
			v.Tables = append(v.Tables, s.forms(r, part))
		}
		for j := range s.c.Lifecycle {
			if e := &s.c.Lifecycle[j]; e.On == r.ID {
				v.Edges = append(v.Edges, s.edge(e))
			}
		}
		slices.SortStableFunc(v.Edges, func(a, b edgeView) int { return s.number[s.edgeEvent(a.ID)] - s.number[s.edgeEvent(b.ID)] })
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b rulingView) int { return a.first - b.first })
	return out
}

// firstOf is the number of the first event of a record, or a number after all
// of them.
func (s *sheet) firstOf(record holdshort.ID) int {
	for i := range s.entries {
		if e := s.entries[i].Event; e != nil && e.Record == record {
			return i + 1
		}
	}
	return len(s.entries) + 1
}

func (s *sheet) forms(r *holdshort.Ruling, xs []holdshort.Expression) formsView {
	var v formsView
	for _, x := range xs {
		f := formView{ID: string(x.ID), Name: capital(spaced(x.Form)), Text: quoted(x.Text), Says: x.Summary, Cites: s.citeIDs(x.Sources)}
		var seen []string
		for _, t := range x.Times {
			if slices.Contains(seen, t.Event) {
				continue
			}
			seen = append(seen, t.Event)
			f.Times = append(f.Times, s.kindAt(spaced(t.Event), string(r.ID)+"."+string(x.ID)+"."+t.Event))
		}
		v.Forms = append(v.Forms, f)
	}
	v.Rows = s.duties(xs)
	return v
}

// kindAt is "entered: 4 Mar 2031 19:25–19:26 EST (no. 12)".
func (s *sheet) kindAt(kind, event string) words {
	n := s.number[event]
	if n == 0 {
		return plain(kind + ": no time on record as of then")
	}
	w := plain(kind + ": " + s.when(s.bounds[event]) + " (")
	return append(w, s.numberOf(event)).then(")")
}

// duties puts the duties of the forms in rows, those of one polarity and verb
// in one row, so that what one form has and another lacks can be seen.
func (s *sheet) duties(xs []holdshort.Expression) []dutyRow {
	var rows []dutyRow
	for i, x := range xs {
		for _, d := range x.Directives {
			duty := capital(string(d.Polarity)) + ": " + spaced(d.Verb)
			j := slices.IndexFunc(rows, func(r dutyRow) bool { return r.Duty == duty })
			if j < 0 {
				rows = append(rows, dutyRow{Duty: duty, Cells: make([]string, len(xs))})
				j = len(rows) - 1
			}
			if rows[j].Cells[i] != "" {
				rows[j].Cells[i] += " Also: "
			}
			rows[j].Cells[i] += s.directive(&d)
		}
	}
	for i := range rows {
		cells := rows[i].Cells
		rows[i].Differ = slices.ContainsFunc(cells, func(c string) bool { return c != cells[0] })
	}
	return rows
}

// directive is a duty in one paragraph.
func (s *sheet) directive(d *holdshort.Directive) string {
	var parts []string
	add := func(label, text string) {
		if text != "" {
			parts = append(parts, label+text)
		}
	}
	add("", d.Says)
	add("who must: ", s.parties(d.Must))
	add("protects: ", s.subjects(d.Protects))
	add("where: ", d.Territory)
	add("by: ", d.Deadline)
	add("until: ", d.Until)
	add("effort: ", d.Effort)
	add("after: ", d.Condition)
	if len(parts) == 0 {
		return "stated without more."
	}
	for i := range parts {
		parts[i] = strings.TrimSuffix(parts[i], ".")
	}
	return capital(strings.Join(parts, "; ")) + "."
}

func (s *sheet) edge(e *holdshort.Edge) edgeView {
	event := s.edgeEvent(string(e.ID))
	v := edgeView{ID: string(e.ID), Verb: capital(spaced(e.Verb)), Says: e.Summary, Cites: s.citeIDs(e.Sources), When: plain("no time on record")}
	switch e.Effect {
	case "from-now":
		v.Effect = "works from then on"
	case "disputed":
		v.Effect = "from when it works is disputed"
	case "none":
		v.Effect = "does not change whether the ruling is in force"
	case "from-stated-time":
		v.Effect = "works from a stated time"
	case "from-the-start":
		v.Effect = "works from the start"
	}
	if n := s.number[event]; n > 0 {
		v.When = append(plain(s.when(s.bounds[event])+" ("), s.numberOf(event)).then(")")
	}
	if r := s.c.Ruling(e.By); r != nil {
		v.By = plain(r.Title)
	}
	return v
}

// edgeEvent is the event whose time is the edge's.
func (s *sheet) edgeEvent(id string) string {
	for i := range s.c.Lifecycle {
		if e := &s.c.Lifecycle[i]; string(e.ID) == id && e.Event != "" {
			if ev := s.c.Event(e.Event); ev != nil {
				return ev.ID
			}
		}
	}
	return id
}

// noticeView is who told whom of which form, step by step.
type noticeView struct {
	ID, Of, From, To, Channel string
	Steps                     []words
	Lacking                   string // the steps of which no source speaks
	Inferred, Note            string
	Cites                     words

	first int
}

func (s *sheet) notices() []noticeView {
	var out []noticeView
	for i := range s.c.Notices {
		n := &s.c.Notices[i]
		v := noticeView{ID: string(n.ID), Of: s.formOf(n.Of), From: s.party(n.From), To: s.party(n.To), Channel: n.Channel,
			Inferred: n.Inferred, Note: n.Note, Cites: s.citeIDs(n.Sources), first: s.firstOf(n.ID)}
		var lacking []string
		for _, step := range []string{"sent", "delivered", "opened", "acknowledged", "read-back"} {
			if id := string(n.ID) + "." + step; s.number[id] > 0 {
				v.Steps = append(v.Steps, s.kindAt(spaced(step), id))
			} else {
				lacking = append(lacking, spaced(step))
			}
		}
		v.Lacking = strings.Join(lacking, ", ")
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b noticeView) int { return a.first - b.first })
	return out
}

// formOf is the form of a ruling that RULING.EXPRESSION names, in words.
func (s *sheet) formOf(of string) string {
	i := strings.LastIndexByte(of, '.')
	if i < 0 {
		return of
	}
	r := s.c.Ruling(holdshort.ID(of[:i]))
	if r == nil {
		return of
	}
	for _, x := range r.Expressions {
		if string(x.ID) == of[i+1:] {
			return r.Title + ", " + spaced(x.Form)
		}
	}
	return r.Title
}
