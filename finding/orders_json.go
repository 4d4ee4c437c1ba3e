package finding

import (
	"encoding/json"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// OrdersVersion is the version of the JSON form of Orders; see
// docs/formats/orders.md.
const OrdersVersion = 1

type ordersJSON struct {
	Version int         `json:"version"`
	Case    caseJSON    `json:"case"`
	AsOf    *string     `json:"as_of"`
	TZData  string      `json:"tzdata"`
	At      atJSON      `json:"at"`
	Orders  []orderJSON `json:"orders"`
}

type atJSON struct {
	Text string `json:"text"`
	spanJSON
}

type orderJSON struct {
	Ruling     holdshort.ID `json:"ruling"`
	Title      string       `json:"title"`
	Reading    holdshort.ID `json:"reading,omitempty"`
	InForce    tri.Truth    `json:"in_force"`
	AtStart    tri.Truth    `json:"at_start"`
	AtEnd      tri.Truth    `json:"at_end"`
	AsOfThen   tri.Truth    `json:"as_matters_stood"`
	Reason     tri.Reason   `json:"reason,omitempty"`
	Expression holdshort.ID `json:"expression,omitempty"`
	Begins     *markJSON    `json:"begins"`
	Since      *markJSON    `json:"since"`
	Until      *markJSON    `json:"until"`
	Held       *marginJSON  `json:"held"`
	Left       *marginJSON  `json:"left"`
	Acts       []actJSON    `json:"acts"`
	Others     []actJSON    `json:"other_acts"`
	Duties     []dutyJSON   `json:"directives"`
	Covers     []coverJSON  `json:"covers"`
	Needs      []needJSON   `json:"needs"`
	Disputed   []string     `json:"disputed,omitempty"`
	Cites      []cite.Cite  `json:"cites"`
}

type markJSON struct {
	spanJSON
	Events []string `json:"events"`
}

type actJSON struct {
	Edge   holdshort.ID           `json:"edge"`
	Verb   holdshort.EdgeVerb     `json:"verb"`
	On     holdshort.ID           `json:"on"`
	By     holdshort.ID           `json:"by,omitempty"`
	Effect holdshort.EdgeEffect   `json:"effect"`
	Reach  holdshort.VacaturReach `json:"reaches,omitempty"`
	Open   []holdshort.ID         `json:"carried_over_by,omitempty"`
	Event  string                 `json:"event,omitempty"`
	When   spanJSON               `json:"when"`
	Worked tri.Truth              `json:"worked"`
	Lift   holdshort.ID           `json:"lifted_by,omitempty"`
	Lifts  *spanJSON              `json:"lifted_at,omitempty"`
	Lifted tri.Truth              `json:"lifted"`
}

type dutyJSON struct {
	ID        holdshort.ID       `json:"id"`
	InForce   tri.Truth          `json:"in_force"`
	Polarity  holdshort.Polarity `json:"polarity"`
	Verb      string             `json:"verb"`
	Must      []holdshort.ID     `json:"must"`
	Protects  []holdshort.ID     `json:"protects"`
	Territory string             `json:"territory,omitempty"`
	Deadline  string             `json:"deadline,omitempty"`
	Until     string             `json:"until_as_stated,omitempty"`
	Ends      *spanJSON          `json:"ends"`
	Open      bool               `json:"end_not_computed,omitempty"`
	Effort    string             `json:"effort,omitempty"`
	Condition string             `json:"condition,omitempty"`
	InFlight  string             `json:"in_flight,omitempty"`
	Says      string             `json:"says,omitempty"`
}

type coverJSON struct {
	Who     []holdshort.ID `json:"who"`
	Covered bool           `json:"covered"`
	Why     string         `json:"why,omitempty"`
}

// MarshalJSON writes the orders in their documented form.
func (o *Orders) MarshalJSON() ([]byte, error) {
	r := Report{Case: o.Case}
	return json.Marshal(ordersJSON{OrdersVersion, r.head(), r.asOf(), span.TZDataVersion(), atJSON{o.At.Text, spanWire(o.At.Span)},
		each(o.Orders, func(x Order) orderJSON { return x.wire() })})
}

// MarshalJSON writes the order in its documented form.
func (x Order) MarshalJSON() ([]byte, error) { return json.Marshal(x.wire()) }

func (x Order) wire() orderJSON {
	w := orderJSON{Ruling: x.Ruling.ID, Title: x.Ruling.Title, InForce: x.InForce, AtStart: x.AtStart, AtEnd: x.AtEnd, AsOfThen: x.AsOfThen,
		Reason: x.Reason, Since: markWire(x.Since), Until: markWire(x.Until), Held: marginWire(x.Held), Left: marginWire(x.Left),
		Acts: each(x.Acts, actWire), Others: each(x.Others, actWire), Duties: each(x.Duties, dutyWire),
		Covers: each(x.Covers, func(c holdshort.Covering) coverJSON { return coverJSON{sorted(c.Who), c.Covered, c.Why} }),
		Needs:  each(x.Needs, needWire), Disputed: x.Disputed, Cites: orEmpty(x.Cites)}
	if x.Reading != nil {
		w.Reading = x.Reading.ID
	}
	if x.Expression != nil {
		w.Expression = x.Expression.ID
	}
	if len(x.Begins.By) > 0 {
		w.Begins = markWire(&x.Begins)
	}
	return w
}

func markWire(m *Mark) *markJSON {
	if m == nil {
		return nil
	}
	return &markJSON{spanWire(m.Span), orEmpty(m.By)}
}

func actWire(a Act) actJSON {
	w := actJSON{Edge: a.Edge.ID, Verb: a.Edge.Verb, On: a.Edge.On, By: a.Edge.By, Effect: a.Edge.Effect, Reach: a.Reach,
		When: spanWire(a.Bounds), Worked: a.Worked, Lifted: a.Lifted}
	for _, e := range a.Open {
		w.Open = append(w.Open, e.ID)
	}
	if a.At != nil {
		w.Event = a.At.ID
	}
	if a.Lift != nil {
		s := spanWire(a.Lifts)
		w.Lift, w.Lifts = a.Lift.ID, &s
	}
	return w
}

func dutyWire(d Duty) dutyJSON {
	w := dutyJSON{ID: d.ID, InForce: d.InForce, Polarity: d.Polarity, Verb: d.Verb, Must: orEmpty(sorted(d.Must)), Protects: orEmpty(sorted(d.Protects)),
		Territory: d.Territory, Deadline: d.Deadline, Until: d.Until, Open: d.Open, Effort: d.Effort, Condition: d.Condition,
		InFlight: d.InFlight, Says: d.Says}
	if d.Ends != nil {
		s := spanWire(*d.Ends)
		w.Ends = &s
	}
	return w
}
