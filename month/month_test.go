package month

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

func at(text string) span.Instant {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return span.Instant(t.UnixMilli())
}

func days(month string, n int) (out []Day) {
	for i := range n {
		out = append(out, Day{Date: fmt.Sprintf("%s-%02d", month, i+1), Positions: 1})
	}
	return out
}

func leg(code uint32, first, last, from, to string) archive.Leg {
	l := archive.Leg{First: at(first), Last: at(last)}
	l.Who.Address = track.Address{Code: code}
	l.Up.Field, l.Down.Field = from, to
	return l
}

// One flight is one, whether its legs come from two sources or are cut at
// midnight, and two are two.
func TestFlightsTogether(t *testing.T) {
	cut := []archive.Leg{leg(1, "2026-02-01 22:00", "2026-02-01 23:59", "KAEX", ""), leg(1, "2026-02-02 00:01", "2026-02-02 02:00", "", "MHSC")}
	likely := leg(2, "2026-02-03 10:00", "2026-02-03 11:00", "", "")
	likely.Down.LikelyField = "KBRO"
	proved := leg(2, "2026-02-03 10:05", "2026-02-03 11:30", "", "KHRL")
	for _, x := range []struct {
		name string
		legs []archive.Leg
		want []string
	}{
		{"cut at midnight", cut, []string{"KAEX–MHSC 2"}},
		{"two sources", []archive.Leg{likely, proved}, []string{"not told–KHRL 2"}},
		{"a stop between", []archive.Leg{leg(3, "2026-02-04 10:00", "2026-02-04 11:00", "KAEX", "KHRL"), leg(3, "2026-02-04 11:10", "2026-02-04 12:00", "KHRL", "")}, []string{"KAEX–KHRL 1", "KHRL–not told 1"}},
		{"a long silence", []archive.Leg{leg(4, "2026-02-04 10:00", "2026-02-04 11:00", "", ""), leg(4, "2026-02-04 11:26", "2026-02-04 12:00", "", "")}, []string{"not told–not told 1", "not told–not told 1"}},
		{"two aircraft", []archive.Leg{leg(5, "2026-02-04 10:00", "2026-02-04 11:00", "", ""), leg(6, "2026-02-04 10:00", "2026-02-04 11:00", "", "")}, []string{"not told–not told 1", "not told–not told 1"}},
	} {
		r, err := Make(Input{Month: "2026-02", Legs: x.legs, Days: days("2026-02", 28)})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range r.Flights {
			got = append(got, fmt.Sprint(f.Route(), " ", f.Legs))
		}
		if fmt.Sprint(got) != fmt.Sprint(x.want) {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

// Tallies are what counting by hand gives, over random flights that do not meet.
func TestTallies(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	fields := []string{"", "KAEX", "MHSC", "KHRL", "MSLP"}
	country := func(ident string) (string, string) { return ident[:2], "country " + ident[:1] }
	var legs []archive.Leg
	routes, airports, countries, byDay := map[string]int{}, map[string]int{}, map[string]int{}, make([]int, 28)
	firstSeen, before := map[string]bool{}, map[string]bool{}
	for code := range uint32(20) {
		for d := range 40 { // from 20 January
			if r.IntN(3) > 0 {
				continue
			}
			from, to := fields[r.IntN(5)], fields[r.IntN(5)]
			start := at("2026-01-20 06:00") + span.Instant(d)*span.Instant(span.Day)
			l := archive.Leg{First: start, Last: start + 3_600_000}
			l.Who.Address = track.Address{Code: code + 1}
			l.Up.Field, l.Down.LikelyField = from, to
			legs = append(legs, l)
			if from == "" {
				from = Unknown
			}
			if to == "" {
				to = Unknown
			}
			name := from + "–" + to
			if d < 12 {
				before[name] = true
				continue
			}
			if d >= 40 {
				continue
			}
			routes[name]++
			airports[from]++
			airports[to]++
			byDay[d-12]++
			seen := map[string]bool{}
			for _, e := range []string{from, to} {
				c := Unknown
				if e != Unknown {
					_, c = country(e)
				}
				if !seen[c] {
					countries[c]++
				}
				seen[c] = true
			}
			if from != Unknown && to != Unknown && !before[name] {
				firstSeen[name] = true
			}
		}
	}
	for name := range before { // of other aircraft, later in the loop
		delete(firstSeen, name)
	}
	got, err := Make(Input{Month: "2026-02", Legs: legs, Days: days("2026-02", 28), Country: country})
	if err != nil {
		t.Fatal(err)
	}
	for what, x := range map[string]struct {
		got  []Tally
		want map[string]int
	}{"routes": {got.Routes, routes}, "airports": {got.Airports, airports}, "countries": {got.Countries, countries}} {
		if len(x.got) != len(x.want) {
			t.Errorf("%s: %d, want %d", what, len(x.got), len(x.want))
		}
		for _, y := range x.got {
			if y.Flights != x.want[y.Name] {
				t.Errorf("%s: %s has %d, want %d", what, y.Name, y.Flights, x.want[y.Name])
			}
		}
	}
	for i, d := range got.Days {
		if d.Flights != byDay[i] {
			t.Errorf("%s has %d flights, want %d", d.Date, d.Flights, byDay[i])
		}
	}
	if len(got.NewRoutes) != len(firstSeen) {
		t.Errorf("%d first routes, want %d", len(got.NewRoutes), len(firstSeen))
	}
	if got.Since != "2026-01-20" || got.Ends.Likely == 0 || got.Ends.Proved == 0 || got.Ends.Proved+got.Ends.Likely+got.Ends.Unknown != 2*len(got.Flights) {
		t.Errorf("%s, %+v", got.Since, got.Ends)
	}
}

func TestMakeRefuses(t *testing.T) {
	for _, in := range []Input{{Month: "February"}, {Month: "2026-02", Days: days("2026-02", 27)}} {
		if _, err := Make(in); err == nil {
			t.Errorf("%+v gave no error", in)
		}
	}
}
