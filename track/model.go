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
	// Multilaterated is the least radius taken for a position computed from
	// arrival times, or by radar, whatever its file states.
	Multilaterated geo.Meters
	Why            string
}

// ModelOf is the Model of an aircraft that cannot exceed top, for a reason. The
// radius of an unstated position is that of navigation accuracy category 4, one
// nautical mile, wider than any receiver network's position of a modern
// aircraft; 2 km for multilateration is above the errors published for it.
func ModelOf(top geo.Speed, why string) Model {
	return Model{Top: top, Unstated: geo.NauticalMile, Multilaterated: 2000,
		Why: why + "; positions without a stated radius within 1 NM, multilaterated ones within 2 km"}
}

// Jet is the Model of an aircraft whose type is not known: any jet slower than
// sound, which is 590 kt at 30,000 feet in the standard atmosphere, and a wind
// of 240 kt behind it, a little above the 230 kt measured over Washington on 17
// February 2024. It does not hold of a military jet that is faster than sound.
var Jet = ModelOf(830*geo.Knot, "an aircraft slower than sound, 590 kt, with a wind of 240 kt behind it")

// radius is that of f's position under m. What a file states of a position that
// was computed from arrival times, or by radar, may be left over from what the
// aircraft itself had said before, so that it never narrows.
func (m Model) radius(f *Fix) geo.Meters {
	switch {
	case f.Kind == MLAT || f.Kind == TISB:
		return max(f.Radius, m.Multilaterated)
	case f.Radius > 0:
		return f.Radius
	}
	return m.Unstated
}

// Proves reports whether a proof may rest on the position: the aircraft or a
// radar gave it, it was received where and when the file says, and it does not
// contradict its neighbours or what the aircraft said of itself.
func (f *Fix) Proves() bool {
	switch f.Kind {
	case Estimated, Reported, ModeS:
		return false
	}
	return f.Mark&(Frozen|Jump|Rival|Vehicle|NotReceived|Doubtful) == 0
}

// Reach is the distance in metres that can be covered in d, no less.
func (m Model) Reach(d span.Length) geo.Meters { return m.reach(d) }

// reach is the distance in metres that can be covered in d, no less.
func (m Model) reach(d span.Length) geo.Meters {
	if d <= 0 {
		return 0
	}
	return m.Top.Within(toDuration(d))
}
