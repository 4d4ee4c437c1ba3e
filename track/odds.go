package track

import (
	"math"
	"slices"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Thresholds of positions at odds with the speeds and courses that the aircraft
// reported beside them. A stretch is made up of windows, so that one position
// that is off makes none.
const (
	oddsBy     = 100 * geo.Knot                   // by how much on average in each window
	oddsStep   = span.Instant(30_000)             // fixes further apart are not compared
	leftOver   = span.Instant(20_000)             // a speed and course that repeat for longer are no report
	nearPole   = geo.Degrees(85)                  // of latitude: nothing is compared beyond
	metresEach = 111_195.0                        // to a degree, on a sphere of 6371 km
	knot       = float64(geo.NauticalMile) / 3600 // metres a second
)

// sums are what positions and reports say of the way from the first fix of a chain
// to this one: sums in metres.
type sums struct {
	fix                 int
	flown, said         float64 // length by the positions, and by the reported speeds
	east, north         float64 // of this place from the first, by the positions
	eastSaid, northSaid float64 // and by the reported speeds and courses
	top                 float64 // the greatest reported speed, metres a second
}

// odds is a way to disagree, over windows of a length that make up a stretch of
// at least a length. Short windows find what is short; the slack of times hides
// less from long ones.
type odds struct {
	window, lasting span.Instant
	course          bool // whether the reported course is compared too
	test            func(a, b sums, allowed float64) bool
}

var allOdds = []odds{
	{15_000, 30_000, false, slower}, {15_000, 30_000, false, faster},
	{60_000, 90_000, false, slower}, {60_000, 90_000, false, faster},
	{30_000, 60_000, true, astray},
}

// markOdds marks the stretches in which the positions and what the aircraft
// reported of its speed, or of its speed and course, disagree for longer than
// errors of measurement do. Which is wrong is not known. It is what a receiver
// shows that is led in a circle or held in one place.
func (t *Track) markOdds() {
	if t.Resampled {
		return // somebody computed the numbers, and the aircraft did not report them
	}
	for _, ws := range t.chains((*Fix).comparable) {
		for _, r := range stretchesOf(t, ws, false) {
			t.noteOdds(ws[r.first], ws[r.last], false)
		}
	}
	for _, ws := range t.chains(func(f *Fix) bool { return f.comparable() && f.Course >= 0 }) {
		for _, r := range stretchesOf(t, ws, true) {
			t.noteOdds(ws[r.first], ws[r.last], true)
		}
	}
}

// stretchesOf are the stretches of a chain by all ways to disagree, those with
// the course or those without, with what overlaps made one.
func stretchesOf(t *Track, ws []sums, course bool) []run {
	var all, out []run
	for _, o := range allOdds {
		if o.course == course {
			all = append(all, o.stretches(t, ws)...)
		}
	}
	slices.SortFunc(all, func(a, b run) int { return a.first - b.first })
	for _, r := range all {
		if n := len(out); n > 0 && r.first <= out[n-1].last {
			out[n-1].last = max(out[n-1].last, r.last)
		} else {
			out = append(out, r)
		}
	}
	return out
}

// noteOdds notes that the way from a to b is at odds, unless all of it is in
// doubt already.
func (t *Track) noteOdds(a, b sums, course bool) {
	r := run{a.fix, b.fix}
	if t.runsAll(r, Doubtful) {
		return
	}
	t.doubt(r)
	if course {
		t.noteRun(r, "the positions moved %.1f km and the reported speeds and courses add up to a place %.1f km from there; none of these is used as proof",
			math.Hypot(b.east-a.east, b.north-a.north)/1000, apart(a, b)/1000)
		return
	}
	s := seconds(t, a, b)
	t.noteRun(r, "the positions imply %.0f kt while the aircraft reported %.0f kt; none of these is used as proof", (b.flown-a.flown)/s/knot, (b.said-a.said)/s/knot)
}

// runsAll reports whether every fix of a run has a mark.
func (t *Track) runsAll(r run, m Mark) bool {
	for i := r.first; i <= r.last; i++ {
		if !t.Fixes[i].Mark.Has(m) {
			return false
		}
	}
	return true
}

func seconds(t *Track, a, b sums) float64 { return float64(t.Fixes[b.fix].At-t.Fixes[a.fix].At) / 1000 }

// slower reports whether the positions from a to b are a shorter way than the
// reported speeds, by more than allowed; faster whether even the straight line
// is longer; astray whether they lead to another place.
func slower(a, b sums, allowed float64) bool { return b.said-a.said-(b.flown-a.flown) > allowed }

func faster(a, b sums, allowed float64) bool {
	return math.Hypot(b.east-a.east, b.north-a.north)-(b.said-a.said) > allowed
}

func astray(a, b sums, allowed float64) bool { return apart(a, b) > allowed }

func apart(a, b sums) float64 {
	return math.Hypot(b.east-a.east-b.eastSaid+a.eastSaid, b.north-a.north-b.northSaid+a.northSaid)
}

// stretches are those of a chain, by indices in it, that last long enough and are
// made up of overlapping windows for each of which the test holds. Those near
// each other are joined: on a circle the courses agree once a turn.
func (o odds) stretches(t *Track, ws []sums) []run {
	var found []run
	for i, j := 0, 0; i < len(ws); i++ {
		for j < len(ws) && t.Fixes[ws[j].fix].At-t.Fixes[ws[i].fix].At < o.window {
			j++
		}
		if j == len(ws) {
			break
		}
		if !o.test(ws[i], ws[j], t.allowed(ws[i], ws[j])) {
			continue
		}
		if n := len(found); n > 0 && i < found[n-1].last {
			found[n-1].last = j
		} else {
			found = append(found, run{i, j})
		}
	}
	at := func(k int) span.Instant { return t.Fixes[ws[k].fix].At }
	var out []run
	for _, r := range found {
		if at(r.last)-at(r.first) < o.lasting {
			continue
		}
		if n := len(out); n > 0 && at(r.first)-at(out[n-1].last) <= o.window {
			out[n-1].last = r.last
		} else {
			out = append(out, r)
		}
	}
	return out
}

// allowed is by how many metres the way from a to b may be off: by oddsBy, and
// by what the slack of its ends, and their radii, explain.
func (t *Track) allowed(a, b sums) float64 {
	f, g, s := &t.Fixes[a.fix], &t.Fixes[b.fix], seconds(t, a, b)
	fastest := max(b.top, (b.flown-a.flown)/s)
	return float64(oddsBy)*s + fastest*float64(f.Slack+g.Slack)/1000 + float64(f.Radius+g.Radius)
}

// chains are the longest rows of fixes that can be compared, each no longer
// after the one before than oddsStep, and with no jump between.
func (t *Track) chains(can func(*Fix) bool) [][]sums {
	var out [][]sums
	var ws []sums
	repeats := t.repeats()
	for i := range t.Fixes {
		f := &t.Fixes[i]
		if f.Mark&(Jump|Rival) != 0 {
			out, ws = append(out, ws), nil
		}
		if !can(f) || repeats[i] {
			continue
		}
		var g *Fix
		if n := len(ws); n > 0 {
			g = &t.Fixes[ws[n-1].fix]
		}
		switch {
		case g != nil && f.At == g.At:
		case g != nil && f.At-g.At <= oddsStep:
			ws = append(ws, ws[len(ws)-1].to(i, g, f))
		default:
			out, ws = append(out, ws), []sums{{fix: i, top: float64(f.Speed) * knot}}
		}
	}
	return append(out, ws)
}

// repeats says of each fix whether its speed and course are left over from an
// earlier report: of those the same to the last digit for longer than leftOver,
// all but the first.
func (t *Track) repeats() []bool {
	out := make([]bool, len(t.Fixes))
	for i, j := 0, 0; i < len(t.Fixes); i = j {
		a := &t.Fixes[i]
		for j = i + 1; j < len(t.Fixes) && t.Fixes[j].Speed == a.Speed && t.Fixes[j].Course == a.Course; j++ {
		}
		if t.Fixes[j-1].At-a.At > leftOver {
			for k := i + 1; k < j; k++ {
				out[k] = true
			}
		}
	}
	return out
}

// comparable reports whether f has a position in the air, by the aircraft, and a
// speed beside it.
func (f *Fix) comparable() bool {
	switch f.Kind {
	case MLAT, TISB, ADSC, Estimated, Reported, ModeS:
		return false
	}
	return f.Mark&(Frozen|Jump|Rival|Vehicle|NotReceived) == 0 && f.Ground != OnGround && f.Speed >= 0 &&
		f.Pos.Lat < nearPole && f.Pos.Lat > -nearPole
}

// to is the way on from g, the fix of w, to f, the fix i.
func (w sums) to(i int, g, f *Fix) sums {
	s := float64(f.At-g.At) / 1000
	north := float64(f.Pos.Lat-g.Pos.Lat) * metresEach
	east := math.Remainder(float64(f.Pos.Lon-g.Pos.Lon), 360) * metresEach * math.Cos(float64(f.Pos.Lat+g.Pos.Lat)/2*math.Pi/180)
	u, v := float64(g.Speed)*knot, float64(f.Speed)*knot
	x, y := float64(g.Course)*math.Pi/180, float64(f.Course)*math.Pi/180
	return sums{fix: i, top: max(w.top, v),
		flown: w.flown + math.Hypot(east, north), said: w.said + (u+v)/2*s,
		east: w.east + east, north: w.north + north,
		eastSaid: w.eastSaid + (u*math.Sin(x)+v*math.Sin(y))/2*s, northSaid: w.northSaid + (u*math.Cos(x)+v*math.Cos(y))/2*s}
}
