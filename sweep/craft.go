package sweep

import (
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/airframe"
	"github.com/holdshort/holdshort/atlas"
	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
	"github.com/holdshort/holdshort/tri"
)

// craft is one aircraft read in full. Its legs are told when they are first asked
// for.
type craft struct {
	head    feed.Head
	calls   []string
	a       *track.Analysis
	known   []span.Span // within silence of a position received
	silence span.Instant
	hasLegs bool
	aloft   []span.Span
	needs   map[*atom]string
	stays   map[int][]track.Stay // by target
	targets []*target
}

// Model is what is taken for granted of a track, by its type; track.Jet if the type
// is not known or the track contradicts it, and then a note of it.
func Model(t *track.Track) (m track.Model, disbelieved string) {
	m = modelOf(t.Type)
	if m.Top < track.Jet.Top {
		if how, beats := t.Beats(m.Top); beats {
			return track.Jet, fmt.Sprintf("the type %s, as the network's database says, is not believed: it cannot exceed %s over the ground, and %s", t.Type, m.Top, how)
		}
	}
	return m, ""
}

// modelOf is the model of a type.
func modelOf(designator string) track.Model {
	ty, ok := airframe.Lookup(designator)
	if !ok {
		return track.Jet
	}
	return track.ModelOf(ty.Top(), fmt.Sprintf("type %s as the network's database says: %s", ty.Designator, ty.Why()))
}

// newCraft cleans a track and makes it ready to be asked. One that track.Plain found
// plain need not be cleaned.
func newCraft(h feed.Head, t *track.Track, q *Query, silence span.Length, plain bool) *craft {
	m, disbelieved := modelOf(t.Type), ""
	if !plain {
		m, disbelieved = Model(t)
		t.Clean(m)
	}
	if disbelieved != "" {
		t.Notes = append(t.Notes, track.Note{Byte: -1, Text: disbelieved})
	}
	c := &craft{head: h, calls: callsOf(t), silence: span.Instant(silence), needs: map[*atom]string{}, stays: map[int][]track.Stay{}, targets: q.targets,
		a: &track.Analysis{Track: t, Model: m, Gaps: t.Gaps(), Prism: track.NewPrism(t, m)}}
	for i := range t.Fixes {
		f := &t.Fixes[i]
		if f.Mark&(track.Frozen|track.NotReceived) != 0 {
			continue
		}
		from, to := f.At-c.silence, f.At+c.silence
		if n := len(c.known); n > 0 && from <= c.known[n-1].Latest() {
			c.known[n-1] = span.Of(c.known[n-1].Earliest(), to)
		} else {
			c.known = append(c.known, span.Of(from, to))
		}
	}
	return c
}

// legs tells the legs, once.
func (c *craft) legs() []track.Leg {
	if !c.hasLegs {
		c.a.Legs, c.a.Events = c.a.Track.LegsAndEvents(atlas.Airfields)
		c.aloft, c.hasLegs = c.a.Aloft(), true
	}
	return c.a.Legs
}

// needsLegs are the atoms that legs are needed for.
func needsLegs(a *atom) bool {
	switch a.op {
	case "airborne", "departs", "arrives", "shows-takeoff", "shows-landing", "shows-turn-back":
		return true
	}
	return false
}

// withoutLegs answers an atom as far as that can be done without legs.
func (c *craft) withoutLegs(a *atom) value {
	if !needsLegs(a) {
		return c.answer(a)
	}
	if a.target < 0 {
		return both(tri.Unknown)
	}
	v := c.visits(a)
	for _, t := range []*tri.Truth{&v.sure, &v.heard} {
		if *t == tri.Yes {
			*t = tri.Unknown // it was there, and may have flown over
		}
	}
	return v
}

// answer answers an atom.
func (c *craft) answer(a *atom) value {
	if v, ok := identity(a, &c.head, c.calls); ok {
		if v.sure == tri.Unknown {
			c.needs[a] = c.veil(a)
		}
		return v
	}
	switch a.op {
	case "near", "visits":
		return c.visits(a)
	case "in-area":
		return c.inArea(a)
	case "leaves":
		return c.crosses(a, tri.Yes, tri.No)
	case "enters":
		return c.crosses(a, tri.No, tri.Yes)
	case "airborne":
		return c.airborne(a)
	case "departs":
		return c.end(a, func(l *track.Leg) (*track.End, *track.LikelyEnd) { return l.Takeoff, l.LikelyTakeoff })
	case "arrives":
		return c.end(a, func(l *track.Leg) (*track.End, *track.LikelyEnd) { return l.Landing, l.LikelyLanding })
	}
	return c.shows(a)
}

// veil says why an identity is open.
func (c *craft) veil(a *atom) string {
	switch {
	case c.head.Flags.Has(feed.PIA):
		return "whose aircraft it is: the database marks the address as a temporary one (PIA)"
	case c.head.Address.NonICAO:
		return "whose aircraft it is: the address is outside ICAO's plan"
	case a.op == "call" && len(c.calls) == 0:
		return "a callsign: it sent none"
	case a.op == "call":
		return "a callsign that says something: it sent " + strings.Join(c.calls, ", ")
	}
	return "a register: the database says nothing of it here"
}

// staysOf are the stays of a target, told once.
func (c *craft) staysOf(a *atom) []track.Stay {
	s, ok := c.stays[a.target]
	if !ok {
		s = c.a.Prism.Stays(c.targets[a.target].area, a.from, a.to)
		c.stays[a.target] = s
	}
	return s
}

// knownIn reports whether any moment of a stretch is within silence of a position.
func (c *craft) knownIn(from, to span.Instant) bool { return meets(c.known, from, to) }

func meets(ss []span.Span, from, to span.Instant) bool {
	for _, s := range ss {
		if s.Earliest() <= to && s.Latest() >= from {
			return true
		}
	}
	return false
}

// covered reports whether every moment of a stretch is in one of the spans.
func covered(ss []span.Span, from, to span.Instant) bool {
	for _, s := range ss {
		if s.Earliest() <= from && from <= s.Latest() {
			if s.Latest() >= to {
				return true
			}
			from = s.Latest() + 1
		}
	}
	return false
}

// visits is whether it was in the target at some moment of the stretch.
func (c *craft) visits(a *atom) value {
	v := both(tri.No)
	for _, s := range c.staysOf(a) {
		switch {
		case s.In == tri.Yes:
			return both(tri.Yes)
		case s.In == tri.Unknown:
			v.sure = tri.Unknown
			if c.knownIn(s.From, s.To) {
				v.heard = tri.Unknown
				c.need(a, s.From, s.To)
			}
		}
	}
	return v
}

// need notes the first stretch that leaves an atom open.
func (c *craft) need(a *atom, from, to span.Instant) {
	if c.needs[a] == "" {
		c.needs[a] = fmt.Sprintf("where it was from %s to %s", from.RFC3339(), to.RFC3339())
	}
}

// inArea is whether it was in the target at a moment, whichever of its bounds that
// was.
func (c *craft) inArea(a *atom) value {
	in, out, known := true, true, false
	for _, s := range c.staysOf(a) {
		in, out = in && s.In == tri.Yes, out && s.In == tri.No
		if s.In != tri.No && (s.In == tri.Yes || c.knownIn(s.From, s.To)) {
			known = true
			c.need(a, s.From, s.To)
		}
	}
	switch {
	case in:
		return both(tri.Yes)
	case out:
		return both(tri.No)
	case !known:
		return value{tri.Unknown, tri.No}
	}
	return both(tri.Unknown)
}

// apart is how long after being on one side of a boundary it has to be on the other
// for that to be told as leaving or entering.
const apart = span.Instant(5 * 60 * 1000)

// crosses is whether it was on one side at a moment and on the other at a later
// one, apart or more.
func (c *craft) crosses(a *atom, first, then tri.Truth) value {
	after := func(is func(track.Stay, tri.Truth) bool) bool {
		from, to := span.End, span.Beginning
		for _, s := range c.staysOf(a) {
			if is(s, first) {
				from = min(from, s.From)
			}
			if is(s, then) {
				to = max(to, s.To)
			}
		}
		return from <= to && to-from >= apart
	}
	if after(func(s track.Stay, side tri.Truth) bool { return s.In == side }) {
		return both(tri.Yes)
	}
	v := both(tri.No)
	if after(func(s track.Stay, side tri.Truth) bool { return s.In == side || s.In == tri.Unknown }) {
		v.sure = tri.Unknown
	}
	if after(func(s track.Stay, side tri.Truth) bool {
		return s.In == side || s.In == tri.Unknown && c.knownIn(s.From, s.To)
	}) {
		v.heard = tri.Unknown
	}
	for _, s := range c.staysOf(a) {
		if s.In == tri.Unknown && v.sure == tri.Unknown && c.knownIn(s.From, s.To) {
			c.need(a, s.From, s.To)
		}
	}
	return v
}

// airborne is whether it was in the air. It is never a sure No: an aircraft that was
// seen on the ground twice may have flown between.
func (c *craft) airborne(a *atom) value {
	c.legs()
	if covered(c.aloft, a.from, a.to) {
		return both(tri.Yes)
	}
	if !c.knownIn(a.from, a.to) || c.stands(a.from, a.to) {
		return value{tri.Unknown, tri.No}
	}
	c.needs[a] = fmt.Sprintf("whether it was in the air from %s to %s", a.from.RFC3339(), a.to.RFC3339())
	return both(tri.Unknown)
}

// stands reports whether the positions before and after a stretch, and all in it,
// say that the aircraft was on the ground, none silence from the next.
func (c *craft) stands(from, to span.Instant) bool {
	before := -1
	fs := c.a.Track.Fixes
	for i := range fs {
		if fs[i].At < from {
			before = i
		}
	}
	for i := max(before, 0); before >= 0 && i < len(fs); i++ {
		if fs[i].Ground != track.OnGround || i > before && fs[i].At-fs[i-1].At > c.silence {
			return false
		}
		if fs[i].At > to {
			return true
		}
	}
	return false
}

// end is whether it took off from an airport, or landed at it.
func (c *craft) end(a *atom, of func(*track.Leg) (*track.End, *track.LikelyEnd)) value {
	for i := range c.legs() {
		e, _ := of(&c.a.Legs[i])
		if e != nil && e.FieldProved && atlas.Same(e.Field, a.name) && e.Proved.Earliest() >= a.from && e.Proved.Latest() <= a.to {
			return both(tri.Yes)
		}
	}
	v := both(tri.No)
	for _, s := range c.staysOf(a) {
		if s.In == tri.No || covered(c.aloft, s.From, s.To) {
			continue // elsewhere, or over it
		}
		v.sure = tri.Unknown
		if c.knownIn(s.From, s.To) {
			v.heard = tri.Unknown
			c.need(a, s.From, s.To)
		}
	}
	if v.heard == tri.Unknown {
		c.likelyEnd(a, of)
	}
	return v
}

// likelyEnd says beside what is open what is likely of it.
func (c *craft) likelyEnd(a *atom, of func(*track.Leg) (*track.End, *track.LikelyEnd)) {
	for i := range c.a.Legs {
		if _, l := of(&c.a.Legs[i]); l != nil && atlas.Same(l.Field, a.name) {
			c.needs[a] += "; it is likely, not proved: " + l.Why
			return
		}
	}
}

// shows answers what is asked of the archive. It is open where what was proved may
// lie in the stretch or outside it.
func (c *craft) shows(a *atom) value {
	out := tri.No
	look := func(between span.Span) {
		switch {
		case between.Latest() < a.from || between.Earliest() > a.to:
		case between.Earliest() >= a.from && between.Latest() <= a.to:
			out = tri.Yes
		case out == tri.No:
			out = tri.Unknown
			c.needs[a] = fmt.Sprintf("when it was: between %s and %s", between.Earliest().RFC3339(), between.Latest().RFC3339())
		}
	}
	switch a.op {
	case "shows-fix":
		return c.showsFix(a)
	case "shows-turn-back":
		c.legs()
		for _, e := range c.a.Events {
			if e.Kind == track.TurnBack {
				look(e.Between)
			}
		}
		return both(out)
	}
	for i := range c.legs() {
		e := c.a.Legs[i].Takeoff
		if a.op == "shows-landing" {
			e = c.a.Legs[i].Landing
		}
		if e != nil {
			look(e.Proved)
		}
	}
	return both(out)
}

// showsFix is whether there is a position that proves in the area as drawn: its
// radius is left out, since it is of the archive.
func (c *craft) showsFix(a *atom) value {
	area, out := c.targets[a.target].area, tri.No
	for i := range c.a.Track.Fixes {
		f := &c.a.Track.Fixes[i]
		if f.At < a.from || f.At > a.to || !f.Proves() {
			continue
		}
		switch area.Contains(f.Pos) {
		case tri.Yes:
			return both(tri.Yes)
		case tri.Unknown:
			out = tri.Unknown
			c.needs[a] = fmt.Sprintf("on which side of the boundary row %d lies, which is nearer to it than the drawing's error", f.Row)
		}
	}
	return both(out)
}
