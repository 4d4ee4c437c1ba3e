package sweep

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Query is a question that can be asked of each aircraft.
type Query struct {
	Text    string // the formula, in its canonical form
	root    expr
	targets []*target
	chart   *chart
	moments []span.Span // at which airborne is asked
	during  span.Span   // all stretches and moments together
	lists   []*List
}

// Names is what a question may name besides airports: lists and areas.
type Names struct {
	Lists []*List
	// Area is the area of a name; false if there is none.
	Area func(name string) (place.Region, bool)
	// Zone is that of stated times without one; empty if there is none.
	Zone string
}

// expr is a compiled formula.
type expr struct {
	op   formula.Op // And, Or, Not, or that of an atom
	subs []expr
	atom *atom
}

// atom is one atom, ready to be asked.
type atom struct {
	op       formula.Op
	text     string
	name     string // airport, area, address and so on
	from, to span.Instant
	target   int // index in Query.targets; -1 if it has none
	moment   int // index in Query.moments; -1
	list     *List
	flag     feed.Flags
}

// Parse reads a question. The error is a *formula.ParseError for what is not of the
// language, and else says which name or time is wrong.
func Parse(text string, names Names) (*Query, error) {
	n, err := Words.Parse(text)
	if err != nil {
		return nil, err
	}
	q := &Query{Text: n.String(), lists: names.Lists, during: span.Of(span.End, span.Beginning)}
	c := &compiler{q: q, names: names, made: map[string]track.Area{}}
	if q.root, err = c.expr(n); err != nil {
		return nil, err
	}
	if c.lo <= c.hi && c.lo != 0 {
		q.during = span.Of(c.lo, c.hi)
	} else {
		q.during = span.Ever
	}
	q.chart = newChart(q.targets)
	return q, nil
}

type compiler struct {
	q      *Query
	names  Names
	lo, hi span.Instant
	made   map[string]track.Area // of regions, each made ready once
}

// quick is the area of a region.
func (c *compiler) quick(r place.Region) track.Area {
	a, ok := c.made[r.ID]
	if !ok {
		a = atlas.QuickArea(r)
		c.made[r.ID] = a
	}
	return a
}

func (c *compiler) expr(n formula.Node) (expr, error) {
	switch n.Op {
	case formula.And, formula.Or, formula.Not:
		e := expr{op: n.Op}
		for _, s := range n.Subs {
			x, err := c.expr(s)
			if err != nil {
				return e, err
			}
			e.subs = append(e.subs, x)
		}
		return e, nil
	case formula.All, formula.Any:
		return c.each(n)
	case formula.Under:
		return expr{}, errors.New("a sweep has no readings: leave \"under\" out")
	}
	a, err := c.atom(n)
	return expr{op: n.Op, atom: a}, err
}

// each writes a quantifier out, over the names given or the airports and places of
// a list.
func (c *compiler) each(n formula.Node) (expr, error) {
	items := n.Items
	if n.List != "" {
		l, err := c.list(n.List)
		if err != nil {
			return expr{}, err
		}
		for _, e := range l.Entries {
			if e.Kind == "airport" || e.Kind == "place" {
				items = append(items, e.Value)
			}
		}
		if len(items) == 0 {
			return expr{}, fmt.Errorf("the list %q has no airport and no place to go through", n.List)
		}
	}
	e := expr{op: formula.Or}
	if n.Op == formula.All {
		e.op = formula.And
	}
	for _, item := range items {
		x, err := c.expr(n.Subs[0].Bind(n.Var, item))
		if err != nil {
			return e, err
		}
		e.subs = append(e.subs, x)
	}
	return e, nil
}

func (c *compiler) list(name string) (*List, error) {
	var have []string
	for _, l := range c.names.Lists {
		if l.Name == name {
			return l, nil
		}
		have = append(have, l.Name)
	}
	return nil, fmt.Errorf("no list is named %q; given are: %s", name, cmp.Or(strings.Join(have, ", "), "none"))
}

func (c *compiler) atom(n formula.Node) (*atom, error) {
	a := &atom{op: n.Op, text: n.String(), target: -1, moment: -1}
	if n.Args[0].Name != "it" {
		return nil, fmt.Errorf("%s: the first name is always it, the aircraft, not %q", a.text, n.Args[0].Name)
	}
	var times []formula.Arg
	for _, arg := range n.Args[1:] {
		if arg.Kind == fTime {
			times = append(times, arg)
		} else {
			a.name = arg.Name
		}
	}
	if err := c.times(a, times); err != nil {
		return nil, fmt.Errorf("%s: %w", a.text, err)
	}
	if err := c.resolve(a); err != nil {
		return nil, fmt.Errorf("%s: %w", a.text, err)
	}
	return a, nil
}

// times reads the moments of an atom.
func (c *compiler) times(a *atom, args []formula.Arg) error {
	for i, arg := range args {
		if arg.Stated == "" {
			return fmt.Errorf("%q is an event of a case; a sweep takes quoted times: \"15 March 2025 18:46 EDT\"", arg)
		}
		st, err := span.Parse(arg.Stated, span.Context{Zone: c.names.Zone})
		if err != nil {
			return err
		}
		if !st.Span.Bounded() {
			return fmt.Errorf("the time %q has no end", arg.Stated)
		}
		if i == 0 {
			a.from = st.Span.Earliest() + span.Instant(arg.Shift)
		}
		a.to = st.Span.Latest() + span.Instant(arg.Shift)
	}
	if len(args) == 0 {
		return nil
	}
	if a.from > a.to {
		return errors.New("the stretch ends before it begins")
	}
	if c.lo == 0 || a.from < c.lo {
		c.lo = a.from
	}
	c.hi = max(c.hi, a.to)
	return nil
}

// resolve finds what the name of an atom is.
func (c *compiler) resolve(a *atom) error {
	switch a.op {
	case "near", "departs", "arrives":
		return c.airport(a)
	case "visits", "in-area", "leaves", "enters", "shows-fix":
		if e, ok := c.place(a.name); ok {
			c.target(a, roundArea(e.Value, e.At, e.Radius))
			return nil
		}
		r, ok := c.names.Area(a.name)
		if !ok {
			return fmt.Errorf("%w; holdshort areas lists those that are shipped", place.NoArea(a.name))
		}
		c.target(a, c.quick(r))
	case "airborne":
		a.moment = len(c.q.moments)
		c.q.moments = append(c.q.moments, span.Of(a.from, a.to))
	case "hex":
		x, ok := track.ParseAddress(a.name)
		if !ok {
			return fmt.Errorf("%q is not an ICAO address: six hexadecimal digits such as a2fe4c", a.name)
		}
		a.name = x.String()
	case "tail", "type", "call":
		a.name = strings.ToUpper(a.name)
	case "operator":
		a.name = words(a.name)
	case "listed":
		var err error
		a.list, err = c.list(a.name)
		return err
	case "flagged":
		flag, ok := map[string]feed.Flags{"military": feed.Military, "interesting": feed.Interesting, "pia": feed.PIA, "ladd": feed.LADD}[a.name]
		if a.flag = flag; !ok {
			return fmt.Errorf("%q is no flag: military, interesting, pia or ladd", a.name)
		}
	}
	return nil
}

// airport makes the target of an airport, or of a place of a list.
func (c *compiler) airport(a *atom) error {
	if e, ok := c.place(a.name); ok {
		if a.op != "near" {
			return fmt.Errorf("%q is a place and no airport: ask near(it, …) of it", a.name)
		}
		c.target(a, roundArea(e.Value, e.At, e.Radius))
		return nil
	}
	f, ok := place.Airport(a.name)
	if !ok {
		return fmt.Errorf("no airport has the indicator %q, and no list has a place of that name", a.name)
	}
	a.name = f.Ident
	c.target(a, roundArea(f.Ident, f.At(), max(Near, f.Reach()+8000)))
	c.q.targets[a.target].airport = true
	return nil
}

// place is a place that a list has.
func (c *compiler) place(name string) (Entry, bool) {
	for _, l := range c.names.Lists {
		for _, e := range l.Entries {
			if e.Kind == "place" && e.Value == name {
				return e, true
			}
		}
	}
	return Entry{}, false
}

// target gives an atom its target, one that is there already if it is the same.
func (c *compiler) target(a *atom, area track.Area) {
	a.target = slices.IndexFunc(c.q.targets, func(t *target) bool { return t.name == area.ID && t.from == a.from && t.to == a.to })
	if a.target < 0 {
		a.target = len(c.q.targets)
		c.q.targets = append(c.q.targets, &target{name: area.ID, area: area, from: a.from, to: a.to})
	}
}

// words are the words of a name, in capitals, joined by hyphens.
func words(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToUpper(s), func(r rune) bool { return !('A' <= r && r <= 'Z' || '0' <= r && r <= '9') }), "-")
}

// eval answers an expression by its atoms.
func (e *expr) eval(of func(*atom) value) value {
	switch e.op {
	case formula.Not:
		return not(e.subs[0].eval(of))
	case formula.And, formula.Or:
		vs := make([]value, len(e.subs))
		for i := range e.subs {
			vs[i] = e.subs[i].eval(of)
		}
		return join(e.op == formula.Or, vs...)
	}
	return of(e.atom)
}

// atoms are those of an expression, in order.
func (e *expr) atoms(do func(*atom)) {
	if e.atom != nil {
		do(e.atom)
	}
	for i := range e.subs {
		e.subs[i].atoms(do)
	}
}
