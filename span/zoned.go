package span

import (
	"fmt"
	"strings"
	"time"
)

// zoned is a zone decided: a location, or an offset, or an offset that a
// location is said to keep.
type zoned struct {
	name  string         // for Stated.Zone
	loc   *time.Location // nil if only the offset is known
	fixed bool           // off counts
	off   int64          // milliseconds east of UTC
	abbr  string         // as stated, if it names the offset
}

// unresolved is why a zone could not be decided.
type unresolved struct{ msg, hint string }

func (u *unresolved) Error() string { return u.msg }

// resolve decides z in a context, near a local time in milliseconds.
func (z *zoneRef) resolve(w place, near int64) (zoned, error) {
	switch {
	case z.local && w.loc == nil:
		return zoned{}, &unresolved{"local time of an unknown place", "name the zone, such as America/New_York"}
	case z.local:
		return w.zoned(), nil
	case z.fixed:
		return zoned{name: offsetName(z.off), fixed: true, off: z.off}, nil
	case z.name != "":
		return loadZoned(z.name)
	}
	if w.civil {
		if off, ok := uses(w.loc, z.abbr, near); ok {
			return zoned{name: w.name, loc: w.loc, fixed: true, off: off, abbr: z.abbr}, nil
		}
	}
	m, err := choose(z.abbr, w)
	if err != nil {
		return zoned{}, err
	}
	off := int64(m.hours * float64(msHour))
	if m.zone == "" {
		return zoned{name: offsetName(off), fixed: true, off: off}, nil
	}
	zd, err := loadZoned(m.zone)
	zd.fixed, zd.off, zd.abbr = true, off, z.abbr
	return zd, err
}

func loadZoned(name string) (zoned, error) {
	f, ok := zoneFiles()[strings.ToLower(name)]
	if !ok {
		return zoned{}, &unresolved{fmt.Sprintf("the zone %q is not in the IANA database", name), ""}
	}
	loc, err := loadFile(f)
	return zoned{name: f.Name, loc: loc}, err
}

func (w place) zoned() zoned { return zoned{name: w.name, loc: w.loc} }

// uses reports whether clocks of loc are called abbr within a year of near,
// and their offset then.
func uses(loc *time.Location, abbr string, near int64) (int64, bool) {
	for _, s := range segments(loc, near-366*msDay, near+366*msDay) {
		if s.abbr == abbr {
			return s.off, true
		}
	}
	return 0, false
}

// choose is the meaning of an abbreviation where the clocks of the context do
// not use it.
func choose(abbr string, w place) (meaning, error) {
	ms := abbreviations[abbr]
	australia := strings.HasPrefix(w.name, "Australia/") && isUSAbbreviation(abbr)
	if australia {
		ms = append(ms[:len(ms):len(ms)], meaning{where: "Australia"})
	}
	if w.unitedStates() && isUSAbbreviation(abbr) {
		return ms[0], nil
	}
	one, said := true, []string{}
	for _, m := range ms {
		one = one && m.hours == ms[0].hours
		where := m.where
		if m != (meaning{where: m.where}) {
			where += " (" + offsetName(int64(m.hours*float64(msHour))) + ")"
		}
		said = append(said, where)
	}
	if one && !australia {
		return ms[0], nil
	}
	return meaning{}, &unresolved{
		fmt.Sprintf("%s may be that of %s", abbr, strings.Join(said, " or ")),
		"write the offset, such as UTC-06:00, or an IANA zone name",
	}
}

// moments are the moments of local time [lo, hi], and what to warn of. Coarse
// time, from a part of a day on, is that of the place, whatever half of the
// year an abbreviation names.
func (z zoned) moments(lo, hi int64, coarse bool) (Span, []string) {
	if z.loc == nil {
		return Of(Instant(lo-z.off), Instant(hi-z.off)), nil
	}
	w := readWall(z.loc, lo, hi)
	if z.fixed {
		return z.abbreviated(w, lo, hi, coarse)
	}
	return w.span, z.wallWarnings(w, lo, coarse)
}

func (z zoned) wallWarnings(w wall, lo int64, coarse bool) []string {
	at := time.UnixMilli(lo).UTC()
	switch {
	case w.gap && coarse:
		return []string{fmt.Sprintf("%s does not exist in %s, where the calendar skips it: the readings by either offset are kept", at.Format("2 January 2006"), z.name)}
	case w.gap:
		return []string{fmt.Sprintf("%s does not exist in %s, where the clocks went forward: the readings by either offset are kept", at.Format("15:04 on 2 January 2006"), z.name)}
	case w.broken, w.twice && !coarse:
		return []string{fmt.Sprintf("%s happens twice in %s, where the clocks went back: both are kept", at.Format("15:04 on 2 January 2006"), z.name)}
	}
	return nil
}

// abbreviated reads local time whose offset an abbreviation states. Where the
// clocks of its zone do not keep that offset then, the speaker may have meant
// the offset or the clock on the wall, and both are kept.
func (z zoned) abbreviated(w wall, lo, hi int64, coarse bool) (Span, []string) {
	literal := Of(Instant(lo-z.off), Instant(hi-z.off))
	keeps, always := false, true
	for _, s := range segments(z.loc, int64(literal.lo), int64(literal.hi)) {
		keeps = keeps || s.off == z.off
		always = always && s.off == z.off
	}
	switch {
	case coarse && keeps:
		return w.span, z.wallWarnings(w, lo, coarse)
	case always:
		return literal, nil
	}
	at := time.UnixMilli(int64(literal.lo)).In(z.loc)
	abbr, _ := at.Zone()
	msg := fmt.Sprintf("%s is %s, and %s keeps %s then: both readings are kept", z.abbr, offsetName(z.off), z.name, zoneLabel(at))
	if abbr == z.abbr || keeps {
		msg = fmt.Sprintf("%s is %s, and %s changes its clocks then: both readings are kept", z.abbr, offsetName(z.off), z.name)
	}
	return Hull(literal, w.span), append([]string{msg}, z.wallWarnings(w, lo, coarse)...)
}
