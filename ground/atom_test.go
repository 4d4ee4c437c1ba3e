package ground_test

import (
	"os"
	"strings"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

func atoms(t *testing.T) *holdshort.Case {
	t.Helper()
	c, err := holdshort.Load(os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// form brings a formula down under a reading, "" for none.
func form(t *testing.T, c *holdshort.Case, text, reading string) (*ground.Form, *ground.Grounder) {
	t.Helper()
	n, err := formula.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	g := ground.New(c, c.Reading(holdshort.ID(reading)))
	f, err := g.Form(n)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f, g
}

// value is the truth of f if each event happened at the minute given.
func value(t *testing.T, f *ground.Form, at map[string]int64) tri.Value {
	t.Helper()
	each := func(fs []*ground.Form) (out []tri.Value) {
		for _, s := range fs {
			out = append(out, value(t, s, at))
		}
		return out
	}
	switch {
	case f.Lit != nil:
		x, okX := at[f.Lit.X]
		y, okY := at[f.Lit.Y]
		if !okX || !okY {
			t.Fatalf("no minute for %q or %q", f.Lit.X, f.Lit.Y)
		}
		return tri.Definite((x-y)*int64(span.Minute) <= f.Lit.C)
	case f.Fact != nil:
		return f.Fact.Value()
	case f.And != nil:
		return tri.And(each(f.And)...)
	}
	return tri.Or(each(f.Or)...)
}

// minutes reads "up 0, down 60".
func minutes(t *testing.T, text string) map[string]int64 {
	t.Helper()
	at := map[string]int64{}
	for _, part := range strings.Split(text, ", ") {
		name, n, _ := strings.Cut(part, " ")
		l, err := span.ParseLength(n + "m")
		if err != nil {
			t.Fatal(err)
		}
		at[name] = int64(l / span.Minute)
	}
	return at
}

const (
	wholeAt = "whole.wheels-up@AAA 0, whole.leaves@home 30, whole.touchdown@BBB 60, whole.wheels-up@BBB 90, whole.enters@home 120, " +
		"whole.touchdown@AAA 150, whole.wheels-up@AAA-2 200, whole.leaves@home-2 230, whole.touchdown@CCC 260, t "
	partAt = "part.wheels-up@AAA 0, part.leaves@home 30, part.touchdown@BBB 60, t "
)

// What each atom of time says in one world.
func TestAtomsOfTime(t *testing.T) {
	for _, x := range []struct {
		ask, reading, at string
		want             tri.Truth
	}{
		{"airborne(whole, t)", "", wholeAt + "0", tri.Yes},
		{"airborne(whole, t)", "", wholeAt + "59", tri.Yes},
		{"airborne(whole, t)", "", wholeAt + "60", tri.No},
		{"airborne(whole, t)", "", wholeAt + "75", tri.No},
		{"airborne(whole, t)", "", wholeAt + "90", tri.Yes},
		{"airborne(whole, t)", "", wholeAt + "300", tri.No},
		{"airborne(part, t)", "", partAt + "59", tri.Yes},
		{"airborne(part, t)", "", partAt + "61", tri.Unknown}, // nobody says that there was no other leg
		{"airborne(aloft, t)", "", "aloft.wheels-up@AAA 0, t 500", tri.Unknown},
		{"airborne(aloft, t)", "", "aloft.wheels-up@AAA 0, t -1", tri.No},
		{"airborne(turned, t)", "", "turned.wheels-up@BBB 0, turned.touchdown@BBB 90, t 80", tri.Yes}, // the landing at A is denied
		{"in-area(whole, home, t)", "", wholeAt + "29", tri.Yes},
		{"in-area(whole, home, t)", "", wholeAt + "30", tri.No},
		{"in-area(whole, home, t)", "", wholeAt + "119", tri.No},
		{"in-area(whole, home, t)", "", wholeAt + "120", tri.Yes},
		{"in-area(whole, home, t)", "", wholeAt + "229", tri.Yes},
		{"in-area(whole, home, t)", "", wholeAt + "231", tri.No},
		{"in-area(part, home, t)", "", partAt + "10", tri.Yes},
		{"in-area(part, home, t)", "", partAt + "31", tri.Unknown}, // it may have come back
		{"left(whole, home, t)", "", wholeAt + "229", tri.No},      // the last time
		{"left(whole, home, t)", "", wholeAt + "230", tri.Yes},
		{"left(part, home, t)", "", partAt + "29", tri.No},
		{"left(part, home, t)", "", partAt + "30", tri.Yes},
		{"left(aloft, home, t)", "", "t 0", tri.Unknown},
		{"in-force(plain, t)", "then", "t0 0, t -1", tri.No},
		{"in-force(plain, t)", "then", "t0 0, t 0", tri.Yes},
		{"in-force(plain, t)", "silent", "t0 0, t 0", tri.Unknown},
		{"in-force(plain, t)", "", "t0 0, t 0", tri.Unknown},
		{"in-force(stayed, t)", "then", "t0 0, stay1 50, t 49", tri.Yes},
		{"in-force(stayed, t)", "then", "t0 0, stay1 50, t 50", tri.No},
		{"in-force(lifted, t)", "then", "t0 0, stay2 50, lift2 80, t 49", tri.Yes},
		{"in-force(lifted, t)", "then", "t0 0, stay2 50, lift2 80, t 79", tri.No},
		{"in-force(lifted, t)", "then", "t0 0, stay2 50, lift2 80, t 80", tri.Yes},
		{"in-force(ended, t)", "then", "t0 0, end1 50, t 49", tri.Yes},
		{"in-force(ended, t)", "then", "t0 0, end1 50, t 50", tri.No},
		{"in-force(vacated, t)", "then", "t0 0, vac1 50, t 49", tri.Yes},
		{"in-force(vacated, t)", "then", "t0 0, vac1 50, t 50", tri.No},
		{"in-force(vacated, t)", "back", "t0 0, vac1 50, t 49", tri.No},
		{"in-force(voided, t)", "then", "t0 0, vac2 50, t 49", tri.Yes}, // the reading comes before what the order says
		{"in-force(voided, t)", "back", "t0 0, vac2 50, t 49", tri.No},
		{"in-force(vacated, t)", "nothing", "t0 0, vac1 50, t 50", tri.Yes},
		{"in-force(vacated, t)", "by-edge", "t0 0, vac1 50, t 49", tri.No},
		{"in-force(voided, t)", "by-edge", "t0 0, vac2 50, t 49", tri.No}, // the reading speaks of another edge
		{"noticed(gov, plain.oral, t)", "", "told.delivered 10, told.read-back 20, t 10", tri.Yes},
		{"noticed(gov, plain.oral, t)", "", "told.delivered 20, told.read-back 10, t 10", tri.Yes},
		{"noticed(gov, plain.oral, t)", "", "told.delivered 10, told.read-back 20, t 9", tri.Unknown}, // never No
		{"noticed(field, plain.oral, t)", "", "t 9", tri.Unknown},                                     // inferred is not proof
		{"term-lasts(held, 60m)", "", "t0 0, t9 60", tri.Yes},
		{"term-lasts(held, 60m)", "", "t0 0, t9 59", tri.No},
		{"term-lasts(open-held, 60m)", "", "t0 0", tri.Unknown},
		{"before(completes(whole), t)", "then", wholeAt + "61", tri.Yes},
		{"before(completes(whole, transfer), t)", "then", wholeAt + "1", tri.Yes},
		{"before(completes(whole, transfer), t)", "silent", "t 1", tri.Unknown},
		{"before(never, t)", "", "t 1", tri.Unknown},
		{"not-after(t + 5m, t0)", "", "t 0, t0 5", tri.Yes},
		{"before(t + 5m, t0)", "", "t 0, t0 5", tri.No},
		{"before(t, t + 1m)", "", "t 0", tri.Yes},
		{"under then: in-force(plain, t)", "silent", "t0 0, t 0", tri.Yes},
	} {
		f, _ := form(t, atoms(t), x.ask, x.reading)
		at := minutes(t, x.at)
		if got := value(t, f, at); got.Truth != x.want {
			t.Errorf("%s under %q, %s: %s, want %s", x.ask, x.reading, x.at, got.Truth, x.want)
		}
		if got, want := value(t, f.Not(), at).Truth, tri.Not(x.want); got != want {
			t.Errorf("not %s under %q, %s: %s, want %s", x.ask, x.reading, x.at, got, want)
		}
	}
}

// What the atoms say that no time decides, with the reason where it is open.
func TestAtomsOfFact(t *testing.T) {
	for _, x := range []struct {
		ask, reading string
		want         tri.Truth
		reason       tri.Reason
	}{
		{"happened(agreed)", "", tri.Yes, ""},
		{"happened(never)", "", tri.No, ""},
		{"happened(clash)", "", tri.Unknown, tri.ConflictingClaims},
		{"happened(plan)", "", tri.Unknown, tri.NotInEvidence}, // planned is not actual
		{"happened(completes(whole))", "then", tri.Yes, ""},
		{"happened(completes(whole))", "silent", tri.Unknown, tri.ReadingSilent},
		{"lands-in(whole, home)", "", tri.Yes, ""},
		{"lands-in(whole, BBB)", "", tri.Yes, ""},
		{"ends-in(whole, BBB)", "", tri.No, ""},
		{"ends-in(whole, CCC)", "", tri.Yes, ""},
		{"ends-in(whole, home)", "", tri.Unknown, tri.NotInEvidence}, // nobody says where C is
		{"lands-in(part, BBB)", "", tri.Yes, ""},
		{"lands-in(part, home)", "", tri.Unknown, tri.NotInEvidence},
		{"ends-in(part, BBB)", "", tri.Unknown, tri.NotInEvidence}, // another landing may have followed
		{"ends-in(part, home)", "", tri.Unknown, tri.NotInEvidence},
		{"lands-in(aloft, home)", "", tri.No, ""},
		{"ends-in(aloft, home)", "", tri.No, ""},
		{"lands-in(turned, AAA)", "", tri.No, ""}, // the landing there is denied
		{"ends-in(turned, BBB)", "", tri.Yes, ""},
		{"lands-in(planned, AAA)", "", tri.Unknown, tri.NotInEvidence},
		{"member(seven, all-held)", "", tri.Yes, ""},
		{"member(seven, wide)", "", tri.Yes, ""},
		{"member(seven, seven)", "", tri.Yes, ""},
		{"member(seven, others)", "", tri.No, ""},
		{"member(seven, far-part)", "", tri.No, ""}, // wide and far share nobody
		{"member(all-held, seven)", "", tri.Unknown, tri.NotInEvidence},
		{"covered(seven, plain)", "then", tri.Yes, ""},
		{"covered(others, plain)", "then", tri.No, ""},
		{"covered(whole, plain)", "then", tri.Yes, ""}, // seven are aboard
		{"covered(part, plain)", "then", tri.No, ""},   // nobody aboard is covered
		{"covered(whole, ended)", "then", tri.Unknown, tri.ReadingSilent},
		{"covered(aloft, plain)", "then", tri.Unknown, tri.ReadingSilent},
		{"covered(seven, plain)", "", tri.Unknown, tri.ReadingSilent},
		{"in-force(vacated, t)", "", tri.Unknown, tri.ReadingSilent},
		{"at-least(seven, 7)", "", tri.Yes, ""},
		{"at-least(seven, 8)", "", tri.No, ""},
		{"at-most(seven, 7)", "", tri.Yes, ""},
		{"at-least(all-held, 8)", "", tri.Yes, ""},
		{"at-least(all-held, 9)", "", tri.Unknown, tri.ConflictingClaims},
		{"at-most(all-held, 12)", "", tri.Yes, ""},
		{"at-most(all-held, 7)", "", tri.No, ""},
		{"at-least(others, 21)", "", tri.Yes, ""},
		{"at-most(others, 1000000)", "", tri.Unknown, tri.IntervalOverlap},
		{"at-least(summed, 28)", "", tri.Yes, ""},
		{"at-least(far, 1)", "", tri.Unknown, tri.NotInEvidence},
		{"at-least(fee, 5)", "", tri.Yes, ""},
		{"at-least(fee, 6)", "", tri.No, ""},
		{"at-most(fee, 5)", "", tri.No, ""},
		{"at-most(fee, 6)", "", tri.Yes, ""},
		{"stated(remark)", "", tri.Yes, ""},
		{"stated(fee)", "", tri.Yes, ""},
		{"stated(nothing)", "", tri.Unknown, tri.NotInEvidence},
		{"all c in every: at-least(c, 7)", "", tri.Yes, ""},
		{"all c in some: at-least(c, 7)", "", tri.Unknown, tri.NotInEvidence},
		{"all c in some: at-least(c, 13)", "", tri.No, ""},
		{"any c in some: at-least(c, 8)", "", tri.Yes, ""},
		{"any c in some: at-least(c, 13)", "", tri.Unknown, tri.NotInEvidence},
		{"any c in every: at-least(c, 13)", "", tri.No, ""},
		{"all c in {seven}: at-least(c, 7)", "", tri.Yes, ""},
		{"any m in movements: lands-in(m, home)", "", tri.Yes, ""},
		{"all m in movements: stated(remark)", "", tri.Unknown, tri.NotInEvidence},
		{"under then: covered(seven, plain)", "silent", tri.Yes, ""},
	} {
		f, _ := form(t, atoms(t), x.ask, x.reading)
		if got := value(t, f, minutes(t, "t 0, vac1 50")); got.Truth != x.want || got.Reason != x.reason {
			t.Errorf("%s under %q: %s %s, want %s %s", x.ask, x.reading, got.Truth, got.Reason, x.want, x.reason)
		}
	}
}
