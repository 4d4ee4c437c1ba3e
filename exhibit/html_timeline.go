package exhibit

import (
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

// dayView is the events that can have begun on one civil day.
type dayView struct {
	Day  string
	Rows []rowView
}

// rowView is one event, or one reported position.
type rowView struct {
	ID       string
	Number   int
	When     string
	UTC      string
	Lane     string
	LaneRef  string // of the movement, if it is one's
	What     string
	Place    string
	Conflict bool
	Notes    []words
	Sayings  []sayingView
	Cites    words // where no source states a time
}

// sayingView is what some sources state of the time in the same words.
type sayingView struct {
	Text  string
	Read  string // how it was read, where the words do not show it
	Cites words
	Mark  string // why it is not used
	Note  string
}

// fullDay is how many entries a day has that gets a heading of its own. The
// others stand under their month.
const fullDay = 4

// days lists the timeline by the days of loc. Events of which no time is known
// come last.
func (s *sheet) days() []dayView {
	count := map[string]int{}
	for i := range s.entries {
		count[s.dayOf(&s.entries[i], civilDay)]++
	}
	var out []dayView
	for i := range s.entries {
		en := &s.entries[i]
		day := s.dayOf(en, civilDay)
		if count[day] < fullDay {
			day = s.dayOf(en, "January 2006")
		}
		if n := len(out); n == 0 || out[n-1].Day != day {
			out = append(out, dayView{Day: day})
		}
		d := &out[len(out)-1]
		d.Rows = append(d.Rows, s.row(en, i+1))
	}
	return out
}

const civilDay = "Monday, 2 January 2006"

// dayOf is the day, or month, on which an event can first have happened.
func (s *sheet) dayOf(en *finding.Entry, layout string) string {
	t := en.Bounds.Earliest()
	if t == span.Beginning || t == span.End {
		t = en.Bounds.Latest()
	}
	if t == span.Beginning || t == span.End {
		return "At a time not in evidence"
	}
	return t.Time().In(s.loc).Format(layout)
}

func (s *sheet) row(en *finding.Entry, n int) rowView {
	v := rowView{Number: n, When: s.when(en.Bounds), Lane: s.lane(en.Lane), What: en.What, Conflict: en.Conflict}
	if utc := boundsText(en.Bounds, time.UTC); en.Bounds != span.Ever && !en.Bounds.Empty() && utc != v.When && !strings.HasSuffix(v.When, "(day)") && !strings.HasSuffix(v.When, "(days)") {
		v.UTC = utc
	}
	if s.c.Movement(holdshort.ID(en.Lane)) != nil {
		v.LaneRef = slug("movement", en.Lane)
	}
	if en.Never {
		v.When, v.UTC = "said not to have happened", ""
	}
	if en.Position != nil {
		v.ID = slug("position", n)
		v.What = en.What
		v.Sayings = []sayingView{{Text: en.Position.When.Text, Cites: s.cites(en.Cites), Mark: "reported position; shown, not used as proof", Note: en.Position.Note}}
		return v
	}
	v.ID = slug("event", en.Event.ID)
	if pl := s.c.Place(en.Event.Place); pl != nil && !strings.Contains(en.What, pl.Name) {
		v.Place = pl.Name
	}
	v.Sayings = s.sayings(en.Claims)
	v.Notes = s.entryNotes(en)
	if len(en.Claims) == 0 {
		v.Cites = s.cites(en.Cites)
	}
	return v
}

// entryNotes says where the bounds are not simply those of the claims, and who
// says that the event did or did not happen.
func (s *sheet) entryNotes(en *finding.Entry) []words {
	var out []words
	hull := en.Event.Hull()
	switch {
	case en.Conflict:
		out = append(out, plain("Claims on this event are part of a conflict; the range shown is that of its own claims."))
	case en.Never:
	case hull == span.Ever && en.Bounds != span.Ever:
		out = append(out, plain("No source states a time that is used; the range follows from the order of events and physical limits."))
	case en.Bounds != hull:
		out = append(out, plain("Narrowed from "+s.when(hull)+" by the order of events and physical limits."))
	}
	for _, says := range []bool{true, false} {
		var cs []cite.Cite
		for _, a := range en.Event.Says {
			if a.Says == says {
				cs = append(cs, a.Cite)
			}
		}
		word := "did not happen"
		if says {
			word = "happened"
		}
		if len(cs) > 0 {
			out = append(out, append(plain("Said that it "+word+": "), s.cites(cs)...).then("."))
		}
	}
	return out
}

// lane is the name of a lane of the timeline for people.
func (s *sheet) lane(id string) string {
	if m := s.c.Movement(holdshort.ID(id)); m != nil {
		return m.Name
	}
	return capital(id)
}

// sayings joins claims that state the same in the same words.
func (s *sheet) sayings(claims []holdshort.TimeClaim) []sayingView {
	var out []sayingView
	var by [][]cite.Cite
	for _, c := range claims {
		v := sayingView{Text: c.Time.Text, Read: s.readAs(c), Note: c.Note}
		switch {
		case c.Aside != "":
			v.Mark = "set aside: " + c.Aside
		case !c.Kind.Counts():
			v.Mark = string(c.Kind) + "; shown, not used"
		}
		i := slices.IndexFunc(out, func(o sayingView) bool {
			return o.Text == v.Text && o.Read == v.Read && o.Mark == v.Mark && o.Note == v.Note
		})
		if i < 0 {
			out, by = append(out, v), append(by, nil)
			i = len(out) - 1
		}
		by[i] = append(by[i], c.Cite)
	}
	for i := range out {
		out[i].Cites = s.cites(by[i])
	}
	slices.SortStableFunc(out, func(a, b sayingView) int { // those not used come last
		switch {
		case a.Mark == "" && b.Mark != "":
			return -1
		case a.Mark != "" && b.Mark == "":
			return 1
		}
		return 0
	})
	return out
}

// readAs is the span that a claim was read as, unless the words show it.
func (s *sheet) readAs(c holdshort.TimeClaim) string {
	got := s.when(c.Time.Span)
	clock := got
	if parts := strings.SplitN(got, " ", 4); len(parts) == 4 {
		clock = parts[3]
	}
	if strings.Contains(c.Time.Text, clock) || clock == "(day)" {
		return ""
	}
	return got
}
