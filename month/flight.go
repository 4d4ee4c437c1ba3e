package month

import (
	"cmp"
	"slices"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/span"
)

// Flight is one flight, put together from the legs that are of it.
type Flight struct {
	Address      string       `json:"address"`
	Registration string       `json:"registration,omitempty"`
	Type         string       `json:"type,omitempty"`
	Operator     string       `json:"operator,omitempty"`
	Callsigns    string       `json:"callsigns,omitempty"`
	First        span.Instant `json:"first_in_air_ms"`
	Last         span.Instant `json:"last_in_air_ms"`
	From         End          `json:"from"`
	To           End          `json:"to"`
	Legs         int          `json:"legs"` // of the archive; more than one is why it was put together
	Source       string       `json:"source"`
	Origin       string       `json:"origin"`
	Day          int          `json:"day"` // of the month, from 0
}

// End is the airfield at an end of a flight.
type End struct {
	Field   string `json:"airfield,omitempty"`
	Country string `json:"country,omitempty"` // its name
	Proved  bool   `json:"proved"`            // likely if not
}

// Route is the airfields at both ends, as far as they are told, with a dash
// between.
func (f *Flight) Route() string {
	return cmp.Or(f.From.Field, Unknown) + "–" + cmp.Or(f.To.Field, Unknown)
}

// proves reports whether an end that is proved is in a country.
func (f *Flight) proves(country string) bool {
	return f.From.Proved && f.From.Country == country || f.To.Proved && f.To.Country == country
}

// together is how long a silence between two legs may be for them to be one flight
// that was cut where files end: readsb takes a longer one for a possible stop.
const together = span.Instant(25 * span.Minute)

// flights puts legs together that are of one flight: those of one aircraft that
// overlap, as of two sources, and those cut at the end of a file, in the air. They
// are in order of time.
func flights(in Input) []Flight {
	legs := slices.Clone(in.Legs)
	slices.SortStableFunc(legs, func(a, b archive.Leg) int {
		return cmp.Or(cmp.Compare(a.Who.Address.String(), b.Who.Address.String()), cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last))
	})
	var out []Flight
	for i := range legs {
		l := &legs[i]
		if _, listed := in.Fleet[l.Who.Address]; in.Fleet != nil && !listed || l.Who.Address.IsZero() {
			continue
		}
		f := in.flight(l)
		if n := len(out); n > 0 && out[n-1].Address == f.Address && out[n-1].is(&f) {
			out[n-1].take(&f)
			continue
		}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b Flight) int { return cmp.Compare(a.First, b.First) })
	return out
}

// is reports whether a later leg of the same aircraft is of the same flight.
func (f *Flight) is(l *Flight) bool {
	if l.First <= f.Last {
		return true
	}
	return f.To.Field == "" && l.From.Field == "" && l.First-f.Last <= together
}

// take adds a leg. An end that is proved goes before one that is likely, of two of
// a kind that of the longer part.
func (f *Flight) take(l *Flight) {
	f.From = better(f.From, l.From, l.First < f.First)
	f.To = better(f.To, l.To, l.Last > f.Last)
	f.First, f.Last = min(f.First, l.First), max(f.Last, l.Last)
	f.Legs += l.Legs
	f.Callsigns, f.Registration = cmp.Or(f.Callsigns, l.Callsigns), cmp.Or(f.Registration, l.Registration)
	f.Type, f.Operator = cmp.Or(f.Type, l.Type), cmp.Or(f.Operator, l.Operator)
}

func better(a, b End, further bool) End {
	switch {
	case a.Field == "" || b.Proved && !a.Proved:
		return b
	case b.Field == "" || a.Proved && !b.Proved:
		return a
	case further:
		return b
	}
	return a
}

func (in *Input) flight(l *archive.Leg) Flight {
	f := Flight{Address: l.Who.Address.String(), Registration: l.Who.Registration, Type: l.Who.Type, Operator: l.Who.Operator, Callsigns: l.Who.Call.Text,
		First: l.First, Last: l.Last, From: in.end(&l.Up), To: in.end(&l.Down), Legs: 1, Source: l.Who.Digest.String(), Origin: l.Who.From.Name}
	if a, ok := in.Fleet[l.Who.Address]; ok {
		f.Registration, f.Type, f.Operator = cmp.Or(a.Registration, f.Registration), cmp.Or(a.Type, f.Type), cmp.Or(a.Operator, f.Operator)
	}
	return f
}

func (in *Input) end(e *archive.LegEnd) End {
	out := End{Field: e.Field, Proved: e.Field != ""}
	if out.Field == "" {
		out.Field = e.LikelyField
	}
	if out.Field != "" && in.Country != nil {
		_, out.Country = in.Country(out.Field)
	}
	return out
}
