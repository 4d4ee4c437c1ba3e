package exhibit

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/tri"
)

// OrdersText writes what was in force for a terminal, with times in loc: the
// rulings that were so under any reading first.
func OrdersText(w io.Writer, o *finding.Orders, loc *time.Location) error {
	p := &page{w: w, c: o.Case, loc: loc}
	p.heading()
	p.section("In force at " + o.At.Text)
	p.para("", "", "That is "+p.span(o.At.Span)+". Yes means at every moment of it, no at none.")
	var silent []string
	for _, rs := range byRuling(o.Orders) {
		if isSilent(rs) {
			silent = append(silent, string(rs[0].Ruling.ID))
			continue
		}
		p.ruling(rs)
	}
	p.line("")
	if len(silent) > 0 {
		p.para("", "   ", "Unknown, since no reading says from when they bind: "+strings.Join(silent, ", "))
	}
	p.para("", "", "By what the case has on record; an act that is not recorded changes nothing here. Facts and margins as the sources state them; no verdict.")
	return p.err
}

// byRuling are the orders of each ruling, those with a yes first and those with
// nothing but a no last.
func byRuling(os []finding.Order) [][]finding.Order {
	var out [][]finding.Order
	for i := 0; i < len(os); {
		j := i
		for j < len(os) && os[j].Ruling == os[i].Ruling {
			j++
		}
		out = append(out, os[i:j])
		i = j
	}
	slices.SortStableFunc(out, func(a, b []finding.Order) int { return standing(a) - standing(b) })
	return out
}

// standing is 0 if a reading has the ruling in force, 1 if one leaves it open,
// and else 2.
func standing(os []finding.Order) int {
	best := 2
	for _, o := range os {
		switch o.InForce {
		case tri.Yes:
			return 0
		case tri.Unknown:
			best = 1
		}
	}
	return best
}

// isSilent reports whether no reading says from when the ruling binds, and
// nothing on record was done to it.
func isSilent(os []finding.Order) bool {
	return !slices.ContainsFunc(os, func(o finding.Order) bool { return len(o.Begins.By) > 0 || len(o.Acts) > 0 })
}

// ruling writes how one ruling stood, readings that say the same together; then,
// once, what was done to it and what its expressions ask.
func (p *page) ruling(os []finding.Order) {
	r := os[0].Ruling
	p.line("")
	p.para("", "   ", fmt.Sprintf("%s  [%s]", capital(r.Title), r.ID))
	if who := joinTexts(r.Court, r.By); who != "" {
		p.para("   ", "   ", who)
	}
	for _, e := range p.c.Lifecycle {
		if e.Verb == "enforces" && e.By == r.ID && e.Effect != "none" {
			p.line("   derives from %s (effect %s) [%s]", e.On, spaced(e.Effect), e.ID)
		}
	}
	var bodies []string
	groups := map[string][]*finding.Order{}
	for i := range os {
		body := strings.Join(p.standing(&os[i]), "\n")
		if groups[body] == nil {
			bodies = append(bodies, body)
		}
		groups[body] = append(groups[body], &os[i])
	}
	for _, body := range bodies {
		p.standingOf(body, groups[body], len(os))
	}
	for i := range os[0].Acts {
		p.para("   ", "      ", p.actText(&os[0].Acts[i], r.ID))
	}
	for i := range os[0].Others {
		p.para("   ", "      ", p.actText(&os[0].Others[i], r.ID)+"; changes nothing here")
	}
	p.covers(os)
	p.expressions(os)
}

// covers writes whom the readings take the ruling to protect.
func (p *page) covers(os []finding.Order) {
	var order []string
	by := map[string][]holdshort.ID{}
	for _, o := range os {
		t := coversText(o.Covers)
		if t == "" {
			continue
		}
		if by[t] == nil {
			order = append(order, t)
		}
		by[t] = append(by[t], o.Reading.ID)
	}
	for _, t := range order {
		p.para("   ", "      ", t+", under "+joinIDs(by[t]))
	}
}

func (p *page) standingOf(body string, os []*finding.Order, all int) {
	first, rest, _ := strings.Cut(body, "\n")
	p.para("   ", "      ", first)
	switch readings := readingIDs(os); {
	case len(readings) == all && all > 1:
		p.line("      under every reading")
	case len(readings) > 0:
		p.para("      under ", "            ", joinIDs(readings))
	}
	if rest != "" {
		for l := range strings.SplitSeq(rest, "\n") {
			p.para("      ", "         ", l)
		}
	}
	var cs []cite.Cite
	for _, o := range os {
		cs = append(cs, o.Cites...)
	}
	slices.SortFunc(cs, cite.Compare)
	if cs = slices.Compact(cs); len(cs) > 0 {
		p.para("      ", "       ", cite.List(cs))
	}
}

func readingIDs(os []*finding.Order) []holdshort.ID {
	var out []holdshort.ID
	for _, o := range os {
		if o.Reading != nil {
			out = append(out, o.Reading.ID)
		}
	}
	return out
}

// standing is how a ruling stood, a line for each thing to say.
func (p *page) standing(o *finding.Order) []string {
	out := []string{"in force: " + answerWord(o.InForce)}
	if o.InForce == tri.Unknown {
		out[0] += ": " + reasonText(o.Reason)
		if len(o.Disputed) > 0 {
			out[0] += " (" + strings.Join(o.Disputed, ", ") + ")"
		}
		if o.AtStart != tri.Unknown && o.AtEnd != tri.Unknown && o.AtStart != o.AtEnd {
			out[0] = fmt.Sprintf("in force: FOR A PART of the time asked about: %s at its first moment, %s at its last", answerWord(o.AtStart), answerWord(o.AtEnd))
		}
	}
	if o.AsOfThen != o.InForce {
		out = append(out, "as matters stood then, acts that reach back left out: "+answerWord(o.AsOfThen))
	}
	out = append(out, p.marks(o)...)
	for i := range o.Acts {
		if t := reachText(&o.Acts[i]); t != "" {
			out = append(out, t)
		}
	}
	for _, n := range needsText(o.Needs, p.loc) {
		out = append(out, "would settle it: "+n)
	}
	return out
}

func coversText(cs []holdshort.Covering) string {
	var out []string
	for _, c := range cs {
		word := "covers "
		if !c.Covered {
			word = "does not cover "
		}
		out = append(out, word+joinIDs(slices.Sorted(slices.Values(c.Who))))
	}
	if out == nil {
		return ""
	}
	return strings.Join(out, " and ")
}

// marks says since when, until when, and by how much.
func (p *page) marks(o *finding.Order) []string {
	var out []string
	had := map[tri.Truth]string{tri.Yes: "had bound ", tri.No: "had been out of force "}[o.InForce]
	if o.Since != nil {
		out = append(out, fmt.Sprintf("since %s (%s)%s", p.span(o.Since.Span), strings.Join(o.Since.By, " or "), lasting("; "+had, o.Held)))
	}
	switch {
	case o.Until != nil && o.InForce == tri.No:
		out = append(out, fmt.Sprintf("not until %s (%s)%s", p.span(o.Until.Span), strings.Join(o.Until.By, " or "), lasting("; in ", o.Left)))
	case o.Until != nil:
		out = append(out, fmt.Sprintf("until %s (%s)%s", p.span(o.Until.Span), strings.Join(o.Until.By, " or "), lasting("; in ", o.Left)))
	case o.InForce == tri.Yes:
		out = append(out, "no end is on record")
	}
	return out
}

// lasting is "; had bound for at least 40 min 0 s, at most 43 min 0 s".
func lasting(before string, m *finding.Margin) string {
	if m == nil {
		return ""
	}
	text := strings.TrimPrefix(marginText(m), "by ")
	if !strings.HasSuffix(before, "in ") {
		before += "for "
	}
	return before + text
}

// actText is "later vacated on 7 Apr 2025 by ID (effect disputed) [EDGE]", by
// whether it had worked by then.
func (p *page) actText(a *finding.Act, ruling holdshort.ID) string {
	s := map[tri.Truth]string{tri.Yes: "", tri.No: "later ", tri.Unknown: "then or later "}[a.Worked]
	if a.At == nil {
		s += actWord(a.Edge.Verb) + " at no time on record"
	} else {
		s += actWord(a.Edge.Verb) + " on " + p.span(a.Bounds)
	}
	if a.Edge.By != "" {
		s += " by " + string(a.Edge.By)
	}
	if a.Lift != nil {
		s += ", lifted on " + p.span(a.Lifts) + " (" + string(a.Lift.ID) + ")"
	}
	if a.Edge.On != ruling {
		s = "its parent " + string(a.Edge.On) + ": " + s
	}
	return fmt.Sprintf("%s (effect %s) [%s]", s, spaced(a.Edge.Effect), a.Edge.ID)
}

// reachText is what a reading makes of an act of which the record leaves that
// to it; empty where it does not.
func reachText(a *finding.Act) string {
	var out []string
	if a.Edge.Effect == "disputed" || a.Edge.Effect == "from-the-start" {
		out = append(out, map[holdshort.VacaturReach]string{
			"none": "it does not touch the ruling", "": "the reading does not say what it did",
			"from-then": "acts before it stay bound", "back": "it reaches back: earlier acts were never bound"}[a.Reach])
		if a.Edge.Verb.Suspends() && (a.Reach == "from-then" || a.Reach == "back") {
			out[0] = "it suspends from when it is given"
		}
	}
	for _, e := range a.Open {
		out = append(out, "the reading does not say whether "+string(e.ID)+" carries it over")
	}
	if out == nil {
		return ""
	}
	return "of " + string(a.Edge.ID) + ": " + strings.Join(out, "; ")
}

// actWord is what a verb of the lifecycle did, in the past.
func actWord(v holdshort.EdgeVerb) string {
	if w, ok := map[holdshort.EdgeVerb]string{"extends": "extended", "modifies": "amended", "clarifies": "clarified", "corrects": "corrected",
		"supersedes": "superseded", "converts": "turned into another ruling", "stays": "stayed", "administratively-stays": "stayed while a court considers a stay",
		"lifts-stay": "stay lifted", "vacates": "vacated", "dissolves": "dissolved", "reverses": "reversed", "denies": "relief refused",
		"appeals": "appealed", "rehears": "taken up for rehearing", "mandate-issues": "mandate issued", "mandate-recalled": "mandate recalled", "expires": "expired",
		"enforces": "carried out", "transfers": "transferred"}[v]; ok {
		return w
	}
	return string(v)
}

// expressions writes what each expression asks from which some reading takes
// the ruling to bind and that it has not certainly out of force.
func (p *page) expressions(os []finding.Order) {
	var seen []*holdshort.Expression
	for i := range os {
		o := &os[i]
		if x := o.Expression; x == nil || o.InForce == tri.No || slices.Contains(seen, x) {
			continue
		}
		seen = append(seen, o.Expression)
		var under []*finding.Order
		for j := range os {
			if os[j].Expression == o.Expression && os[j].InForce == o.InForce {
				under = append(under, &os[j])
			}
		}
		p.expression(o, under, len(os))
	}
}

func (p *page) expression(o *finding.Order, under []*finding.Order, all int) {
	x := o.Expression
	head := spaced(x.Form) + " (" + string(o.Ruling.ID) + "." + string(x.ID) + ")"
	if ids := readingIDs(under); len(ids) > 0 && len(under) < all {
		head += ", under " + joinIDs(ids)
	}
	if x.Text != "" {
		head += ": " + quoted(x.Text)
	}
	p.para("   ", "      ", "asked by its "+head)
	for i := range o.Duties {
		p.para("      - ", "        ", p.dutyText(&o.Duties[i]))
	}
}

// dutyText is one directive in a line.
func (p *page) dutyText(d *finding.Duty) string {
	s := string(d.Polarity) + " " + d.Verb + " [" + string(d.ID) + "]"
	if d.Says != "" {
		s += ": " + strings.TrimSuffix(d.Says, ".")
	}
	add := func(what, text string) {
		if text != "" {
			s += "; " + what + text
		}
	}
	add("who must: ", p.partyNames(d.Must))
	add("protects ", p.cohortNames(d.Protects))
	add("where: ", d.Territory)
	add("by when: ", d.Deadline)
	add("effort: ", d.Effort)
	add("first: ", d.Condition)
	add("in the air or before doors open: ", d.InFlight)
	switch {
	case d.Ends != nil:
		s += "; until " + p.span(*d.Ends) + ": " + answerWord(d.InForce)
	case d.Open:
		s += "; until " + d.Until + ", as stated: when that is, is not computed"
	default:
		add("until ", strings.TrimPrefix(d.Until, "until "))
	}
	return s
}

func (p *page) partyNames(ids []holdshort.ID) string {
	var out []string
	for _, id := range ids {
		if x := p.c.Party(id); x != nil {
			out = append(out, x.Name)
		}
	}
	return strings.Join(out, ", ")
}

// cohortNames are groups by what they are called, with how many they are.
func (p *page) cohortNames(ids []holdshort.ID) string {
	var out []string
	for _, id := range ids {
		out = append(out, cohortText(p.c, id))
	}
	return strings.Join(out, ", ")
}

func joinTexts(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// cohortText is a group by what it is called, with how many sources say that
// they are. No person is named.
func cohortText(c *holdshort.Case, id holdshort.ID) string {
	name := c.Name(id)
	if n, _, k := ground.New(c, nil).Count(id); k > 0 {
		return fmt.Sprintf("%s (%s)", name, n)
	}
	return name
}
