package docket

import (
	"strings"
	"time"
)

// acms reads the case summary of ACMS, the system of the second and ninth
// circuits. Its records are made in UTC; the stamps in its texts are by the
// court's clock, and can be minutes later. It does not name the court.
func (in *input) acms(v *value) error {
	in.file.Format = "ACMS docket JSON"
	s := in.onlyOne()
	head, info := v.get("caseDetails"), v.get("docketInfo")
	if s.Court = in.court(""); s.Court == "" {
		in.note("caseDetails", int64(head.at), "the file does not name its court: give it")
	}
	s.Number, s.Caption, s.CaseID = head.get("caseNumber").str(), head.get("name").str(), head.get("caseId").str()
	if head.get("aNumber").str() != "" && !in.opts.KeepNumbers {
		in.count(alienNumber, 1)
	}
	w := where{court: s.Court}
	in.take(&s.Times, Filed, head, "caseOpened", "caseDetails", w)
	in.receivedDate(s, head)
	if court := head.get("court"); court.kind == '{' {
		s.Fields = append(s.Fields, Field{"Appeal From", court.get("name").str()})
		in.rest(court, "caseDetails.court", nil)
	}
	if err := in.acmsParties(s, head.get("partyAttorneyList")); err != nil {
		return err
	}
	if _, err := in.acmsText(head.get("shortCaption")); err != nil {
		return err
	}
	entries := info.get("docketEntries")
	for i := range entries.kids {
		if err := in.acmsEntry(s, &entries.kids[i], at("docketInfo.docketEntries", i)); err != nil {
			return err
		}
	}
	in.rest(head, "caseDetails", &s.Fields)
	in.rest(info, "docketInfo", &s.Fields)
	in.rest(v, "", nil)
	return nil
}

// receivedDate reads when the case came in. At local midnight it is a date and no
// moment.
func (in *input) receivedDate(s *Sheet, head *value) {
	f := head.get("receivedDate")
	if f.kind != '"' {
		return
	}
	t := in.textOf(f)
	c, ok := in.claim(Filed, t, 0, len(t.b), where{path: "caseDetails.receivedDate", clock: "ACMS"})
	if !ok {
		return
	}
	if zone := in.zone(s.Court); zone != "" {
		if local, err := c.Span.Earliest().In(zone); err == nil && local.Format(time.TimeOnly) == "00:00:00" {
			day, ok := in.claimAs(Filed, t, 0, len(t.b), local.Format(time.DateOnly), where{path: c.Path, clock: "ACMS", court: s.Court})
			if ok {
				day.Warnings = append(append([]string(nil), day.Warnings...), "midnight by the court's clock: taken for the date alone")
				c = day
			}
		}
	} else if strings.HasSuffix(f.said, ":00:00Z") {
		c.Warnings = append(append([]string(nil), c.Warnings...), "a whole hour: it may be midnight by the court's clock, and mean the date alone")
	}
	s.Times = append(s.Times, c)
}

// acmsText is a text of ACMS, which is HTML, as a box.
func (in *input) acmsText(v *value) (*cell, error) {
	p, err := in.readHTML(in.textOf(v), false)
	if err != nil {
		return nil, err
	}
	return p.root, nil
}

// acmsParties reads the parties, each in a row: the name is the first line and
// the role the last.
func (in *input) acmsParties(s *Sheet, v *value) error {
	if v.kind != '"' {
		return nil
	}
	root, err := in.acmsText(v)
	if err != nil {
		return err
	}
	root.everyTable(func(t *table) {
		for _, r := range t.rows {
			if len(r.cells) == 0 {
				continue
			}
			if lines := r.cells[0].lines(); len(lines) > 1 {
				s.Parties = append(s.Parties, Party{strings.Trim(lines[len(lines)-1], " ,"), strings.Trim(lines[0], " ,")})
				in.unread("caseDetails.partyAttorneyList: counsel")
			}
		}
	})
	return nil
}

func (in *input) acmsEntry(s *Sheet, v *value, path string) error {
	e := Entry{Number: v.get("entryNumber").str(), Seq: v.get("docketEntryId").str(), Path: path, Byte: int64(v.at)}
	w := where{court: s.Court}
	in.take(&e.Times, Filed, v, "endDate", path, w)
	in.take(&e.Times, Entered, v, "createdOn", path, where{clock: "ACMS"})
	v.get("endDateFormatted") // endDate in another form
	desc := v.get("docketEntryText")
	root, err := in.acmsText(desc)
	if err != nil {
		return err
	}
	e.Text = root.line()
	w.path = join(path, "docketEntryText")
	in.stamps(&e, root.text, w)
	docs := v.get("docketEntryDocuments")
	for i := range docs.kids {
		d := &docs.kids[i]
		e.Documents = append(e.Documents, Document{Number: e.Number, ID: d.get("docketDocumentDetailsId").str(), Text: d.get("documentDescription").str()})
		in.rest(d, at(join(path, "docketEntryDocuments"), i), nil)
	}
	in.rest(v, path, &e.Fields)
	s.Entries = append(s.Entries, e)
	return nil
}
