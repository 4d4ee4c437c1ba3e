package exhibit

import (
	"io"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
)

// movementOne is a movement with its phases.
type movementOne struct {
	ID, Name, Vehicle, Type, Operator, For, Aboard, Note, Zone string
	Top                                                        *speedView
	Phases                                                     []phaseRow
	Positions                                                  []sayingView
	Bound                                                      []choiceView
	Complete, Cites                                            words
}

// phaseRow is one phase and its bounds.
type phaseRow struct {
	Ref, What, When string
	Claims          int
	Conflict, Never bool
}

// WriteMovement writes a movement with its phases and the bounds of each. It
// reports whether there is one.
func (f *Face) WriteMovement(w io.Writer, id string) (bool, error) {
	s := f.sheet
	m := s.c.Movement(holdshort.ID(id))
	if m == nil {
		return false, nil
	}
	v := movementOne{ID: id, Name: m.Name, Vehicle: m.Vehicle, Type: m.Type, Operator: s.party(m.Operator), For: s.party(m.For), Aboard: s.subjects(m.Aboard),
		Note: m.Note, Zone: s.loc.String(), Complete: s.citeIDs(m.Complete), Cites: s.citeIDs(m.Sources)}
	if m.Top != nil {
		v.Top = &speedView{Speed: m.Top.Speed.String(), Why: m.Top.Why, Cites: s.citeIDs(m.Top.Sources)}
	}
	for _, e := range s.c.PhaseEvents(m) {
		row := phaseRow{Ref: slug("event", e.ID), What: s.phaseLabel(&m.Phases[e.Sequence]), When: s.when(s.bounds[e.ID]), Claims: len(e.Claims), Never: e.Never()}
		if n := s.number[e.ID]; n > 0 {
			row.Conflict = s.entries[n-1].Conflict
		}
		v.Phases = append(v.Phases, row)
	}
	for i := range s.entries {
		if en := &s.entries[i]; en.Position != nil && en.Lane == id {
			v.Positions = append(v.Positions, sayingView{Text: en.Position.When.Text, Read: "over " + en.Position.Over, Cites: s.cites(en.Cites), Note: en.Position.Note})
		}
	}
	for _, b := range m.Bound {
		v.Bound = append(v.Bound, choiceView{plain(strings.TrimSpace(b.Place + " " + b.Note)), s.citeIDs(b.Sources)})
	}
	return true, f.write(w, "movement", v)
}

// WriteRuling writes a ruling with its forms side by side and what became of
// it. It reports whether there is one.
func (f *Face) WriteRuling(w io.Writer, id string) (bool, error) {
	i := slices.IndexFunc(f.view.Rulings, func(r rulingView) bool { return r.ID == id })
	if i < 0 {
		return false, nil
	}
	return true, f.write(w, "ruling", f.view.Rulings[i])
}
