package track

import (
	"math"

	"github.com/holdshort/holdshort/span"
)

// Grade is how far a fix tells whether the aircraft was in the air.
type Grade uint8

// The grades. A proof rests on the strong ones alone.
const (
	Unclear      Grade = iota
	GroundWeak         // said to be on the ground once, or low and slow at an airfield
	GroundStrong       // said to be on the ground, slowly or along a runway, more than once
	AirWeak            // has a height and moves
	AirStrong          // too high, or too fast for too long, to be on the ground
)

func (g Grade) air() bool { return g == AirWeak || g == AirStrong }

// Thresholds of grading.
const (
	taxi     = 80.0     // knots: faster is no taxiing (frankea/adsbtrack classifier.py, readsb track.c)
	creeping = 40.0     // knots: slower and low at an airfield is likely ground
	walking  = 60.0     // knots: faster, with a height, is likely air
	fast     = 130.0    // knots: with a height, or away from airfields, this is flight
	flying   = 200.0    // knots: no transport aircraft rolls so fast
	summit   = 15_000.0 // feet: no airfield is higher (Daocheng Yading, 14,472 ft)
	clear    = 500.0    // feet above a field, its band deducted, that are no ground
	raised   = 300.0    // feet above a field, its band deducted, that belie "ground"
	grounded = 200.0    // feet above a field that may be the field

	rise     = 150.0                         // feet up or down: more than the ground does to an altimeter, or one step of 100 ft; ours
	riseTime = span.Length(20 * span.Second) // in this time: 450 ft a minute; a runway at 2 % and 200 kt rises 405; ours

	longestRun = 6000.0                        // metres: no runway is longer (Shigatse has 5,000 m, Qamdo 5,500 m)
	persist    = span.Length(5 * span.Second)  // ground must be said for so long to be strong
	flip       = span.Length(20 * span.Second) // changes within it are one transition; ours
	unbroken   = span.Length(60 * span.Second) // fixes further apart are not one run
)

// grader grades the fixes of one track.
type grader struct {
	t *Track
	*chart
	*heights
	*motions
	gs   []Grade
	high []bool // too high to be on the ground, if the height is right
}

// grade grades every fix.
func grade(t *Track, c *chart, h *heights, m *motions) []Grade {
	g := &grader{t, c, h, m, make([]Grade, len(t.Fixes)), make([]bool, len(t.Fixes))}
	for i := range t.Fixes {
		g.gs[i] = g.one(i)
	}
	g.supported()
	g.rising()
	g.tooFar()
	g.persisting()
	return g.gs
}

// one is the grade of a fix by itself.
func (g *grader) one(i int) Grade {
	f := &g.t.Fixes[i]
	speed := float64(g.speed[i])
	has := f.Alt.Datum != NoAltitude || f.Geo.Datum != NoAltitude
	switch {
	case f.Mark&(Vehicle|NotReceived|Frozen|Doubtful) != 0 || f.Kind == Estimated:
		return Unclear
	case f.Ground == OnGround:
		return g.onGround(i)
	case speed >= flying && g.sure[i]:
		return AirStrong
	case speed <= creeping && g.settled(i):
		return GroundWeak
	case !has && f.Ground != Airborne:
		return Unclear
	}
	top, ok := g.highest(f.Pos)
	if !ok && speed >= fast && g.sure[i] && has {
		return AirStrong // no airfield to be rolling on
	} else if !ok {
		top = summit
	}
	if h, ok := g.above(i, top); ok && h.least > clear {
		g.high[i] = true
		return AirWeak
	}
	if speed > walking || f.Ground == Airborne && !(speed < walking) {
		return AirWeak
	}
	return Unclear
}

// onGround is the grade of a fix that is said to be on the ground: a conflict,
// where it is too high for any airfield near it, or too fast and not along a
// runway.
func (g *grader) onGround(i int) Grade {
	f := &g.t.Fixes[i]
	if v := float64(g.speed[i]); v > taxi && !(v < flying && g.inBuffer(f.Pos, float64(g.course[i]))) {
		return Unclear
	}
	if f.Geo.Datum != NoAltitude || f.Alt.Datum != NoAltitude {
		if top, ok := g.highest(f.Pos); ok {
			if h, ok := g.above(i, top); ok && h.least > raised {
				return Unclear
			}
		}
	}
	return GroundWeak
}

// settled reports whether a fix that does not say so was likely on the ground:
// at an airfield, and at its height if it gives one.
func (g *grader) settled(i int) bool {
	s := g.ground(g.t.Fixes[i].Pos)
	if s == nil {
		return false
	}
	feet, within, ok := g.about(i, s.Elevation)
	return !ok || math.Abs(feet) <= grounded+within
}

// supported makes a fix that is too high to be on the ground strong where its
// height is borne out: a neighbour is as high, or there is none and its own speed
// is that of flight.
func (g *grader) supported() {
	last := -1
	for i, high := range g.high {
		if !high {
			if g.gs[i] != Unclear {
				last = -1
			}
			continue
		}
		if last >= 0 && span.Length(g.t.Fixes[i].At-g.t.Fixes[last].At) <= unbroken {
			g.gs[last], g.gs[i] = AirStrong, AirStrong
		} else if float64(g.t.Fixes[i].Speed) >= fast && g.alone(i) {
			g.gs[i] = AirStrong
		}
		last = i
	}
}

// alone reports whether no other fix that tells anything is near fix i in time.
func (g *grader) alone(i int) bool {
	for _, by := range [2]int{-1, 1} {
		for k := i + by; k >= 0 && k < len(g.gs); k += by {
			d := span.Length(g.t.Fixes[k].At - g.t.Fixes[i].At)
			if max(d, -d) > unbroken {
				break
			}
			if g.gs[k] != Unclear {
				return false
			}
		}
	}
	return true
}

// rising makes weak air strong where the altitude shows that a fast aircraft
// climbed to it, or came down from it: by more than the error of an altimeter
// near the ground, and more quickly than a runway slopes. What it came down to
// may be the ground, and what it climbed from.
func (g *grader) rising() {
	from := 0
	for i := range g.gs {
		for span.Length(g.t.Fixes[i].At-g.t.Fixes[from].At) > riseTime {
			from++
		}
		for j := from; j < i; j++ {
			if g.gs[i] == AirStrong && g.gs[j] == AirStrong {
				continue
			}
			up, ok := g.rose(j, i)
			switch {
			case !ok:
			case up >= rise && g.vertical(i, 1) && g.borneOut(j, i+1):
				g.gs[i] = AirStrong
			case up <= -rise && g.vertical(j, -1) && g.borneOut(i, j-1):
				g.gs[j] = AirStrong
			}
		}
	}
}

// rose is by how many feet fix i is above fix j, both fast and in the air.
func (g *grader) rose(j, i int) (float64, bool) {
	for _, k := range [2]int{j, i} {
		if !g.gs[k].air() || !(float64(g.speed[k]) > walking) || !g.sure[k] {
			return 0, false
		}
	}
	a, okA := g.t.Fixes[j].level()
	b, okB := g.t.Fixes[i].level()
	return b - a, okA && okB
}

// vertical reports whether what fix i says of its rate, if it says so, agrees
// with up or down.
func (g *grader) vertical(i int, sign float64) bool {
	rate := float64(g.t.Fixes[i].Climb)
	return rate != rate || rate*sign >= steady
}

// borneOut reports whether the fix beyond the high one is high above the low one
// too: one false altitude is no climb.
func (g *grader) borneOut(low, beyond int) bool {
	if beyond < 0 || beyond >= len(g.gs) {
		return false
	}
	a, okA := g.t.Fixes[low].level()
	b, okB := g.t.Fixes[beyond].level()
	return okA && okB && b-a >= rise
}

// tooFar makes weak air strong within a run of fixes that are all faster than
// walking, where the run began and ends further away along its path than any
// runway is long.
func (g *grader) tooFar() {
	for i := 0; i < len(g.gs); {
		j := i
		var path []float64
		for ; j < len(g.gs) && g.gs[j].air() && float64(g.speed[j]) > walking && g.sure[j]; j++ {
			if j == i {
				path = append(path, 0)
				continue
			}
			d := span.Length(g.t.Fixes[j].At - g.t.Fixes[j-1].At)
			if d > unbroken {
				break
			}
			path = append(path, path[j-1-i]+float64(min(g.speed[j], g.speed[j-1]))*1852/3.6e6*float64(d))
		}
		for k := i; k < j; k++ {
			if done := path[k-i]; done > longestRun && path[len(path)-1]-done > longestRun {
				g.gs[k] = AirStrong
			}
		}
		i = max(j, i+1)
	}
}

// persisting makes weak ground strong where it persists: fixes said to be on the
// ground that span persist, with nothing in the air between but flips. Ground at
// the edge of a run that is cut off by a flip stays weak: it belongs to the
// transition.
func (g *grader) persisting() {
	for i := 0; i < len(g.gs); i++ {
		if !g.said(i) {
			continue
		}
		pieces, next := g.pieces(i)
		for len(pieces) > 1 && g.spans(pieces[len(pieces)-1]) < persist {
			pieces = pieces[:len(pieces)-1]
		}
		for len(pieces) > 1 && g.spans(pieces[0]) < persist {
			pieces = pieces[1:]
		}
		if all := [2]int{pieces[0][0], pieces[len(pieces)-1][1]}; g.spans(all) >= persist {
			for k := all[0]; k <= all[1]; k++ {
				if g.said(k) {
					g.gs[k] = GroundStrong
				}
			}
		}
		i = next
	}
}

// said reports whether the file says that fix i was on the ground, credibly.
func (g *grader) said(i int) bool { return g.gs[i] == GroundWeak && g.t.Fixes[i].Ground == OnGround }

func (g *grader) spans(p [2]int) span.Length {
	return span.Length(g.t.Fixes[p[1]].At - g.t.Fixes[p[0]].At)
}

// pieces are the stretches of ground from fix i on, first and last fix of each,
// divided by weak air shorter than a flip. next is where they end.
func (g *grader) pieces(i int) (out [][2]int, next int) {
	out = append(out, [2]int{i, i})
	for k := i + 1; k < len(g.gs); k++ {
		last := &out[len(out)-1]
		switch {
		case g.gs[k] == AirStrong || g.gs[k] == AirWeak && span.Length(g.t.Fixes[k].At-g.t.Fixes[last[1]].At) > flip:
			return out, k
		case g.said(k) && g.airBetween(last[1], k):
			if span.Length(g.t.Fixes[k].At-g.t.Fixes[last[1]].At) > flip {
				return out, k - 1
			}
			out = append(out, [2]int{k, k})
		case g.said(k):
			last[1] = k
		}
	}
	return out, len(g.gs)
}

func (g *grader) airBetween(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if g.gs[k].air() {
			return true
		}
	}
	return false
}

// turn is the angle between two directions, 0 to 180 degrees.
func turn(a, b float64) float64 {
	d := math.Mod(math.Abs(a-b), 360)
	return min(d, 360-d)
}

func abs(x float64) float64 { return math.Abs(x) }
