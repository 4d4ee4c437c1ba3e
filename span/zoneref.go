package span

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// zoneRef is a zone as stated, before the date and context decide it.
type zoneRef struct {
	tok, last token
	text      string // as stated
	name      string // an IANA name, or ""
	abbr      string // an abbreviation of the table, or ""
	fixed     bool   // off is all that is stated
	off       int64  // milliseconds east of UTC
	local     bool   // the zone of the context
}

// place is a Context understood.
type place struct {
	name             string // as resolved, "" if none
	loc              *time.Location
	civil            bool // a zone of the database, not UTC or an offset
	year, month, day int  // 0 if none
}

func (c Context) place(text string) (place, error) {
	var w place
	if c.Zone != "" {
		loc, err := LoadZone(c.Zone)
		if err != nil {
			return w, &ParseError{text, 0, fmt.Sprintf("the zone %q of the context is not known", c.Zone), "give the context an IANA zone name"}
		}
		w.name, w.loc, w.civil = loc.String(), loc, strings.Contains(loc.String(), "/")
	}
	if c.Date == "" {
		return w, nil
	}
	d, err := time.Parse(time.DateOnly, c.Date)
	if err != nil || d.Year() < minYear || d.Year() > maxYear {
		return w, &ParseError{text, 0, fmt.Sprintf("the date %q of the context is not a date", c.Date), "give the context a date as 2025-03-15"}
	}
	w.year, w.month, w.day = d.Year(), int(d.Month()), d.Day()
	return w, nil
}

// unitedStates reports whether abbreviations have their meaning there: in a
// zone of the United States, and where nothing says otherwise.
func (w place) unitedStates() bool {
	for _, p := range []string{"US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/"} {
		if strings.HasPrefix(w.name, p) {
			return true
		}
	}
	return !w.civil || slices.Contains(unitedStates, w.name)
}

// zone reads a zone; nil if none is next.
func (p *parser) zone() (*zoneRef, error) {
	t := p.peek(0)
	z := &zoneRef{tok: t}
	switch {
	case t.kind == zoneID:
		f, ok := zoneFiles()[strings.ToLower(t.norm)]
		if !ok {
			return nil, p.fail(t, fmt.Sprintf("the zone %q is not in the IANA database", t.norm), "write an IANA zone name, such as America/New_York")
		}
		z.name = f.Name
		p.at++
	case t.norm == "+" || t.norm == "-" || t.norm == "−":
		return p.offset(t)
	case t.kind != word:
		return nil, nil
	case !p.utc(z) && !p.zoneWords(z):
		return nil, nil
	}
	z.text = p.text[t.at:p.toks[p.at-1].end]
	return z, nil
}

// utc reads UTC, GMT and Z, and the offset after the first two.
func (p *parser) utc(z *zoneRef) bool {
	t := p.peek(0)
	if t.norm != "utc" && t.norm != "gmt" && t.norm != "z" {
		return false
	}
	p.at++
	z.fixed = true
	if s := p.peek(0); t.norm != "z" && !s.gap && (s.norm == "+" || s.norm == "-" || s.norm == "−") {
		if o, err := p.offset(s); err == nil && o != nil {
			z.off = o.off
		}
	}
	return true
}

// offset reads a sign and 4, 04, 0400 or 04:00; nil if that is no offset that
// any place keeps: at most 14 hours, in whole quarters.
func (p *parser) offset(s token) (*zoneRef, error) {
	h := p.peek(1)
	if h.kind != number || h.gap || len(h.norm) == 3 || num(h) < 0 {
		return nil, nil
	}
	hour, minute, n := num(h), 0, 2
	colon, mm := p.peek(2), p.peek(3)
	switch {
	case len(h.norm) == 4:
		hour, minute = hour/100, hour%100
	case colon.norm == ":" && !colon.gap && !mm.gap && len(mm.norm) == 2 && mm.kind == number:
		minute, n = num(mm), 4
	}
	if hour > 14 || hour == 14 && minute > 0 || minute > 59 || minute%15 != 0 {
		return nil, nil
	}
	p.at += n
	off := int64(hour)*msHour + int64(minute)*msMinute
	if s.norm != "+" {
		off = -off
	}
	return &zoneRef{tok: s, text: p.text[s.at:p.toks[p.at-1].end], fixed: true, off: off}, nil
}

// offsetAhead is offset without taking it. After a clock, an offset is written
// with its minutes.
func (p *parser) offsetAhead(s token) (*zoneRef, error) {
	at := p.at
	defer func() { p.at = at }()
	z, err := p.offset(s)
	if n := p.at - at; n == 2 && len(p.toks[at+1].norm) < 4 {
		return nil, err
	}
	return z, err
}

// zoneWords reads words of the table, the longest that fit.
func (p *parser) zoneWords(z *zoneRef) bool {
	us := p.peek(0).norm == "us" && regions[p.peek(1).norm].zone != ""
	if us {
		p.at++
	}
	t := p.peek(0)
	r := regions[t.norm]
	switch {
	case p.longName(z):
	case p.accept("local"):
		z.local = true
		_ = p.accept("time")
	case p.placeTime(z):
	case r.zone != "":
		return p.region(z, r.zone, r.standard, r.daylight)
	case zoneNames[strings.ToUpper(t.norm)] != "":
		z.name = zoneNames[strings.ToUpper(t.norm)]
		p.at++
	case abbreviations[strings.ToUpper(t.norm)] != nil:
		z.abbr = strings.ToUpper(t.norm)
		p.at++
	default:
		return false
	}
	return true
}

func (p *parser) region(z *zoneRef, zone, standard, daylight string) bool {
	p.at++
	switch {
	case p.accept("standard"):
		z.abbr = standard
	case daylight != "" && p.accept("daylight"):
		z.abbr = daylight
	default:
		z.name = zone
	}
	_ = p.accept("time")
	return true
}

// words are the next n tokens with the separator between, "" if one is no word.
func (p *parser) words(n int, sep string) string {
	var out []string
	for i := range n {
		if p.peek(i).kind != word {
			return ""
		}
		out = append(out, p.peek(i).norm)
	}
	return strings.Join(out, sep)
}

func (p *parser) longName(z *zoneRef) bool {
	for n := 4; n >= 2; n-- {
		abbr, ok := longNames[p.words(n, " ")]
		if !ok {
			continue
		}
		p.at += n
		z.abbr = abbr
		if abbr == "UTC" {
			z.abbr, z.fixed = "", true
		}
		return true
	}
	return false
}

// placeTime reads "Irish time" and "New York time".
func (p *parser) placeTime(z *zoneRef) bool {
	for n := 3; n >= 1; n-- {
		if p.peek(n).norm != "time" || p.words(n, " ") == "" || regions[p.peek(0).norm].zone != "" {
			continue
		}
		name, ok := placeTimes[p.words(n, " ")]
		if !ok {
			name, ok = cityZone(p.words(n, "_"))
		}
		if ok {
			z.name = name
			p.at += n + 1
			return true
		}
	}
	return false
}
