package span

import (
	"fmt"
	"strconv"
)

var monthNames = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// weekdayNames count from Monday, 1, to Sunday, 7, as ISO 8601 does.
var weekdayNames = map[string]int{
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
	"mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 7,
}

var weekdays = []string{"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

const isoHint = "write the date as 2025-03-15 or 15 March 2025"

// num is the value of a number token, -1 if it is too long to be of use.
func num(t token) int {
	if t.kind != number || len(t.norm) > 4 {
		return -1
	}
	n, _ := strconv.Atoi(t.norm)
	return n
}

// dateOrClock reads what begins with a number or the name of a month.
func (p *parser) dateOrClock(m *moment) (ok, date bool, err error) {
	t, u := p.peek(0), p.peek(1)
	switch {
	case monthNames[t.norm] != 0:
		return true, true, p.monthFirst(m)
	case p.numericDate():
		return false, false, p.fail(t, "a date in numbers alone may be read in two orders", isoHint)
	case len(t.norm) == 4 && u.norm == "-" && !u.gap && p.peek(2).kind == number && !p.peek(2).gap && len(p.peek(2).norm) < 4:
		return true, true, p.isoDate(m)
	case u.norm == ":" || u.norm == "am" || u.norm == "pm" || u.norm == "hours" || u.norm == "hrs":
		return true, false, p.clock(m)
	case u.norm == "noon" || u.norm == "midnight":
		return true, false, p.noon(m, 1)
	case len(t.norm) == 4:
		return p.fourDigits(m)
	case len(t.norm) > 2:
		return false, false, p.fail(t, fmt.Sprintf("%q is neither a day nor a year nor a clock time", t.norm), isoHint)
	}
	return p.dayFirst(m)
}

// numericDate reports whether a date such as 3/15/2025 or 15.3.2025 is next.
func (p *parser) numericDate() bool {
	sep := p.peek(1)
	if p.peek(0).kind != number || p.peek(2).kind != number || sep.gap || p.peek(2).gap {
		return false
	}
	if sep.norm == "/" {
		return true
	}
	last := p.peek(4).kind == number && p.peek(3).norm == sep.norm && !p.peek(3).gap && !p.peek(4).gap
	return last && len(p.peek(0).norm) <= 2 && (sep.norm == "." || sep.norm == "-") && monthNames[p.peek(5).norm] == 0
}

// isoDate reads 2025-03, 2025-03-15, and the clock after a "T".
func (p *parser) isoDate(m *moment) error {
	y, mo := p.peek(0), p.peek(2)
	if len(mo.norm) != 2 {
		return p.fail(mo, fmt.Sprintf("%q is not a month of two digits", mo.norm), isoHint)
	}
	p.at += 3
	if err := p.setYear(m, y); err != nil {
		return err
	}
	if err := p.once(mo, m.month == 0, "a month"); err != nil {
		return err
	}
	m.month, m.monthTok = num(mo), mo
	d := p.peek(1)
	if p.peek(0).norm != "-" || p.peek(0).gap || d.kind != number || d.gap || len(d.norm) > 2 {
		return nil
	}
	p.at += 2
	if len(d.norm) != 2 {
		return p.fail(d, fmt.Sprintf("%q is not a day of two digits", d.norm), isoHint)
	}
	if err := p.setDay(m, d); err != nil {
		return err
	}
	if t := p.peek(0); t.norm == "t" && !t.gap {
		p.at++
		return p.isoClock(m)
	}
	if c := p.peek(0); c.kind == number && p.peek(1).norm == ":" && p.peek(3).norm == ":" {
		return p.isoClock(m) // as programs print it: 2025-03-15 18:45:10-04:00
	}
	return nil
}

// monthFirst reads "March 15, 2025", "March 2025" and "March".
func (p *parser) monthFirst(m *moment) error {
	t := p.peek(0)
	p.at++
	if err := p.once(t, m.month == 0, "a month"); err != nil {
		return err
	}
	m.month, m.monthTok = monthNames[t.norm], t
	d, u := p.peek(0), p.peek(1)
	if d.kind == number && len(d.norm) <= 2 && u.norm != ":" && u.norm != "am" && u.norm != "pm" {
		p.at++
		_ = p.ordinal(d)
		if err := p.setDay(m, d); err != nil {
			return err
		}
	}
	return p.yearAfter(m)
}

// dayFirst reads "15 March 2025", "15th of March", "15-Mar-2025", and a bare
// number, which only the other time of a range can explain.
func (p *parser) dayFirst(m *moment) (ok, date bool, err error) {
	t := p.peek(0)
	p.at++
	ord := p.ordinal(t)
	hyphen := p.peek(0).norm == "-" && !p.peek(0).gap && monthNames[p.peek(1).norm] != 0 && p.peek(2).norm == "-"
	if hyphen {
		p.at++
	}
	from := p.at
	_ = p.accept("of")
	mo := p.peek(0)
	if monthNames[mo.norm] == 0 {
		p.at = from
		if ord {
			return true, true, p.setDay(m, t)
		}
		err := p.once(t, m.bare == 0, "a number")
		if num(t) == 0 {
			err = p.fail(t, fmt.Sprintf("%q is not understood", t.norm), isoHint)
		}
		m.bare, m.bareTok = num(t), t
		return true, false, err
	}
	p.at++
	if err := p.setDay(m, t); err != nil {
		return false, false, err
	}
	if err := p.once(mo, m.month == 0, "a month"); err != nil {
		return false, false, err
	}
	m.month, m.monthTok = monthNames[mo.norm], mo
	if hyphen && p.peek(1).kind == number {
		p.at++
	}
	return true, true, p.yearAfter(m)
}

var ordinals = map[string]bool{"st": true, "nd": true, "rd": true, "th": true}

// ordinal takes the ending of "15th".
func (p *parser) ordinal(t token) bool {
	u := p.peek(0)
	if !ordinals[u.norm] || u.gap || t.end != u.at {
		return false
	}
	p.at++
	return true
}

// yearAfter takes a year of four digits, perhaps after a comma.
func (p *parser) yearAfter(m *moment) error {
	from := p.at
	_ = p.acceptAny(",", "of")
	t := p.peek(0)
	if m.year != 0 || t.kind != number || len(t.norm) != 4 || p.peek(1).norm == ":" {
		p.at = from
		return nil
	}
	if y := num(t); (y < minYear || y > maxYear) && p.zoneAt(1) {
		p.at = from
		return nil
	}
	p.at++
	return p.setYear(m, t)
}

// zoneAt reports whether a zone begins so many tokens on.
func (p *parser) zoneAt(ahead int) bool {
	at := p.at
	defer func() { p.at = at }()
	p.at += ahead
	z, _ := p.zone()
	return z != nil
}

// fourDigits reads a year, or a clock such as "0400 GMT".
func (p *parser) fourDigits(m *moment) (ok, date bool, err error) {
	t, n := p.peek(0), num(p.peek(0))
	if p.zoneAt(1) && n/100 < 24 && n%100 < 60 {
		p.at++
		err := p.once(t, m.clk == nil && m.four == 0, "a clock time")
		if n < minYear || n > maxYear {
			m.clk = &clock{tok: t, hour: n / 100, min: n % 100, digits: 2, prec: ToMinute}
			return true, false, err
		}
		m.four, m.fourTok = n, t
		return true, false, err
	}
	p.at++
	return true, true, p.setYear(m, t)
}

func (p *parser) setYear(m *moment, t token) error {
	if err := p.once(t, m.year == 0, "a year"); err != nil {
		return err
	}
	m.year, m.yearTok = num(t), t
	if m.year < minYear || m.year > maxYear {
		return p.fail(t, fmt.Sprintf("the year %s is outside %d to %d", t.norm, minYear, maxYear), "")
	}
	return nil
}

func (p *parser) setDay(m *moment, t token) error {
	if err := p.once(t, m.day == 0, "a day"); err != nil {
		return err
	}
	m.day, m.dayTok = num(t), t
	if m.day < 1 || m.day > 31 {
		return p.fail(t, fmt.Sprintf("%q is not a day of a month", t.norm), isoHint)
	}
	return nil
}
