package finding

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Explanation is one finding with everything that it rests on.
type Explanation struct {
	Finding
	Case   *holdshort.Case
	Events []Alone        // every event it compares, with each source by itself
	Proofs []*proof.Proof // one for a formula; for a look-up one for each bound
	Fresh  bool           // every proof was verified by package proof

	TopSpeed *TopSpeed // nil where no assumed speed is used
}

// TopSpeed is how far a finding rests on the speed assumed for a movement.
type TopSpeed struct {
	Movement holdshort.ID
	Assumed  geo.Speed
	Turns    geo.Speed // the speed, to a knot, from which it is no longer certain; 0 if none up to ten times as fast
}

// Alone is an event, its bounds, and the answer if each claim on it were the
// only one.
type Alone struct {
	Event   *holdshort.Event
	Bounds  span.Span
	Answers map[string]tri.Truth // claim id to answer; nil for a look-up
}

// Explain finds a finding of the report by its id and explains it. A claim of
// a statement is found by STATEMENT/CLAIM, or STATEMENT/CLAIM/READING.
func (e *Engine) Explain(id string) (*Explanation, []string, error) {
	r, err := e.Report(Options{})
	if err != nil {
		return nil, nil, err
	}
	all := slices.Concat(r.Findings, verdictFindings(r.Statements))
	var ids []string
	for i := range all {
		if all[i].ID == id {
			x, err := e.explain(&all[i])
			return x, nil, err
		}
		ids = append(ids, all[i].ID)
	}
	return nil, ids, nil
}

// verdictFindings are the answers to the claims of statements as findings.
func verdictFindings(vs []Verdict) []Finding {
	var out []Finding
	for _, v := range vs {
		q := &holdshort.Question{ID: holdshort.ID(v.Statement.ID), Ask: v.Statement.By + ": " + v.Claim.Says, Note: v.Claim.Note, Sources: v.Statement.Sources}
		for _, a := range v.Answers {
			out = append(out, Finding{ID: findingID(v.Statement.ID, v.Claim.ID, a.Reading), Question: q, Reading: a.Reading,
				Asked: v.Claim.Formula, Kind: "formula", Result: a.Result})
		}
	}
	return out
}

func (e *Engine) explain(f *Finding) (*Explanation, error) {
	x := &Explanation{Finding: *f, Case: e.Case}
	if f.Kind == "formula" {
		for _, id := range f.form.Events() {
			if ev := e.Case.Event(id); ev != nil {
				a := Alone{Event: ev, Bounds: e.Bounds(id)}
				if f.matrix != nil {
					a.Answers = e.alone(&f.Result, ev)
				}
				x.Events = append(x.Events, a)
			}
		}
	} else {
		for _, n := range boundFormulas(f) {
			res, err := e.Answer(n, f.Reading, string(f.Subject))
			if err != nil {
				return nil, fmt.Errorf("explain %s: %w", f.ID, err)
			}
			for _, id := range res.form.Events() {
				if ev := e.Case.Event(id); ev != nil && !slices.ContainsFunc(x.Events, func(a Alone) bool { return a.Event.ID == id }) {
					x.Events = append(x.Events, Alone{Event: ev, Bounds: e.Bounds(id)})
				}
			}
		}
	}
	var err error
	if x.Proofs, err = e.proofs(f); err != nil {
		return nil, err
	}
	x.Fresh = len(x.Proofs) > 0
	x.TopSpeed, err = e.topSpeed(x)
	return x, err
}

// topSpeed looks for the speed of the movement of f's subject from which f is
// no longer certain. It answers the question anew for each speed it tries.
func (e *Engine) topSpeed(x *Explanation) (*TopSpeed, error) {
	m := e.limited(x)
	if m == nil || x.Truth == tri.Unknown || x.Kind != "formula" {
		return nil, nil
	}
	out := &TopSpeed{Movement: m.ID, Assumed: m.Top.Speed}
	certain := func(kt int) (bool, error) {
		faster := *m
		faster.Top = &holdshort.TopSpeed{At: m.Top.At, Speed: geo.Speed(kt) * geo.Knot, Sources: m.Top.Sources, Why: m.Top.Why}
		res, err := New(e.Case.With(faster)).Answer(x.Asked, x.Reading, string(x.Subject))
		return err == nil && res.Truth == x.Truth, err
	}
	lo := int(m.Top.Speed / geo.Knot)
	hi := 10 * lo
	if ok, err := certain(hi); ok || err != nil {
		return out, err
	}
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		ok, err := certain(mid)
		if err != nil {
			return nil, err
		}
		if ok {
			lo = mid
		} else {
			hi = mid
		}
	}
	out.Turns = geo.Speed(hi) * geo.Knot
	return out, nil
}

// limited is the movement whose top speed a proof of x uses, or nil.
func (e *Engine) limited(x *Explanation) *holdshort.Movement {
	for _, p := range x.Proofs {
		for _, edge := range p.Edges {
			if ev := e.Case.Event(edge.X); edge.Basis == ground.Limit && ev != nil {
				return e.Case.Movement(ev.Record)
			}
		}
	}
	return nil
}

// boundFormulas says the bounds of a look-up as formulas that can be proved.
func boundFormulas(f *Finding) []formula.Node {
	var out []formula.Node
	at := func(t span.Instant) formula.Arg {
		// To the millisecond: "…:00Z" would be the whole second.
		return formula.Arg{Kind: formula.Time, Stated: t.Time().Format("2006-01-02T15:04:05.000Z")}
	}
	notAfter := func(a, b formula.Arg) formula.Node {
		return formula.Node{Op: "not-after", Args: []formula.Arg{a, b}}
	}
	switch {
	case f.Kind == "when" && f.Between != nil:
		if t := f.Between.Earliest(); t != span.Beginning {
			out = append(out, notAfter(at(t), f.Asked.Args[0]))
		}
		if t := f.Between.Latest(); t != span.End {
			out = append(out, notAfter(f.Asked.Args[0], at(t)))
		}
	case f.Kind == "elapsed" && f.Margin != nil:
		a, b := f.Asked.Args[0], f.Asked.Args[1]
		later := a
		later.Shift += f.Margin.Least
		out = append(out, notAfter(later, b))
		if f.Margin.Most != nil {
			later.Shift = a.Shift + *f.Margin.Most
			out = append(out, notAfter(b, later))
		}
	}
	return out
}

// MarshalJSON writes the explanation in its documented form.
func (x *Explanation) MarshalJSON() ([]byte, error) {
	type alone struct {
		Claim  string    `json:"claim"`
		Source string    `json:"source"`
		Text   string    `json:"text"`
		Answer tri.Truth `json:"answer"`
		spanJSON
	}
	r := Report{Case: x.Case}
	type event struct {
		ID      string   `json:"id"`
		What    string   `json:"what"`
		Between spanJSON `json:"between"`
		Claims  []alone  `json:"claims"`
	}
	return json.Marshal(struct {
		Version int            `json:"version"`
		Case    caseJSON       `json:"case"`
		AsOf    *string        `json:"as_of"`
		TZData  string         `json:"tzdata"`
		Finding findingJSON    `json:"finding"`
		Events  []event        `json:"events"`
		Proofs  []*proof.Proof `json:"proofs"`
		Checked bool           `json:"checked"`
		Top     *topSpeedJSON  `json:"top_speed,omitempty"`
	}{Version, r.head(), r.asOf(), span.TZDataVersion(), x.wire(), each(x.Events, func(a Alone) event {
		ev := event{a.Event.ID, a.Event.What, spanWire(a.Bounds), []alone{}}
		for _, c := range a.Event.Claims {
			ev.Claims = append(ev.Claims, alone{c.ID, c.Cite.Source, c.Time.Text, a.Answers[c.ID], spanWire(c.Time.Span)})
		}
		return ev
	}), orEmpty(x.Proofs), x.Fresh, x.TopSpeed.wire()})
}

type topSpeedJSON struct {
	Movement holdshort.ID `json:"movement"`
	Assumed  string       `json:"assumed"`
	Turns    string       `json:"turns,omitempty"`
}

func (t *TopSpeed) wire() *topSpeedJSON {
	if t == nil {
		return nil
	}
	w := &topSpeedJSON{t.Movement, t.Assumed.String(), ""}
	if t.Turns > 0 {
		w.Turns = t.Turns.String()
	}
	return w
}
