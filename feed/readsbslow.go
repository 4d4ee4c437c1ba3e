package feed

import (
	"encoding/json"
	"errors"
	"math"

	"github.com/holdshort/holdshort/span"
)

// slow reads a point that parse would not: all of it may not be in the window,
// it is written in an unusual way, or it is none.
func (tr *traceReader) slow(p *tracePoint, at int64) error {
	if c := tr.w.peek(); c == 0 || c == ',' || c == ']' {
		return tr.w.unexpected()
	}
	v, err := tr.w.value()
	if err != nil {
		return err
	}
	tr.row++
	padded := append(append(make([]byte, 0, len(v)+pad), v...), make([]byte, pad)...)
	if n, ok := p.parse(padded); ok && n == len(v) {
		tr.add(p, at)
		return nil
	}
	if err := p.decode(v); err != nil {
		tr.in.unused(tr.row, at, err.Error())
		return nil
	}
	tr.add(p, at)
	return nil
}

var (
	errNotAPoint = errors.New("the element is not a point of a trace")
	errNaN       = errors.New("one of the numbers is nan or inf")
	errNoPlace   = errors.New("there is no latitude and longitude")
	errNoTime    = errors.New("there is no time")
)

// decode reads a point with encoding/json.
func (p *tracePoint) decode(v []byte) error {
	var fields []json.RawMessage
	if !json.Valid(v) {
		return errNaN // the window takes nothing else that is no JSON
	}
	if json.Unmarshal(v, &fields) != nil || len(fields) < 9 || len(fields) > 15 {
		return errNotAPoint
	}
	*p = tracePoint{alt: math.NaN(), geoAlt: math.NaN()}
	off, ok := real64(fields[0])
	if !ok {
		return errNoTime
	}
	if math.Abs(off) > 1e11 {
		return errors.New(absurdTime)
	}
	p.off = span.Length(math.Round(off * 1000))
	var okLat, okLon bool
	p.lat, okLat = real64(fields[1])
	p.lon, okLon = real64(fields[2])
	if !okLat || !okLon {
		return errNoPlace
	}
	if string(fields[3]) == `"ground"` || unquote(fields[3]) == "ground" {
		p.ground = true
	} else {
		p.alt = p.real(fields[3])
	}
	p.speed, p.course, p.climb = p.real(fields[4]), p.real(fields[5]), p.real(fields[7])
	if f := p.real(fields[6]); f >= 0 && f < 1<<31 {
		p.flags = int64(f)
	}
	p.decodeDetail(fields[8])
	if len(fields) > 9 && string(fields[9]) != "null" {
		s := unquote(fields[9])
		p.source, p.hasSource, p.odd = readsbKinds[s], true, p.odd || fields[9][0] != '"'
	}
	if len(fields) > 10 {
		p.geoAlt = p.real(fields[10])
	}
	return nil
}

// real is a number that may be null.
func (p *tracePoint) real(v []byte) float64 {
	f, ok := real64(v)
	p.odd = p.odd || !ok && string(v) != "null"
	return f
}

// decodeDetail reads the details of a point.
func (p *tracePoint) decodeDetail(v []byte) {
	var fields map[string]json.RawMessage
	if string(v) == "null" {
		return
	}
	if json.Unmarshal(v, &fields) != nil {
		p.odd = true
		return
	}
	p.hasDetail = true
	p.detail = blankDetails
	for key, v := range fields {
		p.detail.field(detailKeyOf(key), v)
	}
	p.detail.settle()
}
