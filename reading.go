package holdshort

import (
	"regexp"

	"github.com/holdshort/holdshort/formula"
)

// Reading is a named party's bundle of choices on what the rulings mean. Both
// sides' readings are of one kind, in one place.
type Reading struct {
	At
	ID        ID            `case:"id,required" doc:"short name, as --reading takes it"`
	Name      string        `case:"name,required" doc:"whose reading it is, and of when"`
	Party     ID            `case:"party" ref:"party" doc:"who holds it"`
	Ours      bool          `case:"ours" doc:"yes for a reading made for comparison that no party has argued"`
	Binds     []Binding     `case:"binds" doc:"from when each ruling binds"`
	Completes []Completion  `case:"completes" doc:"which phase completes each verb"`
	Covers    []Covering    `case:"covers" doc:"who is protected by each ruling"`
	Vacatur   []VacaturRule `case:"vacatur" doc:"what a disputed vacatur or stay did to each ruling"`
	Says      string        `case:"says" doc:"the reading in our words"`
	Sources   []ID          `case:"source" ref:"source" doc:"where the party said so"`
	Note      string        `case:"note" doc:"what to know"`
}

// Binding is the event from which a ruling binds, under a reading.
type Binding struct {
	At
	Ruling  ID     `case:"ruling,required" ref:"ruling" doc:"the ruling"`
	From    string `case:"from,required" ref:"event" doc:"the event"`
	Sources []ID   `case:"source" ref:"source" doc:"where the party said so"`
	Where   string `case:"where" doc:"page or line"`
}

// Completion is the phase at which a verb is complete, under a reading.
type Completion struct {
	At
	Verb    string `case:"verb,required" doc:"remove, ..."`
	Phase   string `case:"phase,required" doc:"wheels-up, leaves@AREA, touchdown, handed-over"`
	Sources []ID   `case:"source" ref:"source" doc:"where the party said so"`
	Where   string `case:"where" doc:"page or line"`
}

// Covering is whether a reading takes movements or cohorts to be protected.
type Covering struct {
	At
	Ruling  ID     `case:"ruling,required" ref:"ruling" doc:"the ruling"`
	Who     []ID   `case:"who,required" doc:"movements or cohorts"`
	Covered bool   `case:"covered,required" doc:"yes or no"`
	Sources []ID   `case:"source" ref:"source" doc:"where the party said so"`
	Why     string `case:"why" doc:"the reason given"`
}

// VacaturRule is what a reading makes of a ruling's being set aside or stayed
// later, where the effect of that is disputed.
type VacaturRule struct {
	At
	Ruling  ID           `case:"ruling,required" ref:"ruling" doc:"the ruling set aside or stayed"`
	Edge    ID           `case:"edge" ref:"edge" doc:"the lifecycle edge meant, if not every disputed one on the ruling"`
	Reaches VacaturReach `case:"reaches,required" doc:"from-then: it bound until then; back: it never did; none: the edge does not touch it"`
	Sources []ID         `case:"source" ref:"source" doc:"where the party said so"`
}

// VacaturReach is how far back setting a ruling aside reaches.
type VacaturReach string

// Options lists the reaches.
func (VacaturReach) Options() []string { return []string{"from-then", "back", "none"} }

// Question is a formula or look-up put to the case.
type Question struct {
	At
	ID      ID           `case:"id,required" doc:"short name, as findings use it"`
	Ask     string       `case:"ask,required" doc:"the question in words; IT stands for the subject"`
	AskedBy string       `case:"asked-by" doc:"who asked it, and when; left out for the case's own questions"`
	Number  int          `case:"number" doc:"its number in the list it was asked in"`
	For     []ID         `case:"for" doc:"the subjects: movements, a list, or ids; the formula calls each it"`
	Find    formula.Node `case:"find,required" doc:"the formula or look-up"`
	Outcome *Outcome     `case:"outcome" doc:"also say before, after, overlapping, not covered or no order in force"`
	Public  string       `case:"public-answer" doc:"what was answered in public"`
	Sources []ID         `case:"source" ref:"source" doc:"where it was asked"`
	Note    string       `case:"note" doc:"what to know"`
}

// Put is the question in words, asked of subject; of "it" if that is empty.
func (q *Question) Put(subject string) string {
	if subject == "" {
		subject = "it"
	}
	return askedOf.ReplaceAllLiteralString(q.Ask, subject)
}

var askedOf = regexp.MustCompile(`\bIT\b`)

// Outcome asks for the relation of an act to a ruling in the words before,
// after, overlapping, undetermined, not covered, no order in force.
type Outcome struct {
	At
	Act    string `case:"act,required" doc:"the act, as a moment of a formula: completes(it)"`
	Ruling ID     `case:"ruling,required" ref:"ruling" doc:"the ruling"`
}
