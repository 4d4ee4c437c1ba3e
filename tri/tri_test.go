package tri

import (
	"slices"
	"testing"
)

var all = []Truth{Unknown, No, Yes}

// rank orders the values as Kleene's logic does: No < Unknown < Yes, where
// conjunction is the lesser and disjunction the greater.
func rank(t Truth) int { return map[Truth]int{No: 0, Unknown: 1, Yes: 2}[t] }

func value(t Truth) Value {
	if t == Unknown {
		return Lacking(NotInEvidence, "x")
	}
	return Value{Truth: t}
}

func TestKleeneTables(t *testing.T) {
	for _, a := range all {
		for _, b := range all {
			if got, want := rank(And(value(a), value(b)).Truth), min(rank(a), rank(b)); got != want {
				t.Errorf("%v and %v has rank %d, want %d", a, b, got, want)
			}
			if got, want := rank(Or(value(a), value(b)).Truth), max(rank(a), rank(b)); got != want {
				t.Errorf("%v or %v has rank %d, want %d", a, b, got, want)
			}
		}
		if rank(Not(a)) != 2-rank(a) {
			t.Errorf("not %v is %v", a, Not(a))
		}
	}
}

func TestNeedsJoinSortedOnce(t *testing.T) {
	v := And(Lacking(IntervalOverlap, "b", "a"), Lacking(NotInEvidence, "a", "c"), Definite(true))
	if v.Truth != Unknown || v.Reason != NotInEvidence || !slices.Equal(v.Needs, []string{"a", "b", "c"}) {
		t.Fatalf("got %+v", v)
	}
	if v := Or(v, Definite(true)); v.Truth != Yes || v.Reason != "" || v.Needs != nil {
		t.Fatalf("a yes absorbs what is unknown, got %+v", v)
	}
}

func TestEmptyListIsNeutral(t *testing.T) {
	if And().Truth != Yes || Or().Truth != No {
		t.Fatalf("and of none is %v, or of none is %v", And().Truth, Or().Truth)
	}
}

func TestZeroIsUnknown(t *testing.T) {
	var v Value
	if v.Truth != Unknown || v.Truth.String() != "unknown" {
		t.Fatalf("zero value is %v", v.Truth)
	}
}
