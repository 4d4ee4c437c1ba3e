package sweep

import (
	"strings"
	"testing"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// What is wrong in a question is one clear error.
func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		`near(it, KDFW`: "expected",
		`nearby(it, KDFW, "2025-03-16T10:00Z", "2025-03-16T18:00Z")`:     `no atom or look-up is named "nearby"`,
		`near(flight, KDFW, "2025-03-16T10:00Z", "2025-03-16T18:00Z")`:   "the first name is always it",
		`near(it, ZZZ9, "2025-03-16T10:00Z", "2025-03-16T18:00Z")`:       `no airport has the indicator "ZZZ9"`,
		`near(it, KDFW, "2025-03-16T18:00Z", "2025-03-16T10:00Z")`:       "the stretch ends before it begins",
		`near(it, KDFW, flight.wheels-up, "2025-03-16T10:00Z")`:          "is an event of a case",
		`visits(it, atlantis, "2025-03-16T10:00Z", "2025-03-16T18:00Z")`: `no area is named "atlantis"`,
		`hex(it, a2fe4)`:           "is not an ICAO address",
		`flagged(it, evil)`:        "is no flag",
		`listed(it, people)`:       `no list is named "people"`,
		`under r: hex(it, a2fe4c)`: "a sweep has no readings",
		`any x in empty: near(it, x, "2025-03-16T10:00Z", "2025-03-16T18:00Z")`: "has no airport and no place",
		`departs(it, camp, "2025-03-16T10:00Z", "2025-03-16T18:00Z")`:           "is a place and no airport",
	} {
		_, err := Parse(text, Names{Zone: "UTC", Area: place.Area, Lists: []*List{{Name: "empty", Entries: []Entry{{Kind: "hex", Value: "a2fe4c"}}}, {Name: "places", Entries: []Entry{{Kind: "place", Value: "camp", Radius: 9}}}}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// Who an aircraft is: what the database says, and what it leaves open.
func TestIdentity(t *testing.T) {
	is := func(code uint32) track.Address { return track.Address{Code: code} }
	n278gx := feed.Head{Address: is(0xa2c3d4), Registration: "N278GX", Type: "A320", Operator: "GLOBAL CROSSING AIRLINES INC"}
	pia := n278gx
	pia.Flags = feed.PIA
	bare := feed.Head{Address: is(0x3c1234)}
	ground := feed.Head{Address: track.Address{Code: 5, NonICAO: true}}
	list := []*List{{Name: "l", Entries: []Entry{{Kind: "type", Value: "B738"}, {Kind: "operator", Value: "CROSSING AIRLINES"}}}}
	for _, x := range []struct {
		ask   string
		h     feed.Head
		calls []string
		want  tri.Truth
	}{
		{"hex(it, a2c3d4)", n278gx, nil, tri.Yes}, {"hex(it, a2c3d4)", pia, nil, tri.Yes}, {"hex(it, a00001)", n278gx, nil, tri.No}, {"hex(it, a00001)", pia, nil, tri.Unknown},
		{"tail(it, N278GX)", n278gx, nil, tri.Yes}, {"tail(it, n278gx)", n278gx, nil, tri.Yes}, {"tail(it, N1)", n278gx, nil, tri.No}, {"tail(it, N1)", bare, nil, tri.Unknown}, {"tail(it, N278GX)", pia, nil, tri.Unknown},
		{"type(it, a320)", n278gx, nil, tri.Yes}, {"type(it, B738)", n278gx, nil, tri.No}, {"type(it, B738)", bare, nil, tri.Unknown}, {"type(it, A320)", pia, nil, tri.Unknown},
		{"operator(it, global-crossing)", n278gx, nil, tri.Yes}, {"operator(it, crossing)", n278gx, nil, tri.Yes}, {"operator(it, cross)", n278gx, nil, tri.No}, {"operator(it, x)", bare, nil, tri.Unknown},
		{"call(it, GXA)", n278gx, []string{"GXA6143"}, tri.Yes}, {"call(it, GXA)", n278gx, []string{"SWA1"}, tri.No}, {"call(it, GXA)", n278gx, []string{}, tri.Unknown}, {"call(it, GXA)", n278gx, []string{"00000000", "TEST12"}, tri.Unknown}, {"call(it, GXA)", n278gx, nil, tri.Unknown},
		{"flagged(it, pia)", pia, nil, tri.Yes}, {"flagged(it, pia)", n278gx, nil, tri.No},
		{"listed(it, l)", n278gx, []string{}, tri.Yes}, {"listed(it, l)", bare, []string{}, tri.Unknown}, {"listed(it, l)", ground, []string{}, tri.Unknown},
		{"listed(it, l)", feed.Head{Address: is(1), Type: "C172", Operator: "CLUB"}, []string{}, tri.No},
	} {
		q, err := Parse(x.ask, Names{Lists: list, Area: place.Area})
		if err != nil {
			t.Fatal(err)
		}
		got := q.root.eval(func(a *atom) value { v, _ := identity(a, &x.h, x.calls); return v })
		if got.sure != x.want || got.heard != x.want {
			t.Errorf("%s of %+v %q: %v, want %v", x.ask, x.h, x.calls, got, x.want)
		}
	}
}

// A find says what matched, and of what is open what would settle it.
func TestCandidates(t *testing.T) {
	r := sweepOf(t, `leaves(it, us-12nm, `+between+`) and not type(it, A320)`, Options{}, part("day.tar", madeDay()))
	certain, possible := 0, 0
	for c, err := range r.Candidates() {
		if err != nil {
			t.Fatal(err)
		}
		open := 0
		for _, a := range c.Answers {
			if (a.Truth == tri.Unknown) != (a.Needs != "") {
				t.Errorf("%s: %+v", c.Address, a)
			}
			if a.Truth == tri.Unknown {
				open++
			}
		}
		switch {
		case len(c.Answers) != 2 || c.Analysis.Track.Address != c.Address || len(c.Analysis.Crossings) != 1:
			t.Errorf("%+v", c)
		case c.Verdict == Certain:
			certain++
			left := false
			for _, x := range c.Analysis.Crossings[0].Crossings {
				left = left || x.Leaves
			}
			if possible > 0 || open > 0 || !left {
				t.Errorf("%s is certain, with %d open, and %v", c.Address, open, c.Analysis.Crossings)
			}
		default:
			possible++
			if open == 0 {
				t.Errorf("%s is possible, and nothing is open", c.Address)
			}
		}
	}
	if certain == 0 || possible == 0 {
		t.Errorf("%d certain, %d possible", certain, possible)
	}
}

// Two tracks are tied where one could become the other, and one is veiled.
func TestTies(t *testing.T) {
	dallas, _ := place.Airport("KDFW")
	end := func(code uint32, typ string, veiled bool, from, to int) Find {
		x := along(dallas.At(), 8000, from, to, 0, 0)
		return Find{Address: track.Address{Code: code}, Ends: Ends{typ, veiled, x.Fixes[0].At, x.Fixes[len(x.Fixes)-1].At, [2]geo.Point{dallas.At(), dallas.At()}}}
	}
	all := []Find{end(1, "A320", false, 0, 100), end(2, "A320", true, 110, 200), end(3, "B738", true, 110, 200), end(4, "", true, 105, 200), end(5, "A320", true, 140, 200), end(6, "A320", false, 110, 200)}
	got := tiesOf(all, len(all))
	if len(got) != 2 || got[0].After.Code != 2 || got[0].Types != "both are A320" || got[1].After.Code != 4 || got[1].Types != "one is A320, of the other no type is known" {
		t.Errorf("%+v", got)
	}
	if one, two, none := tiesOf(all, 1), tiesOf(all[1:], 3), tiesOf(all, 0); len(one) != 2 || len(two) != 0 || len(none) != 0 {
		t.Errorf("of those listed: %+v, %+v, %+v", one, two, none)
	}
}
