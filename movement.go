package holdshort

import "github.com/holdshort/holdshort/geo"

// Movement is one journey of a vehicle, in phases.
type Movement struct {
	At
	ID        ID         `case:"id,required" doc:"short name, as formulas use it"`
	Name      string     `case:"name,required" doc:"flight number or other name"`
	Vehicle   string     `case:"vehicle" doc:"registration"`
	Address   string     `case:"address" doc:"ICAO 24-bit address, six hexadecimal digits; ties the movement to tracks in tracks/"`
	Type      string     `case:"type" doc:"type of vehicle"`
	Operator  ID         `case:"operator" ref:"party" doc:"who operated it"`
	For       ID         `case:"for" ref:"party" doc:"on whose behalf"`
	Aboard    []ID       `case:"aboard" ref:"cohort" doc:"cohorts aboard"`
	Zone      string     `case:"zone" doc:"zone of its times, if not the case's"`
	On        string     `case:"on" doc:"civil date YYYY-MM-DD of times that state none"`
	Top       *TopSpeed  `case:"top-speed" doc:"the speed over ground that it cannot exceed"`
	Phases    []Phase    `case:"phases,required" doc:"what it did, in the order in which it did it"`
	Complete  []ID       `case:"complete" ref:"source" doc:"sources that declare the phases complete"`
	Positions []Position `case:"positions" doc:"where it was reported to be; shown, never used as proof"`
	Bound     []Bound    `case:"bound-for" doc:"where somebody said it was going"`
	Sources   []ID       `case:"source" ref:"source" doc:"where it is described"`
	Note      string     `case:"note" doc:"what to know"`
}

// TopSpeed is the greatest speed over ground of a vehicle, with the reason.
type TopSpeed struct {
	At
	Speed   geo.Speed `case:"speed,required" doc:"550 kt, 1000 km/h"`
	Sources []ID      `case:"source" ref:"source" doc:"where it is from"`
	Why     string    `case:"why,required" doc:"how it was reached"`
}

// Phase is one step of a movement. Its event is MOVEMENT.PHASE@PLACE, or
// MOVEMENT.PHASE@AREA for entering or leaving an area; MOVEMENT.PHASE alone
// means the first such phase.
type Phase struct {
	At
	Kind     PhaseKind   `case:"phase,required" doc:"what it did"`
	Place    ID          `case:"place" ref:"place" doc:"where"`
	Area     ID          `case:"area" ref:"area" doc:"which area it entered or left"`
	Times    []Claim     `case:"times" doc:"when, as each source states it"`
	Happened []Assertion `case:"happened" doc:"who says that it did, or did not, happen"`
	What     string      `case:"what" doc:"in our words"`
	Sources  []ID        `case:"source" ref:"source" doc:"where it is described"`
	Note     string      `case:"note" doc:"what to know"`
}

// PhaseKind is a step of a movement.
type PhaseKind string

// Options lists the phases.
func (PhaseKind) Options() []string {
	return []string{"notified", "boarding", "doors-closed", "off-block", "wheels-up", "leaves", "enters", "turned-back", "touchdown", "on-block",
		"deplaned", "handed-over", "leaves-facility"}
}

// Assertion is a source saying that an event did or did not happen.
type Assertion struct {
	At
	Says    bool   `case:"says,required" doc:"yes: it happened; no: it did not"`
	Sources []ID   `case:"source,required" ref:"source" doc:"who says so"`
	Where   string `case:"where" doc:"page, line or paragraph"`
}

// Position is where a source puts a movement at a time.
type Position struct {
	At
	When    When   `case:"at,required" doc:"when"`
	Over    string `case:"over,required" doc:"where, as stated"`
	Sources []ID   `case:"source,required" ref:"source" doc:"who says so"`
	Note    string `case:"note" doc:"how sure, and what is not stated"`
}

// Bound is a destination that somebody stated.
type Bound struct {
	At
	Place   string `case:"place,required" doc:"the destination, as stated"`
	Sources []ID   `case:"source,required" ref:"source" doc:"who says so"`
	Note    string `case:"note" doc:"what to know"`
}
