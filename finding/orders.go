package finding

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Orders is how every ruling of a case stood at a moment, under each reading.
type Orders struct {
	Case   *holdshort.Case
	At     span.Stated // the moment, or a stretch of time: then the whole of it
	Orders []Order     // by ruling, then by reading
}

// Order is how one ruling stood at a moment, under one reading.
type Order struct {
	Ruling     *holdshort.Ruling
	Reading    *holdshort.Reading    // nil where the case has none
	Expression *holdshort.Expression // the one from which the reading takes it to bind; nil where that is not told
	Begins     Mark                  // from when it binds; no By where the reading does not say

	InForce    tri.Truth // at every moment of the time asked about, or at none
	AtStart    tri.Truth // at its first moment
	AtEnd      tri.Truth // at its last
	AsOfThen   tri.Truth // InForce, but for later acts that reach back
	Reason     tri.Reason
	Needs      []Need
	Disputed   []string
	Since      *Mark   // since when it was as InForce says; nil where that is unknown or was always so
	Until      *Mark   // until when; nil where nothing on record ends it. Of a card without a moment, when it ends for good
	Held, Left *Margin // from Since to the time asked about, and from there to Until
	Acts       []Act   // later acts that may end or suspend it, by time
	Others     []Act   // other acts on record, which change nothing in it: amendments, extensions
	Duties     []Duty  // the directives of Expression
	Covers     []holdshort.Covering
	Cites      []cite.Cite
}

// Mark is a moment and what happened at it: one event or, where the first or
// last of several counts, those that it may have been.
type Mark struct {
	span.Span
	By []string
}

// Act is what a later act does to a ruling, as it stands to the moment.
type Act struct {
	ground.Out
	Bounds span.Span // when it works
	Worked tri.Truth // it had by then
	Lifted tri.Truth // a suspension had been lifted by then; Unknown without an edge that lifts it
	Lifts  span.Span // when it was, or will be
}

// Duty is one directive and whether it was in force with its ruling.
type Duty struct {
	*holdshort.Directive
	InForce tri.Truth
	Ends    *span.Span // Until, where it is a moment
	Open    bool       // Until is a text that is no moment, and may have ended the directive sooner
}

// mostOpen is how many acts that bounds alone do not place are given to the
// exact pass. Beyond it the answer is unknown, for Budget.
const mostOpen = 64

// Orders says what was in force at the time, a text in the zone of the case. It
// fails where the text is no time with two ends.
func (e *Engine) Orders(at string, o Options) (*Orders, error) {
	st, err := e.asked(at)
	if err != nil {
		return nil, err
	}
	out := &Orders{Case: e.Case, At: st}
	w := e.ordersAt(st.Span)
	first := ground.New(e.Case, nil)
	var under []*ground.Grounder
	for _, r := range e.everyReading(o) {
		under = append(under, first.For(r))
	}
	out.Orders = make([]Order, 0, len(e.Case.Rulings)*len(under))
	for i := range e.Case.Rulings {
		for _, g := range under {
			x, err := w.order(g, &e.Case.Rulings[i])
			if err != nil {
				return nil, err
			}
			out.Orders = append(out.Orders, x)
		}
	}
	return out, nil
}

// asked is the time that a text asks about.
func (e *Engine) asked(at string) (span.Stated, error) {
	st, err := span.Parse(at, span.Context{Zone: e.Case.Zone})
	if err == nil && !st.Span.Bounded() {
		err = fmt.Errorf("%q has one end; give a moment, or a stretch with two", at)
	}
	return st, err
}

// everyReading are the readings asked for, or nil alone where the case has none.
func (e *Engine) everyReading(o Options) []*holdshort.Reading {
	out := e.readings(formula.Node{Op: "in-force"}, o)
	if len(out) == 0 {
		return []*holdshort.Reading{nil}
	}
	return out
}

// ordersAt is what all orders at one time are worked out with.
type ordersAt struct {
	*Engine
	at     span.Span
	others map[holdshort.ID][]*holdshort.Edge
}

func (e *Engine) ordersAt(at span.Span) *ordersAt {
	e.bindEvents()
	w := &ordersAt{Engine: e, at: at, others: map[holdshort.ID][]*holdshort.Edge{}}
	for i := range e.Case.Lifecycle {
		x := &e.Case.Lifecycle[i]
		if works := x.Effect != "none" && (x.Verb.Ends() || x.Verb.Suspends()); !works && x.Lifts == "" {
			w.others[x.On] = append(w.others[x.On], x)
		}
	}
	return w
}

// order is one ruling under the reading of g.
func (w *ordersAt) order(g *ground.Grounder, r *holdshort.Ruling) (Order, error) {
	x := Order{Ruling: r, Reading: g.Reading}
	f, err := g.Force(string(r.ID))
	if err != nil {
		return x, err
	}
	x.Acts = make([]Act, len(f.Outs))
	for i, o := range f.Outs {
		x.Acts[i] = w.act(o)
	}
	x.Begins = w.mark(f.Begins)
	x.Expression = governing(r, f.Begins.Event)
	if w.at == span.Ever { // no moment is asked about
		x.Until = w.ends(&x)
		w.fill(&x, g)
		return x, nil
	}
	res := w.stands(g, f, x.Acts, w.at)
	x.InForce, x.Reason, x.Needs, x.Disputed, x.Cites = res.Truth, res.Reason, res.Needs, res.Disputed, res.Cites
	x.AtStart, x.AtEnd, x.AsOfThen = x.InForce, x.InForce, x.InForce
	if x.InForce == tri.Unknown {
		x.AtStart = w.stands(g, f, x.Acts, span.Of(w.at.Earliest(), w.at.Earliest())).Truth
		x.AtEnd = w.stands(g, f, x.Acts, span.Of(w.at.Latest(), w.at.Latest())).Truth
	}
	if then, differs := asOfThen(f); differs {
		x.AsOfThen = w.stands(g, then, x.Acts, w.at).Truth
	}
	w.since(&x)
	w.fill(&x, g)
	return x, nil
}

// act is o as it stands to the time asked about.
func (w *ordersAt) act(o ground.Out) Act {
	a := Act{Out: o, Bounds: span.Ever, Lifts: span.Ever}
	if o.At != nil {
		a.Bounds = w.bounded[o.At.Nth]
		a.Worked = by(a.Bounds, w.at)
	}
	if o.Back != nil {
		a.Lifts = w.bounded[o.Back.Nth]
		a.Lifted = by(a.Lifts, w.at)
	}
	return a
}

// by is whether an event of these bounds came at or before a moment of at,
// whichever that is.
func by(bounds, at span.Span) tri.Truth {
	switch {
	case bounds.Empty():
		return tri.Unknown
	case bounds.Latest() <= at.Earliest():
		return tri.Yes
	case bounds.Earliest() > at.Latest():
		return tri.No
	}
	return tri.Unknown
}

func (w *ordersAt) mark(t ground.Term) Mark {
	if t.Lack != nil {
		return Mark{Span: span.Ever}
	}
	return Mark{w.bounded[w.Case.Event(t.Event).Nth], []string{t.Event}}
}

// governing is the expression of r whose event it is, or its only one. Of
// "oral" and "oral.second", both of which fit an event of the latter, it is the
// longer.
func governing(r *holdshort.Ruling, event string) *holdshort.Expression {
	var best *holdshort.Expression
	if rest, ok := strings.CutPrefix(event, string(r.ID)+"."); ok {
		for i := range r.Expressions {
			x := &r.Expressions[i]
			kind, fits := strings.CutPrefix(rest, string(x.ID))
			if fits && strings.HasPrefix(kind, ".") && (best == nil || len(x.ID) > len(best.ID)) {
				best = x
			}
		}
	}
	if best == nil && event != "" && len(r.Expressions) == 1 {
		return &r.Expressions[0]
	}
	return best
}

// asOfThen is f as if no act reached back, whatever the reading says or may yet
// say, and whether that differs.
func asOfThen(f ground.Force) (ground.Force, bool) {
	differs := false
	for _, o := range f.Outs {
		differs = differs || reachesBack(o)
	}
	if !differs {
		return f, false
	}
	f.Outs = slices.Clone(f.Outs)
	for i := range f.Outs {
		f.Outs[i].Ahead = true
	}
	return f, true
}

func reachesBack(o ground.Out) bool {
	return !o.Ahead && (o.Reach == "back" || o.Reach == "")
}
