package docket

import "strings"

// archive reads the docket XML that RECAP put at the Internet Archive. It says
// filed and, of some, entered, both as dates alone, and when RECAP had a paper.
func (in *input) archive(x *xmlScan) error {
	in.file.Format = "RECAP docket XML"
	s := in.onlyOne()
	for {
		el, err := x.next()
		if err != nil {
			return err
		}
		if el == nil {
			return nil
		}
		switch el.name {
		case "case_details":
			err = in.archiveHead(x, s)
		case "party_list":
			err = in.archiveParties(x, s)
		case "document_list":
			err = in.archiveList(x, s)
		case "nonce":
			_, err = x.text("nonce")
		default:
			err = x.skip(el.name)
		}
		if err != nil {
			return err
		}
	}
}

func (in *input) archiveHead(x *xmlScan, s *Sheet) error {
	for {
		el, err := x.next()
		if el == nil || err != nil {
			return err
		}
		path := "case_details." + el.name
		t, err := x.text(path)
		if err != nil {
			return err
		}
		said := oneLine(t.String())
		switch el.name {
		case "court":
			s.Court = in.court(said)
		case "docket_num":
			s.Number = said
		case "case_name":
			s.Caption = said
		case "pacer_case_num":
			s.CaseID = said
		case "date_case_filed":
			in.archiveTime(&s.Times, Filed, t, where{path: path, court: s.Court})
		default:
			if said != "" {
				s.Fields = append(s.Fields, Field{el.name, said})
			}
		}
	}
}

func (in *input) archiveTime(to *[]Time, kind Kind, t *text, w where) {
	from, end := trimmed(t.b)
	if c, ok := in.claim(kind, t, from, end, w); ok {
		*to = append(*to, c)
	}
}

func (in *input) archiveParties(x *xmlScan, s *Sheet) error {
	for {
		el, err := x.next()
		if el == nil || err != nil {
			return err
		}
		if el.name != "party" {
			if err := x.skip("party_list." + el.name); err != nil {
				return err
			}
			continue
		}
		var p Party
		for {
			el, err := x.next()
			if err != nil {
				return err
			}
			if el == nil {
				break
			}
			if el.name != "name" && el.name != "type" {
				if err := x.skip("party." + el.name); err != nil {
					return err
				}
				continue
			}
			t, err := x.text("party." + el.name)
			if err != nil {
				return err
			}
			if el.name == "name" {
				p.Name = oneLine(t.String())
			} else {
				p.Role = oneLine(t.String())
			}
		}
		s.Parties = append(s.Parties, p)
	}
}

// archiveList reads the documents. One of attachment 0 is an entry; the others
// hang on the entry of their number.
func (in *input) archiveList(x *xmlScan, s *Sheet) error {
	byNumber := map[string]int{}
	for n := 0; ; n++ {
		el, err := x.next()
		if el == nil || err != nil {
			return err
		}
		path := at("document_list.document", n)
		e, d, err := in.archiveDocument(x, s, el, path)
		if err != nil {
			return err
		}
		if i, ok := byNumber[e.Number]; ok && d.Attachment != "" {
			s.Entries[i].Documents = append(s.Entries[i].Documents, d)
			s.Entries[i].Times = append(s.Entries[i].Times, e.Times...)
			continue
		}
		if d.Attachment != "" {
			in.note(path, el.at, "attachment %s of document %s, whose entry is not in the file before it", d.Attachment, e.Number)
		}
		byNumber[e.Number] = len(s.Entries)
		e.Documents = append(e.Documents, d)
		s.Entries = append(s.Entries, e)
	}
}

func (in *input) archiveDocument(x *xmlScan, s *Sheet, el *element, path string) (Entry, Document, error) {
	e := Entry{Number: el.attrs["doc_num"], Path: path, Byte: el.at}
	d := Document{Number: e.Number, Attachment: strings.TrimPrefix(el.attrs["attachment_num"], "0")}
	w := where{court: s.Court}
	for {
		el, err := x.next()
		if el == nil || err != nil {
			return e, d, err
		}
		w.path = path + "." + el.name
		t, err := x.text(anyOf(w.path))
		if err != nil {
			return e, d, err
		}
		switch el.name {
		case "pacer_doc_id":
			d.ID = oneLine(t.String())
		case "date_filed":
			in.archiveTime(&e.Times, Filed, t, w)
		case "date_entered":
			in.archiveTime(&e.Times, Entered, t, w)
		case "upload_date":
			in.archiveTime(&e.Times, Retrieved, t, where{path: w.path, clock: "RECAP"})
		case "long_desc":
			e.Text = oneLine(t.String())
			in.stamps(&e, t, w)
		case "short_desc":
			d.Text = oneLine(t.String())
			if d.Attachment == "" {
				e.Short = d.Text
			}
		default:
			if oneLine(t.String()) != "" {
				in.unread(anyOf(w.path))
			}
		}
	}
}
