package docket

// clSearch reads one search result: a docket with some of its documents, or an
// opinion.
func (in *input) clSearch(v *value, path string) {
	s := in.onlyOne()
	v.get("court") // the name; the id says the same
	s.Court, s.Number, s.Caption = in.court(v.get("court_id").str()), v.get("docketNumber").str(), v.get("caseName").str()
	s.CaseID = v.get("pacer_case_id").str()
	if id := v.get("docket_id").str(); id != "" {
		s.Fields = append(s.Fields, Field{mirrored, id})
	}
	in.searchDate(s, v, path)
	meta := v.get("meta")
	in.take(&s.Times, Published, meta, "timestamp", join(path, "meta"), where{clock: ours})
	in.take(&s.Times, Retrieved, meta, "date_created", join(path, "meta"), where{clock: ours})
	in.take(&s.Times, Published, v, "timestamp", path, where{clock: ours})
	docs, opinions := v.get("recap_documents"), v.get("opinions")
	for i := range docs.kids {
		in.searchDocument(s, &docs.kids[i], at(join(path, "recap_documents"), i))
	}
	for i := range opinions.kids {
		o, p := &opinions.kids[i], at(join(path, "opinions"), i)
		e := Entry{Short: o.get("type").str(), Seq: o.get("id").str(), Text: oneLine(o.get("snippet").str()), Path: p, Byte: int64(o.at)}
		e.Times = append(e.Times, s.Times[:min(1, len(s.Times))]...)
		in.rest(o, p, nil)
		s.Entries = append(s.Entries, e)
	}
	in.rest(v, path, &s.Fields)
}

// searchDate reads dateFiled. The first version of the API writes the date as a
// moment in its own zone, whose time of day means nothing.
func (in *input) searchDate(s *Sheet, v *value, path string) {
	f := v.get("dateFiled")
	if f.kind != '"' {
		return
	}
	t := in.textOf(f)
	c, ok := in.claim(Filed, t, 0, min(len(t.b), len("2006-01-02")), where{path: join(path, "dateFiled"), court: s.Court})
	if !ok {
		return
	}
	if len(t.b) > len("2006-01-02") {
		c.Warnings = append(append([]string(nil), c.Warnings...), "a time of day follows the date, which the search made itself; it is not read")
	}
	s.Times = append(s.Times, c)
}

// searchDocument reads a document of a search result as the entry that it is of.
func (in *input) searchDocument(s *Sheet, v *value, path string) {
	e := Entry{Number: v.get("entry_number").str(), Text: oneLine(v.get("description").str()), Short: v.get("short_description").str(), Path: path, Byte: int64(v.at)}
	e.Documents = []Document{{Number: v.get("document_number").str(), Attachment: v.get("attachment_number").str(),
		ID: v.get("pacer_doc_id").str(), Address: v.get("absolute_url").str()}}
	in.take(&e.Times, Filed, v, "entry_date_filed", path, where{court: s.Court})
	in.stamps(&e, in.textOf(v.get("description")), where{path: join(path, "description"), court: s.Court})
	in.rest(v, path, &e.Fields)
	s.Entries = append(s.Entries, e)
}
