package feed

import (
	"strings"
	"time"

	"github.com/holdshort/holdshort/span"
)

// stamp is a date and a clock time as written.
type stamp struct {
	at    span.Instant // UTC if zoned, else the clock's reading as if it were UTC
	zoned bool
	fine  span.Length // how finely it is written: a minute, a second, a millisecond
}

// parseStamp reads 2024-01-02T07:41:03Z and its kin: a date with dashes or
// slashes, T or a blank, hours and minutes, perhaps seconds and a fraction, and
// perhaps Z, UTC or an offset. A fraction may also follow the Z, as
// Flightradar24 writes it. A leap second cannot be read.
func parseStamp(s string) (stamp, bool) {
	if len(s) < 16 || (s[10] != 'T' && s[10] != ' ') {
		return stamp{}, false
	}
	day, ok := parseDay(s[:10])
	if !ok {
		return stamp{}, false
	}
	of, fine, rest, ok := parseClock(s[11:])
	if !ok {
		return stamp{}, false
	}
	st := stamp{at: day.Add(of), fine: fine}
	return st, st.zone(rest)
}

// parseDay reads 2024-01-02 or 2024/01/02.
func parseDay(s string) (span.Instant, bool) {
	if len(s) != 10 || s[4] != s[7] || (s[4] != '-' && s[4] != '/') {
		return 0, false
	}
	y, a := wholeNumber(s[:4])
	m, b := wholeNumber(s[5:7])
	d, c := wholeNumber(s[8:])
	if !a || !b || !c || m < 1 || m > 12 || d < 1 {
		return 0, false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return span.FromTime(t), t.Day() == d
}

// parseClock reads 07:41, 07:41:03 or 07:41:03.515, and gives what follows it.
func parseClock(s string) (of, fine span.Length, rest string, ok bool) {
	if len(s) < 5 || s[2] != ':' {
		return 0, 0, "", false
	}
	h, a := wholeNumber(s[:2])
	m, b := wholeNumber(s[3:5])
	if !a || !b || h > 23 || m > 59 {
		return 0, 0, "", false
	}
	of, fine, rest = span.Length(h)*span.Hour+span.Length(m)*span.Minute, span.Minute, s[5:]
	if rest == "" || rest[0] != ':' {
		return of, fine, rest, true
	}
	if len(rest) < 3 {
		return 0, 0, "", false
	}
	sec, c := wholeNumber(rest[1:3])
	if !c || sec > 59 {
		return 0, 0, "", false
	}
	of, fine, rest = of+span.Length(sec)*span.Second, span.Second, rest[3:]
	if ms, left, ok := fraction(rest); ok {
		return of + ms, span.Millisecond, left, true
	}
	return of, fine, rest, true
}

// fraction reads .5 or .515049 in milliseconds, cut off.
func fraction(s string) (ms span.Length, rest string, ok bool) {
	if len(s) < 2 || s[0] != '.' {
		return 0, s, false
	}
	i, unit := 1, 100*span.Millisecond
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		ms += span.Length(s[i]-'0') * unit
		unit /= 10
	}
	return ms, s[i:], i > 1
}

// zone reads what follows the clock.
func (st *stamp) zone(s string) bool {
	s = strings.TrimPrefix(s, " ")
	switch {
	case s == "":
		return true
	case s == "Z" || s == "z" || s == "UTC" || s == "GMT":
		st.zoned = true
		return true
	case s[0] == 'Z':
		ms, rest, ok := fraction(s[1:])
		if !ok || rest != "" || st.fine != span.Second {
			return false
		}
		st.at, st.fine, st.zoned = st.at.Add(ms), span.Millisecond, true
		return true
	}
	off, ok := offset(s)
	st.at, st.zoned = st.at.Add(-off), true
	return ok
}

// offset reads +05:30, +0530 or +05.
func offset(s string) (span.Length, bool) {
	if s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	hm := strings.Replace(s[1:], ":", "", 1)
	if len(hm) == 2 {
		hm += "00"
	}
	if len(hm) != 4 {
		return 0, false
	}
	n, ok := wholeNumber(hm)
	if !ok || n/100 > 15 || n%100 > 59 {
		return 0, false
	}
	off := span.Length(n/100)*span.Hour + span.Length(n%100)*span.Minute
	if s[0] == '-' {
		off = -off
	}
	return off, true
}

// wholeNumber reads a few decimal digits and nothing else.
func wholeNumber(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

// wallClock turns the readings of a clock in a zone into instants.
type wallClock struct {
	loc *time.Location

	// The last answer holds for its quarter of an hour: zones change on one.
	quarter span.Instant
	known   bool
	off     span.Length // of the zone from UTC
	twice   span.Length // how much later the same reading came again, or 0
	ok      bool        // the zone's clocks did show this
}

// openClock loads the zone of a file's clock. The zone must be stated where the
// file does not say it: to guess would move every position.
func openClock(in *input, row int64) (*wallClock, error) {
	const hint = "state the zone of its clock: UTC, or the zone of the computer that wrote it, such as America/Chicago"
	if in.opts.Zone == "" {
		return nil, refuse(in, row, -1, "", "times have no zone", hint)
	}
	return clockIn(in, row, in.opts.Zone)
}

func clockIn(in *input, row int64, zone string) (*wallClock, error) {
	loc, err := span.LoadZone(zone)
	if err != nil {
		return nil, refuse(in, row, -1, zone, "cannot load zone", "write an IANA name such as America/Chicago")
	}
	return &wallClock{loc: loc}, nil
}

// at is the instant of a reading. If clocks showed it twice, when they were put
// back, it is the first and twice says how much later the second was; ok is
// false if they never showed it.
func (w *wallClock) at(reading span.Instant) (at span.Instant, twice span.Length, ok bool) {
	const quarter = span.Instant(15 * span.Minute)
	if q := reading / quarter; !w.known || q != w.quarter {
		w.quarter, w.known = q, true
		w.look(q * quarter)
	}
	return reading.Add(-w.off), w.twice, w.ok
}

// look finds the offset at a reading, from those a day before and after.
func (w *wallClock) look(reading span.Instant) {
	w.ok, w.twice = false, 0
	before, after := w.offsetAt(reading.Add(-span.Day)), w.offsetAt(reading.Add(span.Day))
	for _, off := range []span.Length{max(before, after), min(before, after)} {
		switch {
		case w.offsetAt(reading.Add(-off)) != off:
		case !w.ok:
			w.off, w.ok = off, true
		case off != w.off:
			w.twice = w.off - off
		}
	}
}

func (w *wallClock) offsetAt(t span.Instant) span.Length {
	_, sec := t.Time().In(w.loc).Zone()
	return span.Length(sec) * span.Second
}
