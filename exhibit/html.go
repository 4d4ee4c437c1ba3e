package exhibit

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

//go:embed html*.tmpl
var htmlTemplates embed.FS

//go:embed style.css
var styleSheet string

var htmlPage = htmlParts(func(kind, id string) string { return "" })

// htmlParts are the templates of the page, with records opened where open leads.
// Where it leads nowhere, a link to a record leads to its place in the page.
func htmlParts(open func(kind, id string) string) *template.Template {
	opens := func(ref string) string {
		if ref == "" {
			return ""
		}
		return open(unslug(ref))
	}
	return template.Must(template.New("html.tmpl").Funcs(template.FuncMap{
		"slug": slug,
		"open": opens,
		"to":   func(ref string) string { return cmp.Or(opens(ref), "#"+ref) },
	}).ParseFS(htmlTemplates, "html*.tmpl"))
}

// HTML writes a report and a timeline as one page that needs nothing else: no
// script, no font, no request. Times are on the clocks of loc. It prints on US
// letter paper. The same arguments give the same bytes.
func HTML(w io.Writer, r *finding.Report, entries []finding.Entry, loc *time.Location) error {
	s := newSheet(r, entries, loc)
	var b bytes.Buffer
	if err := htmlPage.Execute(&b, s.view()); err != nil {
		return fmt.Errorf("write the page of case %q: %w", r.Case.ID, err)
	}
	_, err := b.WriteTo(w)
	return err
}

// sheet is what the parts of the page are made from.
type sheet struct {
	c       *holdshort.Case
	r       *finding.Report
	entries []finding.Entry
	loc     *time.Location
	number  map[string]int       // of an event in the timeline's table, from 1
	bounds  map[string]span.Span // of an event
}

func newSheet(r *finding.Report, entries []finding.Entry, loc *time.Location) *sheet {
	s := &sheet{c: r.Case, r: r, entries: entries, loc: loc, number: map[string]int{}, bounds: map[string]span.Span{}}
	for i, en := range entries {
		if en.Event != nil {
			s.number[en.Event.ID] = i + 1
			s.bounds[en.Event.ID] = en.Bounds
		}
	}
	return s
}

// htmlView is the page as the templates have it.
type htmlView struct {
	Style     template.CSS
	Head      headView
	Sections  []sectionView
	Conflicts []words
	Summary   summaryView
	Asked     []questionView
	Findings  []questionView
	Partings  []partingView
	Chart     *chart
	Timeline  []dayView
	Rulings   []rulingView
	Notices   []noticeView
	Said      []verdictView
	Counts    []countView
	Custody   []custodyView
	Money     []moneyView
	Sources   []sourceView
	Limits    limitsView
}

type headView struct {
	Title                        string
	Caption, Court, Docket       string
	Label, Purpose, Digest, Seen string
	Zone, TZData                 string
}

// sectionView is one section of the page; the templates take its number and
// title from here, so that the list of contents cannot differ from the text.
type sectionView struct {
	ID, Title string
	Number    int
}

func (s *sheet) view() htmlView {
	v := htmlView{
		Style:    template.CSS(styleSheet + s.runningHeads()),
		Head:     s.head(),
		Summary:  s.summary(),
		Partings: s.partings(),
		Chart:    s.chart(),
		Timeline: s.days(),
		Rulings:  s.rulings(),
		Notices:  s.notices(),
		Said:     s.said(),
		Counts:   s.counts(),
		Custody:  s.custody(),
		Money:    s.money(),
		Sources:  s.sources(),
		Limits:   s.limits(),
	}
	for _, c := range s.r.Conflicts {
		v.Conflicts = append(v.Conflicts, s.text(c.Words))
	}
	byQuestion(s.r.Findings, func(fs []finding.Finding) {
		if q := s.question(fs); q.AskedBy != "" {
			v.Asked = append(v.Asked, q)
		} else {
			v.Findings = append(v.Findings, q)
		}
	})
	v.Sections = v.contents()
	return v
}

func (s *sheet) head() headView {
	c := s.c
	h := headView{Caption: c.Caption, Court: c.Court, Docket: c.Docket, Label: c.Label, Purpose: c.Purpose, Digest: c.Digest().String(),
		Zone: s.loc.String(), TZData: span.TZDataVersion(), Seen: "everything that is on record"}
	if c.AsOf != span.End {
		h.Seen = "what was on record at " + span.FormatInstant(c.AsOf, s.loc, true)
	}
	h.Title = c.Caption
	if c.Docket != "" {
		h.Title += ", " + c.Docket
	}
	return h
}

// runningHeads is the rule by which each printed page names the case, the zone
// of its times and the digest.
func (s *sheet) runningHeads() string {
	name := clipWords(s.c.Caption, 70)
	if s.c.Docket != "" {
		name += ", " + clipWords(s.c.Docket, 30)
	}
	return fmt.Sprintf("\n@page {\n  @top-left { content: %s; }\n  @top-right { content: %s; }\n  @bottom-left { content: %s; }\n}\n",
		cssString(name), cssString("Times: "+s.loc.String()), cssString(clipWords(s.c.Digest().String(), 24)))
}

// cssString is foreign text as a string of a style sheet. Everything but
// letters, digits and spaces is written by number, so that no text can end the
// string or the sheet.
func cssString(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		if r == ' ' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "\\%06x ", r) // the space ends the number
		}
	}
	b.WriteByte('"')
	return b.String()
}

// contents lists the sections that have something to show, numbered.
func (v *htmlView) contents() []sectionView {
	var out []sectionView
	for _, x := range []struct {
		id, title string
		has       bool
	}{
		{"conflicts", "Conflicts in the evidence", len(v.Conflicts) > 0},
		{"summary", "Summary: the answers under each reading", true},
		{"asked", "The questions as asked", len(v.Asked) > 0},
		{"findings", "Findings", len(v.Findings) > 0},
		{"partings", "Where the readings part", len(v.Partings) > 0},
		{"timeline", "Timeline", len(v.Timeline) > 0},
		{"rulings", "The rulings, form beside form", len(v.Rulings) > 0},
		{"notices", "Who was told", len(v.Notices) > 0},
		{"statements", "Statements beside the record", len(v.Said) > 0},
		{"counts", "Head counts", len(v.Counts) > 0},
		{"custody", "Custody and its term", len(v.Custody) > 0},
		{"money", "Money", len(v.Money) > 0},
		{"sources", "Sources", len(v.Sources) > 0},
		{"limits", "What this does not show", true},
	} {
		if x.has {
			out = append(out, sectionView{x.id, x.title, len(out) + 1})
		}
	}
	return out
}

// Section is the section with the id, or nil where the page has none.
func (v htmlView) Section(id string) *sectionView {
	i := slices.IndexFunc(v.Sections, func(s sectionView) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &v.Sections[i]
}

// slug is the id, within the page, of the record of a kind. It is one to one:
// ids of records hold no "~".
func slug(kind string, id any) string {
	return kind + "-" + strings.NewReplacer("/", "~", "@", "~~").Replace(fmt.Sprint(id))
}

// unslug is the kind and id of which ref is the slug.
func unslug(ref string) (kind, id string) {
	kind, id, _ = strings.Cut(ref, "-")
	return kind, strings.ReplaceAll(strings.ReplaceAll(id, "~~", "@"), "~", "/")
}
