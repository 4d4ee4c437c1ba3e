package feed

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// isFlightAware tells an answer of AeroAPI version 4 by its keys.
func isFlightAware(head []byte) bool {
	for _, mark := range []string{`"fa_flight_id"`, `"update_type"`} {
		if !strings.Contains(string(head), mark) {
			return false
		}
	}
	found := false
	topKeys(head, func(key string, _ []byte) bool {
		found = found || key == "positions" || key == "flights" || key == "last_position"
		return !found
	})
	return found
}

// aeroPosition is a position as AeroAPI gives it.
type aeroPosition struct {
	Flight    string   `json:"fa_flight_id"`
	Altitude  *float64 `json:"altitude"` // hundreds of feet
	Change    string   `json:"altitude_change"`
	Speed     *float64 `json:"groundspeed"` // knots
	Heading   *float64 `json:"heading"`
	Lat       *float64 `json:"latitude"`
	Lon       *float64 `json:"longitude"`
	Timestamp string   `json:"timestamp"`
	Update    string   `json:"update_type"`
}

// aeroFlight is a flight with its last position.
type aeroFlight struct {
	Ident        string        `json:"ident"`
	Flight       string        `json:"fa_flight_id"`
	Registration string        `json:"registration"`
	Type         string        `json:"aircraft_type"`
	Last         *aeroPosition `json:"last_position"`
}

// updates are AeroAPI's letters for where a position comes from. Kinds that have
// no name here are unknown kinds: O is a report from oceanic control, Z radar, D
// datalink, X ADS-B or an airport's surface radar.
var updates = map[string]track.Kind{
	"A": track.ADSB, "S": track.ADSB, "M": track.MLAT, "P": track.Estimated, "V": track.Estimated,
	"O": track.UnknownKind, "Z": track.UnknownKind, "D": track.UnknownKind, "X": track.UnknownKind, "": track.UnknownKind,
}

// updateNames are for notes.
var updateNames = map[string]string{
	"O": "from oceanic control", "Z": "from radar", "D": "by datalink", "X": "by ADS-B or surface radar, not told apart",
	"": "of no stated source", "P": "projected by FlightAware", "V": "FlightAware's virtual events",
}

// aeroReader reads AeroAPI's /flights/{id}/track, /flights/{id}/position,
// /flights/search and /flights/search/positions, by flight: AeroAPI has no
// address, and often no registration.
type aeroReader struct {
	*fleet
	j     *jsonStream
	count map[*plane]map[string]int64 // positions by update letter
}

func readFlightAware(in *input) error {
	r := &aeroReader{fleet: newFleet(in), j: newJSONStream(in), count: map[*plane]map[string]int64{}}
	var whole aeroFlight
	err := r.j.object(func(key string) error {
		switch key {
		case "positions":
			return r.j.array(func() error { return r.element(nil) })
		case "flights":
			return r.j.array(func() error { return r.element(&aeroFlight{}) })
		case "ident":
			return r.j.value(&whole.Ident)
		case "fa_flight_id":
			return r.j.value(&whole.Flight)
		case "registration":
			return r.j.value(&whole.Registration)
		case "aircraft_type":
			return r.j.value(&whole.Type)
		case "last_position":
			return r.j.value(&whole.Last)
		}
		return r.j.skip()
	})
	if whole.Last != nil && isData(err) {
		if err := r.flight(&whole); err != nil {
			return err
		}
	}
	if err := r.j.ended(err); err != nil {
		return err
	}
	return r.finish(r.tell)
}

// element reads one position, or one flight.
func (r *aeroReader) element(flight *aeroFlight) error {
	if flight != nil {
		if err := r.j.value(flight); err != nil {
			return err
		}
		return r.flight(flight)
	}
	var pos aeroPosition
	if err := r.j.value(&pos); err != nil {
		return err
	}
	return r.take(&aeroFlight{Flight: pos.Flight}, &pos)
}

func (r *aeroReader) flight(f *aeroFlight) error {
	if f.Last == nil {
		r.in.sum.Rows++
		r.in.unused(r.in.sum.Rows, r.j.at(), "a flight has no position")
		return nil
	}
	return r.take(f, f.Last)
}

// take makes a fix of a position.
func (r *aeroReader) take(flight *aeroFlight, pos *aeroPosition) error {
	r.in.sum.Rows++
	row := r.in.sum.Rows
	f, why := pos.fix(r.in, row, r.j.at())
	if why != "" {
		r.in.unused(row, r.j.at(), why)
		return nil
	}
	id := flight.Flight
	if id == "" {
		id = pos.Flight
	}
	p := r.plane(track.Address{}, id)
	if flight.Registration != "" {
		p.Registration = clip(flight.Registration)
	}
	if flight.Type != "" {
		p.Type = clip(flight.Type)
	}
	if r.count[p] == nil {
		r.count[p] = map[string]int64{}
		if flight.Ident == "" {
			flight.Ident, _, _ = strings.Cut(id, "-")
		}
		if flight.Ident != "" {
			p.note(row, fmt.Sprintf("FlightAware calls the flight %q, which need not be the callsign that was sent", clip(flight.Ident)))
		}
	}
	r.count[p][pos.Update]++
	return r.add(p, f)
}

// fix is a position as a fix. An altitude of hundreds of feet is not said to be
// above anything: by radar it may have been corrected for pressure.
func (p *aeroPosition) fix(in *input, row, at int64) (f track.Fix, why string) {
	f = blankFix(row)
	f.Slack = flightAwareSlack
	if p.Lat == nil || p.Lon == nil {
		return f, noPosition
	}
	if f.Pos, why = pointOf(*p.Lat, *p.Lon); why != "" {
		return f, why
	}
	st, ok := parseStamp(p.Timestamp)
	switch f.At = st.at; {
	case p.Timestamp == "":
		return f, noTime
	case !ok || !st.zoned:
		return f, badTime
	case f.At < earliest || f.At > latest:
		return f, farTime
	}
	f.Kind = updates[p.Update]
	if p.Altitude != nil {
		if v, ok := heights.within(in, row, at, 100**p.Altitude); ok {
			f.Alt = feet(v, track.Unstated)
		}
	}
	if p.Speed != nil {
		if v, ok := speeds.within(in, row, at, *p.Speed); ok {
			f.Speed = float32(v)
		}
	}
	if p.Heading != nil {
		if v, ok := courses.within(in, row, at, *p.Heading); ok {
			f.Course = turned(float32(v))
		}
	}
	return f, ""
}

// tell writes on a track how many positions are of each kind that the kinds here
// have no name for.
func (r *aeroReader) tell(p *plane) {
	for _, u := range []string{"Z", "O", "D", "X", "P", "V", ""} {
		if n := r.count[p][u]; n > 0 {
			p.note(0, fmt.Sprintf("%d positions are %s (update_type %s)", n, updateNames[u], strconv.Quote(u)))
		}
	}
	for u, n := range r.count[p] {
		if _, ok := updates[u]; !ok {
			p.note(0, fmt.Sprintf("%d positions have the update_type %q, which is not known here", n, clip(u)))
		}
	}
}
