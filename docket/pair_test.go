package docket_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/docket"
)

// The real files come in pairs: a raw file, and what juriscraper read of it. The
// second half is right of most fields, and wrong or silent on time. Each field is
// compared; differs lists every difference, how often it occurs, and why ours is
// kept.

const shared = "../../shared/data/dockets"

// zone has the courts of the real files, and no others.
func zone(court string) (string, bool) {
	z, ok := map[string]string{"azd": "America/Phoenix", "ca10": "America/Denver", "ca9": "America/Los_Angeles", "cacb": "America/Los_Angeles",
		"cand": "America/Los_Angeles", "casd": "America/Los_Angeles", "ilnd": "America/Chicago", "laed": "America/Chicago", "ned": "America/Chicago",
		"ca1": "America/New_York", "ca2": "America/New_York", "ca4": "America/New_York", "cadc": "America/New_York", "dcd": "America/New_York",
		"jpml": "America/New_York", "mad": "America/New_York", "mdb": "America/New_York", "njb": "America/New_York", "njd": "America/New_York",
		"nyed": "America/New_York", "nysd": "America/New_York", "vaed": "America/New_York", "wvsd": "America/New_York"}[court]
	return z, ok
}

func options(name string) docket.Options {
	o := docket.Options{Zone: zone}
	if strings.Contains(name, "acms_json") { // ACMS does not name its court; these are named for it
		o.Court, _, _ = strings.Cut(filepath.Base(name), "_")
	}
	return o
}

func real(t *testing.T, name string) *docket.File {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(shared, name))
	if err != nil {
		t.Skipf("the real files are not here: %v", err)
	}
	f, err := docket.Read(bytes.NewReader(b), name, options(name))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// row is an object of the parsed half.
type row map[string]any

func (r row) str(key string) string {
	switch v := r[key].(type) {
	case string:
		return v
	case float64:
		return fmt.Sprint(int64(v))
	}
	return ""
}

func (r row) list(key string) []row {
	var out []row
	list, _ := r[key].([]any)
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func parsed(t *testing.T, name string, v any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(shared, name))
	if err != nil {
		t.Skipf("the real files are not here: %v", err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

var (
	initials     = regexp.MustCompile(`^((?:\d+:)?\d\d-(?:[a-z]+-)?\d{4,5})(?:-[A-Z0-9-]+)?$`)
	etAl         = regexp.MustCompile(`,? et al\b\.?,?`)
	unitedStates = regexp.MustCompile(`^(?:USA|US|U\.S\.A?\.|(?i:United States of America))( |$)|( )(?:USA|US|(?i:United States of America))$`)
	versus       = regexp.MustCompile(`\b(?:vs?\.?|VS\.)( |$)`)
)

// bare is a number without the judges' initials, as the parsed half has it.
func bare(number string) string {
	if _, after, ok := strings.Cut(number, "/"); ok { // the panel's prefix for a district: NYE/1:21-cv-02960
		number = after
	}
	return initials.ReplaceAllString(number, "$1")
}

// styled is a caption in the style that juriscraper gives to all: without "et al",
// with "v." and "United States". Ours is as the court wrote it.
func styled(s string) string {
	s = versus.ReplaceAllString(etAl.ReplaceAllString(s, ""), "v. ")
	s = unitedStates.ReplaceAllString(strings.Trim(strings.Join(strings.Fields(s), " "), " ,"), "${2}United States$1")
	return strings.ReplaceAll(strings.TrimSuffix(s, "."), "Unknown Case Title", "")
}

// paper is a document's id with the fourth digit that juriscraper sets to 0: 1
// there says that the link leads to a page of attachments.
func paper(id string) string {
	if len(id) > 4 && strings.Trim(id, "0123456789") == "" {
		return id[:3] + "0" + id[4:]
	}
	return id
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ")
}

// unspaced is s without white space: the two halves join the texts of links and
// list items with a space, or with none.
func unspaced(s string) string { return strings.ReplaceAll(oneLine(s), " ", "") }

// compared gathers the differences of one pair: field, to how often.
type compared map[string]int

func (c compared) same(field, ours, theirs string) {
	if ours != theirs {
		c[field]++
		if testing.Verbose() && c[field] < 3 {
			fmt.Printf("      %s: ours %.150q, theirs %.150q\n", field, ours, theirs)
		}
	}
}

// date is the earliest claim of the kind, as a civil date in the court's zone.
func date(times []docket.Time, kind docket.Kind) string {
	for _, c := range times {
		if c.Kind == kind && c.Clock == "" {
			if local, err := c.Span.Earliest().In(c.Zone); err == nil {
				return local.Format("2006-01-02")
			}
		}
	}
	return ""
}

func first(docs []docket.Document) docket.Document {
	if len(docs) == 0 {
		return docket.Document{}
	}
	return docs[0]
}

// entry compares an entry with its parsed half.
func (c compared) entry(e docket.Entry, r row) {
	c.same("description", unspaced(e.Text), unspaced(r.str("description")))
	if _, has := r["short_description"]; has {
		c.same("short_description", e.Short, oneLine(r.str("short_description")))
	}
	c.same("document_number", e.Number, r.str("document_number"))
	if id, isID := r["pacer_doc_id"].(string); isID && strings.Contains(id, "-") {
		c.same("pacer_doc_id", e.Seq, id) // ACMS has an id of the entry and none of the paper
	} else {
		c.same("pacer_doc_id", paper(first(e.Documents).ID), paper(r.str("pacer_doc_id")))
		c.same("pacer_seq_no", e.Seq, r.str("pacer_seq_no"))
	}
	c.same("date_filed", date(e.Times, docket.Filed), day(r.str("date_filed")))
	if _, has := r["date_entered"]; has {
		c.same("date_entered", date(e.Times, docket.Entered), day(r.str("date_entered")))
	}
	for i, a := range r.list("attachments") {
		if i+1 < len(e.Documents) {
			c.same("attachments", e.Documents[i+1].Attachment+" "+e.Documents[i+1].Text, a.str("attachment_number")+" "+a.str("description"))
			continue
		}
		c["attachments"]++
	}
}

func day(s string) string { return s[:min(len(s), len("2006-01-02"))] }

// sheet compares a sheet with its parsed half.
func (c compared) sheet(s docket.Sheet, r row) {
	c.same("court_id", s.Court, r.str("court_id"))
	c.same("docket_number", bare(s.Number), r.str("docket_number"))
	c.same("case_name", styled(s.Caption), styled(r.str("case_name")))
	if _, has := r["date_filed"]; has {
		c.same("case date_filed", date(s.Times, docket.Filed), r.str("date_filed"))
	}
	if _, has := r["pacer_case_id"]; has && r["pacer_case_id"] != nil {
		c.same("pacer_case_id", s.CaseID, r.str("pacer_case_id"))
	}
	if _, has := r["parties"]; has && r["parties"] != nil {
		c.same("parties", names(s.Parties), theirs(r.list("parties")))
	}
	entries := r.list("docket_entries")
	c.same("entries", fmt.Sprint(len(s.Entries)), fmt.Sprint(len(entries)))
	for i, e := range entries {
		if i < len(s.Entries) {
			c.entry(s.Entries[i], e)
		}
	}
}

func names(ps []docket.Party) string {
	var out []string
	for _, p := range ps {
		out = append(out, oneLine(p.Name))
	}
	return strings.Join(out, "; ")
}

func theirs(ps []row) string {
	var out []string
	for _, p := range ps {
		out = append(out, oneLine(p.str("name")))
	}
	return strings.Join(out, "; ")
}

// difference is one that is known, with how often it occurs.
type difference struct {
	file, field string
	times       int
	why         string
}

func TestPairs(t *testing.T) {
	raw, _ := filepath.Glob(filepath.Join(shared, "*", "*"))
	seen := 0
	found := map[string]int{}
	for _, full := range raw {
		dir, base := filepath.Base(filepath.Dir(full)), filepath.Base(full)
		name := dir + "/" + base
		json := dir + "/" + strings.TrimSuffix(base, filepath.Ext(base)) + ".json"
		if _, err := os.Stat(filepath.Join(shared, json)); err != nil || name == json || dir == "courtlistener" {
			continue
		}
		if base == "dcd_2.html" || base == "ohsd_3.txt" {
			continue // TestNotDockets has them
		}
		seen++
		if testing.Verbose() {
			fmt.Println(name)
		}
		for field, n := range comparePair(t, dir, name, json) {
			found[name+" "+field] = n
		}
	}
	if seen == 0 {
		t.Skip("the real files are not here")
	}
	known := map[string]int{}
	for _, d := range differs {
		known[d.file+" "+d.field] = d.times
		if d.why == "" {
			t.Errorf("%s %s: no reason", d.file, d.field)
		}
	}
	if !maps.Equal(found, known) {
		for _, k := range slices.Sorted(maps.Keys(found)) {
			if known[k] != found[k] {
				t.Errorf("%s differs %d times; the table has %d", k, found[k], known[k])
			}
		}
		for _, k := range slices.Sorted(maps.Keys(known)) {
			if _, ok := found[k]; !ok {
				t.Errorf("%s is in the table and does not differ", k)
			}
		}
	}
	t.Logf("%d pairs", seen)
}

func comparePair(t *testing.T, dir, name, json string) compared {
	t.Helper()
	c := compared{}
	f := real(t, name)
	switch dir {
	case "rss":
		var rows []row
		parsed(t, json, &rows)
		c.feed(f, rows)
	case "nef":
		var r row
		parsed(t, json, &r)
		dockets := r.list("dockets")
		c.same("dockets", fmt.Sprint(len(f.Sheets)), fmt.Sprint(len(dockets)))
		for i, d := range dockets {
			d["court_id"] = r["court_id"]
			delete(d, "date_filed")
			c.sheet(f.Sheets[i], d)
		}
	default:
		var r row
		parsed(t, json, &r)
		c.sheet(f.Sheets[0], r)
	}
	return c
}

// feed compares the items of a feed. juriscraper makes one entry of items of one
// case and moment, with their events joined by " AND ".
func (c compared) feed(f *docket.File, rows []row) {
	items := 0
	for _, s := range f.Sheets {
		items += len(s.Entries)
	}
	matched := 0
	for _, r := range rows {
		e := r.list("docket_entries")[0]
		events := strings.Split(e.str("short_description"), " AND ")
		for i := range events {
			events[i] = oneLine(events[i])
		}
		for _, s := range f.Sheets {
			if bare(s.Number) != r.str("docket_number") || r["pacer_case_id"] != nil && s.CaseID != r.str("pacer_case_id") {
				continue
			}
			for _, ours := range s.Entries {
				if !slices.Contains(events, ours.Short) || !sameMoment(ours.Times, e.str("date_filed")) || paper(first(ours.Documents).ID) != e.str("pacer_doc_id") {
					continue
				}
				matched++
				c.same("case_name", styled(s.Caption), styled(r.str("case_name")))
				c.same("document_number", ours.Number, e.str("document_number"))
				c.same("pacer_seq_no", ours.Seq, e.str("pacer_seq_no"))
				c.same("court_id", s.Court, r.str("court_id"))
			}
		}
	}
	if matched != items {
		c["items without a parsed half"] = items - matched
	}
}

// sameMoment reports whether a time claim is exactly the moment of the parsed half.
func sameMoment(times []docket.Time, rfc string) bool {
	for _, c := range times {
		if c.Span.Earliest().RFC3339() == utc(rfc) {
			return true
		}
	}
	return false
}
