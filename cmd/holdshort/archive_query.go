package main

import (
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/archive/trino"
	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// queryFlags are those of archive query.
type queryFlags struct {
	trackFlags
	whichArchive
	at      string
	area    string
	between string
	horizon string
	legs    bool
	field   string
	keep    string // of OpenSky's cluster
}

func archiveQueryCommand(o *common) *cobra.Command {
	f := &queryFlags{}
	cmd := &cobra.Command{
		Use:   "query DIR|ADDRESS",
		Short: "who was or could have been in an area at a moment; positions; legs",
		Long: `Query answers one of three questions of an archive.

With --at and --area: who was, or could have been, in the area at the moment.
An aircraft is there certainly if every place lies in the area that it can have
reached from the position before and reached the one after from, and possibly if
some does. Of an aircraft without a position within --horizon on either side
nothing is said.

With --between: the positions within a stretch of time, of the aircraft that
--hex names, or of all.

With --legs: legs that meet the stretch of time, of the aircraft that --hex
names, or of all, from or to the airfield that --airfield names.

The archive is a folder, or the address of a Trino cluster that has its tables,
or OpenSky's state vectors: trino://USER@HOST:PORT/CATALOG/SCHEMA. A password or
a token comes from the file that is named, or from the variable
` + passwordVariable + ` or ` + tokenOfTrino + `; it
is shown nowhere. See docs/trino.md.

Exit statuses:
  0  answered
  1  there is no archive, or it cannot be read
  2  the command line is wrong`,
		Example: `  holdshort archive query flights --at "15 March 2025 18:46 EDT" --area us-12nm
  holdshort archive query flights --hex a2fe4c --between "15 March 2025" --form csv
  holdshort archive query flights --legs --between "March 2025" --airfield KAEX
  holdshort archive query --archive trino://desk@trino.example.org/hive/flights --between "15 March 2025" --hex a2fe4c`,
		Args: f.args,
		RunE: func(cmd *cobra.Command, args []string) error { return o.archiveQuery(cmd, f, args) },
	}
	f.whichArchive.flags(cmd, true)
	fl := cmd.Flags()
	fl.StringVar(&f.at, "at", "", "the `TIME` of the question who was there")
	fl.StringVar(&f.area, "area", "", "the `AREA`: one of those shipped, or a GeoJSON file")
	fl.StringVar(&f.areaError, "area-error", "", "the `DISTANCE` by which outlines of a GeoJSON file may be off that state none (error_m)")
	fl.StringVar(&f.horizon, "horizon", "2 h", "how `LONG` before and after the moment positions are looked for")
	fl.StringVar(&f.top, "top-speed", "", "the greatest `SPEED` over the ground to allow (default: any aircraft slower than sound)")
	fl.StringVar(&f.between, "between", "", "the `TIME` from which to which to list positions or legs: a day, or \"from 15 March 2025 18:00 to 19:00 UTC\"")
	fl.StringSliceVar(&f.hex, "hex", nil, "only the aircraft with this ICAO `ADDRESS`; may be repeated")
	fl.BoolVar(&f.legs, "legs", false, "list legs")
	fl.StringVar(&f.field, "airfield", "", "with --legs, those from or to this `AIRFIELD`, by its location indicator")
	fl.StringVar(&f.form, "form", "table", "`FORM` of the output: table, json, csv or geojson")
	fl.StringVar(&f.keep, "keep", "", "write the state vectors that OpenSky's cluster gave into a new `FILE`")
	return cmd
}

func (o *common) archiveQuery(cmd *cobra.Command, f *queryFlags, args []string) error {
	if o.json {
		f.form = "json"
	}
	q, err := o.archiveAsk(f)
	if err != nil {
		return err
	}
	if at, _ := f.take(args); strings.HasPrefix(at, trino.Scheme) {
		return o.clusterQuery(cmd, f, at, q)
	}
	if f.keep != "" {
		return usage("leave --keep out", "--keep is for the state vectors of a cluster")
	}
	a, failed, err := f.open(cmd, args)
	if err != nil {
		return err
	}
	return unread(q.ask(cmd, a), failed)
}

// unread gives an error that has no hint yet the one of an archive or a cluster.
func unread(err error, hinted func(error) error) error {
	var f *failure
	if err == nil || errors.As(err, &f) {
		return err
	}
	return hinted(err)
}

// question is what the flags ask.
type question struct {
	ask func(*cobra.Command, flights) error
	// needs chooses aircraft and time of which all positions are needed for an
	// answer. Its box holds a position of each aircraft that the answer names.
	needs archive.Query
	legs  bool
}

// archiveAsk is the question that the flags ask, checked before the archive is
// opened.
func (o *common) archiveAsk(f *queryFlags) (*question, error) {
	addresses, err := addressList(f.hex)
	if err != nil {
		return nil, err
	}
	if _, ok := archiveForms[f.form]; !ok {
		return nil, usage("one of table, json, csv, geojson", "the form %q is not known", f.form)
	}
	switch {
	case f.at != "" && f.between == "" && !f.legs:
		q, err := o.archiveWho(f)
		if err != nil {
			return nil, err
		}
		q.Addresses = addresses
		return &question{needs: q.Needs(), ask: func(cmd *cobra.Command, a flights) error { return writeWho(cmd, f, a, q) }}, nil
	case f.at != "" || f.between == "":
		return nil, usage(`for instance --at "15 March 2025 18:46 EDT" --area us-12nm, or --between "15 March 2025" --hex a2fe4c`, "expected --at with --area, or --between")
	}
	st, err := span.Parse(f.between, span.Context{Zone: o.zone})
	if err != nil || !st.Span.Bounded() {
		return nil, usage(`a stretch with its zone: "15 March 2025 UTC", or "from 15 March 2025 18:00 to 19:00 UTC"`, "--between %q cannot be read as a stretch of time", f.between)
	}
	q := archive.Query{Between: st.Span, Addresses: addresses}
	if f.legs {
		return &question{needs: q, legs: true, ask: func(cmd *cobra.Command, a flights) error {
			return archiveForms[f.form].legs(cmd.OutOrStdout(), legsAsked(a.Legs(cmd.Context(), st.Span), addresses, f.field))
		}}, nil
	}
	if f.area != "" {
		if _, q.Within, err = oneArea(f); err != nil {
			return nil, err
		}
	}
	return &question{needs: q, ask: func(cmd *cobra.Command, a flights) error {
		return archiveForms[f.form].positions(cmd.OutOrStdout(), a.History(cmd.Context(), q))
	}}, nil
}

func addressList(hex []string) (out []track.Address, err error) {
	for _, h := range hex {
		a, ok := track.ParseAddress(h)
		if !ok {
			return nil, usage("six hexadecimal digits such as a2fe4c", "%q is not an ICAO address", h)
		}
		out = append(out, a)
	}
	return out, nil
}

// archiveWho is the question who was there.
func (o *common) archiveWho(f *queryFlags) (archive.Ask, error) {
	q := archive.Ask{Model: track.Jet}
	st, err := span.Parse(f.at, span.Context{Zone: o.zone})
	if err != nil || !st.Span.Bounded() {
		return q, usage("a moment with its zone: \"15 March 2025 18:46 EDT\"", "--at %q cannot be read as a moment", f.at)
	}
	q.At = st.Span.Earliest()
	if f.top != "" {
		model, err := modelOption(f.top, "")
		if err != nil {
			return q, err
		}
		q.Model = model(nil)
	}
	if q.Horizon, err = span.ParseLength(f.horizon); err != nil || q.Horizon < archive.Silence || q.Horizon > 48*span.Hour {
		return q, usage("for instance --horizon \"2 h\"", "--horizon %q is no length from %s to 48 h", f.horizon, span.Length(archive.Silence).Words())
	}
	q.Area, q.Box, err = oneArea(f)
	return q, err
}

// islands is how far from the box around a land's outlines, in metres, places of
// which its drawing says nothing are taken for its own: 200 nautical miles.
const islands = 200 * geo.NauticalMile

// oneArea is the area that a query names, and a box that holds it.
func oneArea(f *queryFlags) (track.Area, geo.Box, error) {
	if f.area == "" {
		return track.Area{}, geo.Box{}, usage("holdshort areas lists those that are shipped; or give a GeoJSON file", "no --area was given")
	}
	var stated *geo.Meters
	if f.areaError != "" {
		d, err := geo.ParseMeters(f.areaError)
		if err != nil {
			return track.Area{}, geo.Box{}, usage("for instance --area-error \"500 m\"", "%s", err)
		}
		stated = &d
	}
	regions, err := regionsOf(f.area, stated)
	switch {
	case err != nil:
		return track.Area{}, geo.Box{}, err
	case len(regions) != 1:
		return track.Area{}, geo.Box{}, usage("give a file with one", "%s has %d areas", f.area, len(regions))
	}
	area, box := atlas.Area(regions[0]).Local(islands)
	return area, box, nil
}

func writeWho(cmd *cobra.Command, f *queryFlags, a flights, q archive.Ask) error {
	found, err := a.Who(cmd.Context(), q)
	if err != nil {
		return err
	}
	return archiveForms[f.form].who(cmd.OutOrStdout(), exhibit.Presences{Ask: q, Found: found})
}

// legsAsked are the legs of aircraft, none for all, from or to an airfield, empty
// for any.
func legsAsked(in iter.Seq2[archive.Leg, error], addresses []track.Address, field string) iter.Seq2[archive.Leg, error] {
	want := map[track.Address]bool{}
	for _, x := range addresses {
		want[x] = true
	}
	is := func(e archive.LegEnd) bool {
		return e.Field != "" && atlas.Same(field, e.Field) || e.LikelyField != "" && atlas.Same(field, e.LikelyField)
	}
	return func(yield func(archive.Leg, error) bool) {
		for l, err := range in {
			if err == nil && (len(want) > 0 && !want[l.Who.Address] || field != "" && !is(l.Up) && !is(l.Down)) {
				continue
			}
			if !yield(l, err) {
				return
			}
		}
	}
}

// archiveForms write what is found in an archive, each in one form.
var archiveForms = map[string]struct {
	who       func(io.Writer, exhibit.Presences) error
	positions func(io.Writer, iter.Seq2[track.Point, error]) error
	legs      func(io.Writer, iter.Seq2[archive.Leg, error]) error
}{
	"table": {exhibit.PresencesText, exhibit.PositionsText, exhibit.ArchiveLegsText},
	"json":  {exhibit.PresencesJSON, exhibit.PositionsJSON, exhibit.ArchiveLegsJSON},
	"csv":   {exhibit.PresencesCSV, exhibit.PositionsCSV, exhibit.ArchiveLegsCSV},
	"geojson": {exhibit.PresencesGeoJSON, exhibit.PositionsGeoJSON, func(io.Writer, iter.Seq2[archive.Leg, error]) error {
		return usage("one of table, json, csv; holdshort track --form geojson draws tracks", "legs have no places of their own in an archive")
	}},
}
