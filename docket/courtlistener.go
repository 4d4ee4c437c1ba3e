package docket

import (
	"cmp"
	"strings"
)

// ours is the clock of CourtListener: when its own record was made and changed.
const ours = "CourtListener"

// formats of CourtListener's REST API, version 4, and of RECAP's JSON.
const (
	formatDocket   = "CourtListener docket"
	formatEntries  = "CourtListener docket entries"
	formatParties  = "CourtListener parties"
	formatSearch   = "CourtListener search results"
	formatArchived = "RECAP docket JSON"
)

// readJSON tells the JSON formats by the fields that they have.
func (in *input) readJSON() error {
	v, err := in.parseJSON()
	if err != nil {
		return err
	}
	switch {
	case v.has("payload", "webhook"):
		return in.webhook(v)
	case v.has("caseDetails", "docketInfo"):
		return in.acms(v)
	case v.kind == '[':
		return in.list(v, "")
	case v.has("results"):
		for _, k := range []string{"next", "previous", "count"} {
			v.get(k) // the pages of the list, and no part of a docket
		}
		results := v.get("results")
		in.rest(v, "", nil)
		return in.list(results, "results")
	}
	return in.object(v, "")
}

// list reads the items of a list, each by its own fields.
func (in *input) list(v *value, path string) error {
	if v.kind != '[' {
		return in.fail(int64(v.at), "", "results is no list", hintFormats)
	}
	if len(v.kids) == 0 {
		in.file.Format = "CourtListener list"
		in.note(path, int64(v.at), "the list is empty")
		return nil
	}
	for i := range v.kids {
		if err := in.object(&v.kids[i], at(path, i)); err != nil {
			return err
		}
	}
	return nil
}

// object reads one object of CourtListener.
func (in *input) object(v *value, path string) error {
	switch {
	case v.has("docket_number") && (v.has("date_filed", "case_name") || v.has("docket_entries")):
		in.file.Format = formatDocket
		if v.has("docket_entries") {
			in.file.Format = formatArchived
		}
		in.clDocket(v, path)
	case v.has("recap_documents", "entry_number"):
		in.file.Format = formatEntries
		in.clEntry(in.sheetOf(lastPart(v.get("docket").str())), v, path)
	case v.has("caseName", "docketNumber"):
		in.file.Format = formatSearch
		in.clSearch(v, path)
	case v.has("party_types", "name"):
		in.file.Format = formatParties
		in.clParty(v, path)
	case v.has("parties_represented"):
		in.about(v, path, "CourtListener attorneys", "attorneys are not kept")
	case v.has("alert_type", "docket"):
		in.about(v, path, "CourtListener docket alert", "an alert on the docket "+v.get("docket").str())
	case v.has("pacer_doc_id"):
		in.about(v, path, "CourtListener documents", "documents without the entries that they hang on")
	default:
		return in.fail(int64(v.at), strings.Join(v.keys[:min(len(v.keys), 6)], ", "), "JSON that is no docket; its fields begin", hintFormats)
	}
	return nil
}

// lastPart is the id at the end of an address of the API, or the id itself.
func lastPart(s string) string {
	s = strings.TrimSuffix(s, "/")
	return s[strings.LastIndexByte(s, '/')+1:]
}

// mirrored is the name of the field that has CourtListener's id of a docket.
const mirrored = "courtlistener_docket"

// sheetOf is the sheet of a docket known by CourtListener's id alone.
func (in *input) sheetOf(id string) *Sheet {
	if i, ok := in.byMirror[id]; ok {
		return &in.file.Sheets[i]
	}
	if in.byMirror == nil {
		in.byMirror = map[string]int{}
	}
	in.byMirror[id] = len(in.file.Sheets)
	s := in.onlyOne()
	s.Court = in.court("")
	if id != "" {
		s.Fields = append(s.Fields, Field{mirrored, id})
	}
	return s
}

func fieldOf(fields []Field, name string) string {
	for _, f := range fields {
		if f.Name == name {
			return f.Text
		}
	}
	return ""
}

// clDocket reads a docket, with its entries and parties where it has them.
func (in *input) clDocket(v *value, path string) {
	s := in.onlyOne()
	court := v.get("court")
	if s.Court = in.court(v.get("court_id").str()); s.Court == "" {
		s.Court = in.court(lastPart(court.str()))
	}
	s.Number, s.Caption, s.CaseID = v.get("docket_number").str(), v.get("case_name").str(), v.get("pacer_case_id").str()
	if id := v.get("id").str(); id != "" {
		s.Fields = append(s.Fields, Field{mirrored, id})
	}
	w := where{court: s.Court}
	in.take(&s.Times, Filed, v, "date_filed", path, w)
	in.ownClock(&s.Times, v, path)
	entries, parties := v.get("docket_entries"), v.get("parties")
	for i := range entries.kids {
		in.clEntry(s, &entries.kids[i], at(join(path, "docket_entries"), i))
	}
	for i := range parties.kids {
		in.partyOf(s, &parties.kids[i], at(join(path, "parties"), i))
	}
	in.rest(v, path, &s.Fields)
}

// take adds the claim of a field, if it has one.
func (in *input) take(to *[]Time, kind Kind, v *value, key, path string, w where) {
	f := v.get(key)
	if f.kind != '"' {
		return
	}
	t := in.textOf(f)
	w.path = join(path, key)
	if c, ok := in.claim(kind, t, 0, len(t.b), w); ok {
		*to = append(*to, c)
	}
}

// ownClock reads the times that CourtListener keeps of its own records. They say
// when it had something, and never when the court did anything.
func (in *input) ownClock(to *[]Time, v *value, path string) {
	in.take(to, Retrieved, v, "date_created", path, where{clock: ours})
	in.take(to, Published, v, "date_modified", path, where{clock: ours})
}

// clEntry reads an entry. Its time of day stands apart from its date, and is a
// claim of its own: a later docket sheet can have taken it away.
func (in *input) clEntry(s *Sheet, v *value, path string) {
	e := Entry{Path: path, Byte: int64(v.at)}
	e.Number, e.Seq = v.get("entry_number").str(), v.get("pacer_sequence_number").str()
	e.Short = v.get("short_description").str()
	desc := v.get("description")
	e.Text = oneLine(desc.str())
	w := where{court: s.Court}
	in.take(&e.Times, Filed, v, "date_filed", path, w)
	if in.file.Format == formatArchived {
		in.archivedEntry(&e, v, path, w)
	}
	if hour := v.get("time_filed"); hour.kind == '"' && hour.said != "" {
		t := in.textOf(hour)
		w.path = join(path, "time_filed")
		if c, ok := in.claimAs(Filed, t, 0, len(t.b), v.get("date_filed").str()+" "+hour.said, w); ok {
			c.Warnings = append(append([]string(nil), c.Warnings...), "CourtListener calls this filed; from a feed it is when the entry was made")
			e.Times = append(e.Times, c)
		}
	}
	in.ownClock(&e.Times, v, path)
	in.stamps(&e, in.textOf(desc), where{path: join(path, "description"), court: s.Court})
	docs := v.get("recap_documents")
	for i := range docs.kids {
		in.clDocument(&e, &docs.kids[i], at(join(path, "recap_documents"), i))
	}
	in.rest(v, path, &e.Fields)
	s.Entries = append(s.Entries, e)
}

// archivedEntry reads what RECAP's own form of an entry has: the date of entry,
// which CourtListener has not, and one paper with its attachments.
func (in *input) archivedEntry(e *Entry, v *value, path string, w where) {
	in.take(&e.Times, Entered, v, "date_entered", path, w)
	e.Number, e.Seq = cmp.Or(e.Number, v.get("document_number").str()), cmp.Or(e.Seq, v.get("pacer_seq_no").str())
	if id := v.get("pacer_doc_id").str(); id != "" {
		e.Documents = append(e.Documents, Document{Number: e.Number, ID: id})
	}
	list := v.get("attachments")
	for i := range list.kids {
		a := &list.kids[i]
		e.Documents = append(e.Documents, Document{Number: e.Number, Attachment: a.get("attachment_number").str(), ID: a.get("pacer_doc_id").str(), Text: a.get("description").str()})
		in.rest(a, at(join(path, "attachments"), i), nil)
	}
}

// clDocument reads a document of an entry.
func (in *input) clDocument(e *Entry, v *value, path string) {
	d := Document{Number: v.get("document_number").str(), Attachment: v.get("attachment_number").str(),
		ID: v.get("pacer_doc_id").str(), Address: v.get("absolute_url").str(), Text: v.get("description").str()}
	if v.get("is_sealed").said == "true" {
		e.Fields = append(e.Fields, Field{"sealed", "document " + d.Number + " " + d.Attachment})
	}
	in.take(&e.Times, Retrieved, v, "date_upload", path, where{clock: ours})
	in.rest(v, path, nil)
	e.Documents = append(e.Documents, d)
}

// clParty reads a party of a list of parties. The list is of one docket by the
// query that made it, which the file need not name.
func (in *input) clParty(v *value, path string) {
	types := v.get("party_types")
	for i := range types.kids {
		s := in.sheetOf(lastPart(types.kids[i].get("docket").str()))
		s.Parties = append(s.Parties, Party{types.kids[i].get("name").str(), v.get("name").str()})
	}
	in.ownClock(&in.file.Times, v, path)
	in.rest(v, path, nil)
}

// partyOf reads a party within a docket.
func (in *input) partyOf(s *Sheet, v *value, path string) {
	role := v.get("type").str()
	if types := v.get("party_types"); role == "" && len(types.kids) > 0 {
		role = types.kids[0].get("name").str()
	}
	s.Parties = append(s.Parties, Party{role, v.get("name").str()})
	in.rest(v, path, nil)
}

// about keeps the times of an object that holds no entry, and says what it is.
func (in *input) about(v *value, path, format, what string) {
	in.file.Format = format
	in.note(path, int64(v.at), "%s", what)
	in.ownClock(&in.file.Times, v, path)
	in.take(&in.file.Times, Retrieved, v, "date_completed", path, where{clock: ours})
	in.secrets(v)
	in.rest(v, path, nil)
}

// secrets takes out keys that let whoever has them change an alert.
func (in *input) secrets(v *value) {
	if v.get("secret_key").str() != "" {
		in.file.Redacted["secret key"]++
	}
}
