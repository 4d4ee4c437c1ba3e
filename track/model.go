package track

import (
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Model is what is taken for granted in proofs about one aircraft. It is
// stated with every answer.
type Model struct {
	// Top is a speed over the ground that the aircraft cannot exceed, wind
	// included.
	Top geo.Speed
	// Unstated is the radius taken for a position whose file states none.
	Unstated geo.Meters
	// Multilaterated is the radius taken for a position computed from arrival
	// times.
	Multilaterated geo.Meters
	Why            string
}

// Jet is the Model of a subsonic jet: Mach 0.92 at its fastest, 530 kt, and a
// wind of 220 kt behind it. The radius of an unstated position is that of
// navigation accuracy category 4, one nautical mile, wider than any receiver
// network's position of a modern aircraft; 2 km for multilateration is above
// the errors published for it.
var Jet = Model{Top: 750 * geo.Knot, Unstated: geo.NauticalMile, Multilaterated: 2000,
	Why: "a subsonic jet at Mach 0.92 with a wind of 220 kt behind it; positions without a stated radius within 1 NM, multilaterated ones within 2 km"}

// Known models by the kind of aircraft that a type designator stands for; the
// others are taken for jets, whose bound is the widest.
var (
	Turboprop  = Model{Top: 500 * geo.Knot, Unstated: geo.NauticalMile, Multilaterated: 2000, Why: "a turboprop at 330 kt with a wind of 170 kt behind it"}
	Helicopter = Model{Top: 250 * geo.Knot, Unstated: geo.NauticalMile, Multilaterated: 2000, Why: "a helicopter at 180 kt with a wind of 70 kt behind it"}
)

// radius is that of f's position under m.
func (m Model) radius(f *Fix) geo.Meters {
	switch {
	case f.Radius > 0:
		return f.Radius
	case f.Kind == MLAT || f.Kind == TISB:
		return m.Multilaterated
	}
	return m.Unstated
}

// Proves reports whether a proof may rest on the position: the aircraft or a
// radar gave it, it was received where and when the file says, and it does not
// contradict its neighbours.
func (f *Fix) Proves() bool {
	switch f.Kind {
	case Estimated, Reported, ModeS:
		return false
	}
	return f.Mark&(Frozen|Jump|Rival|Vehicle|NotReceived) == 0
}

// reach is the distance in metres that can be covered in d, no less.
func (m Model) reach(d span.Length) geo.Meters {
	if d <= 0 {
		return 0
	}
	return m.Top.Within(toDuration(d))
}
