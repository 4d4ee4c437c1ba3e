package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/span"
)

//go:embed *.tmpl
var templateFiles embed.FS

var templates = template.Must(template.ParseFS(templateFiles, "*.tmpl"))

// layout is what every page has around what it is about.
type layout struct {
	Title  string
	Style  []string // addresses of style sheets
	Icon   string   // address of its icon
	Script string   // address of the page's script, or empty
	Token  string
	Edits  bool   // records can be corrected
	API    string // address of the case's JSON; empty for what is about no case
	Stamp  string
	Part   bool // only what the page is about, without what is around
	Body   any
}

func (s *Server) layout(title string) layout {
	l := layout{Title: title, Icon: s.assets.href("icon.svg"), Script: s.assets.href("main.js"), Token: s.token}
	for _, name := range []string{"page.css", "main.css"} {
		if href := s.assets.href(name); href != "" {
			l.Style = append(l.Style, href)
		}
	}
	return l
}

// page fills in a template of ours.
func page(name string, v any) (*answer, error) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, v); err != nil {
		return nil, err
	}
	return htmlAnswer(b.String()), nil
}

// htmlAnswer is a page without marks that turn the direction of writing, by
// which a text could seem to say what it does not.
func htmlAnswer(page string) *answer {
	return &answer{kind: htmlType, body: []byte(exhibit.Harmless(page))}
}

// list is the page of all cases; where there is one, it leads there.
func (s *Server) list(*http.Request) (*answer, error) {
	l := s.layout("Cases")
	l.Body = s.lines()
	return page("list", l)
}

type failureView struct {
	Error, Hint string
	Trouble     []Trouble
}

func (s *Server) failurePage(p *problem, trouble []Trouble) (*answer, error) {
	l := s.layout("Not shown")
	l.Script = ""
	l.Body = failureView{p.msg, p.hint, trouble}
	return page("failure", l)
}

func (m *matter) href() string { return "/c/" + url.PathEscape(m.name) + "/" }
func (m *matter) api() string  { return "/api/cases/" + url.PathEscape(m.name) }

// caseView is the page of a case.
type caseView struct {
	Trouble  []Trouble
	Stale    bool // the case is shown as it last loaded
	Notes    []string
	Caption  string
	Court    string
	Docket   string
	Label    string
	Purpose  string
	Digest   string
	Seen     string
	Zone     string
	TZData   string
	Choices  []choice // of zone and reading
	Contents [][2]string
	Matrix   template.HTML
	Timeline template.HTML
	Rest     template.HTML
	Exports  []choice
}

// choice is a link that shows the page otherwise.
type choice struct {
	Name, Text, Href string
	Now              bool
}

// Sections of the exhibit's page by the place that the page of a case has them in.
var (
	matrixSections   = []string{"summary"}
	timelineSections = []string{"timeline"}
	restSections     = []string{"asked", "findings", "partings", "rulings", "notices", "statements", "counts", "custody", "money", "sources", "limits"}
)

func (s *Server) casePage(q *asked) (*answer, error) {
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	c, face := see.c, q.face(see)
	v := caseView{Trouble: q.st.trouble, Stale: q.st.stamp != q.st.onDisk, Notes: see.notes, Caption: c.Caption, Court: c.Court, Docket: c.Docket,
		Label: c.Label, Purpose: c.Purpose, Digest: c.Digest().String(), Zone: q.loc.String(), TZData: span.TZDataVersion(), Seen: "everything that is on record"}
	if c.AsOf != span.End {
		v.Seen = "what was on record at " + span.FormatInstant(c.AsOf, q.loc, true)
	}
	v.Contents, v.Choices, v.Exports = face.Sections(), q.choices(c), q.exports()
	for _, x := range []struct {
		to  *template.HTML
		ids []string
	}{{&v.Matrix, append([]string{"conflicts"}, matrixSections...)}, {&v.Timeline, timelineSections}, {&v.Rest, restSections}} {
		if *x.to, err = section(face, x.ids...); err != nil {
			return nil, err
		}
	}
	return q.page(s, "case", c.Caption, v)
}

// section is some sections of the exhibit's page. They are made by the
// exhibit's own templates, which escape what a case holds.
func section(f *exhibit.Face, ids ...string) (template.HTML, error) {
	var b strings.Builder
	err := f.WriteSection(&b, ids...)
	return template.HTML(b.String()), err
}

// page fills in a template about the case.
func (q *asked) page(s *Server, name, title string, body any) (*answer, error) {
	l := s.layout(title)
	l.API, l.Stamp, l.Part, l.Body = q.m.api(), q.st.stamp, q.word("part") == "1", body
	l.Edits = q.m.editor.read != nil
	return page(name, l)
}

// face is the exhibit's page with links to the pages of records here.
func (q *asked) face(see *sight) *exhibit.Face {
	return exhibit.NewFace(see.report, see.entries, q.loc, q.open)
}
