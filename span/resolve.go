package span

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// resolved is a stated time worked out.
type resolved struct {
	span           Span
	prec           Precision
	zone, zoneText string
	about          bool
	warnings       []string
}

func (r resolved) stated(text string) Stated {
	return Stated{text, r.span, r.zoneText, r.zone, r.prec, r.about, r.warnings}
}

// local is the local time of a moment, both ends included.
type local struct {
	lo, hi int64
	prec   Precision
	warn   string
}

func (l local) coarse() bool {
	return l.prec == ToPart || l.wholeDays()
}

func (l local) wholeDays() bool {
	return l.prec == ToDay || l.prec == ToMonth || l.prec == ToYear
}

// resolve works out one moment, whose parts are all stated or filled in.
func (p *parser) resolve(m *moment) (resolved, error) {
	l, err := p.local(m)
	if err != nil {
		return resolved{}, err
	}
	if err := p.checkWeekday(m); err != nil {
		return resolved{}, err
	}
	z, err := p.zoneOf(m, l)
	if err != nil {
		return resolved{}, err
	}
	tol, err := p.toleranceOf(m, l)
	if err != nil {
		return resolved{}, err
	}
	if l.prec == ToDay && tol%Day == 0 { // a day either side is a civil day
		l.lo, l.hi, tol = l.lo-int64(tol), l.hi+int64(tol), 0
	}
	r := resolved{prec: l.prec, zone: z.name, about: m.about}
	if m.zone != nil {
		r.zoneText = m.zone.text
	}
	if l.warn != "" {
		r.warnings = []string{l.warn}
	}
	s, warns := z.moments(l.lo, l.hi, l.coarse())
	r.span = Of(s.lo.Add(-tol), s.hi.Add(tol))
	r.warnings = append(r.warnings, warns...)
	return r, nil
}

func (p *parser) local(m *moment) (local, error) {
	if err := p.settle(m); err != nil {
		return local{}, err
	}
	if m.clk == nil && m.part == 0 {
		return p.localDate(m)
	}
	if m.clk != nil && m.part != 0 {
		return local{}, p.fail(m.partTok, "a clock time and a part of the day are both stated", "write the clock with a.m. or p.m.")
	}
	if m.day == 0 {
		return local{}, p.fail(m.tok, "the date lacks its day", isoHint)
	}
	day := dayStart(m.year, m.month, m.day)
	if m.part != 0 {
		h := partHours[m.part]
		return local{day + h[0]*msHour, day + (h[1]+1)*msHour - 1, ToPart, ""}, nil
	}
	of, warn, err := p.of24(m.clk)
	return local{day + of, day + of + m.clk.length() - 1, m.clk.prec, warn}, err
}

// settle brings what the parts of a moment say together, and the context's
// date to a bare clock time.
func (p *parser) settle(m *moment) error {
	if m.bare != 0 {
		return p.fail(m.bareTok, fmt.Sprintf("%q may be a day or an hour", m.bareTok.norm), "write a year with four digits, a day with its month, an hour as 17:00 or 5 p.m.")
	}
	if m.four != 0 {
		if m.year == 0 || m.clk != nil {
			return p.fail(m.fourTok, "four digits before a zone may be a year or a clock time", "write the clock as "+m.fourTok.norm[:2]+":"+m.fourTok.norm[2:])
		}
		m.clk = &clock{tok: m.fourTok, hour: m.four / 100, min: m.four % 100, digits: 2, prec: ToMinute}
		m.four = 0
	}
	if m.early && m.part != morning && m.part != earlyMorning {
		return p.fail(m.earlyTok, "\"early\" is understood of a morning only", "write the part of the day without it")
	}
	if m.early {
		m.part = earlyMorning
	}
	if !m.dated() && (m.clk != nil || m.part != 0) {
		m.year, m.month, m.day = p.where.year, p.where.month, p.where.day
	}
	return p.checkDate(m)
}

func (p *parser) checkDate(m *moment) error {
	switch {
	case !m.dated():
		return p.lack(m.tok, "no date is stated", "add the date, such as 15 March 2025")
	case m.month == 0 && m.day != 0:
		return p.fail(m.dayTok, "the day lacks its month", isoHint)
	case m.month > 12 || m.month < 1 && m.monthTok.kind != 0:
		return p.fail(m.monthTok, fmt.Sprintf("%q is not a month", m.monthTok.norm), isoHint)
	case m.year == 0:
		return p.lack(m.monthTok, "the date lacks its year", "add the year")
	case m.day > 0 && m.day > daysIn(m.year, m.month):
		return p.fail(m.dayTok, fmt.Sprintf("%s %d has no day %d", time.Month(m.month), m.year, m.day), "")
	}
	return nil
}

func (p *parser) localDate(m *moment) (local, error) {
	switch {
	case m.day != 0:
		d := dayStart(m.year, m.month, m.day)
		return local{d, d + msDay - 1, ToDay, ""}, nil
	case m.month != 0:
		return local{dayStart(m.year, m.month, 1), dayStart(m.year, m.month+1, 1) - 1, ToMonth, ""}, nil
	}
	return local{dayStart(m.year, 1, 1), dayStart(m.year+1, 1, 1) - 1, ToYear, ""}, nil
}

func (p *parser) checkWeekday(m *moment) error {
	if m.weekday == 0 {
		return nil
	}
	if m.day == 0 {
		return p.fail(m.weekdayTok, "a weekday is stated without a day", isoHint)
	}
	d := time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC)
	is := (int(d.Weekday())+6)%7 + 1
	if is == m.weekday {
		return nil
	}
	return p.fail(m.weekdayTok, fmt.Sprintf("%s is a %s, not a %s", d.Format("2 January 2006"), weekdays[is], weekdays[m.weekday]), "check the date and the weekday")
}

// zoneOf decides the zone of a moment, from the text or else the context.
func (p *parser) zoneOf(m *moment, l local) (zoned, error) {
	if m.zone == nil {
		if p.where.loc == nil {
			return zoned{}, p.lack(m.tok, "no zone is stated", "add a zone, such as EDT, UTC-04:00 or America/New_York")
		}
		return p.where.zoned(), nil
	}
	z, err := m.zone.resolve(p.where, l.lo)
	var u *unresolved
	if errors.As(err, &u) {
		p.lacking = p.lacking || m.zone.local
		return z, p.fail(m.zone.tok, u.msg, u.hint)
	}
	if err != nil {
		return z, p.fail(m.zone.tok, err.Error(), "")
	}
	return z, nil
}

// lack is a failure for want of context in a text that is understood.
func (p *parser) lack(t token, msg, hint string) error {
	p.lacking = true
	return p.fail(t, msg, hint)
}

// toleranceOf is how far a moment is widened on each side.
func (p *parser) toleranceOf(m *moment, l local) (Length, error) {
	switch {
	case !m.about:
		return 0, nil
	case l.prec == ToMonth || l.prec == ToYear:
		return 0, p.fail(m.tok, "a month or year is too coarse to be approximate", "state a range")
	case m.tol != nil && *m.tol == 0:
		return 0, p.fail(m.tolTok, "a tolerance of nothing", "leave it out")
	case m.tol != nil:
		return *m.tol, nil
	case slices.Contains([]Precision{ToHour, ToPart}, l.prec):
		return 0, p.fail(m.tok, "how far around this is not understood", "state a tolerance, such as ± 2 h, or a range")
	case l.prec == ToDay:
		return Day, nil
	case l.prec != ToMinute:
		return Minute, nil
	case m.clk.min%30 == 0:
		return 15 * Minute, nil
	}
	return 5 * Minute, nil
}
