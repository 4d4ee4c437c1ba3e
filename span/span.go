// Package span holds instants that are known within bounds, and lengths of
// time, and reads them from the words in which people state them.
//
// Time is counted in whole milliseconds of UTC since 1970 without leap
// seconds, as civil clocks count it. A Span is closed at both ends.
package span

import (
	"math"

	"github.com/holdshort/holdshort/tri"
)

// Instant is a moment: milliseconds of UTC since 1970-01-01T00:00:00Z.
type Instant int64

// Beginning and End stand for a side that no evidence bounds.
const (
	Beginning Instant = math.MinInt64
	End       Instant = math.MaxInt64
)

// Span is the set of moments from Earliest to Latest, both included, at one of
// which an event happened. Its zero value is empty: no moment at all.
type Span struct {
	lo, hi Instant
	some   bool
}

// Ever is the span of an event of which no time is known.
var Ever = Span{Beginning, End, true}

// Of is the span from lo to hi, both included; it is empty if hi is before lo.
func Of(lo, hi Instant) Span {
	if hi < lo {
		return Span{}
	}
	return Span{lo, hi, true}
}

// At is the span of the one millisecond t.
func At(t Instant) Span { return Of(t, t) }

// Empty reports whether s holds no moment.
func (s Span) Empty() bool { return !s.some }

// Earliest is the first moment of s; of an empty span, End.
func (s Span) Earliest() Instant {
	if !s.some {
		return End
	}
	return s.lo
}

// Latest is the last moment of s; of an empty span, Beginning.
func (s Span) Latest() Instant {
	if !s.some {
		return Beginning
	}
	return s.hi
}

// Bounded reports whether evidence bounds both sides of s.
func (s Span) Bounded() bool { return s.some && s.lo != Beginning && s.hi != End }

// Has reports whether t is one of the moments of s.
func (s Span) Has(t Instant) bool { return s.some && s.lo <= t && t <= s.hi }

// Hull is the smallest span that holds both a and b.
func Hull(a, b Span) Span {
	if a.Empty() {
		return b
	}
	if b.Empty() {
		return a
	}
	return Of(min(a.lo, b.lo), max(a.hi, b.hi))
}

// Meet is the span of the moments that are in both a and b.
func Meet(a, b Span) Span {
	if a.Empty() || b.Empty() {
		return Span{}
	}
	return Of(max(a.lo, b.lo), min(a.hi, b.hi))
}

// Before answers whether the moment of a is earlier than that of b. It is
// Unknown if the spans allow both, or if one is empty.
func Before(a, b Span) tri.Truth {
	switch {
	case a.Empty() || b.Empty():
		return tri.Unknown
	case a.hi < b.lo:
		return tri.Yes
	case a.lo >= b.hi:
		return tri.No
	}
	return tri.Unknown
}
