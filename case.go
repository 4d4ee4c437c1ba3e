package holdshort

import (
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Case is everything on record in one matter. It is built by Load and not
// changed afterwards; As returns what was on record at an earlier time.
type Case struct {
	Header
	Sources    []Source
	Parties    []Party
	Places     []Place
	Areas      []Area
	Cohorts    []Cohort
	Rulings    []Ruling
	Lifecycle  []Edge
	Periods    []Period
	Notices    []Notice
	Movements  []Movement
	Custody    []Custody
	Payments   []Payment
	Statements []Statement
	Events     []Happening
	Sequences  []Sequence
	Readings   []Reading
	Lists      []List
	Questions  []Question
	Aside      []Aside

	// AsOf is the moment as of which the case is seen, or span.End.
	AsOf span.Instant
	// Warnings are what a reader of the case should know and no error: a
	// local time that happened twice, a loose zone abbreviation.
	Warnings []Problem `json:"-"`

	events map[string]*Event
	order  []string // ids of events, sorted
	digest cite.Digest
}

// Header names the case. Exactly one file of a case has it.
type Header struct {
	At
	ID      ID     `case:"id,required" doc:"short name of the case"`
	Caption string `case:"caption,required" doc:"the caption as the court has it"`
	Court   string `case:"court" doc:"the court"`
	Docket  string `case:"docket" doc:"the docket number"`
	Zone    string `case:"zone,required" doc:"zone of the court, an IANA name; used for times that state none"`
	Purpose string `case:"about" doc:"what the case is about and how it was put together"`
	Label   string `case:"label" doc:"a note shown on every output, for instance that the case is synthetic"`
}

// fileRecord is the whole of one case file: any of the lists, in any file.
type fileRecord struct {
	Case       *Header     `case:"case" doc:"the header; in one file of the case"`
	Sources    []Source    `case:"sources" doc:"documents, posts, broadcasts, tracks"`
	Parties    []Party     `case:"parties" doc:"parties and other actors; no detained person is named"`
	Places     []Place     `case:"places" doc:"airports and other places"`
	Areas      []Area      `case:"areas" doc:"territory and airspace with outlines"`
	Cohorts    []Cohort    `case:"cohorts" doc:"people, counted and not named"`
	Rulings    []Ruling    `case:"rulings" doc:"decisions with their expressions"`
	Lifecycle  []Edge      `case:"lifecycle" doc:"what later acts did to rulings"`
	Periods    []Period    `case:"periods" doc:"lengths of court time, with their ends"`
	Notices    []Notice    `case:"notices" doc:"who was told of which expression, and how"`
	Movements  []Movement  `case:"movements" doc:"journeys of vehicles in phases"`
	Custody    []Custody   `case:"custody" doc:"who held a cohort, where and on what terms"`
	Payments   []Payment   `case:"payments" doc:"money planned, offered, contracted or paid"`
	Statements []Statement `case:"statements" doc:"what was said, with the claims in it"`
	Events     []Happening `case:"events" doc:"other things that happened"`
	Sequences  []Sequence  `case:"sequences" doc:"orders of events and lengths between them"`
	Readings   []Reading   `case:"readings" doc:"what each party takes the rulings to mean"`
	Lists      []List      `case:"lists" doc:"named lists for all and any"`
	Questions  []Question  `case:"questions" doc:"what is asked of the case"`
	Aside      []Aside     `case:"aside" doc:"claims set aside, each with a reason"`
}

// ID is the name of a record: letters, digits, "-", in parts joined by ".".
type ID string

// Pos is a place in a case file. Line and Col count from 1.
type Pos struct {
	File      string
	Line, Col int
}

// At is embedded in every record: where it stands in the case's files.
type At struct {
	Pos Pos `json:"-"`
}

// Place is a point on the ground.
type Place struct {
	At
	ID      ID         `case:"id,required" doc:"for an airport its ICAO code"`
	Name    string     `case:"name,required" doc:"name for people"`
	Point   *geo.Point `case:"at" doc:"latitude and longitude in degrees, WGS 84: 26.2285N 97.6544W"`
	Zone    string     `case:"zone" doc:"zone of the place, an IANA name"`
	In      []ID       `case:"in" ref:"area" doc:"areas and regions the place lies in"`
	NotIn   []ID       `case:"not-in" ref:"area" doc:"areas and regions it is known not to lie in"`
	Sources []ID       `case:"source" ref:"source" doc:"where the position is from"`
}

// Area is a stretch of land, sea or air that a reading or question speaks of.
type Area struct {
	At
	ID      ID          `case:"id,required" doc:"name used in formulas"`
	Name    string      `case:"name,required" doc:"name for people"`
	Kind    AreaKind    `case:"kind,required" doc:"what kind of area"`
	Outline []geo.Point `case:"outline" doc:"corners of one closed ring, WGS 84, joined by geodesics"`
	Error   geo.Meters  `case:"error" doc:"the true boundary lies within this of the outline: 12 km, 5 NM"`
	Sources []ID        `case:"source" ref:"source" doc:"where the outline is from"`
	Note    string      `case:"note" doc:"how it was drawn and measured"`
}

// AreaKind is the kind of an Area.
type AreaKind string

// Options lists the kinds of area.
func (AreaKind) Options() []string {
	return []string{"land", "territorial-sea", "airspace", "fir", "district", "region"}
}

// List is a named list of records for "all" and "any". Unless a source
// declares it complete, "all" can never be Yes and "any" never No.
type List struct {
	At
	ID       ID     `case:"id,required" doc:"name used in formulas"`
	Items    []ID   `case:"items,required" doc:"the members"`
	Complete []ID   `case:"complete" ref:"source" doc:"sources that declare the list complete"`
	Note     string `case:"note" doc:"what was left out and why"`
}

// Aside is a claim that a person has set aside, with the reason. It stays on
// record and is shown; the network does not use it.
type Aside struct {
	At
	Claim   string `case:"claim,required" doc:"the claim's id, as check --claims prints it; of a head count COHORT#SOURCE"`
	Why     string `case:"why,required" doc:"the reason"`
	By      string `case:"by" doc:"who set it aside"`
	Sources []ID   `case:"source" ref:"source" doc:"what supports the reason"`
}
