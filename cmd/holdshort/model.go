package main

import (
	"fmt"

	"github.com/holdshort/holdshort/airframe"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/track"
)

// modelOption is what is taken for granted of each track, by the top speed or
// the type given on the command line, or else by the type that its file has. A
// speed that a person states goes before all.
func modelOption(top, typ string) (func(*track.Track) track.Model, error) {
	if top != "" {
		v, err := geo.ParseSpeed(top)
		if err != nil {
			return nil, usage("for instance --top-speed \"550 kt\"", "%s", err)
		}
		if !(v > 0) {
			return nil, usage("for instance --top-speed \"550 kt\"", "the top speed is %s, and an aircraft flies", top)
		}
		m := track.ModelOf(v, "the speed given on the command line")
		return func(*track.Track) track.Model { return m }, nil
	}
	if typ == "" {
		return func(t *track.Track) track.Model { return modelOfType(t, t.Type, "as the network's database says") }, nil
	}
	if _, ok := airframe.Lookup(typ); !ok {
		return nil, usage("a designator of ICAO Doc 8643 such as B763, or --top-speed", "no aircraft type %q is known", typ)
	}
	return func(t *track.Track) track.Model { return modelOfType(t, typ, "as given on the command line") }, nil
}

// modelOfType is the Model of an aircraft of the type, as somebody says; track.Jet
// if the type is not known, or if the track shows a speed that the type cannot
// have, which is noted.
func modelOfType(t *track.Track, designator, says string) track.Model {
	ty, ok := airframe.Lookup(designator)
	if !ok {
		return track.Jet
	}
	if ty.Top() < track.Jet.Top {
		if how, beats := t.Beats(ty.Top()); beats {
			t.Notes = append(t.Notes, track.Note{Byte: -1, Text: fmt.Sprintf("the type %s, %s, is not believed: it cannot exceed %s over the ground, and %s",
				ty.Designator, says, ty.Top(), how)})
			return track.Jet
		}
	}
	return track.ModelOf(ty.Top(), fmt.Sprintf("type %s %s: %s", ty.Designator, says, ty.Why()))
}
