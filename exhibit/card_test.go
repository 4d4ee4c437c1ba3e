package exhibit

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
)

const cardCase = `case: {id: doe, caption: CAPTION, zone: America/New_York}
sources: [{id: docket, kind: docket-entry, publisher: the court, published: 3 June 2025}]
parties: [{id: agency, name: the agency}]
cohorts: [{id: class, name: the class, counts: [{n: 25, source: docket}]}]
rulings:
- id: order
  title: restraining order
  expressions:
  - id: oral
    form: oral
    times: [{kind: pronounced, at: "3 June 2025 13:28", source: docket, where: p. 12}]
    text: WORDS
    directives:
    - {id: back, polarity: command, verb: return, must: agency, protects: class, FLIGHT says: bring everybody back}
- {id: bare, title: bare, expressions: [{id: w, form: opinion, says: nothing is ordered}]}
readings: [{id: spoken, name: one side, binds: [{ruling: order, from: order.oral.pronounced}]}, {id: guess, name: made, ours: yes}]
`

func cardOf(t *testing.T, caption, words, flight, ruling, at string) string {
	t.Helper()
	text := strings.NewReplacer("CAPTION", strconv.Quote(caption), "WORDS", strconv.Quote(words), "FLIGHT", flight).Replace(cardCase)
	c := load(t, fstest.MapFS{"case.yaml": {Data: []byte(text)}})
	card, err := finding.New(c).Card(holdshort.ID(ruling), at, finding.Options{})
	if err != nil {
		t.Fatal(err)
	}
	loc, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := CardHTML(&b, card, loc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The card is one self-contained page without script, colour or link, and
// foreign text stays text.
func TestCardHoldsTogether(t *testing.T) {
	hostile := `<script>alert(1)</script></style>"><b onload=x>`
	for name, page := range map[string]string{
		"plain":   cardOf(t, "Doe v. Roe", "bring them back", "", "order", "3 June 2025 14:00"),
		"hostile": cardOf(t, hostile, hostile, "in-flight: turn back,", "order", ""),
		"bare":    cardOf(t, "Doe v. Roe", "bring them back", "", "bare", ""),
	} {
		elements(t, page, func(e xml.StartElement) {
			switch e.Name.Local {
			case "script", "link", "img", "b", "a":
				if e.Name.Local != "b" || len(e.Attr) > 0 {
					t.Errorf("%s: an element %q with %v", name, e.Name.Local, e.Attr)
				}
			}
		})
		if strings.Contains(page, "ZgotmplZ") || strings.Contains(page, "<script") || outside.MatchString(cardStyle) {
			t.Errorf("%s: the page asks for something, or foreign text reaches it as it stands", name)
		}
	}
	if m := regexp.MustCompile(`#[0-9a-f]{3,6}`).FindAllString(cardStyle, -1); len(m) == 0 {
		t.Error("no colour was found to look at")
	} else {
		for _, c := range m {
			if c != "#000" && c != "#fff" {
				t.Errorf("the card has the colour %s", c)
			}
		}
	}
}

// What the card says: the words, the duty, counts and no names, both clocks,
// and the box on flights only where a directive speaks of them.
func TestCardShows(t *testing.T) {
	page := cardOf(t, "Doe v. Roe", "bring them back", "", "order", "3 June 2025 14:00")
	for _, want := range []string{"“bring them back”", "<b>Must return.</b> Bring everybody back", "the class (25)", "3 Jun 2025 13:28 EDT", "3 Jun 2025 17:28 UTC",
		"In force at 3 June 2025 14:00: YES. Since 3 Jun 2025 13:28 EDT. No end is on record.", "docket the court, p. 12", "Received by", "Read back", "dispatcher"} {
		if !strings.Contains(page, want) {
			t.Errorf("the card does not say %q", want)
		}
	}
	if strings.Contains(page, "In the air") || strings.Contains(page, "guess") {
		t.Error("the card speaks of flights that no directive names, or of a reading that nobody has argued")
	}
	if page := cardOf(t, "Doe v. Roe", "bring them back", "in-flight: turn back,", "order", ""); !strings.Contains(page, "In the air, or before doors open") || strings.Contains(page, "In force at") {
		t.Error("a directive on flights is not shown, or a moment that was not asked about is")
	}
}

// A card that is asked about no moment says until when each reading has the
// ruling bind.
func TestCardSaysUntilWhen(t *testing.T) {
	const text = `case: {id: doe, caption: Doe, zone: UTC}
sources: [{id: s, kind: docket-entry, publisher: the court}]
rulings: [{id: order, title: O, expressions: [{id: w, form: minute-entry, times: [{kind: entered, at: "3 June 2025 14:00", source: s}]}]}]
lifecycle:
- {id: stay, verb: stays, on: order, effect: from-now, times: [{at: 4 June 2025, source: s}], source: s}
- {id: gone, verb: vacates, on: order, effect: EFFECT, TIMES source: s}
readings: [{id: r, name: R, binds: [{ruling: order, from: order.w.entered}]VACATUR}]
`
	for _, x := range []struct{ effect, at, reaches, want string }{
		{"none", "5 June 2025", "", "Binds from 3 Jun 2025 14:00 UTC. No end is on record."},
		{"from-now", "5 June 2025", "", "Binds from 3 Jun 2025 14:00 UTC. Until 5 Jun 2025 (day)."},
		{"disputed", "5 June 2025", "from-then", "Binds from 3 Jun 2025 14:00 UTC. Until 5 Jun 2025 (day)."},
		{"disputed", "5 June 2025", "back", "By what was done later, it never bound."},
		{"disputed", "5 June 2025", "none", "Binds from 3 Jun 2025 14:00 UTC. No end is on record."},
		{"disputed", "5 June 2025", "", "Binds from 3 Jun 2025 14:00 UTC. Whether, or when, what was done later ends it is not told."},
		{"from-now", "", "", "Binds from 3 Jun 2025 14:00 UTC. Whether, or when, what was done later ends it is not told."},
	} {
		times, rule := "", ""
		if x.at != "" {
			times = "times: [{at: " + x.at + ", source: s}],"
		}
		if x.reaches != "" {
			rule = ", vacatur: [{ruling: order, reaches: " + x.reaches + "}]"
		}
		c := load(t, fstest.MapFS{"case.yaml": {Data: []byte(strings.NewReplacer("EFFECT", x.effect, "TIMES", times, "VACATUR", rule).Replace(text))}})
		card, err := finding.New(c).Card("order", "", finding.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := CardText(&b, card, time.UTC); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(strings.Fields(b.String()), " "); !strings.Contains(got, x.want) {
			t.Errorf("%+v: the card does not say so:\n%s", x, b.String())
		}
	}
}
