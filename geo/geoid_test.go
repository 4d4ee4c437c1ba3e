package geo

import (
	"math"
	"testing"
)

// The values that come with the program F477 of the National Imagery and Mapping
// Agency, to check other programs by: latitude, longitude, EGM96 in metres.
func TestGeoidAgainstPublishedValues(t *testing.T) {
	for _, x := range [][3]float64{
		{38.6281550, 269.7791550, -31.628},
		{-14.6212170, 305.0211140, -2.969},
		{46.8743190, 102.4487290, -43.575},
		{-23.6174460, 133.8747120, 15.871},
		{38.6254730, 359.9995000, 50.066},
		{-0.4667440, 0.0023000, 17.329},
	} {
		lon := math.Mod(x[1]+180, 360) - 180
		got := Geoid(Point{Degrees(x[0]), Degrees(lon)})
		if math.Abs(float64(got)-x[2]) > float64(GeoidError) {
			t.Errorf("at %v it is %v, published %v m", x[:2], got, x[2])
		}
		t.Logf("%v: off by %.1f m", x[:2], float64(got)-x[2])
	}
}

func TestGeoidHasNoSeams(t *testing.T) {
	for lat := Degrees(-90); lat <= 90; lat += 0.5 {
		w, e := Geoid(Point{lat, -180}), Geoid(Point{lat, 180})
		if math.Abs(float64(w-e)) > 1e-9 {
			t.Errorf("at latitude %v it is %v on one side of the antimeridian and %v on the other", lat, w, e)
		}
		for lon := Degrees(-180); lon < 180; lon += 0.5 {
			a, b := Geoid(Point{lat, lon}), Geoid(Point{lat, lon + 0.5})
			if math.Abs(float64(a-b)) > 10 {
				t.Fatalf("at %v %v it jumps from %v to %v", lat, lon, a, b)
			}
		}
	}
	if g := Geoid(Point{91, 0}); g == g {
		t.Errorf("a point that is none has %v", g)
	}
}
