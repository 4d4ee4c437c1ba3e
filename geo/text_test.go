package geo

import (
	"math"
	"testing"
	"time"
)

func TestParsePoint(t *testing.T) {
	harlingen := Point{26.2285, -97.6544}
	for s, want := range map[string]Point{
		"26.2285N 97.6544W": harlingen, "26.2285, -97.6544": harlingen,
		"0N 0E": {}, "-90, 180": {-90, 180}, "90S 180W": {-90, -180}, "5.5S 0.25E": {-5.5, 0.25},
	} {
		if got, err := ParsePoint(s); err != nil || got != want {
			t.Errorf("%q is %v, %v", s, got, err)
		}
	}
	for _, s := range []string{
		"", " ", "26.2285N", "26.2285N, 97.6544W", "26.2285 -97.6544", "26.2285,-97.6544", "26.2285,  -97.6544",
		"26.2285N  97.6544W", " 26.2285N 97.6544W", "26.2285N 97.6544W ", "97.6544W 26.2285N", "91N 0E", "0N 181E",
		"-1N 0E", "+1, 0", "1e1, 0", ".5, 0", "5., 0", "NaN, 0", "Inf, 0", "0x1, 0", "1_0, 0", "--1, 0", "26.2285n 97.6544w", "1, 2, 3", "1N 2E 3",
	} {
		if got, err := ParsePoint(s); err == nil {
			t.Errorf("%q is %v", s, got)
		}
	}
}

func FuzzParsePoint(f *testing.F) {
	f.Add("26.2285N 97.6544W")
	f.Add("26.2285, -97.6544")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePoint(s)
		if err != nil {
			return
		}
		if !p.Valid() {
			t.Fatalf("%q is %v", s, p)
		}
		if q, err := ParsePoint(p.String()); err != nil || q != p {
			t.Fatalf("%q is %v, written %q, read %v, %v", s, p, p.String(), q, err)
		}
	})
}

func TestParseSpeed(t *testing.T) {
	for s, want := range map[string]float64{"550 kt": 550 * 1852.0 / 3600, "1000 km/h": 1000 / 3.6, "250 m/s": 250, "0 kt": 0, "0.5 m/s": 0.5} {
		if got, err := ParseSpeed(s); err != nil || math.Abs(float64(got)-want) > 1e-12*want {
			t.Errorf("%q is %v m/s, %v", s, float64(got), err)
		}
	}
	for _, s := range []string{"", "550", "550kt", "550  kt", "-1 kt", "550 KT", "550 knots", "1e3 km/h", "kt", " kt", "NaN kt", "550 kt "} {
		if got, err := ParseSpeed(s); err == nil {
			t.Errorf("%q is %v", s, got)
		}
	}
	if s := (550 * Knot).String(); s != "550.0 kt" {
		t.Error(s)
	}
}

func TestSpeedTimesAndLengths(t *testing.T) {
	v := 550 * Knot
	if d := v.Within(time.Hour); d < 550*NauticalMile || d > 550*NauticalMile+1e-6 {
		t.Errorf("an hour at %v is %v", v, d)
	}
	if h := v.Least(550 * NauticalMile); h > time.Hour || h < time.Hour-time.Microsecond {
		t.Errorf("550 NM at %v is %v", v, h)
	}
	for _, x := range []time.Duration{v.Least(0), v.Least(-1), Speed(0).Least(1), Speed(-1).Least(1), v.Least(Meters(math.NaN())), Speed(math.NaN()).Least(1)} {
		if x != 0 {
			t.Errorf("nothing takes %v", x)
		}
	}
	if x := Speed(1e-300).Least(1e300); x != math.MaxInt64 {
		t.Errorf("an age is %v", x)
	}
	if d := v.Within(-time.Hour); d != 0 {
		t.Errorf("less than no time goes %v", d)
	}
}
