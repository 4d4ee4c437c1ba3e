package span

import "time"

// Milliseconds in the units of the clock.
const (
	msSecond int64 = 1000
	msMinute       = 60 * msSecond
	msHour         = 60 * msMinute
	msDay          = 24 * msHour
)

// The years in which a stated time is believed. Outside them a year is more
// likely a slip than a date, and the rules of civil time are not known.
const minYear, maxYear = 1900, 2200

// Local time is counted as milliseconds of a clock on the wall since its own
// 1970-01-01 00:00, as if the wall were in UTC.

// dayStart is the local time at which a civil day begins.
func dayStart(year, month, day int) int64 {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).UnixMilli()
}

// daysIn is the number of days of a month, 28 to 31.
func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// segment is a run of time in which a zone keeps one offset: from lo to hi,
// both included, off milliseconds east of UTC.
type segment struct {
	lo, hi int64
	off    int64
	abbr   string
}

// segments are the runs of loc from lo to hi, both included, in order.
func segments(loc *time.Location, lo, hi int64) []segment {
	var out []segment
	for t := lo; t <= hi; {
		at := time.UnixMilli(t).In(loc)
		abbr, off := at.Zone()
		s := segment{t, hi, int64(off) * msSecond, abbr}
		if _, end := at.ZoneBounds(); !end.IsZero() && end.UnixMilli() > t {
			s.hi = min(hi, end.UnixMilli()-1)
		}
		out = append(out, s)
		t = s.hi + 1
	}
	return out
}

// window is how far beyond a local time the same digits are sought in UTC: no
// zone has been further from UTC than sixteen hours.
const window = 48 * msHour

// wall is what the local time from lo to hi, both included, is in a zone.
type wall struct {
	span   Span
	gap    bool // it does not exist: span is the hull of the readings by either offset
	twice  bool // some of it happens twice
	broken bool // its moments are not one run; span is their hull
}

func readWall(loc *time.Location, lo, hi int64) wall {
	segs := segments(loc, lo-window, hi+window)
	var w wall
	var total int64
	for _, s := range segs {
		a, b := max(s.lo, lo-s.off), min(s.hi, hi-s.off)
		if a > b {
			continue
		}
		w.broken = w.broken || !w.span.Empty() && Instant(a) != w.span.Latest()+1
		w.span = Hull(w.span, Of(Instant(a), Instant(b)))
		total += b - a + 1
	}
	w.twice = total > hi-lo+1
	if w.span.Empty() {
		w.span, w.gap = gapReadings(segs, lo, hi), true
	}
	return w
}

// gapReadings is the hull of what local time in [lo, hi] that a change of the
// clocks skipped would be by the offset before the change and by that after.
func gapReadings(segs []segment, lo, hi int64) Span {
	var out Span
	for i := 1; i < len(segs); i++ {
		before, after := segs[i-1].off, segs[i].off
		a, b := max(lo, segs[i].lo+before), min(hi, segs[i].lo+after-1)
		if a <= b {
			out = Hull(out, Of(Instant(a-after), Instant(b-before)))
		}
	}
	return out
}
