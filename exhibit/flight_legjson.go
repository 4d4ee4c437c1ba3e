package exhibit

import "github.com/holdshort/holdshort/track"

type legJSON struct {
	Takeoff *endJSON      `json:"wheels_up"`
	Landing *endJSON      `json:"touchdown"`
	Up      *likelyJSON   `json:"likely_wheels_up"`
	Down    *likelyJSON   `json:"likely_touchdown"`
	First   string        `json:"first_in_air"`
	Last    string        `json:"last_in_air"`
	Contact []contactJSON `json:"contacts"`
	Split   string        `json:"likely_split,omitempty"`
}

// endJSON is an end that is proved. What is likely of it has fields whose names
// begin with "likely".
type endJSON struct {
	Between betweenJSON `json:"between"`
	Field   string      `json:"airfield,omitempty"`
	Rows    [2]rowJSON  `json:"rests_on"`
	Likely  *string     `json:"likely"`
	Perhaps string      `json:"likely_airfield,omitempty"`
	Runway  string      `json:"likely_runway,omitempty"`
}

// likelyJSON is an end that is not proved.
type likelyJSON struct {
	Likely *string    `json:"likely"`
	Field  string     `json:"likely_airfield"`
	Runway string     `json:"likely_runway,omitempty"`
	Why    string     `json:"measured"`
	Rows   [2]rowJSON `json:"rests_on"`
}

type contactJSON struct {
	Kind    string      `json:"kind"`
	Between betweenJSON `json:"between"`
	Field   string      `json:"airfield,omitempty"`
	Runway  string      `json:"likely_runway,omitempty"`
	Rows    [2]rowJSON  `json:"rests_on"`
}

type eventJSON struct {
	Kind     string      `json:"kind"`
	Leg      int         `json:"leg"`
	Between  betweenJSON `json:"between"`
	Field    string      `json:"likely_airfield,omitempty"`
	Runway   string      `json:"likely_runway,omitempty"`
	Measured string      `json:"measured"`
	Rows     [2]rowJSON  `json:"rests_on"`
}

func legWire(t *track.Track, l track.Leg) legJSON {
	out := legJSON{First: t.Fixes[l.First].At.RFC3339(), Last: t.Fixes[l.Last].At.RFC3339(), Split: l.Split, Contact: []contactJSON{},
		Takeoff: endWire(t, l.Takeoff), Landing: endWire(t, l.Landing), Up: likelyWire(t, l.LikelyTakeoff), Down: likelyWire(t, l.LikelyLanding)}
	for _, s := range l.Stops {
		out.Contact = append(out.Contact, contactJSON{s.Kind, between(s.Between), s.Field, s.Runway, rows(&t.Fixes[s.Ground[0]], &t.Fixes[s.Ground[1]])})
	}
	return out
}

func endWire(t *track.Track, e *track.End) *endJSON {
	if e == nil {
		return nil
	}
	w := &endJSON{Between: between(e.Proved), Runway: e.Runway, Rows: rows(&t.Fixes[e.Ground], &t.Fixes[e.Air])}
	if e.FieldProved {
		w.Field = e.Field
	} else {
		w.Perhaps = e.Field
	}
	if e.LikelyOK {
		s := e.Likely.RFC3339()
		w.Likely = &s
	}
	return w
}

func likelyWire(t *track.Track, e *track.LikelyEnd) *likelyJSON {
	if e == nil {
		return nil
	}
	w := &likelyJSON{Field: e.Field, Runway: e.Runway, Why: e.Why, Rows: rows(&t.Fixes[e.From], &t.Fixes[e.To])}
	if e.AtOK {
		s := e.At.RFC3339()
		w.Likely = &s
	}
	return w
}

func eventWire(t *track.Track, e track.Event) eventJSON {
	return eventJSON{string(e.Kind), e.Leg + 1, between(e.Between), e.Field, e.Runway, e.Measured, rows(&t.Fixes[e.From], &t.Fixes[e.To])}
}
