package deadline

import (
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/span"
)

// Kind is what must be done by the deadline, or what ends at it.
type Kind string

// The kinds. The rules say when a last day ends for filing alone.
const (
	Filing Kind = "filing" // electronic filing
	Paper  Kind = "paper"  // filing by other means
	Act    Kind = "act"    // anything that is no filing
	Expiry Kind = "expiry" // the order itself runs out, as a TRO does
)

// Kinds are all kinds.
var Kinds = []Kind{Filing, Paper, Act, Expiry}

// Trigger is one claim of when the event happened from which the period runs. A
// period from filing and one from entry have two.
type Trigger struct {
	Label string // which event or source, "" if there is one alone
	Text  string // as stated
	Span  span.Span
}

// maxTrigger is the widest trigger of which each day is worked out.
const maxTrigger = 366 * span.Day

// NoCourtBelow is the Below of a Query on review of what no district court decided.
const NoCourtBelow = "none"

// Query is one deadline to compute.
type Query struct {
	Period   Period
	From     []Trigger // none needed for a moment that was fixed
	Court    Court
	Division string  // of a court whose offices keep several zones
	Rule     string  // the id of a rule; "" for that of the court
	Kind     Kind    // "" for Filing
	Service  Service // "" where the period does not run from service
	Closes   *Clock  // when the clerk's office is scheduled to close, if known
	Closed   []span.Span
	Below    string // for an appeal: the id of the district court, NoCourtBelow, or ""
}

// asked is a query that was checked, with what it names looked up.
type asked struct {
	Query
	rule    Rule
	zone    string
	loc     *time.Location
	states  []string // whose holidays count forward
	unknown string   // what would have to be known to list the states
}

func (q Query) check() (asked, error) {
	a := asked{Query: q}
	if a.Kind == "" {
		a.Kind = Filing
	}
	var err error
	if a.zone, err = q.Court.ZoneOf(q.Division); err != nil {
		return a, err
	}
	if a.loc, err = span.LoadZone(a.zone); err != nil {
		return a, err
	}
	for _, check := range []func() error{a.checkRule, a.checkBelow, a.checkFrom, a.checkKind, a.checkService} {
		if err := check(); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (a *asked) checkRule() error {
	a.rule = ruleFor(a.Court.Kind)
	if a.Rule == "" {
		return nil
	}
	var ids []string
	for _, r := range Rules {
		if slices.Contains(r.Courts, a.Court.Kind) {
			ids = append(ids, r.ID)
		}
	}
	if !slices.Contains(ids, a.Rule) {
		return fail("the rules of such a court are "+strings.Join(ids, ", "), "%s is no court that computes by the rule %q", a.Court.Name, a.Rule)
	}
	a.rule, _ = RuleOf(a.Rule)
	return nil
}

// checkBelow finds the states of paragraph (a)(6)(C).
func (a *asked) checkBelow() error {
	a.states = []string{a.Court.State}
	appeal := a.rule.ID == "frap" && a.Court.Kind == AppellateCourt
	switch {
	case a.Below != "" && !appeal:
		return fail("leave the court below out", "a court below concerns deadlines in a court of appeals alone")
	case a.rule.ID == "frap" && !appeal:
		i := slices.IndexFunc(Courts(), func(c Court) bool { return c.Kind == AppellateCourt && c.Circuit == a.Court.Circuit })
		a.states = append(a.states, Courts()[i].State)
	case appeal && a.Below == "":
		a.unknown = "the district court below, whose state's holidays count too"
	case appeal && a.Below != NoCourtBelow:
		c, ok := CourtOf(a.Below)
		if !ok || c.Kind == AppellateCourt {
			return fail(`give an id such as "mdd", or "none"`, "%q is no district or bankruptcy court in the table", a.Below)
		}
		a.states = append(a.states, c.State)
	}
	slices.Sort(a.states)
	a.states = slices.Compact(a.states)
	return nil
}

func (a *asked) checkFrom() error {
	if a.Period.Unit == Fixed && (len(a.From) > 0 || a.Period.Before) {
		return fail("leave out what it would run from or before", "%q was set, and runs from nothing", a.Period.Text)
	}
	if len(a.From) == 0 && a.Period.Unit != Fixed {
		return fail("state when the event happened from which it runs", "a period of %s runs from nothing", a.Period)
	}
	for _, t := range a.From {
		if !t.Span.Bounded() || t.Span.Latest() > t.Span.Earliest().Add(maxTrigger) {
			return fail("state a time with two ends, at most a year apart", "%q is too wide to count from", t.Text)
		}
	}
	return nil
}

func (a *asked) checkKind() error {
	switch {
	case !slices.Contains(Kinds, a.Kind):
		return fail("the kinds are filing, paper, act and expiry", "no kind is named %q", a.Kind)
	case len(a.Closed) > 0 && a.Kind != Filing && a.Kind != Paper:
		return fail("leave out when the office was closed", "that the clerk's office is inaccessible concerns filing alone")
	case a.Closes != nil && a.Kind != Paper:
		return fail("electronic filing ends at midnight, and what is no filing has no clerk", "when the clerk's office closes concerns filing by other means alone")
	case a.Kind == Expiry && a.Period.Before:
		return fail("leave out before", "an order runs out after its trigger, not before")
	}
	return nil
}

func (a *asked) checkService() error {
	switch {
	case a.Service == "":
		return nil
	case !slices.Contains(Services, a.Service):
		return fail("the kinds of service are hand, mail, clerk, electronic and consent", "no service is named %q", a.Service)
	case a.Kind == Expiry || a.Period.Before || a.Period.Unit == Fixed || a.Period.Unit == Hours || a.Period.Unit == BusinessDays:
		return fail("leave the service out", "service adds days only to a period of days or longer, after being served")
	}
	return nil
}
