package docket

import (
	"cmp"
	"regexp"
	"strings"
)

var (
	activity   = regexp.MustCompile(`^(?:Re-send: *)?Activity in Case `)
	quoted     = regexp.MustCompile(`"([^"]+)"\s*$`)
	acmsLine   = regexp.MustCompile(`\s(\d\d-\d+) - (\d+) - (.+)$`)
	bankruptcy = regexp.MustCompile(`^(?:Ch-\d+\s+)?(\d+(?::\d+)?-(?:[a-z]{2}-)?\d{4,5}(?:-[A-Z]+)*)\s+(.*)$`)
)

// subject reads the name of the event from the subject of the mail, which alone
// has it, and of ACMS the number of the entry too.
func (in *input) subject(subject string) {
	short, number := "", ""
	first := &in.file.Sheets[0]
	switch m := acmsLine.FindStringSubmatch(subject); {
	case m != nil && strings.Contains(first.Number, m[1]):
		number, short = strings.TrimLeft(m[2], "0"), m[3]
	case quoted.MatchString(subject):
		short = quoted.FindStringSubmatch(subject)[1]
	case activity.MatchString(subject):
		short = in.afterCaption(activity.ReplaceAllString(subject, ""))
	default:
		if m := bankruptcy.FindStringSubmatch(subject); m != nil {
			short = beforeCaption(m[2], first.Caption)
		}
	}
	for i := range in.file.Sheets {
		e := &in.file.Sheets[i].Entries[0]
		e.Short = strings.TrimSpace(short)
		if e.Number == "" {
			e.Number = number
		}
	}
}

// afterCaption is what follows number and caption of one of the notice's dockets.
func (in *input) afterCaption(rest string) string {
	for _, s := range in.file.Sheets {
		if tail, ok := strings.CutPrefix(rest, s.Number+" "+s.Caption); ok && s.Number != "" {
			return tail
		}
	}
	return ""
}

// beforeCaption is an event without what bankruptcy courts put behind it: a dash
// and the beginning of the caption.
func beforeCaption(event, caption string) string {
	i := strings.LastIndex(event, " - ")
	if i < 0 {
		return event
	}
	if tail := strings.TrimSpace(event[i+3:]); tail != "" && strings.HasPrefix(caption, tail) {
		return strings.TrimSpace(event[:i])
	}
	return event
}

var (
	mailed    = regexp.MustCompile(`(?m)^([^\n]{0,80}?)\s*(?:[^\n]{0,40}; )?Notice (?:has|will) (?i:(not )?be(?:en)?) electronically mailed to:?[^\n]*$|^Case participants listed below will (not) receive[^\n]*$`)
	afterList = regexp.MustCompile(`(?m)^The following document\(s\)|^Case participants|^[^\n]*\bNotice (?:has|will) (?i:not )?be`)
	address   = regexp.MustCompile(`\S+@\S+`)
)

// recipients reads to whom the notice says that it was mailed, and to whom not,
// which is evidence against notice. Addresses are taken out.
func (in *input) recipients(flat *cell) {
	for _, m := range mailed.FindAllSubmatchIndex(flat.b, -1) {
		end := len(flat.b)
		if n := afterList.FindIndex(flat.b[m[1]:]); n != nil {
			end = m[1] + n[0]
		}
		name := "mailed to"
		if m[4] >= 0 || m[6] >= 0 {
			name = "not mailed to"
		}
		number := ""
		if m[2] >= 0 {
			number = oneLine(string(flat.b[m[2]:m[3]]))
		}
		in.listed(number, name, strings.Split(string(flat.b[m[1]:end]), "\n"))
	}
}

// listed reads a list of recipients. A name stands before its addresses, or in the
// line above them; who gets no mail has a name and a postal address, of which the
// first line is kept.
func (in *input) listed(number, name string, lines []string) {
	above := ""
	for _, line := range lines {
		line = oneLine(line)
		n := len(address.FindAllString(line, -1))
		who := strings.Trim(address.ReplaceAllString(line, ""), " ,:;-")
		in.count("e-mail address", n)
		switch {
		case name == "not mailed to" && who != "":
			in.recipient(number, name, who)
			in.count("postal address", min(1, len(lines)-2))
			return
		case n == 0:
			above = who
		default:
			in.recipient(number, name, cmp.Or(who, above))
		}
	}
}

// recipient adds one to the docket of that number, or to all if none has it.
func (in *input) recipient(number, name, who string) {
	if who == "" || len(who) > 200 {
		return
	}
	all := true
	for i := range in.file.Sheets {
		all = all && in.file.Sheets[i].Number != number
	}
	for i := range in.file.Sheets {
		if s := &in.file.Sheets[i]; all || s.Number == number {
			s.Entries[0].Fields = append(s.Entries[0].Fields, Field{name, who})
		}
	}
}

// count adds to what was taken out.
func (in *input) count(kind string, n int) {
	if n > 0 {
		in.file.Redacted[kind] += n
	}
}
