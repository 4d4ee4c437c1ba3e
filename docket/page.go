package docket

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
)

const (
	formatDistrict   = "CM/ECF docket page"
	formatHistory    = "CM/ECF docket history page"
	formatAppellate  = "CM/ECF appellate docket page"
	formatNoticePage = "notice of filing, saved as a page"
)

// readPage tells the pages apart by their headings.
func (in *input) readPage() error {
	src, err := in.decode(whole(in.raw), "")
	if err != nil {
		return err
	}
	p, err := in.readHTML(src, false)
	if err != nil {
		return err
	}
	in.receipt(p)
	entries, heading := p.entryTable()
	switch {
	case entries != nil && slices.Contains(heading, "Doc. No."):
		in.history(p, entries)
	case entries != nil || docketFor.Match(p.root.b):
		in.district(p, entries, heading)
	case p.appellate():
		in.appellate(p)
	case isNotice(src.b):
		in.file.Format = formatNoticePage
		return in.notice(src, "", &message{})
	default:
		return in.fail(-1, p.says(), "a page that is no docket; it says", "give the page that lists the docket's entries")
	}
	return nil
}

// says is what a page that is no docket has to say: its last line, since menus
// come first.
func (p *page) says() string {
	lines := p.root.lines()
	if len(lines) == 0 {
		return p.title
	}
	return lines[len(lines)-1]
}

// entryTable is the table of a page's entries and its headings.
func (p *page) entryTable() (*table, []string) {
	var found *table
	var heading []string
	p.root.everyTable(func(t *table) {
		for _, r := range t.rows {
			var names []string
			for _, c := range r.cells {
				names = append(names, c.line())
			}
			dated := slices.ContainsFunc(names, func(n string) bool { return dateColumn[n] != "" })
			if found == nil && (dated && slices.Contains(names, "Docket Text") ||
				slices.Contains(names, "Doc. No.") && slices.Contains(names, "Dates") && slices.Contains(names, "Description")) {
				found, heading = t, names
				return
			}
		}
	})
	return found, heading
}

// dateColumn are the headings of the column of dates. Whoever ordered the page
// chose by which date, and the page then has that one alone in the column.
var dateColumn = map[string]Kind{"Date Filed": Filed, "Filing Date": Filed, "Date Entered": Entered, "Entry Date": Entered}

var (
	docketFor = regexp.MustCompile(`(?:DOCKET FOR CASE|Bankruptcy Petition|Adversary Proceeding|Miscellaneous Proceeding) #: *([^\n]+)`)
	receiptAt = regexp.MustCompile(`^\d\d/\d\d/\d{4} \d\d:\d\d:\d\d$`)
)

// host is the court whose server the page names most often: pages of appellate
// courts name the courts below them too.
func host(b []byte) string {
	count, best := map[string]int{}, ""
	for {
		i := bytes.Index(b, []byte("ecf."))
		if i < 0 {
			return best
		}
		b = b[i+len("ecf."):]
		n := bytes.IndexByte(b[:min(len(b), 9)], '.')
		if n < 2 || !bytes.HasPrefix(b[n:], []byte(".uscourts.gov")) || !isID(string(b[:n])) {
			continue
		}
		id := string(b[:n])
		if count[id]++; count[id] > count[best] {
			best = id
		}
	}
}

// receipt reads when PACER billed for the page. Whose clock that is, the page
// does not say.
func (in *input) receipt(p *page) {
	p.root.all(func(c *cell) {
		from, to := trimmed(c.b)
		if receiptAt.Match(c.b[from:to]) {
			if t, ok := in.claim(Retrieved, c.text, from, to, where{path: "PACER receipt", clock: "PACER"}); ok {
				in.file.Times = append(in.file.Times, t)
			}
		}
	})
}

// trimmed is where b begins and ends without white space.
func trimmed(b []byte) (from, to int) {
	from, to = 0, len(b)
	for from < to && blank(b[from:]) == 1 {
		from++
	}
	for to > from && blank(b[to-1:to]) == 1 {
		to--
	}
	return from, to
}

// labels are the words that heads of docket pages put before a colon.
var labels = map[string]bool{"Assigned to": true, "Referred to": true, "Cause": true, "Nature of Suit": true, "Jury Demand": true,
	"Jurisdiction": true, "Demand": true, "Date Filed": true, "Date filed": true, "Date Terminated": true, "Date terminated": true,
	"Date Ordered": true, "MDL Status": true, "Citation": true, "Related Case": true, "Related Cases": true, "Related case": true, "Case in other court": true,
	"Lead case": true, "Member case": true, "Case title": true, "Date of last filing": true, "Chapter": true, "Docketed": true, "Termed": true,
	"Appeal From": true, "Fee Status": true, "Asset": true, "Voluntary": true, "Involuntary": true, "Debtor disposition": true,
	"Joint debtor disposition": true, "Previous chapter": true, "Original chapter": true, "Date converted": true, "341 meeting": true, "Plan confirmed": true,
	"Date discharged": true, "Date reopened": true, "Originating Court Information": true, "District": true, "Trial Judge": true, "Date Decided": true}

// label parts "Cause: 28:2241 …" at its label.
func label(line string) (name, rest string, ok bool) {
	name, rest, ok = strings.Cut(line, ":")
	name = strings.TrimSpace(name)
	return name, strings.TrimSpace(rest), ok && labels[name]
}

// head keeps the labelled lines of a box, and reads when the case was filed. It
// returns the lines without a label.
func (in *input) head(s *Sheet, c *cell, path string) []string {
	var other []string
	at := 0
	for raw := range strings.SplitAfterSeq(string(c.b), "\n") {
		from := at
		at += len(raw)
		line := strings.TrimSpace(raw)
		if line == "" {
			continue
		}
		name, rest, ok := label(line)
		if !ok {
			other = append(other, line)
			continue
		}
		if n := strings.Index(raw, rest); rest != "" && (name == "Date Filed" || name == "Date filed" || name == "Docketed") {
			if t, ok := in.claim(Filed, c.text, from+n, from+n+len(rest), where{path: path + ", " + name, court: s.Court}); ok {
				s.Times = append(s.Times, t)
			}
		}
		if rest != "" {
			s.Fields = append(s.Fields, Field{name, rest})
		}
	}
	return other
}

// district reads a docket page of a district or bankruptcy court, or of the
// Judicial Panel on Multidistrict Litigation.
func (in *input) district(p *page, entries *table, heading []string) {
	in.file.Format = formatDistrict
	s := in.onlyOne()
	s.Court = in.court(host(in.raw))
	if m := docketFor.FindSubmatch(p.root.b); m != nil {
		s.Number = strings.TrimSpace(string(m[1]))
	}
	p.root.everyTable(func(t *table) {
		if t == entries {
			return
		}
		for _, r := range t.rows {
			in.districtHead(s, r)
		}
		in.parties(s, t)
	})
	s.Caption = cmp.Or(fieldOf(s.Fields, "Case title"), debtor(p, s), s.Caption)
	if entries == nil {
		in.note("", -1, "the page has the head of a docket and no table of entries")
		return
	}
	kind := Filed
	for _, name := range heading {
		kind = cmp.Or(dateColumn[name], kind)
	}
	for _, r := range entries.rows {
		in.districtEntry(s, r, kind)
	}
}

// debtor is the caption of a bankruptcy petition, which has no other.
func debtor(p *page, s *Sheet) string {
	if !strings.Contains(p.root.String(), "Bankruptcy Petition #") {
		return ""
	}
	for _, party := range s.Parties {
		if strings.Contains(strings.ToLower(party.Role), "debtor") {
			return party.Name
		}
	}
	return ""
}

// districtHead reads a row of the head. The row that has "Date Filed" has the
// caption first.
func (in *input) districtHead(s *Sheet, r tableRow) {
	dated := slices.ContainsFunc(r.cells, func(c *cell) bool { return strings.Contains(strings.ToLower(string(c.b)), "date filed: ") })
	for i, c := range r.cells {
		if !dated && !strings.HasPrefix(string(c.b), "Assigned to:") && !strings.HasPrefix(string(c.b), "Referred to:") {
			return
		}
		other := in.head(s, c, "head")
		if dated && i == 0 && s.Caption == "" && len(other) > 0 {
			s.Caption = other[0]
		}
	}
}

var (
	dateOnly = regexp.MustCompile(`^\d{1,2}/\d{1,2}/\d{4}$`)
	goDLS    = regexp.MustCompile(`goDLS\('([^']*)','(\d*)','(\d*)'`)
	docID    = regexp.MustCompile(`/docs?1/([0-9]+)`)
)

// districtEntry reads a row of the table of entries. A row without a date is its
// heading, or is noted.
func (in *input) districtEntry(s *Sheet, r tableRow, kind Kind) {
	path := at("entries", len(s.Entries))
	if len(r.cells) < 3 {
		if len(r.cells) > 0 {
			in.unread("entries[]: rows of fewer than three cells")
		}
		return
	}
	date, number, desc := r.cells[0], r.cells[1], r.cells[len(r.cells)-1]
	from, to := trimmed(date.b)
	if !dateOnly.Match(date.b[from:to]) {
		switch {
		case dateColumn[date.line()] != "":
		case date.line() == "" && len(desc.tables) > 0:
			in.unread("entries[]: tables of an entry's documents")
		default:
			in.note(path, date.origin(0), "a row of the entries without a date: %q", clip(date.line(), 80))
		}
		return
	}
	e := Entry{Text: desc.line(), Path: path, Byte: in.start(r)}
	if lines := number.lines(); len(lines) > 0 {
		e.Number = lines[0]
		for _, l := range lines[1:] { // bankruptcy courts put the pages below
			e.Fields = append(e.Fields, Field{"below the number", l})
		}
	}
	w := where{path: path, court: s.Court}
	if t, ok := in.claim(kind, date.text, from, to, w); ok {
		e.Times = append(e.Times, t)
	}
	in.stamps(&e, desc.text, w)
	in.mainDocument(s, &e, number.links)
	e.Documents = append(e.Documents, attachments(e.Text)...)
	s.Entries = append(s.Entries, e)
}

// start is the byte of the file at which a row begins.
func (in *input) start(r tableRow) int64 {
	if len(r.cells) == 0 {
		return -1
	}
	return r.cells[0].from.origin(r.at)
}

// mainDocument reads the link at an entry's number.
func (in *input) mainDocument(s *Sheet, e *Entry, links []link) {
	if len(links) == 0 {
		return
	}
	l := links[0]
	d := Document{Number: e.Number, Address: l.href}
	if m := docID.FindStringSubmatch(l.href); m != nil {
		d.ID = m[1]
	}
	if m := goDLS.FindStringSubmatch(l.click); m != nil {
		s.CaseID, e.Seq = cmp.Or(s.CaseID, m[2]), m[3]
	}
	e.Documents = append(e.Documents, d)
}

var roles = regexp.MustCompile(`^(?i)((?:(?:cross|counter|third party|consol|intervenor|movant|interested|plaintiff|defendant|petitioner|respondent|appellant|appellee|amicus|debtor|joint|creditor|trustee|u\.s\.|special|material|objector|claimant|garnishee|miscellaneous|mediator|liaison|in re|unknown|notice)[ -]*)+(?:party|curiae|counsel|witness|master)?)(?: *\(\d+\))?$`)

// parties reads parties: a role stands in a row by itself, and the name is the
// first line of the row that follows.
func (in *input) parties(s *Sheet, t *table) {
	role := ""
	for _, r := range t.rows {
		if len(r.cells) == 0 {
			continue
		}
		line := r.cells[0].line()
		if m := roles.FindStringSubmatch(line); m != nil && len(r.cells) < 3 {
			role = strings.TrimSpace(m[1])
			continue
		}
		lines := r.cells[0].lines()
		if len(lines) > 1 && role == "" && roles.MatchString(lines[0]) { // as bankruptcy courts have it
			role, lines = roles.FindStringSubmatch(lines[0])[1], lines[1:]
		}
		if role != "" && len(lines) > 0 {
			s.Parties = append(s.Parties, Party{role, oneLine(lines[0])})
			if len(r.cells) > 2 {
				in.unread("parties[]: counsel")
			}
			role = ""
		}
	}
}
