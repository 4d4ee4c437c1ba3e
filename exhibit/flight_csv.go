package exhibit

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// FlightsCSV writes one row for each leg: what is proved of its two ends, and in
// columns of their own, whose names begin with "likely", what is likely.
func FlightsCSV(w io.Writer, flights iter.Seq[Flight]) error {
	c := csv.NewWriter(w)
	c.Write([]string{"address", "registration", "type", "leg", "wheels_up_earliest", "wheels_up_latest", "from",
		"touchdown_earliest", "touchdown_latest", "to", "first_in_air", "last_in_air", "touch_and_gos",
		"likely_wheels_up", "likely_from", "likely_runway_up", "likely_touchdown", "likely_to", "likely_runway_down", "likely_events", "likely_split"})
	for f := range flights {
		for i, l := range f.Legs {
			up, down := endCSV(l.Takeoff), endCSV(l.Landing)
			row := []string{f.Track.Address.String(), f.Track.Registration, f.Track.Type, fmt.Sprint(i + 1), up[0], up[1], up[2],
				down[0], down[1], down[2], f.Track.Fixes[l.First].At.RFC3339(), f.Track.Fixes[l.Last].At.RFC3339(), fmt.Sprint(len(l.Stops))}
			row = append(row, likelyCSV(l.Takeoff, l.LikelyTakeoff)...)
			row = append(row, likelyCSV(l.Landing, l.LikelyLanding)...)
			c.Write(append(row, eventsCSV(f.Events, i), l.Split))
		}
		if c.Error() != nil {
			break
		}
	}
	c.Flush()
	return c.Error()
}

func endCSV(e *track.End) [3]string {
	if e == nil {
		return [3]string{}
	}
	out := [3]string{e.Proved.Earliest().RFC3339(), e.Proved.Latest().RFC3339()}
	if e.FieldProved {
		out[2] = e.Field
	}
	return out
}

// likelyCSV is what is likely of an end: when, where, on which runway.
func likelyCSV(e *track.End, l *track.LikelyEnd) []string {
	out := make([]string, 3)
	switch {
	case e != nil:
		if e.LikelyOK {
			out[0] = e.Likely.RFC3339()
		}
		if !e.FieldProved {
			out[1] = e.Field
		}
		out[2] = e.Runway
	case l != nil:
		if l.AtOK {
			out[0] = l.At.RFC3339()
		}
		out[1], out[2] = l.Field, l.Runway
	}
	return out
}

func eventsCSV(es []track.Event, leg int) string {
	var out []string
	for _, e := range es {
		if e.Leg == leg {
			text := string(e.Kind) + " " + e.Between.Earliest().RFC3339()
			if e.Field != "" {
				text += " " + e.Field
			}
			out = append(out, text)
		}
	}
	return strings.Join(out, "; ")
}
