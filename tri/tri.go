// Package tri is three-valued truth after Kleene: Yes, No and Unknown, where
// an Unknown says why it is unknown and what would settle it.
package tri

import (
	"fmt"
	"slices"
)

// Truth is one of Unknown, No and Yes. Its zero value is Unknown: what was
// never looked at is not known to be false.
type Truth int8

// The three values.
const (
	Unknown Truth = iota
	No
	Yes
)

// Of is Yes for true and No for false.
func Of(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// String is "yes", "no" or "unknown", the words used in every output.
func (t Truth) String() string {
	switch t {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "unknown"
}

// MarshalText writes the word of String.
func (t Truth) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the word of String, and nothing else.
func (t *Truth) UnmarshalText(b []byte) error {
	for _, v := range []Truth{Unknown, No, Yes} {
		if string(b) == v.String() {
			*t = v
			return nil
		}
	}
	return fmt.Errorf("%q is not yes, no or unknown", b)
}

// Not swaps Yes and No and leaves Unknown.
func Not(t Truth) Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

// Reason is a code that says why a value is Unknown. The zero Reason is none.
type Reason string

// The reasons, in the order in which they are reported when several apply: the
// first that holds is the one a reader should mend first.
const (
	ConflictingClaims       Reason = "conflicting-claims"        // claims that cannot all hold
	Sealed                  Reason = "sealed"                    // a record exists and is withheld
	ReadingSilent           Reason = "reading-silent"            // the reading does not choose
	NotInEvidence           Reason = "not-in-evidence"           // no record speaks of it
	OutsideVerifiedCalendar Reason = "outside-verified-calendar" // beyond the zone table or calendar checked
	IntervalOverlap         Reason = "interval-overlap"          // the bounds allow both answers
	Budget                  Reason = "budget"                    // the exact pass was stopped
)

// Reasons lists every reason in order of precedence.
var Reasons = []Reason{ConflictingClaims, Sealed, ReadingSilent, NotInEvidence, OutsideVerifiedCalendar, IntervalOverlap, Budget}

// First is the reason of higher precedence of two; an empty reason yields.
func First(a, b Reason) Reason {
	ia, ib := slices.Index(Reasons, a), slices.Index(Reasons, b)
	if ib < 0 || (ia >= 0 && ia <= ib) {
		return a
	}
	return b
}

// Value is a Truth that, when Unknown, carries its reason and the names of
// what would settle it. Needs is sorted and has no duplicates; a definite
// Value has neither.
type Value struct {
	Truth  Truth
	Reason Reason
	Needs  []string
}

// Definite is the Value of b.
func Definite(b bool) Value { return Value{Truth: Of(b)} }

// Lacking is an Unknown for the given reason, settled by needs.
func Lacking(r Reason, needs ...string) Value {
	needs = slices.Clone(needs)
	slices.Sort(needs)
	return Value{Reason: r, Needs: slices.Compact(needs)}
}

// Not negates v. What would settle v settles its negation.
func (v Value) Not() Value {
	v.Truth = Not(v.Truth)
	return v
}

// And is Kleene's conjunction: No if any is No, Yes if all are Yes (also for
// none), else Unknown with the needs of the unknown ones together.
func And(vs ...Value) Value { return fold(No, vs) }

// Or is Kleene's disjunction: Yes if any is Yes, No if all are No (also for
// none), else Unknown with the needs of the unknown ones together.
func Or(vs ...Value) Value { return fold(Yes, vs) }

func fold(absorbing Truth, vs []Value) Value {
	out, unknown := Value{Truth: Not(absorbing)}, false
	for _, v := range vs {
		switch v.Truth {
		case absorbing:
			return Value{Truth: absorbing}
		case Unknown:
			unknown = true
			out.Reason = First(out.Reason, v.Reason)
			out.Needs = append(out.Needs, v.Needs...)
		}
	}
	if !unknown {
		return Value{Truth: Not(absorbing)}
	}
	return Lacking(out.Reason, out.Needs...)
}
