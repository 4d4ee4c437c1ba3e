package exhibit

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

//go:embed card.tmpl
var cardTemplate string

//go:embed card.css
var cardStyle string

var cardPage = template.Must(template.New("card").Parse(cardTemplate))

// chain are the hops by which an order commonly reaches whoever must act, as
// prompts beside blanks.
var chain = []string{"court, clerk", "duty attorney", "agency counsel", "field office", "custody officer", "carrier", "dispatcher", "crew"}

// CardHTML writes a ruling as one page to print on A4 or letter paper, black on
// white and without script, that a person can hold, read to somebody and fill
// in by hand. Times are on the clocks of loc and in UTC. The same arguments
// give the same bytes.
func CardHTML(w io.Writer, c *finding.Card, loc *time.Location) error {
	var b bytes.Buffer
	if err := cardPage.Execute(&b, newCard(c, loc)); err != nil {
		return fmt.Errorf("write the card of %q: %w", c.Ruling.ID, err)
	}
	_, err := b.WriteTo(w)
	return err
}

// cardView is a card as the page and the text have it.
type cardView struct {
	Style                          template.CSS
	Title, Caption, Court, By      string
	Sort, Label, Class, Note       string
	Forms                          []cardForm
	Stands                         []cardStand
	Clocks                         []cardClock
	Zone                           string
	Later                          []string
	InFlight                       []string
	Sources                        []cardSource
	Chain                          []string
	Seen, TZData, Digest, RulingID string
}

// cardForm is one expression from which a reading takes the ruling to bind.
type cardForm struct {
	Form, Text, Says, Under string
	Duties                  []cardDuty
}

// cardDuty is a directive in plain words, and what goes with it.
type cardDuty struct {
	Head, Says string
	Facts      []cardFact
}

type cardFact struct{ What, Text string }

// cardStand is how the ruling stands under some readings.
type cardStand struct{ Text, Under string }

// cardClock is a moment on two clocks.
type cardClock struct{ What, Local, UTC string }

type cardSource struct{ ID, Text string }

func newCard(c *finding.Card, loc *time.Location) cardView {
	r := c.Ruling
	v := cardView{Style: template.CSS(cardStyle), Title: capital(r.Title), Caption: c.Case.Caption, Court: r.Court, By: r.By, Class: r.Class,
		Label: c.Case.Label, Zone: loc.String(), Chain: chain, Seen: "everything on record", TZData: span.TZDataVersion(),
		Digest: c.Case.Digest().String(), RulingID: string(r.ID)}
	if c.Case.Docket != "" {
		v.Caption += ", " + c.Case.Docket
	}
	if !strings.EqualFold(r.Sort, r.Title) {
		v.Sort = r.Sort
	}
	if c.Case.AsOf != span.End {
		v.Seen = "what was on record at " + span.FormatInstant(c.Case.AsOf, loc, true)
	}
	m := cardMaker{c: argued(c), loc: loc}
	v.Forms = m.forms()
	for _, f := range m.expressions {
		for _, d := range f.Directives {
			if d.InFlight != "" && !slices.Contains(v.InFlight, d.InFlight) {
				v.InFlight = append(v.InFlight, d.InFlight)
			}
		}
	}
	v.Stands = m.stands()
	v.Clocks = m.clocks()
	v.Later = m.later()
	v.Sources = m.sources()
	return v
}

// argued is the card without readings that nobody has argued, where there are
// others.
func argued(c *finding.Card) *finding.Card {
	ours := func(o finding.Order) bool { return o.Reading != nil && o.Reading.Ours }
	if len(c.Orders) == 1 || !slices.ContainsFunc(c.Orders, func(o finding.Order) bool { return !ours(o) }) {
		return c
	}
	out := *c
	out.Orders = slices.DeleteFunc(slices.Clone(c.Orders), ours)
	return &out
}

// cardMaker makes the parts of a card.
type cardMaker struct {
	c           *finding.Card
	loc         *time.Location
	expressions []*holdshort.Expression // those shown
}

// forms are the expressions that govern under some reading or, where none is
// told to, all.
func (m *cardMaker) forms() []cardForm {
	under := map[*holdshort.Expression][]holdshort.ID{}
	for i := range m.c.Orders {
		o := &m.c.Orders[i]
		if x := o.Expression; x != nil {
			if under[x] == nil {
				m.expressions = append(m.expressions, x)
			}
			if o.Reading != nil {
				under[x] = append(under[x], o.Reading.ID)
			}
		}
	}
	if m.expressions == nil {
		for i := range m.c.Ruling.Expressions {
			m.expressions = append(m.expressions, &m.c.Ruling.Expressions[i])
		}
	}
	slices.SortFunc(m.expressions, func(a, b *holdshort.Expression) int { return m.place(a) - m.place(b) })
	var out []cardForm
	for _, x := range m.expressions {
		f := cardForm{Form: capital(spaced(x.Form)), Text: quoted(x.Text), Says: x.Summary}
		if len(m.expressions) > 1 {
			f.Under = joinIDs(under[x])
		}
		for i := range x.Directives {
			f.Duties = append(f.Duties, m.duty(&x.Directives[i]))
		}
		out = append(out, f)
	}
	return out
}

// place is that of x in the file.
func (m *cardMaker) place(x *holdshort.Expression) int {
	return slices.IndexFunc(m.c.Ruling.Expressions, func(y holdshort.Expression) bool { return y.ID == x.ID })
}

func (m *cardMaker) duty(d *holdshort.Directive) cardDuty {
	head := map[holdshort.Polarity]string{"prohibit": "must not", "command": "must", "permit": "may", "declare": "declared"}[d.Polarity]
	v := cardDuty{Head: capital(head + " " + spaced(d.Verb)), Says: capital(d.Says)}
	p := page{c: m.c.Case, loc: m.loc}
	add := func(what, text string) {
		if text != "" {
			v.Facts = append(v.Facts, cardFact{what, text})
		}
	}
	add("Who", p.partyNames(d.Must))
	add("Protects", p.cohortNames(d.Protects))
	add("Where", d.Territory)
	add("By when", d.Deadline)
	add("How", d.Effort)
	add("First", d.Condition)
	add("Until", strings.TrimPrefix(d.Until, "until "))
	return v
}
