package main

import (
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// segment is one flight by some rule: from its first position to its last.
type segment struct{ from, to span.Instant }

// rule divides the positions of an aircraft into flights. But for the first,
// which is this program, each is made anew from a description of the system
// that it is named after, without keys on callsigns: a re-implementation, which
// that system's authors have not seen.
type rule struct {
	name   string
	divide func(*check) []segment
}

var rules = []rule{
	{"this program", ours},
	{"traffic: gap over 10 min", byGap(func(a, b *track.Fix) bool { return apart(a, b) > 10*span.Minute })},
	{"OPDI: gap over 30 min, or over 15 min below 5,000 ft", byGap(func(a, b *track.Fix) bool {
		return apart(a, b) > 30*span.Minute || apart(a, b) > 15*span.Minute && feet(b) < 5000
	})},
	{"readsbstats: gap over 30 min", byGap(func(a, b *track.Fix) bool { return apart(a, b) > 30*span.Minute })},
	{"flight-tracer: gap over 60 min, ground dropped", flightTracer},
	{"private-jets, all: ground, or gap over 5 min below 10,000 ft, or over 10 h", privateJets},
	{"private-jets, kept: over 5 min, ends over 3 km apart", privateJetsKept},
	{"readsb: rule of its leg marks", readsb},
	{"naive: every change of the ground flag", groundFlips},
}

func ours(c *check) []segment {
	var out []segment
	for _, l := range c.legs {
		out = append(out, segment{c.track.Fixes[l.First].At, c.track.Fixes[l.Last].At})
	}
	return out
}

func apart(a, b *track.Fix) span.Length { return span.Length(b.At - a.At) }

// feet is the height that a rule sees: 0 on the ground, as most of them store
// it, and out of the way if there is none.
func feet(f *track.Fix) float64 {
	switch {
	case f.Ground == track.OnGround:
		return 0
	case f.Alt.Datum == track.NoAltitude:
		return math.Inf(1)
	}
	return float64(f.Alt.Feet)
}

// split divides fixes before each at which cut holds.
func split(fs []track.Fix, cut func(a, b *track.Fix) bool) []segment {
	var out []segment
	for i := range fs {
		if i == 0 || cut(&fs[i-1], &fs[i]) {
			out = append(out, segment{from: fs[i].At})
		}
		out[len(out)-1].to = fs[i].At
	}
	return out
}

func byGap(cut func(a, b *track.Fix) bool) func(*check) []segment {
	return func(c *check) []segment { return split(c.fixes, cut) }
}

// inAir are the fixes that the file does not say to be on the ground.
func inAir(fs []track.Fix) []track.Fix {
	var out []track.Fix
	for _, f := range fs {
		if f.Ground != track.OnGround {
			out = append(out, f)
		}
	}
	return out
}

func flightTracer(c *check) []segment {
	return split(inAir(c.fixes), func(a, b *track.Fix) bool { return apart(a, b) > span.Hour })
}

// runs are the stretches between fixes that the file says to be on the ground,
// divided once more where cut holds.
func runs(fs []track.Fix, cut func(a, b *track.Fix) bool) []segment {
	var out []segment
	for i := 0; i < len(fs); {
		j := i
		for j < len(fs) && fs[j].Ground != track.OnGround {
			j++
		}
		out = append(out, split(fs[i:j], cut)...)
		i = j + 1
	}
	return out
}

func privateJets(c *check) []segment {
	return runs(c.fixes, func(a, b *track.Fix) bool {
		return apart(a, b) > 10*span.Hour || apart(a, b) > 5*span.Minute && (feet(a) < 10_000 || feet(b) < 10_000)
	})
}

func privateJetsKept(c *check) []segment {
	var out []segment
	for _, s := range privateJets(c) {
		a, b := c.at(s.from), c.at(s.to)
		if apart(a, b) > 5*span.Minute && geo.Distance(a.Pos, b.Pos) > 3000 {
			out = append(out, s)
		}
	}
	return out
}

// at is the first fix of a moment.
func (c *check) at(t span.Instant) *track.Fix {
	for i := range c.fixes {
		if c.fixes[i].At >= t {
			return &c.fixes[i]
		}
	}
	return nil
}

func groundFlips(c *check) []segment {
	return runs(c.fixes, func(a, b *track.Fix) bool { return false })
}
