package track

import (
	"math"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Heights of pressures in the standard atmosphere, in feet, from the table of
// ICAO Doc 7488 as manuals print it.
func TestPressureFeetAgainstTable(t *testing.T) {
	for hPa, feet := range map[float64]float64{1013.25: 0, 1050: -989, 1000: 364, 977.17: 1000, 942.13: 2000, 843.07: 5000, 696.82: 10000} {
		if got := pressureFeet(hPa); math.Abs(got-feet) > 5 {
			t.Errorf("%g hPa is at %.1f ft, in the table %g", hPa, got, feet)
		}
	}
}

// At Denver, 5,434 ft, a 737 that was rolling sent 5,250 ft of pressure and
// 5,300 ft above the ellipsoid: rows of a real trace, with the setting that the
// field's weather reports of that hour would give left out.
func TestHeightOfARollout(t *testing.T) {
	f := Fix{Pos: geo.Point{Lat: 39.84, Lon: -104.7}, Alt: Altitude{5250, Pressure}, Geo: Altitude{5300, Ellipsoid}}
	h := newHeights(&Track{Fixes: []Fix{f}})
	got, ok := h.above(0, 5434)
	if !ok || got.least > 0 || got.most < 0 || got.most-got.least > 700 {
		t.Errorf("on the runway it is within %+v, %v", got, ok)
	}
	if feet, within, ok := h.about(0, 5434); !ok || math.Abs(feet) > within {
		t.Errorf("it is about %.0f ft within %.0f, %v", feet, within, ok)
	}
}

// Two heights that cannot both be so give none.
func TestHeightsThatContradict(t *testing.T) {
	f := Fix{Pos: geo.Point{Lat: 47, Lon: 8}, Alt: Altitude{38000, Pressure}, Geo: Altitude{2000, Ellipsoid}}
	if got, ok := newHeights(&Track{Fixes: []Fix{f}}).above(0, 1400); ok {
		t.Errorf("a height of %+v is made of 38,000 ft and 2,000 ft", got)
	}
}

// The crew's setting counts for half an hour, the nearest in time first, and
// the standard one says nothing.
func TestSettingNearestInTime(t *testing.T) {
	tr := &Track{}
	for m := range 200 {
		f := Fix{At: span.Instant(m) * 60 * second, Alt: Altitude{1000, Pressure}}
		switch m {
		case 50:
			f.QNH = 1003.2
		case 70:
			f.QNH = 1023.2
		case 60, 150:
			f.QNH = 1013.6
		}
		tr.Fixes = append(tr.Fixes, f)
	}
	h := newHeights(tr)
	for i := range tr.Fixes {
		want := float32(0)
		switch { // by brute force
		case i >= 20 && i < 60:
			want = 1003.2
		case i >= 60 && i <= 100:
			want = 1023.2
		}
		if h.qnh[i] != want {
			t.Errorf("minute %d has the setting %v, want %v", i, h.qnh[i], want)
		}
	}
	if got, ok := h.above(50, 0); !ok || got.least > 1000-273 || got.most < 1000-273 || got.most-got.least > 700 {
		t.Errorf("1,000 ft at 1003.2 hPa is within %+v", got)
	}
}

// With any setting in the band for weather, and air above the field that is much
// colder or warmer than standard, the height stays in the interval: the
// hypsometric equation, integrated from the field up. The field's own pressure
// follows from the setting by its definition.
func TestHeightHoldsInOtherAtmospheres(t *testing.T) {
	for _, setting := range []float64{966, 1013.25, 1064} {
		for _, dT := range []float64{-55, -30, 0, 20, 35} {
			for _, field := range []float64{0, 2000, 5400, 13000} {
				for _, height := range []float64{0, 200, 1000, 3000, 8000} {
					at := pressureOf(field - pressureFeet(setting))
					feet := pressureFeet(pressureAbove(at, dT, field*metresPerFoot, height*metresPerFoot))
					f := Fix{Alt: Altitude{int32(math.Round(feet)), Pressure}}
					got, ok := newHeights(&Track{Fixes: []Fix{f}}).above(0, field)
					if !ok || height < got.least || height > got.most {
						t.Errorf("set %g hPa, %+g K, field %g ft: %g ft above it is not within %+v", setting, dT, field, height, got)
					}
				}
			}
		}
	}
}

// pressureOf undoes pressureFeet, by halving.
func pressureOf(feet float64) float64 {
	low, high := 100.0, 1200.0
	for range 60 {
		if mid := (low + high) / 2; pressureFeet(mid) > feet {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// pressureAbove is the pressure in hPa a height in metres above a field, in air
// that is dT warmer than the standard atmosphere has there.
func pressureAbove(p, dT, field, height float64) float64 {
	const g, r, lapse, step = 9.80665, 287.053, 0.0065, 1.0
	for h := 0.0; h < height; h += step {
		p -= p * g / (r * (288.15 + dT - lapse*(field+h))) * step
	}
	return p
}
