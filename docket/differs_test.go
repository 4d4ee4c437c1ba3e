package docket_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/docket"
)

func utc(rfc string) string {
	t, err := time.Parse(time.RFC3339, rfc)
	if err != nil {
		return "?"
	}
	return t.UTC().Format(time.RFC3339)
}

// differs are all differences of fields between ours and the parsed halves.
var differs = []difference{
	{"dockets/ca1_2.html", "document_number", 30, "the entries have no numbers; the parsed half puts the paper's id there, which ours has as the paper's id"},
	{"dockets/cadc_1.html", "parties", 1, "the page lists no party; the parsed half makes one of the caption"},
	{"dockets/dcd_190182.html", "pacer_seq_no", 33, "the numbers of entries without a paper stand in the link to their text, which the parsed half does not read"},
	{"dockets/ilnd_378697.html", "case_name", 1, "the caption of the page is one party; the parsed half makes another of the list of parties"},
	{"dockets/nysd_4.html", "date_filed", 87, "the column is headed Date Entered, and says nothing of filing; the parsed half calls it filed"},
	{"nef/jpml_1.txt", "description", 4, "the marks before the numbers of attachments are the court's; the parsed half drops them"},
	{"nef/laed_1.txt", "description", 1, "as jpml_1"},
	{"nef/nyed_1.txt", "description", 1, "as jpml_1"},
	{"rss/ca10.xml", "document_number", 6, "the link reads \"Document\" and no number; the parsed half puts the paper's id there"},
	{"rss/cadc.xml", "document_number", 13, "as ca10"},
	{"rss/sdny_1.xml", "court_id", 358, "the court's server is nysd; the parsed half has the name of the file"},
	{"rss/sdny_1.xml", "case_name", 7, "five of a party named in the form of an alien registration number, which is taken out; two of a name from which the parsed half drops \"#\" or \"The\""},
	{"rss/nyed_1.xml", "case_name", 3, "as sdny_1"},
	{"rss/wvsd.xml", "items without a parsed half", 1, "the number is broken; the parsed half drops the item, and ours keeps it with a note"},
}

// Times that the parsed halves drop, shift or call by another name. Each is as a
// person reads the raw file.
func TestTimesKept(t *testing.T) {
	for _, x := range []struct {
		file  string
		entry string // number or sequence number of the entry, or "file" for the file's own times
		kind  docket.Kind
		text  string
		from  string
		to    string
		zone  docket.ZoneHow
		why   string
	}{
		{"nef/njb_2.txt", "1979", docket.Entered, "01/28/2023  at 00:17 AM EST", "2023-01-28T05:17:00Z", "2023-01-28T05:17:59.999Z", docket.ZoneResolved, "seventeen past midnight, the day after filing; dropped"},
		{"nef/njb_2.txt", "1979", docket.Filed, "01/27/2023", "2023-01-27T05:00:00Z", "2023-01-28T04:59:59.999Z", docket.ZoneGuessed, "the filing date beside it"},
		{"nef/nysd_5.txt", "", docket.Entered, "10/21/2022 at 8:56 AM EDT", "2022-10-21T12:56:00Z", "2022-10-21T12:56:59.999Z", docket.ZoneResolved, "three days after filing; dropped"},
		{"nef/nyed_1.txt", "16", docket.Entered, "8/1/2022 at 8:02 \nPM EDT", "2022-08-02T00:02:00Z", "2022-08-02T00:02:59.999Z", docket.ZoneResolved, "across a line end; dropped"},
		{"nef/cacb_6.txt", "", docket.Entered, "03/08/2023  at 10:18 AM  PST", "2023-03-08T18:18:00Z", "2023-03-08T18:18:59.999Z", docket.ZoneResolved, "dropped"},
		{"nef/cand_1.txt", "45", docket.Filed, "1/13/2023", "2023-01-13T08:00:00Z", "2023-01-14T07:59:59.999Z", docket.ZoneGuessed, "kept by both"},
		{"nef/ca4_1.txt", "", docket.Entered, "08/19/2022 at 9:48:53 AM Eastern Daylight Time", "2022-08-19T13:48:53Z", "2022-08-19T13:48:53.999Z", docket.ZoneResolved, "dropped"},
		{"nef/ca9_4.txt", "", docket.Entered, "08/08/2022 at 12:08:21 PM Pacific Daylight Time", "2022-08-08T19:08:21Z", "2022-08-08T19:08:21.999Z", docket.ZoneResolved, "dropped"},
		{"nef/ca9_4.txt", "", docket.Noticed, "08/08/2022 12:24:49", "2022-08-08T19:24:49Z", "2022-08-08T19:24:49.999Z", docket.ZoneGuessed, "the notice's own time; dropped"},
		{"nef/ca9_11.txt", "63", docket.Entered, "08/14/2025 8:54:23 AM=\n PDT", "2025-08-14T15:54:23Z", "2025-08-14T15:54:23.999Z", docket.ZoneResolved, "first of three times; dropped"},
		{"nef/ca9_11.txt", "63", docket.Entered, "08/14/2025 08:56 AM", "2025-08-14T15:56:00Z", "2025-08-14T15:56:59.999Z", docket.ZoneGuessed, "second of three: the stamp"},
		{"nef/ca9_11.txt", "file", docket.Sent, "Thu, 14 Aug 2025 15:59:15 +0000 (UTC)", "2025-08-14T15:59:15Z", "2025-08-14T15:59:15.999Z", docket.ZoneStated, "third of three; dropped"},
		{"nef/ca9_11.txt", "file", docket.Received, "2025-08-14 15:59:15.632119223 +0000 UTC m=+6131722.740933666", "2025-08-14T15:59:15.632Z", "2025-08-14T15:59:15.632Z", docket.ZoneStated, "a hop without a semicolon"},
		{"nef/ca9_8.txt", "49", docket.Entered, "05/28/2025 8:58:22 PM=\n PDT", "2025-05-29T03:58:22Z", "2025-05-29T03:58:22.999Z", docket.ZoneResolved, "an hour and three quarters before the mail; dropped"},
		{"nef/ca9_8.txt", "file", docket.Sent, "Thu, 29 May 2025 05:43:43 +0000 (UTC)", "2025-05-29T05:43:43Z", "2025-05-29T05:43:43.999Z", docket.ZoneStated, "dropped"},
		{"nef/nyed_1.txt", "file", docket.Received, "Mon, 1 Aug 2022 20:03:31 -0400", "2022-08-02T00:03:31Z", "2022-08-02T00:03:31.999Z", docket.ZoneStated, "a hop; dropped"},
		{"dockets/njd_365922.html", "2", docket.Filed, "02/02/2018", "2018-02-02T05:00:00Z", "2018-02-03T04:59:59.999Z", docket.ZoneGuessed, "filed on a Friday"},
		{"dockets/njd_365922.html", "2", docket.Entered, "02/05/2018", "2018-02-05T05:00:00Z", "2018-02-06T04:59:59.999Z", docket.ZoneGuessed, "entered on the Monday"},
		{"dockets/njd_365922.html", "2", docket.Signed, "2/2/18", "2018-02-02T05:00:00Z", "2018-02-03T04:59:59.999Z", docket.ZoneGuessed, "signed; in the text alone"},
		{"dockets/njd_365922.html", "1", docket.Edited, "2/5/2018", "2018-02-05T05:00:00Z", "2018-02-06T04:59:59.999Z", docket.ZoneGuessed, "Modified on; in the text alone"},
		{"dockets/njd_365922.html", "file", docket.Retrieved, "02/06/2018\n                    10:58:34", "2018-02-06T00:58:34Z", "2018-02-06T20:58:34.999Z", docket.ZoneUnknown, "PACER's receipt; dropped"},
		{"dockets/dcd_190182.html", "19", docket.Entered, "10/16/2017", "2017-10-16T04:00:00Z", "2017-10-17T03:59:59.999Z", docket.ZoneGuessed, "entered three days after filing"},
		{"dockets/ca1_2.html", "5967248", docket.Entered, "01/06/2016 02:35 PM", "2016-01-06T19:35:00Z", "2016-01-06T19:35:59.999Z", docket.ZoneGuessed, "the parsed half has the date alone"},
		{"dockets/ca9_22-21.acms_json", "5", docket.Entered, "01/05/2022 11:18:00 AM", "2022-01-05T19:18:00Z", "2022-01-05T19:18:00.999Z", docket.ZoneGuessed, "the stamp, by the court's clock; without a zone in the parsed half"},
		{"dockets/ca9_22-21.acms_json", "5", docket.Entered, "2022-01-05T19:18:25Z", "2022-01-05T19:18:25Z", "2022-01-05T19:18:25.999Z", docket.ZoneStated, "createdOn, by the system's; dropped"},
		{"dockets/ca2_23-7246.acms_json", "1", docket.Entered, "2023-10-03T19:46:43Z", "2023-10-03T19:46:43Z", "2023-10-03T19:46:43.999Z", docket.ZoneStated, "createdOn, 118 minutes before the stamp; dropped"},
		{"dockets/ca2_23-7246.acms_json", "1", docket.Entered, "10/03/2023 05:45 PM", "2023-10-03T21:45:00Z", "2023-10-03T21:45:59.999Z", docket.ZoneGuessed, "the stamp"},
		{"dockets/azd_318008.xml", "3", docket.Entered, "2006-09-11", "2006-09-11T07:00:00Z", "2006-09-12T06:59:59.999Z", docket.ZoneGuessed, "date_entered; dropped"},
		{"dockets/azd_318008.xml", "1", docket.Retrieved, "2008-08-27 17:05:25", "2008-08-27T07:05:25Z", "2008-08-28T03:05:25.999Z", docket.ZoneUnknown, "upload_date; dropped"},
		{"rss/ca10.xml", "file", docket.Published, "Fri, 03 Feb 2023 10:58:42 MST", "2023-02-03T17:58:42Z", "2023-02-03T17:58:42.999Z", docket.ZoneResolved, "lastBuildDate; dropped"},
		{"rss/wvsd.xml", "2", docket.Published, "Tue, 15 May 2018 19:14:31 GMT", "2018-05-15T19:14:31Z", "2018-05-15T19:14:31.999Z", docket.ZoneStated, "the item of the broken number; dropped"},
		{"courtlistener/webhook_docket_alert.json", "140", docket.Retrieved, "2022-10-11T14:21:40.855097-07:00", "2022-10-11T21:21:40.855Z", "2022-10-11T21:21:40.855Z", docket.ZoneStated, "CourtListener's own clock"},
		{"courtlistener/webhook_docket_alert.json", "140", docket.Entered, "10/11/2022", "2022-10-10T14:00:00Z", "2022-10-12T09:59:59.999Z", docket.ZoneUnknown, "no court is named: the span holds them all"},
	} {
		f := real(t, x.file)
		if !hasTime(f, x.entry, func(c docket.Time) bool {
			return c.Kind == x.kind && c.Text == x.text && c.Span.Earliest().RFC3339() == x.from && c.Span.Latest().RFC3339() == x.to && c.ZoneHow == x.zone
		}) {
			t.Errorf("%s, entry %q: no %s %q from %s to %s, zone %s: %s", x.file, x.entry, x.kind, x.text, x.from, x.to, x.zone, x.why)
		}
	}
}

func hasTime(f *docket.File, entry string, is func(docket.Time) bool) bool {
	times := f.Times
	if entry != "file" {
		times = nil
		for _, s := range f.Sheets {
			for _, e := range s.Entries {
				if e.Number == entry || e.Number == "" && e.Seq == entry {
					times = append(times, e.Times...)
				}
			}
		}
	}
	for _, c := range times {
		if is(c) {
			return true
		}
	}
	return false
}

// The JSON form of RECAP's docket is read too: entries, numbers and dates are those
// of the XML. What the JSON drops is said in the page of the formats.
func TestArchivedJSON(t *testing.T) {
	for _, name := range []string{"dockets/azd_318008", "dockets/nysd_476194"} {
		x, j := real(t, name+".xml").Sheets[0], real(t, name+".json").Sheets[0]
		if x.Number != j.Number || x.Court != j.Court || len(x.Entries) != len(j.Entries) {
			t.Fatalf("%s: %s %s %d, %s %s %d", name, x.Court, x.Number, len(x.Entries), j.Court, j.Number, len(j.Entries))
		}
		for i, a := range x.Entries {
			b := j.Entries[i]
			if a.Number != b.Number || a.Text != b.Text || date(a.Times, docket.Filed) != date(b.Times, docket.Filed) {
				t.Errorf("%s, entry %d: %q %.60q and %q %.60q", name, i, a.Number, a.Text, b.Number, b.Text)
			}
		}
	}
}

// The bytes of every time are in the file where it says, and the moment lies where
// its words are.
func TestTimesAreInTheFile(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared, "*", "*"))
	if len(files) == 0 {
		t.Skip("the real files are not here")
	}
	seen := 0
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := docket.Read(bytes.NewReader(b), name, options(name))
		if err != nil {
			continue
		}
		seen += checkTimes(t, b, f)
	}
	t.Logf("%d times", seen)
	if seen < 5000 {
		t.Errorf("only %d times", seen)
	}
}

// checkTimes holds what is true of every time of a file.
func checkTimes(t *testing.T, b []byte, f *docket.File) int {
	t.Helper()
	times := f.Times
	for _, s := range f.Sheets {
		times = append(times, s.Times...)
		for _, e := range s.Entries {
			times = append(times, e.Times...)
		}
	}
	for _, c := range times {
		end := c.Byte + int64(len(c.Text))
		switch {
		case c.Byte < 0 || end > int64(len(b)) || c.Text == "" || string(b[c.Byte:end]) != c.Text:
			t.Errorf("%s: the text of %+v is not in the file", f.Name, c)
		case c.Span.Empty() || !c.Span.Bounded() || c.At == "" || c.Path == "" || c.Kind == "" || c.ZoneHow == "":
			t.Errorf("%s: %+v", f.Name, c)
		case (c.ZoneText == "") != (c.ZoneHow == docket.ZoneGuessed || c.ZoneHow == docket.ZoneUnknown):
			t.Errorf("%s: the zone of %+v", f.Name, c)
		}
	}
	return len(times)
}

// What is no docket is one clear error, with what the file says of itself.
func TestNotDockets(t *testing.T) {
	for name, want := range map[string]string{
		"dockets/dcd_2.html": `dockets/dcd_2.html: a page that is no docket; it says: "Invalid date_from: 12/13/219"`,
		"nef/ohsd_3.txt":     `nef/ohsd_3.txt: a mail that is no notice of filing; its subject is: "U.S. District Court for the Southern District of Ohio Re: Contact Information"`,
		"README.md":          `README.md: byte 0: not a docket: "# Docket test data"`,
	} {
		b, err := os.ReadFile(filepath.Join(shared, name))
		if err != nil {
			t.Skipf("the real files are not here: %v", err)
		}
		f, err := docket.Read(bytes.NewReader(b), name, docket.Options{})
		var e *docket.Error
		if f != nil || !errors.As(err, &e) || e.Hint == "" {
			t.Errorf("%s: %v, %v", name, f, err)
		} else if !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got  %s\nwant %s", err, want)
		}
	}
}
