package holdshort

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/cite"
)

// EventIDs lists the ids of all events, sorted.
func (c *Case) EventIDs() []string { return c.order }

// Event is the event that id names, or nil. The name of a phase without its
// place means the first such phase of the movement; "last-" before a phase
// means the last.
func (c *Case) Event(id string) *Event {
	if e := c.events[id]; e != nil {
		return e
	}
	dot := strings.LastIndexByte(id, '.')
	if dot < 0 || strings.Contains(id, "@") {
		return nil
	}
	kind, last := strings.CutPrefix(id[dot+1:], "last-")
	m := c.Movement(ID(id[:dot]))
	if m == nil {
		return nil
	}
	is := func(p Phase) bool { return string(p.Kind) == kind }
	i := slices.IndexFunc(m.Phases, is)
	for j := i + 1; last && j < len(m.Phases); j++ {
		if is(m.Phases[j]) {
			i = j
		}
	}
	if i < 0 {
		return nil
	}
	return c.events[m.eventID(i)]
}

// eventID is the id of the event of phase i: MOVEMENT.PHASE@PLACE, with a
// number from 2 where the same phase stands at the same place again.
func (m *Movement) eventID(i int) string {
	p := &m.Phases[i]
	nth := 1
	for j := range m.Phases[:i] {
		if q := &m.Phases[j]; q.Kind == p.Kind && q.where() == p.where() {
			nth++
		}
	}
	return m.nthID(p, nth)
}

// eventIDs are the ids of the events of all phases.
func (m *Movement) eventIDs() []string {
	out := make([]string, len(m.Phases))
	nth := map[string]int{}
	for i := range m.Phases {
		p := &m.Phases[i]
		first := m.nthID(p, 1)
		nth[first]++
		out[i] = m.nthID(p, nth[first])
	}
	return out
}

func (m *Movement) nthID(p *Phase, nth int) string {
	id := string(m.ID) + "." + string(p.Kind)
	if w := p.where(); w != "" {
		id += "@" + string(w)
	}
	if nth > 1 {
		id += "-" + strconv.Itoa(nth)
	}
	return id
}

// where is the area that p enters or leaves, or its place.
func (p *Phase) where() ID {
	if p.Area != "" {
		return p.Area
	}
	return p.Place
}

// PhaseEvents lists the events of m's phases, in their order.
func (c *Case) PhaseEvents(m *Movement) []*Event {
	var out []*Event
	for _, id := range m.eventIDs() {
		if e := c.events[id]; e != nil {
			out = append(out, e)
		}
	}
	return out
}

// index gathers the events of all records.
func (c *Case) index(l *loader) {
	c.events = map[string]*Event{}
	x := indexer{c, l}
	x.rulings()
	x.movements()
	for _, r := range c.Lifecycle {
		if r.Event == "" {
			claims := r.Times
			if p := c.Period(r.Period); p != nil {
				claims = slices.Concat(claims, p.claims())
			}
			x.add(Event{ID: string(r.ID), What: r.Summary, Lane: "court", Record: r.ID, Pos: r.Pos}, claims, r.Sources)
		}
	}
	for _, r := range c.Notices {
		x.notice(r)
	}
	for _, r := range c.Statements {
		x.add(Event{ID: string(r.ID), What: statementWhat(r), Lane: "statements", Record: r.ID, Pos: r.Pos}, r.Times, r.Sources)
	}
	for _, r := range c.Payments {
		x.add(Event{ID: string(r.ID), What: paymentWhat(r), Lane: "money", Record: r.ID, Pos: r.Pos}, r.Times, r.Sources)
	}
	for _, r := range c.Custody {
		for i, n := range r.Renewals {
			id := fmt.Sprintf("%s.renewal-%d", r.ID, i+1)
			x.add(Event{ID: id, What: "term renewed for " + n.Length.Words(), Lane: "custody", Record: r.ID, Pos: n.Pos}, n.Times, n.Sources)
		}
	}
	for _, r := range c.Events {
		lane := r.Lane
		if lane == "" {
			lane = "court"
		}
		e := Event{ID: string(r.ID), What: r.What, Lane: lane, Record: r.ID, Pos: r.Pos, Zone: r.Zone, Says: asserted(r.Happened)}
		x.add(e, r.Times, r.Sources)
	}
	for id := range c.events {
		c.order = append(c.order, id)
	}
	slices.Sort(c.order)
	for i, id := range c.order {
		c.events[id].Nth = i
	}
}

func statementWhat(r Statement) string {
	if len(r.Claims) == 0 {
		return r.By + ": " + r.Words
	}
	return r.By + ": " + r.Claims[0].Says
}

func paymentWhat(r Payment) string {
	amount := r.Says
	if !r.Amount.IsZero() {
		amount = r.Amount.String() + " per " + string(r.Per)
		if r.Per == "total" {
			amount = r.Amount.String() + " in all"
		}
	}
	return string(r.Status) + ": " + amount
}

type indexer struct {
	c *Case
	l *loader
}

func (x indexer) rulings() {
	for _, r := range x.c.Rulings {
		for _, e := range r.Expressions {
			var kinds []string
			for _, t := range e.Times {
				if !slices.Contains(kinds, t.Event) {
					kinds = append(kinds, t.Event)
				}
			}
			for _, kind := range kinds {
				var claims []Claim
				for _, t := range e.Times {
					if t.Event == kind {
						t.Claim.Kind = t.Status
						claims = append(claims, t.Claim)
					}
				}
				id := fmt.Sprintf("%s.%s.%s", r.ID, e.ID, kind)
				what := fmt.Sprintf("%s, %s: %s", r.Title, strings.ReplaceAll(string(e.Form), "-", " "), strings.ReplaceAll(kind, "-", " "))
				x.add(Event{ID: id, What: what, Lane: "court", Record: r.ID, Zone: r.Zone, Pos: e.Pos}, claims, e.Sources)
			}
		}
	}
}

func (x indexer) movements() {
	for i := range x.c.Movements {
		m := &x.c.Movements[i]
		ids := m.eventIDs()
		for j, p := range m.Phases {
			e := Event{ID: ids[j], What: phaseWhat(x.c, m, p), Lane: string(m.ID), Record: m.ID, Place: p.Place,
				Zone: m.Zone, Says: asserted(p.Happened), Pos: p.Pos, Sequence: j}
			if pl := x.c.Place(p.Place); pl != nil && pl.Zone != "" {
				e.Zone = pl.Zone
			}
			sources := p.Sources
			if len(sources) == 0 {
				sources = m.Sources
			}
			x.add(e, p.Times, sources)
		}
	}
}

func phaseWhat(c *Case, m *Movement, p Phase) string {
	if p.What != "" {
		return m.Name + ": " + p.What
	}
	what := m.Name + " " + strings.ReplaceAll(string(p.Kind), "-", " ")
	if a := c.Area(p.Area); a != nil {
		return what + " " + a.Name
	}
	if pl := c.Place(p.Place); pl != nil {
		return what + " at " + pl.Name
	}
	return what
}

func asserted(as []Assertion) []Asserted {
	var out []Asserted
	for _, a := range as {
		for _, s := range a.Sources {
			out = append(out, Asserted{a.Says, cite.Cite{Source: string(s), Where: a.Where}})
		}
	}
	slices.SortFunc(out, func(a, b Asserted) int { return cite.Compare(a.Cite, b.Cite) })
	return out
}

func (x indexer) notice(r Notice) {
	for _, step := range []struct {
		kind   string
		claims []Claim
	}{{"sent", r.Sent}, {"delivered", r.Delivered}, {"opened", r.Opened}, {"acknowledged", r.Acknowledged}, {"read-back", r.ReadBack}} {
		if len(step.claims) == 0 {
			continue
		}
		what := fmt.Sprintf("notice of %s to %s: %s", x.expressionName(r.Of), x.partyName(r.To), strings.ReplaceAll(step.kind, "-", " "))
		x.add(Event{ID: string(r.ID) + "." + step.kind, What: what, Lane: "notice", Record: r.ID, Zone: r.Zone, Pos: r.Pos}, step.claims, r.Sources)
	}
}

// expressionName is "the title (oral)" for RULING.oral, and partyName the name
// of a party; both are the id itself where nothing has it.
func (x indexer) expressionName(id string) string {
	for _, r := range x.c.Rulings {
		for _, e := range r.Expressions {
			if string(r.ID)+"."+string(e.ID) == id {
				return fmt.Sprintf("%s (%s)", r.Title, e.ID)
			}
		}
	}
	return id
}

func (x indexer) partyName(id ID) string {
	if p := x.c.Party(id); p != nil {
		return p.Name
	}
	return string(id)
}

// add puts one event on the index, its claims one for each source, in an order
// and with ids that do not depend on the order of the files.
func (x indexer) add(e Event, claims []Claim, sources []ID) {
	if x.c.events[e.ID] != nil {
		x.l.add(Problem{Pos: e.Pos, Text: e.ID, Msg: "two records give this event", Hint: "give one of them another id"})
		return
	}
	e.described = sources
	for _, cl := range claims {
		for _, s := range cl.Sources {
			t := TimeClaim{ID: string(cl.ID), Event: e.ID, Time: cl.Time.Stated, Cite: cite.Cite{Source: string(s), Where: cl.Where},
				Kind: cl.Kind, Note: cl.Note, Pos: cl.Pos}
			if t.Kind == "" {
				t.Kind = "actual"
			}
			e.Claims = append(e.Claims, t)
		}
	}
	e.Cites = e.gathered()
	x.nameClaims(&e)
	x.c.events[e.ID] = &e
}

// nameClaims sorts an event's claims and gives each an id: the one written, or
// EVENT#SOURCE, with a number from 2 where one source makes several.
func (x indexer) nameClaims(e *Event) {
	slices.SortFunc(e.Claims, func(a, b TimeClaim) int {
		if n := cite.Compare(a.Cite, b.Cite); n != 0 {
			return n
		}
		return cmp.Or(strings.Compare(a.Time.Text, b.Time.Text), strings.Compare(string(a.Kind), string(b.Kind)),
			strings.Compare(a.ID, b.ID), strings.Compare(a.Note, b.Note))
	})
	used, next := map[string]bool{}, map[string]int{}
	for i := range e.Claims {
		cl := &e.Claims[i]
		base := cl.ID
		if base == "" {
			base = e.ID + "#" + cl.Cite.Source
		}
		cl.ID = base
		for n := max(2, next[base]); used[cl.ID]; n++ {
			cl.ID, next[base] = base+"-"+strconv.Itoa(n), n
		}
		used[cl.ID] = true
	}
}

// With is the case with m in place of the movement of its id. What was read of
// the movement's times stays; it is for asking what would follow if something
// else about it were otherwise.
func (c *Case) With(m Movement) *Case {
	out := *c
	out.Movements = slices.Clone(c.Movements)
	for i := range out.Movements {
		if out.Movements[i].ID == m.ID {
			out.Movements[i] = m
		}
	}
	return &out
}
