package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/formula"
)

// oneView is the page of one record.
type oneView struct {
	Back    string // address of the case's page
	Caption string
	Zone    string
	Seen    string        // empty for everything on record
	Article template.HTML // by the exhibit's templates, which escape what a case holds
	Sources []keptView
	Links   []choice
	Edits   []editView
}

// one is the page of one record, which write writes as an article.
func (s *Server) one(q *asked, see *sight, title string, write func(io.Writer) (bool, error), more func(*oneView) error) (*answer, error) {
	var b strings.Builder
	ok, err := write(&b)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, q.missing(title, nil)
	}
	v := oneView{Back: q.m.href() + query(q.kept()), Caption: see.c.Caption, Zone: q.loc.String(), Article: template.HTML(b.String())}
	if q.word("as_of") != "" {
		v.Seen = q.word("as_of")
	}
	if more != nil {
		if err := more(&v); err != nil {
			return nil, err
		}
	}
	return q.page(s, "one", title+", "+see.c.Caption, v)
}

// missing is the error of a record that is not there, with the closest of names.
func (q *asked) missing(kind string, names []string) error {
	hint := "follow a link on the page of the case"
	if best := formula.Closest(q.word("id"), names); best != "" {
		hint = fmt.Sprintf("did you mean %q?", best)
	}
	return refuse(http.StatusNotFound, hint, "the case has no %s %q as it is seen here", strings.ToLower(kind), q.word("id"))
}

func (s *Server) eventPage(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	id := q.word("id")
	e := see.c.Event(id)
	if e != nil {
		id = e.ID
	}
	return s.one(q, see, "Event", func(w io.Writer) (bool, error) { return q.face(see).WriteEvent(w, id) }, func(v *oneView) error {
		var ids []holdshort.ID
		for _, c := range e.Cites {
			ids = append(ids, holdshort.ID(c.Source))
		}
		v.Sources = q.kepts(see.c, ids)
		v.Edits = q.edits(see.c, e.Record)
		return nil
	})
}

func (s *Server) sourcePage(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	id := q.word("id")
	return s.one(q, see, "Source", func(w io.Writer) (bool, error) { return q.face(see).WriteSource(w, id) }, func(v *oneView) error {
		v.Sources = q.kepts(see.c, []holdshort.ID{holdshort.ID(id)})
		v.Edits = q.edits(see.c, holdshort.ID(id))
		return nil
	})
}

func (s *Server) statementPage(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	return s.one(q, see, "Statement", func(w io.Writer) (bool, error) { return q.face(see).WriteStatement(w, q.word("id")) }, q.editable(see))
}

// editable offers a form for the record that a page is about.
func (q *asked) editable(see *sight) func(*oneView) error {
	return func(v *oneView) error {
		v.Edits = q.edits(see.c, holdshort.ID(q.word("id")))
		return nil
	}
}

func (s *Server) movementPage(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	return s.one(q, see, "Movement", func(w io.Writer) (bool, error) { return q.face(see).WriteMovement(w, q.word("id")) }, q.editable(see))
}

func (s *Server) rulingPage(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	return s.one(q, see, "Ruling", func(w io.Writer) (bool, error) { return q.face(see).WriteRuling(w, q.word("id")) }, func(v *oneView) error {
		words := q.kept()
		words.Set("id", q.word("id"))
		v.Links = []choice{{Text: "order card, to print and read back", Href: q.m.href() + "card" + query(words)}}
		v.Edits = q.edits(see.c, holdshort.ID(q.word("id")))
		return nil
	})
}

func (s *Server) findingPage(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	x, err := q.explained(see, q.word("id"))
	if err != nil {
		return nil, err
	}
	return s.one(q, see, "Finding", func(w io.Writer) (bool, error) { return true, q.face(see).WriteFinding(w, x) }, nil)
}

// explained is a finding with its proof.
func (q *asked) explained(see *sight, id string) (*finding.Explanation, error) {
	see.mu.Lock()
	defer see.mu.Unlock()
	x, ids, err := see.engine.Explain(id)
	if err == nil && x == nil {
		hint := "the ids stand with the findings"
		if best := formula.Closest(id, ids); best != "" {
			hint = fmt.Sprintf("did you mean %q?", best)
		}
		err = refuse(http.StatusNotFound, hint, "no finding is named %q", id)
	}
	return x, err
}

func (s *Server) explain(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	x, err := q.explained(see, q.word("finding"))
	if err != nil {
		return nil, err
	}
	return jsonAnswer(x)
}

// exhibitPage is the exhibit as one page that stands by itself.
func (s *Server) exhibitPage(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := exhibit.HTML(&b, see.report, see.entries, q.loc); err != nil {
		return nil, err
	}
	return alone(b.String()), nil
}

// cardPage is the order card of a ruling, at the moment of the page if it has
// one.
func (s *Server) cardPage(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	id := holdshort.ID(q.word("id"))
	if see.c.Ruling(id) == nil {
		return nil, q.missing("ruling", nil)
	}
	see.mu.Lock()
	card, err := see.engine.Card(id, q.word("at"), finding.Options{Reading: q.key.reading})
	see.mu.Unlock()
	if err != nil {
		return nil, refuse(http.StatusBadRequest, `give a day or a moment, such as "18 March 2025 19:00"`, "at: %s", err)
	}
	var b bytes.Buffer
	if err := exhibit.CardHTML(&b, card, q.loc); err != nil {
		return nil, err
	}
	return alone(b.String()), nil
}

// alone is a page with its style sheet in it, which the policy names by its
// digest.
func alone(page string) *answer {
	a := htmlAnswer(page)
	_, rest, _ := bytes.Cut(a.body, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	sum := sha256.Sum256(style)
	a.policy = "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
	return a
}
