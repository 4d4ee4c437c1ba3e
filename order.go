package holdshort

// Ruling is a decision of a court, or another act of the same shape such as a
// proclamation. It has no time of its own: its expressions have.
type Ruling struct {
	At
	ID          ID           `case:"id,required" doc:"short name, as formulas use it"`
	Title       string       `case:"title,required" doc:"what people call it"`
	Court       string       `case:"court" doc:"the court or authority"`
	By          string       `case:"by" doc:"the judge, panel or official"`
	Sort        string       `case:"kind" doc:"temporary restraining order, preliminary injunction, opinion, proclamation, ..."`
	Zone        string       `case:"zone" doc:"zone of its times, if not the case's"`
	On          string       `case:"on" doc:"civil date YYYY-MM-DD of times that state none"`
	Expressions []Expression `case:"expressions,required" doc:"the forms in which it was put into the world"`
	Class       string       `case:"class" doc:"the predicate that says who is protected"`
	Sources     []ID         `case:"source" ref:"source" doc:"where it is described"`
	Note        string       `case:"note" doc:"what to know"`
}

// Expression is one form of a ruling. Its events are RULING.EXPRESSION.KIND,
// with KIND from its times.
type Expression struct {
	At
	ID         ID          `case:"id,required" doc:"oral, written, ..."`
	Form       Form        `case:"form,required" doc:"the form"`
	Times      []KindClaim `case:"times" doc:"when it was pronounced, signed, entered, ..."`
	Text       string      `case:"text" doc:"the short operative words, as quoted"`
	Summary    string      `case:"says" doc:"what it says, in our words"`
	Directives []Directive `case:"directives" doc:"the duties in it"`
	Sources    []ID        `case:"source" ref:"source" doc:"where it can be read"`
}

// Form is the form of an Expression.
type Form string

// Options lists the forms.
func (Form) Options() []string {
	return []string{"oral", "minute-entry", "text-only-order", "signed-document", "docket-entry", "notice-of-filing",
		"opinion", "published", "operation-of-law"}
}

// Directive is one duty in one expression.
type Directive struct {
	At
	ID        ID       `case:"id,required" doc:"short name"`
	Polarity  Polarity `case:"polarity,required" doc:"prohibit, command or permit"`
	Verb      string   `case:"verb,required" doc:"remove, return, turn-around, retain-custody, notify, report, ..."`
	Must      []ID     `case:"must" ref:"party" doc:"who must"`
	Protects  []ID     `case:"protects" ref:"cohort" doc:"who is protected"`
	Territory string   `case:"territory" doc:"where"`
	Deadline  string   `case:"deadline" doc:"by when, as stated"`
	Until     string   `case:"until" doc:"until when, as stated"`
	Effort    string   `case:"effort" doc:"forthwith, all available steps, ..."`
	Condition string   `case:"condition" doc:"what must be done first"`
	InFlight  string   `case:"in-flight" doc:"what it asks where people are in the air, or before doors open"`
	Says      string   `case:"says" doc:"the duty in our words"`
}

// Polarity is whether a Directive prohibits, commands or permits.
type Polarity string

// Options lists the polarities.
func (Polarity) Options() []string { return []string{"prohibit", "command", "permit", "declare"} }

// Edge is what a later act did to a ruling.
type Edge struct {
	At
	ID      ID         `case:"id,required" doc:"short name; also the event of its taking effect"`
	Verb    EdgeVerb   `case:"verb,required" doc:"what was done"`
	On      ID         `case:"on,required" ref:"ruling" doc:"the ruling it was done to"`
	By      ID         `case:"by" ref:"ruling" doc:"the ruling that did it, if it is on record"`
	Event   string     `case:"event" ref:"event" doc:"the event whose time is the edge's, instead of times"`
	Period  ID         `case:"period" ref:"period" doc:"the period at whose end it takes effect; its ends are then claims of the edge's time"`
	Times   []Claim    `case:"times" doc:"when it was done"`
	Effect  EdgeEffect `case:"effect,required" doc:"from when it works"`
	Lifts   ID         `case:"lifts" ref:"edge" doc:"the stay that this edge ends"`
	Summary string     `case:"says" doc:"in our words"`
	Sources []ID       `case:"source,required" ref:"source" doc:"where it is described"`
}

// EdgeVerb is what an Edge does.
type EdgeVerb string

// Options lists the verbs.
func (EdgeVerb) Options() []string {
	return []string{"extends", "modifies", "clarifies", "corrects", "supersedes", "converts", "stays", "administratively-stays",
		"lifts-stay", "vacates", "dissolves", "reverses", "denies", "appeals", "rehears", "mandate-issues", "mandate-recalled", "expires", "enforces", "transfers"}
}

// Ends reports whether the verb ends the ruling it is done to.
func (v EdgeVerb) Ends() bool {
	switch v {
	case "supersedes", "vacates", "dissolves", "reverses", "expires":
		return true
	}
	return false
}

// SetsAside reports whether the verb ends the ruling because it should not
// stand, and not because its time ran out or another took its place.
func (v EdgeVerb) SetsAside() bool { return v == "vacates" || v == "dissolves" || v == "reverses" }

// Suspends reports whether the verb suspends the ruling until it is lifted.
func (v EdgeVerb) Suspends() bool { return v == "stays" || v == "administratively-stays" }

// EdgeEffect says from when an Edge works.
type EdgeEffect string

// Options lists the effects.
func (EdgeEffect) Options() []string {
	return []string{"from-now", "from-stated-time", "from-the-start", "disputed", "none"}
}

// Notice is one person or body being told of an expression by another. Its
// events are NOTICE.sent, .delivered, .opened, .acknowledged and .read-back.
type Notice struct {
	At
	ID           ID      `case:"id,required" doc:"short name"`
	From         ID      `case:"from" ref:"party" doc:"who told"`
	To           ID      `case:"to,required" ref:"party" doc:"who was told"`
	Of           string  `case:"of,required" ref:"expression" doc:"which expression: RULING.EXPRESSION"`
	Channel      string  `case:"channel" doc:"in open court, docket e-mail, telephone, ..."`
	Zone         string  `case:"zone" doc:"zone of its times, if not the case's"`
	On           string  `case:"on" doc:"civil date YYYY-MM-DD of times that state none"`
	Sent         []Claim `case:"sent" doc:"when it was sent"`
	Delivered    []Claim `case:"delivered" doc:"when it reached the recipient"`
	Opened       []Claim `case:"opened" doc:"when the recipient opened or heard it"`
	Acknowledged []Claim `case:"acknowledged" doc:"when the recipient said it had come"`
	ReadBack     []Claim `case:"read-back" doc:"when the recipient repeated it in their own words, and it matched"`
	Inferred     string  `case:"inferred" doc:"why the notice is inferred and not proved; such a notice never counts as proof"`
	Sources      []ID    `case:"source" ref:"source" doc:"where it is described"`
	Note         string  `case:"note" doc:"what to know"`
}
