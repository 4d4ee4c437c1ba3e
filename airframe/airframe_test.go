package airframe

import (
	"strings"
	"testing"

	"github.com/holdshort/holdshort/geo"
)

// published are descriptions and wake categories of another copy of Doc 8643,
// read at two places of its alphabet: webapp/src/db/types.json of Mictronics'
// readsb-protobuf at commit 0439cb52. It writes R for a tiltrotor, and M where
// Doc 8643 has L/M for a designator of lighter and heavier models.
const published = `
A1 L1P M; A10 L2J M; A109 H2T L; A124 L4J H; A139 H2T L; A140 L2T M; A148 L2J M; A19N L2J M; A20J L1J L; A20N L2J M; A21N L2J M
A225 L6J H; A306 L2J H; A30B L2J H; A310 L2J H; A318 L2J M; A319 L2J M; A320 L2J M; A321 L2J M; A332 L2J H; A333 L2J H; A339 L2J H
A343 L4J H; A346 L4J H; A359 L2J H; A35K L2J H; A3ST L2J H; A4 L1J M; A400 L4T H; A6 L2J M; A600 H1P L; A748 L2T M; AC10 G1P L
AC90 L2T L; AG60 A4T M; AJET L2J M; AN12 L4T M; AN2 L1P L; AN22 L4T H; AN24 L2T M; AN72 L2J M; ARCE L1E L; AS32 H2T M; AS50 H1T L
AT43 L2T M; AT72 L2T M; AT76 L2T M; AT8T L1T M; B06 H1T L; B1 L4J H; B105 H2T L; B17 L4P M; B190 L2T M; B2 L4J H; B29 L4P M
B350 L2T M; B37M L2J M; B38M L2J M; B39M L2J M; B407 H1T L; B412 H2T L; B461 L4J M; B47G H1P L; B52 L8J H; B609 R2T M; B703 L4J H
B712 L2J M; B721 L3J M; B732 L2J M; B734 L2J M; B737 L2J M; B738 L2J M; B739 L2J M; B744 L4J H; B748 L4J H; B752 L2J M; B753 L2J M
B762 L2J H; B763 L2J H; B764 L2J H; B772 L2J H; B77W L2J H; B788 L2J H; B789 L2J H; BCS1 L2J M; BCS3 L2J M; BE12 A2T M; BE20 L2T M
BE36 L1P L; BE9L L2T L; BER2 A2J M; SB20 L2T M; SF34 L2T M; SF50 L1J L; SLCH L6J H; SOL1 L4E L; SR22 L1P L; SS2 L1R M; SU27 L2J M
SU57 L2J M; SU95 L2J M; SW4 L2T M; T134 L2J M; T154 L3J M; T160 L4J H; T204 L2J M; T38 L2J L; TBM9 L1T L; TRIM L3P L; TU95 L4T H
TUCA L1T L; U2 L1J M; UH1 H1T L; V22 R2T M; V280 R2T M; VELO L1P L; VF35 L1J M`

func TestPublished(t *testing.T) {
	n := 0
	for part := range strings.SplitSeq(strings.ReplaceAll(published[1:], "\n", ";"), ";") {
		w := strings.Fields(part)
		n++
		got, ok := Lookup(w[0])
		switch {
		case !ok:
			t.Errorf("%s is not in the table", w[0])
		case got.Description != strings.Replace(w[1], "R2", "T2", 1) || !strings.Contains(got.Wake, w[2]):
			t.Errorf("%s is %s %s here, %s %s there", w[0], got.Description, got.Wake, w[1], w[2])
		}
	}
	if n < 110 {
		t.Errorf("%d were compared", n)
	}
}

func TestLookup(t *testing.T) {
	for _, c := range []struct {
		designator string
		class      Class
		top        geo.Speed // knots; 0 if it is not told
	}{
		{"B763", Jet, 750}, {"a320", Jet, 750}, {" B738 ", Jet, 750}, {"B744", FastJet, 830}, {"GLEX", FastJet, 830}, {"C750", FastJet, 830},
		{"F16", SupersonicJet, 1740}, {"CONC", SupersonicJet, 1740}, {"MG31", FastestJet, 2340}, {"SS2", Rocket, 15440},
		{"AT76", Turboprop, 620}, {"DH8D", Turboprop, 620}, {"TU95", FastTurboprop, 740}, {"P180", FastTurboprop, 740},
		{"C172", Piston, 570}, {"P51", FastPiston, 710}, {"PIAE", Electric, 585}, {"V22", Tiltrotor, 580}, {"H60", Helicopter, 500},
		{"R44", Helicopter, 500}, {"GYRO", Gyroplane, 370}, {"GLID", Glider, 570}, {"ULAC", Microlight, 460}, {"SHIP", Airship, 330},
		{"BALL", Balloon, 250}, {"ZZZZ", 0, 0}, {"", 0, 0}, {"GND", 0, 0}, {"TWR", 0, 0}, {"A320/B738", 0, 0},
	} {
		got, ok := Lookup(c.designator)
		if got.Class != c.class || ok != (c.class != 0) {
			t.Errorf("%q is %v, %v; want %v", c.designator, got, ok, c.class)
		}
		if d := got.Top() - c.top*geo.Knot; d < -0.001 || d > 0.001 {
			t.Errorf("%q: at most %s, want %.0f kt", c.designator, got.Top(), c.top)
		}
		if (got.Why() != "") != ok || (got.Class.String() == "unknown") == ok {
			t.Errorf("%q: %q, because %q", c.designator, got.Class, got.Why())
		}
	}
}

// Every jet is listed, every listed designator is in the table with the engine
// of its list and in no other list, and every type has a bound.
func TestLists(t *testing.T) {
	seen := map[string]Class{}
	for class, text := range listed {
		for d := range strings.FieldsSeq(text) {
			if seen[d] != 0 {
				t.Errorf("%s is a %s and a %s", d, seen[d], class)
			}
			seen[d] = class
			ty, ok := Lookup(d)
			engine := map[Class]string{FastTurboprop: "T", FastPiston: "P"}[class]
			if engine == "" {
				engine = "J"
			}
			if !ok || !strings.HasSuffix(ty.Description, engine) {
				t.Errorf("%s, listed as a %s, is %q in the table", d, class, ty.Description)
			}
		}
	}
	jets := 0
	for d, ty := range types() {
		if strings.HasSuffix(ty.Description, "J") {
			jets++
			if seen[d] == 0 {
				t.Errorf("the jet %s is in no list", d)
			}
		}
		if ty.Top() < 250*geo.Knot || ty.Why() == "" {
			t.Errorf("%s has the bound %s, because %q", d, ty.Top(), ty.Why())
		}
	}
	if len(types()) != 2720 || jets != 421 {
		t.Errorf("%d types, %d of them jets", len(types()), jets)
	}
}

// The bounds of jets against the fastest flights that are on record, in knots
// over the ground: BA112 of 9 February 2020, a Boeing 747-400, 716 kt (825 mph)
// as reported; what each model is limited to, in the air of 34,000 feet, with
// that day's wind of 220 kt.
func TestRecords(t *testing.T) {
	const sound, wind = 579.0, 220.0
	for _, c := range []struct {
		designator string
		least      float64
	}{
		{"B744", 716}, {"B744", 0.92*sound + wind}, {"B763", 0.86*sound + wind}, {"B738", 0.82*sound + wind}, {"A333", 0.86*sound + wind},
		{"C750", 0.935*sound + wind}, {"GL7T", 0.925*sound + wind}, {"GLF6", 0.925*sound + wind}, {"MD11", 0.945*sound + wind},
		{"CONC", 2.04*sound + wind}, {"MG25", 3.2*sound + wind}, {"SR71", 1905}, {"P180", 402 + wind}, {"TU95", 500 + wind},
		{"DH8D", 360 + wind}, {"SB20", 370 + wind}, {"P51", 439 + wind}, {"V22", 316 + wind}, {"EC75", 175 + wind},
	} {
		ty, ok := Lookup(c.designator)
		if !ok || float64(ty.Top()/geo.Knot) < c.least {
			t.Errorf("%s may be as fast as %.0f kt; the bound is %s", c.designator, c.least, ty.Top())
		}
	}
}
