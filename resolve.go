package holdshort

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
)

// finish resolves what needs the whole case: times in their zones, events and
// their claims, references between records. Where something was not understood
// it says nothing of what may follow from that: of times in the same record,
// and of references between records.
func (l *loader) finish(c *Case) {
	c.AsOf = span.End
	understood := l.found == 0
	if _, err := span.LoadZone(c.Zone); err != nil {
		if c.Zone != "" {
			l.add(Problem{Pos: c.Header.Pos, Text: c.Zone, Msg: "the case's zone is not known", Hint: "an IANA name such as America/New_York"})
		}
		return
	}
	before := l.found
	l.unique(c)
	if l.found > before {
		understood = false
	}
	r := resolver{l, c}
	r.walk(reflect.ValueOf(c).Elem(), span.Context{Zone: c.Zone})
	if !understood {
		return
	}
	c.splitCounts()
	c.index(l)
	l.setAside(c)
	l.checkRefs(c)
	l.checkSelf(c)
	l.checkFormulas(c)
	if l.found > 0 {
		return
	}
	Problems(c.Warnings).sort()
	b, err := json.Marshal(c)
	if err != nil {
		panic("holdshort: a case cannot be written: " + err.Error())
	}
	c.digest = cite.Sum(b)
}

// Digest is a digest of everything in the case's files that bears on findings,
// whatever the order of files and records.
func (c *Case) Digest() cite.Digest { return c.digest }

// resolver reads the stated times of records in their zones.
type resolver struct {
	*loader
	c *Case
}

var whenType = reflect.TypeFor[When]()

func (r resolver) walk(v reflect.Value, ctx span.Context) {
	if v.Type() == whenType {
		r.when(v.Addr().Interface().(*When), ctx)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			r.walk(v.Elem(), ctx)
		}
	case reflect.Slice:
		for i := range v.Len() {
			r.walk(v.Index(i), ctx)
		}
	case reflect.Struct:
		if v.Type().PkgPath() != whenType.PkgPath() || r.spoiled[posOf(v)] {
			return
		}
		ctx = r.context(v, ctx)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				r.walk(v.Field(i), ctx)
			}
		}
		settleOrder(v)
	}
}

// settleOrder sorts the lists of a record whose order says nothing: sources,
// claims and assertions.
func settleOrder(v reflect.Value) {
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		switch l := v.Field(i).Addr().Interface().(type) {
		case *[]ID:
			if v.Type().Field(i).Name == "Sources" {
				slices.Sort(*l)
			}
		case *[]Claim:
			slices.SortStableFunc(*l, Claim.compare)
		case *[]KindClaim:
			slices.SortStableFunc(*l, func(a, b KindClaim) int {
				return cmp.Or(cmp.Compare(a.Event, b.Event), a.Claim.compare(b.Claim))
			})
		case *[]Assertion:
			slices.SortStableFunc(*l, func(a, b Assertion) int {
				return cmp.Or(slices.Compare(a.Sources, b.Sources), cmp.Compare(a.Where, b.Where))
			})
		}
	}
}

// compare orders claims by what they say, not by where they stand.
func (c Claim) compare(d Claim) int {
	return cmp.Or(cmp.Compare(c.Time.Text, d.Time.Text), slices.Compare(c.Sources, d.Sources), cmp.Compare(c.Where, d.Where),
		cmp.Compare(c.Kind, d.Kind), cmp.Compare(c.ID, d.ID))
}

// context is ctx as a record narrows it with its zone and date.
func (r resolver) context(v reflect.Value, ctx span.Context) span.Context {
	if _, isCase := v.Interface().(Case); isCase {
		return ctx
	}
	if f := v.FieldByName("Zone"); f.IsValid() && f.String() != "" {
		if _, err := span.LoadZone(f.String()); err != nil {
			r.add(Problem{Pos: posOf(v), Text: clip(f.String()), Msg: "the zone is not known", Hint: "an IANA name such as America/Chicago"})
		} else {
			ctx.Zone = f.String()
		}
	}
	if f := v.FieldByName("On"); f.IsValid() && f.Kind() == reflect.String && f.Type() != reflect.TypeFor[ID]() && f.String() != "" {
		if _, err := span.Parse(f.String(), span.Context{Zone: "UTC"}); err != nil || len(f.String()) != len("2025-03-15") {
			r.add(Problem{Pos: posOf(v), Text: clip(f.String()), Msg: "not a civil date", Hint: "write YYYY-MM-DD"})
		} else {
			ctx.Date = f.String()
		}
	}
	return ctx
}

func posOf(v reflect.Value) Pos {
	if at := v.FieldByName("At"); at.IsValid() && at.Type() == reflect.TypeFor[At]() {
		return at.Interface().(At).Pos
	}
	return Pos{}
}

func (r resolver) when(w *When, ctx span.Context) {
	if w.IsZero() {
		return
	}
	stated, err := span.Parse(w.Text, ctx)
	if err != nil {
		p := Problem{Pos: w.Pos, Text: clip(w.Text), Msg: err.Error()}
		var pe *span.ParseError
		if errors.As(err, &pe) {
			p.Msg, p.Hint = "not a time that can be read: "+pe.Msg, pe.Hint
		}
		r.add(p)
		return
	}
	w.Stated = stated
	for _, warn := range stated.Warnings {
		r.c.Warnings = append(r.c.Warnings, Problem{Pos: w.Pos, Text: clip(w.Text), Msg: warn})
	}
}

// reserved are the words that stand for subjects in questions.
var reserved = []ID{Subject, "movements", "cohorts"}

// unique reports records that share an id. The expressions of a ruling, and
// the claims of a statement, need differ only among themselves.
func (l *loader) unique(c *Case) {
	first := map[string]Pos{}
	check := func(within string, id ID, at Pos) {
		was, twice := first[within+string(id)]
		switch {
		case id == "": // reported already
		case twice:
			l.add(Problem{Pos: at, Text: string(id), Msg: "two records have this id",
				Hint: fmt.Sprintf("the other stands at %s:%d", was.File, was.Line)})
		default:
			first[within+string(id)] = at
		}
	}
	c.records(func(_ string, id ID, at Pos) {
		if slices.Contains(reserved, id) {
			l.add(Problem{Pos: at, Text: string(id), Msg: "a record cannot have this id", Hint: "in questions it means something else"})
			return
		}
		check("", id, at)
	})
	for _, r := range c.Rulings {
		for _, x := range r.Expressions {
			check(string(r.ID)+"/", x.ID, x.Pos)
			for _, d := range x.Directives {
				check(string(r.ID)+"/"+string(x.ID)+"/", d.ID, d.Pos)
			}
		}
	}
	for _, s := range c.Statements {
		for _, cl := range s.Claims {
			check(string(s.ID)+"/", cl.ID, cl.Pos)
		}
	}
}

// records calls f for each record that has an id of its own, with its kind as
// references name it.
func (c *Case) records(f func(kind string, id ID, at Pos)) {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		kind, ok := kinds[v.Type().Field(i).Name]
		if !ok {
			continue
		}
		for j := range v.Field(i).Len() {
			rec := v.Field(i).Index(j)
			f(kind, rec.FieldByName("ID").Interface().(ID), posOf(rec))
		}
	}
}

// kinds names the kind of record in each list of a Case.
var kinds = map[string]string{
	"Sources": "source", "Parties": "party", "Places": "place", "Areas": "area", "Cohorts": "cohort",
	"Rulings": "ruling", "Lifecycle": "edge", "Periods": "period", "Notices": "notice", "Movements": "movement", "Custody": "custody",
	"Payments": "payment", "Statements": "statement", "Events": "event record", "Sequences": "sequence",
	"Readings": "reading", "Lists": "list", "Questions": "question",
}

// kindNames are the kinds of record, and expressions.
var kindNames = append(slices.Sorted(maps.Values(kinds)), "expression")

// setAside marks the claims that a person has set aside.
func (l *loader) setAside(c *Case) {
	claims := map[string]*TimeClaim{}
	var ids []string
	for _, id := range c.order {
		for i := range c.events[id].Claims {
			cl := &c.events[id].Claims[i]
			if was, twice := claims[cl.ID]; twice {
				l.add(Problem{Pos: cl.Pos, Text: cl.ID, Msg: "two claims have this id", Hint: fmt.Sprintf("the other stands at %s:%d", was.Pos.File, was.Pos.Line)})
			}
			claims[cl.ID] = cl
			ids = append(ids, cl.ID)
		}
	}
	counts := c.countIDs()
	ids = slices.AppendSeq(ids, maps.Keys(counts))
	for _, a := range c.Aside {
		if cl := claims[a.Claim]; cl != nil {
			cl.Aside = a.Why
		} else if n := counts[a.Claim]; n != nil {
			n.Aside = a.Why
		} else {
			l.add(Problem{Pos: a.Pos, Text: clip(a.Claim), Msg: "no claim has this id", Hint: l.did(a.Claim, ids)})
		}
	}
}

// countIDs are the head counts by their ids.
func (c *Case) countIDs() map[string]*Count {
	out := map[string]*Count{}
	for i := range c.Cohorts {
		again := map[ID]int{}
		for j := range c.Cohorts[i].Counts {
			n := &c.Cohorts[i].Counts[j]
			out[c.Cohorts[i].CountID(j, again)] = n
		}
	}
	return out
}

// splitCounts makes a Count of each source, in an order that does not depend
// on that of the files.
func (c *Case) splitCounts() {
	for i := range c.Cohorts {
		var out []Count
		for _, n := range c.Cohorts[i].Counts {
			for _, s := range n.Sources {
				n.Sources = []ID{s}
				out = append(out, n)
			}
		}
		slices.SortStableFunc(out, func(a, b Count) int {
			return cmp.Or(cmp.Compare(a.Sources[0], b.Sources[0]), cmp.Compare(a.N.Text, b.N.Text), cmp.Compare(a.Where, b.Where))
		})
		c.Cohorts[i].Counts = out
	}
}

// did names the closest of names, where there are few enough to look through.
func (l *loader) did(word string, names []string) string {
	if l.found > MaxProblems || len(names) > 10_000 {
		return ""
	}
	if best := formula.Closest(word, names); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

// checkRefs reports mentions of records that are not on record.
func (l *loader) checkRefs(c *Case) {
	known := c.known()
	for _, ref := range l.refs {
		switch {
		case ref.kind == "event" && c.Event(ref.id) == nil:
			l.add(Problem{Pos: ref.pos, Text: clip(ref.id), Msg: "no event has this id", Hint: l.did(ref.id, c.order)})
		case ref.kind != "event" && !known.has(ref.id, ref.kind):
			l.add(Problem{Pos: ref.pos, Text: clip(ref.id), Msg: "no " + ref.kind + " has this id", Hint: l.did(ref.id, known.lists[ref.kind])})
		}
	}
}

// ids are the ids on record, each kind in the order of its list.
type ids struct {
	all   map[[2]string]bool // kind and id
	lists map[string][]string
}

// known lists the ids of all records, and as those of the kind "expression"
// RULING.EXPRESSION.
func (c *Case) known() ids {
	k := ids{map[[2]string]bool{}, map[string][]string{}}
	add := func(kind, id string) {
		k.all[[2]string{kind, id}] = true
		k.lists[kind] = append(k.lists[kind], id)
	}
	for _, r := range c.Rulings {
		for _, x := range r.Expressions {
			add("expression", string(r.ID)+"."+string(x.ID))
		}
	}
	c.records(func(kind string, id ID, _ Pos) { add(kind, string(id)) })
	return k
}

// has reports whether id is one of the kinds.
func (k ids) has(id string, kinds ...string) bool {
	return slices.ContainsFunc(kinds, func(kind string) bool { return k.all[[2]string{kind, id}] })
}

// names are the ids of the kinds.
func (k ids) names(kinds ...string) []string {
	var out []string
	for _, kind := range kinds {
		out = append(out, k.lists[kind]...)
	}
	return out
}
