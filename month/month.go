// Package month counts the flights of a calendar month in an archive as monitors
// publish them: by operator, type, route, airport and country over time, with the
// routes and aircraft seen for the first time, and with what was not seen.
//
// Nothing is filled in. A flight whose airport is not told is counted as such, a
// day without positions is named and not taken for a day without flights, and what
// is likely is never added to what is proved.
package month

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Version is the version of the report and its JSON form; see
// docs/formats/month.md.
const Version = 1

// Input is what a report is made from.
type Input struct {
	Month string // 2026-02; its days are of UTC
	// Legs are those of the archive from its beginning to the end of the month or
	// later, in any order.
	Legs []archive.Leg
	Days []Day // of the month, in order
	// Fleet are the aircraft to report on, with what a list says of them; nil for
	// all, with what their sources say.
	Fleet map[track.Address]Aircraft
	// Heard is on how many days of the month there is a position of an aircraft of
	// the fleet.
	Heard map[track.Address]int
	// Country is the country of an airfield, ISO 3166-1 alpha-2, and its name; empty
	// if not known. Same reports whether two location indicators are of one airfield.
	Country func(ident string) (iso, name string)
}

// Aircraft is what a list of aircraft says of one.
type Aircraft struct{ Registration, Type, Operator string }

// Day is what an archive has of one UTC day.
type Day struct {
	Date      string `json:"date"`
	Positions int64  `json:"positions"` // 0: nothing can be said of the day
	Sources   int    `json:"sources"`   // files added together with any of its positions
	// Partial says that one of them broke off or was damaged.
	Partial bool `json:"partial"`
	Flights int  `json:"flights"`
}

// Report is the flights of one month.
type Report struct {
	Version int      `json:"version"`
	Month   string   `json:"month"`
	Fleet   int      `json:"aircraft_listed"` // aircraft reported on; 0 for all
	Heard   int      `json:"aircraft_flown"`  // of them with a flight in the month
	Days    []Day    `json:"days"`
	Missing []string `json:"days_missing"` // without any position
	Flights []Flight `json:"flights"`
	Ends    Ends     `json:"ends"`

	Operators []Tally `json:"by_operator"`
	Types     []Tally `json:"by_type"`
	Routes    []Tally `json:"by_route"`
	Airports  []Tally `json:"by_airport"` // each end of a flight is one
	Countries []Tally `json:"by_country"` // each flight once for each country at its ends

	// Listed are the aircraft of the fleet, in order of address. One that was heard
	// and has no flight stood on the ground, or too little was heard to tell.
	Listed []Listed `json:"listed"`

	NewRoutes   []First `json:"first_routes"`
	NewAircraft []First `json:"first_aircraft"`
	// Since is the first day of which the archive has a leg: what was before is not
	// known, and all is new in the first month.
	Since string `json:"archive_since"`
}

// Listed is one aircraft of the fleet.
type Listed struct {
	Address      string `json:"address"`
	Registration string `json:"registration,omitempty"`
	Operator     string `json:"operator,omitempty"`
	Heard        int    `json:"days_heard"`
	Flights      int    `json:"flights"`
}

// Ends counts the ends of flights by what is known of their airfields.
type Ends struct {
	Proved  int `json:"proved"`
	Likely  int `json:"likely"`
	Unknown int `json:"unknown"`
}

// First is a route or an aircraft on the day on which the archive has it first.
type First struct {
	Name string `json:"name"`
	Date string `json:"date"`
}

// Tally counts the flights of one operator, type, route, airport or country.
type Tally struct {
	Name    string `json:"name"`
	Flights int    `json:"flights"`
	// Proved are those of the flights whose airfields, where the name is told from
	// them, are all proved; the others are likely. Of operators and types it is 0:
	// a list says them.
	Proved   int   `json:"proved"`
	Aircraft int   `json:"aircraft"`
	Days     []int `json:"by_day"` // flights by day of the month, from the first
}

// Unknown is the name under which is counted what is not told.
const Unknown = "not told"

// Make makes the report. It gives an error if the month is none, or if a day is
// missing from Days.
func Make(in Input) (*Report, error) {
	first, err := time.Parse("2006-01", in.Month)
	if err != nil {
		return nil, fmt.Errorf("month %q is not like 2026-02", in.Month)
	}
	from := span.Instant(first.UnixMilli())
	to := span.Instant(first.AddDate(0, 1, 0).UnixMilli())
	n := int((to - from) / span.Instant(span.Day))
	if len(in.Days) != n {
		return nil, fmt.Errorf("month %s has %d days, and %d are given", in.Month, n, len(in.Days))
	}
	r := &Report{Version: Version, Month: in.Month, Fleet: len(in.Fleet), Days: slices.Clone(in.Days), Missing: []string{}, Flights: []Flight{}}
	known := newMemory(in)
	for _, f := range flights(in) {
		switch {
		case f.First >= to:
			continue
		case f.First < from:
			known.see(f)
			continue
		}
		known.news(r, f)
		f.Day = int((f.First - from) / span.Instant(span.Day))
		r.Days[f.Day].Flights++
		r.Flights = append(r.Flights, f)
	}
	for _, d := range r.Days {
		if d.Positions == 0 {
			r.Missing = append(r.Missing, d.Date)
		}
	}
	r.Since = known.since
	r.count(n)
	r.list(in)
	return r, nil
}

// memory is what was seen before.
type memory struct {
	since            string
	routes, aircraft map[string]bool
}

func newMemory(in Input) *memory {
	m := &memory{routes: map[string]bool{}, aircraft: map[string]bool{}}
	for _, l := range in.Legs {
		if d := date(l.First); m.since == "" || d < m.since {
			m.since = d
		}
	}
	return m
}

// see remembers a flight, and says whether its route and its aircraft were seen.
func (m *memory) see(f Flight) (route, aircraft bool) {
	route, aircraft = m.routes[f.Route()], m.aircraft[f.Address]
	m.routes[f.Route()], m.aircraft[f.Address] = true, true
	return route, aircraft
}

// news notes what a flight is the first of. Of a flight whose route is not told
// nothing is noted.
func (m *memory) news(r *Report, f Flight) {
	route, aircraft := m.see(f)
	if !route && f.From.Field != "" && f.To.Field != "" {
		r.NewRoutes = append(r.NewRoutes, First{f.Route(), date(f.First)})
	}
	if !aircraft {
		r.NewAircraft = append(r.NewAircraft, First{strings.TrimSpace(f.Address + " " + f.Registration), date(f.First)})
	}
}

func date(t span.Instant) string { return t.RFC3339()[:10] }

// count makes the tallies.
func (r *Report) count(days int) {
	operators, types, routes, airports, countries := newTallies(days), newTallies(days), newTallies(days), newTallies(days), newTallies(days)
	heard := map[string]bool{}
	for i := range r.Flights {
		f := &r.Flights[i]
		heard[f.Address] = true
		operators.add(f, false, f.Operator)
		types.add(f, false, f.Type)
		routes.add(f, f.From.Proved && f.To.Proved, f.Route())
		seen := map[string]bool{}
		for _, e := range []End{f.From, f.To} {
			r.Ends.add(e)
			airports.add(f, e.Proved, e.Field)
			if !seen[e.Country] {
				seen[e.Country] = true
				countries.add(f, f.proves(e.Country), e.Country)
			}
		}
	}
	r.Heard = len(heard)
	r.Operators, r.Types, r.Routes = operators.list(), types.list(), routes.list()
	r.Airports, r.Countries = airports.list(), countries.list()
}

// list says of each aircraft of the fleet how much was heard.
func (r *Report) list(in Input) {
	r.Listed = []Listed{}
	flown := map[string]int{}
	for _, f := range r.Flights {
		flown[f.Address]++
	}
	for a, x := range in.Fleet {
		r.Listed = append(r.Listed, Listed{a.String(), x.Registration, x.Operator, in.Heard[a], flown[a.String()]})
	}
	slices.SortFunc(r.Listed, func(a, b Listed) int { return cmp.Compare(a.Address, b.Address) })
}

func (e *Ends) add(x End) {
	switch {
	case x.Field == "":
		e.Unknown++
	case x.Proved:
		e.Proved++
	default:
		e.Likely++
	}
}

// tallies are counts by name.
type tallies struct {
	days int
	by   map[string]*Tally
	who  map[string]map[string]bool
}

func newTallies(days int) *tallies {
	return &tallies{days, map[string]*Tally{}, map[string]map[string]bool{}}
}

func (t *tallies) add(f *Flight, proved bool, name string) {
	name = cmp.Or(name, Unknown)
	x := t.by[name]
	if x == nil {
		x = &Tally{Name: name, Days: make([]int, t.days)}
		t.by[name], t.who[name] = x, map[string]bool{}
	}
	x.Flights++
	x.Days[f.Day]++
	if proved {
		x.Proved++
	}
	t.who[name][f.Address] = true
}

// list is the tallies, most flights first; what is not told comes last.
func (t *tallies) list() []Tally {
	out := []Tally{}
	for name, x := range t.by {
		x.Aircraft = len(t.who[name])
		out = append(out, *x)
	}
	slices.SortFunc(out, func(a, b Tally) int {
		if a.Name == Unknown || b.Name == Unknown {
			return cmp.Compare(btoi(a.Name == Unknown), btoi(b.Name == Unknown))
		}
		return cmp.Or(cmp.Compare(b.Flights, a.Flights), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
