package exhibit

import (
	"io"
	"iter"
	"math"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// FlightVersion is the version of the JSON form of flights; see
// docs/formats/flights.md.
const FlightVersion = 1

type flightsJSON struct {
	Version int          `json:"version"`
	TZData  string       `json:"tzdata"`
	Flights []flightJSON `json:"flights"`
}

type flightJSON struct {
	Address      string         `json:"address,omitempty"`
	Registration string         `json:"registration,omitempty"`
	Type         string         `json:"type,omitempty"`
	Operator     string         `json:"operator,omitempty"`
	Country      string         `json:"country,omitempty"`
	Number       string         `json:"n_number,omitempty"`
	Origins      []originJSON   `json:"files"`
	Positions    int            `json:"positions"`
	Between      *betweenJSON   `json:"between"`
	Resampled    bool           `json:"resampled,omitempty"`
	Model        modelJSON      `json:"taken_for_granted"`
	Calls        []callJSON     `json:"callsigns"`
	Legs         []legJSON      `json:"legs"`
	Events       []eventJSON    `json:"likely_events"`
	Gaps         []gapJSON      `json:"gaps"`
	Crossings    []crossingJSON `json:"crossings"`
	Moments      []momentJSON   `json:"moments,omitempty"`
	Notes        []noteJSON     `json:"notes"`
}

type originJSON struct {
	Name   string `json:"file"`
	Format string `json:"format"`
	Rows   int64  `json:"rows"`
}

type betweenJSON struct {
	Earliest *string `json:"earliest"`
	Latest   *string `json:"latest"`
}

type modelJSON struct {
	Top      string  `json:"top_speed"`
	Unstated float64 `json:"radius_unstated_m"`
	MLAT     float64 `json:"radius_multilaterated_m"`
	Why      string  `json:"why"`
}

type callJSON struct {
	At   string `json:"at"`
	Text string `json:"callsign"`
}

type rowJSON struct {
	File int   `json:"file"`
	Row  int64 `json:"row"`
}

type gapJSON struct {
	From   string     `json:"from"`
	To     string     `json:"to"`
	Length string     `json:"length"`
	Ground bool       `json:"on_ground_at_both_ends,omitempty"`
	Rows   [2]rowJSON `json:"rests_on"`
}

type crossingJSON struct {
	Area    string      `json:"area"`
	Way     string      `json:"way"`
	Between betweenJSON `json:"between"`
	Rows    [2]rowJSON  `json:"rests_on"`
}

type momentJSON struct {
	At    string            `json:"at"`
	Discs []discJSON        `json:"within_all_of"`
	InAir string            `json:"in_air"`
	In    map[string]string `json:"in_area"`
	Back  []backJSON        `json:"to_airfields"`
	Flown float64           `json:"certainly_flown_after_m"`
	On    *onwardJSON       `json:"onward"`
}

type onwardJSON struct {
	Field  string      `json:"airfield"`
	Least  float64     `json:"least_m"`
	Most   float64     `json:"most_m"`
	Landed betweenJSON `json:"touchdown"`
}

type discJSON struct {
	Lat    float64 `json:"lat"`
	Lon    float64 `json:"lon"`
	Radius float64 `json:"radius_m"`
}

type backJSON struct {
	Field string  `json:"airfield"`
	Least float64 `json:"least_m"`
	Most  float64 `json:"most_m"`
	Time  string  `json:"time_at_speed_then_flown,omitempty"`
}

type noteJSON struct {
	File int    `json:"file"`
	Row  int64  `json:"row,omitempty"`
	Text string `json:"text"`
}

// Flight is one aircraft's analysis, and the moments asked of it.
type Flight struct {
	*track.Analysis
	Moments []track.Moment
	// Country is that of the register to which the address belongs, by its block,
	// and Number the registration of the United States that goes with the
	// address; empty if there is none. A register may have given it out anew.
	Country, Number string
}

// FlightsJSON writes flights as one JSON document, each as it comes. Lengths of
// distance are in metres, rounded to the metre.
func FlightsJSON(w io.Writer, flights iter.Seq[Flight]) error {
	s := &stream{w: w, prefix: "    ", indent: "  "}
	s.around(flightsJSON{Version: FlightVersion, TZData: span.TZDataVersion(), Flights: []flightJSON{}}, "", "  ", "[")
	for f := range flights {
		if s.item(flightWire(f)); s.err != nil {
			return s.err
		}
	}
	return s.end("\n  ")
}

// FlightValue is a flight as one member of what FlightsJSON writes, for documents
// that hold flights beside other things.
func FlightValue(f Flight) any { return flightWire(f) }

func flightWire(f Flight) flightJSON {
	t := f.Track
	out := flightJSON{Country: f.Country, Number: f.Number, Registration: t.Registration, Type: t.Type, Operator: t.Operator, Positions: len(t.Fixes), Resampled: t.Resampled,
		Model:   modelJSON{f.Model.Top.String(), metres(float64(f.Model.Unstated)), metres(float64(f.Model.Multilaterated)), f.Model.Why},
		Origins: []originJSON{}, Calls: []callJSON{}, Legs: []legJSON{}, Events: []eventJSON{}, Gaps: []gapJSON{}, Crossings: []crossingJSON{}, Notes: []noteJSON{}}
	if !t.Address.IsZero() {
		out.Address = t.Address.String()
	}
	if n := len(t.Fixes); n > 0 {
		b := between(span.Of(t.Fixes[0].At, t.Fixes[n-1].At))
		out.Between = &b
	}
	for _, o := range t.Origins {
		out.Origins = append(out.Origins, originJSON{o.Name, o.Format, o.Rows})
	}
	for _, c := range t.Calls {
		out.Calls = append(out.Calls, callJSON{c.At.RFC3339(), c.Text})
	}
	for _, l := range f.Legs {
		out.Legs = append(out.Legs, legWire(t, l))
	}
	for _, e := range f.Events {
		out.Events = append(out.Events, eventWire(t, e))
	}
	for _, g := range f.Gaps {
		out.Gaps = append(out.Gaps, gapJSON{t.Fixes[g.From].At.RFC3339(), t.Fixes[g.To].At.RFC3339(), g.Length.ISO(), g.Ground, rows(&t.Fixes[g.From], &t.Fixes[g.To])})
	}
	for _, c := range f.Analysis.Crossings {
		for _, x := range c.Crossings {
			out.Crossings = append(out.Crossings, crossingJSON{c.Area.ID, wayWord(x), between(x.Between), rows(x.From, x.To)})
		}
	}
	for _, m := range f.Moments {
		out.Moments = append(out.Moments, momentWire(m))
	}
	for _, n := range t.Notes {
		out.Notes = append(out.Notes, noteJSON{n.Origin, n.Row, n.Text})
	}
	return out
}

func momentWire(m track.Moment) momentJSON {
	out := momentJSON{At: m.At.RFC3339(), Discs: []discJSON{}, InAir: m.InAir.String(), In: map[string]string{}, Back: []backJSON{}, Flown: metres(float64(m.Flown))}
	for _, d := range m.Region.Discs {
		out.Discs = append(out.Discs, discJSON{float64(d.Center.Lat), float64(d.Center.Lon), metres(float64(d.Radius))})
	}
	if o := m.Onward; o != nil {
		out.On = &onwardJSON{o.Field.Ident, metres(float64(o.Least)), metres(float64(o.Most)), between(o.Landed)}
	}
	for _, x := range m.In {
		out.In[x.Area.ID] = x.In.String()
	}
	for _, b := range m.Back {
		w := backJSON{Field: b.Field.Ident, Least: metres(float64(b.Least)), Most: metres(float64(b.Most))}
		if b.Time > 0 {
			w.Time = b.Time.ISO()
		}
		out.Back = append(out.Back, w)
	}
	return out
}

func wayWord(x track.Crossing) string {
	if x.Leaves {
		return "leaves"
	}
	return "enters"
}

func rows(a, b *track.Fix) [2]rowJSON {
	return [2]rowJSON{{int(a.Origin), a.Row}, {int(b.Origin), b.Row}}
}

func metres(x float64) float64 { return math.Round(x) }

func between(s span.Span) betweenJSON {
	var b betweenJSON
	if e := s.Earliest(); !s.Empty() && e != span.Beginning {
		t := e.RFC3339()
		b.Earliest = &t
	}
	if l := s.Latest(); !s.Empty() && l != span.End {
		t := l.RFC3339()
		b.Latest = &t
	}
	return b
}
