package deadline

import (
	"slices"

	"github.com/holdshort/holdshort/cite"
)

// Service is how a paper was served on the party that must act; "" where the
// period does not run from service.
type Service string

// The kinds of service that the rules tell apart.
const (
	ByHand       Service = "hand"       // handed over, or left at an office or dwelling
	ByMail       Service = "mail"       // mailed to the last known address
	WithClerk    Service = "clerk"      // left with the clerk, for want of an address
	ByElectronic Service = "electronic" // through the court's system, or by consent
	ByConsent    Service = "consent"    // other means consented to in writing
)

// Services are all kinds of service.
var Services = []Service{ByHand, ByMail, WithClerk, ByElectronic, ByConsent}

// Rule is one of the federal rules on computing time. They differ in their
// numbers, in whose midnight ends a day, in the states whose holidays count (see
// Query), and in the service that adds three days. What they share is in the code.
type Rule struct {
	ID        string      // "frcp"
	Name      string      // as it is cited: "Fed. R. Civ. P. 6"
	Courts    []CourtKind // the courts that compute by it; the first by default
	Added     string      // the subdivision that adds three days after service
	adds      []Service   // what adds them
	addsUntil []Service   // what added them until 30 November 2016
	paper     string      // the paragraph on filing by other means
}

// Rules are the rules that are known. Their texts were read from republishers, some
// in part: federal-rules.laws-info.com and laws9.com (civil), uscode.house.gov and
// yumpu.com (appellate, and the notes of 2009), law.abi.org and govregs.com
// (bankruptcy), law.cornell.edu (notes of criminal rule 45). docs/deadline.md says
// what was not seen.
var Rules = []Rule{
	{"frcp", "Fed. R. Civ. P. 6", []CourtKind{DistrictCourt}, "(d)",
		[]Service{ByMail, WithClerk, ByConsent}, []Service{ByElectronic}, "(a)(4)(B)"},
	{"frap", "Fed. R. App. P. 26", []CourtKind{AppellateCourt, DistrictCourt}, "(c)",
		[]Service{ByMail, WithClerk, ByConsent}, []Service{ByElectronic}, "(a)(4)(D)"},
	{"frcrp", "Fed. R. Crim. P. 45", []CourtKind{DistrictCourt}, "(c)",
		[]Service{ByMail, WithClerk, ByConsent}, []Service{ByElectronic}, "(a)(4)(B)"},
	{"frbp", "Fed. R. Bankr. P. 9006", []CourtKind{BankruptcyCourt, DistrictCourt}, "(f)",
		[]Service{ByMail, WithClerk, ByConsent}, []Service{ByElectronic}, "(a)(4)(B)"},
}

// RuleOf is the rule with an id such as "frcp".
func RuleOf(id string) (Rule, bool) {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return Rules[i], true
}

// ruleFor is the rule by which a kind of court computes where none is named.
func ruleFor(k CourtKind) Rule {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.Courts[0] == k })
	return Rules[i]
}

func (r Rule) at(paragraph string) cite.Cite { return cite.Cite{Source: r.Name, Where: paragraph} }

// The first day of the present method. Before it, periods of fewer than eleven days
// left out weekends and holidays (committee notes on the amendments of 2009).
var since2009 = DayOf(2009, 12, 1)

// electronicUntil is the first day on which electronic service added no three days
// (the amendments of 2016).
var electronicUntil = DayOf(2016, 12, 1)

// extra is whether service s, made on a day, adds three days.
func (r Rule) extra(s Service, on Day) bool {
	return slices.Contains(r.adds, s) || on < electronicUntil && slices.Contains(r.addsUntil, s)
}

// midnight is the paragraph by which electronic filing in a kind of court ends.
func (r Rule) midnight(k CourtKind) string {
	if r.ID == "frap" && k == AppellateCourt {
		return "(a)(4)(B)"
	}
	return "(a)(4)(A)"
}
