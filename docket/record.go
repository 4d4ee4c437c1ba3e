package docket

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
)

// SourceID is the id of a file's source record: "docket-" and the beginning of its
// digest.
func SourceID(d cite.Digest) string {
	return "docket-" + strings.TrimPrefix(d.String(), "sha256:")[:12]
}

// RulingID is the id of the ruling that an entry records, the same from every
// sheet of the docket: "njd-18-cv-01510-e2". It is "" where the docket has no number
// that an id can hold, or the entry no words.
func RulingID(s Sheet, e Entry) string {
	core, key := s.Core(), e.Key()
	if key == "" || !isID(core) {
		return ""
	}
	if court := s.Court; court != "" && isID(court) {
		core = court + "-" + core
	}
	return core + "-" + key
}

// SourceRecord is the source record of f, as a case file in YAML. Original is where
// in the case its bytes are. Of a notice there is also the mailbox that kept it, as
// a party, since a notice is to somebody.
func SourceRecord(f *File, original string) string {
	var b strings.Builder
	id := SourceID(f.Digest)
	kind, docket := "docket-entry", "several dockets"
	if f.mail() {
		kind = "email"
	}
	if len(f.Sheets) == 1 {
		docket = "docket " + f.Sheets[0].Docket()
	}
	fmt.Fprintf(&b, "sources:\n  - id: %s\n    kind: %s\n    publisher: %s\n    title: %s\n", id, kind, quote(publisher(f)), quote(f.Format+", "+docket))
	if at := published(f); at != "" {
		fmt.Fprintf(&b, "    published: %s\n", quote(at))
	}
	for _, t := range f.Times {
		if t.Kind == Retrieved && t.ZoneHow != ZoneUnknown {
			fmt.Fprintf(&b, "    captured: %s\n", quote(t.At))
			break
		}
	}
	fmt.Fprintf(&b, "    digest: %s\n    note: %s\n", f.Digest, quote("the bytes are in "+original+receipts(f)))
	if f.mail() {
		fmt.Fprintf(&b, "parties:\n  - id: %s\n    name: the mailbox that kept this notice\n    source: %s\n", mailbox(f), id)
	}
	return b.String()
}

// published is when the file came out, as it states it; else by when, since a copy
// of it was taken then, at the latest in every zone that the copy's clock may keep.
func published(f *File) string {
	taken := ""
	for _, t := range f.Times {
		switch {
		case t.Kind == Sent || t.Kind == Published:
			return t.At
		case t.Kind == Retrieved && taken == "":
			taken = "by " + t.Span.Latest().RFC3339()
		}
	}
	return taken
}

func mailbox(f *File) string { return "mailbox-" + strings.TrimPrefix(SourceID(f.Digest), "docket-") }

// mail reports whether f is a mail, with the way that it came.
func (f *File) mail() bool {
	for _, t := range f.Times {
		if t.Kind == Received {
			return true
		}
	}
	return false
}

// publisher is who made the file.
func publisher(f *File) string {
	switch {
	case strings.HasPrefix(f.Format, "CourtListener"):
		return "CourtListener"
	case strings.HasPrefix(f.Format, "RECAP"):
		return "RECAP archive"
	case len(f.Sheets) > 0 && f.Sheets[0].Court != "":
		return "the court (" + f.Sheets[0].Court + ")"
	}
	return "the court"
}

// receipts says when the copy was taken, where its clock's zone is not known.
func receipts(f *File) string {
	for _, t := range f.Times {
		if t.Kind == Retrieved && t.ZoneHow == ZoneUnknown {
			return fmt.Sprintf("; taken %s by the clock of %s, whose zone is not stated", t.Said, t.Clock)
		}
	}
	return ""
}

// quote is a text as a YAML value in double quotes: JSON's form of it, without
// control characters, which case files refuse, and at most so long as a value may be.
func quote(s string) string {
	b, err := json.Marshal(harmless(clip(strings.ToValidUTF8(s, "\uFFFD"), 4000)))
	if err != nil {
		panic("docket: a text has no JSON form: " + err.Error())
	}
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(b))
}

// form is the form of an expression that the text of an entry shows.
func form(e Entry) string {
	said := strings.ToLower(e.Text + " " + e.Short)
	switch {
	case strings.Contains(said, "minute entry"), strings.Contains(said, "minute order"):
		return "minute-entry"
	case strings.Contains(said, "text only"), strings.Contains(said, "text-only"), strings.HasPrefix(said, "electronic order"), strings.HasPrefix(said, "text order"):
		return "text-only-order"
	}
	return "docket-entry"
}

// maxQuote is how much of an entry's text a case quotes.
const maxQuote = 400

// Quote is what a case quotes of a proposal's entry: at most its first 400 bytes, and
// the names of a sheet that has some to withhold taken out unless they are to be
// kept.
func Quote(f *File, p Proposal, keepNames bool) string {
	s, e := f.Sheets[p.Sheet], f.Sheets[p.Sheet].Entries[p.Entry]
	return clip(oneLine(s.publish(cmp.Or(e.Text, e.Short), keepNames)), maxQuote)
}

// publish is a text of the sheet as a case may hold it. Where names are to be
// withheld and the file gives none to look for, nothing of it is.
func (s Sheet) publish(said string, keepNames bool) string {
	switch {
	case keepNames || s.Withheld() == "":
		return said
	case s.names() == nil:
		return ""
	}
	return s.WithoutNames(said)
}

var (
	stampEnd = regexp.MustCompile(`\s*[(\[](?i:entered|edited):?[^)\]]*[)\]]`)
	withheld = regexp.MustCompile(`\\\[name withheld\\\]`)
)

// SameWords reports whether two texts of one entry say the same, but for stamps of
// when it was entered or edited, and for names that are withheld in either. One
// that is cut off is compared as far as it goes.
func SameWords(a, b string) bool {
	a, b = oneLine(stampEnd.ReplaceAllString(a, "")), oneLine(stampEnd.ReplaceAllString(b, ""))
	if strings.HasSuffix(a, "…") || strings.HasSuffix(b, "…") {
		a, b = strings.TrimSuffix(a, "…"), strings.TrimSuffix(b, "…")
		n := min(len(a), len(b))
		a, b = a[:n], b[:n]
	}
	return a == b || fits(a, b) || fits(b, a)
}

// fits reports whether b is a, with some words where a has a name withheld.
func fits(a, b string) bool {
	if !strings.Contains(a, "[name withheld]") {
		return false
	}
	form, err := regexp.Compile(`^` + withheld.ReplaceAllString(regexp.QuoteMeta(a), `(?:\S+\s?){0,6}`) + `$`)
	return err == nil && form.MatchString(b)
}

// Stub reports whether all that the file has of a proposal's entry is the name of
// the event, as a feed does.
func (p Proposal) Stub(f *File) bool { return f.Sheets[p.Sheet].Entries[p.Entry].Text == "" }

// Words are those that p is proposed for, as a case may hold them: "" if names
// cannot be told from them.
func (p Proposal) Words(f *File, keepNames bool) string {
	return f.Sheets[p.Sheet].publish(p.Why, keepNames)
}

// RulingRecord is the ruling of a proposal, as a case file in YAML: one expression,
// with the claims that the file makes of it. The expression and its times stand
// last, so that another sheet's claims can be added at the end.
func RulingRecord(f *File, p Proposal, keepNames bool) string {
	s, e := f.Sheets[p.Sheet], f.Sheets[p.Sheet].Entries[p.Entry]
	var b strings.Builder
	fmt.Fprintf(&b, "rulings:\n  - id: %s\n    title: %s\n", RulingID(s, e), quote(p.Kind+", entry "+cmp.Or(e.Number, "without a number")))
	if s.Court != "" {
		fmt.Fprintf(&b, "    court: %s\n", quote(s.Court))
	}
	fmt.Fprintf(&b, "    kind: %s\n    note: %s\n    source: %s\n", quote(p.Kind), quote("taken from docket "+s.Docket()+forWords(s.publish(p.Why, keepNames))), SourceID(f.Digest))
	if zone := guessed(e); zone != "" {
		fmt.Fprintf(&b, "    zone: %s\n", zone)
	}
	b.WriteString("    expressions:\n")
	b.WriteString(Expression(f, p, 1, keepNames))
	return b.String()
}

func forWords(why string) string {
	if why == "" {
		return ""
	}
	return " for the words " + quoteWords(why)
}

func quoteWords(s string) string { return "'" + oneLine(s) + "'" }

// guessed is the court's zone, by which the entry's times without a zone are read.
func guessed(e Entry) string {
	for _, t := range e.Times {
		if t.ZoneHow == ZoneGuessed {
			return t.Zone
		}
	}
	return ""
}

// Expression is the n-th expression of a ruling, as lines to stand at the end of
// its record.
func Expression(f *File, p Proposal, n int, keepNames bool) string {
	e := f.Sheets[p.Sheet].Entries[p.Entry]
	id := "entry"
	if n > 1 {
		id = fmt.Sprintf("entry-%d", n)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "      - id: %s\n        form: %s\n", id, form(e))
	if said := Quote(f, p, keepNames); said != "" {
		fmt.Fprintf(&b, "        text: %s\n", quote(said))
	}
	fmt.Fprintf(&b, "        source: %s\n", SourceID(f.Digest))
	if claims := Claims(f, p); claims != "" {
		b.WriteString(TimesKey + claims)
	}
	return b.String()
}

// TimesKey stands before the first of the claims of an expression.
const TimesKey = "        times:\n"

// Claims are the times of a proposal's entry, as lines to stand at the end of an
// expression. Each has its place in the file and its very words. Times of mirrors
// and of the mail are not the ruling's.
func Claims(f *File, p Proposal) string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, t := range f.Sheets[p.Sheet].Entries[p.Entry].Times {
		if t.Kind == Retrieved || t.Kind == Sent || t.Kind == Received || t.Clock == ours {
			continue
		}
		line := fmt.Sprintf("          - {kind: %s, at: %s, source: %s, where: %s, note: %s}\n", t.Kind, quote(t.At), SourceID(f.Digest), quote(t.where()), quote(t.note()))
		if !seen[line] {
			b.WriteString(line)
		}
		seen[line] = true
	}
	return b.String()
}

func (c Time) where() string { return fmt.Sprintf("%s, byte %d", c.Path, c.Byte) }

// note is what the record of a claim says of how it was read.
func (c Time) note() string {
	parts := []string{"stated as " + quoteWords(c.Said)}
	switch c.ZoneHow {
	case ZoneGuessed:
		parts = append(parts, "no zone is stated: that of the court is taken")
	case ZoneUnknown:
		parts = append(parts, "no zone is stated and the court's is not known: read in the zone of the case")
	}
	if c.Clock != "" {
		parts = append(parts, "by the clock of "+c.Clock)
	}
	if c.By != "" && c.Kind == Entered {
		parts = append(parts, "entered by somebody whom the file names")
	}
	return strings.Join(parts, "; ")
}

// NoticeRecord is the notice that a mail gave of a proposal's entry, to the mailbox
// that kept it: when it was made, and when the last host took it. It is "" of a
// file that is no mail.
func NoticeRecord(f *File, p Proposal, expression string) string {
	if !f.mail() {
		return ""
	}
	s, e := f.Sheets[p.Sheet], f.Sheets[p.Sheet].Entries[p.Entry]
	id := SourceID(f.Digest)
	ruling := RulingID(s, e)
	var b strings.Builder
	fmt.Fprintf(&b, "notices:\n  - id: notice-%s-%s\n    to: %s\n    of: %s.%s\n    channel: notice of filing by mail\n", strings.TrimPrefix(id, "docket-"), ruling, mailbox(f), ruling, expression)
	var sent, last *Time // times of the way stand first to last
	for i := range f.Times {
		switch t := &f.Times[i]; {
		case t.Kind == Sent && sent == nil:
			sent = t
		case t.Kind == Received:
			last = t
		}
	}
	if sent != nil {
		fmt.Fprintf(&b, "    sent: [{at: %s, source: %s, where: %s, note: %s}]\n", quote(sent.At), id, quote(sent.where()), quote(sent.note()))
	}
	fmt.Fprintf(&b, "    delivered: [{at: %s, source: %s, where: %s, note: %s}]\n", quote(last.At), id, quote(last.where()), quote(last.note()+"; the last host on the way, and not a reader"))
	fmt.Fprintf(&b, "    source: %s\n", id)
	return b.String()
}

// CaseHeader is the header of a new case of a sheet, as a case file in YAML. Zone is
// that of the court, an IANA name.
func CaseHeader(s Sheet, zone string, keepNames bool) (string, error) {
	if _, err := span.LoadZone(zone); err != nil {
		return "", err
	}
	caption := s.Caption
	if !keepNames && s.Withheld() != "" {
		caption = s.ByRole()
	}
	id := s.Core()
	if s.Court != "" {
		id = s.Court + "-" + id
	}
	if !isID(id) {
		id = "docket"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "case:\n  id: %s\n  caption: %s\n", id, quote(cmp.Or(caption, "[caption not stated]")))
	if s.Court != "" {
		fmt.Fprintf(&b, "  court: %s\n", quote(s.Court))
	}
	if s.Number != "" {
		fmt.Fprintf(&b, "  docket: %s\n", quote(s.Number))
	}
	fmt.Fprintf(&b, "  zone: %s\n", zone)
	return b.String(), nil
}
