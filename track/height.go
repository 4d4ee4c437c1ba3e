package track

import (
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// interval is a height in feet above some level, at least and at most.
type interval struct{ least, most float64 }

// and is what lies in both; ok is false if nothing does.
func (h interval) and(o interval) (interval, bool) {
	b := interval{math.Max(h.least, o.least), math.Min(h.most, o.most)}
	return b, b.least <= b.most
}

// Bands of heights, in feet, for proofs: the height lies within them of what
// was computed, or no proof should rest on it. Ours, above what the sources
// name.
const (
	weather  = 1400.0 // pressure alone: sea-level pressures from 965 to 1065 hPa
	setBand  = 200.0  // pressure with the crew's setting: 7 hPa, or an old setting, and the altimeter
	geoBand  = 250.0  // geometric: geo.GeoidError is 82 ft, satellite navigation 148 ft (GVA 2, RTCA DO-260B)
	seaBand  = 350.0  // above sea level as a phone or logger has it: the model of the geoid is not known
	coldPart = 0.20   // of the height above the field: air 55 °C colder than standard is so much thinner
	warmPart = 0.15   // and 40 °C warmer so much thicker
)

// Bands of heights, in feet, for what is likely: how far the height usually is
// from the estimate, at most.
const (
	usualGeo     = 150.0
	usualSet     = 150.0
	usualWeather = 600.0 // sea-level pressures from 992 to 1035 hPa
)

// Of the crew's setting. Above a transition altitude every crew sets 1013.25
// hPa, which says nothing of the weather; broadcast in steps of 0.8 hPa it is
// 1012.8 or 1013.6. A setting that may be it is not used.
const (
	standardLow, standardHigh = 1012.4, 1014.0
	qnhKept                   = span.Length(30 * span.Minute)
)

// heights tells how high fixes of one track were above a level.
type heights struct {
	t   *Track
	qnh []float32 // for each fix the crew's setting nearest in time; nil if the track has none
}

func newHeights(t *Track) *heights {
	h := &heights{t: t}
	var set []int
	for i := range t.Fixes {
		if usable(t.Fixes[i].QNH) {
			set = append(set, i)
		}
	}
	if len(set) > 0 {
		h.spread(set)
	}
	return h
}

func usable(q float32) bool {
	return q >= 900 && q <= 1085 && !(q > standardLow && q < standardHigh)
}

// spread gives each fix the setting nearest in time, of those of the fixes in
// set, if it is not too far.
func (h *heights) spread(set []int) {
	h.qnh = make([]float32, len(h.t.Fixes))
	k := 0
	for i := range h.t.Fixes {
		away := func(k int) span.Length {
			d := span.Length(h.t.Fixes[set[k]].At - h.t.Fixes[i].At)
			return max(d, -d)
		}
		for k+1 < len(set) && away(k+1) <= away(k) {
			k++
		}
		if away(k) <= qnhKept {
			h.qnh[i] = h.t.Fixes[set[k]].QNH
		}
	}
}

// pressureFeet is the height in feet at which the ICAO standard atmosphere has
// the pressure, in hPa: 44,330.77 m × (1 − (p / 1013.25)^0.190263), from ICAO
// Doc 7488 for the troposphere.
func pressureFeet(hPa float64) float64 {
	return 44330.77 / metresPerFoot * (1 - math.Pow(hPa/1013.25, 0.190263))
}

const metresPerFoot = 0.3048

// above is how high fix i was above an elevation in feet above mean sea level,
// at least and at most. ok is false if it gives no height, or two that cannot
// both be so.
func (h *heights) above(i int, elevation float64) (interval, bool) {
	f := &h.t.Fixes[i]
	out, ok := interval{math.Inf(-1), math.Inf(1)}, false
	for _, a := range [2]Altitude{f.Alt, f.Geo} {
		x, has := h.band(f, i, a, elevation)
		if !has {
			continue
		}
		if out, ok = out.and(x); !ok {
			return out, false
		}
	}
	return out, ok
}

func (h *heights) band(f *Fix, i int, a Altitude, elevation float64) (interval, bool) {
	x := float64(a.Feet) - elevation
	switch a.Datum {
	case Pressure:
		band := weather
		if h.qnh != nil && h.qnh[i] > 0 {
			x -= pressureFeet(float64(h.qnh[i]))
			band = setBand
		}
		return inAir(x, band), true
	case Ellipsoid:
		// Some older installations send the height above the sea in its place.
		sea := x - float64(geo.Geoid(f.Pos))/metresPerFoot
		return interval{math.Min(x, sea) - geoBand, math.Max(x, sea) + geoBand}, true
	case SeaLevel:
		return interval{x - seaBand, x + seaBand}, true
	case Unstated:
		return inAir(x, weather), true
	}
	return interval{}, false
}

// inAir is the height of a pressure height within a band, in air that may be
// thinner or thicker than standard above the field.
func inAir(x, band float64) interval {
	low, high := x-band, x+band
	return interval{low - coldPart*math.Max(0, low), high + warmPart*math.Max(0, high)}
}

// about is the likeliest height in feet of fix i above an elevation, and within
// how many feet of it the height usually is.
func (h *heights) about(i int, elevation float64) (feet, within float64, ok bool) {
	f := &h.t.Fixes[i]
	for _, a := range [2]Altitude{f.Geo, f.Alt} {
		switch a.Datum {
		case Ellipsoid:
			return float64(a.Feet) - float64(geo.Geoid(f.Pos))/metresPerFoot - elevation, usualGeo, true
		case SeaLevel:
			return float64(a.Feet) - elevation, usualGeo, true
		case Pressure:
			if h.qnh != nil && h.qnh[i] > 0 {
				return float64(a.Feet) - pressureFeet(float64(h.qnh[i])) - elevation, usualSet, true
			}
			return float64(a.Feet) - elevation, usualWeather, true
		case Unstated:
			return float64(a.Feet) - elevation, usualWeather, true
		}
	}
	return 0, 0, false
}

// below reports whether fix i was likely within limit feet above an elevation:
// it may have been by its height and the usual band.
func (h *heights) below(i int, elevation, limit float64) bool {
	feet, within, ok := h.about(i, elevation)
	return ok && feet-within < limit
}
