package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/fetch"
	"github.com/holdshort/holdshort/track"
)

// A real trace, of 2500 positions from 2025-02-04 21:13 UTC on for 22.7 hours, is
// taken for its own aircraft and days and for no other.
func TestCheckRealTrace(t *testing.T) {
	b, err := os.ReadFile("../../../shared/data/readsb-trace/trace_full_ac671b.json")
	if err != nil {
		t.Skip("the real file is not here:", err)
	}
	b = bytes.TrimSpace(b)
	want := func(hex, day string) fetch.Want {
		a, ok := track.ParseAddress(hex)
		at, err := time.Parse(time.DateOnly, day)
		if !ok || err != nil {
			t.Fatal(hex, day)
		}
		return fetch.Want{Address: a, Day: fetch.DayOf(at)}
	}
	for _, day := range []string{"2025-02-04", "2025-02-05"} {
		if note, err := checkTrace(b, want("ac671b", day)); err != nil || !strings.Contains(note, "ac671b with 2500 positions") {
			t.Errorf("%s: %q, %v", day, note, err)
		}
	}
	for name, x := range map[string]struct {
		body     []byte
		hex, day string
		text     string
	}{
		"another aircraft": {b, "ac671c", "2025-02-04", "is of the aircraft ac671b"},
		"the day before":   {b, "ac671b", "2025-02-03", "no position on 2025-02-03"},
		"the day after":    {b, "ac671b", "2025-02-06", "no position on 2025-02-06"},
		"half":             {b[:len(b)/2], "ac671b", "2025-02-04", "breaks off"},
		"all but the end":  {b[:len(b)-1], "ac671b", "2025-02-04", "breaks off"},
		"a byte":           {b[:1], "ac671b", "2025-02-04", ""},
		"nothing":          {nil, "ac671b", "2025-02-04", "empty"},
		"no positions":     {[]byte(`{"icao":"ac671b","timestamp":1738703622,"trace":[]}`), "ac671b", "2025-02-04", "no usable position"},
		"another format":   {[]byte(`{"now":1738703622,"aircraft":[{"hex":"ac671b","lat":1,"lon":2,"seen_pos":0}]}`), "ac671b", "2025-02-04", "it is aircraft-json and no trace"},
		"a manifest":       {[]byte(`{"capture":1}`), "ac671b", "2025-02-04", "no trace"},
	} {
		if note, err := checkTrace(x.body, want(x.hex, x.day)); err == nil || !strings.Contains(err.Error(), x.text) {
			t.Errorf("%s: %q, %v", name, note, err)
		}
	}
}

// Where a source has none of an aircraft, its archives are named, each once.
func TestElsewhere(t *testing.T) {
	lol, _ := fetch.Known("adsb.lol")
	other := fetch.Source{Name: "other"}
	var wants []fetch.Want
	var results []fetch.Result
	for _, x := range []struct {
		s   fetch.Source
		day string
		o   fetch.Outcome
	}{
		{lol, "2024-12-30", fetch.Kept}, {lol, "2025-01-01", fetch.NoData}, {lol, "2025-01-02", fetch.NoData},
		{other, "2025-01-02", fetch.NoData}, {lol, "2026-01-01", fetch.NoData},
	} {
		wants = append(wants, fetch.Want{Source: x.s})
		results = append(results, fetch.Result{Address: "abcdef", Day: x.day, Source: x.s.Name, Outcome: x.o})
	}
	var b bytes.Buffer
	elsewhere(&b, wants, results)
	want := "note: adsb.lol publishes whole days at https://github.com/adsblol/globe_history_2025/releases; holdshort track DAY.tar --hex abcdef reads one\n" +
		"note: adsb.lol publishes whole days at https://github.com/adsblol/globe_history_2026/releases; holdshort track DAY.tar --hex abcdef reads one\n"
	if b.String() != want {
		t.Errorf("%s", &b)
	}
}
