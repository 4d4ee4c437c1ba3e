package docket_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/docket"
)

// sample reads a synthetic sample.
func sample(t *testing.T, name string) *docket.File {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	f, err := docket.Read(bytes.NewReader(b), name, docket.Options{Zone: func(string) (string, bool) { return "America/New_York", true }})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// page is a synthetic docket page of one entry.
func page(nature, caption, entry string) *docket.File {
	b := `<h3>CIVIL DOCKET FOR CASE #: 1:25-cv-00012</h3><table><tr><td>` + caption + `<br></td><td>Date Filed: 03/14/2025<br>Nature of Suit: ` + nature + `</td></tr></table>
<table><tr><td>Date Filed</td><td>#</td><td>Docket Text</td></tr><tr><td>03/15/2025</td><td>1</td><td>` + entry + `</td></tr></table>`
	f, err := docket.Read(strings.NewReader(b), "x", docket.Options{})
	if err != nil {
		panic(err)
	}
	return f
}

// What is personal is taken out and counted; what only looks alike is left.
func TestRedaction(t *testing.T) {
	for text, want := range map[string]string{
		"of A 123-456-789.":                               "of [alien number removed].",
		"of A123456789, detained":                         "of [alien number removed], detained",
		"of A# 12345678":                                  "of [alien number removed]",
		"A#: 123-456-789, A No. 123456789":                "[alien number removed], [alien number removed]",
		"A Number: 123\u2011456\u2011789":                 "[alien number removed]",
		"A123\u2013456\u2013789 (A.123.456.789)":          "[alien number removed] ([alien number removed])",
		"Agency No. 123-456-789":                          "[alien number removed]",
		"A 14 day stay; a 2.5 hour hearing on 2025-03-15": "A 14 day stay; a 2.5 hour hearing on 2025-03-15",
		"A No. 1:25-cv-00766 docket":                      "A No. 1:25-cv-00766 docket",
		"Alien Number 123-456-789":                        "[alien number removed]",
		"alien registration no. 12345678":                 "[alien number removed]",
		"SSN 123-45-6789":                                 "SSN [social security number removed]",
		"born on 01/02/1990 in":                           "[date of birth removed] in",
		"DOB: January 2, 1990":                            "[date of birth removed]",
		"25A1007 and 1:25-cv-00012":                       "25A1007 and 1:25-cv-00012",
		"(Entered: 03/15/2025) [1234567]":                 "(Entered: 03/15/2025) [1234567]",
		"receipt ADCDC-11547834":                          "receipt ADCDC-11547834",
	} {
		f := page("463", "DOE v. ROE", text)
		if got := f.Sheets[0].Entries[0].Text; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if (len(f.Redacted) > 0) != (text != want) {
			t.Errorf("%q: %v", text, f.Redacted)
		}
	}
	kept, err := docket.Read(strings.NewReader(`{"docket_number": "25-1", "date_filed": "2025-03-14", "case_name": "A123-456-789 v. B"}`), "x", docket.Options{KeepNumbers: true})
	if err != nil || kept.Sheets[0].Caption != "A123-456-789 v. B" || len(kept.Redacted) != 0 {
		t.Errorf("%+v, %v", kept, err)
	}
	if f := sample(t, "acms.json"); f.Redacted["alien registration number"] != 1 || strings.Contains(fmt.Sprintf("%+v", f), "123-456-789") {
		t.Errorf("%v", f.Redacted)
	}
	if f := sample(t, "notice.eml"); strings.Contains(fmt.Sprintf("%+v", f.Sheets), "@") || strings.Contains(fmt.Sprintf("%+v", f.Sheets), "12345678&") || f.Redacted["key of a paper"] != 1 {
		t.Errorf("%v, %+v", f.Redacted, f.Sheets)
	}
}

// Captions of immigration cases have roles or initials, and others their names.
func TestNamesWithheld(t *testing.T) {
	for _, x := range []struct{ nature, caption, want string }{
		{"463 Habeas Corpus - Alien Detainee", "DOE et al v. WARDEN OF EXAMPLE", "D. et al v. WARDEN OF EXAMPLE"},
		{"465 Other Immigration Actions", "Juan Doe v. Roe", "J.D. v. R."},
		{"440 Civil Rights: Other", "Doe v. Roe", ""},
		{"410 Anti-Trust", "United States v. Acme LLC", ""},
	} {
		s := page(x.nature, x.caption, "ORDER").Sheets[0]
		if x.want == "" {
			if why := s.Withheld(); why != "" {
				t.Errorf("%s, %s: withheld: %s", x.nature, x.caption, why)
			}
			continue
		}
		if s.Withheld() == "" || s.ByRole() != x.want {
			t.Errorf("%s, %s: %q, %q", x.nature, x.caption, s.Withheld(), s.ByRole())
		}
	}
	s := sample(t, "district.html").Sheets[0]
	if got := s.ByRole(); got != "Petitioner et al v. WARDEN OF EXAMPLE" {
		t.Errorf("%s", got)
	}
	if got := s.WithoutNames("ORDER: Petitioner Juan Doe and JUAN DOE, by Mr. Doe; Jane Roe presiding"); got != "ORDER: Petitioner [name withheld] and [name withheld], by Mr. [name withheld]; Jane Roe presiding" {
		t.Errorf("%s", got)
	}
	// A feed does not say what kind of case it is.
	if why := sample(t, "feed.xml").Sheets[0].Withheld(); why != "the file does not say what kind of case it is" {
		t.Errorf("%q", why)
	}
}

// Nothing that a case is given of any sample has the name in it, or the number.
func TestRecordsHaveNoNames(t *testing.T) {
	seen := 0
	for _, name := range []string{"acms.json", "appellate.html", "archive.xml", "district.html", "docket.json", "feed.xml", "history.html", "nda.eml", "notice.eml", "webhook.json"} {
		f := sample(t, name)
		for _, p := range docket.NewReport([]*docket.File{f}).Proposed {
			seen++
			head, err := docket.CaseHeader(f.Sheets[p.Sheet], "America/New_York", false)
			if err != nil {
				t.Fatal(err)
			}
			all := head + docket.SourceRecord(f, "originals/x") + docket.RulingRecord(f, p.Proposal, false) + docket.NoticeRecord(f, p.Proposal, "entry")
			for _, bad := range []string{"Juan", "JUAN", "Doe", "DOE", "123-456-789", "@example.org", "Xavier"} {
				if strings.Contains(all, bad) {
					t.Errorf("%s: %q in\n%s", name, bad, all)
				}
			}
			if named := docket.RulingRecord(f, p.Proposal, true); p.Text != "" && strings.Contains(p.Text, "Juan Doe") && !strings.Contains(named, "Juan Doe") {
				t.Errorf("%s: names are not kept in\n%s", name, named)
			}
			checkRecords(t, p)
		}
	}
	if seen < 8 {
		t.Errorf("%d proposals", seen)
	}
}

// Acts of the court are proposed, and what parties file is not.
func TestPropose(t *testing.T) {
	for text, want := range map[string]string{
		"TEMPORARY RESTRAINING ORDER. Signed by Judge Roe":                   "temporary restraining order",
		"MINUTE ORDER granting TRO as to transfer":                           "temporary restraining order",
		"ORDER: removal of petitioner is STAYED":                             "stay of removal",
		"MOTION TO STAY REMOVAL filed; REMOVAL STAYED pending further order": "stay of removal",
		"ORDER enjoining the defendants":                                     "injunction",
		"PER CURIAM ORDER granting an administrative stay":                   "administrative stay",
		"MANDATE ISSUED.":            "mandate",
		"ORDER vacating the opinion": "vacatur",
		"ORDER that petitioner not be transferred from the district":              "order on transfer",
		"Minute Entry for proceedings held before Judge Roe: Status Conference":   "minute order",
		"MOTION for Temporary Restraining Order by John Roe":                      "",
		"MEMORANDUM in support of motion for preliminary injunction; order below": "",
		"NOTICE of Appearance by Ada Counsel":                                     "",
		"Filing fee paid":                                                         "",
		"ORDER granting motion for extension of time":                             "",
	} {
		got := ""
		if ps := page("440", "A v. B", text).Propose(); len(ps) > 0 {
			got = ps[0].Kind
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// A later file that has lost a time is a difference, and one that adds is none.
func TestDifferences(t *testing.T) {
	has := func(d []docket.Difference, what string, kind docket.Kind) bool {
		for _, x := range d {
			if x.What == what && x.Kind == kind {
				return true
			}
		}
		return false
	}
	notice, sheet, archived, hook := sample(t, "notice.eml"), sample(t, "district.html"), sample(t, "docket.json"), sample(t, "webhook.json")
	d := docket.Differences(notice, sheet)
	if len(d) != 1 || !has(d, "time-changed", docket.Entered) || d[0].Earlier != "3/15/2025 at 7:26 PM EDT (2025-03-15 19:26 EDT)" || d[0].Later != "03/17/2025 (2025-03-17)" {
		t.Errorf("%+v", d)
	}
	// CourtListener's time_filed, taken away by a later sheet.
	if d := docket.Differences(archived, hook); !has(d, "time-coarser", docket.Filed) || !has(d, "time-gone", docket.Entered) || !has(d, "text-changed", "") {
		t.Errorf("%+v", d)
	}
	if d := docket.Differences(hook, archived); has(d, "time-gone", docket.Filed) || has(d, "time-coarser", docket.Filed) {
		t.Errorf("%+v", d)
	}
	if d := docket.Differences(sheet, archived); !has(d, "entry-gone", "") || !has(d, "time-gone", docket.Signed) {
		t.Errorf("%+v", d)
	}
	for _, f := range []*docket.File{notice, sheet, archived, hook, sample(t, "feed.xml"), sample(t, "appellate.html")} {
		if d := docket.Differences(f, f); len(d) != 0 {
			t.Errorf("%s differs from itself: %+v", f.Name, d)
		}
	}
	if d := docket.Differences(sheet, sample(t, "appellate.html")); len(d) != 0 {
		t.Errorf("another docket: %+v", d)
	}
}

func TestSameWords(t *testing.T) {
	for _, x := range []struct {
		a, b string
		same bool
	}{
		{"ORDER. (Entered: 03/15/2025)", "ORDER.", true},
		{"ORDER [Entered: 03/15/2025 07:26 PM] [Edited: 03/16/2025]", "ORDER", true},
		{"removal of [name withheld] is STAYED", "removal of Juan [name withheld] is STAYED", true},
		{"removal is STAYED", "removal is not STAYED", false},
		{"removal of [name withheld] is STAYED", "removal of the detainee is not STAYED", false},
		{"ORDER that the res…", "ORDER that the respondents", true},
		{"ORDER that the res…", "ORDER that no res", false},
	} {
		if docket.SameWords(x.a, x.b) != x.same || docket.SameWords(x.b, x.a) != x.same {
			t.Errorf("%q and %q", x.a, x.b)
		}
	}
}
