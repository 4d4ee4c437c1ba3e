package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
)

func areasCommand(o *common) *cobra.Command {
	form := "table"
	cmd := &cobra.Command{
		Use:   "areas [NAME]",
		Short: "the areas that the program carries, each with its source, date and error",
		Long: `Areas lists the areas that the program carries: countries without their sea,
the United States with their sea limits, some flight information regions. With
NAME it says all that is known of one. They can be given to track --area, and an
area of a case that has the same id and no outline has that outline.

None of them is a legal limit: each is a drawing of one, and the true boundary
lies within the stated error of it.

Exit statuses:
  0  written
  1  the output could not be written
  2  the command line is wrong`,
		Example: `  holdshort areas
  holdshort areas us-12nm
  holdshort areas us-fir --form geojson > us-fir.geojson`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("holdshort areas lists the names", "expected one area at most, found %d arguments", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.json {
				form = "json"
			}
			return writeAreas(cmd.OutOrStdout(), args, form)
		},
	}
	cmd.Flags().StringVar(&form, "form", form, "`FORM` of the output: table, json or geojson")
	return cmd
}

func writeAreas(w io.Writer, args []string, form string) error {
	regions := place.Areas()
	for _, name := range args {
		r, ok := place.Area(name)
		if !ok {
			return usage("holdshort areas lists them", "%s", place.NoArea(name))
		}
		regions = []place.Region{r}
	}
	switch {
	case form == "json":
		return place.WriteJSON(w, regions)
	case form == "geojson":
		return place.WriteGeoJSON(w, regions)
	case form != "table":
		return usage("one of table, json, geojson", "the form %q is not known", form)
	case len(args) > 0:
		return areaText(w, regions[0])
	}
	return areasTable(w, regions)
}

func areasTable(w io.Writer, regions []place.Region) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "AREA\tKIND\tWITHIN\tDATE\tNAME")
	for _, r := range regions {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.Kind, kilometres(r.Error), r.Date, r.Name)
	}
	return t.Flush()
}

func areaText(w io.Writer, r place.Region) error {
	_, err := fmt.Fprintf(w, "%s: %s\n  kind: %s\n  source: %s\n  date: %s\n  licence: %s\n  the true boundary lies within %s of the outline, but for %d places of which the drawing says nothing\n  outlines: %d, of which %d cut out\n  %s\n",
		r.ID, r.Name, r.Kind, r.Source, r.Date, r.Licence, kilometres(r.Error), len(r.Doubts), len(r.Rings)+len(r.Holes), len(r.Holes), r.Note)
	return err
}

func kilometres(d geo.Meters) string { return fmt.Sprintf("%g km", float64(d)/1000) }
