package follow

import (
	"strings"
	"testing"
	"time"
)

func TestReadConfig(t *testing.T) {
	c, err := ReadConfig(strings.NewReader(`# what is followed
contact: desk@example.org
feeds:
  - name: dcd
    address: https://ecf.dcd.uscourts.gov/cgi-bin/rss_outside.pl
    court: dcd
    cases: ["1:25-cv-00766", 25-5067]
    window: 24h
  - {name: cl, kind: courtlistener, address: "https://www.courtlistener.com/api/rest/v4/docket-entries/?docket=7"}
  - {name: near, address: "http://127.0.0.1:8080/x", every: 2s, daily: 9, pauses: ["Sun 00:00-05:59 America/New_York"]}
`))
	if err != nil {
		t.Fatal(err)
	}
	d, cl, near := c.Feeds[0], c.Feeds[1], c.Feeds[2]
	if c.Contact != "desk@example.org" || d.Kind != Window || d.Every != EveryWindow || d.Daily != DailyWindow || d.Window != 24*time.Hour || len(d.Cases) != 2 || d.Pauses != nil {
		t.Errorf("%+v", d)
	}
	if cl.Kind != Mirror || cl.Every != EveryMirror || cl.Daily != DailyMirror || len(cl.Pauses) != 1 || cl.Pauses[0].String() != listenerPause {
		t.Errorf("%+v", cl)
	}
	if near.Every != 2*time.Second || near.Daily != 9 || near.Pauses[0].String() != "Sun 00:00-05:59 America/New_York" {
		t.Errorf("%+v", near)
	}
	if c, err := ReadConfig(strings.NewReader("")); err != nil || len(c.Feeds) != 0 {
		t.Error(c, err)
	}
}

func TestReadConfigErrors(t *testing.T) {
	for text, want := range map[string]string{
		"feeds: [{name: a, address: 'https://x', colour: red}]": "line 1: field colour not found",
		"feed: []": "line 1: field feed not found",
		"feeds: [{name: A, address: 'https://x'}]":                                   `name "A"`,
		"feeds: [{name: webhook, address: 'https://x'}]":                             `name "webhook"`,
		"feeds: [{name: ../x, address: 'https://x'}]":                                `name "../x"`,
		"feeds: [{name: a, address: 'ftp://x'}]":                                     "https://",
		"feeds: [{name: a, address: 'https://u:p@x'}]":                               "password",
		"feeds: [{name: a, address: 'https://x', kind: atom}]":                       `kind "atom"`,
		"feeds: [{name: a, address: 'https://x', kind: webhook}]":                    `kind "webhook"`,
		"feeds: [{name: a, address: 'https://x', every: 1m}]":                        "every 1m0s is less than 5m0s",
		"feeds: [{name: a, address: 'https://x', kind: courtlistener, every: 5m}]":   "every 5m0s is less than 15m0s",
		"feeds: [{name: a, address: 'https://x', every: soon}]":                      `every "soon"`,
		"feeds: [{name: a, address: 'https://x', window: -1h}]":                      `window "-1h"`,
		"feeds: [{name: a, address: 'https://x', daily: -1}]":                        "daily -1",
		"feeds: [{name: a, address: 'https://x', cases: [J.G.G.]}]":                  `case "J.G.G."`,
		"feeds: [{name: a, address: 'https://x', pauses: [Thursday]}]":               `pause "Thursday"`,
		"feeds: [{name: a, address: 'https://x', pauses: ['Thu 21:00-20:00 UTC']}]":  "in order",
		"feeds: [{name: a, address: 'https://x', pauses: ['Thu 21:00-24:00 UTC']}]":  "in order",
		"feeds: [{name: a, address: 'https://x', pauses: ['Thu 21:00-22:00 Mars']}]": "Mars",
		"feeds: [{name: a, address: 'https://x'}, {name: a, address: 'https://y'}]":  `"a" is given twice`,
		"feeds: [&a {name: a, address: 'https://x'}, *a]":                            "anchors",
		"feeds: 7":                       "line 1",
		"\t- feeds":                      "cannot start any token",
		strings.Repeat("x", MaxConfig+1): "more than",
	} {
		if _, err := ReadConfig(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "follow.") {
			t.Errorf("%.80s: %v, want %s", text, err, want)
		}
	}
}

func TestNewFeed(t *testing.T) {
	f, err := NewFeed("https://ecf.dcd.uscourts.gov/cgi-bin/rss_outside.pl", "", []string{"1:25-cv-00766"})
	if err != nil || f.Name != "ecf-dcd-uscourts-gov" || f.Kind != Window {
		t.Errorf("%+v, %v", f, err)
	}
	f, err = NewFeed("https://www.courtlistener.com/api/rest/v4/docket-entries/?docket=7", "dcd", nil)
	if err != nil || f.Name != "dcd" || f.Kind != Mirror || len(f.Pauses) != 1 {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := NewFeed("x", "", nil); err == nil {
		t.Error("no address was taken for one")
	}
}

// Numbers of one docket are one, however they are written.
func TestWants(t *testing.T) {
	f := Feed{Kind: Window, Cases: []string{"1:25-cv-00766", "25-5067"}}
	for number, want := range map[string][2]bool{
		"1:25-cv-00766":     {true, false},
		"1:25-cv-00766-JEB": {true, false},
		"25-cv-766":         {true, false},
		"1:2025-cv-00766":   {true, false},
		"1:25-cr-00766":     {false, false},
		"1:25-cv-07660":     {false, false},
		"1:24-cv-00766":     {false, false},
		"25-5067":           {true, false},
		"25-50670":          {false, false},
		"5:18-~gr-00001":    {true, true},
		"":                  {true, true},
	} {
		yes, unclear := f.wants(&Item{Case: number})
		if yes != want[0] || unclear != want[1] {
			t.Errorf("%s: %v, %v", number, yes, unclear)
		}
	}
}

// The pause of a Thursday evening in Los Angeles is that of the clocks there, on
// both sides of a change.
func TestPause(t *testing.T) {
	p, err := ParsePause(listenerPause)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{
		"2025-03-07T04:59:59Z": "",
		"2025-03-07T05:00:00Z": "2025-03-07T08:00:00Z", // PST
		"2025-03-07T07:59:59Z": "2025-03-07T08:00:00Z",
		"2025-03-07T08:00:00Z": "",
		"2025-03-14T04:00:00Z": "2025-03-14T07:00:00Z", // PDT
		"2025-03-14T03:59:59Z": "",
		"2025-03-13T05:00:00Z": "", // a Wednesday there
	} {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		end, in := p.End(moment)
		if got := end.UTC().Format(time.RFC3339); in != (want != "") || in && got != want {
			t.Errorf("%s: %s, %v", at, got, in)
		}
	}
}
