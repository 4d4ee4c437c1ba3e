package span

import (
	"fmt"
	"strings"
)

// moment is one stated time in parts, each of which may be missing.
type moment struct {
	tok token // its first token

	year, month, day          int // 0 if not stated
	yearTok, monthTok, dayTok token
	weekday                   int // 1 Monday to 7 Sunday; 0 if not stated
	weekdayTok                token
	clk                       *clock
	part                      part
	partTok                   token
	early                     bool
	earlyTok                  token
	zone                      *zoneRef
	about                     bool
	tol                       *Length
	tolTok                    token
	bare                      int // a number of one or two digits that the other time explains
	bareTok                   token
	four                      int // four digits before a zone: 0400 GMT, perhaps a year
	fourTok                   token
	first, last               byte // whether its first and last are a 'd'ate or a 'c'lock
	any                       bool
}

func (m *moment) empty() bool { return !m.any }
func (m *moment) dated() bool { return m.year != 0 || m.month != 0 || m.day != 0 }

// part is a part of a civil day.
type part byte

const (
	earlyMorning part = iota + 1
	morning
	afternoon
	evening
	night
)

var partNames = map[string]part{"morning": morning, "afternoon": afternoon, "evening": evening, "night": night}

// partHours are the first and last hour of each part, both included, counted
// from 00:00 of its date; those past 23 are of the next day.
var partHours = map[part][2]int64{earlyMorning: {0, 5}, morning: {0, 11}, afternoon: {12, 17}, evening: {17, 23}, night: {18, 29}}

// moment reads parts in any order until the text ends or its form goes on.
func (p *parser) moment() (*moment, error) {
	m := &moment{tok: p.peek(0)}
	for {
		from := p.at
		if p.structural() && !p.offsetNext(m) {
			return m, nil
		}
		comma := m.any && p.accept(",")
		if p.done() && !comma || p.structural() && !p.offsetNext(m) {
			return m, nil
		}
		p.filler()
		if p.done() {
			if p.at == from {
				return m, nil
			}
			p.at = from
			return m, p.trailing(m)
		}
		t := p.peek(0)
		ok, err := p.item(m)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, p.fail(t, p.shown(t)+" is not understood", hintFor(t))
		}
		m.any = true
	}
}

// trailing refuses a text that ends in a comma or a small word, except the
// "on" of "from 16 March on", which the caller takes.
func (p *parser) trailing(m *moment) error {
	if p.at == len(p.toks)-1 && p.peek(0).norm == "on" && m.any {
		return nil
	}
	return p.fail(p.peek(0), "the text ends too early", "")
}

// filler takes the small words between parts.
func (p *parser) filler() {
	_ = p.acceptAny("at", "on", "of", "in", "during")
	_ = p.accept("the")
}

// item reads one part of a moment; false if the next token begins none.
func (p *parser) item(m *moment) (bool, error) {
	t := p.peek(0)
	date := false
	ok, err := false, error(nil)
	switch {
	case t.norm == "±":
		ok, err = true, p.tolerance(m)
	case t.kind == number || monthNames[t.norm] != 0:
		ok, date, err = p.dateOrClock(m)
	case t.norm == "noon" || t.norm == "midnight":
		ok, err = true, p.noon(m, 0)
	case p.acceptAny("about", "around", "roughly", "circa", "ca", "approximately", "approx", "~"):
		ok, err = true, p.once(t, !m.about, "about")
		m.about = true
	case weekdayNames[t.norm] != 0:
		p.at++
		ok, err = true, p.once(t, m.weekday == 0, "a weekday")
		m.weekday, m.weekdayTok = weekdayNames[t.norm], t
	case t.norm == "early" || partNames[t.norm] != 0:
		ok, err = true, p.part(m)
	default:
		ok, err = p.zoneItem(m)
	}
	if ok && err == nil {
		m.note(date, t)
	}
	return ok, err
}

// note keeps which of date and clock was stated first and last.
func (m *moment) note(date bool, t token) {
	switch {
	case date || weekdayNames[t.norm] != 0:
		m.last = 'd'
	case m.clk != nil && m.clk.tok == t:
		m.last = 'c'
	}
	if m.first == 0 {
		m.first = m.last
	}
}

func (p *parser) once(t token, first bool, what string) error {
	if first {
		return nil
	}
	return p.fail(t, what+" is stated a second time", "state one time, or a range as \"from A to B\"")
}

func (p *parser) part(m *moment) error {
	t := p.peek(0)
	p.at++
	if t.norm == "early" {
		err := p.once(t, !m.early, "early")
		m.early, m.earlyTok = true, t
		return err
	}
	err := p.once(t, m.part == 0, "a part of the day")
	m.part, m.partTok = partNames[t.norm], t
	return err
}

func (p *parser) zoneItem(m *moment) (bool, error) {
	t := p.peek(0)
	z, err := p.zone()
	if z == nil || err != nil {
		return false, err
	}
	if m.zone != nil {
		return false, p.fail(t, "a second zone is stated", "state the time in one zone")
	}
	m.zone = z
	return true, nil
}

// tolerance reads "± 10 min".
func (p *parser) tolerance(m *moment) error {
	t := p.peek(0)
	p.at++
	n, unit := p.peek(0), p.peek(1)
	if err := p.once(t, m.tol == nil, "a tolerance"); err != nil {
		return err
	}
	if n.kind != number || unit.kind != word {
		return p.fail(n, "a tolerance is a number and a unit", `write it as "± 10 min"`)
	}
	l, err := ParseLength(p.text[n.at:unit.end])
	if err != nil || l > maxTolerance {
		return p.fail(n, fmt.Sprintf("%q is not a tolerance", p.text[n.at:unit.end]), `write it as "± 10 min", at most 366 days`)
	}
	p.at += 2
	m.tol, m.tolTok, m.about = &l, t, true
	return nil
}

// maxTolerance is the widest tolerance that still says anything.
const maxTolerance = 366 * Day

func hintFor(t token) string {
	switch {
	case t.kind == zoneID:
		return "write an IANA zone name, such as America/New_York"
	case strings.HasPrefix(t.norm, "today") || strings.HasPrefix(t.norm, "tomorrow") || strings.HasPrefix(t.norm, "yesterday"):
		return "write the date"
	}
	return ""
}

// dateTo fills the parts of m's date that are not stated with those of from
// that are greater: a day takes the month and year, a month the year.
func (from *moment) dateTo(m *moment) {
	if !m.dated() {
		m.year, m.month, m.day = from.year, from.month, from.day
		m.yearTok, m.monthTok, m.dayTok = from.yearTok, from.monthTok, from.dayTok
		return
	}
	if m.month == 0 && m.day != 0 {
		m.month, m.monthTok = from.month, from.monthTok
	}
	if m.year == 0 && m.month != 0 {
		m.year, m.yearTok = from.year, from.yearTok
	}
}

func (from *moment) zoneTo(m *moment) {
	if m.zone == nil {
		m.zone = from.zone
	}
}
