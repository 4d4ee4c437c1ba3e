package exhibit

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	_ "embed"

	"github.com/holdshort/holdshort/month"
	"github.com/holdshort/holdshort/span"
)

//go:embed month.tmpl
var monthTemplate string

var monthPage = template.Must(template.New("month").Parse(monthTemplate))

// Month is a month's report, and what it was made from.
type Month struct {
	*month.Report
	Manifest string `json:"manifest"`       // digest of the archive's manifest
	List     string `json:"list,omitempty"` // digest of the list of aircraft, if one was given
	Command  string `json:"command"`        // by which it can be made again
}

// MonthJSON writes the report as JSON.
func MonthJSON(w io.Writer, m Month) error { return JSON(w, m) }

// MonthCSV writes one row for each flight, from which every count can be had again.
func MonthCSV(w io.Writer, m Month) error {
	c := csv.NewWriter(w)
	c.Write([]string{"date", "first_in_air", "last_in_air", "address", "registration", "type", "operator", "callsigns", "from", "from_known", "from_country", "to", "to_known", "to_country", "legs", "source", "origin"})
	for _, f := range m.Flights {
		c.Write([]string{f.First.RFC3339()[:10], f.First.RFC3339(), f.Last.RFC3339(), f.Address, f.Registration, f.Type, f.Operator, f.Callsigns,
			f.From.Field, known(f.From), f.From.Country, f.To.Field, known(f.To), f.To.Country, fmt.Sprint(f.Legs), f.Source, f.Origin})
	}
	c.Flush()
	return c.Error()
}

// known is how an end's airfield is known.
func known(e month.End) string {
	switch {
	case e.Field == "":
		return month.Unknown
	case e.Proved:
		return "seen"
	}
	return "likely"
}

// mostRows is how many rows of a table the page has, and mostFlights how many
// flights; the CSV and JSON forms have all.
const (
	mostRows    = 60
	mostFlights = 2000
)

type monthView struct {
	Title, Aircraft, Days, Ends, Manifest, List, Command, Since, Missing, Left string
	Style                                                                      template.CSS
	Chart                                                                      monthChart
	Tables                                                                     []monthTable
	Listed                                                                     []month.Listed
	Firsts                                                                     []monthFirsts
	Flights                                                                    []monthFlight
}

type monthFirsts struct {
	Title string
	Rows  []month.First
}

type monthFlight struct{ First, Last, Aircraft, Calls, Operator, From, To, Note string }

type monthTable struct {
	ID, Title, Of, Words, Left string
	Proves                     bool
	Rows                       []monthRow
}

type monthRow struct {
	month.Tally
	Rest  int
	Label string
	Bars  []monthBar
}

// MonthHTML writes the report as one page that needs nothing else, in the form of
// an exhibit's.
func MonthHTML(w io.Writer, m Month) error {
	first, err := time.Parse("2006-01", m.Month)
	if err != nil {
		return fmt.Errorf("month %q: %w", m.Month, err)
	}
	v := monthView{Title: first.Format("January 2006"), Style: template.CSS(styleSheet), Manifest: m.Manifest, List: m.List, Command: m.Command, Since: cmp.Or(m.Since, "no day"),
		Aircraft: m.aircraftText(), Days: m.daysText(), Missing: m.missingText(), Chart: chartOfDays(m.Report.Days), Tables: m.tables(),
		Ends:   fmt.Sprintf("%d seen, %d likely, %d not told", m.Report.Ends.Proved, m.Report.Ends.Likely, m.Report.Ends.Unknown),
		Listed: m.Listed, Firsts: []monthFirsts{{"Routes", m.NewRoutes}, {"Aircraft", m.NewAircraft}}}
	for i := range m.Flights[:min(len(m.Flights), mostFlights)] {
		v.Flights = append(v.Flights, flightRow(&m.Flights[i]))
	}
	v.Left = leftOut(len(m.Flights), mostFlights, "flights")
	return monthPage.Execute(w, v)
}

func leftOut(have, most int, what string) string {
	if have <= most {
		return ""
	}
	return fmt.Sprintf("%d more %s are in the CSV and JSON forms.", have-most, what)
}

func (m Month) aircraftText() string {
	if m.Fleet > 0 {
		return fmt.Sprintf("%d on the list that was given, of which %d were heard in flight", m.Fleet, m.Heard)
	}
	return fmt.Sprintf("all in the archive; %d were heard in flight", m.Heard)
}

func (m Month) daysText() string {
	partial := 0
	for _, d := range m.Report.Days {
		if d.Partial && d.Positions > 0 {
			partial++
		}
	}
	return fmt.Sprintf("%d of %d with positions, %d of them added with a source that broke off; %d without", len(m.Report.Days)-len(m.Report.Missing), len(m.Report.Days), partial, len(m.Report.Missing))
}

func (m Month) missingText() string {
	if len(m.Report.Missing) == 0 {
		return "The archive has positions of every day of the month. Whether it has all is another matter."
	}
	return "What happened on days of which the archive has no position: " + strings.Join(m.Report.Missing, ", ") + "."
}

func (m Month) tables() []monthTable {
	airfields := "Seen: the airfields are proved by the track. The others are likely, or not told."
	return []monthTable{
		m.table("operators", "Operators", "Operator", "As the list of aircraft, or else the sources’ database, says; never by callsign.", m.Operators, false),
		m.table("types", "Types", "Type", "ICAO type designators, as the list or the database says.", m.Types, false),
		m.table("routes", "Routes", "Route", airfields, m.Routes, true),
		m.table("airports", "Airports", "Airport", "Each end of a flight counts once. "+airfields, m.Airports, true),
		m.table("countries", "Countries", "Country", "Each flight counts once for each country at its ends. "+airfields, m.Countries, true),
	}
}

func (m Month) table(id, title, of, words string, ts []month.Tally, proves bool) monthTable {
	out := monthTable{ID: id, Title: title, Of: of, Words: words, Proves: proves, Left: leftOut(len(ts), mostRows, "rows")}
	for _, t := range ts[:min(len(ts), mostRows)] {
		out.Rows = append(out.Rows, monthRow{t, t.Flights - t.Proved, "flights by day: " + strings.Trim(fmt.Sprint(t.Days), "[]"), smallBars(t.Days, m.Report.Days)})
	}
	return out
}

func flightRow(f *month.Flight) monthFlight {
	v := monthFlight{First: span.FormatInstant(f.First, time.UTC, true), Last: span.FormatInstant(f.Last, time.UTC, true),
		Aircraft: strings.TrimSpace(f.Registration + " " + f.Address + " " + f.Type), Calls: f.Callsigns, Operator: f.Operator, From: endWords(f.From), To: endWords(f.To)}
	if f.Legs > 1 {
		v.Note = fmt.Sprintf("put together from %d legs", f.Legs)
	}
	return v
}

func endWords(e month.End) string {
	switch {
	case e.Field == "":
		return month.Unknown
	case e.Proved:
		return e.Field
	}
	return "likely " + e.Field
}

// monthChart is flights by day, as bars.
type monthChart struct {
	Label string
	Bars  []monthBar
}

type monthBar struct {
	X, Y, Width, Height, Middle, NumberY px
	Class, Words, Number, Day            string
}

// chartOfDays is in units of which 720 are the width of the page.
func chartOfDays(ds []month.Day) monthChart {
	const left, base, tall = 8.0, 160.0, 130.0
	most := 1
	for _, d := range ds {
		most = max(most, d.Flights)
	}
	step := (720 - 2*left) / float64(len(ds))
	c := monthChart{Label: fmt.Sprintf("flights on each of %d days, at most %d", len(ds), most)}
	for i, d := range ds {
		b := monthBar{X: px(left + step*float64(i) + 2), Width: px(step - 4), Middle: px(left + step*(float64(i)+0.5)), Day: fmt.Sprint(i + 1), Class: "bar",
			Height: px(tall * float64(d.Flights) / float64(most)), Words: fmt.Sprintf("%s: %d flights", d.Date, d.Flights)}
		switch {
		case d.Positions == 0:
			b.Class, b.Height, b.Words = "none", tall, d.Date+": no positions"
		case d.Partial:
			b.Class = "soft"
		}
		b.Y = px(base) - b.Height
		if b.NumberY = b.Y - 4; d.Positions > 0 {
			b.Number = fmt.Sprint(d.Flights)
		}
		c.Bars = append(c.Bars, b)
	}
	return c
}

// smallBars are flights by day in a cell of a table.
func smallBars(days []int, ds []month.Day) (out []monthBar) {
	most := max(1, slices.Max(days))
	for i, n := range days {
		b := monthBar{X: px(8 * i), Class: "bar", Height: px(14 * float64(n) / float64(most))}
		if ds[i].Positions == 0 {
			b.Class, b.Height = "none", 14
		}
		b.Y = 15 - b.Height
		out = append(out, b)
	}
	return out
}
