package finding

import (
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
)

// Course is what the record of a movement says of where it was: its stops, in
// order.
type Course struct {
	Movement *holdshort.Movement
	Anchors  []Anchor
	// Before is what it did before the first anchor: NotBegun; or OnGround, up to
	// Beforehand before it, where a source declares the phases complete.
	Before State
	// Conflict says that claims which bound the anchors cannot all be true. No
	// anchor is then given.
	Conflict bool
}

// Anchor is a phase that certainly took place at a located place: at some moment
// Within, the movement was within Error of there.
type Anchor struct {
	Event  string
	Phase  holdshort.PhaseKind
	Place  *holdshort.Place
	Error  geo.Meters
	Within span.Span // the tightest bounds, both ends included
	// Most is the most time from this anchor to the next; negative where nothing
	// bounds it, and at the last.
	Most span.Length
	// Then is what it did from this anchor to the next, or Ended.
	Then State
}

// State is what a movement did between two stops, as the record has it.
type State string

// The states. Between says that the record tells neither of one flight from the
// one stop to the other nor of a stay.
const (
	NotBegun State = "not begun"
	OnGround State = "on the ground"
	InTheAir State = "in the air"
	Between  State = "between"
	Ended    State = "ended"
)

// Unsettled is the State of a moment that may lie in stretches of several.
const Unsettled State = "unsettled"

// FieldError is how far from a place's point a movement that was there may have
// been, in metres: across the largest airports from their reference point.
const FieldError geo.Meters = 5000

// Beforehand is for how long before its first stop a movement whose phases are
// declared complete is taken to have stood there. What its vehicle did earlier
// belongs to another journey.
const Beforehand = 12 * span.Hour

// Course is the course of m by the evidence as a whole.
func (e *Engine) Course(m *holdshort.Movement) *Course {
	if c := e.courses[m.ID]; c != nil {
		return c
	}
	c := e.course(m)
	e.courses[m.ID] = c
	return c
}

func (e *Engine) course(m *holdshort.Movement) *Course {
	c := &Course{Movement: m, Before: NotBegun}
	stops := ground.Stops(e.Case, m)
	events := e.Case.PhaseEvents(m)
	var ids []string
	for _, i := range stops {
		ids = append(ids, at(events, i).ID)
	}
	g, conflicts := e.net.around(ids, nil)
	if len(conflicts) > 0 {
		c.Conflict = true
		return c
	}
	x := g.project(ids)
	for k, i := range stops {
		p := m.Phases[i]
		a := Anchor{Event: ids[k], Phase: p.Kind, Place: e.Case.Place(p.Place), Error: FieldError, Within: x.bounds(ids[k]), Most: -1, Then: Ended}
		if k+1 < len(stops) {
			if _, most := x.difference(ids[k+1], ids[k]); most < far {
				a.Most = span.Length(most)
			}
			a.Then = e.then(m, i, stops[k+1])
		}
		c.Anchors = append(c.Anchors, a)
	}
	if len(stops) > 0 && slices.Contains(leaving, m.Phases[stops[0]].Kind) && !e.flies(m, 0, stops[0]) && e.complete(m) {
		c.Before = OnGround
	}
	return c
}

// leaving are the phases up to a take-off, and arrived those from a landing on.
var (
	leaving = []holdshort.PhaseKind{"notified", "boarding", "doors-closed", "off-block", "wheels-up"}
	arrived = []holdshort.PhaseKind{"touchdown", "on-block", "deplaned", "handed-over", "leaves-facility"}
)

func (e *Engine) complete(m *holdshort.Movement) bool { return ground.New(e.Case, nil).Complete(m) }

// at is the event of phase i.
func at(events []*holdshort.Event, i int) *holdshort.Event {
	return events[slices.IndexFunc(events, func(e *holdshort.Event) bool { return e.Sequence == i })]
}

// then is what m did from its phase i to its phase j, which are stops.
func (e *Engine) then(m *holdshort.Movement, i, j int) State {
	a, b := &m.Phases[i], &m.Phases[j]
	down := a.Kind != "wheels-up" && b.Kind != "touchdown" && onGround(a.Kind) && onGround(b.Kind)
	switch flies := e.flies(m, i+1, j); {
	case a.Place == b.Place && down && !flies && e.complete(m):
		return OnGround
	case a.Kind == "wheels-up" && b.Kind == "touchdown" && !flies:
		return InTheAir
	}
	return Between
}

func onGround(k holdshort.PhaseKind) bool {
	return slices.Contains(leaving, k) || slices.Contains(arrived, k)
}

// flies reports whether a phase of m from i to before j may have been the
// beginning or the end of a flight.
func (e *Engine) flies(m *holdshort.Movement, i, j int) bool {
	return slices.ContainsFunc(e.Case.PhaseEvents(m), func(x *holdshort.Event) bool {
		kind := m.Phases[x.Sequence].Kind
		return i <= x.Sequence && x.Sequence < j && !x.Never() && (kind == "wheels-up" || kind == "touchdown")
	})
}
