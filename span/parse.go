package span

import "fmt"

// Context is what a stated time is read against.
type Context struct {
	Zone string // zone of the case or place, a name that LoadZone takes; "" if none
	Date string // civil date YYYY-MM-DD for a bare clock time; "" if none
}

// Precision is how finely a time was stated.
type Precision string

// The precisions, finest first. A clock time without seconds is its whole
// minute, both ends included: 17:26 is 17:26:00.000 to 17:26:59.999.
const (
	ToMillisecond Precision = "millisecond" // a fraction of a second, as wide as its last digit
	ToSecond      Precision = "second"
	ToMinute      Precision = "minute"
	ToHour        Precision = "hour"        // "the 10 a.m. hour"
	ToPart        Precision = "part-of-day" // "evening"
	ToDay         Precision = "day"         // a whole civil day: 23, 24 or 25 hours
	ToMonth       Precision = "month"
	ToYear        Precision = "year"
	ToRange       Precision = "range" // between two stated times
	ToBound       Precision = "bound" // before or after stated times
)

// Stated is a time as a person stated it and as it was resolved. In a range or
// a bound of two times in different zones, both zone fields are of the first.
type Stated struct {
	Text      string    // as stated
	Span      Span      // the moments it can mean, never empty
	ZoneText  string    // the zone as stated; "" if taken from the context
	Zone      string    // as resolved: an IANA name, "UTC", or an offset such as "UTC-04:00"
	Precision Precision // as stated
	About     bool      // stated as approximate; Span is widened already
	Warnings  []string  // what a reader should know of how it was resolved
}

// ParseError says which text could not be read as a time or length, and where.
type ParseError struct {
	Text   string
	Offset int    // byte of Text at which it stops being understood
	Msg    string // what is wrong there
	Hint   string // what to write instead; "" if nothing is certain to help
}

// Error is one line, without the hint.
func (e *ParseError) Error() string {
	return fmt.Sprintf("cannot read %q: %s (byte %d)", e.Text, e.Msg, e.Offset)
}

// Parse reads a time as people state it: a moment ("15 March 2025, 5:26 p.m.
// EDT", RFC 3339), a day, month or year, a part of a day, a range of two of
// these, or a bound ("by noon EDT on 18 March 2025"). What is not understood
// whole is a *ParseError, the only error returned. The host's zone, clock and
// zone files have no say.
//
// The widths are: a minute for 17:26 and 8 p.m.; a civil day in its zone for
// a date; early morning 00:00-05:59, morning 00:00-11:59, afternoon
// 12:00-17:59, evening 17:00-23:59, and night 18:00 to 05:59 of the next day.
//
// A range runs from the earliest moment of its first time to the latest of its
// second. A bound is read so that no moment the words allow is left out:
// before and after a clock time (or a part of a day, or a range) exclude only
// its last or first millisecond, since the event may fall within the same
// minute; before and after a day, month or year exclude all of it. By and
// until include the whole of what they name, as do since and from.
//
// About widens both sides by the tolerance stated after ±, else by 15 minutes
// around a whole or half hour, 5 minutes around another minute, 1 minute
// around a time with seconds, and 1 civil day around a day; nothing else can
// be "about" without a tolerance.
func Parse(text string, ctx Context) (Stated, error) {
	toks, err := lex(text)
	if err != nil {
		return Stated{}, err
	}
	where, err := ctx.place(text)
	if err != nil {
		return Stated{}, err
	}
	asZone := &parser{text: text, toks: toks, where: where, hyphenIsZone: true}
	s, err := asZone.read()
	if asZone.hyphen == nil {
		return s, err
	}
	// The hyphen in "03:45-04:00" may begin an offset or end a range.
	asRange := &parser{text: text, toks: toks, where: where}
	r, rerr := asRange.read()
	switch {
	case (rerr == nil || asRange.lacking) && err == nil:
		return Stated{}, asZone.fail(*asZone.hyphen, "the hyphen may mean an offset from UTC or a range",
			`write "UTC-04:00" for an offset, or "to" for a range`)
	case rerr == nil || asRange.lacking:
		return r, rerr
	case err == nil || asZone.lacking:
		return s, err
	}
	return Stated{}, rerr
}

// parser reads one text. Its methods leave at where they found it when what
// they look for is not there.
type parser struct {
	text  string
	toks  []token
	at    int
	where place

	hyphenIsZone bool   // how to read a hyphen that may begin an offset
	hyphen       *token // such a hyphen, once met
	lacking      bool   // the text was understood and only the context is short
}

func (p *parser) peek(ahead int) token {
	if p.at+ahead < len(p.toks) {
		return p.toks[p.at+ahead]
	}
	return token{at: len(p.text), end: len(p.text)}
}

func (p *parser) done() bool { return p.at >= len(p.toks) }

// accept takes the words, all of them, if they come next.
func (p *parser) accept(norms ...string) bool {
	for i, n := range norms {
		if p.peek(i).norm != n {
			return false
		}
	}
	p.at += len(norms)
	return true
}

func (p *parser) acceptAny(norms ...string) bool {
	for _, n := range norms {
		if p.accept(n) {
			return true
		}
	}
	return false
}

func (p *parser) fail(t token, msg, hint string) error {
	return &ParseError{p.text, t.at, msg, hint}
}

// shown is a token as the text has it.
func (p *parser) shown(t token) string {
	if t.kind == 0 {
		return "the end"
	}
	return fmt.Sprintf("%q", p.text[t.at:t.end])
}
