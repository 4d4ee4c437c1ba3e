package docket_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/docket"
	"testing/fstest"
)

// seeds adds the synthetic samples of the formats, told by their endings.
func seeds(f *testing.F, patterns ...string) {
	f.Helper()
	for _, p := range patterns {
		names, err := filepath.Glob(filepath.Join("testdata", p))
		if err != nil || len(names) == 0 {
			f.Fatalf("no samples %s: %v", p, err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b)
		}
	}
}

// checkRead holds what is true of any file: it is read or is an error with a hint;
// each time is in it; and every record that would be written is one that a case
// takes.
func checkRead(t *testing.T, b []byte) {
	file, err := docket.Read(bytes.NewReader(b), "x", docket.Options{Zone: func(string) (string, bool) { return "America/New_York", true }})
	if err != nil {
		if e, ok := err.(*docket.Error); !ok || e.Msg == "" || e.Name != "x" || file != nil || e.Byte > int64(len(b)) {
			t.Fatalf("%#v", err)
		}
		return
	}
	checkTimes(t, b, file)
	var out bytes.Buffer
	if err := file.Text(&out); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(out.String(), "\x1b\r\u202e") {
		t.Fatalf("control characters: %q", out.String())
	}
	docket.Differences(file, file)
	for _, p := range docket.NewReport([]*docket.File{file}).Proposed {
		checkRecords(t, p)
	}
}

// checkRecords loads the records of a proposal as a case.
func checkRecords(t *testing.T, p docket.Proposed) {
	s := p.Of.Sheets[p.Sheet]
	if docket.RulingID(s, s.Entries[p.Entry]) == "" {
		return
	}
	head, err := docket.CaseHeader(s, "America/New_York", false)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{
		"case.yaml":   {Data: []byte(head)},
		"source.yaml": {Data: []byte(docket.SourceRecord(p.Of, "originals/x"))},
		"ruling.yaml": {Data: []byte(docket.RulingRecord(p.Of, p.Proposal, false))},
	}
	if n := docket.NoticeRecord(p.Of, p.Proposal, "entry"); n != "" {
		files["notice.yaml"] = &fstest.MapFile{Data: []byte(n)}
	}
	if _, err := holdshort.Load(files); err != nil {
		t.Fatalf("%v\n%s%s%s", err, files["case.yaml"].Data, files["source.yaml"].Data, files["ruling.yaml"].Data)
	}
}

func FuzzPage(f *testing.F) {
	seeds(f, "*.html")
	f.Fuzz(checkRead)
}

func FuzzMail(f *testing.F) {
	seeds(f, "*.eml")
	f.Add([]byte("From: a\nDate: Sat, 15 Mar 2025 19:28:51 -0400\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nFrom: c\nSubject: d\n\nThe following transaction was filed on 03/15/2025\nCase Name: A v. B\nCase Number: 25-1\n--b--\n"))
	f.Fuzz(checkRead)
}

func FuzzXML(f *testing.F) {
	seeds(f, "*.xml")
	f.Fuzz(checkRead)
}

func FuzzJSON(f *testing.F) {
	seeds(f, "*.json")
	f.Add([]byte(`{"results": [{"caseName": "A v. B", "docketNumber": "25-1", "dateFiled": "2025-03-15T00:00:00-07:00", "recap_documents": [{"entry_number": 1, "description": "ORDER staying removal \ud83d\ude00"}]}]}`))
	f.Fuzz(checkRead)
}

// Each sample is read as its format, with entries.
func TestSamples(t *testing.T) {
	want := map[string]string{"acms.json": "ACMS docket JSON", "appellate.html": "CM/ECF appellate docket page", "archive.xml": "RECAP docket XML",
		"bankruptcy.html": "CM/ECF docket page", "district.html": "CM/ECF docket page", "docket.json": "RECAP docket JSON", "feed.xml": "CM/ECF feed",
		"history.html": "CM/ECF docket history page", "nda.eml": "notice of filing, raw mail", "notice.eml": "notice of filing, raw mail",
		"webhook.json": "CourtListener webhook, docket alert"}
	names, _ := filepath.Glob("testdata/*.*")
	if len(names) != len(want) {
		t.Errorf("%d samples, %d known", len(names), len(want))
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(bytes.ToLower(b), []byte("synthetic")) {
			t.Errorf("%s does not say that it is synthetic", name)
		}
		f, err := docket.Read(bytes.NewReader(b), name, docket.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.Format != want[filepath.Base(name)] || len(f.Sheets) == 0 || len(f.Sheets[0].Entries) == 0 {
			t.Errorf("%s: %s, %+v", name, f.Format, f.Sheets)
		}
		checkRead(t, b)
	}
}
