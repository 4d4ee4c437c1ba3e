package span

import "slices"

// connectors stand between the two times of a range.
var connectors = []string{"to", "until", "till", "through", "–", "-", ".."}

// relation is which side of a stated time a moment lies on.
type relation byte

const (
	before relation = iota + 1
	after
	by
	since
)

// relations are the words of a bound, each before its own beginnings.
var relations = []struct {
	words []string
	rel   relation
}{
	{[]string{"at", "or", "before"}, by}, {[]string{"on", "or", "before"}, by},
	{[]string{"not", "later", "than"}, by}, {[]string{"no", "later", "than"}, by}, {[]string{"not", "after"}, by},
	{[]string{"at", "the", "latest"}, by}, {[]string{"by"}, by}, {[]string{"until"}, by}, {[]string{"till"}, by},
	{[]string{"up", "to"}, by}, {[]string{"≤"}, by},
	{[]string{"at", "or", "after"}, since}, {[]string{"on", "or", "after"}, since},
	{[]string{"not", "earlier", "than"}, since}, {[]string{"no", "earlier", "than"}, since}, {[]string{"not", "before"}, since},
	{[]string{"at", "the", "earliest"}, since}, {[]string{"since"}, since}, {[]string{"≥"}, since},
	{[]string{"before"}, before}, {[]string{"prior", "to"}, before}, {[]string{"earlier", "than"}, before}, {[]string{"<"}, before},
	{[]string{"after"}, after}, {[]string{"later", "than"}, after}, {[]string{">"}, after},
}

// suffixes are the words of a bound that follow its time.
var suffixes = []struct {
	words []string
	rel   relation
}{
	{[]string{"or", "later"}, since}, {[]string{"or", "after"}, since}, {[]string{"onwards"}, since}, {[]string{"onward"}, since},
	{[]string{"at", "the", "earliest"}, since}, {[]string{"or", "earlier"}, by}, {[]string{"or", "before"}, by}, {[]string{"at", "the", "latest"}, by},
}

func (p *parser) relation() relation {
	for _, r := range relations {
		if p.accept(r.words...) {
			return r.rel
		}
	}
	return 0
}

func (p *parser) suffix() relation {
	for _, s := range suffixes {
		if p.accept(s.words...) {
			return s.rel
		}
	}
	return 0
}

// structural reports whether a word that cannot be part of a moment is next.
func (p *parser) structural() bool {
	if at := p.at; p.relation() != 0 || p.suffix() != 0 {
		p.at = at
		return true
	}
	n := p.peek(0).norm
	return n == "between" || n == "from" || n == "and" || n == "or" || n == "but" || slices.Contains(connectors, n)
}

// read reads the whole text.
func (p *parser) read() (Stated, error) {
	if len(p.toks) == 0 {
		return Stated{}, p.fail(p.peek(0), "there is nothing to read", `state a time, such as "15 March 2025 17:26 EDT"`)
	}
	_ = p.accept("sometime")
	s, err := p.statement()
	if err != nil {
		return Stated{}, err
	}
	if !p.done() {
		return Stated{}, p.fail(p.peek(0), p.shown(p.peek(0))+" is not understood here", "")
	}
	r, err := s(p)
	if err != nil {
		return Stated{}, err
	}
	return r.stated(p.text), nil
}

// resolver works out a statement once all of its text has been understood.
type resolver func(*parser) (resolved, error)

// statement reads the form of the text. A date or zone may stand before the
// form and is then shared: "15 March 2025, between 18:45 and 18:48 EDT".
func (p *parser) statement() (resolver, error) {
	lead, err := p.moment()
	if err != nil {
		return nil, err
	}
	switch {
	case p.accept("between"):
		return p.pair(lead, "and")
	case p.accept("from"):
		return p.pair(lead, connectors...)
	case lead.empty():
		return p.bounds(lead)
	}
	if p.rangeFollows(lead) {
		return p.second(lead, connectors...)
	}
	if rel := p.suffix(); rel != 0 {
		return func(p *parser) (resolved, error) { return p.bound([]relation{rel}, []*moment{lead}) }, nil
	}
	if at := p.at; p.relation() != 0 {
		p.at = at
		return p.bounds(lead)
	}
	return func(p *parser) (resolved, error) { return p.resolve(lead) }, nil
}

// rangeFollows reports whether the connector next makes lead the first time of
// a range; "15 March 2025 until 18:48" is instead a bound on that day.
func (p *parser) rangeFollows(lead *moment) bool {
	n := p.peek(0).norm
	if !slices.Contains(connectors, n) {
		return false
	}
	if n != "until" && n != "till" || lead.clk != nil {
		return true
	}
	at := p.at
	defer func() { p.at = at }()
	p.at++
	m, err := p.moment()
	return err != nil || m.dated()
}

// pair reads both times of a range after its first word.
func (p *parser) pair(lead *moment, joints ...string) (resolver, error) {
	t := p.peek(0)
	a, err := p.moment()
	if err != nil {
		return nil, err
	}
	if a.empty() {
		return nil, p.fail(t, "a time is missing here", "")
	}
	if err := p.share(lead, a); err != nil {
		return nil, err
	}
	if joints[0] != "and" && p.at == len(p.toks)-1 && p.accept("on") || joints[0] != "and" && (p.accept("onwards") || p.accept("onward")) {
		return func(p *parser) (resolved, error) { return p.bound([]relation{since}, []*moment{a}) }, nil
	}
	return p.second(a, joints...)
}

// second reads the joint and the second time of a range.
func (p *parser) second(a *moment, joints ...string) (resolver, error) {
	t := p.peek(0)
	if !p.acceptAny(joints...) {
		return nil, p.fail(t, "expected \""+joints[0]+"\" and a second time, found "+p.shown(t), `write "from A to B", "between A and B" or "from A on"`)
	}
	u := p.peek(0)
	b, err := p.moment()
	if err != nil {
		return nil, err
	}
	if b.empty() {
		return nil, p.fail(u, "a time is missing here", "")
	}
	dash := t.kind == symbol || t.norm == "and"
	return func(p *parser) (resolved, error) { return p.between(a, b, dash) }, nil
}

// bounds reads one bound or several: "after A and before B".
func (p *parser) bounds(lead *moment) (resolver, error) {
	var rels []relation
	var ms []*moment
	for {
		rel := p.relation()
		t := p.peek(0)
		if rel == 0 {
			return nil, p.fail(t, p.shown(t)+" is not understood as a time", `write a date as "15 March 2025" or 2025-03-15, and a clock as 17:26 or 5:26 p.m.`)
		}
		m, err := p.moment()
		if err != nil {
			return nil, err
		}
		if m.empty() {
			return nil, p.fail(t, "a time is missing here", "")
		}
		if err := p.share(lead, m); err != nil {
			return nil, err
		}
		rels, ms = append(rels, rel), append(ms, m)
		_ = p.accept(",")
		_ = p.acceptAny("and", "but")
		if p.done() {
			break
		}
	}
	if last := p.toks[len(p.toks)-1]; last.norm == "," || last.norm == "and" || last.norm == "but" {
		return nil, p.fail(last, "the text ends too early", "")
	}
	return func(p *parser) (resolved, error) { return p.bound(rels, ms) }, nil
}

// share gives m the date and zone stated before the form.
func (p *parser) share(lead, m *moment) error {
	if lead.empty() {
		return nil
	}
	if lead.clk != nil || lead.part != 0 || lead.about || lead.bare != 0 {
		return p.fail(p.toks[0], "only a date or zone can stand before this form", "")
	}
	lead.zoneTo(m)
	if !m.dated() {
		lead.dateTo(m)
	}
	if m.weekday == 0 {
		m.weekday, m.weekdayTok = lead.weekday, lead.weekdayTok
	}
	return nil
}
