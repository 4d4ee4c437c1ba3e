package docket

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

const (
	onDay    = `\d{1,2}/\d{1,2}/\d{4}`
	onMoment = onDay + `(?:,?\s+(?:at\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?(?:\s+(?:[A-Z]{2,4}\b|[A-Z][a-z]+ (?:Daylight |Standard )?Time))?)?`
)

var (
	// transaction is the sentence that a notice is about.
	transaction = regexp.MustCompile(`(?s)The following transaction was\s+(?:received from\s+(.{1,200}?)\s+)?(?:entered(?:\s+by\s+(.{1,200}?))?\s+on\s+(` + onMoment + `)(?:\s*and\s+filed\s+on\s+(` + onDay + `))?|filed\s+on\s+(` + onDay + `))`)
	amended     = regexp.MustCompile(`Amended (` + onDay + ` \d{1,2}:\d{2}:\d{2}): Notice of`)
	caseName    = regexp.MustCompile(`Case Name:[ \t]*([^\n]*)`)
	caseNumber  = regexp.MustCompile(`Case Number:[ \t]*([^\n]*)`)
	docNumber   = regexp.MustCompile(`Document Number:[ \t]*(\d*)([^\n]*)`)
	docketText  = regexp.MustCompile(`Docket Text:`)
	// over is where the text of an entry ends and what follows begins.
	over      = regexp.MustCompile(`(?m)^(?:[^\n]{0,80} )?Notice (?:has|will) (?i:not )?be|^The following document\(s\)|^Documents?: |^Case participants listed`)
	filer     = regexp.MustCompile(`Filer:[ \t]*([^\n]*)`)
	docStamp  = regexp.MustCompile(`\[STAMP [^\n]*(?:\n[^\n]*)?\]\]`)
	fromCourt = regexp.MustCompile(`@(?:[\w-]+\.)*?([a-z0-9]+)\.(?:uscourts\.gov|fedcourts\.us)`)
)

// isNotice reports whether a text is a notice of electronic filing or of docket
// activity.
func isNotice(b []byte) bool {
	return bytes.Contains(b, []byte("following transaction was")) || bytes.Contains(b, []byte("Notice of Docket Activity")) ||
		bytes.Contains(b, []byte("Notice of Electronic Filing")) && bytes.Contains(b, []byte("Case Number:"))
}

// notice reads a notice of filing. It names one docket or several, in all of
// which the same paper was entered.
func (in *input) notice(body *text, path string, m *message) error {
	flat := plainLines(body)
	if bytes.Contains(body.b, []byte("</")) || bytes.Contains(bytes.ToLower(body.b), []byte("<br>")) {
		p, err := in.readHTML(body, true)
		if err != nil {
			return err
		}
		flat = p.root
	}
	court := in.court(host(body.b))
	if from := fromCourt.FindStringSubmatch(strings.ToLower(m.from)); court == "" && from != nil {
		court = from[1]
	}
	times := in.transaction(flat, where{path: join(path, "body"), court: court})
	starts := caseName.FindAllSubmatchIndex(flat.b, -1)
	if len(starts) == 0 {
		return in.fail(body.origin(0), m.subject, "a notice that names no case", "give the notice as it was received")
	}
	if len(starts) > maxDockets {
		return in.fail(body.origin(0), "", fmt.Sprintf("a notice of more than %d dockets", maxDockets), "give the notice as it was received")
	}
	for i, start := range starts {
		end := len(flat.b)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		in.noticed(flat, start[0], end, at(join(path, "case"), i), court, times)
	}
	in.subject(m.subject)
	in.recipients(flat)
	return nil
}

const maxDockets = 1000 // of one notice

// plainLines is a text without marks of HTML as a box: its lines are kept.
func plainLines(t *text) *cell {
	c := &cell{text: &text{from: t}}
	for i := 0; i < len(t.b); i++ {
		switch {
		case t.b[i] == '\n':
			(&page{stack: []frame{{cell: c}}}).newLine(i)
		case blank(t.b[i:]) == 0:
			c.put(t.b[i:i+1], i)
		case len(c.b) > 0 && c.b[len(c.b)-1] != ' ' && c.b[len(c.b)-1] != '\n':
			c.put([]byte{' '}, i)
		}
	}
	return c
}

// transaction reads who entered what when, and when it was filed.
func (in *input) transaction(flat *cell, w where) []Time {
	var out []Time
	add := func(kind Kind, from, to int) {
		if t, ok := in.claim(kind, flat.text, from, to, w); from >= 0 && ok {
			out = append(out, t)
		}
	}
	m := transaction.FindSubmatchIndex(flat.b)
	if m == nil {
		in.note(w.path, flat.origin(0), "the notice does not say when anything was entered or filed, in words that are read")
		return nil
	}
	for _, g := range []int{2, 4} {
		if m[g] >= 0 {
			w.by = oneLine(string(flat.b[m[g]:m[g+1]]))
		}
	}
	if m[6] >= 0 {
		add(Entered, m[6], m[7])
	}
	w.by = ""
	for _, g := range []int{8, 10} {
		if m[g] >= 0 {
			add(Filed, m[g], m[g+1])
		}
	}
	if a := amended.FindSubmatchIndex(flat.b); a != nil {
		in.note(w.path, flat.origin(a[0]), "the notice is an amended one")
		add(Noticed, a[2], a[3])
	}
	return out
}

// noticed reads what the notice says of one docket.
func (in *input) noticed(flat *cell, from, to int, path, court string, times []Time) {
	block := flat.b[from:to]
	s := in.onlyOne()
	s.Court = court
	s.Caption, _, _ = group(caseName, block, 1)
	s.Number, _, _ = group(caseNumber, block, 1)
	e := Entry{Path: path, Byte: flat.origin(from), Times: append([]Time(nil), times...)}
	e.Number, _, _ = group(docNumber, block, 1)
	if by, _, _ := group(filer, block, 1); by != "" {
		e.Fields = append(e.Fields, Field{"filer", by})
	}
	textEnd := to
	if m := docketText.FindIndex(block); m != nil {
		start := from + m[1]
		if o := over.FindIndex(flat.b[start:to]); o != nil {
			textEnd = start + o[0]
		}
		e.Text = oneLine(string(flat.b[start:textEnd]))
		in.stamps(&e, flat.text.part(start, textEnd), where{path: path, court: court})
	}
	in.noticeLinks(s, &e, flat, from, to)
	e.Documents = append(e.Documents, attachments(e.Text)...)
	for _, stamp := range docStamp.FindAll(flat.b[textEnd:to], 50) {
		e.Fields = append(e.Fields, Field{"electronic document stamp", oneLine(string(stamp))})
	}
	s.Entries = append(s.Entries, e)
}

// group is what a form finds in b, trimmed, and where.
func group(form *regexp.Regexp, b []byte, n int) (string, int, int) {
	m := form.FindSubmatchIndex(b)
	if m == nil || m[2*n] < 0 {
		return "", -1, -1
	}
	return oneLine(string(b[m[2*n]:m[2*n+1]])), m[2*n], m[2*n+1]
}

var (
	caseLink = regexp.MustCompile(`DktRpt\.pl\?(\d+)|[?&]caseId=(\d+)`)
	seqNum   = regexp.MustCompile(`[?&]de_seq_num=(\d+)`)
)

// noticeLinks reads the links of one docket's part: to the docket, and to papers.
func (in *input) noticeLinks(s *Sheet, e *Entry, flat *cell, from, to int) {
	for _, l := range flat.links {
		if l.from < from || l.from >= to {
			continue
		}
		if m := caseLink.FindStringSubmatch(l.href); m != nil && s.CaseID == "" {
			s.CaseID = cmp.Or(m[1], m[2])
			continue
		}
		paper := strings.Contains(l.href, "/NDA/")
		d := Document{Number: e.Number, Address: in.withoutKeys(l.href)}
		if m := docID.FindStringSubmatch(l.href); m != nil {
			d.ID, paper = m[1], true
		}
		if !paper {
			continue
		}
		if m := seqNum.FindStringSubmatch(l.href); m != nil && e.Seq == "" {
			e.Seq = m[1]
		}
		if strings.Contains(l.href, "/NDA/") && l.to > l.from {
			d.Text = oneLine(string(flat.b[l.from:l.to]))
		}
		e.Documents = append(e.Documents, d)
	}
}

// withoutKeys is a link without the keys that let whoever has them read the paper
// once at no charge.
func (in *input) withoutKeys(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	q := u.Query()
	found := false
	for _, k := range []string{"magic_num", "uid"} {
		found = found || q.Has(k)
		q.Del(k)
	}
	if !found {
		return link
	}
	in.file.Redacted["key of a paper"]++
	u.RawQuery = q.Encode()
	return u.String()
}
