package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/address"
	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// trackFlags are those of the verb track.
type trackFlags struct {
	hex       []string
	at        []string
	area      []string
	areaError string
	form      string
	top       string
	typ       string
	fileZone  string
	columns   string
	within    string
	runway    string
}

func trackCommand(o *common) *cobra.Command {
	f := &trackFlags{}
	cmd := &cobra.Command{
		Use:   "track FILE|DIR|ARCHIVE...",
		Short: "what position files show: legs, gaps, crossings, where it could have been",
		Long: `Track reads position files of any known format, told by content, and says of
each aircraft: its legs with wheels-up and touchdown as spans, gaps in which it
was not received and where it could have stopped, crossings of named areas with
their earliest and latest moment, and what is wrong in the files. With --at it
says where the aircraft was, or could have been, at a moment.

What is proved rests on worst cases alone; what is likely is marked so.

Exit statuses:
  0  read
  1  a file could not be read; what could be is written all the same
  2  the command line is wrong`,
		Example: `  holdshort track trace_full_a2fe4c.json
  holdshort track day.tar --hex a2fe4c --area us-12nm
  holdshort track flight.csv --at "15 March 2025 18:46 EDT" --json
  holdshort track flight.kml --form geojson > flight.geojson`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("for instance holdshort track trace_full_a2fe4c.json", "no file to read was given")
			}
			return nil
		},
	}
	fl := cmd.Flags()
	fl.StringSliceVar(&f.hex, "hex", nil, "only the aircraft with this ICAO `ADDRESS`; may be repeated")
	fl.StringArrayVar(&f.at, "at", nil, "say where it was or could have been at `TIME`; may be repeated")
	fl.StringArrayVar(&f.area, "area", nil, "the `AREA` whose crossings to bound: one of those shipped, or a GeoJSON file; may be repeated")
	fl.StringVar(&f.areaError, "area-error", "", "the `DISTANCE` by which outlines of a GeoJSON file may be off that state none (error_m)")
	fl.StringVar(&f.form, "form", "table", "`FORM` of the output: table, json, csv, geojson, kml or czml")
	fl.StringVar(&f.top, "top-speed", "", "the greatest `SPEED` over the ground to allow, such as 550 kt (default: that of the aircraft's type)")
	fl.StringVar(&f.typ, "type", "", "the ICAO type `DESIGNATOR` of the aircraft, such as B763 (default: what the file has of it, or else any aircraft slower than sound)")
	fl.StringVar(&f.fileZone, "file-zone", "", "the `ZONE` of clock times that a file writes without one")
	fl.StringVar(&f.columns, "columns", "", "the `HEADER` of a CSV file that has none")
	fl.StringVar(&f.within, "within", "1500 km", "with --at, list airfields within this `DISTANCE`")
	fl.StringVar(&f.runway, "runway", "1500 m", "list airfields to return to, or to have stopped at, with a runway of this `LENGTH` or more")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return o.track(cmd, f, args)
	}
	return cmd
}

func (o *common) track(cmd *cobra.Command, f *trackFlags, args []string) error {
	q, err := o.trackQuery(f)
	if err != nil {
		return err
	}
	var sum feed.Summary
	var together track.Together
	var readErr error
	shown := newProgress(cmd.ErrOrStderr(), cmd.OutOrStdout())
	if shown != nil {
		q.opts.Progress = shown.tell
	}
	flights := func(yield func(exhibit.Flight) bool) {
		sum, readErr = feed.ReadAircraft(args, q.opts, func(t *track.Track) error {
			fl := q.flight(t)
			together.Add(t)
			shown.result()
			if !yield(fl) {
				return errEnough
			}
			return nil
		})
		shown.done()
	}
	if err := flightForms[q.form](cmd.OutOrStdout(), q, flights); err != nil {
		return err
	}
	for _, text := range together.Notes() {
		fmt.Fprintf(cmd.ErrOrStderr(), "note: %s\n", text)
	}
	if readErr == nil && sum.Tracks == 0 {
		for _, n := range sum.Notes {
			fmt.Fprintf(cmd.ErrOrStderr(), "note: %s\n", n.Text)
		}
	}
	if readErr != nil {
		hint := "what could be read is written all the same"
		if fe, ok := errors.AsType[*feed.Error](readErr); ok && fe.Hint != "" {
			hint = fe.Hint
		}
		return &failure{exitFailed, readErr, hint}
	}
	return nil
}

// errEnough ends a reading whose results can no longer be written.
var errEnough = errors.New("the output failed")

// flight is what can be said of a track, and of the moments asked for.
func (q *trackQuery) flight(t *track.Track) exhibit.Flight {
	fl := exhibit.Flight{Analysis: track.Analyse(t, q.model(t), q.fields, q.areas)}
	_, fl.Country, _ = address.Country(t.Address)
	fl.Number, _ = address.NNumber(t.Address)
	for _, at := range q.at {
		fl.Moments = append(fl.Moments, fl.Moment(at, q.suitable, q.within, 8))
	}
	return fl
}

// trackQuery is what the flags ask for, checked before any file is opened.
type trackQuery struct {
	opts   feed.Options
	model  func(*track.Track) track.Model
	fields track.Fields
	// suitable are the fields with a runway of the length asked for.
	suitable track.Fields
	areas    []track.Area
	at       []span.Instant
	within   geo.Meters
	form     string
	loc      *time.Location
}

func (o *common) trackQuery(f *trackFlags) (*trackQuery, error) {
	q := &trackQuery{fields: atlas.Airfields, form: f.form, loc: time.UTC, opts: feed.Options{Zone: f.fileZone, Columns: f.columns}}
	if o.json {
		q.form = "json"
	}
	if _, ok := flightForms[q.form]; !ok {
		return nil, usage("one of table, json, csv, geojson, kml, czml", "the form %q is not known", q.form)
	}
	var err error
	if o.zone != "" {
		if q.loc, err = span.LoadZone(o.zone); err != nil {
			return nil, usage("an IANA name such as America/New_York, or UTC", "--zone %q: %s", o.zone, err)
		}
	}
	if q.model, err = modelOption(f.top, f.typ); err != nil {
		return nil, err
	}
	if q.within, err = geo.ParseMeters(f.within); err != nil {
		return nil, usage("for instance --within \"800 NM\"", "%s", err)
	}
	runway, err := geo.ParseMeters(f.runway)
	if err != nil {
		return nil, usage("for instance --runway \"1500 m\"", "%s", err)
	}
	q.suitable = atlas.WithRunway(runway)
	if err := q.addresses(f.hex); err != nil {
		return nil, err
	}
	for _, text := range f.at {
		st, err := span.Parse(text, span.Context{Zone: o.zone})
		if err != nil || !st.Span.Bounded() {
			return nil, usage("a moment with its zone: \"15 March 2025 18:46 EDT\"", "--at %q cannot be read as a moment", text)
		}
		q.at = append(q.at, st.Span.Earliest())
	}
	return q, q.readAreas(f.area, f.areaError)
}

func (q *trackQuery) addresses(hex []string) error {
	if len(hex) == 0 {
		return nil
	}
	want := map[track.Address]bool{}
	for _, h := range hex {
		a, ok := track.ParseAddress(h)
		if !ok {
			return usage("six hexadecimal digits such as a2fe4c", "%q is not an ICAO address", h)
		}
		want[a] = true
	}
	q.opts.Keep = func(a track.Address) bool { return want[a] }
	return nil
}

// readAreas finds each area among those shipped, or in a file.
func (q *trackQuery) readAreas(names []string, off string) error {
	var stated *geo.Meters
	if off != "" {
		d, err := geo.ParseMeters(off)
		if err != nil {
			return usage("for instance --area-error \"500 m\"", "%s", err)
		}
		stated = &d
	}
	for _, name := range names {
		regions, err := regionsOf(name, stated)
		if err != nil {
			return err
		}
		for _, r := range regions {
			q.areas = append(q.areas, atlas.Area(r))
		}
	}
	return nil
}

func regionsOf(name string, stated *geo.Meters) ([]place.Region, error) {
	if r, ok := place.Area(name); ok {
		return []place.Region{r}, nil
	}
	if !strings.HasSuffix(name, "json") {
		return nil, usage("holdshort areas lists those that are shipped; or give a GeoJSON file", "%s", place.NoArea(name))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, &failure{exitFailed, err, "give an area that is shipped, or a GeoJSON file"}
	}
	defer f.Close()
	if stated != nil {
		return place.ReadGeoJSONWithError(f, name, *stated)
	}
	return place.ReadGeoJSON(f, name)
}

// flightForms write flights, each in one form.
var flightForms = map[string]func(io.Writer, *trackQuery, iter.Seq[exhibit.Flight]) error{
	"table": flightsTable,
	"json":  func(w io.Writer, _ *trackQuery, fs iter.Seq[exhibit.Flight]) error { return exhibit.FlightsJSON(w, fs) },
	"csv":   func(w io.Writer, _ *trackQuery, fs iter.Seq[exhibit.Flight]) error { return exhibit.FlightsCSV(w, fs) },
	"geojson": func(w io.Writer, _ *trackQuery, fs iter.Seq[exhibit.Flight]) error {
		return exhibit.FlightsGeoJSON(w, fs)
	},
	"kml":  func(w io.Writer, _ *trackQuery, fs iter.Seq[exhibit.Flight]) error { return exhibit.FlightsKML(w, fs) },
	"czml": func(w io.Writer, _ *trackQuery, fs iter.Seq[exhibit.Flight]) error { return exhibit.FlightsCZML(w, fs) },
}

func flightsTable(w io.Writer, q *trackQuery, fs iter.Seq[exhibit.Flight]) error {
	first := true
	for f := range fs {
		if !first {
			fmt.Fprintln(w)
		}
		first = false
		if err := exhibit.FlightText(w, f, q.suitable, q.loc); err != nil {
			return err
		}
		for _, m := range f.Moments {
			if err := exhibit.MomentText(w, f.Analysis, m, q.loc); err != nil {
				return err
			}
		}
	}
	return nil
}
