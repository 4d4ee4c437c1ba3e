package feed

import (
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Why a point gave no fix.
const (
	absurdTime = "the time is before 1990 or after 2100"
	outOfRange = "the latitude or longitude is out of range"
)

// tracePoint is one element of a trace, in the order of its fields. A number that
// is not given is NaN.
type tracePoint struct {
	off           span.Length // after the trace's base
	lat, lon      float64
	ground        bool
	alt           float64 // feet
	speed, course float64
	flags         int64
	climb         float64
	detail        details
	hasDetail     bool
	source        track.Kind
	hasSource     bool
	geoAlt        float64
	odd           bool // a field is of a kind that the format does not have there
}

// points reads the elements of the key "trace".
func (tr *traceReader) points() error {
	w := tr.w
	tr.seen, tr.baseless = true, !tr.based
	if tr.left {
		return w.skip()
	}
	w.pos++
	var p tracePoint
	for first := true; ; first = false {
		if !first && w.end-w.pos > 2 && w.buf[w.pos] == ',' && w.buf[w.pos+1] == '\n' {
			w.pos += 2 // the usual way
		} else if w.take(']') {
			return nil
		} else if !first && !w.take(',') {
			return w.unexpected()
		}
		w.peek()
		at := w.at()
		if n, ok := p.parse(w.rest()); ok {
			w.pos += n
			tr.row++
			tr.add(&p, at)
			continue
		}
		if err := tr.slow(&p, at); err != nil {
			return err
		}
	}
}

// add makes a fix of a point.
func (tr *traceReader) add(p *tracePoint, at int64) {
	lat, lon := p.lat, p.lon
	when := span.Instant(p.off) + tr.base
	switch {
	case !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180):
		tr.in.unused(tr.row, at, outOfRange)
		return
	case (when < earliest || when > latest) && !tr.baseless:
		tr.in.unused(tr.row, at, absurdTime)
		return
	}
	if p.odd {
		tr.in.odd(tr.row, at, "a field is of another kind than the format has there, and was taken as not given")
	}
	f := tr.next()
	f.At, f.Slack = when, readsbSlack
	f.Pos = geo.Point{Lat: geo.Degrees(lat), Lon: geo.Degrees(lon)}
	f.Alt, f.Ground = p.height()
	f.Geo = altitudeOf(p.geoAlt, track.Ellipsoid)
	f.Speed, f.Course, f.Climb = float32(p.speed), float32(p.course), float32(p.climb)
	f.Kind = p.source
	f.Mark = track.Mark(p.flags) & (track.Stale | track.NewLeg) // readsb's own bits
	f.Row, f.Origin = tr.row, 0
	f.NIC, f.NACp, f.SIL = -1, -1, -1
	if p.hasDetail {
		tr.detail(p, f)
	}
	tr.carry(f)
}

// next is room for one more fix.
func (tr *traceReader) next() *track.Fix {
	switch n := len(tr.rec); {
	case n == batch:
		tr.old = append(tr.old, tr.rec)
		tr.rec = make([]track.Fix, 1, batch)
	case n == cap(tr.rec):
		tr.rec = append(tr.rec, track.Fix{})
	default:
		tr.rec = tr.rec[:n+1]
	}
	return &tr.rec[len(tr.rec)-1]
}

// detail takes what the details of a point say.
func (tr *traceReader) detail(p *tracePoint, f *track.Fix) {
	d := &p.detail
	f.NIC, f.NACp, f.SIL = d.nic, d.nacp, d.sil
	if !p.hasSource {
		f.Kind = d.kind
	}
	tr.last, tr.when, tr.kind = *d, f.At, f.Kind
	if n := len(tr.t.Calls); len(d.call) > 0 && (n == 0 || tr.t.Calls[n-1].Text != string(d.call)) {
		tr.t.Calls = append(tr.t.Calls, track.Call{At: f.At, Text: string(d.call), Row: f.Row})
	}
}

// carry gives f what the last details before it say, if they were not long ago;
// the containment radius only if they were of a position that came the same way.
func (tr *traceReader) carry(f *track.Fix) {
	f.Squawk, f.QNH, f.Radius = 0, 0, 0
	since := span.Length(f.At - tr.when)
	if since < 0 || since > carried {
		return
	}
	f.Squawk, f.QNH = tr.last.squawk, tr.last.qnh
	if tr.last.vehicle {
		tr.in.vehicle(f)
	}
	if f.Kind == tr.kind && (f.Kind == track.ADSB || f.Kind == track.ADSR) {
		f.Radius = tr.last.radius
	}
}

// height is the altitude, and whether the file says that the aircraft was on
// the ground: readsb writes "ground", a number or nothing.
func (p *tracePoint) height() (track.Altitude, track.Ground) {
	if p.ground {
		return track.Altitude{}, track.OnGround
	}
	if math.IsNaN(p.alt) {
		return track.Altitude{}, track.Unsaid
	}
	datum := track.Pressure
	if p.flags&8 != 0 {
		datum = track.Ellipsoid
	}
	return altitudeOf(p.alt, datum), track.Airborne
}

// maxFeet bounds altitudes: what is beyond is no altitude.
const maxFeet = 1000000

// altitudeOf is a height in feet, none if it is no sensible number.
func altitudeOf(feet float64, d track.Datum) track.Altitude {
	if !(math.Abs(feet) <= maxFeet) {
		return track.Altitude{}
	}
	whole := int32(feet)
	if float64(whole) != feet {
		whole = int32(math.Round(feet))
	}
	return track.Altitude{Feet: whole, Datum: d}
}

// millis is a number of seconds in milliseconds, rounded.
func (d decimal) millis() span.Length {
	if d.frac <= 3 {
		return span.Length(d.m * int64(scale[3-d.frac]))
	}
	return span.Length(math.Round(d.float() * 1000))
}
