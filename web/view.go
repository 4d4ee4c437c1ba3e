package web

import (
	"net/http"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

// Version is the version of the JSON forms of this package; see
// docs/formats/api.md.
const Version = 1

// caseLine is one case in the list of cases.
type caseLine struct {
	Name    string       `json:"name"`
	ID      holdshort.ID `json:"id,omitempty"`
	Caption string       `json:"caption,omitempty"`
	Court   string       `json:"court,omitempty"`
	Docket  string       `json:"docket,omitempty"`
	Label   string       `json:"label,omitempty"`
	Href    string       `json:"href"`
	Trouble []Trouble    `json:"trouble,omitempty"`
}

// listed is the case in a line, whether it loads or not.
func (m *matter) listed() caseLine {
	l := caseLine{Name: m.name, Href: m.href()}
	st, err := m.now()
	l.Trouble = st.trouble
	if err == nil {
		c := st.loaded.Case
		l.ID, l.Caption, l.Court, l.Docket, l.Label = c.ID, c.Caption, c.Court, c.Docket, c.Label
	}
	return l
}

func (s *Server) lines() []caseLine {
	var out []caseLine
	for _, m := range s.matters {
		out = append(out, m.listed())
	}
	return out
}

func (s *Server) cases(*http.Request) (*answer, error) {
	return jsonAnswer(struct {
		Version int        `json:"version"`
		Cases   []caseLine `json:"cases"`
	}{Version, s.lines()})
}

// viewJSON is everything that the page draws from.
type viewJSON struct {
	Version  int              `json:"version"`
	Stamp    string           `json:"stamp"`
	Trouble  []Trouble        `json:"trouble"`
	Notes    []string         `json:"notes"`
	Zones    zonesJSON        `json:"zones"`
	Find     *finding.Report  `json:"find"`
	Timeline finding.Timeline `json:"timeline"`
	Record   recordJSON       `json:"record"`
}

type zonesJSON struct {
	Court  string                  `json:"court"`
	Places map[holdshort.ID]string `json:"places"`
}

func (s *Server) view(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	c := see.c
	v := viewJSON{Version: Version, Stamp: q.st.stamp, Trouble: orEmpty(q.st.trouble), Notes: orEmpty(see.notes),
		Zones: zonesJSON{c.Zone, map[holdshort.ID]string{}}, Find: see.report,
		Timeline: finding.Timeline{Case: c, Zone: q.loc.String(), Entries: see.entries}}
	for _, p := range c.Places {
		if p.Zone != "" {
			v.Zones.Places[p.ID] = p.Zone
		}
	}
	v.Record = recordOf(q, see)
	return jsonAnswer(v)
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// each is f of every item, and never nil.
func each[T, U any](in []T, f func(*T) U) []U {
	out := make([]U, len(in))
	for i := range in {
		out[i] = f(&in[i])
	}
	return out
}
