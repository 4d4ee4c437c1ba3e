package finding

import (
	"encoding/json"
	"math"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

type anchorJSON struct {
	Event string              `json:"event"`
	Phase holdshort.PhaseKind `json:"phase"`
	Place holdshort.ID        `json:"place"`
	At    [2]float64          `json:"at"`
	Error geo.Meters          `json:"error_m"`
	spanJSON
	Most *int64 `json:"most_ms"`
	Then State  `json:"then"`
}

type courseJSON struct {
	ID       holdshort.ID `json:"id"`
	Name     string       `json:"name"`
	Before   State        `json:"before"`
	Conflict bool         `json:"conflict,omitempty"`
	TopKnots *float64     `json:"top_speed_kt"`
	Anchors  []anchorJSON `json:"anchors"`
}

// MarshalJSON writes the course in its documented form; see docs/formats/where.md.
func (c *Course) MarshalJSON() ([]byte, error) {
	w := courseJSON{ID: c.Movement.ID, Name: c.Movement.Name, Before: c.Before, Conflict: c.Conflict, TopKnots: knots(c.Movement), Anchors: []anchorJSON{}}
	for i := range c.Anchors {
		w.Anchors = append(w.Anchors, c.Anchors[i].wire())
	}
	return json.Marshal(w)
}

func (a *Anchor) wire() anchorJSON {
	w := anchorJSON{Event: a.Event, Phase: a.Phase, Place: a.Place.ID, At: latLon(*a.Place.Point), Error: a.Error, spanJSON: spanWire(a.Within), Then: a.Then}
	if a.Most >= 0 {
		most := int64(a.Most)
		w.Most = &most
	}
	return w
}

func knots(m *holdshort.Movement) *float64 {
	if m.Top == nil {
		return nil
	}
	v := math.Round(float64(m.Top.Speed/geo.Knot)*1000) / 1000
	return &v
}

type whereJSON struct {
	Movement holdshort.ID  `json:"id"`
	Name     string        `json:"name"`
	State    State         `json:"state"`
	Words    string        `json:"words"`
	InAir    tri.Truth     `json:"in_the_air"`
	Could    []stretchJSON `json:"could"`
	Region   *regionJSON   `json:"region"`
	In       []inJSON      `json:"in"`
	Back     []wayJSON     `json:"back"`
	On       []wayJSON     `json:"on"`
}

type stretchJSON struct {
	State State  `json:"state"`
	Words string `json:"words"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

type regionJSON struct {
	Rings  [][][2]float64 `json:"rings"`
	Radius float64        `json:"radius_km"`
}

type inJSON struct {
	Area     holdshort.ID `json:"area"`
	Answer   tri.Truth    `json:"answer"`
	Conflict bool         `json:"conflict,omitempty"`
}

type wayJSON struct {
	Place    holdshort.ID `json:"place"`
	Distance rangeJSON    `json:"distance_km"`
	Time     lengthsJSON  `json:"time"`
	Speed    float64      `json:"at_kt"`
}

type rangeJSON struct {
	Least float64 `json:"least"`
	Most  float64 `json:"most"`
}

type lengthsJSON struct {
	Least string `json:"least"`
	Most  string `json:"most"`
}

// MarshalJSON writes where the movement was in its documented form; see
// docs/formats/where.md.
func (w *Where) MarshalJSON() ([]byte, error) {
	out := whereJSON{Movement: w.Movement.ID, Name: w.Movement.Name, State: w.State(), Words: w.Words(), InAir: w.InAir, Region: w.region(),
		Could: []stretchJSON{}, In: []inJSON{}, Back: []wayJSON{}, On: []wayJSON{}}
	for i := range w.Could {
		out.Could = append(out.Could, w.Could[i].wire())
	}
	for _, x := range w.In {
		out.In = append(out.In, inJSON{x.Area.ID, x.In, x.Conflict})
	}
	for _, x := range w.Ways {
		way := wayJSON{x.Place.ID, rangeJSON{kmDown(x.Least), kmUp(x.Most)}, lengthsJSON{(x.Soonest / span.Second * span.Second).ISO(), ((x.Latest + span.Second - 1) / span.Second * span.Second).ISO()}, *knots(w.Movement)}
		if x.Reached {
			out.On = append(out.On, way)
		} else {
			out.Back = append(out.Back, way)
		}
	}
	return json.Marshal(out)
}

func (s *Stretch) wire() stretchJSON {
	w := stretchJSON{State: s.State, Words: s.Words()}
	if s.From != nil {
		w.From = s.From.Event
	}
	if s.To != nil {
		w.To = s.To.Event
	}
	return w
}

// region is nil where a stretch cannot be drawn, so that nothing bounds where
// the movement was.
func (w *Where) region() *regionJSON {
	rings := w.Rings()
	if rings == nil {
		return nil
	}
	out := &regionJSON{}
	for i, ring := range rings {
		out.Rings = append(out.Rings, each(ring, latLon))
		least := w.Could[i].Discs[0].Radius
		for _, d := range w.Could[i].Discs {
			least = min(least, d.Radius)
		}
		out.Radius = max(out.Radius, kmUp(least))
	}
	return out
}

// latLon is p to 1e-5 degree, about a metre.
func latLon(p geo.Point) [2]float64 {
	return [2]float64{math.Round(float64(p.Lat)*1e5) / 1e5, math.Round(float64(p.Lon)*1e5) / 1e5}
}

// kmDown and kmUp are lengths in kilometres to a tenth, downwards and upwards, so
// that the last bits of a processor's arithmetic do not show.
func kmDown(m geo.Meters) float64 { return math.Floor(float64(m)/100) / 10 }
func kmUp(m geo.Meters) float64   { return math.Ceil(float64(m)/100) / 10 }
