package holdshort_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
	"github.com/holdshort/holdshort/span"
)

// folders are the cases that the repository carries.
func folders(t testing.TB) map[string]fs.FS {
	t.Helper()
	out := map[string]fs.FS{"base": fstest.MapFS{"case.yaml": {Data: []byte(base)}}, "template": os.DirFS("cmd/holdshort/template")}
	for _, name := range cases.Names {
		f, err := cases.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = f
	}
	return out
}

// dealt is the same records in another order, in other files.
func dealt(t *testing.T, r *rand.Rand, files fs.FS) fs.FS {
	t.Helper()
	var records []*yaml.Node // one mapping of one list of one record each, or the header
	err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		var doc yaml.Node
		if err := yaml.Unmarshal(b, &doc); err != nil {
			return err
		}
		if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
			return nil
		}
		quote(&doc)
		lists := doc.Content[0].Content
		for i := 0; i < len(lists); i += 2 {
			if lists[i+1].Kind == yaml.MappingNode {
				records = append(records, &yaml.Node{Kind: yaml.MappingNode, Content: lists[i : i+2]})
				continue
			}
			for _, rec := range lists[i+1].Content {
				list := &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{rec}}
				records = append(records, &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{lists[i], list}})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	out := fstest.MapFS{}
	for len(records) > 0 {
		n := min(len(records), 1+r.IntN(30))
		lists := &yaml.Node{Kind: yaml.MappingNode}
		for _, rec := range records[:n] {
			key, list := rec.Content[0], rec.Content[1]
			at := slices.IndexFunc(lists.Content, func(k *yaml.Node) bool { return k.Kind == yaml.ScalarNode && k.Value == key.Value })
			if at < 0 {
				lists.Content = append(lists.Content, key, &yaml.Node{Kind: list.Kind, Content: slices.Clone(list.Content)})
				continue
			}
			lists.Content[at+1].Content = append(lists.Content[at+1].Content, list.Content...)
		}
		b, err := yaml.Marshal(lists)
		if err != nil {
			t.Fatal(err)
		}
		out[fmt.Sprintf("%c/%d.yaml", 'a'+r.IntN(26), len(records))] = &fstest.MapFile{Data: b}
		records = records[n:]
	}
	return out
}

// quote makes every text of a tree one that YAML writes as it reads it.
func quote(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	if n.Kind == yaml.ScalarNode {
		n.Style, n.Tag = yaml.DoubleQuotedStyle, "!!str"
	}
	for _, sub := range n.Content {
		quote(sub)
	}
}

// claims are all claims of a case, without their places in files.
func claims(c *holdshort.Case) []holdshort.Event {
	var out []holdshort.Event
	for _, id := range c.EventIDs() {
		e := *c.Event(id)
		e.Pos = holdshort.Pos{}
		e.Claims = slices.Clone(e.Claims)
		for i := range e.Claims {
			e.Claims[i].Pos = holdshort.Pos{}
		}
		out = append(out, e)
	}
	return out
}

func TestOrderOfRecordsChangesNothing(t *testing.T) {
	for name, files := range folders(t) {
		c, err := holdshort.Load(files)
		if err != nil {
			t.Errorf("%s: %q", name, problems(err))
			continue
		}
		for seed := range uint64(8) {
			d, err := holdshort.Load(dealt(t, rand.New(rand.NewPCG(seed, 1)), files))
			if err != nil {
				t.Fatalf("%s, seed %d: %q", name, seed, problems(err))
			}
			if c.Digest() != d.Digest() {
				t.Errorf("%s, seed %d: digests %s and %s", name, seed, c.Digest(), d.Digest())
			}
			if !reflect.DeepEqual(claims(c), claims(d)) {
				t.Errorf("%s, seed %d: the claims differ", name, seed)
			}
		}
	}
}

// Whatever bears on findings is in the digest.
func TestDigestTellsCasesApart(t *testing.T) {
	seen := map[string]string{}
	for _, change := range [][2]string{
		{"", ""}, {"13:58", "13:59"}, {"13:58 EDT", "13:58 CDT"}, {"$6 million", "$7 million"}, {"[paper, docket]", "[docket]"}, {"Doe v. Roe", "Roe v. Doe"},
		{"America/New_York", "America/Chicago"}, {"form: oral", "form: opinion"}, {"published: 3 June 2025", "published: 4 June 2025"}, {"items: [flight]", "items: [class]"},
	} {
		c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(strings.Replace(base, change[0], change[1], 1))}})
		if err != nil {
			t.Errorf("%q: %q", change, problems(err))
			continue
		}
		d := c.Digest().String()
		if was, ok := seen[d]; ok {
			t.Errorf("%q and %q have one digest", was, change)
		}
		seen[d] = change[1]
	}
}

// Two reasons to set one claim aside, and claims that differ in a note alone,
// do not make the order of files show.
func TestTies(t *testing.T) {
	const a = "events:\n  - {id: e, what: w, times: [{at: 3 June 2025, source: docket, note: one}, {at: 3 June 2025, source: docket, note: two}]}\n"
	const b = "events:\n  - {id: e, what: w, times: [{at: 3 June 2025, source: docket, note: two}, {at: 3 June 2025, source: docket, note: one}]}\n"
	const x, y = "aside:\n  - {claim: 'e#docket', why: x}\n", "aside:\n  - {claim: 'e#docket', why: y}\n"
	var got [][]holdshort.Event
	for _, add := range [][]string{{a, x, y}, {b, y, x}, {x, b, y}} {
		c, err := loadWith(t, add...)
		if err != nil {
			t.Fatal(problems(err))
		}
		got = append(got, claims(c))
	}
	if !reflect.DeepEqual(got[0], got[1]) || !reflect.DeepEqual(got[0], got[2]) {
		t.Error("the order shows")
	}
}

func TestClaimIDs(t *testing.T) {
	c, err := loadWith(t, `sources:
  - {id: docket-2, kind: map, publisher: p}
events:
  - id: e
    what: w
    times:
      - {at: 3 June 2025, source: docket-2}
      - {at: 3 June 2025 14:00, source: docket}
      - {at: 3 June 2025 13:00, source: [docket, paper]}
      - {at: 3 June 2025 12:00, source: [docket, paper], id: mine}
`)
	if err != nil {
		t.Fatal(problems(err))
	}
	var got []string
	for _, cl := range c.Event("e").Claims {
		got = append(got, cl.ID+" "+cl.Time.Text)
	}
	same(t, "claims", got, []string{
		"mine 3 June 2025 12:00", "e#docket 3 June 2025 13:00", "e#docket-2 3 June 2025 14:00", "e#docket-2-2 3 June 2025",
		"mine-2 3 June 2025 12:00", "e#paper 3 June 2025 13:00",
	})
}

func TestEventNames(t *testing.T) {
	c, err := loadWith(t, `places:
  - {id: XBBB, name: Beta}
movements:
  - id: m
    name: n
    phases:
      - {phase: wheels-up, place: XAAA}
      - {phase: leaves, area: homeland, place: XAAA}
      - {phase: touchdown, place: XBBB}
      - {phase: wheels-up, place: XBBB}
      - {phase: leaves, area: homeland}
      - {phase: touchdown}
      - {phase: wheels-up}
      - {phase: touchdown, place: XBBB}
`)
	if err != nil {
		t.Fatal(problems(err))
	}
	var got []string
	for _, e := range c.PhaseEvents(c.Movement("m")) {
		got = append(got, e.ID)
	}
	same(t, "phases", got, []string{"m.wheels-up@XAAA", "m.leaves@homeland", "m.touchdown@XBBB", "m.wheels-up@XBBB", "m.leaves@homeland-2", "m.touchdown", "m.wheels-up", "m.touchdown@XBBB-2"})
	for name, want := range map[string]string{
		"m.wheels-up@XBBB": "m.wheels-up@XBBB", "m.leaves": "m.leaves@homeland", "m.last-leaves": "m.leaves@homeland-2",
		"m.last-touchdown": "m.touchdown@XBBB-2", "m.last-wheels-up": "m.wheels-up",
		"m.touchdown": "m.touchdown", // that phase itself has no place
		"m.deplaned":  "", "m.last-deplaned": "", "m": "", "m.": "", "": "", "nobody.wheels-up": "", "m.wheels-up@XCCC": "", "m.last-touchdown@XBBB": "",
	} {
		e := c.Event(name)
		if e == nil && want != "" || e != nil && e.ID != want {
			t.Errorf("%s is %v, want %q", name, e, want)
		}
	}
}

func day(t *testing.T, text string) span.Instant {
	t.Helper()
	st, err := span.Parse(text, span.Context{Zone: "America/New_York"})
	if err != nil {
		t.Fatal(err)
	}
	return st.Span.Latest()
}

// As of a time there are only claims and assertions whose source had certainly
// come out, and only events that such a source speaks of.
func TestAs(t *testing.T) {
	c, err := loadWith(t, `sources:
  - {id: undated, kind: notes, publisher: p}
  - {id: vague, kind: notes, publisher: p, published: June 2025}
  - {id: later, kind: notes, publisher: p, published: after 5 June 2025}
events:
  - {id: undated-event, what: w, source: undated}
  - {id: vague-event, what: w, times: [{at: 1 June 2025, source: vague}]}
  - {id: later-event, what: w, happened: [{says: yes, source: later}]}
  - {id: mixed, what: w, times: [{at: 1 June 2025, source: [docket, vague, undated]}], happened: [{says: no, source: paper}]}
  - {id: unsourced, what: w}
`)
	if err != nil {
		t.Fatal(problems(err))
	}
	digest := c.Digest()
	seen := func(at string) (ids []string, mixed []string) {
		known := c.As(day(t, at))
		if known.AsOf != day(t, at) || known.Digest() != digest {
			t.Errorf("as of %s: %v, %s", at, known.AsOf, known.Digest())
		}
		for _, id := range known.EventIDs() {
			if known.Event(id) == nil || len(known.Event(id).Cites) == 0 {
				t.Errorf("as of %s: %s has no source", at, id)
			}
		}
		if e := known.Event("mixed"); e != nil {
			for _, cl := range e.Claims {
				mixed = append(mixed, cl.Cite.Source)
			}
			for _, a := range e.Says {
				mixed = append(mixed, fmt.Sprint(a.Says))
			}
		}
		return known.EventIDs(), mixed
	}
	ids, _ := seen("2 June 2025")
	same(t, "2 June", ids, nil)
	ids, mixed := seen("3 June 2025")
	same(t, "3 June", ids, []string{"flight.touchdown", "mixed", "order.oral.pronounced", "order.written.entered", "told.delivered"})
	same(t, "3 June", mixed, []string{"docket"})
	ids, mixed = seen("5 June 2025")
	same(t, "5 June", ids, []string{"fee", "flight.touchdown", "flight.wheels-up@XAAA", "mixed", "order.oral.pronounced", "order.written.entered", "stay", "told.delivered"})
	same(t, "5 June", mixed, []string{"docket", "false"})
	ids, mixed = seen("30 June 2025")
	same(t, "30 June", ids, []string{"fee", "flight.touchdown", "flight.wheels-up@XAAA", "mixed", "order.oral.pronounced", "order.written.entered", "stay", "told.delivered", "vague-event"})
	same(t, "30 June", mixed, []string{"docket", "vague", "false"})

	// The day of publication is not known until it has ended.
	if early := c.As(day(t, "3 June 2025") - 1); early.Event("order.oral.pronounced") != nil {
		t.Error("a source of 3 June is known before that day has ended")
	}
	if c.Event("mixed") == nil || len(c.Event("mixed").Claims) != 3 || c.AsOf != span.End {
		t.Error("As changed the case itself")
	}
	if e := c.As(day(t, "3 June 2025")).Event("flight.wheels-up"); e != nil {
		t.Errorf("a phase that was not known has a name: %s", e.ID)
	}
	if p := c.As(day(t, "3 June 2025")).PhaseEvents(c.Movement("flight")); len(p) != 1 || p[0].ID != "flight.touchdown" {
		t.Errorf("%d phases were known", len(p))
	}
	// Twice is once.
	a, b := c.As(day(t, "5 June 2025")), c.As(day(t, "30 June 2025")).As(day(t, "5 June 2025"))
	if !reflect.DeepEqual(claims(a), claims(b)) {
		t.Error("as of two times, one after the other, is not as of the earlier")
	}
}

// As of a time nothing is set aside for the sake of a source that had not come
// out, and an event whose time such a source alone states is no more than planned.
func TestAsLeavesNoTrace(t *testing.T) {
	c, err := loadWith(t, `sources:
  - {id: undated, kind: notes, publisher: p}
events:
  - {id: meeting, what: w, times: [{at: 2 June 2025, source: docket}, {at: 4 June 2025, source: paper}, {at: 7 June 2025, kind: planned, source: docket}]}
  - {id: plan, what: w, times: [{at: 7 June 2025, kind: planned, source: docket}, {at: 2 June 2025, source: paper}]}
cohorts:
  - {id: everyone, name: E, counts: [{n: 10, source: docket}, {n: 12, source: docket}, {n: 20, source: paper}]}
periods:
  - {id: term, says: s, from: meeting, ends: [{at: 9 June 2025, how: h}, {at: 8 June 2025, how: h, source: paper}], source: docket}
lifecycle:
  - {id: unheard, verb: expires, on: order, period: term, effect: from-now, source: paper}
aside:
  - {claim: "meeting#docket", why: a slip, source: [paper, undated]}
  - {claim: "meeting#paper", why: ours}
  - {claim: "everyone#docket-2", why: a slip, source: paper}
`)
	if err != nil {
		t.Fatal(problems(err))
	}
	seen := func(c *holdshort.Case) (out []string) {
		for _, cl := range c.Event("meeting").Claims {
			out = append(out, cl.ID+" "+cl.Aside)
		}
		for _, n := range c.Cohort("everyone").Counts {
			out = append(out, n.N.Text+" "+n.Aside)
		}
		return append(out, fmt.Sprint(len(c.Aside), c.Event("plan").Sourced(), c.Event("unheard") != nil, len(c.Period("term").Ends)))
	}
	same(t, "3 June", seen(c.As(day(t, "3 June 2025"))), []string{"meeting#docket ", "meeting#docket-2 ", "10 ", "12 ", "1 false false 1"})
	whole := []string{"meeting#docket a slip", "meeting#docket-2 ", "meeting#paper ours", "10 ", "12 a slip", "20 ", "3 true true 2"}
	same(t, "5 June", seen(c.As(day(t, "5 June 2025"))), whole)
	same(t, "all", seen(c), whole)
}

func TestOriginal(t *testing.T) {
	c, err := loadWith(t, `sources:
  - {id: a, kind: post, publisher: p, copy-of: b}
  - {id: b, kind: post, publisher: p, copy-of: docket}
`)
	if err != nil {
		t.Fatal(problems(err))
	}
	if got := []holdshort.ID{c.Original("a"), c.Original("b"), c.Original("docket"), c.Original("nobody")}; !slices.Equal(got, []holdshort.ID{"docket", "docket", "docket", "nobody"}) {
		t.Errorf("got %v", got)
	}
}

func TestParseNumber(t *testing.T) {
	const open = math.MaxInt64
	for _, x := range []struct {
		text        string
		least, most int64
		words       string
	}{
		{"0", 0, 0, "0"}, {"238", 238, 238, "238"}, {"007", 7, 7, "7"}, {"1,000", 1000, 1000, "1000"}, {"12,345,678", 12345678, 12345678, "12345678"},
		{"2147483647", math.MaxInt32, math.MaxInt32, "2147483647"},
		{"137..140", 137, 140, "137 to 140"}, {"0..0", 0, 0, "0"}, {"0..5", 0, 5, "at most 5"}, {"1,000..1,200", 1000, 1200, "1000 to 1200"},
		{"at least 8", 8, open, "at least 8"}, {"at least 0", 0, open, "any number"}, {"over 250", 251, open, "at least 251"}, {"more than 250", 251, open, "at least 251"},
		{"up to 10", 0, 10, "at most 10"}, {"at most 10", 0, 10, "at most 10"}, {"at most 0", 0, 0, "0"},
		{"fewer than 10", 0, 9, "at most 9"}, {"under 10", 0, 9, "at most 9"}, {"under 1", 0, 0, "0"},
		{"about 130", 117, 143, "117 to 143"}, {"around 131", 117, 145, "117 to 145"}, {"roughly 1", 0, 2, "at most 2"}, {"about 0", 0, 0, "0"},
		{"almost 300", 270, 299, "270 to 299"}, {"nearly 1", 0, 0, "0"},
		{"hundreds", 200, open, "at least 200"}, {"dozens", 24, open, "at least 24"},
	} {
		n, err := holdshort.ParseNumber(x.text)
		if err != nil || n.Least != x.least || n.Most != x.most || n.Text != x.text || n.String() != x.words {
			t.Errorf("%q is %+v (%s), %v", x.text, n, n, err)
		}
	}
	for _, text := range []string{"", " ", "many", "-1", "+1", "1.5", "1e3", "0x10", "1_000", "1,00", "1,0000", "4,76", ",1", "1,", "1 000", "140..137", "1..", "..1", "1...2", "1-2",
		"about 1..2", "about", "about  5", "About 5", " 5", "5 ", "5 people", "2147483648", "99999999999999999999", "fewer than 0", "under 0", "almost 0", "hundred", "at least hundreds", "٣"} {
		if n, err := holdshort.ParseNumber(text); err == nil {
			t.Errorf("%q is %+v", text, n)
		}
	}
}

func TestParseMoney(t *testing.T) {
	for _, x := range []struct {
		text  string
		cents int64
		cur   string
		words string
	}{
		{"4,760,000 USD", 476_000_000, "USD", "USD 4,760,000"}, {"4.76 million USD", 476_000_000, "USD", "USD 4,760,000"}, {"$6 million", 600_000_000, "USD", "USD 6,000,000"},
		{"$ 6", 600, "USD", "USD 6"}, {"0.50 USD", 50, "USD", "USD 0.50"}, {"0.05 EUR", 5, "EUR", "EUR 0.05"}, {"0 USD", 0, "USD", "USD 0"}, {"999 USD", 99_900, "USD", "USD 999"},
		{"1000 USD", 100_000, "USD", "USD 1,000"}, {"1,234.5 GBP", 123_450, "GBP", "GBP 1,234.50"}, {"0.001 thousand USD", 100, "USD", "USD 1"}, {"2 billion XAF", 200_000_000_000, "XAF", "XAF 2,000,000,000"},
		{"0.123456789 billion USD", 12_345_678_900, "USD", "USD 123,456,789"}, {"92233720368547758.07 USD", math.MaxInt64, "USD", "USD 92,233,720,368,547,758.07"},
	} {
		m, err := holdshort.ParseMoney(x.text)
		if err != nil || m.Cents != x.cents || m.Currency != x.cur || m.Text != x.text || m.String() != x.words || m.IsZero() {
			t.Errorf("%q is %+v (%s), %v", x.text, m, m, err)
			continue
		}
		// What is written is read as the same amount, its currency put behind it.
		cur, amount, _ := strings.Cut(m.String(), " ")
		if again, err := holdshort.ParseMoney(amount + " " + cur); err != nil || again.Cents != m.Cents || again.Currency != m.Currency {
			t.Errorf("%s is %+v, %v", m, again, err)
		}
	}
	for _, text := range []string{"", "6 million", "6", "$", "USD", "USD 6", "$6 USD", "-6 USD", "6 usd", "6 US$", "€6", "6 dollars", "6m USD", "6 Million USD", "6  USD", " 6 USD", "6 USD ",
		"4,76 million USD", "4.760.000 USD", "1,00 USD", "1,0000 USD", ",5 USD", "5, USD", ".5 USD", "5. USD", "0.001 USD", "1.234 USD", "1e6 USD", "92233720368547758.08 USD", "99999999999 billion USD", "6 USDX", "6 trillion USD"} {
		if m, err := holdshort.ParseMoney(text); err == nil {
			t.Errorf("%q is %+v (%s)", text, m, m)
		}
	}
	if s := (holdshort.Money{}).String(); s != "no amount" || !(holdshort.Money{}).IsZero() {
		t.Errorf("nothing is %q", s)
	}
}

// Any bytes as a case file are read without a panic; what loads, loads again
// to the same digest, also with its lists in the opposite order.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(base))
	for _, files := range folders(f) {
		err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(name, ".yaml") {
				b, err := fs.ReadFile(files, name)
				if err != nil {
					return err
				}
				f.Add(b)
			}
			return err
		})
		if err != nil {
			f.Fatal(err)
		}
	}
	const head = "case: {id: a, caption: b, zone: America/New_York}\nsources: [{id: s, kind: map, publisher: p, published: 2025-06-03}]\n"
	for _, s := range []string{
		"", "null", "---\n", "a: b", "\xff\xfe", "a\x00", "[", "{", "- - -", "? a\n: b", "&a *a", "!!binary x", "%YAML 1.2\n---\n", "case: *x",
		head, head + "events: [{id: e, what: w, times: [{at: noon EDT 3 June 2025, source: [s, s]}]}]",
		head + "questions: [{id: q, ask: a, find: {v: 1, op: before, args: [{stated: noon EDT 3 June 2025}, {stated: 2025}]}}]",
		head + "movements: [{id: m, name: n, phases: [{phase: leaves, area: x}]}]\nareas: [{id: x, name: n, kind: fir, outline: [1N 1E, 2N 2E, 1N 3E], error: 5 NM}]",
		head + "cohorts: [{id: c, name: n, part-of: c, parts: [{of: [c], source: s}], counts: [{n: over 5, source: s}]}]",
		head + "custody: [{id: k, of: c, from: [e]}]\ncohorts: [{id: c, name: n}]\nevents: [{id: e, what: w}]\naside: [{claim: x, why: y}]",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: b}})
		if err != nil {
			for _, line := range problems(err) {
				if strings.Contains(line, "(no Problems)") || strings.ContainsAny(line, "\x00\x1b\n") {
					t.Fatalf("%q", line)
				}
			}
			return
		}
		again, err := holdshort.Load(fstest.MapFS{"a/b.yaml": {Data: bytes.Clone(b)}})
		if err != nil || again.Digest() != c.Digest() {
			t.Fatalf("loaded again: %v", err)
		}
		d, err := holdshort.Load(dealt(t, rand.New(rand.NewPCG(uint64(len(b)), 1)), fstest.MapFS{"case.yaml": {Data: b}}))
		if err == nil && d.Digest() != c.Digest() {
			t.Fatal("the order of records is in the digest")
		}
		for _, id := range c.EventIDs() {
			if e := c.Event(id); e == nil || e.ID != id || e.Hull().Empty() {
				t.Fatalf("event %q", id)
			}
		}
		for _, at := range []span.Instant{span.Beginning, 0, 1749000000000, span.End} {
			for _, id := range c.As(at).EventIDs() {
				if !slices.Contains(c.EventIDs(), id) {
					t.Fatalf("%q is known as of a time alone", id)
				}
			}
		}
	})
}
