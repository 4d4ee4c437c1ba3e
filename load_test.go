package holdshort_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/holdshort/holdshort"
)

// base is a small case that loads; tests add a file to it.
const base = `case: {id: doe, caption: Doe v. Roe, zone: America/New_York}
sources:
  - {id: docket, kind: docket-entry, publisher: the court, published: 3 June 2025}
  - {id: paper, kind: article, publisher: a newspaper, published: 5 June 2025}
parties:
  - {id: agency, name: the agency}
  - {id: counsel, name: counsel}
places:
  - {id: XAAA, name: Alpha}
areas:
  - {id: homeland, name: the homeland, kind: region}
cohorts:
  - {id: class, name: the class}
rulings:
  - id: order
    title: the order
    on: "2025-06-03"
    expressions:
      - {id: oral, form: oral, times: [{kind: pronounced, at: 13:50 EDT, source: docket}]}
      - {id: written, form: minute-entry, times: [{kind: entered, at: 14:05 EDT, source: docket}]}
lifecycle:
  - {id: stay, verb: stays, on: order, times: [{at: 6 June 2025, source: paper}], effect: from-now, source: paper}
notices:
  - {id: told, from: counsel, to: agency, of: order.oral, delivered: [{at: 3 June 2025, source: docket}]}
movements:
  - id: flight
    name: EX100
    on: "2025-06-03"
    phases:
      - {phase: wheels-up, place: XAAA, times: [{at: 13:58 EDT, source: paper}]}
      - {phase: touchdown, times: [{at: 16:40 EDT, source: [paper, docket]}]}
custody:
  - {id: held, of: class, from: flight.touchdown}
payments:
  - {id: fee, amount: $6 million, per: total, status: planned, source: paper}
readings:
  - {id: spoken, name: one side, binds: [{ruling: order, from: order.oral.pronounced}]}
lists:
  - {id: flights, items: [flight]}
questions:
  - {id: airborne, ask: Was it so, for: flight, find: "airborne(it, order.written.entered)"}
`

// loadWith reads base and one more file, or with add left out base alone.
func loadWith(t testing.TB, add ...string) (*holdshort.Case, error) {
	t.Helper()
	files := fstest.MapFS{"case.yaml": {Data: []byte(base)}}
	for i, s := range add {
		files[fmt.Sprintf("%c.yaml", 'x'+i)] = &fstest.MapFile{Data: []byte(s)}
	}
	return holdshort.Load(files)
}

// problems are the lines of an error of Load: "PLACE: MESSAGE | HINT".
func problems(err error) []string {
	var ps holdshort.Problems
	if !errors.As(err, &ps) {
		return []string{fmt.Sprintf("%v (no Problems)", err)}
	}
	var out []string
	for _, p := range ps {
		line := p.Error()
		if p.Hint != "" {
			line += " | " + p.Hint
		}
		out = append(out, line)
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got  %s\n want %s", what, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

func TestLoadBase(t *testing.T) {
	c, err := loadWith(t)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"flight.touchdown", "flight.wheels-up@XAAA", "fee", "order.oral.pronounced", "order.written.entered", "stay", "told.delivered"}
	slices.Sort(want)
	same(t, "events", c.EventIDs(), want)
	if c.Digest().IsZero() || len(c.Warnings) > 0 {
		t.Errorf("digest %s, warnings %v", c.Digest(), c.Warnings)
	}
}

const fieldsOfSource = "the fields here are id, kind, publisher, title, author, published, address, captured, digest, copy-of, confidence, route, note"

// Each text, added to base as the file x.yaml, has exactly these problems.
func TestStrict(t *testing.T) {
	for _, x := range []struct{ name, add, want string }{
		{"unknown field", "sources:\n  - id: s\n    kind: map\n    publishr: p\n    publisher: q\n", `x.yaml:4:5: unknown field: "publishr" | did you mean "publisher"?`},
		{"unknown field, nothing near", "sources:\n  - {id: s, kind: map, publisher: q, colour: red}\n", `x.yaml:2:38: unknown field: "colour" | ` + fieldsOfSource},
		{"unknown list", "surces: []\n", `x.yaml:1:1: unknown field: "surces" | did you mean "sources"?`},
		{"a key that is a list", "? [a]\n: b\n", `x.yaml:1:3: unknown field | the fields here are case, sources, parties, places, areas, cohorts, rulings, lifecycle, periods, notices, movements, custody, payments, statements, events, sequences, readings, lists, questions, aside`},
		{"missing field", "sources:\n  - id: s\n    kind: map\n", `x.yaml:2:5: field "publisher" is missing | publisher is court, publisher or account`},
		{"missing field in a record of a record", "rulings:\n  - id: r\n    title: t\n    expressions:\n      - id: x\n", `x.yaml:5:9: field "form" is missing | form is the form`},
		{"field twice", "sources:\n  - {id: s, kind: map, publisher: q, kind: map}\n", `x.yaml:2:38: field given twice: "kind" | keep one of the two`},
		{"list twice", "events:\n  - {id: e, what: w}\nevents:\n  - {id: f, what: w}\n", `x.yaml:3:1: field given twice: "events" | keep one of the two`},
		{"a text for a record", "sources:\n  - s\n", `x.yaml:2:5: expected a record with named fields: "s" | write it as  name: value  lines`},
		{"a list for a record", "sources:\n  - [s]\n", `x.yaml:2:5: expected a record with named fields | write it as  name: value  lines`},
		{"a record for a list", "sources:\n  id: s\n", `x.yaml:2:3: expected a list, found a record | write each item on a line that begins with -`},
		{"a text for a list", "sources: s\n", `x.yaml:1:10: expected a list: "s" | write each item on a line that begins with -`},
		{"a list left blank", "sources:\n", `x.yaml:1:9: expected a list | write each item on a line that begins with -`},
		{"an empty list", "events:\n  - {id: e, what: w, times: [{at: 3 June 2025, source: []}]}\n", `x.yaml:2:56: list "source" is empty | leave the field out where nothing is known`},
		{"a record for a text", "events:\n  - {id: e, what: {w: 1}}\n", `x.yaml:2:19: expected one value for "what"`},
		{"a list for a time", "events:\n  - {id: e, what: w, times: [{at: [noon], source: docket}]}\n", `x.yaml:2:35: expected one value for "at"`},
		{"an empty text", "events:\n  - id: e\n    what:\n", `x.yaml:3:10: field "what" is empty | leave the field out where nothing is known`},
		{"an empty time", "events:\n  - {id: e, what: w, times: [{at: '', source: docket}]}\n", `x.yaml:2:35: the time is empty | leave the field out where no time is known`},
		{"a document that is a list", "- a\n", `x.yaml:1:1: expected a record with named fields | write it as  name: value  lines`},
		{"a document that is a text", "a\n", `x.yaml:1:1: expected a record with named fields: "a" | write it as  name: value  lines`},
		{"not a word", "sources:\n  - {id: s, kind: artcle, publisher: p}\n", `x.yaml:2:19: not a word for "kind": "artcle" | did you mean "article"? one of transcript, docket-entry, order, opinion, filing, declaration, email, proclamation, article, timeline, post, broadcast, photograph, track, map, notes, reference`},
		{"not a word, nothing near", "areas:\n  - {id: a, name: n, kind: continent}\n", `x.yaml:2:28: not a word for "kind": "continent" | one of land, territorial-sea, airspace, fir, district, region`},
		{"not yes or no", "readings:\n  - {id: r, name: n, ours: Yes}\n", `x.yaml:2:28: expected yes or no: "Yes" | write yes or no`},
		{"not a number", "questions:\n  - {id: q, ask: a, number: +1, find: count(class)}\n", `x.yaml:2:29: expected a whole number: "+1" | write digits only`},
		{"a bad id", "events:\n  - {id: a b, what: w}\n", `x.yaml:2:10: not a name: "a b" | use letters, digits and - in parts joined by .`},
		{"a bad mention", "events:\n  - {id: e, what: w, source: 'a b'}\n", `x.yaml:2:30: not a name: "a b" | use letters, digits and - in parts joined by .`},
		{"a head count", "cohorts:\n  - {id: c, name: n, counts: [{n: many, source: docket}]}\n", `x.yaml:2:35: "many" is not a number of people: "many"`},
		{"an amount", "payments:\n  - {id: p, amount: 6 million, per: total, status: paid, source: docket}\n", `x.yaml:2:21: "6 million" is not an amount with one currency: "6 million"`},
		{"a point", "places:\n  - {id: p, name: n, at: here}\n", ``},
		{"a length", "sequences:\n  - {id: s, in-order: [stay], least: soon, why: w}\n", `x.yaml:2:38: not understood at byte 0: a whole number is expected: "soon" | write it as 10m, 1h30m, 48 h, 14 days or PT10M`},
		{"a formula", "questions:\n  - {id: q, ask: a, find: 'befor(stay, stay)'}\n", `x.yaml:2:27: formula, at byte 0: no atom or look-up is named "befor": "befor(stay, stay)" | did you mean "before"?`},
		{"a look-up as a claim", "statements:\n  - {id: s, by: b, source: docket, claims: [{id: c, says: w, formula: when(stay)}]}\n", `x.yaml:2:45: a claim is a formula, not a look-up: "when(stay)"`},
		{"an anchor", "events:\n  - &a {id: e, what: w}\n", `x.yaml:2:5: anchors and aliases are not used in case files | write the value out`},
		{"an alias", "events:\n  - {id: e, what: &a w}\n  - {id: f, what: *a}\n", "x.yaml:2:19: anchors and aliases are not used in case files: \"w\" | write the value out\nx.yaml:3:19: anchors and aliases are not used in case files | write the value out"},
		{"a tag", "events:\n  - {id: e, what: !!str w}\n", `x.yaml:2:19: tag "!!str" is not used in case files: "w" | leave the tag out`},
		{"a tag of our own", "events: !list\n  - {id: e, what: w}\n", `x.yaml:1:9: tag "!list" is not used in case files | leave the tag out`},
		{"a merge", "events:\n  - {id: e, what: w, <<: {note: n}}\n", `x.yaml:2:22: unknown field: "<<" | the fields here are id, what, lane, zone, on, times, happened, source, note`},
		{"two documents", "events:\n  - {id: e, what: w}\n---\nevents: []\n", `x.yaml:3:1: a case file is one YAML document | take out the line ---`},
		{"a second header", "case: {id: roe, caption: c, zone: UTC}\n", `x.yaml:1:7: a second header of the case | keep case: in one file; the other stands at case.yaml:1`},
		{"a header without its fields", "case:\n", `x.yaml:1:6: expected a record with named fields | write it as  name: value  lines`},

		{"a bad time", "events:\n  - {id: e, what: w, times: [{at: 3 June 2025 25:00 EDT, source: docket}]}\n", `x.yaml:2:35: not a time that can be read: `},
		{"a clock without a date", "events:\n  - {id: e, what: w, times: [{at: 17:26 EDT, source: docket}]}\n", `x.yaml:2:35: not a time that can be read: `},
		{"a time in numbers alone", "sources:\n  - {id: s, kind: map, publisher: p, published: 3/15/2025}\n", `x.yaml:2:49: not a time that can be read: a date in numbers alone may be read in two orders: "3/15/2025" | write the date as 2025-03-15 or 15 March 2025`},
		{"a bad zone", "events:\n  - {id: e, what: w, zone: America/Nowhere}\n", `x.yaml:2:5: the zone is not known: "America/Nowhere" | an IANA name such as America/Chicago`},
		{"the host's zone", "events:\n  - {id: e, what: w, zone: Local}\n", `x.yaml:2:5: the zone is not known: "Local" | an IANA name such as America/Chicago`},
		{"a bad zone of a place", "places:\n  - {id: p, name: n, zone: Mars/Olympus}\n", `x.yaml:2:5: the zone is not known: "Mars/Olympus" | an IANA name such as America/Chicago`},
		{"a bad zone of a term", "custody:\n  - {id: c, of: class, from: stay, terms: [{length: 1 year, zone: Nowhere, source: docket}]}\n", `x.yaml:2:44: the zone is not known: "Nowhere" | an IANA name such as America/Chicago`},
		{"a bad date", "events:\n  - {id: e, what: w, on: 3 June 2025}\n", `x.yaml:2:5: not a civil date: "3 June 2025" | write YYYY-MM-DD`},
		{"a date that is not", "events:\n  - {id: e, what: w, on: 2025-02-30}\n", `x.yaml:2:5: not a civil date: "2025-02-30" | write YYYY-MM-DD`},

		{"two records with one id", "events:\n  - {id: order, what: w}\n", `x.yaml:2:5: two records have this id: "order" | the other stands at case.yaml:15`},
		{"an id that is a word of questions", "cohorts:\n  - {id: movements, name: n}\n", `x.yaml:2:5: a record cannot have this id: "movements" | in questions it means something else`},
		{"two expressions with one id", "rulings:\n  - {id: r, title: t, expressions: [{id: x, form: oral}, {id: x, form: opinion}]}\n", `x.yaml:2:58: two records have this id: "x" | the other stands at x.yaml:2`},
		{"two claims of a statement with one id", "statements:\n  - {id: s, by: b, source: docket, claims: [{id: c, says: w}, {id: c, says: v}]}\n", `x.yaml:2:63: two records have this id: "c" | the other stands at x.yaml:2`},
		{"two claims of a time with one id", "events:\n  - {id: e, what: w, times: [{id: k, at: 3 June 2025, source: docket}]}\n  - {id: f, what: w, times: [{id: k, at: 3 June 2025, source: docket}]}\n", `x.yaml:3:30: two claims have this id: "k" | the other stands at x.yaml:2`},
		{"one event from two records", "events:\n  - {id: order.oral.pronounced, what: w}\n", `x.yaml:2:5: two records give this event: "order.oral.pronounced" | give one of them another id`},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, err := loadWith(t, x.add)
			got := problems(err)
			if len(got) == 1 && strings.HasPrefix(got[0], x.want) && (x.want == "" || strings.HasSuffix(x.want, "| ") || strings.HasSuffix(x.want, ": ")) {
				t.Log(got[0])
				return
			}
			same(t, x.name, got, strings.Split(x.want, "\n"))
		})
	}
}

// A mention of what is not on record names the closest that is, whatever kind
// of record is meant.
func TestDangling(t *testing.T) {
	for _, x := range []struct{ name, add, want string }{
		{"source", "events:\n  - {id: e, what: w, source: [docket, papr]}\n", `x.yaml:2:39: no source has this id: "papr" | did you mean "paper"?`},
		{"source of a claim", "events:\n  - {id: e, what: w, times: [{at: 3 June 2025, source: dokcet}]}\n", `x.yaml:2:56: no source has this id: "dokcet" | did you mean "docket"?`},
		{"a record of another kind", "events:\n  - {id: e, what: w, source: order}\n", `x.yaml:2:30: no source has this id: "order"`},
		{"copy-of", "sources:\n  - {id: s, kind: map, publisher: p, copy-of: papr}\n", `x.yaml:2:47: no source has this id: "papr" | did you mean "paper"?`},
		{"party", "parties:\n  - {id: p, name: n, of: agenzy}\n", `x.yaml:2:26: no party has this id: "agenzy" | did you mean "agency"?`},
		{"cohort", "cohorts:\n  - {id: c, name: n, part-of: clas}\n", `x.yaml:2:31: no cohort has this id: "clas" | did you mean "class"?`},
		{"place", "movements:\n  - {id: m, name: n, phases: [{phase: wheels-up, place: XAAB}]}\n", `x.yaml:2:57: no place has this id: "XAAB" | did you mean "XAAA"?`},
		{"area", "movements:\n  - {id: m, name: n, phases: [{phase: leaves, area: homland}]}\n", `x.yaml:2:53: no area has this id: "homland" | did you mean "homeland"?`},
		{"area of a place", "places:\n  - {id: p, name: n, in: homland}\n", `x.yaml:2:26: no area has this id: "homland" | did you mean "homeland"?`},
		{"area a place is not in", "places:\n  - {id: p, name: n, not-in: [homland]}\n", `x.yaml:2:31: no area has this id: "homland" | did you mean "homeland"?`},
		{"ruling", "lifecycle:\n  - {id: l, verb: vacates, on: ordr, effect: disputed, source: paper}\n", `x.yaml:2:32: no ruling has this id: "ordr" | did you mean "order"?`},
		{"edge", "lifecycle:\n  - {id: l, verb: lifts-stay, on: order, lifts: stya, effect: from-now, source: paper}\n", `x.yaml:2:49: no edge has this id: "stya" | did you mean "stay"?`},
		{"period", "periods: [{id: term, says: 14 days, from: stay, source: docket}]\nlifecycle:\n  - {id: l, verb: expires, on: order, period: trem, effect: from-now, source: docket}\n", `x.yaml:3:47: no period has this id: "trem" | did you mean "term"?`},
		{"expression", "notices:\n  - {id: n, to: agency, of: order.orla}\n", `x.yaml:2:29: no expression has this id: "order.orla" | did you mean "order.oral"?`},
		{"custody", "payments:\n  - {id: p, per: total, status: paid, source: paper, for: hold}\n", `x.yaml:2:59: no custody has this id: "hold" | did you mean "held"?`},
		{"event", "sequences:\n  - {id: s, in-order: [flight.wheel-up, stay], why: w}\n", `x.yaml:2:24: no event has this id: "flight.wheel-up" | did you mean "flight.wheels-up@XAAA"?`},
		{"event with its place", "sequences:\n  - {id: s, in-order: [flight.wheel-up@XAAA, stay], why: w}\n", `x.yaml:2:24: no event has this id: "flight.wheel-up@XAAA" | did you mean "flight.wheels-up@XAAA"?`},
		{"event of an expression without its kind", "readings:\n  - {id: r, name: n, binds: [{ruling: order, from: order.oral}]}\n", `x.yaml:2:52: no event has this id: "order.oral"`},
		{"claim set aside", "aside:\n  - {claim: flight.touchdown#papr, why: w}\n", `x.yaml:2:5: no claim has this id: "flight.touchdown#papr" | did you mean "flight.touchdown#paper"?`},
		{"item of a list", "lists:\n  - {id: l, items: [flight, fligth]}\n", `x.yaml:2:5: nothing on record has this id: "fligth" | did you mean "flight"?`},
		{"covered", "readings:\n  - {id: r, name: n, covers: [{ruling: order, who: [clas], covered: no}]}\n", `x.yaml:2:31: no movement or cohort has this id: "clas" | did you mean "class"?`},
		{"phase of a reading", "readings:\n  - {id: r, name: n, completes: [{verb: remove, phase: handed-ovr}]}\n", `x.yaml:2:34: no phase has this name: "handed-ovr" | did you mean "handed-over"?`},
		{"place of a phase of a reading", "readings:\n  - {id: r, name: n, completes: [{verb: remove, phase: leaves@homelnd}]}\n", `x.yaml:2:34: no place or area has this id: "homelnd" | did you mean "homeland"?`},
		{"subject", "questions:\n  - {id: q, ask: a, for: fligt, find: 'airborne(it, stay)'}\n", `x.yaml:2:5: no movement or cohort or custody or payment or list has this id: "fligt" | did you mean "flight"?`},
		{"in a formula, event", "questions:\n  - {id: q, ask: a, find: 'before(order.orl.pronounced, stay)'}\n", `x.yaml:2:5: in the formula, no event has this id: "order.orl.pronounced" | did you mean "order.oral.pronounced"?`},
		{"in a formula, movement", "questions:\n  - {id: q, ask: a, find: 'airborne(fligt, stay)'}\n", `x.yaml:2:5: in the formula, no movement has this id: "fligt" | did you mean "flight"?`},
		{"in a formula, it without subjects", "questions:\n  - {id: q, ask: a, find: 'airborne(it, stay)'}\n", `x.yaml:2:5: in the formula, no movement has this id: "it"`},
		{"in a formula, area", "questions:\n  - {id: q, ask: a, find: 'in-area(flight, homeland1, stay)'}\n", `x.yaml:2:5: in the formula, no area has this id: "homeland1" | did you mean "homeland"?`},
		{"in a formula, the place of a landing", "questions:\n  - {id: q, ask: a, find: 'lands-in(flight, XAAC)'}\n", `x.yaml:2:5: in the formula, no place or area has this id: "XAAC" | did you mean "XAAA"?`},
		{"in a formula, ruling", "questions:\n  - {id: q, ask: a, find: 'in-force(odrer, stay)'}\n", `x.yaml:2:5: in the formula, no ruling has this id: "odrer" | did you mean "order"?`},
		{"in a formula, binds", "questions:\n  - {id: q, ask: a, find: 'before(binds(odrer), stay)'}\n", `x.yaml:2:5: in the formula, no ruling has this id: "odrer" | did you mean "order"?`},
		{"in a formula, completes", "questions:\n  - {id: q, ask: a, find: 'before(completes(fligt), stay)'}\n", `x.yaml:2:5: in the formula, no movement has this id: "fligt" | did you mean "flight"?`},
		{"in a formula, party and expression", "questions:\n  - {id: q, ask: a, find: 'noticed(agncy, order.orl, stay)'}\n", "x.yaml:2:5: in the formula, no expression has this id: \"order.orl\" | did you mean \"order.oral\"?\nx.yaml:2:5: in the formula, no party has this id: \"agncy\" | did you mean \"agency\"?"},
		{"in a formula, cohort", "questions:\n  - {id: q, ask: a, find: count(clas)}\n", `x.yaml:2:5: in the formula, no cohort has this id: "clas" | did you mean "class"?`},
		{"in a formula, list", "questions:\n  - {id: q, ask: a, find: 'all x in fligts: happened(x.wheels-up)'}\n", `x.yaml:2:5: in the formula, no list has this id: "fligts" | did you mean "flights"?`},
		{"in a formula, item", "questions:\n  - {id: q, ask: a, find: 'all x in {flight, fligt}: happened(x.wheels-up)'}\n", `x.yaml:2:5: in the formula, nothing on record has this id: "fligt" | did you mean "flight"?`},
		{"in a formula, a bound name that is a record", "questions:\n  - {id: q, ask: a, find: 'all flight in flights: happened(flight.wheels-up)'}\n", `x.yaml:2:5: in the formula, a name for the members of a list is also the id of a record: "flight" | choose another name`},
		{"in a formula, reading", "questions:\n  - {id: q, ask: a, find: 'under spokn: in-force(order, stay)'}\n", `x.yaml:2:5: in the formula, no reading has this id: "spokn" | did you mean "spoken"?`},
		{"in a formula, custody", "questions:\n  - {id: q, ask: a, find: 'term-lasts(hold, 1h)'}\n", `x.yaml:2:5: in the formula, no custody has this id: "hold" | did you mean "held"?`},
		{"in a formula, payment", "questions:\n  - {id: q, ask: a, find: 'at-least(fees, 1)'}\n", `x.yaml:2:5: in the formula, no cohort or payment has this id: "fees" | did you mean "fee"?`},
		{"in a formula, stated time", "questions:\n  - {id: q, ask: a, find: 'before(\"3/15/2025\", stay)'}\n", `x.yaml:2:5: in the formula, not a time that can be read: a date in numbers alone may be read in two orders: "3/15/2025" | write the date as 2025-03-15 or 15 March 2025`},
		{"in a claim", "statements:\n  - {id: s, by: b, source: docket, claims: [{id: c, says: w, formula: happened(stya)}]}\n", `x.yaml:2:45: in the formula, no event has this id: "stya" | did you mean "stay"?`},
		{"outcome", "questions:\n  - {id: q, ask: a, for: flight, find: happened(stay), outcome: {act: completes(fligt), ruling: ordr}}\n", "x.yaml:2:65: no movement has this id: \"fligt\" | did you mean \"flight\"?\nx.yaml:2:97: no ruling has this id: \"ordr\" | did you mean \"order\"?"},
		{"outcome that is no moment", "questions:\n  - {id: q, ask: a, for: flight, find: happened(stay), outcome: {act: 'before(it, stay)', ruling: order}}\n", `x.yaml:2:65: not a moment: formula "before(it, stay)", at byte 6: "(" is left over: "before(it, stay)" | completes(it), or an event`},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, err := loadWith(t, x.add)
			same(t, x.name, problems(err), strings.Split(x.want, "\n"))
		})
	}
}

// What every reference field names is checked: a name that is nowhere on
// record is refused in each of them.
func TestEveryReferenceIsChecked(t *testing.T) {
	for _, kind := range holdshort.RefKinds() {
		t.Run(kind, func(t *testing.T) {
			if !slices.Contains([]string{"source", "party", "place", "area", "cohort", "ruling", "edge", "expression", "event", "custody", "period"}, kind) {
				t.Errorf("TestDangling has no case of it")
			}
		})
	}
}

// All problems are told at once: those of reading, of times in records that
// were otherwise understood, and of ids; or, where all was understood, those of
// times, ids and references.
func TestAllProblemsAtOnce(t *testing.T) {
	_, err := loadWith(t, `events:
  - {id: e, what: w, tims: x, times: [{at: soon, source: docket}]}
  - {id: f, what: w, times: [{at: soon, source: nobody}]}
  - {id: stay, what: w}
sources:
  - {id: s, knd: map}
`, "events:\n  - {id: a b, what: [w]}\n")
	same(t, "reading", problems(err), []string{
		`x.yaml:2:22: unknown field: "tims" | did you mean "times"?`,
		`x.yaml:3:35: not a time that can be read: "soon" is not understood: "soon"`,
		`x.yaml:4:5: two records have this id: "stay" | the other stands at case.yaml:22`,
		`x.yaml:6:5: field "kind" is missing | kind is what it is`,
		`x.yaml:6:5: field "publisher" is missing | publisher is court, publisher or account`,
		`x.yaml:6:13: unknown field: "knd" | did you mean "kind"?`,
		`y.yaml:2:10: not a name: "a b" | use letters, digits and - in parts joined by .`,
		`y.yaml:2:21: expected one value for "what"`,
	})
	_, err = loadWith(t, "events:\n  - {id: e, what: w, times: [{at: soon, source: nobody}], zone: X}\naside:\n  - {claim: x, why: y}\n")
	same(t, "resolving", problems(err), []string{
		`x.yaml:2:5: the zone is not known: "X" | an IANA name such as America/Chicago`,
		`x.yaml:2:35: not a time that can be read: "soon" is not understood: "soon"`,
		`x.yaml:2:49: no source has this id: "nobody"`,
		`x.yaml:4:5: no claim has this id: "x"`,
	})
	var many strings.Builder
	many.WriteString("sources:\n")
	for i := range 3000 {
		fmt.Fprintf(&many, "  - {id: s%d, kind: map, publisher: p, colour: red}\n", i)
	}
	_, err = loadWith(t, many.String())
	got := problems(err)
	if len(got) != holdshort.MaxProblems+1 || got[0][:11] != "x.yaml:2:39" || got[len(got)-1] != "and 2900 more problems" {
		t.Errorf("%d lines, from %s to %s", len(got), got[0], got[len(got)-1])
	}
}

func TestHeader(t *testing.T) {
	const noHeader = "no case file has the case's header | one file begins with  case:  and has id, caption and zone"
	for _, x := range []struct {
		name  string
		files fstest.MapFS
		want  string
	}{
		{"no files", fstest.MapFS{}, noHeader},
		{"an empty file", fstest.MapFS{"case.yaml": {}}, noHeader},
		{"blanks and a comment", fstest.MapFS{"case.yaml": {Data: []byte("\n# nothing\n\n")}}, noHeader},
		{"null", fstest.MapFS{"case.yaml": {Data: []byte("null\n")}}, noHeader},
		{"no header", fstest.MapFS{"a.yaml": {Data: []byte("events:\n  - {id: e, what: w}\n")}}, noHeader},
		{"a header alone", fstest.MapFS{"a.yaml": {Data: []byte("case: {id: a, caption: b, zone: UTC}\n")}}, ""},
		{"three headers", fstest.MapFS{
			"c.yaml": {Data: []byte("case: {id: a, caption: b, zone: UTC}\n")},
			"a.yaml": {Data: []byte("\ncase: {id: a, caption: b, zone: UTC}\n")},
			"b.yaml": {Data: []byte("case: {id: a, caption: b, zone: UTC}\n")},
		}, "b.yaml:1:7: a second header of the case | keep case: in one file; the other stands at a.yaml:2\n" +
			"c.yaml:1:7: a second header of the case | keep case: in one file; the other stands at a.yaml:2"},
		{"no zone", fstest.MapFS{"a.yaml": {Data: []byte("case: {id: a, caption: b}\n")}},
			`a.yaml:1:7: field "zone" is missing | zone is zone of the court, an IANA name; used for times that state none`},
		{"a bad zone", fstest.MapFS{"a.yaml": {Data: []byte("case: {id: a, caption: b, zone: Nowhere}\nevents: [{id: e, what: w, times: [{at: noon, source: x}]}]")}},
			`a.yaml:1:7: the case's zone is not known: "Nowhere" | an IANA name such as America/New_York`},
		{"an id that is a number", fstest.MapFS{"a.yaml": {Data: []byte("case: {id: 7, caption: 8, zone: UTC}\n")}}, ""},
	} {
		_, err := holdshort.Load(x.files)
		if x.want == "" {
			if err != nil {
				t.Errorf("%s: %v", x.name, problems(err))
			}
			continue
		}
		same(t, x.name, problems(err), strings.Split(x.want, "\n"))
	}
}

const yamlHint = `a value that holds ': ' or ' #', or begins with a mark, needs quotes; between { } also one that holds ? , [ or ]`

// What cannot be read as YAML, or as text, has its place and one problem.
func TestBytes(t *testing.T) {
	for _, x := range []struct{ name, add, want string }{
		{"a colon", "events:\n  - id: e\n    what: a: b\n", `x.yaml:3:1: not YAML: mapping values are not allowed in this context: "what: a: b" | ` + yamlHint},
		{"a tab", "events:\n\t- id: e\n", `x.yaml:2:1: not YAML: found character that cannot start any token: "- id: e" | indent with spaces: YAML takes no tabs there`},
		{"a tab further down", "events:\n  - id: e\n    what: w\n\tnote: n\n", `x.yaml:4:1: not YAML: found a tab character that violates indentation: "note: n" | indent with spaces: YAML takes no tabs there`},
		{"an open brace", "events:\n  - {id: e, what: w\n  - {id: f, what: w}\n", `x.yaml:2:1: not YAML: did not find expected ',' or '}': "- {id: e, what: w" | ` + yamlHint},
		{"an open quote", "events:\n  - id: e\n    what: \"w\n", `x.yaml:3:1: not YAML: found unexpected end of stream: "what: \"w" | ` + yamlHint},
		{"an indentation", "events:\n  - id: e\n    what: w\n   note: n\n", `x.yaml:4:1: not YAML: did not find expected '-' indicator: "note: n" | indent every field of a record alike, and every item of a list`},
		{"a bad second document", "events:\n  - {id: e, what: w}\n---\n{\n", `x.yaml:5:1: not YAML: did not find expected node content | ` + yamlHint},
		{"a mark", "@a: b\n", `x.yaml:1:1: not YAML: found character that cannot start any token: "@a: b" | ` + yamlHint},
		{"an unknown alias", "events: *a\n", `x.yaml:1:9: not YAML: unknown anchor 'a' referenced: "events: *a" | write the value out`},
		{"not UTF-8", "events:\n  - {id: e, what: caf\xe9}\n", `x.yaml:2:22: byte 29 is not UTF-8: "e9" | save the file as UTF-8`},
		{"a character cut off", "events: \xe2\x82", `x.yaml:1:9: byte 8 is not UTF-8: "e2" | save the file as UTF-8`},
		{"a surrogate", "events: \xed\xa0\x80\n", `x.yaml:1:9: byte 8 is not UTF-8: "ed" | save the file as UTF-8`},
		{"the replacement character itself", "events:\n  - {id: e, what: \uFFFD}\n", ``},
		{"UTF-16, little end first", "\xff\xfee\x00v\x00", `x.yaml:1:1: byte 0 is not UTF-8: "ff" | save the file as UTF-8`},
		{"UTF-16, big end first", "\xfe\xff\x00e\x00v", `x.yaml:1:1: byte 0 is not UTF-8: "fe" | save the file as UTF-8`},
		{"UTF-16 without a mark", "e\x00v\x00", `x.yaml:1:2: byte 1 is a control character: "00" | save the file as plain text in UTF-8`},
		{"NUL", "events:\n  - {id: e, what: a\x00b}\n", `x.yaml:2:20: byte 27 is a control character: "00" | save the file as plain text in UTF-8`},
		{"an escape", "# \x1b[31m\n", `x.yaml:1:3: byte 2 is a control character: "1b" | save the file as plain text in UTF-8`},
		{"DEL", "\n\x7f", `x.yaml:2:1: byte 1 is a control character: "7f" | save the file as plain text in UTF-8`},
		{"NUL in an escape", "events:\n  - {id: e, what: \"a\\0b\"}\n", `x.yaml:2:19: the value of "what" has a control character: "a\x00b" | write plain text`},
		{"a mark of byte order", "\uFEFFevents:\n  - {id: e, what: w}\n", ``},
		{"lines that end in CR LF", "events:\r\n  - {id: e, what: w}\r\n", ``},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, err := loadWith(t, x.add)
			if x.want == "" {
				if err != nil {
					t.Errorf("%q", problems(err))
				}
				return
			}
			got := problems(err)
			if len(got) == 1 && strings.HasSuffix(x.want, ": ") && strings.HasPrefix(got[0], x.want) {
				t.Log(got[0])
				return
			}
			same(t, x.name, got, []string{x.want})
		})
	}
}

// Folders are walked as the documentation says.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	check := func(what string, want ...string) {
		t.Helper()
		_, err := holdshort.Load(os.DirFS(dir))
		if len(want) == 0 && err == nil {
			return
		}
		same(t, what, problems(err), want)
	}
	write("case.yaml", base)
	for _, name := range []string{"follow.yaml", "vault/x.yaml", "tracks/x.yaml", "a/vault/x.yaml", "a/tracks/deep/x.yaml", ".git/x.yaml", ".x.yaml", "a/.x.yml",
		"case.yaml~", "case.yaml.bak", "notes.txt", "x.json", "yaml", "README", "vault/x.yml"} {
		write(name, "no: such: thing\x00")
	}
	check("what is passed over")
	write("x.yaml/y.yaml", "events:\n  - {id: e, what: w}\n")
	check("a folder whose name ends as a file's")
	write("tracks.yaml", "nothing: here\n")
	check("a file named as a folder that is passed over", problems(second(holdshort.Load(os.DirFS(dir))))...)
	if got := problems(second(holdshort.Load(os.DirFS(dir)))); len(got) != 1 || !strings.HasPrefix(got[0], "tracks.yaml:1:1: unknown field") {
		t.Errorf("got %q", got)
	}
	os.Remove(filepath.Join(dir, "tracks.yaml"))

	write("b.yml", "")
	write("c.YAML", "")
	check("other endings",
		"b.yml: case files end in .yaml; this one would be passed over | name it .yaml",
		"c.YAML: case files end in .yaml; this one would be passed over | name it .yaml")
	os.Remove(filepath.Join(dir, "b.yml"))
	os.Remove(filepath.Join(dir, "c.YAML"))

	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "x.yaml"), []byte("events:\n  - {id: linked, what: w}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	link := func(to, name string) {
		t.Helper()
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	link(filepath.Join(other, "x.yaml"), "linked.yaml")
	c, err := holdshort.Load(os.DirFS(dir))
	if err != nil || c.Event("linked") == nil {
		t.Errorf("a link to a file is not followed: %v", err)
	}
	os.Remove(filepath.Join(dir, "linked.yaml"))
	link(other, "linked")
	check("a link to a folder", "linked: a link to a folder is not followed; this one would be passed over | put the folder itself here")
	os.Remove(filepath.Join(dir, "linked"))
	link(dir, "loop.yaml")
	check("a link to a folder, named as a file", "loop.yaml: not a file with text in it | name a folder, pipe or device otherwise")
	os.Remove(filepath.Join(dir, "loop.yaml"))
	link("/dev/zero", "zero.yaml")
	check("a device", "zero.yaml: not a file with text in it | name a folder, pipe or device otherwise")
	os.Remove(filepath.Join(dir, "zero.yaml"))

	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.yaml"), 0o644); err != nil {
		t.Skip(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		check("a pipe", "pipe.yaml: not a file with text in it | name a folder, pipe or device otherwise")
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("a pipe was waited for")
	}
	os.Remove(filepath.Join(dir, "pipe.yaml"))

	link("nowhere", "broken.yaml")
	if _, err := holdshort.Load(os.DirFS(dir)); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "broken.yaml") {
		t.Errorf("a broken link: %v", err)
	}
}

func second(_ *holdshort.Case, err error) error { return err }

// A file that cannot be read is an error that says which, not a gap.
func TestUnreadable(t *testing.T) {
	files := unreadable{fstest.MapFS{"case.yaml": {Data: []byte(base)}, "people/x.yaml": {Data: []byte("events: []")}}}
	_, err := holdshort.Load(files)
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "people/x.yaml") {
		t.Errorf("got %v", err)
	}
	if os.Getuid() == 0 {
		return // may read everything
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "people"), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := holdshort.Load(os.DirFS(dir)); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a folder: got %v", err)
	}
}

// unreadable is a file system in which the files of a folder cannot be opened.
type unreadable struct{ fstest.MapFS }

func (f unreadable) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "people/") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.MapFS.Open(name)
}

// A formula may be written as JSON in YAML; each value is the text written.
func TestFormulaAsJSON(t *testing.T) {
	c, err := loadWith(t, `questions:
  - id: q
    ask: a
    find:
      v: 1
      op: and
      of:
        - {op: before, args: [{stated: 2025-06-03}, {event: stay, shift: -PT5M}]}
        - {op: at-least, args: [{name: class}, {number: 8}]}
`)
	if err != nil {
		t.Fatal(problems(err))
	}
	for _, q := range c.Questions {
		if q.ID == "q" && q.Find.String() != `before("2025-06-03", stay - PT5M) and at-least(class, 8)` {
			t.Errorf("got %s", q.Find)
		}
	}
	for add, want := range map[string]string{
		"{v: 1, op: happened, args: [{event: &a stay}]}": `x.yaml:2:63: anchors and aliases are not used in case files: "stay" | write the value out`,
		"{v: 1, op: happened, op: happened, args: []}":   `x.yaml:2:48: field given twice: "op" | keep one of the two`,
		"{v: 1, op: happened, arg: [{event: stay}]}":     `x.yaml:2:27: formula in JSON: json: unknown field "arg" | docs/formula.md lists the fields`,
		"{v: 1.0, op: happened, args: [{event: stay}]}":  `x.yaml:2:27: formula in JSON: json: cannot unmarshal string into Go struct field wire.v of type int | docs/formula.md lists the fields`,
		"{v: 1, op: happened, args: [{event: stya}]}":    `x.yaml:2:5: in the formula, no event has this id: "stya" | did you mean "stay"?`,
		"[happened]": `x.yaml:2:27: expected one value for "find"`,
	} {
		_, err := loadWith(t, "questions:\n  - {id: q, ask: a, find: "+add+"}\n")
		same(t, add, problems(err), []string{want})
	}
}

// The kinds of time that a case can hold are read as their text, however YAML
// would take them.
func TestTextIsText(t *testing.T) {
	c, err := loadWith(t, `sources:
  - {id: "007", kind: map, publisher: yes, title: 1.0, published: 2025-06-03, note: ~}
  - {id: 1e3, kind: map, publisher: null, published: 2025}
`)
	if err != nil {
		t.Fatal(problems(err))
	}
	s, r := c.Source("007"), c.Source("1e3")
	if s == nil || r == nil {
		t.Fatal("a source is not there")
	}
	got := []string{s.Publisher, s.Title, s.Published.Text, s.Note, r.Publisher, r.Published.Text}
	if want := []string{"yes", "1.0", "2025-06-03", "~", "null", "2025"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
