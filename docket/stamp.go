package docket

import (
	"bytes"
	"regexp"
	"strings"
)

const (
	day     = `(\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b`
	clock   = `(?:,?\s+(?:at\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\b\.?)?)?`
	inWords = day + clock + `)`
)

// stamp is a time that clerks and their systems write into the text of an entry.
type stamp struct {
	kind Kind
	mark string // what the text must hold for the stamp to be looked for
	form *regexp.Regexp
}

// stamps are those that are read. The time is the last group of each.
var stamps = []stamp{
	{Entered, "ntered:", regexp.MustCompile(`[(\[]\s*(?i:entered):\s*` + inWords + `\s*[)\]]`)},
	{Edited, "dited", regexp.MustCompile(`[(\[]\s*(?i:edited):?\s*` + inWords)},
	{Edited, "odified", regexp.MustCompile(`\b[Mm]odified\s+(?:text\s+)?on\s+` + inWords)},
	{Filed, "iled on", regexp.MustCompile(`\((?i:filed on)\s+` + inWords + `\)`)},
	{Signed, "igned", regexp.MustCompile(`\b[Ss]igned\s+(?:by\s+[^()\[\]]{1,100}?\s+)?on\s+` + inWords)},
}

// stamps reads the stamps in an entry's text.
func (in *input) stamps(e *Entry, t *text, w where) {
	if !hasDate(t.b) {
		return
	}
	for _, s := range stamps {
		for from := 0; ; {
			i := bytes.Index(t.b[from:], []byte(s.mark))
			if i < 0 {
				break
			}
			// The form is looked for around the mark alone: texts are long.
			lo := max(from, from+i-stampBefore)
			m := s.form.FindSubmatchIndex(t.b[lo:min(len(t.b), from+i+stampAfter)])
			if m == nil {
				from += i + len(s.mark)
				continue
			}
			if c, ok := in.claim(s.kind, t, lo+m[len(m)-2], lo+m[len(m)-1], w); ok {
				e.Times = append(e.Times, c)
			}
			from = lo + m[1]
		}
	}
}

// stampBefore and stampAfter are how far a stamp can reach from its mark, in bytes.
const stampBefore, stampAfter = 12, 200

// hasDate reports whether b has a digit beside a slash, as every stamp does.
func hasDate(b []byte) bool {
	for i := 1; i < len(b); i++ {
		if b[i] == '/' && '0' <= b[i-1] && b[i-1] <= '9' {
			return true
		}
	}
	return false
}

var attached = regexp.MustCompile(`\(Attachments: `)

// attachments are the documents that an entry's text names after its own, each
// as "# 2 Exhibit A".
func attachments(said string) []Document {
	m := attached.FindStringIndex(said)
	if m == nil {
		return nil
	}
	rest, depth := said[m[1]:], 1
	for i, c := range rest {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			rest = rest[:i]
			break
		}
	}
	var out []Document
	for item := range strings.SplitSeq(rest, "# ") {
		number, name, _ := strings.Cut(strings.Trim(item, " ,"), " ")
		if number = strings.Trim(number, "()[]"); number != "" && strings.Trim(number, "0123456789") == "" {
			out = append(out, Document{Attachment: number, Text: name})
		}
	}
	return out
}
