package docket_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/docket"
)

// noticeOf is a synthetic notice of what was entered when.
func noticeOf(entered string) []byte {
	return []byte("From: ecf@exd.uscourts.gov\nDate: Sat, 15 Mar 2025 19:28:51 -0400\n\nThe following transaction was entered by A on " + entered +
		" and filed on 3/15/2025\nCase Name: A v. B\nCase Number: 1:25-cv-00012\nDocket Text:\nORDER\n")
}

// enteredOf is the first time of entry in a file of one entry.
func enteredOf(t *testing.T, b []byte, zone string) (docket.Time, []docket.Note) {
	t.Helper()
	f, err := docket.Read(bytes.NewReader(b), "x", docket.Options{Zone: func(string) (string, bool) { return zone, zone != "" }})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Sheets[0].Entries[0].Times {
		if c.Kind == docket.Entered {
			return c, f.Notes
		}
	}
	return docket.Time{}, f.Notes
}

// Clock times are read as courts write them. The expected moments were worked out
// by hand.
func TestCourtClocks(t *testing.T) {
	const ny, phoenix = "America/New_York", "America/Phoenix"
	for _, x := range []struct {
		said, zone, from, to string
		how                  docket.ZoneHow
		warns                string // part of a warning; "" if there is none
	}{
		{"3/15/2025 at 7:26 PM EDT", ny, "2025-03-15T23:26:00Z", "2025-03-15T23:26:59.999Z", docket.ZoneResolved, ""},
		{"3/15/2025 at 00:17 AM EDT", ny, "2025-03-15T04:17:00Z", "2025-03-15T04:17:59.999Z", docket.ZoneResolved, ""},
		{"3/15/2025 at 12:17 AM EDT", ny, "2025-03-15T04:17:00Z", "2025-03-15T04:17:59.999Z", docket.ZoneResolved, ""},
		{"3/15/2025 at 12:17 PM EDT", ny, "2025-03-15T16:17:00Z", "2025-03-15T16:17:59.999Z", docket.ZoneResolved, ""},
		{"3/15/2025 at 13:05 PM EDT", ny, "2025-03-15T17:05:00Z", "2025-03-15T17:05:59.999Z", docket.ZoneResolved, ""},
		{"3/15/2025 at 7:26 PM EST", ny, "2025-03-15T23:26:00Z", "2025-03-16T00:26:59.999Z", docket.ZoneResolved, "keeps EDT then: both readings are kept"},
		{"3/15/2025 at 7:26 PM MST", phoenix, "2025-03-16T02:26:00Z", "2025-03-16T02:26:59.999Z", docket.ZoneResolved, ""},
		{"7/15/2025 at 7:26 PM MST", "America/Denver", "2025-07-16T01:26:00Z", "2025-07-16T02:26:59.999Z", docket.ZoneResolved, "keeps MDT then"},
		{"7/15/2025 at 7:26 PM MST", phoenix, "2025-07-16T02:26:00Z", "2025-07-16T02:26:59.999Z", docket.ZoneResolved, ""},
		{"3/15/2025 at 7:26 PM CDT", ny, "2025-03-16T00:26:00Z", "2025-03-16T00:26:59.999Z", docket.ZoneResolved, "the court's clocks (America/New_York) keep EDT then"},
		{"3/15/2025 at 7:26 PM", ny, "2025-03-15T23:26:00Z", "2025-03-15T23:26:59.999Z", docket.ZoneGuessed, ""},
		{"3/9/2025 at 2:30 AM", ny, "2025-03-09T06:30:00Z", "2025-03-09T07:30:59.999Z", docket.ZoneGuessed, "03:00"},
		{"11/2/2025 at 1:30 AM", ny, "2025-11-02T05:30:00Z", "2025-11-02T06:30:59.999Z", docket.ZoneGuessed, "happens twice"},
		{"3/15/2025 at 7:26 PM", "", "2025-03-15T09:26:00Z", "2025-03-16T05:26:59.999Z", docket.ZoneUnknown, "from Guam to Hawaii"},
		{"03/15/2025 8:54:23 AM Pacific Daylight Time", ny, "2025-03-15T15:54:23Z", "2025-03-15T15:54:23.999Z", docket.ZoneResolved, "keep EDT then"},
	} {
		c, notes := enteredOf(t, noticeOf(x.said), x.zone)
		warned := strings.Join(c.Warnings, "; ")
		if c.Span.Earliest().RFC3339() != x.from || c.Span.Latest().RFC3339() != x.to || c.ZoneHow != x.how || c.Text != x.said || c.By != "A" {
			t.Errorf("%s in %q: %s to %s, zone %s, %+v %v", x.said, x.zone, c.Span.Earliest().RFC3339(), c.Span.Latest().RFC3339(), c.ZoneHow, c, notes)
		}
		if (x.warns == "") != (warned == "") || !strings.Contains(warned, x.warns) && x.warns != "03:00" {
			t.Errorf("%s in %q warns %q", x.said, x.zone, warned)
		}
	}
}

// What contradicts itself is noted with its words, and is no claim.
func TestCourtClocksRefused(t *testing.T) {
	for _, said := range []string{"3/15/2025 at 13:05 AM EDT", "3/15/2025 at 24:05 PM EDT", "2/30/2025 at 7:26 PM EST", "13/1/2025 at 7:26 PM EST"} {
		c, notes := enteredOf(t, noticeOf(said), "America/New_York")
		if c.Text != "" || len(notes) == 0 || !strings.Contains(fmt.Sprint(notes), said) {
			t.Errorf("%s: %+v, %v", said, c, notes)
		}
	}
}

// Hops are read by each host's clock, and those out of order are noted.
func TestHops(t *testing.T) {
	f := sample(t, "nda.eml")
	var clocks []string
	for _, c := range f.Times {
		clocks = append(clocks, string(c.Kind)+" "+c.Clock)
	}
	if got := strings.Join(clocks, ", "); got != "sent the mail's sender, received recvd-synthetic, received mx.example.org" {
		t.Errorf("%s", got)
	}
	if !strings.Contains(fmt.Sprint(f.Notes), "out of order: by its clock mx.example.org had the mail 2 min 58 s before recvd-synthetic had") {
		t.Errorf("%v", f.Notes)
	}
	if notes := sample(t, "notice.eml").Notes; strings.Contains(fmt.Sprint(notes), "out of order") {
		t.Errorf("%v", notes)
	}
}
