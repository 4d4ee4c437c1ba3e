package holdshort

import "github.com/holdshort/holdshort/formula"

// Statement is what somebody said, on any side. An undertaking is a promise by
// counsel and a representation an assurance; courts rely on both.
type Statement struct {
	At
	ID      ID             `case:"id,required" doc:"short name; also the event of its being made"`
	Kind    StatementKind  `case:"kind" doc:"statement if left out"`
	By      string         `case:"by,required" doc:"who said it, by public name or role"`
	Party   ID             `case:"party" ref:"party" doc:"the side or body they spoke for"`
	Zone    string         `case:"zone" doc:"zone of its times, if not the case's"`
	On      string         `case:"on" doc:"civil date YYYY-MM-DD of times that state none"`
	Times   []Claim        `case:"times" doc:"when it was made"`
	Said    string         `case:"where" doc:"where it was said: in court, on television, in a filing"`
	Words   string         `case:"words" doc:"a short quotation"`
	Claims  []SpeakerClaim `case:"claims" doc:"the claims in it"`
	Sources []ID           `case:"source,required" ref:"source" doc:"where it is reported"`
	Note    string         `case:"note" doc:"what to know"`
}

// StatementKind is the kind of a Statement.
type StatementKind string

// Options lists the kinds.
func (StatementKind) Options() []string {
	return []string{"statement", "undertaking", "representation", "sworn", "report"}
}

// SpeakerClaim is one claim in a statement, in our words and as a formula.
type SpeakerClaim struct {
	At
	ID      ID           `case:"id,required" doc:"short name within the statement"`
	Says    string       `case:"says,required" doc:"the claim in our words"`
	Formula formula.Node `case:"formula" doc:"the claim as a formula; left out where the record cannot test it"`
	Facts   []string     `case:"facts" doc:"what bears on it, where no formula can say it"`
	Note    string       `case:"note" doc:"what the formula leaves out"`
}
