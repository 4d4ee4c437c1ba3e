package span

import "fmt"

// clock is a time of day as stated.
type clock struct {
	tok            token
	hour, min, sec int
	ms, width      int64  // the fraction of a second, and how wide its last digit is, in milliseconds
	half           string // "am", "pm", or "" for the 24-hour clock
	digits         int    // digits in which the hour was written
	prec           Precision
}

const clockHint = "write 17:26, or 5:26 p.m."

// clock reads 17:26, 17:26:05.250, 5:26 p.m., 8 p.m. and 1845 hours, and the
// word "hour" after it.
func (p *parser) clock(m *moment) error {
	t := p.peek(0)
	if err := p.once(t, m.clk == nil, "a clock time"); err != nil {
		return err
	}
	c := &clock{tok: t, hour: num(t), digits: len(t.norm), prec: ToMinute}
	p.at++
	minutes := p.peek(0).norm == ":"
	var err error
	switch {
	case minutes:
		err = p.minutes(c)
	case p.peek(0).norm == "hours" || p.peek(0).norm == "hrs":
		if c.digits != 4 {
			return p.fail(t, "expected four digits before \"hours\"", "write 1845 hours, or 18:45")
		}
		c.hour, c.min, c.digits = c.hour/100, c.hour%100, 2
		p.at++
	}
	if err != nil {
		return err
	}
	if h := p.peek(0); h.norm == "am" || h.norm == "pm" {
		c.half = h.norm
		p.at++
	} else if minutes && (h.norm == "hours" || h.norm == "hrs") {
		p.at++
	}
	m.clk = c
	return p.wholeHour(c)
}

// wholeHour takes the word that makes "10 a.m." the hour that begins then.
func (p *parser) wholeHour(c *clock) error {
	t := p.peek(0)
	if !p.accept("hour") {
		return nil
	}
	if c.min != 0 || c.prec != ToMinute {
		return p.fail(t, "an hour begins at minute 00", `write "the 10 a.m. hour"`)
	}
	c.prec = ToHour
	return nil
}

// minutes reads what follows the hour: ":26", ":26:05", ":26:05.250".
func (p *parser) minutes(c *clock) error {
	if c.digits > 2 {
		return p.fail(c.tok, fmt.Sprintf("%q is not an hour", c.tok.norm), clockHint)
	}
	var err error
	if c.min, err = p.two("minutes"); err != nil {
		return err
	}
	if p.peek(0).norm != ":" {
		return nil
	}
	c.prec = ToSecond
	if c.sec, err = p.two("seconds"); err != nil {
		return err
	}
	if f := p.peek(1); p.peek(0).norm == "." && !p.peek(0).gap && f.kind == number && !f.gap {
		p.at += 2
		return p.fraction(c, f)
	}
	return nil
}

// two reads a colon and two digits.
func (p *parser) two(what string) (int, error) {
	p.at++
	t := p.peek(0)
	if t.kind != number || len(t.norm) != 2 {
		return 0, p.fail(t, "expected two digits for the "+what+", found "+p.shown(t), clockHint)
	}
	p.at++
	if num(t) == 60 && what == "seconds" {
		return 0, p.fail(t, "a leap second is not counted by civil clocks here", "write :59, and say so in the note")
	}
	if num(t) > 59 {
		return 0, p.fail(t, fmt.Sprintf("%q is not a number of %s", t.norm, what), clockHint)
	}
	return num(t), nil
}

// fraction keeps milliseconds. Finer digits, up to nine, are dropped: a span
// in whole milliseconds holds all that they tell apart.
func (p *parser) fraction(c *clock, f token) error {
	if len(f.norm) > 9 {
		return p.fail(f, "a second has at most nine decimals", "")
	}
	c.prec, c.width = ToMillisecond, msSecond
	for i := 0; i < len(f.norm) && i < 3; i++ {
		c.width /= 10
		c.ms += int64(f.norm[i]-'0') * c.width
	}
	return nil
}

// noon reads "noon" or "12 noon"; "midnight" belongs to two days.
func (p *parser) noon(m *moment, ahead int) error {
	t, w := p.peek(0), p.peek(ahead)
	if w.norm == "midnight" {
		return p.fail(w, "midnight may be either end of a civil day", "write 00:00 and the date that begins, or 24:00 and the date that ends")
	}
	if ahead == 1 && t.norm != "12" {
		return p.fail(t, "noon is 12 o'clock", `write "noon"`)
	}
	p.at += ahead + 1
	err := p.once(t, m.clk == nil, "a clock time")
	m.clk = &clock{tok: t, hour: 12, digits: 2, prec: ToMinute}
	return err
}

// isoClock reads a clock of RFC 3339, after which a sign begins an offset.
func (p *parser) isoClock(m *moment) error {
	t := p.peek(0)
	if t.kind != number || len(t.norm) != 2 || p.peek(1).norm != ":" {
		return p.fail(t, "expected a clock such as 17:26, found "+p.shown(t), clockHint)
	}
	if err := p.clock(m); err != nil {
		return err
	}
	s := p.peek(0)
	if s.gap || s.norm != "+" && s.norm != "-" && s.norm != "−" {
		return nil
	}
	z, err := p.offset(s)
	if err != nil {
		return err
	}
	if z == nil {
		return nil // 18:45:00-18:48:00 is a range
	}
	if m.zone != nil {
		return p.fail(s, "a second zone is stated", "state the time in one zone")
	}
	m.zone = z
	return nil
}

// offsetNext reports whether the sign next is that of an offset after a clock.
// A hyphen may also be that of a range; Parse then tries both.
func (p *parser) offsetNext(m *moment) bool {
	s := p.peek(0)
	if m.clk == nil || p.at == 0 || p.toks[p.at-1].kind != number || s.norm != "-" {
		return false
	}
	if z, err := p.offsetAhead(s); z == nil || err != nil {
		return false
	}
	p.hyphen = &s
	return p.hyphenIsZone
}

// of24 is the time of day in milliseconds since 00:00, from 0 to 24 hours.
func (p *parser) of24(c *clock) (int64, string, error) {
	h, warn := c.hour, ""
	switch {
	case c.half == "" && c.digits == 1 && c.hour > 0:
		return 0, "", p.fail(c.tok, "a clock time without a.m. or p.m. needs an hour of two digits", "write 05:26 or 17:26, or add a.m. or p.m.")
	case c.half == "" && h == 24 && c.min == 0 && c.sec == 0 && c.ms == 0:
	case c.half == "" && h > 23:
		return 0, "", p.fail(c.tok, fmt.Sprintf("%q is not an hour", c.tok.norm), clockHint)
	case c.half == "am" && h == 0: // as some court dockets print it: 00:17 AM
	case c.half != "" && (h < 1 || h > 12):
		return 0, "", p.fail(c.tok, fmt.Sprintf("the hour %d does not go with %s", h, c.half), "write the 24-hour clock without a.m. or p.m.")
	case c.half != "" && h == 12:
		if h = 0; c.half == "pm" {
			h = 12
		}
		if c.min == 0 && c.sec == 0 && c.ms == 0 {
			warn = fmt.Sprintf("12 %s is read as %02d:00 of its date", c.half, h)
		}
	case c.half == "pm":
		h += 12
	}
	return int64(h)*msHour + int64(c.min)*msMinute + int64(c.sec)*msSecond + c.ms, warn, nil
}

// length is how long the clock time is, in milliseconds.
func (c *clock) length() int64 {
	switch c.prec {
	case ToHour:
		return msHour
	case ToSecond:
		return msSecond
	case ToMillisecond:
		return c.width
	}
	return msMinute
}
