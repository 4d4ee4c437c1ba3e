package span

import (
	"fmt"
	"strconv"
	"strings"
)

// Length is a length of time in milliseconds, negative if backwards. A day is
// 24 hours; a civil day, which may be 23 or 25, is a Civil.
type Length int64

// The units of a Length.
const (
	Millisecond Length = 1
	Second             = 1000 * Millisecond
	Minute             = 60 * Second
	Hour               = 60 * Minute
	Day                = 24 * Hour
)

// MaxLength is the longest length that ParseLength reads, either way: 400
// years of 365.2425 days.
const MaxLength = 146097 * Day

// Add is the instant l after t. Beginning and End stay what they are, and
// nothing goes beyond them.
func (t Instant) Add(l Length) Instant {
	if t == Beginning || t == End {
		return t
	}
	s := t + Instant(l)
	switch {
	case l > 0 && s < t:
		return End
	case l < 0 && s > t:
		return Beginning
	}
	return s
}

// lengthUnits are the units as written, greatest first.
var lengthUnits = []struct {
	names []string
	unit  Length
}{
	{[]string{"w", "week", "weeks"}, 7 * Day},
	{[]string{"d", "day", "days"}, Day},
	{[]string{"h", "hr", "hrs", "hour", "hours"}, Hour},
	{[]string{"m", "min", "mins", "minute", "minutes"}, Minute},
	{[]string{"s", "sec", "secs", "second", "seconds"}, Second},
	{[]string{"ms", "millisecond", "milliseconds"}, Millisecond},
}

const lengthHint = "write it as 10m, 1h30m, 48 h, 14 days or PT10M"

// ParseLength reads "10m", "1h30m", "5 h 12 min 0 s", "14 days", "90 s",
// "500 ms" or ISO 8601 such as "PT10M" and "-PT5M": whole numbers of weeks,
// days, hours, minutes, seconds and milliseconds, each unit once, greatest
// first; seconds may have up to three decimals. Days are of 24 hours. Years
// and months have no length; see ParseCivil. An error is a *ParseError.
func ParseLength(text string) (Length, error) {
	if len(text) > maxText {
		return 0, &ParseError{text, maxText, "the text is longer than 200 bytes", ""}
	}
	at := 0
	for _, minus := range []string{"-", "−"} {
		if strings.HasPrefix(text, minus) {
			at = len(minus)
			break
		}
	}
	read := readUnits
	if strings.HasPrefix(text[at:], "P") {
		read = readISOLength
	}
	l, err := read(text, at)
	if err != nil {
		return 0, err
	}
	if at > 0 {
		l = -l
	}
	return l, nil
}

// readUnits reads numbers and units from a byte of text on.
func readUnits(text string, at int) (Length, error) {
	var sum Length
	unit := -1
	for at < len(text) {
		n, decimals, end, err := readNumber(text, at)
		if err != nil {
			return 0, err
		}
		name := skipSpace(text, end)
		stop := name
		for stop < len(text) && isLetter(text[stop]) {
			stop++
		}
		i := unitIndex(text[name:stop])
		switch {
		case i < 0:
			return 0, &ParseError{text, name, fmt.Sprintf("%q is not a unit of time", text[name:stop]), lengthHint}
		case i <= unit:
			return 0, &ParseError{text, name, "the units are out of order", lengthHint}
		}
		unit = i
		if sum, err = addUnits(text, at, sum, n, decimals, lengthUnits[i].unit); err != nil {
			return 0, err
		}
		if at = skipSpace(text, stop); at == len(text) && at != stop {
			return 0, &ParseError{text, stop, "space at the end", ""}
		}
	}
	if unit < 0 {
		return 0, &ParseError{text, at, "a number is missing", lengthHint}
	}
	return sum, nil
}

func unitIndex(name string) int {
	for i, u := range lengthUnits {
		for _, n := range u.names {
			if n == name {
				return i
			}
		}
	}
	return -1
}

func skipSpace(text string, at int) int {
	if at < len(text) && text[at] == ' ' {
		return at + 1
	}
	return at
}

// readNumber reads digits, and up to three decimals as a count of thousandths.
func readNumber(text string, at int) (n, thousandths int64, end int, err error) {
	end = at
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	if end == at || end-at > 15 {
		return 0, -1, at, &ParseError{text, at, "a whole number is expected", lengthHint}
	}
	n, _ = strconv.ParseInt(text[at:end], 10, 64)
	if end == len(text) || text[end] != '.' {
		return n, -1, end, nil
	}
	from := end + 1
	for end = from; end < len(text) && isDigit(text[end]); end++ {
	}
	if end == from || end-from > 3 {
		return 0, -1, at, &ParseError{text, from, "one to three decimals are expected", lengthHint}
	}
	thousandths, _ = strconv.ParseInt((text[from:end] + "00")[:3], 10, 64)
	return n, thousandths, end, nil
}

// addUnits adds n units, and thousandths of a second if they are not -1.
func addUnits(text string, at int, sum Length, n, thousandths int64, unit Length) (Length, error) {
	if thousandths >= 0 && unit != Second {
		return 0, &ParseError{text, at, "only seconds may have decimals", lengthHint}
	}
	if n > int64(MaxLength/unit) {
		return 0, &ParseError{text, at, "the length is over 400 years", ""}
	}
	sum += Length(n)*unit + Length(max(thousandths, 0))
	if sum > MaxLength {
		return 0, &ParseError{text, at, "the length is over 400 years", ""}
	}
	return sum, nil
}

// readISOLength reads what begins with a "P" at a byte of text.
func readISOLength(text string, at int) (Length, error) {
	var sum Length
	last, timed := -1, false
	at++
	for at < len(text) {
		if text[at] == 'T' && !timed {
			timed, at = true, at+1
			last = max(last, 1)
			if at < len(text) {
				continue
			}
		}
		n, decimals, end, err := readNumber(text, at)
		if err != nil {
			return 0, err
		}
		i := -1
		if end < len(text) {
			i = strings.IndexByte("WDHMS", text[end])
		}
		if end < len(text) && (text[end] == 'Y' || text[end] == 'M' && !timed) {
			return 0, &ParseError{text, end, "years and months differ in length", "write days, or a civil period"}
		}
		if i < 0 || timed != (i >= 2) || i <= last {
			return 0, &ParseError{text, end, "a unit of ISO 8601 is expected", lengthHint}
		}
		last = i
		if sum, err = addUnits(text, at, sum, n, decimals, lengthUnits[i].unit); err != nil {
			return 0, err
		}
		at = end + 1
	}
	if last < 0 {
		return 0, &ParseError{text, at, "a number is missing", lengthHint}
	}
	return sum, nil
}

// magnitude is the size of l, in milliseconds, and its sign.
func (l Length) magnitude() (uint64, string) {
	if l < 0 {
		return -uint64(l), "-"
	}
	return uint64(l), ""
}

// ISO is l in ISO 8601 with hours as the greatest unit: "PT26H3M",
// "PT48M0.001S", "-PT5M", and "PT0S" for none. ParseLength reads it back.
func (l Length) ISO() string {
	ms, sign := l.magnitude()
	out := sign + "PT"
	if h := ms / uint64(Hour); h > 0 {
		out += fmt.Sprintf("%dH", h)
	}
	if m := ms / uint64(Minute) % 60; m > 0 {
		out += fmt.Sprintf("%dM", m)
	}
	switch s, f := ms/uint64(Second)%60, ms%uint64(Second); {
	case f > 0:
		out += strings.TrimRight(fmt.Sprintf("%d.%03d", s, f), "0") + "S"
	case s > 0 || ms == 0:
		out += fmt.Sprintf("%dS", s)
	}
	return out
}

// Words is l for people: "48 min 0 s", "5 h 12 min 0 s", "2 d 3 h 0 min", "0 s".
// What is finer than its last unit is dropped, towards zero: a fraction of a
// second, and the seconds too of a day or more.
func (l Length) Words() string {
	ms, sign := l.magnitude()
	s := ms / uint64(Second)
	m, h, d := s/60, s/3600, s/86400
	switch {
	case d > 0:
		return fmt.Sprintf("%s%d d %d h %d min", sign, d, h%24, m%60)
	case h > 0:
		return fmt.Sprintf("%s%d h %d min %d s", sign, h, m%60, s%60)
	case m > 0:
		return fmt.Sprintf("%s%d min %d s", sign, m, s%60)
	case s > 0:
		return fmt.Sprintf("%s%d s", sign, s)
	}
	return "0 s"
}
