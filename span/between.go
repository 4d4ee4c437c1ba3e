package span

import "slices"

// between works out a range. What one time leaves out, the other supplies;
// joined says that a dash or "and" joins them.
func (p *parser) between(a, b *moment, joined bool) (resolved, error) {
	oneDate := !b.dated() || !a.dated() && a.bare == 0
	oneZone := a.zone == nil || b.zone == nil
	days := joined || a.month == 0 && !a.isBareClock()
	merge(a, b)
	if oneDate && oneZone && a.clk != nil && b.clk != nil {
		if err := p.checkOrder(a, b); err != nil {
			return resolved{}, err
		}
	}
	if days {
		if r, ok, err := p.nightOf(a, b); ok || err != nil {
			return r, err
		}
	}
	ra, err := p.resolve(a)
	if err != nil {
		return ra, err
	}
	rb, err := p.resolve(b)
	if err != nil {
		return rb, err
	}
	if rb.span.hi < ra.span.lo {
		return ra, p.reversed(b)
	}
	r := ra
	r.span, r.prec, r.about = Of(ra.span.lo, rb.span.hi), ToRange, ra.about || rb.about
	r.warnings = joinWarnings(ra.warnings, rb.warnings)
	return r, nil
}

func joinWarnings(a, b []string) []string {
	out := slices.Clone(a)
	for _, w := range b {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func (m *moment) isBareClock() bool { return m.clk != nil && !m.dated() }

func (p *parser) reversed(b *moment) error {
	return p.fail(b.tok, "the range ends before it begins", "put the earlier time first; across midnight, state both dates; state a.m. or p.m. of both")
}

// checkOrder refuses two clock times of one day in the wrong order, whatever
// the day and zone.
func (p *parser) checkOrder(a, b *moment) error {
	from, _, err := p.of24(a.clk)
	if err != nil {
		return err
	}
	to, _, err := p.of24(b.clk)
	if err == nil && to+b.clk.length() <= from && a.tol == nil && !a.about && !b.about {
		err = p.reversed(b)
	}
	return err
}

// merge fills what a and b leave out from each other.
func merge(a, b *moment) {
	switch {
	case a.bare != 0 && b.first == 'd' && a.day == 0:
		a.day, a.dayTok, a.bare = a.bare, a.bareTok, 0
	case a.bare != 0 && b.first == 'c' && a.clk == nil && b.clk.half != "":
		a.clk = &clock{tok: a.bareTok, hour: a.bare, digits: len(a.bareTok.norm), prec: ToMinute}
		a.bare = 0
	}
	if b.bare != 0 && a.last == 'd' && b.day == 0 {
		b.day, b.dayTok, b.bare = b.bare, b.bareTok, 0
	}
	if a.clk != nil && b.clk != nil && a.clk.half == "" && a.clk.hour >= 1 && a.clk.hour <= 12 {
		a.clk.half = b.clk.half
	}
	b.dateTo(a)
	a.dateTo(b)
	b.zoneTo(a)
	a.zoneTo(b)
}

// nightOf reads the night of two days that follow each other as one night.
func (p *parser) nightOf(a, b *moment) (resolved, bool, error) {
	one := a.part == night && b.part == 0 || a.part == 0 && b.part == night
	if !one || a.clk != nil || b.clk != nil || a.day == 0 || b.day == 0 {
		return resolved{}, false, nil
	}
	for _, m := range []*moment{a, b} {
		if err := p.checkDate(m); err != nil {
			return resolved{}, false, err
		}
	}
	if dayStart(b.year, b.month, b.day)-dayStart(a.year, a.month, a.day) != msDay {
		return resolved{}, false, p.fail(b.tok, "a night is of one day, or of two that follow each other", "state a range of two nights")
	}
	if err := p.checkWeekday(b); err != nil {
		return resolved{}, false, err
	}
	a.part = night
	r, err := p.resolve(a)
	return r, err == nil, err
}

// bound works out bounds that all hold of one event.
func (p *parser) bound(rels []relation, ms []*moment) (resolved, error) {
	for i := 1; i < len(ms); i++ {
		merge(ms[i-1], ms[i])
	}
	for i := len(ms) - 1; i > 0; i-- {
		ms[i].dateTo(ms[i-1])
		ms[i].zoneTo(ms[i-1])
	}
	var out resolved
	for i, m := range ms {
		r, err := p.resolve(m)
		if err != nil {
			return r, err
		}
		s := side(rels[i], r)
		if i == 0 {
			out = r
			out.span = s
		}
		out.span, out.about = Meet(out.span, s), out.about || r.about
		out.warnings = joinWarnings(out.warnings, r.warnings)
		if out.span.Empty() {
			return out, p.fail(m.tok, "no moment is within these bounds", "")
		}
	}
	out.prec = ToBound
	return out, nil
}

// side is the moments that bear a relation to a stated time; see Parse.
func side(rel relation, x resolved) Span {
	whole := local{prec: x.prec}.wholeDays() && !x.about
	switch {
	case rel == before && whole:
		return Of(Beginning, x.span.lo-1)
	case rel == before:
		return Of(Beginning, x.span.hi-1)
	case rel == after && whole:
		return Of(x.span.hi+1, End)
	case rel == after:
		return Of(x.span.lo+1, End)
	case rel == by:
		return Of(Beginning, x.span.hi)
	}
	return Of(x.span.lo, End)
}
