package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
)

// route is a way to ask for something of one case.
type route struct {
	pattern string
	do      func(*asked) (*answer, error)
	stream  func(*asked, http.ResponseWriter) error // instead of do, for what does not end
	once    bool                                    // not kept: it depends on more than the case and the address, as on the vault
}

// routes are the ways to ask for something of one case.
func (s *Server) routes() []route {
	return []route{
		{pattern: "GET /c/{case}/{$}", do: s.casePage},
		{pattern: "GET /c/{case}/finding", do: s.findingPage},
		{pattern: "GET /c/{case}/event", do: s.eventPage, once: true},
		{pattern: "GET /c/{case}/source", do: s.sourcePage, once: true},
		{pattern: "GET /c/{case}/statement", do: s.statementPage},
		{pattern: "GET /c/{case}/ruling", do: s.rulingPage},
		{pattern: "GET /c/{case}/movement", do: s.movementPage},
		{pattern: "GET /c/{case}/exhibit", do: s.exhibitPage},
		{pattern: "GET /c/{case}/card", do: s.cardPage},
		{pattern: "GET /c/{case}/map.svg", do: s.mapSVG, once: true},
		{pattern: "GET /api/cases/{case}", do: s.view},
		{pattern: "GET /api/cases/{case}/record", do: s.openRecord, once: true},
		{pattern: "POST /api/cases/{case}/time", do: s.readTime},
		{pattern: "POST /api/cases/{case}/changes", do: s.change},
		{pattern: "GET /api/cases/{case}/moment", do: s.moment, once: true},
		{pattern: "GET /api/cases/{case}/courses", do: s.courses},
		{pattern: "GET /api/cases/{case}/tracks/{movement}", do: s.tracks},
		{pattern: "GET /api/cases/{case}/explain", do: s.explain},
		{pattern: "GET /api/cases/{case}/whatif", do: s.whatIf},
		{pattern: "GET /api/cases/{case}/export/{name}", do: s.export},
		{pattern: "GET /api/cases/{case}/changes", stream: s.changes},
	}
}

// asked is a request for something of one case, with its words read.
type asked struct {
	r   *http.Request
	s   *Server
	m   *matter
	st  *state
	key sightKey
	loc *time.Location // in which times are shown
}

// about answers what is about one case. Answers are kept as long as the case is
// as it was.
func (s *Server) about(way route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, err := s.answer(w, r, way)
		switch {
		case err != nil:
			s.fail(w, r, err)
		case a != nil:
			a.write(w, r)
		}
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, way route) (*answer, error) {
	q, err := s.read(r)
	switch {
	case err != nil:
		return nil, err
	case way.stream != nil:
		return nil, way.stream(q, w)
	case way.once || r.Method == http.MethodPost:
		return way.do(q)
	}
	return q.st.answers.get(r.URL.Path+"?"+r.URL.Query().Encode(), func() (*answer, error) { return way.do(q) })
}

// read finds the case of a request and reads as_of, zone and reading.
func (s *Server) read(r *http.Request) (*asked, error) {
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		return nil, refuse(http.StatusBadRequest, "write % as %25 and & as %26", "the address is not well formed after the question mark")
	}
	q := &asked{r: r, s: s, m: s.named(r.PathValue("case"))}
	if q.m == nil {
		return nil, refuse(http.StatusNotFound, "the list of cases is at /", "no case is named %q", r.PathValue("case"))
	}
	var err error
	if q.st, err = q.m.now(); err != nil {
		return nil, err
	}
	if q.key.asOf, err = q.asOf(); err != nil {
		return nil, err
	}
	if q.key.reading, err = q.reading(); err != nil {
		return nil, err
	}
	q.loc, err = q.zone()
	return q, err
}

// word is a parameter of the address; where it is given twice, the first.
func (q *asked) word(name string) string { return q.r.URL.Query().Get(name) }

func (q *asked) asOf() (span.Instant, error) {
	text := q.word("as_of")
	if text == "" {
		return span.End, nil
	}
	st, err := span.Parse(text, span.Context{Zone: q.st.loaded.Case.Zone})
	if err != nil {
		var pe *span.ParseError
		hint := `give a day or a moment, such as "18 March 2025"`
		if errors.As(err, &pe) {
			hint = cmp.Or(pe.Hint, hint)
		}
		return 0, refuse(http.StatusBadRequest, hint, "as_of: %s", err)
	}
	if !st.Span.Bounded() {
		return 0, refuse(http.StatusBadRequest, "give a day or a moment", "as_of %q has no end", text)
	}
	return st.Span.Latest(), nil
}

func (q *asked) reading() (holdshort.ID, error) {
	text := q.word("reading")
	c := q.st.loaded.Case
	if text == "" || c.Reading(holdshort.ID(text)) != nil {
		return holdshort.ID(text), nil
	}
	var names []string
	for _, r := range c.Readings {
		names = append(names, string(r.ID))
	}
	hint := "the readings are " + strings.Join(names, ", ")
	if len(names) == 0 {
		hint = "the case has no readings: leave reading out"
	}
	if best := formula.Closest(text, names); best != "" {
		hint = fmt.Sprintf("did you mean %q? %s", best, hint)
	}
	return "", refuse(http.StatusBadRequest, hint, "the case has no reading %q", text)
}

// zone is that in which times are shown: the court's, UTC, or one by its IANA
// name. "place" is for what shows each time on the clock of its place; a table
// in one zone is then in the court's.
func (q *asked) zone() (*time.Location, error) {
	name := q.word("zone")
	switch name {
	case "", "court", "place":
		name = q.st.loaded.Case.Zone
	case "utc":
		name = "UTC"
	}
	loc, err := span.LoadZone(name)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "court, utc, place, or an IANA name such as America/Chicago", "zone %q: %s", name, err)
	}
	return loc, nil
}

// sight is the case as it was asked for.
func (q *asked) sight() (*sight, error) { return q.st.see(q.key) }
