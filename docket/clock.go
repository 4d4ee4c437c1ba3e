package docket

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/span"
)

// claimKey is what the reading of a time depends on.
type claimKey struct{ text, zone string }

// where is a claim's place, and whose clock it is by.
type where struct {
	path  string
	court string // whose zone is guessed where none is stated; "" for a clock that is not a court's
	clock string
	by    string
}

// claim reads the time in t from one byte to another. What is no time is a note
// with the text, and no claim.
func (in *input) claim(kind Kind, t *text, from, to int, w where) (Time, bool) {
	return in.claimAs(kind, t, from, to, oneLine(string(t.b[from:to])), w)
}

// claimAs is a claim whose words are not all in one place of the file.
func (in *input) claimAs(kind Kind, t *text, from, to int, said string, w where) (Time, bool) {
	c := Time{Kind: kind, Said: said, Path: w.path, Clock: w.clock, By: w.by}
	c.Text, c.Byte = in.bytes(t, from, to)
	if said == "" {
		return c, false
	}
	if strings.HasPrefix(said, "0000-00-00") {
		in.unread(anyOf(w.path) + ": " + string(kind) + " as 0000-00-00, which is no date")
		return c, false
	}
	zone := ""
	if w.court != "" || w.clock == "" {
		zone = in.zone(w.court)
	}
	if key := (claimKey{said, zone}); key != in.last {
		held, err := readTime(said, zone)
		if err != nil {
			in.note(w.path, c.Byte, "a time that was not read, %s: %q: %s", kind, clip(said, 80), err)
			return c, false
		}
		in.last, in.held = key, held
	}
	c.At, c.Span, c.Precision = in.held.At, in.held.Span, in.held.Precision
	c.ZoneText, c.Zone, c.ZoneHow, c.Warnings = in.held.ZoneText, in.held.Zone, in.held.ZoneHow, in.held.Warnings
	return c, true
}

// readTime reads a time as courts, mail and their mirrors write it.
func readTime(said, zone string) (Time, error) {
	at, err := rewrite(said)
	if err != nil {
		return Time{}, err
	}
	st, err := span.Parse(at, span.Context{Zone: zone})
	if err != nil && zone == "" {
		st, err = anyCourt(at)
		if err == nil {
			return Time{At: at, Span: st.Span, Precision: st.Precision, ZoneHow: ZoneUnknown, Warnings: st.Warnings}, nil
		}
	}
	if err != nil {
		return Time{}, err
	}
	t := Time{At: at, Span: st.Span, Precision: st.Precision, ZoneText: st.ZoneText, Zone: st.Zone, Warnings: st.Warnings}
	t.ZoneHow = zoneHow(st.ZoneText)
	if t.ZoneHow == ZoneResolved && zone != "" {
		t.Warnings = append(t.Warnings, otherZone(st, zone)...)
	}
	return t, nil
}

// Ends of the zones of the courts of the United States: Guam and Hawaii.
const firstZone, lastZone = "Pacific/Guam", "Pacific/Honolulu"

// anyCourt reads a time of a court that is not known: the span holds the time in
// every zone that a court of the United States keeps.
func anyCourt(at string) (span.Stated, error) {
	first, err := span.Parse(at, span.Context{Zone: firstZone})
	if err != nil {
		return first, err
	}
	last, err := span.Parse(at, span.Context{Zone: lastZone})
	first.Span = span.Hull(first.Span, last.Span)
	first.Warnings = []string{"no zone is stated and the court's is not known: the span holds the zone of every court from Guam to Hawaii"}
	return first, err
}

var offset = regexp.MustCompile(`^(?:[+-][0-9:]+|Z|UTC|GMT|UT|UTC[+-][0-9:]+)$`)

func zoneHow(text string) ZoneHow {
	switch {
	case text == "":
		return ZoneGuessed
	case offset.MatchString(text):
		return ZoneStated
	}
	return ZoneResolved
}

// otherZone warns where the zone stated is not what the court's clocks keep then.
func otherZone(st span.Stated, zone string) []string {
	a, err := st.Span.Earliest().In(st.Zone)
	if err != nil {
		return nil
	}
	b, err := st.Span.Earliest().In(zone)
	if err != nil {
		return nil
	}
	_, one := a.Zone()
	name, two := b.Zone()
	if one == two {
		return nil
	}
	return []string{fmt.Sprintf("%s is stated, and the court's clocks (%s) keep %s then", st.ZoneText, zone, name)}
}

var (
	// american is 1/28/2023 at 00:17 AM EST, in whole or in part.
	american = regexp.MustCompile(`(?i)^(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AP])\.?M\.?)?)?(?:\s+([A-Z][A-Z ]*[A-Z]))?$`)
	// goTime is what a Go program writes of a moment, with its own counter.
	goTime = regexp.MustCompile(`^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?) ([+-]\d{4}) [A-Z]+(?: m=.*)?$`)
	aside  = regexp.MustCompile(`\s*\([^()]*\)$`)
	// mailDate is a date of RFC 5322 with a name or a number of a month.
	mailDate = regexp.MustCompile(`^(?:[A-Za-z]{3},?\s+)?\d{1,2} [A-Za-z]{3} \d{4} `)
	isoDate  = regexp.MustCompile(`^\d{4}-\d\d-\d\d(?:$|[T ]\d\d:)`)
)

// rewrite puts a time into a form that package span reads, in the same words
// otherwise.
func rewrite(said string) (string, error) {
	if m := american.FindStringSubmatch(said); m != nil {
		return rewriteAmerican(m)
	}
	if m := goTime.FindStringSubmatch(said); m != nil {
		return m[1] + " " + m[2], nil
	}
	switch said = aside.ReplaceAllString(said, ""); {
	case isoDate.MatchString(said):
		return said, nil
	case mailDate.MatchString(said):
		return said, nil
	}
	return "", fmt.Errorf("not in a form that courts or mail use")
}

func rewriteAmerican(m []string) (string, error) {
	year := m[3]
	if len(year) == 2 { // courts began electronic dockets in the 1990s
		if year < "70" {
			year = "20" + year
		} else {
			year = "19" + year
		}
	}
	at := fmt.Sprintf("%s-%02s-%02s", year, m[1], m[2])
	if m[4] != "" {
		hour, err := hourOf(m[4], m[7])
		if err != nil {
			return "", err
		}
		at += fmt.Sprintf(" %02d:%s", hour, m[5])
		if m[6] != "" {
			at += ":" + m[6]
		}
	}
	if m[8] != "" {
		at += " " + m[8]
	}
	return at, nil
}

// hourOf is the hour of a clock of 12 hours, or of one that counts to 24 and says
// AM or PM all the same, as CM/ECF does: 00:17 AM is seventeen minutes past
// midnight.
func hourOf(text, half string) (int, error) {
	h, err := strconv.Atoi(text)
	if err != nil || h > 23 {
		return 0, fmt.Errorf("there is no hour %s", text)
	}
	switch pm := strings.EqualFold(half, "P"); {
	case half == "" || h > 12 && pm || h == 0 && !pm:
		return h, nil
	case h == 0 || h > 12:
		return 0, fmt.Errorf("%s:xx and %sM contradict each other", text, strings.ToUpper(half))
	case pm:
		return h%12 + 12, nil
	}
	return h % 12, nil
}
