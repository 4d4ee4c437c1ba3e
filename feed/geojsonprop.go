package feed

import (
	"encoding/json"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// property is the first property of those names, there or, as togeojson has it
// since 2022, among the coordinateProperties.
func (f *feature) property(names []string) (json.RawMessage, bool) {
	var inner map[string]json.RawMessage
	json.Unmarshal(f.Properties["coordinateProperties"], &inner)
	for _, in := range []map[string]json.RawMessage{f.Properties, inner} {
		for _, name := range names {
			if v, ok := in[name]; ok && string(v) != "null" {
				return v, true
			}
		}
	}
	return nil, false
}

// text is a property that is text.
func (f *feature) text(names ...string) string {
	var s string
	raw, _ := f.property(names)
	json.Unmarshal(raw, &s)
	return s
}

// aircraft is the aircraft that a feature is of: by address, registration or
// name where it has one. It is nil if the caller does not want it.
func (r *geoReader) aircraft(f *feature) *plane {
	var addr track.Address
	for _, name := range addresses {
		if a, ok := track.ParseAddress(f.text(name)); ok {
			addr = a
			break
		}
	}
	if !r.in.wants(addr) {
		return nil
	}
	reg := clip(f.text("registration", "reg", "r"))
	name := reg
	if name == "" {
		name = clip(f.text("name"))
	}
	if !addr.IsZero() {
		name = ""
	}
	p := r.plane(addr, name)
	p.Registration = reg
	return p
}

// time reads a time: text, or a number of seconds or milliseconds since 1970.
func (r *geoReader) time(raw json.RawMessage, row int64) (at span.Instant, slack span.Length, why string, err error) {
	var n float64
	if json.Unmarshal(raw, &n) == nil && string(raw) != "null" {
		at, why = epoch(n)
		return at, 0, why, nil
	}
	var s string
	if json.Unmarshal(raw, &s) != nil || s == "" {
		return 0, 0, noTime, nil
	}
	return r.clock.at(s, row)
}
