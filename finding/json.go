package finding

import (
	"encoding/json"
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// The JSON form of a Report. docs/formats/findings.md explains each field.
type reportJSON struct {
	Version    int             `json:"version"`
	Case       caseJSON        `json:"case"`
	AsOf       *string         `json:"as_of"`
	TZData     string          `json:"tzdata"`
	Findings   []findingJSON   `json:"findings"`
	Conflicts  []conflictJSON  `json:"conflicts"`
	Counts     []countJSON     `json:"counts"`
	Statements []verdictJSON   `json:"statements"`
	Custody    []termJSON      `json:"custody"`
	Payments   []paymentJSON   `json:"payments"`
	Partings   []partingJSON   `json:"partings"`
	Differ     []differJSON    `json:"disagreements"`
	Readings   []readingJSON   `json:"readings"`
	Sources    []sourceRefJSON `json:"sources"`
}

type caseJSON struct {
	ID      holdshort.ID `json:"id"`
	Caption string       `json:"caption"`
	Docket  string       `json:"docket,omitempty"`
	Label   string       `json:"label,omitempty"`
	Digest  string       `json:"digest"`
}

type spanJSON struct {
	Earliest *string `json:"earliest"`
	Latest   *string `json:"latest"`
}

type marginJSON struct {
	Least string  `json:"least"`
	Most  *string `json:"most"`
}

type flipJSON struct {
	Source    string `json:"source"`
	Claim     string `json:"claim"`
	Event     string `json:"event"`
	By        string `json:"by"`
	Direction string `json:"direction"`
}

type needJSON struct {
	What      string  `json:"what"`
	Event     string  `json:"event,omitempty"`
	NotBefore *string `json:"not_before,omitempty"`
	NotAfter  *string `json:"not_after,omitempty"`
	Then      string  `json:"then,omitempty"`
}

type numberJSON struct {
	Least int64  `json:"least"`
	Most  *int64 `json:"most"`
}

type findingJSON struct {
	ID       string       `json:"id"`
	Question holdshort.ID `json:"question"`
	Ask      string       `json:"ask"`
	Number   int          `json:"number,omitempty"`
	AskedBy  string       `json:"asked_by,omitempty"`
	Subject  holdshort.ID `json:"subject,omitempty"`
	Reading  holdshort.ID `json:"reading,omitempty"`
	Kind     string       `json:"kind"`
	Formula  string       `json:"formula"`
	Answer   tri.Truth    `json:"answer"`
	Reason   tri.Reason   `json:"reason,omitempty"`
	Outcome  string       `json:"outcome,omitempty"`
	Between  *spanJSON    `json:"between"`
	Margin   *marginJSON  `json:"margin"`
	Flip     *flipJSON    `json:"flip"`
	Count    *numberJSON  `json:"count,omitempty"`
	Disputed []string     `json:"disputed,omitempty"`
	Limited  bool         `json:"assumes_top_speed,omitempty"`
	Cites    []cite.Cite  `json:"cites"`
	Needs    []needJSON   `json:"needs"`
	Public   string       `json:"public_answer,omitempty"`
}

type conflictJSON struct {
	Events []string    `json:"events"`
	Claims []string    `json:"claims"`
	MissBy string      `json:"miss_by"`
	Words  string      `json:"words"`
	Cites  []cite.Cite `json:"cites"`
}

type countJSON struct {
	Cohort         holdshort.ID    `json:"cohort"`
	Name           string          `json:"name"`
	Hull           numberJSON      `json:"hull"`
	Stated         []statedJSON    `json:"stated"`
	Sums           []arithJSON     `json:"sums"`
	Contradictions []contradictory `json:"contradictions"`
}

type statedJSON struct {
	Text string `json:"text"`
	numberJSON
	Source string `json:"source"`
	Where  string `json:"locator,omitempty"`
	By     string `json:"by,omitempty"`
	Aside  string `json:"aside,omitempty"`
}

type arithJSON struct {
	Words string      `json:"words"`
	Cites []cite.Cite `json:"cites"`
}

type contradictory = arithJSON

type verdictJSON struct {
	ID        string         `json:"id"`
	Statement holdshort.ID   `json:"statement"`
	By        string         `json:"by"`
	Party     holdshort.ID   `json:"party,omitempty"`
	Says      string         `json:"says"`
	Formula   string         `json:"formula,omitempty"`
	Verdict   string         `json:"verdict"`
	Detail    string         `json:"detail,omitempty"`
	Answers   []answerJSON   `json:"answers,omitempty"`
	Cites     []cite.Cite    `json:"cites"`
	Sources   []holdshort.ID `json:"sources"`
}

type answerJSON struct {
	Reading holdshort.ID `json:"reading,omitempty"`
	Answer  tri.Truth    `json:"answer"`
	Reason  tri.Reason   `json:"reason,omitempty"`
	Margin  *marginJSON  `json:"margin"`
}

type termJSON struct {
	Custody holdshort.ID    `json:"custody"`
	From    []eventSpanJSON `json:"from"`
	Until   *eventSpanJSON  `json:"until"`
	Ends    []termEndJSON   `json:"ends"`
}

type eventSpanJSON struct {
	Event string `json:"event"`
	spanJSON
}

type termEndJSON struct {
	spanJSON
	From        string         `json:"from"`
	Length      string         `json:"length"`
	Words       string         `json:"words"`
	EndedBefore tri.Truth      `json:"ended_before"`
	Sources     []holdshort.ID `json:"sources"`
}

type paymentJSON struct {
	Payment    holdshort.ID `json:"payment"`
	Amount     string       `json:"amount,omitempty"`
	Says       string       `json:"says,omitempty"`
	Per        string       `json:"per"`
	Status     string       `json:"status"`
	Arithmetic []string     `json:"arithmetic"`
	Cites      []cite.Cite  `json:"cites"`
}

type partingJSON struct {
	Question holdshort.ID              `json:"question"`
	Subject  holdshort.ID              `json:"subject,omitempty"`
	Answers  map[string][]holdshort.ID `json:"answers"`
	Turns    []turnJSON                `json:"turns"`
}

type turnJSON struct {
	From   holdshort.ID `json:"from"`
	To     holdshort.ID `json:"to"`
	Choice string       `json:"choice"`
	Was    string       `json:"was"`
	Is     string       `json:"is"`
}

type differJSON struct {
	Event string `json:"event"`
	Track string `json:"track"`
	Other string `json:"other"`
	Apart string `json:"apart"`
}

type readingJSON struct {
	ID   holdshort.ID `json:"id"`
	Name string       `json:"name"`
	Ours bool         `json:"ours,omitempty"`
}

type sourceRefJSON struct {
	ID        holdshort.ID `json:"id"`
	Publisher string       `json:"publisher"`
	Title     string       `json:"title,omitempty"`
	CopyOf    holdshort.ID `json:"copy_of,omitempty"`
}

// MarshalJSON writes the report in its documented form.
func (r *Report) MarshalJSON() ([]byte, error) {
	c := r.Case
	out := reportJSON{Version: Version, TZData: span.TZDataVersion(), Case: r.head(), AsOf: r.asOf()}
	out.Findings = each(r.Findings, func(f Finding) findingJSON { return f.wire() })
	out.Conflicts = each(r.Conflicts, conflictWire)
	out.Counts = each(r.Counts, countWire)
	out.Statements = each(r.Statements, verdictWire)
	out.Custody = each(r.Custody, termWire)
	out.Payments = each(r.Payments, paymentWire)
	out.Partings = each(r.Partings, partingWire)
	out.Differ = each(r.Differ, func(d Disagreement) differJSON {
		return differJSON{d.Event.ID, d.Track.ID, d.Other.ID, d.Apart.ISO()}
	})
	out.Readings = each(c.Readings, func(r holdshort.Reading) readingJSON { return readingJSON{r.ID, r.Name, r.Ours} })
	out.Sources = each(c.Sources, func(s holdshort.Source) sourceRefJSON {
		return sourceRefJSON{s.ID, s.Publisher, s.Title, s.CopyOf}
	})
	return json.Marshal(out)
}

// MarshalJSON writes the finding in its documented form.
func (f Finding) MarshalJSON() ([]byte, error) { return json.Marshal(f.wire()) }

func each[T, U any](in []T, f func(T) U) []U {
	out := make([]U, len(in))
	for i, x := range in {
		out[i] = f(x)
	}
	return out
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// sorted are ids in their order, whatever that of the file.
func sorted(ids []holdshort.ID) []holdshort.ID { return slices.Sorted(slices.Values(ids)) }

func (f Finding) wire() findingJSON {
	w := findingJSON{ID: f.ID, Question: f.Question.ID, Ask: f.Question.Put(f.subject), Number: f.Question.Number, AskedBy: f.Question.AskedBy,
		Subject: f.Subject, Kind: f.Kind, Formula: f.Asked.String(), Answer: f.Truth, Reason: f.Reason, Outcome: f.Outcome,
		Margin: marginWire(f.Margin), Disputed: f.Disputed, Limited: f.Limited, Cites: orEmpty(f.Cites), Public: f.Question.Public}
	if f.Reading != nil {
		w.Reading = f.Reading.ID
	}
	if f.Between != nil {
		s := spanWire(*f.Between)
		w.Between = &s
	}
	if f.Flip != nil {
		w.Flip = &flipJSON{f.Flip.Source, f.Flip.Claim, f.Flip.Event, f.Flip.By.ISO(), "earlier"}
		if f.Flip.Later {
			w.Flip.Direction = "later"
		}
	}
	if f.Count != nil {
		n := numberWire(*f.Count)
		w.Count = &n
	}
	w.Needs = each(f.Needs, needWire)
	return w
}

func spanWire(s span.Span) spanJSON {
	return spanJSON{instantWire(s.Earliest()), instantWire(s.Latest())}
}

// instantWire is nil for a side that nothing bounds.
func instantWire(t span.Instant) *string {
	if t == span.Beginning || t == span.End {
		return nil
	}
	s := t.RFC3339()
	return &s
}

func marginWire(m *Margin) *marginJSON {
	if m == nil {
		return nil
	}
	w := &marginJSON{Least: m.Least.ISO()}
	if m.Most != nil {
		s := m.Most.ISO()
		w.Most = &s
	}
	return w
}

func needWire(n Need) needJSON {
	w := needJSON{What: n.What, Event: n.Event}
	if n.Event != "" {
		w.NotAfter, w.NotBefore, w.Then = instantWire(n.NotAfter), instantWire(n.NotBefore), n.Then.String()
	}
	return w
}

func numberWire(n holdshort.Number) numberJSON {
	w := numberJSON{Least: n.Least}
	if n.Most < 1<<62 {
		w.Most = &n.Most
	}
	return w
}

func conflictWire(c Conflict) conflictJSON {
	w := conflictJSON{Events: orEmpty(c.Events), Claims: []string{}, MissBy: c.Short.ISO(), Words: c.Words, Cites: orEmpty(c.Cites)}
	for _, e := range c.Edges {
		w.Claims = append(w.Claims, e.Claims...)
	}
	return w
}

func countWire(c CountFinding) countJSON {
	return countJSON{c.Cohort.ID, c.Cohort.Name, numberWire(c.Hull),
		each(c.Stated, func(s Stated) statedJSON {
			return statedJSON{s.N.Text, numberWire(s.N), s.Cite.Source, s.Cite.Where, s.By, s.Aside}
		}),
		each(c.Sums, func(s Sum) arithJSON { return arithJSON{s.Words, orEmpty(s.Cites)} }),
		each(c.Contradictions, func(c Contradiction) arithJSON { return arithJSON{c.Words, orEmpty(c.Cites)} })}
}

func verdictWire(v Verdict) verdictJSON {
	w := verdictJSON{ID: v.ID, Statement: v.Statement.ID, By: v.Statement.By, Party: v.Statement.Party, Says: v.Claim.Says,
		Verdict: v.Word, Detail: v.Detail, Sources: sorted(v.Statement.Sources), Cites: []cite.Cite{}}
	if v.Claim.Formula.Op != "" {
		w.Formula = v.Claim.Formula.String()
	}
	for _, a := range v.Answers {
		x := answerJSON{Answer: a.Truth, Reason: a.Reason, Margin: marginWire(a.Margin)}
		if a.Reading != nil {
			x.Reading = a.Reading.ID
		}
		w.Answers = append(w.Answers, x)
		w.Cites = append(w.Cites, a.Cites...)
	}
	slices.SortFunc(w.Cites, cite.Compare)
	w.Cites = slices.Compact(w.Cites)
	return w
}

func termWire(t TermFinding) termJSON {
	w := termJSON{Custody: t.Custody.ID, From: each(t.From, eventWire), Ends: each(t.Ends, func(e TermEnd) termEndJSON {
		return termEndJSON{spanWire(e.Span), e.From, e.Term.Length.String(), e.Words, e.Before, sorted(e.Term.Sources)}
	})}
	if t.Until != nil {
		u := eventWire(*t.Until)
		w.Until = &u
	}
	return w
}

func eventWire(b EventBounds) eventSpanJSON { return eventSpanJSON{b.Event.ID, spanWire(b.Span)} }

func paymentWire(p PaymentFinding) paymentJSON {
	w := paymentJSON{Payment: p.Payment.ID, Says: p.Payment.Says, Per: string(p.Payment.Per), Status: string(p.Payment.Status),
		Arithmetic: orEmpty(p.Lines), Cites: orEmpty(p.Cites)}
	if !p.Payment.Amount.IsZero() {
		w.Amount = p.Payment.Amount.String()
	}
	return w
}

func partingWire(p Parting) partingJSON {
	w := partingJSON{Question: p.Question, Subject: p.Subject, Answers: map[string][]holdshort.ID{}, Turns: []turnJSON{}}
	for t, ids := range p.Answers {
		w.Answers[t.String()] = ids
	}
	for _, t := range p.Turns {
		w.Turns = append(w.Turns, turnJSON{t.From, t.To, t.Choice, t.Was, t.Is})
	}
	return w
}

// Asked is a Report whose JSON form has the findings under "questions".
type Asked struct{ *Report }

// MarshalJSON writes the case and the findings on questions that were asked.
func (a Asked) MarshalJSON() ([]byte, error) {
	w := struct {
		Version   int           `json:"version"`
		Case      caseJSON      `json:"case"`
		AsOf      *string       `json:"as_of"`
		TZData    string        `json:"tzdata"`
		Questions []findingJSON `json:"questions"`
	}{Version, a.Report.head(), a.Report.asOf(), span.TZDataVersion(), nil}
	w.Questions = each(a.Findings, func(f Finding) findingJSON { return f.wire() })
	return json.Marshal(w)
}

func (r *Report) head() caseJSON {
	c := r.Case
	return caseJSON{c.ID, c.Caption, c.Docket, c.Label, c.Digest().String()}
}

func (r *Report) asOf() *string { return instantWire(r.Case.AsOf) }
