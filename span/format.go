package span

import (
	"fmt"
	"time"
)

// Time is t as a time.Time in UTC.
func (t Instant) Time() time.Time { return time.UnixMilli(int64(t)).UTC() }

// FromTime is the instant of t, its fraction of a millisecond dropped.
func FromTime(t time.Time) Instant { return Instant(t.UnixMilli()) }

// In is t in a zone that LoadZone takes.
func (t Instant) In(zone string) (time.Time, error) {
	loc, err := LoadZone(zone)
	if err != nil {
		return time.Time{}, err
	}
	return t.Time().In(loc), nil
}

// RFC3339 is t in UTC, such as "2025-03-15T21:26:00Z", with three decimals if
// its milliseconds are not zero. It is "" if t is in no year from 1 to 9999,
// as Beginning and End are.
func (t Instant) RFC3339() string {
	u := t.Time()
	if u.Year() < 1 || u.Year() > 9999 {
		return ""
	}
	if t%Instant(Second) != 0 {
		return u.Format("2006-01-02T15:04:05.000Z")
	}
	return u.Format("2006-01-02T15:04:05Z")
}

// zoneLabel is the abbreviation of t's zone if it is one that people use, else
// its offset as "UTC-04:00".
func zoneLabel(t time.Time) string {
	abbr, off := t.Zone()
	for i := range len(abbr) {
		if !isLetter(abbr[i]) {
			return offsetName(int64(off) * msSecond)
		}
	}
	if abbr == "" || abbr == "LMT" {
		return offsetName(int64(off) * msSecond)
	}
	return abbr
}

// fineness is the layout of the clock that shows a time without loss.
type fineness string

const (
	minutes      fineness = "15:04"
	seconds      fineness = "15:04:05"
	milliseconds fineness = "15:04:05.000"
)

const dateLayout = "2 Jan 2006"

// FormatInstant is t on the clocks of loc, such as "15 Mar 2025 17:26 EDT",
// with seconds and milliseconds if they are not zero; without the date if
// withDate is false. A side that nothing bounds is "any time".
func FormatInstant(t Instant, loc *time.Location, withDate bool) string {
	if t == Beginning || t == End {
		return "any time"
	}
	at := t.Time().In(loc)
	layout := string(finest(int64(t), int64(t)))
	if withDate {
		layout = dateLayout + " " + layout
	}
	return at.Format(layout) + " " + zoneLabel(at)
}

// finest is the layout for two instants that both begin a unit.
func finest(a, b int64) fineness {
	switch {
	case a%msMinute == 0 && b%msMinute == 0:
		return minutes
	case a%msSecond == 0 && b%msSecond == 0:
		return seconds
	}
	return milliseconds
}

// FormatSpan is s on the clocks of loc, for people: "15 Mar 2025 17:26 EDT"
// for a whole minute, "15 Mar 2025 17:25–17:26 EDT" for a run of them, with
// seconds or milliseconds only if s does not begin and end with a minute; "15
// Mar 2025 (day)" for a civil day of loc. Both ends are included.
func FormatSpan(s Span, loc *time.Location) string {
	switch {
	case s.Empty():
		return "no time"
	case s == Ever:
		return "at a time not in evidence"
	case s.lo == Beginning:
		return "not after " + formatRun(s.hi, s.hi, loc, finest(int64(s.hi)+1, 0))
	case s.hi == End:
		return "not before " + FormatInstant(s.lo, loc, true)
	}
	if days, ok := formatDays(s, loc); ok {
		return days
	}
	return formatRun(s.lo, s.hi, loc, finest(int64(s.lo), int64(s.hi)+1))
}

// formatDays is s if it is one or more whole civil days of loc.
func formatDays(s Span, loc *time.Location) (string, bool) {
	a, b := s.lo.Time().In(loc), s.hi.Time().In(loc)
	starts := func(t time.Time) bool { // the first moment of its civil day
		return t.Add(-time.Millisecond).Format(time.DateOnly) != t.Format(time.DateOnly)
	}
	switch {
	case !starts(a) || !starts(b.Add(time.Millisecond)):
		return "", false
	case a.Format(time.DateOnly) == b.Format(time.DateOnly):
		return a.Format(dateLayout) + " (day)", true
	}
	return a.Format(dateLayout) + " – " + b.Format(dateLayout) + " (days)", true
}

func formatRun(lo, hi Instant, loc *time.Location, f fineness) string {
	a, b := lo.Time().In(loc), hi.Time().In(loc)
	from, to := a.Format(dateLayout+" "+string(f)), b.Format(dateLayout+" "+string(f))
	za, zb := zoneLabel(a), zoneLabel(b)
	if from == to && za == zb {
		return from + " " + za
	}
	dash := " – "
	if a.Format(time.DateOnly) == b.Format(time.DateOnly) {
		dash, to = "–", b.Format(string(f))
	}
	if za != zb {
		from += " " + za
	}
	return fmt.Sprintf("%s%s%s %s", from, dash, to, zb)
}
