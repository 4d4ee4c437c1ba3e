package finding

import (
	"fmt"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
)

// Card is one ruling as it is to be read to somebody: how it stands under each
// reading, at a moment if one was asked about.
type Card struct {
	Case   *holdshort.Case
	Ruling *holdshort.Ruling
	At     *span.Stated // nil if no moment was asked about; InForce and what follows from it, but for Until, then mean nothing
	Orders []Order      // by reading
	Bounds map[string]span.Span
}

// Card is the card of a ruling. It fails where the ruling is not on record, or
// where at, if it is not empty, is no time with two ends.
func (e *Engine) Card(ruling holdshort.ID, at string, o Options) (*Card, error) {
	r := e.Case.Ruling(ruling)
	if r == nil {
		return nil, fmt.Errorf("no ruling is named %q", ruling)
	}
	out := &Card{Case: e.Case, Ruling: r, Bounds: map[string]span.Span{}}
	when := span.Ever
	if at != "" {
		st, err := e.asked(at)
		if err != nil {
			return nil, err
		}
		out.At, when = &st, st.Span
	}
	w, first := e.ordersAt(when), ground.New(e.Case, nil)
	for _, reading := range e.everyReading(o) {
		x, err := w.order(first.For(reading), r)
		if err != nil {
			return nil, err
		}
		out.Orders = append(out.Orders, x)
	}
	for _, x := range r.Expressions {
		for _, t := range x.Times {
			id := string(r.ID) + "." + string(x.ID) + "." + t.Event
			if ev := e.Case.Event(id); ev != nil {
				out.Bounds[id] = e.bounded[ev.Nth]
			}
		}
	}
	return out, nil
}
