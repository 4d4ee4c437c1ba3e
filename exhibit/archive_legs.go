package exhibit

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"text/tabwriter"

	"github.com/holdshort/holdshort/archive"
)

type archiveLegsJSON struct {
	Version int              `json:"version"`
	Legs    []archiveLegJSON `json:"legs"`
}

type archiveLegJSON struct {
	aircraftJSON
	First    string         `json:"first_in_air"`
	Last     string         `json:"last_in_air"`
	Up       archiveEndJSON `json:"wheels_up"`
	Down     archiveEndJSON `json:"touchdown"`
	Contacts int            `json:"touch_and_goes"`
	Split    string         `json:"likely_split,omitempty"`
	Source   string         `json:"source"`
	OriginIn string         `json:"origin"`
}

type archiveEndJSON struct {
	Between     *betweenJSON `json:"between"`
	Field       string       `json:"airfield,omitempty"`
	LikelyField string       `json:"likely_airfield,omitempty"`
	Likely      *string      `json:"likely"`
}

func archiveLegWire(l *archive.Leg) archiveLegJSON {
	return archiveLegJSON{aircraftWire(&l.Who), l.First.RFC3339(), l.Last.RFC3339(), archiveEndWire(&l.Up), archiveEndWire(&l.Down),
		l.Contacts, l.Split, l.Who.Digest.String(), l.Who.From.Name}
}

func archiveEndWire(e *archive.LegEnd) archiveEndJSON {
	out := archiveEndJSON{Field: e.Field, LikelyField: e.LikelyField}
	if !e.Proved.Empty() {
		b := between(e.Proved)
		out.Between = &b
	}
	if e.LikelyOK {
		t := e.Likely.RFC3339()
		out.Likely = &t
	}
	return out
}

// ArchiveLegsJSON writes legs as one JSON document, each as it comes.
func ArchiveLegsJSON(w io.Writer, ls iter.Seq2[archive.Leg, error]) error {
	s := &stream{w: w, prefix: "    ", indent: "  "}
	s.around(archiveLegsJSON{ArchiveVersion, []archiveLegJSON{}}, "", "  ", "[")
	for l, err := range ls {
		if err != nil {
			return err
		}
		if s.item(archiveLegWire(&l)); s.err != nil {
			break
		}
	}
	return s.end("\n  ")
}

// ArchiveLegsCSV writes one row for each leg.
func ArchiveLegsCSV(w io.Writer, ls iter.Seq2[archive.Leg, error]) error {
	c := csv.NewWriter(w)
	c.Write([]string{"address", "callsign", "registration", "type", "operator", "first_in_air", "last_in_air", "wheels_up_earliest", "wheels_up_latest", "from", "likely_from", "likely_wheels_up",
		"touchdown_earliest", "touchdown_latest", "to", "likely_to", "likely_touchdown", "touch_and_goes", "likely_split", "source", "origin"})
	for l, err := range ls {
		if err != nil {
			return err
		}
		x := archiveLegWire(&l)
		row := []string{x.Address, x.Callsign, x.Registration, x.Type, x.Operator, x.First, x.Last}
		for _, e := range []*archiveEndJSON{&x.Up, &x.Down} {
			b := betweenJSON{}
			if e.Between != nil {
				b = *e.Between
			}
			row = append(row, optional(b.Earliest), optional(b.Latest), e.Field, e.LikelyField, optional(e.Likely))
		}
		c.Write(append(row, fmt.Sprint(x.Contacts), x.Split, x.Source, x.OriginIn))
	}
	c.Flush()
	return c.Error()
}

// ArchiveLegsText writes one line for each leg, in UTC.
func ArchiveLegsText(w io.Writer, ls iter.Seq2[archive.Leg, error]) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "FIRST IN AIR\tLAST IN AIR\tADDRESS\tREGISTRATION\tCALLSIGN\tFROM\tTO")
	for l, err := range ls {
		if err != nil {
			return err
		}
		x := aircraftWire(&l.Who)
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", l.First.RFC3339(), l.Last.RFC3339(), x.Address, x.Registration, x.Callsign, fieldText(&l.Up), fieldText(&l.Down))
	}
	return t.Flush()
}

// fieldText is an airfield as far as it is known.
func fieldText(e *archive.LegEnd) string {
	switch {
	case e.Field != "":
		return e.Field
	case e.LikelyField != "":
		return "likely " + e.LikelyField
	}
	return cmp.Or(map[bool]string{true: "somewhere"}[!e.Proved.Empty()], "not seen")
}
