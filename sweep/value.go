package sweep

import "github.com/holdshort/holdshort/tri"

// value is an answer in two lights. Sure is what is proved. Heard is what could be
// if nothing that the question asks for was done in moments further than
// Options.Silence from any position received: where Sure is unknown for those
// alone, Heard is a No, and the aircraft is counted and not listed.
type value struct{ sure, heard tri.Truth }

func both(t tri.Truth) value { return value{t, t} }

func not(v value) value { return value{tri.Not(v.sure), tri.Not(v.heard)} }

// join is the conjunction of values, or with or set the disjunction.
func join(or bool, vs ...value) value {
	stop, all := tri.No, tri.Yes
	if or {
		stop, all = tri.Yes, tri.No
	}
	one := func(of func(value) tri.Truth) tri.Truth {
		out := all
		for _, v := range vs {
			switch of(v) {
			case stop:
				return stop
			case tri.Unknown:
				out = tri.Unknown
			}
		}
		return out
	}
	return value{one(func(v value) tri.Truth { return v.sure }), one(func(v value) tri.Truth { return v.heard })}
}

// Verdict is what a sweep finds of one aircraft.
type Verdict uint8

// The verdicts. Unread is of a trace that could not be read.
const (
	Unread   Verdict = iota
	Certain          // the question is certainly true of it
	Possible         // it may be
	Silent           // it may be, in a silence longer than Options.Silence and in no other
	Out              // it is certainly not
)

var verdicts = [...]string{"unread", "certain", "possible", "silent", "ruled out"}

// String is the verdict in a word or two.
func (v Verdict) String() string { return verdicts[v] }

func (v value) verdict() Verdict {
	switch {
	case v.sure == tri.Yes:
		return Certain
	case v.sure == tri.No:
		return Out
	case v.heard == tri.No:
		return Silent
	}
	return Possible
}
