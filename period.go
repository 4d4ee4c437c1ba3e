package holdshort

// Period is a length of court time that runs from an event, as stated, and the
// moments at which it ends, each as one way of counting has it. The moments are
// entered as text. Where its length and court are given, who loads the case can
// have them computed too: see Case.Lengths.
type Period struct {
	At
	ID       ID          `case:"id,required" doc:"short name, as the lifecycle names it"`
	Says     string      `case:"says,required" doc:"the period as stated: 14 days, 48 hours, the second business day"`
	From     string      `case:"from,required" ref:"event" doc:"the event from which it runs"`
	Length   string      `case:"length" doc:"its length, to be counted by the rules: 14 days, 48 hours, second business day, 4:00 pm"`
	Court    string      `case:"court" doc:"id of the court whose rules, calendar and zone count: dcd, ca9, nysb"`
	Division string      `case:"division" doc:"division of a court whose offices keep several zones"`
	Rule     string      `case:"rule" doc:"the rule by which it is counted"`
	Ends     []PeriodEnd `case:"ends" doc:"when it ends, one for each way of counting that somebody argues"`
	Zone     string      `case:"zone" doc:"zone of its ends, if not the case's"`
	Sources  []ID        `case:"source,required" ref:"source" doc:"where the period is stated"`
	Note     string      `case:"note" doc:"what to know"`
}

// PeriodEnd is the moment at which a period ends, by one way of counting.
type PeriodEnd struct {
	At
	Time    When   `case:"at,required" doc:"the moment, as text: 31 March 2025 24:00 EDT"`
	How     string `case:"how,required" doc:"how it was counted, step by step"`
	Sources []ID   `case:"source" ref:"source" doc:"who counts so; the sources of the period if left out"`
}

// claims are the ends of p as claims of the time at which it ends, of the kind
// Computed.
func (p *Period) claims() []Claim {
	var out []Claim
	for _, e := range p.Ends {
		from := e.Sources
		if len(from) == 0 {
			from = p.Sources
		}
		out = append(out, Claim{At: e.At, Time: e.Time, Sources: from, Kind: Computed, Note: p.Says + ": " + e.How})
	}
	return out
}
