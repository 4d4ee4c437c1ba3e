package exhibit

import (
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/tri"
)

// verdictView is one claim of a statement beside the record.
type verdictView struct {
	ID, Kind, By, For, Said, Quote string
	When                           words
	Claim                          string
	Word                           string
	Detail                         words
	Facts                          []string
	Notes                          []string
	Stated, Tested                 words // where it was said; what it was tested on

	first int
}

func (s *sheet) said() []verdictView {
	var out []verdictView
	for i := range s.r.Statements {
		d := &s.r.Statements[i]
		x := d.Statement
		v := verdictView{ID: d.ID, Kind: string(x.Kind), By: x.By, Said: x.Said, Quote: quoted(x.Words), Claim: d.Claim.Says, Word: capital(d.Word),
			Detail: s.verdictDetail(d), Facts: d.Claim.Facts, Stated: s.citeIDs(x.Sources), first: s.firstOf(x.ID)}
		if v.Kind == "" {
			v.Kind = "statement"
		}
		if p := s.party(x.Party); p != x.By {
			v.For = p
		}
		if n := s.number[string(x.ID)]; n > 0 {
			v.When = append(plain(s.when(s.bounds[string(x.ID)])+" ("), s.numberOf(string(x.ID))).then(")")
		}
		for _, n := range []string{d.Claim.Note, x.Note} {
			if n != "" {
				v.Notes = append(v.Notes, n)
			}
		}
		var cs []cite.Cite
		for _, a := range d.Answers {
			cs = append(cs, a.Cites...)
		}
		v.Tested = s.cites(cs)
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b verdictView) int { return a.first - b.first })
	return out
}

// verdictDetail is the detail with events and reasons in words.
func (s *sheet) verdictDetail(d *finding.Verdict) words {
	var reasons []tri.Reason
	var disputed []string
	for _, a := range d.Answers {
		if a.Truth == tri.Unknown && a.Reason != "" {
			reasons = append(reasons, a.Reason)
		}
		disputed = append(disputed, a.Disputed...)
	}
	slices.Sort(disputed)
	disputed = slices.Compact(disputed)
	switch {
	case d.Word == finding.DependsOnFact && len(disputed) > 0:
		var ws []words
		for _, id := range disputed {
			ws = append(ws, s.event(id))
		}
		return joinWords(ws, "; ")
	case d.Word == finding.CannotBeDecided && len(reasons) > 0 && d.Detail == string(reasons[0]):
		return plain(reasonText(reasons[0]))
	}
	return s.text(d.Detail)
}

// countView is the head counts of one cohort.
type countView struct {
	ID, Name, Basis, Hull, Note string
	Stated                      []countRow
	Sums                        []countSum
	Against                     []words
}

type countRow struct {
	Text, Read, By, Note string
	Cites                words
}

type countSum struct {
	Words, Note string
	Cites       words
}

func (s *sheet) counts() []countView {
	var out []countView
	for _, f := range s.r.Counts {
		v := countView{ID: string(f.Cohort.ID), Name: capital(f.Cohort.Name), Basis: f.Cohort.Basis, Hull: f.Hull.String(), Note: f.Cohort.Note}
		for _, x := range f.Stated {
			row := countRow{Text: x.N.Text, By: x.By, Note: x.Note, Cites: s.cites([]cite.Cite{x.Cite})}
			if got := x.N.String(); got != x.N.Text {
				row.Read = got
			}
			v.Stated = append(v.Stated, row)
		}
		for _, x := range f.Sums {
			v.Sums = append(v.Sums, countSum{x.Words, x.Note, s.cites(x.Cites)})
		}
		for _, x := range f.Contradictions {
			v.Against = append(v.Against, s.text(x.Words))
		}
		out = append(out, v)
	}
	return out
}

// custodyView is who held a cohort, its term and what was reported of it.
type custodyView struct {
	ID, Who, Place, Authority, Released, Accepted, Note string
	Began                                               []words
	Ended                                               words
	Terms                                               []termView
	Renewals, Conditions, Whereabouts                   []choiceView
	Cites                                               words
}

type termView struct {
	Words  words
	Renew  string
	Before string // how the end of the custody stands to the end of the term
	Note   string
	Cites  words
}

func (s *sheet) custody() []custodyView {
	var out []custodyView
	for _, f := range s.r.Custody {
		k := f.Custody
		v := custodyView{ID: string(k.ID), Who: capital(s.subjects(k.Of)), Place: k.Place, Authority: k.Authority, Released: s.party(k.ReleasedBy),
			Accepted: s.party(k.AcceptedBy), Note: k.Note, Cites: s.citeIDs(k.Sources)}
		for _, b := range f.From {
			v.Began = append(v.Began, append(plain(s.boundsOf(b)+": "), s.event(b.Event.ID)...))
		}
		if f.Until != nil {
			v.Ended = append(plain(s.boundsOf(*f.Until)+": "), s.event(f.Until.Event.ID)...)
		}
		for _, e := range f.Ends {
			v.Terms = append(v.Terms, s.term(e, f.Until != nil))
		}
		for i, n := range k.Renewals {
			w := plain("for " + n.Length.String())
			if id := string(k.ID) + ".renewal-" + itoa(i+1); s.number[id] > 0 {
				w = append(w.then(", "+s.when(s.bounds[id])+" ("), s.numberOf(id)).then(")")
			}
			v.Renewals = append(v.Renewals, choiceView{w, s.citeIDs(n.Sources)})
		}
		for _, n := range k.Conditions {
			t := n.Says
			if n.By != "" {
				t += " (quoted: " + n.By + ")"
			}
			v.Conditions = append(v.Conditions, choiceView{plain(t), s.citeIDs(n.Sources)})
		}
		v.Whereabouts = s.whereabouts(k)
		out = append(out, v)
	}
	return out
}

// whereabouts lists where the people were last evidenced, earliest first.
func (s *sheet) whereabouts(k *holdshort.Custody) []choiceView {
	ws := slices.Clone(k.Whereabouts)
	slices.SortStableFunc(ws, func(a, b holdshort.Whereabout) int {
		switch x, y := a.When.Span.Earliest(), b.When.Span.Earliest(); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	var out []choiceView
	for _, w := range ws {
		t := s.when(w.When.Span) + ": " + w.Place
		if w.Note != "" {
			t += " (" + w.Note + ")"
		}
		out = append(out, choiceView{plain(t), s.citeIDs(w.Sources)})
	}
	return out
}

func (s *sheet) boundsOf(b finding.EventBounds) string {
	if b.Span.Empty() {
		return "claims conflict"
	}
	return s.when(b.Span)
}

func (s *sheet) term(e finding.TermEnd, ended bool) termView {
	v := termView{Words: s.text(e.Words), Note: e.Term.Note, Cites: s.citeIDs(e.Term.Sources)}
	switch {
	case e.Term.Renewable == nil:
		v.Renew = "whether it can be renewed is not stated"
	case *e.Term.Renewable:
		v.Renew = "renewable"
	default:
		v.Renew = "not renewable"
	}
	if ended {
		v.Before = map[tri.Truth]string{tri.Yes: "the custody ended before this", tri.No: "the custody did not end before this",
			tri.Unknown: "whether the custody ended before this is not known"}[e.Before]
	}
	return v
}

// moneyView is one stated amount and what follows from it.
type moneyView struct {
	ID, Amount, Status, From, To, By, Note string
	For                                    string
	Lines                                  []string
	When                                   words
	Cites                                  words
}

func (s *sheet) money() []moneyView {
	var out []moneyView
	for _, f := range s.r.Payments {
		p := f.Payment
		v := moneyView{ID: string(p.ID), Amount: p.Says, Status: string(p.Status), From: s.party(p.From), To: s.party(p.To), By: p.By, Note: p.Note,
			Lines: f.Lines, Cites: s.cites(f.Cites)}
		if !p.Amount.IsZero() {
			v.Amount = p.Amount.String()
		}
		switch p.Per {
		case "total":
			v.For = "in all"
		case "person-year":
			v.For = "for each person and year"
		default:
			v.For = "for each " + string(p.Per)
		}
		if n := s.number[string(p.ID)]; n > 0 {
			v.When = append(plain(s.when(s.bounds[string(p.ID)])+" ("), s.numberOf(string(p.ID))).then(")")
		}
		out = append(out, v)
	}
	return out
}
