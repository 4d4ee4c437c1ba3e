package deadline

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/span"
)

// Unit is what a period is counted in.
type Unit string

// The units. Fixed is no period at all: a moment or day that was set, which never
// rolls.
const (
	Hours        Unit = "hour"
	Days         Unit = "day"
	Weeks        Unit = "week"
	Months       Unit = "month"
	Years        Unit = "year"
	BusinessDays Unit = "business day"
	Fixed        Unit = "fixed"
)

// MaxCount is the most of any unit that a period may have.
const MaxCount = 9999

// maxYears bounds a period of months or years: no court sets a longer one.
const maxYears = 100

// Clock is a time of day in minutes after midnight, 0 to 1439.
type Clock int

// String is c as "16:00".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// Period is a period, or a moment that was fixed.
type Period struct {
	Text   string // as stated
	Unit   Unit
	Count  int         // of Unit; 0 if Fixed
	Clock  *Clock      // the hour at which its last day ends, if stated
	Before bool        // counted backward: "21 days before"
	Fixed  span.Stated // the moment, if Unit is Fixed
}

// String is the period as ParsePeriod reads it back: "14 days", "2 business days,
// 16:00", "21 days before"; the text of a moment.
func (p Period) String() string {
	if p.Unit == Fixed {
		return p.Text
	}
	out := fmt.Sprintf("%d %s", p.Count, p.Unit)
	if p.Count != 1 {
		out += "s"
	}
	if p.Before {
		out += " before"
	}
	if p.Clock != nil {
		out += ", " + p.Clock.String()
	}
	return out
}

const periodHint = `write it as "14 days", "72 hours", "second business day, 4:00 pm", "21 days before", or a moment such as "by 5 pm on 10 August 2025"`

var (
	leads = regexp.MustCompile(`^(within|in|for|not to exceed|no more than|up to|a|the|period of|end of|close of)\s+`)
	count = regexp.MustCompile(`^(\d{1,5}|[a-z]+(?:-[a-z]+)?)(st|nd|rd|th)?(?:\s+\((\d{1,5})\))?[\s-]*(calendar days?|business days?|court days?|hours?|hrs?|h|days?|weeks?|months?|years?)\b\.?\s*(before|after)?\s*(?:,\s*|\s)?(?:at\s+)?(.*)$`)
	fixed = regexp.MustCompile(`(?i)^(?:by|until|till|before|on or before|at or before|(?:no|not) later than|expires?(?: on| at)?)\s+`)
	clock = regexp.MustCompile(`^(?:\d{1,2}(?::\d{2})?\s*[ap]\.?\s*m\.?|\d{1,2}:\d{2}|noon|12 noon)$`)
)

// ParsePeriod reads a period in words or figures: "14 days", "fourteen (14) days",
// "within 72 hours", "48-hour", "second business day, 4:00 pm", "6 months", "21 days
// before". What is no period is read as a moment by span.Parse in a zone: "by 5 pm on
// 10 August 2025", "11:59 pm 7 April 2025". An error is an *Error.
//
// Court days are business days. Calendar days are days, as every day is counted.
// Minutes are refused, since no rule counts them.
func ParsePeriod(text, zone string) (Period, error) {
	if len(text) > 200 {
		return Period{}, fail(periodHint, "the period is longer than 200 bytes")
	}
	rest := strings.ToLower(strings.Join(strings.Fields(text), " "))
	for m := leads.FindString(rest); m != ""; m = leads.FindString(rest) {
		rest = rest[len(m):]
	}
	m := count.FindStringSubmatch(rest)
	if m == nil {
		return parseFixed(text, zone)
	}
	p := Period{Text: text, Unit: unitOf(m[4]), Before: m[5] == "before"}
	n, ordinal, err := number(m[1])
	if err != nil || n < 1 || n > MaxCount {
		return parseFixed(text, zone)
	}
	if p.Unit == Years && n > maxYears || p.Unit == Months && n > 12*maxYears {
		return p, fail(periodHint, "%q is longer than %d years", text, maxYears)
	}
	p.Count = n
	if ordinal = ordinal || m[2] != ""; ordinal && p.Unit == Hours {
		return p, fail(periodHint, "cannot read %q: an hour is not counted by its place", text)
	}
	if m[3] != "" && m[3] != strconv.Itoa(n) {
		return p, fail("the words and the figure must agree", "cannot read %q: %q is not %s", text, m[1], m[3])
	}
	if m[6] == "" {
		return p, nil
	}
	if p.Clock, err = parseClock(m[6]); err != nil || p.Unit == Hours {
		return p, fail(periodHint, "cannot read %q: %q after the period is not understood", text, m[6])
	}
	return p, nil
}

func unitOf(word string) Unit {
	word = strings.TrimSuffix(word, "s")
	switch word {
	case "h", "hr":
		return Hours
	case "calendar day":
		return Days
	case "court day":
		return BusinessDays
	}
	return Unit(word)
}

// ParseClock reads a time of day, such as "5:00 pm", "17:00" or "noon". An error is
// an *Error.
func ParseClock(text string) (Clock, error) {
	c, err := parseClock(strings.ToLower(strings.TrimSpace(text)))
	if err != nil {
		return 0, fail(`write it as "5:00 pm" or "17:00"`, "%q is no time of day", text)
	}
	return *c, nil
}

func parseClock(text string) (*Clock, error) {
	if !clock.MatchString(text) {
		return nil, fmt.Errorf("%q is no time of day", text)
	}
	s, err := span.Parse(text, span.Context{Zone: "UTC", Date: "2001-01-01"})
	if err != nil {
		return nil, err
	}
	at := s.Span.Earliest().Time()
	c := Clock(at.Hour()*60 + at.Minute())
	return &c, nil
}

// parseFixed reads a moment or day that was set.
func parseFixed(text, zone string) (Period, error) {
	rest := text[len(fixed.FindString(text)):]
	s, err := span.Parse(rest, span.Context{Zone: zone})
	if err != nil {
		hint := periodHint
		if pe, ok := err.(*span.ParseError); ok && pe.Hint != "" && fixed.MatchString(text) {
			hint = pe.Hint
		}
		return Period{}, fail(hint, "%q is neither a period nor a moment: %s", text, err)
	}
	if !s.Span.Bounded() {
		return Period{}, fail(periodHint, "%q has no end", text)
	}
	return Period{Text: text, Unit: Fixed, Fixed: s}, nil
}

var (
	ones     = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens     = strings.Fields("- ten twenty thirty forty fifty sixty seventy eighty ninety")
	ordinals = strings.Fields("- first second third fourth fifth sixth seventh eighth ninth tenth")
)

// number reads figures, a number in words up to ninety-nine, or a place up to tenth;
// "next" is the first.
func number(word string) (n int, ordinal bool, err error) {
	if n, err = strconv.Atoi(word); err == nil {
		return n, false, nil
	}
	if word == "next" {
		return 1, true, nil
	}
	for i, w := range ordinals {
		if w == word {
			return i, true, nil
		}
	}
	ten, one, ok := strings.Cut(word, "-")
	n = index(ones, ten)
	if n < 0 {
		n = 10 * index(tens[2:], ten)
		if n >= 0 {
			n += 20
		}
	}
	if u := index(ones, one); ok && (n < 20 || u < 1 || u > 9) {
		n = -1
	} else if ok {
		n += u
	}
	if n < 0 {
		return 0, false, fmt.Errorf("%q is no number", word)
	}
	return n, false, nil
}

func index(words []string, w string) int {
	for i, x := range words {
		if x == w {
			return i
		}
	}
	return -1
}
